"""Highlights reach the page as a person chose them, and leave it when their original is taken back."""

import json
from html import unescape
from pathlib import Path

import comment_services
from comment_services import standing_in
from lxml import html
from talking import KEY, talk_about

from curator.config import load_project
from curator.model import Highlight, Module
from curator.site.mail import letter

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
    forgetful = comment_services.Forgetful(comment_services.isso(KEY), left=slice(1, 2))

    with standing_in(forgetful) as isso:
        talk_about(project, isso.origin, more=HIGHLIGHTS)
        assert curate("build", "-C", project, "--today", DAY).code == 0
        week = page(project)
        assert "What you said" in week
        assert "With the facts." in week
        assert 'href="https://a.example/posts/2"' in week
        assert "I tried it." in week
        assert "a participant" in week
        assert "quagga" not in everything(project).lower(), "no name, and no address that tells it"
        assert "3 answers, the last one on 24 November 2026" in week
        people = (project / "site" / "first-course" / "people.html").read_text(encoding="utf-8")
        assert "quoted in week 1" in people
        forgetful.gone = True
        built = curate("build", "-C", project, "--json", "--today", DAY).json
    week = page(project)
    assert "With the facts." not in everything(project)
    assert "I tried it." in week
    assert "1 answer, on 24 November 2026" in week
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


def vectors():
    own = Path(__file__).parents[1] / "fixtures" / "xss" / "vectors.txt"
    known = Path(__file__).parents[2].parent / "shared" / "data" / "xss" / "vectors.jsonl"
    found = [line for line in own.read_text("utf-8").splitlines() if line]
    if known.is_file():
        found += [json.loads(line)["payload"] for line in known.read_text("utf-8").splitlines()]
    return found


def test_hostile_quotations_and_names_stay_text_in_the_mail(project):
    lay = load_project(project)
    course = lay.course("first-course")
    payloads = vectors()
    module = Module.model_construct(
        **Module(week=1, title="One", opens=course.start).__dict__
        | {
            "highlights": tuple(
                Highlight.model_construct(quote=p, by=p, url=p, thread=p, asked=course.start)
                for p in payloads
            )
        }
    )
    mail = letter(lay, course, module, course.start)
    page = html.fromstring(mail.html)
    shown = " ".join(page.text_content().split())
    assert sum(" ".join(p.split())[:15] in shown for p in payloads) > len(payloads) / 2
    assert {e.tag for e in page.iter() if isinstance(e.tag, str)} <= {
        "html", "head", "meta", "title", "style", "body", "div", "p", "h1", "h2", "span", "a",
    }  # fmt: skip
    assert not [a for e in page.iter() for a in e.attrib if a.startswith("on")]
    assert all(e.get("href").startswith(("https://", "http://", "mailto:")) for e in page.iter("a"))


def test_hostile_posts_stay_text_on_a_terminal(project, curate):
    rows = [
        {
            "id": n,
            "parent": None,
            "author": f"\x1b]0;owned\x07{p}",
            "text": f"{p}\x1b[2J\nHow do I start? I can show you {p}",
            "mode": 1,
            "created": 1.79e9 + n,
            "replies": [],
        }
        for n, p in enumerate(vectors(), 1)
    ]

    def isso(asked):
        if asked.path == "/count":
            return 200, [len(rows) if uri == f"/{KEY}" else 0 for uri in asked.body]
        return 200, {"replies": rows if asked.query.get("uri") == f"/{KEY}" else [], "hidden_replies": 0}

    with standing_in(isso) as there:
        talk_about(project, there.origin)
        assert curate("listen", "-C", project, "--today", DAY).code == 0
    told = curate("insights", "first-course", "-C", project, "--today", DAY)
    assert told.code == 0
    assert not set(told.out) & set(map(chr, (*range(10), *range(11, 32), 127, *range(0x80, 0xA0), 0x202E)))
