"""Insights: what was said in the threads of a course, for one week or for the course so far."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from curator.app import composition
from curator.app.listen import Heard, kept
from curator.app.run import Run
from curator.app.week_summary import SummarySentence, summarise
from curator.conversation import Insights, insights, utterances
from curator.errors import ConfigError
from curator.model import Comment, Course, Resource
from curator.weeks.calendar import keywords_of, need_of


def of_course(run: Run, course: Course, week: int | None = None) -> Insights:
    """Read the threads that are kept; `week` None is the course so far. Nobody is asked anything."""
    return of_threads(run, course, of_week(kept(run, [course]), week), week)


def of_week(heard: Sequence[Heard], week: int | None) -> tuple[Heard, ...]:
    """Keep the threads of one week; None keeps all."""
    return tuple(h for h in heard if week in (None, h.place.week))


def of_threads(run: Run, course: Course, heard: Sequence[Heard], week: int | None) -> Insights:
    """Find what was said in these threads of a course."""
    modules = [m for _, m in run.modules.get(course.slug, ())]
    content: list[Resource] = [r for m in modules if week in (None, m.week) for r in m.content]
    weeks = sorted({h.place.week for h in heard})
    need = " ".join(
        part for number in weeks for part in (need_of(course, number), *keywords_of(course, number))
    )
    return insights(
        [h.thread for h in heard],
        content=content,
        need=f"{course.title} {course.need} {course.audience} {need}",
        questions={h.place.key: h.place.words for h in heard},
    )


LATELY = 2
"""Weeks before a draft whose conversation steers it."""


def said_lately(run: Run, course: Course, week: int) -> dict[str, str]:
    """Return what was asked, offered and doubted lately: words -> "asked in week 3"."""
    heard = [h for h in kept(run, [course]) if week - LATELY <= h.place.week < week]
    weeks = {h.place.key: h.place.week for h in heard}
    return {
        said.words: f"{how} in week {weeks[said.post.thread]}"
        for how, said in utterances(h.thread for h in heard)
    }


def post_json(post: Comment) -> dict[str, Any]:
    """Return a post as `curate insights --json` promises it."""
    whole = asdict(post) | {"at": post.at.isoformat()}
    return {key: whole[key] for key in ("thread", "id", "author", "at", "text", "url")}


def as_json(found: Insights) -> dict[str, Any]:
    """Return the machine's form, as `curate insights --json` promises it."""
    return {
        **{
            kind: [post_json(q.post) for q in getattr(found, kind)]
            for kind in ("waiting", "helped", "offers", "ideas")
        },
        "links": [{"url": link.url, "post": post_json(link.post)} for link in found.links],
        "words": [{"word": w.word, "posts": [post_json(p) for p in w.posts]} for w in found.words],
        "quiet": list(found.quiet),
    }


def summary_of(run: Run, course: Course, week: int | None = None) -> tuple[SummarySentence, ...]:
    """Let the assistant summarise what was said; ConfigError, AssistantError where it cannot."""
    assistant = composition.assistant(run.project)
    if assistant is None:
        remedy = "name a program: `assistant: {command: [llm, -m, some-model]}`; or leave --summary out"
        raise ConfigError.at("mkdocs.yml", "extra.assistant is missing", remedy)
    posts = [c for h in of_week(kept(run, [course]), week) for c in h.thread.comments]
    return summarise(sorted(posts, key=lambda c: (c.at, c.id)), assistant)


def summary_json(sentences: Sequence[SummarySentence]) -> list[dict[str, Any]]:
    """Return the machine's form of a summary."""
    return [{"text": s.text, "posts": [post_json(p) for p in s.posts]} for s in sentences]
