"""Which quotations of learners, and which names, the pages show; the rules of consent stand here.

highlight → does it still stand where it was said? no → not shown, and the curator is told
          → did its author agree? no → shown without a name
question → how many answers it had by the last listening, and when the last one came
"""

from collections.abc import Iterable
from pathlib import Path

from curator.app.listen import Heard, kept
from curator.app.run import Run
from curator.conversation import stands
from curator.model import Answers, Course, CourseWeek, Highlight, Module, Translation
from curator.weeks.notice import without_proposals
from curator.weeks.translation import translate_week


def course_weeks(run: Run) -> tuple[CourseWeek, ...]:
    """Prepare every week for the pages; the report tells which highlights are not shown any more."""
    heard: dict[str, list[Heard]] = {}
    for one in kept(run, run.project.courses):
        heard.setdefault(one.place.course, []).append(one)
    return tuple(
        CourseWeek(
            course,
            said := shown(run, course, path, module, heard.get(course.slug, ())),
            path.relative_to(run.project.root).as_posix(),
            answers_of(heard.get(course.slug, ()), module.week),
            translated(run, course, said, module),
        )
        for course in run.project.courses
        for path, module in run.modules.get(course.slug, ())
    )


def shown(
    run: Run, course: Course, path: Path, module: Module, heard: Iterable[Heard] | None = None
) -> Module:
    """Leave out of a week what was taken back, names of those not asked, and what is only proposed."""
    module = without_proposals(module)
    if not module.highlights:
        return module
    threads = {h.thread.key: h.thread for h in (kept(run, [course]) if heard is None else heard)}
    left: list[Highlight] = []
    for number, highlight in enumerate(module.highlights, 1):
        if stands(highlight.quote, highlight.url or "", threads.get(highlight.thread)) is False:
            file = path.relative_to(run.project.root).as_posix()
            words = f"highlight {number} is not shown: it no longer stands in {highlight.thread}; delete it"
            run.report.notes.append(f"{file}: {words}")
        else:
            unnamed = {} if highlight.asked else {"by": "", "url": None}
            left.append(highlight.model_copy(update=unnamed))
    return module.model_copy(update={"highlights": tuple(left)})


def translated(run: Run, course: Course, shown_week: Module, module: Module) -> tuple[Translation, ...]:
    """Say a week, as it is shown, in the languages into which it was translated."""
    return tuple(
        translate_week(shown_week, found, module)
        for found in run.translations.get(course.slug, ())
        if found.week == module.week
    )


def answers_of(heard: Iterable[Heard], week: int) -> tuple[Answers, ...]:
    """Tell how much was said to each question of a week; silent ones are left out."""
    return tuple(
        Answers(h.place.question, len(h.thread.comments), h.thread.comments[-1].at.date())
        for h in heard
        if h.place.week == week and h.thread.comments
    )
