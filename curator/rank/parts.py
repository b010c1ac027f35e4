"""The parts of a need: what it names, one by one, and which of them an article answers.

"New HR staff need to understand planning, leave policy and outsourcing" is for new HR staff and has three
parts. A week that answers two of them is better than one that answers the first twice.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from curator.rank import weights
from curator.rank.article_index import ArticleIndex
from curator.rank.tokens import FUNCTION_WORDS, NEED_WORDS, phrases, stems, words
from curator.rank.vectors import embed

_AND = re.compile(r"[,;]|\b(?:und|oder|et|ou|y|o|e)\b", re.IGNORECASE)
"""What stands between the parts of a need in German, French and Spanish."""

_WEAK_WORDS = """
act actually acts ask care charge day days do fail find finish fit fits follow form hand handle happen hold
hour hours job keep know live look make manage matter matters move order part parts pay pays plan prepare
run speak take talk tell thing things think time times turn use week weeks work worth write year years
geben machen nehmen finden bleiben dar hacer tomar poner donner mettre prendre rester
"""
WEAK = frozenset(_WEAK_WORDS.split())
"""Single words that name no subject of their own beside the others of a need: what is done, not with what."""

MOST = 12
"""Parts of one need."""

AUDIENCE = re.compile(
    r"^.{0,200}?\b(?:needs?\s+to|needs?|must|wants?\s+to|wants?|(?:has|have)\s+to|(?:is|are)\s+learning"
    r"|müssen|muss|sollen|soll|wollen|will|brauchen|braucht|möchten|möchte"
    r"|necesitan?|deben?|quieren?|tienen?\s+que|doivent|doit|veulent|veut|(?:a|ont)\s+besoin\s+de)\b",
    re.IGNORECASE | re.DOTALL,
)
"""What comes before the verb of a need says whose it is."""


NOT_WANTED = re.compile(
    r"\b(?:instead\s+of|rather\s+than|without(?=\s+\w+ing\b)|statt|anstatt|en\s+(?:lugar|vez)\s+de|au\s+lieu\s+de"
    r"|plutôt\s+que)\b(?:(?!\b(?:and|but|und|aber|y|pero|et|mais)\b)[^,;:.!?()])*",
    re.IGNORECASE,
)
"""What is not to be done, up to the next clause; "without gluten" says what is wanted and stays."""

_LEFT_TO = re.compile(
    r"\blet(?:ting)?\s+(?:(?:the|a|an|your|their|our)\s+)?\w+\s+(?!(?:to|in|for|of|on|at|go)\b)(?=\w)",
    re.IGNORECASE,
)
"""To whom something is left ("let the guest hold the spanner") is none of it."""


def wanted(need: str) -> str:
    """Return a need without what it does not want done and those to whom it leaves something."""
    return _LEFT_TO.sub(" ", NOT_WANTED.sub(" ", need))


def parts_of(need: str, keywords: Sequence[str] = ()) -> list[str]:
    """Return the parts of a need, as written, and of the keywords those that it does not name."""
    rest = wanted(AUDIENCE.sub("", need, count=1))
    found: dict[tuple[str, ...], str] = {}
    named = [p for piece in _AND.split(rest) for p in phrases(piece)]
    if all(
        p.lower() in WEAK for p in named
    ):  # "People in debt need a plan": the subject stands before the verb
        named = phrases(wanted(need))
    for part in (*named, *keywords):
        key = tuple(stems(_telling(part)))
        if key and not any(set(key) <= set(other) for other in found):
            found[key] = part.strip()
    parts = list(found.values())
    return ([p for p in parts if p.lower() not in WEAK] or parts)[:MOST]


_PLACES = frozenset(["office", "offices", "büro", "büros", "oficina", "oficinas", "bureau", "bureaux"])
"""Where an audience works says nothing of what it needs, and has other senses ("office hours")."""


_VOLUNTEERS = re.compile(
    r"\b(?:skilled\s+)?(?:volunteers?|freiwilligen?|voluntari[oa]s?|bénévoles?)\b", re.IGNORECASE
)
"""Learners who would be taken for the subject: pages on finding volunteers came first."""
WHO_ARE = re.compile(r",?\s+who\s.*?(?=\b(?:needs?|must|wants?|has|have|are\s+learning)\b|$)", re.DOTALL)
"""What an audience is or can do already ("who are good with tools")."""


def subject_of(need: str) -> str:
    """Return a need without what would count as its subject and is none.

    That is the place where its audience works, that it volunteers and what it can do already, what is not to
    be done, and to whom something is left.
    """
    audience = AUDIENCE.match(need)
    if not audience:
        return wanted(need)
    kept = " ".join(w for w in audience[0].split() if w.lower() not in _PLACES)
    kept = _VOLUNTEERS.sub(" ", WHO_ARE.sub(" ", kept))
    return kept + wanted(need[audience.end() :])


_SENTENCE_END = re.compile(r"[;:.!?()\[\]“”\"]")
_JOINT = re.compile(r",|(?<!\w)(?:and|or|but|while|und|oder|aber|et|ou|mais|y|o|e|pero)(?!\w)", re.IGNORECASE)
"""What stands between the clauses of a need."""

_OPENING_WORDS = """
a about also an as at be basic basics by can cannot do does essentials every first for from good had has
have how if in into is it its know learn learning my need needs of on our practical some that the their
them these they this those to understand understanding useful want wants way ways what when where whether
which who why with your am auf aus bei das dem den der die ein eine einem einen einer für ihr ihre lernen
mit sich um verstehen von was wenn wie wo wofür zu zum zur al aprender cómo con cuándo de del dónde el en
entender la las los para por qué saber su sus un una unas unos apprendre au aux avec ce ces comment
comprendre dans des du le les leur leurs où par pour quand que quel quelle quels quelles sa savoir ses sur
une
"""
_OPENING = frozenset(_OPENING_WORDS.split())
"""Words that a clause is told without where it begins with them: they lead to what it names."""

_ENDING_WORDS = "a an are as be can cannot do does for is must of should the their to will with"
_ENDING = frozenset(_ENDING_WORDS.split())
"""Words that no phrase ends with, as "meditation can" does."""

_SUBJECTS = frozenset(["i", "it", "they", "we", "what", "which", "who", "you"])
"""Words whose verb is not cut off: "what they can do"."""

LONGEST_TOLD = 7
"""Words of a clause that is told; a longer one is a sentence."""


def told_parts(need: str, keywords: Sequence[str] = ()) -> dict[str, str]:
    """Return the parts of a need, each with the words in which people are told of it.

    Those are the whole clause that it stands in, never a slice of it: "hand over a patient clearly" and not
    "patient clearly". They are empty where the clause is too long to be told.
    """
    rest = AUDIENCE.sub("", need, count=1)
    texts = (rest, NOT_WANTED.sub(", ", rest), need)
    clauses = [c for text in texts for piece in _SENTENCE_END.split(text) for c in _clauses(piece)]
    return {part: _told(clauses, part) for part in parts_of(need, keywords)}


def _clauses(text: str) -> list[list[str]]:
    """Split a sentence into clauses, as words, each without what leads to what it names.

    Two that are joined stay together where the first is a word, or both two: "clear and brief in meetings"
    and "help babies and toddlers sleep" have no halves, "version control and Git" has.
    """
    found = [_trimmed(clause) for clause in _JOINT.split(text)]
    whole = _trimmed(text)
    sizes = [len(clause) for clause in found]
    if (
        len(sizes) == 2
        and "," not in text
        and len(whole) <= LONGEST_TOLD
        and (sizes[0] < 2 or sizes == [2, 2])
    ):
        return [whole]
    return found


def _trimmed(clause: str) -> list[str]:
    told = clause.split()
    while told and told[0].lower() in _OPENING:
        told.pop(0)
    whole = list(told)
    while told and told[-1].lower() in _ENDING:
        told.pop()
    return whole if told and told[-1].lower() in _SUBJECTS else told


def _told(clauses: Sequence[Sequence[str]], part: str) -> str:
    """Return the first clause that holds a part, empty where each is too long; one in none is a keyword."""
    here = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)")
    found = [told for clause in clauses if here.search(told := " ".join(clause))]
    return next((told for told in found if len(told.split()) <= LONGEST_TOLD), "" if found else part)


def _telling(part: str) -> list[str]:
    return [w for w in words(part) if w not in FUNCTION_WORDS and w not in NEED_WORDS]


def answered(
    index: ArticleIndex,
    rows: Sequence[int],
    need: str,
    keywords: Sequence[str] = (),
    model: Path | None = None,
) -> tuple[list[float | None], list[tuple[str, ...]], list[frozenset[str]]]:
    """Return how near each article's title is to what the need names, the parts it answers, those it touches.

    An article answers a part that its title is near to in meaning, or whose words it names more than once. It
    touches one that its title or text is not far from, as a whole and word by word: forming a company is near
    to "corporate", and does not touch a "corporate event". The first result is a cosine each, None where
    there is no model or nothing is named; without a model every part counts as touched.
    """
    parts = parts_of(need, keywords)
    names = phrases(need) or parts
    if not names or not len(rows):
        return [None] * len(rows), [()] * len(rows), [frozenset(parts)] * len(rows)
    titles = embed([index.articles[row].title for row in rows], folder=model)
    single = [part.split() for part in parts]
    # One call for all of them: beginning one takes longer than the few words of a need.
    asked = embed([*names, *parts, *(word for each in single for word in each)], folder=model)
    near = titles @ asked.T
    at = len(names) + len(parts)
    nearest, named = near[:, : len(names)].max(axis=1).tolist(), near[:, len(names) : at]
    answers = _marked(parts, (named >= weights.PART_NEAR) | _named(index, rows, parts))
    if not titles.any():
        return [None] * len(rows), [tuple(a) for a in answers], [frozenset(parts)] * len(rows)
    nearer = np.maximum(near, index.matrix[list(rows)] @ asked.T)
    touched = nearer[:, len(names) : at] >= weights.PART_TOUCHED
    for column, each in enumerate(single):
        touched[:, column] &= nearer[:, at : at + len(each)].min(axis=1) >= weights.PART_WORDS
        at += len(each)
    return nearest, [tuple(a) for a in answers], [frozenset(t) for t in _marked(parts, touched)]


def _marked(parts: Sequence[str], hit: NDArray[np.bool_]) -> list[list[str]]:
    """Name the parts that are marked in each row."""
    return [[parts[i] for i in np.flatnonzero(row).tolist()] for row in hit]


def _named(index: ArticleIndex, rows: Sequence[int], parts: Sequence[str]) -> NDArray[np.bool_]:
    """Tell of each article and part whether all words of the part stand in it often enough."""
    place = np.full(len(index.articles), -1, np.int64)
    place[list(rows)] = np.arange(len(rows))
    named = np.ones((len(rows), len(parts)), bool)
    for column, part in enumerate(parts):
        for stem in dict.fromkeys(stems(_telling(part) or words(part))):
            hits = index.find(stem)
            often = place[hits.rows[hits.counts >= weights.PART_NAMED]]
            here = np.zeros(len(rows), bool)
            here[often[often >= 0]] = True
            named[:, column] &= here
    return named
