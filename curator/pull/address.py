"""When two addresses, or two entries, are the same."""

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from courlan import clean_url

from curator.model import Entry

_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """Return the canonical form of a web address, for comparing and never for asking.

    Tracking parameters (courlan's list), fragments, default ports, upper-case hosts, a trailing slash and
    the difference between http and https vanish; an address that cannot be read comes back as it is.
    """
    try:
        cleaned = clean_url(url.strip()) or url
        parts = urlsplit(cleaned)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except (ValueError, TypeError):
        return url
    if not host or parts.scheme not in _DEFAULT_PORTS:
        return url
    place = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    path = parts.path.rstrip("/") or "/"
    return urlunsplit(("https", place, path, parts.query, ""))


def content_hash(entry: Entry) -> str:
    """Hash what an entry says, not where it stands: title, and content or summary."""
    said = "\0".join((entry.title, entry.content or entry.summary))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def entry_keys(entry: Entry) -> tuple[str, ...]:
    """Return the names by which an entry is known, strongest first: address, guid, content.

    Two entries of one feed are the same entry when they share any of these: so an entry survives a new
    guid, a new address or an edited text, as long as one of the three stays. Entries that say next to
    nothing get no content key, or all of them would be one.
    """
    keys = []
    if entry.url:
        keys.append("url:" + canonical(entry.url))
    if entry.guid:
        keys.append("guid:" + entry.guid)
    if len(entry.title) + len(entry.summary) >= 40:
        keys.append("hash:" + content_hash(entry))
    return tuple(keys) or ("hash:" + content_hash(entry),)


def entry_key(entry: Entry) -> str:
    """Return the one name under which an entry is stored: its strongest key."""
    return entry_keys(entry)[0]


def new_entries(entries: Iterable[Entry], known: frozenset[str]) -> tuple[Entry, ...]:
    """Pick the entries that share no key with `known`, and of equal ones among themselves the first."""
    seen = set(known)
    fresh = []
    for entry in entries:
        keys = entry_keys(entry)
        if seen.isdisjoint(keys):
            fresh.append(entry)
        seen.update(keys)
    return tuple(fresh)
