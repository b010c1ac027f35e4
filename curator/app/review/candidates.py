"""The candidates of a week as the page shows them, and what a resource looks like in any list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import Any

from curator.app.review.elements import Kids, Node, button, link, node
from curator.model import Article, Candidate, Module, Resource, Suggestion
from curator.rank.choice import BESIDE_BETTER, TOO_FAR, Choice
from curator.rank.relevance import DISTANT
from curator.site.translations import Words
from curator.text.counting import count
from curator.text.headings import headings_of
from curator.text.one_line import one_line
from curator.urls import canonical, host
from curator.weeks.draft import resource_of
from curator.weeks.excerpt import NO_TASTE, Taste
from curator.weeks.excerpt import excerpt as quoted
from curator.weeks.learned import NOTHING_LEARNED, Lessons

QUOTED = 150
"""Candidates, best first, that are shown with a quotation: finding it takes milliseconds each."""

OUTLINE, OUTLINE_CHARS = 6, 60
"""Headings of a piece that are shown, and characters of each."""


CLOSENESS = "How well it fits the need, about 0 to 1, with what its date, length and your decisions add"


THE_ONLY = "the only "
"""How reasons begin that tell what a page brings to a week which no other does."""

OF_THE_DRAFT = (TOO_FAR, BESIDE_BETTER, "would break the ", "the week is full with ")
"""How reasons begin that tell what a draft takes unasked. A person who looks for more is told nothing by
them: nearly every candidate stands below the floor of a draft, good pages, too; and what a draft had no room
for has room when something leaves the week."""

LOOK = 5
"""The best candidates that are not in the week and are called worth a look."""

WORTH = "Among the nearest to the need of all that is not in this week"
_NO_LOOK = (
    *("far from the need", "same story as", "says much the same as", "adds nothing that"),
    *("taken out of week", "is of a kind that"),
)
"""How reasons begin for which a page is not pointed at, however few others there are."""

NO_REMARKS: Mapping[str, str] = MappingProxyType({})

OUT = "Out of this week, and a candidate again"
LATER = "Not in this week: the next weeks of this course see it first"
NEVER = "Turned down: this course does not offer it again, and the ranking learns from it"
"""What becomes of a page that is decided on."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate, and the resource that it becomes when it is added; see `whole` for its excerpt."""

    candidate: Candidate
    resource: Resource
    need: str = ""
    """What the week is for: the sentence closest to it is quoted."""
    taste: Taste = NO_TASTE
    """What was learned of how its curator quotes."""
    said: str = ""
    """What whoever suggested it wrote of it."""

    @property
    def key(self) -> str:
        """What it is known by, whatever form its address takes."""
        return canonical(self.resource.url)

    @property
    def copies(self) -> tuple[str, ...]:
        """The same text elsewhere, each by its key."""
        return tuple(canonical(a.url) for a in self.candidate.duplicates)

    @property
    def whole(self) -> Resource:
        """The resource with its excerpt, which only the best QUOTED show."""
        if self.resource.excerpt:
            return self.resource
        said = quoted(self.candidate.article, need=self.need, taste=self.taste)
        return self.resource.model_copy(update={"excerpt": said})


def by_themselves(candidates: Iterable[Candidate], choice: Choice) -> list[Candidate]:
    """Leave out of the reasons of candidates what holds only beside what the choice took.

    A person puts pages in and takes others out; what hangs on the rest of the week is told as the week is
    then (`curator.rank.beside`). Scores stay.
    """
    of_week = {(r.candidate.url, r.why) for r in choice.refused if r.of_week}
    of_week |= {(c.url, r.text) for c in choice.chosen for r in c.reasons if r.text.startswith(THE_ONLY)}
    return [
        replace(c, reasons=tuple(r for r in c.reasons if (c.url, r.text) not in of_week)) for c in candidates
    ]


def remarks(found: Mapping[str, str], beside: Mapping[str, list[Node]]) -> dict[str, list[Node]]:
    """Show by key what speaks against candidates as the week is now, after what stands `beside` each."""
    shown = dict(beside)
    for key, why in found.items():
        words = f"{why[0].upper()}{why[1:]}."
        shown[key] = [*beside.get(key, ()), node("p", words, class_="why", dir="auto")]
    return shown


def offers_of(
    candidates: Iterable[Candidate],
    suggestions: Sequence[Suggestion] = (),
    *,
    need: str = "",
    lessons: Lessons = NOTHING_LEARNED,
) -> tuple[Offer, ...]:
    """Prepare candidates, best first; those whose address no page may link to are left out."""
    suggested = {canonical(s.url): s for s in reversed(suggestions)}  # the first to suggest it counts
    offers = []
    for place, candidate in enumerate(candidates):
        mine = suggested.get(canonical(candidate.url))
        by = (mine,) if mine else ()
        resource = resource_of(candidate, by, need=need, quoted=place < QUOTED, lessons=lessons)
        if resource is not None:
            said = one_line(mine.note, 300) if mine else ""
            offers.append(Offer(candidate, resource, need, lessons.taste, said))
    return tuple(offers)


def worth_a_look(
    offers: Iterable[Offer], module: Module, against: Mapping[str, str] = NO_REMARKS
) -> frozenset[str]:
    """Name the best candidates that a week neither holds nor has decided on, by their keys.

    `against` says by key what speaks against some of them beside what the week holds.
    """
    decided = {canonical(r.ref) for r in module.content} | {canonical(d.url) for d in module.dropped}
    decided |= {canonical(k.url) for k in module.later} | {canonical(url) for url in module.aside}
    decided |= {key for key, why in against.items() if why.startswith(_NO_LOOK)}
    left = (o for o in offers if o.key not in decided and decided.isdisjoint(o.copies))
    near = (o for o in left if not any(str(r).startswith(_NO_LOOK) for r in o.candidate.reasons))
    return frozenset(o.key for o in islice(near, LOOK))


def reasons_of(reasons: Iterable[object]) -> list[str]:
    """Return the reasons that tell a person something of a page, each on one line."""
    told = (one_line(str(reason), 200) for reason in reasons)
    return [words for words in told if not words.startswith(OF_THE_DRAFT)]


def offer(index: int, o: Offer, *, look: bool = False) -> dict[str, Any]:
    """Show a candidate with its reasons, and the copies folded into it; `text` is what a filter looks at.

    `look` says that it is worth a look.
    """
    r, c = o.resource, o.candidate
    reasons = reasons_of(c.reasons)
    copies = [(a.url, one_line(a.source, 160) or a.host) for a in c.duplicates]
    words = (r.title, r.author, r.source, host(r.url), r.kind, r.excerpt, *r.tags, *reasons)
    fits = [w for w in reasons if not (r.suggested_by and w.startswith(DISTANT))]
    first = len(fits) > 1 and fits[0].startswith(DISTANT)  # what hides it hides the dot behind it, too
    told = [
        _reason(words, " · " if n > first else "", " · " if first and not n else "")
        for n, words in enumerate(fits)
    ]
    row = node(
        "div",
        node(
            "article",
            node(
                "p",
                facts(r),
                None if r.suggested_by else fit(c.score),
                look and node("b", "worth a look", title=WORTH, class_="closeness"),
                node("b", class_="mark", id=f"m{index}"),
                class_="facts",
            ),
            node("h3", link(r.url, r.title, tabindex=-1), id=f"o{index}", dir="auto"),
            credit(r),
            recommended(r, o.said) if o.said else None,
            node("p", told, class_="why", dir="auto"),
            outline(c.article) if index < QUOTED else None,
            excerpt(r),
            tags(r.tags),
            places(copies, closed=-1),
            c.related and node("p", f"{len(c.related)} more on the same event", class_="by"),
            node(
                "p",
                button("add", "Add", tabindex=-1, aria_label=f"Add {r.title}"),
                " ",
                button(
                    "later",
                    "Keep for later",
                    tabindex=-1,
                    title=LATER,
                    aria_label=f"Keep for later: {r.title}",
                ),
                " ",
                button("drop", "Never", tabindex=-1, title=NEVER, aria_label=f"Never: {r.title}"),
                " ",
                button("nominate", "Nominate", tabindex=-1, aria_label=f"Nominate {r.title}"),
                class_="acts",
            ),
            node("div", class_="nominated"),
            node("div", class_="reason"),
            tabindex=-1,
            aria_labelledby=f"o{index} m{index}",
        ),
        class_="offer",
        role="listitem",
        data_key=o.key,
        data_url=r.url,
    )
    return {"text": " ".join(words).lower(), "row": row}


def _reason(words: str, before: str, behind: str) -> Kids:
    """Show one reason; one that speaks against a page goes once a person has chosen that page."""
    goes = words.startswith(DISTANT)
    return node("span", before, words, behind, class_="closeness") if goes else before + words


def fit(score: float) -> Node:
    """Say how well a page fits the need, in a figure to compare within a week."""
    return node("span", f"fit {score:.2f}", title=CLOSENESS, class_="closeness")


def facts(r: Resource) -> Kids:
    """Say what it is and, where that is known, how long it takes."""
    time = node("span", f"{r.minutes} min", title="How long it takes") if r.minutes else None
    return [node("span", r.kind, class_="kind"), time]


def credit(r: Resource) -> Node:
    """Say who made it, where and when, and who suggested it."""
    by = f"suggested by {r.suggested_by}" if r.suggested_by else ""
    parts = (r.author, r.source or host(r.url), Words().date(r.published) if r.published else "", by)
    return node("p", " · ".join(p for p in parts if p), class_="by", dir="auto")


def recommended(r: Resource, said: str) -> Node:
    """Show what whoever suggested it wrote of it."""
    return node("p", f"{r.suggested_by or 'Suggested'}: “{said}”", class_="why", dir="auto")


def excerpt(r: Resource) -> Kids:
    """Show what is quoted of it."""
    return node("blockquote", r.excerpt, dir="auto") if r.excerpt else None


def quotation(r: Resource) -> Kids:
    """Show what is quoted of a resource of the week, as learners will read it."""
    return node("div", node("p", "Learners read:", class_="by"), excerpt(r)) if r.excerpt else None


def outline(article: Article) -> Kids:
    """Show what a piece speaks of by its headings, from two on: so not each has to be opened."""
    found = headings_of(article.text, article.title)
    if len(found) < 2:
        return None
    said = " · ".join(one_line(heading, OUTLINE_CHARS) for heading in found[:OUTLINE])
    more = f" · and {len(found) - OUTLINE} more" if len(found) > OUTLINE else ""
    return node("p", "In it: ", said, more, class_="by", dir="auto")


def tags(tags: Sequence[str]) -> Kids:
    """Show its topics."""
    return node("p", [[node("span", t), " "] for t in tags], class_="tags") if tags else None


def places(places: Sequence[tuple[str, str]], closed: int | None = None) -> Kids:
    """Show where else the story stands; `closed` is the tabindex of its links."""
    if not places:
        return None
    items = [node("li", link(url, source or url, tabindex=closed)) for url, source in places]
    return node(
        "details",
        node("summary", f"Also at {count(len(items), 'place')}", tabindex=closed),
        node("ul", items),
    )
