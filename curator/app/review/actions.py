"""Actions of the page on a week: each takes the file's text and returns the new one, and says what it did.

Each action names what it means by address or id, never by place, so that it means the same after somebody
else changed the week. The changes themselves are those of `curator.weeks.edit`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from curator.app.review import connection_forms, resource_forms
from curator.app.review.said_column import Said, highlight_of
from curator.errors import ConfigError, CuratorError, Problem
from curator.model import Course, Module, Resource
from curator.questions.rules import RULE_NAMES, rule_of
from curator.site.translations import Words
from curator.text.one_line import one_line
from curator.urls import canonical
from curator.weeks import edit
from curator.weeks.removal import (
    Parting,
    attached,
    drop_steps,
    point,
    retitle,
    reword,
    take_along,
    without,
)

Do = Literal[
    "add",
    "drop",
    "why",
    "restore",
    "out",
    "later",
    "not_later",
    "page",
    "resource",
    "excerpt",
    "about",
    "move",
    "note",
    "introduction",
    "title",
    "objective",
    "question",
    "ask",
    "unask",
    "silence",
    "person",
    "step",
    "event",
    "thanks",
    "vouch",
    "part",
    "shift",
    "trying",
    "publish",
    "unpublish",
    "highlight",
    "unquote",
    "agreed",
    "suggest",
    "keyword",
    "forget",
    "nominate",
    "agree",
    "withdraw",
    "undo",
    "redo",
]


Names = Annotated[tuple[Annotated[str, Field(max_length=400)], ...], Field(max_length=100)]


class Act(BaseModel):
    """One request to change the week; `seen` names the text that the page showed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: Do
    seen: Annotated[str, Field(max_length=64)]
    url: Annotated[str, Field(max_length=4000)] = ""
    id: Annotated[str, Field(max_length=32)] = ""
    text: Annotated[str, Field(max_length=200_000)] = ""
    rule: Annotated[str, Field(max_length=32)] = ""
    me: Annotated[str, Field(max_length=40)] = ""
    """What the page calls itself: undo takes back its own steps."""
    by: Annotated[str, Field(max_length=120)] = ""
    """Who nominates or agrees, as they call themselves."""
    to: int = 0
    more: bool = False
    """Typing goes on: undo takes the whole of it back at once."""
    questions: Names = ()
    people: Names = ()
    thanks: Names = ()
    point: Annotated[dict[str, str], Field(max_length=100)] = Field(default_factory=dict)
    steps: Annotated[tuple[Annotated[str, Field(max_length=10_000)], ...], Field(max_length=100)] = ()
    rename: Annotated[dict[str, str], Field(max_length=100)] = Field(default_factory=dict)
    """What leaves with a resource, and what its questions and steps are about from now on: see `Parting`."""
    told: Annotated[dict[str, Annotated[str, Field(max_length=20_000)]], Field(max_length=10)] = Field(
        default_factory=dict
    )
    """What was written in the publish dialog of the course, by setting: see `publish_fields`."""

    @property
    def part(self) -> str:
        """Name what is written in; empty for actions that are no typing."""
        return f"{self.do} {self.url}{self.id}" if self.do in _WRITING else ""


_WRITING = (
    "ask",
    "note",
    "resource",
    "introduction",
    "title",
    "objective",
    "question",
    *connection_forms.KINDS,
)


class HeldError(CuratorError):
    """The gate is closed; `reasons` says why."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("not published: " + "; ".join(reasons))


@dataclass(frozen=True, slots=True)
class ActionContext:
    """What actions may draw on besides the week itself."""

    course: Course
    offers: Mapping[str, Resource]
    """What the candidate becomes that is acted on, by `canonical`; empty where it is none."""
    worded: Mapping[str, str] = field(default_factory=dict)
    """Questions that the week once had, by id, each as it was first seen."""
    said: Said = field(default_factory=Said)
    """What was said in the weeks before."""
    held: Callable[[str, Module], tuple[str, ...]] = lambda _text, _module: ()
    """Tells what speaks against publishing a week."""
    opens: date | None = None
    """The day on which the week opens, where that is still to come."""


def apply(text: str, act: Act, context: ActionContext) -> tuple[str, str]:
    """Change a week's text; returns the new text and what was done. Raises ConfigError and HeldError."""
    return _ACTIONS[act.do](text, edit.module_of(text), act, context)


def _name(title: str) -> str:
    return f"“{one_line(title, 80)}”"


def _resource(module: Module, url: str) -> Resource:
    return module.content[edit.place_of(module, url)]


def _add(text: str, module: Module, act: Act, context: ActionContext) -> tuple[str, str]:
    resource = context.offers.get(canonical(act.url))
    if resource is None:
        raise ConfigError.at(
            act.url, "is not among the candidates", "paste its address into the box above the candidates"
        )
    new = edit.add_resource(text, resource)
    count = len(module.content)
    if new == text:
        return text, f"{_name(resource.title)} is in the week already"
    back = ", with what you had written" if edit.taken_out(module, act.url) and resource.note else ""
    asked = len(edit.module_of(new).conversation) - len(module.conversation)
    back += ", with its question" + "s" * (asked > 1) if asked else ""
    return new, f"added {_name(resource.title)} as number {count + 1}{back}"


def _drop(text: str, module: Module, act: Act, context: ActionContext) -> tuple[str, str]:
    title = _title(module, act, context)
    settled, left = _settled(text, module, act)
    new = edit.drop_resource(settled, act.url, " ".join(act.text.split()))
    if new == text:
        return text, f"{_name(title)} is turned down already"
    dropped = edit.module_of(new).dropped
    if len(dropped) > len(module.dropped) and not dropped[-1].title:
        new = edit.set_field(new, ("dropped", len(dropped) - 1, "title"), title)
    return new, f"turned down {_name(title)}{left}"


def _why(text: str, module: Module, act: Act, _: ActionContext) -> tuple[str, str]:
    """Keep the reason why something was turned down; an empty one goes."""
    same = canonical(act.url)
    place = next((n for n, d in enumerate(module.dropped) if canonical(d.url) == same), None)
    if place is None:
        raise ConfigError.at(act.url, "is not turned down", "press Never first")
    path, words = ("dropped", place, "why"), " ".join(act.text.split())
    name = _name(module.dropped[place].title or act.url)
    if not words:
        return edit.remove_field(text, path) if module.dropped[place].why else text, f"no reason for {name}"
    return edit.set_field(text, path, words), f"why never {name}: {words}"


def _restore(text: str, module: Module, act: Act, _: ActionContext) -> tuple[str, str]:
    same = canonical(act.url)
    title = next((d.title or d.url for d in module.dropped if canonical(d.url) == same), act.url)
    return edit.restore_dropped(text, act.url), f"no longer turned down: {_name(title)}"


def _out(text: str, module: Module, act: Act, _: ActionContext) -> tuple[str, str]:
    """Not this week: nothing is learned from it, and it is a candidate again."""
    title = _resource(module, act.url).title
    settled, left = _settled(text, module, act)
    return edit.take_out(settled, act.url), f"not this week: {_name(title)}{left}"


def _later(text: str, module: Module, act: Act, context: ActionContext) -> tuple[str, str]:
    """Keep for later: out of this week, and first among the candidates of the next."""
    title = _title(module, act, context)
    settled, left = _settled(text, module, act)
    return edit.keep_for_later(settled, act.url, title), f"kept for later: {_name(title)}{left}"


def _title(module: Module, act: Act, context: ActionContext) -> str:
    """Return the title of a resource of the week or of a candidate."""
    same = canonical(act.url)
    known = next((r for r in module.content if canonical(r.ref) == same), None) or context.offers.get(same)
    if known is None:
        raise ConfigError.at(act.url, "is neither in this week nor among the candidates", "look again")
    return known.title


def _settled(text: str, module: Module, act: Act) -> tuple[str, str]:
    """Settle what hangs on a resource that leaves the week; returns the text and which questions are left."""
    same = canonical(act.url)
    if all(canonical(r.ref) != same for r in module.content):
        return text, ""
    parting = Parting(act.questions, act.people, act.thanks, act.point, act.steps, act.rename)
    behind = without(attached(module, act.url), parting)
    hung = attached(module, act.url).questions
    left = [str(edit.number_of(module, q.id)) for q in behind.questions]
    gone = [str(edit.number_of(module, q.id)) for q in hung if q.id in act.questions]
    many = len(left) > 1
    words = f"; it was what {_numbered(left)} {'ask' if many else 'asks'} about" if left else ""
    if gone:
        back = "they return" if len(gone) > 1 else "it returns"
        words += f"; {_numbered(gone)} left with it, and {back} when the resource is added again"
    words += "; a step still names it" if behind.steps else ""
    words += "; your note on it is kept" if _resource(module, act.url).note else ""
    return take_along(text, act.url, parting), words


def _numbered(numbers: Sequence[str]) -> str:
    """Name questions by their numbers: "question 1", "questions 1, 2 and 3"."""
    *front, last = numbers
    return f"questions {', '.join(front)} and {last}" if front else f"question {last}"


def _not_later(text: str, module: Module, act: Act, _: ActionContext) -> tuple[str, str]:
    same = canonical(act.url)
    place = next((i for i, kept in enumerate(module.later) if canonical(kept.url) == same), None)
    if place is None:
        return text, "it is not kept for later"
    title = module.later[place].title or act.url
    return edit.remove_field(text, ("later", place)), f"no longer kept for later: {_name(title)}"


def _write(text: str, module: Module, act: Act, _: ActionContext) -> tuple[str, str]:
    new, words = resource_forms.write(text, module, act.url, act.text)
    return (retitle(new, module, edit.place_of(module, act.url)) if act.url else new), words


def _excerpt(text: str, module: Module, act: Act, _: ActionContext) -> tuple[str, str]:
    place = edit.place_of(module, act.url)
    words = f"quoted another sentence of {_name(module.content[place].title)}"
    return edit.set_field(text, ("content", place, "excerpt"), " ".join(act.text.split())), words


def _about(text: str, module: Module, act: Act, context: ActionContext) -> tuple[str, str]:
    where = f"“{one_line(_resource(module, act.url).title, 80)}”" if act.url else "the week as a whole"
    new = point(text, act.id, act.url, context.course.language)
    return new, f"question {edit.number_of(module, act.id)} starts from {where}{_follows(text, new)}"


def _follows(text: str, new: str) -> str:
    """Say that a step was changed along with what it names."""
    prompts = [edit.module_of(t).connection.prompts for t in (text, new)]
    return "; the step that names it follows" if prompts[0] != prompts[1] else ""


def _move(text: str, module: Module, act: Act, _: ActionContext) -> tuple[str, str]:
    place = max(0, min(act.to, len(module.content) - 1))
    title = _resource(module, act.url).title
    return edit.move_resource(text, act.url, place), f"moved {_name(title)} to number {place + 1}"


def _note(text: str, module: Module, act: Act, _: ActionContext) -> tuple[str, str]:
    title = _resource(module, act.url).title
    return edit.set_note(text, act.url, act.text.strip()), f"note on {_name(title)}"


def _introduction(text: str, _: Module, act: Act, __: ActionContext) -> tuple[str, str]:
    return edit.set_introduction(text, act.text), "introduction"


def _field(text: str, _: Module, act: Act, __: ActionContext) -> tuple[str, str]:
    return edit.set_field(text, (act.do,), " ".join(act.text.split())), act.do


def _question(text: str, module: Module, act: Act, __: ActionContext) -> tuple[str, str]:
    new = reword(text, act.id, " ".join(act.text.split()))
    return new, f"question {edit.number_of(module, act.id)}{_follows(text, new)}"


def _ask(text: str, module: Module, act: Act, context: ActionContext) -> tuple[str, str]:
    """Add a question about a resource or the week as a whole; nothing is put into somebody's mouth."""
    words = " ".join(act.text.split())
    if not words:
        raise ConfigError([Problem("", 0, "Question", "is still empty", "write one")])
    about = edit.place_of(module, act.url) + 1 if act.url else None
    new = edit.add_question(text, words, about, taken=tuple(context.worded))
    if words in module.unasked:
        new = edit.remove_field(new, ("unasked", module.unasked.index(words)))
    on = f" on {_name(module.content[about - 1].title)}" if about else ""
    return new, f"added question {len(module.conversation) + 1}{on}"


def _unask(text: str, module: Module, act: Act, context: ActionContext) -> tuple[str, str]:
    """Take a question out; neither its words nor those that it began with are proposed again."""
    question = module.conversation[edit.question_place(module, act.id)]
    new = edit.drop_question(drop_steps(text, act.steps), act.id)
    for words in dict.fromkeys((context.worded.get(act.id, question.question), question.question)):
        new = new if words in module.unasked else edit.append(new, ("unasked",), words)
    return new, f"took out question {edit.number_of(module, act.id)}"


def _silence(text: str, module: Module, act: Act, __: ActionContext) -> tuple[str, str]:
    done = "set aside" if act.text.strip() else "shown again"
    plain = rule_of(act.rule).plain if act.rule in RULE_NAMES else act.rule
    words = f"advice {done} on question {edit.number_of(module, act.id)}: {plain}"
    return edit.silence(text, act.id, act.rule, act.text), words


def _connection(text: str, module: Module, act: Act, context: ActionContext) -> tuple[str, str]:
    zone = context.course.timezone or ""
    return connection_forms.write(text, module, act.do, act.id, act.text, zone)


def _vouch(text: str, module: Module, act: Act, _: ActionContext) -> tuple[str, str]:
    return connection_forms.vouch(text, module, act.id)


def _part(text: str, module: Module, act: Act, _: ActionContext) -> tuple[str, str]:
    return connection_forms.take_out(text, module, act.id)


def _shift(text: str, module: Module, act: Act, _: ActionContext) -> tuple[str, str]:
    """Move a question or an entry of the connection within its list."""
    ids = [q.id for q in module.conversation]
    if act.id not in ids:
        return connection_forms.move(text, module, act.id, act.to)
    to = max(0, min(act.to, len(ids) - 1))
    new = edit.move(text, ("conversation",), ids.index(act.id), to)
    return new, f"moved question {ids.index(act.id) + 1} to number {to + 1}"


def _trying(text: str, _: Module, act: Act, __: ActionContext) -> tuple[str, str]:
    minutes = act.text.strip()
    if not minutes.isdecimal():
        raise ConfigError.at("Minutes", f"“{one_line(minutes, 40)}” is no number", "write it like 10")
    return edit.set_field(text, ("connection", "minutes"), int(minutes)), f"a step takes {minutes} minutes"


def _highlight(text: str, module: Module, act: Act, context: ActionContext) -> tuple[str, str]:
    new = highlight_of(context.said.quotation(act.id))
    if any(h.quote == new.quote for h in module.highlights):
        return text, "it is a highlight of this week already"
    values = new.model_dump(exclude_defaults=True)
    who = f"what {new.by} said" if new.by else "what a participant said"
    return edit.append(text, ("highlights",), values), f"highlighted {who}; ask them before you name them"


def _highlighted(module: Module, number: str) -> int:
    if not number.isdecimal() or int(number) >= len(module.highlights):
        raise ConfigError.at("the highlight", "is not in this week any more", "look again")
    return int(number)


def _unquote(text: str, module: Module, act: Act, _: ActionContext) -> tuple[str, str]:
    place = _highlighted(module, act.id)
    return edit.remove_field(text, ("highlights", place)), "took out a highlight"


def _agreed(text: str, module: Module, act: Act, context: ActionContext) -> tuple[str, str]:
    place = _highlighted(module, act.id)
    by = module.highlights[place].by
    return edit.set_field(text, ("highlights", place, "asked"), context.said.today), f"{by} is named now"


def _publish(text: str, module: Module, _: Act, context: ActionContext) -> tuple[str, str]:
    if module.status == "published":
        return text, f"week {module.week} is published already"
    if reasons := context.held(text, module):
        raise HeldError(reasons)
    later = f"; learners see it from {Words().weekday(context.opens)} on" if context.opens else ""
    end = "" if context.course.weeks else "; Settings, Calendar is where the course can end"
    done = f"published week {module.week}; a build puts it on the site{later}{end}"
    return edit.set_status(text, "published"), done


def _unpublish(text: str, module: Module, _: Act, __: ActionContext) -> tuple[str, str]:
    return edit.set_status(text, "draft"), f"week {module.week} is a draft again"


_ACTIONS: dict[str, Callable[[str, Module, Act, ActionContext], tuple[str, str]]] = {
    "add": _add,
    "drop": _drop,
    "why": _why,
    "restore": _restore,
    "out": _out,
    "later": _later,
    "not_later": _not_later,
    "resource": _write,
    "excerpt": _excerpt,
    "about": _about,
    "move": _move,
    "note": _note,
    "introduction": _introduction,
    "title": _field,
    "objective": _field,
    "question": _question,
    "ask": _ask,
    "unask": _unask,
    "silence": _silence,
    **dict.fromkeys(connection_forms.KINDS, _connection),
    "vouch": _vouch,
    "part": _part,
    "shift": _shift,
    "trying": _trying,
    "highlight": _highlight,
    "unquote": _unquote,
    "agreed": _agreed,
    "publish": _publish,
    "unpublish": _unpublish,
}
"""Every action on the week's text; EditSession does undo, redo, page and what changes other files."""
