"""An edit session: one week's file, its candidates, and what has been done to it in this sitting.

The file is the state. Whatever is asked for begins with reading it, and every change is saved before it
is told, where the file still holds the text that the page had seen. Only undo lives here.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from curator.app.composition import comments
from curator.app.edits import no_week_yet, written_week
from curator.app.last_build import behind, page_of
from curator.app.lessons import forget
from curator.app.review import connection_forms, opinions, resource_forms, views
from curator.app.review.actions import Act, ActionContext, apply
from curator.app.review.candidates import Offer, by_themselves, offers_of, remarks
from curator.app.review.changes import changes
from curator.app.review.elements import Node
from curator.app.review.history import History, Step
from curator.app.review.proposals import Proposals
from curator.app.review.publish_fields import OWNER, Publisher
from curator.app.review.publish_summary import ToCome, summary
from curator.app.review.said_column import Said, add_keyword, heard_before, suggest_link
from curator.app.run import Run
from curator.app.shortlist import known_article, shortlist
from curator.comments.base import Provider
from curator.errors import ConfigError, ConflictError, Problem
from curator.model import Article, Course, Module, Resource
from curator.rank import Beside
from curator.text.typed_addresses import one_address
from curator.urls import canonical
from curator.weeks.calendar import Calendar, need_of, unnamed_to_come
from curator.weeks.edit import load, module_of, save, taken_out
from curator.weeks.excerpt import quotations
from curator.weeks.gate import for_people
from curator.weeks.learned import NOTHING_LEARNED
from curator.weeks.week_file import stays_inside, week_name

NOTHING_SAID = Said()
REMEMBERED = 300
"""Texts that pages may have seen and that can still be compared with the one on disk."""


PAGES = 50
"""Pages whose steps can be undone."""
GONE = (
    "the course's folder has another name now, or the week was removed; “All courses” leads to what there is"
)
"""What becomes of a week that is open, told while its page stays."""


class StaleError(ConflictError):
    """The page had seen another text than the one on disk; `changes` says in words what differs."""

    def __init__(self, changes: tuple[str, ...]) -> None:
        self.changes = changes
        super().__init__("the week was changed elsewhere; nothing was written")


def mark_of(text: str) -> str:
    """Name a text, so that a page can say which one it shows."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


ReadPage = Callable[[Course, int, str], str]
"""Reads the page at an address into a week and returns its title; FetchError where it cannot be read."""


class EditSession:
    """One sitting over one week; `offers` are the candidates and `others` the course's other weeks.

    `notes` are for whoever curates, about the project and not about the week; `said` is what learners wrote;
    `read` fetches a page that is no candidate and adds it to the week's file.
    """

    def __init__(
        self,
        root: Path,
        course: Course,
        path: Path,
        offers: tuple[Offer, ...] = (),
        others: tuple[Module, ...] = (),
        notes: tuple[str, ...] = (),
        said: Said = NOTHING_SAID,
        read: ReadPage | None = None,
    ) -> None:
        self.root, self.path, self._read = root, path, read
        self.week = int(path.stem.removeprefix("week-"))
        self.file = path.relative_to(root).as_posix()
        self.notes, self.said = notes, said
        self.today: date | None = None
        self.talk, self.service = True, ""
        self.lessons = NOTHING_LEARNED
        self.articles: Mapping[str, Article] = {}
        self._proposals = Proposals()
        self.renew(course, others)
        self.offer(offers)
        self._histories: OrderedDict[str, History] = OrderedDict()
        self._seen: OrderedDict[str, str] = OrderedDict()
        self._worded: dict[str, str] = {}

    def renew(self, course: Course, others: tuple[Module, ...]) -> None:
        """See the course and its other weeks as they are now."""
        self.course, self.others = course, others
        self._asked = frozenset(q.question for m in others for q in m.conversation)

    def offer(self, offers: tuple[Offer, ...], vectors: Mapping[str, bytes] | None = None) -> None:
        """Offer candidates; `vectors` of articles that are known are not computed again."""
        self.offers = offers
        self._offered = {offer.key: offer for offer in offers}
        self._suggested = {offer.key: offer.said for offer in offers if offer.said}
        self._twins = {copy: offer.key for offer in offers for copy in offer.copies}
        self._beside_week = Beside([o.candidate for o in offers], vectors)
        self.articles = {**self.articles, **{o.key: o.candidate.article for o in offers}}
        self.weighed = True

    def state(self, me: str = "") -> dict[str, Any]:
        """Show the week as it stands on disk to the page that calls itself `me`: undo is of its own steps.

        ConfigError where the week cannot be read, ConflictError if it is gone.
        """
        text = self._load()
        return self._show(text, self._module(text), me)

    def module(self) -> Module:
        """Read the week as it stands on disk; raises what `state` raises."""
        return self._module(self._load())

    def mark(self) -> str:
        """Name the text on disk."""
        return mark_of(self._load())

    def shown(self, mark: str) -> bool:
        """Tell whether a page was shown the text of this name, or wrote it."""
        return mark in self._seen

    def beside(self) -> str:
        """Name what other curators say of the week, as `mark` names its text."""
        said, problem = opinions.read(self.root, self.course, self.week)
        return mark_of(f"{said!r}{problem}")

    def changed_since(self, mark: str, me: str = "") -> tuple[str, ...]:
        """Say what differs between the text that a page has seen and the one on disk.

        Nothing, where steps of the page that calls itself `me` lead from one to the other: what it did, undid
        or did again is no news to it, though the answer may have been lost.
        """
        text = self._load()
        if mark == mark_of(text):
            return ()
        if me and self._histories.get(me, History()).lead_to(self._seen.get(mark), text):
            return ()
        if mark not in self._seen:
            return ("the file, since this page was loaded",)
        return changes(module_of(self._seen[mark]), self._module(text))

    def act(self, act: Act) -> tuple[str, dict[str, Any]]:
        """Do what the page asks for and save it; returns what was done in words, and the week.

        Raises StaleError when the file changed since the page saw it, ConfigError when the change would not
        leave a valid week, ConflictError when a step can no longer be undone, HeldError when the gate is
        closed.
        """
        text = self._load()
        if act.seen != mark_of(text):
            raise StaleError(self.changed_since(act.seen))
        module = self._module(text)
        if act.do in ("undo", "redo"):
            return self._again(act.do, text, act.me)
        if act.do in ("suggest", "keyword", "forget", *opinions.DOES):
            return self._beside(act, module), self._show(text, module, act.me)
        if act.do == "page":
            return self._page(act, text, module.week)
        self._worded = {q.id: q.question for q in module.conversation} | self._worded
        context = ActionContext(
            self.course,
            self._addable(canonical(act.url), module) if act.url else {},
            self._worded,
            self.said,
            self._held,
        )
        if act.do == "publish":
            opens = self._opens(module)
            context = replace(context, opens=opens if self.today and opens > self.today else None)
        new, words = apply(text, act, context)
        before, fell = module, ""
        if new != text:
            self._save(text, new)
            module = self._module(new)
            fell = self._fell(text, before, new, module)
        part = act.part
        if act.do in connection_forms.KINDS:
            part = f"{act.do} {connection_forms.wrote(before, module, act.do, act.id)}"
        elif act.do == "resource":
            part = f"{act.do} {resource_forms.wrote(before, module, act.url)}"
        if new != text:
            step = Step(text, new, words, part)
            self._did(act.me, step, goes_on=act.part if act.more else "")
        return words + fell, {**self._show(new, module, act.me), "wrote": part}

    def _fell(self, text: str, before: Module, new: str, after: Module) -> str:
        """Say what would hold a published week now and did not before: nothing asks for it again."""
        if not before.status == after.status == "published":
            return ""
        known = self._held(text, before)
        told = [for_people(reason) for reason in self._held(new, after) if reason not in known]
        return f"; now {'; '.join(told)}, and it is published" if told else ""

    def _addable(self, key: str, module: Module) -> dict[str, Resource]:
        """Return what an address becomes when it is added: as a week let go of it, or an offer."""
        weeks = (module, *reversed(self.others))
        written = next((found for m in weeks if (found := taken_out(m, key))), None)
        offer = self._offered.get(key)
        if written and offer:
            written = written.model_copy(update={"why": offer.resource.why})
        found = written or (offer.whole if offer else None)
        return {key: found} if found else {}

    def _page(self, act: Act, text: str, week: int) -> tuple[str, dict[str, Any]]:
        """Read any page from the web into the week; raises FetchError, with what to do, where that fails."""
        if self._read is None:
            raise ConfigError.at(act.url, "cannot be read from here", "add it by hand")
        url = one_address(act.url)
        title = self._read(self.course, week, url)
        new = self._load()
        words = f"added “{title}”" if new != text else f"“{title}” is in the week already"
        if new != text:
            self._did(act.me, Step(text, new, words, ""))
        return words + self._used(url), self._show(new, self._module(new), act.me)

    def _used(self, url: str) -> str:
        """Say which other week holds a page, so that nobody sends learners there twice unknowingly."""
        same = canonical(url)
        weeks = [str(m.week) for m in self.others if any(canonical(r.ref) == same for r in m.content)]
        return f"; week {' and '.join(weeks)} has it, too" if weeks else ""

    def _did(self, me: str, step: Step, *, goes_on: str = "") -> None:
        """Remember what a page did, so that it can be undone there; of many pages, the last ones."""
        self._histories[me] = self._histories.pop(me, History()).did(step, goes_on=goes_on)
        while len(self._histories) > PAGES:
            self._histories.popitem(last=False)

    def _beside(self, act: Act, module: Module) -> str:
        """Do what changes another file than the week's; what was done is told and stays."""
        if act.do in opinions.DOES:
            said = opinions.Saying(act.do, act.by, date.today(), act.url, act.text)  # noqa: DTZ011
            offer = self._offered.get(canonical(act.url)) if act.url else None
            known = {offer.key: offer.resource} if offer else {}
            return opinions.write(self.root, self.course, module, said, known)
        if act.do == "forget":
            self.lessons = self.lessons.without(act.text)
            return forget(self.root, self.course, act.text)
        if act.do == "suggest":
            return suggest_link(self.root, self.course, act.url, act.text, self.said)
        return add_keyword(self.root, self.course, module.week, act.text)

    def _again(self, do: str, text: str, me: str) -> tuple[str, dict[str, Any]]:
        """Undo or redo: put another whole text in the file's place, where nobody else wrote in between."""
        back, history = do == "undo", self._histories.get(me, History())
        step = history.last if back else history.next
        if step is None:
            return f"nothing to {do}", self._show(text, self._module(text), me)
        stands, wanted = (step.after, step.before) if back else (step.before, step.after)
        if text != stands:
            raise ConflictError(
                f"“{step.words}” cannot be taken back: the file was changed elsewhere after it, and that "
                "change would be lost. Change it by hand instead."
            )
        self._save(text, wanted)
        self._histories[me] = history.back() if back else history.forth()
        words = f"{'undone' if back else 'done again'}: {step.words}"
        return words, self._show(wanted, self._module(wanted), me)

    def summary(self, by: Publisher = OWNER) -> list[Node]:
        """Show the week as it would be published now."""
        module = self._module(self._load())
        opens = self._opens(module)
        agreed = opinions.names(opinions.read(self.root, self.course, module.week)[0], module)
        today = self.today or opens
        published = (*self.others, module.model_copy(update={"status": "published"}))
        due = Calendar.of(self.course, published).due(today, published)
        due = None if due in {m.week for m in published} else due  # a draft that stands is hardly touched
        unnamed = [n for n in unnamed_to_come(self.course, published, today) if n != module.week]
        return summary(
            self.course,
            module,
            opens=opens,
            today=today,
            talk=self.talk,
            service=self.service,
            agreed=agreed,
            to_come=ToCome(due, unnamed),
            by=by,
        )

    def talks_at(self, provider: Provider | None) -> None:
        """Take note which service holds the discussions; None where there is none."""
        self.talk, self.service = provider is not None, provider.label if provider else ""

    def _opens(self, module: Module) -> date:
        return Calendar.of(self.course, (*self.others, module)).opens_on(module.week)

    def remarks(self, question_id: str, words: str) -> list[Node]:
        """Lint a question as it is typed."""
        return views.lint_typed(self.course, self._module(self._load()), question_id, words)

    def sentences(self, ref: str) -> list[Node]:
        """Offer what else could be quoted of a resource's text, where that was read."""
        article = self.articles.get(canonical(ref))
        need = need_of(self.course, self._module(self._load()).week)
        taste = replace(self.lessons.taste, silent=False)
        return resource_forms.sentences(
            quotations(article, need=need, taste=taste, weak=True) if article else (), ref
        )

    def _load(self) -> str:
        """Read the week; ConfigError when its file has meanwhile become a link out of the project."""
        stays_inside(self.path, self.root, self.file)
        if not self.path.exists():
            raise ConflictError(f"{self.path.name} is no longer there: {GONE}")
        return load(self.path)

    def _save(self, old: str, new: str) -> None:
        stays_inside(self.path, self.root, self.file)
        try:
            save(self.path, old, new)
        except ConflictError:
            raise StaleError(self.changed_since(mark_of(old))) from None

    def _module(self, text: str) -> Module:
        try:
            return module_of(text)
        except ConfigError as error:
            raise ConfigError(
                [Problem(self.file, p.line, p.key, p.message, p.remedy) for p in error.problems]
            ) from None

    def _held(self, text: str, module: Module) -> tuple[str, ...]:
        return views.held_back(self.course, text, module, self.file, self.others)

    def against(self, module: Module) -> dict[str, str]:
        """Say by key what speaks against candidates beside what the week holds now."""
        held = {canonical(r.url): r.title for r in module.content if r.url}
        return self._beside_week.remarks(held, self.articles)

    def _twin_marks(self, module: Module) -> dict[str, str]:
        """Mark candidates whose copy elsewhere was decided on, which would look forgotten."""
        decided = {canonical(k.url): "its copy elsewhere is kept for later" for k in module.later}
        decided |= {canonical(r.url): "its copy elsewhere is in the week" for r in module.content if r.url}
        return {self._twins[url]: words for url, words in decided.items() if url in self._twins}

    def _show(self, text: str, module: Module, me: str) -> dict[str, Any]:
        mark = mark_of(text)
        self._seen[mark] = text
        self._seen.move_to_end(mark)
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        history = self._histories.get(me, History())
        last, after = history.last, history.next
        said, problem = opinions.read(self.root, self.course, module.week)
        shown = views.week(
            self.course,
            module,
            self._held(text, module),
            self.file,
            views.BesideTheFile(
                notes=self.notes,
                agreed=opinions.agreements(said, module, problem),
                nominated=opinions.nominated(said),
                opens=self._opens(module),
                today=self.today or self._opens(module),
                built=page_of(self.root, self.course.slug, module.week),
                behind=behind(self.root, self.path),
                learned=self.lessons.lessons,
                suggested=self._suggested,
                proposed=self._proposals.beside(self.course, module, self.articles, self._asked),
                articles=self.articles,
            ),
        )
        return {
            "seen": mark,
            "beside": mark_of(f"{said!r}{problem}"),
            "nominated": remarks(self.against(module), opinions.nominated(said)),
            "several": opinions.several(self.course, said, problem),
            **shown,
            "marks": self._twin_marks(module) | shown["marks"],
            "undo": last.words if last else "",
            "redo": after.words if after else "",
        }


def open_session(
    run: Run, course: Course, week: int, notes: tuple[str, ...] = (), read: ReadPage | None = None
) -> EditSession:
    """Open a week that exists; its candidates are not weighed yet (`weigh`). The run may end afterwards.

    `notes` stand at the top of the page; `read` is for pages that are no candidates, see `EditSession`.

    Raises ConfigError where the week has no file, or one that cannot be read.
    """
    file = f"courses/{course.slug}/{week_name(week)}"
    if problems := [p for p in run.week_problems if p.file == file]:
        raise ConfigError(problems)
    path, module = written_week(run, course, week)
    others = tuple(m for _, m in run.modules.get(course.slug, ()) if m.week != week)
    said = heard_before(run, course, week)
    session = EditSession(run.project.root, course, path, (), others, notes, said, read)
    session.weighed = False
    session.today = run.day(course)
    session.talks_at(comments(run.project))
    read_before = {canonical(r.url): known_article(run, r.url) for r in module.content if r.url}
    session.articles = {name: article for name, article in read_before.items() if article}
    return session


def weigh(run: Run, session: EditSession) -> None:
    """Weigh the candidates of a session's week, which may read pages from the web, and offer them."""
    course = run.project.course(session.course.slug)
    found = shortlist(run, course, session.week)
    candidates, session.lessons = by_themselves(found.candidates, found.choice), found.lessons
    suggestions = run.project.suggestions.get(course.slug, ())
    offers = offers_of(candidates, suggestions, need=need_of(course, session.week), lessons=found.lessons)
    session.offer(offers, run.stored.vectors)


def week_to_review(run: Run, slug: str | None, week: int | None) -> tuple[Course, int]:
    """Tell which week of which course a curator means: the newest draft, else the newest week.

    Without a course's name, the only course, or the only one that has a draft; ConfigError when that
    leaves a choice, or when there is no week yet.
    """
    courses = [run.project.course(slug)] if slug else list(run.project.courses)
    if len(courses) > 1:
        waiting = [c for c in courses if any(m.status == "draft" for _, m in run.modules.get(c.slug, ()))]
        if len(waiting) != 1:
            names = ", ".join(c.slug for c in waiting or courses)
            raise ConfigError.at("courses", f"which course: {names}?", "name it: curate review COURSE")
        courses = waiting
    if not courses:
        raise ConfigError.at("courses", "there is no course yet", "`curate course new` begins one")
    (course,) = courses
    modules = [m for _, m in run.modules.get(course.slug, ())]
    drafts = [m.week for m in modules if m.status == "draft"]
    number = week or (drafts or [m.week for m in modules] or [0])[-1]
    if not number:
        broken = [p for p in run.week_problems if p.file.startswith(f"courses/{course.slug}/")]
        if broken:
            raise ConfigError(broken)
        raise no_week_yet(course)
    return course, number
