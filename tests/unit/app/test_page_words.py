"""Pages name buttons and places where a terminal names keys and commands, and tick only what holds."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from review_fixture import COURSE, candidate

from curator.app.drafting import NO_FEED, _too_few
from curator.app.review import connection_forms, home_page, keys, settings_page
from curator.model import Module, Resource
from curator.weeks.four_rs import four_rs
from curator.weeks.gate import for_people, hold_week


def test_pages_name_places_where_a_terminal_names_keys_and_commands():
    short = "week 2 takes 3 minutes, less than hold.short asks for (50% of 45)"
    told = for_people(short)
    assert told == (
        "it takes 3 minutes, too little for the 45 of a week (50% at least): "
        "add something, or plan fewer in Settings"
    )
    waits = "week 2 waits for a person: course.yml says publish: review; read it and run `curate publish c 2`"
    assert for_people(waits) == "waits for a person: read it, then press Publish"


@pytest.mark.parametrize("said", ["short", "waits"])
def test_what_pages_say_anew_is_what_the_gate_says(said):
    course = COURSE.model_copy(update={"publish": "review", "minutes": 45})
    read = Resource(url="https://a.example/1", title="T", minutes=1, note="Read it.")
    written = Module(week=2, title="Mix", objective="You can mix.", content=(read,) * 3)
    words = [for_people(reason) for reason in hold_week(course, written)]
    assert any({"short": "too little for the 45", "waits": "press Publish"}[said] in w for w in words)
    assert not any("curate " in w or "hold." in w or ".yml" in w for w in words)


def test_a_draft_that_is_thin_names_the_nearest_that_were_not_taken():
    near = [candidate(n, title=f"Loaf {n}\nof day") for n in range(5)]
    thin = Module(week=2, title="Mix", content=(Resource(url=near[0].article.url, title="Loaf 0"),))
    notes = list(_too_few(COURSE, thin, "courses/bread/week-02.md", near))
    assert notes[0].endswith("only 1 of at least 2 resources found near enough; it stays a draft")
    assert notes[2].endswith("of the review: “Loaf 1 of day”; “Loaf 2 of day”; “Loaf 3 of day”")


def test_a_draft_that_is_thin_names_no_command_on_the_page():
    thin = Module(week=2, title="Mix")
    notes = [home_page._here(note) for note in _too_few(COURSE, thin, "courses/bread/week-02.md")]
    assert notes[0].startswith("no resources found")
    assert "Settings shows at once" in notes[2]
    assert "“Feeds and tags” brings more" in notes[3]
    assert not any("curate" in note or ".md" in note for note in notes)


def test_a_draft_without_a_feed_names_no_command_on_the_page():
    told = home_page._here(f"courses/bread/week-02.md: {NO_FEED}")
    assert told == "no feed is named yet: “Feeds and tags” takes the address of a site"


@pytest.mark.parametrize("opens", [None, date(2026, 11, 30)])
def test_the_4_rs_tick_only_what_holds(opens):
    old = Resource(url="https://a.example/1", title="T", minutes=5, published=date(2011, 1, 1), optional=True)
    objective = "By Friday you can say what “Week 1” means."
    written = Module(week=1, title="Week 1", objective=objective, content=(old,), opens=opens)
    held = {check.text: check for check in four_rs(COURSE, written)}
    assert not held["Something from the last year"].ok, "whether or not the week names its day"
    assert not held["The week says what it is good for"].ok, "the gate says so, too"
    fits = next(check for text, check in held.items() if text.startswith("The content fits"))
    assert fits.hint == "add a resource that is not only for those with more time"


def test_help_leads_to_the_guide_where_the_documentation_stands():
    settings = (Path(__file__).parents[3] / "docs/build/mkdocs.yml").read_text("utf-8")
    home = re.search(r"(?m)^site_url: (\S+)$", settings)[1]
    assert f"{home}guide.html" == keys.GUIDE
    assert (Path(__file__).parents[3] / "docs/guide.md").is_file()
    assert f'"href": "{keys.GUIDE}"' in json.dumps(keys.keys())


def test_settings_say_that_a_draft_reads_more_than_the_list_shows():
    shown = json.dumps(settings_page.again("bread", 1, written=True, free=True))
    assert "It reads more of the pages that fit these words" in shown


def test_a_new_event_is_offered_the_time_zone_of_the_course():
    given = json.loads(connection_forms.texts(Module(week=1, title="Mix"), "Asia/Tokyo")["event "])
    assert given["zone"] == "Asia/Tokyo"
    none = json.loads(connection_forms.texts(Module(week=1, title="Mix"))["event "])
    assert none["zone"] == "", "the browser's then; never the machine's"
