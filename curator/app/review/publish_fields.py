"""What the publish dialog asks for: what learners read of a course, where nobody has written it yet.

Each is a setting of course.yml in the words of somebody who is about to publish for the first time. All are
optional, and are written as the settings page writes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from curator.app.review.elements import Node, node
from curator.errors import ConfigError, CuratorError
from curator.model import Course

NAME, CONTACT, ABOUT, CHARGE = "curators", "guidelines.contact", "about", "guidelines.moderator"
"""Names of settings: who curates, how they are reached, what the course is for, whom learners can turn to."""

LABELS: Mapping[str, str] = {
    NAME: "Your name, as learners read it",
    CONTACT: "How learners reach you: a mail or web address",
    ABOUT: "What the course is for, in a sentence for learners",
}
"""What is asked for, in this order."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who is about to publish."""

    own: bool = True
    """Whether the settings are theirs to write, as they are for whoever runs the review."""
    why: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with values that they have just written, by setting."""


OWNER = Publisher()


class RefusedError(CuratorError):
    """Values that cannot be written: `why` says what is wrong, by setting. Nothing was written."""

    def __init__(self, why: Mapping[str, str]) -> None:
        self.why = {NAME if name == CHARGE else name: words for name, words in why.items()}
        super().__init__("; ".join(why.values()))


def missing(course: Course) -> tuple[str, ...]:
    """Name the settings that are asked for because they are empty."""
    known = {NAME: course.curators, CONTACT: course.guidelines.contact.strip(), ABOUT: course.about.strip()}
    return tuple(name for name in LABELS if not known[name])


def fields(course: Course, why: Mapping[str, str]) -> list[Node]:
    """Show a field for each setting that is missing; `why` says which values were refused just now."""
    names = missing(course)
    if not names:
        return []
    first = next((name for name in names if name in why), "")
    return [
        node("p", "Learners look for this, too. It is saved when you publish, and it can wait."),
        node("div", [_field(course, n, why.get(n, ""), focus=n == first) for n in names], class_="fields"),
    ]  # fmt: skip


def _field(course: Course, name: str, why: str, *, focus: bool) -> Node:
    told = f"why-{name}"
    written = node(
        "textarea" if name == ABOUT else "input",
        name=name,
        dir="auto",
        autocomplete={NAME: "name", CONTACT: "email"}.get(name),
        autofocus=focus,
        aria_invalid="true" if why else None,
        aria_describedby=told if why else None,
    )
    own = name != ABOUT or "about" in course.model_fields_set
    return node(
        "div",
        node("label", LABELS[name], written),
        node("p", why, id=told, class_="over") if why else None,
        None if own else node("p", f"Until then they read: “{course.public}”", class_="by", dir="auto"),
    )


def wanted(typed: Mapping[str, str], in_charge: str) -> dict[str, str]:
    """Return the settings that are to be written; ConfigError for one that is not asked for here.

    Whoever gives a name is whom learners can turn to, too, unless somebody is `in_charge` already: `curate
    init` does the same with the name of who curates.
    """
    for name in typed:
        if name not in LABELS:
            raise ConfigError.at(name, "is not asked for here", "use the settings")
    values = {name: words for name, words in typed.items() if words.strip()}
    return values | ({CHARGE: values[NAME]} if NAME in values and not in_charge else {})
