"""A small project with three courses, as curator.site.generate receives it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import yaml

from curator.config import Project, load_project
from curator.model import (
    Connection,
    Course,
    CourseWeek,
    Event,
    Highlight,
    Module,
    Person,
    Question,
    Resource,
    Thanks,
    Via,
    Why,
)
from curator.site.generate import generate
from curator.site.unit import Unit

ROOT = Path(__file__).parents[2]
FIXTURE = Path(__file__).parents[1] / "fixtures" / "site"


def lay(root: Path, *, mkdocs: bool = False) -> Project:
    """Put the fixture's files and the project's own templates into `root`; return the project.

    With `mkdocs`, its mkdocs.yml is the project's own, so that the pages can be rendered.
    """
    root.mkdir(parents=True, exist_ok=True)
    for name in ("feeds.yml", "courses"):
        (root / name).symlink_to(FIXTURE / name)
    (root / "mkdocs.yml").symlink_to((ROOT if mkdocs else FIXTURE) / "mkdocs.yml")
    for name in ("site_template", "hooks"):
        (root / name).symlink_to(ROOT / name)
    return load_project(root)


def read(project: Project) -> tuple[CourseWeek, ...]:
    """Read the week files of all courses, in order."""
    found = []
    for course in project.courses:
        for path in sorted((project.root / "courses" / course.slug).glob("week-*.md")):
            _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
            module = Module.model_validate({**yaml.safe_load(front), "introduction": body.strip()})
            found.append(CourseWeek(course, module, path.name))
    return tuple(found)


def generate_all(*arguments, **options) -> tuple[Unit, ...]:
    """Generate to the end; `generate` itself works as its units are asked for."""
    return tuple(generate(*arguments, **options))


class Giscus:
    """A comment provider, as curator.comments makes them."""

    script_file = None
    name, label, host, script = "giscus", "giscus", "giscus.app", "giscus.js"
    account = "GitHub"

    def attributes(self, thread, title, language):
        return {"data-term": thread, "data-lang": language}

    def link(self, thread, title):
        return "https://github.com/o/r/discussions"


def hostile(course: Course, payloads: Sequence[str], *, each: int = 40) -> tuple[CourseWeek, ...]:
    """Put every payload into every field of a resource, and in turn into those of people, events, thanks,
    prompts and questions; `each` of them a week.

    Records are built without validation: the pages must be safe even where the readers fail.
    """
    weeks = []
    for start in range(0, len(payloads), each):
        part = payloads[start : start + each]
        number = start // each + 1
        module = Module.model_construct(
            week=number,
            title=part[0],
            status="published",
            opens=course.start,
            objective=part[0],
            content=tuple(_resource(p) for p in part),
            conversation=tuple(
                Question.model_construct(id=f"q{n}", question=p, about=n, silence={})
                for n, p in enumerate(part[0::5], 1)
            ),
            connection=Connection.model_construct(
                people=tuple(Person.model_construct(name=p, url=p, feed=p) for p in part[1::5]),
                prompts=tuple(part[2::5]),
                events=tuple(
                    Event.model_construct(
                        title=p, starts=datetime(2026, 12, 1, 12, tzinfo=UTC), minutes=30, url=p
                    )
                    for p in part[3::5]
                ),
                thanks=tuple(Thanks.model_construct(name=p, reason=p) for p in part[4::5]),
            ),
            highlights=tuple(
                Highlight.model_construct(
                    quote=p, by=p, url=p, thread=p, asked=course.start if n % 2 else None
                )
                for n, p in enumerate(part)
            ),
            dropped=(),
            drafted="",
            introduction="",
        )
        weeks.append(CourseWeek(course, module, f"week-{number:02d}.md"))
    return tuple(weeks)


def _resource(payload: str) -> Resource:
    return Resource.model_construct(
        url=f"https://example.org/{payload}" if len(payload) % 2 else payload,
        title=payload,
        source=payload,
        author=payload,
        published=None,
        kind="article",
        minutes=1,
        tags=(payload,) if len(payload) % 7 == 0 else (),
        note="",
        excerpt=payload,
        image=payload,
        via=(Via.model_construct(url=payload, source=payload),),
        suggested_by=payload,
        archived=payload,
        why=Why.model_construct(score=1.0, reasons=(payload,), tags=()),
    )
