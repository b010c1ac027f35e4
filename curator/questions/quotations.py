"""Find the sentences of a text that are worth talking about, and what kind of thing each of them says.

paragraphs → sentences → cut to what can stand alone → kind (a claim, advice, a number ...) → how good

A sentence that cannot be understood without the one before it, that speaks of the page instead of its
subject, that sells, or that tells the writer's own trifles is never quoted. The patterns that decide stand in
`languages/<code>/proposals.toml`; a quotation is verbatim, an ellipsis stands where its front or end was
left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from curator.questions.anchoring import generic, terms
from curator.questions.languages import table
from curator.text.sentences import sentences_of
from curator.text.stemming import stem

TEXT_CHARS = 12_000
"""Characters of a text that are looked through."""

PARAGRAPH_CHARS = 3000
"""Longest paragraph that is split; more than this without a break is no running text."""

EARLY_WORDS = 350
"""Words within which a text says what it is about: most of its readers remember those."""

SUBJECTS = 15
"""Stems that a text is taken to be about."""

OFTEN = 4
"""Times that it names each of them at least."""

PLENTY = 12
"""Quotations with which the search ends after the beginning: what comes late is rarely better."""

MIN_WORDS = 7
MAX_WORDS = 28
"""Words of a quotation."""

MAX_CHARS = 220
"""Characters of a quotation: with what is asked about it, a question stays under 600."""

GOOD_WORDS = (9, 20)
"""Words that are easily taken in at one reading."""

EDGE = 0.7
"""What each mark of an arguable sentence counts for."""

MOST_EDGES = 2
"""Marks that count: more of them make a sentence tangled, not better."""

BESIDE = 1.2
"""What a quotation loses that names nothing of the title or the need."""

_BULLET = re.compile(r"^\s*(?:[-*•·–▪►✓✔]|\(?\d{1,2}[.)]|[a-z]\))\s+")
_LABEL = re.compile(r"^[^.:!?\n]{1,60}(?::|\s[–—-])\s+(?=[\"“A-ZÄÖÜÉÈÀÁÍÓÚÑ¡])")
_MARKUP = re.compile(
    r"[<>{}\[\]()*_`#|\\&~^$=\"“”„«»\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]"
)
"""What might be markup, nested quotation marks, and characters that nobody sees: never quoted."""

_NAME = re.compile(r"(?<=[a-zà-ÿ,;] )[A-ZÄÖÜ][\w’'.&-]*")


@dataclass(frozen=True, slots=True)
class QuotationKind:
    """What a sentence can say, and what to ask about one that says it."""

    name: str
    sign: re.Pattern[str]
    unless: re.Pattern[str] | None
    weight: float
    asks: Mapping[str, tuple[str, ...]]
    """By place (apply, analyse, story): what to ask."""
    first_person: bool = False
    """Whether only a sentence of this kind may say "I"."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of one language, compiled."""

    lead: re.Pattern[str]
    cut: re.Pattern[str]
    reject: tuple[re.Pattern[str], ...]
    weak: tuple[re.Pattern[str], ...]
    edge: tuple[re.Pattern[str], ...]
    """What makes a sentence arguable or costly to follow: a contrast, a consequence, a limit ..."""
    kinds: tuple[QuotationKind, ...]
    imperative: re.Pattern[str]
    own: re.Pattern[str]
    people: re.Pattern[str]
    finite: re.Pattern[str] | None
    borders: re.Pattern[str] | None
    names: bool
    """Whether a capital inside a sentence marks a name (not in German)."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence as it is quoted, without its marks; `score` compares those of one text and of others."""

    text: str
    kind: QuotationKind
    score: float


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=16)
def patterns(language: str) -> Patterns | None:
    """Compile the patterns of a language, None where it has none."""
    data = table(language, "proposals")
    if data is None:
        return None
    text = data["text"]
    return Patterns(
        lead=_re(text["lead"]),
        cut=_re(text["cut"]),
        reject=tuple(map(_re, text["reject"])),
        weak=tuple(map(_re, text["weak"])),
        edge=tuple(map(_re, text["edge"])),
        kinds=tuple(_kind(kind, text["imperative"], data["asks"]) for kind in data["kinds"]),
        imperative=_re(text["imperative"]),
        own=_re(text["first_person"]),
        people=_re(text["people"]),
        finite=_re(text["finite"]) if "finite" in text else None,
        borders=_re(text["borders"]) if "borders" in text else None,
        names=text.get("capitals", "names") == "names",
    )


PLACES = ("apply", "analyse", "story")
"""What the questions of a week ask: to use it, to take it apart, to tell of it."""


def _kind(kind: Mapping[str, Any], imperative: str, shared: Mapping[str, Any]) -> QuotationKind:
    """Read a kind; what is asked stands with it, or with the asks that several kinds share."""
    sign = kind["sign"].replace("^IMPERATIVE", imperative)
    unless = _re(kind["unless"]) if kind.get("unless") else None
    source = shared[kind["asks"]] if "asks" in kind else kind
    asks = {place: tuple(source.get(place, ())) for place in PLACES}
    return QuotationKind(
        kind["name"], _re(sign), unless, float(kind["weight"]), asks, kind.get("first_person", False)
    )


@lru_cache(maxsize=64)  # a draft asks for a week's texts more than once
def quotations(title: str, text: str, need: str, language: str) -> tuple[Quotation, ...]:
    """Find what can be quoted from a text, best first; empty for a language without patterns."""
    known = patterns(language)
    if known is None:
        return ()
    text = text[:TEXT_CHARS]
    subject = _Subject(
        terms(title, language), terms(need, language), _often(text, language), language, _names(text)
    )
    found: dict[str, Quotation] = {}
    words = 0
    if _is_sentence(title) and (judged := _judge(title, known, subject, words)):
        found[title.lower()] = judged
    for paragraph in text.split("\n"):
        for sentence, whole in _sentences(paragraph):
            quote = _cut(sentence, known)
            if not quote or not (whole or known.imperative.match(quote.replace("’", "'"))):
                continue
            if judged := _judge(quote, known, subject, words):
                found.setdefault(quote.lower(), judged)
        words += len(paragraph.split())
        if words > EARLY_WORDS and len(found) >= PLENTY:
            break
    return tuple(sorted(found.values(), key=lambda q: -q.score))


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a quotation should be about: stems of the title, the need, the text; and the names in the text."""

    title: frozenset[str]
    need: frozenset[str]
    text: frozenset[str]
    language: str
    names: frozenset[str]


def _often(text: str, language: str) -> frozenset[str]:
    """Collect the stems that a text names most: what it is about, whatever its title says."""
    words = re.findall(r"[^\W\d_]{4,30}", text.lower())
    small = generic(language)
    counts = Counter(word for word in words if word not in small).most_common(3 * SUBJECTS)
    return frozenset(list(dict.fromkeys(stem(word, language) for word, n in counts if n >= OFTEN))[:SUBJECTS])


def _names(text: str) -> frozenset[str]:
    """Collect the words that a text writes with a capital inside its sentences, and never without."""
    inside = {name.removesuffix("'s").removesuffix("’s") for name in _NAME.findall(text)}
    small = frozenset(re.findall(r"\b[a-zà-ÿ]+\b", text))
    return frozenset(name for name in inside if name.lower() not in small)


def _sentences(paragraph: str) -> Iterator[tuple[str, bool]]:
    """Split a paragraph: each sentence, and whether it belongs to running text.

    What stands in a list or behind a label may be no sentence at all, whatever mark ends it.
    """
    item = _BULLET.match(paragraph)
    body = " ".join(paragraph[item.end() if item else 0 :].split())
    if not body.count(" ") + 1 >= MIN_WORDS or len(body) > PARAGRAPH_CHARS:
        return
    for sentence in sentences_of(body):
        label = _LABEL.match(sentence)
        yield sentence[label.end() if label else 0 :], not (item or label)


def _cut(sentence: str, known: Patterns) -> str:
    """Cut a sentence to what can be quoted: without its connective, at a clause's border where it is long."""
    if sentence[-1:] not in ".!" or sentence[:1].islower() or "?" in sentence:
        return ""
    front = known.lead.match(sentence.replace("’", "'"))
    body = sentence[front.end() :] if front else sentence
    if front and body[:1].isupper():
        front = None
    count = len(body.split())
    end = ""
    if count > GOOD_WORDS[1]:
        for border in known.cut.finditer(body):
            kept = body[: border.start()]
            if MIN_WORDS + 2 <= len(kept.split()) <= GOOD_WORDS[1]:
                body, end = kept, " …"
    if not MIN_WORDS <= len(body.split()) <= MAX_WORDS or len(body) > MAX_CHARS or _MARKUP.search(body):
        return ""
    return ("… " if front else "") + body + end


def _is_sentence(title: str) -> bool:
    """Tell whether a title may be quoted like a sentence: long enough, no question, not In Title Case."""
    words = title.split()
    capitals = sum(word[:1].isupper() for word in words[1:])
    fits = MIN_WORDS <= len(words) <= MAX_WORDS and len(title) <= MAX_CHARS and 4 * capitals <= len(words)
    return fits and not re.search(r"[?:|…()]| [-–—] ", title) and not _MARKUP.search(title)


def _is_fragment(body: str, known: Patterns) -> bool:
    """Tell whether a sentence lacks a verb of its own before its first clause begins."""
    if known.finite is None or known.borders is None or known.imperative.match(body):
        return False
    border = known.borders.search(body, 1)
    first = body.find(" ")
    head = body[first : border.start() if border else len(body)] if first > 0 else ""
    return not known.finite.search(head) and not known.borders.match(body)


def _bears(body: str, kind: QuotationKind, subject: _Subject) -> bool:
    """Tell whether a sentence bears the sign of a kind; a word of the very subject is no sign."""
    if kind.unless and kind.unless.search(body):
        return False
    hit = kind.sign.search(body)
    one = hit is not None and hit.start() > 0 and " " not in hit.group().strip()
    stems = terms(hit.group(), subject.language) if hit and one else frozenset()
    return hit is not None and not (stems and stems <= subject.title | subject.need)


def _judge(quote: str, known: Patterns, subject: _Subject, words: int) -> Quotation | None:
    """Say how good a quotation is that stands after so many words; None for one not fit to be quoted."""
    body = quote.strip("… ").replace("’", "'")
    own = known.own.search(body) is not None
    kind = next((k for k in known.kinds if k.first_person == own and _bears(body, k, subject)), None)
    if kind is None or any(pattern.search(body) for pattern in known.reject) or _is_fragment(body, known):
        return None
    edges = sum(1 for pattern in known.edge if pattern.search(body))
    stems = terms(body, subject.language)
    on_subject = len(stems & (subject.title | subject.need))
    on_text = len(stems & subject.text)
    if (not edges and not own) or (not on_subject and not on_text and not own):
        return None
    score = kind.weight + EDGE * min(edges, MOST_EDGES)
    score += 0.5 * min(len(stems & subject.title), 2) + 0.6 * min(len(stems & subject.need), 2)
    score += 0.3 * min(on_text, 2) - (0.0 if on_subject else BESIDE)
    score -= 0.6 * sum(1 for pattern in known.weak if pattern.search(body))
    score += 0.8 if known.people.search(body) or known.imperative.match(body) else -0.4
    if known.names:
        named = [n for n in (*_NAME.findall(body), body.split()[0]) if n.strip("’'s.,") in subject.names]
        score -= 1.5 * sum(1 for name in named if not terms(name, subject.language) & subject.need)
    count = len(body.split())
    score += 0.6 if GOOD_WORDS[0] <= count <= GOOD_WORDS[1] else 0.0
    score -= 0.4 * quote.count("…")
    score += 1.0 if words < EARLY_WORDS else -0.4 * min(words / 1000, 1.5)
    return Quotation(quote, kind, round(score, 2))
