"""The publish gate gives its reasons in words; the summary for reviewers is harmless."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from curator.model import (
    Article,
    Candidate,
    Connection,
    Course,
    Dropped,
    Finding,
    Hold,
    Module,
    Person,
    Question,
    Reason,
    Resource,
    Thanks,
    Via,
    Why,
)
from curator.weeks.gate import by_number, hold_run, hold_week
from curator.weeks.lint import LintRow
from curator.weeks.summary import escape, link, markdown_summary

COURSE = Course(slug="guilds", title="Guilds", need="Hold a meeting", start=date(2026, 11, 23))
RESOURCES = tuple(
    Resource(url=f"https://a.example/{n}", title=f"R{n}", minutes=5, note="Short.") for n in range(3)
)
WEEK = Module(
    week=2,
    title="Two",
    objective="You have asked one person.",
    content=RESOURCES,
    conversation=(Question(id="q1", question="How?"),),
)
BARE = tuple(r.model_copy(update={"note": ""}) for r in RESOURCES)


def gate(
    course, module, *, feeds_ok=0, feeds_failed=0, pages_before=0, pages_after=0, findings=(), approved=False
):
    """Every reason of a run and of a week, as the use cases ask for them one after the other."""
    return (
        *hold_run(course.hold, feeds_ok, feeds_failed, pages_before, pages_after),
        *hold_week(course, module, findings, approved=approved),
    )


def test_the_gate_opens_when_all_is_well() -> None:
    assert gate(COURSE, WEEK, approved=True) == ()
    assert gate(COURSE.model_copy(update={"publish": "auto"}), WEEK) == ()
    busy = gate(COURSE, WEEK, feeds_ok=10, feeds_failed=10, pages_before=10, pages_after=8, approved=True)
    assert busy == ()


@pytest.mark.parametrize(
    ("module", "facts", "words"),
    [
        (WEEK, {"approved": False}, r"week 2 waits for a person.*curate publish guilds 2"),
        (WEEK, {"feeds_ok": 9, "feeds_failed": 11}, r"11 of 20 feeds failed.*50%"),
        (WEEK, {"feeds_failed": 1}, r"1 of 1 feeds failed"),
        (WEEK, {"pages_before": 10, "pages_after": 7}, r"from 10 to 7 pages.*20%"),
        (WEEK.model_copy(update={"content": RESOURCES[:2]}), {}, r"week 2 holds 2 of at least 3 resources"),
        (WEEK.model_copy(update={"content": ()}), {}, r"week 2 holds 0 of at least 3"),
        (
            WEEK.model_copy(
                update={"content": tuple(r.model_copy(update={"minutes": 1}) for r in RESOURCES)}
            ),
            {},
            r"week 2 takes 3 minutes.*10% of 45",
        ),
        (WEEK, {"findings": [Finding("closed", "error", "can be answered with yes")]}, "answered with yes"),
        (
            WEEK,
            {"findings": [LintRow("f", "question q1 (line 9)", "closed", "error", "x")]},
            r"week 2, question q1 \(line 9\): x",
        ),
    ],
)
def test_each_reason_to_hold_is_told_once(module: Module, facts: dict, words: str) -> None:
    reasons = gate(COURSE, module, **{"approved": True, **facts})
    assert len(reasons) == 1
    assert re.search(words, reasons[0])


@pytest.mark.parametrize(
    ("changed", "language", "words"),
    [
        ({"title": "Week 1"}, "en", "title: “Week 1” says nothing yet"),
        ({"title": "Woche 3"}, "de", "title: “Woche 3” says nothing yet"),
        ({"title": "Week 3"}, "pt", "title: “Week 3” says nothing yet"),
        ({"objective": " "}, "en", "objective: empty"),
        ({"objective": "You can say what ‘Week 1’ means for your work."}, "en", "only counts the week"),
        ({"content": BARE}, "en", "notes: no resource says why"),
    ],
)
def test_words_of_nobody_do_not_pass_the_gate(changed, language, words) -> None:
    course = COURSE.model_copy(update={"language": language})
    (reason,) = gate(course, WEEK.model_copy(update=changed), approved=True)
    assert words in reason


def test_a_person_s_own_words_pass_even_where_they_are_few() -> None:
    changed = {"title": "Part of us", "objective": "Ask ‘why’.", "content": (RESOURCES[0], *BARE[1:])}
    assert gate(COURSE, WEEK.model_copy(update=changed), approved=True) == ()


def test_a_course_that_publishes_by_itself_goes_without_notes_and_not_without_a_title() -> None:
    course = COURSE.model_copy(update={"publish": "auto"})
    assert gate(course, WEEK.model_copy(update={"content": BARE})) == ()
    assert "title" in gate(course, WEEK.model_copy(update={"title": "Week 2"}))[0]


@pytest.mark.parametrize("name", ["q7", "opening", "q1-b", "2"])
def test_a_question_is_named_by_its_number_whatever_its_name_in_the_file_is(name: str) -> None:
    asked = (Question(id="first", question="How?"), Question(id=name, question="Why?"))
    week = Module(week=2, title="Mix", conversation=asked)
    assert by_number(f"week 2, question {name} (line 9): a question of taste", week) == (
        "week 2, question 2 (line 9): a question of taste"
    )


def test_warnings_hold_nothing_and_limits_can_be_set() -> None:
    findings = [Finding("long", "advice", "x"), LintRow("f", "w", "minutes-over", "warning", "x")]
    assert gate(COURSE, WEEK, findings=findings, approved=True) == ()
    lenient = COURSE.model_copy(update={"hold": Hold(failed_feeds=1, shrink=1, short=0)})
    assert gate(lenient, WEEK, feeds_failed=5, pages_before=9, pages_after=0, approved=True) == ()


# --- the summary -------------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/p.png)",
    "a | b\n| c",
    "fixes #12, closes octo/repo#3 and GH-7",
    "@octocat https://evil.example www.evil.example",
    "`code` **bold** <!-- c --> &lt;b&gt;",
    "\u202egpj.exe",
    "# heading",
    "- [x] done",
    "{{ 7*7 }} ${{ secrets.X }} :tada: $x^2$",
)


def render(text: str) -> str:
    return Markdown(extensions=["tables"], output_format="html").convert(text)


def everything(words: str) -> tuple[Module, tuple[Candidate, ...]]:
    """A module and candidates in which every text is the given one."""
    resource = Resource(
        url="https://a.example/x?a=1|2",
        title=words,
        source=words,
        author=words,
        minutes=3,
        via=(Via(url="https://b.example/(x)", source=words),),
        suggested_by=words,
        why=Why(reasons=(words,)),
    )
    module = Module(
        week=2,
        title=words,
        objective=words,
        content=(resource, resource.model_copy(update={"note": words})),
        conversation=(Question(id="q1", question=words, silence={"long": words}),),
        connection=Connection(
            people=(Person(name=words, url="https://c.example"),),
            prompts=(words,),
            thanks=(Thanks(name=words, reason=words),),
        ),
        dropped=(Dropped(url="https://d.example/dropped"),),
    )
    article = Article(url="https://d.example/1", title=words, text=words, source=words)
    return module, (Candidate(article, 1.0, (Reason(words),)),)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_stays_text_in_a_pull_request(words: str) -> None:
    """No element but the summary's own, no foreign link, nothing that a code host acts on."""
    module, candidates = everything(words)
    told = markdown_summary(
        COURSE, module, candidates, [("q1", Finding("long", "advice", words, words))], reasons=(words,)
    )
    html = render(told)
    calm_module, calm_candidates = everything("calm")
    calm = markdown_summary(
        COURSE,
        calm_module,
        calm_candidates,
        [("q1", Finding("long", "advice", "calm", "calm"))],
        reasons=("calm",),
    )
    assert re.findall(r"<[^>]*>", html) == re.findall(r"<[^>]*>", render(calm))
    assert told.count("\n") == calm.count("\n")
    plain = "".join(
        chr(int(m)) if (m := c[2:-1]).isdigit() else c for c in re.findall(r"&#\d+;|.", told, re.S)
    )
    for reach in (r"@\w", r"#\d", r"GH-\d", r"www\.", r"://evil"):
        assert not re.search(reach, plain), reach


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_any_text_is_escaped_for_tables_and_links(words: str) -> None:
    html = render(f"| a |\n| --- |\n| {escape(words)} |\n| {link(words, 'https://a.example/')} |")
    assert len(re.findall("<td>", html)) == 2
    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= {"table", "thead", "tbody", "tr", "th", "td", "a"}


def test_the_summary_shows_what_a_reviewer_needs() -> None:
    """Resources with reasons, questions with lint, the checklist, and who else might have been chosen."""
    module = WEEK.model_copy(
        update={
            "content": (BARE[0].model_copy(update={"why": Why(reasons=("close to the need",))}),),
            "dropped": (Dropped(url="https://d.example/9"),),
        }
    )
    candidates = [
        Candidate(Article(f"https://d.example/{n}", f"Story {n}", ""), 1 - n / 100, (Reason(f"why {n}"),))
        for n in range(12)
    ]
    own = Candidate(Article("https://a.example/0", "R0", ""), 2.0)
    rows = [LintRow("f", "question q1 (line 9)", "closed", "error", "Open it")]
    told = markdown_summary(COURSE, module, [own, *candidates], rows, reasons=("too little",))
    text = re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), told)
    assert "[R0](<https://a.example/0>)" in text
    assert "close to the need" in text
    assert "   - error, closed: Open it" in text
    assert "- too little" in text
    assert "(the best 8 of 11)" in text
    assert "Story 7" in text
    assert "Story 8" not in text
    assert "Story 9" not in text
    assert "- [ ] A step to take with somebody" in text
    assert markdown_summary(COURSE, module, [own, *candidates], rows, reasons=("too little",)) == told


def test_an_empty_week_has_a_summary() -> None:
    told = markdown_summary(COURSE, Module(week=1, title="One"))
    assert "Nothing yet." in told
    assert "No question yet." in told
    assert "Runners-up" not in told
