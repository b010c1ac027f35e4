"""Learned from a curator: what her decisions show about titles, quotations and what she turns down.

what was fetched, what she made of it → is it more than chance? → a lesson in words, with its count

A lesson is plain: it is worked out anew from the week files, so nothing is kept that a person cannot read
there, and one that a course refuses (`not_learned` in course.yml) teaches nothing more. Each is tested
against chance, because a lesson that is wrong costs more edits than it saves.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import comb

from curator.model import Article, Resource
from curator.text.one_line import one_line
from curator.weeks.excerpt import SIGNS, Taste, excerpt, quotations, signs_of

CHANCE = 0.05
"""Probability, over all that is asked of one kind, up to which what was seen is no chance."""

LEAST = 5
"""Times that something must have been decided before it teaches."""

ALTERNATIVES = 6
"""Quotations, the best, that a choice is compared with."""

LONG = (5, 10, 20)
"""Minutes above which a resource may be too long for a course."""

HARD = 45.0
"""Flesch reading ease below which a text may be too hard for a course: where plain English ends."""

LESSON = 0.5
"""Points that a lesson takes from what it speaks against: half the way from the need to nothing of it.
Measured with a simulated curator who wants no press releases: with 0.2 and 0.6 she makes 4.2 and 3.9 edits of
the choice a week."""

MOST = 60
"""Decisions, the last, that teach: tastes change, and every page is read again for its sentences."""

_SEPARATORS = {":": (": ",), "|": (" | ",), "-": (" – ", " — ", " - ")}
_NAMES = {":": "a colon", "|": "a bar", "-": "a dash"}


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided on: the page as it was fetched, what stands in the week (None: turned down)."""

    article: Article
    resource: Resource | None
    need: str = ""
    source: str = ""
    """The name of its site, as a week credits it."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing learned: its name, what it says, and what it rests on."""

    key: str
    words: str
    seen: str


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was learned of a course's curators."""

    lessons: tuple[Lesson, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """Their names."""
        return frozenset(lesson.key for lesson in self.lessons)

    def without(self, key: str) -> "Lessons":
        """Return them without one."""
        return Lessons(tuple(lesson for lesson in self.lessons if lesson.key != key))

    def title(self, title: str) -> str:
        """Return a title as this curator would have it."""
        for name in _SEPARATORS:
            parts = _parted(title, name)
            for side, place in (("front", 0), ("back", 1)):
                if parts and f"title {name} {side}" in self.keys:
                    return parts[place]
        return title

    @property
    def taste(self) -> Taste:
        """What makes a sentence worth quoting to this curator; None of it where she quotes nothing."""
        more = {sign: 1 for sign in SIGNS if f"quote {sign}" in self.keys}
        less = {sign: -1 for sign in SIGNS if f"quote no {sign}" in self.keys}
        return Taste({**more, **less}, silent="quote nothing" in self.keys)

    def against(self, article: Article, source: str) -> str:
        """Say which lesson speaks against an article; empty where none does."""
        traits = dict(_traits(article, source))
        return next((f"you turn down {traits[k]}" for k in traits if f"down {k}" in self.keys), "")


NOTHING_LEARNED = Lessons()


def learn(decided: Sequence[Decided], forgotten: Collection[str] = ()) -> Lessons:
    """Learn from decisions, earliest first; lessons named in `forgotten` are left out."""
    last = decided[-MOST:]
    kept = [(d, d.resource) for d in last if d.resource is not None]
    found = [*_of_titles(kept), *_of_quotations(kept), *_of_refusals(last)]
    return Lessons(tuple(lesson for lesson in found if lesson.key not in forgotten))


# --- titles -------------------------------------------------------------------------------------------


def _of_titles(kept: Sequence[tuple[Decided, Resource]]) -> Iterator[Lesson]:
    """Learn which side of a separator stays: of titles that hold one, almost all were cut alike."""
    for name in _SEPARATORS:
        cuts = [(parts, r.title) for d, r in kept if (parts := _parted(d.article.title, name))]
        for side, place in (("front", 0), ("back", 1)):
            times = sum(_same(title, parts[place]) for parts, title in cuts)
            if len(cuts) >= LEAST and _at_least(times, [0.5] * len(cuts)) <= CHANCE:
                where = "in front of" if side == "front" else "behind"
                words = f"of a title with {_NAMES[name]}, what stands {where} it"
                yield Lesson(f"title {name} {side}", words, f"{times} of {len(cuts)} titles")


def _parted(title: str, name: str) -> tuple[str, str] | None:
    """Part a title at the first sign of a kind; None where there is none, or a side says nothing."""
    places = [(at, s) for s in _SEPARATORS[name] if (at := title.find(s)) > 0]
    if not places:
        return None
    at, sign = min(places)
    front, back = title[:at].strip(), title[at + len(sign) :].strip()
    return (front, back[:1].upper() + back[1:]) if front and back else None


def _same(one: str, other: str) -> bool:
    return one_line(one, 300).casefold() == one_line(other, 300).casefold()


# --- quotations ---------------------------------------------------------------------------------------


def _of_quotations(kept: Sequence[tuple[Decided, Resource]]) -> Iterator[Lesson]:
    """Learn what a replaced quotation has more often than the others that could have been quoted."""
    emptied, offered = 0, 0
    chosen: list[tuple[frozenset[str], list[frozenset[str]]]] = []
    for decided, resource in kept:
        shown = excerpt(decided.article, need=decided.need)
        if not shown:
            continue  # nothing was proposed, so that an empty field says nothing
        offered += 1
        emptied += not resource.excerpt.strip()
        if resource.excerpt.strip() and not _same(resource.excerpt, shown):
            could = islice(quotations(decided.article, need=decided.need, weak=True), ALTERNATIVES)
            others = [signs_of(c, decided.need) for c in could if c != shown]
            if others:
                chosen.append((signs_of(resource.excerpt, decided.need), others))
    if offered >= LEAST and _at_least(emptied, [0.5] * offered) <= CHANCE:
        yield Lesson("quote nothing", "no quotation", f"{emptied} of {offered} taken out")
        return
    for sign, words in SIGNS.items() if len(chosen) >= LEAST else ():
        usual = [sum(sign in o for o in others) / len(others) for _, others in chosen]
        times = sum(sign in signs for signs, _ in chosen)
        seen = f"{times} of {len(chosen)} replaced, {sum(usual):.1f} by chance"
        if _at_least(times, usual) * 2 * len(SIGNS) <= CHANCE:
            yield Lesson(f"quote {sign}", f"a quotation {words}", seen)
        elif _at_least(len(chosen) - times, [1 - u for u in usual]) * 2 * len(SIGNS) <= CHANCE:
            yield Lesson(f"quote no {sign}", f"no quotation {words}", seen)


def _at_least(times: int, chances: Sequence[float]) -> float:
    """Return the probability of at least so many hits, each with a chance of its own."""
    spread = [1.0]
    for chance in chances:
        spread = [
            (spread[n] if n < len(spread) else 0.0) * (1 - chance) + (spread[n - 1] * chance if n else 0.0)
            for n in range(len(spread) + 1)
        ]
    return sum(spread[times:])


# --- what is turned down ------------------------------------------------------------------------------


def _of_refusals(decided: Sequence[Decided]) -> Iterator[Lesson]:
    """Learn which traits what was turned down shares, by Fisher's exact test (1922) on each trait."""
    traits: list[dict[str, str]] = [dict(_traits(d.article, d.source)) for d in decided]
    down = [d.resource is None for d in decided]
    often = Counter(key for each in traits for key in each)
    asked = [key for key, times in often.items() if times >= LEAST]
    for key in asked:
        having = [gone for each, gone in zip(traits, down, strict=True) if key in each]
        chance = _fisher(sum(having), len(having), sum(down), len(down))
        if sum(having) > len(having) / 2 and chance * len(asked) <= CHANCE:
            words = next(each[key] for each in traits if key in each)
            yield Lesson(f"down {key}", f"less of {words}", f"{sum(having)} of {len(having)} turned down")


def _traits(article: Article, source: str) -> Iterator[tuple[str, str]]:
    """Yield what may be turned down of an article beside its subject, by name and in words."""
    if article.host:
        yield f"from {article.host}", f"what comes from {source or article.host}"
    if article.kind != "article":
        yield f"kind {article.kind}", f"what is a {article.kind}"
    for minutes in LONG:
        if article.minutes > minutes:
            yield f"over {minutes}", f"what takes more than {minutes} minutes"
    if article.reading_ease is not None and article.reading_ease < HARD:
        yield "hard", "what is hard to read"


def _fisher(hits: int, drawn: int, good: int, whole: int) -> float:
    """Return the probability of at least so many hits among those drawn, were the good spread at random."""
    most = min(drawn, good)
    ways: Callable[[int], int] = lambda n: comb(good, n) * comb(whole - good, drawn - n)  # noqa: E731
    return sum(ways(n) for n in range(hits, most + 1)) / comb(whole, drawn)
