"""`curate init` on a terminal: what it asks, and what becomes of lists that are pasted into it."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from pull_server import FEED, Request, answer, serving

from benchmarks.person import say_why

FRONT = ["Neighbours must learn to lend a ladder.", "Ladders", ""]


def site(request: Request) -> bytes:
    if request.host.endswith("oak.example"):
        return answer(404)
    return answer(200, FEED)


def init(folder: Path, typed: str) -> tuple[int, str]:
    """Run `curate init here` on a terminal at which all of this is typed ahead; return its code and output."""
    ours, theirs = os.openpty()
    with serving(site) as server:
        command = [sys.executable, "-m", "curator", "init", "here", "--proxy", server.address]
        child = subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        os.write(ours, typed.encode())
        told = b""
        try:
            while piece := os.read(ours, 4096):
                told += piece
        except OSError:  # Linux: the other end is closed
            pass
        os.close(ours)
        return child.wait(timeout=60), told.decode(errors="replace").replace("\r\n", "\n")


def feeds(folder: Path) -> list[str]:
    return [feed["url"] for feed in yaml.safe_load((folder / "here/feeds.yml").read_text("utf-8"))["feeds"]]


@pytest.mark.parametrize(
    "pasted",
    [
        "http://alder.example/\nhttp://birch.example/feed\nhttp://cedar.example\n",
        "http://alder.example/\n\n- Birch: http://birch.example/feed\n\n\n- http://cedar.example\n",
        "http://alder.example/, http://birch.example/feed; http://cedar.example,\n",
    ],
)
def test_a_pasted_list_is_taken_whole_and_becomes_no_other_answer(tmp_path, pasted):
    code, told = init(tmp_path, "\n".join([*FRONT, pasted, ""]))
    assert code == 0, told
    expected = ["http://alder.example/", "http://birch.example/feed", "http://cedar.example"]
    assert feeds(tmp_path) == expected, told
    assert "not added" not in told


def test_what_failed_is_counted_and_each_has_its_reason(tmp_path):
    sites = "http://oak.example, http://alder.example, http://red.oak.example"
    code, told = init(tmp_path, "\n".join([*FRONT, sites, "", ""]))
    assert code == 0
    assert told.splitlines()[-1].startswith("Next: cd here && curate build   (reads the sites")
    assert "2 of 3 addresses were not added:\nhttp://oak.example: not found (404)" in told
    assert "later: curate feeds add http://oak.example http://red.oak.example\n" in told
    assert feeds(tmp_path) == ["http://alder.example"]


def course(folder: Path, name: str) -> dict[str, Any]:
    return yaml.safe_load((folder / f"here/courses/{name}/course.yml").read_text("utf-8"))


def test_a_need_is_kept_word_for_word_and_said_back_whole(tmp_path):
    need = "New leads need to learn how to take criticism without taking it personally"
    code, told = init(tmp_path, "\n".join([need, "", "", "", ""]))
    assert code == 0, told
    assert "nothing has to be done about it here" in told
    assert "- take criticism without taking it personally\n" in told
    assert f"never shown to learners: {need}\n" in told
    made = course(tmp_path, "taking-criticism-without-taking-it-personally")
    assert (made["need"], made["weeks"]) == (need, [])


def test_a_course_of_one_week_is_one_number_and_a_wrong_one_is_asked_again(tmp_path):
    code, told = init(tmp_path, "\n".join([*FRONT[:2], "many", "1", "", ""]))
    assert code == 0, told
    assert "not a valid integer" in told
    assert course(tmp_path, "ladders")["weeks"] == [{"title": "Ladders"}]
    assert "Weeks: 1; then the course ends" in told


def test_what_was_not_asked_is_told_in_one_line_at_the_end(tmp_path):
    _, told = init(tmp_path, "\n".join([*FRONT, "", ""]))
    (line,) = [line for line in told.splitlines() if line.startswith("Later, in the settings")]
    assert [word for word in ("who curates", "reach you", "address of the site") if word not in line] == []
    assert "the name (now that of the course) and address of the site" in line
    assert 'site_name: "Ladders"\n' in (tmp_path / "here/mkdocs.yml").read_text("utf-8")
    assert told.splitlines()[-1] == "Next: cd here && curate feeds add example.org   (then curate build)"


NEED = ("--need", "Neighbours must learn to lend a ladder.")


def test_without_a_feed_the_next_thing_is_to_name_one(tmp_path, curate):
    add = "curate feeds add example.org   "
    ends = {(): f"{add}(with --proxy URL behind a proxy; then curate build)"}
    ends["--feed", "http://127.0.0.1:9/"] = f"{add}(then curate build)"
    for turn, (feed, end) in enumerate(ends.items()):
        made = curate("init", tmp_path / f"p{turn}", *NEED, *feed)
        assert made.code == 0
        assert made.out.splitlines()[-1].endswith(end)
        assert (made.out + made.err).count("ehind a proxy") == 1
    starter = curate("init", tmp_path / "s", "--starter").out.splitlines()[-1]
    assert "curate build   (reads the sites" in starter


def test_a_build_without_a_feed_says_so_and_blames_no_wording(tmp_path, curate):
    day, root = ("--today", "2026-11-23"), tmp_path / "p"
    curate("init", root, *NEED, *day)
    for turn in range(2):  # a draft that stays as it was leads there, too
        built = curate("build", "-C", root, *day)
        assert built.code == 0
        assert "not what you mean" not in built.out
        assert ("no feed is named yet: `curate feeds add example.org`" in built.out) == (turn == 0)
        last = built.out.splitlines()[-1]
        assert last == "Next: curate feeds add example.org   (no feed is named yet; then curate build)"


def test_a_reader_s_file_is_taken_by_its_name(tmp_path):
    outline = "<outline type='rss' xmlUrl='http://alder.example/'/>"
    (tmp_path / "my reader.opml").write_text(f"<opml version='2.0'><body>{outline}</body></opml>", "utf-8")
    code, told = init(tmp_path, "\n".join([*FRONT, f"'{tmp_path / 'my reader.opml'}'", "", ""]))
    assert code == 0
    assert "1 feed taken from my reader.opml" in told
    assert feeds(tmp_path) == ["http://alder.example/"]


def test_a_reader_s_file_in_this_folder_is_taken_as_it_was_typed(tmp_path):
    outline = "<outline type='rss' xmlUrl='http://alder.example/'/>"
    (tmp_path / "reader.opml").write_text(f"<opml version='2.0'><body>{outline}</body></opml>", "utf-8")
    code, told = init(tmp_path, "\n".join([*FRONT, "./reader.opml", "", ""]))
    assert code == 0
    assert "not added" not in told
    assert feeds(tmp_path) == ["http://alder.example/"]


def test_every_step_says_the_next_and_what_publishing_brings(tmp_path, curate):
    day, root = ("--today", "2026-11-23"), tmp_path / "p"
    curate("init", root, "--starter", "--title", "Learning together", *day)
    (root / "feeds.yml").write_text("feeds: [{path: starter/feed.xml}]\n", encoding="utf-8")
    assert curate("status", "-C", root, *day).out.splitlines()[-1] == "Next: curate build"
    *before, last = curate("build", "-C", root, *day).out.splitlines()
    assert "Next: curate review" in last
    (drafted,) = [line for line in before if line.startswith("Drafted week 1 of learning-together with ")]
    assert re.search(r"with [3-7] resources and \d questions?: courses/learning-together/week-01.md", drafted)
    assert [line for line in before if "open site" in line] == [], "nothing on the site is to be looked at"
    assert any("no week is published yet" in line for line in before)
    (again,) = [line for line in curate("build", "-C", root, *day).out.splitlines() if "week-01.md" in line]
    assert again.startswith("Week 1 of learning-together stays as it was, a draft with ")
    review = "Next: curate review learning-together --week 1"
    assert curate("status", "-C", root, *day).out.splitlines()[-1] == review
    say_why(root, course="learning-together")
    told = curate("publish", "learning-together", 1, "-C", root, *day).out
    assert "also drafts week 2, for you alone" in told
    assert "Settings, Calendar" in told
    assert "open site/index.html" in curate("build", "-C", root, *day).out


def test_a_course_of_one_week_drafts_no_second(tmp_path, curate):
    day, root = ("--today", "2026-11-23"), tmp_path / "p"
    begun = curate("init", root, "--starter", "--title", "Learning together", "--weeks", 1, *day)
    assert "Weeks: 1; then the course ends\n" in begun.out
    (root / "feeds.yml").write_text("feeds: [{path: starter/feed.xml}]\n", encoding="utf-8")
    curate("build", "-C", root, *day)
    say_why(root, course="learning-together")
    told = curate("publish", "learning-together", 1, "-C", root, *day)
    assert told.code == 0, told.out
    assert "drafts week" not in told.out
    built = curate("build", "-C", root, *day).out
    assert "week 2" not in built
    assert [path.name for path in (root / "courses/learning-together").glob("week-*")] == ["week-01.md"]
    front = (root / "site/index.html").read_text("utf-8").lower()
    assert [words for words in ("each week", "every week") if words in front] == []
    over = curate("status", "-C", root, *day).out
    assert "Complete: its one week is published, and no other is to come" in over
    assert "curate course rerun learning-together" in over
    assert over.splitlines()[-1].startswith("Next: nothing has to be done")
    course_file = root / "courses/learning-together/course.yml"
    course_file.write_text(course_file.read_text("utf-8").replace("Learning together", "Together"), "utf-8")
    os.utime(course_file, (2**33, 2**33))
    changed = curate("status", "-C", root, *day).out.splitlines()[-1]
    assert changed == "Next: curate build", "the site is behind"


def test_a_course_whose_last_week_opens_later_waits_for_that_day(tmp_path, curate):
    day, root = ("--today", "2026-11-22"), tmp_path / "p"
    curate("init", root, "--starter", "--title", "Learning together", "--weeks", 1, *day)
    (root / "feeds.yml").write_text("feeds: [{path: starter/feed.xml}]\n", encoding="utf-8")
    curate("build", "-C", root, *day)
    say_why(root, course="learning-together")
    curate("publish", "learning-together", 1, "-C", root, *day)
    curate("build", "-C", root, *day)
    told = curate("status", "-C", root, *day).out.splitlines()[-1]
    assert told == "Next: curate build   (on 2026-11-23, when the next week opens)"
