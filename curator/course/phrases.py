"""Pick the key phrases of a text that can stand in a sentence: noun phrases with the article they need.

yake ranks what is characteristic and the title names the subject; the text itself then shows which of those
are noun phrases. A phrase counts when it stands in running text between words that open and close noun
phrases ("of remote work,"), its last word can be a noun (lemminflect's lexicon), and it takes "a", "the" or
nothing as it does there. Names, shouting, web-page furniture and rare words are left out. English only.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from curator.course import stoplists as stop
from curator.course import words as w
from curator.course.anchor import terms
from curator.course.jargon import acronyms, rare_words

TEXT_CHARS = 6000
"""Characters of a text that yake ranks: it takes 0.1 s for them, and what matters is said early."""

EVIDENCE_CHARS = 24_000
"""Characters of a text that are looked through for how a phrase is used."""

SHORT_CHARS = 2500
"""In a text shorter than this, a phrase that stands once can be what it is about."""

CANDIDATES = 200
"""Phrases that yake is asked for."""

MAX_WORDS = 4

_TOKEN = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*|\d+|[^\w\s]|\n")
_WORD = re.compile(r"^[a-z]+(?:-[a-z]+)*$")
_LEFT = w.PREPOSITIONS - {"to"} | w.word_set(
    "than as like and or including via per behind around toward towards beyond"
)
_THE = w.word_set("the this that these those its their our your my his her each every any some another no")
_RIGHT = (
    (w.PREPOSITIONS - {"like"}) | w.AUXILIARIES | w.NEGATED
    | w.word_set(
    "and or but that which who when where while because than as if so also"
)
)  # fmt: skip
_VERB_LEFT = w.word_set(
    "i you we they he she it to not who can could will would should may might must don't doesn't"
)


@dataclass(slots=True)
class _Evidence:
    """How a phrase stands in the text."""

    left: Counter[str] = field(default_factory=Counter)
    """What stands before it: article, the, bare (or longer, where more words follow), verb, other."""
    ends: Counter[bool] = field(default_factory=Counter)
    """Whether a noun phrase can end after it."""
    forms: Counter[str] = field(default_factory=Counter)
    """The phrase as written inside sentences."""
    an: bool = False

    @property
    def clean(self) -> int:
        """Times that a noun phrase both opens before it and ends after it."""
        return self.left["article"] + self.left["the"] + self.left["bare"]

    @property
    def times(self) -> int:
        """Times that it stands inside a sentence."""
        return self.forms.total()


@lru_cache(maxsize=128)
def key_phrases(title: str, text: str, need: str = "", *, most: int = 6) -> tuple[str, ...]:
    """Return the phrases of a text that a question can be about, best first, at most `most`.

    Each stands as it would after a preposition ("a supply chain", "remote work"). Phrases that share a word
    with the title or the need come first. Empty when the text offers none.
    """
    running = _running_text(text[:EVIDENCE_CHARS])
    tokens = _TOKEN.findall(running)
    named = _from_title(title)
    ranked = dict.fromkeys((*named, *_from_yake(f"{title}.\n{running[:TEXT_CHARS]}"), *_repeated(tokens)))
    found = {words: _Evidence() for words in ranked}
    _observe(tokens, found, frozenset(re.findall(r"[A-Za-z]+", title)))
    subject, aim = terms(title), terms(need)
    enough = 2 if len(running) > SHORT_CHARS else 1
    kept: list[tuple[bool, float, str]] = []
    for rank, (words, seen) in enumerate(found.items()):
        own = terms(" ".join(words))
        in_title, in_need = bool(own & subject), bool(own & aim)
        if _persons(words, in_need) or not _is_phrase(
            words, seen, words in named, enough if in_title or in_need else 3
        ):
            continue
        phrase = _stand(words, seen)
        if (
            not phrase
            or not set(acronyms(phrase)) <= set(acronyms(title))
            or (len(words) == 1 and not (in_title or in_need))
        ):
            continue
        score = (
            2.0 * (in_title + in_need + min(len(words), 2))
            + min(seen.times, 5) / 2
            - 1.5 * _is_gerund(words[0])
            - rank / 40
        )
        kept.append((in_title or in_need, score, phrase))
    return _choose(kept)[:most]


def _choose(kept: list[tuple[bool, float, str]]) -> tuple[str, ...]:
    """Order phrases, best first; leave out weak ones (off the subject, one word) where others are better."""
    kept.sort(key=lambda k: (not k[0], -k[1], k[2]))
    if sum(related for related, *_ in kept) > 1:
        kept = [k for k in kept if k[0]]
    phrases = _distinct(phrase for *_, phrase in kept)
    longer = tuple(phrase for phrase in phrases if " " in phrase)
    return longer if len(longer) > 1 else phrases


def _from_title(title: str) -> tuple[tuple[str, ...], ...]:
    """Every run of one to three words of a title."""
    words = [t.lower() for t in re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*|[^\w\s]", title[:200])]
    runs = (tuple(words[i : i + n]) for n in (3, 2, 1) for i in range(len(words) - n + 1))
    return tuple(dict.fromkeys(run for run in runs if _may_be(run)))


def _from_yake(text: str) -> tuple[tuple[str, ...], ...]:
    """Let yake rank what is characteristic of a text."""
    import yake  # type: ignore[import-untyped] # heavy, and only drafting needs it

    found = yake.KeywordExtractor(lan="en", n=3, top=CANDIDATES, dedupLim=1.0).extract_keywords(text)
    split = (tuple(str(phrase).lower().split()) for phrase, _ in found)
    return tuple(dict.fromkeys(words for words in split if _may_be(words)))


def _repeated(tokens: list[str]) -> tuple[tuple[str, ...], ...]:
    """List the runs of two or three words that a text repeats at least three times, most frequent first."""
    counts: Counter[tuple[str, ...]] = Counter()
    for n in (2, 3):
        counts.update(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))
    often = (run for run, times in counts.most_common(400) if times >= 3)
    return tuple(run for run in often if _may_be(run))


def _may_be(words: tuple[str, ...]) -> bool:
    """Tell whether words can be a noun phrase by what they are, wherever they stand."""
    if not 1 <= len(words) <= MAX_WORDS or len(set(words)) < len(words):
        return False
    edges = (words[0], words[-1])
    inner = words[1:-1]
    if not all(_WORD.match(x) and 1 < len(x) < 25 for x in words) or any(
        len(x) < 2 or x in stop.SMALL for x in edges
    ):
        return False
    if any(x in stop.NEVER or x in stop.FURNITURE or (x in stop.SMALL and x != "of") for x in words):
        return False
    if len(words) == 1 and (words[0] in stop.HOLLOW or len(words[0]) < 5):
        return False
    if all(x in stop.HOLLOW for x in words) or words[-1].endswith("est") or rare_words(" ".join(words)):
        return False
    head = _classes(words[-1])
    if not (head.get("NOUN") or words[-1].endswith("ing")):
        return False
    if len(words) > 2 and words[1] == "of" and (stop.is_people(words[0]) or words[0] in stop.HOLLOW):
        return False
    return all(_modifies(x) for x in inner) and (
        len(words) == 1 or _modifies(words[0]) or words[0].endswith(("ing", "ed"))
    )


def _modifies(word: str) -> bool:
    """Tell whether a word can stand before a noun in its phrase; "tracks" is rather the verb of a clause."""
    classes = _classes(word)
    inflected = "VERB" in classes and word.endswith("s") and classes.get("NOUN", word) != word
    return (
        word == "of"
        or not classes
        or (bool(classes.keys() & {"NOUN", "ADJ"}) and not inflected)
        or word in stop.PLURALS
    )


@lru_cache(maxsize=4096)
def _classes(word: str) -> Mapping[str, str]:
    """Word classes that a word can have, each with its base form; empty for a word the lexicon lacks."""
    from lemminflect import getAllLemmas  # type: ignore[import-untyped] # heavy, and only drafting needs it

    return {str(upos): str(forms[0]) for upos, forms in getAllLemmas(word).items()}


@lru_cache(maxsize=4096)
def _plural(noun: str) -> str:
    """Form the plural of a noun, empty if the lexicon has none."""
    from lemminflect import getInflection

    return str((getInflection(noun, "NNS") or ("",))[0])


def _running_text(text: str) -> str:
    """Keep lines that read as sentences; headings and menus would pass for bare nouns."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(x for x in lines if len(x.split()) >= 6 and re.search(r"[.!?:;,]", x))


def _observe(tokens: list[str], found: dict[tuple[str, ...], _Evidence], names: frozenset[str]) -> None:
    """Note what stands around every candidate; a capital passes only on words of the title."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for candidate in found:
        by_first.setdefault(candidate[0], []).append(candidate)
    lower = [t.lower().replace("’", "'") for t in tokens]
    for i, token in enumerate(lower):
        for candidate in by_first.get(token, ()):
            end = i + len(candidate)
            written = tokens[i:end]
            if tuple(lower[i:end]) != candidate or not written[-1].islower():
                continue
            before, after = (lower[i - 1] if i else "\n"), (lower[end] if end < len(lower) else "\n")
            if any(not t.islower() and t not in names for t in written) or (
                before in ".!?:\n" and written[0].istitle()
            ):
                continue
            seen = found[candidate]
            seen.forms[" ".join(written)] += 1
            left, ends = _left(before), (not after[:1].isalnum() and after not in "'’-") or after in _RIGHT
            seen.left[left if ends or left in ("verb", "other") else "longer"] += 1
            seen.ends[ends] += 1
            seen.an = seen.an or before == "an"


def _left(before: str) -> str:
    if before in ("a", "an"):
        return "article"
    if before in _THE:
        return "the"
    if before in _VERB_LEFT:
        return "verb"
    return "bare" if before in _LEFT else "other"


def _persons(words: tuple[str, ...], in_need: bool) -> bool:
    """Tell whether words name people that the need does not name: questions are about subjects."""
    single = _classes(words[-1]).get("NOUN", words[-1]) == words[-1]
    return stop.is_people(words[-1]) and (single or len(words) == 1 or not in_need)


def _is_gerund(word: str) -> bool:
    return word.endswith("ing") and "NOUN" not in _classes(word)


def _is_phrase(words: tuple[str, ...], seen: _Evidence, named: bool, enough: int) -> bool:
    """Decide from the evidence whether words are a noun phrase that the text is about.

    `named`: the title has them, which shows that they belong together. `enough`: times the text must have
    them.
    """
    classes = _classes(words[-1])
    if not seen.ends[True]:
        return False
    if len(words) == 1:
        return seen.times >= 2 and seen.left["bare"] > 0
    if named and "NOUN" in classes and ("VERB" not in classes or classes["NOUN"] == words[-1]):
        return True
    loose = "VERB" in classes or not seen.left["bare"] or not _classes(words[0]).keys() & {"NOUN", "ADJ"}
    if not seen.clean or seen.clean <= seen.left["verb"] or seen.ends[True] <= seen.ends[False]:
        return False
    return seen.times >= (max(2, enough) if loose else enough) and ("NOUN" in classes or seen.clean > 1)


def _stand(words: tuple[str, ...], seen: _Evidence) -> str:
    """Write a noun phrase as it can follow a preposition: with its article, or in the plural, or empty."""
    text = seen.forms.most_common(1)[0][0]
    head, left = words[-1], seen.left
    plural = _classes(head).get("NOUN", head) != head or head in stop.PLURALS
    single = left["article"] > left["bare"] or left["the"] > left["bare"]
    if plural or head in stop.MASS or (left["bare"] and not single):
        return text
    if head.endswith("ing") or _is_gerund(words[0]):
        return ""  # "the support learning": part of a longer clause
    if len(words) > 1 and left["the"] >= 2 and left["the"] > left["article"] + left["bare"]:
        return f"the {text}"
    if len(words) > 1 and left["article"]:
        return f"{'an' if seen.an else 'a'} {text}"
    several = _plural(head)
    return text.removesuffix(head) + several if several else ""


def _distinct(phrases: Iterable[str]) -> tuple[str, ...]:
    """Keep the first of phrases that repeat each other's words."""
    kept: list[tuple[str, frozenset[str]]] = []
    for phrase in phrases:
        own = terms(phrase)
        if own and not any(own <= other or other <= own for _, other in kept):
            kept.append((phrase, own))
    return tuple(p for p, _ in kept)
