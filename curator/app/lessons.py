"""Lessons: what the curators of a course taught by their edits, worked out from its weeks when it is needed.

earlier weeks → what a person stood by or turned down, beside the pages as they were fetched → lessons
a lesson that is refused → `not_learned` in course.yml → it teaches nothing more
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from curator.app.course_file import put_in_course, read_course
from curator.app.run import Run
from curator.model import Candidate, Course, Reason
from curator.urls import canonical
from curator.weeks.calendar import need_of
from curator.weeks.decisions import stood_by
from curator.weeks.learned import LESSON, MOST, NOTHING_LEARNED, Decided, Lessons, learn

KEYS = 40
"""Refused lessons that a course can name."""


def lessons_of(run: Run, course: Course, week: int) -> Lessons:
    """Learn from all weeks of a course but one, as far as their pages are still in the store."""
    modules = [m for _, m in run.modules.get(course.slug, ()) if m.week != week]
    kept = [(m, r) for m in modules for r in stood_by(m) if r.url][-MOST:]
    dropped = [(m, d.url) for m in modules for d in m.dropped][-MOST:]
    if not kept and not dropped:
        return NOTHING_LEARNED
    pages = run.store.pages([*(str(r.url) for _, r in kept), *(url for _, url in dropped)])
    decided = [
        (m.week, Decided(page.article, r, need_of(course, m.week), r.source))
        for m, r in kept
        if (page := pages.get(str(r.url))) and page.article
    ]
    again = {canonical(r.url or "") for _, r in kept}
    decided += [
        (m.week, Decided(page.article, None, need_of(course, m.week), page.article.source))
        for m, url in dropped
        if canonical(url) not in again and (page := pages.get(url)) and page.article
    ]
    return learn([d for _, d in sorted(decided, key=lambda each: each[0])], course.not_learned)


def as_learned(candidates: Sequence[Candidate], lessons: Lessons) -> list[Candidate]:
    """Put back what a lesson speaks against, and say so."""
    found = []
    for candidate in candidates:
        why = lessons.against(candidate.article, candidate.article.source)
        reason = Reason(f"learned from you: {why}", -LESSON)
        if why:
            reasons = (reason, *candidate.reasons)
            candidate = replace(candidate, score=candidate.score - LESSON, reasons=reasons)
        found.append(candidate)
    return sorted(found, key=lambda c: (-c.score, c.url))


def forget(root: Path, course: Course, key: str) -> str:
    """Refuse a lesson in course.yml, so that it teaches nothing more; returns what was done in words."""
    refused = read_course(root, course.slug).not_learned
    if key in refused:
        return "it is forgotten already"
    put_in_course(root, course.slug, ("not_learned",), [*refused, key][-KEYS:])
    return "forgotten: the next draft goes without it"
