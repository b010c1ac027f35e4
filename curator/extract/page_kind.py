"""What a page is, by the evidence that it shows, and how long it takes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from curator.extract.blocks import Block
from curator.extract.clean import MAX_ADDRESS
from curator.extract.head import ARTICLES, Head, text_of
from curator.model import RESOURCE_KINDS, Entry, Kind
from curator.urls import split

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

_SITES: dict[Kind, re.Pattern[str]] = {
    "podcast": re.compile(
        r"podcasts\.apple\.com/|anchor\.fm/.|open\.spotify\.com/(?:episode|show)|[\w-]{1,63}\.(?:buzzsprout"
        r"|libsyn|podbean"
        r"|simplecast|transistor)\.(?:com|fm)/.|share\.transistor\.fm/|overcast\.fm/\+|pca\.st/"
        r"|podcasters\.spotify\.com/"
    ),
    "slides": re.compile(
        r"(?:[a-z]{2}\.)?slideshare\.net/(?:slideshow/)?[^/]+/.|speakerdeck\.com/[^/]+/."
        r"|docs\.google\.com/presentation/"
        r"|slides\.com/[^/]+/.|[^?]+\.(?:pptx?|odp|key)$",
        re.I,
    ),
    "book": re.compile(
        r"books\.google\.[a-z.]+/books|goodreads\.com/book/|openlibrary\.org/(?:books|works)/"
        r"|worldcat\.org/(?:title|oclc)/"
        r"|gutenberg\.org/(?:ebooks|files|cache)/\d|leanpub\.com/[^/]+$|oreilly\.com/library/view/",
        re.I,
    ),
    "tool": re.compile(
        r"apps\.apple\.com/.*/?app/|play\.google\.com/store/apps/details|chromewebstore\.google\.com/detail/"
        r"|addons\.mozilla\.org/.*addon/|github\.com/[^/]+/[^/]+/?$|gitlab\.com/[^/]+/[^/]+/?$"
        r"|pypi\.org/project/"
        r"|npmjs\.com/package/|alternativeto\.net/software/",
        re.I,
    ),
}
"""Addresses, without scheme and www, of pages that are nothing else."""

_APPS = frozenset(("SoftwareApplication", "WebApplication", "MobileApplication"))
_ISBN = re.compile(r"\b(?:97[89][ -]?)?(?:\d[ -]?){9}[\dXx]\b")
_PLAYERS = re.compile(
    r"libsyn|buzzsprout|simplecast|captivate\.fm|transistor\.fm|spotify\.com/embed|soundcloud|podbean"
    r"|megaphone|acast"
    r"|anchor\.fm|art19|omny|audioboom|spreaker|podigee|blubrry|castos|fireside\.fm|redcircle"
    r"|apple\.com/[a-z]{2}/podcast",
    re.I,
)
_SHOW_TITLE = re.compile(
    r"\bpodcast\s{0,2}[:#|–—-]|^(?:podcast|episode|folge|épisode|episodio|ep\.?)\s?#?\s?\d{0,4}\s?[:.|–—-]"
    r"|[|–—:-]\s(?:the\s)?[\w ]{0,40}\bpodcast$|\b(?:episode|ep\.|folge|épisode|episodio)\s#?\d{1,4}\b",
    re.I,
)
_SHOW = re.compile(
    r"\b(?:(?:in|on) (?:this|today.s|this week.s) (?:episode|show|podcast)|(?:this|today.s) week.s guest"
    r"|show ?notes"
    r"|(?:listen|subscribe) (?:to|on|in) .{0,30}\b(?:podcast|episode|apple|spotify|itunes)"
    r"|this (?:podcast|episode)"
    r"|joins (?:me|us)|(?:the|our|my|your) podcast|in dieser (?:folge|episode)|dans cet épisode"
    r"|en este episodio)\b",
    re.I,
)
_POWERED = re.compile(
    r"\b(?:powered by|software by|forum software|community platform by|running)\b.{0,30}\b(?:mwforum"
    r"|phpbb|vbulletin"
    r"|xenforo|discourse|nodebb|flarum|mybb|smf|simple machines|invision|vanilla|fluxbb|punbb|yabb"
    r"|bbpress|lithium"
    r"|hoop\.la|crowdstack)\b|\bphpbb®|\bsmf \d\.\d|\bforum software by",
    re.I,
)
_MEMBER_LABEL = re.compile(
    r"(posts?|messages?|joined|joined date|join date|member since|registered|reputation|reply|quote"
    r"|location|likes received"
    r"|reaction score|upvotes|post by|beiträge|registriert|inscrit|mensajes)\b\W{0,3}",
    re.I,
)
_RUNS = re.compile(
    r"(?:duration|length|running time|run time|runtime|listen(?:ing)? time|dauer|durée|duración"
    r"|länge)\s?[:–-]?\s?"
    r"(\d{1,3}(?::\d\d){1,2}|(?:\d{1,2}\s?(?:h|hrs?|hours?|std)\.?\s?)?(?:\d{1,3}\s?(?:m|mins?|minutes?"
    r"|minuten)\b)?)",
    re.I,
)
_LISTEN = re.compile(
    r"(\d{1,3}\s?(?:m|mins?|minutes?))\s(?:listen|watch|episode|video|podcast|audio)\b", re.I
)
_SPOKEN = re.compile(
    r"(?:(\d{1,2})\s?(?:h|hrs?|hours?|std)\.?\s?)?(?:(\d{1,3})\s?(?:m|mins?|minutes?|minuten)\.?\s?)?"
    r"(?:(\d{1,2})\s?(?:s|secs?|seconds?))?",
    re.I,
)

SHORT_PAPER = 600
"""Words below which a page that calls itself a paper is an article, unless scholars are told to cite it."""

SHORT_NOTES = 450
LONG_NOTES = 2500
"""Words of the notes of a show: few where little else tells it, and at most."""

MAX_SECONDS = 24 * 3600
MAX_PAGES = 1500
"""A recording or a paper that claims to be longer tells nothing of its length."""


@dataclass(frozen=True, slots=True)
class Length:
    """The kind of a page and its length, as far as the page or the feed says."""

    kind: Kind = "article"
    seconds: int | None = None
    pages: int | None = None


def kind_of(url: str, head: Head, entry: Entry | None, blocks: Sequence[Block], words: int) -> Length:
    """Decide what a page is; a feed that says something else than "article" is believed, short papers apart.

    `blocks` is all that the page shows, `words` the length of its text: a long text with a film in it is an
    article.
    """
    addresses = [url, head.linked("canonical"), head.address("og:url")]
    places = [_place(address) for address in dict.fromkeys(addresses) if address]
    kind = entry.kind if entry and entry.kind != "article" else _kind(places, head, blocks, words)
    if kind == "paper" and words < SHORT_PAPER and not any(_is_cited(*place, head) for place in places):
        kind = "article"
    seconds = pages = None
    unit = RESOURCE_KINDS[kind].unit
    if unit == "seconds":
        seconds = (entry.seconds if entry else None) or _seconds(head, blocks)
    elif unit in ("pages", "slides"):
        pages = _pages(url, head)
    return Length(kind, seconds, pages)


def _place(address: str) -> tuple[str, str]:
    parts = split(address)
    return (parts.hostname or "").removeprefix("www."), parts.path


def _kind(places: Sequence[tuple[str, str]], head: Head, blocks: Sequence[Block], words: int) -> Kind:
    told: list[Kind | None] = [_by_address(*place) for place in places]
    told += [_by_claim(*place, head) for place in places]
    if kind := next((kind for kind in told if kind), None):
        return kind
    if _is_board(blocks):
        return "thread"
    if _is_show(head, blocks, words):
        return "podcast"
    written = not head.types.isdisjoint(ARTICLES) or head.meta("og:type").lower() == "article"
    film = "VideoObject" in head.types or head.meta("og:type").lower().startswith("video")
    if film and words < (150 if written else 300):
        return "video"
    if not written and "Book" in head.types and _ISBN.search(_claims_of_book(head)):
        return "book"
    if not written and not _APPS.isdisjoint(head.types):
        return "tool"
    return "slides" if "PresentationDigitalDocument" in head.types else "article"


def _by_address(host: str, path: str) -> Kind | None:
    """Tell the kind of pages on sites that hold nothing else."""
    if _is_video_address(host, path):
        return "video"
    for kind, pattern in _SITES.items():
        if pattern.match((host + path)[:MAX_ADDRESS]):
            return kind
    return None


def _by_claim(host: str, path: str, head: Head) -> Kind | None:
    if _is_paper(host, path, head):
        return "paper"
    if _is_thread(host, path, head):
        return "thread"
    kinds: dict[str, Kind] = {"book": "book", "books.book": "book", "music.song": "podcast"}
    return kinds.get(head.meta("og:type").lower())


def _claims_of_book(head: Head) -> str:
    book = head.node("Book")
    return " ".join((head.meta("book:isbn", "og:isbn", "citation_isbn"), text_of(book.get("isbn"))))


def _is_show(head: Head, blocks: Sequence[Block], words: int) -> bool:
    """Tell whether a page is the notes of a show: it says so, and holds little text beside a recording."""
    if "PodcastEpisode" in head.types:
        return True
    written = not head.types.isdisjoint(ARTICLES) or head.meta("og:type").lower() == "article"
    if not written and "AudioObject" in head.types and (_seconds(head, ()) or 0) > 120:
        return True
    if words > LONG_NOTES:
        return False
    element = head.tree.find(".//title")
    titles = [
        head.meta("og:title"),
        (element.text or "") if element is not None else "",
        *head.headings()[:2],
    ]
    named = any(_SHOW_TITLE.search(title[:300]) for title in titles)
    if not _has_player(head):
        return named and words <= SHORT_NOTES
    said = sum(1 for block in blocks if _SHOW.search(block.text[:600]))
    return named or (said >= 1 and words <= SHORT_NOTES) or said >= 3


def _has_player(head: Head) -> bool:
    if any(True for _ in head.tree.iter("audio")) or head.meta("og:audio", "og:audio:url", "twitter:player"):
        return True
    frames = (e.get("src") or e.get("data-src") or "" for e in head.tree.iter("iframe", "embed"))
    return any(_PLAYERS.search(address[:500]) for address in frames)


def _is_board(blocks: Sequence[Block]) -> bool:
    """Tell whether a page is a thread: its foot names a forum's software, or many boxes what members did."""
    if any(_POWERED.search(block.text) for block in blocks[-40:] if len(block.text) <= 200):
        return True
    labels = Counter(m[1].lower() for b in blocks if len(b.text) <= 60 and (m := _MEMBER_LABEL.match(b.text)))
    return sum(1 for count in labels.values() if count >= 3) >= 2


def _is_video_address(host: str, path: str) -> bool:
    if host in ("youtube.com", "m.youtube.com", "youtube-nocookie.com"):
        return path.startswith(("/watch", "/shorts/", "/live/", "/embed/"))
    if host == "youtu.be":
        return len(path) > 1
    return host in ("vimeo.com", "player.vimeo.com") and bool(re.search(r"/\d{5,}", path))


def _is_paper(host: str, path: str, head: Head) -> bool:
    return (
        _is_cited(host, path, head)
        or "ScholarlyArticle" in head.types
        or "MedicalScholarlyArticle" in head.types
    )


def _is_cited(host: str, path: str, head: Head) -> bool:
    """Tell whether scholars' search engines are told of a page, or its address is that of a paper."""
    if host.endswith("arxiv.org"):
        return path.startswith(("/abs/", "/pdf/", "/html/"))
    if host in ("doi.org", "dx.doi.org") or (_DOI.search(path) and "/doi/" in path):
        return True
    return "citation_title" in head.metas and not _CITED.isdisjoint(head.metas)


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


def _seconds(head: Head, blocks: Sequence[Block]) -> int | None:
    record = head.node("VideoObject", "PodcastEpisode", "AudioObject", "Episode", "Clip")
    claims = [text_of(record.get("duration")), text_of(record.get("timeRequired"))]
    claims.append(
        head.meta("og:video:duration", "video:duration", "music:duration", "og:audio:duration", "duration")
    )
    element = head.tree.find(".//*[@itemprop='duration']")
    if element is not None:
        claims.append(element.get("content") or element.get("datetime") or element.text or "")
    short = [block.text for block in blocks if len(block.text) <= 80]
    claims += [said[1] for text in short for pattern in (_RUNS, _LISTEN) if (said := pattern.search(text))]
    return next((seconds for claim in claims if (seconds := _said_seconds(claim))), None)


def _said_seconds(text: str) -> int | None:
    """Read a running time as machines or as people write it ("1 hr 5 min", "42 minutes")."""
    if found := seconds_of(text):
        return found
    spoken = _SPOKEN.fullmatch(text.strip()[:40])
    if not spoken or not any(spoken.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in spoken.groups())
    total = (hours * 60 + minutes) * 60 + seconds
    return total if 0 < total <= MAX_SECONDS else None


def _pages(url: str, head: Head) -> int | None:
    first, last = head.meta("citation_firstpage").strip()[:12], head.meta("citation_lastpage").strip()[:12]
    if first.isdecimal() and last.isdecimal():
        count = int(last) - int(first) + 1
        if 1 <= count <= MAX_PAGES:
            return count
    claims = [text_of(head.article.get("numberOfPages")), text_of(head.article.get("pagination"))]
    if (split(url).hostname or "").endswith("arxiv.org"):
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
