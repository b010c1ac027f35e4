"""Connection on the page: people, small steps, events and thanks, each written in a small form of its own.

An entry has no id in the week file, so the page names it by what it says (`key_of`), never by its place:
what somebody else wrote or took out in the meantime is not mistaken for it. After a save the entry says
something else; `wrote` tells the page its new name. Only the fields that changed are written.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from curator.app.review.elements import Node, button, link, moves, node
from curator.app.review.form_values import cleaned, sent
from curator.errors import ConfigError, Problem
from curator.model import Event, Module, Person, Thanks
from curator.site.page_renderer import moment
from curator.text.one_line import one_line
from curator.urls import web_address
from curator.weeks import edit
from curator.weeks.notice import PROPOSED
from curator.weeks.steps import at_a_loss
from curator.yamlio.reading import validate

Values = dict[str, str]
"""What stands in a form, by field."""


@dataclass(frozen=True, slots=True)
class EntryForm:
    """One list of the connection, and the form of its entries: (key, label, type of input)."""

    name: str
    noun: str
    fields: tuple[tuple[str, str, str], ...]
    record: type[Person] | type[Event] | type[Thanks] | None
    shown: Callable[[Any], Sequence[Node]]
    needs: str = ""
    """What must be filled in, where something may stay empty."""


def _person(p: Person) -> Sequence[Node]:
    feed = [" · ", link(p.feed, "feed")] if p.feed else []
    about = [node("p", p.about, class_="by", dir="auto")] if p.about else []
    return [link(p.url, p.name) if p.url else node("span", p.name), *feed, *about]


def _step(step: str) -> Sequence[Node]:
    return [step]


def _event(e: Event) -> Sequence[Node]:
    title = link(e.url, e.title) if e.url else node("span", e.title)
    return [title, f" · {moment(e.starts)} · {e.minutes} min", f" · {e.where}" if e.where else ""]


def _thanks(t: Thanks) -> Sequence[Node]:
    return [f"{t.name}: {t.reason}" if t.reason else t.name]


KINDS: Mapping[str, EntryForm] = {
    "person": EntryForm(
        "people",
        "person",
        (
            ("name", "Name", "text"),
            ("url", "Home page", "url"),
            ("feed", "Feed", "url"),
            ("about", "Who this is, and why to meet them", "area"),
        ),
        Person,
        _person,
        "Needed: the name. All else may stay empty; learners like to read who this is.",
    ),
    "step": EntryForm(
        "prompts", "step", (("text", "A small step to take with somebody", "area"),), None, _step
    ),
    "event": EntryForm(
        "events",
        "event",
        (
            ("title", "What", "text"),
            ("starts", "Starts", "datetime-local"),
            ("zone", "Time zone", "zone"),
            ("minutes", "Minutes", "number"),
            ("where", "Where, if people meet in a place", "text"),
            ("url", "Address of its page", "url"),
        ),
        Event,
        _event,
        "Needed: what, when and how long; a time zone, too, where the course has none (Settings). "
        "A place or an address tells where; one of them is enough.",
    ),
    "thanks": EntryForm(
        "thanks", "thanks", (("name", "Whom", "text"), ("for", "What for", "text")), Thanks, _thanks
    ),
}
"""By the name of the action that writes an entry."""


def forms() -> dict[str, Any]:
    """Show the fields of every form, and its name in words."""
    return {do: {"noun": kind.noun, "needs": kind.needs, "fields": kind.fields} for do, kind in KINDS.items()}


# --- showing ------------------------------------------------------------------------------------------


def values_of(do: str, entry: Any) -> Values:
    """Put an entry of the week into the fields of its form."""
    if isinstance(entry, str):
        return {"text": entry}
    if isinstance(entry, Event):
        offset = f"{entry.starts:%z}"
        precise = "seconds" if entry.starts.second else "minutes"
        return {
            "title": entry.title,
            "starts": entry.starts.replace(tzinfo=None).isoformat(timespec=precise),
            "zone": f"{offset[:3]}:{offset[3:5]}",
            "minutes": str(entry.minutes),
            "where": entry.where,
            "url": entry.url or "",
        }
    plain = entry.model_dump(by_alias=True)
    return {name: str(plain[name] or "") for name, _, _ in KINDS[do].fields}


def _entries(module: Module, do: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] = getattr(module.connection, KINDS[do].name)
    return found


def keys_of(module: Module, do: str) -> list[str]:
    """Name the entries of a list by what they say; of two that say the same the later one is told apart."""
    keys: list[str] = []
    for entry in _entries(module, do):
        text = json.dumps([do, values_of(do, entry)], sort_keys=True)
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        twins = sum(k.startswith(key) for k in keys)
        keys.append(f"{key}-{twins}" if twins else key)
    return keys


def lists(module: Module, language: str = "en") -> dict[str, list[dict[str, Any]]]:
    """Show every list of the connection as items of the page; steps that name what is gone say so."""
    lost = {f"step {place}": what for place, what in at_a_loss(module, language)}
    return {do: list(_items(module, do, kind, lost)) for do, kind in KINDS.items()}


def _items(module: Module, do: str, kind: EntryForm, lost: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    named = list(zip(keys_of(module, do), _entries(module, do), strict=True))
    for place, (key, entry) in enumerate(named):
        what = lost.get(f"{do} {place}")
        words = f"It names {what}, which is no longer in the week: change it, or take it out."
        name = one_line(next(iter(values_of(do, entry).values())), 80)
        yield {
            "key": key,
            "label": f"{kind.noun.capitalize()}: {name}",
            "view": [node("p", kind.shown(entry), dir="auto")],
            "more": [node("p", node("b", "look at it: "), words, class_="error", dir="auto")] if what else [],
            "acts": [
                *_take_over(key, entry),
                *(moves(place, len(named), name) if len(named) > 1 else ()),
                button("entry", "Edit", class_="quiet", aria_label=f"Edit {name}"),
                button("drop", "Take out", class_="quiet", aria_label=f"Take out {name}"),
            ],
        }


def _take_over(key: str, entry: Any) -> list[Node]:
    """Offer to take a proposed sentence about a person as it is."""
    if not isinstance(entry, Person) or not entry.about.startswith(PROPOSED):
        return []
    name = f"Use this sentence about {entry.name}"
    return [
        button("said", "Use this sentence", class_="quiet", data_act="vouch", data_id=key, aria_label=name)
    ]


def texts(module: Module, zone: str = "") -> dict[str, str]:
    """Give what stands in each form by the name of its editor; the one of a new entry is nearly empty.

    `zone` is the course's time zone: that of a new event.
    """
    found = {}
    new = {"event": {"minutes": str(Event.model_fields["minutes"].default), "zone": zone}}
    for do, kind in KINDS.items():
        found[f"{do} "] = _pack({name: new.get(do, {}).get(name, "") for name, _, _ in kind.fields})
        for key, entry in zip(keys_of(module, do), _entries(module, do), strict=True):
            found[f"{do} {key}"] = _pack(values_of(do, entry))
    return found


def packed(do: str, entry: Any) -> str:
    """Write an entry as the page sends a new one."""
    return _pack(values_of(do, entry))


def _pack(values: Values) -> str:
    return json.dumps(values)


def trying(module: Module) -> list[Node]:
    """Show how long a step takes, where there is one: learners are asked for one, however many there are."""
    if not module.connection.prompts:
        return []
    minutes = str(module.connection.minutes)
    field = node("input", type="number", min="1", max="600", value=minutes, data_do="trying")
    return [node("label", "One of these steps takes ", field, " minutes")]


def posts(module: Module) -> list[Node]:
    """Show what participants wrote, which a form would not make better."""
    found = [p for p in module.connection.posts if web_address(p.url)]
    if not found:
        return []
    items = [node("li", link(p.url, p.title), f" · {p.by}" if p.by else "", dir="auto") for p in found]
    return [node("h3", "From participants"), node("ul", items)]


# --- doing --------------------------------------------------------------------------------------------


def write(text: str, module: Module, do: str, key: str, words: str, zone: str = "") -> tuple[str, str]:
    """Write an entry, a new one where `key` is empty; returns the new text and what was done.

    `zone` is the course's time zone: that of an event for which none is given.

    Raises ConfigError when a field holds what no week may hold, or the entry is no longer there.
    """
    kind = KINDS[do]
    given = _unpack(do, words)
    if zone and do == "event":
        given["zone"] = given["zone"] or zone
    wanted = _record(do, given)
    if not key:
        name = one_line(next(iter(given.values())), 80)
        return edit.append(text, ("connection", kind.name), wanted), f"added {kind.noun} “{name}”"
    place = _place(module, do, key)
    path = ("connection", kind.name, place)
    known = _record(do, _unpack(do, _pack(values_of(do, _entries(module, do)[place]))))
    if isinstance(wanted, str):
        return edit.set_field(text, path, wanted), f"changed a {kind.noun}"
    for name in dict.fromkeys((*known, *wanted)):
        if str(known.get(name)) != str(wanted.get(name)):
            here = (*path, name)
            text = (
                edit.set_field(text, here, wanted[name]) if name in wanted else edit.remove_field(text, here)
            )
    return text, f"changed {kind.noun} “{one_line(next(iter(wanted.values())), 80)}”"


def vouch(text: str, module: Module, key: str) -> tuple[str, str]:
    """Take over what was proposed about a person: its mark goes, so that learners read it."""
    place = _place(module, "person", key)
    person = module.connection.people[place]
    path = ("connection", KINDS["person"].name, place, "about")
    done = f"took over the sentence about “{one_line(person.name, 80)}”"
    words = person.about.removeprefix(PROPOSED).strip()
    return (edit.set_field(text, path, words) if words else edit.remove_field(text, path)), done


def take_out(text: str, module: Module, key: str) -> tuple[str, str]:
    """Take an entry out of whichever list holds it."""
    do, place, name = _found(module, key)
    path = ("connection", KINDS[do].name, place)
    return edit.remove_field(text, path), f"took out {KINDS[do].noun} “{name}”"


def move(text: str, module: Module, key: str, to: int) -> tuple[str, str]:
    """Move an entry to another place of its list, from 0; beyond the end it comes last."""
    do, place, name = _found(module, key)
    to = max(0, min(to, len(_entries(module, do)) - 1))
    new = edit.move(text, ("connection", KINDS[do].name), place, to)
    return new, f"moved {KINDS[do].noun} “{name}” to number {to + 1}"


def _found(module: Module, key: str) -> tuple[str, int, str]:
    """Find an entry in whichever list holds it: the list's action, its place there, what it is called."""
    for do in KINDS:
        if key in (keys := keys_of(module, do)):
            place = keys.index(key)
            return do, place, one_line(next(iter(values_of(do, _entries(module, do)[place]).values())), 80)
    raise _gone()


def wrote(before: Module, after: Module, do: str, key: str) -> str:
    """Name the entry that was just written: it stands where it stood, a new one at the end."""
    keys = keys_of(after, do)
    return keys[_place(before, do, key) if key else -1]


def _place(module: Module, do: str, key: str) -> int:
    keys = keys_of(module, do)
    if key not in keys:
        raise _gone()
    return keys.index(key)


def _gone() -> ConfigError:
    return ConfigError([Problem("", 0, "", "this is no longer in the week", "add it anew")])


def _unpack(do: str, words: str) -> Values:
    """Read what the page sends; whatever it is, each field comes back as one clean text."""
    return cleaned(sent(words), (name for name, _, _ in KINDS[do].fields))


def _record(do: str, values: Values) -> Any:
    """Make plain values of a form as the week file holds them; ConfigError names the field at fault."""
    kind = KINDS[do]
    labels = {name: label for name, label, _ in kind.fields}
    missing = next(
        (name for name, _, what in kind.fields[:3] if not values[name] and _needed(name, what)), ""
    )
    if missing:
        raise ConfigError([Problem("", 0, labels[missing], "is still empty", "fill it in")])
    if kind.record is None:
        return values["text"]
    data: dict[str, Any] = {name: text for name, text in values.items() if text and name != "zone"}
    if kind.record is Event:
        data["starts"] = _moment(values["starts"], values["zone"])
        if not values["minutes"]:  # else it would come to the usual hour, which nobody wrote
            raise ConfigError([Problem("", 0, labels["minutes"], "is still empty", "fill it in")])
        if "minutes" in data:
            data["minutes"] = int(data["minutes"]) if data["minutes"].isdecimal() else data["minutes"]
    try:
        validate(kind.record, data, "", "")
    except ConfigError as error:
        raise ConfigError(
            [Problem("", 0, labels.get(p.key, p.key), p.message, p.remedy) for p in error.problems]
        ) from None
    return data


def _needed(name: str, what: str) -> bool:
    return what != "url" and name != "for"


def _moment(wall: str, zone: str) -> datetime:
    """Read a wall clock's time in a zone; it is kept as the offset that the zone has on that day."""
    try:
        when = datetime.fromisoformat(wall).replace(tzinfo=zone_of(zone))
        return when.replace(tzinfo=timezone(when.utcoffset() or timedelta()))
    except (ValueError, OverflowError):
        raise ConfigError(
            [Problem("", 0, "Starts", f"“{wall}” is not a date and a time", "write it as 2026-12-10T12:00")]
        ) from None


def zone_of(text: str) -> tzinfo:
    """Read a time zone: a name as Europe/Berlin, or an offset as +01:00, UTC+1 or UTC."""
    plain = re.sub(r"^(?:UTC|GMT)\s*", "", text.strip().upper()).replace("\N{MINUS SIGN}", "-")
    if plain in ("", "Z") and text.strip():
        return UTC
    if found := re.fullmatch(r"([+-])(\d{1,2})(?::?([0-5]\d))?", plain):
        ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if ahead < timedelta(hours=24):
            return timezone(-ahead if found[1] == "-" else ahead)
    try:
        return ZoneInfo(text.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            [Problem("", 0, "Time zone", f"“{text}” is not known", "write one as Europe/Berlin or as +01:00")]
        ) from None
