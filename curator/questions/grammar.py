"""Read the form of an English question: its sentences, and what each of them asks for.

No parser: English marks a question at its clause openings (a wh-word, an inverted auxiliary, an
imperative), so looking there is enough, fast and explainable. Everything runs in time linear in the text,
of which at most `LIMIT` characters are looked at.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from curator.questions import word_classes as w

LIMIT = 4000
"""Characters looked at. A question of a week file holds at most 600; case studies run to 3,000."""

Form = Literal["open", "closed", "ask", "setup", "probe", "fragment", "statement"]
"""open: how, why, what; closed: yes or no; ask: "Describe ..."; setup: "Think of ..."; probe: "Why not?"."""

_TOKEN = re.compile(r"[^\W_]+(?:['’&.-][^\W_]+)*|[,;:()–—]|(?<=\s)-(?=\s)")
_BOUNDARY = re.compile(r"[?!]+|\.+(?=\s|$)|\n+")
_QUOTED = re.compile(r'"[^"\n]{1,300}"')
_ABBREVIATIONS = w.word_set("e.g i.e etc vs mr mrs ms dr prof inc ltd co st no fig jr sr u.s cf al")
_AFTER_A_VERB = w.DETERMINERS | w.PREPOSITIONS | w.WH | w.PRONOUNS | {"whether", "back", "me", "us", "out"}
_BREAKS = frozenset(",;:()–—-")
_SPLIT = {"'s": "is", "'re": "are", "'d": "would", "'ll": "will", "'ve": "have"}


_PLAIN = {
    **dict.fromkeys(map(ord, "‘’"), "'"),
    **dict.fromkeys(map(ord, "“”„«»"), '"'),
    0xA0: " ",
    0x202F: " ",
    0x2026: "...",
}
"""Marks of print, and the plain ones that the rules look for."""


def normalise(text: str) -> str:
    """Flatten a text: straight quotes, no control characters, single blanks, at most LIMIT characters."""
    text = unicodedata.normalize("NFC", text[:LIMIT])
    text = text.translate(_PLAIN)
    text = "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else " " for c in text)
    return re.sub(r"[^\S\n]+", " ", text).strip()


def without_quotations(text: str) -> str:
    """Put "this" in place of what a question quotes at length: the rules are about its own words.

    A text that says next to nothing beside its quotation is left alone.
    """
    short = _QUOTATION.sub(lambda m: "This." if m.group().rstrip('" ').endswith((".", "!")) else "this", text)
    return short if len(short.split()) > 3 else text


_QUOTATION = re.compile(r'" ?(?:(?:[^\s"]+ ){3,60}[^\s"]*|(?:[^\s"]+ ){1,2}[^\s"]*[.!] ?)"')
"""A quotation of four words and more, or a whole sentence, in straight quotes."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of a question: its `text`, and whether it ends in a question mark."""

    text: str
    asks: bool

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Words and clause-breaking punctuation, in lower case, contracted wh-words in two ("what's")."""
        found: list[str] = []
        for token in _TOKEN.findall(self.text.lower().replace("’", "'")):
            head, mark, tail = token.partition("'")
            if mark and head in w.WH and "'" + tail in _SPLIT:
                found += [head, _SPLIT["'" + tail]]
            else:
                found.append(token)
        return tuple(found)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The tokens without punctuation."""
        return tuple(t for t in self.tokens if t not in _BREAKS)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Places in `tokens` where a clause can begin: at the front and after a break, fillers skipped."""
        places = []
        for i in range(len(self.tokens)):
            if i == 0 or self.tokens[i - 1] in _BREAKS:
                j = i
                while (
                    j < len(self.tokens) - 1
                    and self.tokens[j] in w.FILLERS
                    and self.tokens[j + 1] not in _BREAKS
                ):
                    j += 1
                places.append(j)
        return tuple(dict.fromkeys(places))

    @cached_property
    def form(self) -> Form:
        """What the sentence asks for."""
        return _form(self)

    @cached_property
    def wh(self) -> int:
        """Place of the wh-word that makes the sentence open, -1 if there is none."""
        return next((i for i in self.starts if asks_at(self, i)), -1)

    def at(self, i: int) -> str:
        """Token at `i`, empty beyond the end."""
        return self.tokens[i] if 0 <= i < len(self.tokens) else ""


def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a normalised text into sentences; marks inside double quotes end none."""
    text = _QUOTED.sub(
        lambda m: re.sub(r"[.?!]", " ", m.group()) if len(m.group()) < len(text) else m.group(), text
    )
    found: list[Sentence] = []
    begin = 0
    for match in _BOUNDARY.finditer(text):
        if match.group().startswith("."):
            before = re.search(r"[\w.']*$", text[max(begin, match.start() - 8) : match.start()])
            last = before.group().lower() if before else ""
            after = text[match.end() : match.end() + 2].strip()
            if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha()) or after[:1].islower():
                continue
        elif match.group() == "!" and text[match.end() : match.end() + 2].strip()[:1].islower():
            continue  # a name with a mark in it
        _append(found, text[begin : match.start()], "?" in match.group())
        begin = match.end()
    _append(found, text[begin:], False)
    return tuple(found)


def _append(found: list[Sentence], text: str, asks: bool) -> None:
    sentence = Sentence(text.strip(" \"'\n)"), asks)
    if sentence.words:
        found.append(sentence)


def asks_at(s: Sentence, i: int) -> bool:
    """Tell whether an open question begins at place `i`: a wh-word, or a preposition and a wh-word."""
    first, second = s.at(i), s.at(i + 1)
    if first in w.PREPOSITIONS and second in w.WH - {"why", "when"}:
        first, second, i = second, s.at(i + 2), i + 1
    if first not in w.WH:
        return False
    if first in ("when", "where"):  # "When you start, ..." sets a scene, "When do you ..." asks
        return second in w.AUXILIARIES or second in w.NEGATED or len(s.words) <= 2 or _turns(s, i)
    front = i == 0 or all(t in w.FILLERS for t in s.tokens[:i])
    if front or first in ("how", "why", "what"):
        return True
    # after a comma "who" and "which" may only describe: they ask where the sentence opened with a setting
    return s.tokens[0] in w.OPENERS or s.tokens[0] in w.SETUP


def _turns(s: Sentence, i: int) -> bool:
    """Tell whether the clause from `i` inverts its subject: "Where in your work would you ..."."""
    for j in range(i + 1, len(s.tokens) - 1):
        if s.tokens[j] in _BREAKS or s.tokens[j] in w.PRONOUNS:
            return False
        if s.tokens[j] in w.AUXILIARIES:
            return s.asks and s.tokens[j + 1] in w.PRONOUNS | w.DETERMINERS
    return False


def inverted_at(s: Sentence, i: int) -> bool:
    """Tell whether a yes-no question begins at place `i`: an auxiliary before its subject."""
    return s.at(i) in w.AUXILIARIES or s.at(i) in w.NEGATED


def imperative_at(s: Sentence, i: int) -> str:
    """Name the imperative verb at place `i`, empty if there is none ("Design thinking is ...")."""
    verb, after = s.at(i), s.at(i + 1)
    if verb.endswith("ly") and after in w.IMPERATIVES:
        verb, after = after, s.at(i + 2)
    if verb not in w.IMPERATIVES or after in w.AUXILIARIES:
        return ""
    if s.asks and verb in w.NOUNS_TOO and after not in _AFTER_A_VERB:
        return ""
    return verb


def _form(s: Sentence) -> Form:
    if not s.words:
        return "statement"
    first = s.starts[0]
    if asks_at(s, first):
        return "probe" if _is_probe(s) else "open"
    verb = next(
        (v for i in s.starts[: 1 if s.at(first) not in w.OPENERS else 3] if (v := imperative_at(s, i))), ""
    )
    if verb and not (s.asks and inverted_at(s, first)):
        scene = verb in w.SETUP and s.wh < 0 and not _then_produces(s)
        return "setup" if scene else "ask"
    if inverted_at(s, first) and (s.asks or _subject_follows(s, first)):
        return "open" if _request(s, first) or _opens_later(s) else "closed"
    if not s.asks:
        return "open" if s.wh > 0 and s.at(first) in w.OPENERS else "statement"
    if s.wh >= 0 or s.words[-1] in w.WH:
        return "probe" if _is_probe(s) else "open"
    return "fragment" if len(s.words) <= 2 else "closed"


def _then_produces(s: Sentence) -> bool:
    """Tell whether a scene is followed by its task: "Look at the page and list ..."."""
    return any(
        a in ("and", "then") and b in w.PRODUCTION for a, b in zip(s.tokens, s.tokens[1:], strict=False)
    )


def _is_probe(s: Sentence) -> bool:
    return len(s.words) <= 6 and all(word in w.PROBES or word == "makes" for word in s.words)


def _subject_follows(s: Sentence, i: int) -> bool:
    """Tell "do you ..." from the imperative "do the ..." where no question mark helps."""
    if s.at(i) in ("do", "have", "need", "will", "may"):
        return s.at(i + 1) in w.PRONOUNS - {"this", "that", "these", "those", "one"}
    return len(s.words) > 2


_TELL_ME = w.word_set("describe explain say share tell show outline walk give name list identify imagine")


def _request(s: Sentence, i: int) -> bool:
    """Tell whether a polite request wraps an open question: "Can you describe how ..."."""
    if s.at(i) not in w.MODALS or s.at(i + 1) not in ("you", "we", "someone"):
        return False
    j = i + 3 if s.at(i + 2) == "please" else i + 2
    return s.at(j) in _TELL_ME and any(t in ("how", "why", "what", "which") for t in s.tokens[j + 1 :])


def _opens_later(s: Sentence) -> bool:
    """Tell whether an open question follows a yes-no one: "Should we ..., and if so, how?"."""
    for i, token in enumerate(s.tokens[:-1], 1):
        if token not in _BREAKS and token not in ("and", "or", "but"):
            continue
        j = i
        while s.at(j) in w.FILLERS or s.at(j) in ("if", "not", ","):
            j += 1
        if s.at(j) in ("how", "why", "what") or (
            s.at(j) in w.PREPOSITIONS and s.at(j + 1) in ("what", "which")
        ):
            return True
    return False
