"""Find what can be asked about the topics of a text: the bank of questions in a language's folder `topics/`.

title, need, first words of the text → topics that the title names → questions that name it, too

A question of the bank is asked only where it shares a word with the title or the need: readers who had read
the page liked three in five of those, and one in four of the others, good as they were by themselves.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from curator.questions.anchoring import terms
from curator.questions.languages import entries
from curator.questions.phrases import any_of
from curator.questions.proposal_data import PLACES, Asks
from curator.text.stemming import stem

OPENING_WORDS = 350
"""Words of a text in which it says what it is about."""

SPEAKS = 2
"""Times that a text must name its topic there: a title may hold a word that the text leaves alone."""

INSISTS = 6
"""Times that a text names a topic there which is its subject, whatever the need says."""

TOLD_TIMES = 3
"""Times that a text says what makes the questions on its topic fit."""

SCORE = 7.0
"""What a topic counts for by itself, beside quotations and lists."""

NAMED_AGAIN = 0.15
"""What each time counts for that a text names it, up to INSISTS."""

NARROW = 0.4
"""What each further word counts for of the phrase that names a topic in a title: narrow topics fit better."""

BESIDE_NEED = 1.0
"""What a topic loses that the need does not name."""

COMPOUND_CHARS = 5
"""Letters of a word that counts where it begins or ends a longer one."""

OBJECT_WORDS = 6
"""Most words of a thing that a question names as the need does."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that people learn about, and what to ask about a text on it."""

    name: str
    words: re.Pattern[str]
    """What names it, in a title and a need."""
    need: re.Pattern[str]
    """What a need says that asks for it, where that is something else than `words`."""
    unless: re.Pattern[str]
    """What in a title shows that its text is about something else."""
    told: re.Pattern[str] | None
    """What a text says that makes the questions fit it, where title and need alone do not."""
    governs: bool
    """Whether a title that names it is about nothing else: what something costs, how to choose it."""
    object: re.Pattern[str] | None
    """What stands in a need before the thing that the questions name as {object}."""
    asks: Asks


@dataclass(frozen=True, slots=True)
class TopicFound:
    """A topic of a text, what can be asked about it there, and how well it fits."""

    name: str
    asks: Asks
    score: float


@lru_cache(maxsize=16)
def topics(language: str) -> tuple[Topic, ...]:
    """Compile the topics of a language's folder; none where it holds none."""
    return tuple(map(_topic, entries(language, "topics")))


def topics_of(title: str, text: str, need: str, language: str) -> list[TopicFound]:
    """Find the topics of a title that the need names or the text insists on, with questions that name them.

    Where one of them governs the title, only those that do are returned.
    """
    named = [t for t in topics(language) if t.words.search(title) and _is_about(t, title, text)]
    opening = " ".join(text.split()[:OPENING_WORDS])
    governing = [topic for topic in named if topic.governs and topic.need.search(need)]
    return [found for t in governing or named for found in _found(t, title, opening, need, language)]


def _topic(data: Mapping[str, Any]) -> Topic:
    words = data["words"]
    return Topic(
        words[0],
        any_of(words),
        any_of(data.get("need", words)),
        any_of(data.get("unless", ())),
        any_of(data["told"]) if "told" in data else None,
        data.get("governs", False),
        any_of(f"{verb} *" for verb in data["object"]) if "object" in data else None,
        {place: tuple(data.get(place, ())) for place in PLACES},
    )


def _is_about(topic: Topic, title: str, text: str) -> bool:
    """Tell whether a text says what fits a topic, and its title nothing that shows it to be of another."""
    if topic.unless.search(title):
        return False
    return topic.told is None or sum(1 for _ in topic.told.finditer(text)) >= TOLD_TIMES


def _found(topic: Topic, title: str, opening: str, need: str, language: str) -> Iterator[TopicFound]:
    """Yield a topic where the text speaks of it, with the questions that name what title or need name."""
    times = sum(1 for _ in topic.words.finditer(opening))
    asked_for = topic.need.search(need) is not None
    if not topic.governs and times < (SPEAKS if asked_for else INSISTS):
        return
    subject = terms(title, language) | terms(need, language) | _named(topic, f"{title} {need}", language)
    thing = _object(topic, need)
    asks = {
        place: tuple(
            ask.replace("{object}", thing)
            for ask in topic.asks[place]
            if (thing if "{object}" in ask else _names(subject, _stems(ask, language)))
        )
        for place in PLACES
    }
    phrase = topic.words.search(title)
    words = len(phrase.group().split()) if phrase else 1
    score = SCORE + NAMED_AGAIN * min(times, INSISTS) + NARROW * min(words - 1, 2)
    yield TopicFound(topic.name, asks, score - BESIDE_NEED * (not asked_for))


def _named(topic: Topic, text: str, language: str) -> frozenset[str]:
    """Collect the stems of the words by which a text names a topic: "AI", "team", which are no terms."""
    return frozenset(word for hit in topic.words.finditer(text) for word in _stems(hit.group(), language))


def _names(subject: frozenset[str], asked: frozenset[str]) -> bool:
    """Tell whether a question says a word of its subject, be it inside a compound word."""
    if subject & asked:
        return True
    long = [word for word in asked if len(word) >= COMPOUND_CHARS]
    return any(whole.startswith(word) or whole.endswith(word) for word in long for whole in subject)


def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in re.findall(r"[^\W\d_]{2,30}", text.lower()))


_AFTER = re.compile(r"[\w' -]*")
_END = re.compile(r" (?:and|or|that|which|who|to|when|because|so|without|before|after|as)\b.*")
_ARTICLES = ("a", "an", "the", "their")
_NOTHING = ("it", "them", "one", "what", "how", "between", "among")


def _object(topic: Topic, need: str) -> str:
    """Return the thing that a need wants to choose, in its words: "a framework"; empty without one."""
    hit = topic.object.search(need) if topic.object else None
    if hit is None:
        return ""
    verb = hit.group().split()[0]
    after = _AFTER.match(need, hit.start() + len(verb) + 1)
    thing = _END.sub("", after.group()).strip() if after else ""
    first, count = thing.partition(" ")[0], len(thing.split())
    named = first in _ARTICLES or (thing.endswith("s") and first not in _NOTHING)
    return thing if named and 1 <= count <= OBJECT_WORDS else ""
