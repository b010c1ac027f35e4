"""What other curators say, on the week's page: nominations beside candidates, agreements under the title.

Names are typed and not verified: whoever may write here can enter any name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from curator.app import nominations_file
from curator.app.review.elements import Node, button, node
from curator.errors import ConfigError, Problem
from curator.model import Agreement, Course, Module, Nomination, Nominations, Resource
from curator.site.translations import Words
from curator.text.one_line import one_line
from curator.urls import canonical
from curator.weeks.nominations import agree, agreed_mark, nominate, of_week, withdraw

DOES = ("nominate", "agree", "withdraw")
"""Actions that change the course's nominations.yml."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Something that a curator says of a week or, with its address, of a page."""

    do: str
    by: str
    on: date
    url: str = ""
    note: str = ""


def read(root: Path, course: Course, week: int) -> tuple[Nominations, str]:
    """Read what is said of a week; a file that cannot be read is told in words, and nothing of it shown."""
    try:
        return of_week(nominations_file.nominations(root, course), week), ""
    except ConfigError as error:
        return Nominations(), str(error.problems[0])


def write(root: Path, course: Course, module: Module, said: Saying, known: Mapping[str, Resource]) -> str:
    """Write down what somebody says; returns what was done. ConfigError without a name."""
    by = one_line(said.by, 120)
    if not by:
        raise ConfigError([Problem("", 0, "Name", "is still empty", "say who you are")])
    how: Callable[[str | None, str], str]
    if said.do == "nominate":
        same = canonical(said.url)
        found = known.get(same) or next((r for r in module.content if canonical(r.ref) == same), None)
        if found is None or not found.url:
            raise ConfigError.at(said.url, "is neither in this week nor among the candidates", "look again")
        new = Nomination(
            week=module.week,
            url=found.url,
            title=found.title,
            by=by,
            note=one_line(said.note, 600),
            on=said.on,
        )
        how, done = (
            (lambda text, file: nominate(text, new, file)),
            f"{by} nominated “{one_line(found.title, 80)}”",
        )
    elif said.do == "agree":
        agreed = Agreement(week=module.week, by=by, on=said.on, of=agreed_mark(module))
        how, done = (lambda text, file: agree(text, agreed, file)), f"{by} agrees to week {module.week}"
    else:
        how = lambda text, file: withdraw(text, module.week, by, said.url, file)  # noqa: E731
        done = f"taken back what {by} said"
    nominations_file.change(root, course, how)
    return done


def several(course: Course, known: Nominations, problem: str) -> bool:
    """Tell whether more than one curator is known of: somebody alone has nobody to nominate anything to."""
    return bool(len(course.curators) > 1 or known.nominations or known.agreed or problem)


def nominated(known: Nominations) -> dict[str, list[Node]]:
    """Show who nominated each page, by `canonical`."""
    found: dict[str, list[Node]] = {}
    for n in known.nominations:
        words = f"Nominated by {n.by}" + (f": {n.note}" if n.note else "") + " "
        back = button(
            "withdraw", "Take back", class_="quiet", data_url=n.url, data_by=n.by, tabindex=-1,
            aria_label=f"Take back the nomination by {n.by}",
        )  # fmt: skip
        found.setdefault(canonical(n.url), []).append(node("p", words, back, class_="by", dir="auto"))
    return found


def names(known: Nominations, module: Module) -> list[str]:
    """Name who agrees to the week, and who did before it said what it says now."""
    now = agreed_mark(module)
    return [a.by + ("" if not a.of or a.of == now else " (before the last changes)") for a in known.agreed]


def agreements(known: Nominations, module: Module, problem: str) -> list[Node]:
    """Show who agrees to the week, and who did before it said what it says now."""
    now, items = agreed_mark(module), []
    for a in known.agreed:
        when = f" on {Words().date(a.on)}" if a.on else ""
        before = "" if not a.of or a.of == now else ", before the last changes"
        back = button(
            "withdraw",
            "Take back",
            class_="quiet",
            data_by=a.by,
            aria_label=f"Take back the agreement of {a.by}",
        )
        items.append(node("li", f"{a.by} agrees{when}{before} ", back, dir="auto"))
    shown = [node("ul", items)] if items else []
    ask = node("p", button("agree", "Agree to this week", class_="quiet"))
    return [*([node("p", problem, class_="error")] if problem else []), *shown, ask]
