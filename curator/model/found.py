"""Found records: what machines sent. Frozen dataclasses; a record contains the one it was made from."""

import math
from dataclasses import dataclass
from datetime import date, datetime

from curator import urls
from curator.model.reading_time import count_words
from curator.model.resource_kinds import MINUTES_PER_UNIT, RESOURCE_KINDS, Kind, Level

WORDS_PER_MINUTE = 238
"""Silent reading of English non-fiction by adults: the mean in Brysbaert 2019 (190 studies)."""


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes as a server sent them, decompressed: `url` is the address after redirects."""

    url: str
    body: bytes
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Response headers that later stages need, names in lower case (x-robots-tag, tdm-reservation, link)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed. Text fields are plain text except `content`, which is hostile HTML."""

    url: str
    title: str
    guid: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    content: str = ""
    categories: tuple[str, ...] = ()
    kind: Kind = "article"
    seconds: int | None = None
    """Running time of an enclosed recording, in seconds."""
    language: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed after parsing: its own title and home page, and its entries in the feed's order."""

    title: str
    entries: tuple[Entry, ...]
    url: str = ""
    """The site's home page, as the feed names it."""
    language: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """The readable content of one page, plain text throughout.

    `published` is a date or an aware datetime. `text` holds paragraphs separated by newlines.
    """

    url: str
    title: str
    text: str
    published: datetime | date | None = None
    author: str = ""
    source: str = ""
    """Name of the site, for credit."""
    summary: str = ""
    language: str = ""
    """ISO 639-1 code, empty when unknown."""
    kind: Kind = "article"
    seconds: int | None = None
    """Running time of a recording, in seconds."""
    pages: int | None = None
    """Length of a paper, in pages."""
    categories: tuple[str, ...] = ()
    """The publisher's own categories."""
    canonical: str = ""
    """The address that the page calls its own; a claim, never followed blindly."""
    licence: str = ""
    """Address of a Creative Commons licence that the page links to."""
    paywalled: bool = False
    reserved: bool = False
    """The publisher reserves excerpts: noarchive, nosnippet or a TDM reservation."""
    weight: float = 1.0
    """The weight of its feed in feeds.yml."""
    feed: str = ""
    """Address or path of the feed it came from."""
    image: str = ""
    entry: Entry | None = None
    """The feed item that led here."""
    reading_ease: float | None = None
    """Flesch reading ease of the text, about 0 (hard) to 100 (easy); None where it is not known."""

    @property
    def words(self) -> int:
        """Words in the text, or what takes as long in a script without spaces (see `count_words`)."""
        return count_words(self.text)

    @property
    def minutes(self) -> int:
        """Whole minutes it takes: running time, pages or words, whichever is known first; at least 1."""
        if self.seconds:
            return max(1, math.ceil(self.seconds / 60))
        if self.pages:
            per = MINUTES_PER_UNIT.get(RESOURCE_KINDS[self.kind].unit, MINUTES_PER_UNIT["pages"])
            return max(1, math.ceil(self.pages * per))
        return max(1, round(self.words / WORDS_PER_MINUTE))

    @property
    def host(self) -> str:
        """Host name of the address, without "www."; empty when the address cannot be read."""
        return urls.host(self.url)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a candidate stands where it stands: words for a person, `points` added to its score."""

    text: str
    points: float = 0.0
    detail: str = ""
    """How the points came about, for the whole sum; empty where the words say it all."""
    public: str = ""
    """What files and pages say instead, where the words quote a learner; empty where both are the same."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article weighed against a need. `score` is the sum of the reasons' points."""

    article: Article
    score: float
    reasons: tuple[Reason, ...] = ()
    duplicates: tuple[Article, ...] = ()
    """Other copies of the same story, folded into this one."""
    related: tuple[str, ...] = ()
    """Addresses of other stories on the same event."""
    tags: tuple[str, ...] = ()
    meaning: float | None = None
    """Cosine of article and need by meaning alone; None where there is no need or no language model."""
    if_alone: float | None = None
    """Points that are added to the score before it is compared with a floor (see `curator.rank.choice`):
    what the cosine with the need lost when the part that all articles have in common was taken out, so that
    the result does not depend on what else was ranked; and points for words of the need in the title. None
    where meaning was not compared."""
    parts: tuple[str, ...] = ()
    """Parts of the need that the article answers."""

    @property
    def url(self) -> str:
        """Address of the article."""
        return self.article.url

    @property
    def title(self) -> str:
        """Title of the article."""
        return self.article.title

    @property
    def minutes(self) -> int:
        """Minutes the article takes."""
        return self.article.minutes


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of a lint: `rule` names it, `suggestion` is text that would pass (or empty)."""

    rule: str
    level: Level
    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that went wrong and was contained: the stage, the item's address, the cause in words."""

    stage: str
    item: str
    error: str


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between runs. Times are aware UTC datetimes."""

    feed: str
    """Address or path, as in feeds.yml."""
    title: str = ""
    home: str = ""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    checked: datetime | None = None
    changed: datetime | None = None
    """When it last held an entry that was new."""
    failures: int = 0
    """Failures in a row."""
    retry_at: datetime | None = None
    """Not asked again before this moment."""
    moved_to: str = ""
    gone: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class HostState:
    """What is remembered of a host's server between runs, told apart by origin as in RFC 9309, 2.3.

    A stranger's link chooses scheme and port, so an answer there says nothing of the others.
    """

    origin: str
    """As `curator.urls.origin` says it; with " by redirect" for what only strangers' redirects met there."""
    failures: int = 0
    retry_at: datetime | None = None
    robots: str = ""
    robots_until: datetime | None = None
