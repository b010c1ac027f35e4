"""A bookmarklet hands a page to the running review, where it waits for a press; no other site can do more."""

import json
import re
import socket
from urllib.parse import quote

import pytest
from review_fixture import COURSE, EVIL, lay, served

from curator.app.review.arrivals import MOST, Arrivals, bookmarklet, known
from curator.app.review.opening import PORT, remember_port, same_port
from curator.model import Dropped, Module
from curator.weeks.edit import module_of

PAGE = "https://a.example/page?q=1"
WINDOW = {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document", "Sec_Fetch_Site": "cross-site"}


@pytest.fixture
def site(tmp_path):
    with served(lay(tmp_path)) as found:
        yield found


def add(site, address, title="", **headers):
    """Open /add as a browser does whose bookmarklet was pressed; returns (status, text)."""
    return get(site, f"/add?url={quote(address, safe='')}&title={quote(title)}", **headers)


def get(site, path, **headers):
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    named = {"Host": f"127.0.0.1:{site.port}", **{k.replace("_", "-"): v for k, v in headers.items()}}
    try:
        connection.request("GET", path, headers=named)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def arrived(site):
    return str(site.ask("GET", "state")[2]["arrived"])


def test_a_page_waits_until_somebody_presses_and_nothing_is_written_before(site):
    before = site.session.path.read_bytes()
    status, text = add(site, PAGE, "A “page”", **WINDOW)
    assert (status, "“A “page”” waits in your review" in text) == (200, True)
    assert site.token not in text, "whoever asks learns nothing"
    assert PAGE in arrived(site)
    assert site.session.path.read_bytes() == before
    assert site.ask("POST", "away", {"text": PAGE})[0] == 200
    assert arrived(site) == "[]"


@pytest.mark.parametrize(
    ("url", "title", "text", "read_as"),
    [
        (PAGE, "A page", "", "A page"),
        ("", "A page", PAGE, "A page"),  # Chromium on Android
        ("", "", f"A page: {PAGE}", "A page"),
        ("", PAGE, "", PAGE),
        ("", PAGE, f"A page {PAGE}", "A page"),
        (f"A page {PAGE}", "", "", PAGE),
        ("", "A page", f"Look (<{PAGE}>).", "A page"),
        ("not an address", "A page", f"“{PAGE}”", "A page"),
        ("", "A page", f"{PAGE}.", "A page"),
    ],
)
def test_the_address_is_found_in_whichever_field_an_app_puts_it(url, title, text, read_as):
    arrival = Arrivals().shared(url, title, text)
    assert arrival is not None
    assert (arrival.url, arrival.title) == (PAGE, read_as)


def test_an_address_keeps_the_parentheses_that_are_its_own():
    arrival = Arrivals().shared("", "", "Seen (https://a.example/Oven_(stone)), today.")
    assert arrival is not None
    assert arrival.url == "https://a.example/Oven_(stone)"


def test_a_share_sheet_hands_over_what_apps_write(site):
    shared = f"add?title=A%20page&text=Look%20at%20this%3A%20{quote(PAGE, safe='')}"
    chosen = {**WINDOW, "Sec_Fetch_Site": "none"}
    status, text = get(site, f"/{site.token}/{shared}", **chosen)
    assert (status, "“A page” waits in your review" in text) == (200, True)
    assert PAGE in arrived(site)
    assert get(site, f"/{site.token}/add?text=no%20address", **chosen)[0] == 400
    assert get(site, f"/{'x' * 32}/{shared}", **chosen)[0] == 403
    status, text = get(site, f"/{site.token}/app.webmanifest")
    assert (status, json.loads(text)["share_target"]["action"]) == (200, "add")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"},
        {"Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"},
        {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"},
        {"Host": "evil.example"},
    ],
)
def test_another_site_cannot_even_ask(site, headers):
    status, _ = add(site, PAGE, **{**WINDOW, **headers})
    assert status == 403
    assert arrived(site) == "[]"


def test_hostile_titles_are_words_and_what_is_no_address_is_none(site):
    _, text = add(site, PAGE, EVIL, **WINDOW)
    assert "<img" not in text
    assert "<script" not in text
    for address in ("javascript:alert(1)", "file:///etc/passwd", "x" * 9000, ""):
        assert add(site, address, **WINDOW)[0] == 400
    assert arrived(site).count('"arrived"') + arrived(site).count("'arrived'") == 2


def test_only_so_many_wait():
    arrivals = Arrivals()
    for number in range(MOST + 3):
        arrivals.come(f"https://a.example/{number}", "")
    arrivals.come(f"http://www.a.example/{MOST}/", "again")
    assert [one.title for one in arrivals.waiting][-1] == "again"
    assert len(arrivals.waiting) == MOST


def test_a_page_that_was_met_before_says_so(tmp_path):
    session = lay(tmp_path)
    (session.path.parent / "suggestions.yml").write_text(f'suggestions: [{{url: "{PAGE}", by: Kim}}]\n')
    session.renew(COURSE, (Module(week=1, title="Mix", dropped=(Dropped(url=PAGE),)),))
    assert known(session, "http://www.a.example/page/?q=1") == ["turned down in week 1", "suggested by Kim"]
    assert known(session, module_of(session.path.read_text("utf-8")).content[0].url) == [
        "stands in this week"
    ]
    assert known(session, "https://new.example/") == []


def test_the_bookmarklet_names_the_review_and_holds_no_token(site):
    _, _, offers = site.ask("GET", "offers")
    assert offers["bookmarklet"] == bookmarklet(f"http://127.0.0.1:{site.port}")
    assert site.token not in offers["bookmarklet"]
    assert re.fullmatch(
        r"javascript:void\(open\('http://127\.0\.0\.1:\d+/add\?url='.*\)\)", offers["bookmarklet"]
    )


def test_the_next_review_has_the_port_of_the_last_where_it_is_free(tmp_path):
    assert same_port(tmp_path) == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        remember_port(tmp_path, taken.getsockname()[1])
        assert same_port(tmp_path) == 0
    assert same_port(tmp_path) == taken_port(tmp_path)
    for wrong in ("99999", "-1", "none", ""):
        (tmp_path / PORT).write_text(wrong)
        assert same_port(tmp_path) == 0


def taken_port(folder):
    return int((folder / PORT).read_text())
