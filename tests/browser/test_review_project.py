"""The pages around the weeks, in a real browser on a whole project: what waits, settings, a build, a switch."""

import re

import axe
import pytest
import yaml
from review_fixture import serving_workspace, workspace_of
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

RULES = (*axe.WCAG, "best-practice")
WEEK = """\
---
week: {week}
title: {title}
status: {status}
objective: You have asked a colleague for one thing.
content:
  - {{url: "https://a.example/{week}1", title: One, source: A, minutes: 9, note: Read it.}}
  - {{url: "https://a.example/{week}2", title: Two, source: B, minutes: 9}}
  - {{url: "https://a.example/{week}3", title: Three, source: B, minutes: 9}}
conversation:
  - {{id: q1, question: "{question}"}}
---
Hello.
"""
OPEN, CLOSED = "Whom would you ask first, and how?", "Is asking good?"


@pytest.fixture
def root(project, curate):
    """Two courses: a week with a question that has an error, a draft that is ready, a file with conflict marks."""
    assert curate("pull", "-C", project, "--today", "2026-11-23", "-q").code == 0
    folder = project / "courses/first-course"
    (folder / "week-01.md").write_text(
        WEEK.format(week=1, title="Asking", status="published", question=CLOSED), "utf-8"
    )
    (folder / "week-02.md").write_text(
        WEEK.format(week=2, title="سؤال", status="draft", question=OPEN), "utf-8"
    )
    other = project / "courses/second"
    other.mkdir()
    text = (folder / "course.yml").read_text("utf-8").replace("id: first-course", "id: second")
    (other / "course.yml").write_text(text.replace("title: First course", "title: Second course"), "utf-8")
    (other / "week-01.md").write_text("---\nweek: 1\n<<<<<<< ours\n---\n", "utf-8")
    return project


@pytest.fixture
def project_page(page, root):
    """The home page of that project."""
    with serving_workspace(workspace_of(root)) as address:
        page.open(address)
        ready(page)
        yield page
        page.open("about:blank")


def ready(page):
    page.wait("document.body.dataset.ready === 'yes'", "the page is ready")


def keys(page, *pressed):
    for key in pressed:
        ActionChains(page.browser).send_keys(key).perform()


def text(page, css):
    return page.js("return document.querySelector(arguments[0])?.textContent ?? ''", css)


def reach(page, condition, most=80):
    """Press Tab until what has the focus meets a condition of the page's script (`e` is the element)."""
    for _ in range(most):
        keys(page, Keys.TAB)
        if page.js(f"const e = document.activeElement; return !!({condition})"):
            return
    raise AssertionError(f"Tab does not reach {condition}")


def test_the_home_page_says_what_waits_and_leads_to_what_mends_it(project_page, root):
    page = project_page
    assert "things wait for you" in text(page, "#waiting")
    needs = text(page, "#needs")
    assert "closed" in needs or "yes or no" in needs
    assert "week-01.md:3" in needs, "a file with conflict marks is named with its line"
    assert "week 2 is drafted and waits for you" in needs
    assert page.js("return [...document.querySelectorAll('#courses h2')].map((e) => e.textContent)") == [
        "First course",
        "Second course",
    ]
    # By keyboard alone: to the draft, into the editor, and on to another week without leaving.
    reach(page, "e.textContent === 'Open week 2'")
    keys(page, Keys.ENTER)
    page.wait("location.pathname.endsWith('/week/first-course/2/')", "the week is opened")
    ready(page)
    assert text(page, "#week-title") == "سؤال"
    options = page.js("return [...document.querySelectorAll('#places option')].map((e) => e.textContent)")
    assert options == ["1: Asking", "2: سؤال (draft)"]
    reach(page, "e.id === 'places'")
    keys(page, "1")
    page.wait("location.pathname.endsWith('/week/first-course/1/')", "another week is opened")
    ready(page)
    assert text(page, "#week-title") == "Asking"
    page.press("#home")
    ready(page)
    broken = root / "courses/second/week-01.md"
    broken.write_text(WEEK.format(week=1, title="Whole", status="draft", question=OPEN), "utf-8")
    page.press("#needs .file [data-do=look]")
    page.wait("!document.querySelector('#needs .file')", "it is mended")
    assert page.violations() == []


def test_a_week_is_published_and_built_from_its_summary(page, root):
    with serving_workspace(workspace_of(root)) as address:
        page.open(f"{address}week/first-course/2/")
        ready(page)
        keys(page, "p")
        page.wait("document.querySelector('#summary').open", "it asks once more")
        told = text(page, "#summary")
        assert re.search("opens on Monday, 30 November 2026", told)
        assert "○ Relevant: Every resource says why it is here (write a note on resource 2, 3)" in told
        assert "✓ Rewarding: Whoever suggested something is thanked (nobody suggested anything)" in told
        assert (
            "no place yet to answer them: a mail address above is enough, or choose where people talk" in told
        )
        keys(page, Keys.ENTER)
        page.wait(
            "document.querySelector('#notice').textContent.includes('Building: done')", "it is built", 60
        )
        assert "opens on Monday, 30 November 2026" in text(page, "#notice")
        assert "✓ Published. Learners see it from Monday, 30 November 2026 on" in text(page, "#live")
        assert "status: published" in (root / "courses/first-course/week-02.md").read_text("utf-8")
        assert (root / "site/first-course/week-01.html").is_file()
        page.open(f"{address}week/first-course/1/")
        ready(page)
        page.open(page.js("return document.querySelector('#live a').href"))
        assert text(page, "h1").startswith("Asking")
        assert page.js("return [origin, getComputedStyle(document.querySelector('h1')).fontFamily]")[
            1
        ].startswith('"Curator Head"'), "with its styles"
        assert page.js("return origin") != address.rpartition("/")[0], "and away from the review"
        assert page.violations() == []
        page.open("about:blank")


def test_settings_are_saved_where_they_stand_and_another_need_is_tried(project_page, root):
    page, file = project_page, root / "courses/first-course/course.yml"
    comments = [line for line in file.read_text("utf-8").splitlines() if line.lstrip().startswith("#")]
    page.press("#courses section:first-child a.button")
    ready(page)
    page.js("document.querySelector('#f-need').select()")
    keys(page, "Cooks who bake cakes at night must learn to rest.")
    page.wait(
        "document.querySelector('.tried').textContent.includes(\"who they are: 'bake cakes at night'\")",
        "what stands where the learners are named is told",
    )
    page.js("document.querySelector('#f-need').select()")
    keys(page, "Learn to say what went wrong.")
    page.wait("document.querySelectorAll('.tried li').length === 10", "the first ten are ranked")
    assert "new" in text(page, ".tried")
    assert "went wrong" not in file.read_text("utf-8"), "nothing is written while somebody types"
    assert "Week 2 holds what you did" in text(page, ".tried"), "no draft writes over a person's week"
    keys(page, Keys.TAB)
    page.wait("document.querySelector('#work').textContent === 'Need saved'", "it is saved")
    assert yaml.safe_load(file.read_text("utf-8"))["need"] == "Learn to say what went wrong."
    page.press("[id='s-weeks-new']")
    page.press("[id='f-weeks-new-title']")
    keys(page, "Mistakes")
    page.press("[data-do=add][data-list=weeks]")
    page.wait("document.querySelector('[id=s-weeks-0]')", "the week is added")
    page.press("[id='f-timezone']")
    keys(page, "Mars", Keys.TAB)
    page.wait("document.querySelector('.wrong:not(:empty)')", "it says what is wrong")
    page.press("[id='f-timezone']")
    keys(page, "x")
    page.wait("!document.querySelector('.wrong:not(:empty)')", "and no more once it is being mended")
    assert yaml.safe_load(file.read_text("utf-8"))["weeks"] == [{"title": "Mistakes"}]
    assert [
        line for line in file.read_text("utf-8").splitlines() if line.lstrip().startswith("#")
    ] == comments
    page.press("[data-do=undo]")
    page.wait("!document.querySelector('[id=s-weeks-0]')", "it is undone")
    page.press("[id='f-keywords']")
    keys(page, ", blame")
    page.wait("document.querySelectorAll('#f-keywords ~ .tried li').length === 10", "keywords are tried, too")
    page.open(page.browser.current_url.replace("first-course/", "--/#f-provider"))
    ready(page)
    assert page.js("return document.activeElement.id") == "f-provider", "a link leads to its field"
    keys(page, "isso", Keys.TAB, "server: talk.example", Keys.TAB, Keys.ENTER)
    page.wait("document.querySelector('.wrong:not(:empty)')", "it says what is wrong")
    page.js("document.querySelector('#f-comments').select()")
    keys(page, "server: https://talk.example", Keys.TAB, Keys.ENTER)
    page.wait("document.querySelector('#work').textContent === 'Where people talk is saved'", "it is saved")
    said = text(page, "#parts")
    assert "Mail works without any service" in said
    assert "Unsure? Leave “none”" in said
    page.press("[id='f-extra.guidelines']")
    keys(page, "Be kind.", Keys.ENTER, "Ask: what would you do?", Keys.TAB)
    page.wait("document.querySelector('#work').textContent === 'Rules saved'", "it is saved")
    extra = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))["extra"]
    assert extra["guidelines"] == ["Be kind.", "Ask: what would you do?"]
    assert yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))["extra"]["comments"] == {
        "provider": "isso",
        "server": "https://talk.example",
    }


def test_a_week_that_nobody_touched_is_drafted_again_with_another_need(page, root, curate):
    week = root / "courses/first-course/week-02.md"
    week.unlink()
    (root / "courses/second/week-01.md").unlink()
    assert curate("draft", "first-course", "-C", root, "--today", "2026-11-23", "-q").code == 0
    before = week.read_text("utf-8")
    with serving_workspace(workspace_of(root)) as address:
        page.open(f"{address}settings/first-course/")
        ready(page)
        assert "How learners reach you" in text(page, "#parts")
        page.js("document.querySelector('#f-need').select()")
        keys(page, "Learn to say what went wrong.")
        page.wait("document.querySelector('.tried [data-do=draft]')", "a draft is offered")
        assert text(page, ".tried [data-do=draft]") == "Draft week 2 again with this"
        page.press(".tried [data-do=draft]")
        page.wait("document.querySelector('#notice a')", "it is drafted", 60)
        assert "nothing is published" in text(page, "#notice")
        assert "status: draft" in week.read_text("utf-8")
        assert week.read_text("utf-8") != before
        assert page.js("return document.activeElement.textContent") == "Open week 2"
        page.press("#notice a")
        page.wait("location.pathname.endsWith('/week/first-course/2/')", "it leads to the week")
        ready(page)
        page.open("about:blank")


def test_axe_finds_nothing_on_the_pages_of_the_project_at_any_width(project_page):
    page, wrong = project_page, []
    for place in ("", "settings/first-course/", "settings/-/", "settings/--/"):
        page.open(page.browser.current_url.partition("settings/")[0] + place)
        ready(page)
        page.js("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        axe.load(page)
        for width in (390, 1280):
            page.width(width)
            assert page.js("return document.documentElement.scrollWidth <= innerWidth"), f"{place}, {width}"
            for palette in ("light", "dark"):
                page.palette(palette)
                page.wait(f"matchMedia('(prefers-color-scheme: {palette})').matches", palette)
                wrong += [f"{place or 'home'}, {width}, {palette}: {w}" for w in axe.violations(page, RULES)]
        small = page.js(
            "return [...document.querySelectorAll('button, a.button, input, summary, select')]"
            ".filter((e) => e.checkVisibility()).map((e) => [e.getBoundingClientRect(), e.outerHTML])"
            ".filter(([b]) => b.width < 13 || b.height < 13).map(([, html]) => html)"
        )
        assert small == []
    assert wrong == []
