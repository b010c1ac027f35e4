"""Generate modules into Markdown pages that any of the engines renders.

    for each course, and last for the hub:
        decide the schedule            (weeks.calendar: pure)
        skip a unit whose inputs and files are those of the last run
        gather resources, tags, people (catalogue: pure)
        draw the pages                 (hub, course_pages: records -> text)
        draw what people follow        (feeds_out, calendar_out: records -> bytes)
        write what changed, remove what vanished
        hand the unit over: it may be rendered while the next is drawn

The same inputs give the same bytes on every day, except where a week newly opens, an event is over, or the
last answer was a week ago.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from curator.config import Project
from curator.model import CourseWeek
from curator.ports import CommentProvider
from curator.site import calendar_out, catalogue, course_pages, hub, outline, sharing_card, templates
from curator.site.editions import schedules, translations
from curator.site.escape import plain
from curator.site.fingerprint import installed
from curator.site.local_pages import local_pages, pictures
from curator.site.page_renderer import PageRenderer
from curator.site.unit import Unit
from curator.weeks.calendar import Schedule
from curator.weeks.published import Published

_CODE = ("site", "comments", "model")
"""Parts of this package whose code decides what a page says."""

CHECK = "hooks/check.py"
"""The hook that checks what plain `mkdocs serve` renders."""

RECORD = ".generated.json"
"""File in the folder of all units: what each was made of, and its files' sizes and times."""


def generate(
    project: Project,
    weeks: Sequence[CourseWeek],
    out: Path,
    *,
    today: date,
    days: Mapping[str, date] | None = None,
    drafts: bool = False,
    published: Published | None = None,
    comments: CommentProvider | None = None,
    on_draw: Callable[[], object] | None = None,
) -> Iterator[Unit]:
    """Write `out/<unit>/docs` and `out/<unit>/mkdocs.yml` for each course and for the hub; yield each.

    Weeks that open after `today` stand in the schedule only; drafts have pages only with `drafts`. `days`
    says which day it is for a course, by its slug, where that is another. `published` is what is known of
    earlier sites: calendar entries count their changes by it.
    Files whose bytes are the same are left alone, files that vanished are removed. `on_draw` is called
    before the first page is drawn, and not at all when nothing changed.
    """
    look = templates.folder(project, comments)
    plans = schedules(project, weeks, today=today, days=days or {}, drafts=drafts)
    every = [*plans, *translations(project, weeks, plans, today=today, days=days or {}, drafts=drafts)]
    renderer = PageRenderer(project, look, comments, published)
    renderer.tagged = any(item.resource.tags for item in catalogue.items(plans))
    renderer.peopled = any(renderer.faces(p) for p in plans)
    assets = _assets(look / "assets")
    own = local_pages(project, weeks, _read_in(renderer, plans))
    common = _common(renderer, look / "pages", assets, os.path.relpath(project.root, out))
    common = _digest(common, repr((own.places, renderer.tagged)))
    whole = {(p.course.slug, slot.week) for p, slot in course_pages.newest(plans)}
    made_of = {p.folder: outline.made_of(p, whole, _calendar_of(renderer, p)) for p in every}
    images = {p.course.slug: pictures(project.root, p.course.slug) for p in plans}
    inputs = {
        folder: _digest(
            common,
            *course,
            *made_of[folder.partition("/")[0]][0],
            *(part for pair in images[folder.partition("/")[0]].items() for part in pair),
        )
        for folder, (course, _) in made_of.items()
    }

    def of_hub() -> dict[str, bytes]:
        pages = own.relink(hub.files(renderer, outline.outlines(plans, whole)), "")
        return (
            pages
            | assets
            | own.files
            | _cards(hub.cards(renderer), look / "assets" / "fonts", out / "hub" / "docs")
            | {"mkdocs.yml": _config(renderer, out / "hub", hub.nav(renderer), None)}
        )

    def of_course(each: Schedule) -> dict[str, bytes]:
        config = _config(renderer, out / each.name, course_pages.nav(renderer, each), each)
        pages = own.relink(course_pages.files(renderer, each), each.up)
        first = next(p for p in plans if p.course.slug == each.course.slug)
        pages |= {"calendar.ics": course_pages.calendar(renderer, first)}
        pages |= _cards(
            course_pages.cards(renderer, each), look / "assets" / "fonts", out / each.name / "docs"
        )
        return pages | assets | images[each.course.slug] | {"mkdocs.yml": config}

    jobs: list[tuple[Unit, Callable[[], dict[str, bytes]]]] = [
        (Unit(p.name, f"{p.folder}/", out / p.name, inputs[p.folder]), partial(of_course, p)) for p in every
    ]
    seen = [part for p in plans for part in made_of[p.folder][1]]
    of_all = _digest(common, *seen, *own.files, *own.files.values())
    jobs.append((Unit("hub", "", out / "hub", of_all), of_hub))
    last = read_record(out)
    record = {}
    for unit, files in jobs:
        known = last.get(unit.name, {})
        found = _stamps(unit.folder)
        if known.get("inputs") != unit.made_of or known.get("files") != found:
            if on_draw:
                on_draw()
                on_draw = None
            put(unit.folder, {n if n == "mkdocs.yml" else f"docs/{n}": d for n, d in files().items()})
            found = _stamps(unit.folder)
        record[unit.name] = {"inputs": unit.made_of, "files": found}
        yield unit
    write_record(out, record, last)


def _calendar_of(renderer: PageRenderer, plan: Schedule) -> str:
    """Say what earlier calendars decide of this one: names, changes and stamps of its entries.

    A first build, which knows of none, and the second, which knows the first's, come to the same.
    """
    known = renderer.published.of(plan.course)
    found = calendar_out.entries(plan, renderer.words(plan), renderer.home, known)
    return repr([(entry.uid, entry.changes, entry.stamp) for entry in found])


def _read_in(renderer: PageRenderer, plans: Sequence[Schedule]) -> dict[str, tuple[str, str]]:
    """Tell of each resource the newest week that learners read it in: address -> (place, title)."""
    return {
        item.resource.url: (
            f"{item.course.slug}/{item.page}",
            renderer.words(plan).say("Week {n}: {title}", n=item.slot.week, title=item.slot.title),
        )
        for plan in plans
        for item in reversed(catalogue.items([plan]))
        if item.resource.url
    }


def _assets(folder: Path) -> dict[str, bytes]:
    return {
        f"assets/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _cards(cards: Mapping[str, tuple[str, str]], fonts: Path, last: Path) -> dict[str, bytes]:
    """Draw pictures for sharing, or take those of the last run; `cards` maps names to the words on them."""
    return {name: sharing_card.card(*words, fonts, last / name) for name, words in cards.items()}


def _config(renderer: PageRenderer, folder: Path, nav: Sequence[Any], course: Schedule | None) -> bytes:
    """Write a unit's mkdocs.yml: all of the project's, and what is its own."""
    project = renderer.project
    up = Path(os.path.relpath(project.root, folder)).as_posix()
    overrides = Path(os.path.relpath(renderer.templates / "overrides", folder)).as_posix()
    theme: dict[str, Any] = {"custom_dir": overrides, "favicon": "assets/favicon.svg"}
    words = renderer.words(course)
    theme["language"] = _theme_language(words.spoken)
    if words.direction == "rtl":
        theme["direction"] = "rtl"
    config: dict[str, Any] = {
        "INHERIT": f"{up}/mkdocs.yml",
        "site_name": str(plain(course.course.title if course else project.site.site_name)),
        "docs_dir": "docs",
        "nav": list(nav),
        "theme": theme,
        "extra": {
            "homepage": f"{course.up if course else ''}index.html",
            "curator": renderer.theme(course),
        },
    }
    if renderer.home:
        config["site_url"] = renderer.home + (f"{course.folder}/" if course else "")
    if (project.root / CHECK).exists():
        config["hooks"] = [f"{up}/{CHECK}"]
    return yaml.safe_dump(config, sort_keys=False, allow_unicode=True, width=10_000).encode()


def _theme_language(language: str) -> str:
    """Return the language in which the theme names its own buttons: the page's, where it speaks that."""
    for name in (language, language.partition("-")[0]):
        if name in _theme_languages():
            return name
    return "en"


@cache
def _theme_languages() -> frozenset[str]:
    spec = find_spec("material")
    folders = spec.submodule_search_locations if spec else None
    found = Path(folders[0], "templates/partials/languages").glob("*.html") if folders else ()
    return frozenset(path.stem for path in found)


# --- what a unit is made of ------------------------------------------------------------------------


def _digest(*parts: str | bytes) -> str:
    found = sha256()
    for part in parts:
        data = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        found.update(len(data).to_bytes(8) + data)
    return found.hexdigest()


def _common(renderer: PageRenderer, templates: Path, assets: Mapping[str, bytes], place: str) -> str:
    """Fingerprint what every page is made of: code, packages, templates, assets, settings."""
    project, comments = renderer.project, renderer.comments
    package = Path(__file__).parents[1]
    code = [file for name in _CODE for file in sorted((package / name).glob("*.py"))]
    code += sorted(templates.glob("*.j2")) + sorted((templates.parent / "words").glob("*.yml"))
    written = [project.site, *project.sources.feeds, *project.sources.tags]
    written += [p for slug in sorted(project.participants) for p in project.participants[slug]]
    return _digest(
        place,
        str((project.root / CHECK).exists()),
        str(sharing_card.available()),
        *installed(),
        *(path.read_bytes() for path in code),
        *(part for name, data in assets.items() for part in (name, data)),
        *(repr(record) for record in written),
        *((comments.name, comments.label, comments.host, comments.script) if comments else ()),
    )


def _stamps(folder: Path) -> dict[str, list[int]]:
    """Return size and time of every file in a folder, by name."""
    found: dict[str, list[int]] = {}
    inside = len(f"{folder}{os.sep}")
    waiting = [str(folder)] if folder.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    stat = entry.stat()
                    name = entry.path[inside:].replace(os.sep, "/")
                    found[name] = [stat.st_size, stat.st_mtime_ns]
    return dict(sorted(found.items()))


def read_record(out: Path) -> dict[str, Any]:
    """Return what units in the folder `out` were made of, by their names; empty where nothing is known."""
    try:
        data = json.loads((out / RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) and all(isinstance(v, dict) for v in data.values()) else {}


def write_record(out: Path, record: Mapping[str, Any], last: Mapping[str, Any]) -> None:
    """Note what units are made of, where that is not what was noted `last`."""
    if record != last:
        out.mkdir(parents=True, exist_ok=True)
        new = out / f"{RECORD}.new"
        new.write_text(json.dumps(record), "utf-8")
        new.replace(out / RECORD)


def put(folder: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Make `folder` hold exactly `files`; return the names of those written or removed."""
    changed = []
    for here, _, names in os.walk(folder, topdown=False):
        for name in sorted(names):
            path = Path(here, name)
            if path.relative_to(folder).as_posix() not in files:
                path.unlink()
                changed.append(path.relative_to(folder).as_posix())
        if not any(Path(here).iterdir()):
            Path(here).rmdir()
    for name, data in files.items():
        path = folder / name
        if path.exists():
            if path.read_bytes() == data:
                continue
            path.unlink()  # not written over: the finished site may hold a link to the old one
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        changed.append(name)
    return tuple(changed)
