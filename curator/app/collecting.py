"""Import: links that people saved in other programs become suggestions, in one change of suggestions.yml."""

from dataclasses import dataclass
from pathlib import Path

from curator.app.edits import write_down
from curator.app.run import Run
from curator.errors import ConfigError
from curator.importers import SavedLink, read_links
from curator.model import Course, Suggestion
from curator.text.one_line import one_line
from curator.urls import bare, canonical, web_address

MOST = 5_000
"""New suggestions of one file; more would be weighed by nobody and slow every later run."""
NOTE = 600
"""Characters of a suggestion's note."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of a file's links: `new` suggestions, and in words with lines why others are none."""

    new: int
    twice: tuple[str, ...] = ()
    """Links that stand in the file more than once."""
    known: tuple[str, ...] = ()
    """Links that were suggested or used before."""
    wrong: tuple[str, ...] = ()
    """Links that are no web address."""


def collect(run: Run, course: Course, data: bytes, file: str, *, by: str = "") -> Collected:
    """Read a file of links and write those that are new down as suggestions, all or none.

    `by` has the credit. Raises ConfigError where the file cannot be read, or holds more than MOST.
    """
    there = _known(run, course)
    seen: dict[str, int] = {}
    new: list[Suggestion] = []
    twice, known, wrong = [], [], []
    for number, link in enumerate(read_links(data, file), 1):
        place = f"{file}:{link.line or number}"
        url = web_address(bare(link.url)) if web_address(bare(link.url)) else ""
        if not url:
            wrong.append(f"{place}: {_why_not(link)}")
            continue
        name = canonical(url)
        if name in seen:
            twice.append(f"{place}: {url} stands in line {seen[name]}, too")
        elif name in there:
            known.append(f"{place}: {url} {there[name]}")
        else:
            new.append(Suggestion(url=url, by=by, note=words_of(link), on=link.added))
        seen.setdefault(name, link.line or number)
    if len(new) > MOST:
        remedy = f"export one folder or one tag at a time; at most {MOST:,} are taken in one go"
        raise ConfigError.at(file, f"holds {len(new):,} links that are new here", remedy)
    if new:
        write_down(run.project.root, course.slug, new)
    return Collected(len(new), tuple(twice), tuple(known), tuple(wrong))


def words_of(link: SavedLink) -> str:
    """Say in one line what somebody wrote about a link: note, or else title; and the tags."""
    tags = f"({', '.join(link.tags)})" if link.tags else ""
    room = NOTE - len(tags) - 1
    return one_line(f"{one_line(link.note or link.title, max(room, 0))} {tags}".strip(), NOTE)


def read(path: Path) -> bytes:
    """Read a file that somebody named; ConfigError where there is none."""
    if not path.is_file():
        raise ConfigError.at(str(path), "is no file", "name the exported file")
    return path.read_bytes()


def _known(run: Run, course: Course) -> dict[str, str]:
    """Map pages that this course knows to what it knows of them."""
    found = {canonical(s.url): "was suggested before" for s in run.project.suggestions.get(course.slug, ())}
    for _, module in run.modules.get(course.slug, ()):
        for dropped in module.dropped:
            found[canonical(dropped.url)] = f"was turned down in week {module.week}"
        for resource in module.content:
            if resource.url:
                found[canonical(resource.url)] = f"stands in week {module.week}"
    return found


def _why_not(link: SavedLink) -> str:
    if not link.url:
        return f"\u201c{one_line(link.title or link.note, 60)}\u201d has no address"
    scheme = link.url.partition(":")[0]
    if scheme.lower() not in ("http", "https") and scheme.isalpha() and ":" in link.url:
        return f"{scheme}: is no address on the web"
    return f"{one_line(link.url, 80)} is no web address"
