"""The calendar that learners subscribe to (RFC 5545): a day for each week that opens, and every event.

Decide which entries there are and how often each has changed, then write them. A calendar that was
subscribed to takes over a change only where SEQUENCE and DTSTAMP grew (RFC 5546, 2.1.4). Both come from what
was published before (curator.weeks.published), never from the clock, so the same project gives the same
bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from curator.model import Event
from curator.site.catalogue import meetings
from curator.site.escape import clean, safe_url
from curator.site.feeds_out import week_title
from curator.site.translations import Words
from curator.weeks.calendar import Schedule, Slot
from curator.weeks.published import PublishedCourse

SEASON = timedelta(days=100)
"""How far the hub's calendar reaches back: a calendar that is subscribed to is for what comes."""

_DOMAIN = "curator.invalid"
"""What stands for the site's host in a UID: the address may change, and the UID must not."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry. `opens` is the day of its week; `changes` and `stamp` tell readers whether it is news."""

    uid: str
    opens: date
    starts: date | datetime
    ends: date | datetime
    title: str
    text: str = ""
    place: str = ""
    url: str = ""
    page: str = ""
    """The week's own page, whose address is that of the site: it changes without being news."""
    changes: int = 0
    stamp: int = 0
    """Seconds since 1970."""

    @property
    def says(self) -> str:
        """Hash what the entry says."""
        said = (self.starts.isoformat(), self.ends.isoformat(), self.title, self.text, self.place, self.url)
        return sha256("\0".join(said).encode(errors="replace")).hexdigest()[:12]


def entries(plan: Schedule, t: Words, home: str, published: PublishedCourse) -> tuple[CalendarEntry, ...]:
    """List the entries of a course. `home` is the hub's absolute address, or ""."""
    found = [_week(plan, slot, t, home) for slot in plan.slots]
    uids = _uids(plan, published.calendar)
    for meeting, uid in zip(meetings(plan), uids, strict=True):
        event, starts = meeting.event, meeting.event.starts.astimezone(UTC)
        found.append(
            CalendarEntry(
                uid,
                meeting.slot.opens,
                starts,
                starts + timedelta(minutes=event.minutes),
                clean(event.title),
                place=clean(event.where),
                url=safe_url(event.url),
            )
        )
    return tuple(_counted(entry, published.calendar.get(entry.uid)) for entry in found)


def _week(plan: Schedule, slot: Slot, t: Words, home: str) -> CalendarEntry:
    return CalendarEntry(
        f"{plan.course.id}-{slot.threads}@{_DOMAIN}",
        slot.opens,
        slot.opens,
        slot.opens + min(timedelta(days=1), date.max - slot.opens),
        clean(week_title(plan, slot, t)),
        text=clean(slot.module.objective) if slot.module else "",
        page=f"{home}{plan.course.slug}/{slot.name}.html" if slot.module and home else "",
    )


def _uids(plan: Schedule, known: Mapping[str, Sequence[Any]]) -> list[str]:
    """Name each event as it was named before: it is the same with its address, its title or its time."""
    found = meetings(plan)
    given: dict[int, str] = {}
    prefix = f"{plan.course.id}-"
    for field, what in ((3, "url"), (4, "title"), (5, "starts")):
        for index, meeting in enumerate(found):
            if index in given:
                continue
            own = f"{prefix}{meeting.slot.threads}-"
            said = _said(meeting.event)[what]
            for uid, entry in known.items():
                fits = uid.startswith(own) and len(entry) > field and said and entry[field] == said
                if fits and uid not in given.values():
                    given[index] = uid
                    break
    for index, meeting in enumerate(found):
        if index not in given:
            named = (meeting.event.url or meeting.event.title).encode(errors="replace")
            name = f"{prefix}{meeting.slot.threads}-{sha256(named).hexdigest()[:12]}"
            number = 1
            while (uid := f"{name}{f'-{number}' if number > 1 else ''}@{_DOMAIN}") in given.values():
                number += 1
            given[index] = uid
    return [given[index] for index in range(len(found))]


def _said(event: Event) -> dict[str, str]:
    return {"url": event.url or "", "title": clean(event.title), "starts": event.starts.isoformat()}


def _counted(entry: CalendarEntry, before: Sequence[Any] | None) -> CalendarEntry:
    """Count the changes of an entry: one more where it says something else than when it was published."""
    own = int(datetime.combine(entry.opens, time(), UTC).timestamp())
    if before is None:
        return replace(entry, stamp=own)
    changes, stamp, says = int(before[0]), int(before[1]), str(before[2])
    if says == entry.says:
        return replace(entry, changes=changes, stamp=stamp)
    return replace(entry, changes=changes + 1, stamp=max(stamp + 1, own))


def record(found: Iterable[CalendarEntry], plan: Schedule) -> dict[str, list[Any]]:
    """Note what entries say, for the next build: see curator.weeks.published."""
    events = dict(zip((e.uid for e in found if isinstance(e.starts, datetime)), meetings(plan), strict=False))
    return {
        e.uid: [e.changes, e.stamp, e.says, *(_said(events[e.uid].event).values() if e.uid in events else ())]
        for e in found
    }


def recent(found: Iterable[CalendarEntry], newest: date) -> list[CalendarEntry]:
    """Leave out what lies further back than a season from the newest open week."""
    return [entry for entry in found if newest - entry.opens <= SEASON]


def calendar(found: Iterable[CalendarEntry], title: str) -> bytes:
    """Write the entries. Times are in UTC."""
    from icalendar import Calendar
    from icalendar import Event as Component

    book = Calendar()
    book.add("prodid", "-//curator//course site//EN")
    book.add("version", "2.0")
    book.add("x-wr-calname", clean(title))
    for entry in found:
        item = Component()
        item.add("uid", entry.uid)
        item.add("dtstamp", datetime.fromtimestamp(entry.stamp, UTC))
        item.add("sequence", entry.changes)
        item.add("dtstart", entry.starts)
        item.add("dtend", entry.ends)
        item.add("summary", entry.title)
        if not isinstance(entry.starts, datetime):
            item.add("transp", "TRANSPARENT")
        for name, value in (("description", entry.text), ("location", entry.place)):
            if value:
                item.add(name, value)
        if entry.url or entry.page:
            item.add("url", entry.url or entry.page)
        book.add_component(item)
    written: bytes = book.to_ical()
    return written
