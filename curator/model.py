"""The records that flow through curator: frozen, typed, free of I/O.

Two families. *Found* records (dataclasses) hold what machines sent: Document, Entry, Article,
Candidate. *Written* records (pydantic, unknown keys refused) hold what people write in YAML: Feed,
Topic, Course, Module and their parts. A record contains the one it was made from.
"""

import math
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

Kind = Literal["article", "video", "podcast", "paper", "thread"]
Status = Literal["draft", "published"]
Level = Literal["error", "warning", "advice"]

WORDS_PER_MINUTE = 238
"""Silent reading of English non-fiction by adults: the mean in Brysbaert 2019 (190 studies)."""

MINUTES_PER_PAGE = 2
"""A page of a paper, about 500 words, read at WORDS_PER_MINUTE."""


# --- found: what machines sent -----------------------------------------------------------------


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
    origins: tuple[tuple[str, str], ...] = ()
    """Which side won each reconciled field: ("title", "feed"), ("author", "page") ..."""
    entry: Entry | None = None
    """The feed item that led here."""

    @property
    def words(self) -> int:
        """Words in the text, split at white space."""
        return len(self.text.split())

    @property
    def minutes(self) -> int:
        """Whole minutes it takes: running time, pages or words, whichever is known first; at least 1."""
        if self.seconds:
            return max(1, math.ceil(self.seconds / 60))
        if self.pages:
            return self.pages * MINUTES_PER_PAGE
        return max(1, round(self.words / WORDS_PER_MINUTE))

    @property
    def host(self) -> str:
        """Host name of the address, without "www."."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a candidate stands where it stands: words for a person, `points` added to its score."""

    text: str
    points: float = 0.0
    detail: str = ""
    """How the points came about, for the whole sum; empty where the words say it all."""

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
    """What is remembered of a host between runs."""

    host: str
    failures: int = 0
    retry_at: datetime | None = None
    robots: str = ""
    robots_until: datetime | None = None


# --- written: what people write in YAML ----------------------------------------------------------


class Written(BaseModel):
    """Base of the records that people write: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _web_address(value: object) -> object:
    """Refuse anything but http and https addresses: they end up as links on a page."""
    if isinstance(value, str):
        try:
            parts = urlsplit(value.strip())
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("not a web address: write it in full, starting with https://")
        return value.strip()
    return value


Url = Annotated[str, BeforeValidator(_web_address)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Name = Annotated[str, Field(min_length=1, max_length=400)]


class Feed(Written):
    """One feed of feeds.yml: an address on the web or a file inside the project."""

    url: Url | None = None
    path: str | None = None
    title: str = ""
    tags: tuple[str, ...] = ()
    weight: Annotated[float, Field(gt=0, le=10)] = 1.0

    @property
    def id(self) -> str:
        """What names the feed everywhere: its address, or its path."""
        return self.url or self.path or ""


class Topic(Written):
    """One tag of the taxonomy in feeds.yml: what it is called, what it is about, words that show it."""

    name: Name
    about: str = ""
    keywords: tuple[str, ...] = ()


class Person(Written):
    """Somebody to learn from: name, home page and feed."""

    name: Name
    url: Url | None = None
    feed: Url | None = None


class Why(Written):
    """Why a resource was chosen, as the tool saw it; `tags` are the tags that the tool set."""

    score: float = 0.0
    reasons: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Via(Written):
    """Another place where the same story appeared, for credit."""

    url: Url
    source: str = ""


class Resource(Written):
    """One curated thing worth a busy person's time."""

    url: Url
    title: Name
    source: str = ""
    author: str = ""
    published: date | None = None
    kind: Kind = "article"
    minutes: Annotated[int, Field(ge=0, le=1000)] = 0
    tags: tuple[str, ...] = ()
    note: str = ""
    excerpt: Annotated[str, Field(max_length=300)] = ""
    image: str = ""
    via: tuple[Via, ...] = ()
    suggested_by: str = ""
    archived: Url | None = None
    """An archived copy, kept beside the address when the original is gone."""
    why: Why | None = None


class Question(Written):
    """One question to talk about; `about` is the 1-based number of the resource it starts from."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
    question: Annotated[str, Field(min_length=1, max_length=600)]
    about: Annotated[int, Field(ge=1)] | None = None
    silence: dict[str, str] = Field(default_factory=dict)
    """Lint rules that do not apply here, each with the reason."""


class Event(Written):
    """Something to attend. `starts` carries its time zone."""

    title: Name
    starts: AwareDatetime
    minutes: Annotated[int, Field(ge=1, le=10000)] = 60
    url: Url | None = None


class Thanks(Written):
    """Credit to somebody, and what for."""

    name: Name
    reason: Annotated[str, Field(alias="for")] = ""


class Connection(Written):
    """The people part of a module."""

    people: tuple[Person, ...] = ()
    prompts: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    thanks: tuple[Thanks, ...] = ()


class Dropped(Written):
    """A candidate that the curator turned down; the ranking learns from it."""

    url: Url
    title: str = ""
    why: str = ""


class Module(Written):
    """One week of a course: content, conversation, connection, and the introduction (Markdown)."""

    week: Annotated[int, Field(ge=1, le=9999)]
    title: Name
    status: Status = "draft"
    opens: date | None = None
    objective: str = ""
    content: tuple[Resource, ...] = ()
    conversation: tuple[Question, ...] = ()
    connection: Connection = Connection()
    dropped: tuple[Dropped, ...] = ()
    drafted: str = ""
    """Fingerprint of the file as the tool wrote it; while it fits, nobody has touched the draft."""
    introduction: str = ""
    """The Markdown below the front matter."""

    @property
    def minutes(self) -> int:
        """Minutes that the whole content takes."""
        return sum(r.minutes for r in self.content)


class Week(Written):
    """A week as planned in course.yml; a need of its own narrows the course's."""

    title: Name
    need: str = ""
    keywords: tuple[str, ...] = ()


class Items(Written):
    """How many resources a module holds."""

    min: Annotated[int, Field(ge=1, le=20)] = 3
    max: Annotated[int, Field(ge=1, le=20)] = 7


class Hold(Written):
    """The publish gate: when the tool must not publish."""

    failed_feeds: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Hold when more than this share of the feeds failed."""
    shrink: Annotated[float, Field(ge=0, le=1)] = 0.2
    """Hold when the site would lose more than this share of its pages."""
    short: Annotated[float, Field(ge=0, le=1)] = 0.1
    """Hold when a week's content takes less than this share of the weekly minutes."""


class Guidelines(Written):
    """How people treat each other here: who moderates, how to report, and the rules themselves."""

    moderator: str = ""
    contact: str = ""
    """A mail address or a web address to report to."""
    rules: tuple[str, ...] = ()


class Course(Written):
    """courses/<slug>/course.yml. `slug` is the folder's name, filled in by the reader."""

    slug: Slug
    title: Name
    need: Annotated[str, Field(max_length=2000)]
    audience: str = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    start: date
    keywords: tuple[str, ...] = ()
    weeks: tuple[Week, ...] = ()
    """Empty: open-ended, one week after another."""
    items: Items = Items()
    minutes: Annotated[int, Field(ge=5, le=600)] = 45
    kinds: tuple[Kind, ...] = ()
    """Kinds wanted, empty for any."""
    publish: Literal["review", "auto"] = "review"
    hold: Hold = Hold()
    shortlist: Annotated[int, Field(ge=5, le=500)] = 40
    """Pages fetched at most for a week."""
    people: tuple[Person, ...] = ()
    guidelines: Guidelines = Guidelines()


class Participant(Written):
    """A learner with a blog of their own; posts that carry `tag` belong to the course."""

    name: Name
    url: Url | None = None
    feed: Url
    tag: str = ""


class Suggestion(Written):
    """A resource that somebody suggested; becomes a candidate with credit."""

    url: Url
    by: str = ""
    note: str = ""
    on: date | None = None


def thread_key(course: str, week: int, question: str) -> str:
    """Name the comment thread of a question; it never depends on a title, so renaming loses nothing."""
    return f"{course}/week-{week:02d}/{question}"


@dataclass(frozen=True, slots=True)
class CourseWeek:
    """A module together with the course it belongs to and the file it was read from."""

    course: Course
    module: Module
    file: str = field(default="")
