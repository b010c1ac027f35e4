"""Choose the short excerpt that is quoted from an article, within the limits of fair quotation.

At most 300 characters or a tenth of the text, whichever is smaller; nothing when the publisher
reserves excerpts or the text is behind a wall. The words are the article's own, in its own order: the
sentence that claims most and is closest to the need, whole where one fits, with what follows it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curator.model import Article
from curator.text.one_line import one_line, shorten
from curator.text.sentences import sentences_of
from curator.text.stemming import stem_words

LIMIT = 300
"""Characters quoted at most."""

SHARE = 10
"""One part in SHARE of the text is quoted at most."""

MIN = 60
"""Fewer characters than this tell a reader nothing: then nothing is quoted."""

LOOK_AT = 12_000
"""Characters at the head of the text in which a sentence is looked for."""

FRAGMENT = 4
"""Fewer words than this are no sentence that goes on with what was said."""

MAX_SENTENCES = 120
"""Sentences that are weighed."""

_FURNITURE = re.compile(
    r"^(?:by|posted|published|updated|written|photo|image|picture|credit|source|share|tweet|subscribe|"
    r"sign up|click|read (?:more|next|time)|listen|download|advert|cookie|copyright|©|menu|home|skip|filed|"
    r"tags?|categor|related|follow (?:us|me)|editor.s note|disclosure|disclaimer|hat tip|please |"
    r"estimated reading|this (?:article|post|story|piece|page|site|website|blog) "
    r"(?:was|is|has|first|originally|may|uses|contains)|an? (?:earlier )?version of this|originally "
    r"(?:published|posted)|welcome (?:to|back)|last (?:updated|reviewed|modified)|we use cookies|all rights|"
    r"thank(?:s| you)|guest post|edited by|table of contents)\b",
    re.IGNORECASE,
)
"""How the furniture of a page begins: by-lines, buttons, captions, notices."""

_LEANS = re.compile(
    r"(?:it|this|that|these|those|he|she|they|but|and|or|so|however|also|then|therefore|thus|instead"
    r"|moreover|"
    r"such|both|another|well|visit|see|check|watch|after all|even (?:if|though|so)|for (?:example|instance)"
    r"|in (?:addition|fact|other words|short)|of (?:the|these|those)|on the (?:other hand|contrary)"
    r"|as (?:a result|it turns out|mentioned|noted|above)|that said|with (?:that|this)|maybe|first|second"
    r"|finally|next|lastly)\b",
    re.IGNORECASE,
)
"""A sentence that leans on the one before it, or sends the reader elsewhere, makes a poor quotation."""

_SELF = re.compile(
    r"^(?:hey|hi|hello|dear|greetings|hallo|bonjour|hola|welcome|good (?:morning|afternoon|evening)"
    r"|i.m (?:a|an|the|so|really|very|thrilled|excited|happy|gonna|going)\b|i am (?:a|an|the|so|thrilled"
    r"|excited|happy)\b"
    r"|my name is|we.re (?:thrilled|excited|happy|proud)|we are (?:thrilled|excited|happy|proud)"
    r"|today.s guest"
    r"|i.m [A-Z]|i (?:recently|just|finally)\b|(?:a few|some|last|this) (?:days?|weeks?|months?|years?) ago)",
    re.IGNORECASE,
)
"""How a greeting begins, or somebody who speaks of himself before he comes to the subject."""

_ABOUT_TEXT = re.compile(
    r"\b(?:joins (?:me|us)|(?:in|on) (?:this|today.s|the next|my next|our next"
    r"|the following) (?:\w+ )?(?:article|posts?|guide|episode"
    r"|podcast|video|show|blog|piece|section|series|newsletter|issue)|(?:this|the|our|my) (?:guide|list"
    r"|lineup|roundup|post|article|series"
    r"|episode|interview|webinar|course|workshop) (?:will|walks|covers|explains|is|takes|shows|aims|answers)"
    r"|(?:we|i)(?:.ll| will|.ve| have| .re going to) (?:\w+ )?(?:cover|explore|discuss|look at|walk"
    r"|share|show|explain|dive|put together"
    r"|gathered|rounded up|compiled|answer|help you)|let.s (?:dive|take|look|get|explore|start|talk)"
    r"|keep reading|read on|below (?:is|are|you)"
    r"|here (?:is|are)|here.s (?:what|how|why|a|our|my)|for (?:this|our) (?:post|article|episode)"
    r"|spoke (?:with|to)|sat down with|chatted with"
    r"|^(?:we|i) (?:\w+ )?(?:explore|cover|discuss|look at|share|examine|review|list|start|begin|decided to)"
    r"|^(?:below|the following)\b|\bthese following\b|\b(?:we|i).re going to (?:focus|talk|start)"
    r"|happy to (?:assist|help)|recommend reading|contact us|check out|please (?:consider|feel|note"
    r"|visit|let)|consider supporting|we (?:cater|offer"
    r"|specialize|specialise|pride)"
    r"|our (?:clients|services|products|solutions|customers)|table of contents|click here"
    r"|learn more about|seats? left|register (?:now|for)|sign up|subscribe"
    r"|book (?:a|your)|discount|coupon)\b",
    re.IGNORECASE,
)
"""Sentences about the text itself, or that sell something beside it."""

_REFERENCE = re.compile(
    r"\bet al\b|\bdoi\b|\b(?:vol|pp|no|issn|isbn)\.?\s?\d|\(\d{4}[a-z]?\)"
    r"|\b[A-Z][\w-]+,? [A-Z]\.(?: ?[A-Z]\.)?,|\[\d{1,3}\]|^\d{1,3}\s?[A-Z]"
    r"|retrieved|accessed|lorem ipsum|\b(?:PDF|PowerPoint|Excel|Word|MS Word),|\b\d+(?:\.\d+)? ?[KMG]B\b"
    r"|(?:^|\W)_\w|\w_(?:\W|$)|\w\*"
)
"""An entry of a bibliography, a footnote, a file's size, marks of emphasis, text that fills a place."""

_TURN = re.compile(r"^[^\W\d_][\w.’' -]{0,30}:\s")
"""The turn of a speaker in an interview, or a label."""

_CLAIM = re.compile(
    r"\b(?:because|therefore|so that|instead(?: of)?|rather than|not (?:just|only|merely|about|because|a"
    r"|the)|but|although|though|yet|while|whereas"
    r"|unless|only (?:if|when|after)|if you|when (?:you|people|teams|we)|should|must|needs? to|have to"
    r"|cannot|can.t|don.t|never|always|most|least"
    r"|more (?:\w+ )?than|less (?:\w+ )?than|fewer|better|worse|best way|key|matters?|means?|leads? to"
    r"|depends?|helps?|makes?|allows?|enables?|turns out"
    r"|found that|shows? that|suggests? that|showed that|evidence|result|risk|mistake|problem|important"
    r"|essential|crucial|percent"
    r"|weil|deshalb|statt|sondern|sollte[nt]?|muss|müssen|nicht nur|wichtig|parce que|plutôt que|il faut"
    r"|doit|doivent|sinon|porque|en lugar de|debe[nr]?|hay que)\b"
    r"|\d\s?%",
    re.IGNORECASE,
)
"""Words of a sentence that claims something: a reason, a contrast, advice, a measure."""

_STOPS = '.!?…。！？"”’»)'
"""What a whole sentence ends with."""

_NOISE = re.compile(
    r"\b(?:min(?:ute)?s? read|affiliate|commission|sponsor(?:ed|s)?|newsletter|cookies?|all rights reserved|"
    r"terms of (?:use|service)|privacy policy|sign in|log in|javascript|your browser|e-?mail address|"
    r"comments? (?:are )?closed)\b|https?://|@\w",
    re.IGNORECASE,
)
"""What a sentence about the page, rather than its subject, contains."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A sentence, where it stands, and what it is worth quoting."""

    paragraph: int
    sentence: int
    score: float


def excerpt(article: Article, *, need: str = "") -> str:
    """Quote an article: the sentence that says most of its subject, or nothing where quoting is not welcome.

    `need` is what the week is for; of two sentences that say as much, the one closer to it is quoted.
    """
    return next(quotations(article, need=need), "")


def quotations(article: Article, *, need: str = "") -> Iterator[str]:
    """Yield what could be quoted of an article, best first; nothing where quoting is not welcome."""
    if article.reserved or article.paywalled:
        return
    limit = min(LIMIT, len(article.text.strip()) // SHARE)
    if limit < MIN:
        return
    paragraphs = [list(sentences_of(paragraph)) for paragraph in _paragraphs(article)]
    subject = _stems(article.title, article)
    wanted = _stems(need, article)
    spots: list[_Spot] = []
    for p, sentences in enumerate(paragraphs):
        for s, sentence in enumerate(sentences):
            if len(spots) < MAX_SENTENCES and _informs(sentence, article.title):
                score = _worth(sentence, article, subject, wanted) + EARLY / (1 + p + s)
                spots.append(_Spot(p, s, score - TOO_LONG * (len(sentence) > limit)))
    for spot in sorted(spots, key=lambda spot: -spot.score):
        chosen = _quote(paragraphs[spot.paragraph][spot.sentence :], limit)
        if len(chosen) >= MIN:
            yield chosen


EARLY = 2.0
"""What it is worth to stand first: a text says early what it is about."""

TOO_LONG = 6.0
"""What it costs that a sentence must be cut."""

ONESELF = 0.8
"""What it costs to tell of oneself: a case may still say most."""

_ONESELF = re.compile(r"\b(?:I|my|me|I.ve|I.m|ich|mein|je|mon|yo|mi)\b")

POOR = 4.0
"""What it costs to greet, to speak of oneself or of the text, to cite, to lean on the sentence before."""


def _worth(sentence: str, article: Article, subject: frozenset[str], wanted: frozenset[str]) -> float:
    """Weigh a sentence: what it claims, how close it is to title and need, what speaks against it."""
    stems = _stems(sentence, article)
    claims = len({found[0].lower() for found in _CLAIM.finditer(sentence)})
    worth = 0.7 * min(claims, 3)
    worth += 1.0 * min(len(stems & subject), 2) + 1.6 * min(len(stems & wanted), 3)
    worth += 0.5 if 70 <= len(sentence) <= 230 else 0.0
    against = (_SELF, _ABOUT_TEXT, _REFERENCE, _TURN, _LEANS)
    flaws = sum(1 for n, p in enumerate(against) if (p.search(sentence) if n < 4 else p.match(sentence)))
    author = article.author.split(",")[0]
    flaws += bool(author and sentence.startswith(author))  # who the author is, not what she says
    flaws += sentence.count("“") != sentence.count("”") or sentence.startswith(("“", '"', "_", "*", "("))
    flaws += sentence.endswith(("...", "…"))
    worth -= ONESELF * bool(_ONESELF.search(sentence))
    return worth - POOR * flaws


def _stems(text: str, article: Article) -> frozenset[str]:
    words = [word for word in _WORD.findall(text.lower()[:2000]) if len(word) > 2 and word not in _COMMON]
    return frozenset(stem_words(words, article.language or "en"))


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


def _quote(sentences: list[str], limit: int) -> str:
    """Take whole sentences while they fit; the first alone is cut at a word when it is too long."""
    chosen = shorten(sentences[0], limit)
    for more in sentences[1:]:
        if chosen.endswith("…") or len(chosen) + 1 + len(more) > limit or more[-1] not in _STOPS:
            break
        if (
            more.endswith("?")
            or len(more.split()) < FRAGMENT
            or any(p.search(more) for p in (_ABOUT_TEXT, _REFERENCE, _NOISE, _FURNITURE))
        ):
            break
        chosen += ("" if chosen[-1] in "。！？" else " ") + more
    return chosen


def _paragraphs(article: Article) -> Iterator[str]:
    for paragraph in article.text[:LOOK_AT].split("\n"):
        # A heading or a list item is a fragment; a paragraph that the look-ahead cut in two still serves.
        cleaned = one_line(paragraph, 4000)
        if cleaned and not cleaned.startswith(("- ", "* ", "• ", "|", "#", ">")):
            yield cleaned


def _informs(sentence: str, title: str) -> bool:
    """Tell whether a sentence says something, as against a by-line, a button or the title again."""
    words = sentence.split()
    dense = len(words) < 4 and len(sentence) >= 20 and any(ord(c) > 0x2E80 for c in sentence)
    if not dense and not 8 <= len(words) <= 80:
        return False
    ends = sentence[:-1] if sentence[-1] == ")" else sentence
    if ends[-1] not in _STOPS or sentence[0].islower():
        return False
    if _FURNITURE.match(sentence) or _NOISE.search(sentence) or sentence.endswith("?"):
        return False
    letters = sum(c.isalpha() for c in sentence)
    if letters < len(sentence) * 0.6 or sum(w[:1].isupper() for w in words) > 0.6 * len(words) > 4:
        return False
    return _plain(title) not in _plain(sentence) or len(words) > 2 * len(title.split())


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip() or "\0"
