"""The week and its candidates as the page shows them. The classes and `data-do` are those of static/."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from curator.app.review import connection_forms
from curator.app.review.elements import Kids, Node, button, link, node
from curator.app.review.preview import preview
from curator.app.review.said_column import highlights
from curator.model import Candidate, Course, Finding, Module, Question, Resource, Suggestion
from curator.questions.question_lint import bloom, lint, lint_module
from curator.site.page_renderer import count
from curator.site.translations import Words
from curator.text.one_line import one_line
from curator.urls import canonical, host, web_address
from curator.weeks.draft import resource_of
from curator.weeks.excerpt import excerpt
from curator.weeks.four_rs import four_rs
from curator.weeks.front_matter import BOM
from curator.weeks.gate import hold_week
from curator.weeks.lint import lint_week

QUOTED = 150
"""Candidates, best first, that are shown with a quotation: finding it takes milliseconds each."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate, and the resource that it becomes when it is added; see `whole` for its excerpt."""

    candidate: Candidate
    resource: Resource

    @property
    def key(self) -> str:
        """What it is known by, whatever form its address takes."""
        return canonical(self.resource.url)

    @property
    def whole(self) -> Resource:
        """The resource with its excerpt, which only the best QUOTED show."""
        if self.resource.excerpt:
            return self.resource
        return self.resource.model_copy(update={"excerpt": excerpt(self.candidate.article)})


def offers_of(candidates: Iterable[Candidate], suggestions: Sequence[Suggestion] = ()) -> tuple[Offer, ...]:
    """Prepare candidates, best first; those whose address no page may link to are left out."""
    suggested = {canonical(s.url): s for s in reversed(suggestions)}  # the first to suggest it counts
    offers = []
    for place, candidate in enumerate(candidates):
        mine = suggested.get(canonical(candidate.url))
        resource = resource_of(candidate, (mine,) if mine else (), quoted=place < QUOTED)
        if resource is not None:
            offers.append(Offer(candidate, resource))
    return tuple(offers)


def held_back(
    course: Course, text: str, module: Module, file: str, others: Iterable[Module]
) -> tuple[str, ...]:
    """Say what speaks against publishing a week; the person at the page stands behind it.

    The lint looks at the week as if it were published: what would be an error then must hold it now.
    """
    plain = text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    published = module.model_copy(update={"status": "published"})
    return hold_week(course, module, lint_week(course, published, file, plain, others=others), approved=True)


KEYS = (
    ("j ArrowDown", "next", "next"),
    ("k ArrowUp", "previous", "previous"),
    ("h", "week", "to the week"),
    ("l", "offers", "to the candidates"),
    ("a", "add", "add the candidate to the week"),
    ("w", "out", "not this week: out of it, and a candidate again"),
    ("t", "later", "keep it for later: the next weeks see it first"),
    ("x", "drop", "never: turn it down; take out a question"),
    ("n", "note", "write the note; change a person, a step, an event"),
    ("J", "down", "move the resource down"),
    ("K", "up", "move the resource up"),
    ("e", "introduction", "write the introduction"),
    ("q", "question", "to the next question"),
    ("c", "connection", "to the people and events"),
    ("s", "heard", "to what was said"),
    ("o", "open", "open the page in a new tab"),
    ("u", "undo", "undo"),
    ("U", "redo", "do again what was undone"),
    ("/", "filter", "filter the candidates"),
    ("p", "publish", "publish, when nothing speaks against it"),
    ("?", "help", "this help"),
)
"""The keys, what the page does, and what the help says; a capital is pressed with Shift."""


def keys() -> dict[str, Any]:
    """Show the keys: `bound` maps each to what the page does, `help` is the list for people."""
    bound = {key: do for names, do, _ in KEYS for key in names.split()}
    rows = [
        [node("dt", [[node("kbd", _cap(n)), " "] for n in names.split()]), node("dd", words)]
        for names, _, words in KEYS
    ]
    leave = [node("dt", node("kbd", "Esc")), node("dd", "leave an editor; it is saved")]
    return {
        "bound": bound,
        "help": [item for row in (*rows, leave) for item in row],
        "forms": connection_forms.forms(),
    }


def _cap(key: str) -> str:
    return {"ArrowDown": "↓", "ArrowUp": "↑"}.get(key, f"Shift {key}" if key.isupper() else key)


# --- candidates ---------------------------------------------------------------------------------------


def offer(index: int, o: Offer) -> dict[str, Any]:
    """Show a candidate with its reasons, and the copies folded into it; `text` is what a filter looks at."""
    r, c = o.resource, o.candidate
    reasons = [one_line(str(reason), 200) for reason in c.reasons]
    copies = [(a.url, one_line(a.source, 160) or a.host) for a in c.duplicates]
    words = (r.title, r.author, r.source, host(r.url), r.kind, *r.tags, *reasons)
    row = node(
        "div",
        node(
            "article",
            node(
                "p",
                _facts(r),
                node("span", f"{c.score:.2f}", title="closeness to the need, and what was added"),
                node("b", class_="mark", id=f"m{index}"),
                class_="facts",
            ),
            node("h3", link(r.url, r.title, tabindex=-1), id=f"o{index}", dir="auto"),
            _credit(r),
            node("p", " · ".join(reasons), class_="why", dir="auto"),
            _excerpt(r),
            _tags(r.tags),
            _places(copies, closed=-1),
            c.related and node("p", f"{len(c.related)} more on the same event", class_="by"),
            node(
                "p",
                button("add", "Add", tabindex=-1, aria_label=f"Add {r.title}"),
                " ",
                button("later", "Keep for later", tabindex=-1, aria_label=f"Keep for later: {r.title}"),
                " ",
                button("drop", "Never", tabindex=-1, aria_label=f"Never: {r.title}"),
                class_="acts",
            ),
            tabindex=-1,
            aria_labelledby=f"o{index} m{index}",
        ),
        class_="offer",
        role="listitem",
        data_key=o.key,
        data_url=r.url,
    )
    return {"text": " ".join(words).lower(), "row": row}


def _facts(r: Resource) -> Kids:
    return [node("span", r.kind, class_="kind"), node("span", f"{r.minutes} min")]


def _credit(r: Resource) -> Node:
    by = f"suggested by {r.suggested_by}" if r.suggested_by else ""
    parts = (r.author, r.source or host(r.url), Words().date(r.published) if r.published else "", by)
    return node("p", " · ".join(p for p in parts if p), class_="by", dir="auto")


def _excerpt(r: Resource) -> Kids:
    return node("blockquote", r.excerpt, dir="auto") if r.excerpt else None


def _tags(tags: Sequence[str]) -> Kids:
    return node("p", [[node("span", t), " "] for t in tags], class_="tags") if tags else None


def _places(places: Sequence[tuple[str, str]], closed: int | None = None) -> Kids:
    if not places:
        return None
    items = [node("li", link(url, source or url, tabindex=closed)) for url, source in places]
    return node(
        "details",
        node("summary", f"Also at {count(len(items), 'place')}", tabindex=closed),
        node("ul", items),
    )


# --- the week -----------------------------------------------------------------------------------------


def week(
    course: Course,
    module: Module,
    held: Sequence[str],
    file: str,
    notes: Sequence[str] = (),
    *,
    opens: date,
) -> dict[str, Any]:
    """Show a week as it will look, with the lint of its questions, its checklist and its gate.

    `texts` holds what can be written in, by the name of its editor; `parts` what stands at fixed places.
    """
    found: dict[str, list[Finding]] = {}
    for name, finding in lint_module(module.conversation, module.content, language=course.language):
        found.setdefault(name, []).append(finding)
    of = f" of {len(course.weeks)}" if course.weeks else ""
    return {
        "published": module.status == "published",
        "texts": {
            "title ": module.title,
            "objective ": module.objective,
            "introduction ": module.introduction,
            **{f"note {r.url}": r.note for r in module.content},
            **{f"question {q.id}": q.question for q in module.conversation},
            **connection_forms.texts(module),
        },
        "parts": {
            "name": [course.title],
            "tab": [f"Review: {course.title}, week {module.week}"],
            "notes": [node("p", words) for words in notes],
            "minutes": _minutes(course, module),
            "publish": _publish(module),
            "reasons": [node("li", reason) for reason in held],
            "eyebrow": [
                " · ".join(
                    p
                    for p in (
                        f"Week {module.week}{of}",
                        f"opens {Words().date(opens)}",
                        module.status.title(),
                        file,
                    )
                    if p
                )
            ],
            "week-title": [module.title],
            "week-objective": [module.objective or "No objective yet: what can somebody do after this week?"],
            "week-introduction": preview(module.introduction),
            "together": remarks(found.get("conversation", ()), None),
            "posts": connection_forms.posts(module),
            "highlights": highlights(module),
            "checks": _checks(course, module),
            "later": _kept(module),
            "dropped": _dropped(module),
        },
        "content": _cards(module),
        "connection": connection_forms.lists(module),
        "questions": [_question(q, module, found.get(q.id, ())) for q in module.conversation],
        "marks": {canonical(d.url): "turned down" for d in module.dropped}
        | {canonical(k.url): "kept for later" for k in module.later}
        | {canonical(r.url): "in the week" for r in module.content},
    }


def _minutes(course: Course, module: Module) -> list[Node]:
    over = module.minutes - course.minutes
    number = f"; {count(len(module.content), 'resource')}, {course.items.min} to {course.items.max} wanted"
    words = f"{module.minutes} of {course.minutes} minutes" + (f", {over} too many" if over > 0 else "")
    return [
        node("progress", max=course.minutes, value=min(module.minutes, course.minutes), aria_label="Minutes"),
        " ",
        node("b" if over > 0 else "span", words, class_="over" if over > 0 else None),
        number,
    ]


def _publish(module: Module) -> list[Node]:
    return ["Make it a draft again"] if module.status == "published" else ["Publish ", node("kbd", "p")]


def _cards(module: Module) -> list[dict[str, Any]]:
    cards: dict[str, dict[str, Any]] = {}
    for index, r in enumerate(module.content):
        card = _card(index, r, len(module.content))
        while card["key"] in cards:  # the same page twice: the lint says so, the page shows both
            card["key"] += " again"
        cards[card["key"]] = card
    return list(cards.values())


def _card(index: int, r: Resource, total: int) -> dict[str, Any]:
    reasons = [node("li", reason) for reason in r.why.reasons] if r.why else []
    handle = node("span", "⠿", class_="handle", title="Drag to reorder", aria_hidden="true")
    note = preview(r.note) if r.note else ["No note yet: why this, and for whom?"]
    return {
        "key": canonical(r.url),
        "url": r.url,
        "label": f"{index + 1}: {r.title}",
        "view": [
            node("p", node("span", str(index + 1), class_="number"), _facts(r), handle, class_="facts"),
            node("h3", link(r.url, r.title), dir="auto"),
            _credit(r),
            node("div", note, class_="note" if r.note else "note none", dir="auto"),
        ],
        "more": [
            *[n for n in (_excerpt(r), _tags(r.tags), _places([(v.url, v.source) for v in r.via])) if n],
            *(
                [node("details", node("summary", "Why the tool chose it"), node("ul", reasons))]
                if reasons
                else []
            ),
        ],
        "acts": [
            button("note", "Note ", node("kbd", "n")),
            button("up", "Up", aria_label="Move up", disabled=index == 0),
            button("down", "Down", aria_label="Move down", disabled=index == total - 1),
            button("out", "Not this week ", node("kbd", "w"), aria_label=f"Not this week: {r.title}"),
            button("later", "Keep for later ", node("kbd", "t"), aria_label=f"Keep for later: {r.title}"),
            button("drop", "Never ", node("kbd", "x"), aria_label=f"Never: {r.title}"),
        ],
    }


def _question(q: Question, module: Module, findings: Iterable[Finding]) -> dict[str, Any]:
    level = bloom(q.question)
    about = f"starts from “{module.content[q.about - 1].title}”" if q.about else ""
    facts = " · ".join(p for p in (q.id, f"asks to {level}" if level else "", about) if p)
    lifted = [
        node("p", f"{rule} does not matter here: {why} ", button("lift", "Lift", data_rule=rule), class_="by")
        for rule, why in q.silence.items()
    ]
    return {
        "key": q.id,
        "label": f"Question {q.id}",
        "text": q.question,
        "remarks": remarks(findings, q.id),
        "view": [node("p", facts, class_="by", dir="auto")],
        "more": lifted,
        "acts": [button("drop", "Take out", aria_label=f"Take out question {q.id}")],
    }


def remarks(findings: Iterable[Finding], question: str | None) -> list[Node]:
    """Show remarks on a question, each with what one press takes over and a way to silence advice."""
    shown = []
    for f in findings:
        use = question and f.suggestion
        silence = question and f.level != "error"
        shown.append(
            node(
                "li",
                node("b", f"{f.level}: "),
                f.message,
                use and button("use", node("b", "Use: "), f.suggestion, class_="use", data_text=f.suggestion),
                silence
                and node(
                    "details",
                    node("summary", "Not here …"),
                    node("input", aria_label=f"Why {f.rule} does not matter here, then Enter"),
                ),
                class_=f.level,
                data_rule=f.rule,
            )
        )
    return shown


def _checks(course: Course, module: Module) -> list[Node]:
    checks = four_rs(course, module)
    items = [
        node(
            "li",
            node("b", f"{'✓' if c.ok else '○'} {c.r}: "),
            c.text,
            f" ({c.hint})" if c.hint else "",
            class_="ok" if c.ok else "open",
        )
        for c in checks
    ]
    held = sum(c.ok for c in checks)
    return [node("summary", f"The 4 Rs: {held} of {len(checks)} hold"), node("ul", items)]


def _kept(module: Module) -> list[Node]:
    items = [
        node(
            "li", link(k.url, k.title or k.url), f" {k.why} " if k.why else " ",
            button("not_later", "Take back", data_url=k.url), dir="auto",
        )
        for k in module.later
    ]  # fmt: skip
    return [node("summary", f"Kept for later: {len(items)}"), node("ul", items)] if items else []


def _dropped(module: Module) -> list[Node]:
    items = [
        node(
            "li",
            link(d.url, d.title or d.url),
            " ",
            button("restore", "Take back", data_url=d.url),
            dir="auto",
        )
        for d in module.dropped
        if web_address(d.url)
    ]
    return [node("summary", f"Turned down: {len(items)}"), node("ul", items)]


def lint_typed(course: Course, module: Module, question_id: str, words: str) -> list[Node]:
    """Lint a question as it is typed; what the saved question silences stays silent."""
    saved = next((q for q in module.conversation if q.id == question_id), None)
    about = saved.about if saved else None
    items = module.content[about - 1 : about] if about else module.content
    silenced = saved.silence if saved else {}
    found = lint(words, content=items, language=course.language)
    return remarks(
        (f for f in found if f.level == "error" or not silenced.get(f.rule, "").strip()), question_id
    )
