"""The one calendar of a course: what moves with what, and on which day a week opens."""

from datetime import UTC, date, datetime, timedelta

import pytest

from curator.errors import ConfigError
from curator.model import Answers, Course, CourseWeek, Module, Question, Week
from curator.weeks.calendar import Calendar, alone_minutes, day_in, minutes_in_words, schedule, week_minutes
from curator.yamlio.reading import parse_yaml, validate

START = date(2026, 11, 30)
COURSE = Course(slug="c", title="C", need="People must learn to ask", start=START)
PLANNED = COURSE.model_copy(update={"weeks": tuple(Week(title=t) for t in ("A", "B", "C", "D"))})


def opening(course, pinned=None, weeks=4):
    return [Calendar(course, pinned or {}).opens_on(n) for n in range(1, weeks + 1)]


def test_a_changed_start_moves_every_week_that_nobody_pinned():
    later = COURSE.model_copy(update={"start": date(2027, 1, 4)})
    assert opening(COURSE, weeks=2) == [START, date(2026, 12, 7)]
    assert opening(later, weeks=2) == [date(2027, 1, 4), date(2027, 1, 11)]
    assert opening(later, {1: START}, 2) == [START, date(2026, 12, 7)]


def test_weeks_count_from_the_week_before_them():
    assert opening(COURSE, {3: date(2027, 1, 4)})[2:] == [date(2027, 1, 4), date(2027, 1, 11)]


def test_course_yml_may_name_a_day_and_the_week_file_overrules_it():
    weeks = (Week(title="A"), Week(title="B", opens=date(2026, 12, 9)), Week(title="C"))
    course = COURSE.model_copy(update={"weeks": weeks})
    assert opening(course, weeks=3)[1:] == [date(2026, 12, 9), date(2026, 12, 16)]
    assert opening(course, {2: date(2026, 12, 10)}, 3)[1:] == [date(2026, 12, 10), date(2026, 12, 17)]


def test_no_week_opens_in_a_break_but_one_that_somebody_pinned():
    course = COURSE.model_copy(update={"breaks": ((date(2026, 12, 14), date(2027, 1, 3)),)})
    assert opening(course) == [START, date(2026, 12, 7), date(2027, 1, 4), date(2027, 1, 11)]
    assert opening(course, {3: date(2026, 12, 15)})[2:] == [date(2026, 12, 15), date(2027, 1, 5)]


def test_the_week_under_way_is_found_across_a_break_and_the_next_drafted_before_it_opens():
    calendar = Calendar(PLANNED, {3: date(2027, 1, 4)})
    assert calendar.week_on(date(2026, 12, 28)) == 2
    assert calendar.week_to_draft(date(2026, 12, 20), {1, 2}) is None, "week 3 is two weeks away"
    assert calendar.week_to_draft(date(2026, 12, 28), {1, 2}) == 3
    assert calendar.week_to_draft(date(2027, 1, 5), {1, 2, 3}) == 4
    assert calendar.week_on(date(2027, 1, 17)) == 4
    assert calendar.week_on(date(2027, 1, 18)) is None


def test_an_archived_course_is_drafted_no_more():
    course = COURSE.model_copy(update={"archived": True})
    assert Calendar(course).week_to_draft(date(2026, 12, 1)) is None


def test_a_day_is_that_of_the_courses_zone():
    moment = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    assert day_in(COURSE.model_copy(update={"timezone": "Europe/Berlin"}), moment) == START
    assert day_in(COURSE.model_copy(update={"timezone": "America/New_York"}), moment) == date(2026, 11, 29)


def test_the_schedule_shows_the_same_days():
    modules = [Module(week=n, title=f"W{n}", status="published") for n in (1, 2)]
    modules.append(Module(week=3, title="W3", status="published", opens=date(2027, 1, 4)))
    found = schedule(PLANNED, [CourseWeek(PLANNED, m) for m in modules], date(2027, 1, 5))
    assert [s.opens.isoformat() for s in found.slots] == [
        "2026-11-30",
        "2026-12-07",
        "2027-01-04",
        "2027-01-11",
    ]
    assert found.current.week == 3
    assert found.current.until == date(2027, 1, 11)
    assert found.ends == date(2027, 1, 18)
    assert found.following.week == 4


def written(keys):
    text = f"title: C\nneed: People must learn\nstart: 2026-11-30\n{keys}\n"
    return validate(Course, {**parse_yaml(text, "course.yml"), "slug": "c"}, text, "course.yml")


def test_breaks_and_zones_are_read():
    course = written("timezone: Europe/Berlin\nbreaks: [2026-12-21/2027-01-03, 2027-02-01]")
    assert course.breaks == (
        (date(2026, 12, 21), date(2027, 1, 3)),
        (date(2027, 2, 1), date(2027, 2, 1)),
    )
    assert course.id == "c"
    assert written("id: 4f2c9a1e").id == "4f2c9a1e"


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("timezone: Berlin", "like Europe/Berlin"),
        ("timezone: ../etc/passwd", "like Europe/Berlin"),
        ("breaks: [2027-01-03/2026-12-21]", "ends before it begins"),
        ("breaks: [christmas]", "2026-12-21/2027-01-03"),
    ],
)
def test_what_is_no_zone_and_no_break_is_told_with_its_line(keys, words):
    with pytest.raises(ConfigError) as error:
        written(keys)
    (problem,) = error.value.problems
    assert problem.line == 4
    assert words in f"{problem.message} {problem.remedy}"


@pytest.mark.parametrize(
    ("need", "first"),
    [
        ("Leads must learn. They do not.", "Leads must learn."),
        ("Wer fragt? Alle.", "Wer fragt?"),
        ("聞くことを学ぶ。話す。", "聞くことを学ぶ。"),
        ("No end at all", "No end at all"),
        ("Version 2.0 of us. More.", "Version 2.0 of us."),
    ],
)
def test_learners_read_the_first_sentence_of_the_need_or_what_was_written_for_them(need, first):
    course = COURSE.model_copy(update={"need": need})
    assert course.public == first
    assert course.model_copy(update={"about": "For you."}).public == "For you."
    assert course.model_copy(update={"about": ""}).public == "", "whoever empties it wants nothing shown"


def _with_event(starts, minutes=45):
    event = {"title": "Practice", "starts": starts, "minutes": minutes}
    module = Module.model_validate(
        {
            "week": 1,
            "title": "A",
            "status": "published",
            "content": [
                {"url": "https://a.example/1", "title": "One", "minutes": 10},
                {"url": "https://a.example/2", "title": "Two", "minutes": 7, "optional": True},
            ],
            "conversation": [{"id": "q1", "question": "What would you do?"}],
            "connection": {"events": [event], "prompts": ["Ask somebody.", "Tell somebody."]},
        }
    )
    return CourseWeek(PLANNED, module)


@pytest.mark.parametrize(
    ("today", "event"),
    [
        (date(2026, 12, 1), 45),
        (date(2026, 12, 2), 45),  # its own day: browsers know when it is over
        (date(2026, 12, 3), 0),
    ],
)
def test_a_week_takes_its_content_an_answer_and_a_step_and_events_stand_beside_it(today, event):
    week = _with_event("2026-12-02T12:00:00+01:00")
    plan = schedule(PLANNED, [week], today)
    slot = plan.slots[0]
    assert slot.minutes == alone_minutes(week.module) == 10 + 5 + 10
    assert week_minutes(week.module, today) == slot.minutes + event, "as `curate status --json` counts"
    assert sum(e.minutes for e in slot.to_come) == event
    assert plan.to_come == slot.to_come
    assert plan.minutes == 4 * (10 + 5 + 10), "planned weeks are taken to be like those that stand"
    assert plan.about


def test_an_event_that_ends_after_midnight_is_of_the_next_day_in_its_own_zone():
    week = _with_event("2026-12-02T23:30:00-08:00", 60)
    assert schedule(PLANNED, [week], date(2026, 12, 3)).slots[0].over == frozenset()
    assert schedule(PLANNED, [week], date(2026, 12, 4)).slots[0].over == {1}


def test_an_answer_of_the_last_seven_days_is_a_fresh_one():
    module = Module(week=1, title="A", status="published")
    for last, fresh in ((1, True), (7, True), (8, False)):
        said = (Answers("q1", 2, date(2026, 12, 9) - timedelta(days=last - 1)),)
        week = CourseWeek(PLANNED, module, answers=said)
        assert bool(schedule(PLANNED, [week], date(2026, 12, 9)).slots[0].lately) is fresh


def test_an_event_is_told_beside_the_minutes_of_a_week():
    event = {"title": "Meet", "starts": datetime(2026, 12, 1, 12, tzinfo=UTC), "minutes": 60}
    read = {"url": "https://a.example/1", "title": "One", "minutes": 20}
    module = Module.model_validate(
        {"week": 1, "title": "A", "content": [read], "connection": {"events": [event]}}
    )
    assert (
        minutes_in_words(COURSE, module, START)
        == f"20 of at most {COURSE.minutes} minutes of content; 60 more at events"
    )
    asked = module.model_copy(update={"conversation": (Question(id="q1", question="How would you ask?"),)})
    told = "; 25 min in all: 20 to read, 5 to answer; and 60 more at events"
    assert minutes_in_words(COURSE, asked, START).endswith(told), "the parts add up to the sum before them"
    unread = asked.model_copy(update={"content": ()})
    assert minutes_in_words(COURSE, unread, START).endswith(
        "; 5 min in all: 5 to answer; and 60 more at events"
    )
    assert minutes_in_words(COURSE, module, date(2026, 12, 9)).endswith("minutes of content"), "it is over"
