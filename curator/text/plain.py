"""Hostile text to plain text, in time proportional to its length."""

import html
import re
from collections.abc import Iterable

_HTML = frozenset(
    re.findall(
        r"\w+",
        """a abbr acronym address applet area article aside audio b base bdi bdo big blink blockquote body br
        button canvas caption center cite code col colgroup data dd del details dfn dialog dir div dl dt em
        embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html
        i iframe img input ins kbd label legend li link main map mark marquee math menu meta nav nobr noscript
        object ol optgroup option output p param picture pre progress q rp rt ruby s samp script section
        select slot small source span strike strong style sub summary sup svg table tbody td template textarea
        tfoot th thead time title tr track tt u ul var video wbr xmp""",
    )
)
_INLINE = frozenset(
    re.findall(
        r"\w+",
        """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby
        s samp small span strike strong sub sup time tt u var wbr""",
    )
)
_UNSEEN = frozenset(("script", "style", "template", "noscript", "iframe", "svg", "math", "head", "textarea"))
_HIDDEN = re.compile(rf"<(?:[!?]|(?:{'|'.join(sorted(_UNSEEN))})\b)", re.IGNORECASE)


_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:[\s/][^<>]*)?>")
_SHOWN_AS = {name: "" if name in _INLINE else " " for name in _HTML}
"""What a reader sees of a tag: nothing, or a break."""
_BARE_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})\s{0,3}/?>")
_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)\b[^<>]{0,300}>", re.IGNORECASE)
_BREAKS = frozenset(("br", "hr", "li", "p", "wbr"))
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]*)(?=[\s/>]|$)")
# Control characters, marks that turn the reading direction around, byte-order marks, lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_C1 = re.compile("[\x80-\x9f]")
_CP1252 = {code: char for code in range(0x80, 0xA0) if (char := bytes((code,)).decode("cp1252", "ignore"))}


def plain(text: str, limit: int, *, markup: bool = True) -> str:
    """Return text without markup, entities, control characters and needless space, at most `limit` long.

    Only tags that HTML knows count as markup, so "vector<int>" stays. With `markup` off the text is
    taken as it stands. Much more than `limit` of input is cut before anything looks at it.
    """
    text = text[: limit * 3 + 1000]
    if "CDATA[" in text:
        text = without_cdata(text, markup=markup)
    if markup:
        if "<" in text:
            text = _without_tags(text)
        if "&" in text:
            text = html.unescape(text)
    if not text.isascii():
        text = mend(text)
    text = " ".join(text.split())
    if not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", text).split())
    return clip(text, limit)


def mend(text: str) -> str:
    """Undo the commonest accidents with encodings.

    UTF-8 taken for Latin-1 and encoded once more; windows-1252 taken for Latin-1, so that curly quotes
    and dashes arrive as control characters.
    """
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text.translate(_CP1252) if _C1.search(text) else text


def without_cdata(text: str, *, markup: bool = True) -> str:
    """Take away the marks of a CDATA section that a publisher escaped, so that they became text.

    In HTML they mean nothing anywhere, and may be escaped once more around the whole; plain text loses them
    only where they enclose all of it, because it may be about them.
    """
    whole = text.strip()
    for opening in ("<![CDATA[", "&lt;![CDATA["):
        closing = next((end for end in ("]]>", "]]&gt;") if whole.endswith(end)), "")
        if whole.startswith(opening) and (closing or (markup and "]]" not in whole)):
            inside = whole[len(opening) : len(whole) - len(closing)]
            return html.unescape(inside) if opening[0] == "&" else inside
    return text.replace("<![CDATA[", "").replace("]]>", "") if markup and "<![CDATA[" in text else text


def with_names_of_elements(text: str) -> str:
    """Escape the lone tags of a title that is about them: "The <details> element at work".

    A document type is quoted, too: no title declares one. A tag is meant as markup when it has attributes or
    a partner, or stands for a break.
    """
    if "<" not in text:
        return text
    found = [(m[1], m[2].lower()) for m in _BARE_TAG.finditer(text)]
    opened = {name for slash, name in found if not slash}
    closed = {name for slash, name in found if slash}
    lone = (opened ^ closed) - _BREAKS
    text = _DECLARATION.sub(lambda m: f"&lt;{m[0][1:-1]}&gt;", text)
    return _BARE_TAG.sub(lambda m: f"&lt;{m[0][1:-1]}&gt;" if m[2].lower() in lone else m[0], text)


def looks_like_html(text: str) -> bool:
    """Say whether text that claims to be plain holds a closing tag or an entity all the same."""
    return ("</" in text and any(_known(part[:20]) for part in text.split("<")[1:])) or (
        "&" in text and html.unescape(text[:2000]) != text[:2000]
    )


def clip(text: str, limit: int) -> str:
    """Shorten text to `limit` characters, at a word's end where one is near."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ", limit - 40 if limit > 80 else limit // 2)
    return (cut[:space] if space > 0 else cut).rstrip() + "…"


def first_words(text: str, words: int) -> str:
    """Return the first words of a plain text, with an ellipsis when there are more."""
    parts = text.split(None, words)
    return " ".join(parts[:words]) + ("…" if len(parts) > words else "")


def _known(tag: str) -> str:
    match = _NAME.match(tag)
    name = match.group(1).lower() if match else ""
    return name if name in _HTML else ""


def _without_tags(text: str) -> str:
    if _HIDDEN.search(text):
        return "".join(_pieces(text))
    return _TAG.sub(_seen, text)


def _seen(tag: re.Match[str]) -> str:
    # A pattern with all the names is many times slower: it tries each of them at every bracket.
    return _SHOWN_AS.get(tag[1].lower(), tag[0])


def _pieces(text: str) -> Iterable[str]:
    """Yield what a reader sees, when comments, scripts or the like are in between."""
    pieces = text.split("<")
    yield pieces[0]
    closing = ""  # what ends the stretch that nobody sees
    for piece in pieces[1:]:
        if closing == "-->":
            if "-->" not in piece:
                continue
            closing = ""
            yield piece.split("-->", 1)[1]
            continue
        tag, end, rest = piece.partition(">")
        if closing:
            if end and tag.strip().lower() == closing:
                closing = ""
                yield " " + rest
            continue
        if tag.startswith("!--"):
            if "-->" in piece[3:]:
                yield piece.split("-->", 1)[1]
            else:
                closing = "-->"
        elif tag.startswith(("!", "?")) and end:
            yield rest
        elif end and (name := _known(tag)):
            if name in _UNSEEN and not tag.startswith("/") and not tag.endswith("/"):
                closing = "/" + name
            elif name in _INLINE:
                yield rest
            else:
                yield " " + rest
        else:
            yield "<" + piece
