"""`curate lint` for weeks: each rule speaks when it should, with a line, and is silent otherwise."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.errors import ConfigError, Problem
from curator.model import Course, Guidelines, Items, Module
from curator.weeks import hypertext
from curator.weeks.four_rs import four_rs
from curator.weeks.lint import LintRow, lint_course, lint_week, lint_weeks, rows_of
from curator.weeks.week_file import new_week_text, parse_week, week_name

GOOD = """\
---
week: 3
title: Guilds that last
status: published
opens: 2026-12-07
objective: By Friday you can name one guild and one step that would help it.
content:
  - url: https://example.org/a
    title: Seven habits of guilds that last
    source: Example
    author: Ann Lee
    published: 2026-11-28
    kind: article
    minutes: 6
    note: For everybody who wants a guild to outlive its founder.
    excerpt: Guilds last when somebody looks after them.
  - url: https://example.org/b
    title: A talk on guild meetings
    author: Bo Chan
    kind: video
    minutes: 12
    note: For those who would rather listen on the way home.
    suggested_by: Kim
conversation:
  - id: q1
    question: How would you keep a guild alive where you work?
    about: 1
  - id: q2
    question: What stops you from holding guild meetings where you work, and why?
    about: 2
connection:
  people:
    - name: Ann Lee
  prompts:
    - Ask a colleague for ten minutes.
  thanks:
    - name: Kim
      for: the talk
---
Welcome. Start with [the talk](#resource-2), then see [last week](week-02.md#q1).

## Why guilds?

![A round table with five chairs](table.png) More [below](#why-guilds).
"""

COURSE = Course(
    slug="guilds",
    title="Guilds",
    need="New guilds need to hold their first meeting",
    audience="Whoever has a craft",
    start=date(2026, 11, 23),
    items=Items(min=2, max=3),
    guidelines=Guidelines(moderator="Di", contact="di@example.org", rules=("Be kind.",)),
)
EARLIER = Module(
    week=2,
    title="Before",
    status="published",
    conversation=({"id": "q1", "question": "How?"},),
    content=({"url": "https://example.org/old", "title": "Old"},),
)


def lint(text: str, course: Course = COURSE) -> list[LintRow]:
    module = parse_week(text, "courses/guilds/week-03.md")
    return lint_week(course, module, "courses/guilds/week-03.md", text, others=[EARLIER, module])


def line(start: str, text: str = GOOD) -> int:
    return next(n for n, row in enumerate(text.split("\n"), 1) if row.strip().startswith(start))


def test_a_good_week_passes() -> None:
    assert lint(GOOD) == []


@pytest.mark.parametrize(
    ("change", "rule", "level", "where"),
    [
        (
            ("    minutes: 12\n", ""),
            "minutes-missing",
            "warning",
            f"resource 2 (line {line('- url: https://example.org/b')})",
        ),
        (("    author: Bo Chan\n", ""), "credit", "error", "resource 2"),
        (
            ("    note: For those who would rather listen on the way home.\n", ""),
            "note-missing",
            "warning",
            "resource 2",
        ),
        (("status: published", "status: draft"), None, None, None),
        (("minutes: 12", "minutes: 90"), "minutes-over", "warning", f"content (line {line('content:')})"),
        (("https://example.org/b", "http://www.example.org/a/"), "duplicate-resource", "error", "resource 2"),
        (("https://example.org/b", "https://example.org/old"), "duplicate-week", "warning", "resource 2"),
        (
            ("connection:", "dropped: [{url: https://example.org/a}]\nconnection:"),
            "dropped-and-kept",
            "warning",
            "resource 1",
        ),
        (
            ("How would you keep a guild alive", "Is it good to keep a guild alive"),
            "closed",
            "error",
            "question q1",
        ),
        (
            ("  thanks:\n    - name: Kim\n      for: the talk\n", ""),
            "thanks-missing",
            "warning",
            "connection thanks",
        ),
        (("  people:\n    - name: Ann Lee\n", ""), "people-missing", "advice", "connection people"),
        (
            ("  prompts:\n    - Ask a colleague for ten minutes.\n", ""),
            "prompts-missing",
            "advice",
            "connection prompts",
        ),
        (
            ("objective: By Friday you can name one guild and one step that would help it.\n", ""),
            "objective-missing",
            "warning",
            "objective",
        ),
        (("By Friday you can name", "Understand"), "objective-unsound", "advice", "objective"),
        (("help it.", "help it? Yes."), "objective-unsound", "advice", "objective"),
        (("#resource-2", "#resource-3"), "dead-anchor", "warning", f"introduction (line {line('Welcome')})"),
        (("#why-guilds", "#why"), "dead-anchor", "warning", "introduction"),
        (("week-02.md#q1", "week-02.md#q7"), "dead-anchor", "warning", "introduction"),
        (("week-02.md#q1", "week-04.html"), "dead-link", "warning", "introduction"),
        (("[last week]", "[ ]"), "link-empty", "warning", "introduction"),
        (("![A round table with five chairs]", "![]"), "alt-missing", "error", "introduction"),
        (
            ("![A round table with five chairs](table.png)", '<img src="table.png">'),
            "alt-missing",
            "error",
            "introduction",
        ),
        (("(table.png)", "(https://pictures.example/t.png)"), "picture-foreign", "warning", "introduction"),
        (("## Why guilds?", "# Why guilds?"), "heading-main", "advice", "introduction"),
        (
            ("everybody who wants", "everybody [who](#nowhere) wants"),
            "dead-anchor",
            "warning",
            "note on resource 1",
        ),
        (
            ("  people:", "  events: [{title: Tea, starts: 2026-11-30T12:00:00+01:00}]\n  people:"),
            "event-past",
            "warning",
            "event 1",
        ),
        (("2026-11-28", "2024-11-28"), "rich", "advice", "content"),
        (("minutes: 6\n", "minutes: 16\n"), "rich", "advice", "content"),
        (("minutes: 6\n", "minutes: 1\n"), None, None, None),
        (("Guilds last when somebody looks after them.", "Guilds last. " * 20), None, None, None),
    ],
)
def test_each_rule_speaks_for_itself(change, rule, level, where) -> None:
    """One change, one remark: at the right level, at the right place."""
    text = GOOD.replace(*change)
    assert text != GOOD
    rows = lint(text)
    assert [r.rule for r in rows] == ([rule] if rule else [])
    if rule:
        assert rows[0].level == level
        assert rows[0].where.startswith(where)
        assert rows[0].file == "courses/guilds/week-03.md"
        assert rows[0].message
        assert set(rows[0].as_json()) == {"file", "where", "rule", "level", "message"}


def test_a_long_quotation_of_a_short_text_is_noticed() -> None:
    """The text is not in the file: its length is estimated from the minutes."""
    text = GOOD.replace("minutes: 6\n", "minutes: 1\n").replace(
        "looks after them.", "looks after them. " * 15
    )
    assert [r.rule for r in lint(text)] == ["excerpt-share"]


def test_a_decorative_picture_may_say_nothing() -> None:
    decorated = GOOD.replace("![A round table with five chairs](table.png)", '<img src="table.png" alt="">')
    assert lint(decorated) == []


def test_links_and_pictures_in_code_are_only_words() -> None:
    assert lint(GOOD + "\n`[x](#nowhere)` and `![](y.png)`\n\n    ![](z.png)\n") == []


def test_an_empty_week_is_told_what_it_lacks() -> None:
    """Published, what is missing is an error; in a draft it is a warning."""
    module = Module(week=1, title="One", status="published")
    rows = {r.rule: r.level for r in lint_week(COURSE, module, "f", new_week_text(module))}
    assert rows == {
        "items-few": "error",
        "conversation-missing": "error",
        "connection-missing": "warning",
        "objective-missing": "warning",
        "introduction-missing": "advice",
    }
    draft = module.model_copy(update={"status": "draft"})
    levels = {r.rule: r.level for r in lint_week(COURSE, draft, "f", new_week_text(draft))}
    assert levels["items-few"] == levels["conversation-missing"] == "warning"


def test_a_course_needs_somebody_who_looks_after_it() -> None:
    bare = Course(slug="guilds", title="Guilds", need="Guilds", start=date(2026, 11, 23))
    assert [(r.rule, r.level) for r in lint_course(bare)] == [
        ("moderator-missing", "warning"),
        ("contact-missing", "warning"),
        ("guidelines-missing", "advice"),
        ("need-short", "warning"),
        ("audience-missing", "advice"),
    ]
    assert lint_course(COURSE) == []


def test_a_silenced_rule_is_silent_and_an_error_is_not() -> None:
    spoken = GOOD.replace("How would you keep a guild alive where you work?", "Reflect on guilds.")
    rules = [r.rule for r in lint(spoken)]
    assert rules
    quiet = spoken.replace(
        "about: 1\n", "about: 1\n    silence: {" + ", ".join(f"{r}: wanted" for r in rules) + "}\n"
    )
    assert lint(quiet) == []
    closed = GOOD.replace("How would you keep", "Would you keep").replace(
        "about: 1\n", "about: 1\n    silence: {closed: wanted}\n"
    )
    assert "closed" in [r.rule for r in lint(closed)]


def test_whole_courses_and_unreadable_files_are_linted() -> None:
    module = parse_week(GOOD, "week-03.md")
    rows = lint_weeks(COURSE, [("courses/guilds/week-03.md", GOOD, module)])
    assert [r.rule for r in rows] == ["dead-link"]  # week 2 is not there
    told = rows_of([Problem("f", 7, "content.0.url", "is missing", "add it")])
    assert [(r.where, r.level, r.message) for r in told] == [
        ("content.0.url (line 7)", "error", "is missing; add it")
    ]


def test_the_four_rs_say_what_would_help() -> None:
    module = parse_week(GOOD, "week-03.md")
    assert all(check.ok and not check.hint for check in four_rs(COURSE, module))
    empty = four_rs(COURSE.model_copy(update={"guidelines": Guidelines()}), Module(week=1, title="One"))
    assert {c.r for c in empty} == {"relevance", "rich", "rewards", "real"}
    assert all(c.ok or c.hint or c.r == "rewards" for c in empty)
    assert not any(c.ok for c in empty if "Guidelines" in c.text or "open question" in c.text)
    closed = module.model_copy(update={"conversation": ()})
    assert [c.text for c in four_rs(COURSE, closed) if not c.ok] == ["An open question to talk about"]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_four_rs_bear_any_day_on_which_a_week_opens(day: date) -> None:
    module = parse_week(GOOD, "week-03.md").model_copy(update={"opens": day})
    held = {check.text: check.ok for check in four_rs(COURSE, module)}
    assert held["Something from the last year"] is (day == date.min)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_any_markdown_can_be_linted(text: str) -> None:
    module = Module(
        week=1, title="One", introduction=text, content=({"url": "https://a.example", "title": text or "x"},)
    )
    lint_week(COURSE, module, "f", "")
    hypertext.read(text)


def test_the_projects_own_course_has_no_error() -> None:
    """What we publish ourselves passes our own lint."""
    root = Path(__file__).parents[3]
    for path in sorted((root / "courses").glob("*/week-*.md")):
        text = path.read_text(encoding="utf-8")
        module = parse_week(text, path.name)
        assert path.name == week_name(module.week)
        rows = lint_week(COURSE.model_copy(update={"items": Items(min=1, max=7)}), module, path.name, text)
        assert [r for r in rows if r.level == "error"] == []


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<SCRIPT src=x></SCRIPT>",
        '<img src="table.png" alt="" onerror="alert(1)">',
        "[read](javascript:alert(1))",
        '<p><a href=" java&#115;cript:alert(1)">read</a></p>',
        '<meta http-equiv="refresh" content="0; url=https://a.example">',
    ],
)
def test_what_would_run_in_a_readers_browser_is_an_error(markup: str) -> None:
    assert ("active-markup", "error") in [(r.rule, r.level) for r in lint(GOOD + f"\n{markup}\n")]


def test_a_script_in_code_is_only_words() -> None:
    assert lint(GOOD + "\n`<script>alert(1)</script>` and `[x](javascript:alert(1))`\n") == []


def test_a_knotted_introduction_is_refused_before_anything_renders_it() -> None:
    with pytest.raises(ConfigError, match="brackets"):
        lint(GOOD + "[" * 20_000)


@pytest.mark.parametrize(
    ("contact", "public"),
    [
        ("https://github.com/ada/course/issues", True),
        ("https://gitlab.com/ada/course/-/issues/new", True),
        ("ada@example.org", False),
        ("https://example.org/report", False),
    ],
)
def test_a_contact_that_everybody_reads_is_no_private_one(contact, public):
    course = Course(slug="c", title="C", need="People must learn to ask", start=date(2026, 11, 30))
    course = course.model_copy(
        update={"guidelines": course.guidelines.model_copy(update={"contact": contact})}
    )
    assert ("contact-public" in {row.rule for row in lint_course(course)}) is public
