"""What a curator does to a week from the terminal."""

import json
import os
import sys
from pathlib import Path

import pytest

from benchmarks.person import say_why
from curator.cli import cli, main
from curator.cli.common import Ctx, echo
from curator.weeks.edit import edit_file
from curator.weeks.removal import point
from curator.weeks.week_file import read_week

TODAY = ("--today", "2026-11-23")
COURSE = "first-course"


def week(project):
    return read_week(project / f"courses/{COURSE}/week-01.md", project)


def test_a_week_goes_from_draft_to_published_by_commands_alone(project, curate):
    curate("build", "-C", project, *TODAY, "-q")
    drafted = week(project)
    asked = next(q.about for q in drafted.conversation if q.about)
    second = drafted.content[asked - 1].url
    first = next(r.url for r in drafted.content if r.url != second)
    assert curate("note", COURSE, first, "Read", "this", "first.", "-C", project).code == 0
    dropped = curate("drop", COURSE, second, "--why", "too long", "-C", project)
    assert dropped.code == 0
    assert f"dropped from week 1: {second}" in dropped.out
    left = [q.id for q in week(project).conversation if q.was_about]
    assert left
    assert f"question {left[0]} was about it: point it at another resource" in dropped.out
    assert f"question {left[0]}" in curate("publish", COURSE, 1, "-C", project).out
    path = project / "courses" / COURSE / "week-01.md"
    for question in left:
        edit_file(path, project, lambda text, question=question: point(text, question, ""))
    held = curate("publish", COURSE, 1, "-C", project, "--json")
    assert held.code == 1
    assert "2 of at least 3" in " ".join(held.json["held"])
    rows = curate("shortlist", COURSE, "--week", 1, "-C", project, *TODAY, "--json").json
    assert second not in [row["url"] for row in rows], "what was dropped is not offered again"
    fresh = next(row["url"] for row in rows if row["url"] not in {r.url for r in week(project).content})
    assert "added to week 1" in curate("add", COURSE, fresh, "-C", project, *TODAY).out
    assert "stands already in week 1" in curate("add", COURSE, fresh, "-C", project, *TODAY).out
    say_why(project, course=COURSE)
    assert curate("publish", COURSE, 1, "-C", project).code == 0
    module = week(project)
    assert module.status == "published"
    assert module.content[0].note == "Read this first: it is short."
    assert [d.url for d in module.dropped] == [second]
    assert fresh in [r.url for r in module.content]
    curate("build", "-C", project, *TODAY, "-q")
    assert (project / f"site/{COURSE}/week-01.html").is_file()
    assert curate("unpublish", COURSE, 1, "-C", project).code == 0
    assert week(project).status == "draft"


def test_a_suggestion_becomes_a_candidate_with_credit(project, curate):
    assert curate("suggest", COURSE, "not-an-address", "-C", project).code == 2
    page = "https://curator-project.github.io/curator/starter/count-what-changed.html"
    assert "written to" in curate("suggest", COURSE, page, "--by", "Ada", "-C", project, *TODAY).out
    assert "has it already" in curate("suggest", COURSE, page, "--by", "Bo", "-C", project, *TODAY).out
    curate("build", "-C", project, *TODAY, "-q")
    rows = curate("shortlist", COURSE, "--week", 1, "-C", project, *TODAY, "--json").json
    assert page in [row["url"] for row in rows]


def test_commands_that_name_what_is_not_there_say_so(project, curate):
    for arguments in (
        ("publish", COURSE, 7),
        ("add", COURSE, "nothing"),
        ("note", COURSE, "https://a.example/x", "words"),
        ("unpublish", COURSE, 7),
        ("drop", COURSE, "https://a.example/x"),
    ):
        outcome = curate(*arguments, "-C", project)
        assert outcome.code in (1, 2)
        assert "Traceback" not in outcome.err
        assert outcome.err or outcome.out


def test_an_address_that_the_week_does_not_hold_is_not_said_to_be_dropped_from_it(project, curate):
    curate("build", "-C", project, *TODAY, "-q")
    outcome = curate("drop", COURSE, "https://a.example/x", "-C", project)
    assert outcome.code == 0
    assert "turned down; week 1 does not hold it: https://a.example/x" in outcome.out
    wrong = curate("drop", COURSE, "nonsense", "-C", project)
    assert wrong.code == 2
    assert wrong.err.startswith("nonsense: is not the address of a page")


def test_lint_counts_an_unreadable_week_as_an_error(project, curate):
    (project / f"courses/{COURSE}/week-01.md").write_text("---\nweek: 1\n---\n", encoding="utf-8")
    outcome = curate("lint", "-C", project, "--json")
    assert outcome.code == 1
    assert any(row["rule"] == "unreadable" for row in outcome.json)


def test_tags_that_a_person_set_survive_retagging(project, curate):
    curate("build", "-C", project, *TODAY, "-q")
    path = project / f"courses/{COURSE}/week-01.md"
    text = path.read_text(encoding="utf-8")
    start = text.index("    tags:")
    path.write_text(
        text[:start] + "    tags: [my own]\n" + text[text.index("    note:", start) :], encoding="utf-8"
    )
    assert curate("retag", "-C", project).code == 0
    assert "my own" in week(project).content[0].tags


WORDS = "red \x1b[31m\x9b31m \u202eback\u2066 \udc9b over\rwritten \U000e0041 caf\u00e9 \u65e5\u672c"


def test_nothing_that_a_terminal_obeys_is_printed(capsys):
    echo(WORDS + "\n\tnext line")
    echo(WORDS, err=True)
    printed = capsys.readouterr()
    assert printed.out == "red [31m31m back  overwritten  caf\u00e9 \u65e5\u672c\n\tnext line\n"
    assert printed.err == "red [31m31m back  overwritten  caf\u00e9 \u65e5\u672c\n"


def test_json_holds_the_same_words_and_nothing_that_a_terminal_obeys(capsys):
    Ctx(as_json=True).give({"error": WORDS})
    printed = capsys.readouterr().out
    assert json.loads(printed)["error"] == WORDS.replace("\udc9b", "\ufffd")
    assert all(char.isprintable() or char == "\n" for char in printed)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("can't start new thread"),
        ExceptionGroup(
            "tasks", [ValueError("x"), ExceptionGroup("more", [RuntimeError("can't start new thread")])]
        ),
    ],
)
def test_a_machine_that_gives_no_more_memory_or_threads_is_told_in_words(monkeypatch, capsys, error):
    monkeypatch.setattr(cli, "main", lambda *_, **__: (_ for _ in ()).throw(error))
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 1
    assert "ulimit" in capsys.readouterr().err


def test_a_bug_travels(monkeypatch):
    monkeypatch.setattr(cli, "main", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("a bug")))
    with pytest.raises(RuntimeError, match="a bug"):
        main([])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is UTF-8")
def test_a_folder_whose_name_is_no_utf_8_is_refused_in_words(tmp_path, curate):
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/b\xff\xfed")
    os.mkdir(folder)  # noqa: PTH102
    (Path(folder) / "feeds.yml").write_text("feeds: []\n")
    outcome = curate("build", "-C", folder)
    assert outcome.code == 2
    assert "not UTF-8" in outcome.err


def test_what_cannot_be_fetched_is_added_by_hand_and_what_was_used_is_told(project, curate):
    curate("build", "-C", project, *TODAY, "-q")
    what = ("--title", "The handbook", "--author", "Kim Lee", "--kind", "book", "--where", "shelf 3")
    added = curate("add", COURSE, *what, "--minutes", 20, "--note", "Chapter 3.", "-C", project)
    assert added.out == "added to week 1: The handbook (20 min)\n"
    book = week(project).content[-1]
    assert (book.url, book.where, book.kind, book.note) == ("", "shelf 3", "book", "Chapter 3.")
    assert "stands already in week 1" in curate("add", COURSE, *what, "-C", project).out
    first = week(project).content[0].url
    second = project / "courses" / COURSE / "week-02.md"
    second.write_text("---\nweek: 2\ntitle: Next\ncontent: []\n---\n", encoding="utf-8")
    again = curate("add", COURSE, first, "--title", "Once more", "--week", 2, "-C", project)
    assert "week 1 has it, too" in again.out
    for wrong in (
        (),
        ("--author", "Kim"),
        ("--title", "A talk"),
        ("--title", "x", "--kind", "concert", "--where", "y"),
    ):
        assert curate("add", COURSE, *wrong, "-C", project).code == 2, wrong


def test_what_hangs_on_a_resource_is_pointed_elsewhere_or_leaves_with_it(project, curate):
    curate("build", "-C", project, *TODAY, "-q")
    asked = next(q for q in week(project).conversation if q.about)
    url = week(project).content[asked.about - 1].url
    target = next(r.url for r in week(project).content if r.url != url)
    assert curate("drop", COURSE, url, "--not-this-week", "--point-to", target, "-C", project).code == 0
    moved = next(q for q in week(project).conversation if q.id == asked.id)
    assert week(project).content[moved.about - 1].url == target
    done = curate("drop", COURSE, target, "--along", "-C", project, "--json")
    assert done.json["left"] == {"questions": [], "people": [], "thanks": [], "steps": []}
    assert asked.id not in [q.id for q in week(project).conversation]
