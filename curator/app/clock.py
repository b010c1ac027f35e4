"""Checks the machine's clock: with one that is years off, nothing is drafted, published or unpublished."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

BACK = timedelta(days=7)
"""A clock that was set right may be so much behind the last run."""
LEAP = timedelta(days=5 * 365)
"""A project may rest for years; a longer jump is more likely a wrong clock than a longer rest."""


def doubt(now: datetime, last: str, openings: Iterable[date]) -> str:
    """Say in words why the clock cannot be right; empty when nothing speaks against it.

    `last` is when a run was last at work (ISO 8601, or empty), `openings` are the days on which published
    weeks open: what a fresh clone knows.
    """
    says = f"this machine's clock says {now:%Y-%m-%d}"
    remedy = f"set it, or run `curate build --today {now:%Y-%m-%d}` once if it is right"
    before = datetime.fromisoformat(last) if last else None
    if before is not None and now < before - BACK:
        return f"{says}, but the last run was on {before:%Y-%m-%d}: {remedy}"
    if before is not None and now > before + LEAP:
        return f"{says}, and the last run was on {before:%Y-%m-%d}, years ago: {remedy}"
    first = min(openings, default=now.date())
    if first > now.date() + LEAP:
        return f"{says}, and the first published week opens on {first}, years later: {remedy}"
    return ""
