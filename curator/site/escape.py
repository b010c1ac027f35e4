"""Make data harmless: what machines sent never becomes markup.

The generated pages are Markdown that holds raw HTML. Whatever a template prints is data unless a function
of this module made it, because the environment's `finalize` sends every other value through `plain`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from curator.site.fingerprint import version
from curator.urls import ascii_host, split, web_address

MAX_TEXT = 5000
"""Characters of one value that reach a page; no field that people read is longer."""

_ENTITIES = {c: f"&#{c};" for c in range(0x21, 0x7F) if not chr(c).isalnum()}
"""Every mark of ASCII that HTML, Markdown, attribute lists, snippets, emoji or macros could act on."""

_URL_ENTITIES = {c: e for c, e in _ENTITIES.items() if chr(c) not in "/:.-_~?=%+,"}

_UNSEEN = frozenset("\u200b\u2060\ufeff\u00ad") | {
    chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
"""Invisible marks that break words or turn the direction of what follows (bidi overrides, isolates)."""

_URL_SAFE = "!$&'()*+,;=:@/?-._~%#[]"
"""Characters that stay as they are in an address (RFC 3986); the rest is percent-encoded."""


_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit(text: str) -> str:
    """Drop the characters that XML does not allow (XML 1.0, production 2); a page break becomes a space."""
    return _NOT_IN_XML.sub("", text.replace("\f", " ").replace("\v", " "))


def clean(value: object) -> str:
    """Put a value on one line: no control characters, no direction overrides, single spaces."""
    text = str(value)[: MAX_TEXT * 2]
    if not text.isprintable():
        text = "".join(_visible(c) for c in text)
    return " ".join(text.split())[:MAX_TEXT]


def _visible(char: str) -> str:
    if char in "\t\n\r\v\f\u2028\u2029\x85":
        return " "
    if char in _UNSEEN:
        return ""
    seen = char.isprintable() or char.isspace() or unicodedata.category(char) in ("Cf", "Co")
    return char if seen else ""


def plain(value: object) -> Markup:
    """Encode a value so that neither Markdown, its extensions nor HTML find a mark in it to act on."""
    return _plain(str(value))


@lru_cache(4096)
def _plain(text: str) -> Markup:
    return Markup(clean(text).translate(_ENTITIES))  # noqa: S704 - every ASCII mark is an entity now


def safe_url(value: object) -> str:
    """Return an http, https or mailto address in ASCII, or "" when it is anything else."""
    return _safe_url(str(value or "").strip())


@lru_cache(4096)
def _safe_url(text: str) -> str:
    if len(text) > MAX_TEXT or not text.isprintable():
        return ""
    parts = split(text)
    if parts.scheme == "mailto" and re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", parts.path, re.ASCII):
        return f"mailto:{parts.path}" + (f"?{_encode(parts.query)}" if parts.query else "")
    if "@" in parts.netloc or not web_address(text):
        return ""
    name = ascii_host(parts.hostname or "")
    netloc = f"[{name}]" if ":" in name else name
    if parts.port is not None:
        netloc += f":{parts.port}"
    return f"{parts.scheme}://{netloc}{_encode(text.split('//', 1)[1][len(parts.netloc) :])}"


def _encode(rest: str) -> str:
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(rest, safe=_URL_SAFE))


def href(value: object) -> Markup:
    """Encode an address for an attribute; unusable addresses give an empty string.

    What addresses are mostly made of stays: no engine looks into the attributes of a raw HTML block, and
    each entity costs the engine's parser as much as a tag.
    """
    return Markup(safe_url(value).translate(_URL_ENTITIES))  # noqa: S704 - no quote and no angle is left


@lru_cache(4096)
def slug(name: str) -> str:
    """Name a page or an anchor after a text; a short hash keeps apart what letters alone cannot.

    "Communities of practice" gives "communities-of-practice"; "C++" gives "c-" and six hex digits.
    """
    wanted = clean(name).casefold()
    ascii_name = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode()
    short = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:48].strip("-")
    if short and short.replace("-", " ") == wanted:
        return short
    return f"{short}-{sha256(wanted.encode()).hexdigest()[:6]}".lstrip("-")


def reach(address: str) -> str:
    """Return the safe link behind what people write to be reached: a web address or a mail address."""
    text = address.strip()
    return safe_url(f"mailto:{text}" if "@" in text and ":" not in text else text)


def tight(text: str) -> Markup:
    """Strip every line and drop the empty ones, so that a raw HTML block is one block for any parser."""
    return Markup("\n".join(line.strip() for line in str(text).splitlines() if line.strip()))  # noqa: S704


def readable(html: str) -> str:
    """Turn entities back into the marks they stand for, but for those that HTML itself acts on.

    For HTML that no Markdown engine will read again: the items of feeds.
    """
    return re.sub(
        r"&#(\d{2,3});",
        lambda m: m[0] if chr(int(m[1])) in "&<>\"'" or int(m[1]) > 126 else chr(int(m[1])),
        html,
    )


class _Compiled(FileSystemBytecodeCache):
    """Templates as Jinja compiled them: it asks whether a template changed, but not whether this file did."""

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(source + _own_code())


@cache
def _own_code() -> str:
    return Path(__file__).read_text("utf-8") + version("jinja2")


def environment(
    folder: Path,
    filters: Mapping[str, Callable[..., Any]],
    globals_: Mapping[str, Any],
    compiled: Path | None = None,
) -> Environment:
    """Build the Jinja environment of the page templates: whatever they print is encoded by `plain`.

    `compiled` is a folder for templates as Python has compiled them, which takes longer than to use them.
    """
    if compiled:
        compiled.mkdir(parents=True, exist_ok=True)
    env = Environment(
        loader=FileSystemLoader(folder),
        bytecode_cache=_Compiled(str(compiled)) if compiled else None,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: value if type(value) is Markup else plain(value),
    )
    env.filters |= {"href": href, "slug": slug, "tight": tight, **filters}
    env.globals |= dict(globals_)
    return env
