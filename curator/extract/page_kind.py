"""What a page is: an article, a video, a podcast, a paper or a thread, and how long it takes."""

import re
from dataclasses import dataclass

from curator.extract.head import ARTICLES, Head, split_address, text_of
from curator.model import Entry, Kind

_DURATION = re.compile(
    r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,5})M)?(?:(\d{1,7})(?:\.\d{1,9})?S)?)?", re.I
)
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d\d)")
_PAGES = re.compile(r"\b(\d{1,4})\s+pages\b", re.I)
_FORUMS = re.compile(
    r"\b(?:discourse|phpbb|vbulletin|xenforo|nodebb|flarum|mybb|smf|invision|vanilla|lemmy)\b", re.I
)
_THREADS = re.compile(r"/forums?/.|/viewtopic\.php|/showthread\b|/threads/.", re.I)
_DOI = re.compile(r"(?:^|/)10\.\d{4,9}/\S", re.I)

_CITED = frozenset((
    "citation_doi", "citation_journal_title", "citation_conference_title", "citation_arxiv_id",
    "citation_issn", "citation_dissertation_institution", "citation_technical_report_institution",
))  # fmt: skip
"""Meta elements of a paper for search engines of scholars (Highwire tags); blogs set the title alone."""

MAX_SECONDS = 24 * 3600
MAX_PAGES = 1500
"""A recording or a paper that claims to be longer tells nothing of its length."""


@dataclass(frozen=True, slots=True)
class Length:
    """The kind of a page and its length, as far as the page or the feed says."""

    kind: Kind = "article"
    seconds: int | None = None
    pages: int | None = None


def kind_of(url: str, head: Head, entry: Entry | None, words: int) -> Length:
    """Decide what a page is; a feed that says something else than "article" is believed.

    `words` is the length of the text: a long text with a film in it is an article.
    """
    kind = entry.kind if entry and entry.kind != "article" else _kind(url, head, words)
    seconds = pages = None
    if kind in ("video", "podcast"):
        seconds = (entry.seconds if entry else None) or _seconds(head)
    elif kind == "paper":
        pages = _pages(url, head)
    return Length(kind, seconds, pages)


def _kind(url: str, head: Head, words: int) -> Kind:
    parts = split_address(url)
    host, path = (parts.hostname or "").removeprefix("www."), parts.path
    if _is_video_address(host, path):
        return "video"
    if host in ("podcasts.apple.com", "anchor.fm") or (
        host == "open.spotify.com" and path.startswith("/episode")
    ):
        return "podcast"
    if _is_paper(host, path, head):
        return "paper"
    if _is_thread(host, path, head):
        return "thread"
    written = not head.types.isdisjoint(ARTICLES) or head.meta("og:type").lower() == "article"
    if "PodcastEpisode" in head.types or (
        not written and "AudioObject" in head.types and (_seconds(head) or 0) > 120
    ):
        return "podcast"
    film = "VideoObject" in head.types or head.meta("og:type").lower().startswith("video")
    return "video" if film and words < (150 if written else 300) else "article"


def _is_video_address(host: str, path: str) -> bool:
    if host in ("youtube.com", "m.youtube.com", "youtube-nocookie.com"):
        return path.startswith(("/watch", "/shorts/", "/live/", "/embed/"))
    if host == "youtu.be":
        return len(path) > 1
    return host in ("vimeo.com", "player.vimeo.com") and bool(re.search(r"/\d{5,}", path))


def _is_paper(host: str, path: str, head: Head) -> bool:
    if host.endswith("arxiv.org"):
        return path.startswith(("/abs/", "/pdf/", "/html/"))
    if host in ("doi.org", "dx.doi.org") or (_DOI.search(path) and "/doi/" in path):
        return True
    cited = "citation_title" in head.metas and not _CITED.isdisjoint(head.metas)
    return cited or "ScholarlyArticle" in head.types or "MedicalScholarlyArticle" in head.types


def _is_thread(host: str, path: str, head: Head) -> bool:
    if host in ("stackoverflow.com", "serverfault.com", "superuser.com", "askubuntu.com") or host.endswith(
        ".stackexchange.com"
    ):
        return path.startswith("/questions/")
    if host.endswith("reddit.com"):
        return "/comments/" in path
    if host == "news.ycombinator.com":
        return path == "/item"
    if not head.types.isdisjoint(("DiscussionForumPosting", "QAPage")):
        return True
    if {"Question", "Answer"} <= head.types and "FAQPage" not in head.types:
        return True
    named = host.split(".", 1)[0] in ("forum", "forums") or _THREADS.search(path)
    return bool(named or _FORUMS.search(head.meta("generator")))


def seconds_of(text: str) -> int | None:
    """Read a running time: ISO 8601 ("PT1H2M3S"), a clock ("1:02:03") or whole seconds."""
    text = text.strip()[:40]
    if re.fullmatch(r"\d{1,6}(?:\.\d{1,9})?", text):
        total = int(float(text))
    elif (found := _DURATION.fullmatch(text)) and any(found.groups()):
        days, hours, minutes, seconds = (int(g or 0) for g in found.groups())
        total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    elif found := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(g or 0) for g in found.groups())
        total = (hours * 60 + minutes) * 60 + seconds
    else:
        return None
    return total if 0 < total <= MAX_SECONDS else None


def _seconds(head: Head) -> int | None:
    record = head.node("VideoObject", "PodcastEpisode", "AudioObject", "Episode", "Clip")
    claims = [text_of(record.get("duration")), text_of(record.get("timeRequired"))]
    claims.append(
        head.meta("og:video:duration", "video:duration", "music:duration", "og:audio:duration", "duration")
    )
    element = head.tree.find(".//*[@itemprop='duration']")
    if element is not None:
        claims.append(element.get("content") or element.get("datetime") or element.text or "")
    return next((seconds for claim in claims if (seconds := seconds_of(claim))), None)


def _pages(url: str, head: Head) -> int | None:
    first, last = head.meta("citation_firstpage").strip()[:12], head.meta("citation_lastpage").strip()[:12]
    if first.isdecimal() and last.isdecimal():
        count = int(last) - int(first) + 1
        if 1 <= count <= MAX_PAGES:
            return count
    claims = [text_of(head.article.get("numberOfPages")), text_of(head.article.get("pagination"))]
    if (split_address(url).hostname or "").endswith("arxiv.org"):
        # The comment that authors leave with a paper: "12 pages, 3 figures".
        claims += [
            "".join(cell.itertext())[:300]
            for cell in head.tree.iterfind(".//td[@class]")
            if "comments" in cell.get("class", "")
        ]
    for claim in claims:
        found = _PAGES.search(claim) or re.fullmatch(r"\s*(\d{1,4})\s*", claim)
        if found and 1 <= int(found[1]) <= MAX_PAGES:
            return int(found[1])
        if span := re.fullmatch(r"\s*(\d{1,6})\s*[-–]+\s*(\d{1,6})\s*", claim):
            count = int(span[2]) - int(span[1]) + 1
            if 1 <= count <= MAX_PAGES:
                return count
    return None
