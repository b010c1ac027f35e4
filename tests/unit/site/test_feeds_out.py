"""Feeds, OPML and calendars: read back with parsers that are not ours."""

import json
import warnings
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import feedparser
import pytest
from icalendar import Calendar
from lxml import etree
from site_fixture import generate_all, hostile, lay, read

from curator.config import Project
from curator.site.feeds_out import SiteFeed, feeds, opml, taken_from
from curator.weeks.published import Published

TODAY = date(2026, 11, 14)
HOME = "https://yard.example/learn/"
NASTY = [
    "<script>x</script>",
    "]]>&#0;",
    "a\x00b\x0bc",
    "x\r\nEND:VCALENDAR\r\n",
    "javascript:alert(1)",
    "\ud800",
    "&amp;",
]


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    root = tmp_path_factory.mktemp("feeds")
    project = lay(root / "project")
    generate_all(project, read(project), root / "out", today=TODAY)
    return lambda name: (root / "out" / name).read_bytes()


def parse(data):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the parser's own deprecations
        return feedparser.parse(BytesIO(data))


@pytest.mark.parametrize(("name", "version"), [("atom.xml", "atom10"), ("rss.xml", "rss20")])
def test_feeds_are_read_by_feedparser(docs, name, version):
    feed = parse(docs(f"hard-conversations/docs/{name}"))
    assert not feed.bozo
    assert feed.version == version
    assert feed.feed.title == "Hard conversations for new leads"
    assert [e.title for e in feed.entries] == ["Week 2: Saying the hard sentence", "Week 1: Before you speak"]
    assert feed.entries[0].link == f"{HOME}hard-conversations/week-02.html"
    assert feed.entries[0].published_parsed[:3] == (2026, 11, 9)
    assert len({e.id for e in feed.entries}) == 2
    assert "The first minute decides" in feed.entries[0].content[0].value
    hub = parse(docs(f"hub/docs/{name}"))
    assert len(hub.entries) == 3
    assert {e.id for e in feed.entries} < {e.id for e in hub.entries} or len({e.id for e in hub.entries}) == 3


def test_json_feed_has_what_the_specification_asks_for(docs):
    feed = json.loads(docs("hard-conversations/docs/feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{HOME}hard-conversations/feed.json"
    for item in feed["items"]:
        assert item["id"]
        assert item["url"].startswith(HOME)
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        etree.HTML(item["content_html"])


def test_the_three_formats_name_the_same_weeks(docs):
    atom, rss = (parse(docs(f"hub/docs/{n}")) for n in ("atom.xml", "rss.xml"))
    items = json.loads(docs("hub/docs/feed.json"))["items"]
    assert [e.id for e in atom.entries] == [e.id for e in rss.entries] == [i["id"] for i in items]
    assert [e.link for e in atom.entries] == [e.link for e in rss.entries] == [i["url"] for i in items]


def test_opml_lists_people_and_sources_of_course_and_week(docs):
    course = etree.fromstring(docs("hard-conversations/docs/people.opml"))
    assert course.get("version") == "2.0"
    groups = {g.get("text"): [o.get("text") for o in g] for g in course.iterfind("body/outline")}
    assert groups["People"] == ["Mara Lindqvist", "Hanna Weiss", "Ines Aydın"]
    assert groups["Sources"][0] == "Team Notes"
    week = etree.fromstring(docs("hard-conversations/docs/week-01.opml"))
    feeds_ = [o.get("xmlUrl") for o in week.iter("outline") if o.get("type") == "rss"]
    assert feeds_ == [
        "https://mara.example/feed.xml",
        "https://teamnotes.example/feed.xml",
        "https://radio.example/pod.xml",
    ]
    hub = etree.fromstring(docs("hub/docs/people.opml"))
    assert [g.get("text") for g in hub.iterfind("body/outline")] == [
        "Hard conversations for new leads",
        "Sources",
    ]


def test_learners_are_told_the_sites_that_weeks_took_from_and_how_many_others_are_read(tmp_path):
    project = lay(tmp_path / "project")
    sources = project.sources
    other = sources.feeds[0].model_copy(
        update={"id": "gym", "url": "https://gym.example/rss", "title": "Home Gyms"}
    )
    project = replace(project, sources=sources.model_copy(update={"feeds": (*sources.feeds, other)}))
    generate_all(project, read(project), tmp_path / "out", today=TODAY)
    docs = tmp_path / "out/hub/docs"
    about = (docs / "about.md").read_text("utf-8")
    assert "Team Notes" in about
    assert "Other sites that are read: 1." in about
    assert not [f.name for f in docs.iterdir() if f.suffix in (".md", ".opml") and b"gym" in f.read_bytes()]


def test_of_feeds_that_share_a_host_only_the_one_that_is_named_counts(tmp_path):
    project = lay(tmp_path / "project")
    one, other = project.sources.feeds[:2]
    video = next(w.module for w in read(project) if w.module).content[0]
    at = [
        one.model_copy(update={"id": "a", "url": "https://video.example/a", "title": "Ada"}),
        other.model_copy(update={"id": "b", "url": "https://video.example/b", "title": "Bo"}),
    ]
    resource = video.model_copy(update={"url": "https://video.example/watch", "source": "Bo"})
    assert taken_from(at, [resource]) == (at[1],)
    unnamed = resource.model_copy(update={"source": ""})
    assert taken_from(at, [unnamed]) == ()
    assert taken_from(at[:1], [unnamed]) == (at[0],)


def test_the_calendar_is_read_back_with_weeks_and_events(docs):
    book = Calendar.from_ical(docs("hard-conversations/docs/calendar.ics"))
    events = list(book.walk("VEVENT"))
    assert len(events) == 5
    uids = [str(e["uid"]) for e in events]
    assert len(set(uids)) == 5
    assert uids[0] == "hard-conversations-week-01@curator.invalid"
    week, talk = events[1], events[-1]
    assert week.decoded("dtstart") == date(2026, 11, 9)
    assert week.decoded("dtend") == date(2026, 11, 10)
    assert str(week["url"]) == f"{HOME}hard-conversations/week-02.html"
    assert talk.decoded("dtstart") == datetime(2026, 11, 12, 11, tzinfo=UTC)
    assert talk.decoded("dtend") - talk.decoded("dtstart") == timedelta(minutes=45)
    assert "url" not in events[3], "a week that is not open yet has no page to lead to"
    assert len(list(Calendar.from_ical(docs("hub/docs/calendar.ics")).walk("VEVENT"))) == 6


def test_uids_outlive_new_titles_and_new_times(tmp_path):
    project = lay(tmp_path / "project")
    weeks = list(read(project))

    def uids(name):
        generate_all(project, weeks, tmp_path / name, today=TODAY)
        data = (tmp_path / name / "hard-conversations/docs/calendar.ics").read_bytes()
        return [str(e["uid"]) for e in Calendar.from_ical(data).walk("VEVENT")]

    before = uids("before")
    second = weeks[1].module
    event = second.connection.events[0].model_copy(update={"starts": datetime(2026, 11, 13, 9, tzinfo=UTC)})
    connection = second.connection.model_copy(update={"events": (event,)})
    weeks[1] = replace(weeks[1], module=second.model_copy(update={"title": "New", "connection": connection}))
    assert uids("after") == before


def test_hostile_texts_break_no_format(tmp_path):
    project = lay(tmp_path / "project")
    course = project.courses[0].model_copy(update={"title": NASTY[0], "need": NASTY[1], "people": ()})
    project = replace(
        project, courses=(course,), site=project.site.model_copy(update={"site_name": NASTY[3]})
    )
    generate_all(project, hostile(course, NASTY), tmp_path / "out", today=TODAY)
    docs = tmp_path / "out" / course.slug / "docs"
    for name in ("atom.xml", "rss.xml"):
        feed = parse((docs / name).read_bytes())
        assert not feed.bozo, name
        body = etree.HTML(feed.entries[0].content[0].value)
        assert not list(body.iter("script"))
        assert all(a.get("href").startswith(("http://", "https://")) for a in body.iter("a"))
    json.loads((docs / "feed.json").read_bytes())
    etree.fromstring((docs / "people.opml").read_bytes())
    events = list(Calendar.from_ical((docs / "calendar.ics").read_bytes()).walk("VEVENT"))
    assert len(events) == len(project.courses[0].weeks) + 1


def test_without_a_site_address_links_are_relative(tmp_path):
    project = lay(tmp_path / "project")
    bare = Project(
        project.root,
        project.sources,
        project.courses,
        project.site.model_copy(update={"site_url": ""}),
        project.participants,
        project.suggestions,
    )
    generate_all(bare, read(project), tmp_path / "out", today=TODAY)
    feed = json.loads((tmp_path / "out" / "hard-conversations" / "docs" / "feed.json").read_bytes())
    assert feed["items"][0]["url"] == "week-02.html"
    assert not parse((tmp_path / "out" / "hub" / "docs" / "rss.xml").read_bytes()).bozo


def test_a_feed_carries_the_newest_weeks_only(tmp_path):
    project = lay(tmp_path / "project")
    first = read(project)[0]
    weeks = [
        replace(
            first,
            module=first.module.model_copy(update={"week": n, "opens": date(2026, 1, 1) + timedelta(n)}),
        )
        for n in range(1, 60)
    ]
    generate_all(project, weeks, tmp_path / "out", today=TODAY)
    for unit in (first.course.slug, "hub"):
        feed = parse((tmp_path / "out" / unit / "docs" / "atom.xml").read_bytes())
        assert [e.link.rpartition("/")[2] for e in feed.entries] == [
            f"week-{n}.html" for n in range(59, 29, -1)
        ]


def test_an_empty_feed_is_valid():
    channel = SiteFeed("c", "C", "", HOME, "en", "Owner", date(2026, 1, 1), ())
    empty = feeds(channel)
    assert not parse(empty["atom.xml"]).bozo
    assert parse(empty["rss.xml"]).version == "rss20"
    assert json.loads(empty["feed.json"])["items"] == []


def test_opml_leaves_out_who_cannot_be_followed():
    from curator.site.catalogue import Contact

    data = opml(
        "T",
        [("People", [Contact("A"), Contact("B", "javascript:x"), Contact("C", feed="https://c.example/f")])],
    )
    assert [o.get("text") for o in etree.fromstring(data).iter("outline")] == ["People", "C"]


def entries_of(project, weeks, published):
    from curator.site import calendar_out
    from curator.site.translations import Words
    from curator.weeks.calendar import schedule

    plan = schedule(project.courses[0], weeks, TODAY)
    found = calendar_out.entries(plan, Words(), HOME, published.of(plan.course))
    return found, published.with_course(
        plan.course, [s.module for s in plan.open], calendar_out.record(found, plan)
    )


@pytest.mark.parametrize(
    "change",
    [
        {"starts": datetime(2026, 11, 13, 9, tzinfo=UTC)},
        {"title": "Another title", "url": None},
        {"url": "https://elsewhere.example/"},
        {"where": "Room 4"},
    ],
)
def test_a_changed_event_is_the_same_event_and_news_once(tmp_path, change):
    project = lay(tmp_path / "project")
    weeks = list(read(project))
    before, known = entries_of(project, weeks, Published())
    assert {e.changes for e in before} == {0}
    again, same = entries_of(project, weeks, known)
    assert (again, same) == (before, known), "what did not change is no news"
    second = weeks[1].module
    event = second.connection.events[0].model_copy(update=change)
    connection = second.connection.model_copy(update={"events": (event,)})
    weeks[1] = replace(weeks[1], module=second.model_copy(update={"connection": connection}))
    after, later = entries_of(project, weeks, Published.read(known.text()))
    assert [e.uid for e in after] == [e.uid for e in before]
    old, new = before[-1], after[-1]
    assert new.changes == 1
    assert new.stamp > old.stamp
    assert after[:-1] == before[:-1]
    assert entries_of(project, weeks, later)[0] == after, "the same change is news once"
