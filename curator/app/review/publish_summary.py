"""What a person sees before they publish a week: what it rests on, what it asks, when learners see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from curator.app.review.elements import Kids, Node, button, node
from curator.app.review.preview import preview
from curator.app.review.publish_fields import ABOUT, CONTACT, NAME, OWNER, Publisher, fields, missing
from curator.app.review.settings_form import SITE
from curator.model import Course, Module
from curator.site.escape import reach
from curator.site.translations import Words
from curator.text.counting import count
from curator.text.one_line import one_line
from curator.weeks.calendar import minutes_in_words
from curator.weeks.four_rs import FourRsCheck, four_rs
from curator.weeks.steps import at_a_loss

RS = {"relevance": "Relevant", "rich": "Rich", "rewards": "Rewarding", "real": "Real"}
MEANT = (
    "Relevant: it says why it matters. Rich: worth the time, in more than one form. Rewarding: whoever gave "
    "something is named. Real: something to do, with somebody."
)
"""What the names of the checklist mean, which come from Nick Shackleton-Jones."""


@dataclass(frozen=True, slots=True)
class ToCome:
    """The weeks beyond the one that is published."""

    due: int | None = None
    """The new week that the next build drafts."""
    unnamed: Sequence[int] = ()
    """Those that learners see announced and that have no name of their own."""


NOTHING_TO_COME = ToCome()


def summary(
    course: Course,
    module: Module,
    *,
    opens: date,
    today: date,
    talk: bool,
    service: str = "",
    agreed: Sequence[str] = (),
    to_come: ToCome = NOTHING_TO_COME,
    by: Publisher = OWNER,
) -> list[Node]:
    """Show a week as it would go out; `opens` is its day, `talk` whether its questions have a discussion.

    `service` names what holds that discussion. `agreed` says who of the other curators agrees to the week.
    What is missing in the settings is asked for here where whoever looks may write it.
    """
    own = by.own
    whole = module.model_copy(update={"opens": opens})
    lost = [
        node("li", f"step {place + 1} names {what}, which is no longer in the week", dir="auto")
        for place, what in at_a_loss(module, course.language)
    ]
    return [
        node("h2", f"Publish week {module.week}, “{module.title}”?", id="summary-title", dir="auto"),
        node(
            "p",
            node("b", "Look at it first. " if lost or course.archived else "Nothing stops it. "),
            _seen(course, opens, today, own=own),
        ),
        *(fields(course, by.why) if own else []),
        *([node("p", f"Agreed to by {', '.join(agreed)}.", dir="auto")] if agreed else []),
        *([node("ul", lost)] if lost else []),
        node("h3", "What learners see first"),
        node("div", _first(whole), class_="note", dir="auto"),
        node("h3", _load(course, module, today)),
        node("p", _talk(course, module, service, talk=talk, own=own)),
        node("ol", [node("li", q.question, dir="auto") for q in module.conversation]),
        *[node("p", line, dir="auto") for line in _of_the_course(course, own=own)],
        *([node("p", _to_come(course, to_come.unnamed, own=own), dir="auto")] if to_come.unnamed else []),
        *_checks(course, four_rs(course, whole)),
        node(
            "p",
            f"Publishing marks the week; a build puts its page on the site{_drafts(to_come.due)}.",
            _end(course) if own else None,
        ),
        node(
            "p",
            button("confirm", "Publish and build", class_="first", data_build=True, autofocus=not by.why),
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
    place = f"{course.slug}/#f-weeks"
    return [
        " The course has no end: ",
        _setting("list its weeks in Settings, Calendar", place),
        " to end it.",
    ]


def _of_the_course(course: Course, *, own: bool) -> list[Kids]:
    """Say what learners read of whoever is in charge and of the course, and where each is changed.

    What is missing is asked for above; where that is for somebody else to write, it is told.
    """
    rules = course.guidelines
    names, contact, about = ", ".join(course.curators), rules.contact.strip(), one_line(course.about, 160)
    whom = rules.moderator.strip() or "whoever is in charge"
    found: list[Kids] = []
    for name, value, said, change, empty in (
        (NAME, names, "Chosen by ", "change the name", "Learners do not read who chooses all this."),
        (CONTACT, contact, f"Learners reach {whom} at ", "change the address", "Learners find no address."),
        (
            ABOUT,
            about,
            "Learners read of the course: ",
            "change that",
            "Learners do not read what it is for.",
        ),
    ):
        if value:
            found.append(
                _line(f"{said}{value.removesuffix('.')}", change, f"{course.slug}/#f-{name}", own=own)
            )
        elif not own:
            found.append(empty)
    return found


def _line(said: str, words: str, place: str, *, own: bool) -> list[Node]:
    """Say something with the way to where it is changed, for those who may."""
    return [f"{said}: ", _setting(words, place), "."] if own else [f"{said}."]


def _setting(words: Kids, place: str) -> Node:
    return node("a", words, href=f"../../../settings/{place}", class_="setting")


def _seen(course: Course, opens: date, today: date, *, own: bool) -> Kids:
    """Say when learners see the week, and in an archived course first what they read there."""
    if not course.archived:
        return when(opens, today)
    ended = (
        "This course is archived: learners read that it has ended, this week with it, and no new week is "
        "drafted"
    )
    return [
        *_line(ended, "take it out of the archive", f"{course.slug}/#f-archived", own=own),
        f" {when(opens, today)}",
    ]


def _to_come(course: Course, unnamed: Sequence[int], *, own: bool) -> list[Node]:
    """Say under which names learners see the weeks to come that nobody has named yet."""
    first, more = unnamed[0] - 1, len(unnamed) - 1
    names = f"“{one_line(course.weeks[first].title, 80)}”" + (f" and {more} more" if more else "")
    weeks = "weeks" if more else "week"
    said = f"Learners also see the name{'s' if more else ''} of the {weeks} to come: {names}"
    return _line(
        said,
        "name them in Settings" if more else "name it in Settings",
        f"{course.slug}/#s-weeks-{first}",
        own=own,
    )


def _talk(course: Course, module: Module, service: str, *, talk: bool, own: bool) -> Kids:
    """Say how many questions there are, where people talk about them, and where that is changed."""
    many, rules = count(len(module.conversation), "question"), course.guidelines
    place = f"{SITE}/#f-provider"
    if not module.conversation:
        return f"{many}."
    if talk:
        below = f"{many}, each with a discussion below it{f' ({service})' if service else ''}"
        return _line(below, "change where people talk", place, own=own)
    choose = _setting("choose where people talk", place)
    if reach(rules.answers_to).startswith("mailto:"):
        mail = f"{many}; learners send their answers by mail to {rules.answers_to}"
        if not rules.answers:
            shared, other = f"{mail}, where trouble is reported, too", f"{course.slug}/#f-guidelines.answers"
            told = _line(shared, "name another", other, own=own)
        else:
            told = [f"{mail}."]
        return [told, " For all to read them, ", choose, "."] if own else told
    nowhere = f"{many}, but no place yet to answer them"
    if not own:
        return f"{nowhere}."
    if CONTACT in missing(course):
        return [f"{nowhere}: a mail address above is enough, or ", choose, "."]
    address = _setting("give a mail address", f"{course.slug}/#f-guidelines.contact")
    return [f"{nowhere}: ", address, ", which is enough, or ", choose, "."]


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
        told = _setting(told, f"{course.slug}/#f-{check.setting}")
    return node(
        "li",
        node("b", f"{'✓' if check.ok else '○'} {RS[check.r]}: "),
        check.text,
        node("span", " (", told, ")", class_="by") if told else None,
        class_="ok" if check.ok else "open",
        dir="auto",
    )
