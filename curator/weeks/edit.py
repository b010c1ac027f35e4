"""What commands do to a week file: text in, text out, and only the named field differs.

Every function takes the file's text as it stands on disk (BOM and line endings included) and returns
the new text; the other lines stay byte for byte (see `curator.yamlio.splice`). The input must be a valid
week and so must the result: otherwise ConfigError, and nothing is written. `save` puts a text on disk
only where the old one still stands. A change made on somebody's behalf makes the draft theirs: its
fingerprint no longer fits. `retag` and `archive` are the tool's own and keep a draft untouched.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import EllipsisType
from typing import Any

from curator.errors import ConfigError, ConflictError, Problem
from curator.files import write_atomic
from curator.model import Module, Question, Resource, Status
from curator.urls import canonical
from curator.weeks.front_matter import BOM, sign, split, untouched
from curator.weeks.notice import PROPOSED, still_true
from curator.weeks.week_file import parse_week, resource_values
from curator.yamlio import splice


def _edit(text: str, change: Callable[[str], str]) -> str:
    """Apply a change to the front matter; the text before and after must be a valid week."""
    module_of(text)
    # Old Mac line endings are not the parser's: they go and come back.
    old_mac = "\r" in text and "\n" not in text
    plain = text.replace("\r", "\n") if old_mac else text
    parts = split(plain, "")
    changed = plain[: parts.front] + change(plain[parts.front : parts.close]) + plain[parts.close :]
    changed = changed.replace("\n", "\r") if old_mac else changed
    module_of(changed)
    return changed


@lru_cache(maxsize=16)
def module_of(text: str) -> Module:
    """Read the module in a text, whatever the file is called; ConfigError when it is not valid.

    Remembered: one change asks for the text before it and the text after it half a dozen times.
    """
    plain = text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    return parse_week(plain, "")


def _machine(text: str, changed: str) -> str:
    """Keep a draft that nobody touched untouched, after a change that is the tool's own."""
    return sign(changed) if changed != text and untouched(text) else changed


def _unknown(what: str, known: Sequence[str]) -> ConfigError:
    remedy = f"this week holds: {', '.join(known)}" if known else "this week holds none"
    return ConfigError([Problem("", 0, "", f"{what} is not in this week", remedy)])


# --- single fields ---------------------------------------------------------------------------------


def set_field(text: str, path: Sequence[str | int], value: Any) -> str:
    """Set one value of the front matter, for example at ("content", 0, "minutes")."""
    return _edit(text, lambda front: splice.put(front, tuple(path), value))


def remove_field(text: str, path: Sequence[str | int]) -> str:
    """Remove one key or list item of the front matter."""
    return _edit(text, lambda front: splice.delete(front, tuple(path)))


def append(text: str, path: Sequence[str | int], value: Any) -> str:
    """Add an item at the end of a list, for example of ("connection", "prompts")."""
    return _edit(text, lambda front: splice.insert(front, tuple(path), 10**6, value))


def move(text: str, path: Sequence[str | int], place: int, to: int) -> str:
    """Move an item of a list of the front matter that no other part refers to by its place."""
    return _edit(text, lambda front: splice.move(front, tuple(path), place, to))


def set_status(text: str, status: Status) -> str:
    """Publish a week or take it back."""
    return set_field(text, ("status",), status)


def set_introduction(text: str, markdown: str) -> str:
    """Replace the Markdown below the front matter; the blank lines around it stay."""
    module_of(text)
    ending = "\r\n" if "\r\n" in text else "\n" if "\n" in text else "\r"
    plain = text.replace("\r", "\n") if ending == "\r" else text
    new = markdown.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    parts = split(plain, "")
    body = plain[parts.body :]
    if body.replace("\r\n", "\n").strip("\n") == new:
        return text
    core = body.strip("\r\n")
    lead = body[: len(body) - len(body.lstrip("\r\n"))] if core else body
    tail = body[len(lead) + len(core) :] if core else ""
    new = new.replace("\n", ending if ending != "\r" else "\n")
    if new and not plain[: parts.body].endswith("\n"):
        lead = "\n" + lead
    changed = plain[: parts.body] + lead + new + (tail or (ending if new else ""))
    changed = changed.replace("\n", "\r") if ending == "\r" else changed
    module_of(changed)
    return changed


# --- resources --------------------------------------------------------------------------------------


def place_of(module: Module, url: str) -> int:
    """Find a resource (from 0) by its address; "https://www.a.example/x/" finds "http://a.example/x".

    What has no address is found by "where:" and its title (`Resource.ref`).
    """
    urls = [r.ref for r in module.content]
    if url in urls:
        return urls.index(url)
    same = canonical(url)
    place = next((i for i, u in enumerate(urls) if canonical(u) == same), None)
    if place is None:
        raise _unknown(url, urls)
    return place


def add_resource(text: str, resource: Resource, at: int | None = None) -> str:
    """Add a resource at the end, or before position `at`; one already there is left as it is.

    A resource that had been dropped is no longer listed as dropped; questions keep pointing at theirs, and
    one that was left behind by it starts from it again, and one that left with it (`taken_along`) comes back.
    What had been written on it before it was taken out (`taken_out`) comes back, unless it brings a note. The
    paragraph that calls a draft too thin goes when it no longer is.
    """
    module = module_of(text)
    same = canonical(resource.ref)
    if any(canonical(r.ref) == same for r in module.content):
        return text
    before = taken_out(module, resource.ref)
    resource = resource if resource.note.strip() else before or resource
    titles = {resource.title, before.title if before else resource.title}
    place = len(module.content) if at is None else max(0, min(at, len(module.content)))
    order = [i if i < place else i + 1 for i in range(len(module.content))]

    def change(front: str) -> str:
        front = splice.insert(front, ("content",), place, resource_values(resource))
        front = _repoint(front, module, order)
        for index, question in enumerate(module.conversation):
            if question.was_about in titles:
                here = ("conversation", index)
                front = splice.put(splice.delete(front, (*here, "was_about")), (*here, "about"), place + 1)
        for index in reversed(range(len(module.dropped))):
            if canonical(module.dropped[index].url) == same:
                front = splice.delete(front, ("dropped", index))
        front = _with_its_questions(front, module, titles, place + 1)
        return _not_taken_out(_not_aside(front, module, same), module, same)

    return _truly(_edit(text, change))


def _with_its_questions(front: str, module: Module, titles: Collection[str], about: int) -> str:
    """Let the questions come back that left with a resource; their ids, hence their threads, are the same."""
    used = {q.id for q in module.conversation}
    for index in reversed(range(len(module.taken_along))):
        if module.taken_along[index].was_about in titles:
            front = splice.delete(front, ("taken_along", index))
    for question in module.taken_along:
        if question.was_about in titles and question.id not in used:
            back = question.model_copy(update={"was_about": "", "about": about})
            front = splice.insert(front, ("conversation",), 10**6, back.model_dump(exclude_defaults=True))
    return front


def taken_out(module: Module, ref: str) -> Resource | None:
    """Return a resource as it stood when it was taken out; None where nothing was written on it."""
    same = canonical(ref)
    return next((r for r in module.taken_out if canonical(r.ref) == same), None)


def _not_aside(front: str, module: Module, same: str) -> str:
    """Forget that an address was taken out of this week without a judgement."""
    for index in reversed(range(len(module.aside))):
        if canonical(module.aside[index]) == same:
            front = splice.delete(front, ("aside", index))
    return front


def _not_taken_out(front: str, module: Module, same: str) -> str:
    """Forget how a resource stood when it was taken out."""
    for index in reversed(range(len(module.taken_out))):
        if canonical(module.taken_out[index].ref) == same:
            front = splice.delete(front, ("taken_out", index))
    return front


def _truly(text: str) -> str:
    """Let the paragraph that calls a draft too thin say how many resources it holds now, or go."""
    module = module_of(text)
    true = still_true(module.introduction, len(module.content))
    return text if true == module.introduction else set_introduction(text, true)


def drop_resource(text: str, url: str, why: str = "") -> str:
    """Take a resource out and list it under `dropped` with the reason; other questions keep theirs.

    An address that is not in the week (a candidate) is only listed, and what has no address is only taken
    out: no later week could find it again. A question about the dropped resource stays, with its title as
    `was_about`.
    """
    module = module_of(text)
    same = canonical(url)
    if any(canonical(d.url) == same for d in module.dropped):
        return text
    if any(r.ref == url and not r.url for r in module.content):
        return take_out(text, url)
    place = next((i for i, r in enumerate(module.content) if canonical(r.ref) == same), None)
    title = module.content[place].title if place is not None else ""
    entry = {"url": url if place is None else module.content[place].url, "title": title, "why": why}

    def change(front: str) -> str:
        front = _not_aside(_without(front, module, place), module, same)
        return splice.insert(front, ("dropped",), 10**6, {k: v for k, v in entry.items() if v})

    return _truly(_edit(text, change))


def _without(front: str, module: Module, place: int | None) -> str:
    """Take the resource at `place` out; questions keep theirs, and one about it remembers the title.

    What a person wrote on it, or added by hand, is kept in `taken_out`, and so is one that questions leave
    with: they know it by the title that it has now, which may be a person's.
    """
    if place is None:
        return front
    order: list[int | None] = [i if i < place else i - 1 for i in range(len(module.content))]
    order[place] = None
    front = splice.delete(_repoint(front, module, order), ("content", place))
    resource = module.content[place]
    written = bool(resource.note.strip()) and not resource.note.startswith(PROPOSED)
    along = any(question.was_about == resource.title for question in module.taken_along)
    if resource.url and not written and not along:
        return front
    front = _not_taken_out(front, module, canonical(resource.ref))
    return splice.insert(front, ("taken_out",), 10**6, resource_values(resource))


def take_out(text: str, url: str) -> str:
    """Take a resource out of the week without a judgement: it is a candidate again (`aside`)."""
    module = module_of(text)
    place = place_of(module, url)
    found = module.content[place].url

    def change(front: str) -> str:
        front = _without(front, module, place)
        if not found:
            return front
        front = _not_aside(front, module, canonical(found))
        return splice.insert(front, ("aside",), 10**6, found)

    return _truly(_edit(text, change))


def keep_for_later(text: str, url: str, title: str = "", why: str = "") -> str:
    """Keep a find for another week (`later`), taking it out of this one where it stands in it."""
    module = module_of(text)
    same = canonical(url)
    if any(canonical(kept.url) == same for kept in module.later):
        return text
    if any(r.ref == url and not r.url for r in module.content):
        raise ConfigError.at(
            url, "has no address under which it could be kept", "take it out, or give it a `url`"
        )
    place = next((i for i, r in enumerate(module.content) if canonical(r.ref) == same), None)
    found = module.content[place] if place is not None else None
    entry = {"url": found.url if found else url, "title": title or (found.title if found else ""), "why": why}

    def change(front: str) -> str:
        front = _not_aside(_without(front, module, place), module, same)
        return splice.insert(front, ("later",), 10**6, {k: v for k, v in entry.items() if v})

    return _truly(_edit(text, change))


def restore_dropped(text: str, url: str) -> str:
    """Forget that a candidate was dropped."""
    same = canonical(url)
    for index, dropped in enumerate(module_of(text).dropped):
        if canonical(dropped.url) == same:
            return remove_field(text, ("dropped", index))
    return text


def move_resource(text: str, url: str, to: int) -> str:
    """Move a resource to position `to` (from 0); questions keep pointing at theirs."""
    module = module_of(text)
    place = place_of(module, url)
    to = max(0, min(to, len(module.content) - 1))
    order = list(range(len(module.content)))
    order.insert(to, order.pop(place))
    now: list[int | None] = [order.index(i) for i in range(len(order))]

    def change(front: str) -> str:
        return _repoint(splice.move(front, ("content",), place, to), module, now)

    return _edit(text, change)


def _repoint(front: str, module: Module, order: Sequence[int | None]) -> str:
    """Let `about` follow the resources: `order` tells the new place of each (None: it is gone)."""
    for index, question in enumerate(module.conversation):
        if question.about is None:
            continue
        place = order[question.about - 1]
        path = ("conversation", index, "about")
        if place is None:
            title = module.content[question.about - 1].title
            front = splice.put(splice.delete(front, path), (*path[:-1], "was_about"), title)
        else:
            front = splice.put(front, path, place + 1)
    return front


def set_note(text: str, url: str, note: str) -> str:
    """Write the curator's note on a resource."""
    return set_field(text, ("content", place_of(module_of(text), url), "note"), note)


def archive(text: str, url: str, archived: str) -> str:
    """Keep the address of an archived copy beside a resource whose original is gone."""
    path = ("content", place_of(module_of(text), url), "archived")
    return _machine(text, set_field(text, path, archived))


def retag(text: str, tags: Mapping[str, Sequence[str]]) -> str:
    """Bring the tags that the tool set up to date: `tags` maps addresses to what it would set today.

    `why.tags` records what the tool set. A tag that a person added stays; one that a person removed
    stays away (it remains in `why.tags` as the memory of that); a resource without `why` is a
    person's own and is left alone.
    """
    module = module_of(text)

    def change(front: str) -> str:
        for index, resource in enumerate(module.content):
            if resource.why is None or resource.url not in tags:
                continue
            shown, machine = merged_tags(resource.tags, resource.why.tags, tuple(tags[resource.url]))
            if shown != resource.tags:
                front = splice.put(front, ("content", index, "tags"), shown)
            if machine != resource.why.tags:
                front = splice.put(front, ("content", index, "why", "tags"), machine)
        return front

    return _machine(text, _edit(text, change))


def merged_tags(
    shown: tuple[str, ...], set_before: tuple[str, ...], now: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Merge tags three ways: those shown, those the tool set before, those it would set now.

    Returns (tags to show, tags to remember as the tool's).
    """
    theirs = {t for t in shown if t not in set_before}
    removed = [t for t in set_before if t not in shown]
    kept = tuple(t for t in shown if t in theirs or t in now)
    added = tuple(t for t in dict.fromkeys(now) if t not in shown and t not in removed)
    machine = dict.fromkeys([*(t for t in now if t not in theirs), *removed])
    return kept + added, tuple(sorted(machine, key=lambda t: _rank(t, set_before)))


def _rank(tag: str, order: Sequence[str]) -> int:
    return order.index(tag) if tag in order else len(order)


# --- questions ---------------------------------------------------------------------------------------


def question_place(module: Module, question_id: str) -> int:
    """Find a question (from 0) by its id."""
    ids = [q.id for q in module.conversation]
    if question_id not in ids:
        raise _unknown(f'question "{question_id}"', ids)
    return ids.index(question_id)


def number_of(module: Module, question_id: str) -> int:
    """Count a question as pages do, from 1: people see its number, files and threads its id."""
    return question_place(module, question_id) + 1


def set_question(text: str, question_id: str, question: str, about: int | EllipsisType | None = ...) -> str:
    """Change a question's words, and what it is about where given; its id, hence its thread, stays.

    Whoever does either has looked at it: that it was about a resource that is gone is forgotten.
    """
    module = module_of(text)
    place = question_place(module, question_id)
    path, known = ("conversation", place), module.conversation[place]
    if known.was_about and (about is not ... or question != known.question):
        text = remove_field(text, (*path, "was_about"))
    text = set_field(text, (*path, "question"), question)
    if about is None:
        return remove_field(text, (*path, "about"))
    return text if about is ... else set_field(text, (*path, "about"), about)


def add_question(text: str, question: str, about: int | None = None, *, taken: Sequence[str] = ()) -> str:
    """Add a question with a new id; `taken` are ids of questions that the week once had.

    An id is never used twice: the comments on an old question would stand under the new one.
    """
    module = module_of(text)
    known = [q.id for q in (*module.conversation, *module.taken_along)]
    numbers = [int(i[1:]) for i in (*taken, *known) if i[1:].isdecimal()]
    new = Question(id=f"q{max(numbers, default=0) + 1}", question=question, about=about)
    return append(text, ("conversation",), new.model_dump(exclude_defaults=True))


def drop_question(text: str, question_id: str, *, along: bool = False) -> str:
    """Remove a question; its thread stays with the comment provider.

    One that leaves `along` with the resource that it is about is kept, and comes back with it.
    """
    module = module_of(text)
    place = question_place(module, question_id)
    question, text = module.conversation[place], remove_field(text, ("conversation", place))
    if not along or question.about is None:
        return text
    kept = question.model_copy(update={"about": None, "was_about": module.content[question.about - 1].title})
    return append(text, ("taken_along",), kept.model_dump(exclude_defaults=True))


def silence(text: str, question_id: str, rule: str, reason: str) -> str:
    """Let a lint rule pass on one question, with the reason; an empty reason lifts the silence."""
    path = ("conversation", question_place(module_of(text), question_id), "silence")
    if reason.strip():
        return set_field(text, (*path, rule), reason.strip())
    return remove_field(text, (*path, rule))


# --- disk --------------------------------------------------------------------------------------------


def load(path: Path) -> str:
    """Read a week file's text exactly as it stands, BOM and line endings included."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise ConflictError(f"{path.name} is no longer there") from None
    except UnicodeDecodeError:
        raise ConfigError([Problem(path.name, 0, "", "not UTF-8 text", "save the file as UTF-8")]) from None


def save(path: Path, old_text: str | None, new_text: str) -> None:
    """Put a text on disk in one step, if the file still holds `old_text` (None: does not exist yet).

    Nobody else who saves this way comes in between. Raises ConflictError when somebody else changed, made
    or removed the file in the meantime.
    """

    def stands() -> None:
        if old_text is None:
            if path.exists():
                raise ConflictError(f"{path.name} was made by somebody else in the meantime")
        elif load(path) != old_text:
            raise ConflictError(f"{path.name} changed on disk since it was read; nothing was written")

    if new_text == old_text:
        stands()
    else:
        write_atomic(path, new_text.encode("utf-8"), check=stands)


def edit_file(path: Path, root: Path, change: Callable[[str], str]) -> bool:
    """Apply one of the functions above to a file; tells whether anything changed.

    Raises ConfigError with the file's name when the file or the result is not a valid week, and
    ConflictError when the file changed while it was edited.
    """
    file = path.relative_to(root).as_posix()
    old = load(path)
    try:
        new = change(old)
    except ConfigError as error:
        raise ConfigError(
            [Problem(file, p.line, p.key, p.message, p.remedy) for p in error.problems]
        ) from None
    save(path, old, new)
    return new != old
