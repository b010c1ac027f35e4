"""A course: its pages and what it offers to follow. Records in, files out."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from curator.model import Event, Module, Resource
from curator.site import calendar_out, catalogue, downloads, feeds_out, metadata, sharing_card
from curator.site.escape import clean, plain, readable, tight
from curator.site.language_links import alternates, for_machines, marked, marker, of_title
from curator.site.notes import folded, introduction
from curator.site.page_renderer import RULES, PageRenderer
from curator.site.time_told import meetings, timed
from curator.site.translations import Words
from curator.site.week_talk import questions, said
from curator.text.language_names import language_name
from curator.weeks.calendar import Schedule, Slot


def nav(renderer: PageRenderer, plan: Schedule) -> list[Any]:
    """List a course's pages for the engine; titles are encoded, because themes print them raw."""
    say = renderer.words(plan).say

    def title(text: str) -> str:
        return str(plain(say(text)))

    weeks = [{str(s.week): f"{s.name}.md"} for s in plan.open]
    return [
        {title("Overview"): "index.md"},
        *([{title("Weeks"): weeks}] if weeks else []),
        {title("Library"): "library.md"},
        *([{title("People"): "people.md"}] if renderer.faces(plan) else []),
        {title("My notes"): "notes.md"},
        {title("Guidelines"): "guidelines.md"},
    ]


def files(renderer: PageRenderer, plan: Schedule) -> dict[str, bytes]:
    """Draw a course: name of the file below docs/ -> bytes."""
    faces = renderer.faces(plan)
    found = _pages(renderer, plan, faces)
    slots = plan.open
    for index, slot in enumerate(slots):
        if slot.module:
            found[f"{slot.name}.md"] = _week(
                renderer,
                plan,
                slot,
                slot.module,
                previous=slots[index - 1] if index else None,
                following=slots[index + 1] if index + 1 < len(slots) else None,
            )
    return (
        found
        | feeds_out.feeds(_channel(renderer, plan))
        | feeds_out.course_opml(plan, faces, renderer.project.sources.feeds, renderer.words(plan))
    )


def day(slot: Slot | None) -> Markup:
    """Return the day that the sitemap tells of a page: when its newest week opened."""
    return Markup(slot.opens.isoformat() if slot else "")  # noqa: S704 - digits and hyphens


def cards(renderer: PageRenderer, plan: Schedule) -> dict[str, tuple[str, str]]:
    """Tell what stands on the pictures of a course's pages, by the names of their files."""
    every = [(plan.course.title, renderer.title), *((slot.title, plan.course.title) for slot in plan.open)]
    return {name: words for words in every if (name := sharing_card.named(*words))}


def calendar(renderer: PageRenderer, plan: Schedule) -> bytes:
    """Write the calendar of a course, in its own language; its translations offer the same."""
    book = calendar_out.entries(plan, renderer.words(plan), renderer.home, renderer.published.of(plan.course))
    return calendar_out.calendar(book, plan.course.title)


NEAR = 5
"""Weeks that the navigation of a page shows before and after its own, in a course of many."""


def _near(plan: Schedule, slot: Slot | None, t: Words) -> dict[str, Any]:
    """Tell a page which weeks to show in its navigation: all of them, or in a long course the nearest.

    The pages of a course would else grow with the square of its weeks, and each change with all of them.
    """
    shown = plan.open
    if len(shown) > 2 * NEAR + 1:
        at = plan.places[slot.week] if slot else len(shown) - 1
        first = max(0, min(at - NEAR, len(shown) - 2 * NEAR - 1))
        shown = shown[first : first + 2 * NEAR + 1]
    near = [
        {
            "week": s.week,
            "to": Markup(f"{s.name}.html"),  # noqa: S704 - our own words
            "title": s.title,
            **({"lang": plan.original} if of_title(s, plan.original) else {}),
        }
        for s in shown
    ]
    more = t.say("All {n} weeks", n=len(plan.open)) if len(shown) < len(plan.open) else ""
    return {"near": near, "more": more}


def newest(plans: Sequence[Schedule]) -> list[tuple[Schedule, Slot]]:
    """Choose the weeks that stand in a feed, newest first; no drafts, and nothing untranslated."""
    found = [
        (plan, slot)
        for plan in plans
        for slot in plan.open
        if not slot.draft and not (slot.translation and slot.translation.empty)
    ]
    found.sort(key=lambda each: (each[1].opens, each[0].course.slug, each[1].week), reverse=True)
    return found[: feeds_out.NEWEST]


def entry(renderer: PageRenderer, plan: Schedule, slot: Slot) -> feeds_out.SiteFeedEntry:
    """Make a week an item of a feed."""
    t = renderer.words(plan)
    home = renderer.course_home(plan)
    address = f"{home}{slot.name}.html" if home else ""
    return feeds_out.SiteFeedEntry(
        course=_feed_id(plan),
        key=slot.threads,
        title=t.say("Week {n}: {title}", n=slot.week, title=slot.title),
        path=f"{slot.name}.html",
        html=readable(tight(renderer.fragment("feed_entry.j2", module=slot.module, t=t, page=address))),
        summary=(slot.module.objective if slot.module else "") or plan.course.public,
        opens=slot.opens,
    )


def _channel(renderer: PageRenderer, plan: Schedule) -> feeds_out.SiteFeed:
    course = plan.course
    return feeds_out.SiteFeed(
        id=_feed_id(plan),
        title=course.title,
        description=course.public,
        home=renderer.course_home(plan),
        language=course.language,
        owner=renderer.title,
        since=course.start,
        entries=tuple(entry(renderer, *each) for each in newest([plan])),
    )


def _feed_id(plan: Schedule) -> str:
    """Name the feed of a course; that of a translation is another one, with entries of its own."""
    return f"{plan.course.id}/{plan.course.language}" if plan.original else plan.course.id


def _pages(renderer: PageRenderer, plan: Schedule, faces: tuple[catalogue.Face, ...]) -> dict[str, bytes]:
    course = plan.course
    every = catalogue.items([plan])
    t = renderer.words(plan)
    say = t.say

    def page(template: str, kind: str, title: str, description: str = "", **context: Any) -> bytes:
        meta: dict[str, Any] = {"title": title, "description": description, "kind": kind}
        if kind in ("course", "library", "people"):
            meta["day"] = day(plan.current)
        meta |= _near(plan, plan.current, t)
        if kind == "course":
            meta["jsonld"] = metadata.course_ld(plan, renderer.title, renderer.course_home(plan))
            found = alternates(plan, "index.html", plan.languages, renderer.home)
            meta["languages"] = for_machines(found)
            context |= {"languages": found, "kept": marked(plan.kept, plan.original)}
        else:
            meta["hide"] = ["toc"]
        context |= {"title_of": partial(of_title, original=plan.original)}
        return renderer.page(template, meta, t=t, course=course, plan=plan, up=plan.up, **context)

    name = clean(course.title)
    return {
        "index.md": page(
            "course.md.j2",
            "course",
            course.title,
            course.public,
            faces=sorted(faces, key=lambda face: not _met_now(face, plan)),
            years=_years(plan, t),
            downloads=downloads.links(course) if plan.open else (),
        ),
        "library.md": page(
            "library.md.j2",
            "library",
            say("Library"),
            say("Everything that was chosen in {course}.", course=name),
            items=every,
            total=len(every),
            courses=(),
            here="./",
        ),
        "people.md": page(
            "people.md.j2",
            "people",
            say("People"),
            say("The people of {course}.", course=name),
            groups=_groups_of_people(plan, faces),
        ),
        "notes.md": page(
            "notes.md.j2",
            "notes",
            say("My notes"),
            say("Your progress and notes, in your browser only."),
        ),
        "guidelines.md": page(
            "guidelines.md.j2",
            "guidelines",
            say("Guidelines"),
            say("How people treat each other in {course}.", course=name),
            rules=course.guidelines.rules or renderer.project.site.guidelines or RULES,
            house=not (course.guidelines.rules or renderer.project.site.guidelines),
            courses=(course,),
        ),
    }


def _groups_of_people(plan: Schedule, faces: Sequence[catalogue.Face]) -> list[dict[str, Any]]:
    """Put people under the newest week that names them, newest first, and the others under what they are."""
    by_week: dict[int, list[catalogue.Face]] = {}
    for face in faces:
        by_week.setdefault(face.week, []).append(face)
    weeks: list[dict[str, Any]] = [
        {"slot": slot, "faces": by_week[slot.week]} for slot in reversed(plan.open) if slot.week in by_week
    ]
    others = [
        {"slot": None, "heading": heading, "faces": [f for f in by_week.get(0, ()) if f.role == role]}
        for role, heading in PEOPLE.items()
    ]
    return [group for group in [*weeks, *others] if group["faces"]]


PEOPLE = {"guide": "People to get to know", "learner": "Learners who write", "thanked": "Thanked"}
"""Headings of people whom no week names, by their role."""


def _met_now(face: catalogue.Face, plan: Schedule) -> bool:
    """Tell whether somebody stands in the week that is open now: these come first."""
    here = plan.current
    return here is not None and any(page.startswith(f"{here.name}.") for page, _ in face.places)


def _week(
    renderer: PageRenderer,
    plan: Schedule,
    slot: Slot,
    module: Module,
    *,
    previous: Slot | None,
    following: Slot | None,
) -> bytes:
    course = plan.course
    t = renderer.words(plan)
    meta = {
        "title": slot.title,
        "description": module.objective or course.public,
        "kind": "week",
        "week": slot.week,
        "day": day(slot),
        "card": Markup(sharing_card.named(slot.title, course.title)),  # noqa: S704 - our own words
        **_near(plan, slot, t),
        "opml": Markup(f"{slot.name}.opml"),  # noqa: S704 - our own words
        "inside": [
            *(
                {"part": "content", "to": f"resource-{n}", "title": r.title}
                for n, r in enumerate(module.content, 1)
            ),
            *({"part": "conversation", "to": q.id, "title": q.question} for q in module.conversation),
        ],
        "jsonld": metadata.week_ld(course, slot, module, renderer.course_home(plan)),
    }
    page = f"{slot.name}.html"
    languages = alternates(plan, page, slot.languages, renderer.home)
    if slot.translation is None or not slot.translation.empty:
        meta["languages"] = for_machines(languages)
    else:  # the same words as in the original: that is the page to know
        meta["original"] = escape(f"{renderer.home}{course.slug}/{page}" if renderer.home else f"../{page}")
        own = course.model_copy(update={"language": plan.original})
        meta["jsonld"] = metadata.week_ld(own, slot, module, renderer.course_home(plan))
    return renderer.page(
        "week.md.j2",
        meta,
        t=t,
        course=course,
        plan=plan,
        up=plan.up,
        slot=slot,
        module=module,
        page=page,
        languages=languages,
        translation=slot.translation,
        original=language_name(plan.original, t.language) if plan.original else "",
        kept=marker(slot, plan.original),
        wrote=partial(catalogue.wrote_here, module, t),
        title_of=partial(of_title, original=plan.original),
        introduction=folded(introduction(module.introduction)),
        groups=_groups(module),
        questions=questions(renderer, plan, slot, module),
        said=said(plan, slot, module, t),
        timed=partial(timed, t),
        connections=_connections(module, slot.to_come, t),
        connections_later=[
            (event.ends, _connections(module, slot.to_come[number:], t))
            for number, event in enumerate(slot.to_come, 1)
        ],
        # A week beyond the list says that the course goes on.
        total=len(course.weeks) if plan.ends else 0,
        previous=previous,
        next=following,
        coming=plan.following if slot.current else None,
    )


def _groups(module: Module) -> list[tuple[str, list[tuple[int, Resource]]]]:
    """Put resources that follow each other under their heading: (heading, numbered resources)."""
    numbered = enumerate(module.content, 1)
    return [
        (heading, list(part)) for heading, part in groupby(numbered, key=lambda each: clean(each[1].group))
    ]


FOLD = 60
"""Weeks from which a schedule is folded by years: a phone shows about seven at a time."""


def _years(plan: Schedule, t: Words) -> list[dict[str, Any]]:
    """Part a long schedule by the years in which its weeks open; that of the current week is unfolded."""
    if len(plan.slots) <= FOLD:
        return [{"label": "", "slots": plan.slots, "open": True}]
    parts = [(year, list(slots)) for year, slots in groupby(plan.slots, key=lambda slot: slot.opens.year)]
    here = (plan.current or plan.slots[-1]).opens.year
    return [
        {
            "label": t.say(
                "{year}: weeks {first} to {last}", year=year, first=slots[0].week, last=slots[-1].week
            ),
            "slots": slots,
            "open": year == here,
        }
        for year, slots in parts
    ]


def _connections(module: Module, events: Sequence[Event], t: Words) -> str:
    """Say in few words what the third part holds and takes; `events` are those to come."""
    people, prompts = len(module.connection.people), len(module.connection.prompts)
    trying = timed(
        t,
        t.count(prompts, "1 thing to try", "{n} things to try"),
        module.trying,
        words="{n} min for one of them",
    )
    words = [
        t.count(people, "1 person", "{n} people") if people else "",
        trying if prompts else "",
        meetings(t, events),
    ]
    return t.join(*words) or t.say("somebody to tell")
