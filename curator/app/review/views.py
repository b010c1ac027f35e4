"""The week as the page shows it. The classes and `data-do` are those of static/."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from curator.app.need_words import looked_for
from curator.app.review import connection_forms, proposals, resource_forms, week_lists
from curator.app.review.built_site import PLACE
from curator.app.review.candidates import (
    LATER,
    NEVER,
    OUT,
    credit,
    facts,
    fit,
    outline,
    places,
    quotation,
    reasons_of,
    recommended,
    tags,
)
from curator.app.review.elements import Kids, Node, button, link, moves, node
from curator.app.review.preview import preview
from curator.app.review.proposals import Proposed
from curator.app.review.said_column import highlights
from curator.model import Article, Course, Finding, Module, Resource
from curator.questions.objectives import says_nothing
from curator.questions.question_lint import lint, lint_module
from curator.questions.rules import RULE_NAMES, rule_of
from curator.questions.week_titles import titles_for
from curator.site.readers_reasons import speaking_for
from curator.site.translations import Words
from curator.text.counting import count
from curator.text.one_line import one_line
from curator.urls import canonical
from curator.weeks import edit
from curator.weeks.calendar import minutes_in_words, need_of
from curator.weeks.front_matter import BOM
from curator.weeks.gate import by_number, for_people, hold_week
from curator.weeks.learned import Lesson
from curator.weeks.lint import POINT_ELSEWHERE, lint_week
from curator.weeks.notice import still_proposed
from curator.weeks.removal import attached
from curator.weeks.steps import on_question

NOTHING_PROPOSED = Proposed()


def held_back(
    course: Course, text: str, module: Module, file: str, others: Iterable[Module]
) -> tuple[str, ...]:
    """Say what speaks against publishing a week; the person at the page stands behind it.

    The lint looks at the week as if it were published: what would be an error then must hold it now.
    """
    plain = text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    published = module.model_copy(update={"status": "published"})
    rows = lint_week(course, published, file, plain, others=others)
    return tuple(by_number(r, module) for r in hold_week(course, module, rows, approved=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideTheFile:
    """What the page shows of a week that does not stand in its file."""

    opens: date
    today: date
    notes: Sequence[str] = ()
    """Remarks on the week as a whole, in words."""
    agreed: Sequence[Node] = ()
    """Who agrees to the week."""
    nominated: Mapping[str, Sequence[Node]] = field(default_factory=dict)
    """Who nominated what, by address."""
    built: str = ""
    """Name of the week's page on the site as last built, empty where there is none."""
    behind: bool = False
    """Whether the file was changed after the site was built."""
    learned: Sequence[Lesson] = ()
    suggested: Mapping[str, str] = field(default_factory=dict)
    """What whoever suggested a page wrote of it, by address."""
    proposed: Proposed = NOTHING_PROPOSED
    """Questions and people that could be added."""
    articles: Mapping[str, Article] = field(default_factory=dict)
    """What was read of the pages, by address."""


def week(
    course: Course, module: Module, held: Sequence[str], file: str, beside: BesideTheFile
) -> dict[str, Any]:
    """Show a week as it will look, with the lint of its questions, its checklist and its gate.

    `held` is what speaks against publishing it. In what comes back, `texts` holds what can be written in, by
    the name of its editor, and `parts` what stands at fixed places of the page.
    """
    found: dict[str, list[Finding]] = {}
    for name, finding in lint_module(module.conversation, module.content, language=course.language):
        found.setdefault(name, []).append(finding)
    of = f" of {len(course.weeks)}" if module.week <= len(course.weeks) else ""
    return {
        "published": module.status == "published",
        "texts": {
            "title ": module.title,
            "objective ": module.objective,
            "introduction ": module.introduction,
            **{f"note {r.ref}": r.note for r in module.content},
            "ask ": "",
            **{f"question {q.id}": q.question for q in module.conversation},
            **resource_forms.texts(module),
            **connection_forms.texts(module, course.timezone or ""),
        },
        "parts": {
            "name": [course.title],
            "tab": [f"Review: {course.title}, week {module.week}"],
            "notes": [node("p", words) for words in beside.notes],
            "minutes": _minutes(course, module, beside.today),
            "publish": _publish(module),
            "live": [
                *_live(module, beside.opens, beside.today, beside.built, held, behind=beside.behind),
                *_short(module, held, on_site=bool(beside.built) and not beside.behind),
            ],
            "reasons": [node("li", for_people(reason)) for reason in held],
            "eyebrow": [
                " · ".join(
                    p
                    for p in (
                        f"Week {module.week}{of}",
                        f"opens {Words().date(beside.opens)}",
                        module.status.title(),
                        file,
                    )
                    if p
                )
            ],
            "week-title": [module.title],
            "titles": _titles(course, module),
            "week-objective": [module.objective or "No objective yet: what can somebody do after this week?"],
            "proposed": [*_proposed(module), *proposals.objective(course, module)],
            "week-introduction": preview(module.introduction),
            "thin": _thin(course, module),
            "together": [
                *remarks(found.get("conversation", ()), None),
                *proposals.questions(beside.proposed.questions),
            ],
            "authors": [*proposals.of_people(module), *proposals.people(beside.proposed.people)],
            "trying": [*connection_forms.trying(module), *proposals.steps(module)],
            "posts": connection_forms.posts(module),
            "agreed": list(beside.agreed),
            "highlights": highlights(module),
            "checks": week_lists.checks(course, module),
            "taken-out": week_lists.taken_out(module),
            "later": week_lists.kept(module),
            "dropped": week_lists.dropped(module),
            "learned": week_lists.learned(beside.learned),
        },
        "content": _cards(module, beside),
        "connection": connection_forms.lists(module, course.language),
        "questions": [
            _question(place, module, found.get(q.id, ()), course.language)
            for place, q in enumerate(module.conversation)
        ],
        "marks": {canonical(url): "not this week" for url in module.aside}
        | {canonical(d.url): "turned down" for d in module.dropped}
        | {canonical(k.url): "kept for later" for k in module.later}
        | {canonical(r.ref): "in the week" for r in module.content},
        "whys": {canonical(d.url): d.why for d in module.dropped},
    }


def _minutes(course: Course, module: Module, today: date) -> list[Node]:
    over = module.minutes - course.minutes
    content, _, whole = minutes_in_words(course, module, today).partition("; ")
    content += f", {over} too many" if over > 0 else ""
    number = f"{count(len(module.content), 'resource')}, {course.items.min} to {course.items.max} wanted"
    return [
        node("progress", max=course.minutes, value=min(module.minutes, course.minutes), aria_label="Minutes"),
        " ",
        node("b" if over > 0 else "span", content, class_="over" if over > 0 else None),
        node("span", f"; {number}", class_="count"),
        node("span", f"; {whole}", class_="whole") if whole else "",
    ]


def _publish(module: Module) -> list[Node]:
    return ["Make it a draft again"] if module.status == "published" else ["Publish ", node("kbd", "p")]


def _live(
    module: Module, opens: date, today: date, built: str, held: Sequence[str], *, behind: bool
) -> list[Node]:
    """Say of a published week whether learners see it, with a link to its page or what brings it there.

    Where something speaks against the week, the button says so and asks first.
    """
    if module.status != "published":
        return []
    done = node("b", "✓ Published.", class_="state")
    if opens > today:
        day = Words().weekday(opens)
        return [done, f" Learners see it from {day} on: a build on that day puts it on the site."]
    if not built:
        return [done, " Not on the site yet: ", _build("Build now", held)]
    page = node("a", "See its page", href=f"../../../{PLACE}/{built}", target="_blank", class_="page")
    if not behind:
        return [done, " It is on the site: ", page]
    return [
        done,
        " It is on the site, without your last changes: ",
        page,
        " ",
        _build("Build again", held),
    ]


def _build(words: str, held: Sequence[str]) -> Node:
    reasons = "; ".join(for_people(reason) for reason in held)
    asked = f"This week goes on the site as it is: {reasons}. Build all the same?" if held else None
    return button("build", words, data_build=True, data_ask=asked)


def _short(module: Module, held: Sequence[str], *, on_site: bool) -> list[Node]:
    """Say of a published week what would hold it as a draft, and what follows: a build does not ask again."""
    if module.status != "published" or not held:
        return []
    reasons = "; ".join(for_people(reason) for reason in held)
    follows = "It is on the site like this. " if on_site else "A build puts it on the site like this. "
    follows += "Mend it, or make it a draft again: then it leaves with the next build."
    return [node("p", node("b", f"But {reasons}. "), follows, class_="short", dir="auto")]


def _cards(module: Module, beside: BesideTheFile) -> list[dict[str, Any]]:
    cards: dict[str, dict[str, Any]] = {}
    for index, r in enumerate(module.content):
        key = canonical(r.ref)
        card = _card(index, r, module, beside.suggested.get(key, ""), beside.articles.get(key))
        card["more"] += beside.nominated.get(card["key"], ())
        while card["key"] in cards:  # the same page twice: the lint says so, the page shows both
            card["key"] += " again"
        cards[card["key"]] = card
    return list(cards.values())


def _why(r: Resource, said: str) -> list[Node]:
    """Show why a resource was proposed: what whoever suggested it wrote, and what the ranking says."""
    reasons = speaking_for(reasons_of(r.why.reasons)) if r.why else ()
    line = node("p", "Proposed because: ", " · ".join(reasons), class_="why", dir="auto")
    return [*([recommended(r, said)] if said else []), *([line] if reasons else [])]


def _fit(r: Resource) -> Kids:
    """Say how well a drafted piece fits the need, as its candidate does; not of what a person suggested."""
    return fit(r.why.score) if r.why and r.why.score and not r.suggested_by else None


def _card(index: int, r: Resource, module: Module, said: str, article: Article | None) -> dict[str, Any]:
    total = len(module.content)
    handle = node("span", "⠿", class_="handle", title="Drag to reorder", aria_hidden="true")
    note = preview(r.note) if r.note else ["No note yet: why this, and for whom?"]
    elsewhere = [(v.url, v.source) for v in r.via]
    return {
        "key": canonical(r.ref),
        "url": r.ref,
        "hangs": _hangs(module, r),
        "label": f"{index + 1}: {r.title}",
        "view": [
            node(
                "p", node("span", str(index + 1), class_="number"), facts(r), _fit(r), handle, class_="facts"
            ),
            node("h3", link(r.url, r.title), dir="auto"),
            credit(r),
            r.where and node("p", r.where, class_="by", dir="auto"),
            node("div", note, class_="note" if r.note else "note none", dir="auto", data_do="note"),
        ],
        "more": [
            *_why(r, said),
            *filter(None, (article and outline(article), quotation(r), tags(r.tags), places(elsewhere))),
        ],
        "acts": [
            button("note", "Note ", node("kbd", "n")),
            button("edit", "Edit ", node("kbd", "i"), aria_label=f"Edit {r.title}"),
            *moves(index, total),
            button(
                "out", "Not this week ", node("kbd", "w"), title=OUT, aria_label=f"Not this week: {r.title}"
            ),
            *(
                [
                    button(
                        "later",
                        "Keep for later ",
                        node("kbd", "t"),
                        title=LATER,
                        aria_label=f"Keep for later: {r.title}",
                    ),
                    button("drop", "Never ", node("kbd", "x"), title=NEVER, aria_label=f"Never: {r.title}"),
                ]
                if r.url  # what has no address could not be found again
                else []
            ),
        ],
    }


def _hangs(module: Module, r: Resource) -> list[Node]:
    """Ask what becomes of what hangs on a resource when it leaves the week; nothing where nothing does."""
    found = attached(module, r.ref)
    others = [(o.ref, f"is about: {o.title}") for o in module.content if o is not r]
    choices = [("out", "leaves, too"), ("", "stays, about the week as a whole"), *others]
    asked = [
        node(
            "p",
            node("label", f"Question {edit.number_of(module, q.id)}, “{q.question}” "),
            node(
                "select",
                _options(choices, "out"),
                name=q.id,
                data_of="questions",
                aria_label=f"Question {edit.number_of(module, q.id)}",
            ),
            dir="auto",
        )
        for q in found.questions
    ]
    kinds = (("people", "who made it", found.people), ("thanks", "thanked for it", found.thanks))
    ticks = [
        node(
            "p",
            node(
                "label",
                node("input", type="checkbox", name=kind, value=entry.name, checked=True),
                f" {entry.name}, {words}, leaves, too",
            ),
            dir="auto",
        )
        for kind, words, entries in kinds
        for entry in entries
    ]
    elsewhere = [("out", "leaves, too"), ("", "stays as it is")]
    elsewhere += [(o.ref, f"names instead: {o.title}") for o in module.content if o is not r]
    return [*asked, *ticks, *_steps(found.steps, elsewhere)]


def _steps(steps: Iterable[str], choices: Sequence[tuple[str, str]]) -> list[Node]:
    """Ask what becomes of steps that name what leaves."""
    return [
        node(
            "p",
            node("label", f"Step “{step}” "),
            node("select", _options(choices, "out"), name=step, data_of="steps", aria_label=f"Step {step}"),
            dir="auto",
        )
        for step in steps
    ]


def _options(choices: Iterable[tuple[str, str]], chosen: str) -> list[Node]:
    return [
        node("option", one_line(words, 80), value=value, selected=value == chosen) for value, words in choices
    ]


def _question(place: int, module: Module, findings: Iterable[Finding], language: str) -> dict[str, Any]:
    q = module.conversation[place]
    chosen = module.content[q.about - 1].ref if q.about else ""
    places = [("", "the week as a whole"), *((r.ref, r.title) for r in module.content)]
    lifted = [
        node(
            "p",
            f"Advice set aside ({rule_of(rule).plain if rule in RULE_NAMES else rule}): {why} ",
            button("lift", "Show it again", data_rule=rule),
            class_="by",
        )
        for rule, why in q.silence.items()
    ]
    return {
        "key": q.id,
        "label": f"Question {place + 1}",
        "hangs": _steps(
            on_question(module, q.id, language), [("out", "leaves, too"), ("", "stays as it is")]
        ),
        "text": q.question,
        "remarks": remarks(findings, q.id),
        "view": [
            node(
                "p",
                f"Question {place + 1} starts from ",
                node(
                    "select",
                    _options(places, chosen),
                    data_do="about",
                    aria_label=f"Question {place + 1} starts from",
                ),
                class_="by",
                dir="auto",
            ),
            *(
                [
                    node(
                        "p",
                        node("b", "error: "),
                        f"It is about “{q.was_about}”, which is no longer in the week: {POINT_ELSEWHERE}.",
                        class_="error",
                        dir="auto",
                    )
                ]
                if q.was_about
                else []
            ),
        ],
        "more": lifted,
        "acts": [
            *moves(place, len(module.conversation), f"question {place + 1}"),
            button("drop", "Take out", aria_label=f"Take out question {place + 1}"),
        ],
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
                    node("summary", "Set this advice aside …"),
                    node(
                        "input",
                        placeholder="Why? Then Enter",
                        aria_label=f"Why this does not matter here ({rule_of(f.rule).plain}), then Enter",
                    ),
                ),
                class_=f.level,
                data_rule=f.rule,
            )
        )
    return shown


def _thin(course: Course, module: Module) -> list[Node]:
    """Say of a draft that is too thin what was looked for, and where to mend that."""
    if module.status == "published" or len(module.content) >= course.items.min:
        return []
    own = module.week <= len(course.weeks) and course.weeks[module.week - 1].need
    here = f"s-weeks-{module.week - 1}" if own else "f-need"
    need = node(
        "a", "say it in one sentence", href=f"../../../settings/{course.slug}/#{here}", class_="setting"
    )
    feeds = node("a", "add sites to read", href="../../../settings/-/#site", class_="setting")
    return [
        node("p", node("b", "Looked for: "), "; ".join(looked_for(course, module.week)), ".", dir="auto"),
        node("p", "Not what you mean? Then ", need, ". Right, and too little was found? Then ", feeds,
             ", or paste the address of a page you know above the candidates.", class_="by"),
    ]  # fmt: skip


def _proposed(module: Module) -> list[Node]:
    """Name what an assistant wrote and nobody has changed yet."""
    parts = ", ".join(still_proposed(module))
    words = f"Proposed by the assistant, and not yet in your words: {parts}."
    return [node("p", words, class_="by")] if parts else []


def _titles(course: Course, module: Module) -> list[Node]:
    """Propose titles where the week has none that says something, each a press away."""
    if not says_nothing(module.title, course.language):
        return []
    titles = titles_for(need_of(course, module.week), [r.title for r in module.content], course.language)
    if not titles:
        return [node("p", "No title yet: name what the week is about.", class_="by")]
    buttons = [
        node("li", button("call", title, data_act="title", data_text=title), dir="auto") for title in titles
    ]
    return [node("p", "No title yet. Call it …", class_="by"), node("ul", buttons, class_="titles")]


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
