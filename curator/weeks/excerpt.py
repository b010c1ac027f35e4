"""Choose the short excerpt that is quoted from an article, within the limits of fair quotation.

At most 300 characters or a tenth of the text, whichever is smaller; nothing when the publisher
reserves excerpts or the text is behind a wall. The words are the article's own, in its own order: the
sentence that claims most and is closest to the need, whole where one fits, with what follows it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count, islice

from curator import urls
from curator.model import Article
from curator.questions.languages import base
from curator.questions.proposal_data import proposals
from curator.text.language import language_of
from curator.text.one_line import one_line, shorten
from curator.text.sentences import sentences_of
from curator.text.stemming import stem_words
from curator.weeks import excerpt_refused as refused
from curator.weeks import excerpt_signs as signs
from curator.weeks.whole import in_pairs, within_quotation

LIMIT = 300
"""Characters quoted at most."""

SHARE = 10
"""One part in SHARE of the text is quoted at most."""

MIN = 60
"""Fewer characters than this tell a reader nothing: then nothing is quoted."""

LOOK_AT = 12_000
"""Characters at the head of the text in which a sentence is looked for."""

FOLLOW = 2
"""Sentences that may follow the one that is quoted."""

CREDITED, CREDIT = 400, 100
"""Characters of a paragraph that may stand under a picture, and of its end, where the credit stands."""

FRAGMENT = 4
"""Fewer words than this are no sentence that goes on with what was said."""

MAX_SENTENCES = 120
"""Sentences that are weighed."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A sentence, where it stands, and what speaks for quoting it."""

    paragraph: int
    sentence: int
    gain: float


SIGNS = {
    "figure": "with a figure",
    "advice": "that gives advice",
    "case": "that tells a case",
    "short": "of one short sentence",
    "need": "in the words of the need",
}
"""What may make a sentence worth quoting to one curator more than to another, in words."""

SHORT = 120
"""Characters of a short quotation."""


@dataclass(frozen=True, slots=True)
class Taste:
    """What one curator likes to quote: signs with 1 for more of them and -1 for less."""

    signs: Mapping[str, int] = field(default_factory=dict)
    silent: bool = False
    """She quotes nothing."""


NO_TASTE = Taste()


def signs_of(quotation: str, need: str = "") -> frozenset[str]:
    """Tell which signs a quotation bears."""
    found = {
        "figure": signs.FIGURE.search(quotation),
        "advice": signs.ADVICE.search(quotation),
        "case": signs.CASE.search(quotation),
        "short": len(quotation) <= SHORT,
        "need": len(_words(quotation, "en") & _words(need, "en")) >= NEED_WORDS,
    }
    return frozenset(sign for sign, borne in found.items() if borne)


def excerpt(article: Article, *, need: str = "", taste: Taste = NO_TASTE) -> str:
    """Quote an article: the sentence that says most of its subject, or nothing where quoting is not welcome.

    `need` is what the week is for; of two sentences that say as much, the one closer to it is quoted.
    `taste` is what was learned of whoever quotes.
    """
    return "" if taste.silent else next(quotations(article, need=need, taste=taste), "")


def quotations(
    article: Article, *, need: str = "", taste: Taste = NO_TASTE, weak: bool = False
) -> Iterator[str]:
    """Yield what could be quoted of an article, best first; nothing where quoting is not welcome.

    With `weak`, for a person who chooses, what says little comes, too, at the end.
    """
    if article.reserved or article.paywalled:
        return
    limit = min(LIMIT, len(article.text.strip()) // SHARE)
    if limit < MIN:
        return
    paragraphs = [list(sentences_of(paragraph)) for paragraph in _paragraphs(article)]
    subject = _stems(article.title, article)
    wanted = _stems(need, article)
    least = LEAST_CHOSEN if weak else _least(need, article.language)
    known = list(islice(_informing(paragraphs, article), MAX_SENTENCES))
    strict = _judged(need, article) and not weak
    if strict and _shows_prices([paragraphs[p][s] for p, s, _, _ in known]):
        return
    counts = Counter(stem for _, _, _, stems in known for stem in stems)
    named = subject | wanted | {stem for stem, _ in counts.most_common(OFTEN)}
    ends = ENDS * sum(map(len, paragraphs))
    spots: list[_Spot] = []
    for p, s, place, stems in known:
        sentence = paragraphs[p][s]
        if strict and _advertises(sentence):
            continue
        gain = _gain(sentence, article, len(stems & subject), len(stems & wanted))
        gain -= BESIDE * stems.isdisjoint(named)
        gain -= WARMS_UP * (p == 0 and s < OPENING and not _says(sentence))
        gain -= AT_THE_ENDS * (not ends <= place < ends / ENDS - ends)
        if gain >= least:
            spots.append(_Spot(p, s, gain))
    alone, tells = (taste.signs.get(sign, 0) > 0 for sign in ("short", "case"))
    for spot in _best_first(spots, paragraphs, article, least, limit, need, taste):
        before, follow = _parted(paragraphs[spot.paragraph], spot.sentence)
        if not weak and _is_scrap(follow[0], before, limit):
            continue
        if strict and (_is_poor(follow[0], article) or (not tells and refused.TALE.search(follow[0]))):
            continue
        chosen = _quote(follow[:1] if alone else follow, limit, article)
        if len(chosen) >= MIN:
            yield chosen


def _parted(sentences: Sequence[str], at: int) -> tuple[str, Sequence[str]]:
    return " ".join(sentences[:at]), sentences[at:]


def _is_scrap(sentence: str, before: str, limit: int) -> bool:
    """Tell whether a sentence cannot be quoted whole and as the page's own, whatever it says."""
    if len(sentence) > limit or sentence.endswith(("...", "…")):
        return True
    if not in_pairs(sentence) or within_quotation(before):
        return True
    return bool(refused.CAPTION.search(sentence))


def _judged(need: str, article: Article) -> bool:
    """Tell whether quotations of this kind were judged often enough to be strict: English, and a need."""
    return bool(need) and base(article.language or "en") == "en"


def _shows_prices(sentences: Sequence[str]) -> bool:
    """Tell whether a page lists what things cost."""
    return sum(signs.PRICE.search(s) is not None for s in sentences) > PRICED * len(sentences)


def _advertises(sentence: str) -> bool:
    return sum(1 for _ in islice(signs.SELLS.finditer(sentence), SELLING)) == SELLING


def _is_poor(sentence: str, article: Article) -> bool:
    return bool(_flaws(sentence, article) or _weaknesses(sentence, article))


def _least(need: str, language: str) -> float:
    """Return the worth that a sentence must have to be quoted."""
    code = base(language or "en")
    if not need or proposals(code) is None:
        return LEAST_UNREAD
    return LEAST if code == "en" else LEAST_TOLD


def _best_first(
    spots: Sequence[_Spot],
    paragraphs: Sequence[Sequence[str]],
    article: Article,
    least: float,
    limit: int,
    need: str,
    taste: Taste,
) -> Iterator[_Spot]:
    """Yield spots by their worth: what speaks against one takes longest, and is read when it may be next."""
    most = LIKED * sum(value > 0 for value in taste.signs.values())
    heap = [(-(spot.gain + most), number, False) for number, spot in enumerate(spots)]
    heapify(heap)
    while heap:
        _, number, weighed = heappop(heap)
        spot = spots[number]
        if weighed:
            yield spot
            continue
        sentence = paragraphs[spot.paragraph][spot.sentence]
        worth = spot.gain - POOR * _flaws(sentence, article) - WEAK * _weaknesses(sentence, article)
        worth -= _little(sentence, article)
        if worth >= least:
            worth += LIKED * _liked(sentence, need, taste) - TOO_LONG * (len(sentence) > limit)
            heappush(heap, (-worth, number, True))


OPENING = 2
"""Sentences at the front that a text warms up with, and what it costs to be one of them."""
WARMS_UP = 1.5

ENDS = 0.1
"""Share of a text that leads up to what it says, and as much that takes its leave; what both cost."""
AT_THE_ENDS = 0.7

BESIDE = 1.5
"""What it costs to name nothing of the title, the need, or what the text names most."""

OFTEN = 6
"""Stems that a text is taken to name most."""

TOO_LONG = 6.0
"""What it costs that a sentence must be cut."""

ONESELF = 1.5
"""What it costs to tell of oneself: a case may still say most."""

_ONESELF = re.compile(
    r"\b(?:I|my|me|I.ve|I.m|ich|mein|je|mon|yo|mi)\b|^(?:We|Our)\b"
    r"|\b(?:we|our) (?:offer|recommend|provide|team)"
)

NEVER = (
    "leans_on_others",
    "speaks_of_the_page",
    "of_the_writers",
    "sells",
    "of_its_day",
    "explains_a_word",
    "empty",
)
"""Reasons not to quote a sentence in a question that are reasons not to quote it at all."""

POOR = 4.0
"""What it costs to greet, to speak of oneself or of the text, to cite, to lean on the sentence before."""

WEAK = 2.5
"""What it costs to say what everybody knows, to announce, to tell who somebody is, to point backwards."""

LEAST = 5.0
LEAST_TOLD = 3.5
LEAST_UNREAD = -1.5
LEAST_CHOSEN = -3.0
"""Worth below which a sentence is not quoted at all: no quotation is better than an empty one. First for
English, where most signs are known; less for what `languages/` knows, still less without a need and in any
other language; least where a person chooses."""

PRICED = 0.12
"""Share of sentences with a price from which a page lists prices, and none of them is worth a quotation."""

SELLING = 2
"""Words of whoever sells that make a sentence an advertisement."""

CLAIMS = 1.1
"""What each of up to three words of a claim is worth."""

OF_TITLE, OF_NEED, AT_LENGTH = 0.9, 1.0, 0.5
"""What each of two stems of the title and of the need is worth, and a length that is easily read."""

EXACT = 0.7
"""What a figure is worth, more where it measures, and advice: whoever names one claims something."""
MEASURES = 2.2
ADVISES = 0.7
FINDS = 0.8
BIDS = 1.0
"""What it is worth to tell the reader what to do."""
CONTRASTS = 0.7

HALF = 1.0
"""What it costs to praise, to tell a step of an example, to point at what may not be quoted, to tell what
somebody did."""
NAMED = 0.4
"""What each of up to three names costs: they belong to a case, not to what one learns from it."""

LIKED = 3.0
"""What a sign is worth to a curator who likes it: it outweighs all but a flaw."""

NEED_WORDS = 2
"""Words of the need that count: a sentence that repeats it says no more than the need."""


def _informing(
    paragraphs: Sequence[Sequence[str]], article: Article
) -> Iterator[tuple[int, int, int, frozenset[str]]]:
    """Yield where each sentence stands that says something (in a paragraph, in the text), and its stems."""
    place = count()
    for p, sentences in enumerate(paragraphs):
        for s, sentence in enumerate(sentences):
            where = next(place)
            if _informs(sentence, article.title):
                yield p, s, where, _stems(sentence, article)


def _gain(sentence: str, article: Article, of_title: int, of_need: int) -> float:
    """Weigh what speaks for a sentence: what it claims, how many stems of title and need it names."""
    worth = CLAIMS * min(_claims(sentence), 3) + CONTRASTS * bool(signs.CONTRAST.search(sentence))
    worth += EXACT * bool(signs.FIGURE.search(sentence)) + MEASURES * bool(signs.MEASURE.search(sentence))
    worth += FINDS * bool(signs.FINDS.search(sentence)) + ADVISES * bool(signs.ADVICE.search(sentence))
    worth += OF_TITLE * min(of_title, 2) + OF_NEED * min(of_need, NEED_WORDS)
    worth += AT_LENGTH if 70 <= len(sentence) <= 230 else 0.0
    known = proposals(article.language or "en")
    return worth + BIDS * bool(known and known.imperative.match(sentence.replace("’", "'")))


def _little(sentence: str, article: Article) -> float:
    """Weigh what makes a sentence say a little less."""
    found = [p.match(sentence) for p in (signs.STEP, signs.ACTS)]
    found += [p.search(sentence) for p in (signs.PRAISE, signs.CODE)]
    costs = HALF * (sum(map(bool, found)) + bool(signs.POINTS.search(sentence[:45])))
    if base(article.language or "en") != "de":  # where each noun has a capital
        costs += NAMED * min(len(signs.NAMES.findall(sentence)), 3)
    return costs + ONESELF * bool(_ONESELF.search(sentence))


def _claims(sentence: str) -> int:
    return len({found[0].lower() for found in signs.CLAIM.finditer(sentence)})


def _says(sentence: str) -> bool:
    return bool(_claims(sentence) or signs.ADVICE.search(sentence))


def _flaws(sentence: str, article: Article) -> int:
    """Count what makes a sentence one that nobody would quote."""
    flaws = sum(1 for p in (signs.SELF, signs.ABOUT_TEXT, signs.REFERENCE, signs.TURN) if p.search(sentence))
    flaws += signs.LEANS.match(sentence) is not None
    author = article.author.split(",")[0]
    flaws += bool(author and sentence.startswith(author))  # who the author is, not what she says
    flaws += _foreign(sentence, article)
    flaws += any(sentence.count(a) != sentence.count(b) for a, b in ("“”", "()")) or not sentence[0].isalnum()
    return flaws + sentence.endswith(("...", "…"))


def _foreign(sentence: str, article: Article, reasons: Sequence[str] = NEVER) -> int:
    """Count, where the signs here are of another language, what the article's own would never quote."""
    code = base(article.language or "en")
    known = proposals(code)
    if known is None or code == "en":
        return 0
    elsewhere = language_of(sentence) not in ("", code)  # what nobody translated
    return elsewhere + sum(
        bool(known.reject[reason].search(sentence)) for reason in reasons if reason in known.reject
    )


def _weaknesses(sentence: str, article: Article) -> int:
    """Count what makes a sentence say little."""
    poor = (signs.HOLLOW, signs.MATTERS, signs.NEWS, signs.DANGLES, *refused.ANYWHERE)
    weak = sum(1 for p in poor if p.search(sentence))
    weak += sum(1 for p in (refused.ANSWERS, refused.DESCRIBES) if p.match(sentence))
    fragment = signs.FRAGMENT.match(sentence) is not None and not signs.SAYS.search(sentence)
    firm = len(article.source) > 3 and article.source in sentence
    return (
        weak
        + sentence.rstrip(')]"”’»').endswith("!")
        + fragment
        + (firm or _names_its_maker(sentence, article))
    )


def _names_its_maker(sentence: str, article: Article) -> bool:
    """Tell whether a sentence names its site as the address does ("Harbour Ward" on harbourward.example)."""
    labels = urls.host(article.canonical or article.url).split(".")
    own = [label for label in labels[:-1] if label not in _SUFFIXES][-1:]
    if not own or len(own[0]) <= FRAGMENT:
        return False
    runs = ("".join(c for c in run if c.isalnum()).lower() for run in _NAME.findall(sentence))
    name = own[0].replace("-", "")
    # Where the text uses the word as any other ("insurance" on insurance.com), it is no name.
    named = any(name in run or (len(run) >= LONG_NAME and name.startswith(run)) for run in runs)
    return named and not re.search(rf"\b{re.escape(own[0])}\b", article.text)


LONG_NAME = 8
"""Letters from which a beginning of an address names its site ("Harbour Ward" on harbourwards.example)."""
_SUFFIXES = frozenset(("ac", "co", "com", "edu", "gov", "net", "org"))
"""Labels of public suffixes such as co.uk."""
_NAME = re.compile(r"[A-Z][\w’&'.-]*(?:\s[A-Z][\w’&'.-]*)*")
"""Words with capitals, one after the other."""


def _liked(sentence: str, need: str, taste: Taste) -> int:
    borne = signs_of(sentence, need) if taste.signs else ()
    return sum(value for sign, value in taste.signs.items() if sign in borne)


def _stems(text: str, article: Article) -> frozenset[str]:
    return _words(text, article.language or "en")


def _words(text: str, language: str) -> frozenset[str]:
    words = [word for word in _WORD.findall(text.lower()[:2000]) if len(word) > 2 and word not in _COMMON]
    return frozenset(stem_words(words, language))


_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """about after also been before being best could does each every from guide have here into just
        like make many more most much need other over people some such than that their them then
        there these they thing this those through tips very want ways well were what when where
        which while will with without would year your the and for are you not but can our has had
        his her its who why how all any one two own out use""",
    )
)


def _quote(sentences: Sequence[str], limit: int, article: Article) -> str:
    """Take a sentence and what belongs to it, whole, while it fits; alone it is cut when it is too long."""
    first = sentences[0]
    chosen = shorten(first, limit)
    for more in sentences[1 : 1 + FOLLOW]:
        fits = not chosen.endswith("…") and len(chosen) + 1 + len(more) <= limit
        if not fits or not _belongs(more, first, article):
            break
        chosen += ("" if chosen[-1] in "。！？" else " ") + more
    return chosen


def _belongs(more: str, first: str, article: Article) -> bool:
    """Tell whether a sentence goes on with what the first said, and is itself worth quoting."""
    if more[-1] not in signs.STOPS or more[-1] in "?!" or len(more.split()) < FRAGMENT:
        return False
    poor = (signs.ABOUT_TEXT, signs.SELF, signs.REFERENCE, signs.TURN, signs.HOLLOW, signs.NEWS, signs.NOISE)
    if any(p.search(more) for p in (*poor, signs.BOILERPLATE)) or signs.STEP.match(more):
        return False
    if _foreign(more, article, NEVER[1:]):
        return False
    if _ONESELF.search(more) and not _ONESELF.search(first):
        return False
    if not in_pairs(more) or _names_its_maker(more, article) or _advertises(more):
        return False
    if any(p.search(more) for p in (refused.CAPTION, refused.TALE, *refused.ANYWHERE)):
        return False
    goes_on = signs.LEANS.match(more) or signs.POINTS.search(more[:45])
    return bool(goes_on or _stems(more, article) & _stems(first, article))


def _paragraphs(article: Article) -> Iterator[str]:
    for paragraph in article.text[:LOOK_AT].split("\n"):
        # A heading or a list item is a fragment; a paragraph that the look-ahead cut in two still serves.
        cleaned = one_line(paragraph, 4000)
        if not cleaned or cleaned.startswith(("- ", "* ", "• ", "|", "#", ">")):
            continue
        if len(cleaned) > CREDITED or not refused.CAPTION.search(cleaned[-CREDIT:]):
            yield cleaned


def _informs(sentence: str, title: str) -> bool:
    """Tell whether a sentence says something, as against a by-line, a button or the title again."""
    words = sentence.split()
    dense = len(words) < 4 and len(sentence) >= 20 and any(ord(c) > 0x2E80 for c in sentence)
    if not dense and not 8 <= len(words) <= 80:
        return False
    ends = sentence[:-1] if sentence[-1] == ")" else sentence
    if ends[-1] not in signs.STOPS or sentence[0].islower() or sentence[0] in "([-–—*":
        return False
    if signs.BOILERPLATE.match(sentence) or signs.NOISE.search(sentence) or sentence.endswith("?"):
        return False
    letters = sum(c.isalpha() for c in sentence)
    if letters < len(sentence) * 0.6 or sum(w[:1].isupper() for w in words) > 0.6 * len(words) > 4:
        return False
    return _plain(title) not in _plain(sentence) or len(words) > 2 * len(title.split())


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip() or "\0"
