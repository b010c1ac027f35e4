"""Exports as people open them: SCORM in an LMS's player, the folder from a disk, hostile text in both."""

import dataclasses
import io
import shutil
import zipfile
from pathlib import Path

import chromium
import pytest
from export_fixture import book, fixture_book, hostile_book, led_to, missing_in, seen, unpack
from hostile import fired
from scorm_install import SCRIPT, why_not
from site_fixture import lay, read
from sites import TODAY

from curator.comments import provider
from curator.exports import FORMATS

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


def core(page, name):
    page.browser.switch_to.default_content()
    return page.js(f"return API.cmi.core.{name}")


def inside(page):
    page.browser.switch_to.default_content()
    page.browser.switch_to.frame("sco")
    return page


def shown(page):
    inside(page)
    return page.js("return [...document.querySelectorAll('article.week')].filter((w) => !w.hidden).map((w) => w.id)")  # fmt: skip


def test_a_course_is_begun_left_resumed_at_its_week_and_completed(page, lms):
    page.open(lms)
    page.wait("calls.length > 3", "the course has begun")
    assert core(page, "lesson_status") == "incomplete"
    assert shown(page) == ["week-01"]
    page.press(".turn .next")
    assert shown(page) == ["week-02"]
    assert core(page, "lesson_location") == "week-02"
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


def test_no_control_in_it_is_dead(page, folder):
    for file in sorted(folder.rglob("*.html")):
        text = file.read_text("utf-8")
        assert "thread__load" not in text, file
    page.open((folder / "hard-conversations" / "week-01.html").as_uri())
    page.wait("window.curator", "the page can do what it can")
    dead = page.js(
        "return [...document.querySelectorAll('a[href]')].map((a) => a.href).filter((a) => a.startsWith('file:'))"
    )
    for address in dead:
        place = address.removeprefix("file://").partition("#")[0]
        assert Path(place).is_file(), address
    away = page.js("return [...document.querySelectorAll('.thread__link a')].map((a) => a.href)")
    assert away
    assert all(a.startswith(("https://", "mailto:")) for a in away)
    said = [c for c in page.complaints() if "favicon" not in c]
    assert said == []
    assert page.foreign() == []
