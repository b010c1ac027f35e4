"""Names of time zones, as feeds write them behind a time of day; unknown names stay unknown."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

FARTHEST = timedelta(hours=14)
"""No clock on earth is further ahead of UTC (Kiribati); none is further behind than 12 hours."""

_HOURS = {
    "": 0.0, "z": 0, "gmt": 0, "ut": 0, "utc": 0, "uct": 0, "zulu": 0, "wet": 0,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "akst": -9, "akdt": -8, "hst": -10, "ast": -4, "adt": -3, "nst": -3.5, "ndt": -2.5,
    "brt": -3, "brst": -2, "art": -3, "clt": -4, "clst": -3, "cot": -5, "pet": -5, "vet": -4, "uyt": -3,
    "bst": 1, "west": 1, "cet": 1, "mez": 1, "met": 1, "cest": 2, "mesz": 2, "mest": 2, "eet": 2, "eest": 3,
    "msk": 3, "msd": 4, "trt": 3, "wat": 1, "cat": 2, "sast": 2, "eat": 3, "idt": 3, "gst": 4, "irst": 3.5,
    "pkt": 5, "ist": 5.5, "npt": 5.75, "ict": 7, "wib": 7, "wita": 8, "wit": 9, "hkt": 8, "sgt": 8, "pht": 8,
    "myt": 8, "jst": 9, "kst": 9, "awst": 8, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13,
}  # fmt: skip
"""Hours ahead of UTC. Of several zones with one name the one in more feeds counts: CST is America's (RFC
822, 5.1), IST India's, BST Britain's."""
_PLACES = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
}
_LONG = {
    "eastern standard time": "est",
    "eastern daylight time": "edt",
    "central standard time": "cst",
    "central daylight time": "cdt",
    "mountain standard time": "mst",
    "mountain daylight time": "mdt",
    "pacific standard time": "pst",
    "pacific daylight time": "pdt",
    "greenwich mean time": "gmt",
    "coordinated universal time": "utc",
    "british summer time": "bst",
    "central european time": "cet",
    "central european standard time": "cet",
    "central european summer time": "cest",
    "eastern european time": "eet",
    "eastern european summer time": "eest",
    "india standard time": "ist",
    "japan standard time": "jst",
    "china standard time": "hkt",
    "australian eastern standard time": "aest",
    "australian eastern daylight time": "aedt",
}
_PLACE = re.compile(
    r"[A-Za-z]{1,20}(?:/[A-Za-z][A-Za-z_+0-9-]{0,30}){1,2}|(?:EST5EDT|CST6CDT|MST7MDT|PST8PDT)"
)


def zone_named(name: str) -> tzinfo | None:
    """Return the time zone of an abbreviation, a long name or a place ("Europe/Berlin"); None if unknown."""
    key = " ".join(name.split()).lower().replace(".", "")
    key = _LONG.get(key, key)
    if key in _HOURS:
        return timezone(timedelta(hours=_HOURS[key]))
    if len(key) == 1 and key.isascii() and key.isalpha():
        return UTC  # military letters mean nothing certain (RFC 5322, 4.3)
    place = _PLACES.get(key, name.strip())
    if not _PLACE.fullmatch(place):
        return None
    try:
        return ZoneInfo(place)
    except (KeyError, ValueError, OSError):  # not in the database, or a folder of it
        return None


def zone_offset(sign: str, hours: str, minutes: str | None) -> tzinfo:
    """Return the zone so far from UTC; raises ValueError where no clock on earth goes so."""
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > FARTHEST or int(minutes or 0) > 59:
        raise ValueError("no time zone lies so far from UTC")
    return timezone(-offset if sign == "-" else offset)
