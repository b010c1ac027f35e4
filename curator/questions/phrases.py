"""Pick the key phrases of a text that can stand in a sentence: noun phrases with the article they need.

yake ranks what is characteristic and the title names the subject; the text itself then shows which of those
are noun phrases. A phrase counts when it stands in running text between words that open and close noun
phrases ("of remote work,"), and it takes "a", "the" or nothing as it does there. Names, shouting, web-page
furniture and rare words are left out. English only.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from curator.questions import stoplists as stop
from curator.questions import word_classes as w
from curator.questions.anchoring import terms
from curator.questions.jargon import acronyms
from curator.questions.nouns import classes, is_gerund, is_plural, may_be_phrase, plural_of

TEXT_CHARS = 6000
"""Characters of a text that yake ranks: it takes 0.1 s for them, and what matters is said early."""

EVIDENCE_CHARS = 24_000
"""Characters of a text that are looked through for how a phrase is used."""

SHORT_CHARS = 2500
"""In a text shorter than this, a phrase that stands once can be what it is about."""

CANDIDATES = 200
"""Phrases that yake is asked for."""

OFTEN = 5
"""Times that a text must have a single word that names no practice and no matter: "headlines"."""

CLOSE = 2.5
"""Points behind the best phrase at which another one is no longer what the text is about."""

Words = tuple[str, ...]

_TOKEN = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*|\d+|[^\w\s]|\n")
_ARTICLES = w.word_set("a an")
_DEFINITE = w.word_set(
    "the this that these those its their our your my his her each every any some another no"
)
_BEFORE = (w.PREPOSITIONS - {"to"}) | w.word_set(
    "than as like and or including via per behind around toward towards beyond"
)
_BEFORE_VERBS = w.word_set(
    "i you we they he she it to not who can could will would should may might must don't doesn't"
)
_AFTER = (
    (w.PREPOSITIONS - {"like"})
    | w.AUXILIARIES
    | w.NEGATED
    | w.word_set("and or but that which who when where while because than as if so also")
)


@dataclass(slots=True)
class _Evidence:
    """How a phrase stands in the text."""

    left: Counter[str] = field(default_factory=Counter)
    """What stands before it: article, the, bare or object (longer, where more words follow), verb, other."""
    ends: Counter[bool] = field(default_factory=Counter)
    """Whether a noun phrase can end after it."""
    forms: Counter[str] = field(default_factory=Counter)
    """The phrase as written inside sentences."""
    an: bool = False
    within: Counter[str] = field(default_factory=Counter)
    """Nouns and adjectives right before it: what it may be only a piece of."""

    @property
    def is_piece(self) -> bool:
        """Whether it mostly stands behind one and the same word: "party apps" of "third party apps"."""
        often = max(self.within.values(), default=0)
        return often > 1 and 2 * often > self.times

    @property
    def clean(self) -> int:
        """Times that a noun phrase both opens before it and ends after it."""
        return self.left["article"] + self.left["the"] + self.left["bare"] + self.left["object"]

    @property
    def times(self) -> int:
        """Times that it stands inside a sentence."""
        return self.forms.total()


def key_phrases(title: str, text: str, need: str = "", *, most: int = 6) -> tuple[str, ...]:
    """Return the phrases of a text that a question can be about, best first, at most `most`.

    Each stands as it would after a preposition ("a supply chain", "remote work"). Phrases that share a word
    with the title or the need come first. Empty when the text offers none.
    """
    return _key_phrases(title[:300], text[:EVIDENCE_CHARS], need[:2000])[:most]


@lru_cache(maxsize=256)
def _key_phrases(title: str, text: str, need: str) -> tuple[str, ...]:
    running = _running_text(text)
    tokens = _TOKEN.findall(running)
    named = _from_title(title)
    ranked = dict.fromkeys((*named, *_from_yake(f"{title}.\n{running[:TEXT_CHARS]}"), *_repeated(tokens)))
    found = {words: _Evidence() for words in ranked}
    _observe(tokens, found, frozenset(re.findall(r"[A-Za-z]+", title)))
    plain = frozenset(t for t in tokens if t.islower())
    subject, aim = terms(title), terms(need)
    enough = 2 if len(running) > SHORT_CHARS else 1
    kept: list[tuple[bool, float, str]] = []
    for rank, (words, seen) in enumerate(found.items()):
        own = terms(" ".join(words))
        in_title, in_need = not own.isdisjoint(subject), not own.isdisjoint(aim)
        related = in_title or in_need
        if _names_people(words, not terms(words[-1]).isdisjoint(aim)) or (len(words) == 1 and not related):
            continue
        if _is_phrase(words, seen, words in named, enough if related else 3):
            phrase = _stand(words, seen, plain)
            if not related and phrase.startswith("the "):
                continue  # one thing that the text tells of, and not its subject
            if phrase and set(acronyms(phrase)) <= set(acronyms(title)):
                score = 2.0 * (in_title + in_need + min(len(words), 2)) + min(seen.times, 5) / 2 - rank / 40
                kept.append((related, score - 1.5 * is_gerund(words[0]), phrase))
    return _choose(kept)


def _choose(kept: list[tuple[bool, float, str]]) -> tuple[str, ...]:
    """Order phrases, best first; leave out those off the subject, far behind or one word long for better."""
    kept.sort(key=lambda k: (not k[0], -k[1], k[2]))
    best = kept[:1]
    near = [k for k in kept if k[0] == best[0][0] and k[1] > best[0][1] - CLOSE]
    phrases = _distinct(phrase for *_, phrase in near)
    longer = tuple(phrase for phrase in phrases if " " in phrase)
    return longer if len(longer) > 1 else phrases


# --- candidates --------------------------------------------------------------------------------------


def _from_title(title: str) -> tuple[Words, ...]:
    """List the runs of one to three words of a title."""
    words = [t.lower() for t in re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*|[^\w\s]", title)]
    runs = (tuple(words[i : i + n]) for n in (3, 2, 1) for i in range(len(words) - n + 1))
    return tuple(dict.fromkeys(run for run in runs if may_be_phrase(run)))


def _from_yake(text: str) -> tuple[Words, ...]:
    """Let yake rank what is characteristic of a text."""
    import yake  # type: ignore[import-untyped] # heavy, and only drafting needs it

    found = yake.KeywordExtractor(lan="en", n=3, top=CANDIDATES, dedupLim=1.0).extract_keywords(text)
    split = (tuple(str(phrase).lower().split()) for phrase, _ in found)
    return tuple(dict.fromkeys(words for words in split if may_be_phrase(words)))


def _repeated(tokens: list[str]) -> tuple[Words, ...]:
    """List the runs of two or three words that a text repeats at least three times, most frequent first."""
    counts: Counter[Words] = Counter()
    for n in (2, 3):
        counts.update(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))
    often = (run for run, times in counts.most_common(400) if times >= 3)
    return tuple(run for run in often if may_be_phrase(run))


# --- evidence ----------------------------------------------------------------------------------------


def _running_text(text: str) -> str:
    """Keep lines that read as sentences; headings and menus would pass for bare nouns."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(x for x in lines if len(x.split()) >= 6 and re.search(r"[.!?:;,]", x))


def _observe(tokens: list[str], found: dict[Words, _Evidence], names: frozenset[str]) -> None:
    """Note what stands around every candidate; a capital passes only on words of the title."""
    by_first: dict[str, list[Words]] = {}
    for candidate in found:
        by_first.setdefault(candidate[0], []).append(candidate)
    lower = ["\n", *(t.lower().replace("’", "'") for t in tokens), "\n"]
    for i, token in enumerate(lower[1:-1], 1):
        for candidate in by_first.get(token, ()):
            end = i + len(candidate)
            written = tokens[i - 1 : end - 1]
            opens_sentence = lower[i - 1] in ".!?:\n" and written[0].istitle()
            plain = written[-1].islower() and all(t.islower() or t in names for t in written)
            if tuple(lower[i:end]) == candidate and plain and not opens_sentence:
                _note(found[candidate], lower[i - 1], " ".join(written), lower[end])


def _note(seen: _Evidence, before: str, written: str, after: str) -> None:
    ends = after in _AFTER or (not after[:1].isalnum() and after not in "'’-")
    left = _left(before)
    seen.left[left if ends or left in ("verb", "other") else "longer"] += 1
    seen.ends[ends] += 1
    seen.forms[written] += 1
    seen.an = seen.an or before == "an"
    if left == "other" and before.isalpha() and not classes(before).keys().isdisjoint(("NOUN", "ADJ")):
        seen.within[before] += 1


def _left(before: str) -> str:
    if before in _ARTICLES:
        return "article"
    if before in _DEFINITE:
        return "the"
    if before in _BEFORE_VERBS:
        return "verb"
    if before in _BEFORE:
        return "bare"
    return "object" if _acts(before) else "other"


def _acts(word: str) -> bool:
    """Tell whether a word can only be a verb: what it acts on follows ("optimise query performance")."""
    return word.isalpha() and classes(word).keys() == {"VERB"} and not word.endswith(("ed", "en"))


# --- decisions ---------------------------------------------------------------------------------------


def _names_people(words: Words, in_need: bool) -> bool:
    """Tell whether words name people that the need does not name: questions are about subjects."""
    return stop.is_people(words[-1]) and (not is_plural(words[-1]) or len(words) == 1 or not in_need)


def _is_phrase(words: Words, seen: _Evidence, named: bool, enough: int) -> bool:
    """Decide from the evidence whether words are a noun phrase that the text is about.

    `named`: the title has them, which shows that they belong together. `enough`: times the text must have
    them.
    """
    head = classes(words[-1])
    if not seen.ends[True]:
        return False
    if len(words) == 1:
        alone = words[0] in stop.MASS or words[0].endswith("ing")
        return seen.times >= (2 if alone else OFTEN) and seen.left["bare"] + seen.left["object"] > 0
    if seen.is_piece:
        return False
    if named and "NOUN" in head and not ("VERB" in head and is_plural(words[-1])):
        return True
    if seen.clean <= seen.left["verb"] or seen.ends[True] <= seen.ends[False]:
        return False
    loose = "VERB" in head or not seen.left["bare"] or classes(words[0]).keys().isdisjoint(("NOUN", "ADJ"))
    return seen.times >= (max(2, enough) if loose else enough) and ("NOUN" in head or seen.clean > 1)


def _stand(words: Words, seen: _Evidence, plain: Collection[str]) -> str:
    """Write a noun phrase as it can follow a preposition: with its article, or in the plural, or empty.

    `plain` holds the words of the text: only a plural that stands there is formed.
    """
    text = seen.forms.most_common(1)[0][0]
    head, left = words[words.index("of") - 1] if "of" in words else words[-1], seen.left
    single = left["article"] > left["bare"] or left["the"] > left["bare"]
    bare = bool(left["bare"]) or (left["object"] > 1 and not left["article"] + left["the"])
    if is_plural(head) or head in stop.MASS or (bare and not single):
        return text
    if head.endswith("ing") or is_gerund(words[0]):
        return ""  # "the support learning": part of a longer clause
    if len(words) > 1 and left["the"] >= 2 and left["the"] > left["article"] + left["bare"]:
        return f"the {text}"
    if len(words) > 1 and left["article"]:
        return f"{'an' if seen.an else 'a'} {text}"
    several = plural_of(head)
    return text.removesuffix(head) + several if several in plain and head == words[-1] else ""


def _distinct(phrases: Iterable[str]) -> tuple[str, ...]:
    """Keep the first of phrases that repeat each other's words."""
    kept: list[tuple[str, frozenset[str]]] = []
    for phrase in phrases:
        own = terms(phrase)
        if own and not any(own <= other or other <= own for _, other in kept):
            kept.append((phrase, own))
    return tuple(p for p, _ in kept)
