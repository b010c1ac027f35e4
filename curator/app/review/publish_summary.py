"""What a person sees before they publish a week: what it rests on, what it asks, when learners see it."""

from collections.abc import Sequence
from datetime import date

from curator.app.review.elements import Kids, Node, button, node
from curator.app.review.preview import preview
from curator.app.review.settings_form import SITE
from curator.model import Course, Module
from curator.site.escape import reach
from curator.site.translations import Words
from curator.text.counting import count
from curator.weeks.calendar import minutes_in_words
from curator.weeks.four_rs import FourRsCheck, four_rs
from curator.weeks.steps import at_a_loss

RS = {"relevance": "Relevant", "rich": "Rich", "rewards": "Rewarding", "real": "Real"}
MEANT = (
    "Relevant: it says why it matters. Rich: worth the time, in more than one form. Rewarding: whoever gave "
    "something is named. Real: something to do, with somebody."
)
"""What the names of the checklist mean, which come from Nick Shackleton-Jones."""


def summary(
    course: Course,
    module: Module,
    *,
    opens: date,
    today: date,
    talk: bool,
    service: str = "",
    agreed: Sequence[str] = (),
    due: int | None = None,
) -> list[Node]:
    """Show a week as it would go out; `opens` is its day, `talk` whether its questions have a discussion.

    `service` names what holds that discussion. `agreed` says who of the other curators agrees to the week,
    `due` which new week a build drafts then.
    """
    whole = module.model_copy(update={"opens": opens})
    lost = [
        node("li", f"step {place + 1} names {what}, which is no longer in the week", dir="auto")
        for place, what in at_a_loss(module, course.language)
    ]
    return [
        node("h2", f"Publish week {module.week}, “{module.title}”?", id="summary-title", dir="auto"),
        node("p", node("b", "Nothing stops it. " if not lost else "Look at it first. "), when(opens, today)),
        *_unsaid(course),
        *([node("p", f"Agreed to by {', '.join(agreed)}.", dir="auto")] if agreed else []),
        *([node("ul", lost)] if lost else []),
        node("h3", "What learners see first"),
        node("div", _first(whole), class_="note", dir="auto"),
        node("h3", _load(course, module, today)),
        node("p", _talk(course, module, service, talk=talk)),
        node("ol", [node("li", q.question, dir="auto") for q in module.conversation]),
        node("p", _contact(course), dir="auto"),
        *_checks(course, four_rs(course, whole)),
        node(
            "p", f"Publishing marks the week; a build puts its page on the site{_drafts(due)}.", _end(course)
        ),
        node(
            "p",
            button("confirm", "Publish and build", class_="first", data_build=True, autofocus=True),
            " ",
            button("confirm", "Publish, build later"),
            " ",
            button("close", "Not yet"),
            class_="acts foot",
        ),
    ]


def _checks(course: Course, checks: Sequence[FourRsCheck]) -> list[Node]:
    """Show the 4 Rs: what is open at once, what holds on demand."""
    missing = [check_row(course, check) for check in checks if not check.ok]
    held = [check_row(course, check) for check in checks if check.ok]
    return [
        node("h3", f"The 4 Rs: {len(held)} of {len(checks)} checks hold"),
        node("p", MEANT, class_="by"),
        *(
            [node("p", "Advice, which stops nothing:"), node("ul", missing, class_="checks")]
            if missing
            else []
        ),
        *(
            [node("details", node("summary", "What is fine already"), node("ul", held, class_="checks"))]
            if held
            else []
        ),
    ]


def _drafts(due: int | None) -> str:
    if due is None:
        return ""
    return f", asks the feeds for news and drafts week {due} for you, which learners do not see"


def _end(course: Course) -> Kids:
    """Say where a course gets its end that has none yet, before another week is drafted."""
    if course.weeks:
        return None
    place = f"../../../settings/{course.slug}/#f-weeks"
    return [
        " The course has no end: ",
        node("a", "list its weeks in Settings, Calendar", href=place),
        " to end it.",
    ]


def _unsaid(course: Course) -> list[Node]:
    """Say that learners read nothing of what the course is for, and where to write it."""
    if course.about:
        return []
    place = f"../../../settings/{course.slug}/#f-about"
    write = _setting("describe it in Settings", place)
    return [node("p", "Learners do not read yet what the course is for: ", write, ".")]


def _contact(course: Course) -> Kids:
    """Say how learners reach whoever is in charge, and where that is changed."""
    rules = course.guidelines
    place = f"../../../settings/{course.slug}/#f-guidelines.contact"
    if not rules.contact.strip():
        return ["Learners find no address to reach you: ", _setting("write one", place), "."]
    whom = rules.moderator.strip() or "whoever is in charge"
    return [f"Learners reach {whom} at {rules.contact}: ", _setting("change the address", place), "."]


def _setting(words: str, place: str) -> Node:
    return node("a", words, href=place, class_="setting")


def _talk(course: Course, module: Module, service: str, *, talk: bool) -> Kids:
    """Say how many questions there are, where people talk about them, and where that is changed."""
    many = count(len(module.conversation), "question")
    place = f"../../../settings/{SITE}/#f-provider"
    if not module.conversation:
        return f"{many}."
    if talk:
        below = f", each with a discussion below it{f' ({service})' if service else ''}: "
        return [f"{many}{below}", _setting("change where people talk", place), "."]
    choose = _setting("choose where people talk", place)
    to = course.guidelines.answers_to
    if reach(to).startswith("mailto:"):
        mail = f"{many}; learners send their answers by mail to {to}"
        if course.guidelines.answers:
            return [f"{mail}. For all to read them, ", choose, "."]
        place = f"../../../settings/{course.slug}/#f-guidelines.answers"
        other = _setting("name another", place)
        return [f"{mail}, where trouble is reported, too: ", other, ". For all to read them, ", choose, "."]
    address = _setting("give a mail address", f"../../../settings/{course.slug}/#f-guidelines.contact")
    return [f"{many}, but no place yet to answer them: ", address, ", which is enough, or ", choose, "."]


def when(opens: date, today: date) -> str:
    """Say when learners see a week that is published and built."""
    if opens <= today:
        return "Learners see it as soon as the site is built."
    return f"It opens on {Words().weekday(opens)}; until then learners do not see it, built or not."


def _first(module: Module) -> Kids:
    resource = module.content[0] if module.content else None
    return [
        node("p", node("b", module.title)),
        node("p", module.objective),
        preview(module.introduction.strip().partition("\n\n")[0]),
        resource and [node("p", node("b", f"1. {resource.title}")), preview(resource.note)],
    ]


def _load(course: Course, module: Module, today: date) -> str:
    resources = count(len(module.content), "resource")
    return f"{resources}, {minutes_in_words(course, module, today)}"


def check_row(course: Course, check: FourRsCheck) -> Node:
    """Show one line of the checklist: what it rests on where it holds, what would help where it does not.

    What stands in the settings is linked to its field there.
    """
    told: Kids = check.basis if check.ok else check.hint
    if told and check.setting and not check.ok:
        told = node("a", told, href=f"../../../settings/{course.slug}/#f-{check.setting}", class_="setting")
    return node(
        "li",
        node("b", f"{'✓' if check.ok else '○'} {RS[check.r]}: "),
        check.text,
        node("span", " (", told, ")", class_="by") if told else None,
        class_="ok" if check.ok else "open",
        dir="auto",
    )
