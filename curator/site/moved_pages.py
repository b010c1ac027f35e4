"""Redirects from old addresses: of a course whose folder was renamed, of a week whose number changed.

A static site cannot answer with a redirect, so a page stands at each old address that takes the reader to the
new one. Feeds and calendars are read by programs that follow no such page: they stand at both.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256

from markupsafe import escape

from curator.site.feeds_out import LINKS
from curator.weeks.calendar import Schedule
from curator.weeks.published import Published

_PAGES = ("index", "library", "people", "notes", "guidelines")
_GO = 'location.replace(document.querySelector("a").href+location.hash)'
"""Takes what stands behind # along, which a refresh does not."""


def moved_pages(plans: Sequence[Schedule], published: Published) -> dict[str, bytes]:
    """Make a page for every old address: place in the site -> bytes."""
    return {f"{old}.html": _page(new) for old, new in _moved(plans, published)}


def thread_pages(plans: Sequence[Schedule]) -> dict[str, bytes]:
    """Make a page at every thread's name that leads to its question: place in the site -> bytes.

    For services whose mails link to the site's host and the thread's name. The host's name alone leads here
    only where the site stands at its root.
    """
    return {
        f"{plan.course.id}/{slot.threads}/{question.id}/index.html": _page(
            f"../../../{plan.course.slug}/{slot.name}.html#{question.id}", keep=False
        )
        for plan in plans
        for slot in plan.open
        if slot.module
        for question in slot.module.conversation
    }


def moved_feeds(plans: Sequence[Schedule], published: Published) -> dict[str, str]:
    """Map the old places of feeds and calendars to where they stand now."""
    return {
        f"{folder}/{inside}{link.href}": f"{plan.course.slug}/{inside}{link.href}"
        for plan in plans
        for folder in _old_folders(plan, plans, published)
        for inside in ("", *(f"{language}/" for language in plan.languages))
        for link in LINKS
    }


def _old_folders(plan: Schedule, plans: Sequence[Schedule], published: Published) -> list[str]:
    here = {p.course.slug for p in plans}
    return [folder for folder in published.of(plan.course).folders if folder not in here]


def _moved(plans: Sequence[Schedule], published: Published) -> Iterator[tuple[str, str]]:
    """Yield old places, and where their pages are, as an address from there."""
    for plan in plans:
        names = {slot.name for slot in plan.open}
        weeks = {slot.threads: slot.name for slot in plan.open if slot.threads not in names}
        for old, new in weeks.items():
            for inside in ("", *(f"{language}/" for language in plan.languages)):
                yield f"{plan.course.slug}/{inside}{old}", f"{new}.html"
        for folder in _old_folders(plan, plans, published):
            same = dict.fromkeys((*_PAGES, *sorted(names)))
            for old, new in {**{name: name for name in same}, **weeks}.items():
                yield f"{folder}/{old}", f"../{plan.course.slug}/{new}.html"
                for language in plan.languages:
                    yield f"{folder}/{language}/{old}", f"../../{plan.course.slug}/{language}/{new}.html"


def _page(to: str, *, keep: bool = True) -> bytes:
    """Write the page that leads on; `keep` takes along what stands behind # in the old address."""
    to = str(escape(to))
    go = _GO if keep else _GO.removesuffix("+location.hash)") + ")"
    hashed = b64encode(sha256(go.encode()).digest()).decode()
    policy = f"default-src 'none'; script-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>Moved</title>'
        f'<meta name="robots" content="noindex">'
        f'<meta name="viewport" content="width=device-width"><link rel="canonical" href="{to}">'
        f'<noscript><meta http-equiv="refresh" content="0; url={to}"></noscript></head>'
        f'<body><main><h1>Moved</h1><p><a href="{to}">This page has a new address.</a></p></main>'
        f"<script>{go}</script></body></html>\n"
    ).encode()
