"""Tastes: whether what a curator edits teaches the next weeks, over eight simulated weeks.

tags/ as in quality_learning: each topic with LEAST posts or more is a course's need, its posts are dealt out
over eight weeks. Here a curator also edits words: each title that is changed and each quotation that is
replaced is an edit, beside each resource that is dropped or added. She chooses quotations from what the
review offers. Four curators have a stable taste that the tool is not told:

- `subject`: she turns down what is off her subject, and leaves words alone;
- `exact`: she cuts titles at a colon, quotes figures where there are any, and turns down long posts;
- `practical`: she quotes advice, and never takes press releases, which one site sends in great number;
- `stories`: of a title she keeps what stands behind the colon, she quotes cases, and wants plain language.

How much there is to save is told beside: the edits of choice that would remain if each week held just as many
of the first of its shortlist as cost least, which nobody can know beforehand.

`at random` is the control: as many edits, drawn by chance. What is learned of it is wrong.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from statistics import mean, pstdev
from urllib.parse import quote

from benchmarks.quality_learning import COURSE, ITEMS, LEAST, LOOKED_AT, fitting
from benchmarks.quality_relevance import MINUTES
from benchmarks.quality_tags import read_posts
from benchmarks.table import Row
from curator.extract.ease import reading_ease
from curator.model import Article, Candidate, Resource
from curator.rank import Scoring, article_vectors, choose, rank
from curator.weeks.excerpt import excerpt, quotations, signs_of
from curator.weeks.learned import LESSON, NOTHING_LEARNED, Decided, Lessons, learn

SITES = 20
"""Sites; of a hundred posts the first sends 28, the second 14, the third 9, as feeds are uneven."""

OFFERED = 6
"""Quotations that the curator looks at."""

SOME = 0.3
"""Share of titles, quotations and resources that the control edits."""


@dataclass(frozen=True)
class Curator:
    """A taste: which side of a colon she keeps, what she quotes, what she turns down beside the subject."""

    name: str
    side: int | None = None
    sign: str = ""
    longest: int = 1000
    no_site: str = ""
    easiest: float = -1000.0
    chance: random.Random | None = None

    def refuses(self, article: Article) -> bool:
        """Tell whether she turns an article down whatever its subject."""
        if self.chance:
            return self.chance.random() < SOME
        hard = article.reading_ease is not None and article.reading_ease < self.easiest
        return article.minutes > self.longest or article.host == self.no_site or hard

    def title(self, original: str, shown: str) -> str:
        """Return the title that she wants where `shown` is proposed."""
        front, colon, back = original.partition(": ")
        side = self.side
        if self.chance:
            side = self.chance.randrange(2) if self.chance.random() < SOME else None
            if side is None:
                return shown
        if not colon or side is None:
            return original if self.side is None and not self.chance else shown
        return (front, back[:1].upper() + back[1:])[side]

    def quotation(self, article: Article, need: str, shown: str) -> str:
        """Return the quotation that she wants where `shown` is proposed."""
        could = [q for q in islice(quotations(article, need=need, weak=True), OFFERED) if q != shown]
        if self.chance:
            return self.chance.choice(could) if could and self.chance.random() < SOME else shown
        if not self.sign or self.sign in signs_of(shown, need):
            return shown
        return next((q for q in could if self.sign in signs_of(q, need)), shown)


@dataclass
class Told:
    """What a simulated course came to."""

    choice: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    """Edits of choice with the best number of the first of the shortlist."""
    lessons: Lessons = NOTHING_LEARNED


def measure(data: Path) -> list[Row]:
    """Measure on DIR/tags."""
    posts = read_posts(data)
    articles = [_placed(a) for a in posts.articles]
    weeks: list[list[Article]] = [[] for _ in range(COURSE)]
    for article in articles:
        weeks[_hash(article.url) % COURSE].append(article)
    vectors = article_vectors(articles)[1]
    given = list(zip(articles, posts.given, strict=True))
    wanted = {topic: {a.url for a, topics in given if topic in topics} for topic in posts.taxonomy}
    topics = [topic for topic, urls in wanted.items() if len(urls) >= LEAST]
    rows: list[Row] = []
    for name in ("subject", "exact", "practical", "stories", "at random"):
        memory, none = (
            [
                course(weeks, t.replace("-", " "), wanted[t], vectors, curator(name, t), learns=learns)
                for t in topics
            ]
            for learns in (True, False)
        )
        rows += _rows(name, memory, none)
    return rows


def curator(name: str, topic: str) -> Curator:
    """Make a curator; the control draws by a seed of its topic."""
    known = {
        "subject": Curator("subject"),
        "exact": Curator("exact", side=0, sign="figure", longest=5),
        "practical": Curator("practical", sign="advice", no_site="site0.example"),
        "stories": Curator("stories", side=1, sign="case", easiest=40.0),
    }
    return known.get(name) or Curator(name, chance=random.Random(topic))  # noqa: S311  a fixed draw


def course(
    weeks: Sequence[Sequence[Article]],
    need: str,
    wanted: set[str],
    vectors: Mapping[str, bytes],
    who: Curator,
    *,
    learns: bool,
) -> Told:
    """Simulate one course, week by week; what is learned is used from the next week on."""
    liked: list[Article] = []
    disliked: list[Article] = []
    counts: list[tuple[int, int]] = []
    decided: list[Decided] = []
    told = Told()
    for pool in weeks:
        lessons = learn(decided) if learns else NOTHING_LEARNED
        ranked = rank(pool, need, liked=liked, disliked=disliked, scoring=Scoring(vectors))
        ranked = [replace(c, score=c.score - LESSON) if lessons.against(c.article, "") else c for c in ranked]
        ranked.sort(key=lambda c: (-c.score, c.url))
        chosen = choose(ranked, minutes=MINUTES, items=ITEMS, decided=counts).chosen
        kept, dropped, added = _decide([c.article for c in chosen], ranked, wanted, who)
        if not who.chance:
            firsts = [fitting([c.article for c in ranked], n, MINUTES) for n in range(ITEMS.max + 1)]
            decisions = [_decide(first, ranked, wanted, who) for first in firsts]
            told.least.append(min(len(gone) + len(more) for _, gone, more in decisions))
        stands = [_edited(a, need, who, lessons) for a in (*kept, *added)]
        told.choice.append(len(dropped) + len(added))
        told.words.append(sum(edits for _, edits in stands))
        told.lessons = lessons
        if learns:
            liked += [*kept, *added]
            disliked += dropped
            counts.append((len(stands), len(dropped)))
            decided += [d for d, _ in stands]
            decided += [Decided(a, None, need) for a in dropped]
    return told


def _decide(
    chosen: Sequence[Article], ranked: Sequence[Candidate], wanted: set[str], who: Curator
) -> tuple[list[Article], list[Article], list[Article]]:
    """Let the curator go over what was chosen; return what she keeps, drops and adds."""
    kept = [a for a in chosen if a.url in wanted and not who.refuses(a)]
    dropped = [a for a in chosen if a not in kept]
    here = {a.url for a in chosen}
    others = [c.article for c in ranked[:LOOKED_AT] if c.url in wanted and c.url not in here]
    if not who.chance:
        others = [a for a in others if not who.refuses(a)]
    return kept, dropped, fitting(others, ITEMS.max - len(kept), MINUTES - sum(a.minutes for a in kept))


def _edited(article: Article, need: str, who: Curator, lessons: Lessons) -> tuple[Decided, int]:
    """Let the curator edit what is proposed of an article; return what stands and how many edits it took."""
    title = lessons.title(article.title)
    quoted = excerpt(article, need=need, taste=lessons.taste)
    mine = who.title(article.title, title), who.quotation(article, need, quoted) if quoted else quoted
    edits = (mine[0] != title) + (mine[1] != quoted)
    return Decided(article, Resource(url=article.url, title=mine[0], excerpt=mine[1]), need), edits


def _placed(article: Article) -> Article:
    """Give a post one of the sites, more to the first ones, and its reading ease."""
    shares = [1 / (n + 1) for n in range(SITES)]
    at = _hash(f"site {article.url}") % 10_000 / 10_000 * sum(shares)
    site = next((n for n in range(SITES) if sum(shares[: n + 1]) > at), SITES - 1)
    url = f"https://site{site}.example/{quote(article.url, safe='')}"
    return replace(article, url=url, reading_ease=reading_ease(article.text, "en"))


def _hash(text: str) -> int:
    return int(sha256(text.encode()).hexdigest(), 16)


def _rows(name: str, memory: Sequence[Told], none: Sequence[Told]) -> list[Row]:
    """Say of a curator what was saved, of choice and of words, and what was learned of her."""
    late = slice(COURSE // 2, None)

    def edits(found: Sequence[Told], weeks: slice, part: str = "") -> float:
        columns = {"choice": lambda t: t.choice, "words": lambda t: t.words}
        return mean(sum(sum(columns[p](t)[weeks]) for p in ([part] if part else columns)) for t in found)

    def by_week(found: Sequence[Told], part: str = "") -> str:
        return " ".join(f"{edits(found, slice(n, n + 1), part):.1f}" for n in range(COURSE))

    saved = 1 - edits(memory, late) / edits(none, late)
    rows = [_row(f"{name}: edits saved in weeks 5 to 8 (1 to 8: {by_week(memory)})", saved, 0.33)]
    change = [_late(a) - _late(b) for a, b in zip(memory, none, strict=True)]
    error = pstdev(change) / len(change) ** 0.5 / (COURSE / 2)
    rows.append(
        _row(f"{name}: error of the edits a week that are saved, over {len(change)} needs", error, None)
    )
    rows.append(_row(f"{name}: the same weeks without learning ({by_week(none)})", 0.0, None))

    for part in ("choice", "words"):
        before = edits(none, late, part)
        saved = 1 - edits(memory, late, part) / before if before else 0.0
        often = f"{before / (COURSE / 2):.1f} a week without learning; with it {by_week(memory, part)}"
        rows.append(_row(f"{name}: of {part}, {often}", saved, None))
    if all(t.least for t in memory):
        best = mean(sum(t.least[late]) for t in memory)
        saved = 1 - best / edits(none, late, "choice")
        rows.append(_row(f"{name}: of choice, were the number of resources always the best", saved, None))
    rows.append(_row(f"{name}: lessons a course", mean(len(t.lessons.lessons) for t in memory), None))
    return rows


def _late(told: Told) -> int:
    return sum(told.choice[COURSE // 2 :]) + sum(told.words[COURSE // 2 :])


def _row(measure: str, value: float, target: float | None) -> Row:
    return {"measure": measure, "value": value, "target": target, "baseline": {}}
