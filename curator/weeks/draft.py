"""Draft a week: chosen candidates become resources with credit, quotation, reasons and people.

Pure: what was chosen and what is known goes in, a Module comes out; `curator.weeks.week_file` writes
it. Everything that came from the network is cleaned to plain text here and bounded in length.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from curator.model import (
    Article,
    Candidate,
    Connection,
    Course,
    Module,
    Participant,
    Question,
    Resource,
    Suggestion,
    Via,
    Why,
)
from curator.questions.assisted import Assisted
from curator.questions.objectives import objective_for
from curator.questions.prompts import prompts_for
from curator.text.one_line import one_line
from curator.urls import canonical, host, web_address
from curator.weeks.calendar import need_of, own_name, title_of
from curator.weeks.connection import as_day, credit, people_of_week, suggested, thanks_for
from curator.weeks.excerpt import excerpt
from curator.weeks.learned import NOTHING_LEARNED, Lessons
from curator.weeks.notice import PROPOSED, too_little

MAX_VIA = 8
"""Other places credited for one story."""


def resource_of(
    candidate: Candidate,
    suggestions: Sequence[Suggestion] = (),
    *,
    need: str = "",
    quoted: bool = True,
    lessons: Lessons = NOTHING_LEARNED,
) -> Resource | None:
    """Make a resource of a candidate; None when its address is not one that a page may link to.

    Finding what to quote takes most of the time; with `quoted` off there is no excerpt. `lessons` were
    learned from whoever curates: they shorten titles and choose what is quoted.
    """
    article = candidate.article
    url = web_address(article.url)
    if not url:
        return None
    author, source = credit(article)
    suggestion = suggested(url, suggestions)
    return Resource(
        url=url,
        title=one_line(lessons.title(article.title), 300) or one_line(host(url) or url, 300),
        source=source,
        author=author,
        published=as_day(article.published),
        kind=article.kind,
        minutes=min(article.minutes, 1000),
        tags=tuple(t for t in (one_line(t, 80) for t in candidate.tags) if t),
        excerpt=excerpt(article, need=need, taste=lessons.taste) if quoted else "",
        via=_via(url, candidate.duplicates),
        suggested_by=one_line(suggestion.by, 120) if suggestion else "",
        why=Why(
            score=round(candidate.score, 2) + 0.0,
            reasons=tuple(one_line(r.public or r.text, 200) for r in candidate.reasons),
            tags=tuple(t for t in (one_line(t, 80) for t in candidate.tags) if t),
        ),
    )


def _via(url: str, copies: Sequence[Article]) -> tuple[Via, ...]:
    """Credit the other places where a story appeared, each once."""
    seen = {canonical(url)}
    found = []
    for copy in copies:
        address = web_address(copy.url)
        if address and canonical(address) not in seen:
            seen.add(canonical(address))
            found.append(Via(url=address, source=one_line(copy.source, 160) or copy.host))
    return tuple(found[:MAX_VIA])


@dataclass(frozen=True, slots=True)
class DraftContext:
    """What a draft takes from the project besides the course and the chosen pages."""

    suggestions: Sequence[Suggestion] = ()
    participants: Sequence[Participant] = ()
    homes: Mapping[str, str] = field(default_factory=dict)
    """Feeds' addresses and the home pages of their sites."""
    opens: date | None = None
    """The day to write into the file, where it is not the calendar's."""
    thread: str | None = None
    """The name of the week's threads, where it is not the file's."""
    lacking: Sequence[str] = ()
    """Parts of the need that nothing chosen answers."""
    lessons: Lessons = NOTHING_LEARNED
    """What was learned from the course's curators."""


NOTHING_ELSE = DraftContext()


def draft(
    course: Course,
    week: int,
    chosen: Sequence[Candidate],
    questions: Sequence[Question] = (),
    context: DraftContext = NOTHING_ELSE,
) -> Module:
    """Draft a week from what was chosen, best first; a week with too little says so in its text.

    `questions` refer to resources by their place in `chosen` (from 1), and those about one that no page may
    link to are left out with it. The result is always a draft: publishing is another step.
    """
    suggestions, participants = context.suggestions, context.participants
    need, lessons = need_of(course, week), context.lessons
    made = [(n, c, resource_of(c, suggestions, need=need, lessons=lessons)) for n, c in enumerate(chosen, 1)]
    content = tuple(r for _, _, r in made if r is not None)
    candidates = [c for _, c, r in made if r is not None]
    places = {n: place for place, n in enumerate((n for n, _, r in made if r is not None), 1)}
    conversation = tuple(_moved(q, places) for q in questions if q.about is None or q.about in places)
    planned = 1 <= week <= len(course.weeks)
    own_need = planned and bool(course.weeks[week - 1].need)
    title = title_of(course, week)
    return Module(
        week=week,
        title=title,
        opens=context.opens,
        thread=context.thread,
        objective=proposed_objective(course, week, title),
        content=content,
        conversation=conversation,
        connection=Connection(
            people=people_of_week(
                course, candidates, participants=participants, homes=context.homes, need=need
            ),
            prompts=prompts_for(
                week,
                course.language,
                title=own_name(course, week, title),
                need=need_of(course, week) if own_need else course.need,
                reading=bool(content),
                asking=bool(conversation),
                holds=[*(r.title for r in content), *(q.question for q in conversation)],
            ),
            thanks=thanks_for(candidates, suggestions, participants),
        ),
        introduction=too_little(len(content), course.items.min, context.lacking),
    )


def proposed_objective(course: Course, week: int, title: str) -> str:
    """Propose the objective of a week; "" where its need says nothing that a sentence can hold."""
    planned = 1 <= week <= len(course.weeks)
    own_need = planned and bool(course.weeks[week - 1].need)
    # A single week has the course's need for its own, and so has one whose title says nothing beside it.
    courses_need = len(course.weeks) == 1 or need_of(course, week) == course.need
    return objective_for(
        week,
        own_name(course, week, title),
        course.weeks[week - 1].need if own_need else course.need,
        course.language,
        own_need=own_need or courses_need,
    )


def with_notes(module: Module, others: Sequence[Module]) -> Module:
    """Give what another week kept for later the note that somebody had written on it there."""
    kept = {canonical(k.url) for m in others for k in m.later}
    notes = {canonical(r.ref): r.note for m in others for r in m.taken_out if canonical(r.ref) in kept}
    content = tuple(
        r.model_copy(update={"note": notes[canonical(r.ref)]}) if canonical(r.ref) in notes else r
        for r in module.content
    )
    return module.model_copy(update={"content": content})


def with_assistance(
    module: Module, chosen: Sequence[Candidate], assisted: Assisted, *, planned: bool
) -> Module:
    """Put what an assistant proposed into a drafted week: an objective, a title that nobody planned, notes.

    Notes carry the mark PROPOSED until a person takes it away. Questions are chosen before. What else it
    wrote is named in `proposed`, with its words, until a person writes others.
    """
    notes = {web_address(c.article.url): (assisted.notes or {}).get(n, "") for n, c in enumerate(chosen, 1)}
    content = tuple(
        resource.model_copy(update={"note": PROPOSED + notes[resource.url]})
        if notes.get(resource.url)
        else resource
        for resource in module.content
    )
    title = module.title if planned or not assisted.titles else assisted.titles[0]
    objective = assisted.objective or module.objective
    told = {q.question for place in assisted.questions for q in place}
    proposed = {"title": title} if title in assisted.titles and title != module.title else {}
    proposed |= {"objective": objective} if assisted.objective else {}
    proposed |= {q.id: q.question for q in module.conversation if q.question in told}
    changed = {"content": content, "title": title, "objective": objective, "proposed": proposed}
    return module.model_copy(update=changed)


def _moved(question: Question, places: Mapping[int, int]) -> Question:
    """Keep a question pointing at its resource when an unusable one before it was left out."""
    about = places.get(question.about) if question.about is not None else None
    return question if about == question.about else question.model_copy(update={"about": about})
