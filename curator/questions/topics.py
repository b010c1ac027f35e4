"""Find what can be asked about the topics of a text: the bank of questions in a language's folder `topics/`.

title, need, first words of the text → topics that title and need, or title and text name → their questions

A question of the bank is asked only where it shares a word with the title or the need: readers who had read
the page liked three in five of those, and one in four of the others, good as they were by themselves.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from curator.questions.anchoring import generic, terms
from curator.questions.languages import entries
from curator.questions.needs import skill_of
from curator.questions.phrases import any_of
from curator.questions.proposal_data import PLACES, Asks, proposals
from curator.text.stemming import stem

OPENING_WORDS = 350
"""Words of a text in which it says what it is about; of a shorter one less is expected, in proportion."""

SHORT_WORDS = 120
"""Words below which a text is too short to go by proportion."""

SPEAKS = 2
"""Times that a text must name its topic there: a title may hold a word that the text leaves alone."""

OFTEN = 12
"""Times that make a topic of the title the text's own where the need leaves it unnamed: of questions on texts
that named it less, readers refused two in three, of the others one in ten."""

SUBJECTS = 15
"""Stems that a text is taken to be about."""

SUBJECT_TIMES = 4
"""Times that it names each of them at least."""

TOLD_TIMES = 3
"""Times that a text says what makes the questions on its topic fit."""

SCORE = 7.0
"""What a topic counts for by itself, beside lists."""

NAMED_AGAIN = 0.15
"""What each time counts for that a text names it, up to OFTEN."""

NARROW = 0.8
"""What each further word counts for of the phrase that names a topic in a title: narrow topics fit better."""

COMPOUND_CHARS = 5
"""Letters of a word that counts where it begins or ends a longer one."""

COMPOUND_END = 8
"""Letters of a word that counts at the end of another, in a language that joins words."""

UNNAMED = 0.8
"""What a topic loses that the need leaves unnamed."""


@dataclass(frozen=True, eq=False)
class QuestionTopic:
    """Something that people learn about, and what to ask about a text on it.

    Its patterns are compiled when they are first looked for: most topics are in no title of a draft, and
    compiling all that they say took a quarter of its time.
    """

    name: str
    phrases: Sequence[str]
    """What names it, as it is written."""
    data: Mapping[str, Any]
    asks: Asks

    @cached_property
    def words(self) -> re.Pattern[str]:
        """What names it, in a title and a need."""
        return any_of(self.phrases)

    @cached_property
    def need(self) -> re.Pattern[str]:
        """What a need says that asks for it, where that is something else than `words`."""
        return any_of(self.data["need"]) if "need" in self.data else self.words

    @cached_property
    def unless(self) -> re.Pattern[str]:
        """What in a title shows that its text is about something else."""
        return any_of(self.data.get("unless", ()))

    @cached_property
    def told(self) -> re.Pattern[str] | None:
        """What a text says that makes the questions fit it, where title and need alone do not."""
        return any_of(self.data["told"]) if "told" in self.data else None

    @property
    def governs(self) -> bool:
        """Whether a title that names it is about nothing else: what something costs, how it came about."""
        return bool(self.data.get("governs", False))

    @property
    def setting(self) -> bool:
        """Whether it is who or where (a school, a club): asked about where a need is on nothing else."""
        return bool(self.data.get("setting", False))

    @property
    def alike(self) -> bool:
        """Whether its words name one thing, so that a question may say any of them or of its need."""
        return bool(self.data.get("alike", False))


@dataclass(frozen=True, slots=True)
class _Page:
    """What is known of a text and the need that it was chosen for."""

    title: str
    opening: str
    need: str
    point: str
    """The need without what it says beside its point."""
    asked: str
    """What of that it asks for, without who needs it."""
    meets: bool
    """Whether title or text say a word of the need."""


@dataclass(frozen=True, slots=True)
class TopicFound:
    """A topic of a text, what can be asked about it there, and how well it fits."""

    name: str
    asks: Asks
    score: float


@lru_cache(maxsize=16)
def topics(language: str) -> tuple[QuestionTopic, ...]:
    """Read the topics of a language's folder; none where it holds none."""
    known = proposals(language)
    joins = known is not None and not known.names
    return tuple(_topic(data, joins) for data in entries(language, "topics"))


def topics_of(title: str, text: str, need: str, language: str) -> list[TopicFound]:
    """Find the topics of a text for a need, with their questions.

    What a need says beside its point ("the comments on its blog") asks for nothing. Where one of the topics
    governs the title, only those that do are returned; one that a narrower topic holds is left out.
    """
    known = proposals(language)
    title, text, need = (said.replace("’", "'") for said in (title, text, need))  # phrases say "'"
    if known is not None and known.no_topic.search(title):
        return []
    opening = " ".join(text.split()[:OPENING_WORDS])
    point, asked = _point(need, language), _point(_asked(need, language), language)
    page = _Page(title, opening, need, point, asked, _meets(need, title, text, language))
    named = [topic for topic in topics(language) if _is_about(topic, page) and _fits(topic, title, text)]
    first = _first_subject(title, need, language)
    named = [topic for topic in named if _place(topic, title) <= first]
    subjects = [topic for topic in named if not topic.setting]
    if subjects or any(not topic.setting and topic.words.search(page.asked) for topic in topics(language)):
        named = subjects
    governing = [topic for topic in named if topic.governs]
    chosen = governing or [topic for topic in named if not _is_held(topic, named, title)]
    return [_found(topic, page, language) for topic in chosen]


def _topic(data: Mapping[str, Any], joins: bool) -> QuestionTopic:
    """Make a topic; in a language that joins its words, a long one may end another ("Büropflanzen")."""
    words = list(data["words"])
    if joins:
        words = [f"*{word}" if len(word) >= COMPOUND_END else word for word in words]
        words += [
            f"{word}-*" for word in words if word[-1:].isalpha() and " " not in word and "/" not in word
        ]
    asks = {place: tuple(data.get(place, ())) for place in PLACES}
    return QuestionTopic(data["words"][0], words, data, asks)


def _point(need: str, language: str) -> str:
    """Return a need without what it says beside its point ("the comments on its blog")."""
    known = proposals(language)
    return known.beside.sub("", need) if known else need


def _asked(need: str, language: str) -> str:
    """Return what a need asks for, from its verb on.

    Who needs it is no topic ("Schools need to ..."), unless the need comes back to it ("makes them work").
    """
    known = proposals(language)
    if known is None or known.back.search(need):
        return need
    verb = skill_of(need, language).partition(" ")[0]
    return need[max(0, need.find(f" {verb} ")) :]


def _is_about(topic: QuestionTopic, page: _Page) -> bool:
    """Tell whether a text is on a topic for a need: title and need name it, or the title and often the text.

    Where the need does so in other words ("a first trip"), title or text still have to meet it, and what the
    need names beside its point is never the topic.
    """
    if topic.words.search(page.title) is None:
        return False
    asked = topic.need.search(page.asked) is not None
    if topic.governs and not asked:
        return False
    share = max(page.opening.count(" ") + 1, SHORT_WORDS) / OPENING_WORDS
    times = sum(1 for _ in topic.words.finditer(page.opening))
    if asked:
        return topic.governs or times >= share * SPEAKS
    beside = topic.need.search(page.need) is not None and topic.need.search(page.point) is None
    return times >= share * OFTEN and page.meets and not (beside or topic.setting)


def _meets(need: str, title: str, text: str, language: str) -> bool:
    """Tell whether a title, or a text again and again, says a word of a need."""
    return not terms(need, language).isdisjoint(terms(title, language) | _named_often(text, language))


def _named_often(text: str, language: str) -> frozenset[str]:
    """Collect the stems that a text names most: what it is about, whatever its title says."""
    words = re.findall(r"[^\W\d_]{4,30}", text.lower())
    small = generic(language)
    counts = Counter(word for word in words if word not in small).most_common(3 * SUBJECTS)
    stems = dict.fromkeys(stem(word, language) for word, n in counts if n >= SUBJECT_TIMES)
    return frozenset(list(stems)[:SUBJECTS])


def _fits(topic: QuestionTopic, title: str, text: str) -> bool:
    """Tell whether a text says what makes questions fit, and its title nothing that forbids them."""
    if topic.unless.search(title):
        return False
    return topic.told is None or sum(1 for _ in topic.told.finditer(text)) >= TOLD_TIMES


def _first_subject(title: str, need: str, language: str) -> int:
    """Return where a title names the first subject that the need names, too; its end where it names none.

    A topic that is named behind it is beside the point: forms, on a page about the digital certificate that
    they ask for. Of 13 such questions readers refused ten, of 91 others one in four. Only where a
    language's folder says which words name no subject.
    """
    known = proposals(language)
    if known is None or known.acts is None:
        return len(title)
    asked = terms(need, language)
    for word in re.finditer(r"[^\W\d_]{2,}", title):
        subject = not known.acts.fullmatch(word.group()) and (known.names or word.group()[0].isupper())
        if subject and not asked.isdisjoint(terms(word.group(), language)):
            return word.start()
    return len(title)


def _place(topic: QuestionTopic, title: str) -> int:
    """Return where a title names a topic first."""
    hits = (pattern.search(title) for pattern in (topic.words, topic.need))
    return min((hit.start() for hit in hits if hit), default=0)


def _is_held(topic: QuestionTopic, named: Sequence[QuestionTopic], title: str) -> bool:
    """Tell whether all that a title says of a topic stands inside what it says of a narrower one."""
    others = [hit.span() for other in named if other is not topic for hit in other.words.finditer(title)]
    own = [hit.span() for hit in topic.words.finditer(title)]
    return bool(own) and all(
        any(a <= start and end <= z and z - a > end - start for a, z in others) for start, end in own
    )


def _found(topic: QuestionTopic, page: _Page, language: str) -> TopicFound:
    """Return a topic with those of its questions that name what title or need name, closest first."""
    title, need = page.title, page.need
    subject = terms(title, language) | terms(need, language) | _named(topic, f"{title} {need}", language)
    asks = {
        place: tuple(
            sorted(
                (ask for ask in topic.asks[place] if _names(topic, ask, subject, language)),
                key=lambda ask: -len(subject & _stems(ask, language)),
            )
        )
        for place in PLACES
    }
    times = sum(1 for _ in topic.words.finditer(page.opening))
    words = max((len(hit.group().split()) for hit in topic.words.finditer(title)), default=1)
    score = SCORE + NAMED_AGAIN * min(times, OFTEN) + NARROW * min(words - 1, 2)
    score -= UNNAMED * (topic.need.search(page.asked) is None)
    return TopicFound(topic.name, asks, score)


def _named(topic: QuestionTopic, text: str, language: str) -> frozenset[str]:
    """Collect the stems of the words by which a text names a topic: "AI", "team", which are no terms."""
    return frozenset(word for hit in topic.words.finditer(text) for word in _stems(hit.group(), language))


def _names(topic: QuestionTopic, ask: str, subject: frozenset[str], language: str) -> bool:
    """Tell whether a question says a word of its subject, be it inside a compound word."""
    asked = _stems(ask, language)
    if subject & asked or (topic.alike and (topic.words.search(ask) or topic.need.search(ask))):
        return True
    long = [word for word in asked if len(word) >= COMPOUND_CHARS]
    return any(whole.startswith(word) or whole.endswith(word) for word in long for whole in subject)


def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in re.findall(r"[^\W\d_]{2,30}", text.lower()))
