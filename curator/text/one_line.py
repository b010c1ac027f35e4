"""Fetched strings become plain one-line text: no control or direction characters, a bounded length.

This makes text safe to store in a week file, not safe to show: whoever writes HTML or Markdown still
escapes it.
"""

import re

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls, direction overrides (a title must not turn its neighbours round), soft hyphens, tags."""
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""The same for output: a carriage return writes over what stands there, ESC and C1 codes steer it."""


def one_line(text: str, limit: int) -> str:
    """Collapse white space, drop invisible characters, and cut at a word when longer than `limit`."""
    return shorten(" ".join(_INVISIBLE.sub("", text[: limit * 8 + 1000]).split()), limit)


def for_terminal(text: str) -> str:
    """Drop what a terminal would obey rather than show: controls but line breaks and tabs, direction marks.

    Lone surrogates, which no output takes, go too.
    """
    return _OBEYED.sub("", text)


def for_json(text: str) -> str:
    """Escape in finished JSON what a terminal would obey; the value stays, but for lone surrogates."""
    return _OBEYED.sub(lambda found: _json_escape(ord(found[0])), text)


def _json_escape(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF:
        return "\\ufffd"
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"


def shorten(text: str, limit: int) -> str:
    """Cut a text at a word so that it and the ellipsis fit into `limit` characters."""
    if len(text) <= limit:
        return text
    cut = text[: max(0, limit - 1)]
    if " " in cut and not text[len(cut)].isspace():
        head = cut.rsplit(" ", 1)[0]
        # A single word longer than half the room (a script without spaces) is cut where it stands.
        cut = head if len(head) >= limit // 2 else cut
    return (cut.rstrip(" ,;:–—-") + "…")[:limit]
