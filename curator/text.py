"""Web addresses with a login in them ("https://ada:secret@wiki.example/feed"), and how nobody else reads it.

Only what is asked for carries a login. Whatever is printed goes through `masked`, and whatever is stored in a
week, handed to another program or published through `bare`.
"""

import re
from urllib.parse import urlsplit, urlunsplit

_LOGIN = re.compile(r"""//(?:([^\s/?#:@"'<>]*):)?[^\s/?#"'<>]*@""")
"""The user and password before a host (RFC 3986, 3.2.1), up to the last @ before the path."""


def masked(text: str) -> str:
    """Hide the passwords of all addresses in a text: "//ada:secret@host" becomes "//ada:***@host".

    What stands there without a colon is a token as often as a name, and is hidden whole.
    """
    if "@" not in text:
        return text
    return _LOGIN.sub(lambda found: f"//{found[1]}:***@" if found[1] else "//***@", text)


def bare(url: str) -> str:
    """Return a web address without the login in it; one that cannot be read comes back as it is."""
    try:
        parts = urlsplit(url)
        _, at, place = parts.netloc.rpartition("@")
        return urlunsplit(parts._replace(netloc=place)) if at else url
    except ValueError:
        return url


def signed(url: str, by: str) -> str:
    """Give an address without a login that of another address, where both have one origin (RFC 6454)."""
    try:
        parts, other = urlsplit(url), urlsplit(by)
        login, at, place = other.netloc.rpartition("@")
        if at and (parts.scheme, parts.netloc) == (other.scheme, place):
            return urlunsplit(parts._replace(netloc=f"{login}@{place}"))
    except ValueError:
        pass
    return url
