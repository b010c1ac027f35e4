"""What a learner marks and writes stays in the browser: kept, exported, imported, merged, deleted."""

import json

import pytest
from sites import COURSE

WEEK = f"{COURSE}/week-02"
NOTES = f"{COURSE}/notes.html"
WORDS = "I would say:\n“Last week I promised X, and it did not happen.” <b>Then</b> stop. 🙂 # [x](y)"


@pytest.fixture
def downloads(page, tmp_path):
    page.browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    return tmp_path


def open_week(page, home, name=WEEK):
    page.open(f"{home}{name}.html")
    page.wait(
        "document.querySelector('.c-check') && document.querySelector('.c-reflection textarea')", "ready"
    )


def write(page, question, words):
    """Write as a person would, except for marks that the driver's keyboard does not have."""
    area = page.find(f"#{question} textarea")
    page.js("arguments[0].focus(); arguments[0].select()", area)
    page.js("document.execCommand('insertText', false, arguments[0])", words)
    page.wait(
        f"/Kept/.test(document.querySelector('#{question} .c-reflection [role=status]').textContent)", "kept"
    )


def notebook(page, home):
    page.open(home + NOTES)
    page.wait("!document.querySelector('[data-c=notes]').hidden", "the notebook is open")


def export(page, downloads, kind, ending):
    for old in downloads.glob(f"*.{ending}"):
        old.unlink()
    page.press(f"[data-act={kind}]")
    page.wait(lambda: list(downloads.glob(f"*.{ending}")), f"the {ending} file is there")
    return next(iter(downloads.glob(f"*.{ending}")))


def bring(page, path):
    page.js("document.querySelector('.c-notes input[type=file]').hidden = false")
    page.find(".c-notes input[type=file]").send_keys(str(path))
    page.wait("document.querySelector('.c-notes__status').textContent", "told")
    return page.find(".c-notes__status").text


def delete(page):
    page.press("[data-act=delete]")
    page.browser.switch_to.alert.accept()
    page.wait("/Deleted/.test(document.querySelector('.c-notes__status').textContent)", "deleted")


def test_marks_and_words_survive_a_reload_and_reach_nobody(page, home):
    open_week(page, home)
    page.press("#resource-1 .c-check input")
    page.press("#resource-3 .c-check input")
    write(page, "q1", WORDS)
    open_week(page, home)
    assert page.js("return [...document.querySelectorAll('.c-check input')].map((i) => i.checked)") == [
        True,
        False,
        True,
        False,
    ]
    assert page.js("return document.querySelector('#q1 textarea').value") == WORDS
    assert "2 of 4" in page.find("[data-c=week-progress]").text
    page.open(f"{home}{COURSE}/index.html")
    page.wait("!document.querySelector('[data-c=course-progress]').hidden", "the course's progress")
    assert "2 of 6" in page.find("[data-c=course-progress]").text
    assert page.elsewhere.asked == []
    assert page.foreign() == []


def test_export_delete_and_import_give_back_every_byte(page, home, downloads):
    open_week(page, home)
    page.press("#resource-1 .c-check input")
    write(page, "q1", WORDS)
    notebook(page, home)
    assert page.find(".c-notes__entry:not([hidden]) div").text == WORDS
    first = export(page, downloads, "json", "json").read_bytes()
    assert json.loads(first)["notes"][f"{WEEK}/q1"]["text"] == WORDS
    told = export(page, downloads, "markdown", "md").read_text("utf-8")
    assert WORDS in told
    assert "The first minute decides" in told
    assert "https://teamnotes.example/first-minute" in told

    delete(page)
    assert page.js("return Object.keys(localStorage).filter((k) => k.startsWith('curator:'))") == []
    assert not page.all(".c-notes__entry:not([hidden])")

    (downloads / "back").mkdir()
    kept = downloads / "back" / "notes.json"
    kept.write_bytes(first)
    assert bring(page, kept) == "Imported."
    assert page.find(".c-notes__entry:not([hidden]) div").text == WORDS
    assert export(page, downloads, "json", "json").read_bytes() == first


def test_importing_loses_nothing_that_is_here_and_doubles_nothing(page, home, downloads):
    open_week(page, home)
    write(page, "q1", "Mine.")
    notebook(page, home)
    theirs = json.loads(export(page, downloads, "json", "json").read_text("utf-8"))
    theirs["notes"][f"{WEEK}/q1"]["text"] = "From my phone."
    (downloads / "phone").mkdir()
    phone = downloads / "phone" / "notes.json"
    phone.write_text(json.dumps(theirs), "utf-8")
    for _ in range(2):
        notebook(page, home)
        assert bring(page, phone) == "Imported."
        text = page.find(".c-notes__entry:not([hidden]) div").text
        assert text.count("Mine.") == text.count("From my phone.") == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("not JSON at all", "not a file that was exported"),
        ("[]", "not a file that was exported"),
        ('{"curator": 1, "course": "another", "done": {}, "notes": {}}', "another course"),
        ("null", "not a file that was exported"),
    ],
)
def test_a_file_that_is_not_ours_changes_nothing(page, home, tmp_path, content, words):
    notebook(page, home)
    strange = tmp_path / "strange.json"
    strange.write_text(content, "utf-8")
    assert words in bring(page, strange)
    assert page.js("return Object.keys(localStorage).filter((k) => /curator:.*hard/.test(k))") == []


def test_a_hostile_file_is_text_and_only_what_has_the_right_shape(page, home, tmp_path):
    evil = "<img src=x onerror='window.__fired = 1'>"
    content = {
        "curator": 1,
        "course": COURSE,
        "done": {"__proto__": 1, evil: 1, "0123abcd": 1},
        "notes": {
            f"{WEEK}/q1": {"text": evil, "at": evil},
            f"{COURSE}/week-09/gone": {"text": "kept, though its question is gone", "at": "2026-11-20"},
            "../../elsewhere": {"text": "no"},
            f"{WEEK}/q2": {"text": 7},
        },
    }
    hostile = tmp_path / "hostile.json"
    hostile.write_text(json.dumps(content), "utf-8")
    notebook(page, home)
    assert bring(page, hostile) == "Imported."
    assert page.find(".c-notes__entry:not([hidden]) div").text == evil
    assert page.js("return [window.__fired, document.querySelectorAll('.c-notes img').length]") == [None, 0]
    kept = page.js("return Object.values(localStorage).map((v) => v).find((v) => v.includes('notes'))")
    assert set(json.loads(kept)["notes"]) == {f"{WEEK}/q1", f"{COURSE}/week-09/gone"}
    assert set(json.loads(kept)["done"]) == {"0123abcd"}
