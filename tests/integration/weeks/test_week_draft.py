"""What the tool drafts: the calendar's week, resources with credit and a fair quotation, plain words."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.model import (
    Article,
    Candidate,
    Course,
    Dropped,
    Module,
    Participant,
    Question,
    Reason,
    Resource,
    Suggestion,
    Thanks,
    Week,
)
from curator.text.one_line import one_line, shorten
from curator.text.sentences import sentences_of
from curator.urls import canonical, web_address
from curator.weeks.calendar import Calendar, keywords_of, need_of, title_of
from curator.weeks.decisions import counts_of, decisions
from curator.weeks.draft import DraftContext, draft, resource_of
from curator.weeks.excerpt import excerpt, quotations
from curator.weeks.notice import NOT_READY
from curator.weeks.week_file import new_week_text, parse_week, week_name

START = date(2026, 11, 23)
COURSE = Course(
    slug="guilds", title="Guilds", need="New guilds need to hold their first meeting", start=START
)
PLANNED = COURSE.model_copy(
    update={
        "weeks": (
            Week(title="Begin", keywords=("start",)),
            Week(title="Hold", need="People must learn to hold a meeting", keywords=("meeting",)),
        ),
        "keywords": ("guild", "start"),
    }
)
TEXT = (
    "By Ann Lee\n4 min read\nA guild begins when three people who do the same work sit down at one table. "
    "They do not need a budget for that. They need an hour.\n"
) + "More words follow here, and nobody quotes them. " * 60


def article(n: int = 1, **changes: object) -> Article:
    return Article(
        **{
            "url": f"https://example.org/{n}",
            "title": f"Guild {n}",
            "text": TEXT,
            "published": datetime(2026, 11, 20, 8, tzinfo=UTC),
            "author": "Ann Lee",
            "source": "Example",
            "feed": "https://example.org/feed",
            **changes,
        }
    )


def candidate(n: int = 1, **changes: object) -> Candidate:
    return Candidate(
        article(n, **changes),
        0.71234,
        (Reason("close to the need", 0.7), Reason("keyword: guild")),
        tags=("guilds",),
    )


# --- calendar ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "open_ended", "planned"),
    [
        (date(2026, 11, 22), None, None),
        (date(2026, 11, 23), 1, 1),
        (date(2026, 11, 29), 1, 1),
        (date(2026, 11, 30), 2, 2),
        (date(2026, 12, 7), 3, None),
        (date(2027, 11, 22), 53, None),
    ],
)
def test_a_day_belongs_to_a_week(day: date, open_ended: int | None, planned: int | None) -> None:
    assert Calendar(COURSE).week_on(day) == open_ended
    assert Calendar(PLANNED).week_on(day) == planned


@pytest.mark.parametrize(
    ("day", "published", "due"),
    [
        (date(2026, 9, 1), (), 1),
        (date(2026, 9, 1), (1,), None),
        (date(2026, 11, 23), (), 1),
        (date(2026, 11, 23), (1,), 2),
        (date(2026, 11, 30), (1,), 2),
        (date(2026, 11, 30), (1, 2), None),
        (date(2026, 12, 7), (1, 2), None),
    ],
)
def test_a_build_drafts_the_open_week_then_the_next(
    day: date, published: tuple[int, ...], due: int | None
) -> None:
    assert Calendar(PLANNED).week_to_draft(day, published) == due


def test_weeks_are_named_and_needed_as_planned() -> None:
    assert (title_of(PLANNED, 2), title_of(PLANNED, 9), title_of(COURSE, 1)) == ("Hold", "Week 9", "Week 1")
    assert need_of(PLANNED, 2) == "People must learn to hold a meeting"
    assert need_of(PLANNED, 1) == f"Begin. {COURSE.need}"
    assert need_of(COURSE, 1) == COURSE.need
    named = PLANNED.model_copy(update={"title": "Begin"})
    assert need_of(named, 1) == COURSE.need, "the title of the course says nothing of a week"
    numbered = PLANNED.model_copy(update={"weeks": tuple(Week(title=f"Guilds, part {n}") for n in (1, 2))})
    course, other = (numbered.model_copy(update={"title": title}) for title in ("Guilds", "Other"))
    assert [need_of(course, n) for n in (1, 2)] == [COURSE.need] * 2, "nor does a number behind it"
    assert need_of(other, 1) == f"Guilds, part 1. {COURSE.need}"
    assert keywords_of(PLANNED, 1) == ("start", "guild")
    assert Calendar(COURSE).opens_on(2) == date(2026, 11, 30)
    assert Calendar(COURSE.model_copy(update={"start": date(9999, 12, 1)})).opens_on(9999) == date.max


# --- excerpt -----------------------------------------------------------------------------------------


def test_the_first_sentences_that_say_something_are_quoted() -> None:
    """By-lines and reading times are passed over, and whole sentences taken while they fit."""
    assert excerpt(article()) == (
        "A guild begins when three people who do the same work sit down at one table. "
        "They do not need a budget for that. They need an hour."
    )


@pytest.mark.parametrize("field", ["reserved", "paywalled"])
def test_nothing_is_quoted_where_quoting_is_not_welcome(field: str) -> None:
    assert excerpt(article(**{field: True})) == ""


def test_a_short_text_is_quoted_shortly_or_not_at_all() -> None:
    assert excerpt(article(text=TEXT[:500])) == ""
    quoted = excerpt(article(text=TEXT[:900]))
    assert 60 <= len(quoted) <= 90


def test_a_sentence_that_is_too_long_is_cut_only_where_a_person_chooses() -> None:
    text = "A guild " + "grows and grows and grows " * 200 + "until it stops."
    assert not list(quotations(article(text=text), weak=True))  # nobody reads a sentence of 600 words
    text = ("A guild " + "grows and grows and grows " * 14 + "until it stops. ") * 10
    assert excerpt(article(text=text)) == ""
    quoted = next(quotations(article(text=text), weak=True))
    assert len(quoted) <= 300
    assert quoted.endswith(("grows…", "and…"))


def test_sentences_do_not_end_at_abbreviations() -> None:
    told = "Dr. Lee met J. R. Smith in the U.S. last year. They spoke, e.g. about guilds. It helped!"
    assert list(sentences_of(told)) == [
        "Dr. Lee met J. R. Smith in the U.S. last year.",
        "They spoke, e.g. about guilds.",
        "It helped!",
    ]


@given(st.text(max_size=4000), st.text(max_size=80))
def test_a_quotation_is_always_fair(text: str, title: str) -> None:
    """At most 300 characters, at most a tenth, on one line, and in the article's own words."""
    text = text * 3
    quoted = excerpt(article(text=text, title=title))
    assert len(quoted) <= min(300, len(text) / 10)
    assert "\n" not in quoted
    assert quoted in one_line(text, 10**6)


def test_quotations_of_real_pages_are_fair(shared: Path) -> None:
    import json

    pages = json.loads((shared / "data/web/truth.json").read_text(encoding="utf-8"))
    quoted = {url: excerpt(article(text=text, title="")) for url, text in pages.items()}
    assert all(len(q) <= min(300, len(pages[url]) / 10) for url, q in quoted.items())
    long = [url for url, text in pages.items() if len(text) >= 1000]
    assert sum(bool(quoted[url]) for url in long) >= 0.97 * len(long)
    assert not any(q.endswith("…") for q in quoted.values())


# --- clean text --------------------------------------------------------------------------------------


@given(st.text(max_size=400), st.integers(1, 60))
def test_text_is_cut_to_its_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit
    cleaned = one_line(text, limit)
    assert len(cleaned) <= limit
    assert not set(cleaned) & set("\n\r\t\x00\u202e\u2066\u200b\ufeff\ud800")


def test_addresses_are_told_apart_by_what_matters() -> None:
    assert canonical("http://www.a.example/x/?utm_source=y&b=1#top") == canonical("https://a.example/x?b=1")
    assert canonical("https://a.example/x?b=1") != canonical("https://a.example/x?b=2")
    assert web_address(" https://a.example/x ") == "https://a.example/x"
    for bad in (
        "javascript:alert(1)",
        "ftp://a.example",
        "https://",
        "http://[::1",
        "https://a b",
        "//a.example",
        "",
    ):
        assert web_address(bad) == ""


# --- draft -------------------------------------------------------------------------------------------


def test_a_draft_credits_quotes_and_explains() -> None:
    chosen = [
        Candidate(
            article(1),
            0.71234,
            (Reason("close to the need", 0.7),),
            duplicates=(
                article(9, url="https://copy.example/x", source="Copy"),
                article(9, url="https://www.example.org/1/"),
                article(9, url="javascript:alert(1)"),
            ),
            tags=("guilds",),
        ),
        candidate(2, author="", kind="video", seconds=600),
        candidate(3, source="", feed="https://kim.example/feed"),
    ]
    module = draft(
        PLANNED,
        2,
        chosen,
        (Question(id="q1", question="How would you begin?", about=2),),
        DraftContext(
            suggestions=(Suggestion(url="http://example.org/2/", by="Bo"),),
            participants=(
                Participant(name="Kim", url="https://kim.example", feed="https://kim.example/feed"),
            ),
            homes={"https://example.org/feed": "https://example.org/home"},
        ),
    )
    first, second, third = module.content
    assert (module.title, module.status, module.opens) == ("Hold", "draft", None)
    assert "hold a meeting" in module.objective
    assert first.why is not None
    assert (first.why.score, first.why.reasons, first.why.tags) == (0.71, ("close to the need",), ("guilds",))
    assert [(v.url, v.source) for v in first.via] == [("https://copy.example/x", "Copy")]
    assert (first.published, first.minutes, first.tags) == (
        date(2026, 11, 20),
        article().minutes,
        ("guilds",),
    )
    assert (second.kind, second.minutes, second.suggested_by) == ("video", 10, "Bo")
    assert third.source == "example.org"
    assert module.conversation[0].about == 2
    assert [(p.name, p.url) for p in module.connection.people] == [
        ("Ann Lee", "https://example.org/home"),
        ("Kim", "https://kim.example"),
    ]
    assert [(t.name, t.reason) for t in module.connection.thanks] == [
        ("Bo", "suggested “Guild 2”"),
        ("Kim", "wrote “Guild 3”"),
    ]
    assert module.introduction == ""


def test_the_only_week_of_a_course_has_the_needs_objective_and_one_of_several_its_titles():
    several = PLANNED.model_copy(update={"weeks": (Week(title="Starting a guild"), Week(title="Next"))})
    one = PLANNED.model_copy(update={"weeks": (Week(title="Starting a guild"),)})
    assert draft(one, 1, []).objective == "By Friday you can hold your first meeting."
    assert "meeting" not in draft(several, 1, []).objective
    numbered = PLANNED.model_copy(update={"weeks": tuple(Week(title=f"Guilds, part {n}") for n in (1, 2))})
    assert "part 1" in draft(numbered.model_copy(update={"title": "Other"}), 1, []).objective
    assert "meeting" in draft(numbered.model_copy(update={"title": "Guilds"}), 1, []).objective


def test_the_course_s_own_name_is_no_thing_to_learn_or_to_ask_about():
    need = "Owners must learn more."
    named = PLANNED.model_copy(update={"title": "Before you build", "need": need, "weeks": ()})
    for title, held in (("Before you build", False), ("Choosing a builder", True)):
        module = draft(named.model_copy(update={"weeks": (Week(title=title),)}), 1, [])
        said = " ".join((module.objective, *module.connection.prompts))
        assert (title in said) is held, said


def test_a_resource_that_cannot_be_linked_to_is_not_asked_about_and_the_others_keep_their_questions() -> None:
    chosen = [candidate(1), candidate(2, url="file:///etc/passwd"), candidate(3), candidate(4)]
    questions = tuple(Question(id=f"q{n}", question="How?", about=n) for n in (1, 2, 3, 4))
    module = draft(COURSE, 1, chosen, questions)
    assert [r.title for r in module.content] == ["Guild 1", "Guild 3", "Guild 4"]
    assert [(q.id, q.about) for q in module.conversation] == [("q1", 1), ("q3", 2), ("q4", 3)]


@pytest.mark.parametrize(("count", "words"), [(0, "no resource"), (1, "1 resource"), (2, "2 resources")])
def test_a_week_with_too_little_says_so(count: int, words: str) -> None:
    module = draft(COURSE, 1, [candidate(n) for n in range(count)])
    assert module.introduction.startswith(NOT_READY)
    assert words in module.introduction
    assert "at least 3" in module.introduction


hostile = st.text(max_size=400) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "---\n...",
        "\u202egpj.exe",
        "x" * 5000,
        "{{ 7*7 }}",
    ]
)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.builds(
            Article,
            url=st.sampled_from(
                ["https://a.example/1", "https://b.example/2", "http://[", "javascript:x", ""]
            )
            | hostile,
            title=hostile,
            text=hostile,
            author=hostile,
            source=hostile,
            feed=hostile | st.just("https://a.example/feed"),
            seconds=st.none() | st.integers(-5, 10**9),
            pages=st.none() | st.integers(-5, 10**6),
            published=st.none() | st.datetimes(timezones=st.just(UTC)) | st.dates(),
        ),
        max_size=5,
    ),
    hostile,
)
def test_hostile_candidates_make_a_harmless_draft(articles: list[Article], words: str) -> None:
    """Whatever came from the network, the draft is a valid week file that reads back the same."""
    chosen = [
        Candidate(a, 1.0, (Reason(words),), duplicates=tuple(articles), tags=(words, "", "guilds"))
        for a in articles
    ]
    suggestions = (Suggestion(url="https://a.example/1", by=words),)
    module = draft(COURSE, 1, chosen, (), DraftContext(suggestions=suggestions, homes={"": words}))
    back = parse_week(new_week_text(module), week_name(1))
    assert back.model_copy(update={"drafted": ""}) == module
    for resource in module.content:
        assert resource.url.startswith(("http://", "https://"))
        assert len(resource.title) <= 300
        assert "\u202e" not in resource.title


def test_a_score_that_is_no_number_is_no_trouble() -> None:
    resource = resource_of(Candidate(article(), -0.0))
    assert resource is not None
    assert resource.why is not None
    assert str(resource.why.score) == "0.0"


# --- decisions ---------------------------------------------------------------------------------------


def test_only_what_a_person_decided_teaches() -> None:
    """Published content and noted resources are kept; what merely stands in a draft is not."""
    one = Module(
        week=1,
        title="One",
        status="published",
        content=(Resource(url="https://a.example/1", title="A", suggested_by="Bo"),),
        conversation=(Question(id="q1", question="How?", silence={"long": "fine"}),),
        connection={"thanks": [Thanks(name="Bo")]},
        dropped=(Dropped(url="https://a.example/2"), Dropped(url="https://a.example/3")),
    )
    two = Module(
        week=2,
        title="Two",
        content=(
            Resource(url="https://www.a.example/3/", title="C", note="After all."),
            Resource(url="https://a.example/4", title="D"),
            Resource(url="https://a.example/5", title="E", note="For want of better.", stopgap=True),
        ),
        conversation=(Question(id="q1", question="Why?"),),
    )
    kept, dropped = decisions([two, one])
    assert [r.title for r in kept] == ["A", "C"]
    assert dropped == ("https://a.example/2",)
    assert counts_of([two, one, one.model_copy(update={"week": 3, "content": (), "dropped": ()})]) == (
        (1, 2),
        (1, 0),
    )
