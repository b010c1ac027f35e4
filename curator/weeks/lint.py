"""`curate lint` for whole weeks: is each complete, fairly credited, within its time and fit to publish.

The rules for single questions live in `curator.questions.question_lint`; here they meet everything else.
Rules that only hint are advice; what should be mended is a warning; an error keeps a week from being
published. What is an error in a published week is a warning while it is a draft.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from curator.errors import ConfigError, Problem
from curator.model import WORDS_PER_MINUTE, Course, Level, Module, Resource
from curator.questions.objectives import faults_of
from curator.questions.question_lint import lint_module
from curator.text.counting import count as counted
from curator.urls import canonical
from curator.weeks import hypertext, steps
from curator.weeks.calendar import Calendar
from curator.weeks.excerpt import LIMIT, SHARE
from curator.weeks.four_rs import four_rs, unthanked_in
from curator.weeks.front_matter import line_of, split
from curator.weeks.notice import NOT_READY, PROPOSED, still_proposed

LETTERS_PER_WORD = 6
"""Characters of a word with its space in English running text: only for estimating a text's length."""

POINT_ELSEWHERE = "point it at another resource, reword it, or take it out"
"""What mends a question about a resource that was taken out."""

PAGE_ANCHORS = frozenset({"content", "conversation", "connection"})
"""Anchors that every week page has, besides its questions (#q1) and resources (#resource-2)."""


@dataclass(frozen=True, slots=True)
class LintRow:
    """One remark: the file, the place in words with its line, the rule, how bad, and what to do."""

    file: str
    where: str
    rule: str
    level: Level
    message: str

    def as_json(self) -> dict[str, str]:
        """Return the machine's form, as `curate lint --json` promises it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class LintedWeek:
    """A week under the lint."""

    course: Course
    module: Module
    file: str
    text: str
    """The file, for line numbers."""

    def row(self, place: tuple[str | int, ...], name: str, rule: str, level: Level, message: str) -> LintRow:
        """Make a row; `place` is a path in the front matter, empty for the introduction."""
        return LintRow(self.file, f"{name} (line {self._line(place)})", rule, level, message)

    def _line(self, place: tuple[str | int, ...]) -> int:
        try:
            if not place:
                return self.text.count("\n", 0, split(self.text, "").body) + 1
            return line_of(self.text, place)
        except ConfigError:
            return 1

    def grave(self, otherwise: Level = "warning") -> Level:
        """Return the level of what must not be published."""
        return "error" if self.module.status == "published" else otherwise


def lint_week(
    course: Course, module: Module, file: str, text: str, *, others: Iterable[Module] = ()
) -> list[LintRow]:
    """Lint one week; `text` is its file (for line numbers), `others` are the course's other weeks."""
    week = LintedWeek(course, module, file, text)
    earlier = {m.week: m for m in others if m.week != module.week}
    return [
        *_content(week),
        *_duplicates(week, earlier.values()),
        *_conversation(week),
        *_connection(week),
        *_highlights(week),
        *_texts(week, earlier),
        *_proposed(week),
        *_rs(week),
    ]


def lint_course(course: Course) -> list[LintRow]:
    """Lint what course.yml says: who looks after the conversation, and what the course is for."""
    file = f"courses/{course.slug}/course.yml"
    rules = course.guidelines
    found: list[LintRow] = []

    def row(where: str, rule: str, level: Level, message: str) -> None:
        found.append(LintRow(file, where, rule, level, message))

    if not rules.moderator.strip():
        words = "Nobody is named who looks after the conversation: add `moderator`."
        row("guidelines", "moderator-missing", "warning", words)
    if not rules.contact.strip():
        row("guidelines", "contact-missing", "warning", "There is no way to report something: add `contact`.")
    if rules.in_public:
        words = "Everybody can read what is reported there: name a mail address, or a form of your own."
        row("guidelines", "contact-public", "warning", words)
    if not rules.rules:
        row("guidelines", "guidelines-missing", "advice", "The course states no rules of its own.")
    if len(course.need.split()) < 5:
        row("need", "need-short", "warning", "Say in a sentence what people must learn, and what for.")
    if not course.audience.strip():
        row("audience", "audience-missing", "advice", "Say for whom the course is.")
    return found


def lint_weeks(course: Course, weeks: Sequence[tuple[str, str, Module]]) -> list[LintRow]:
    """Lint a course and all its weeks, given as (file, text, module)."""
    calendar = Calendar.of(course, (m for _, _, m in weeks))
    opens = calendar.openings(max((m.week for _, _, m in weeks), default=0))
    rows = lint_course(course)
    for file, text, module in weeks:
        if module.opens and module.opens < course.start:
            message = f"It opens on {module.opens}, before the course starts: delete or mend `opens`."
            place = LintedWeek(course, module, file, text)
            rows.append(place.row(("opens",), "opens", "opens-early", "warning", message))
    weeks = [(f, t, m.model_copy(update={"opens": opens[m.week]})) for f, t, m in weeks]
    modules = [module for _, _, module in weeks]
    for file, text, module in weeks:
        rows += lint_week(course, module, file, text, others=modules)
    return rows


def rows_of(problems: Iterable[Problem]) -> list[LintRow]:
    """Make rows of files that cannot be read at all."""
    return [
        LintRow(
            p.file,
            f"{p.key or 'file'} (line {max(1, p.line)})",
            "unreadable",
            "error",
            f"{p.message}; {p.remedy}" if p.remedy else p.message,
        )
        for p in problems
    ]


# --- content ---------------------------------------------------------------------------------------


def _content(week: LintedWeek) -> Iterator[LintRow]:
    course, module, count = week.course, week.module, len(week.module.content)
    place: tuple[str | int, ...] = ("content",)
    if count < course.items.min:
        text = (
            f"{count} of at least {course.items.min} resources: add some, or lower items.min in course.yml."
        )
        yield week.row(place, "content", "items-few", week.grave(), text)
    if count > course.items.max:
        text = f"{counted(count, 'resource')}, at most {course.items.max} are planned: what could go?"
        yield week.row(place, "content", "items-many", "warning", text)
    if module.minutes > course.minutes:
        takes = counted(module.minutes, "minute")
        text = f"{takes}, {course.minutes} are planned for a week: drop or move something."
        yield week.row(place, "content", "minutes-over", "warning", text)
    for index, resource in enumerate(module.content):
        yield from _resource(week, index, resource)


def _resource(week: LintedWeek, index: int, resource: Resource) -> Iterator[LintRow]:
    name = f"resource {index + 1}"

    def row(key: str, rule: str, level: Level, message: str) -> LintRow:
        return week.row(("content", index, key), name, rule, level, message)

    if not resource.minutes:
        yield row("minutes", "minutes-missing", "warning", "How long does it take? Fill in `minutes`.")
    if not resource.author.strip() and not resource.source.strip():
        yield row("author", "credit", week.grave(), "Credit whoever made it: fill in `author` or `source`.")
    if not resource.note.strip():
        level: Level = "warning" if week.module.status == "published" else "advice"
        yield row("note", "note-missing", level, "Say in a note why this, and for whom.")
    elif resource.note.startswith(PROPOSED):
        text = "The assistant proposed this note: say it in your own words and take the mark away."
        yield row("note", "note-proposed", "error" if _all_proposed(week.module) else "warning", text)
    if len(resource.excerpt) > LIMIT:
        text = f"{len(resource.excerpt)} characters are quoted, at most {LIMIT} are fair."
        yield row("excerpt", "excerpt-long", "error", text)
    elif resource.kind == "article" and 0 < resource.minutes <= 1:
        # A file does not hold the text, so its length is estimated from the minutes, generously.
        fair = int((resource.minutes + 0.5) * WORDS_PER_MINUTE * LETTERS_PER_WORD / SHARE)
        if len(resource.excerpt) > fair:
            text = f"{len(resource.excerpt)} characters of so short a text are more than a tenth: quote less."
            yield row("excerpt", "excerpt-share", "warning", text)
    if week.course.kinds and resource.kind not in week.course.kinds:
        text = f"The course asks for {', '.join(week.course.kinds)}; this is a {resource.kind}."
        yield row("kind", "kind-unwanted", "advice", text)


def _duplicates(week: LintedWeek, others: Iterable[Module]) -> Iterator[LintRow]:
    seen: dict[str, int] = {}
    elsewhere: dict[str, int] = {}
    for other in others:
        for resource in other.content:
            same = canonical(resource.ref)
            elsewhere[same] = min(other.week, elsewhere.get(same, other.week))
    dropped = {canonical(d.url) for d in week.module.dropped}
    for index, resource in enumerate(week.module.content):
        same, name, place = canonical(resource.ref), f"resource {index + 1}", ("content", index, "url")
        if same in seen:
            text = f"The same page as resource {seen[same]}."
            yield week.row(place, name, "duplicate-resource", week.grave(), text)
        elif elsewhere.get(same, week.module.week) < week.module.week:
            text = f"Week {elsewhere[same]} has it already: say in the note why again, or drop it."
            yield week.row(place, name, "duplicate-week", "warning", text)
        if same in dropped:
            text = "It also stands under `dropped`: delete one of the two."
            yield week.row(place, name, "dropped-and-kept", "warning", text)
        seen.setdefault(same, index + 1)


# --- conversation and connection ---------------------------------------------------------------------


def _conversation(week: LintedWeek) -> Iterator[LintRow]:
    module = week.module
    if not module.conversation:
        text = "No question: what would you like people to talk about?"
        yield week.row(("conversation",), "conversation", "conversation-missing", week.grave(), text)
    places = {q.id: index for index, q in enumerate(module.conversation)}
    for index, question in enumerate(module.conversation):
        if question.was_about:
            text = f"It is about “{question.was_about}”, which is no longer in the week: {POINT_ELSEWHERE}."
            yield week.row(
                ("conversation", index, "was_about"),
                f"question {question.id}",
                "about-gone",
                week.grave(),
                text,
            )
    for who, finding in lint_module(module.conversation, module.content, language=week.course.language):
        place: tuple[str | int, ...] = ("conversation",)
        if who in places:
            place = ("conversation", places[who], "question")
        advice = f" For example: “{finding.suggestion}”" if finding.suggestion else ""
        name = f"question {who}" if who in places else who
        yield week.row(place, name, finding.rule, finding.level, finding.message + advice)


def _connection(week: LintedWeek) -> Iterator[LintRow]:
    module, connection = week.module, week.module.connection

    def row(key: str, rule: str, level: Level, message: str) -> LintRow:
        return week.row(("connection", key), f"connection {key}".strip(), rule, level, message)

    if not (connection.people or connection.prompts or connection.events or connection.thanks):
        yield row("", "connection-missing", "warning", "Nobody to meet and nothing to do together.")
    else:
        if not connection.people:
            yield row("people", "people-missing", "advice", "Introduce somebody behind the content.")
        if not connection.prompts and not connection.events:
            yield row("prompts", "prompts-missing", "advice", "Name a small step to take with somebody.")
    for index, what in steps.at_a_loss(module, week.course.language):
        text = f"It names {what}, which is no longer in the week: change it, or take it out."
        yield week.row(("connection", "prompts", index), f"step {index + 1}", "step-gone", "warning", text)
    for name in unthanked_in(module):
        text = f"{name} suggested something for this week: add a line of thanks."
        yield row("thanks", "thanks-missing", "warning", text)
    for index, event in enumerate(connection.events):
        if module.opens and event.starts.date() < module.opens:
            text = f"{event.starts:%Y-%m-%d} lies before the week opens."
            place = ("connection", "events", index, "starts")
            yield week.row(place, f"event {index + 1}", "event-past", "warning", text)


def _highlights(week: LintedWeek) -> Iterator[LintRow]:
    seen: set[str] = set()
    for index, highlight in enumerate(week.module.highlights):
        name, place = f"highlight {index + 1}", ("highlights", index, "quote")
        if highlight.by.strip() and highlight.asked is None:
            text = f"Did {highlight.by} agree? Write the day as `asked`; until then the name is not shown."
            yield week.row(place, name, "highlight-unasked", "advice", text)
        if highlight.asked is not None and not highlight.by.strip():
            yield week.row(place, name, "highlight-nameless", "advice", "Who said it? Fill in `by`.")
        if not highlight.thread.strip():
            text = "Name its thread, so that it leaves the page when it is taken back there."
            yield week.row(place, name, "highlight-thread", "warning", text)
        if highlight.quote in seen:
            yield week.row(place, name, "highlight-twice", "warning", "The same words stand here twice.")
        seen.add(highlight.quote)


def _proposed(week: LintedWeek) -> Iterator[LintRow]:
    """Name what an assistant wrote and nobody has changed."""
    for part in still_proposed(week.module):
        text = "The assistant proposed this: say it in your own words, or take its line out of `proposed`."
        yield week.row(("proposed", part), part, "part-proposed", "warning", text)


def _all_proposed(module: Module) -> bool:
    """Tell whether nobody has touched any note: a week that a person has not read is not published."""
    notes = [resource.note for resource in module.content if resource.note.strip()]
    return all(note.startswith(PROPOSED) for note in notes)


# --- texts -------------------------------------------------------------------------------------------


def _texts(week: LintedWeek, others: Mapping[int, Module]) -> Iterator[LintRow]:
    module = week.module
    if not module.objective.strip():
        text = "What can somebody do after this week? One sentence."
        yield week.row(("objective",), "objective", "objective-missing", "warning", text)
    for fault in faults_of(module.objective, week.course.language):
        text = f"{fault[:1].upper()}{fault[1:]}. Say in one sentence what somebody can do on Friday."
        yield week.row(("objective",), "objective", "objective-unsound", "advice", text)
    if module.status == "published" and NOT_READY in module.introduction:
        text = (
            "The introduction still says that the draft is not ready. That paragraph goes by itself when the "
            "week holds enough; delete it if you publish with less."
        )
        yield week.row((), "introduction", "draft-notice", "error", text)
    elif module.status == "published" and not module.introduction.strip():
        text = "A word of welcome below the front matter would help people in."
        yield week.row((), "introduction", "introduction-missing", "advice", text)
    yield from hypertext_rows(week, (), "introduction", module.introduction, others)
    for index, resource in enumerate(module.content):
        yield from hypertext_rows(
            week, ("content", index, "note"), f"note on resource {index + 1}", resource.note, others
        )


def anchors_of(module: Module) -> frozenset[str]:
    """List what can be pointed at on a week's page."""
    return (
        PAGE_ANCHORS
        | {q.id for q in module.conversation}
        | {f"resource-{n}" for n in range(1, len(module.content) + 1)}
        | hypertext.read(module.introduction).ids
    )


def hypertext_rows(
    week: LintedWeek, place: tuple[str | int, ...], name: str, text: str, others: Mapping[int, Module]
) -> Iterator[LintRow]:
    """Lint the links, pictures and raw HTML of a text; `others` are the course's weeks by their numbers."""
    found = hypertext.read(text)
    pages = {f"week-{number:02d}": module for number, module in others.items()}
    for link in found.links:
        if hypertext.is_foreign(link) or link.startswith("/"):
            continue
        page, anchor = hypertext.fragment(link)
        target = pages.get(page) if page else week.module
        if page.startswith("week-") and "/" not in page and target is None:
            own = page == f"week-{week.module.week:02d}"
            target = week.module if own else None
            if not own:
                yield week.row(place, name, "dead-link", "warning", f"There is no {page} to link to.")
        if anchor and target is not None and anchor not in anchors_of(target):
            message = f"“#{anchor}” is nowhere on that page."
            yield week.row(place, name, "dead-anchor", "warning", message)
    for active in found.active:
        message = f"{active} would run in every reader's browser: delete it; pages bring their own scripts."
        yield week.row(place, name, "active-markup", "error", message)
    for link in found.empty_links:
        yield week.row(place, name, "link-empty", "warning", f"The link to {link} has no words to click on.")
    for picture in found.pictures:
        if picture.alt is None or (not picture.alt.strip() and f"]({picture.src}" in text):
            message = f"Describe the picture {picture.src} in words, for those who cannot see it."
            yield week.row(place, name, "alt-missing", week.grave(), message)
        if hypertext.is_foreign(picture.src) and not picture.src.startswith("data:"):
            message = (
                f"{picture.src} would be fetched from another site before anybody agreed: keep a copy here."
            )
            yield week.row(place, name, "picture-foreign", "warning", message)
    if not place and 1 in found.headings:
        message = "The page has its main heading already: begin with ##."
        yield week.row(place, name, "heading-main", "advice", message)


_COVERED = frozenset({"Every resource says why it is here", "The week says what it is good for"})
"""Checks of the 4 Rs that have a rule of their own above, with a line number."""


def _rs(week: LintedWeek) -> Iterator[LintRow]:
    if not week.module.content:
        return
    for check in four_rs(week.course, week.module):
        if check.ok or check.r in ("rewards", "real") or check.text in _COVERED or "fits into" in check.text:
            continue
        yield week.row(("content",), "content", check.r, "advice", f"{check.text}? {check.hint}.")
