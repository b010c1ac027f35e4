"""Connection that is real: authors, learners' own posts, suggestions, thanks."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.errors import ConfigError
from curator.model import (
    Article,
    Candidate,
    Connection,
    Course,
    Entry,
    Module,
    Participant,
    Person,
    Suggestion,
)
from curator.weeks.connection import (
    authors,
    credit,
    participant_posts,
    people_of_week,
    suggested,
    thanks_for,
    week_window,
)
from curator.weeks.excerpt import excerpt
from curator.weeks.notice import without_proposals
from curator.weeks.suggestions import append_suggestions, from_issue, read_suggestions

COURSE = Course(
    slug="guilds",
    title="Guilds",
    need="Hold a first meeting",
    start=date(2026, 11, 23),
    people=(Person(name="Ann Lee", url="https://ann.example", feed="https://ann.example/feed"),),
)
KIM = Participant(name="Kim", url="https://kim.example", feed="https://kim.example/feed", tag="#Guild Days")


def by(author: str, **changes: object) -> Candidate:
    return Candidate(
        Article(
            **{
                "url": "https://a.example/1",
                "title": "A",
                "text": "",
                "author": author,
                "source": "Site",
                **changes,
            }
        ),
        1.0,
    )


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("By Ann Lee and Bo Chan", ("Ann Lee", "Bo Chan")),
        ("Ann Lee, Bo Chan & Cy Diaz", ("Ann Lee", "Bo Chan", "Cy Diaz")),
        ("Ann Lee, PhD", ("Ann Lee",)),
        ("Ann Lee (guest)", ("Ann Lee",)),
        ("José Álvarez; 王小明", ("José Álvarez", "王小明")),
        ("admin", ()),
        ("Staff Writer", ()),
        ("ann@example.org", ()),
        ("https://example.org/ann", ()),
        ("Ann Lee and Ann Lee", ("Ann Lee",)),
        ("Al Bo, Cy Di, Ed Fi, Gil Ho, Ida Jo", ("Al Bo", "Cy Di", "Ed Fi", "Gil Ho")),
        ("Guest blogger, Telegraph Sport, jdoe42", ()),
        ("", ()),
    ],
)
def test_people_are_found_in_a_by_line(line: str, names: tuple[str, ...]) -> None:
    assert authors(by(line).article) == names


@given(st.text(max_size=500))
def test_any_by_line_gives_a_few_short_names(line: str) -> None:
    for name in authors(by(line).article):
        assert 2 <= len(name) <= 80
        assert "@" not in name
    assert len(authors(by(line).article)) <= 4


def test_credit_keeps_the_line_and_names_the_site() -> None:
    assert credit(by("By Ann Lee, PhD").article) == ("Ann Lee, PhD", "Site")
    assert credit(by("ann@example.org", source="").article) == ("", "a.example")


def test_people_of_the_week_are_introduced_once_with_site_and_feed() -> None:
    people = people_of_week(
        COURSE,
        [
            by("ann lee", feed="https://b.example/feed"),
            by("Bo Chan", feed="https://b.example/feed"),
            by("", url="https://www.c.example/x", source="C Weekly", feed="starter/feed.xml"),
            by("whoever", feed=KIM.feed),
            by("Bo Chan", url="https://d.example/"),
        ],
        participants=(KIM,),
        homes={"https://b.example/feed": "javascript:alert(1)"},
    )
    assert [(p.name, p.url, p.feed) for p in people] == [
        ("Ann Lee", "https://ann.example", "https://ann.example/feed"),
        ("Bo Chan", None, "https://b.example/feed"),
        ("Kim", "https://kim.example", "https://kim.example/feed"),
    ]


# --- participants ------------------------------------------------------------------------------------


def post(n: int, **changes: object) -> Entry:
    values = {"url": f"https://kim.example/{n}", "title": f"Post {n}", "published": day(n), **changes}
    return Entry(**values)


def day(n: int) -> datetime:
    return datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=n)


def test_nobody_is_introduced_with_a_login() -> None:
    login = "ada:secret@"
    ann = Person(name="Ann Lee", url=f"https://{login}ann.example/", feed=f"https://{login}ann.example/feed")
    course = COURSE.model_copy(update={"people": (ann,)})
    kim = KIM.model_copy(update={"feed": f"https://{login}kim.example/feed"})
    chosen = [by("Ann Lee"), by("Kim", feed=kim.feed), by("Bo Chan", feed=f"https://{login}bo.example/feed")]
    people = people_of_week(course, chosen, participants=[kim])
    assert [p.feed for p in people] == [f"https://{name}.example/feed" for name in ("ann", "kim", "bo")]
    assert "secret" not in repr(people)


def test_posts_with_the_courses_tag_belong_to_it() -> None:
    """As a category or a hashtag, in any case; the same address once; the newest first."""
    entries = [
        post(1, categories=("guild days",)),
        post(2, summary="Today at #GuildDays: tea"),
        post(3, content="<p>#guilddays</p>"),
        post(4, title="Guild days without a mark"),
        post(5, summary="#guilddays2 is another thing"),
        post(6, url="javascript:alert(1)", categories=("guild days",)),
        post(1, url="http://www.kim.example/1/", categories=("guild days",)),
    ]
    posts = participant_posts((KIM, e) for e in entries)
    assert [p.entry.title for p in posts] == ["Post 3", "Post 2", "Post 1"]
    assert posts[0].participant == KIM


def test_posts_belong_to_the_days_around_their_week() -> None:
    free = KIM.model_copy(update={"tag": ""})
    since, until = week_window(date(2026, 11, 16))
    entries = [post(n) for n in range(30)] + [post(40, published=None)]
    posts = participant_posts(((free, e) for e in entries), since=since, until=until)
    assert [p.entry.published.day for p in posts if p.entry.published] == list(range(22, 8, -1))
    assert len(participant_posts((free, e) for e in entries)) == 31


# --- suggestions -------------------------------------------------------------------------------------


def test_whoever_suggested_first_is_credited_and_thanked() -> None:
    offered = (
        Suggestion(url="http://www.a.example/1/", by="Bo"),
        Suggestion(url="https://a.example/1", by="Cy"),
        Suggestion(url="https://a.example/2", by=" "),
    )
    assert suggested("https://a.example/1?utm_source=mail", offered) == offered[0]
    thanks = thanks_for([by("x"), by("x", url="https://a.example/2"), by("x")], offered)
    assert [(t.name, t.reason) for t in thanks] == [("Bo", "suggested “A”")]


HAND = """\
# ours
suggestions:
  # from the canteen
  - {url: "https://a.example/1", by: Bo}   # good one

  - url: https://a.example/2
    by: Cy
"""


def test_a_suggestion_is_added_and_the_rest_stays() -> None:
    new = append_suggestions(
        HAND, [Suggestion(url="https://a.example/3", by="Di", note="Short: and good", on=date(2026, 11, 23))]
    )
    assert new == HAND + (
        "\n  - url: https://a.example/3\n    by: Di\n"
        '    note: "Short: and good"\n'
        "    on: 2026-11-23\n".replace("    on:", '    "on":')
    )
    assert [s.by for s in read_suggestions(new)] == ["Bo", "Cy", "Di"]
    assert append_suggestions(new, [Suggestion(url="http://a.example/2/", by="Late")]) == new


@pytest.mark.parametrize(
    "text", [None, "", "# nothing yet\n", "suggestions:\n", "suggestions: []\n", "\ufeff# x\r\n"]
)
def test_the_first_suggestion_finds_its_place(text: str | None) -> None:
    new = append_suggestions(text, [Suggestion(url="https://a.example/3", by="Di")])
    assert [(s.url, s.by) for s in read_suggestions(new.removeprefix("\ufeff"))] == [
        ("https://a.example/3", "Di")
    ]
    assert new.startswith((text or "").rstrip("\n")[:8])


def test_a_broken_suggestions_file_is_named() -> None:
    with pytest.raises(ConfigError, match=r"courses/guilds/suggestions\.yml:1"):
        append_suggestions(
            "sugestions: []\n", [Suggestion(url="https://a.example/3")], "courses/guilds/suggestions.yml"
        )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_words_make_a_suggestion_that_reads_back(by_whom: str, note: str) -> None:
    new = append_suggestions(HAND, [Suggestion(url="https://a.example/3", by=by_whom, note=note)])
    assert len(yaml.safe_load(new)["suggestions"]) == 3
    assert new.startswith(HAND)


def test_an_issue_form_becomes_a_suggestion() -> None:
    body = (
        "### Address\r\n\r\n<https://a.example/x>.\r\n\r\n### Why would it help?\r\n\r\nShort.\r\nAnd clear."
        "\r\n\r\n### Your name\r\n\r\n_No response_\r\n"
    )
    told = from_issue(body, "octo", date(2026, 11, 23))
    assert (told.url, told.by, told.note, told.on) == (
        "https://a.example/x",
        "octo",
        "Short. And clear.",
        date(2026, 11, 23),
    )
    assert from_issue(body.replace("_No response_", "Di"), "octo").by == "Di"
    with pytest.raises(ConfigError, match="https://"):
        from_issue("### Address\n\njavascript:alert(1)", "octo")


@pytest.mark.parametrize("piece", [" ", "# ", "#\t \n", "# a \n", "https://a.example/x ", "https://", "\r\n"])
def test_reading_a_form_takes_time_in_line_with_its_length(piece):
    body = "### Address\nhttps://a.example/x\n\n### Why\n" + piece * (20_000 // len(piece))
    started = time.process_time()
    for _ in range(10):
        from_issue(body, "octo")
    assert time.process_time() - started < 2


WARD = (
    "A ward that looks at one mistake each week makes half as many, because people talk about it.\n"
    "Ask what led to a mistake instead of who made it, because people stop telling when they are blamed.\n"
) + "The house stands beside the river and has a red door that nobody uses on a Sunday any more.\n" * 60


def test_why_to_meet_somebody_is_proposed_in_their_own_words():
    page = Article("https://a.example/1", "Mistakes on a ward", WARD, author="Ada Lin, Bo Chan")
    need = "Wards need to talk about a mistake"
    ada, bo = people_of_week(COURSE, [Candidate(page, 1.0)], need=need)
    assert ada.about.startswith("(proposed) “")
    assert ada.about.removeprefix("(proposed) “").removesuffix("”") in WARD
    assert ada.about[12:40] not in excerpt(page, need=need)
    assert bo.about == ""
    (alone, _) = people_of_week(COURSE, [Candidate(page, 1.0)])
    assert alone.about == ""
    reserved = replace(page, reserved=True)
    assert people_of_week(COURSE, [Candidate(reserved, 1.0)], need=need)[0].about == ""


def test_learners_do_not_read_what_is_only_proposed_of_a_person():
    people = (Person(name="Ada", about="(proposed) “So it is.”"), Person(name="Bo", about="Runs a ward."))
    module = Module(week=1, title="One", connection=Connection(people=people))
    assert [p.about for p in without_proposals(module).connection.people] == ["", "Runs a ward."]


@pytest.mark.parametrize(
    ("author", "source"),
    [
        ("Meal Plans", ""),
        ("Quiet Light", "Quiet Light"),
        ("Ward Insider", ""),
        ("Ada Web", ""),
        ("Parkview Health", ""),
        ("Member Login", ""),
        ("Facebook LinkedIn Email", ""),
        ("M.A. Journalism", ""),
    ],
)
def test_words_and_sites_are_nobody_to_meet(author, source):
    text = "Every meal needs plans, and a light in the window tells who is at home on the ward tonight. " * 9
    assert authors(Article("https://a.example/1", "Title", text, author=author, source=source)) == ()


def test_a_person_whose_site_has_their_name_is_somebody_to_meet():
    page = Article(
        "https://a.example/1", "Title", "A light in the window. " * 30, author="Ada Lin", source="Ada Lin"
    )
    assert authors(page) == ("Ada Lin",)
