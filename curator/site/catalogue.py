"""Gather what the pages list across weeks: resources, tags, people. Pure functions on records."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from curator.model import Course, Event, Module, Participant, Person, Resource
from curator.model.resource_kinds import RESOURCE_KINDS
from curator.site.escape import clean, safe_url, slug
from curator.site.translations import Words
from curator.weeks.calendar import Schedule, Slot
from curator.weeks.connection import makers


@dataclass(frozen=True, slots=True)
class LibraryItem:
    """A curated resource where it stands: its course, its week, its number there (from 1)."""

    course: Course
    slot: Slot
    number: int
    resource: Resource

    @property
    def page(self) -> str:
        """Address of its card, relative to the folder of its course."""
        return f"{self.slot.name}.html#resource-{self.number}"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and what carries it. Tags that differ in case or accents only are one."""

    slug: str
    name: str
    items: tuple[LibraryItem, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody, or a site, that can be followed; addresses are safe or None."""

    name: str
    url: str | None = None
    feed: str | None = None
    about: str = ""
    read: str | None = None
    image: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody to learn from, and where they turn up: (page, words) relative to the course."""

    person: Contact
    role: str
    places: tuple[tuple[str, str], ...]
    week: int = 0
    """The newest week that names them as people to meet; 0 for none."""
    wrote: tuple[str, str] | None = None
    """The newest of these places that is something of theirs."""

    @property
    def anchor(self) -> str:
        """Name of the person's place on the people page."""
        return slug(self.person.name)

    def elsewhere(self, slot: Slot | None) -> tuple[tuple[str, str], ...]:
        """Return the places but for those in a week, under whose title the person stands already."""
        here = f"{slot.name}.html#connection" if slot else ""
        return tuple((page, words) for page, words in self.places if page != here)


@dataclass(frozen=True, slots=True)
class Meeting:
    """An event, with the week that names it and its place in that week (from 1)."""

    slot: Slot
    number: int
    event: Event


def key(url: str) -> str:
    """Name a resource by its address: 8 hex digits, the same wherever its card stands."""
    return sha256(url.encode(errors="replace")).hexdigest()[:8]


def items(plans: Sequence[Schedule]) -> tuple[LibraryItem, ...]:
    """List the resources of all open weeks, newest week first, in the order of their cards."""
    found = [
        LibraryItem(plan.course, slot, number, resource)
        for plan in plans
        for slot in plan.open
        if slot.module
        for number, resource in enumerate(slot.module.content, 1)
    ]
    return tuple(
        sorted(found, key=lambda i: (-i.slot.opens.toordinal(), i.course.slug, -i.slot.week, i.number))
    )


def tags(found: Sequence[LibraryItem]) -> tuple[Tag, ...]:
    """Group resources by tag, in the alphabet's order."""
    names: dict[str, str] = {}
    groups: dict[str, list[LibraryItem]] = {}
    for item in found:
        for name, tag in {slug(t): clean(t) for t in item.resource.tags if clean(t)}.items():
            names.setdefault(name, tag)
            groups.setdefault(name, []).append(item)
    return tuple(
        Tag(s, names[s], tuple(groups[s])) for s in sorted(groups, key=lambda s: names[s].casefold())
    )


def meetings(plan: Schedule) -> tuple[Meeting, ...]:
    """List the events of all open weeks, earliest first."""
    found = [
        Meeting(slot, number, event)
        for slot in plan.open
        if slot.module
        for number, event in enumerate(slot.module.connection.events, 1)
    ]
    return tuple(sorted(found, key=lambda m: (m.event.starts, m.slot.week, m.number)))


def people(
    plan: Schedule, participants: Sequence[Participant] = (), words: Words | None = None
) -> tuple[Face, ...]:
    """Gather a course's people: named in it or in a week, learners with a blog, thanked, authors.

    The same name (case aside) is one person; the first address and feed found are kept.
    """
    words = words or Words()
    say = words.say
    known: dict[str, Contact] = {}
    roles: dict[str, str] = {}
    places: dict[str, dict[tuple[str, str], None]] = {}
    weeks: dict[str, int] = {}
    wrote: dict[str, tuple[str, str]] = {}

    def add(
        name: str,
        role: str,
        url: str | None = None,
        feed: str | None = None,
        *,
        about: str = "",
        read: str | None = None,
        image: str = "",
    ) -> str:
        who = clean(name).casefold()
        old = known.get(who)
        known[who] = Contact(
            name=old.name if old else name,
            url=(old.url if old else None) or (url if url and safe_url(url) else None),
            feed=(old.feed if old else None) or (feed if feed and safe_url(feed) else None),
            about=(old.about if old else "") or clean(about),
            read=(old.read if old else None) or (read if read and safe_url(read) else None),
            image=(old.image if old else "") or image,
        )
        roles.setdefault(who, role)
        places.setdefault(who, {})
        return who

    def introduce(p: Person, role: str) -> str:
        return add(p.name, role, p.url, p.feed, about=p.about, read=p.read, image=p.image)

    for person in plan.course.people:
        introduce(person, "guide")
    for slot in plan.open:
        if not slot.module:
            continue
        for person in slot.module.connection.people:
            who = introduce(person, "voice")
            places[who][f"{slot.name}.html#connection", say("named in week {n}", n=slot.week)] = None
            weeks[who] = slot.week
    for learner in participants:
        add(learner.name, "learner", learner.url, learner.feed)
    for slot in plan.open:
        if not slot.module:
            continue
        for thanks in slot.module.connection.thanks:
            who = add(thanks.name, "thanked")
            text = say("thanked in week {n}", n=slot.week)
            if thanks.reason:
                text = say("thanked in week {n} for: {reason}", n=slot.week, reason=thanks.reason)
            places[who][f"{slot.name}.html#connection", text] = None
        for highlight in slot.module.highlights:
            if highlight.by and highlight.asked:
                who = add(highlight.by, "thanked")
                places[who][f"{slot.name}.html#said_title", say("quoted in week {n}", n=slot.week)] = None
        for number, resource in enumerate(slot.module.content, 1):
            for who in sorted(_known_makers(resource, known)):
                wrote[who] = (f"{slot.name}.html#resource-{number}", _wrote(resource, words))
                places[who][wrote[who]] = None
    for who, role in roles.items():
        if role == "voice" and who not in wrote:  # named in a week, but not for something in it
            roles[who] = "guide"
    order = {"guide": 0, "voice": 1, "learner": 2, "thanked": 3}
    return tuple(
        Face(known[w], roles[w], tuple(places[w]), weeks.get(w, 0), wrote.get(w))
        for w in sorted(known, key=lambda w: (order[roles[w]], w))
    )


def _known_makers(resource: Resource, known: Collection[str]) -> set[str]:
    return {who for name in makers(resource) if (who := clean(name).casefold()) in known}


def _wrote(resource: Resource, words: Words) -> str:
    title = clean(resource.title)
    if RESOURCE_KINDS[resource.kind].verb == "read":
        return words.say("wrote “{title}”", title=title)
    return words.say("made “{title}”", title=title)


def wrote_here(module: Module, words: Words, name: str) -> tuple[str, str] | None:
    """Return the first card of a week that is something of theirs, as (place, words); None where none is."""
    who = clean(name).casefold()
    return next(
        (
            (f"#resource-{number}", _wrote(resource, words))
            for number, resource in enumerate(module.content, 1)
            if _known_makers(resource, (who,))
        ),
        None,
    )
