"""Lists of addresses as people paste them, and addresses that must stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.text.typed_addresses import addresses_in, one_address

THREE = ("http://alder.example", "https://birch.example/feed.xml", "cedar.example")


@pytest.mark.parametrize(
    "text",
    [
        "http://alder.example https://birch.example/feed.xml cedar.example",
        "http://alder.example\nhttps://birch.example/feed.xml\n\ncedar.example\n",
        "http://alder.example, https://birch.example/feed.xml, cedar.example",
        "cedar.example,http://alder.example;https://birch.example/feed.xml,",
        "http://alder.example; https://birch.example/feed.xml; cedar.example.",
        "- http://alder.example\r\n- https://birch.example/feed.xml\r\n• cedar.example",
        "1. Alder Journal: http://alder.example\n2) Birch (https://birch.example/feed.xml)\n3. cedar.example!",
        "[Alder](http://alder.example), [Birch](https://birch.example/feed.xml) and **cedar.example**",
        '<a href="http://alder.example">Alder</a> <https://birch.example/feed.xml> “cedar.example”',
        "Alder,http://alder.example,weekly\nBirch,https://birch.example/feed.xml,\nCedar,cedar.example",
        "| Alder | http://alder.example |\n| Birch | https://birch.example/feed.xml |cedar.example|",
        "My friends say: http://alder.example is good, e.g. 3.5 stars; ask ada@mail.example. Then "
        "https://birch.example/feed.xml, cedar.example, and again http://alder.example.",
    ],
)
def test_a_list_is_taken_in_any_form(text):
    listed = addresses_in(text)
    assert [one for one in THREE if one not in listed] == []
    assert len(listed) == len(THREE)


@pytest.mark.parametrize(
    "address",
    [
        "https://paper.example/2026/0,2,31.html",
        "https://paper.example/a;b/c,d?x=1,2&y=(z)#part",
        "https://wiki.example/Bench_(tool)",
        "https://archive.example/2026/https://alder.example/",
        "https://go.example/?to=https://alder.example/",
        "https://ada:se,cret@example.org/feed",
        "https://example.org:8443/feed/",
        "feed:https://example.org/feed.xml",
        "feed://example.org/feed.xml",
        "FEED://example.org",
        "http://localhost:8000/feed.xml",
        "http://reader/feed",
        "http://127.0.0.1/",
        "192.168.0.7:8000/feed",
        "localhost:8000",
        "bücher.example",
        "xn--bcher-kva.example/?feed=rss2",
        "https://grüße.example/größe",
        "https://example.org/-/a",
    ],
)
@pytest.mark.parametrize("behind", ["", ",", ";", ".", ", ", " ;"])
def test_an_address_stays_as_it_is(address, behind):
    assert addresses_in(address + behind) == (address,)
    assert one_address(f" {address}{behind}") == address


@pytest.mark.parametrize(
    "text", ["", "none yet", "e.g. this, i.e. that", "ada@example.org", "3.5", "http://", "12:30", "-"]
)
def test_what_is_no_address_is_left(text):
    assert addresses_in(text) == ()
    assert one_address(text) == text


def test_addresses_may_be_pasted_as_people_have_them():
    text = (
        "http://a.example, b.example;\nhttps://c.example/x,y  <http://d.example>,http://e.example a.example,"
    )
    wanted = [
        "http://a.example",
        "b.example",
        "https://c.example/x,y",
        "http://d.example",
        "http://e.example",
    ]
    assert addresses_in(text) == (*wanted, "a.example")
    assert addresses_in(" , ") == ()


def test_two_are_not_made_one():
    assert one_address("a.example, b.example") == "a.example, b.example"


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    for address in addresses_in(text):
        assert addresses_in(address) == (address,)
