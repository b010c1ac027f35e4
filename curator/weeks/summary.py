"""A week as one Markdown page for reviewers, as `curate draft --markdown` prints it for a pull request.

Titles, authors and reasons come from the network and the page is read on a code host, which acts on
mentions, issue numbers and closing words as well as on Markdown: every ASCII mark becomes an entity,
and what would reach out is broken with an invisible joiner.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from curator.model import Candidate, Course, Finding, Module, Nominations, Question
from curator.questions.objectives import says_nothing
from curator.questions.week_titles import titles_for
from curator.text.one_line import one_line
from curator.urls import canonical, web_address
from curator.weeks.calendar import need_of
from curator.weeks.four_rs import four_rs
from curator.weeks.lint import LintRow
from curator.weeks.nominations import agreed_mark

_NO_OBJECTIVE = "*No objective yet: what can somebody do by Friday? Say it in one sentence.*"
_NO_TITLE = "*No title yet: what is the week about? Name it in a few words.*"

RUNNERS_UP = 8
"""Candidates shown that did not make it."""

NOBODY = Nominations()
_ENTITIES = {c: f"&#{c};" for c in range(0x21, 0x7F) if not chr(c).isalnum()}
_REACHES_OUT = re.compile(r"([@#]|://|\bGH(?=-\d)|\bwww(?=\.))", re.IGNORECASE)
_JOINER = "\u2060"


def escape(text: str, limit: int = 300) -> str:
    """Encode a text so that it stays a text, in Markdown, in a table, and on a code host."""
    broken = _REACHES_OUT.sub(rf"\1{_JOINER}", one_line(text, limit))
    return broken.translate(_ENTITIES)


def link(text: str, url: str) -> str:
    """Link a text; an address that is none leaves the text alone."""
    address = web_address(url)
    if not address:
        return escape(text)
    return f"[{escape(text)}](<{quote(address, safe=_URL_SAFE)}>)"


_URL_SAFE = "%!$&'*+,;=:@/?-._~#[]"


def markdown_summary(
    course: Course,
    module: Module,
    candidates: Sequence[Candidate] = (),
    findings: Iterable[tuple[str, Finding] | LintRow] = (),
    *,
    reasons: Sequence[str] = (),
    questions: Iterable[Question] = (),
    opinions: Nominations = NOBODY,
) -> str:
    """Summarise a week for reviewers: resources, questions with their lint, runners-up, the 4 Rs.

    `findings` are those of `lint_week` (or pairs of a question's id and a finding), `reasons` those of
    the gate, `questions` are others to choose from, `opinions` what other curators said of this week.
    """
    others = [f"- {escape(q.question, 600)}" for q in questions]
    parts = [
        f"## {escape(course.title)}, week {module.week}: {escape(module.title)}",
        _facts(course, module),
        _holds(reasons),
        _agreed(module, opinions),
        "### Content\n\n" + _resources(module),
        "### Conversation\n\n" + _questions(module, list(findings)),
        "Other questions to choose from:\n\n" + "\n".join(others) if others else "",
        _connection(module),
        "### The 4 Rs\n\n" + _checklist(course, module),
        _nominated(module, opinions),
        _runners_up(module, candidates),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(course: Course, module: Module) -> str:
    opens = f", opens {module.opens.isoformat()}" if module.opens else ""
    count = len(module.content)
    noun = "resource" if count == 1 else "resources"
    line = f"**{module.status}**{opens}. {count} {noun}, {module.minutes} of {course.minutes} minutes."
    objective = escape(module.objective, 600) if module.objective.strip() else _NO_OBJECTIVE
    return f"{line}\n\n> {objective}{_titles(course, module)}"


def _titles(course: Course, module: Module) -> str:
    """Propose titles where the course names none."""
    if not says_nothing(module.title, course.language):
        return ""
    need = need_of(course, module.week)
    titles = titles_for(need, [r.title for r in module.content], course.language)
    if not titles:
        return f"\n\n{_NO_TITLE}"
    return "\n\nTitles to choose from: " + ", ".join(f"“{escape(t)}”" for t in titles) + "."


def _holds(reasons: Sequence[str]) -> str:
    return "**Held back:**\n\n" + "\n".join(f"- {escape(r, 600)}" for r in reasons) if reasons else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _resources(module: Module) -> str:
    if not module.content:
        return "Nothing yet."
    rows = []
    for number, r in enumerate(module.content, 1):
        why = r.note or "; ".join(r.why.reasons if r.why else ())
        credit = ", ".join(escape(x, 120) for x in (r.author, r.source) if x.strip())
        if r.suggested_by:
            credit += f"; suggested by {escape(r.suggested_by, 120)}"
        if r.via:
            credit += "; also at " + ", ".join(link(v.source or v.url, v.url) for v in r.via)
        if r.where:
            credit += f"; {escape(r.where, 120)}"
        rows.append((str(number), link(r.title, r.url), credit, r.kind, str(r.minutes), escape(why, 400)))
    return _table(("", "Resource", "Credit", "Kind", "Min", "Why"), rows)


def _agreed(module: Module, opinions: Nominations) -> str:
    """Name who agrees to the week, and who did before it said what it says now."""
    now = agreed_mark(module)
    names = [
        escape(a.by, 120) + ("" if not a.of or a.of == now else " (before the last changes)")
        for a in opinions.agreed
    ]
    return f"**Agreed to by** {', '.join(names)}." if names else ""


def _nominated(module: Module, opinions: Nominations) -> str:
    """List what other curators would put into the week, and which of it is in it."""
    taken = {canonical(r.ref) for r in module.content}
    lines = [
        f"- {link(n.title or n.url, n.url)}, by {escape(n.by, 120)}"
        + (f": {escape(n.note, 600)}" if n.note else "")
        + (" (in the week)" if canonical(n.url) in taken else "")
        for n in opinions.nominations
    ]
    return "### Nominated\n\n" + "\n".join(lines) if lines else ""


def _questions(module: Module, findings: Sequence[tuple[str, Finding] | LintRow]) -> str:
    if not module.conversation:
        return "No question yet."
    told: dict[str, list[str]] = {}
    for found in findings:
        who = found.where if isinstance(found, LintRow) else found[0]
        finding = found if isinstance(found, LintRow) else found[1]
        name = who.removeprefix("question ").split(" (line ")[0]
        text = finding.message
        if isinstance(finding, Finding) and finding.suggestion:
            text += f" For example: “{finding.suggestion}”"
        told.setdefault(name, []).append(f"   - {finding.level}, {finding.rule}: {escape(text, 500)}")
    lines = []
    for number, question in enumerate(module.conversation, 1):
        about = f" (starts from {question.about})" if question.about else ""
        lines.append(f"{number}. {escape(question.question, 600)}{about}")
        lines += told.get(question.id, ())
        lines += [f"   - silenced, {escape(r, 60)}: {escape(why)}" for r, why in question.silence.items()]
    lines += [line.strip() for line in told.get("conversation", ())]
    return "\n".join(lines)


def _connection(module: Module) -> str:
    c = module.connection
    lines = []
    if c.people:
        lines.append("- People: " + ", ".join(link(p.name, p.url or "") for p in c.people))
    lines += [f"- Step: {escape(p, 400)}" for p in c.prompts]
    lines += [f"- Event: {link(e.title, e.url or '')}, {e.starts.isoformat()}" for e in c.events]
    lines += [f"- Thanks: {escape(t.name, 120)}, {escape(t.reason)}" for t in c.thanks]
    return "### Connection\n\n" + "\n".join(lines) if lines else ""


def _checklist(course: Course, module: Module) -> str:
    return "\n".join(
        f"- [{'x' if c.ok else ' '}] {c.text}" + (f": {escape(c.hint)}" if c.hint else "")
        for c in four_rs(course, module)
    )


def _runners_up(module: Module, candidates: Sequence[Candidate]) -> str:
    taken = {canonical(r.ref) for r in module.content} | {canonical(d.url) for d in module.dropped}
    left = [c for c in candidates if canonical(c.url) not in taken]
    if not left:
        return ""
    rows = [
        (
            link(c.title, c.url),
            escape(c.article.source or c.article.host, 120),
            str(c.minutes),
            f"{c.score:.2f}",
            escape("; ".join(r.public or r.text for r in c.reasons), 400),
        )
        for c in left[:RUNNERS_UP]
    ]
    more = f" (the best {RUNNERS_UP} of {len(left)})" if len(left) > RUNNERS_UP else ""
    table = _table(("Candidate", "Source", "Min", "Score", "Reasons"), rows)
    return f"### Runners-up{more}\n\n{table}"
