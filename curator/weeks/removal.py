"""What hangs on a resource: the questions about it, its author, the thanks for it, steps that name it.

attached     what would be left behind, were the resource taken out
take_along   settle that, before whatever takes the resource itself out
point, reword, retitle   change a question or a title, and let the steps that name it follow
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from curator.model import Module, Person, Question, Thanks
from curator.text.one_line import one_line, shorten
from curator.weeks import edit, steps
from curator.weeks.connection import makers


@dataclass(frozen=True, slots=True)
class Attached:
    """What hangs on one resource of a week and on no other."""

    questions: tuple[Question, ...] = ()
    people: tuple[Person, ...] = ()
    thanks: tuple[Thanks, ...] = ()
    steps: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything would be left behind."""
        return bool(self.questions or self.people or self.thanks or self.steps)


@dataclass(frozen=True, slots=True)
class Parting:
    """What leaves with a resource: questions by id, people and thanks by name, steps by their words."""

    questions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    point: Mapping[str, str] = field(default_factory=dict)
    """Questions that stay, by id, and the resource (`Resource.ref`) that each is about from now on; "" for
    the week as a whole."""
    steps: tuple[str, ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    """Steps that stay, by their words, and the resource that each names from now on."""


def attached(module: Module, ref: str) -> Attached:
    """Find what hangs on a resource; ConfigError when it is not in the week.

    Somebody whose work also stands elsewhere in the week stays.
    """
    place = edit.place_of(module, ref)
    resource = module.content[place]
    others = [r for r in module.content if r is not resource]
    made = makers(resource) - {name for other in others for name in makers(other)}
    helped = {resource.suggested_by.casefold()} - {"", *(r.suggested_by.casefold() for r in others)}
    title = f"“{shorten(one_line(resource.title, 200), 80)}”"
    return Attached(
        tuple(q for q in module.conversation if q.about == place + 1),
        tuple(p for p in module.connection.people if p.name.casefold() in made),
        tuple(t for t in module.connection.thanks if title in t.reason or t.name.casefold() in helped),
        steps.on_resource(module, place),
    )


def all_of(found: Attached) -> Parting:
    """Let everything that hangs on a resource leave with it."""
    return Parting(
        tuple(q.id for q in found.questions),
        tuple(p.name for p in found.people),
        tuple(t.name for t in found.thanks),
        steps=found.steps,
    )


def without(found: Attached, parting: Parting) -> Attached:
    """Return what stays behind of what hangs on a resource, unsettled."""
    settled = {*parting.questions, *parting.point}
    return Attached(
        tuple(q for q in found.questions if q.id not in settled),
        tuple(p for p in found.people if p.name not in parting.people),
        tuple(t for t in found.thanks if t.name not in parting.thanks),
        tuple(s for s in found.steps if s not in parting.steps and s not in parting.rename),
    )


def take_along(text: str, ref: str, parting: Parting) -> str:
    """Settle what hangs on a resource that is about to leave; what does not hang on it stays.

    Raises ConfigError for a question or a step that is to be about a resource that is not there.
    """
    module = edit.module_of(text)
    found = attached(module, ref)
    title = module.content[edit.place_of(module, ref)].title
    text = drop_steps(text, [step for step in found.steps if step in parting.steps])
    for step in found.steps:
        if step in parting.rename:
            other = module.content[edit.place_of(module, parting.rename[step])]
            text = _rewrite(text, step, steps.renamed(step, title, other.title))
    for question in found.questions:
        if question.id in parting.questions:
            text = edit.drop_question(text, question.id, along=True)
        elif question.id in parting.point:
            text = _pointed(text, question.id, parting.point[question.id])
    for name, entries in (
        ("thanks", [t for t in found.thanks if t.name in parting.thanks]),
        ("people", [p for p in found.people if p.name in parting.people]),
    ):
        for entry in entries:
            place = getattr(edit.module_of(text).connection, name).index(entry)
            text = edit.remove_field(text, ("connection", name, place))
    return text


def drop_steps(text: str, gone: Iterable[str]) -> str:
    """Take steps out of the week, by their words; what is not there is gone already."""
    for step in gone:
        known = edit.module_of(text).connection.prompts
        if step in known:
            text = edit.remove_field(text, ("connection", "prompts", known.index(step)))
    return text


def _rewrite(text: str, step: str, words: str) -> str:
    place = edit.module_of(text).connection.prompts.index(step)
    return edit.set_field(text, ("connection", "prompts", place), words)


def _pointed(text: str, question_id: str, ref: str) -> str:
    module = edit.module_of(text)
    question = module.conversation[edit.question_place(module, question_id)]
    about = edit.place_of(module, ref) + 1 if ref else None
    return edit.set_question(text, question_id, question.question, about)


def point(text: str, question_id: str, ref: str, language: str = "en") -> str:
    """Let a question be about another resource of the week; `ref` "" makes it one about the whole week.

    A step that sends people to this question by the title of its resource names the new one.
    """
    module = edit.module_of(text)
    question = module.conversation[edit.question_place(module, question_id)]
    if question.about and ref:
        old, new = module.content[question.about - 1], module.content[edit.place_of(module, ref)]
        for step in steps.on_question(module, question_id, language) if old is not new else ():
            if not steps.quotes(step, question.question):
                text = _rewrite(text, step, steps.renamed(step, old.title, new.title))
    return _pointed(text, question_id, ref)


def reword(text: str, question_id: str, words: str) -> str:
    """Write a question anew; a step that quotes it quotes the new words."""
    module = edit.module_of(text)
    old = module.conversation[edit.question_place(module, question_id)].question
    for step in module.connection.prompts:
        if old != words and steps.quotes(step, old):
            text = _rewrite(text, step, steps.quoting(step, old, words))
    return edit.set_question(text, question_id, words)


def retitle(text: str, module: Module, place: int) -> str:
    """Let steps that name the resource at `place` by its title in `module` take its title in `text`."""
    old, new = module.content[place].title, edit.module_of(text).content[place].title
    for step in steps.on_resource(module, place) if old != new else ():
        text = _rewrite(text, step, steps.renamed(step, old, new))
    return text
