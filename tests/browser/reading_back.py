"""Seventeen posts over three threads, and how they are read back from a service that runs for real."""

import json
import re
import sqlite3
from datetime import date
from html import unescape

from sites import COURSE

from curator.app.scaffold import NewCourse, lay_down
from curator.comments import provider
from curator.config import Pull
from curator.fetch.thread_reader import ThreadReader

THREADS = (f"{COURSE}/week-02/q1", f"{COURSE}/week-02/q2", f"{COURSE}/week-01/q1")


def seventeen():
    """Yield (thread, author, words, number of the post it answers) of each post."""
    for number in range(17):
        key = THREADS[number % 3]
        answers = number - 3 if number in (6, 7, 8, 12) else None
        text = f"Post {number}: I would ask first, see https://a.example/{number}?x=1"
        if number % 3 == 1:
            text += "\nand then wait; 3 < 4, “quoted” & plain."
        yield key, ("Ann", "Ben", "Zoë")[number % 2 + (number == 8)], text, answers


def read_back(name, server, home=""):
    """Read the three threads: key -> thread."""
    found = provider({"provider": name, "server": server}, site_url="http://127.0.0.1/")
    with ThreadReader(Pull(per_host_delay=0), server, private=True, site=home) as reader:
        return {thread.key: thread for thread in found.read(THREADS, reader, {})}


# --- what the curator's commands make of it -------------------------------------------------------------

QUOTED = "Post 16: I would ask first"
"""What a highlight quotes of the last of the seventeen."""
LINKED = "https://a.example/16?x=1"
"""What it says besides: the memory of week files holds the quotation, and nothing else of the post."""
DAY = ("--today", "2026-12-02")
_WEEK = """---
week: {week}
title: Week {week}
status: published
opens: 2026-11-{day}
objective: Ask for one thing.
content:
  - {{url: https://one.example/{week}, title: One, author: Ada, note: Read it., minutes: 4}}
conversation:
  - {{id: q1, question: "Whom would you ask first, and how?"}}
  - {{id: q2, question: "What would you do next?"}}
{highlights}---
"""


def project(root, name, server, home):
    """Lay down a course whose discussions are those of the running service; week 2 quotes the last post."""
    lay_down(root, NewCourse("Hard conversations"), site_url=home, today=date(2026, 11, 23))
    (root / "feeds.yml").write_text("pull: {per_host_delay: 0}\nfeeds: []\n", "utf-8")
    config = root / "mkdocs.yml"
    text = config.read_text("utf-8").replace("provider: none", f"provider: {name}\n    server: {server}")
    config.write_text(text, "utf-8")
    course = root / "courses" / COURSE / "course.yml"
    course.write_text(re.sub(r"(?m)^id: .*", f"id: {COURSE}", course.read_text("utf-8")), "utf-8")
    quote = f'highlights:\n  - {{quote: "{QUOTED}", thread: {THREADS[16 % 3]}, asked: 2026-12-01, by: Ann}}\n'
    for week, day, highlights in ((1, 23, ""), (2, 30, quote)):
        text = _WEEK.format(week=week, day=day, highlights=highlights)
        course.with_name(f"week-{week:02d}.md").write_text(text, "utf-8")
    return root


def where_it_stands(root, curate):
    """Listen, build, and tell where the last post stands now; the second value is what the curator is told."""
    heard = curate("listen", "-C", root, *DAY, "--json").json
    found = (
        {"insights"}
        if QUOTED in json.dumps(curate("insights", COURSE, "-C", root, *DAY, "--json").json)
        else set()
    )
    with sqlite3.connect(root / ".curator" / "store.db") as store:
        kept = "\n".join(store.iterdump())
    store.close()
    found |= {"store"} if LINKED in kept else set()
    report = curate("site", "-C", root, *DAY, "--json").json
    pages = "".join(p.read_text("utf-8") for p in (root / "site" / COURSE).glob("week-*.html"))
    found |= {"site"} if QUOTED in unescape(pages) else set()
    return found, report["notes"], sum(thread["posts"] for thread in heard["threads"])
