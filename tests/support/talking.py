"""A project whose second week was published and is talked about, for tests of the conversation."""

from pathlib import Path

WEEK = """---
week: 1
title: The first minute
status: published
opens: 2026-11-23
objective: Open a hard talk with a fact.
content:
  - url: https://a.example/piece
    title: "The first minute: how talks open"
    source: A
    author: Sheila Hargrove
    kind: article
    minutes: 9
    note: For everybody who is about to have one.
conversation:
  - id: q1
    question: How would you open your next hard conversation at work?
  - id: q2
    question: What would you do in the first minute of silence, and why?
connection:
  prompts: [Tell a colleague what you plan.]
---
Welcome.
"""
KEY = "first-course/week-01/q1"


def talk_about(root: Path, server: str, *, provider: str = "isso", more: str = "") -> Path:
    """Publish a week with two questions and name a comment server; returns the week's file."""
    course = next(path for path in sorted((root / "courses").iterdir()) if path.is_dir())
    for old in course.glob("week-*.md"):
        old.unlink()
    week = course / "week-01.md"
    week.write_text(WEEK.replace("connection:", f"{more}connection:"), encoding="utf-8")
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    before = text[: text.index("  comments:\n")]
    path.write_text(
        f"{before}  comments:\n    provider: {provider}\n    server: {server}\n", encoding="utf-8"
    )
    return week
