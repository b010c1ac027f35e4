"""A web archive such as the Wayback Machine: how to ask it for a copy of a page that no longer exists."""

import json
from datetime import date
from urllib.parse import quote

from curator.fetch.address_guard import host_key
from curator.urls import bare, origin

ARCHIVE = "http://archive.org/wayback/available"
"""The Wayback Machine's availability API: https://archive.org/help/wayback_api.php."""


def question(archive_at: str, url: str, day: date | None) -> str:
    """Compose the question for the copy of an address that is nearest to a day."""
    near = f"&timestamp={day:%Y%m%d}" if day else ""
    return f"{archive_at}?url={quote(bare(url), safe='')}{near}"


def own_origin(archive_at: str) -> tuple[str, ...]:
    """Name the origin of an archive of one's own: whoever names it means it, wherever it lives."""
    return () if archive_at == ARCHIVE else (origin(archive_at),)


def closest(body: bytes, archive_at: str) -> str:
    """Read the address of a copy from the archive's answer, over https where it is the real one.

    Empty when there is none, or when it lies on another host than the archive's: nobody's answer may put
    a foreign link on a page.
    """
    try:
        snapshot = json.loads(body)["archived_snapshots"]["closest"]
        url, usable = str(snapshot["url"]), snapshot["available"] is True
        usable = usable and str(snapshot.get("status", "200")) == "200"
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ""
    home, host = host_key(archive_at), host_key(url)
    if not usable or not (host == home or host.endswith(f".{home}")) or len(url) > 2000:
        return ""
    if not url.startswith(("http://", "https://")) or any(not "!" <= c <= "~" for c in url):
        return ""
    return "https" + url.removeprefix("http") if archive_at == ARCHIVE and url[4] == ":" else url
