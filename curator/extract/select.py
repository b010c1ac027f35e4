"""Decide which blocks of a page are its article, starting from trafilatura's vote.

Trafilatura errs in a few ways that the whole page shows better than its own walk through the tree: it
takes a second container for part of the first, loses lists, headings and boxes between paragraphs that
it kept, and keeps the heading of the page and the boilerplate after the end. The rules below mend these.
Each was kept only because it raised the word F1 on one half of 665 annotated pages; the other half was
looked at when all was done, and gained as well.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from curator.extract.align import tokens
from curator.extract.blocks import Block

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

ENDS = '.!?"”’:'
"""What a sentence ends in."""

MAIN_SHARE = 0.8
"""The article's element is the innermost one that holds this share of the words voted for."""


def _names(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.I)


BOILERPLATE = {
    "related": _names("related", "recommend", "more-?(?:from|on|stories)", "read-?more", "popular",
                      "trending", "you-?may", "also-?like", "latest", "up-?next", "teaser"),
    "share": _names("shar(?:e|ing)", "social", "follow", "sociable"),
    "signup": _names("newsletter", "subscri", "sign-?up", "opt-?in", "mailing", "hs-form", "hubspot"),
    "comment": _names("comment", "disqus", "respond", "reply"),
    "contents": _names(r"\btoc\b", "table-of", "contents-", "toc-", "_toc"),
    "action": _names(r"\bcta\b", "call-to-action", "cta-", "-cta", "banner"),
    "chrome": _names("nav", "menu", "footer", "header", "sidebar", "widget", "modal", "popup", "cookie",
                     "consent", "login", "masthead", "skip"),
}  # fmt: skip
"""What the class, id and role of an element say about it."""

_NAMED = ("class", "id", "role", "itemprop", "data-testid")
_BOILERPLATE_TAGS = frozenset(("nav", "footer", "form", "button"))


@dataclass(slots=True)
class Seen:
    """A block with what the rules look at."""

    block: Block
    words: list[str]
    kept: bool
    inside: bool = True
    """In the article's element."""
    said: frozenset[str] = frozenset()
    """Kinds of boilerplate named by the elements between the article's element and the block."""
    tags: tuple[str, ...] = ()
    first_h1: bool = False
    """The page's first heading of the first order; later ones may head sections."""

    @property
    def linked(self) -> float:
        """Share of the text that is link."""
        return self.block.link / len(self.block.text)


def choose(
    blocks: Sequence[Block], words: Sequence[list[str]], votes: Sequence[float], title: str
) -> list[bool]:
    """Tell for each block whether it belongs to the article.

    `words` are the blocks' words, `votes` come from `align`.
    """
    seen = [Seen(b, w, vote > 0.5) for b, w, vote in zip(blocks, words, votes, strict=True)]
    first = next((s for s in seen if s.block.tag == "h1" or "h1" in _last_tags(s.block)), None)
    if first is not None:
        first.first_h1 = True
    named: dict[etree._Element, frozenset[str]] = {}
    prose = [s for s in seen if _is_prose(s, named)]
    _mistrust(seen, prose)
    if not any(s.kept for s in seen):
        return [False] * len(seen)
    _place(seen)
    _restore_chunks(seen, prose)
    heading = " ".join(tokens(title))
    for s in seen:
        s.kept = s.kept and s.inside and not _is_heading_of_page(s, heading)
    _restore(seen, heading)
    _restore_lead(seen, heading)
    _drop_captions(seen)
    _drop_second_copy(seen)
    _cut_tail(seen)
    return [s.kept for s in seen]


MISSED = 0.5
"""The vote is mistrusted where it holds less than this share of a page's sentences."""

ENOUGH = 100
"""Words in sentences that a page must have to tell."""

BULK = 0.7
"""Share of the sentences that the element taken instead must hold."""


def _mistrust(seen: Sequence[Seen], prose: Sequence[Seen]) -> None:
    """Take the element that holds the page's sentences, where the vote fell for a box beside the article."""
    total = sum(len(s.words) for s in prose)
    voted = sum(len(s.words) for s in prose if s.kept)
    if total < ENOUGH or voted >= MISSED * total or _begins_at_title(seen, prose):
        return
    held: dict[etree._Element, int] = {}
    for s in prose:
        for element in s.block.path:
            held[element] = held.get(element, 0) + len(s.words)
    bulk = [element for element, words in held.items() if words >= BULK * total]
    for s in seen:
        s.kept = False
    for s in prose:
        s.kept = bulk[-1] in s.block.path


def _last_tags(block: Block) -> tuple[str, ...]:
    return tuple(str(element.tag) for element in block.path[-2:])


def _begins_at_title(seen: Sequence[Seen], prose: Sequence[Seen]) -> bool:
    """Tell whether the vote holds the first sentences below the title: what it left out is another text."""
    title = next((n for n, s in enumerate(seen) if s.block.tag == "h1"), None)
    if title is None:
        return False
    below = {id(s) for s in seen[title:]}
    return any(s.kept for s in [s for s in prose if id(s) in below][:2])


_NO_TEXT = frozenset(("related", "share", "signup", "comment", "contents", "action"))


def _is_prose(s: Seen, named: dict[etree._Element, frozenset[str]]) -> bool:
    """Tell whether a block is a sentence or more of a text, not of what stands beside one."""
    text, path = s.block.text, s.block.path
    if len(s.words) < 12 or text[-1] not in ENDS or s.linked > 0.3:
        return False
    if any(element.tag in (*_BOILERPLATE_TAGS, "aside", "figcaption") for element in path):
        return False
    for element in path[2:]:
        if element not in named:
            named[element] = _kinds(names_of(element))
        if not named[element].isdisjoint(_NO_TEXT):
            return False
    return True


def _place(seen: Sequence[Seen]) -> None:
    """Find the article's element and what stands between it and each block."""
    total = sum(len(s.words) for s in seen if s.kept)
    held: dict[etree._Element, int] = {}
    for s in seen:
        if s.kept:
            for element in s.block.path:
                held[element] = held.get(element, 0) + len(s.words)
    main = None
    for element, words in held.items():  # outer elements come first
        if words >= MAIN_SHARE * total:
            main = element
    said: dict[etree._Element, frozenset[str]] = {}
    for s in seen:
        path = s.block.path
        if main is not None:
            s.inside = main in path
            if not s.inside:
                continue
            path = path[path.index(main) + 1 :]
        s.tags = tuple(str(element.tag) for element in path)
        for element in path:
            if element not in said:
                said[element] = _kinds(names_of(element))
            s.said |= said[element]


CHUNK = 30
"""Words in sentences of a box from which it may be a chunk of the text."""

UP = 3
"""Levels above a paragraph at which the chunks of a text may lie side by side."""

_POST = re.compile(r"post|entry|story|article|item|card|teaser|comment|author|bio", re.I)
"""Names of boxes of which each holds a text of its own."""


def _restore_chunks(seen: Sequence[Seen], prose: Sequence[Seen]) -> None:
    """Give back the other chunks of a text that its page cuts into boxes of one make, side by side.

    Boxes that are texts of their own (the posts of a stream) have headings of the first order, a link in
    their heading, or a name that says so.
    """
    sentences = {id(s) for s in prose}
    chosen = {element for s in prose if s.kept for element in s.block.path[-UP - 1 :]}
    if not chosen or sum(len(s.words) for s in prose if s.kept) < CHUNK:
        return
    words: dict[etree._Element, int] = {}
    for s in prose:
        for element in s.block.path[-UP - 1 :]:
            words[element] = words.get(element, 0) + len(s.words)
    makes = {}
    for element in chosen:
        around, name = element.getparent(), names_of(element)
        if around is not None and name and not _POST.search(name) and not _kinds(name) and element.tag != "p":
            makes[around, str(element.tag), name] = element
    chunks = {
        element
        for element, count in words.items()
        if count >= CHUNK
        and element not in chosen
        and (element.getparent(), str(element.tag), names_of(element)) in makes
        and element.find(".//h1") is None
        and element.find(".//article") is None
    }
    for s in seen:
        if not s.kept and not chunks.isdisjoint(s.block.path[-UP - 1 :]):
            s.inside = True
            s.kept = id(s) in sentences or (s.block.tag in HEADINGS and s.linked < 0.5)


def names_of(element: etree._Element) -> str:
    """Return what an element is called: its classes, id and role."""
    return " ".join([value for name in _NAMED if (value := element.get(name))])[:500]


@lru_cache(maxsize=4096)
def _kinds(names: str) -> frozenset[str]:
    return frozenset(kind for kind, words in BOILERPLATE.items() if words.search(names))


def _is_heading_of_page(s: Seen, heading: str) -> bool:
    """Tell whether the block is the title, which is kept apart from the text."""
    if s.first_h1:
        return True
    own = " ".join(s.words)
    if not heading or not own:
        return False
    return own == heading or (
        len(s.words) > 3 and (own in heading or heading in own) and len(own) < 1.4 * len(heading)
    )


def _restore(seen: Sequence[Seen], heading: str) -> None:
    """Give back lists, headings and paragraphs that the vote lost between two that it kept."""
    kept = [i for i, s in enumerate(seen) if s.kept]
    if not kept:
        return
    last: dict[etree._Element, int] = {}
    for i in kept:
        if seen[i].block.tag == "p" and len(seen[i].block.path) > 1:
            last[seen[i].block.path[-2]] = i
    for i, s in enumerate(seen):
        if s.kept or not s.inside or _is_heading_of_page(s, heading):
            continue
        between = kept[0] < i < kept[-1]
        at = last.get(s.block.path[-2], -1) if len(s.block.path) > 1 else -1
        amid = between and s.block.tag == "p" and (at > i or at == i - 1)
        if (between and _is_part(s)) or (amid and _is_line(s)):
            s.kept = True
    _restore_section(seen, kept[-1])


SECTION = 0.4
"""Share of the kept words that blocks behind them must have: much was lost, not a last remark dropped."""


PIECES = 4
"""Blocks of a section: less is a box about the author, or what a lawyer wants to stand there."""


def _restore_section(seen: Sequence[Seen], end: int) -> None:
    """Give back what stands behind the last block in the same box: not a few last words, but a section."""
    box = _box(seen)
    if box is None:
        return
    lost: list[Seen] = []
    for s in seen[end + 1 :]:
        if box not in s.block.path or _END.match(s.block.text):
            break
        below = s.block.path[s.block.path.index(box) + 1 :]
        if any(_BESIDE_TEXT.search(names_of(element)) for element in below):
            break
        if _is_part(s):
            lost.append(s)
    if len(lost) >= PIECES and sum(len(s.words) for s in lost) >= SECTION * sum(
        len(s.words) for s in seen if s.kept
    ):
        for s in lost:
            s.kept = True


_BESIDE_TEXT = re.compile(
    r"bio|author|byline|footnote|endnote|reference|disclo|advert|promo|recent|tag|meta", re.I
)
"""Names of boxes behind a text that hold something else."""


def _box(seen: Sequence[Seen]) -> etree._Element | None:
    """Return the box that most of the paragraphs stand in, side by side."""
    boxes = Counter(s.block.path[-2] for s in seen if s.kept and s.block.tag == "p" and len(s.block.path) > 1)
    total = sum(boxes.values())
    if not boxes or total < 3:
        return None
    box, count = boxes.most_common(1)[0]
    return box if count > total / 2 else None


def _is_line(s: Seen) -> bool:
    """Tell whether a short paragraph among others belongs to them."""
    if s.said & {"related", "share", "signup", "comment", "contents", "action", "chrome"}:
        return False
    return s.block.text[-1] in ENDS and s.linked < 0.5 and len(s.words) >= 3


def _is_part(s: Seen) -> bool:
    beside = {"related", "share", "signup", "comment", "contents"}
    if _BOILERPLATE_TAGS.intersection(s.tags) or s.said & beside:
        return False
    if "li" in s.tags[-3:]:
        return True
    if s.block.tag in ("td", "th", "dt", "dd") or {"td", "th"}.intersection(s.tags[-3:]):
        return s.linked < 0.5 and "chrome" not in s.said
    if "chrome" in s.said or "action" in s.said or "aside" in s.tags:
        return False
    if s.block.tag in HEADINGS:
        return s.linked < 0.5
    return s.block.text[-1] in ENDS and s.linked < 0.3 and len(s.words) >= (25 if s.block.tag == "div" else 8)


LEAD = 40
"""Words from which a paragraph below the title, before all that was kept, is the article's beginning."""

LEAD_ALIKE = 15
"""Words where it stands in a box made like that of a paragraph that was kept."""


_BESIDE_LEAD = re.compile(r"bio|author|byline|disclo|affiliate|advert|tooltip|caption|excerpt", re.I)
"""Names of boxes above an article that hold sentences about something else."""


def _restore_lead(seen: Sequence[Seen], heading: str) -> None:
    """Give back the first paragraphs, where the vote begins at a second container below them."""
    kept = [i for i, s in enumerate(seen) if s.kept]
    above = range(kept[0]) if kept else ()
    titles = (i for i in above if seen[i].block.tag == "h1" or " ".join(seen[i].words) == heading)
    begin = next(titles, None)
    if begin is None:
        return
    makes = {_make_of_parent(seen[i].block) for i in kept if seen[i].block.tag == "p"}
    for s in seen[begin + 1 : kept[0]]:
        if len(s.words) >= (LEAD_ALIKE if _make_of_parent(s.block) in makes else LEAD) and _is_lead(s):
            s.kept = True


def _is_lead(s: Seen) -> bool:
    text, path = s.block.text, s.block.path
    if s.block.tag not in ("p", "div", "section", "article") or s.linked > 0.3 or text[-1] not in ENDS:
        return False
    if s.block.tag != "p" and (
        len(s.words) < LEAD or any(_BESIDE_LEAD.search(names_of(e)) for e in path[2:])
    ):
        return False
    if any(element.tag in (*_BOILERPLATE_TAGS, "aside", "li") for element in path):
        return False
    said = frozenset[str]().union(*(_kinds(names_of(element)) for element in path[2:]))
    return not said & {"related", "share", "signup", "comment", "contents", "action"}


def _make_of_parent(block: Block) -> tuple[str, str]:
    """Return what makes the box around a block like others: its element and its names."""
    if len(block.path) < 2:
        return "", ""
    return str(block.path[-2].tag), names_of(block.path[-2])


CAPTION = 60
"""Words under a picture at most, where only the name of a box tells it."""

CREDIT = 10
"""Words of a line at most that only its own words tell to be one under a picture."""

_CAPTION_BOX = re.compile(r"caption|(?:image|photo|picture|media)[_-]{0,2}credit", re.I)
_CAPTION = re.compile(
    r"(?:(?:photo|image|picture|illustration|foto|bild|photograph)s?\s?(?:credits?|by|via|courtesy|source|:)"
    r"|credits?:|photo(?:graph)?s? (?:of|from) .{1,40} (?:by|via)\b)|.{0,60}(?:getty images|shutterstock"
    r"|istock(?:photo)?|\bon unsplash|adobe ?stock|pixabay|pexels)\W{0,3}$",
    re.I,
)


def _drop_captions(seen: Sequence[Seen]) -> None:
    """Drop what stands under pictures; readers of the text alone see no picture."""
    for s in seen:
        if s.kept and _is_caption(s):
            s.kept = False


def _is_caption(s: Seen) -> bool:
    if "figcaption" in s.tags or s.block.tag == "caption" or "button" in s.tags:
        return "table" not in s.tags
    if len(s.words) > CAPTION:
        return False
    named = any(_CAPTION_BOX.search(names_of(element)) for element in s.block.path[-2:])
    return named or (len(s.words) <= CREDIT and bool(_CAPTION.match(s.block.text)))


COPY_SHARE = 0.25
"""A run of blocks that repeats an earlier run counts as a second copy from this share of the words."""


def _drop_second_copy(seen: Sequence[Seen]) -> None:
    """Drop what stands twice where the page holds the article twice (one copy for each screen size)."""
    kept = [s for s in seen if s.kept]
    total = sum(len(s.words) for s in kept)
    first: dict[str, int] = {}
    run: list[Seen] = []
    follows = -1
    for n, s in enumerate([*kept, None]):
        original = first.setdefault(" ".join(s.words), n) if s else -1
        if s and original < n and (not run or original == follows):
            run.append(s)
        else:
            if sum(len(copy.words) for copy in run) > COPY_SHARE * total:
                for copy in run:
                    copy.kept = False
            run = [s] if s and original < n else []
        follows = original + 1


_END = re.compile(
    r"(?:related|similar|recommended|popular|latest|recent|more|further|other|trending)\b.{0,30}"
    r"\b(?:stories|posts?|articles?|reading|content|news|topics|links|resources)\W*$"
    r"|you (?:might|may) (?:also|be interested).{0,30}|see also\W*$|read (?:next|more|also)\W*$"
    r"|(?:share|follow) (?:this|us|me|on|via)\b.{0,30}$|(?:subscribe|sign up|get the|join our)\b.{0,40}$"
    r"|.{0,30}\bnewsletter\W*$|about the authors?\b.{0,40}|written by\b.{0,40}"
    r"|reviewed by\b.{0,40}|leave a (?:reply|comment)\b.{0,20}|comments\W*$|tags?\W*$"
    r"|explore (?:more|other)\b.{0,30}|related\W*$|don.t miss\W*$|up next\W*$|keep reading\W*$|share\W*$",
    re.I,
)
"""A line of its own that says the article is over."""

TAIL_SURE = 0.8
TAIL_MAYBE = 0.4
"""Share of the words before such a line from which it ends the article, and from which it may: there only if
little but boilerplate follows."""


def _cut_tail(seen: Sequence[Seen]) -> None:
    """Drop everything from the first line that says the article is over, if nothing to read follows."""
    kept = [s for s in seen if s.kept]
    total = sum(len(s.words) for s in kept)
    times = Counter(s.block.text for s in kept)
    done = 0
    for n, s in enumerate(kept):
        if (
            done >= TAIL_MAYBE * total
            and len(s.words) <= 9
            and times[s.block.text] == 1
            and _END.match(s.block.text)
            and (done >= TAIL_SURE * total or _is_boilerplate(kept[n + 1 :]))
            and not _goes_on(kept, n)
        ):
            for after in kept[n:]:
                after.kept = False
            return
        done += len(s.words)


def _goes_on(kept: Sequence[Seen], end: int) -> bool:
    """Tell whether paragraphs in the box of those before follow a line: a form stood amid the text."""
    boxes = Counter(s.block.path[-2] for s in kept[:end] if s.block.tag == "p" and len(s.block.path) > 1)
    if not boxes:
        return False
    box = boxes.most_common(1)[0][0]
    after = (s for s in kept[end + 1 :] if s.block.tag == "p" and len(s.block.path) > 1)
    return sum(1 for s in after if s.block.path[-2] is box and len(s.words) >= 12) >= 2


PROSE = 0.3
"""Share of words in long sentences of their own, without links, up to which blocks are boilerplate."""


def _is_boilerplate(seen: Sequence[Seen]) -> bool:
    """Tell whether blocks hold few sentences: link lists, cards, forms."""
    prose = sum(len(s.words) for s in seen if len(s.words) >= 30 and s.linked < 0.3)
    return prose <= PROSE * sum(len(s.words) for s in seen)
