"""Written records: what people write in YAML. Frozen pydantic models that refuse unknown keys.

The text under each field is its line in the reference.
"""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from curator.model.resource_kinds import Kind, Status
from curator.model.typed_values import THREAD, Break, FeedUrl, Name, Slug, Url, UrlOrNone, Zone


class Written(BaseModel):
    """Base of the records that people write: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_absent(cls, data: Any) -> Any:
        """Take a key with nothing behind it (`feeds:`) as one that is not there."""
        if isinstance(data, dict) and None in data.values():
            return {k: v for k, v in data.items() if v is not None}
        return data


class Feed(Written):
    """One feed of feeds.yml: an address on the web or a file inside the project."""

    url: FeedUrl | None = None
    """Address of the feed on the web."""
    path: str | None = None
    """A feed file inside the project, read from disk."""
    title: str = ""
    """Name for credit; the feed's own when empty."""
    tags: tuple[str, ...] = ()
    """What its entries tend to be about; they count as the publisher's categories."""
    weight: Annotated[float, Field(gt=0, le=10)] = 1.0
    """How much you trust its choice: above 1 lifts its entries, below 1 lowers them; at most 10."""

    @property
    def id(self) -> str:
        """What names the feed everywhere: its address, or its path."""
        return self.url or self.path or ""


class Topic(Written):
    """One tag of the taxonomy in feeds.yml: what it is called, what it is about, words that show it."""

    name: Name
    """The tag as learners see it."""
    about: str = ""
    """One line on what belongs under it; the tagger reads its meaning."""
    keywords: tuple[str, ...] = ()
    """Words that show it."""


class Person(Written):
    """Somebody to learn from: name, home page and feed."""

    name: Name
    """Name of the person."""
    url: Url | None = None
    """Home page."""
    feed: Url | None = None
    """Feed, for the OPML of the people."""
    about: str = ""
    """One sentence: who this is, and why to meet them."""
    image: str = ""
    """A picture of them in the course's folder images/, such as ada.jpg; else a letter stands there."""
    read: Url | None = None
    """One thing of theirs to read first."""


class Why(Written):
    """Why a resource was chosen, as the tool saw it; `tags` are the tags that the tool set."""

    score: float = 0.0
    """Closeness to the need with everything that was added and taken off; compare within a week only."""
    reasons: tuple[str, ...] = ()
    """The reasons in words, strongest first."""
    tags: tuple[str, ...] = ()
    """The tags that the tool set, so that it never touches yours."""


class Via(Written):
    """Another place where the same story appeared, for credit."""

    url: Url
    """Address of the copy."""
    source: str = ""
    """Name of that site."""


class Resource(Written):
    """One curated thing worth a busy person's time."""

    url: UrlOrNone = ""
    """Address, http or https; what has none says `where` it is."""
    title: Name
    """Title."""
    where: Annotated[str, Field(max_length=300)] = ""
    """Where to find what has no address: a shelf, a room, an internal page."""
    source: str = ""
    """Name of the site, for credit."""
    author: str = ""
    """Who made it, for credit."""
    published: date | None = None
    """Day of publication."""
    kind: Kind = "article"
    """What it is."""
    minutes: Annotated[int, Field(ge=0, le=1000)] = 0
    """Minutes it takes, computed when the tool adds it."""
    optional: bool = False
    """For those who have more time: shown, and not counted among what the week asks for."""
    stopgap: bool = False
    """Kept for want of something better: the ranking learns nothing from it."""
    group: Annotated[str, Field(max_length=120)] = ""
    """A heading under which it stands, such as "Start here"; headings take the place of numbers."""
    tags: tuple[str, ...] = ()
    """Topics, from feeds.yml or your own."""
    note: str = ""
    """Your own words: why this, and for whom. Markdown."""
    excerpt: Annotated[str, Field(max_length=300)] = ""
    """A short quotation, at most 300 characters."""
    image: str = ""
    """Address of a picture; kept for the record and never shown from elsewhere."""
    via: tuple[Via, ...] = ()
    """Other places where the same story appeared."""
    suggested_by: str = ""
    """Who suggested it."""
    transcript: Url | None = None
    """Where the words of a film or a recording can be read."""
    archived: Url | None = None
    """An archived copy, kept beside the address when the original is gone."""
    why: Why | None = None
    """Why the tool chose it."""

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        """Refuse what nobody could find."""
        if not self.url and not self.where.strip():
            raise ValueError("has neither `url` nor `where`: write its address, or where to find it")
        return self

    @property
    def ref(self) -> str:
        """What names it in commands and between pages: its address, else "where:" and its title."""
        return self.url or f"where:{self.title}"


class Question(Written):
    """One question to talk about; `about` is the 1-based number of the resource it starts from."""

    id: Annotated[str, Field(pattern=THREAD)]
    """Names the comment thread: never change it once people have answered. Not `content` or the like."""
    question: Annotated[str, Field(min_length=1, max_length=600)]
    """The question."""
    about: Annotated[int, Field(ge=1)] | None = None
    """Number of the resource it starts from, counted from 1."""
    was_about: Annotated[str, Field(max_length=400)] = ""
    """Title of the resource it started from, when that was taken out: until you point it at another, reword
    it or take it out, the week is not published."""
    silence: dict[str, str] = Field(default_factory=dict)
    """Lint rules that do not apply here, each with the reason."""


class Event(Written):
    """Something to attend. `starts` carries its time zone."""

    title: Name
    """What it is."""
    starts: AwareDatetime
    """When it starts, with the time zone."""
    minutes: Annotated[int, Field(ge=1, le=10000)] = 60
    """How long it lasts."""
    where: str = ""
    """The place, where people meet in one."""
    url: Url | None = None
    """Where to find out more, or to join."""

    @property
    def ends(self) -> datetime:
        """When it is over."""
        return self.starts + timedelta(minutes=self.minutes)


class Post(Written):
    """What a participant wrote on a blog of their own, marked for the course."""

    url: Url
    """Address of the post."""
    title: Name
    """Its title."""
    by: str = ""
    """Who wrote it."""
    published: date | None = None
    """Day of publication."""


class Thanks(Written):
    """Credit to somebody, and what for."""

    name: Name
    """Who."""
    reason: Annotated[str, Field(alias="for")] = ""
    """What for."""


TRY_MINUTES = 10
"""Minutes for one small step with somebody, such as a question asked and heard out; a guess, and said so."""


class Connection(Written):
    """The people part of a module."""

    people: tuple[Person, ...] = ()
    """People worth getting to know."""
    prompts: tuple[str, ...] = ()
    """Small steps to take with somebody."""
    minutes: Annotated[int, Field(ge=1, le=600)] = TRY_MINUTES
    """How long one of these steps takes."""
    events: tuple[Event, ...] = ()
    """Occasions to meet."""
    thanks: tuple[Thanks, ...] = ()
    """Who contributed to this week."""
    posts: tuple[Post, ...] = ()
    """What participants wrote on their own blogs."""


class Highlight(Written):
    """What a learner said in a thread, chosen by a person; it is shown while it stands there."""

    quote: Annotated[str, Field(min_length=1, max_length=600)]
    """The quotation, in the learner's own words."""
    by: Annotated[str, Field(max_length=120)] = ""
    """Name as posted."""
    url: Url | None = None
    """Address of the post."""
    thread: Annotated[str, Field(max_length=200)] = ""
    """Name of the thread it was said in."""
    asked: date | None = None
    """Day on which the author agreed to be named; without it pages say "a participant"."""


class Dropped(Written):
    """A candidate that the curator turned down; the ranking learns from it."""

    url: Url
    """Address of what was turned down."""
    title: str = ""
    """Its title."""
    why: str = ""
    """Your reason."""


class Later(Written):
    """A find that is kept for another week; later drafts see it first."""

    url: Url
    """Address of what is kept."""
    title: str = ""
    """Its title."""
    why: str = ""
    """What it is kept for."""


ANSWER_MINUTES = 5
"""Minutes to write an answer of a few sentences and read two of others; a guess, and said so."""


class Module(Written):
    """One week of a course: content, conversation, connection, and the introduction (Markdown)."""

    week: Annotated[int, Field(ge=1, le=9999)]
    """Number of the week; the file is named after it."""
    title: Name
    """Title of the week."""
    status: Status = "draft"
    """A draft has no page; a published week does from the day it opens."""
    opens: date | None = None
    """Day on which learners see it; by default seven days after the week before. Drafts do not write it."""
    thread: Annotated[str, Field(pattern=THREAD)] | None = None
    """Only for a week that was moved: the name under which its threads go on, such as week-02."""
    objective: str = ""
    """What a learner can do by the end of the week."""
    content: tuple[Resource, ...] = ()
    """The resources, in the order learners see them."""
    conversation: tuple[Question, ...] = ()
    """The questions, each with a comment thread of its own."""
    connection: Connection = Connection()
    """The people part."""
    highlights: tuple[Highlight, ...] = ()
    """What learners said, in their own words, mostly in the week before."""
    later: tuple[Later, ...] = ()
    """What is kept for another week, and offered again there."""
    aside: tuple[Url, ...] = ()
    """Addresses of what you took out of this week without a judgement; drafts do not begin with it."""
    dropped: tuple[Dropped, ...] = ()
    """What you turned down; the ranking learns from it."""
    taken_out: tuple[Resource, ...] = ()
    """What you took out and had written on, or added by hand, or that took questions along: added again, it
    comes back as it stood."""
    taken_along: tuple[Question, ...] = ()
    """Questions that left with a resource, each with its title as `was_about`: they come back with it."""
    unasked: tuple[Annotated[str, Field(max_length=600)], ...] = ()
    """Questions that you took out of the week; none of them is proposed for it again."""
    proposed: dict[str, str] = {}
    """What an assistant wrote: the title, the objective, questions (q1). While a part still says the same,
    nobody took it over."""
    drafted: str = ""
    """Fingerprint of the file as the tool wrote it; while it fits, nobody has touched the draft."""
    introduction: str = ""
    """The Markdown below the front matter."""

    @property
    def threads(self) -> str:
        """Name the week within the keys of its threads: "week-03", whatever its number is by now."""
        return self.thread or f"week-{self.week:02d}"

    @property
    def minutes(self) -> int:
        """Minutes that the content takes, without what is optional."""
        return sum(r.minutes for r in self.content if not r.optional)

    @property
    def answering(self) -> int:
        """Minutes for one question: learners are asked to answer one, however many there are."""
        return ANSWER_MINUTES if self.conversation else 0

    @property
    def trying(self) -> int:
        """Minutes for one thing to try with somebody: one is asked for, however many are proposed."""
        return self.connection.minutes if self.connection.prompts else 0


class Week(Written):
    """A week as planned in course.yml; a need of its own narrows the course's."""

    title: Name
    """Title of the week."""
    need: str = ""
    """A need of its own, instead of the course's."""
    keywords: tuple[str, ...] = ()
    """Keywords of its own, beside the course's."""
    opens: date | None = None
    """Day on which it opens, where that is another than seven days after the week before."""


class Items(Written):
    """How many resources a module holds."""

    min: Annotated[int, Field(ge=1, le=20)] = 3
    """Fewer, and the week stays a draft."""
    max: Annotated[int, Field(ge=1, le=20)] = 7
    """The tool chooses no more."""


class Hold(Written):
    """The publish gate: when the tool must not publish."""

    failed_feeds: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Hold when more than this share of the feeds failed."""
    shrink: Annotated[float, Field(ge=0, le=1)] = 0.2
    """Hold when the site would lose more than this share of its pages."""
    short: Annotated[float, Field(ge=0, le=1)] = 0.1
    """Hold when a week's content takes less than this share of the weekly minutes."""


_TRACKER = re.compile(r"https?://[^ ]+/(?:-/)?(?:issues|discussions)\b", re.IGNORECASE)
"""Addresses of public trackers."""


class Guidelines(Written):
    """How people treat each other here: who moderates, how to report, and the rules themselves."""

    moderator: str = ""
    """Whom learners can turn to."""
    contact: str = ""
    """A mail address or a web address to report to."""
    answers: str = ""
    """A mail address for learners' answers, where no service holds discussions; by default the contact."""
    rules: tuple[str, ...] = ()
    """The rules, one line each."""

    @property
    def answers_to(self) -> str:
        """Where answers go, where no service holds discussions: an address of their own, else the contact."""
        return self.answers or self.contact

    @property
    def in_public(self) -> bool:
        """Tell whether everybody can read what is reported, because the contact is a public tracker."""
        return bool(_TRACKER.search(self.contact))


_FIRST = re.compile(r"(?s).*?(?:[.!?。！？]+(?=\s|$)|[。！？]|\Z)")
"""The first sentence of a text."""


Download = Literal["epub", "cc13", "cc11", "scorm12", "offline", "pdf", "markdown"]


class Course(Written):
    """courses/<slug>/course.yml. `slug` is the folder's name, filled in by the reader."""

    slug: Slug
    id: Slug = ""
    """Names threads, feed ids and calendar entries, so never change it; by default the folder's name."""
    title: Name
    """Title of the course."""
    about: str = ""
    """What learners read of the course; with no such key, its page shows the first sentence of the need."""
    need: Annotated[str, Field(max_length=2000)]
    """Who must be able to do what: steers what is fetched, ranked and asked."""
    audience: str = ""
    """For whom it is."""
    curators: tuple[Name, ...] = ()
    """Who chooses and writes, by the names that learners read."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    """Language of the course and of the articles wanted, such as en or pt-BR."""
    start: date
    """Day on which week 1 opens."""
    timezone: Zone = ""
    """Whose midnight opens a week, such as Europe/Berlin; by default that of the machine."""
    breaks: tuple[Break, ...] = ()
    """Spans like 2026-12-21/2027-01-03 in which no week opens; the later ones move on."""
    upcoming: bool = False
    """Listed on the front page before its first week is open; by default only afterwards."""
    archived: bool = False
    """Stays on the site, leaves the front page, and is drafted no more."""
    keywords: tuple[str, ...] = ()
    """Words that show that an article fits."""
    weeks: tuple[Week, ...] = ()
    """Empty: open-ended, one week after another."""
    items: Items = Items()
    """How many resources a week holds."""
    minutes: Annotated[int, Field(ge=5, le=600)] = 45
    """Minutes a learner has for a week's content."""
    kinds: tuple[Kind, ...] = ()
    """Kinds wanted, empty for any."""
    publish: Literal["review", "auto"] = "review"
    """Who publishes: review, a person does; auto, the tool does when the gate is open, without a note."""
    hold: Hold = Hold()
    """When nothing must be published."""
    shortlist: Annotated[int, Field(ge=5, le=500)] = 40
    """Pages fetched at most for a week."""
    people: tuple[Person, ...] = ()
    """People of the whole course."""
    not_learned: tuple[str, ...] = ()
    """Names of lessons that are not to be taken from what curators edit; the review writes them."""
    downloads: tuple[Download, ...] = ()
    """What the course's page offers to take along: formats of `curate export`, such as epub and offline."""
    guidelines: Guidelines = Guidelines()
    """How people treat each other here."""

    @model_validator(mode="before")
    @classmethod
    def _named_after_its_folder(cls, data: Any) -> Any:
        """Let the folder's name stand for an id that nobody wrote."""
        return data if not isinstance(data, dict) or data.get("id") else {**data, "id": data.get("slug", "")}

    @property
    def public(self) -> str:
        """What learners read of the course: `about`; without that key, the first sentence of the need."""
        if self.about or "about" in self.model_fields_set:
            return self.about
        return _FIRST.match(self.need.strip())[0].strip()  # type: ignore[index]  # it always fits


class Participant(Written):
    """A learner with a blog of their own; posts that carry `tag` belong to the course."""

    name: Name
    """Name of the learner."""
    url: Url | None = None
    """Home page."""
    feed: FeedUrl
    """Feed of the blog."""
    tag: str = ""
    """The tag that marks a post for this course; empty for every post."""


def thread_key(course: str, week: int | str, question: str) -> str:
    """Name the comment thread of a question by what never changes, so that renaming loses nothing.

    `course` is the course's id, `week` its `threads` or, for one that was never moved, its number.
    """
    name = f"week-{week:02d}" if isinstance(week, int) else week
    return f"{course}/{name}/{question}"
