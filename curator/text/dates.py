"""Dates as feeds and pages write them, to aware UTC datetimes; None for what is no date.

The two standard forms are read by one pattern each (nine dates in ten), the others by their parts: a time of
day and its zone are taken out, and what is left must be a day, a month and a year, and nothing else. No
value depends on a clock or on the machine's time zone. What can be read in two ways gives no date.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from curator.text.date_words import is_filler, months, weekdays
from curator.text.time_zones import zone_named, zone_offset

EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
"""Older dates are mostly the zero of a computer's clock (1970), not days of publication."""
LATEST = datetime(3000, 1, 1, tzinfo=UTC)
MAX_LENGTH = 100
"""Characters of a text that are looked at."""

_ENGLISH = {"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8}
_ENGLISH |= {"september": 9, "october": 10, "november": 11, "december": 12}
_ENGLISH |= {name[:3]: number for name, number in _ENGLISH.items()} | {"sept": 9}
_ZONES = dict.fromkeys(("", "z", "gmt", "ut", "utc"), 0)
_ZONES |= {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
"""The zones of RFC 822, 5.1, in hours."""
_RFC822 = re.compile(
    r"(?:[^\W\d]{1,12}\.?,?\s{1,4})?(\d{1,2})\s{1,4}([A-Za-z]{3,9})\.?\s{1,4}(\d{4}|\d\d)"
    r"(?:\s{1,4}(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?\s{0,4}(?:([+-])(\d\d):?(\d\d)|([A-Za-z]{0,3}))"
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\s?(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,12})?)?\s?"
    r"(?:([+-])(\d\d):?(\d\d)?|[Zz])?)?"
)

# --- dates by their parts
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_COMMENT = re.compile(r"[(\[（]([^()\[\]（）]{0,60})[)\]）]")
_COMPACT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?(?:[.,]\d{1,9})?)?(?!\d)")
_WEEK = re.compile(r"(\d{4})-?W(\d\d)(?:-?(\d))?", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d{4})-(\d{3})")
_EPOCH = re.compile(r"(\d{9,10}|\d{13})(?:\.\d{1,9})?")
_EXIF = re.compile(r"^(\d{4}):(\d\d):(\d\d)(?=\D)")
_AFTERNOON = frozenset(("pm", "午後", "下午", "오후", "μμ", "م", "مساء", "ch"))
_MORNING = frozenset(("am", "午前", "上午", "오전", "πμ", "ص", "صباحا", "sa"))
_BEFORE = "午[前後]|[上下]午|오[전후]|[ap]m"
_BEHIND = r"[ap]\.?\s?m\b\.?|[πμ]\.?μ\.?|مساء|صباحا|م|ص|ch|sa"
"""Halves of the day, as they stand before and behind a time (Vietnam's are "SA" and "CH")."""
_CLOCK = re.compile(
    rf"(?<!\d)(?:(?P<lead>{_BEFORE})\s?)?(?:"
    r"(?P<hour>\d{1,2})\s?(?:[:h時时点點]|시|\.(?=\d\d\s?[ap]\.?m))\s?(?P<minute>\d{1,2})(?!\d)"
    r"(?:\s?[:分분]\s?(?P<second>\d{1,2})(?!\d)(?:[.,:]\d{1,12})?)?\s?[秒초分분]?"
    rf"(?:\s?(?P<trail>{_BEHIND})(?![^\W\d]))?"
    rf"|(?P<sharp>\d{{1,2}})\s?(?:(?P<half>{_BEHIND})(?![^\W\d])|[時时点點시h](?![^\W\d])))",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)(?:\.(\d\d))?(?![\d.])\s*$")
"""A time of day with dots (Finland, Denmark, Italy, Indonesia), which only stands at the end."""
_OFFSET = re.compile(
    r"\s*(?:(?:utc|gmt|ut|z|[a-z]{3,4})\s?)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?![\d:])",
    re.IGNORECASE,
)
_NAME = re.compile(r"\s*([A-Za-z]{1,30}(?:[/_+-][A-Za-z0-9_+-]{1,40}){0,3}\d?[A-Za-z]{0,3})(?![^\W_])")
_LONG_NAME = re.compile(r"\s*((?:[A-Za-z]{3,12} ){1,3}time)\b", re.IGNORECASE)
_LAST_ZONE = re.compile(r"(?<=\d)(?:\s+[+-]\d{4}|[+-]\d\d:\d\d|\s*z|\s+[A-Za-z]{2,4})$", re.IGNORECASE)
_EAST_ASIAN = re.compile(r"(\d{2,4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})(?:\s?[日일号號])?")
_MONTH_NUMBER = re.compile(r"(\d{1,2})\s?[月월]|(?:tháng|thg)\.?\s(\d{1,2})", re.IGNORECASE)
_HAN_MONTHS = {han: n for n, han in enumerate([*"一二三四五六七八九十", "十一", "十二"], 1)}
_HAN_MONTH = re.compile(r"(?<!\d)(十[一二]?|[一二三四五六七八九])月")
_EAST_ASIAN_DAY = re.compile(
    r"(?:星期|周|週|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일"
)
_ORDINAL_END = re.compile(
    r"(?<=\d)(?:st|nd|rd|th|er|re|e|o|a|ος|η|ης|-?го|-?е|日|일)(?![^\W_])", re.IGNORECASE
)
_ABBREVIATION = re.compile(r"(?<=[\u0e01-\u0e4e])\.(?=[\u0e01-\u0e4e])")
"""The dot inside a Thai month: "มี.ค."."""
_TOKEN = re.compile(
    r"(?P<number>\d+)|#(?P<month>\d+)|(?P<word>[^\W\d_][^\s\d,.;:/()\[\]|·،、'’_#-]*)|(?P<mark>\S)"
)
_MARKS = frozenset(",.;:/-'’|·،、_~")
_KOREA = timezone(timedelta(hours=9))


def parse_date(text: str, language: str = "") -> datetime | None:
    """Read a date, with or without a time of day, in the forms of feeds and in those that people write.

    `language` (BCP 47, of the feed or page) decides between day and month in "3/4/2026", and between months
    of one name; without it such a date is none. Dates without a zone are taken as UTC, without a time as
    midnight, and those before 1971 or after 2999 as no date.
    """
    text = text[:MAX_LENGTH].strip()
    if not text or not any(map(str.isdigit, text)):
        return None
    for read in (_iso, _rfc822):
        try:
            if moment := read(text):
                return _sound(moment)
        except (ValueError, OverflowError):
            continue  # 24:00, or an offset that is none: the slower way knows more
    try:
        moment = _by_parts(text, language)
        return _sound(moment) if moment else None
    except (ValueError, OverflowError):
        return None


def _sound(moment: datetime) -> datetime | None:
    moment = moment.astimezone(UTC)
    return moment if EARLIEST <= moment < LATEST else None


def _iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, sign, zh, zm = match.groups()
    zone = zone_offset(sign, zh, zm) if sign else UTC
    return datetime(int(year), int(month), int(day), *_clock(hour, minute, second), tzinfo=zone)


def _rfc822(text: str) -> datetime | None:
    match = _RFC822.fullmatch(text)
    if not match:
        return None
    day, month, year, hour, minute, second, sign, zh, zm, name = match.groups()
    number, hours = _ENGLISH.get(month.lower()), _ZONES.get((name or "").lower())
    if number is None or hours is None:
        return None
    zone = zone_offset(sign, zh, zm) if sign else timezone(timedelta(hours=hours))
    return datetime(_full_year(year), number, int(day), *_clock(hour, minute, second), tzinfo=zone)


def _clock(hour: str | None, minute: str | None, second: str | None) -> tuple[int, int, int]:
    # A leap second is written 60, which datetime does not know.
    return int(hour or 0), int(minute or 0), 59 if second == "60" else int(second or 0)


def _full_year(year: str) -> int:
    """Complete a year of two digits (RFC 2822, 4.3; 70 and more are of the last century)."""
    return int(year) + (0 if len(year) > 2 else 2000 if int(year) < 70 else 1900)


# --- by parts ------------------------------------------------------------------------------------------


def _by_parts(text: str, language: str) -> datetime | None:
    text = _normal(text)
    if "#" in text or re.search(r"(?:^|\s)-\d", _OFFSET.sub("", text)):
        return None  # a year before the first, as in "-001-11-30"
    if moment := _by_number(text):
        return moment
    korean = bool(re.search("[년월일시]|오[전후]", text))
    comments = _COMMENT.findall(text)
    text, time, zone = _take_time(_EXIF.sub(r"\1-\2-\3", _COMMENT.sub(" ", text)))
    for comment in comments:
        zone = zone or _zone(comment)[0]
    day = _day(text, language, timed=time is not None, american=bool(time and time[4]))
    if day is None:
        return None
    hour, minute, second, days, _ = time or (0, 0, 0, 0, False)
    zone = zone or (_KOREA if korean else UTC)  # Korean dates never name the one zone they are meant in
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
    return moment + timedelta(days=days)


def _normal(text: str) -> str:
    """Return the text with plain digits, dashes and spaces."""
    text = html.unescape(text) if "&" in text else text  # "&amp;#43;0000"
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
    return " ".join(_DASHES.sub("-", text).split())


def _by_number(text: str) -> datetime | None:
    """Read dates that are nearly one number: seconds since 1970, 20260316T080000, weeks, days of a year."""
    if match := _EPOCH.fullmatch(text):
        digits = match[1]
        return datetime.fromtimestamp(int(digits) // (1000 if len(digits) == 13 else 1), UTC)
    if match := _WEEK.fullmatch(text):
        day = date.fromisocalendar(int(match[1]), int(match[2]), int(match[3] or 1))
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    if match := _ORDINAL.fullmatch(text):
        number = int(match[2])
        if not 1 <= number <= 366:
            return None
        day = date(int(match[1]), 1, 1) + timedelta(days=number - 1)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    if (match := _COMPACT.match(text)) and ":" not in text[: match.end()]:
        year, month, day_, hour, minute, second = match.groups()
        rest = text[match.end() :]
        zone, end = _zone(rest) if rest.strip() else (UTC, len(rest))
        if zone is not None and not rest[end:].strip():
            return datetime(int(year), int(month), int(day_), *_clock(hour, minute, second), tzinfo=zone)
    return None


Time = tuple[int, int, int, int, bool]
"""Hour, minute, second, days to add (24:00 is midnight of the next day), and whether it is am or pm."""


def _take_time(text: str) -> tuple[str, Time | None, tzinfo | None]:
    """Take the time of day and its zone out of a text; returns what is left, too."""
    match = _CLOCK.search(text)
    if not match:
        if (dotted := _DOTTED.search(text)) and re.search(r"\d{4}|#", text[: dotted.start()]):
            return text[: dotted.start()], _time(dotted[1], dotted[2], dotted[3], ""), None
        if (last := _LAST_ZONE.search(text)) and (zone := _zone(last[0])[0]):
            return text[: last.start()], None, zone
        return text, None, None
    half = (match["lead"] or match["trail"] or match["half"] or "").lower()
    half = re.sub(r"[.\s]", "", half)
    time = _time(match["hour"] or match["sharp"], match["minute"], match["second"], half)
    behind = text[match.end() :]
    zone, end = _zone(behind)
    return f"{text[: match.start()]} {behind[end:]}", time, zone


def _time(hour: str, minute: str | None, second: str | None, half: str) -> Time:
    h, m, s = _clock(hour, minute, second)
    if half in _AFTERNOON and h < 12:
        h += 12
    elif half in _MORNING and h >= 12:
        if h > 12:
            raise ValueError("no morning has so many hours")
        h = 0
    if (h, m, s) == (24, 0, 0):
        return 0, 0, 0, 1, bool(half)
    return h, m, s, 0, bool(half and half.isascii())


def _zone(text: str) -> tuple[tzinfo | None, int]:
    """Read a zone at the beginning of a text; returns it and where it ends (0 where there is none)."""
    if match := _OFFSET.match(text):
        zone: tzinfo | None = zone_offset(match["sign"], match["hours"], match["minutes"])
        end = match.end()
        # Some write both: "+0100 CET", "+00:00Z". The number counts.
        if (name := _NAME.match(text, end)) and zone_named(name[1]) is not None:
            end = name.end()
        return zone, end
    for pattern in (_LONG_NAME, _NAME):
        if (match := pattern.match(text)) and (zone := zone_named(match[1])) is not None:
            return zone, match.end()
    return None, 0


# --- the day -------------------------------------------------------------------------------------------


def _day(text: str, language: str, *, timed: bool, american: bool) -> date | None:
    """Read what is left when the time is gone: a day, a month and a year, in whatever order."""
    text = _EAST_ASIAN_DAY.sub(" ", text)
    text = _EAST_ASIAN.sub(r" \1-\2-\3 ", text)
    text = _HAN_MONTH.sub(lambda m: f" #{_HAN_MONTHS[m[1]]} ", text)
    text = _MONTH_NUMBER.sub(lambda m: f" #{m[1] or m[2]} ", text)
    text = re.sub(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)", r"\1-\2-\3", text) if timed else text
    text = _ABBREVIATION.sub("", _ORDINAL_END.sub("", text))
    numbers: list[str] = []
    words: list[Word] = []
    thai = False
    for match in _TOKEN.finditer(text):
        if match["mark"]:
            if match["mark"] not in _MARKS:
                return None
        elif match["number"]:
            numbers.append(match["number"])
        elif match["month"]:
            words.append((frozenset((int(match["month"]),)), frozenset()))
        else:
            word = match["word"]
            thai = thai or "\u0e00" <= word[0] <= "\u0e7f"
            meaning = months(word, language), weekdays(word, language)
            if any(meaning):
                words.append(meaning)
            elif not is_filler(word):
                return None
    found = dict(_candidates(text, numbers, words, Hints(language, timed, american, thai)))
    if len(found) > 1:
        found = {day: names for day, names in found.items() if day.weekday() in names}
    return next(iter(found)) if len(found) == 1 else None


Word = tuple[frozenset[int], frozenset[int]]
"""The months and the days of the week that a word may name: "mar" is March, and Tuesday in five languages."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What else is known when a day is read."""

    language: str
    timed: bool
    """A time of day stands beside it, so that a year or a month alone would be an accident."""
    american: bool
    """The time is am or pm, which goes with the month first."""
    thai: bool
    """Thai years count from 543 BC."""


def _candidates(
    text: str, numbers: list[str], words: list[Word], hints: Hints
) -> Iterator[tuple[date, frozenset[int]]]:
    """Yield every day that the parts can mean, with the days of the week that the text names."""
    places = [i for i, (month, _) in enumerate(words) if month]
    for place in places or [-1]:
        others = [weekday for i, (_, weekday) in enumerate(words) if i != place]
        if not all(others):
            continue
        names = frozenset().union(*others)
        triples = _named(numbers, words[place][0], hints) if place >= 0 else _numeric(text, numbers, hints)
        for year, month, day in triples:
            with suppress(ValueError):
                yield date(year, month, day), names


def _named(numbers: list[str], months: frozenset[int], hints: Hints) -> Iterator[tuple[int, int, int]]:
    """Find day and year beside the name of a month: the year is the number with four digits, or the last."""
    if len(numbers) == 1 and len(numbers[0]) == 4 and not hints.timed:
        yield from ((_year(numbers[0], hints), month, 1) for month in months)
    if len(numbers) != 2 or any(len(number) not in (1, 2, 4) for number in numbers):
        return
    day, year = reversed(numbers) if len(numbers[0]) == 4 or int(numbers[0]) > 31 else numbers
    if len(day) <= 2 and len(year) >= 2:
        yield from ((_year(year, hints), month, int(day)) for month in months)


def _numeric(text: str, numbers: list[str], hints: Hints) -> Iterator[tuple[int, int, int]]:
    """Find the order of three numbers; two, or one, are a month or a year."""
    if any(len(number) not in (1, 2, 4) for number in numbers):
        return
    if len(numbers) < 3 and not hints.timed and any(len(number) == 4 for number in numbers):
        month = next((number for number in numbers if len(number) < 4), "1")
        yield _year(max(numbers, key=len), hints), int(month), 1
    if len(numbers) != 3 or not all(len(number) <= 2 for number in numbers[1:2]):
        return
    a, b, c = numbers
    if len(a) == 4:
        yield _year(a, hints), int(b), int(c)
        return
    if len(c) == 1:
        return
    year = _year(c, hints)
    day_first, month_first = (year, int(b), int(a)), (year, int(a), int(b))
    orders = [day_first, month_first]
    language, _, region = hints.language.lower().replace("_", "-").partition("-")
    if re.search(r"\d\.\s?\d", text):
        orders = [day_first]
    elif (hints.american and "/" in text) or (language == "en" and region in ("us", "ph")):
        orders = [month_first] if _valid(month_first) else [day_first]
    elif (language and language != "en") or region:
        orders = [day_first] if _valid(day_first) else [month_first]
    yield from orders
    if len(c) == 2 and len(a) == 2 and not re.search(r"[./]", text):
        yield _year(a, hints), int(b), int(c)


def _year(digits: str, hints: Hints) -> int:
    year = _full_year(digits)
    return year - 543 if hints.thai and year > 2400 else year


def _valid(day: tuple[int, int, int]) -> bool:
    with suppress(ValueError):
        return bool(date(*day))
    return False
