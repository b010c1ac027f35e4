"""Lessons in the program: from which weeks they come, what they do to candidates, and how one is refused."""

from datetime import date
from types import SimpleNamespace

import pytest

from curator.app.lessons import as_learned, forget, lessons_of
from curator.errors import ConfigError
from curator.model import Article, Candidate, Course, Dropped, Module, Resource
from curator.weeks.learned import NOTHING_LEARNED

COURSE = Course(slug="wards", title="Wards", need="Wards need to hand over.", start=date(2026, 11, 23))
CUT = "title : front"
PAPER = "down from paper.example"


def article(url):
    title = f"Part {url[-1]}: what we saw" if "ward" in url else "News"
    return Article(url, title, "The house stands beside the river. " * 20)


def week(number, urls, dropped=(), *, status="published"):
    content = tuple(Resource(url=url, title=article(url).title.split(":")[0]) for url in urls)
    gone = tuple(Dropped(url=url) for url in dropped)
    return Module(week=number, title="One", status=status, content=content, dropped=gone)


def run_of(*modules):
    def pages(urls):
        return {url: SimpleNamespace(article=article(url)) for url in urls}

    pairs = [(None, module) for module in modules]
    return SimpleNamespace(modules={"wards": pairs}, store=SimpleNamespace(pages=pages))


WARD = [f"https://ward{n}.example/{n}" for n in range(9)]
NEWS = [f"https://paper.example/{n}" for n in range(6)]
TAUGHT = run_of(week(1, WARD[:5], NEWS[:3]), week(2, WARD[5:], NEWS[3:]))


def test_what_a_person_stood_by_and_turned_down_teaches_the_other_weeks():
    assert lessons_of(TAUGHT, COURSE, 3).keys == {CUT, PAPER}
    assert PAPER not in lessons_of(TAUGHT, COURSE, 2).keys
    untouched = run_of(week(1, WARD, status="draft"))
    assert lessons_of(untouched, COURSE, 2) == NOTHING_LEARNED
    assert lessons_of(run_of(), COURSE, 1) == NOTHING_LEARNED


def test_a_refused_lesson_teaches_nothing():
    course = COURSE.model_copy(update={"not_learned": (CUT,)})
    assert lessons_of(TAUGHT, course, 3).keys == {PAPER}


def test_a_lesson_puts_a_candidate_back_and_says_so():
    lessons = lessons_of(TAUGHT, COURSE, 3)
    news, ward = (Candidate(article(url), score) for url, score in ((NEWS[0], 0.7), (WARD[0], 0.6)))
    first, second = as_learned([news, ward], lessons)
    assert (first.url, second.url) == (ward.url, news.url)
    assert second.score == pytest.approx(0.2)
    assert second.reasons[0].text.startswith("learned from you: you turn down what comes from")
    assert as_learned([news, ward], NOTHING_LEARNED) == [news, ward]


def test_a_lesson_is_refused_in_the_courses_file_once(tmp_path):
    path = tmp_path / "courses/wards/course.yml"
    path.parent.mkdir(parents=True)
    path.write_text("# ours\ntitle: Wards\nneed: Wards need to hand over.\nstart: 2026-11-23\n", "utf-8")
    assert "forgotten" in forget(tmp_path, COURSE, CUT)
    assert path.read_text("utf-8").startswith("# ours\ntitle: Wards\n")
    assert CUT in path.read_text("utf-8")
    before = path.read_text("utf-8")
    assert "already" in forget(tmp_path, COURSE, CUT)
    assert path.read_text("utf-8") == before
    path.write_text("title: [", "utf-8")
    with pytest.raises(ConfigError):
        forget(tmp_path, COURSE, PAPER)
