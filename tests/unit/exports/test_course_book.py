"""Which weeks go along, and what is told when none does."""

import dataclasses
from datetime import date

import pytest
from export_fixture import fixture_book, own_book, unpack

from curator.errors import ConfigError
from curator.exports import FORMATS
from curator.exports.course_book import course_book

EARLY = date(2026, 1, 1)


def test_what_learners_see_goes_along_and_drafts_only_when_asked_for(tmp_path):
    seen = [c.slot.week for c in own_book().chapters]
    assert seen == [1, 2, 3, 4]
    everything = own_book(drafts=True)
    assert [c.slot.week for c in everything.chapters] == [1, 2, 3, 4, 5]
    assert "Draft." in unpack(FORMATS["markdown"].write(everything))["week-05.md"].decode()


def test_weeks_that_open_later_stay_at_home(tmp_path):
    assert [c.slot.week for c in fixture_book(tmp_path, today=date(2026, 11, 23)).chapters] == [1, 2]


def test_some_weeks_only():
    assert [c.slot.week for c in own_book(only=(2, 3)).chapters] == [2, 3]
    assert set(unpack(FORMATS["markdown"].write(own_book(only=(2,))))) == {"README.md", "week-02.md"}


def test_a_week_that_is_not_open_is_named_with_those_that_are():
    with pytest.raises(ConfigError, match=r"no open week 5, 9 .* 1, 2, 3, 4; --drafts"):
        own_book(only=(4, 5, 9))


def test_a_course_without_an_open_week_says_what_to_do():
    here = own_book()
    with pytest.raises(ConfigError, match=r"no published week is open yet .*curate publish social-learning"):
        course_book(here.project, here.course, here.weeks, EARLY)


def test_a_course_without_any_week_says_what_to_do():
    here = own_book()
    with pytest.raises(ConfigError, match=r"holds no week yet .*curate build"):
        course_book(here.project, here.course, (), EARLY, drafts=True)


def test_questions_lead_to_where_they_are_talked_over():
    here = own_book()
    link = here.chapters[0].questions[0].link
    assert link == f"{here.home}week-01.html#q1"
    nowhere = dataclasses.replace(here.project, site=here.project.site.model_copy(update={"site_url": ""}))
    assert not dataclasses.replace(here, project=nowhere).chapters[0].questions[0].link
