"""Content Security Policy: what a rendered page may load, and the `<meta>` that tells the browser so.

    scan(html)      what the page holds: its scripts and styles as hashes, its links, what must not be there
    policy(...)     the Content-Security-Policy over the hashes of a whole unit
    seal(html, ...) the page with the policy in its head and its external links marked

The hashes are those of all pages of a unit together: after instant navigation the policy of the first
page is still the one in force, and the engine never navigates instantly from one unit to another.
Everything here is text in, text out; tags are found with one pattern, because the pages come from our own
templates and from Markdown, and parsing a thousand pages into trees and back would double a build.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urlsplit

from curator.site.media import ORIGINS
from curator.urls import split

BASE: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'self'",),
    # Pagefind searches in WebAssembly, which a policy must allow by this name.
    "script-src": ("'self'", "'wasm-unsafe-eval'"),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "connect-src": ("'self'",),
    "frame-src": (),
    "object-src": (),
    "base-uri": ("'self'",),
    "form-action": ("'self'",),
}
"""What every page may do. A meta element cannot set frame-ancestors or reporting (CSP 3, section 3.3)."""

NONE = "'none'"

REL = ("external", "noopener", "noreferrer")
"""What every link to another site carries."""

_TAG = re.compile(r"""<([a-zA-Z][a-zA-Z0-9-]*+)((?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*+)>""")
_LINK = re.compile(r"""<(a|area)(?=\s)((?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*+)>""", re.I)
_PAIR = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_RAW = re.compile(r"<!--.*?-->|<(script|style|textarea|title)\b", re.S | re.I)
_CLOSE = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style", "textarea", "title")}
_CHARSET = re.compile(r"""<meta\s+charset=["']?utf-8["']?\s*/?>""", re.I)
_OWN_POLICY = re.compile(r"""<meta\s+http-equiv=["']?Content-Security-Policy["'][^>]*>\s*""", re.I)
"""What a page says that was not made by a template; two policies would both have to allow a thing."""
_HEAD = re.compile(r"<head\b[^>]*>", re.I)
_JAVASCRIPT = {"", "module", "text/javascript", "application/javascript", "text/ecmascript"}
_LOADED = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
"""Attributes that make a browser fetch something by itself."""
_HARMLESS_LINKS = {
    "alternate",
    "author",
    "bookmark",
    "canonical",
    "help",
    "license",
    "me",
    "next",
    "prev",
    "search",
}
_SCHEMES = {"", "http", "https", "mailto"}


@dataclass(frozen=True, slots=True)
class Scan:
    """What one page holds. `problems` are words for a person; a page that has any is not published."""

    scripts: tuple[str, ...] = ()
    """Sources for script-src: "'sha256-...'"."""
    styles: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    """Sources for style attributes; they need 'unsafe-hashes' beside them."""
    links: tuple[str, ...] = ()
    """Relative addresses that the page links to or loads, without their fragments."""
    problems: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    """The theme's classes that are used, for `curator.site.styles`."""
    players: tuple[str, ...] = ()
    """Origins of the players that the page offers, all of them known (see `curator.site.media`)."""


def digest(text: str) -> str:
    """Name a script or a style as a policy does; line ends count as browsers count them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{base64.b64encode(hashlib.sha256(plain.encode()).digest()).decode()}'"


def scan(html: str) -> Scan:
    """Find the inline scripts, styles, links and forbidden things of a page.

    What looks like a tag counts as one wherever it stands, in comments and scripts too: where those end
    is what hostile markup makes parsers disagree on.
    """
    scripts: list[str] = []
    styles: list[str] = []
    tags: dict[int, _Tag] = {}
    for match in _TAG.finditer(html):
        name = match[1].lower()
        tag = _look(name, match[2])
        if tag is _NOTHING:
            continue
        if tag.holds:
            close = _CLOSE[name].search(html, match.end())
            content = html[match.end() : close.start() if close else len(html)]
            (scripts if name == "script" else styles).append(digest(content))
        tags[id(tag)] = tag
    found = tags.values()
    return Scan(
        tuple(dict.fromkeys(scripts)),
        tuple(dict.fromkeys(styles)),
        tuple(dict.fromkeys(tag.style for tag in found if tag.style)),
        tuple(dict.fromkeys(link for tag in found for link in tag.links)),
        tuple(dict.fromkeys(problem for tag in found for problem in tag.problems)),
        tuple(sorted({name for tag in found for name in tag.classes})),
        tuple(sorted({tag.player for tag in found if tag.player})),
    )


def policy(scans: Iterable[Scan], extra: Mapping[str, Sequence[str]] | None = None) -> str:
    """Write the policy for pages that share one: BASE, their hashes, and `extra` sources by directive.

    Raises ValueError for a source or directive that could not stand in a policy.
    """
    allowed = {name: list(sources) for name, sources in BASE.items()}
    scripts: set[str] = set()
    styles: set[str] = set()
    attributes: set[str] = set()
    players: set[str] = set()
    for found in scans:
        scripts.update(found.scripts)
        styles.update(found.styles)
        attributes.update(found.attributes)
        players.update(found.players)
    allowed["script-src"] += sorted(scripts)
    allowed["style-src"] += sorted(styles)
    allowed["frame-src"] += sorted(players)
    if attributes:
        allowed["style-src"] += ["'unsafe-hashes'", *sorted(attributes - styles)]
    for directive, sources in sorted((extra or {}).items()):
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", directive):
            raise ValueError(f"not a directive of a policy: {directive!r}")
        for source in sources:
            if not re.fullmatch(r"[A-Za-z0-9'*:/._\[\]=+-]+", source):
                raise ValueError(f"not a source of a policy: {source!r}")
        known = allowed.setdefault(directive, ["'self'"])
        known += [source for source in sources if source not in known]
    return "; ".join(f"{name} {' '.join(sources or [NONE])}" for name, sources in allowed.items())


def seal(html: str, content_security_policy: str, *, site_url: str = "") -> str:
    """Put the policy first in the page's head, and mark every link to another site.

    It takes the place of a policy that the page has itself.
    `site_url` is the site's own address: absolute links under it are its own.
    """
    html = _OWN_POLICY.sub("", _mark_links(html, site_url), count=1)
    content = escape(content_security_policy, quote=False)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    place = _CHARSET.search(html) or _HEAD.search(html)
    if place is None:
        return html
    return f"{html[: place.end()]}{meta}{html[place.end() :]}"


def _mark_links(html: str, site_url: str) -> str:
    """Give links to other sites rel and referrerpolicy; leave raw text (scripts, comments) alone."""
    parts: list[str] = []
    done = 0
    for start, end in _markup(html):
        parts.append(html[done:start])
        parts.append(_LINK.sub(lambda link: _marked(link[0], link[1], link[2], site_url), html[start:end]))
        done = end
    parts.append(html[done:])
    return "".join(parts)


@lru_cache(maxsize=8192)
def _marked(tag: str, name: str, attributes: str, site_url: str) -> str:
    if "//" not in attributes and "\\" not in attributes and "&" not in attributes:
        return tag
    pairs = _pairs(attributes)
    address = pairs.get("href", "")
    if not _foreign(address) or (site_url and address.startswith(site_url)):
        return tag
    rel = sorted({*pairs.get("rel", "").split(), *REL})
    pairs |= {"rel": " ".join(rel), "referrerpolicy": "no-referrer"}
    kept = "".join(f' {key}="{escape(value)}"' if value else f" {key}" for key, value in pairs.items())
    return f"<{name}{kept}>"


def _markup(html: str) -> Iterable[tuple[int, int]]:
    """Yield the stretches of a page that are markup: not comments, not the insides of raw text elements."""
    position = 0
    while True:
        raw = _RAW.search(html, position)
        if raw is None:
            yield position, len(html)
            return
        if raw[1] is None:
            yield position, raw.start()
            position = raw.end()
            continue
        tag = _TAG.match(html, raw.start())
        start = tag.end() if tag else raw.end()
        yield position, start
        close = _CLOSE[raw[1].lower()].search(html, start)
        position = close.start() if close else len(html)


@dataclass(frozen=True, slots=True)
class _Tag:
    """What one start tag does: whether its content is a script or style of its own, and see Scan."""

    holds: bool = False
    style: str = ""
    links: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    player: str = ""


_NOTHING = _Tag()


@lru_cache(maxsize=8192)
def _look(name: str, attributes: str) -> _Tag:
    """Judge one start tag. Most tags of a site are on all of its pages, hence the cache."""
    if not attributes and name not in ("script", "style"):
        return _NOTHING
    pairs = _pairs(attributes)
    links: list[str] = []
    problems = [f"an inline handler: <{name} {key}=…>" for key in pairs if key.startswith("on")]
    for address in _fetched(name, pairs):
        if _foreign(address):
            problems.append(f"<{name}> loads from another site: {address[:200]}")
        elif not address.startswith("data:"):
            links.append(address)
    if name in ("a", "area", "form"):
        address = pairs.get("action" if name == "form" else "href", "")
        scheme = _scheme(address)
        if scheme not in _SCHEMES:
            problems.append(f"<{name}> leads to {scheme}: …")
        elif not scheme and not address.startswith("//"):
            links.append(address)
    if name == "meta" and pairs.get("http-equiv", "").lower() == "refresh":
        problems.append("<meta http-equiv=refresh>")
    inline = name == "script" and "src" not in pairs and pairs.get("type", "").lower() in _JAVASCRIPT
    plain = (link.partition("#")[0].partition("?")[0] for link in links)
    tag = _Tag(
        inline or name == "style",
        digest(pairs["style"]) if "style" in pairs else "",
        tuple(link for link in plain if link),
        tuple(problems),
        tuple(each for each in pairs.get("class", "").split() if each.startswith("md-")),
        _player(pairs.get("data-player", "")),
    )
    return _NOTHING if tag == _NOTHING else tag


def _player(address: str) -> str:
    """Return the origin of a player where it is one that we know; a page can ask for no other frame."""
    if not address:
        return ""
    parts = split(address)
    found = f"{parts.scheme}://{parts.netloc}"
    return found if found in ORIGINS else ""


def _pairs(text: str) -> dict[str, str]:
    """Read attributes; the first of two with one name counts, as in browsers."""
    pairs: dict[str, str] = {}
    for key, value in _PAIR.findall(text):
        if value[:1] in ('"', "'"):
            value = value[1:-1]
        pairs.setdefault(key.lower(), unescape(value))
    return pairs


def _fetched(name: str, pairs: Mapping[str, str]) -> Iterable[str]:
    for key in _LOADED.get(name, ()):
        if key == "srcset":
            yield from (part.split()[0] for part in pairs.get(key, "").split(",") if part.strip())
        elif pairs.get(key):
            yield pairs[key].strip()
    if name == "link" and not set(pairs.get("rel", "").lower().split()) <= _HARMLESS_LINKS:
        yield pairs.get("href", "").strip()


def _scheme(address: str) -> str:
    """Read the scheme as browsers do: control characters and spaces do not hide it."""
    plain = re.sub(r"[\x00-\x20]+", "", address)
    scheme, colon, _ = plain.partition(":")
    return scheme.lower() if colon and re.fullmatch(r"[a-zA-Z][a-zA-Z0-9+.-]*", scheme) else ""


def _foreign(address: str) -> bool:
    if address.startswith(("//", "\\\\", "/\\", "\\/")):
        return True
    if _scheme(address) in ("http", "https"):
        return True
    return bool(_scheme(address) and _scheme(address) not in ("data", "mailto") and urlsplit(address).netloc)
