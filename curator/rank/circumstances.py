"""What speaks for or against an article beside its subject: age, length, ease, feed, wall, language."""

from datetime import date, datetime
from math import log2

from curator.model import Article, Reason
from curator.rank import weights
from curator.rank.article_index import ArticleIndex

REMEMBERED = 4
"""Sets of circumstances kept: courses differ in audience and language, and there are few of either."""


def circumstances_of(
    index: ArticleIndex,
    today: date | None,
    hard: float | None,
    language: str,
    *,
    wanted: frozenset[str] = frozenset(),
) -> list[Reason]:
    """Weigh the circumstances of every article of an index, one reason each; the need plays no part.

    `hard` is the reading ease below which a text is too hard for the audience (None: no audience is
    named), `language` the course's (empty: any); `wanted` holds what of the offers
    in `curator.rank.offers` the need asks for. Asked again for the same, the same list is returned.
    """
    if index.part_of:
        whole, rows = index.part_of
        found = circumstances_of(whole, today, hard, language, wanted=wanted)
        return [found[row] for row in rows]
    asked = (today, hard, language, wanted)
    if asked not in index.remembered:
        if len(index.remembered) >= REMEMBERED:
            index.remembered.clear()
        index.remembered[asked] = [
            circumstances(article, minutes, today, hard, language, "" if offer in wanted else offer)
            for article, minutes, offer in zip(index.articles, index.minutes, index.offers, strict=True)
        ]
    return index.remembered[asked]


def circumstances(
    article: Article,
    minutes: int,
    today: date | None,
    hard: float | None,
    language: str,
    offer: str = "",
) -> Reason:
    """Weigh the circumstances of one article in one reason; what is remarkable comes first."""
    parts: list[tuple[float, str]] = []
    if language and article.language and _base(article.language) != _base(language):
        parts.append((weights.FOREIGN, f"written in another language ({_base(article.language)})"))
    if offer:
        parts.append((weights.OFFERS, offer))
    if article.paywalled:
        parts.append((weights.PAYWALL, "behind a paywall"))
    parts.append(_age(article.published, today))
    parts.append(_length(article, minutes))
    if hard is not None and article.reading_ease is not None and article.reading_ease < hard:
        parts.append((weights.HARD, "hard to read"))
    if article.weight > 0 and abs(doublings := log2(article.weight)) >= 0.1:
        favoured = "a favoured feed" if doublings > 0 else "a feed that counts less"
        parts.append((weights.FEED * doublings, favoured))
    told = sorted((p for p in parts if p[1]), key=lambda p: -abs(p[0]))
    detail = ", ".join(f"{points:+.2f} {text}" for points, text in told if points)
    return Reason("; ".join(t for _, t in told), round(sum(p for p, _ in parts), 4), detail)


def _base(language: str) -> str:
    return language.lower().replace("_", "-").split("-")[0]


def _age(published: datetime | date | None, today: date | None) -> tuple[float, str]:
    if published is None:
        return 0.0, "no date"
    if today is None:
        return 0.0, ""
    day = published.date() if isinstance(published, datetime) else published
    days = (today - day).days
    if days > weights.OLD_DAYS:
        return weights.AGED, f"older than {weights.OLD_DAYS} days"
    old = "dated in the future" if days < -1 else {1: "from yesterday"}.get(days, f"{days} days old")
    old = "from today" if days in (0, -1) else old
    return (weights.FRESH if -1 <= days <= weights.NEW_DAYS else 0.0), old


def _length(article: Article, minutes: int) -> tuple[float, str]:
    # What is short takes a minute at most, so only such texts are counted again, and no further than needed.
    if minutes <= 1 and article.kind == "article" and article.text:
        words = len(article.text.split(None, weights.SHORT_WORDS))
        if words < weights.SHORT_WORDS:
            return weights.SHORT, f"only {words} words"
    if minutes > weights.LONG_MINUTES:
        return weights.LONG, f"long: {minutes} minutes"
    return 0.0, f"{minutes} minute{'s' if minutes != 1 else ''}"
