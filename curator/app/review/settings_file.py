"""A file of settings that is changed key by key (course.yml, feeds.yml, mkdocs.yml), all else as it was.

The file is the state, as it is for a week: each change begins with reading it, is refused where the page
had seen another text, is validated whole before it is written, and can be undone.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from curator.app.beginning import Named, proposed_anew, title_for
from curator.app.review.discussion_form import NAME, settings_of
from curator.app.review.edit_session import StaleError, mark_of
from curator.app.review.history import History, Step
from curator.app.review.settings_form import (
    COURSE,
    SITE,
    SITE_PARTS,
    SOURCES,
    Part,
    Rows,
    Setting,
    read,
    settings,
    shown,
)
from curator.comments import provider
from curator.config.project import Site, Sources, site_of
from curator.errors import ConfigError, ConflictError
from curator.model import Course
from curator.text.one_line import one_line
from curator.weeks.edit import load, save
from curator.weeks.front_matter import BOM
from curator.weeks.week_file import stays_inside
from curator.yamlio import splice
from curator.yamlio.reading import parse_yaml, validate

_TAGGED = re.compile(r"(?m)[:\[,-]\s+!!?\w")

HIDDEN = "***@"
"""What stands for the login of an address where it is shown."""

STEERS = frozenset({"need", "keywords", "weeks", "audience", "language", "title"})
"""Keys on which the candidates of a week depend."""


class Change(BaseModel):
    """One change that the page asks for; `seen` names the text that it showed.

    set: `name` (and, in a list, the `row` and its `column`) gets `value`; add: a row with `values`;
    remove: the `row`; move: the `row` goes to place `to`; undo: the last change is taken back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: Literal["set", "add", "remove", "move", "undo"]
    seen: Annotated[str, Field(max_length=64)]
    name: Annotated[str, Field(max_length=60)] = ""
    row: Annotated[int, Field(ge=0, le=100_000)] | None = None
    column: Annotated[str, Field(max_length=60)] = ""
    value: Annotated[str, Field(max_length=20_000)] = ""
    values: dict[str, Annotated[str, Field(max_length=20_000)]] = Field(default_factory=dict)
    to: Annotated[int, Field(ge=0, le=100_000)] = 0


class SettingsFile:
    """The settings of a course, with no course the project's feeds and tags, with SITE those of the site."""

    def __init__(self, root: Path, course: str = "") -> None:
        self.root, self.course = root, course
        files = {"": ("feeds.yml", SOURCES), SITE: ("mkdocs.yml", SITE_PARTS)}
        self.parts: tuple[Part, ...]
        self.file, self.parts = files.get(course, (f"courses/{course}/course.yml", COURSE))
        self.path = root / self.file
        self._known = settings(self.parts)
        self._history = History()

    def data(self) -> tuple[str, dict[str, Any]]:
        """Return the file's mark and what it holds. ConfigError where it cannot be read."""
        text = self._load()
        return mark_of(text), self._data(text)

    @property
    def names(self) -> tuple[str, tuple[str, ...]]:
        """What the course is called and what its weeks are; empty where this is the file of no course."""
        found = _names(self.data()[1]) if self.course not in ("", SITE) else None
        return (found.title, found.weeks) if found else ("", ())

    @property
    def undo(self) -> str:
        """What undo would take back, in words."""
        return self._history.last.words if self._history.last else ""

    def change(self, change: Change) -> str:
        """Make a change and save it; returns what was done in words.

        Raises StaleError where the file changed since the page saw it, ConfigError where the change would
        leave a file that cannot be used, ConflictError where it can no longer be undone.
        """
        text = self._load()
        if change.seen != mark_of(text):
            raise StaleError((f"{self.file}, since this page was loaded",))
        self._data(text)  # what cannot be read is told before anything else
        if change.do == "undo":
            return self._undo(text)
        new, words = self._changed(text, change)
        if new == text:
            return ""
        self.check(new)
        save(self.path, text, new)
        self._history = self._history.did(Step(text, new, words))
        return words

    def value(self, name: str) -> str:
        """Return one setting as the page shows it, "" where it is empty."""
        item = self._known[name]
        return value_at(self.data()[1], item) if isinstance(item, Setting) else ""

    def fill(self, values: Mapping[str, str]) -> dict[str, str]:
        """Set what is empty, all at once; returns why values are refused, by name: then nothing is written.

        What somebody else has written there meanwhile is not written over. Raises ConfigError where the file
        cannot be used as it is, and ConflictError where it changes this very moment.
        """
        text = self._load()
        self.check(text)  # what is wrong already is the fault of no value
        new, why = text, {}
        for name, value in values.items():
            try:
                if self.value(name):
                    raise ConfigError.at(
                        name, "something stands here by now", "“Not yet”, then Publish shows it"
                    )
                tried, _ = self._changed(new, Change(do="set", seen="", name=name, value=value))
                self.check(tried)
                new = tried
            except ConfigError as error:
                why[name] = "; ".join(f"{problem.message} ({problem.remedy})" for problem in error.problems)
        if not why:
            save(self.path, text, new)
            self._history = self._history.did(Step(text, new, "saved with publishing"))
        return why

    def as_course(self) -> Course:
        """Read the course as its file stands; ConfigError where that cannot be used."""
        course = self.check(self._load())
        assert isinstance(course, Course)  # noqa: S101 - asked of courses only
        return course

    def check(self, text: str) -> Course | Sources | Site:
        """Read a text as this file would be read; raises ConfigError with every mistake."""
        if self.course == SITE:
            site = site_of(_plain(text), self.file)
            provider(site.comments, site_url=site.site_url, text=text)
            return site
        data = self._data(text)
        if self.course:
            return validate(Course, {**data, "slug": self.course}, _plain(text), self.file)
        return validate(Sources, data, _plain(text), self.file)

    def with_value(self, name: str, value: str) -> Course:
        """Return the course as it would be with another value; nothing is written."""
        change = Change(do="set", seen="", name=name, value=value)
        course = self.check(self._changed(self._load(), change)[0])
        assert isinstance(course, Course)  # noqa: S101 - only courses are tried
        return course

    # --- one by one -------------------------------------------------------------------------------------

    def _load(self) -> str:
        stays_inside(self.path, self.root, self.file)
        return load(self.path)

    def _data(self, text: str) -> dict[str, Any]:
        try:
            data = parse_yaml(_plain(text), self.file)
        except ConfigError:
            if self.course == SITE and _TAGGED.search(text):  # values that only the engine understands
                raise ConfigError.at(self.file, "holds tags such as !ENV", "edit it by hand") from None
            raise
        return data if isinstance(data, dict) else {}

    def _undo(self, text: str) -> str:
        step = self._history.last
        if step is None:
            return "nothing to undo"
        if text != step.after:
            words = "the file was changed elsewhere after it, and that change would be lost"
            raise ConflictError(f"“{step.words}” cannot be taken back: {words}")
        save(self.path, text, step.before)
        self._history = self._history.back()
        return f"undone: {step.words}"

    def _changed(self, text: str, change: Change) -> tuple[str, str]:
        if self.course == SITE and change.name == NAME:
            extra = self._data(text).get("extra")
            known = extra.get(NAME) if isinstance(extra, dict) else None
            put = splice.put(text, ("extra", NAME), settings_of(change.values, known))
            return put, "where people talk is saved"
        item = self._known.get(change.name)
        if item is None:
            raise ConfigError.at(change.name, "cannot be set here", "edit the file")
        if isinstance(item, Setting):
            new = _put(text, item.path, item, change.value)
            named, words = self._named(text, new) if self.course else (new, "")
            return named, f"{item.label} saved{words}"
        rows = self._data(text).get(item.path[-1]) or []
        if not isinstance(rows, list):
            raise ConfigError.at(item.label, "is no list in the file", "mend the file by hand first")
        if change.do == "add":
            values = _row(item, change.values)
            return splice.insert(text, item.path, len(rows), values), f"added a {item.noun}"
        if change.row is None or change.row >= len(rows):
            raise ConfigError.at(item.label, "that one is not there any more", "look again")
        place: tuple[str | int, ...] = (*item.path, change.row)
        if change.do == "remove":
            return splice.delete(text, place), f"removed {item.noun} {_name(rows[change.row], change.row)}"
        if change.do == "move":
            return splice.move(text, item.path, change.row, change.to), f"moved a {item.noun}"
        column = next((c for c in item.columns if c.name == change.column), None)
        if column is None:
            raise ConfigError.at(change.column, "cannot be set here", "edit the file")
        words = f"{column.label} of {item.noun} {_name(rows[change.row], change.row)} saved"
        return _put(text, (*place, *column.path), column, change.value), words

    def _named(self, text: str, new: str) -> tuple[str, str]:
        """Let names of weeks that are as they were proposed follow another need or title; says which did.

        The title of the course stays; what would be proposed with another need is said.
        """
        before, after = _names(self._data(text)), _names(self._data(new))
        if before is None or after is None or before == after:
            return new, ""
        found = proposed_anew(before, title=after.title, need=after.need)
        for place, (was, name) in enumerate(zip(before.weeks, found.weeks, strict=True)):
            if was != name:
                new = splice.put(new, ("weeks", place, "title"), name)
        told = dict.fromkeys(name for name in found.weeks if name not in before.weeks)
        names = ", ".join(f"“{one_line(name, 80)}”" for name in told)
        words = f"; weeks that were named after it are called anew: {names}" if told else ""
        return new, _title_stays(before, after) + words


def _title_stays(before: Named, after: Named) -> str:
    """Say of a title that was proposed with the need before what would be proposed with this one."""
    if before.need == after.need or after.title != title_for(before.need):
        return ""
    other = title_for(after.need)
    same = other == after.title
    return "" if same else f"; the title stays “{after.title}” (with this need, “{other}” would be proposed)"


def _names(data: Mapping[str, Any]) -> Named | None:
    """Return the names of a course and its need; None where one of them is not as it should be."""
    weeks = data.get("weeks")
    listed = weeks if isinstance(weeks, list) else []
    titles = [week.get("title") if isinstance(week, dict) else None for week in listed]
    known = [data.get("title"), data.get("need"), *titles]
    texts = [name for name in known if isinstance(name, str) and name.strip()]
    return Named(texts[0], texts[1], tuple(texts[2:])) if len(texts) == len(known) else None


def _plain(text: str) -> str:
    return text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")


def _put(text: str, path: tuple[str | int, ...], setting: Setting, typed: str) -> str:
    if HIDDEN in typed:
        raise ConfigError.at(setting.label, "its login is hidden here", "write the whole address anew")
    value = read(typed, setting.kind, setting.label)
    value = "" if value is None and setting.stays else value
    return splice.delete(text, path) if value is None else splice.put(text, path, value)


def _row(rows: Rows, typed: Mapping[str, str]) -> dict[str, Any]:
    """Make a list's item of what was typed in its form."""
    found = {c.name: read(typed.get(c.name, ""), c.kind, c.label) for c in rows.columns}
    values = {name: value for name, value in found.items() if value is not None}
    if not values:
        raise ConfigError.at(rows.label, "nothing was written", f"fill in what the {rows.noun} is")
    return values


def _name(row: Any, place: int) -> str:
    """Name an item of a list for people."""
    values = row if isinstance(row, dict) else {}
    found = next((str(values[k]) for k in ("title", "name", "url", "path") if values.get(k)), "")
    return f"“{found[:80]}”" if found else str(place + 1)


def shown_row(rows: Rows, row: Any) -> dict[str, str]:
    """Write an item of a list as the page shows it."""
    values = row if isinstance(row, dict) else {}
    return {column.name: shown(values.get(column.path[-1]), column.kind) for column in rows.columns}


def value_at(data: Mapping[str, Any], setting: Setting) -> str:
    """Write a value of the file as the page shows it."""
    found: Any = data
    for key in setting.path:
        found = found.get(key) if isinstance(found, dict) else None
    return shown(found, setting.kind)
