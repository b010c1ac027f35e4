"""What several curators say of a week stands beside it, is added to by splicing, and shows in the summary."""

from datetime import date

import pytest

from curator.errors import ConfigError
from curator.model import Agreement, Course, Module, Nomination, Resource
from curator.weeks.nominations import agree, agreed_mark, nominate, of_week, read_nominations, withdraw
from curator.weeks.summary import markdown_summary

DAY = date(2026, 11, 30)
LOAF = "https://oven.example/loaf"
COURSE = Course(slug="baking", title="Bake", need="New bakers must learn to ask", start=DAY)


def nomination(**fields):
    return Nomination(
        **{"week": 2, "url": LOAF, "title": "A loaf", "by": "Ada", "note": "Worth it", "on": DAY, **fields}
    )


def test_what_stands_there_stays_as_it_was_typed():
    hand = '# ours\nnominations:\n  - {week: 2, url: "https://a.example/", by: "Kim"}   # mine\nagreed: []\n'
    text = nominate(hand, nomination())
    assert '  - {week: 2, url: "https://a.example/", by: "Kim"}   # mine\n' in text
    known = read_nominations(text)
    assert [n.by for n in known.nominations] == ["Kim", "Ada"]
    assert read_nominations(agree(text, Agreement(week=2, by="كيم", on=DAY))).agreed[0].by == "كيم"


def test_whoever_says_it_again_is_not_counted_twice():
    text = nominate(None, nomination())
    text = nominate(text, nomination(by="ADA", url="http://www.oven.example/loaf/", note="Still"))
    text = agree(agree(text, Agreement(week=2, by="Ada", of="old")), Agreement(week=2, by="ada", of="new"))
    known = read_nominations(text)
    assert [n.note for n in known.nominations] == ["Still"]
    assert [a.of for a in known.agreed] == ["new"]
    assert read_nominations(nominate(text, nomination(week=3))).nominations[1].week == 3


def test_it_is_taken_back_by_name():
    text = agree(nominate(None, nomination()), Agreement(week=2, by="Ada"))
    assert read_nominations(withdraw(text, 2, "ada", LOAF)).nominations == ()
    assert read_nominations(withdraw(text, 2, "Ada")).agreed == ()
    with pytest.raises(ConfigError, match="nothing that Bo said"):
        withdraw(text, 2, "Bo", LOAF)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<<<<<<< ours\nagreed: []\n=======\nagreed: []\n>>>>>>> theirs\n", "merge-conflict marks"),
        ("nominations: [{week: 2, url: x, by: Ada}]\n", "not a web address"),
        ("votes: []\n", "votes"),
    ],
)
def test_mistakes_are_told_with_file_and_line_and_nothing_is_added(text, words):
    with pytest.raises(ConfigError, match=words) as wrong:
        nominate(text, nomination(), "courses/baking/nominations.yml")
    assert wrong.value.problems[0].file == "courses/baking/nominations.yml"


def test_the_summary_of_a_pull_request_says_the_same():
    module = Module(week=2, title="Ask", content=(Resource(url=LOAF, title="A loaf"),))
    text = nominate(None, nomination(note="@everyone <b>read</b>"))
    text = nominate(text, nomination(url="https://other.example/", title="Other", by="Bo", note=""))
    text = agree(text, Agreement(week=2, by="Ada", of=agreed_mark(module)))
    text = agree(text, Agreement(week=2, by="Bo", of="0" * 16))
    said = markdown_summary(COURSE, module, opinions=of_week(read_nominations(text), 2))
    assert "**Agreed to by** Ada, Bo (before the last changes)." in said
    assert "by Ada" in said
    assert "(in the week)" in said
    assert "@everyone" not in said
    assert "<b>" not in said
    assert markdown_summary(COURSE, module, opinions=of_week(read_nominations(text), 3)) == markdown_summary(
        COURSE, module
    )


def test_a_published_week_is_still_what_was_agreed_to():
    module = Module(week=2, title="Ask")
    assert agreed_mark(module) == agreed_mark(module.model_copy(update={"status": "published", "opens": DAY}))
    assert agreed_mark(module) != agreed_mark(module.model_copy(update={"title": "Ask more"}))
