"""Exports as people open them: SCORM in an LMS's player, the folder from a disk, hostile text in both."""

import dataclasses
import io
import shutil
import zipfile
from urllib.parse import unquote, urlsplit

import chromium
import pytest
from export_fixture import (
    COURSES,
    book,
    fixture_book,
    hostile_book,
    led_to,
    missing_in,
    own_book,
    seen,
    shaped,
    unpack,
)
from hostile import fired
from lxml import html as parser
from scorm_install import SCRIPT, why_not
from site_fixture import lay, read
from sites import TODAY

from curator.comments import provider
from curator.exports import FORMATS
from curator.exports.prose import address

PLAYER = """<!DOCTYPE html><html lang="en"><title>LMS</title><script src="scorm12.js"></script>
<script>
const kept = JSON.parse(localStorage.getItem("cmi") || "null");
window.API = new Scorm12API({ autocommit: false, logLevel: 5 });
if (kept) API.loadFromJSON(kept.cmi || kept, "");
window.calls = [];
for (const event of ["LMSInitialize", "LMSFinish", "LMSCommit", "LMSSetValue"]) {
  API.on(event, (name, value) => calls.push([event, name, value]));
}
API.on("LMSSetValue.cmi.*", (name, value) => calls.push(["set", name, value]));
const keep = () => {
  const core = API.cmi.core;
  localStorage.setItem("cmi", JSON.stringify({
    core: { lesson_location: core.lesson_location, lesson_status: core.lesson_status, entry: "resume" } }));
  localStorage.setItem("calls", JSON.stringify(calls));
};
API.on("LMSCommit", keep);
API.on("LMSFinish", keep);
</script>
<iframe name="sco" src="sco/index.html" width="1000" height="800"></iframe></html>
"""


@pytest.fixture
def lms(tmp_path):
    """A learning platform with our course in it: its address."""
    if why_not():
        pytest.skip(why_not())
    folder = tmp_path / "lms"
    (folder / "sco").mkdir(parents=True)
    shutil.copy(SCRIPT, folder / "scorm12.js")
    (folder / "index.html").write_text(PLAYER, "utf-8")
    files = unpack(FORMATS["scorm12"].write(fixture_book(tmp_path / "project")))
    for name, data in files.items():
        (folder / "sco" / name).write_bytes(data)
    with chromium.serving(folder) as address:
        yield address


@pytest.fixture
def platform(tmp_path):
    """A learning platform with a course of every shape in it, and a broken one: its folder, and the courses."""
    if why_not():
        pytest.skip(why_not())
    books = {"own": own_book(), **{name: shaped(tmp_path / name, name) for name in COURSES}}
    books["hostile"] = hostile_book(tmp_path / "hostile")
    pages = {name: unpack(FORMATS["scorm12"].write(made))["index.html"] for name, made in books.items()}
    pages["broken"] = pages["own"].replace(b"LMSInitialize", b"LMSInitialise")
    for name, data in pages.items():
        place = tmp_path / "lms" / name
        (place / "sco").mkdir(parents=True)
        (place / "sco" / "index.html").write_bytes(data)
        shutil.copy(SCRIPT, place / "scorm12.js")
        (place / "index.html").write_text(PLAYER, "utf-8")
    return tmp_path / "lms", books


def core(page, name):
    page.browser.switch_to.default_content()
    return page.js(f"return API.cmi.core.{name}")


def inside(page):
    page.browser.switch_to.default_content()
    page.browser.switch_to.frame("sco")
    return page


def located(page, week):
    """Wait until the platform knows the week: a page hears of its new address a moment after the click."""
    page.wait(lambda: core(page, "lesson_location") == week, f"the platform knows {week}")


def shown(page):
    inside(page)
    return page.js("return [...document.querySelectorAll('article.week')].filter((w) => !w.hidden).map((w) => w.id)")  # fmt: skip


def test_a_course_is_begun_left_resumed_at_its_week_and_completed(page, lms):
    page.open(lms)
    page.wait("calls.length > 3", "the course has begun")
    assert core(page, "lesson_status") == "incomplete"
    assert shown(page) == ["week-01"]
    page.press(".turn .next")
    located(page, "week-02")
    assert shown(page) == ["week-02"]
    assert core(page, "lesson_status") == "incomplete"

    page.js("document.querySelector('iframe').remove()")  # the learner leaves
    page.wait("JSON.parse(localStorage.calls || '[]').some(([name]) => name === 'LMSFinish')", "finished")

    page.open(lms)
    page.wait("calls.length > 3", "the course goes on")
    assert shown(page) == ["week-02"], "resumed where it was left"
    assert core(page, "lesson_status") == "incomplete"
    inside(page).press("#finish")
    assert page.js("return document.getElementById('said').textContent")
    assert core(page, "lesson_status") == "completed"

    page.open(lms)
    page.wait("calls.length > 1", "opened again")
    assert core(page, "lesson_status") == "completed", "looking again undoes nothing"
    told = {name for event, name, _ in page.js("return calls") if event in ("LMSSetValue", "set") and name}
    assert told <= {"cmi.core.lesson_status", "cmi.core.lesson_location", "cmi.core.exit"}
    assert page.js("return API.cmi.suspend_data") == ""
    assert page.js("return API.cmi.core.score.raw") == ""
    assert page.foreign() == []
    assert page.violations() == []


def test_without_a_platform_the_pages_can_be_read(page, tmp_path):
    files = unpack(FORMATS["scorm12"].write(fixture_book(tmp_path)))
    (tmp_path / "index.html").write_bytes(files["index.html"])
    page.open((tmp_path / "index.html").as_uri())
    assert page.js("return getComputedStyle(document.querySelector('.finish')).display") == "none"
    page.press(".weeks li:nth-child(2) a")
    assert page.js("return location.hash") == "#week-02"
    page.wait("!document.getElementById('week-02').hidden", "the week that was chosen")
    assert page.complaints() == []


def test_a_course_of_every_shape_is_played_to_its_end(page, trapped, platform):
    folder, books = platform
    with chromium.serving(folder) as server:
        for name, made in books.items():
            page.reset()
            page.open(f"{server}{name}/index.html")
            page.wait("calls.length > 3", f"{name} has begun")
            assert core(page, "lesson_status") == "incomplete"
            assert shown(page) == [made.chapters[0].name]
            assert page.js("return document.querySelectorAll('article.week').length") == len(made.chapters)
            page.press("article:not([hidden]) .turn .next")
            located(page, made.chapters[1].name)
            inside(page).press("#finish")
            assert core(page, "lesson_status") == "completed", name
            assert (fired(page), page.violations(), page.foreign()) == ([], [], []), name
        page.open(f"{server}broken/index.html")
        inside(page).wait("__violations.length", "a script that was changed is stopped by the page's policy")
        assert core(page, "lesson_status") != "incomplete", "and is not run"


@pytest.mark.parametrize("name", ["scorm12", "epub"])
def test_hostile_text_in_every_field_does_nothing(page, trapped, tmp_path, name):
    files = unpack(FORMATS[name].write(hostile_book(tmp_path / "hostile")))
    for file, data in files.items():
        place = tmp_path / "web" / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data.replace(b'http-equiv="Content-Security-Policy"', b""))
    with chromium.serving(tmp_path / "web") as address:
        for file in files:
            if file.endswith((".html", "week-01.xhtml", "week-02.xhtml", "about.xhtml", "credits.xhtml")):
                page.open(address + file)
                assert fired(page) == []
    assert page.foreign() == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The fixture's course on a disk, and how it came there."""
    root = tmp_path_factory.mktemp("offline")
    settings = {"provider": "isso", "server": "https://talk.example"}
    project = lay(root / "project", mkdocs=True)
    course = project.course("hard-conversations")
    made = book(root / "other", course, read(project), today=TODAY)
    made = dataclasses.replace(made, comments=provider(settings, site_url="https://learn.example"))
    data = FORMATS["offline"].write(made)
    assert FORMATS["offline"].write(made) == data, "the same bytes"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(root / "disk")
    return root / "disk" / course.slug


def test_the_folder_works_by_double_click(page, folder):
    page.open((folder / "index.html").as_uri())
    assert page.js("return document.querySelectorAll('h1').length") == 1
    page.press(".c-start a")
    assert "week-02" in page.js("return location.pathname")
    page.press("a[data-search]")
    page.wait("location.pathname.endsWith('library.html')", "the way to the search is the library")
    page.wait("window.curator", "the page can do what it can")
    page.wait("!document.querySelector('[data-c=filters]').hidden", "which filters")
    assert page.foreign() == []


def test_weeks_questions_resources_and_credits_are_the_same_on_both_sides(folder, tmp_path):
    files = {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*.html"))}
    whole = fixture_book(tmp_path / "again", today=TODAY)
    found = missing_in(whole, seen(files), led_to(files))
    assert [gap for gap in found if gap[0] != "discussion"] == [], (
        "discussions lead to the site where there is one"
    )
    assert missing_in(whole, seen({}), led_to({}))


def dead_ends(folder):
    """List what pages lead to, or load, that is not there: files, and places within them."""
    pages = {file: parser.document_fromstring(file.read_bytes()) for file in sorted(folder.rglob("*.html"))}
    names = {file: {e.get("id") for e in root.iter() if e.get("id")} for file, root in pages.items()}
    found = []
    for file, root in pages.items():
        for element in root.iter("a", "link", "script", "img"):
            link = element.get("href") or element.get("src") or ""
            if element.get("rel") in ("canonical", "alternate") or urlsplit(link).scheme or link in ("", "#"):
                continue
            place, _, mark = link.partition("#")
            target = (file.parent / unquote(place.partition("?")[0])).resolve() if place else file
            within = mark and "=" not in mark and target in names  # "#tag=money" sets the library's filters
            if not target.is_file() or (within and unquote(mark) not in names[target]):
                found.append(f"{file.name}: {link}")
    return found


DEAD = """
const done = arguments[0];
const heard = () => { changed = true; };
let changed = false;
HTMLAnchorElement.prototype.click = window.print = window.confirm = heard; // files to keep, paper, a question
const open = HTMLInputElement.prototype.click;
HTMLInputElement.prototype.click = function () { if (this.type === 'file') heard(); else open.call(this); };
for (const kind of ['input', 'change', 'toggle']) document.addEventListener(kind, heard, true);
new MutationObserver(heard).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
const shown = (e) => e.isConnected && e.getClientRects().length && e.checkVisibility({ visibilityProperty: true });
const until = async () => {
  for (let n = 0; n < 40 && !changed; n += 1) await new Promise((ready) => setTimeout(ready, 25));
  return changed;
};
(async () => {
  const dead = [];
  for (const e of document.querySelectorAll('button, summary, select, label.md-header__button, input[type=checkbox]')) {
    if (!shown(e)) continue;
    await new Promise((ready) => setTimeout(ready, 50));
    changed = false;
    if (e.tagName === 'SELECT') {
      e.selectedIndex = e.options.length - 1;
      e.form.dispatchEvent(new Event('change'));
    } else e.click();
    if (!(await until())) dead.push(e.outerHTML.slice(0, 80));
  }
  done(dead);
})();
"""
"""Presses every control that is seen; returns those after which nothing on the page is another."""


def test_no_control_in_it_is_dead(page, folder):
    assert dead_ends(folder) == []
    course = folder / "hard-conversations"
    assert not [file for file in folder.rglob("*.html") if "thread__load" in file.read_text("utf-8")]
    names = (
        "index.html",
        "week-01.html",
        "notes.html",
        "people.html",
        "../index.html",
        "../library.html",
        "../suggest.html",
    )
    for file in (course / name for name in names):
        page.open(file.as_uri())
        page.wait_for_theme()
        assert page.later(DEAD) == [], file
        assert page.complaints() == [], file
    page.open((course / "week-01.html").as_uri())
    page.wait("window.curator", "the page can do what it can")
    away = page.js("return [...document.querySelectorAll('.thread__link a')].map((a) => a.href)")
    assert away
    assert all(a.startswith(("https://", "mailto:")) for a in away)
    assert page.foreign() == []


def test_what_is_dead_is_found(page, folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "copy")
    library = copy / "library.html"
    inserted = (
        '<button type="button">Nothing</button><a href="nowhere.html">x</a><a href="about.html#none">y</a>'
    )
    library.write_text(library.read_text("utf-8").replace("<h1", inserted + "<h1", 1), "utf-8")
    page.open(library.as_uri())
    page.wait_for_theme()
    assert page.later(DEAD) == ['<button type="button">Nothing</button>']
    assert dead_ends(copy) == ["library.html: nowhere.html", "library.html: about.html#none"]


@pytest.mark.parametrize("name", [*COURSES, "hostile"])
def test_a_folder_of_every_shape_is_whole_and_inert(page, trapped, tmp_path, name):
    made = (
        hostile_book(tmp_path / name, introductions=False)
        if name == "hostile"
        else shaped(tmp_path / name, name)
    )
    with zipfile.ZipFile(io.BytesIO(FORMATS["offline"].write(made))) as archive:
        archive.extractall(tmp_path / "disk")
    folder = tmp_path / "disk" / made.course.slug
    files = {str(file): file.read_bytes() for file in folder.rglob("*.html")}
    gaps = missing_in(made, seen(files), {address(link) for link in led_to(files)})
    assert [gap for gap in gaps if gap[0] != "discussion"] == []
    assert name == "hostile" or dead_ends(folder) == [], "whoever writes notes may lead to nowhere"
    inner = folder / made.course.slug
    for file in (
        folder / "index.html",
        inner / "index.html",
        inner / "week-01.html",
        folder / "library.html",
    ):
        page.open(file.as_uri())
        page.wait_for_theme()
        assert (fired(page), page.violations(), page.complaints()) == ([], [], []), file
    assert page.foreign() == []
