"""`curate lint` for translations: is each whole, current, and fit to be read in its language."""

from collections.abc import Iterator

from curator.model import Course, Level, Module
from curator.questions.question_lint import lint_module
from curator.text.language_names import language_name
from curator.urls import canonical
from curator.weeks.lint import LintedWeek, LintRow, hypertext_rows
from curator.weeks.translation import TranslationFile, translate_week

SHOWN = 6
"""Untranslated parts that are named; of more, their number is told."""


def lint_translation(
    course: Course, module: Module, found: TranslationFile, text: str, others: dict[int, Module]
) -> list[LintRow]:
    """Lint a translation of a week; `text` is its file, `others` are the course's weeks by their numbers."""
    said = translate_week(module, found)
    week = LintedWeek(
        course.model_copy(update={"language": found.language}),
        said.module.model_copy(update={"status": module.status}),
        found.file,
        text,
    )
    name = language_name(found.language, "en")
    rows = [
        *_state(week, module, found, name),
        *_lost(week, module, found),
        *_waiting(week, said.kept, name),
        *_questions(week, found),
        *hypertext_rows(week, (), "introduction", found.words.introduction, others),
    ]
    for index, resource in enumerate(found.words.content):
        place = ("content", index, "note")
        rows += hypertext_rows(week, place, f"note on {resource.url}", resource.note, others)
    return rows


def _state(week: LintedWeek, module: Module, found: TranslationFile, name: str) -> Iterator[LintRow]:
    done = f"curate translate {week.course.slug} {module.week} {found.language} --done"
    state = found.state(module)
    place = ("translated",)
    if state == "behind":
        message = f"The original has changed since this was translated: mend the {name}, then `{done}`."
        yield week.row(place, "translated", "translation-behind", "warning", message)
    elif state == "unsigned":
        message = f"Nobody said which state of the original this is: when it is up to date, `{done}`."
        yield week.row(place, "translated", "translation-unsigned", "advice", message)
    if found.misnamed:
        message = f"It translates week {found.week} by now: rename it, so that people find it."
        yield week.row(("thread",), "file", "translation-misnamed", "advice", message)


def _lost(week: LintedWeek, module: Module, found: TranslationFile) -> Iterator[LintRow]:
    """Find what the translation says of things that the original no longer holds."""
    words, who = found.words, module.connection
    here = words.connection
    kinds: tuple[tuple[tuple[str, ...], str, list[object], set[object]], ...] = (
        (
            ("content",),
            "resource",
            [canonical(r.url) for r in words.content],
            {canonical(r.url) for r in module.content},
        ),
        (
            ("conversation",),
            "question",
            [q.id for q in words.conversation],
            {q.id for q in module.conversation},
        ),
        (("connection", "people"), "person", [p.name for p in here.people], {p.name for p in who.people}),
        (("connection", "events"), "event", [e.starts for e in here.events], {e.starts for e in who.events}),
        (("connection", "thanks"), "thanks", [x.name for x in here.thanks], {x.name for x in who.thanks}),
    )
    for place, what, named, known in kinds:
        for index, name in enumerate(named):
            if name not in known:
                message = f"The original holds no such {what} any more ({name}): this is not shown."
                yield week.row((*place, index), f"{what} {index + 1}", "translation-lost", "warning", message)
    if here.prompts and len(here.prompts) != len(who.prompts):
        message = f"{len(here.prompts)} steps, and the original holds {len(who.prompts)}."
        place = ("connection", "prompts")
        yield week.row(place, "connection prompts", "translation-lost", "warning", message)


def _waiting(week: LintedWeek, kept: frozenset[str], name: str) -> Iterator[LintRow]:
    waiting = sorted(part for part in kept if not part.startswith("resource-"))
    if waiting:
        more = f" and {len(waiting) - SHOWN} more" if len(waiting) > SHOWN else ""
        message = f"Not in {name} yet, and shown as it stands: {', '.join(waiting[:SHOWN])}{more}."
        yield week.row(("title",), "words", "translation-partial", "advice", message)


def _questions(week: LintedWeek, found: TranslationFile) -> Iterator[LintRow]:
    """Lint the questions that were translated by the rules of their language."""
    places = {q.id: index for index, q in enumerate(found.words.conversation) if q.question.strip()}
    silenced = {q.id: q.silence for q in found.words.conversation}
    questions = tuple(
        q.model_copy(update={"silence": q.silence | silenced[q.id]})
        for q in week.module.conversation
        if q.id in places
    )
    if not questions:
        return
    for who, finding in lint_module(questions, week.module.content, language=found.language):
        if who not in places:
            continue  # what is said of all questions together is said of the original
        advice = f" For example: “{finding.suggestion}”" if finding.suggestion else ""
        level: Level = finding.level
        place = ("conversation", places[who], "question")
        yield week.row(place, f"question {who}", finding.rule, level, finding.message + advice)
