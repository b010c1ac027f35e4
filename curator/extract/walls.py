"""Pages that hold no article, told apart so that the curator learns the cause."""

import re
from collections.abc import Sequence

from curator.errors import ExtractError
from curator.extract.blocks import Block
from curator.extract.head import Head
from curator.model.reading_time import count_words
from curator.urls import split

FEW = 15
"""Words below which a page holds no article text."""

SHORT = 300
"""Words up to which a page is searched for signs that it is a wall: a real article says more."""

_CONSENT = re.compile(
    r"\b(?:cookies?|consent|personal data|privacy (?:policy|notice|settings|choices)|legitimate interests?"
    r"|partners|vendors|personali[sz]ed (?:ads|advertising|content)"
    r"|cookie-einstellungen|datenschutz|einwilligung|consentement|protection des données)\b",
    re.I,
)
_BUTTON = re.compile(
    r"^(?:(?:accept|allow|reject|decline|refuse|deny)(?: all| cookies| all cookies| and (?:continue|close))?"
    r"|i (?:agree|accept)|agree|agree (?:and|&) (?:continue|proceed|close)|cookie settings|more options"
    r"|manage (?:options|preferences|settings|choices|cookies)|customi[sz]e(?: settings)?"
    r"|save (?:and exit|preferences)|alle akzeptieren|akzeptieren|zustimmen|ablehnen|tout accepter"
    r"|tout refuser|j.accepte|aceptar(?: todo)?|accetta(?: tutto)?)\W*$",
    re.I,
)
CONSENT = "a consent wall: the page wants an answer about cookies first"

_TITLES = {
    CONSENT: r"^(?:before you continue|bevor (?:sie|du) (?:fortfahren|zu)|avant (?:d'accéder|de continuer)"
    r"|cookie consent|your privacy|privacy settings|we value your privacy)\b",
    "a wall against robots: the site wants to see a browser": r"^(?:just a moment|attention required"
    r"|access (?:to this page )?(?:has been )?denied|are you (?:a )?(?:human|robot)|security check|captcha"
    r"|verif(?:y|ying) you are human|robot check|pardon our interruption|checking your browser|ddos-guard)\b",
    "the page says that it was not found": r"^(?:404\b|error 404|page (?:can.?t be found|missing)|not found"
    r"|seite nicht gefunden|(?:410 )?gone$)|\bpage not found\b|\b404\b.{0,12}\b(?:not found|error)\b",
    "a login page: the text is for members": r"^(?:log ?in|sign ?in|anmelden|connexion"
    r"|(?:log|sign) in to .{1,40})\s*(?:[|\-–—:·].*)?$",
}
"""What a page is whose title begins so, if it says little else."""

_SCRIPTS = re.compile(
    r"\b(?:enable|activate|turn on|requires?|need)\b.{0,30}\bjava ?script\b"
    r"|\bjava ?script\b.{0,40}\b(?:disabled|required|enable)",
    re.I,
)


def refuse_walls(head: Head, title: str, blocks: Sequence[Block], text: Sequence[Block]) -> None:
    """Raise ExtractError where the page is a wall in front of something, with the cause in words.

    `blocks` is all that the page shows, `text` what would be taken for the article.
    """
    if sum(count_words(block.text) for block in text) <= SHORT:
        for cause, pattern in _TITLES.items():
            if re.search(pattern, title, re.I):
                raise ExtractError(cause)
        if _is_consent(head.url, blocks, text):
            raise ExtractError(CONSENT)


def refuse_scraps(head: Head, blocks: Sequence[Block], text: Sequence[Block]) -> None:
    """Raise ExtractError where a page holds too little text, or only links, with the cause in words."""
    words = sum(count_words(block.text) for block in text)
    if words < FEW:
        raise ExtractError(_why_empty(head, blocks))
    if _is_listing(text):
        raise ExtractError("a list of links to other pages, not an article")


def _is_consent(url: str, blocks: Sequence[Block], text: Sequence[Block]) -> bool:
    if re.match(r"(?:consent|guce|cmp)\.", split(url).hostname or ""):
        return True
    sentences = [s for block in text for s in re.split(r"(?<=[.!?])\s", block.text) if len(s.split()) > 3]
    about = sum(len(s.split()) for s in sentences if _CONSENT.search(s))
    buttons = sum(1 for block in blocks if _BUTTON.match(block.text))
    return buttons >= 1 and about > 0.5 * max(1, sum(len(s.split()) for s in sentences)) and about > 10


def _why_empty(head: Head, blocks: Sequence[Block]) -> str:
    shown = sum(count_words(block.text) for block in blocks)
    hints = " ".join("".join(e.itertext())[:300] for e in head.tree.iterfind(".//noscript"))
    scripts = sum(1 for _ in head.tree.iter("script"))
    if _SCRIPTS.search(hints) or any(_SCRIPTS.search(block.text[:300]) for block in blocks[:50]):
        return "the page shows its text only to browsers that run scripts"
    if not shown:
        return "the page shows its text only to browsers that run scripts" if scripts else "the page is empty"
    if shown > 150:
        return "no article text was found among menus and links"
    return f"the page holds only {shown} words" if shown != 1 else "the page holds a single word"


def _is_listing(text: Sequence[Block]) -> bool:
    """Tell whether a text is a row of links: no article of 665 annotated ones is half made of links."""
    links = sum(block.link for block in text)
    return len(text) >= 8 and links > 0.5 * sum(len(block.text) for block in text)
