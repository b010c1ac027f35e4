"""Ways to suggest a page while reading it: a bookmarklet, and the share menu of a phone.

Both lead to suggest.html, which opens the prefilled form; assets/curator.js fills it in. The
share menu knows a site that was installed on a phone by its manifest: curator.site.installing.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from markupsafe import Markup

from curator.config import Project
from curator.site import catalogue
from curator.site.escape import reach

PAGE = "suggest.html"
KNOWN = 2_000
"""Pages whose use is told on the page, the newest first: 60 bytes each."""


_LIST = re.compile(r"(?i)https?://github\.com/[^/]+/[^/]+/issues/?$")
"""A list of issues, which is no form; GitHub's form stands one step further."""
PLACES = {"github.com": "GitHub", "gitlab.com": "GitLab"}
"""Hosts of forms that only somebody with an account can send."""


def form(project: Project) -> str:
    """Return where suggestions go: `extra.suggest`, else the first contact of a course; "" for nowhere."""
    contacts = (reach(course.guidelines.contact) for course in project.courses)
    found = reach(project.site.suggest) or next(filter(None, contacts), "")
    return f"{found.rstrip('/')}/new/choose" if _LIST.match(found) else found


def account(address: str) -> str:
    """Say where one needs an account to send a form: "GitHub"; "" where nobody knows of one."""
    return PLACES.get(urlsplit(address).hostname or "", "")


def known(items: Sequence[catalogue.LibraryItem]) -> Markup:
    """List which pages were used, and where they stand: "3f2a9c01=course/week-02.html#resource-1 ..."."""
    found = {catalogue.key(i.resource.url): f"{i.course.slug}/{i.page}" for i in reversed(items[:KNOWN])}
    return Markup(" ".join(f"{key}={place}" for key, place in found.items()))  # noqa: S704 - hex and slugs
