"""Draw pages: records in, Markdown out. No file is read but templates, none is written."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from curator.config import Project
from curator.model import CourseWeek, Module, Participant, thread_key
from curator.site import catalogue
from curator.site.embed import Embed
from curator.site.escape import clean, environment, plain, safe_url
from curator.site.notes import note
from curator.site.schedule import Plan, Slot, long_date, plan, short_date

KINDS = {"article": "Article", "video": "Video", "podcast": "Podcast", "paper": "Paper", "thread": "Thread"}
ROLES = {"guide": "Guide of this course", "voice": "Voice from the content", "learner": "Learner"}

LIBRARY_ROWS = 300
"""Rows of the hub's library: at 400 bytes each, one page that a phone loads at once."""

TAG_ROWS = 60
"""Rows of a tag's page; the libraries of the courses hold the rest."""

RULES = (
    "Talk about what you do and would do, not about what others should.",
    "Assume that the other person knows something that you do not, and ask for it.",
    "Disagree with words, never with people.",
    "What is told here about colleagues and customers names nobody.",
    "Nobody has to answer. Reading along is taking part, too.",
)
"""House rules of a course that states none of its own."""


def count(number: int, noun: str) -> str:
    """Count things in words for people: "1 resource", "3 resources"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def moment(when: datetime) -> str:
    """Write a moment in the time zone that its author gave: "Thursday, 10 December 2026, 12:00 UTC+01:00"."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return f"{days[when.weekday()]}, {long_date(when.date())}, {when:%H:%M} {when.tzname() or ''}".rstrip()


def attribute(name: str) -> Markup:
    """Let a data-* attribute's name through; a provider that invents others is a bug."""
    if not re.fullmatch(r"data-[a-z][a-z0-9-]*", name):
        raise ValueError(f"not the name of a data attribute: {name!r}")
    return Markup(name)  # noqa: S704 - letters, digits and hyphens only


def initial(name: str) -> str:
    """Return the letter that stands for a person."""
    return next((c.upper() for c in clean(name) if c.isalnum()), "·")


def hub_nav() -> list[Any]:
    """List the hub's pages for the engine."""
    return [
        {"Home": "index.md"},
        {"Library": "library.md"},
        {"Tags": "tags.md"},
        {"People": "people.md"},
        {"Guidelines": "guidelines.md"},
        {"About": "about.md"},
    ]


def course_nav(each: Plan) -> list[Any]:
    """List a course's pages for the engine; titles are encoded, because themes print them raw."""
    weeks = [{f"{s.week}. {plain(s.title)}": f"{s.name}.md"} for s in each.open]
    return [
        {"Overview": "index.md"},
        *([{"Weeks": weeks}] if weeks else []),
        {"Library": "library.md"},
        {"People": "people.md"},
        {"My notes": "notes.md"},
        {"Guidelines": "guidelines.md"},
    ]


def unit_extra(project: Project, each: Plan | None) -> dict[str, Any]:
    """Return what the theme overrides need to know of a unit."""
    return {
        "hub": "../" if each else "",
        "site": str(plain(project.site.site_name)),
        "course": each.course.slug if each else "",
        "feeds": [],
    }


class Studio:
    """Everything that drawing needs and that stays the same for all pages of a site."""

    def __init__(self, project: Project, templates: Path, comments: Embed | None) -> None:
        self.project = project
        self.comments = comments
        self.env = environment(
            templates,
            {
                "attribute": attribute,
                "initial": initial,
                "key": catalogue.key,
                "long_date": long_date,
                "short_date": short_date,
                "moment": moment,
                "count": count,
                "markdown": note,
                "all_tags": catalogue.tags,
            },
            {
                "kinds": KINDS,
                "roles": ROLES,
                "thread_key": thread_key,
                "site_name": project.site.site_name,
                "comments": comments,
            },
        )

    def draw(self, template: str, meta: Mapping[str, Any], **context: Any) -> bytes:
        """Draw one page. `meta` becomes front matter; its texts are encoded, because themes print them raw."""
        front = "".join(f"{k}: {json.dumps(_encoded(v), ensure_ascii=False)}\n" for k, v in meta.items() if v)
        body = self.env.get_template(template).render({"course": None, "suggest": "", "up": "", **context})
        return f"---\n{front}---\n\n{body.strip()}\n".encode()

    def hub(self, plans: Sequence[Plan]) -> dict[str, bytes]:
        """Draw the hub's pages: name of the file below docs/ -> bytes."""
        found = catalogue.items(plans)
        tags = catalogue.tags(found)
        courses = tuple(p.course for p in plans)
        about = {t.name.casefold(): t.about for t in self.project.sources.tags}
        groups = [
            {"course": p.course, "faces": faces}
            for p in plans
            if (faces := catalogue.people(p, self._learners(p)))
        ]
        shared: dict[str, Any] = {"plans": plans, "courses": courses, "feeds": ()}
        bare = {"hide": ["navigation", "toc"]}
        files = {
            "index.md": self.draw(
                "hub.md.j2",
                {"title": self.project.site.site_name, "kind": "hub", **bare},
                **shared | {"suggest": self.project.site.suggest},
            ),
            "library.md": self.draw(
                "library.md.j2",
                {"title": "Library", "kind": "library", **bare},
                **shared,
                items=found[:LIBRARY_ROWS],
                total=len(found),
                here="",
            ),
            "tags.md": self.draw("tags.md.j2", {"title": "Tags", "kind": "tags", **bare}, tags=tags),
            "people.md": self.draw(
                "people.md.j2", {"title": "People", "kind": "people", **bare}, groups=groups
            ),
            "guidelines.md": self.draw(
                "guidelines.md.j2",
                {"title": "Guidelines", "kind": "guidelines", **bare},
                rules=RULES,
                courses=courses,
            ),
            "about.md": self.draw(
                "about.md.j2",
                {"title": "About", "kind": "about", **bare},
                sources=self.project.sources.feeds,
            ),
        }
        for tag in tags:
            files[f"tags/{tag.slug}.md"] = self.draw(
                "tag.md.j2",
                {"title": tag.name, "kind": "tag", **bare},
                **shared
                | {"up": "../", "plans": [p for p in plans if any(i.course is p.course for i in tag.items)]},
                tag=tag,
                items=tag.items[:TAG_ROWS],
                about=about.get(tag.name.casefold(), ""),
            )
        return files

    def course(self, each: Plan) -> dict[str, bytes]:
        """Draw a course's pages: name of the file below docs/ -> bytes."""
        course = each.course
        found = catalogue.items([each])
        faces = catalogue.people(each, self._learners(each))
        bare = {"hide": ["toc"]}
        shared: dict[str, Any] = {
            "course": course,
            "plan": each,
            "feeds": (),
            "up": "../",
            "suggest": self.project.site.suggest,
            "courses": (course,),
        }
        files = {
            "index.md": self.draw(
                "course.md.j2",
                {"title": course.title, "description": course.need, "kind": "course"},
                **shared,
                faces=faces,
            ),
            "library.md": self.draw(
                "library.md.j2",
                {"title": "Library", "kind": "library", **bare},
                **shared,
                items=found,
                total=len(found),
                here="./",
            ),
            "people.md": self.draw(
                "people.md.j2",
                {"title": "People", "kind": "people", **bare},
                **shared,
                groups=[{"course": course, "faces": faces}] if faces else [],
            ),
            "notes.md": self.draw("notes.md.j2", {"title": "My notes", "kind": "notes", **bare}, **shared),
            "guidelines.md": self.draw(
                "guidelines.md.j2",
                {"title": "Guidelines", "kind": "guidelines", **bare},
                **shared,
                rules=course.guidelines.rules or RULES,
            ),
        }
        slots = each.open
        for index, slot in enumerate(slots):
            files[f"{slot.name}.md"] = self._week(
                each,
                slot,
                previous=slots[index - 1] if index else None,
                next=slots[index + 1] if index + 1 < len(slots) else None,
                shared=shared,
            )
        return files

    def _week(
        self, each: Plan, slot: Slot, *, previous: Slot | None, next: Slot | None, shared: dict[str, Any]
    ) -> bytes:
        module = slot.module
        assert module is not None  # noqa: S101 - only open slots have pages
        faces = len(module.connection.people)
        others = len(module.connection.events) + len(module.connection.prompts)
        return self.draw(
            "week.md.j2",
            {
                "title": slot.title,
                "description": module.objective or each.course.need,
                "kind": "week",
                "week": slot.week,
            },
            **shared,
            slot=slot,
            module=module,
            introduction=Markup(module.introduction.strip()),  # noqa: S704 - the curator's own Markdown
            questions=self._questions(each, slot, module),
            connections=", ".join(
                words
                for number, words in (
                    (faces, f"{faces} {'person' if faces == 1 else 'people'}"),
                    (others, count(others, "way") + " to meet"),
                )
                if number
            )
            or "people to meet",
            total=len(each.course.weeks),
            previous=previous,
            next=next,
        )

    def _questions(self, each: Plan, slot: Slot, module: Module) -> list[dict[str, Any]]:
        course = each.course
        found = []
        for number, q in enumerate(module.conversation, 1):
            thread = thread_key(course.slug, slot.week, q.id)
            title = clean(f"{course.title}, week {slot.week}, question {number}: {q.question}")[:200]
            linked = bool(q.about and q.about <= len(module.content))
            entry: dict[str, Any] = {
                "id": q.id,
                "number": number,
                "text": q.question,
                "thread": thread,
                "title": title,
                "about": q.about if linked else None,
                "about_title": module.content[q.about - 1].title if linked and q.about else "",
                "mail": _mail(course.guidelines.contact, title),
                "link": None,
                "attributes": (),
            }
            if self.comments is not None:
                entry["link"] = self.comments.link(thread, title)
                entry["attributes"] = tuple(
                    sorted(self.comments.attributes(thread, title, course.language).items())
                )
            found.append(entry)
        return found

    def _learners(self, each: Plan) -> tuple[Participant, ...]:
        return self.project.participants.get(each.course.slug, ())


def _mail(contact: str, subject: str) -> str:
    address = contact.removeprefix("mailto:")
    return safe_url(f"mailto:{address}?subject={quote(subject)}") if "@" in address else ""


def _encoded(value: Any) -> Any:
    """Encode the texts of front matter; numbers, lists of our own words and Markup pass."""
    return str(plain(value)) if isinstance(value, str) and not isinstance(value, Markup) else value
