"""Highlights reach the page as a person chose them, and leave it when their original is taken back."""

from html import unescape

import comment_services
from comment_services import standing_in
from talking import KEY, talk_about

DAY = "2026-11-30"
HIGHLIGHTS = f"""highlights:
  - {{quote: With the facts., by: Ben, thread: {KEY}, asked: 2026-11-29, url: "https://a.example/posts/2"}}
  - {{quote: I tried it., by: Zebulon Quagga, thread: {KEY}, url: "https://a.example/@zebulon-quagga/3"}}
"""


def page(project):
    return unescape((project / "site" / "first-course" / "week-01.html").read_text(encoding="utf-8"))


def everything(project):
    return "".join(
        unescape(p.read_text(encoding="utf-8", errors="ignore"))
        for p in sorted((project / "site").rglob("*"))
        if p.is_file() and p.suffix in (".html", ".xml", ".json", ".opml", ".ics")
    )


def test_a_highlight_is_shown_named_only_when_asked_and_goes_with_its_original(project, curate):
    service = comment_services.isso(KEY)
    gone = False

    def forgetful(asked):
        status, data = service(asked)
        if gone and asked.path == "/count":
            data = [2, 0]
        elif gone and status == 200:
            data["replies"] = data["replies"][1:2]
        return status, data

    with standing_in(forgetful) as isso:
        talk_about(project, isso.origin, more=HIGHLIGHTS)
        assert curate("build", "-C", project, "--today", DAY).code == 0
        html = page(project)
        assert "What you said" in html
        assert "With the facts." in html
        assert 'href="https://a.example/posts/2"' in html
        assert "I tried it." in html
        assert "a participant" in html
        assert "quagga" not in everything(project).lower(), "no name, and no address that tells it"
        assert "3 answers, the last one on 24 November 2026" in html
        people = (project / "site" / "first-course" / "people.html").read_text(encoding="utf-8")
        assert "quoted in week 1" in people
        gone = True
        built = curate("build", "-C", project, "--json", "--today", DAY).json
    html = page(project)
    assert "With the facts." not in everything(project)
    assert "I tried it." in html
    assert "1 answer, on 24 November 2026" in html
    (note,) = [n for n in built["notes"] if "highlight" in n]
    assert note.startswith("courses/first-course/week-01.md: highlight 1 is not shown")


def test_the_mail_thanks_and_names_nobody_who_was_not_asked(project, curate):
    talk_about(project, "http://127.0.0.1:9", more=HIGHLIGHTS)
    assert curate("digest", "first-course", 1, "-C", project, "--today", DAY).code == 0
    mail = (project / "digests" / "first-course" / "week-01.html").read_text(encoding="utf-8")
    assert "With the facts." in mail
    assert "Thank you: Ben" in mail
    assert "quagga" not in mail.lower()
    assert "a participant" in mail


def test_lint_asks_for_consent_and_for_the_thread(project, curate):
    more = HIGHLIGHTS + "  - {quote: Somewhere., asked: 2026-11-29}\n"
    talk_about(project, "http://127.0.0.1:9", more=more)
    rows = curate("lint", "-C", project, "--json", "--today", DAY).json
    found = {
        (row["rule"], row["where"].split(" (")[0]) for row in rows if row["rule"].startswith("highlight")
    }
    assert found == {
        ("highlight-unasked", "highlight 2"),
        ("highlight-thread", "highlight 3"),
        ("highlight-nameless", "highlight 3"),
    }
