"""Draft: write the week that is due, if nobody has written it, from the best of the shortlist.

which week is due? → published, or touched by a person? → leave it alone
shortlist → choice → questions that fit it → module → file, written whole, only if it differs
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from curator import __version__
from curator.app.composition import assistant
from curator.app.course_insights import said_lately
from curator.app.need_words import looked_for
from curator.app.nominations_file import nominations
from curator.app.publishing import lint, reasons_to_hold
from curator.app.pull import all_feeds
from curator.app.run import Run, WeekReport
from curator.app.shortlist import Shortlist, shortlists
from curator.errors import AssistantError
from curator.model import Candidate, Course, Module, Post, Question
from curator.questions.assisted import Assisted, read_answer, request_for
from curator.questions.objectives import objective_for, says_nothing
from curator.questions.proposal_data import PLACES
from curator.questions.propose import propose, propose_questions
from curator.questions.question_lint import fits_any
from curator.questions.week_titles import titles_for
from curator.site.translations import Words
from curator.text.one_line import one_line
from curator.urls import web_address
from curator.weeks.calendar import need_of
from curator.weeks.connection import as_day, participant_posts, week_window
from curator.weeks.draft import DraftContext, with_assistance, with_notes
from curator.weeks.draft import draft as compose
from curator.weeks.edit import load, save
from curator.weeks.lacking import lacks
from curator.weeks.nominations import of_week
from curator.weeks.summary import markdown_summary
from curator.weeks.week_file import new_week_text, untouched, week_name

_MEMORY = "draft:"
"""What the names of the store's notes begin with that say what a draft was made of."""
MAX_POSTS = 12
"""Participants' posts shown beside a week."""


def due_week(run: Run, course: Course) -> int | None:
    """Tell which week of a course this run should draft, None when there is none."""
    modules = [m for _, m in run.modules.get(course.slug, ())]
    return run.calendar(course).due(run.day(course), modules)


def not_drafted(run: Run, course: Course, week: int) -> str:
    """Say of a week that `due_week` named and that has no file whether it is late, or when it opens."""
    opens = run.calendar(course).opens_on(week)
    if opens <= run.day(course):
        return f"week {week} is due and not drafted yet"
    return f"week {week} opens on {Words().weekday(opens)}: the next build drafts it for you"


def may_draft(run: Run, course: Course, week: int) -> bool:
    """Tell whether a draft may write a week's file: there is none, or nobody has touched it."""
    existing = run.module(course.slug, week)
    path = run.project.root / "courses" / course.slug / week_name(week)
    if not path.exists():
        return True
    return existing is not None and existing[1].status == "draft" and untouched(load(path))


@dataclass(frozen=True, slots=True)
class _Plan:
    """A week to draft: its file, what stands there, and whether it is made anew."""

    course: Course
    week: int
    path: Path
    file: str
    old: str | None
    existing: Module | None
    anew: bool


def draft(run: Run, course: Course, week: int) -> tuple[WeekReport, Shortlist | None]:
    """Draft or refresh one week and report it; the shortlist is None when a person's file was left alone."""
    return next(draft_all(run, [(course, week)]))


def draft_all(
    run: Run, wanted: Sequence[tuple[Course, int]]
) -> Iterator[tuple[WeekReport, Shortlist | None]]:
    """Draft a week of each course, one after the other as they are asked for; see `draft`."""
    plans = [_plan(run, course, week) for course, week in wanted]
    found = shortlists(run, [(plan.course, plan.week) for plan in plans if plan.anew])
    for plan in plans:
        ranked = next(found) if plan.anew else None
        module = _write(run, plan, ranked) if ranked else plan.existing
        report = WeekReport(
            plan.course.slug,
            plan.week,
            plan.file,
            module.status if module else "draft",
            len(module.content) if module else 0,
            len(module.conversation) if module else 0,
            anew=plan.anew,
        )
        run.report.weeks.append(report)
        yield report, ranked


def _plan(run: Run, course: Course, week: int) -> _Plan:
    """Decide whether a week is made anew: not where a person touched it, nor from the same things again."""
    path = run.project.root / "courses" / course.slug / week_name(week)
    file = path.relative_to(run.project.root).as_posix()
    old = load(path) if path.exists() else None
    _, existing = run.module(course.slug, week) or (None, None)
    theirs = not may_draft(run, course, week)
    same = existing and run.store.note(_MEMORY + file) == _fingerprint(run, course, week, old or "")
    return _Plan(course, week, path, file, old, existing, anew=not theirs and not same)


def _write(run: Run, plan: _Plan, found: Shortlist) -> Module:
    """Compose a week and write its file."""
    course, week = plan.course, plan.week
    with run.report.timed("draft"):
        module = _compose(run, found)
        text = new_week_text(module)
        if text != plan.old:
            save(plan.path, plan.old, text)
    run.put(course.slug, plan.path, module)
    run.store.save_note(_MEMORY + plan.file, _fingerprint(run, course, week, text))
    if len(module.content) < course.items.min:
        if module.content or all_feeds(run.project):
            run.report.notes += _too_few(course, module, plan.file, found.candidates)
        else:  # no wording finds anything there
            run.report.notes.append(f"{plan.file}: {NO_FEED}")
    run.report.notes += [f"{plan.file}: {lack}" for lack in lacks(course, module)]
    return module


NO_FEED = "no feed is named yet: `curate feeds add example.org`"
"""Why a week of a project that reads no site is empty."""
NEAREST = 3
"""Pages that are named where a draft is too thin: the nearest that were not taken."""


def _too_few(
    course: Course, module: Module, file: str, candidates: Sequence[Candidate] = ()
) -> Iterator[str]:
    """Say that a draft is too thin, what was looked for, what came nearest, and which command mends it."""
    week, least = module.week, course.items.min
    sought = "; ".join(looked_for(course, week))
    few = f"only {len(module.content)} of at least {least}" if module.content else "no"
    yield f"{file}: {few} resources found near enough; it stays a draft"
    yield f"  looked for: {sought}"
    taken = {r.url for r in module.content}
    near = [c.article.title for c in candidates if c.article.url not in taken][:NEAREST]
    if near:
        titles = "; ".join(f"“{one_line(title, 70)}”" for title in near)
        yield f"  nearest, and one press away among the candidates of the review: {titles}"
    yield (
        "  not what you mean? Say in one sentence who must learn to do what: `curate review`, Settings, "
        "shows at once what each wording finds"
    )
    yield (
        "  right, and still too little? `curate feeds add SITE` brings more to choose from, and `curate "
        "review` takes any page by its address"
    )


def _fingerprint(run: Run, course: Course, week: int, text: str) -> str:
    """Hash all that a draft is made of, so that drafting it again from the same things can be saved."""
    made_of = (
        __version__,
        text,
        run.today,
        week,
        course,
        run.project.sources.tags,
        run.project.participants.get(course.slug),
        run.project.suggestions.get(course.slug),
        [module for _, module in run.modules.get(course.slug, ()) if module.week != week],
        _entries_hash(run),
        said_lately(run, course, week),
    )
    return hashlib.sha256(repr(made_of).encode("utf-8", "replace")).hexdigest()


def _entries_hash(run: Run) -> str:
    """Hash what the feeds hold, once a run."""
    if not run.stored.entries_hash:
        feeds = (feed.id for feed in all_feeds(run.project))
        run.stored.entries_hash = run.store.fingerprint(feeds)
    return run.stored.entries_hash


def _compose(run: Run, found: Shortlist) -> Module:
    course, week = found.course, found.week
    # A draft never asks about what it leaves out.
    chosen = [candidate for candidate in found.choice.chosen if web_address(candidate.url)]
    others = [m for _, m in run.modules.get(course.slug, ()) if m.week != week]
    used = {q.question for m in others for q in m.conversation}
    questions = propose(
        [c.article for c in chosen],
        need=need_of(course, week),
        week=week,
        used=used,
        language=course.language,
    )
    assisted = _assisted(run, found)
    questions = _first(assisted, questions)
    if chosen and not questions:  # a week without a question cannot be published: one that fits any resource
        questions = (Question(id="q1", question=fits_any(course.language, used)),)
    module = compose(
        course,
        week,
        chosen,
        questions,
        DraftContext(
            participants=run.project.participants.get(course.slug, ()),
            suggestions=run.project.suggestions.get(course.slug, ()),
            thread=_free_name(week, others),
            lacking=found.choice.lacking,
            lessons=found.lessons,
            homes={state.feed: state.home for state in run.store.feeds().values() if state.home},
        ),
    )
    module = with_notes(with_assistance(module, chosen, assisted, planned=week <= len(course.weeks)), others)
    if course.publish == "auto":
        module = _titled(course, module)
    posts = _posts(run, course, run.opens(course, week))
    return module.model_copy(update={"connection": module.connection.model_copy(update={"posts": posts})})


def _titled(course: Course, module: Module) -> Module:
    """Take the best title, and an objective, where the course names none and nobody writes one in time."""
    language = course.language
    titles = titles_for(need_of(course, module.week), [r.title for r in module.content], language)
    title = titles[0] if titles and says_nothing(module.title, language) else module.title
    objective = module.objective or objective_for(module.week, title, course.need, language, own_need=False)
    return module.model_copy(update={"title": title, "objective": objective})


def _assisted(run: Run, found: Shortlist) -> Assisted:
    """Ask the assistant, where mkdocs.yml names one, for what a draft may use; a failure is told, no more."""
    helper = assistant(run.project)
    articles = [candidate.article for candidate in found.choice.chosen]
    if helper is None or not articles:
        return Assisted()
    course, need = found.course, need_of(found.course, found.week)
    try:
        answer = helper.ask(request_for(articles, need=need, week=found.week, language=course.language))
    except AssistantError as error:
        run.report.notes.append(f"{course.slug}: drafted without the assistant: {error}")
        return Assisted()
    assisted = read_answer(answer, articles, language=course.language)
    if assisted.empty:
        run.report.notes.append(f"{course.slug}: nothing that the assistant answered is fit for a draft")
    return assisted


def _first(assisted: Assisted, proposed: Sequence[Question]) -> tuple[Question, ...]:
    """Choose a week's questions: the assistant's best of each place, then the tool's own, three in all."""
    firsts = [place[0] for place in assisted.questions if place]
    chosen = [*firsts, *proposed][: max(len(PLACES), len(firsts))] if firsts else proposed
    return tuple(q.model_copy(update={"id": f"q{n}"}) for n, q in enumerate(chosen, 1))


def _free_name(week: int, others: Sequence[Module]) -> str | None:
    """Name a new week's threads where a week that was moved kept the name that fits; else None."""
    taken = {module.threads for module in others}
    plain = f"week-{week:02d}"
    names = (f"{plain}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")
    return next((n for n in names if n not in taken), None) if plain in taken else None


def _posts(run: Run, course: Course, opens: date) -> tuple[Post, ...]:
    """Collect what participants wrote around a week on their own blogs, newest first."""
    since, until = week_window(opens)
    people = run.project.participants.get(course.slug, ())
    pairs = [(who, stored.entry) for who in people for stored in run.store.entries([who.feed])]
    return tuple(
        Post(
            url=post.entry.url,
            title=one_line(post.entry.title, 300) or post.entry.url[:300],
            by=post.participant.name,
            published=as_day(post.entry.published),
        )
        for post in participant_posts(pairs, since=since, until=until)[:MAX_POSTS]
    )


def summary(run: Run, course: Course, week: int, found: Shortlist | None) -> str:
    """Summarise a drafted week in Markdown for whoever reviews it, runner-ups included."""
    _, module = run.module(course.slug, week) or (None, None)
    if module is None:
        return ""
    file = f"courses/{course.slug}/{week_name(week)}"
    rows = [row for row in lint(run, [course]) if row.file == file]
    return markdown_summary(
        course,
        module.model_copy(update={"opens": run.opens(course, week)}),
        found.candidates if found else (),
        rows,
        reasons=reasons_to_hold(run, course, week, approved=True),
        questions=_other_questions(run, course, module, found),
        opinions=of_week(nominations(run.project.root, course), week),
    )


def _other_questions(run: Run, course: Course, module: Module, found: Shortlist | None) -> list[Question]:
    """Propose what else could be asked about a week's resources, two more for each place."""
    if found is None:
        return []
    places = propose_questions(
        [candidate.article for candidate in found.choice.chosen],
        need=need_of(course, module.week),
        week=module.week,
        language=course.language,
        alternatives=2,
        used={q.question for _, m in run.modules.get(course.slug, ()) for q in m.conversation},
    )
    return [question for place in places for question in place]
