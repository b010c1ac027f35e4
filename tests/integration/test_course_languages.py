"""A course in three languages, from its files to the site: pages, links, feeds, search, exports, the gate."""

import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest
from lxml import html as parser
from only_starter import ONLY_STARTER

from curator.app.review import home_page
from curator.app.run import Run
from curator.app.scaffold import NewCourse, lay_down
from curator.app.status import status as look
from curator.cli import main

WEEK = """---
week: {week}
title: {title}
status: published
opens: {opens}
objective: Ask for one thing.
content:
  - {{url: https://one.example/a{week}, title: One, author: Ada, note: Read it., minutes: 4}}
  - {{url: https://one.example/b{week}, title: Two, author: Bo, note: Then this., minutes: 4}}
  - {{url: https://one.example/c{week}, title: Three, author: Cy, note: And this., minutes: 4}}
conversation:
  - {{id: q1, question: "Whom would you ask first, and how?", about: 1}}
connection:
  prompts: [Ask a colleague.]
---
Welcome.
"""
DAY = ("--today", "2026-12-02")
GERMAN = "Wen würdest du zuerst fragen, und wie?"


def run(*arguments):
    with pytest.raises(SystemExit) as leaving:
        main([str(a) for a in arguments])
    return leaving.value.code or 0


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A course of two weeks: one of them in German, none in Arabic, and its title in both; built once."""
    root = tmp_path_factory.mktemp("languages") / "project"
    lay_down(
        root, NewCourse("First course"), today=date(2026, 11, 23), site_url="https://yard.example/learn/"
    )
    (root / "feeds.yml").write_text(ONLY_STARTER, "utf-8")
    folder = root / "courses/first-course"
    course = folder / "course.yml"
    described = course.read_text("utf-8").replace('about: ""', "about: How to ask.")
    course.write_text(described + "\ndownloads: [epub]\n", "utf-8")
    for week, title, opens in ((1, "Asking", "2026-11-23"), (2, "Answering", "2026-11-30")):
        text = WEEK.format(week=week, title=title, opens=opens)
        (folder / f"week-{week:02d}.md").write_text(text, "utf-8")
    assert run("translate", "first-course", 1, "de", "-C", root) == 0
    german = folder / "week-01.de.md"
    text = german.read_text("utf-8").replace("\ntitle:", "\ntitle: Fragen", 1)
    german.write_text(text.replace("    question:", f"    question: {GERMAN}"), "utf-8")
    (folder / "course.de.yml").write_text("title: Gut fragen\nabout: Wie man fragt.\n", "utf-8")
    (folder / "course.ar.yml").write_text("title: كيف نسأل\n", "utf-8")
    assert run("site", "-C", root, *DAY) == 0
    return root


def page(root, name):
    return parser.fromstring((root / "site/first-course" / name).read_text("utf-8"))


def alternates(tree):
    return {e.get("hreflang"): e.get("href") for e in tree.xpath('//link[@rel="alternate"][@hreflang]')}


def switch(tree):
    return {a.get("hreflang"): (a.text, a.get("href")) for a in tree.xpath('//nav[@class="c-languages"]//a')}


def test_a_translated_week_names_its_languages_both_ways(root):
    home = "https://yard.example/learn/first-course/"
    named = {"en": f"{home}week-01.html", "de": f"{home}de/week-01.html", "x-default": f"{home}week-01.html"}
    english, german = page(root, "week-01.html"), page(root, "de/week-01.html")
    assert alternates(english) == alternates(german) == named
    assert switch(english) == {"de": ("Deutsch", "de/week-01.html")}
    assert switch(german) == {"en": ("English", "../week-01.html")}
    assert (english.get("lang"), german.get("lang")) == ("en", "de")


def test_it_says_its_words_and_marks_those_that_are_not_in_its_language(root):
    german = page(root, "de/week-01.html")
    assert german.xpath("//h1[not(@lang)]")[0].text.strip() == "Fragen"
    (question,) = german.xpath('//h3[@id="q1_title"]')
    assert (question.text, question.get("lang")) == (GERMAN, None)
    assert german.xpath('//p[@class="c-objective"]/@lang') == ["en"]
    assert german.xpath('//div[@class="c-note"]/div/@lang') == ["en"] * 3
    assert german.xpath('//ul[@class="c-prompts"]/li/span/@lang') == ["en"]
    assert "Teile dieser Woche" in german.xpath('string(//p[@role="note"])')
    english = page(root, "week-01.html")
    assert not english.xpath('//div[@class="c-note"]/div/@lang')
    assert english.xpath("//@data-thread") == german.xpath("//@data-thread"), "one thread for all languages"


def test_a_week_that_nobody_translated_falls_back_and_says_so(root):
    fallen = page(root, "de/week-02.html")
    assert "noch nicht übersetzt" in fallen.xpath('string(//p[@role="note"])')
    assert fallen.xpath('//p[@role="note"]/a/@href') == ["../week-02.html"]
    assert fallen.xpath("//h1/@lang") == ["en"]
    assert alternates(fallen) == {} == alternates(page(root, "week-02.html"))
    assert fallen.xpath('//link[@rel="canonical"]/@href') == [
        "https://yard.example/learn/first-course/week-02.html"
    ]
    listed = (root / "site/first-course/de/sitemap.xml").read_text("utf-8")
    assert "de/week-01.html" in listed
    assert "week-02.html" not in listed


def test_the_courses_pages_stand_in_every_language(root):
    for folder, title, language in (("de/", "Gut fragen", "de"), ("ar/", "كيف نسأل", "ar")):
        course = page(root, f"{folder}index.html")
        assert course.xpath("//h1")[0].text.strip() == title
        assert course.get("lang") == language
        assert set(alternates(course)) == {"en", "de", "ar", "x-default"}
        assert course.xpath('//a[@class="c-follow__download"]/@href') == ["downloads/first-course.epub"]
        for name in ("library", "people", "notes", "guidelines"):
            assert page(root, f"{folder}{name}.html").get("lang") == language
    assert page(root, "ar/index.html").xpath("//body/@dir") == ["rtl"]
    assert page(root, "ar/index.html").xpath('//p[@class="c-objective"]/@lang') == ["en"]
    hub = parser.fromstring((root / "site/index.html").read_text("utf-8"))
    assert hub.xpath('//p[@class="c-course__facts"]//a/@href') == [
        "first-course/ar/index.html",
        "first-course/de/index.html",
    ]


def test_feeds_hold_what_was_translated_and_calendars_are_one(root):
    folder = root / "site/first-course"
    english = json.loads((folder / "feed.json").read_text("utf-8"))
    german = json.loads((folder / "de/feed.json").read_text("utf-8"))
    assert (german["language"], german["title"]) == ("de", "Gut fragen")
    assert [item["title"] for item in german["items"]] == ["Woche 1: Fragen"]
    assert not {i["id"] for i in german["items"]} & {i["id"] for i in english["items"]}
    assert (folder / "de/calendar.ics").read_bytes() == (folder / "calendar.ics").read_bytes()


def test_search_finds_a_week_once_in_each_language(root):
    record = json.loads((root / ".curator/rendered/units/first-course.de/unit.json").read_bytes())
    assert sorted(record["search"]) == ["first-course/de/index.html", "first-course/de/week-01.html"]


def test_nothing_is_drawn_anew_where_nothing_changed(root, curate):
    curate("site", "-C", root, *DAY)  # the first build wrote down what calendars say
    done = curate("site", "-C", root, *DAY, "--json")
    assert done.json["site"]["rendered"] == 0
    assert done.json["site"]["reused"] == 4


def test_an_export_is_in_the_language_that_was_asked_for(root, curate):
    done = curate("export", "first-course", "--to", "epub", "--language", "de", "-C", root, *DAY, "--json")
    assert done.code == 0, done.err
    assert done.json["file"] == "exports/first-course.de.epub"
    offered = (root / "site/first-course/de/downloads/first-course.epub").read_bytes()
    assert (root / done.json["file"]).read_bytes() == offered
    with zipfile.ZipFile(io.BytesIO(offered)) as book:
        week = book.read("EPUB/week-01.xhtml").decode()
        package = book.read("EPUB/package.opf").decode()
    assert GERMAN in week
    assert 'lang="en" xml:lang="en">Ask for one thing.' in week
    assert "<dc:language>de</dc:language>" in package
    wrong = curate("export", "first-course", "--to", "epub", "--language", "fr", "-C", root, *DAY)
    assert wrong.code == 2
    assert "languages here: en, ar, de" in wrong.err


def test_what_changed_since_is_told_everywhere_until_somebody_says_that_it_is_done(root, curate):
    week = root / "courses/first-course/week-01.md"
    before = week.read_text("utf-8")
    week.write_text(before.replace("Read it.", "Read it twice."), "utf-8")
    told = curate("status", "-C", root, *DAY, "--json").json["courses"][0]
    assert told["weeks"][0]["translations"] == {"de": "behind"}
    (need,) = [need for need in told["needs"] if "in German waits" in need]
    assert "curate translate first-course 1 de --done" in need
    assert curate("site", "-C", root, *DAY).code == 0
    note = page(root, "de/week-01.html").xpath('string(//p[@role="note"])')
    assert "Das Original hat sich geändert" in note
    with Run.open(root, now=datetime(2026, 12, 2, tzinfo=UTC), today=date(2026, 12, 2)) as opened:
        (waits,) = [n for n in look(opened).courses[0].needs if n.kind == "translation"]
        shown = str(home_page._need(waits, {}))
        assert "Bring courses/first-course/week-01.de.md up to date in any text editor" in shown
        assert "curate translate" not in shown
        pressed = home_page.Errand(do="translated", item=waits.item, course=waits.course)
        assert list(home_page._translated(opened, pressed)) == ["week 1 in German is up to date"]
    told = curate("status", "-C", root, *DAY, "--json").json["courses"][0]
    assert told["weeks"][0]["translations"] == {"de": "current"}
    week.write_text(before, "utf-8")
    assert curate("translate", "first-course", 1, "de", "--done", "-C", root).code == 0


def test_an_error_in_a_translation_keeps_its_week_from_being_published(root, curate):
    assert curate("unpublish", "first-course", 1, "-C", root).code == 0
    german = root / "courses/first-course/week-01.de.md"
    before = german.read_text("utf-8")
    german.write_text(before.replace(GERMAN, "Fragst du gern?"), "utf-8")
    held = curate("publish", "first-course", 1, "-C", root, *DAY)
    assert held.code == 1
    assert "de: question q1" in held.out + held.err
    german.write_text(before, "utf-8")
    assert curate("publish", "first-course", 1, "-C", root, *DAY).code == 0


def test_a_course_that_runs_again_takes_its_translations_along(root, curate):
    done = curate("course", "rerun", "first-course", "--start", "2027-02-01", "--name", "again", "-C", root)
    assert done.code == 0, done.err
    names = sorted(p.name for p in (root / "courses/again").iterdir())
    assert {"course.de.yml", "course.ar.yml", "week-01.de.md"} <= set(names)
    told = curate("status", "-C", root, *DAY, "--json").json["courses"]
    assert told[0]["course"] == "again"
    assert told[0]["weeks"][0]["translations"] == {"de": "current"}


def test_a_translation_that_cannot_be_made_says_why(root, curate):
    for arguments, words in (
        ((1, "de"), "is there already"),
        ((1, "xyz"), "is no language"),
        ((1, "en"), "the course is in English already"),
        ((9, "de"), "there is no week 9"),
        ((2, "de", "--done"), "is not there in German"),
    ):
        done = curate("translate", "first-course", *arguments, "-C", root)
        assert done.code == 2
        assert words in done.err
