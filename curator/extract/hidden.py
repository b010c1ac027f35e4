"""Take out of a page what its reader does not see or only clicks away, and undo misleading marks of parts.

The page's own marks decide: the `hidden` attribute, styles, classes for screen readers, closed dialogs,
notices about cookies. Two guards keep real text: what holds most of a page is shown by a script sooner or
later, and what holds an article is no notice, whatever it is called. Each step walks the page once.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from curator.extract.blocks import SKIPPED

MOST = 0.5
"""Share of a page's words, or of its sentences, from which nothing counts as hidden."""

SMALL = 200
"""Characters up to which a hidden element is dropped unweighed: it is no article."""

REST = 40
"""Words in sentences that must stand outside a notice; else the notice may be all that the page is."""

NOTICE = 400
"""Words of a notice at most; what is longer is a text about cookies, unless a maker of notices signs it."""

PROSE_OF_PAGE = 0.6
"""An aside, header or footer with this share of the sentences is the page, not what stands beside it."""

PROSE = 8
"""Words of a piece of text from which it counts as a sentence, not as a label."""

_MAYBE_HIDDEN = (
    "//*[@hidden or @aria-hidden='true' or (self::dialog and not(@open))"
    " or (@style and (contains(@style,'isplay') or contains(@style,'ISPLAY')"
    " or contains(@style,'isibility') or contains(@style,'ISIBILITY') or contains(@style,'osition')"
    " or contains(@style,'verflow') or contains(@style,'pacity')))"
    " or (@class and (contains(@class,'sr-only') or contains(@class,'hidden') or contains(@class,'screen')"
    " or contains(@class,'invisible') or contains(@class,'sr_only') or contains(@class,'offscreen')"
    " or contains(@class,'for-sr')))]"
)
"""One walk of libxml2 over the page; `_is_hidden` decides."""

_FOR_EARS = re.compile(
    r"(?:^|\s)(?!not-)(?:[a-z0-9]{1,12}[_-]{1,2}){0,3}"
    r"(?:sr-only|sr_only|visually-?hidden|screen-?reader(?:-text|-only)?|element-invisible"
    r"|a11y-hidden|offscreen|hidden-visually|show-for-sr)(?:$|\s)",
    re.I,
)
"""Classes of text that only screen readers speak: it explains what eyes see beside it."""

_NOTHING = re.compile(r"0(?:px|em|rem|%)?")
_CLIPPED = re.compile(r"rect\(\s{0,3}[01](?:px)?(?:[\s,]{1,4}[01](?:px)?){3}\s{0,3}\)|inset\((?:50|100)%\)")
_FAR_OUT = re.compile(r"-\d{3,6}em|-\d{3,6}rem|-\d{4,6}px|-999px")

_INLINE = frozenset(("b", "em", "i", "small", "span", "strong", "sub", "sup"))
_FOR_EYES = re.compile(r"katex|mjx|mathjax|drop-?cap|initial", re.I)
"""Classes of what is hidden from ears only: a screen reader gets the same in another form."""

_NOTICE = re.compile(
    r"(?:^|[\s_-])(?:cookie\w{0,20}|consent\w{0,20}|gdpr\w{0,20}|ccpa|cmplz|cky|onetrust\w{0,20}|ot-sdk"
    r"|cybotcookiebot\w{0,20}|didomi|usercentrics|truste|trustarc|qc-cmp2?|iubenda|osano|klaro"
    r"|tarteaucitron\w{0,20}|eu-?cookie\w{0,20}|cc-(?:window|banner))(?:$|[\s_-])",
    re.I,
)
_ABOUT = re.compile(r"(?:^|\s)(?:tag|category|post|topic)[_-]\S{0,80}", re.I)
"""Classes that say what an article is about."""

_MAKER = re.compile(
    r"(?:^|[\s_-])(?:cmplz|cky|onetrust\w{0,20}|ot-sdk|cybotcookiebot\w{0,20}|didomi|usercentrics|truste"
    r"|trustarc|qc-cmp2?|osano|klaro|tarteaucitron\w{0,20})(?:$|[\s_-])",
    re.I,
)
"""Those of `_NOTICE` that name programs which draw notices, and so nothing else."""
_DIALOGS = "//*[@role='dialog' or @role='alertdialog' or @aria-modal='true' or contains(@class,'modal')]"
_MODAL = re.compile(r"(?:^|\s)modal(?:$|\s)", re.I)

_SPEAKS_OF_NOTICE = re.compile(
    r"cookie|consent|einwillig|datenschutz|privacy|privacidad|confidentialit|privatsph|galleta|gdpr|tracking",
    re.I,
)
_KEPT = frozenset(("html", "body", "head", "main", "article", "title", "meta", "link", "script", "style"))
_BESIDE = ("aside", "footer", "header", "nav", "form", "menu", "fieldset")
_OTHERS = re.compile(r"comment|disqus|respond|repl(?:y|ies)|related|recommend|discussion", re.I)


@dataclass(frozen=True, slots=True)
class _Size:
    words: int
    prose: int
    """Words in pieces of text that are long enough to be sentences."""


def show_as_read(tree: HtmlElement) -> None:
    """Change a page, in place, to what a reader sees of it."""
    _drop_hidden(tree)
    _drop_notices(tree)
    _drop_dialogs(tree)
    _promote(tree)


def _drop_hidden(tree: HtmlElement) -> None:
    hidden = [e for e in tree.xpath(_MAYBE_HIDDEN) if e.tag not in _KEPT and _is_hidden(e)]
    if not hidden:
        return
    large = [e for e in hidden if e.xpath("string-length()") > SMALL]
    sizes = _sizes(tree, {tree, *large}) if large else {}
    kept = {e for e in large if e not in sizes or _is_most(sizes[e], sizes[tree])}
    _drop(tree, set(hidden) - kept)


def _is_most(part: _Size, whole: _Size) -> bool:
    return part.words >= MOST * whole.words or part.prose > MOST * max(whole.prose, 1)


def _is_hidden(element: HtmlElement) -> bool:
    if element.tag in SKIPPED:  # nobody reads these anyway, and some hold data
        return False
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() not in ("until-found", "false"):
        return True
    if element.tag == "dialog" and element.get("open") is None:
        return True
    if _is_unseen(element.get("style") or ""):
        return True
    if _FOR_EARS.search((element.get("class") or "")[:500]):
        return True
    return element.get("aria-hidden") == "true" and not _is_for_eyes(element)


def _is_unseen(style: str) -> bool:
    """Tell whether a style shows nothing: no box, a box of no size, one cut away or far outside the page.

    Of `opacity: 0` alone much comes to be seen: it waits for the reader to scroll there.
    """
    if not style:
        return False
    said = {}
    for part in style[:2000].lower().split(";"):
        name, _, value = part.partition(":")
        said[name.strip()] = value.replace("!important", "").strip()
    if said.get("display") == "none" or said.get("visibility") in ("hidden", "collapse"):
        return True
    if said.get("opacity") == "0" and _is_nothing(said, "font-size"):
        return True
    if said.get("overflow") == "hidden" and _is_nothing(said, "width") and _is_nothing(said, "height"):
        return True
    if said.get("position") not in ("absolute", "fixed"):
        return False
    clip = f"{said.get('clip', '')} {said.get('clip-path', '')}"
    places = (said.get(name, "") for name in ("left", "top", "right", "text-indent"))
    return bool(_CLIPPED.search(clip)) or any(_FAR_OUT.fullmatch(place) for place in places)


def _is_nothing(said: Mapping[str, str], name: str) -> bool:
    return bool(_NOTHING.fullmatch(said.get(name, "")))


def _is_for_eyes(element: HtmlElement) -> bool:
    """Tell whether a screen reader gets in another form what this element shows: a drop cap, a formula."""
    if _FOR_EYES.search((element.get("class") or "")[:500]):
        return True
    around = element.getparent()
    if element.tag not in _INLINE or around is None:
        return False
    if around.get("aria-label"):
        return True
    beside = (element.getprevious(), element.getnext())
    return any(e is not None and _FOR_EARS.search((e.get("class") or "")[:500]) for e in beside)


def _drop_notices(tree: HtmlElement) -> None:
    """Remove notices about cookies that call themselves so, where the page says something else."""
    named = [
        e
        for e in tree.iter("div", "section", "aside", "form", "dialog", "footer", "header", "p", "ul")
        if e.attrib and _NOTICE.search(_ABOUT.sub(" ", _called(e)))
    ]
    if not named:
        return
    sizes = _sizes(tree, {tree, *named})
    notices = {
        e
        for e in named
        if e in sizes
        and (sizes[e].words <= NOTICE or _MAKER.search(_called(e)))
        and sizes[tree].prose - sizes[e].prose >= REST
        and e.find(".//h1") is None
        and e.find(".//article") is None
        and _SPEAKS_OF_NOTICE.search(e.text_content()[:4000])
    }
    _drop(tree, notices)


def _drop_dialogs(tree: HtmlElement) -> None:
    """Remove dialogs that a click opens, or closes, where the page says something else."""
    dialogs = [
        e
        for e in tree.xpath(_DIALOGS)
        if e.tag not in _KEPT
        and (e.get("role") or e.get("aria-modal") or _MODAL.search(e.get("class") or ""))
    ]
    if not dialogs:
        return
    sizes = _sizes(tree, {tree, *dialogs})
    _drop(
        tree,
        {
            e
            for e in dialogs
            if e in sizes
            and sizes[tree].prose - sizes[e].prose >= REST
            and e.find(".//h1") is None
            and e.find(".//article") is None
            and e.find(".//main") is None
        },
    )


def _promote(tree: HtmlElement) -> None:
    """Make a plain box of an aside, header, footer or form that holds the page's own text."""
    # Most hold a menu or a few lines, which libxml2 tells faster than the walk below.
    large = (e for e in tree.iter(*_BESIDE) if e.xpath("string-length()") > SMALL)
    beside = [e for e in large if not _OTHERS.search(_called(e))]
    if not beside:
        return
    sizes = _sizes(tree, {tree, *beside})
    for element in beside:
        if element in sizes and sizes[element].prose >= max(1, PROSE_OF_PAGE * sizes[tree].prose):
            element.tag = "div"
            for name in ("class", "id", "role"):
                element.attrib.pop(name, None)


def _called(element: HtmlElement) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''}"[:300]


def _drop(tree: HtmlElement, elements: Collection[HtmlElement]) -> None:
    """Remove the outermost of the elements; the text behind each stays."""
    outermost = []
    walk = etree.iterwalk(tree, events=("start",))
    for _, element in walk:
        if element in elements:
            outermost.append(element)
            walk.skip_subtree()
    for element in outermost:
        element.drop_tree()


def _sizes(tree: HtmlElement, wanted: Collection[HtmlElement]) -> dict[HtmlElement, _Size]:
    """Count what each of the wanted elements shows, in one walk, but for those in what shows nothing."""
    found: dict[HtmlElement, _Size] = {}
    begun: list[tuple[int, int]] = []
    words = prose = 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element in wanted:
                begun.append((words, prose))
            if element.tag in SKIPPED:
                walk.skip_subtree()
                continue
            text = element.text
        else:
            if element in wanted:
                before = begun.pop()
                found[element] = _Size(words - before[0], prose - before[1])
            text = element.tail if element is not tree else None
        if text:
            count = len(text.split())
            words += count
            if count >= PROSE:
                prose += count
    return found
