"""Find what can be asked about the topics of a text: the bank of questions in a language's folder `topics/`.

title, need, first words of the text → topics that title and need name → questions that name them, too

A question of the bank is asked only where it shares a word with the title or the need: readers who had read
the page liked three in five of those, and one in four of the others, good as they were by themselves.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from curator.questions.anchoring import terms
from curator.questions.languages import entries
from curator.questions.phrases import any_of
from curator.questions.proposal_data import PLACES, Asks, proposals
from curator.text.stemming import stem

OPENING_WORDS = 350
"""Words of a text in which it says what it is about."""

SPEAKS = 2
"""Times that a text must name its topic there: a title may hold a word that the text leaves alone."""

OFTEN = 6
"""Times from which it does not matter how often a text names its topic."""

TOLD_TIMES = 3
"""Times that a text says what makes the questions on its topic fit."""

SCORE = 7.0
"""What a topic counts for by itself, beside quotations and lists."""

NAMED_AGAIN = 0.15
"""What each time counts for that a text names it, up to OFTEN."""

NARROW = 0.4
"""What each further word counts for of the phrase that names a topic in a title: narrow topics fit better."""

COMPOUND_CHARS = 5
"""Letters of a word that counts where it begins or ends a longer one."""

OBJECT_WORDS = 6
"""Most words of a thing that a question names as the need does."""


@dataclass(frozen=True, slots=True)
class QuestionTopic:
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
def topics(language: str) -> tuple[QuestionTopic, ...]:
    """Compile the topics of a language's folder; none where it holds none."""
    return tuple(map(_topic, entries(language, "topics")))


def topics_of(title: str, text: str, need: str, language: str) -> list[TopicFound]:
    """Find the topics that a title and a need name and the text speaks of, with questions that name them.

    What a need says beside its point ("the comments on its blog") asks for nothing. Where one of the topics
    governs the title, only those that do are returned; one that a narrower topic holds is left out.
    """
    known = proposals(language)
    asked = known.beside.sub("", need) if known else need
    opening = " ".join(text.split()[:OPENING_WORDS])
    named = [
        topic
        for topic in topics(language)
        if topic.words.search(title) and topic.need.search(asked) and _is_about(topic, title, text, opening)
    ]
    governing = [topic for topic in named if topic.governs]
    chosen = governing or [topic for topic in named if not _is_held(topic, named, title)]
    return [_found(topic, title, opening, asked, _object(topic, need), language) for topic in chosen]


def _topic(data: Mapping[str, Any]) -> QuestionTopic:
    words = data["words"]
    return QuestionTopic(
        words[0],
        any_of(words),
        any_of(data.get("need", words)),
        any_of(data.get("unless", ())),
        any_of(data["told"]) if "told" in data else None,
        data.get("governs", False),
        any_of(f"{verb} *" for verb in data["object"]) if "object" in data else None,
        {place: tuple(data.get(place, ())) for place in PLACES},
    )


def _is_about(topic: QuestionTopic, title: str, text: str, opening: str) -> bool:
    """Tell whether a text speaks of a topic and says what fits it, and its title nothing that forbids it."""
    if topic.unless.search(title):
        return False
    if topic.told is not None and sum(1 for _ in topic.told.finditer(text)) < TOLD_TIMES:
        return False
    return topic.governs or sum(1 for _ in topic.words.finditer(opening)) >= SPEAKS


def _is_held(topic: QuestionTopic, named: Sequence[QuestionTopic], title: str) -> bool:
    """Tell whether all that a title says of a topic stands inside what it says of a narrower one."""
    others = [hit.span() for other in named if other is not topic for hit in other.words.finditer(title)]
    own = [hit.span() for hit in topic.words.finditer(title)]
    return all(any(a <= start and end <= z and z - a > end - start for a, z in others) for start, end in own)


def _found(
    topic: QuestionTopic, title: str, opening: str, need: str, thing: str, language: str
) -> TopicFound:
    """Return a topic with those of its questions that name what title or need name."""
    subject = terms(title, language) | terms(need, language) | _named(topic, f"{title} {need}", language)
    asks = {
        place: tuple(
            ask.replace("{object}", thing)
            for ask in topic.asks[place]
            if (thing if "{object}" in ask else _names(subject, _stems(ask, language)))
        )
        for place in PLACES
    }
    times = sum(1 for _ in topic.words.finditer(opening))
    words = max((len(hit.group().split()) for hit in topic.words.finditer(title)), default=1)
    score = SCORE + NAMED_AGAIN * min(times, OFTEN) + NARROW * min(words - 1, 2)
    return TopicFound(topic.name, asks, score)


def _named(topic: QuestionTopic, text: str, language: str) -> frozenset[str]:
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
_OWNED = re.compile(r"\b(?:its|their|his|her|our) (\w+)")
_ARTICLES = ("a", "an", "the")
_NOTHING = ("it", "them", "one", "what", "how", "between", "among")


def _object(topic: QuestionTopic, need: str) -> str:
    """Return the thing that a need wants to choose, in its words: "a framework"; empty without one."""
    hit = topic.object.search(need) if topic.object else None
    if hit is None:
        return ""
    verb = hit.group().split()[0]
    after = _AFTER.match(need, hit.start() + len(verb) + 1)
    thing = _OWNED.sub(_unowned, _END.sub("", after.group()).strip()) if after else ""
    first, count = thing.partition(" ")[0], len(thing.split())
    named = first in _ARTICLES or (thing.endswith("s") and first not in _NOTHING)
    return thing if named and 1 <= count <= OBJECT_WORDS else ""


def _unowned(hit: re.Match[str]) -> str:
    """Name a thing as nobody's: "a website" of "its website"; outside its need nobody knows whose."""
    noun = hit[1]
    return noun if noun.endswith("s") else f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
