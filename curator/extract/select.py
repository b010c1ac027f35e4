"""Decide which blocks of a page are its article, starting from trafilatura's vote.

Trafilatura errs in a few ways that the whole page shows better than its own walk through the tree: it
takes a second container for part of the first, loses lists, headings and boxes between paragraphs that
it kept, and keeps the heading of the page and the furniture after the end. The rules below mend these.
Each was kept only because it raised the word F1 on either half of 665 annotated pages.
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


FURNITURE = {
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
_FURNITURE_TAGS = frozenset(("nav", "footer", "form", "button"))


@dataclass(slots=True)
class Seen:
    """A block with what the rules look at."""

    block: Block
    words: list[str]
    kept: bool
    inside: bool = True
    """In the article's element."""
    said: frozenset[str] = frozenset()
    """Kinds of furniture named by the elements between the article's element and the block."""
    tags: tuple[str, ...] = ()

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
    if not any(s.kept for s in seen):
        return [False] * len(seen)
    _place(seen)
    heading = " ".join(tokens(title))
    for s in seen:
        s.kept = s.kept and s.inside and not _is_heading_of_page(s, heading)
    _restore(seen, heading)
    _restore_lead(seen, heading)
    _drop_second_copy(seen)
    _cut_tail(seen)
    return [s.kept for s in seen]


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


def names_of(element: etree._Element) -> str:
    """Return what an element is called: its classes, id and role."""
    return " ".join([value for name in _NAMED if (value := element.get(name))])[:500]


@lru_cache(maxsize=4096)
def _kinds(names: str) -> frozenset[str]:
    return frozenset(kind for kind, words in FURNITURE.items() if words.search(names))


def _is_heading_of_page(s: Seen, heading: str) -> bool:
    """Tell whether the block is the title, which is kept apart from the text."""
    if "h1" in s.tags[-2:] or s.block.tag == "h1":
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
    for i in range(kept[0], kept[-1]):
        s = seen[i]
        if not s.kept and s.inside and _is_part(s) and not _is_heading_of_page(s, heading):
            s.kept = True


def _is_part(s: Seen) -> bool:
    if _FURNITURE_TAGS.intersection(s.tags) or s.said & {"related", "share", "signup", "comment", "contents"}:
        return False
    if "li" in s.tags[-3:]:
        return True
    if "chrome" in s.said or "action" in s.said or "aside" in s.tags:
        return False
    if s.block.tag in HEADINGS:
        return s.linked < 0.5
    return s.block.text[-1] in ENDS and s.linked < 0.3 and len(s.words) >= (25 if s.block.tag == "div" else 8)


LEAD = 40
"""Words from which a paragraph below the title, before all that was kept, is the article's beginning."""

LEAD_ALIKE = 15
"""Words where it stands in a box made like that of a paragraph that was kept."""


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
    if s.block.tag != "p" or s.linked > 0.3 or text[-1] not in ENDS:
        return False
    if any(element.tag in (*_FURNITURE_TAGS, "aside", "li") for element in path):
        return False
    said = frozenset[str]().union(*(_kinds(names_of(element)) for element in path[2:]))
    return not said & {"related", "share", "signup", "comment", "contents", "action"}


def _make_of_parent(block: Block) -> tuple[str, str]:
    """Return what makes the box around a block like others: its element and its names."""
    if len(block.path) < 2:
        return "", ""
    return str(block.path[-2].tag), names_of(block.path[-2])


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
little but furniture follows."""


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
            and (done >= TAIL_SURE * total or _is_furniture(kept[n + 1 :]))
        ):
            for after in kept[n:]:
                after.kept = False
            return
        done += len(s.words)


PROSE = 0.3
"""Share of words in long sentences of their own, without links, up to which blocks are furniture."""


def _is_furniture(seen: Sequence[Seen]) -> bool:
    """Tell whether blocks hold few sentences: link lists, cards, forms."""
    prose = sum(len(s.words) for s in seen if len(s.words) >= 30 and s.linked < 0.3)
    return prose <= PROSE * sum(len(s.words) for s in seen)
