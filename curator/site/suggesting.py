"""Ways to suggest a page while reading it: a bookmarklet, and the share menu of a phone.

Both lead to suggest.html, which opens the prefilled form; assets/curator.js fills it in. A web app
manifest with `share_target` makes a site that was installed on a phone a place to share with
(https://www.w3.org/TR/appmanifest/, https://w3c.github.io/web-share-target/).
"""

import json
from collections.abc import Sequence

from markupsafe import Markup

from curator.config import Project
from curator.site import catalogue
from curator.site.escape import clean, reach

PAGE = "suggest.html"
MANIFEST = "app.webmanifest"
KNOWN = 2_000
"""Pages whose use is told on the page, the newest first: 60 bytes each."""


def form(project: Project) -> str:
    """Return where suggestions go: `extra.suggest`, else the first contact of a course; "" for nowhere."""
    contacts = (reach(course.guidelines.contact) for course in project.courses)
    return reach(project.site.suggest) or next(filter(None, contacts), "")


def known(items: Sequence[catalogue.LibraryItem]) -> Markup:
    """List which pages were used, and where they stand: "3f2a9c01=course/week-02.html#resource-1 ..."."""
    found = {catalogue.key(i.resource.url): f"{i.course.slug}/{i.page}" for i in reversed(items[:KNOWN])}
    return Markup(" ".join(f"{key}={place}" for key, place in found.items()))  # noqa: S704 - hex and slugs


def manifest(title: str, language: str, direction: str) -> bytes:
    """Write the web app manifest, with the address that phones share to."""
    name = clean(title)
    found = {
        "name": name,
        "short_name": name[:30],
        "lang": language,
        "dir": direction,
        "id": "./",
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#faf8f4",
        "theme_color": "#faf8f4",
        "icons": [{"src": "assets/favicon.svg", "sizes": "any", "type": "image/svg+xml"}],
        "share_target": {
            "action": PAGE,
            "method": "GET",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"
