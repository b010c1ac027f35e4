"""Editions: every course in each of its languages, as schedules that pages are drawn from.

The original stands in the course's folder, each translation in a folder of its language below it
(team-leads/de/), with all pages of the course: a week that nobody has translated yet stands there in the
original's language and says so. So a learner who reads German stays among German pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from curator.config import Project
from curator.model import Course, CourseWeek, TranslatedCourse
from curator.weeks.calendar import Schedule, schedule
from curator.weeks.translation import translate_course, untranslated

Edition = tuple[Course, tuple[CourseWeek, ...]]
"""A course and its weeks in one language."""


def schedules(
    project: Project,
    weeks: Sequence[CourseWeek],
    *,
    today: date,
    days: Mapping[str, date],
    drafts: bool = False,
) -> tuple[Schedule, ...]:
    """Lay out every course, in its own language, as it is on its day."""
    return tuple(
        replace(
            schedule(course, weeks, days.get(course.slug, today), drafts=drafts),
            languages=languages(project, course, weeks),
        )
        for course in project.courses
    )


def languages(project: Project, course: Course, weeks: Sequence[CourseWeek]) -> tuple[str, ...]:
    """List the languages that a course can be read in besides its own, by their codes."""
    found = {t.language for w in weeks if w.course.slug == course.slug for t in w.translations}
    return tuple(sorted(found | set(project.translations.get(course.slug, {}))))


def kept_of(project: Project, course: Course, language: str) -> frozenset[str]:
    """Tell which words of a course nobody has translated into a language."""
    words = project.translations.get(course.slug, {}).get(language, TranslatedCourse())
    said = {"title": words.title, "about": words.about, "audience": words.audience}
    return frozenset(part for part, text in said.items() if not text.strip())


def in_language(project: Project, course: Course, weeks: Sequence[CourseWeek], language: str) -> Edition:
    """Say a course and its weeks in another language; weeks without a translation stand as they are."""
    own = translate_course(course, language, project.translations.get(course.slug, {}).get(language))
    found = []
    for week in weeks:
        if week.course.slug == course.slug:
            known = next((t for t in week.translations if t.language == language), None)
            said = known or untranslated(week.module, language)
            found.append(replace(week, course=own, module=said.module, translation=said))
    return own, tuple(found)


def translations(
    project: Project,
    weeks: Sequence[CourseWeek],
    originals: Sequence[Schedule],
    *,
    today: date,
    days: Mapping[str, date],
    drafts: bool = False,
) -> tuple[Schedule, ...]:
    """Lay out the translations of the courses that `schedules` laid out."""
    found = []
    for plan in originals:
        for language in plan.languages:
            course, said = in_language(project, plan.course, weeks, language)
            laid = schedule(course, said, days.get(course.slug, today), drafts=drafts)
            kept = kept_of(project, plan.course, language)
            own = plan.course.language
            found.append(replace(laid, original=own, languages=plan.languages, kept=kept))
    return tuple(found)
