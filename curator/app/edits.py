"""What a curator does to a week from the command line: add, drop, note, retag, suggest."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from curator.app.lessons import lessons_of
from curator.app.pages import FeedItem, read_pages
from curator.app.run import Run
from curator.app.shortlist import article_of, examples_of, known_article, offers
from curator.errors import ConfigError, FetchError
from curator.model import Article, Course, Entry, Feed, Module, Resource, Suggestion
from curator.rank import rank, tagger
from curator.text.one_line import one_line
from curator.urls import bare, canonical, web_address
from curator.weeks import edit
from curator.weeks.calendar import keywords_of, need_of
from curator.weeks.draft import resource_of
from curator.weeks.edit import add_resource, drop_resource, edit_file, load, retag, save, set_note
from curator.weeks.removal import Attached, Parting, all_of, attached, take_along, without
from curator.weeks.suggestions import append_suggestions, from_issue


def written_week(run: Run, course: Course, week: int) -> tuple[Path, Module]:
    """Return a week with its file; ConfigError where there is none."""
    found = run.module(course.slug, week)
    if found is None:
        remedy = f"`curate draft {course.slug} --week {week}` writes it"
        raise ConfigError.at(f"courses/{course.slug}", f"there is no week {week}", remedy)
    return found


def week_file(run: Run, course: Course, week: int) -> Path:
    """Return the file of a week; ConfigError where there is none."""
    return written_week(run, course, week)[0]


def latest_week(run: Run, course: Course) -> int:
    """Return the newest week that has a file, the one a curator means when naming none."""
    modules = run.modules.get(course.slug, ())
    if not modules:
        raise no_week_yet(course)
    return modules[-1][1].week


def no_week_yet(course: Course) -> ConfigError:
    """Say that a course has no week."""
    return ConfigError.at(f"courses/{course.slug}", "there is no week yet", "`curate build` writes the first")


def add(run: Run, course: Course, week: int, url: str) -> Resource:
    """Add a page to a week, read and credited like any candidate; FetchError when it cannot be read."""
    path = week_file(run, course, week)
    if not web_address(url):
        raise ConfigError.at(url, "is not the address of a page", "write it in full, starting with https://")
    url = bare(url)  # a page for learners has no login in it
    wanted = canonical(url)
    item = next((o.item for o in offers(run, course) if o.address == wanted), None)
    item = item or FeedItem(Entry(url, ""), Feed(url=url))
    article = read_pages(run, [item]).get(item.entry.url)
    if article is None:
        cause = next(
            (f.error for f in reversed(run.report.failures) if f.item == item.entry.url), "no article found"
        )
        raise FetchError(f"{url}: {cause}")
    (candidate,) = rank([article], need_of(course, week), keywords=keywords_of(course, week), now=run.moment)
    names = tagger(run.project.sources.tags, examples=examples_of(run, course))([article])[0]
    resource = resource_of(
        replace(candidate, tags=tuple(names)),
        run.project.suggestions.get(course.slug, ()),
        need=need_of(course, week),
        lessons=lessons_of(run, course, week),
    )
    if resource is None:
        raise FetchError(f"{url}: not an address that a page may link to")
    edit_file(path, run.project.root, lambda text: add_resource(text, resource))
    return resource


@dataclass(frozen=True, slots=True)
class Removal:
    """What is to leave a week, and how: for good or for now, alone or with what hangs on it."""

    url: str
    """Its address, or "where:" and its title (`Resource.ref`)."""
    why: str = ""
    for_good: bool = True
    """Turn it down, so that the ranking learns; else it is a candidate again."""
    along: bool = False
    """Take its questions, its author, its thanks and the steps that name it out, too."""
    point_to: str = ""
    """Let its questions be about this resource from now on, and the steps that name it name this one."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What was done: whether it stood in the week, and what hung on it and is left."""

    stood: bool
    left: Attached


def drop(run: Run, course: Course, week: int, removal: Removal) -> Removed:
    """Take a resource out of a week, or turn a candidate down.

    ConfigError for what is no address, and for one to be taken out for now that the week does not hold.
    """
    path = week_file(run, course, week)
    url, stood = bare(removal.url), holds(run, course, week, removal.url)
    if not stood and removal.for_good and not web_address(url):
        raise ConfigError.at(url, "is not the address of a page", "write it in full, starting with https://")
    module = edit.module_of(load(path))
    found = attached(module, url) if stood else Attached()
    parting = all_of(found) if removal.along else Parting()
    if removal.point_to:
        other = bare(removal.point_to)
        point = dict.fromkeys((q.id for q in found.questions), other)
        rename = dict.fromkeys(found.steps, other)
        parting = replace(parting, questions=(), point=point, steps=(), rename=rename)

    def change(text: str) -> str:
        settled = take_along(text, url, parting) if stood else text
        if removal.for_good:
            return drop_resource(settled, url, removal.why)
        return edit.take_out(settled, url)

    edit_file(path, run.project.root, change)
    return Removed(stood, without(found, parting))


def keep(run: Run, course: Course, week: int, url: str, *, title: str = "", why: str = "") -> None:
    """Keep a find for another week: later drafts see it first. ConfigError for what is no address."""
    url = bare(url)
    if not web_address(url):
        raise ConfigError.at(url, "is not the address of a page", "write it in full, starting with https://")
    path = week_file(run, course, week)
    if not title:
        same = canonical(url)
        title = next((o.item.entry.title for o in offers(run, course) if o.address == same), "")
    edit_file(path, run.project.root, lambda text: edit.keep_for_later(text, url, title, why))


def used_in(run: Run, course: Course, week: int, url: str) -> tuple[int, ...]:
    """Name the other weeks of a course that hold an address already."""
    same = canonical(bare(url))
    modules = (module for _, module in run.modules.get(course.slug, ()))
    return tuple(
        m.week for m in modules if m.week != week and any(canonical(r.ref) == same for r in m.content)
    )


def add_by_hand(run: Run, course: Course, week: int, resource: Resource) -> None:
    """Add what cannot be fetched: a book, a talk, a page behind a wall. Nothing is asked of the network."""
    path = week_file(run, course, week)
    edit_file(path, run.project.root, lambda text: add_resource(text, resource))


def holds(run: Run, course: Course, week: int, url: str) -> bool:
    """Tell whether an address stands among the resources of a week."""
    found = run.module(course.slug, week)
    return found is not None and any(canonical(r.ref) == canonical(bare(url)) for r in found[1].content)


def note(run: Run, course: Course, week: int, url: str, words: str) -> None:
    """Write the curator's note on a resource."""
    edit_file(week_file(run, course, week), run.project.root, lambda text: set_note(text, url, words))


def retag_weeks(run: Run, course: Course) -> list[str]:
    """Bring the tags that the tool set up to date in every week; returns the files that changed."""
    name = tagger(run.project.sources.tags, examples=examples_of(run, course))
    changed = []
    for path, module in run.modules.get(course.slug, ()):
        articles = [_article(run, resource) for resource in module.content]
        tags = {a.url: found for a, found in zip(articles, name(articles), strict=True)}
        if edit_file(path, run.project.root, lambda text, tags=tags: retag(text, tags)):  # type: ignore[misc]
            changed.append(path.relative_to(run.project.root).as_posix())
    return changed


def _article(run: Run, resource: Resource) -> Article:
    found = known_article(run, resource.url)
    return replace(found, url=resource.url) if found else article_of(resource)


def suggest(root: Path, course: str, url: str, *, by: str, words: str, on: date) -> Path:
    """Write a suggestion down; it becomes a candidate, with credit. ConfigError for what is no address."""
    try:
        suggestion = Suggestion(url=bare(url), by=by, note=words, on=on)
    except ValidationError:
        remedy = "write it in full, starting with https://"
        raise ConfigError.at(url, "not a web address", remedy) from None
    return write_down(root, course, [suggestion])


def suggested(run: Run, course: Course, url: str) -> bool:
    """Tell whether an address was suggested before: whoever came first keeps the credit."""
    known = run.project.suggestions.get(course.slug, ())
    return any(canonical(s.url) == canonical(bare(url)) for s in known)


def suggest_issues(root: Path, course: str, text: str) -> tuple[int, list[str]]:
    """Write down what the issue form collected; return how many it were, and what was wrong with others.

    `text` is what `gh issue list --json body,author,createdAt` prints: a JSON list. One that names no
    address is told and hides no other. Raises ConfigError when the text is not such a list.
    """
    try:
        issues = _ISSUES.validate_json(text)
    except ValidationError:
        remedy = "hand over what `gh issue list --label suggestion --json body,author,createdAt` prints"
        raise ConfigError.at("issues", "not a JSON list of issues", remedy) from None
    found, wrong = [], []
    for issue in issues:
        try:
            found.append(from_issue(issue.body, issue.author.login, issue.createdAt.date()))
        except ConfigError as error:
            wrong.append(f"issue by {one_line(issue.author.login, 60)}: {error.problems[0].message}")
    write_down(root, course, found)
    return len(found), wrong


class _Author(BaseModel):
    login: str = ""


class _Issue(BaseModel):
    """What `gh` says of an issue; the names are its own."""

    body: str
    author: _Author
    createdAt: datetime  # noqa: N815


_ISSUES = TypeAdapter(list[_Issue])


def write_down(root: Path, course: str, suggestions: Iterable[Suggestion]) -> Path:
    """Add suggestions to a course's file, all in one change; returns the file."""
    path = root / "courses" / course / "suggestions.yml"
    old = load(path) if path.exists() else None
    found = tuple(suggestions)
    if found or old is not None:
        save(path, old, append_suggestions(old, found, path.relative_to(root).as_posix()))
    return path
