"""What hangs on a resource: the questions about it, its author, the thanks for it; and taking it along.

attached     what would be left behind, were the resource taken out
take_along   settle that, before whatever takes the resource itself out
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from curator.model import Article, Module, Person, Question, Resource, Thanks
from curator.text.one_line import one_line, shorten
from curator.weeks import edit
from curator.weeks.connection import authors


@dataclass(frozen=True, slots=True)
class Attached:
    """What hangs on one resource of a week and on no other."""

    questions: tuple[Question, ...] = ()
    people: tuple[Person, ...] = ()
    thanks: tuple[Thanks, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything would be left behind."""
        return bool(self.questions or self.people or self.thanks)


@dataclass(frozen=True, slots=True)
class Parting:
    """What leaves together with a resource: questions by id, people and thanks by name."""

    questions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    point: Mapping[str, str] = field(default_factory=dict)
    """Questions that stay, by id, and the resource (`Resource.ref`) that each is about from now on; "" for
    the week as a whole."""


def attached(module: Module, ref: str) -> Attached:
    """Find what hangs on a resource; ConfigError when it is not in the week.

    Somebody whose work also stands elsewhere in the week stays.
    """
    place = edit.place_of(module, ref)
    resource = module.content[place]
    others = [r for r in module.content if r is not resource]
    made = _makers(resource) - {name for other in others for name in _makers(other)}
    helped = {resource.suggested_by.casefold()} - {"", *(r.suggested_by.casefold() for r in others)}
    title = f"“{shorten(one_line(resource.title, 200), 80)}”"
    return Attached(
        tuple(q for q in module.conversation if q.about == place + 1),
        tuple(p for p in module.connection.people if p.name.casefold() in made),
        tuple(t for t in module.connection.thanks if title in t.reason or t.name.casefold() in helped),
    )


def _makers(resource: Resource) -> frozenset[str]:
    """Name whoever made a resource, as the draft does, and as its line stands."""
    article = Article(resource.url, resource.title, "", author=resource.author)
    return frozenset(name.casefold() for name in (resource.author, *authors(article)) if name)


def all_of(found: Attached) -> Parting:
    """Let everything that hangs on a resource leave with it."""
    return Parting(
        tuple(q.id for q in found.questions),
        tuple(p.name for p in found.people),
        tuple(t.name for t in found.thanks),
    )


def without(found: Attached, parting: Parting) -> Attached:
    """Return what stays behind of what hangs on a resource, unsettled."""
    settled = {*parting.questions, *parting.point}
    return Attached(
        tuple(q for q in found.questions if q.id not in settled),
        tuple(p for p in found.people if p.name not in parting.people),
        tuple(t for t in found.thanks if t.name not in parting.thanks),
    )


def take_along(text: str, ref: str, parting: Parting) -> str:
    """Settle what hangs on a resource that is about to leave; what does not hang on it stays.

    Raises ConfigError for a question that is to be about a resource that is not there.
    """
    found = attached(edit.module_of(text), ref)
    for question in found.questions:
        if question.id in parting.questions:
            text = edit.drop_question(text, question.id)
        elif question.id in parting.point:
            text = point(text, question.id, parting.point[question.id])
    for name, entries in (
        ("thanks", [t for t in found.thanks if t.name in parting.thanks]),
        ("people", [p for p in found.people if p.name in parting.people]),
    ):
        for entry in entries:
            place = getattr(edit.module_of(text).connection, name).index(entry)
            text = edit.remove_field(text, ("connection", name, place))
    return text


def point(text: str, question_id: str, ref: str) -> str:
    """Let a question be about another resource of the week; `ref` "" makes it one about the whole week."""
    module = edit.module_of(text)
    question = module.conversation[edit.question_place(module, question_id)]
    about = edit.place_of(module, ref) + 1 if ref else None
    return edit.set_question(text, question_id, question.question, about)
