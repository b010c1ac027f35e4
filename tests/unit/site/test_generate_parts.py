"""The parts that pages are made from: schedule, catalogue, metadata, words."""

import html
import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_fixture import generate_all, lay, read

from curator.model import Course, CourseWeek, Module, Participant, Person, Resource, Thanks, Week
from curator.site import catalogue, hub, suggesting
from curator.site.assets import cleaned
from curator.site.course_pages import _groups, _years, files
from curator.site.metadata import json_ld
from curator.site.page_renderer import PageRenderer, attribute, host, initial, moment
from curator.site.translations import Words
from curator.text.counting import count
from curator.weeks.calendar import schedule

COURSE = Course(
    slug="c", title="C", need="n", start=date(2026, 11, 2), weeks=(Week(title="A"), Week(title="B"))
)


def week(number, **fields):
    fields = {"title": f"Week {number}", "status": "published"} | fields
    return CourseWeek(COURSE, Module(week=number, **fields))


def titles(found):
    return [(s.week, s.title, s.opens, s.module is not None, s.current) for s in found.slots]


def test_a_week_opens_when_its_file_says_or_weekly_from_the_start():
    found = schedule(COURSE, [week(1), week(2, opens=date(2026, 11, 12))], date(2026, 11, 11))
    assert titles(found) == [
        (1, "Week 1", date(2026, 11, 2), True, True),
        (2, "B", date(2026, 11, 12), False, False),
    ]
    assert [slot.until for slot in found.slots] == [date(2026, 11, 12), date(2026, 11, 19)]


def test_planned_weeks_stand_in_the_schedule_and_unplanned_drafts_do_not():
    drafts = [week(1, status="draft"), week(3, status="draft"), week(4)]
    assert titles(schedule(COURSE, drafts, date(2026, 11, 2))) == [
        (1, "A", date(2026, 11, 2), False, False),
        (2, "B", date(2026, 11, 9), False, False),
        (4, "Week 4", date(2026, 11, 23), False, False),
    ]
    preview = schedule(COURSE, drafts, date(2026, 11, 2), drafts=True)
    assert [s.week for s in preview.open] == [1, 3, 4]
    assert preview.current is None, "a draft is never where we are"


def test_the_newest_open_week_is_where_we_are():
    weeks = [week(n) for n in (1, 2, 3)]
    for day, current in ((1, None), (2, 1), (8, 1), (9, 2), (30, 3)):
        found = schedule(COURSE, weeks, date(2026, 11, day))
        assert (found.current.week if found.current else None) == current
    assert found.current.until == date(2026, 11, 23)


def test_weeks_of_other_courses_stay_out():
    other = COURSE.model_copy(update={"slug": "d"})
    assert schedule(other, [week(1)], date(2027, 1, 1)).open == ()


def test_tags_that_differ_in_case_are_one_and_empty_ones_none():
    content = tuple(
        Resource(url=f"https://example.org/{n}", title="t", tags=tags)
        for n, tags in enumerate((("Guilds", "x"), ("guilds", "GUILDS"), (" ", "")))
    )
    found = catalogue.tags(catalogue.items([schedule(COURSE, [week(1, content=content)], date(2026, 11, 2))]))
    assert [(t.slug, t.name, len(t.items)) for t in found] == [("guilds", "Guilds", 2), ("x", "x", 1)]


def test_people_are_one_by_name_with_all_that_is_known_of_them():
    module = week(
        1,
        content=(Resource(url="https://example.org/a", title="T", author="ann LEE"),),
        connection={
            "people": (Person(name="Ann Lee", feed="https://ann.example/feed"),),
            "thanks": (Thanks(name="Bo", reason="an idea"), Thanks(name="Cy")),
        },
    )
    course = COURSE.model_copy(update={"people": (Person(name="ann lee", url="https://ann.example/"),)})
    blogs = (Participant(name="Bo", url="https://bo.example/", feed="https://bo.example/f"),)
    found = catalogue.people(schedule(course, [module], date(2026, 11, 2)), blogs)
    assert [(f.person.name, f.person.url, f.person.feed, f.role) for f in found] == [
        ("ann lee", "https://ann.example/", "https://ann.example/feed", "guide"),
        ("Bo", "https://bo.example/", "https://bo.example/f", "learner"),
        ("Cy", None, None, "thanked"),
    ]
    assert found[0].places == (
        ("week-01.html#connection", "named in week 1"),
        ("week-01.html#resource-1", "wrote “T”"),
    )
    assert found[1].places == (("week-01.html#connection", "thanked in week 1 for: an idea"),)


def test_only_whoever_wrote_something_in_a_week_comes_from_its_content():
    named = {"people": (Person(name="Ann Lee"), Person(name="Bo"))}
    content = (Resource(url="https://example.org/a", title="T", author="ann LEE"),)
    found = catalogue.people(
        schedule(COURSE, [week(1, content=content, connection=named)], date(2026, 11, 2))
    )
    assert {f.person.name: f.role for f in found} == {"Ann Lee": "voice", "Bo": "guide"}
    assert [f.week for f in found] == [1, 1]


@pytest.mark.parametrize(
    ("author", "kind", "said"),
    [
        ("Ann Lee", "article", "wrote “T”"),
        ("Ann Lee and Bo Chan", "paper", "wrote “T”"),
        ("By Bo Chan, Ann Lee", "video", "made “T”"),
        ("ann lee", "tool", "made “T”"),
        ("Annabel Lee", "article", None),
        ("", "article", None),
    ],
)
def test_what_somebody_made_is_told_where_nothing_else_is_said_of_them(author, kind, said):
    content = (Resource(url="https://example.org/a", title="T", author=author, kind=kind),)
    one = week(1, content=content, connection={"people": (Person(name="Ann Lee"),)})
    plan = schedule(COURSE, [one], date(2026, 11, 2))
    (face,) = catalogue.people(plan)
    assert face.wrote == (("week-01.html#resource-1", said) if said else None)
    assert catalogue.wrote_here(plan.open[0].module, Words(), "Ann Lee") == (
        ("#resource-1", said) if said else None
    )


@pytest.mark.parametrize(
    ("contact", "form", "account"),
    [
        ("https://github.com/o/r/issues", "https://github.com/o/r/issues/new/choose", "GitHub"),
        ("https://github.com/o/r/issues/new?template=suggest.yml", None, "GitHub"),
        ("https://gitlab.com/o/r/-/issues", None, "GitLab"),
        ("https://forms.example/1?u={url}", "https://forms.example/1?u=%7Burl%7D", ""),
        ("ask@yard.example", "mailto:ask@yard.example", ""),
    ],
)
def test_a_list_of_issues_is_no_form_and_who_needs_an_account_is_told(tmp_path, contact, form, account):
    project = lay(tmp_path / "project")
    project = replace(project, site=project.site.model_copy(update={"suggest": contact}))
    assert suggesting.form(project) == (form or contact)
    assert suggesting.account(suggesting.form(project)) == account


@given(
    st.recursive(st.text() | st.none() | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
def test_json_ld_never_ends_its_script(data):
    text = str(json_ld(data))
    assert not set(text) & set("<>&'")
    json.loads(text)


def test_pages_describe_themselves_to_machines(tmp_path):
    project = lay(tmp_path / "project")
    renderer = PageRenderer(project, project.root / "site_template")
    found = files(renderer, schedule(project.courses[0], read(project), date(2026, 11, 14)))
    front = found["week-02.md"].decode().split("---\n")[1]
    data = json.loads(json.loads(re.search(r"^jsonld: (.*)$", front, re.M)[1]))
    assert data["@type"] == "LearningResource"
    assert data["timeRequired"] == "PT56M", "its content, an answer and a step; the event is past"
    assert data["isPartOf"]["url"] == "https://yard.example/learn/hard-conversations/index.html"
    assert [p["@type"] for p in data["hasPart"]] == [
        "Article",
        "VideoObject",
        "ScholarlyArticle",
        "DiscussionForumPosting",
    ]
    assert data["hasPart"][1]["author"]["name"] == "R. Okafor & T. Bell"
    assert html.unescape(json.loads(re.search(r"^description: (.*)$", front, re.M)[1])).startswith(
        "You can open"
    )


def test_a_site_keeps_its_notes_apart_from_others_on_its_host(tmp_path):
    project = lay(tmp_path / "project")
    templates = project.root / "site_template"
    ids = set()
    for address in ("https://o.github.io/a/", "https://o.github.io/b/", "https://o.github.io/a-b/", ""):
        site = project.site.model_copy(update={"site_url": address})
        ids.add(PageRenderer(replace(project, site=site), templates).id)
    assert len(ids) == 4


def test_words_for_people():
    assert [count(n, "week") for n in (0, 1, 2)] == ["0 weeks", "1 week", "2 weeks"]
    when = datetime(2026, 12, 10, 12, tzinfo=timezone(timedelta(hours=1)))
    assert moment(when) == "Thursday, 10 December 2026, 12:00 UTC+01:00"
    assert [initial(n) for n in ("ann", "«Éa»", "山田", "…")] == ["A", "É", "山", "·"]


@pytest.mark.parametrize("name", ["onclick", "data-", 'data-x"', "data-X", "data-a b", "src"])
def test_a_provider_cannot_invent_attributes(name):
    with pytest.raises(ValueError, match="data attribute"):
        attribute(name)
    assert attribute("data-term") == "data-term"


@pytest.mark.parametrize(
    ("language", "spoken"), [("en", "en"), ("de-AT", "de-AT"), ("fi", "en"), ("fa", "en")]
)
def test_a_page_says_in_which_language_its_own_words_are_and_in_which_those_of_people(
    tmp_path, language, spoken
):
    project = lay(tmp_path / "project")
    course = project.courses[0].model_copy(update={"language": language})
    weeks = [CourseWeek(course, w.module) for w in read(project) if w.course.slug == course.slug]
    renderer = PageRenderer(project, project.root / "site_template")
    plan = schedule(course, weeks, date(2026, 11, 14))
    found = {name: data.decode() for name, data in files(renderer, plan).items() if name.endswith(".md")}
    assert renderer.theme(plan)["spoken"] == spoken
    marked = f'dir="auto" lang="{language}"'
    titles = [re.search(r"(?m)^# .*$", found[name])[0] for name in ("week-02.md", "people.md")]
    if spoken == language:
        assert "lang=" not in "".join(found.values())
    else:
        assert marked in found["week-02.md"]
        assert [f'lang="{language}"' in title for title in titles] == [True, False]


def test_a_sitemap_tells_the_day_of_a_pages_newest_week_and_never_that_of_the_build():
    given = (
        b"<url><loc>a</loc><lastmod>2026-11-30</lastmod><!--day 2026-11-09--></url><url><loc>b</loc></url>"
    )
    told = b"<url><loc>a</loc><lastmod>2026-11-09</lastmod></url><url><loc>b</loc></url>"
    assert cleaned("sitemap.xml", given) == told


def test_resources_stand_in_a_row_with_numbers_or_under_the_curators_headings():
    def content(*groups):
        return tuple(
            Resource(url=f"https://a.example/{n}", title=f"T{n}", group=g) for n, g in enumerate(groups, 1)
        )

    plain = _groups(Module(week=1, title="A", content=content("", "")))
    assert [(heading, [n for n, _ in cards]) for heading, cards in plain] == [("", [1, 2])]
    parts = _groups(Module(week=1, title="A", content=content("Start here", "Start here", "Go deeper")))
    assert [(heading, [n for n, _ in cards]) for heading, cards in parts] == [
        ("Start here", [1, 2]),
        ("Go deeper", [3]),
    ]


@pytest.mark.parametrize("grouped", [True, False])
def test_a_page_of_groups_has_headings_and_no_numbers(tmp_path, grouped):
    project = lay(tmp_path / "project")
    renderer = PageRenderer(project, project.root / "site_template")
    weeks = read(project)
    if grouped:
        content = tuple(r.model_copy(update={"group": "Start <here>"}) for r in weeks[0].module.content)
        weeks = (
            replace(weeks[0], module=weeks[0].module.model_copy(update={"content": content})),
            *weeks[1:],
        )
    page = files(renderer, schedule(project.courses[0], weeks, date(2026, 11, 14)))["week-01.md"].decode()
    assert ('<h3 class="c-group" dir="auto">Start &#60;here&#62;</h3>' in page) is grouped
    assert ('<span class="c-number" aria-hidden="true">1</span>' in page) is not grouped
    assert ('<h4 class="c-card__title"' in page) is grouped
    assert page.count('class="c-card"') == 2


def test_a_long_schedule_is_folded_by_years_and_a_short_one_is_not():
    weeks = tuple(Week(title=f"W{n}") for n in range(1, 121))
    course = COURSE.model_copy(update={"weeks": weeks, "start": date(2025, 11, 3)})
    plan = schedule(
        course, [CourseWeek(course, Module(week=20, title="x", status="published"))], date(2026, 4, 1)
    )
    years = _years(plan, Words())
    assert [(y["label"], y["open"]) for y in years] == [
        ("2025: weeks 1 to 9", False),
        ("2026: weeks 10 to 61", True),
        ("2027: weeks 62 to 113", False),
        ("2028: weeks 114 to 120", False),
    ]
    assert [s for y in years for s in y["slots"]] == list(plan.slots), "every week stands in it"
    short = schedule(COURSE, [], date(2026, 4, 1))
    assert [(y["label"], y["slots"]) for y in _years(short, Words())] == [("", short.slots)]


@pytest.mark.parametrize(
    ("contact", "private"),
    [
        ("jo@yard.example", True),
        ("https://github.com/o/r/issues", False),
        ("https://g.example/o/r/-/issues", False),
    ],
)
def test_nothing_private_is_promised_where_the_contact_is_a_public_list(tmp_path, contact, private):
    project = lay(tmp_path / "project")
    guidelines = project.courses[0].guidelines.model_copy(update={"contact": contact})
    course = project.courses[0].model_copy(update={"guidelines": guidelines})
    renderer = PageRenderer(project, project.root / "site_template")
    page = files(renderer, schedule(course, [], date(2026, 11, 14)))["guidelines.md"].decode()
    assert ("read by the moderator alone" in page) is private
    assert ("everybody can read" in page) is not private
    assert ("in private" in page or "private reply" in page) is False


def test_a_person_has_a_sentence_and_an_answer_by_mail_a_reader(tmp_path):
    project = lay(tmp_path / "project")
    renderer = PageRenderer(project, project.root / "site_template")
    plan = schedule(project.courses[0], read(project), date(2026, 11, 14))
    page = html.unescape(files(renderer, plan)["week-01.md"].decode())
    people = plan.open[0].module.connection.people
    assert people
    for person in people:
        number, title = next(
            (n, r.title) for n, r in enumerate(plan.open[0].module.content, 1) if r.author == person.name
        )
        wrote = f'<span class="c-about"><a href="#resource-{number}" dir="auto">wrote “{title}”</a></span>'
        assert (person.about or wrote) in page
    assert 'data-to="Jo Adeyemi">Send your answer by mail to <span dir="auto">Jo Adeyemi</span></a>' in page
    assert '<p class="c-label c-question__number">Question 1</p>' in page


def test_answers_may_go_elsewhere_than_reports(tmp_path):
    project = lay(tmp_path / "project")
    course = project.courses[0]
    rules = course.guidelines.model_copy(update={"answers": "talk@yard.example"})
    weeks = [replace(w, course=course.model_copy(update={"guidelines": rules})) for w in read(project)]
    plan = schedule(weeks[0].course, weeks, date(2026, 11, 14))
    found = files(PageRenderer(project, project.root / "site_template"), plan)
    week, guidelines = (html.unescape(found[name].decode()) for name in ("week-01.md", "guidelines.md"))
    assert 'href="mailto:talk@yard.example?subject=' in week
    said = f"{rules.moderator} (talk@yard.example)"
    assert f'data-to="{said}">Send your answer by mail to <span dir="auto">{said}</span></a>' in week
    assert "talk@yard.example" not in guidelines


@pytest.mark.parametrize(
    ("address", "said"),
    [("https://www.jo.example/a?b", "jo.example"), (None, ""), ("", ""), ("mailto:jo@yard.example", "")],
)
def test_a_host_is_written_as_people_say_it(address, said):
    assert host(address) == said


def test_guidelines_of_the_hub_name_no_course_that_has_not_begun(tmp_path):
    project = lay(tmp_path / "project")
    renderer = PageRenderer(project, project.root / "site_template")
    plans = [schedule(course, read(project), date(2026, 11, 14)) for course in project.courses]
    begun = [p.course.slug for p in plans if p.open]
    page = html.unescape(hub.files(renderer, plans)["guidelines.md"].decode())
    assert 0 < len(begun) < len(plans)
    assert all((f'href="{p.course.slug}/' in page) is (p.course.slug in begun) for p in plans)


@pytest.mark.parametrize(("planned", "says", "ends"), [(2, "Week 2 of 2", True), (1, "Week 2", False)])
def test_a_week_beyond_the_list_says_that_the_course_goes_on(tmp_path, planned, says, ends):
    project = lay(tmp_path / "project")
    course = project.courses[0].model_copy(
        update={"weeks": (Week(title="W"),) * planned, "start": COURSE.start}
    )
    written = [CourseWeek(course, Module(week=n, title=f"W{n}", status="published")) for n in (1, 2)]
    renderer = PageRenderer(project, project.root / "site_template")
    page = files(renderer, schedule(course, written, date(2026, 11, 14)))["week-02.md"].decode()
    assert re.search(r"<span>(Week 2[^<:]*)</span>", page)[1] == says
    assert ("This was the last week." in page) is ends


def test_an_empty_page_of_people_is_not_in_the_menu(tmp_path):
    project, out = lay(tmp_path / "project"), tmp_path / "out"
    alone = tuple(course.model_copy(update={"people": ()}) for course in project.courses)
    nobody = replace(project, participants={}, courses=alone)
    for weeks, project_then, named in (((), nobody, False), (read(project), project, True)):
        generate_all(project_then, weeks, out, today=date(2026, 11, 14))
        for folder in ("hub", "hard-conversations"):
            config = (out / folder / "mkdocs.yml").read_text("utf-8")
            assert ("people.md" in config, "unpeopled" in config) == (named, not named)
            assert (out / folder / "docs/people.md").is_file(), "old links still lead somewhere"
