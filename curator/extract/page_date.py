"""When a page appeared: what its head and records say, else the dateline near its title.

Days in scripts, footers, comments, related stories and announcements say when something else happened, and
"last updated" says when it changed; the day of publication is labelled, or stands alone by the title.
The machine's clock is not used.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from curator.extract.blocks import Block
from curator.extract.elsewhere import is_elsewhere
from curator.extract.head import Head, text_of, types_of
from curator.text.dates import parse_date
from curator.urls import split

DATED = (
    "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued",
    "dc.date", "dcsext.articlefirstpublished",
    "citation_publication_date", "citation_online_date", "citation_date", "dcterms.issued", "dcterms.created",
    "og:article:published_time", "article.published", "pubdate", "publish-date", "publish_date", "date",
    "og:published_time", "article:published", "rnews:datepublished", "cxenseparse:recs:publishtime",
    "dc.created",
    "publication_date", "originalpublicationdate", "article_date_original", "bt:pubdate",
)  # fmt: skip
"""Meta elements that hold the day of publication, the surest first."""

_PAGES = frozenset(("WebPage", "VideoObject", "PodcastEpisode", "CreativeWork"))

ABOVE, NEAR = 8, 40
"""Blocks above the title, and blocks in all, in which a dateline may stand."""

AROUND = 3
"""Blocks of the text itself, at its beginning, that may still be the dateline."""

MAX_LINE = 160
"""Characters of a dateline."""

LOOSE = 8
"""Words beside the day that an unlabelled dateline may have: names, desks, minutes to read."""

_YEAR = re.compile(r"(?<!\d)(?:19[7-9]\d|20\d\d)(?!\d)")
_PIECE = re.compile(r"[^\s：｜|・]+")
_TRIM = " \t([{<>|•·⋅,;:.–—-/~)]}…\"'“”"
_PUBLISHED = re.compile(
    r"publish|posted|\bdate[sd]?\b|\bon\b|releas|written|created|first|issued|veröffentlicht|erschienen"
    r"|erstellt|publiziert"
    r"|publié|paru|mis en ligne|publicad|pubblicat|publicerad|publisert|udgivet|gepubliceerd|geplaatst"
    r"|julkaistu"
    r"|opublikowan|dodano|опубликован|дата|发布|發布|发表|發表|公開|投稿|掲載|入力|입력|등록|게시",
    re.I,
)
_UPDATED = re.compile(
    r"updat|modif|edit(?:ed)?\b|revis|review|chang|aktualisiert|geändert|stand\b|mis à jour|modifié"
    r"|actualizad|modificad"
    r"|aggiornat|atualizad|uppdaterad|oppdatert|opdateret|bijgewerkt|gewijzigd|päivitetty|aktualiz"
    r"|обновлен|изменен"
    r"|更新|最終|수정|last\b",
    re.I,
)
_SITE = re.compile(
    r"©|copyright|\(c\)|all rights|(?:site|website|page|pages|prices?|data|database|sitemap|policy|terms"
    r"|stock)\s.{0,20}"
    r"(?:updat|modif|review|chang|generat)|(?:updat\w{0,3}|modified|version) of (?:the|this|our) (?:site"
    r"|page)"
    r"|last site update|site update",
    re.I,
)
"""Lines about the site, not about the article."""

_EVENT = re.compile(
    r"\b(?:events?|webinars?|conference|workshops?|register|registration|rsvp|join us|tickets?|deadline"
    r"|ends?|expires?"
    r"|until|valid|through|starts?|begins?|opens?|closes?|save the date|when|coming|upcoming|due|born"
    r"|died|since"
    r"|anmelden|anmeldung|veranstaltung|bis|tagung|inscription|jusqu|hasta|fino al|inscri\w{0,8}|course"
    r"|sale|offer"
    r"|summit|festival|next|agenda|exhibition|live on|streams?|meets?)\b",
    re.I,
)
"""Lines about something that happens on that day."""

_IN_ADDRESS = re.compile(r"/((?:19[7-9]|20\d)\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|$)")
_ZONED = re.compile(r"\d[\d:.]{4,12}\s?(?:z|[+-]\d\d:?\d\d|utc|gmt|[a-z]{3,4})$", re.I)


def page_date(
    head: Head, blocks: Sequence[Block], text: Sequence[Block], language: str = ""
) -> datetime | date | None:
    """Return when the page says it appeared; None where it says nothing of it.

    `blocks` is all that the page shows, `text` what was taken for the article.
    """
    for claim in _claims(head):
        if found := read_date(claim, language):
            return found
    lines = sorted(_datelines(head, blocks, text, language), key=lambda line: line[0])
    return lines[0][1] if lines else None


def _claims(head: Head) -> Iterator[str]:
    yield text_of(head.article.get("datePublished"))
    for name in DATED:
        if name in head.metas:
            yield head.metas[name][0]
    for element in head.tree.xpath("(//*[@itemprop='datePublished'] | //time[@pubdate])[position() <= 3]"):
        if not is_elsewhere(element):
            yield element.get("datetime") or element.get("content") or "".join(element.itertext())
    for node in head.nodes:
        if types_of(node) & _PAGES:
            for key in ("datePublished", "uploadDate", "dateCreated"):
                yield text_of(node.get(key))


def _datelines(
    head: Head, blocks: Sequence[Block], text: Sequence[Block], language: str
) -> Iterator[tuple[int, datetime | date]]:
    """Yield the days near the title, each with its rank: labelled, alone, in the address, changed."""
    found = _IN_ADDRESS.search(split(head.url).path)
    if found and (day := read_date("-".join(part.zfill(2) for part in found.groups()))):
        yield 2, day
    top, below = _near(blocks, text)
    heading = next((n for n, block in enumerate(top) if block.tag == "h1"), 0)
    yield from _days_of(top[heading:], language)
    # A day alone above the title may be today's, in the head of the site: it counts where none follows.
    for rank, day in _days_of(top[:heading], language):
        yield (2 if rank == 1 else rank), day
    boxes = {block.path[-1] for block in top if block.path}
    under = {block.path[-1] for block in top[heading:] if block.path}
    for element in islice(head.tree.iter("time"), 12):
        around = list(islice(element.iterancestors(), 4))
        if boxes.isdisjoint(around) or is_elsewhere(element):
            continue
        said = " ".join([element.get("class") or "", around[0].get("class") or "", around[0].text or ""])[
            :200
        ]
        if (day := read_date(element.get("datetime") or "", language)) and not _EVENT.search(said):
            yield (4 if _UPDATED.search(said) else 2 if under.isdisjoint(around) else 1), day
    for rank, day in _days_of(below, language):
        if rank == 0:
            yield 3, day


def _near(blocks: Sequence[Block], text: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """Return the blocks around the title and the first words, and those just behind the last words."""
    places = {id(block): n for n, block in enumerate(blocks)}
    kept = [n for block in text if (n := places.get(id(block))) is not None]
    heading = next((n for n, block in enumerate(blocks) if block.tag == "h1"), None)
    first = kept[0] if kept else (heading or 0)
    begin = heading if heading is not None and (heading <= first or not kept) else max(0, first - ABOVE)
    begin = max(0, begin - ABOVE)
    end = (kept[min(AROUND, len(kept)) - 1] if kept else begin + ABOVE + NEAR // 2) + 1
    last = kept[-1] + 1 if kept else end
    return blocks[max(begin, end - NEAR) : end], blocks[last : last + ABOVE]


def _days_of(blocks: Sequence[Block], language: str) -> Iterator[tuple[int, date]]:
    for n, block in enumerate(blocks):
        text = block.text[: MAX_LINE + 1]
        if (
            len(text) > MAX_LINE
            or not _YEAR.search(text)
            or _SITE.search(text)
            or block.tag in ("h2", "h3", "h4")
        ):
            continue
        if block.path and is_elsewhere(block.path[-1]):
            continue
        # A label may stand in a box of its own: "Published", then the day.
        label = blocks[n - 1].text if n and len(blocks[n - 1].text) <= 30 else ""
        yield from _labelled_days(text, label, language)


def _labelled_days(text: str, label: str, language: str) -> Iterator[tuple[int, date]]:
    before = 0
    spans = list(days_in(text, language))
    others = len(text.split()) - sum(len(text[a:b].split()) for a, b, _ in spans)
    for start, end, day in spans:
        said = text[before:start] or label
        before = end
        if _EVENT.search(said):
            continue
        if _UPDATED.search(said) and not re.search(
            r"publish|posted|publi[ée]|erschienen|veröffentlicht", said, re.I
        ):
            yield 4, day
        elif _PUBLISHED.search(said) and len(said) <= 60:
            yield 0, day
        elif others <= LOOSE and len(spans) <= 2 and not _EVENT.search(text):
            yield 1, day


def days_in(text: str, language: str = "") -> Iterator[tuple[int, int, date]]:
    """Yield the days that a line names in full, with their places; its first three years are looked at."""
    words = [(m.start(), m.end()) for m in _PIECE.finditer(text[: MAX_LINE * 2])]
    done = 0
    for year in islice(_YEAR.finditer(text[: MAX_LINE * 2]), 3):
        at = next((n for n, (start, end) in enumerate(words) if start <= year.start() < end), None)
        if at is None or words[at][0] < done:
            continue
        # "3 March 2021" and "2021-03-03" before longer forms, which could take in a label's last word.
        windows = ((at - back, at + on) for on in (0, 1, 2) for back in (2, 0, 3, 4, 1))
        for first, last in windows:
            if first < 0 or last >= len(words) or words[first][0] < done:
                continue
            start, end = words[first][0], words[last][1]
            piece = text[start:end].strip(_TRIM)
            if (
                len(piece) <= 40
                and len(re.findall(r"\d+", piece)) in (2, 3)
                and (found := parse_date(piece, language))
            ):
                yield start, end, found.date()
                done = end
                break


def read_date(text: str, language: str = "") -> datetime | date | None:
    """Read a date, with its time if it carries a zone; None for what is no date after 1970."""
    text = text.strip()[:60]
    if re.fullmatch(r"\d{4}", text) or not (_YEAR.search(text) or re.fullmatch(r"\d{9,13}", text)):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        found = parse_date(text, language)
        if found is None:
            return None
        return found if _ZONED.search(text) else found.date()
    if not 1971 <= moment.year <= 2100:
        return None
    return moment if moment.tzinfo and parse_date(text) else moment.date() if not moment.tzinfo else None
