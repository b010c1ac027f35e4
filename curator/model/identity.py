"""When two entries of feeds are the same."""

import hashlib

from curator.model.found import Entry
from curator.urls import canonical

TELLING = 40
"""Characters of title and text from which an entry can be recognised by what it says."""


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


def name_within(feed: str, entry: Entry) -> str:
    """Return a name that no other entry has: its address; without one, its key together with its feed.

    A guid tells entries apart inside their feed only.
    """
    return entry.url or f"{entry_key(entry)} in {feed}"
