"""The publishing workflow as it stands on disk: whether its schedule can fire, and whether pushes reach it.

Pure: takes the text of a workflow and a branch's name, returns words. What GitHub does with a schedule: five
fields in UTC, on the default branch alone; other services read other files, and nothing here speaks of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml

from curator.model import Course

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


def fires(cron: str, day: date) -> bool:
    """Tell whether a schedule fires on a day; of its five fields only day, month and weekday matter here."""
    fields = cron.split()
    if len(fields) != len(BOUNDS) or never(cron):
        return False
    _, _, days, months, weekdays = fields
    on_day = _among(days, day.day, 1, 31)
    on_weekday = _among(weekdays, day.isoweekday() % 7, 0, 6)
    # Where both are given, either will do (crontab(5)); GitHub keeps to that.
    either = (on_day or on_weekday) if "*" not in (days, weekdays) else (on_day and on_weekday)
    return either and _among(months, day.month, 1, 12)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_NUMBERS = dict(zip((*_WEEKDAYS, *_MONTHS), (*range(7), *range(1, 13)), strict=True))


def _among(field: str, number: int, least: int, most: int) -> bool:
    """Tell whether a field of a schedule, such as "1-5", "*/2" or "mon,thu", names a number."""
    field = _WORDS.sub(lambda word: str(_NUMBERS[word[0].lower()]), field)
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        low = least if first == "*" else int(first)
        high = most if first == "*" or (step and not last) else int(last or first)
        if low <= number <= high and (number - low) % int(step or 1) == 0:
            return True
    return False


def late(text: str, course: Course, openings: Mapping[int, date]) -> Iterator[Found]:
    """Say which weeks (number -> day) open between two scheduled runs, how late they come, and what helps.

    A schedule is in UTC. Where the run of a day comes before midnight in the course's zone, learners get the
    week at the run after it.
    """
    crons = _crons(text)
    if not crons:
        return
    waits: dict[int, list[int]] = {}
    for week, day in openings.items():
        if (wait := _wait(crons, _midnight(course, day))) > 1:
            waits.setdefault(wait, []).append(week)
    for wait, weeks in sorted(waits.items(), reverse=True):
        day = openings[weeks[0]]
        name = f"week {weeks[0]}" if len(weeks) == 1 else f"week {weeks[0]} (and {len(weeks) - 1} more)"
        yield (
            "problem",
            f"{course.slug}: {name} opens on a {day:%A}, {day}; learners get it {wait} days late, at the "
            f"next scheduled publishing ({', '.join(crons)}, in UTC)",
            f'add `- cron: "{_line(_midnight(course, day))}"` under `schedule:` in {PUBLISH}, or let it open '
            "on the day of the schedule",
        )


def _midnight(course: Course, day: date) -> datetime:
    """Return when a day begins for a course, in UTC."""
    zone = ZoneInfo(course.timezone) if course.timezone else UTC
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _line(midnight: datetime) -> str:
    """Propose when to publish what opens at a moment: early in the morning of UTC, or right after it."""
    morning = midnight.replace(hour=5, minute=23)
    if morning < midnight:
        morning += timedelta(days=1)
    at = morning if morning - midnight <= timedelta(hours=8) else midnight + timedelta(minutes=23)
    return f"{at.minute} {at.hour} * * {at.isoweekday() % 7}"


def _wait(crons: Sequence[str], since: datetime) -> int:
    """Count the days from a moment to the next scheduled run, at most 31."""
    for days in range(32):
        day = since.date() + timedelta(days=days)
        for cron in crons:
            minute, hour = cron.split()[:2]
            at = time(int(hour) if hour.isdigit() else 23, int(minute) if minute.isdigit() else 59)
            if fires(cron, day) and datetime.combine(day, at, UTC) >= since:
                return days
    return 31


def _crons(text: str) -> list[str]:
    try:
        schedule = yaml.load(text, yaml.BaseLoader)["on"]["schedule"]  # noqa: S506 - texts, lists and dicts only
        return [str(s["cron"]) for s in schedule if not never(str(s["cron"]))]
    except (yaml.YAMLError, KeyError, TypeError):
        return []


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
