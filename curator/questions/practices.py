"""Find the practices that a text advises, each as a verb phrase that a question can hold: "ask for feedback".

headings, points and sentences that tell what to do → their bare advice → checked to be whole → how good

A verb phrase stands after "to" as it stands in the text: "Always schedule your breaks." becomes "What gets in
the way when you try to schedule your breaks?". What points at something outside, names somebody, was cut
short or is no matter of people is left out; a page without a sound practice has none. The words that decide
stand in `languages/<code>/practices.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from curator.questions.anchoring import generic, terms
from curator.questions.practice_data import PracticeKind, Practices, practice_data
from curator.questions.proposal_data import Proposals, proposals
from curator.questions.quotations import (
    EARLY_WORDS,
    MARKUP,
    TEXT_CHARS,
    is_running,
    named_often,
    sentence_case,
    small_words,
)
from curator.text.sentences import sentences_of

WORDS = (3, 10)
"""Words of a practice that a question can hold."""

OBJECT_WORDS = 3
"""Words of a thing that can be asked about by itself."""

EASY_WORDS = (4, 8)
"""Words that are taken in at one reading."""

HEADING_WORDS = 12
"""Words of a line that can be a heading."""

SENTENCE_WORDS = 24
"""Words of a sentence that a practice is cut out of."""

LINE_CHARS = 3000
"""Longest line that is split into sentences."""

WEIGHTS = {"heading": 3.0, "point": 2.2, "sentence": 1.0}
"""What a practice counts for by where it stands: headings are what a text is about."""

REASONS = frozenset(
    {
        "sells",
        "quotes_somebody",
        "of_its_day",
        "for_the_doctor",
        "delicate",
        "instructions",
        "slogans",
        "empty",
    }
)
"""Reasons not to quote a sentence that also keep a practice out."""

_MARK = re.compile(r"^(?:[-*•·–▪►✓✔>]|#{1,4} )\s*")
_NUMBER = re.compile(r"^(?:[A-Z][a-zé]{2,8} )?#?\d{1,2}\s?[.:)–—-]+\s?(?=\S)")
_LABEL = re.compile(r"^(?P<label>[^.:!?]{6,60})(?::|\s[–—-])\s")
_FOREIGN = re.compile(r"[\dA-Z%+]")


@dataclass(frozen=True, slots=True)
class Practice:
    """A verb phrase that a text advises, or advises against; `score` compares those of one text."""

    act: str
    kind: PracticeKind
    object: str
    """What it is done to, without its article, where its kind asks about that."""
    score: float
    place: str
    """Where it stands: a heading, a point of a list, a sentence."""


@lru_cache(maxsize=64)  # a draft asks for a week's texts more than once
def practices(title: str, text: str, need: str, language: str) -> tuple[Practice, ...]:
    """Find what a text advises, best first; empty for a language without data for practices."""
    data, known = practice_data(language), proposals(language)
    if data is None or known is None:
        return ()
    text = text[:TEXT_CHARS]
    small = small_words(text) | generic(language)
    need_terms, title_terms = terms(need, language), terms(title, language)
    text_terms = named_often(text, language)
    about = bool(need_terms & title_terms)
    found: dict[str, Practice] = {}
    for said, place, words in _advised(text, data):
        act = _act(said, data, known, frozenset() if place == "sentence" else small)
        if not act or act in found:
            continue
        own = terms(act, language) - terms(act.split()[0], language)
        near = [len(own & other) for other in (need_terms, title_terms, text_terms)]
        if not own or not (near[0] or (about and (place != "sentence" or near[1] or near[2]))):
            continue
        kind, thing = _kind_of(act, data)
        score = WEIGHTS[place] + kind.weight + min(2, near[0]) + 0.5 * min(2, near[1]) + 0.4 * min(2, near[2])
        score += 0.5 * (words < EARLY_WORDS) + 0.4 * (EASY_WORDS[0] <= len(act.split()) <= EASY_WORDS[1])
        found[act] = Practice(act, kind, thing, round(score, 2), place)
    return tuple(sorted(found.values(), key=lambda p: -p.score))


def _advised(text: str, data: Practices) -> Iterator[tuple[str, str, int]]:
    """Yield what may be an advice: the words, where they stand, how many words of the text come before."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    words, hoped = 0, False
    for line, below in zip(lines, (*lines[1:], ""), strict=False):
        plain = _NUMBER.sub("", _MARK.sub("", line))
        counted = plain != line
        if line.endswith(":"):
            hoped = data.no_advice.search(line) is not None
        elif not counted:
            hoped = False
        if len(plain.split()) <= HEADING_WORDS and plain[-1:] not in ".!?:," and is_running(below):
            yield plain.split(": ")[0], "heading", words
        elif len(plain) <= LINE_CHARS and not hoped:
            if label := _LABEL.match(plain):
                yield label["label"], "point", words
            for turn, sentence in enumerate(sentences_of(plain[label.end() :] if label else plain)):
                if len(sentence.split()) <= SENTENCE_WORDS:
                    yield sentence, "point" if counted and turn == 0 else "sentence", words
        words += len(line.split())


def _act(said: str, data: Practices, known: Proposals, small: frozenset[str]) -> str:
    """Cut a sentence or heading to the bare verb phrase that it advises; empty where it advises none."""
    plain = said.replace("’", "'").strip()
    if "?" in plain or MARKUP.search(plain):
        return ""
    plain = _bare(plain.strip(" .!:"), data)
    verb = plain.partition(" ")[0].lower()
    if verb not in data.verbs or not known.imperative.match(plain):
        return ""
    if verb in data.weak and not data.strong.search(plain):
        return ""
    cut = _ended(sentence_case(plain, small) if small else plain, data)
    act = cut[:1].lower() + cut[1:]
    return act if _is_whole(act, data, known) else ""


def _is_whole(act: str, data: Practices, known: Proposals) -> bool:
    """Tell whether a verb phrase stands by itself, and is nothing that no sentence is quoted for."""
    least, most = WORDS
    if not least <= len(act.split()) <= most or act.split()[-1].lower() in data.loose:
        return False
    if _FOREIGN.search(act) or data.leaning.search(act):
        return False
    return not any(phrases.search(act) for reason, phrases in known.reject.items() if reason in REASONS)


def _bare(plain: str, data: Practices) -> str:
    """Leave out what stands before the verb of an advice; empty for an advice against something."""
    if clause := data.clauses.match(plain):
        plain = plain[clause.end() :]
    if before := data.before.search(plain):
        plain = plain[before.end() :]
    while opener := data.openers.match(plain):
        plain = plain[opener.end() :]
    return "" if data.negations.match(plain) else plain


def _ended(plain: str, data: Practices) -> str:
    """Cut a verb phrase where another thought begins; empty where it would be left in two halves."""
    if end := data.ends.search(plain):
        plain = plain[: end.start()]
    if data.broken.search(plain):
        return ""
    for hit in data.joined.finditer(plain):
        if hit[1].lower() in data.verbs or hit[1].lower().endswith(data.second):
            return _without_purpose(plain[: hit.start()], data)
    return _without_purpose(plain, data)


def _without_purpose(plain: str, data: Practices) -> str:
    """Leave out what a practice is good for ("a plan to keep on track"), where enough is left of it."""
    for hit in data.purpose.finditer(plain) if data.purpose else ():
        kept = plain[: hit.end(1)]
        purpose = hit[2] in data.verbs and hit[1].lower() not in data.holds_purpose
        if purpose and len(kept.split()) >= WORDS[0]:
            return kept
    return plain


def _kind_of(act: str, data: Practices) -> tuple[PracticeKind, str]:
    """Return the first kind that a practice is of, and the object that its questions name."""
    for kind in data.kinds:
        hit = kind.verbs.match(act)
        thing = _object(act[hit.end() :], kind, data) if hit else None
        if thing is not None:
            return kind, thing
    raise AssertionError("the last kind takes any verb")


def _object(rest: str, kind: PracticeKind, data: Practices) -> str | None:
    """Return what a practice is done to, bare of article and praise; None where its kind wants another."""
    words = rest.split()
    single = words[0] in data.one
    bare = words[1:] if single else words
    while bare and bare[0] in data.praise:
        bare = bare[1:]
    if kind.object == "new":
        whole = single and 1 <= len(bare) <= OBJECT_WORDS and data.between.isdisjoint(bare)
        return " ".join(bare) if whole and bare[-1] in kind.nouns else None
    return " ".join(words)
