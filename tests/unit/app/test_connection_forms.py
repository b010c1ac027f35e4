"""What the small forms of the review page write into a week: only the fields that changed."""

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_fixture import COURSE, lay, module

from curator.app.review import connection_forms
from curator.app.review.actions import Act, ActionContext, apply
from curator.errors import ConfigError
from curator.model import Connection, Event, Person, Post, Thanks
from curator.weeks.edit import module_of
from curator.weeks.week_file import new_week_text, parse_week

HAND = """---
week: 2
title: Ask early
connection:
  people:   # whom we met
    - {name: "Ann", url: https://ann.example/}   # from Leeds
    - name: Bo
      # Bo moved
      feed: https://bo.example/feed
  prompts: [Ask a colleague., Ask two.]
  events:
    - title: 'Open oven'   # always full
      starts: 2026-12-10T12:00:00+01:00
      url: https://oven.example/
  thanks:
    - {name: Kim, for: the flour}
---
Hello.
"""


def changed(do, place, **fields):
    """Change fields of an entry of HAND; returns the lines that went and those that came."""
    module = module_of(HAND)
    values = connection_forms.values_of(
        do, getattr(module.connection, connection_forms.KINDS[do].name)[place]
    )
    new, _ = connection_forms.write(
        HAND, module, do, connection_forms.keys_of(module, do)[place], json.dumps({**values, **fields})
    )
    old, new = HAND.splitlines(), new.splitlines()
    return [x.strip() for x in old if x not in new], [x.strip() for x in new if x not in old]


@pytest.mark.parametrize(
    ("do", "place", "fields", "went", "came"),
    [
        (
            "person",
            0,
            {"name": "Ann Lee"},
            ['- {name: "Ann", url: https://ann.example/}   # from Leeds'],
            ["- {name: Ann Lee, url: https://ann.example/}   # from Leeds"],
        ),
        ("person", 1, {"url": "https://bo.example/"}, [], ["url: https://bo.example/"]),
        ("person", 1, {"feed": ""}, ["feed: https://bo.example/feed"], []),
        (
            "step",
            1,
            {"text": "Ask three."},
            ["prompts: [Ask a colleague., Ask two.]"],
            ["prompts: [Ask a colleague., Ask three.]"],
        ),
        ("event", 0, {"minutes": "60"}, [], []),
        ("event", 0, {"minutes": "45"}, [], ["minutes: 45"]),
        ("event", 0, {"zone": "Europe/Berlin"}, [], []),
        (
            "event",
            0,
            {"starts": "2026-12-10T11:00", "zone": "Europe/London"},
            ["starts: 2026-12-10T12:00:00+01:00"],
            ["starts: 2026-12-10T11:00:00+00:00"],
        ),
        (
            "thanks",
            0,
            {"for": ""},
            ["- {name: Kim, for: the flour}"],
            ["- {name: Kim}"],
        ),
    ],
)
def test_only_the_field_that_changed_is_written(do, place, fields, went, came):
    """Noon in Berlin and eleven in London are one moment and two ways to say it: the file says the new one."""
    assert changed(do, place, **fields) == (went, came)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("UTC", 0),
        ("z", 0),
        ("+01:00", 1),
        ("-3", -3),
        ("\N{MINUS SIGN}03:30", -3.5),
        ("UTC+1", 1),
        ("gmt -0200", -2),
        (" Europe/Berlin ", 2),
        ("Asia/Kolkata", 5.5),
    ],
)
def test_a_time_zone_is_a_name_or_an_offset(text, hours):
    noon = datetime(2026, 7, 10, 12, tzinfo=connection_forms.zone_of(text))
    assert noon.utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    "text", ["", "Nowhere", "../etc/passwd", "+25:00", "+1:99", "Europe", "noon", "\0", "x" * 5000]
)
def test_what_is_no_time_zone_is_told(text):
    with pytest.raises(ConfigError, match=r"Time zone: .* is not known → write one as Europe/Berlin"):
        connection_forms.zone_of(text)


@pytest.mark.parametrize(
    ("do", "fields", "words"),
    [
        ("person", {}, "Name: is still empty"),
        ("person", {"name": "Ann", "url": "ann.example"}, "Home page: .*https://"),
        ("person", {"name": "Ann", "feed": "javascript:alert(1)"}, "Feed: "),
        ("person", {"name": "x" * 500}, "Name: is longer than 400"),
        ("step", {"text": "  "}, "A small step to take with somebody: is still empty"),
        ("event", {"title": "x", "starts": "noon", "zone": "UTC"}, "Starts: .*not a date and a time"),
        ("event", {"title": "x", "starts": "0001-01-01T00:00", "zone": "UTC", "minutes": "0"}, "Minutes: "),
        ("event", {"title": "x", "starts": "2026-07-10T12:00"}, "Time zone: is still empty"),
        ("event", {"title": "x", "starts": "2026-07-10T12:00", "zone": "UTC"}, "Minutes: is still empty"),
        ("event", {"title": "x", "starts": "2026-07-10T12:00", "zone": "UTC", "minutes": "1e3"}, "Minutes: "),
        ("thanks", {"for": "all"}, "Whom: is still empty"),
    ],
)
def test_a_field_at_fault_is_named_as_the_form_calls_it(do, fields, words):
    with pytest.raises(ConfigError, match=words):
        connection_forms.write(HAND, module_of(HAND), do, "", json.dumps(fields))


def test_an_event_with_no_time_zone_is_held_in_the_course_s():
    fields = {"title": "Bake", "starts": "2026-07-10T12:00", "minutes": "30"}
    context = ActionContext(COURSE.model_copy(update={"timezone": "Europe/Berlin"}), {})
    for written, hours in (("", 2), (" ", 2), ("-03:00", -3)):
        words = json.dumps({**fields, "zone": written})
        new, _ = apply(HAND, Act(do="event", seen="", text=words), context)
        made = module_of(new).connection.events[-1]
        assert made.starts.isoformat() == f"2026-07-10T12:00:00{hours:+03d}:00"


@given(st.sampled_from(list(connection_forms.KINDS)), st.text(max_size=60), st.text(max_size=20))
def test_whatever_is_sent_the_week_stays_valid(do, words, other):
    """A request is text, or JSON of any shape; what is taken is what the week then says."""
    fields = {name: words for name, _, _ in connection_forms.KINDS[do].fields}
    for sent in (
        words,
        json.dumps([words]),
        json.dumps(fields),
        json.dumps({**fields, "starts": "2026-07-10", "zone": other}),
    ):
        try:
            new, _ = connection_forms.write(HAND, module_of(HAND), do, "", sent)
        except ConfigError:
            continue
        after = module_of(new)
        assert len(getattr(after.connection, connection_forms.KINDS[do].name)) > 1
        assert (
            connection_forms.wrote(module_of(HAND), after, do, "") == connection_forms.keys_of(after, do)[-1]
        )


def test_twins_are_told_apart_and_the_right_one_is_taken_out():
    twice = module(connection=Connection(people=(Person(name="Ann"), Person(name="Bo"), Person(name="Ann"))))
    text = new_week_text(twice)
    keys = connection_forms.keys_of(twice, "person")
    assert len(set(keys)) == 3
    new, said = connection_forms.take_out(text, twice, keys[2])
    assert [p.name for p in module_of(new).connection.people] == ["Ann", "Bo"]
    assert said == "took out person “Ann”"


def test_what_somebody_else_took_out_is_not_mistaken_for_its_neighbour(tmp_path):
    session = lay(tmp_path, connection=Connection(thanks=(Thanks(name="Kim"), Thanks(name="Lou"))))
    state = session.state()
    kim = state["connection"]["thanks"][0]["key"]
    _, state = session.act(Act(do="part", seen=state["seen"], id=kim))
    with pytest.raises(ConfigError, match="no longer in the week"):
        session.act(Act(do="part", seen=state["seen"], id=kim))
    with pytest.raises(ConfigError, match="no longer in the week"):
        session.act(Act(do="thanks", seen=state["seen"], id=kim, text=json.dumps({"name": "Kim"})))
    week = parse_week(session.path.read_text("utf-8"), "week-02.md")
    assert [t.name for t in week.connection.thanks] == ["Lou"]


def test_every_entry_is_shown_with_its_form_filled():
    event = Event(title="Oven", starts=datetime.fromisoformat("2026-07-10T12:00:30-03:30"))
    full = module(
        connection=Connection(
            people=(Person(name="Ann", feed="https://ann.example/feed"),),
            prompts=("Ask.",),
            events=(event,),
            thanks=(Thanks(name="Kim"),),
            posts=(Post(url="https://blog.example/1", title="My loaf", by="Cy"),),
        )
    )
    shown, texts = connection_forms.lists(full), connection_forms.texts(full)
    for do in connection_forms.KINDS:
        (one,) = shown[do]
        values = json.loads(texts[f"{do} {one['key']}"])
        assert list(values) == [name for name, _, _ in connection_forms.KINDS[do].fields]
        new = json.loads(texts[f"{do} "])
        assert {name: value for name, value in new.items() if value} == (
            {"minutes": "60"} if do == "event" else {}
        )
    assert json.loads(connection_forms.texts(full, "Europe/London")["event "])["zone"] == "Europe/London"
    key = shown["event"][0]["key"]
    assert json.loads(texts[f"event {key}"]) == {
        "title": "Oven",
        "starts": "2026-07-10T12:00:30",
        "zone": "-03:30",
        "minutes": "60",
        "where": "",
        "url": "",
    }
    assert "12:00 UTC-03:30 · 60 min" in str(shown["event"])
    assert "My loaf" in str(connection_forms.posts(full))
    assert connection_forms.posts(module()) == []
