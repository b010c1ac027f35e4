"""The hub: what it says, lists and offers to follow. Records in, files out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from curator.site import calendar_out, catalogue, feeds_out, installing, metadata, sharing_card, suggesting
from curator.site.course_pages import day, entry, newest
from curator.site.escape import plain, slug
from curator.site.page_renderer import RULES, PageRenderer
from curator.weeks.calendar import Schedule

LIBRARY_ROWS = 400
"""Rows of the hub's library: at 400 bytes each, one page that a phone loads at once."""

TAG_ROWS = 40
"""Rows of a tag's page; the libraries of the courses hold the rest."""

PAGES = {
    "Home": "index.md",
    "Library": "library.md",
    "Tags": "tags.md",
    "People": "people.md",
    "Guidelines": "guidelines.md",
    "About": "about.md",
}
"""The hub's pages and their titles."""


def nav(renderer: PageRenderer) -> list[Any]:
    """List the hub's pages for the engine; titles are encoded, because themes print them raw."""
    empty = {"Tags": not renderer.tagged, "People": not renderer.peopled}
    say = renderer.words(None).say
    return [{str(plain(say(title))): file} for title, file in PAGES.items() if not empty.get(title)]


def files(renderer: PageRenderer, plans: Sequence[Schedule]) -> dict[str, bytes]:
    """Draw the hub: name of the file below docs/ -> bytes."""
    return (
        _pages(renderer, plans)
        | _tags(renderer, plans)
        | _follow(renderer, plans)
        | _suggest(renderer, plans)
        | _install(renderer)
    )


def cards(renderer: PageRenderer) -> dict[str, tuple[str, str]]:
    """Tell what stands on the picture of the hub's pages, by the name of its file."""
    name = sharing_card.named(renderer.title, "")
    return {name: (renderer.title, "")} if name else {}


def _meta(kind: str, title: str, description: str = "") -> dict[str, Any]:
    return {"title": title, "description": description, "kind": kind, "hide": ["navigation", "toc"]}


def _pages(renderer: PageRenderer, plans: Sequence[Schedule]) -> dict[str, bytes]:
    found = catalogue.items(plans)
    feeds = renderer.project.sources.feeds
    taken = feeds_out.taken_from(feeds, [i.resource for i in found])
    courses = tuple(p.course for p in plans)
    groups = [{"course": p.course, "faces": faces} for p in plans if (faces := renderer.faces(p))]
    t = renderer.words(None)
    say = t.say
    shown = tuple(p.course for p in plans if p.open or p.course.upcoming) or courses
    # Of one course the rules are those of the site, so that nobody has to ask which hold.
    rules = renderer.project.site.guidelines or (shown[0].guidelines.rules if len(shown) == 1 else ())
    return {
        "index.md": renderer.page(
            "hub.md.j2",
            {
                **_meta(
                    "hub",
                    renderer.title,
                    say("Learn with and from each other: content, conversation, connection."),
                ),
                "day": max((day(p.current) for p in plans), default=""),
                "jsonld": metadata.hub_ld(
                    [p for p in plans if p.open or p.course.upcoming], renderer.title, renderer.home
                ),
            },
            t=t,
            plans=plans,
            tagged=renderer.tagged,
        ),
        "library.md": renderer.page(
            "library.md.j2",
            _meta(
                "library",
                say("Library"),
                say("Everything that was ever chosen, by course, tag, kind and time."),
            ),
            t=t,
            plans=plans,
            courses=courses,
            items=found[:LIBRARY_ROWS],
            total=len(found),
            here="",
        ),
        "people.md": renderer.page(
            "people.md.j2",
            _meta("people", say("People"), say("Those to learn from and with.")),
            t=t,
            groups=groups,
        ),
        "guidelines.md": renderer.page(
            "guidelines.md.j2",
            _meta(
                "guidelines",
                say("Guidelines"),
                say("How people treat each other here, and how to report something."),
            ),
            t=t,
            rules=rules or RULES,
            house=not rules,
            courses=shown,
        ),
        "about.md": renderer.page(
            "about.md.j2",
            _meta("about", say("About"), say("How pieces are chosen, and whose words they are.")),
            t=t,
            can_suggest=bool(suggesting.form(renderer.project)),
            sources=taken,
            others=len(feeds) - len(taken),
            courses=shown,
            named=[c for c in shown if c.curators or c.guidelines.contact],
        ),
    }


def _suggest(renderer: PageRenderer, plans: Sequence[Schedule]) -> dict[str, bytes]:
    """Draw what leads to the form for suggestions, where there is one."""
    form, t = suggesting.form(renderer.project), renderer.words(None)
    if not form:
        return {}
    title = t.say("Suggest something")
    page = renderer.page(
        "suggest.md.j2",
        _meta("suggest", title),
        t=t,
        form=form,
        account=suggesting.account(form),
        here=suggesting.PAGE,
        used=suggesting.known(catalogue.items(plans)),
    )
    return {"suggest.md": page}


def _install(renderer: PageRenderer) -> dict[str, bytes]:
    """Write what makes the site an app: its manifest, and the offline reader, switched on or off."""
    project, t = renderer.project, renderer.words(None)
    share_to = suggesting.PAGE if suggesting.form(project) else ""
    script = (renderer.templates / installing.READER).read_bytes()
    return {
        installing.MANIFEST: installing.manifest(renderer.title, t, share_to),
        installing.READER: installing.reader(script, t, on=project.site.offline),
    }


def _about(renderer: PageRenderer) -> dict[str, str]:
    """Say what the tags of the taxonomy are about: name of the tag's page -> words."""
    return {slug(t.name): t.about for t in renderer.project.sources.tags}


def _tags(renderer: PageRenderer, plans: Sequence[Schedule]) -> dict[str, bytes]:
    """Draw a page for each tag and one that lists them; none where nothing has a tag."""
    topics, t = _about(renderer), renderer.words(None)
    tags = catalogue.tags(catalogue.items(plans))
    if not tags:
        return {}
    meta = _meta("tags", t.say("Tags"), t.say("What the pieces are about."))
    return {"tags.md": renderer.page("tags.md.j2", meta, t=t, tags=tags, about=topics)} | {
        f"tags/{tag.slug}.md": renderer.page(
            "tag.md.j2",
            _meta("tag", tag.name, topics.get(tag.slug, "")),
            t=t,
            up="../",
            plans=[p for p in plans if any(i.course is p.course for i in tag.items)],
            tag=tag,
            items=tag.items[:TAG_ROWS],
            about=topics.get(tag.slug, ""),
        )
        for tag in tags
    }


def _follow(renderer: PageRenderer, plans: Sequence[Schedule]) -> dict[str, bytes]:
    found = [(plan.course, entry(renderer, plan, slot)) for plan, slot in newest(plans)]
    merged = feeds_out.SiteFeed(
        id=f"all courses of {renderer.title}",
        title=renderer.title,
        description=renderer.words(None).say("Every week of every course."),
        home=renderer.home,
        language=renderer.language,
        owner=renderer.title,
        since=min((p.course.start for p in plans), default=date(1970, 1, 1)),
        entries=tuple(
            replace(e, title=f"{course.title}: {e.title}", path=f"{course.slug}/{e.path}")
            for course, e in found
        ),
    )
    known = renderer.published
    book = [
        entry
        for p in plans
        for entry in calendar_out.entries(p, renderer.words(p), renderer.home, known.of(p.course))
    ]
    last = max((s.opens for p in plans for s in p.open), default=date.min)
    groups = [(p.course.title, [f.person for f in renderer.faces(p)]) for p in plans]
    content = [i.resource for i in catalogue.items(plans)]
    taken = feeds_out.taken_from(renderer.project.sources.feeds, content)
    groups.append((renderer.words(None).say("Sources"), list(feeds_out.feed_people(taken))))
    return feeds_out.feeds(merged) | {
        "calendar.ics": calendar_out.calendar(calendar_out.recent(book, last), renderer.title),
        "people.opml": feeds_out.opml(renderer.title, groups),
    }
