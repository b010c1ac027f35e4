"""Find the sentences of a text that are worth talking about, and what kind of thing each of them says.

title, headings and sentences → cut to what can stand alone → kind (a claim, advice, a number ...) → how good

A sentence that cannot be understood without the one before it, that speaks of the page instead of its
subject, that sells, or that tells the writer's own trifles is never quoted. The phrases that decide stand in
`languages/<code>/proposals.toml`; a quotation is verbatim, an ellipsis stands where its front or end was
left out.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from curator.questions.anchoring import generic, terms
from curator.questions.proposal_data import Proposals, QuotationKind, proposals
from curator.text.sentences import sentences_of
from curator.text.stemming import stem

TEXT_CHARS = 16_000
"""Characters of a text that are looked through."""

PARAGRAPH_CHARS = 3000
"""Longest paragraph that is split; more than this without a break is no running text."""

EARLY_WORDS = 350
"""Words within which a text says what it is about: most of its readers remember those."""

SUBJECTS = 15
"""Stems that a text is taken to be about."""

OFTEN = 4
"""Times that it names each of them at least."""

MIN_WORDS, MAX_WORDS = 6, 22
"""Words of a quotation."""

MAX_CHARS = 200
"""Characters of a quotation: with what is asked about it, a question stays under 600."""

GOOD_WORDS = (7, 18)
"""Words that are easily taken in at one reading."""

TITLE_WORDS = 4
"""Words of a title that can be a sentence."""

HEADING_WORDS = (4, 10)
"""Words of a heading that can be quoted as an advice."""

RUNNING_WORDS = 12
"""Words of a line that is running text and no point of a list."""

SMALL_WORDS = 3
"""Letters of words that stay small In a Title of the Kind."""

HEADING = 1.4
"""What a quotation gains that the author wrote as a heading: it is what the text is about."""

EDGE = 0.6
"""What each mark of an arguable sentence counts for."""

MOST_EDGES = 2
"""Marks that count: more of them make a sentence tangled, not better."""

BESIDE = 1.2
"""What a quotation loses that names nothing of the title or the need."""

ALONE = 2
"""Stems of the need alone, or of a title that speaks of it, that make a sentence the point of a text."""

NAMED = 3.0
"""What a quotation loses for each name in it that the need does not speak of."""

LONG = 0.15
"""What each word beyond those costs."""

CUT_FRONT, CUT_END = 0.4, 1.2
"""What an ellipsis costs: a sentence that breaks off leaves its point to the reader."""

COUNTED = 0.8
"""What a figure costs that is no share: it belongs to the writer's own case."""

LISTING = 0.5
"""What each comma beyond the first costs: lists inside a sentence are hard to hold."""

SHOUT = 0.8
"""What a word in capitals costs: an acronym that somebody may not know, or a shout."""

_SHOUTED = re.compile(r"\b[A-Z]{2,}\b")
_BULLET = re.compile(r"^\s*(?:[-*•·–▪►✓✔]|\(?\d{1,2}[.)]|[a-z]\))\s+")
_NUMBERED = re.compile(r"^(?:#{1,4} )?(?:[A-Z][a-zé]{2,8} )?#?\d{1,2}\s?[.:)–—-]+\s?(?=\S)")
_LABEL = re.compile(r"^[^.:!?\n]{1,60}(?::|\s[–—-])\s+(?=[\"“A-ZÄÖÜÉÈÀÁÍÓÚÑ¡])")
MARKUP = re.compile(
    r"[<>{}\[\]()*_`#|\\&~^$=/\"“”„«»\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff™®©★→@…]|\.\."
    r"|https?:|www\.|\.(?:com|org|gov|net|de|es|fr)\b|\b\d{4}\b"
)
"""Markup, nested quotation marks, characters that nobody sees, addresses and years: never quoted."""

_BRAND = re.compile(r"[a-z][A-Z]")
"""A capital inside a word: the name of a product, about which colleagues have little to tell."""

_NAME = re.compile(r"(?<=[a-zà-ÿ,;] )[A-ZÄÖÜ][\w’'.&-]*")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence as it is quoted, without its marks; `score` compares those of one text and of others."""

    text: str
    kind: QuotationKind
    score: float
    heading: bool = False
    """Whether the author wrote it as a heading."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a quotation should be about: stems of the title, the need, the text; and the names in the text."""

    title: frozenset[str]
    need: frozenset[str]
    text: frozenset[str]
    language: str
    names: frozenset[str]
    capitals: bool
    """Whether a capital marks a name in this language."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Something that a text says: its words, where it stands, and whether it is one of its headings."""

    text: str
    after: int
    """Words of the text before it."""
    heading: bool = False
    title: bool = False


@lru_cache(maxsize=64)  # a draft asks for a week's texts more than once
def quotations(title: str, text: str, need: str, language: str) -> tuple[Quotation, ...]:
    """Find what can be quoted from a text, best first; empty for a language without phrases."""
    known = proposals(language)
    if known is None:
        return ()
    text = text[:TEXT_CHARS]
    stems = terms(title, language), terms(need, language), named_often(text, language)
    subject = _Subject(*stems, language, names_in(text), known.names)
    found: dict[str, Quotation] = {}
    for said in _all_said(title, text, known, language):
        if said.text.lower() not in found and (judged := _judge(said, known, subject)):
            found[said.text.lower()] = judged
    return tuple(sorted(found.values(), key=lambda q: -q.score))


def _all_said(title: str, text: str, known: Proposals, language: str) -> Iterator[_Said]:
    """Yield what might be quoted: a title that says something, headings that advise, sentences cut to fit."""
    small = small_words(text) | generic(language) if known.names else frozenset()
    for part in re.split(r": | \| | [–—-] ", title.strip(" .")):
        plain = _plain(part)
        says = known.imperative.match(plain) or known.finite.search(plain)
        if (
            says
            and len(part.split()) >= TITLE_WORDS
            and not re.search(r"[?!\d]", part)
            and not MARKUP.search(part)
        ):
            yield _Said(sentence_case(part, small), 0, heading=True, title=True)
    words = 0
    lines = [line for line in text.split("\n") if line.strip()]
    for line, below in zip(lines, (*lines[1:], ""), strict=False):
        if heading := is_running(below) and _heading(line, known):
            yield _Said(sentence_case(heading, small), words, heading=True)
        else:
            for sentence in _sentences(line, known):
                yield _Said(sentence, words)
        words += len(line.split())


def is_running(below: str) -> bool:
    """Tell whether what stands below a short line is running text, not the next point of a list."""
    return len(below.split()) >= RUNNING_WORDS or below.rstrip().endswith((".", "!", "?"))


def sentence_case(heading: str, small: frozenset[str]) -> str:
    """Write a heading In Title Case as a sentence is written.

    `small` are the words that its text writes small (see small_words), none where nouns have capitals; others
    may be names and stay.
    """
    first, *rest = (heading[:1].upper() + heading[1:]).split()
    long = [word for word in rest if len(word) > SMALL_WORDS]
    if not long or 2 * sum(word[:1].isupper() for word in long) <= len(long):
        return heading
    return " ".join((first, *(word.lower() if _may_be_small(word, small) else word for word in rest)))


def _may_be_small(word: str, small: frozenset[str]) -> bool:
    """Tell whether a word is written small elsewhere, each part of one with hyphens."""
    parts = re.findall(r"[^\W\d_]+", re.sub(r"['’]s?$", "", word))
    if word.isupper() and len(word) > 1:
        return False  # an acronym
    return all(_is_small(part, small) or (len(part) <= SMALL_WORDS and part.istitle()) for part in parts)


def _is_small(word: str, small: frozenset[str]) -> bool:
    """Tell whether a word is among those written small, with or without an s at its end."""
    low = word.lower()
    return not small.isdisjoint({low, f"{low}s", low.removesuffix("s")})


def _heading(line: str, known: Proposals) -> str:
    """Return a heading that tells what to do, without its number; empty for any other line."""
    plain = line.strip()
    point = plain[m.end() :] if (m := _NUMBERED.match(plain)) else plain
    least, most = HEADING_WORDS
    if not least <= len(point.split()) <= most or point[-1:] in ".!?:,;" or ":" in point:
        return ""
    fits = point[:1].isupper() and not point.isupper() and not MARKUP.search(point) and "," not in point
    return point if fits and known.imperative.match(point) else ""


def _sentences(line: str, known: Proposals) -> Iterator[str]:
    """Yield the sentences of a line as they can be quoted; in a list only those that tell what to do.

    What stands in a list or behind a label may be no sentence at all, whatever mark ends it.
    """
    item = _BULLET.match(line)
    body = " ".join(line[item.end() if item else 0 :].split())
    if not body.count(" ") + 1 >= MIN_WORDS or len(body) > PARAGRAPH_CHARS:
        return
    for sentence in sentences_of(body):
        label = _LABEL.match(sentence)
        quote = _cut(sentence[label.end() if label else 0 :], known)
        if quote and (not (item or label) or quote.endswith("?") or known.imperative.match(_plain(quote))):
            yield quote


def _cut(sentence: str, known: Proposals) -> str:
    """Cut a sentence to what can be quoted: without its connective, at a clause's border where it is long."""
    if sentence[-1:] not in ".!?" or not sentence[:1].isupper() or "?" in sentence[:-1]:
        return ""
    front = known.connective.match(_plain(sentence))
    body = sentence[front.end() :] if front else sentence
    if front and body[:1].isupper() and not body.startswith("I "):
        front = None
    count = len(body.split())
    end = ""
    if count > GOOD_WORDS[1] and not body.endswith("?"):
        for border in known.cut.finditer(body):
            kept = body[: border.start()]
            unfinished = known.clause.match(kept) and "," not in kept
            if MIN_WORDS + 2 <= len(kept.split()) <= GOOD_WORDS[1] and not unfinished:
                body, end = kept, " …"
    if not MIN_WORDS <= len(body.split()) <= MAX_WORDS or len(body) > MAX_CHARS or MARKUP.search(body):
        return ""
    return ("… " if front else "") + body + end


def _kind_of(body: str, known: Proposals) -> QuotationKind | None:
    """Return the first kind whose sign a sentence bears; only its writer's own kinds may say "I"."""
    if body.endswith("?"):
        return None
    own = known.own.search(body) is not None
    people = known.people.search(body) is not None
    fit = (kind for kind in known.kinds if kind.own == own)
    return next((k for k in fit if (people or not k.people) and _bears(body, k)), None)


def _bears(body: str, kind: QuotationKind) -> bool:
    """Tell whether a sentence bears the sign of a kind."""
    if kind.unless.search(body) or (kind.only and not kind.only.search(body)):
        return False
    return kind.sign.search(body) is not None


def _rejected(body: str, known: Proposals, title: frozenset[str], language: str) -> str:
    """Return the reason why a sentence is not quoted; empty for one that may be.

    A word of the title is no reason: a text on style guides may speak of a guide.
    """
    stands_alone = known.stands_alone.search(body) is not None
    for reason, phrases in known.reject.items():
        for hit in phrases.finditer(body):
            stems = terms(hit.group(), language)
            about = bool(stems) and stems <= title
            if not about and not (hit.start() == 0 and stands_alone):
                return reason
    return ""


def _judge(said: _Said, known: Proposals, subject: _Subject) -> Quotation | None:
    """Say how good a quotation is; None for one not fit to be quoted."""
    body = _plain(said.text.strip("… "))
    kind = _kind_of(body, known)
    if said.heading and (_named(said.text, subject) or re.search(r"\d", body)):
        return None
    if _BRAND.search(said.text):
        return None
    if kind is None or (said.title and kind.advice):
        return None  # what the title tells to do is the whole text
    own_words = frozenset() if said.title else subject.title | subject.need
    if _rejected(body, known, own_words, subject.language):
        return None
    worth = said.heading or kind.arguable
    if not worth and not any(sign.search(body) for sign in known.edge):
        return None
    stems = terms(body, subject.language)
    if said.heading and stems.isdisjoint(subject.need | subject.text):
        return None  # a slogan: it names nothing that the text goes on to speak of
    if not _to_the_point(said, stems, subject):
        return None
    score = kind.weight + _closeness(stems, subject) + _form(said, body, known)
    if known.names:
        score -= NAMED * _names_beside(said, body, subject)
    return Quotation(said.text, kind, round(score, 2), said.heading)


def _named(heading: str, subject: _Subject) -> bool:
    """Tell whether a heading holds a name that the need does not speak of: an offer, a call to fans."""
    capitals = (word for word in heading.split()[1:] if word[:1].isupper() and not word.isupper())
    return subject.capitals and any(not terms(word, subject.language) & subject.need for word in capitals)


def _names_beside(said: _Said, body: str, subject: _Subject) -> int:
    """Count the names in a sentence that the need does not speak of."""
    words = body.split() if said.heading else [body.split()[0], *_NAME.findall(body)]
    named = [word for word in words if word.strip("’'s.,") in subject.names]
    return sum(1 for name in named if not terms(name, subject.language) & subject.need)


def _to_the_point(said: _Said, stems: frozenset[str], subject: _Subject) -> bool:
    """Tell whether a quotation is the text's point for the need and no detail beside it.

    It names the need and the subject of the text, or either often enough; of a heading the need is enough.
    """
    need, title = len(stems & subject.need), len(stems & subject.title)
    if need >= ALONE or (need and (said.heading or title or stems & subject.text)):
        return True
    return title >= ALONE and not subject.title.isdisjoint(subject.need)


def _closeness(stems: frozenset[str], subject: _Subject) -> float:
    """Say how close a sentence is to what the text and the need are about."""
    close = 0.5 * min(len(stems & subject.title), 2) + 0.6 * min(len(stems & subject.need), 2)
    close += 0.3 * min(len(stems & subject.text), 2)
    if stems & (subject.title | subject.need):
        return close
    return close - BESIDE if stems & subject.text else close - 2 * BESIDE


def _form(said: _Said, body: str, known: Proposals) -> float:
    """Say how well a sentence is made for a question: arguable, about people, short, early, whole."""
    count = len(body.split())
    score = EDGE * min(sum(1 for sign in known.edge if sign.search(body)), MOST_EDGES)
    score -= LONG * max(0, count - GOOD_WORDS[1])
    score -= LISTING * max(0, body.count(",") - 1)
    score -= SHOUT * len(_SHOUTED.findall(said.text))
    score -= 0.6 * sum(1 for sign in known.weak if sign.search(body))
    score += 0.8 if known.people.search(body) or known.imperative.match(body) else -0.6
    score += 0.6 if GOOD_WORDS[0] <= count <= GOOD_WORDS[1] else 0.0
    score -= CUT_FRONT * said.text.startswith("…") + CUT_END * said.text.endswith("…")
    score -= COUNTED * len(re.findall(r"\d+(?![\d.,]*\s?%)", body))
    score += HEADING if said.heading else 0.0
    return score + (0.8 if said.after < EARLY_WORDS else -0.3 * min(said.after / 1000, 1.5))


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'")


def named_often(text: str, language: str) -> frozenset[str]:
    """Collect the stems that a text names most: what it is about, whatever its title says."""
    words = re.findall(r"[^\W\d_]{4,30}", text.lower())
    small = generic(language)
    counts = Counter(word for word in words if word not in small).most_common(3 * SUBJECTS)
    return frozenset(list(dict.fromkeys(stem(word, language) for word, n in counts if n >= OFTEN))[:SUBJECTS])


def names_in(text: str) -> frozenset[str]:
    """Collect the words that running text writes with a capital inside sentences, and never without."""
    running = "\n".join(line for line in text.split("\n") if line.rstrip().endswith((".", "!", "?", ":")))
    inside = {name.removesuffix("'s").removesuffix("’s") for name in _NAME.findall(running)}
    small = small_words(text)
    return frozenset(name for name in inside if name.lower() not in small)


@lru_cache(maxsize=64)
def small_words(text: str) -> frozenset[str]:
    """Collect the words that a text writes small somewhere: these are no names."""
    return frozenset(re.findall(r"\b[a-zà-ÿ]+\b", text))
