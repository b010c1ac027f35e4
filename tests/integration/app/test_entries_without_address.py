"""Recordings and notes that have no page: each is a candidate of its own, and none is drafted as a link."""

import json

import pytest
import yaml

HEAD = '<?xml version="1.0"?><rss version="2.0"><channel><title>Small talk</title><link>https://talk.example/</link>'
ITEM = (
    "<item><title>{title}: how a team learns from small mistakes</title><guid isPermaLink='false'>{guid}</guid>"
    "<pubDate>Mon, 16 Nov 2026 0{n}:00:00 GMT</pubDate><description>In part {n} we talk with a team lead about {topic}, "
    "and about what a team learns from it together, week {n}.</description>{more}</item>"
)
TOPICS = ("small mistakes", "blame at work", "honest feedback", "quiet meetings", "new people")
AUDIO = "<enclosure url='https://talk.example/{n}.mp3' length='1' type='audio/mpeg'/>"


def feed(more: str, title: str = "Episode {n}", guid: str = "talk-{n}") -> str:
    items = (
        ITEM.format(n=n, topic=topic, title=title.format(n=n), guid=guid.format(n=n), more=more.format(n=n))
        for n, topic in enumerate(TOPICS, 1)
    )
    return HEAD + "".join(items) + "</channel></rss>"


@pytest.fixture
def listed(project, curate):
    """Lay down feeds, read them, and return what the shortlist says and the drafted week holds."""

    def run(**feeds: str):
        lines = ["feeds:"]
        for name, text in feeds.items():
            (project / f"{name}.xml").write_text(text, encoding="utf-8")
            lines.append(f"  - {{path: {name}.xml}}")
        (project / "feeds.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        course = project / "courses/first-course/course.yml"
        text = course.read_text(encoding="utf-8")
        course.write_text(
            text + "\nkeywords: [team, mistakes, learns]\n" if "keywords:" not in text else text
        )
        where = ("-C", project, "--today", "2026-11-23")
        assert curate("pull", *where).code == 0
        candidates = json.loads(curate("shortlist", "first-course", "--json", *where).out)
        drafted = curate("draft", "first-course", *where)
        assert drafted.code == 0, drafted.err
        week = (project / "courses/first-course/week-01.md").read_text(encoding="utf-8")
        return candidates, yaml.safe_load(week.split("---")[1])

    return run


def test_recordings_without_a_page_are_candidates_each(listed):
    candidates, week = listed(talk=feed(AUDIO))
    assert sorted(c["url"] for c in candidates) == [f"https://talk.example/{n}.mp3" for n in range(1, 6)]
    assert {r["kind"] for r in week["content"]} <= {"podcast"}


def test_entries_without_any_address_are_shown_apart_and_never_drafted(listed):
    """Two feeds that count alike: guids mean something inside their own feed only."""
    candidates, week = listed(one=feed(""), two=feed("", title="Note {n}"))
    names = [c["url"] for c in candidates]
    assert len(set(names)) == len(names) == 10
    assert all(
        name.startswith("guid:talk-") and name.endswith((" in one.xml", " in two.xml")) for name in names
    )
    assert not week.get("content")


def test_a_draft_asks_only_about_what_it_holds(listed):
    candidates, week = listed(one=feed(""), two=feed(AUDIO, title="Recorded {n}"))
    assert len(candidates) > len(week["content"])
    assert all(r["url"].startswith("https://") for r in week["content"])
    left_out = [c["title"] for c in candidates if not c["url"].startswith("https://")]
    asked = " ".join(q["question"] for q in week["conversation"])
    assert left_out
    assert not any(title.partition(":")[0] in asked for title in left_out)
    assert all(q.get("about", 1) <= len(week["content"]) for q in week["conversation"])
