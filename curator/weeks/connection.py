"""The people of a week: who wrote it, who suggested it, who learns beside you and blogs about it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice

from curator.model import (
    Article,
    Candidate,
    Course,
    Entry,
    Participant,
    Person,
    Resource,
    Suggestion,
    Thanks,
)
from curator.text.names import is_person
from curator.text.one_line import one_line, shorten
from curator.text.sentences import sentences_of
from curator.urls import bare, canonical, host, web_address
from curator.weeks.excerpt import SHARE, quotations
from curator.weeks.notice import PROPOSED

WHY_LEAST = 40
WHY_CHARS = 220
"""Characters quoted of an author beside their resource's card."""

TRIED = 8
"""Quotations of an author, best first, of which one may introduce them; finding each takes milliseconds."""

MAX_PEOPLE = 12
"""People shown for one week: more is a directory, not an introduction."""

_PREFIX = re.compile(r"^(?:by|von|par|por|door|written by|posted by|author:?|words by)\s+", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:;|\||\s&\s|\sand\s|\sund\s|\set\s|\swith\s)\s*", re.IGNORECASE)
_NOBODY = re.compile(
    r"^(?:admin(?:istrator)?|editor(?:s|ial)?(?: team| staff)?|staff(?: writer)?|guest(?: author| post)?|"
    r"team|unknown|anonymous|webmaster|user|root|author|noreply|no-reply|none|n/a|wordpress)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post on a participant's own site that belongs to the course."""

    participant: Participant
    entry: Entry


def authors(article: Article) -> tuple[str, ...]:
    """Name the people who wrote an article, at most four; desks, firms and accounts are nobody to meet."""
    names: list[str] = []
    line = _PREFIX.sub("", one_line(article.author, 300))
    for part in _SPLIT.split(line):
        pieces = [p.strip() for p in part.split(",")]
        # "Ann Lee, Bo Chan" are two people; in "Lee, Ann" and "Ann Lee, PhD" the comma parts one.
        several = len(pieces) > 1 and all(len(p.split()) >= 2 for p in pieces)
        for name in pieces if several else [pieces[0] if len(pieces[0].split()) > 1 else part.strip()]:
            name = re.sub(r"\s*[(<].*$", "", name).strip(" .,:")
            if len(name) <= 80 and is_person(name) and not _only_words(name, article):
                names.append(name)
    return tuple(dict.fromkeys(names))[:4]


def makers(resource: Resource) -> frozenset[str]:
    """Name whoever made a resource, case folded: as a draft introduces them, and as its line stands."""
    return _makers(resource.author)


@lru_cache(4096)
def _makers(line: str) -> frozenset[str]:
    names = authors(Article("", "", "", author=line))
    return frozenset(name.casefold() for name in (line, *names) if name)


def _only_words(name: str, article: Article) -> bool:
    """Tell whether a name is made of words that the text itself writes small: "Meal Plans".

    Of a name that is the site's, too, one such word is enough: "Quiet Light".
    """
    small = [bool(re.search(rf"\b{re.escape(word.lower())}\b", article.text)) for word in name.split()]
    return any(small) if name.casefold() == article.source.casefold() else all(small)


def credit(article: Article) -> tuple[str, str]:
    """Return (author, source) as a resource credits them: the line as published, and the site's name."""
    line = _PREFIX.sub("", one_line(article.author, 200))
    author = "" if "@" in line or "://" in line or _NOBODY.match(line) else line
    return author, one_line(article.source, 160) or article.host


def people_of_week(
    course: Course,
    chosen: Sequence[Candidate],
    *,
    participants: Sequence[Participant] = (),
    homes: Mapping[str, str] | None = None,
    need: str = "",
) -> tuple[Person, ...]:
    """Introduce the people behind a week's resources, each once, with their site and feed.

    `homes` maps a feed's address to the home page it names. People that course.yml or
    participants.yml know keep the addresses written there. A resource without a named author introduces
    nobody: a site is credited on its card, and is no person to meet. Why to meet somebody is proposed in
    their own words: a sentence of theirs that is close to `need` and that the card does not quote.
    """
    known = {p.name.casefold(): p for p in course.people}
    learners = {p.feed: p for p in participants}
    found: dict[str, Person] = {}
    for candidate in chosen:
        article = candidate.article
        feed = web_address(article.feed)
        learner = learners.get(article.feed)
        names = [learner.name] if learner else list(authors(article))
        site = (homes or {}).get(article.feed, "") or _root(article.url)
        for name in names:
            if not name:
                continue
            person = known.get(name.casefold())
            if person is None and learner:
                person = Person(name=learner.name, url=learner.url, feed=learner.feed)
            if person is None:
                why = _in_their_words(article, need) if name == names[0] else ""
                person = Person(name=name, url=web_address(site) or None, feed=feed or None, about=why)
            found.setdefault(name.casefold(), _without_logins(person))
    return tuple(found.values())[:MAX_PEOPLE]


def _in_their_words(article: Article, need: str) -> str:
    """Propose why to meet an author: what they say, marked until a person takes it over; "" where unsure.

    With what the card quotes it stays a tenth of the text at most (see `curator.weeks.excerpt`).
    """
    could = islice(quotations(article, need=need), TRIED)
    shown = next(could, "")
    room = min(WHY_CHARS, len(article.text.strip()) // SHARE - len(shown))
    sentences = (next(iter(sentences_of(quoted)), "") for quoted in could)
    second = next((s for s in sentences if WHY_LEAST <= len(s) <= room and s not in shown), "")
    return f"{PROPOSED}“{second}”" if need and second else ""


def _without_logins(person: Person) -> Person:
    """Leave out of a person's addresses what only the project may know."""
    if "@" not in f"{person.url}{person.feed}":
        return person
    kept = {key: bare(url) for key, url in (("url", person.url), ("feed", person.feed)) if url}
    return person.model_copy(update=kept)


def _root(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.split('/')[0]}/" if host(url) else ""


def participant_posts(
    posts: Iterable[tuple[Participant, Entry]], *, since: date | None = None, until: date | None = None
) -> tuple[NewPost, ...]:
    """Keep the posts that their authors marked for the course, newest first, each address once.

    A post counts when the participant's tag is one of its categories or stands in it as a hashtag; a
    participant without a tag offers every post. `since` and `until` bound the day of publication.
    """
    kept: dict[str, NewPost] = {}
    for participant, entry in posts:
        day = entry.published.date() if entry.published else None
        early = since is not None and (day is None or day < since)
        late = until is not None and day is not None and day >= until
        if early or late or not web_address(entry.url) or not _marked(entry, participant.tag):
            continue
        kept.setdefault(canonical(entry.url), NewPost(participant, entry))
    return tuple(sorted(kept.values(), key=_newest_first))


def _newest_first(post: NewPost) -> tuple[float, str]:
    published = post.entry.published
    return (-published.timestamp() if published else 0.0, post.entry.url)


def _marked(entry: Entry, tag: str) -> bool:
    plain = tag.lstrip("#").casefold().strip()
    if not plain:
        return True
    if any(c.lstrip("#").casefold().strip() == plain for c in entry.categories):
        return True
    words = f"{entry.title} {entry.summary} {entry.content}"[:100_000].casefold()
    return re.search(rf"#{re.escape(plain.replace(' ', ''))}(?![\w-])", words) is not None


def week_window(opens: date) -> tuple[date, date]:
    """Tell which days' posts belong to a week: from seven days before it opens to seven days after."""
    return opens - timedelta(days=7), opens + timedelta(days=7)


def suggested(url: str, suggestions: Sequence[Suggestion]) -> Suggestion | None:
    """Find who suggested an address first."""
    same = canonical(url)
    return next((s for s in suggestions if canonical(s.url) == same), None)


def thanks_for(
    chosen: Sequence[Candidate],
    suggestions: Sequence[Suggestion] = (),
    participants: Sequence[Participant] = (),
) -> tuple[Thanks, ...]:
    """Thank whoever suggested a chosen resource, and learners whose own posts were chosen."""
    found: dict[tuple[str, str], Thanks] = {}
    learners = {p.feed: p for p in participants}
    for candidate in chosen:
        title = f"“{shorten(one_line(candidate.title, 200), 80)}”"
        suggestion = suggested(candidate.url, suggestions)
        if suggestion is not None and suggestion.by.strip():
            name = one_line(suggestion.by, 120)
            found.setdefault((name, title), Thanks(name=name, reason=f"suggested {title}"))
        learner = learners.get(candidate.article.feed)
        if learner is not None:
            found.setdefault((learner.name, title), Thanks(name=learner.name, reason=f"wrote {title}"))
    return tuple(found.values())


def as_day(moment: datetime | date | None) -> date | None:
    """Reduce a date or a moment to its day."""
    return moment.date() if isinstance(moment, datetime) else moment
