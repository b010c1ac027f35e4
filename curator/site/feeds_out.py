"""The site's own feeds: Atom, RSS, JSON Feed and OPML. Records in, bytes out.

Nothing comes from the clock: a week's moment is the day it opens, so the same weeks give the same
bytes. Every text goes through `clean`, every address through `safe_url`.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from curator.model import Feed, Person, Resource
from curator.site.catalogue import Contact, Face
from curator.site.escape import clean, safe_url
from curator.site.translations import Words
from curator.urls import bare, host, split
from curator.weeks.calendar import Schedule, Slot

NEWEST = 30
"""Entries of a feed; readers keep what they have seen."""


def urn(course: str, key: str) -> str:
    """Name a thing for ever: by the id of its course and its key, not by an address or a title."""
    return uuid5(NAMESPACE_URL, f"curator:{course}#{key}").urn


@dataclass(frozen=True, slots=True)
class SiteFeedEntry:
    """A week as an item of a feed. `html` is safe; `path` is relative to the channel's home.

    `course` is the id of its course, `key` what names the week within it.
    """

    course: str
    key: str
    title: str
    path: str
    html: str
    summary: str
    opens: date

    @property
    def urn(self) -> str:
        """Name the entry for ever: the same in the feed of its course and in the hub's."""
        return urn(self.course, self.key)


@dataclass(frozen=True, slots=True)
class SiteFeed:
    """A feed of a course or of the hub, newest week first. `home` is its absolute address, or "".

    `id` is a course's; entries of the hub bring their own.
    """

    id: str
    title: str
    description: str
    home: str
    language: str
    owner: str
    since: date
    entries: tuple[SiteFeedEntry, ...]

    @property
    def updated(self) -> datetime:
        """When anything changed last: the day the newest week opened."""
        return midnight(max((e.opens for e in self.entries), default=self.since))

    @property
    def urn(self) -> str:
        """Name the feed for ever: not by an address, which may change."""
        return urn(self.id, "")


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A thing to follow, as a page names it."""

    name: str
    href: str
    type: str
    label: str


LINKS = (
    FeedFile("atom", "atom.xml", "application/atom+xml", "Atom feed"),
    FeedFile("rss", "rss.xml", "application/rss+xml", "RSS feed"),
    FeedFile("json", "feed.json", "application/feed+json", "JSON Feed"),
    FeedFile("calendar", "calendar.ics", "text/calendar", "Calendar"),
    FeedFile("opml", "people.opml", "text/x-opml", "People and sources, for a feed reader"),
)
"""What every unit offers; the files stand beside its index page."""


def midnight(day: date) -> datetime:
    """Return the beginning of a day in UTC."""
    return datetime.combine(day, time(), UTC)


def feeds(channel: SiteFeed) -> dict[str, bytes]:
    """Write a channel in the three formats: name of the file -> bytes."""
    return {
        "atom.xml": _feedgen(channel, "atom"),
        "rss.xml": _feedgen(channel, "rss"),
        "feed.json": _json(channel),
    }


def _feedgen(channel: SiteFeed, kind: str) -> bytes:
    from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]  # the library has no types

    # Atom says of each text whether it is HTML (feedgen writes "text"); RSS does not, and is shown as HTML.
    title, told = (clean, clean) if kind == "atom" else (_title_in_rss, _in_rss)
    feed = FeedGenerator()
    feed.id(channel.urn)
    feed.title(title(channel.title))
    feed.description(told(channel.description) or told(channel.title))
    feed.language(channel.language)
    feed.author({"name": clean(channel.owner)})
    feed.generator("curator")
    feed.updated(channel.updated)
    feed.lastBuildDate(channel.updated)
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.link(href=f"{channel.home}{'atom.xml' if kind == 'atom' else 'rss.xml'}", rel="self")
    feed.link(href=f"{channel.home}index.html", rel="alternate")
    for entry in channel.entries:
        item = feed.add_entry(order="append")
        item.id(entry.urn)
        item.title(title(entry.title))
        item.link(href=f"{channel.home}{entry.path}", rel="alternate")
        item.summary(told(entry.summary))
        item.content(entry.html, type="html")
        item.published(midnight(entry.opens))
        item.updated(midnight(entry.opens))
        item.guid(entry.urn, permalink=False)
    written: bytes = feed.atom_str(pretty=True) if kind == "atom" else feed.rss_str(pretty=True)
    return written


def _in_rss(text: str) -> str:
    """Write plain text as the HTML that readers take an RSS description for (RSS 2.0, "description")."""
    return escape(clean(text), quote=False)


def _title_in_rss(text: str) -> str:
    """Write a title so that it is harmless where it is shown as HTML, and legible where it is not."""
    return clean(text).replace("<", "&lt;")


def _json(channel: SiteFeed) -> bytes:
    """Write JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    return _dump(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": clean(channel.title),
            "description": clean(channel.description),
            "home_page_url": f"{channel.home}index.html",
            "feed_url": f"{channel.home}feed.json",
            "language": channel.language,
            "authors": [{"name": clean(channel.owner)}],
            "items": [
                {
                    "id": e.urn,
                    "url": f"{channel.home}{e.path}",
                    "title": clean(e.title),
                    "summary": clean(e.summary),
                    "content_html": e.html,
                    "date_published": midnight(e.opens).isoformat(),
                }
                for e in channel.entries
            ],
        }
    )


def _dump(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


# --- OPML ------------------------------------------------------------------------------------------


def opml(title: str, groups: Iterable[tuple[str, Sequence[Contact | Person]]]) -> bytes:
    """Write OPML 2.0: in each group, people and sources with a feed to subscribe to, or a page."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = clean(title)
    body = etree.SubElement(root, "body")
    for name, people in groups:
        lines = [line for person in people if (line := _outline(person))]
        if lines:
            group = etree.SubElement(body, "outline", text=clean(name))
            for line in lines:
                etree.SubElement(group, "outline", line)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _outline(person: Contact | Person) -> dict[str, str]:
    feed, page, text = safe_url(person.feed), safe_url(person.url), clean(person.name)
    if feed:
        return {"type": "rss", "text": text, "title": text, "xmlUrl": feed} | (
            {"htmlUrl": page} if page else {}
        )
    return {"type": "link", "text": text, "url": page} if page else {}


def sources(resources: Iterable[Resource], feeds: Sequence[Feed]) -> tuple[Contact, ...]:
    """Name the sites behind some resources, once each, with the feed that the project reads of them."""
    by_host = {name: f.url for f in reversed(feeds) if f.url and (name := host(f.url))}
    found: dict[str, Contact] = {}
    for resource in resources:
        name = host(resource.url)
        if name and name not in found and safe_url(resource.url):
            parts = split(resource.url)
            home = f"{parts.scheme}://{parts.netloc}/"
            found[name] = Contact(name=clean(resource.source) or name, url=home, feed=by_host.get(name))
    return tuple(found.values())


def taken_from(feeds: Sequence[Feed], resources: Iterable[Resource]) -> tuple[Feed, ...]:
    """Return the feeds of whose sites learners were given something; what else a curator reads is private.

    A resource names its source; else it belongs to the feed of its host, if that has one only.
    """
    found = list(resources)
    names = {clean(r.source).casefold() for r in found if r.source}
    hosts = {name for r in found if (name := host(r.url))}
    homes = [host(f.url or "") for f in feeds]
    own = {name for name, times in Counter(homes).items() if times == 1}
    return tuple(
        f
        for f, home in zip(feeds, homes, strict=True)
        if clean(f.title).casefold() in names or home in hosts & own
    )


def feed_people(feeds: Sequence[Feed]) -> tuple[Contact, ...]:
    """Turn the project's own feeds into names with a feed."""
    return tuple(Contact(name=f.title or bare(f.url), feed=f.url) for f in feeds if f.url)


def course_opml(plan: Schedule, faces: Sequence[Face], feeds: Sequence[Feed], t: Words) -> dict[str, bytes]:
    """Write the OPML of a course and of each of its open weeks: name of the file -> bytes."""
    content = [r for s in plan.open if s.module for r in s.module.content]
    people, found = t.say("People"), t.say("Sources")
    files = {
        "people.opml": opml(
            plan.course.title, [(people, [f.person for f in faces]), (found, sources(content, feeds))]
        )
    }
    for slot in plan.open:
        if slot.module:
            groups: list[tuple[str, Sequence[Contact | Person]]] = [
                (people, slot.module.connection.people),
                (found, sources(slot.module.content, feeds)),
            ]
            files[f"{slot.name}.opml"] = opml(week_title(plan, slot, t), groups)
    return files


def week_title(plan: Schedule, slot: Slot, t: Words) -> str:
    """Name a week outside of its course."""
    return t.say("{course}, week {week}: {title}", course=plan.course.title, week=slot.week, title=slot.title)
