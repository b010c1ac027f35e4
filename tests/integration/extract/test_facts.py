"""Titles, authors and dates: forms of one kind beside each other, and the sheet that was judged page by page."""

import json
import re
from pathlib import Path

import pytest

from curator.extract import extract
from curator.extract.page_date import read_date
from curator.model import Article, Document
from curator.text.names import is_person, names_in

ROOT = Path(__file__).parents[3]
WEB = ROOT.parent / "shared" / "data" / "web" / "hosts"
SHEET = ROOT / "tests" / "fixtures" / "extract_facts.json"

TEXT = (
    "<p>Every Monday the gardeners walk the rows before anybody picks up a tool, and point at one plant.</p>"
    * 3
)


def read(title: str, *, head: str = "", body: str = "") -> Article:
    page = f"<html lang=en><head><title>{title}</title>{head}</head><body><main>{body}{TEXT}</main></body></html>"
    return extract(Document("https://ward.example/2026/rows", page.encode(), "text/html; charset=utf-8"))


NAMED = '<meta property="og:site_name" content="Garden Letters">'


@pytest.mark.parametrize("sign", [*"‹›«»<>*~⋆⁄｜_|–—·•→", "::", "\\", "/", "-", "★"])
def test_a_known_site_is_taken_off_behind_every_separator(sign):
    sign = sign.replace("<", "&lt;")
    assert read(f"Walking the rows {sign} Garden Letters", head=NAMED).title == "Walking the rows"
    assert read(f"Garden Letters {sign} Walking the rows", head=NAMED).title == "Walking the rows"


@pytest.mark.parametrize("sign", ["|", "»", "｜", "_", "-", "—", "⋆", ":"])
def test_separators_need_no_spaces(sign):
    assert read(f"Walking the rows{sign}Garden Letters", head=NAMED).title == "Walking the rows"


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("Why we write Garden Letters", "Garden Letters"),
        ("The art of anti-rows", "rows"),
        ("Garden Letters", "Garden Letters"),
    ],
)
def test_a_title_that_speaks_of_its_site_stays_whole(title, site):
    assert read(title, head=f'<meta property="og:site_name" content="{site}">').title == title


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("By Ada Lin, March 3, 2021", "Ada Lin"),
        ("March 3, 2021 by Ada Lin", "Ada Lin"),
        ("Posted on 3 May 2020 by Ada Lin in Gardens", "Ada Lin"),
        ("Ada Lin 5 min read", "Ada Lin"),
        ("Ada Lin, 12 comments", "Ada Lin"),
        ("Wednesday, Ada Lin", "Ada Lin"),
        ("Von Ada Lin am 3. März", "Ada Lin"),
        ("Por Ada Lin", "Ada Lin"),
        ("作者 林小雨", "林小雨"),
        ("TOM KRISHER, AP Auto Writer", "Tom Krisher"),
        ("AL Ada Lin Last updated on Monday", "Ada Lin"),
        ("Ada Lin Ada Lin", "Ada Lin"),
        ("Ada Lin - Remote Jobs", "Ada Lin"),
        ("Ada Lin, PhD, and Ludwig van der Rohe", "Ada Lin|Ludwig van der Rohe"),
        ("Ada Lin, Harvard University", "Ada Lin"),
        ("Reviewed by Ada Lin", ""),
        ("Guest blogger", ""),
        ("The Editors", ""),
        ("Bitrix24 Team", ""),
        ("jdoe42", ""),
        ("ada@ward.example", ""),
        ("Reuters", ""),
        ("5 min read", ""),
        ("March 3, 2021", ""),
        ("April May", "April May"),
    ],
)
def test_names_in_a_credit(credit, names):
    assert "|".join(names_in(credit)) == names


@pytest.mark.parametrize(
    "name", ["Ada Lin", "Ludwig van der Rohe", "林小雨", "Dr. Jo Ek", "J. R. R. Oak", "ada lin"]
)
def test_people_to_meet(name):
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Jparcell",
        "Guest blogger",
        "Telegraph Sport",
        "North Beds Inc",
        "Ada lin",
        "",
        "Kev",
        "Awichman",
        "Jdoe jdoe",
        "Jdoe Jdoe",
    ],
)
def test_sources_are_nobody_to_meet(name):
    assert not is_person(name)


@pytest.mark.parametrize(
    ("claim", "day"),
    [
        ("2026-03-05T07:30:00+01:00", "2026-03-05T07:30:00+01:00"),
        ("2026-03-05", "2026-03-05"),
        ("2026-03-05 07:30:00", "2026-03-05"),
        ("March 5, 2026", "2026-03-05"),
        ("2026", None),
        ("0000-00-00", None),
        ("1970-01-01", None),
        ("soon", None),
        ("9999-12-31T23:59:59-23:59", None),
    ],
)
def test_what_a_page_claims_of_its_day(claim, day):
    found = read_date(claim)
    assert (found.isoformat() if found else None) == day


def test_facts_cost_time_in_line_with_what_strangers_send():
    """Each of these once could make a pattern look again and again."""
    for piece in (
        "By ",
        "A, ",
        "a\\",
        '"\\',
        ", ",
        "by by ",
        "2021 ",
        "3 May 2021 ",
        "(",
        "–",
        "作者",
        " - ",
        "Mon ",
    ):
        long = piece * 20_000
        names_in(long)
        read_date(long)
        read(
            long,
            head=f'<script type="application/ld+json">{{"@type":"Article","author":"{long}</script>',
            body=f"<h1>{long}</h1>",
        )


@pytest.mark.skipif(not WEB.exists(), reason="the captured pages are not at hand")
def test_facts_of_a_hundred_pages_are_as_a_person_judged_them():
    """The sheet holds, for each page, the titles and days that are right, its authors who are people, and its kind."""
    rows = json.loads(SHEET.read_text("utf-8"))
    right = dict.fromkeys(("title", "author", "date", "kind"), 0)
    for row in rows:
        document = Document(f"http://{row['page']}", (WEB / row["page"]).read_bytes(), "text/html")
        article = extract(document)
        day = article.published.isoformat()[:10] if article.published else None
        right["title"] += plain(article.title) in map(plain, row["title"])
        right["author"] += plain(article.author) in map(plain, row["author"])
        right["date"] += day in row["date"]
        right["kind"] += article.kind == row["kind"]
    share = {name: count / len(rows) for name, count in right.items()}
    assert len(rows) == 100
    assert share["title"] >= 0.98, share
    assert share["author"] >= 0.93, share
    assert share["date"] >= 0.95, share
    assert share["kind"] >= 0.97, share


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
