"""The publishing workflow as it stands on disk: whether its schedule can fire, and whether pushes reach it.

Deciding only: text and a branch's name in, words out. What GitHub does with a schedule: five fields in UTC,
on the default branch alone; other services read other files, and nothing here speaks of them.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import yaml

PUBLISH = ".github/workflows/publish.yml"
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days that each month may have."""
BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
NAMES = ("minute", "hour", "day", "month", "weekday")
_WORDS = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)\b", re.I
)

Found = tuple[Literal["note", "problem"], str, str]
"""How bad it is, what it is, what to do."""


def branch_of(root: Path) -> str:
    """Return the branch that is checked out in a folder, or ""."""
    try:
        head = (root / ".git" / "HEAD").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return head.strip().removeprefix("ref: refs/heads/") if head.startswith("ref: refs/heads/") else ""


def judge(text: str, branch: str = "") -> Iterator[Found]:
    """Say what keeps a publishing workflow from running by itself; nothing, when it will."""
    try:
        # Every value as a text: YAML 1.1 would take the key `on` for a truth.
        spec: Any = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - builds nothing but texts, lists and dicts
        when = spec["on"]
        if not isinstance(when, dict):
            when = {event: {} for event in ([when] if isinstance(when, str) else when)}
    except (yaml.YAMLError, KeyError, TypeError):
        yield "problem", f"{PUBLISH} cannot be read", "copy it from a folder that `curate init` has made"
        return
    yield from _schedule(when.get("schedule"))
    branches = (when.get("push") or {}).get("branches") if isinstance(when.get("push"), dict) else None
    if branch and isinstance(branches, list) and branch not in branches and "*" not in "".join(branches):
        words = f"{PUBLISH} publishes pushes to {', '.join(branches)}, and you are on {branch}"
        yield "note", words, f"push to {branches[0]}, or name {branch} under `branches:` there"


def _schedule(schedule: Any) -> Iterator[Found]:
    crons = [str(s["cron"]) for s in schedule or () if isinstance(s, dict) and "cron" in s]
    if not crons:
        remedy = 'add a line like `- cron: "23 5 * * 1"` under `schedule:`, if it shall run by itself'
        yield "note", f"{PUBLISH} has no schedule: nothing is published but at a push", remedy
    for cron in crons:
        if why := never(cron):
            remedy = 'write it like "23 5 * * 1": minute, hour, day, month, weekday, in UTC'
            yield "problem", f'the schedule "{cron}" never fires: {why}', remedy


def never(cron: str) -> str:
    """Say why a schedule never fires; "" when it does, as far as that is plain to see."""
    fields = cron.split()
    if len(fields) != len(BOUNDS):
        return f"it has {len(fields)} fields, and five belong there"
    for name, field, (least, most) in zip(NAMES, fields, BOUNDS, strict=True):
        plain = _WORDS.sub(str(least), field)
        if not re.fullmatch(r"[\d*,/-]+", plain):
            return f'"{field}" is no {name}'
        steps = re.sub(r"/\d+", "", plain)
        if any(not least <= int(number) <= most for number in re.findall(r"\d+", steps)):
            return f'"{field}" is no {name} between {least} and {most}'
    _, _, day, month, weekday = fields
    if weekday == "*" and day.isdigit() and month.isdigit() and int(day) > DAYS[int(month) - 1]:
        return f"month {month} has no day {day}"
    return ""
