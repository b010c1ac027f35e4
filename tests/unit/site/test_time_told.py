"""What pages say of the time is true on the day they are built, and browsers go on from there."""

import html
import re
from datetime import date

import pytest
from site_fixture import lay

from curator.model import Course, CourseWeek, Module, Week
from curator.site import course_pages, hub
from curator.site.nudge import nudge
from curator.site.page_renderer import PageRenderer
from curator.site.time_told import with_events
from curator.site.translations import words
from curator.weeks.calendar import schedule

COURSE = Course(
    slug="c",
    title="C",
    need="Colleagues must learn to ask each other.",
    start=date(2026, 11, 2),
    weeks=tuple(Week(title=f"Plan {n}") for n in (1, 2, 3)),
)


def written(course, number, events=()):
    asked = {
        "content": [{"url": f"https://a.example/{number}", "title": "T", "minutes": 12}],
        "conversation": [{"id": "q1", "question": "What would you do?"}],
        "connection": {"prompts": ["Ask somebody."], "events": list(events)},
    }
    module = {"week": number, "title": f"Week’s own {number}", "status": "published"} | asked
    return CourseWeek(course, Module.model_validate(module))


@pytest.fixture
def told(tmp_path):
    """Draw pages as they are on a day: told(today, weeks, course) returns hub, course and week pages."""
    project = lay(tmp_path / "project")

    def draw(today, count, course=COURSE, events=()):
        plan = schedule(course, [written(course, n + 1, events) for n in range(count)], today)
        renderer = PageRenderer(project, project.root / "site_template")
        pages = course_pages.files(renderer, plan)
        found = {"hub": hub.files(renderer, [plan])["index.md"], "course": pages["index.md"]}
        found |= {n: pages[f"week-{n:02d}.md"] for n in range(1, count + 1) if f"week-{n:02d}.md" in pages}
        return {name: html.unescape(data.decode()) for name, data in found.items()}

    return draw


def visible(page):
    """Return what a reader sees who has no scripts: without what waits in attributes, or hides."""
    return re.sub(r"<[^>]*>", "", re.sub(r"<(\w+)[^>]* hidden>.*?</\1>", "", page))


def later(page):
    """Return what browsers say once a moment has come: (moment, words)."""
    return re.findall(r'data-until="([^"]*)" data-later="([^"]*)"', page)


def test_the_week_that_runs_says_so_and_what_comes_after_it(told):
    pages = told(date(2026, 11, 10), 2)
    for name in ("hub", "course"):
        assert "This week" in visible(pages[name])
        assert "until Sunday" in visible(pages[name])
        assert ("2026-11-16", "Latest week") in later(pages[name])
        assert ("2026-11-16", "ended on 15 November 2026") in later(pages[name])
        assert ("2026-11-16", "Week 3 is being prepared; it has no date yet.") in later(pages[name])
        assert "being prepared" not in visible(pages[name])
    assert "until Sunday" in visible(pages[2])
    ended = "This week ended on 15 November 2026. What it holds stays open."
    assert ("2026-11-16", ended) in later(pages[2])
    assert "ended" not in visible(pages[2])


def test_a_week_that_gave_way_says_when_and_leads_to_the_others(told):
    page = told(date(2026, 11, 10), 2)[1]
    assert "This week ended on 8 November 2026. What it holds stays open. All weeks" in visible(page)
    assert "until" not in visible(page).replace("until you", "").split("Content")[0]


def test_a_week_whose_successor_is_late_says_that_nothing_new_has_come(told):
    pages = told(date(2026, 11, 20), 2)
    for name in ("hub", "course", 2):
        seen = visible(pages[name])
        assert "This week" not in seen.replace("This week ended", "").replace("Open this week", "")
        assert "Week 3 is being prepared; it has no date yet." in seen
        assert "ended on 15 November 2026" in seen
    assert "being prepared, no date yet" in visible(pages["course"])


def test_a_week_before_a_break_names_the_day_of_the_next_one(told):
    breaks = ((date(2026, 11, 16), date(2026, 11, 29)),)
    course = COURSE.model_copy(update={"breaks": breaks})
    seen = visible(told(date(2026, 11, 20), 2, course)["hub"])
    assert "until 29 November 2026" in seen
    assert "This week" in seen
    pages = told(date(2026, 12, 1), 2, course)
    assert "Week 3 is being prepared; it has no date yet." in visible(pages["hub"])


@pytest.mark.parametrize("archived", [False, True])
def test_a_course_that_has_ended_says_so(told, archived):
    course = COURSE.model_copy(update={"archived": archived})
    pages = told(date(2027, 2, 1), 3, course)
    assert "ended on 22 November 2026" in visible(pages["course"])
    assert "This was the last week. All of them stay open." in visible(pages["course"])
    assert ("ended on 22 November 2026" in visible(pages["hub"])) is not archived


def test_weeks_of_an_archived_course_that_were_never_written_are_not_being_prepared(told):
    pages = told(date(2027, 2, 1), 2, COURSE.model_copy(update={"archived": True}))
    assert "being prepared" not in pages["course"]
    assert "Plan 3" not in pages["course"]
    assert "2 weeks" in visible(pages["course"])


def test_the_minutes_are_one_sum_of_the_same_parts_everywhere(told):
    pages = told(date(2026, 11, 10), 2)
    for name in ("hub", "course"):
        assert "27 min" in visible(pages[name])
        for part in ("12 min to read", "5 min to answer", "10 min with others"):
            assert part in visible(pages[name])
        assert "about 81 min in all" in visible(pages[name]), "a planned week is taken to be like the others"
    tiles = visible(pages[2]).replace("\u00a0", " ")
    assert "27 min" in tiles
    for part in (
        "1 piece (12 min)",
        "1 question (5 min for one)",
        "1 thing to try (10 min for one of them)",
    ):
        assert part in tiles


EVENTS = (
    {"title": "Meet", "starts": "2026-11-12T12:00:00+00:00", "minutes": 60},
    {"title": "Meet again", "starts": "2026-11-13T12:00:00+00:00", "minutes": 30},
)


def test_events_stand_beside_the_minutes_and_leave_when_they_are_over(told):
    pages = told(date(2026, 11, 10), 1, events=EVENTS)
    for name in ("hub", "course", 1):
        assert "27 min, 2 events (90 min)" in visible(pages[name]).replace("\u00a0", " ")
        moments, words = next(found for found in later(pages[name]) if "27" in found[1])
        assert moments == "2026-11-12T13:00:00+00:00 2026-11-13T12:30:00+00:00"
        assert words.replace("\u00a0", " ") == "27 min, 1 event (30 min)|27 min"
        assert "117" not in pages[name], "no sum holds an event"
    assert "10 min with others" in visible(pages["hub"])
    assert "about 81 min in all, 2 events (90 min)" in visible(pages["course"])
    assert "event" not in visible(told(date(2026, 11, 14), 1, events=EVENTS)["hub"])


def test_a_message_and_exports_tell_events_beside_the_minutes(tmp_path):
    project = lay(tmp_path / "project")
    week = written(COURSE, 1, EVENTS)
    message = nudge(project, COURSE, week.module)
    assert "1 piece, 27 minutes, 1 question, 2 events (90 min)" in message.text
    assert "117" not in message.text
    t = words(project.root / "site_template" / "words", "de")
    assert with_events(t, 27, week.module.connection.events) == "27 Min., 2 Termine (90 Min.)"
    assert with_events(t, 0, ()) == ""
