"""The only notion of a web address: valid or not, absolute, "the same page", its origin, without its login.

Nothing here asks the network. What may be dialled is another question: see `curator.fetch.address_guard`.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 4000
"""Characters of an address that a link may have; browsers and servers refuse longer ones."""
DEFAULT_PORTS = {"http": 80, "https": 443}

_NOWHERE = SplitResult("", "", "", "", "")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_])?")
"""A host name as it is dialled (RFC 1123, and the underscore that some servers carry)."""
_PLAIN = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?(?:/[!-;=?-\[\]-~]*)?")
"""What nearly every address looks like; only the others are worth a slower look."""
_UNUSABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\\]")
_ENCODED = re.compile(r"[ \"<>^`{|}]")
"""What a browser encodes in an address rather than refuse it."""
_BREAKS = re.compile(r"[\t\r\n]")
_FEED_SCHEME = re.compile(r"\s*(feeds?|itpc|pcast|podcast):(?=\S)", re.IGNORECASE)
_LOGIN = re.compile(r"""//(?:([^\s/?#:@"'<>]*):)?[^\s/?#"'<>]*@""")
"""The user and password before a host (RFC 3986, 3.2.1), up to the last @ before the path."""
_SAFE = "%/:?#[]@!$&'()*+,;=-._~"
"""What stands in an address as it is: RFC 3986's reserved and unreserved characters, and escapes."""

_TRACKERS = re.compile(
    r"(?:utm|mtm|pk|piwik|matomo|hsa|itm|oly|vero|ml_subscriber|ck_subscriber)(?:[_-].*)?"
    r"|_?hs(?:enc|mi|ctatracking)|__hs(?:tc|sc|fp)|mc_[ce]id|mkt_tok|_g[al]|ga_(?:source|medium|campaign|content|term)"
    r"|(?:fb|g|dc|ms|y|ys|tw|tt|li_)cl(?:id|src)|msclkid|[gw]braid|gclsrc|igsh(?:id)?|li_fat_id|rdt_cid|srsltid"
    r"|s_cid|cmpid|icid|wickedid|wt[._]mc(?:_id)?|at_(?:medium|campaign)|trk(?:campaign)?|phpsessid|jsessionid",
    re.IGNORECASE,
)
"""Parameters that say how a reader came to a page, or who is logged in, and never which page it is."""
_ARRIVALS = re.compile(
    r"(?:ref|source|src|from|via|share)=(?:rss|atom|feed|newsletter|e?mail|twitter|facebook|linkedin|social)\b.*",
    re.IGNORECASE,
)
"""The same said by a parameter that elsewhere names the page: only these values are of no matter."""
_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")


def split(url: str) -> SplitResult:
    """Split an address into its parts; one that cannot be read has none."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.hostname, parts.port
    except ValueError:
        return _NOWHERE
    return parts


@lru_cache(8192)
def web_address(url: str) -> str:
    """Return the address that a link on a page may carry, or "".

    It is http or https, has a host that a resolver takes and a port between 1 and 65535 if any. Space around
    it and a login go; spaces and marks that no address holds are percent-encoded; all else stays as typed.
    Control characters and backslashes are refused: browsers read a backslash as a slash, and so another host.
    """
    url = url.strip()
    if len(url) > MAX_LENGTH:
        return ""
    if _PLAIN.fullmatch(url):
        return url
    url = _ENCODED.sub(lambda found: quote(found[0]), url)
    if _UNUSABLE.search(url):
        return ""
    url = bare(url)
    parts = split(url)
    if parts.scheme not in DEFAULT_PORTS or parts.port == 0:
        return ""
    return url if ascii_host(parts.hostname or "") else ""


def absolute(link: str, base: str = "") -> str:
    """Resolve a link as a browser does; "" unless a page may carry the result.

    The steps are those of https://url.spec.whatwg.org/#url-parsing: line breaks and tabs vanish;
    everything else is as in `web_address`.
    """
    if len(link) > MAX_LENGTH:
        return ""
    link = _BREAKS.sub("", link.strip(" \t\r\n\f\v\x00"))
    if link.startswith(("http://", "https://")) or link.rstrip("/").lower() in ("http:", "https:"):
        return web_address(link)  # whole by itself; of a bare "https://" urljoin would make the base
    try:
        return web_address(urljoin(base, link))
    except ValueError:
        return ""


def without_feed_scheme(text: str) -> str:
    """Return the web address behind one that sites offer for subscribing: "feed:https://...", "feeds://...".

    "feed://", and its kin for podcasts, stand for http, "feeds://" for https; others come back as they are.
    """
    found = _FEED_SCHEME.match(text)
    if not found:
        return text
    rest = text[found.end() :].lstrip("/")
    if whole := re.match("(https?):?//", rest, re.IGNORECASE):  # some programs drop the second colon
        return f"{whole[1].lower()}://{rest[whole.end() :]}"
    return ("https://" if found[1].lower() == "feeds" else "http://") + rest


def ascii_host(host: str) -> str:
    """Return a host in the form in which it is dialled (IDNA for names, as is for IP addresses), or ""."""
    if ":" in host:
        return host if re.fullmatch(r"[0-9a-f:.]+", host) else ""
    host = host.rstrip(".").lower()
    if not host.isascii():
        try:
            host = unicodedata.normalize("NFKC", host).encode("idna").decode("ascii").lower()
        except UnicodeError:
            return ""
    return host if _HOST.fullmatch(host) and ".." not in host else ""


def host(url: str) -> str:
    """Return the host name of an address without "www.", for showing and for comparing; "" without one."""
    return (split(url).hostname or "").removeprefix("www.")


def origin(url: str) -> str:
    """Return scheme, host and port of an address (RFC 6454), the port always said; "" without a host."""
    parts = split(url)
    name = ascii_host(parts.hostname or "")
    if parts.scheme not in DEFAULT_PORTS or not name:
        return ""
    name = f"[{name}]" if ":" in name else name
    return f"{parts.scheme}://{name}:{parts.port or DEFAULT_PORTS[parts.scheme]}"


@lru_cache(8192)
def canonical(url: str) -> str:
    """Return the name of the page at an address, for comparing and never for asking.

    Equal for addresses of one page, and only for those. These make no other page: http for https, "www.", a
    login, the scheme's own port, capitals and a final dot in the host, a trailing slash, dot segments,
    another way of escaping, the order of parameters, parameters of campaigns and sessions, and a fragment,
    unless it is a route ("#!/week", "#/week"). A parameter without a value stays: forums and wikis name
    their pages so. An address that cannot be read comes back as it is.
    """
    url = url.strip()
    parts = split(url)
    name = ascii_host(parts.hostname or "").removeprefix("www.")
    if parts.scheme not in DEFAULT_PORTS or not name:
        return url
    name = f"[{name}]" if ":" in name else name
    place = name if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f"{name}:{parts.port}"
    path = _escaped(_without_dots(_SESSION.sub("", parts.path))).rstrip("/") or "/"
    fragment = _escaped(parts.fragment) if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit(("https", place, path, _query(parts.query), fragment))


def _query(query: str) -> str:
    """Leave what names the page: no tracker, no empty piece, one order, one way of escaping."""
    kept = [
        _escaped(piece.replace("+", "%20"))
        for piece in query.split("&")
        if piece and not _TRACKERS.fullmatch(piece.partition("=")[0]) and not _ARRIVALS.fullmatch(piece)
    ]
    return "&".join(sorted(kept, key=lambda piece: piece.partition("=")[0]))


def _escaped(text: str) -> str:
    """Escape what an address cannot hold, and only that (RFC 3986, 6.2.2.2)."""

    def one(found: re.Match[str]) -> str:
        char = chr(int(found[1], 16))
        plain = char.isascii() and (char.isalnum() or char in "-._~")
        return char if plain else f"%{found[1].upper()}"

    return quote(_ESCAPE.sub(one, re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)), safe=_SAFE, errors="replace")


def _without_dots(path: str) -> str:
    """Resolve "." and ".." in a path (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept)


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
