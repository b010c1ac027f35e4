"""When two addresses, or two entries, are the same."""

import hashlib
from urllib.parse import urlsplit, urlunsplit

from courlan import clean_url

from curator.model import Entry

TELLING = 40
"""Characters of title and text from which an entry can be recognised by what it says."""
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
    """Hash what an entry says, wherever it stands: equal hashes mean the same entry at a new address.

    An entry that says next to nothing is told apart by its address and guid too, or all of them would
    be one.
    """
    said = [entry.title, entry.content or entry.summary]
    if len(entry.title) + len(said[1]) < TELLING:
        said += [entry.url, entry.guid]
    return hashlib.sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:32]


def entry_key(entry: Entry) -> str:
    """Return the name under which an entry is stored: its canonical address, else guid, else content.

    The address comes first because feeds change guids more often than addresses.
    """
    if entry.url:
        return "url:" + canonical(entry.url)
    return "guid:" + entry.guid if entry.guid else "hash:" + content_hash(entry)
