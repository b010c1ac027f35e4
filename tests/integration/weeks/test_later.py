"""Three ways out of a week: not this week, kept for later, never; each says what it means."""

from pathlib import Path

import pytest

from curator.errors import ConfigError
from curator.weeks import edit
from curator.weeks.edit import module_of

HAND = (Path(__file__).parents[2] / "fixtures/course/hand.md").read_text(encoding="utf-8")
FIRST = module_of(HAND).content[0]


def test_not_this_week_judges_nothing_and_is_remembered_until_it_comes_back():
    module = module_of(edit.take_out(HAND, FIRST.url))
    assert FIRST.url not in [r.url for r in module.content]
    assert (module.later, module.dropped) == (module_of(HAND).later, module_of(HAND).dropped)
    assert len(module.conversation) == len(module_of(HAND).conversation)
    out = edit.take_out(HAND, FIRST.url)
    assert module.aside == (FIRST.url,)
    assert module_of(edit.add_resource(out, FIRST)).aside == ()
    assert module_of(edit.drop_resource(out, FIRST.url)).aside == ()
    assert module_of(edit.keep_for_later(out, FIRST.url)).aside == ()
    with pytest.raises(ConfigError):
        edit.take_out(HAND, "https://nowhere.example/")


def test_a_resource_kept_for_later_leaves_the_week_with_its_title():
    text = edit.keep_for_later(HAND, FIRST.url, why="the week on tools")
    module = module_of(text)
    assert FIRST.url not in [r.url for r in module.content]
    assert [(k.url, k.title, k.why) for k in module.later] == [(FIRST.url, FIRST.title, "the week on tools")]
    assert edit.keep_for_later(text, FIRST.url) == text


def test_a_candidate_is_kept_by_its_address():
    module = module_of(edit.keep_for_later(HAND, "https://new.example/a", title="New"))
    assert [(k.url, k.title) for k in module.later] == [("https://new.example/a", "New")]
    assert module.content == module_of(HAND).content


def test_the_next_week_sees_what_was_kept_first(project, curate):
    today = ("--today", "2026-11-23")
    assert curate("build", "-C", project, *today, "-q").code == 0
    rows = curate("shortlist", "first-course", "--week", "1", "-C", project, *today, "--json").json
    last = next(r for r in reversed(rows) if r["score"] > 0)["url"]
    done = curate("keep", "first-course", last, "--week", "1", "-C", project, *today, "--json")
    assert done.json == {"course": "first-course", "week": 1, "later": last}
    later = curate("shortlist", "first-course", "--week", "2", "-C", project, *today, "--json").json
    (kept,) = [r for r in later if r["url"] == last]
    assert kept["reasons"][0] == "kept for later in week 1"
    assert kept["score"] > next(r for r in rows if r["url"] == last)["score"]
    out = rows[0]["url"]
    gone = curate(
        "drop", "first-course", out, "--not-this-week", "--week", "1", "-C", project, *today, "--json"
    )
    assert gone.json.items() >= {"course": "first-course", "week": 1, "out": out}.items()
    again = curate("shortlist", "first-course", "--week", "2", "-C", project, *today, "--json").json
    place = next(n for n, r in enumerate(again) if r["url"] == out)
    assert place > 0
    assert again[place]["reasons"][0] == "taken out of week 1"
    assert again[place]["score"] < again[0]["score"]
    second = curate("draft", "first-course", "--week", "2", "-C", project, *today, "--json")
    assert second.code == 0, second.err
    assert module_of((project / "courses/first-course/week-02.md").read_text()).content[0].url != out


def test_a_week_is_no_example_of_itself(project, curate):
    today = ("--today", "2026-11-23")
    assert curate("build", "-C", project, *today, "-q").code == 0
    file = project / "courses/first-course/week-01.md"
    first = module_of(file.read_text("utf-8")).content[0]
    assert curate("note", "first-course", first.url, "Read it aloud.", "-C", project, *today).code == 0

    def reasons(week):
        rows = curate("shortlist", "first-course", "--week", week, "-C", project, *today, "--json").json
        return [reason for row in rows for reason in row["reasons"] if "which was kept" in reason]

    assert reasons(1) == []
    assert reasons(2)
