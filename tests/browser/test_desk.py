"""What the curator's desk is for, each thing by mouse (1280 px), by keyboard alone, and by touch at 390 px.

| | what | here, each with three hands | more of it |
|---|---|---|---|
| 1 | begin a course, feeds from an address and from OPML | `a_course_and_its_feeds_are_begun` | the terminal: `test_wheel`, `test_courses`, `test_suggest_feeds` |
| 2 | what waits, and what mends it; switch weeks | `the_home_page_leads_to_what_waits` | `test_review_project` |
| 3 | add anything; every field in place | `a_pasted_address_is_read`, `a_book_comes_in_by_hand_and_is_changed_in_place`; the share sheet of a phone | `test_review_resources`, `test_arrivals` |
| 4 | not this week, later, never | `deciding_means_what_it_says` | `test_review_keys`, `test_review_resources` |
| 5 | settings, and what a change of the need does | `settings_are_saved_and_tried` | `test_review_project`, `test_settings_file` |
| 6 | the learner's page beside the editor | `the_learners_page_is_beside_it` | `test_review_resources` |
| 7 | publish from a summary, and build | `a_week_is_published_and_built` | `test_review_shared`, `test_publishing_gate` |
| 8 | what learners read | `learners_read_what_is_for_them` | `test_readers_reasons`, `test_generate`, `test_private_notes` |
| 9 | several curators | `others_are_let_in_and_agree` | `test_review_shared`, `test_sharing` |
| 10 | holds explain themselves | `a_hold_says_why_and_goes` | `test_doctor`, `test_workspace` |
| 11 | smaller things | `a_week_is_published_and_built`: "opens on Monday", "1 week" | `test_review_project` |

Bad input: a need of one word (`test_lacking`), an OPML of 5,000 feeds (`test_scaffold`), a course folder made by hand
(`test_settings_file`), a file that is edited while open and conflict marks (`test_review_others`), two who publish at
once (`test_review_shared`), a title in Arabic (`test_review_project`). Who may come in with `--share`: `test_sharing`.
"""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote

import axe
import pytest
import yaml
from hands import Hand
from pull_server import answer, serving
from review_fixture import serving_workspace, workspace_of
from selenium.webdriver.common.keys import Keys
from sites import COURSE

from curator.app.make_site import hold
from curator.app.pull import pull
from curator.app.review.sharing import Sharing
from curator.app.run import Run
from curator.app.scaffold import NewCourse, lay_down
from curator.weeks.edit import module_of

RULES = (*axe.WCAG, "best-practice")
DAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 12, tzinfo=UTC)
FEEDS = """\
pull: {{per_host_delay: 0, timeout: 60, proxy: "{proxy}"}}
feeds:
  - url: http://tools.example/feed.xml
tags: []
"""
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Tools</title><link>http://tools.example/</link>
<item><title>A shed for all</title><link>http://tools.example/shed</link><guid>1</guid>
<pubDate>Mon, 16 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>"""
PAGE = """<!doctype html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}
</article></body></html>"""
TEXT = (
    "<p>Neighbours who share a {thing} write down where it is, and whoever took it brings it back by Sunday.</p>"
    * 9
)
PAGES = {"/ladder": ("Sharing a ladder", "ladder"), "/shed": ("A shed for all", "shed")}
WEEK = """\
---
week: {week}
title: {title}
status: draft
objective: You have asked one neighbour for one thing.
content:
  - {{url: "https://a.example/{week}1", title: One, source: A, minutes: 9, note: Read it.}}
  - {{url: "https://a.example/{week}2", title: Two, source: B, minutes: 9, note: Try it.}}
  - {{url: "https://a.example/{week}3", title: Three, source: B, minutes: 9, note: Ask about it., author: Ada Lovelace, optional: true}}
conversation:
  - {{id: q1, question: "Whom would you ask first, and how?"}}
---
Hello.
"""


def web(request):
    """The web of this desk: a site with a feed (under any query) and two pages."""
    if request.host == "tools.example" and request.path.startswith("/feed.xml"):
        return answer(200, FEED)
    if request.host == "tools.example" and request.path in PAGES:
        title, thing = PAGES[request.path]
        page = PAGE.format(title=title, text=TEXT.format(thing=thing))
        return answer(200, page.encode(), Content_Type="text/html")
    return answer(404)


class Desk:
    """A served project with one course, and its files."""

    def __init__(self, root, address, sharing):
        self.root, self.address, self.sharing = root, address, sharing
        self.folder = root / "courses/first-course"

    def week(self, number, title="Asking"):
        """Write a week as a person's draft; returns its address."""
        self.file(number).write_text(WEEK.format(week=number, title=title), "utf-8")
        return f"{self.address}week/first-course/{number}/"

    def file(self, number):
        return self.folder / f"week-{number:02d}.md"

    def read(self, number):
        return module_of(self.file(number).read_text("utf-8"))

    def settings(self, name="courses/first-course/course.yml"):
        return yaml.safe_load((self.root / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    root = tmp_path_factory.mktemp("desk") / "project"
    need = "Neighbours must learn to share what they own."
    lay_down(root, NewCourse("First course", need), today=DAY, starter=False)
    with serving(web) as server:
        (root / "feeds.yml").write_text(FEEDS.format(proxy=server.address), "utf-8")
        with Run.open(root, now=NOW, today=DAY) as run:
            pull(run)
        sharing = Sharing("127.0.0.1")
        with serving_workspace(workspace_of(root), sharing) as address:
            made = Desk(root, address, sharing)
            made.week(
                2, "Lending"
            )  # a build would draft it, and take the page that candidates are tried with
            yield made


def check(hand):
    """Nothing is wrong with what this hand has before it; a phone's page is looked at by axe, too."""
    hand.fits()
    if hand.phone:
        axe.load(hand.page)
        assert axe.violations(hand.page, RULES) == []


def test_the_home_page_leads_to_what_waits(desk, hand):
    desk.week(1)
    hand.open(desk.address)
    hand.sees("week 1 is drafted and waits for you", "#needs")
    check(hand)
    hand.use("#needs a.button[href$='first-course/1/']")
    hand.page.wait("location.pathname.endsWith('/week/first-course/1/')", "the week is opened")
    hand.ready()
    hand.choose("#places", "2: Lending (draft)")
    hand.page.wait("location.pathname.endsWith('/week/first-course/2/')", "another week is opened")
    hand.ready()
    hand.use("#home")
    hand.sees("for you", "#waiting")


def test_a_pasted_address_is_read(desk, hand):
    hand.open(desk.week(4))
    hand.part("offers")
    hand.write("#filter", "http://tools.example/ladder")
    hand.page.wait("!document.querySelector('#page').hidden", "it can be added")
    hand.use("#page", Keys.ENTER)
    hand.sees("Sharing a ladder", "#content")
    assert desk.read(4).content[-1].url == "http://tools.example/ladder"
    check(hand)


def test_a_book_comes_in_by_hand_and_is_changed_in_place(desk, hand):
    hand.open(desk.week(5))
    hand.part("offers")
    hand.use("[data-do=new]", "b")
    for name, words in (
        ("title", "The tool shed"),
        ("author", "Kim"),
        ("minutes", "20"),
        ("where", "shelf 3"),
    ):
        hand.write(f"#by-hand [name={name}]", words)
    hand.use("#by-hand .editor p button", Keys.ESCAPE)
    hand.sees("The tool shed", "#content")
    hand.part("week")
    hand.type(*"hjjj" if hand.keyboard else "")
    hand.use("#content li:nth-child(4) [data-do=edit]", "i")
    hand.write("#content [name=title]", "Our tool shed")
    hand.write("#content [name=note]", "Chapter 2.")
    check(hand)
    hand.use("#content .editor p button", Keys.ESCAPE)
    hand.sees("Our tool shed", "#content li:nth-child(4) .view")
    hand.page.wait(lambda: desk.read(5).content[3].note == "Chapter 2.", "the note is saved")
    book = desk.read(5).content[3]
    assert (book.title, book.where, book.minutes) == ("Our tool shed", "shelf 3", 20)


@pytest.mark.parametrize(
    "query",
    [
        "title=The+shed&text=http%3A%2F%2Ftools.example%2Fladder&url=",
        "title=http%3A%2F%2Ftools.example%2Fladder",
        "title=&text=The%20shed%0Ahttp%3A%2F%2Ftools.example%2Fladder.",
    ],
)
def test_a_phones_share_sheet_leads_into_the_week(desk, page, query):
    hand = Hand("phone", page)
    desk.week(9)
    hand.open(desk.address)  # by now the review knows its weeks
    hand.open(f"{desk.address}add?{query}", ready=False)
    hand.sees("waits in your review")
    check(hand)
    hand.use("a.button[href$='first-course/9/']")
    hand.ready()
    hand.sees("From your browser", "#arrived")
    check(hand)
    hand.use("#arrived [data-do=arrived]")
    hand.sees("Sharing a ladder", "#content")
    assert desk.read(9).content[-1].url == "http://tools.example/ladder"
    hand.page.wait("document.querySelector('#arrived').textContent.trim() === ''", "nothing waits any more")
    page.open("about:blank")


def test_deciding_means_what_it_says(desk, hand):
    hand.open(desk.week(6))
    first = "#content li:first-child"
    for do, key, said in (("out", "w", "Not this week: “One”"), ("later", "t", "Kept for later: “Two”")):
        hand.type(*"h" if hand.keyboard else "")
        hand.use(f"{first} [data-do={do}]", key)
        hand.sees(said, "#say")
    hand.type(*"h" if hand.keyboard else "")
    hand.use(f"{first} [data-do=drop]", "x")
    hand.write("#parting input[name=why]", "too long")
    check(hand)
    hand.use("#parting [value=go]", Keys.ENTER)
    hand.sees("Turned down “Three”", "#say")
    week = desk.read(6)
    assert [url[-2:] for url in week.aside] == ["61"]
    assert [kept.title for kept in week.later] == ["Two"]
    assert [(gone.title, gone.why) for gone in week.dropped] == [("Three", "too long")]


def test_settings_are_saved_and_tried(desk, hand):
    hand.open(f"{desk.address}settings/first-course/")
    need = f"Neighbours must learn to lend a ladder, says {hand.kind}."
    hand.write("#f-need", need)
    hand.sees("A shed for all", ".tried")
    hand.type(Keys.TAB)
    hand.sees("Need saved", "#work")
    hand.use("[id='s-weeks-new']")
    hand.write("[id='f-weeks-new-title']", "Lending")
    hand.write("[id='f-weeks-new-need']", "Lend one thing.")
    check(hand)
    hand.use("[data-do=add][data-list=weeks]")
    hand.page.wait("document.querySelector('[id=s-weeks-0]')", "the week is added")
    assert (desk.settings()["need"], desk.settings()["weeks"]) == (
        need,
        [{"title": "Lending", "need": "Lend one thing."}],
    )
    hand.use("[data-do=undo]")
    hand.page.wait("!document.querySelector('[id=s-weeks-0]')", "it is undone")


def test_the_learners_page_is_beside_it(desk, hand):
    hand.open(desk.week(7))
    hand.use("#to-learner", "v")
    hand.page.wait("!!document.querySelector('#learner').dataset.drawn", "the engine has drawn it")
    hand.use("#learner button[data-width=wide]")
    hand.page.wait(
        "document.querySelector('button[data-width=wide]').ariaPressed === 'true'", "as on a desktop"
    )
    check(hand)
    hand.use("#learner [data-do=learner]")
    assert hand.page.js("return document.querySelector('#learner').hidden")


def test_a_week_is_published_and_built(desk, hand):
    hand.open(desk.week(1))
    hand.use("#publish", "p")
    hand.page.wait("document.querySelector('#summary').open", "it asks once more")
    assert "1 question, but no place yet to answer them" in hand.text("#summary")
    check(hand)
    hand.use("#summary [data-build]", Keys.ENTER)
    hand.sees("Building: done", "#notice")
    hand.sees("It is on the site", "#live")
    assert desk.read(1).status == "published"
    page = (desk.root / "site/first-course/week-01.html").read_text("utf-8")
    assert "Neighbours must learn" not in page, "the need is the curator's"
    check(hand)
    hand.open(hand.page.js("return document.querySelector('#live a').href"), ready=False)
    assert "if you have more time" in hand.text(".c-byline .c-badge")
    cut = "[...document.querySelectorAll('.c-byline > *')].filter((e) => e.scrollWidth > e.clientWidth + 1)"
    assert hand.page.js(f"return {cut}.map((e) => e.textContent)") == []


def test_learners_read_what_is_for_them(hand, sites):
    page = hand.page
    hand.open(f"{sites('silent', {'provider': 'none'}, courses={COURSE})}{COURSE}/week-02.html", ready=False)
    page.wait("document.querySelector('#q1 textarea')", "the private box is there")
    hand.write("#q1 textarea", "I would ask Mo.")
    page.wait(
        lambda: "I would ask Mo." in unquote(page.find("#q1-thread a[href^=mailto]").get_attribute("href")),
        "sent along",
    )
    assert "leave a comment" not in hand.text("body")


def test_others_are_let_in_and_agree(desk, hand):
    hand.open(desk.week(8))
    hand.use("#share")
    hand.use("#links [data-may=edit]")
    hand.sees("may change weeks", "#links")
    check(hand)
    hand.use("#links [data-do=revoke]")
    hand.sees("No link is given out", "#links")
    hand.use("#shares form button", Keys.ESCAPE)
    name = f"Ada, by {hand.kind}"
    hand.use("#agreed [data-do=agree]", "g")
    hand.write("#say-so [name=by]", name)
    hand.use("#say-so [value=go]", Keys.ENTER)
    hand.sees(f"{name} agrees to week 8", "#say")
    hand.part("offers")
    hand.type(*"l" if hand.keyboard else "")
    hand.use(".offer [data-do=nominate]", "m")
    hand.write("#say-so [name=note]", "Worth it.")
    hand.use("#say-so [value=go]")
    hand.sees("nominated “A shed for all”", "#say")


def test_a_hold_says_why_and_goes(desk, hand):
    why = "first-course: 4 of 5 feeds failed (hold.failed_feeds in courses/first-course/course.yml)"
    with Run.open(desk.root, now=NOW, today=DAY) as run:
        hold(run, why)
    hand.open(desk.address)
    hand.sees(why.replace("first-course: ", "First course: "), "#needs .held")
    check(hand)
    hand.use("#needs .held [data-do=build]")
    hand.page.wait("!document.querySelector('#needs .held')", "the next build is whole")


def test_a_course_and_its_feeds_are_begun(desk, hand, tmp_path):
    title = f"Tools by {hand.kind}"
    hand.open(desk.address)
    hand.use("#new summary")
    hand.write("#new-title", title)
    hand.write("#new-need", "Neighbours must learn to lend a ladder.")
    hand.write("#new-about", "How a ladder goes round.")
    check(hand)
    hand.use("#new form .first")
    hand.sees(title, "#courses")
    assert desk.settings(f"courses/tools-by-{hand.kind}/course.yml")["about"] == "How a ladder goes round."
    hand.open(f"{desk.address}settings/-/")
    address = f"http://tools.example/feed.xml?{hand.kind}"
    hand.write("#site", address)
    hand.use("[data-do=add_feed]")
    hand.sees("Tools: added", "#notice")
    opml = tmp_path / "reader.opml"
    opml.write_text(
        f"<opml version='2.0'><body><outline type='rss' xmlUrl='{address}2'/></body></opml>", "utf-8"
    )
    hand.page.send("#opml", str(opml))  # what the system's own dialog would do
    hand.use("[data-do=import_opml]")
    hand.sees("reader.opml: 1 taken, 0 refused", "#notice")
    assert {address, f"{address}2"} <= {feed["url"] for feed in desk.settings("feeds.yml")["feeds"]}
    check(hand)


def test_the_table_names_what_there_is():
    modules = {path.stem for path in Path(__file__).parents[1].rglob("test_*.py")}
    named = re.findall(r"`(\w+)`", __doc__)
    assert len(named) > 30
    assert [name for name in named if name not in modules and f"test_{name}" not in globals()] == []


def test_the_summarys_buttons_are_in_reach(desk, hand):
    hand.open(desk.week(10))
    hand.use("#publish", "p")
    hand.page.wait("document.querySelector('#summary').open", "it asks once more")
    box = "document.querySelector('#summary .foot').getBoundingClientRect()"
    assert hand.page.js(
        f"return document.querySelector('#summary').scrollTop === 0 && {box}.bottom <= innerHeight"
    )
    assert "Nothing stops it." in hand.text("#summary")
    assert not hand.page.js("return document.querySelector('#summary details').open")
    check(hand)
    hand.use("#summary [data-do=confirm]:not([data-build])")
    hand.sees("Published week 10", "#say")
    if hand.page.js("return !document.querySelector('#places').hidden"):
        hand.page.wait(
            "document.querySelector('#places').selectedOptions[0].textContent === '10: Asking'",
            "the week is no draft in the list of weeks",
        )


def test_settings_lead_back_and_help_says_what_to_do(desk, hand):
    hand.open(desk.week(11))
    if not hand.phone:
        hand.use("[data-do=help]", "?")
        hand.sees("What do I do here?", "#help")
        hand.sees("Say why.", "#steps")
        check(hand)
        hand.use("#help form button", Keys.ESCAPE)
    hand.use("#settings")
    hand.page.wait("location.pathname.endsWith('/settings/first-course/')", "the settings")
    hand.page.wait("document.querySelector('#back').textContent === 'Back to week 11'", "a way back")
    hand.use("#back")
    hand.page.wait("location.pathname.endsWith('/week/first-course/11/')", "the week again")
