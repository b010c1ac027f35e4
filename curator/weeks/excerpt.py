"""Choose the few words that are quoted from an article, and keep within what quoting allows.

At most 300 characters or a tenth of the text, whichever is smaller; nothing when the publisher
reserves excerpts or the text is behind a wall. The words are the article's own, in its own order:
the first sentences that say something.
"""

import re
from collections.abc import Iterator

from curator.model import Article
from curator.text.one_line import one_line, shorten

LIMIT = 300
"""Characters quoted at most."""

SHARE = 10
"""One part in SHARE of the text is quoted at most."""

MIN = 60
"""Fewer characters than this tell a reader nothing: then nothing is quoted."""

LOOK_AT = 6000
"""Characters at the head of the text in which the first informative sentence is looked for."""

_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]?[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω0-9])|(?<=[。！？])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|jr|sr|vs|no|nos|fig|cf|al|inc|ltd|co|corp|approx|dept|est|vol|pp|ed|eds)"
    r"|\b(?:e\.g|i\.e|u\.s|u\.k|a\.m|p\.m|ph\.d|z\.b|d\.h)|\b[a-z])\.$",
    re.IGNORECASE,
)
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
    r"(?:it|this|that|these|those|he|she|they|but|and|or|so|however|also|then|therefore|thus|instead|moreover|"
    r"such|both|another|well|visit|see|check|watch)\b",
    re.IGNORECASE,
)
"""A sentence that leans on the one before it, or sends the reader elsewhere, makes a poor quotation."""

_STOPS = '.!?…。！？"”’»)'
"""What a whole sentence ends with."""

_NOISE = re.compile(
    r"\b(?:min(?:ute)?s? read|affiliate|commission|sponsor(?:ed|s)?|newsletter|cookies?|all rights reserved|"
    r"terms of (?:use|service)|privacy policy|sign in|log in|javascript|your browser|e-?mail address|"
    r"comments? (?:are )?closed)\b|https?://|@\w",
    re.IGNORECASE,
)
"""What a sentence about the page, rather than its subject, contains."""


def excerpt(article: Article) -> str:
    """Quote an article: its first informative sentences, or nothing where quoting is not welcome."""
    if article.reserved or article.paywalled:
        return ""
    limit = min(LIMIT, len(article.text.strip()) // SHARE)
    if limit < MIN:
        return ""
    spare = ""
    for paragraph in _paragraphs(article):
        sentences = list(sentences_of(paragraph))
        for start, sentence in enumerate(sentences):
            if not _informs(sentence, article.title):
                continue
            chosen = _quote(sentences[start:], limit)
            if len(chosen) >= MIN and not _LEANS.match(chosen):
                return chosen
            spare = spare or (chosen if len(chosen) >= MIN else "")
    return spare


def _quote(sentences: list[str], limit: int) -> str:
    """Take whole sentences while they fit; the first alone is cut at a word when it is too long."""
    chosen = shorten(sentences[0], limit)
    for more in sentences[1:]:
        if chosen.endswith("…") or len(chosen) + 1 + len(more) > limit or more[-1] not in _STOPS:
            break
        chosen += ("" if chosen[-1] in "。！？" else " ") + more
    return chosen


def _paragraphs(article: Article) -> Iterator[str]:
    for paragraph in article.text[:LOOK_AT].split("\n"):
        # A heading or a list item is a fragment; a paragraph that the look-ahead cut in two still serves.
        cleaned = one_line(paragraph, 4000)
        if cleaned and not cleaned.startswith(("- ", "* ", "• ", "|", "#", ">")):
            yield cleaned


def sentences_of(paragraph: str) -> Iterator[str]:
    """Split a paragraph into sentences; an abbreviation or an initial ends none."""
    start = 0
    for match in _END.finditer(paragraph):
        sentence = paragraph[start : match.end()].strip()
        if not sentence or _ABBREVIATION.search(paragraph[max(start, match.start() - 12) : match.start()]):
            continue
        yield sentence
        start = match.end()
    if paragraph[start:].strip():
        yield paragraph[start:].strip()


def _informs(sentence: str, title: str) -> bool:
    """Tell whether a sentence says something, as against a by-line, a button or the title again."""
    words = sentence.split()
    dense = len(words) < 4 and len(sentence) >= 20 and any(ord(c) > 0x2E80 for c in sentence)
    if not dense and not 8 <= len(words) <= 80:
        return False
    if sentence[-1] not in _STOPS or sentence[0].islower():
        return False
    if _FURNITURE.match(sentence) or _NOISE.search(sentence) or sentence.endswith("?"):
        return False
    letters = sum(c.isalpha() for c in sentence)
    if letters < len(sentence) * 0.6 or sum(w[:1].isupper() for w in words) > 0.6 * len(words) > 4:
        return False
    return _plain(title) not in _plain(sentence) or len(words) > 2 * len(title.split())


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip() or "\0"
