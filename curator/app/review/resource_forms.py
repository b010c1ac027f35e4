"""A resource in a form: every field of one in the week, and what is added by hand.

A resource is known by its address, or by "where:" and its title (`Resource.ref`), so a save may give it
another name. Only the fields that changed are written.
"""

import json
from collections.abc import Iterable
from typing import Any

from curator.app.review.elements import Node, button, node
from curator.app.review.form_values import cleaned, sent
from curator.errors import ConfigError, Problem
from curator.model import RESOURCE_KINDS, Module, Resource, Via
from curator.text.one_line import one_line
from curator.weeks import edit
from curator.yamlio.reading import validate

FIELDS: tuple[tuple[str, ...], ...] = (
    ("title", "Title", "text"),
    ("author", "Author", "text"),
    ("source", "Site or publisher", "text"),
    ("kind", "Kind", "select", *RESOURCE_KINDS),
    ("minutes", "Minutes", "number"),
    ("url", "Address", "url"),
    ("where", "Where, if it has no address", "text"),
    ("published", "Published", "date"),
    ("tags", "Tags, with commas", "text"),
    ("excerpt", "Quotation, which learners read: at most 300 characters", "area"),
    ("note", "Your note: why this, and for whom", "area"),
)
"""(key of the week file, label, type of input, and what can be chosen where something can)."""

RARE: tuple[tuple[str, ...], ...] = (
    ("optional", "Only for those who have more time", "flag"),
    ("stopgap", "A stopgap, for want of something better: no later week looks for more like it", "flag"),
    ("group", "Heading that it stands under", "text"),
    ("suggested_by", "Suggested by", "text"),
    ("via", "Also at, an address a line, then the name of the site", "area"),
    ("transcript", "Address of its words, for a film or a recording", "url"),
    ("archived", "Address of an archived copy", "url"),
)
"""What few resources need: shown on demand."""

ALL = (*FIELDS, *RARE)

NEEDS = (
    "Needed: a title, and an address or where to find it. Write the author or the site, too: whoever made "
    "it is credited. With minutes it counts in the week’s time. All else may stay empty, or follow."
)
"""What is said before anything is typed."""

OFFERED = 8
"""Sentences of the text that are offered for quoting."""


def form() -> dict[str, Any]:
    """Show the fields, and what the form writes in words."""
    return {"noun": "resource", "needs": NEEDS, "fields": FIELDS, "rare": RARE}


def texts(module: Module) -> dict[str, str]:
    """Give what stands in each form by the name of its editor; the one of a new resource is empty."""
    empty = {name: "article" if name == "kind" else "" for name, *_ in ALL}
    return {"resource ": json.dumps(empty)} | {
        f"resource {r.ref}": json.dumps(values_of(r)) for r in module.content
    }


def values_of(resource: Resource) -> dict[str, str]:
    """Put a resource into the fields of its form."""
    plain = resource.model_dump(mode="json")
    found = {name: _shown(plain[name]) for name, *_ in ALL}
    return found | {"via": "\n".join(" ".join((v.url, v.source)).strip() for v in resource.via)}


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "yes" if value is True else str(value or "")


def write(text: str, module: Module, ref: str, words: str) -> tuple[str, str]:
    """Write a resource, a new one where `ref` is empty; returns the new text and what was done.

    Raises ConfigError when a field holds what no week may hold, or the resource is no longer there.
    """
    given = _unpack(words)
    if not ref:
        wanted = _record({k: v for k, v in given.items() if v})
        new = edit.add_resource(text, wanted)
        if new == text:
            raise _wrong("Address" if wanted.url else "Title", "is in the week already", "change that one")
        return new, f"added “{one_line(wanted.title, 80)}” by hand"
    place = edit.place_of(module, ref)
    known = module.content[place]
    kept = known.model_dump(exclude_defaults=True, exclude={name for name, *_ in ALL})
    wanted = _record({**kept, **{k: v for k, v in given.items() if v}})
    same = [r for n, r in enumerate(module.content) if n != place and r.ref == wanted.ref]
    if same:
        raise _wrong("Address" if wanted.url else "Title", "is in the week already", "change that one")
    changed = [name for name, *_ in ALL if getattr(known, name) != getattr(wanted, name)]
    # What is written comes first: for a moment a resource would else have neither `url` nor `where`.
    for name in sorted(changed, key=lambda name: not getattr(wanted, name)):
        value = getattr(wanted, name)
        path = ("content", place, name)
        stays = value or name == "minutes"
        text = edit.set_field(text, path, _plain(value)) if stays else edit.remove_field(text, path)
    names = ", ".join(label.split(",")[0].lower() for name, label, *_ in ALL if name in changed)
    return text, f"{names or 'nothing'} of “{one_line(wanted.title, 80)}”"


def wrote(before: Module, after: Module, ref: str) -> str:
    """Name the resource that was just written: it stands where it stood, a new one at the end."""
    return after.content[edit.place_of(before, ref) if ref else -1].ref


def sentences(found: Iterable[str], ref: str) -> list[Node]:
    """Offer sentences of the text for quoting, each with a button."""
    items = [
        node(
            "li",
            button("quote", text, class_="use", data_act="excerpt", data_url=ref, data_text=text),
            dir="auto",
        )
        for text, _ in zip(found, range(OFFERED), strict=False)
    ]
    return (
        [node("ul", items)]
        if items
        else [node("p", "No sentence to quote is at hand: write one in.", class_="by")]
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [v.model_dump(exclude_defaults=True) if isinstance(v, Via) else v for v in value]
    return value


def _unpack(words: str) -> dict[str, Any]:
    """Read what the page sends; whatever it is, each field comes back as one clean text."""
    given = sent(words)
    clean: dict[str, Any] = {**cleaned(given, (name for name, *_ in ALL))}
    clean["note"] = str(given.get("note") or "").strip()  # Markdown: its lines count
    clean["tags"] = [t for tag in clean["tags"].split(",") if (t := tag.strip())]
    lines = str(given.get("via") or "").splitlines()
    parted = [line.split(maxsplit=1) for line in lines if line.strip()]
    clean["via"] = [dict(zip(("url", "source"), parts, strict=False)) for parts in parted]
    clean |= {name: bool(clean[name]) for name, _, kind, *_ in ALL if kind == "flag"}
    if clean["minutes"].isdecimal():
        clean["minutes"] = int(clean["minutes"])
    return clean


def _record(data: dict[str, Any]) -> Resource:
    """Make a resource of plain values; ConfigError names the field at fault as the form does."""
    labels = {name: label.split(",")[0] for name, label, *_ in ALL}
    if not data.get("title"):
        raise _wrong("Title", "is still empty", "fill it in")
    if not data.get("url") and not data.get("where"):
        raise _wrong("Address", "is still empty", "fill it in, or say where to find it")
    try:
        return validate(Resource, data, "", "")
    except ConfigError as error:
        raise ConfigError(
            [Problem("", 0, labels.get(p.key, p.key), p.message, p.remedy) for p in error.problems]
        ) from None


def _wrong(label: str, message: str, remedy: str) -> ConfigError:
    return ConfigError([Problem("", 0, label, message, remedy)])
