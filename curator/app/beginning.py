"""`curate init`: a project for a need of one's own, with the feeds that somebody names; or the example."""

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from curator.app.manage_feeds import add_all, import_opml, not_added
from curator.app.need_words import left_out, read_as
from curator.app.run import Run
from curator.app.scaffold import SITE_NAME, NewCourse, lay_down
from curator.errors import ConfigError, CuratorError
from curator.questions.week_titles import leans, titles_for
from curator.text.counting import count
from curator.text.language import language_of
from curator.text.typed_addresses import listed
from curator.urls import bare
from curator.weeks.calendar import part_title

SKIPPED = 3
"""Lines of an OPML file that cannot be used and are told; of more, their number is told."""
BEHIND_A_PROXY = "Behind a proxy? Then with --proxy URL, as `curate build` and `curate review` take it, too"

TITLE_WORDS, TITLE_CHARS = 8, 80
"""Words and characters of a need that can stand as a title."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a project begins with; nothing at all is the example, too."""

    title: str | None = None
    need: str | None = None
    feeds: Sequence[str] = ()
    """Addresses of sites or feeds, one each or many in one text."""
    opml: Path | None = None
    starter: bool = False
    """Bring the built-in articles, feeds and tags."""
    site_url: str | None = None
    about: str = ""
    """What learners read of the course."""
    site_name: str | None = None
    """Name of the site, which may come to hold more courses; by default that of its one course."""
    curator: str = ""
    """Who chooses and writes, as learners read it."""
    contact: str = ""
    """A mail or web address at which learners reach whoever looks after the course."""
    weeks: int = 0
    """How many weeks it has; 0 goes on, one week after another."""
    proxy: str | None = None
    """Goes into feeds.yml, unless it holds a login: what was needed to begin is needed every week."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a course is called, what its learners need, and what its weeks are called."""

    title: str
    need: str
    weeks: tuple[str, ...] = ()


@dataclass(slots=True)
class Begun:
    """What came of it: the files written, the feeds added, what is said and what failed, in words."""

    written: list[str]
    feeds: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    stopped: bool = False
    """Somebody pressed Ctrl-C while sites were asked."""
    unfed: bool = False
    """No feed was added and none came with the starter: nothing can be drafted yet."""


def begin(
    root: Path,
    wanted: Beginning,
    *,
    today: date,
    open_run: Callable[[], Run],
    tell: Callable[[str], None] = lambda _: None,
) -> Begun:
    """Lay a project down and add its feeds; one that cannot be read is told and stops nothing.

    `tell` hears what is being done where that takes a while.

    Raises ConfigError where the need is missing or the OPML file cannot be read (then nothing is written),
    and what `lay_down` raises.
    """
    need, title = (wanted.need or "").strip(), (wanted.title or "").strip()
    own = bool(title or wanted.feeds or wanted.opml)
    if own and not need and not wanted.starter:
        remedy = "say what the learners must be able to do, or take the example with --starter"
        raise ConfigError.at("--need", "is missing", remedy)
    opml = wanted.opml.read_bytes() if wanted.opml else b""
    starter = wanted.starter or not need
    title = title or (title_for(need) if need else "")
    course = NewCourse(
        title,
        need,
        about=wanted.about.strip(),
        curated_by=wanted.curator.strip(),
        contact=wanted.contact.strip(),
        weeks=week_titles(wanted.weeks, title or SITE_NAME, need),
    )
    written = lay_down(
        root,
        course,
        today=today,
        site_url=wanted.site_url or "",
        site_name=(wanted.site_name or "").strip(),
        proxy=wanted.proxy if wanted.proxy and bare(wanted.proxy) == wanted.proxy else "",
        starter=starter,
    )
    made = Begun(written)
    made.said += _taken(wanted, title, need)
    if wanted.opml:
        _import(root, opml, wanted.opml.name, made)
    if addresses := listed(wanted.feeds):
        _add(addresses, open_run, made, tell)
        if made.failed and not made.feeds and not made.stopped and not wanted.proxy:
            made.failed.append(BEHIND_A_PROXY)
    if not starter and not made.feeds:
        made.unfed = True
        made.said.append("No feed yet: a week is drafted from the sites that you name")
    return made


def week_titles(weeks: int, title: str, need: str) -> list[str]:
    """Name the weeks of a course that ends: by what its need asks for, where that is enough for all."""
    if weeks == 1:
        return [title]
    parts = [part[:1].upper() + part[1:] for part in read_as(need)[:weeks]] if weeks and need else []
    if len(parts) == weeks and all(map(_is_short, parts)):
        return parts
    return [part_title(title, number) for number in range(1, weeks + 1)]


def proposed_anew(old: Named, *, title: str, need: str) -> Named:
    """Name the weeks of a course again whose title or need was changed to this one.

    A name of a week that still is what was proposed is proposed anew; one that a person wrote stays, and so
    does the course's title: somebody accepted it when the course was begun, if only with Enter.
    """
    before = week_titles(len(old.weeks), old.title, old.need)
    now = week_titles(len(old.weeks), title, need)
    rows = zip(old.weeks, before, now, strict=True)
    return Named(title, need, tuple(new if week == proposed else week for week, proposed, new in rows))


def _taken(wanted: Beginning, title: str, need: str) -> Iterator[str]:
    """Say back what was taken, and where the rest is found: everything has a default."""
    if title:
        yield f"Course: {title}"
    if need:
        yield f"Need, kept word for word and never shown to learners: {need}"
        if parts := read_as(need):  # of punctuation alone nothing is left
            yield f"Read as: {'; '.join(parts)}"
        if out := left_out(need):
            yield out
    if wanted.weeks:
        yield f"Weeks: {wanted.weeks}; then the course ends"
    elif need:
        yield "Weeks: one after another, without an end (--weeks 1, or Settings, Calendar, for fewer)"
    if who := wanted.curator.strip():
        yield f"Who curates, as learners read it: {who}{'' if _is_name(who) else NO_NAME}"
    if contact := wanted.contact.strip():
        yield f"How learners reach whoever is in charge: {contact}"
    if need:
        named = "" if wanted.site_name else " (now that of the course)"
        rest = f"who curates it, how learners reach you, and the name{named} and address of the site"
        yield f"Later, in the settings of `curate review`: what learners read of the course, {rest}"


NO_NAME = (
    " (is that one name? A place or an address goes into --contact; `curate review`, Settings, changes it)"
)


def _is_name(who: str) -> bool:
    """Tell a name ("Ada Low", "Ludwig van Beethoven") from words ("Marta, or at the bar")."""
    return not re.search(r"[,;:@/]|\d|\b(?:or|at|and|ask|oder|bei|und|o|en|y|ou|chez|et)\b", who)


def title_for(need: str) -> str:
    """Propose a title for a course from its need, in the need's language; else what it asks for first."""
    # A language is told from twenty words on, and a need holds fewer.
    language = language_of(" ".join([need] * 5)) or "en"
    if found := titles_for(need, (), language):
        return found[0]
    short = next((p for p in read_as(need) if _is_short(p) and not leans(p, language)), "")
    return short[:1].upper() + short[1:] or "First course"


def _is_short(part: str) -> bool:
    return len(part.split()) <= TITLE_WORDS and len(part) <= TITLE_CHARS


def _import(root: Path, data: bytes, name: str, made: Begun) -> None:
    try:
        found, _ = import_opml(root, data, name)
    except ConfigError as error:
        made.failed += [str(problem) for problem in error.problems]
        return
    made.feeds += [feed.id for feed in found.feeds]
    made.said.append(f"{count(len(found.feeds), 'feed')} taken from {name}")
    made.failed += [str(problem) for problem in found.skipped[:SKIPPED]]
    if len(found.skipped) > SKIPPED:
        made.failed.append(f"and {len(found.skipped) - SKIPPED} more lines of {name} that cannot be used")


def _add(
    addresses: Sequence[str], open_run: Callable[[], Run], made: Begun, tell: Callable[[str], None]
) -> None:
    tell(f"looking for the feeds of {count(len(addresses), 'site')} …")
    try:
        with open_run() as run:
            found = add_all(run, addresses)
    except CuratorError as error:
        found = [error] * len(addresses)
    except KeyboardInterrupt:
        made.stopped = True
        made.failed.append(
            f"stopped: no feed was added, all else is kept; later: curate feeds add {shlex.join(addresses)}"
        )
        return
    failed: dict[str, CuratorError] = {}
    for address, one in zip(addresses, found, strict=True):
        if isinstance(one, CuratorError):
            failed[address] = one
        else:
            made.feeds.append(one.id)
            made.said.append(f"added {one.title or one.id}: {one.id}")
    made.failed += not_added(failed, len(addresses))
    if failed:
        made.failed.append(f"later: curate feeds add {shlex.join(failed)}")
