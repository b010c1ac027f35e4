"""Dates as feeds write them, to aware UTC datetimes; None for what is no date."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6}
_MONTHS |= {"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
_ZONES = dict.fromkeys(("", "z", "gmt", "ut", "utc"), 0)
_ZONES |= {"est": -300, "edt": -240, "cst": -360, "cdt": -300}  # RFC 822, 5.1, in minutes
_ZONES |= {"mst": -420, "mdt": -360, "pst": -480, "pdt": -420}
_RFC822 = re.compile(
    r"(?:[^\W\d]{1,12}\.?,?\s{1,4})?(\d{1,2})\s{1,4}([A-Za-z]{3})[a-z]{0,7}\.?\s{1,4}(\d{4}|\d\d)"
    r"(?:\s{1,4}(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?\s{0,4}(?:([+-])(\d\d):?(\d\d)|([A-Za-z]{0,3}))"
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\s?(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,12})?)?\s?"
    r"(?:([+-])(\d\d):?(\d\d)?|[Zz])?)?"
)
EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
"""Older dates are the zero of some clock, not when something was published."""
LATEST = datetime(3000, 1, 1, tzinfo=UTC)


def parse_date(text: str) -> datetime | None:
    """Read a date in the forms of RSS, Atom and JSON Feed, else in those that feedparser knows.

    Dates without a zone are taken as UTC; dates out of all reason as no date.
    """
    text = text[:100].strip()
    if not text:
        return None
    try:
        moment = _iso(text) or _rfc822(text) or _odd(text)
        return moment.astimezone(UTC) if moment and EARLIEST <= moment < LATEST else None
    except (ValueError, OverflowError):
        return None


def _zone(sign: str | None, hours: str | None, minutes: str | None) -> timezone:
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return timezone(-offset if sign == "-" else offset)


def _iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, sign, zh, zm = match.groups()
    return datetime(
        int(year), int(month), int(day), *_clock(hour, minute, second), tzinfo=_zone(sign, zh, zm)
    )


def _rfc822(text: str) -> datetime | None:
    match = _RFC822.fullmatch(text)
    if not match:
        return None
    day, month, year, hour, minute, second, sign, zh, zm, name = match.groups()
    if month.lower() not in _MONTHS or (name or "").lower() not in _ZONES:
        return None
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    zone = _zone(sign, zh, zm) if sign else timezone(timedelta(minutes=_ZONES[(name or "").lower()]))
    return datetime(full, _MONTHS[month.lower()], int(day), *_clock(hour, minute, second), tzinfo=zone)


def _clock(hour: str | None, minute: str | None, second: str | None) -> tuple[int, int, int]:
    # A leap second is written 60, which datetime does not know.
    return int(hour or 0), int(minute or 0), min(int(second or 0), 59)


def _odd(text: str) -> datetime | None:
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)  # its compact forms: 20261116T080000Z
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    from feedparser import datetimes  # type: ignore[import-untyped] # heavy, and seldom needed

    parsed = datetimes._parse_date(text)
    if not parsed:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
