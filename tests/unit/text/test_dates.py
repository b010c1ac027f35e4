"""Dates: what feeds and pages write, in their languages and zones; never a value that hangs on a clock."""

import os
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.text import dates
from curator.text.date_words import fold, months
from curator.text.dates import parse_date
from curator.text.time_zones import zone_named

CASES = [
    (line[26:], line[:26].strip())
    for line in Path(__file__).with_name("dates.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "moment"), CASES, ids=[text for text, _ in CASES])
def test_a_date_becomes_what_stands_beside_it(text, moment):
    found = parse_date(text)
    assert (found.isoformat() if found else "-") == moment


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("3/4/2026", "", None),
        ("3/4/2026", "en", None),
        ("3/4/2026", "en-us", "2026-03-04"),
        ("3/4/2026", "en-GB", "2026-04-03"),
        ("3/4/2026", "fr", "2026-04-03"),
        ("3/15/2026", "fr", "2026-03-15"),
        ("26-03-10", "", None),
        ("10 listopada 2025", "pl", "2025-11-10"),
        ("10 listopada 2025", "hr", "2025-10-10"),
        ("ponedjeljak, 10 listopada 2025", "", "2025-11-10"),
        ("pondělí 10. listopadu 2025", "cs", "2025-11-10"),
    ],
)
def test_the_language_decides_where_a_date_can_be_read_in_two_ways(text, language, day):
    found = parse_date(text, language)
    assert (found.date().isoformat() if found else None) == day


def test_every_month_of_every_language_is_known_by_itself():
    table = Path(dates.__file__).with_name("date_words.txt").read_text(encoding="utf-8")
    listed = re.findall(r"^([a-z]{2}): (.*)$", table.partition("[days]")[0], re.MULTILINE)
    assert len(listed) > 40
    for language, words in listed:
        names = words.split("|")
        assert len(names) == 12, language
        for number, forms in enumerate(names, 1):
            assert forms, (language, number)
            for form in forms.split():
                assert number in months(form.upper(), language), form
                if "." not in form and fold(form) == fold(fold(form)):
                    year = 2569 if language == "th" else 2026
                    found = parse_date(f"10 {form} {year}", language)
                    assert found == datetime(2026, number, 10, tzinfo=UTC), (language, form)


@pytest.mark.parametrize(
    "name", ["America", "../../etc/passwd", "Europe/Nowhere", "XYZT", "posixrules", "a/b/c/d"]
)
def test_what_is_no_time_zone_is_unknown(name):
    assert zone_named(name) is None


# hypothesis wants bounds without a zone
FIRST, LAST = datetime(1972, 1, 1), datetime(2068, 12, 30)  # noqa: DTZ001
MOMENTS = st.datetimes(FIRST, LAST).map(lambda d: d.replace(microsecond=0))
FORMS = {
    "{d:%a, %d %b %Y %H:%M:%S} {z}": 1,
    "{d:%a, %d %b %y %H:%M:%S} {z}": 1,
    "{d:%Y-%m-%dT%H:%M:%S}{z}": 1,
    "{d:%Y/%m/%d %H:%M:%S} {z}": 1,
    "{d:%B %d, %Y %I:%M:%S %p} {z}": 1,
    "{d:%d.%m.%Y %H:%M:%S} {z}": 1,
    "{d:%a %b %d %H:%M:%S} {z} {d:%Y}": 1,
    "{d:%d-%b-%Y %H:%M} {z}": 60,
    "{d:%Y%m%dT%H%M%S}{z}": 1,
    "{d:%Y年%m月%d日 %H:%M:%S} {z}": 1,
    "{d:%H:%M:%S} {z}, {d:%d %b %Y}": 1,
}
"""Forms of a date, and to how many seconds they tell it."""
ZONES = {
    "+0000": 0,
    "Z": 0,
    "+5:30": 330,
    "-0800": -480,
    "UTC+02:00": 120,
    "GMT-3": -180,
    "JST": 540,
    "CEST": 120,
}


@settings(deadline=None)
@given(MOMENTS, st.sampled_from(list(FORMS)), st.sampled_from(list(ZONES)))
def test_a_date_in_any_form_and_zone_is_the_moment_it_was_written_of(moment, form, zone):
    exact = moment.replace(second=0) if FORMS[form] == 60 else moment
    assert parse_date(form.format(d=moment, z=zone)) == exact.replace(tzinfo=UTC) - timedelta(
        minutes=ZONES[zone]
    )


PIECES = st.one_of(
    st.sampled_from(
        """Mon Tue, mar Mar March März 三月 #3 10 3 31 2026 26 1999 0001 -001 /03/ -03- . , : T 15:45 3:15 24:00 PM am
        午後 3月 10日 2026年 GMT UTC EST IST +0530 +5:30 -08:00 Z Europe/Berlin America/ (PDT) de um at Uhr yesterday
        now today 20260310 1773157500 ١٠ م １０""".split()
    ),
    st.text(max_size=4),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=9).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda space: space.join(pieces))
)


@settings(deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_a_value_lies_within_what_the_text_says(text):
    found = parse_date(text)
    if found is None:
        return
    assert dates.EARLIEST <= found < dates.LATEST
    digits = "".join(c if c.isdigit() else " " for c in dates._normal(text[: dates.MAX_LENGTH]))
    epochs = [int(n[:10]) for n in digits.split() if len(n) in (9, 10, 13)]
    years = {str(found.year + near + era)[-2:] for near in (-1, 0, 1) for era in (0, 543)}
    assert any(y in digits for y in years) or int(found.timestamp()) in epochs, found


@pytest.fixture(scope="module", params=["Pacific/Kiritimati", "America/Los_Angeles", "UTC"])
def machine_in(request):
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def test_the_machines_time_zone_changes_nothing(machine_in):
    for text, moment in CASES:
        found = parse_date(text)
        assert (found.isoformat() if found else "-") == moment, machine_in


def test_no_clock_is_asked():
    """Two builds of the same bytes are the same: nothing that reads dates can know what day it is."""
    for name in ("dates.py", "date_words.py", "time_zones.py"):
        source = Path(dates.__file__).with_name(name).read_text(encoding="utf-8")
        assert not re.search(
            r"\b(?:now|today|utcnow|localtime|gmtime|strptime)\(|import time|feedparser", source
        )


def test_a_long_text_costs_no_time():
    hard = [
        "1" * 9999,
        "1 " * 9999,
        "12:" * 999,
        "a1" * 9999,
        "-" * 9999 + "1",
        "(1" * 9999,
        "1a.m" * 999,
        "٣" * 999,
    ]
    started = time.process_time()
    for text in hard * 50:
        parse_date(text)
    assert time.process_time() - started < 5
