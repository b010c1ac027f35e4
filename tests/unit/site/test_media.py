"""Which pages have a player that we know: their exact forms, and nothing that only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.site.content_security import policy, scan
from curator.site.media import ORIGINS, player
from curator.urls import split

KNOWN = [
    ("https://www.youtube.com/watch?v=abcDEF12-_3&t=5", "https://www.youtube-nocookie.com/embed/abcDEF12-_3?rel=0"),
    ("https://youtu.be/abcDEF12-_3?si=x", "https://www.youtube-nocookie.com/embed/abcDEF12-_3?rel=0"),
    ("https://m.youtube.com/shorts/abcDEF12-_3", "https://www.youtube-nocookie.com/embed/abcDEF12-_3?rel=0"),
    ("https://vimeo.com/123456", "https://player.vimeo.com/video/123456?dnt=1"),
    ("https://vimeo.com/123456/0a1b2c3d4e", "https://player.vimeo.com/video/123456?dnt=1&h=0a1b2c3d4e"),
    ("https://www.ted.com/talks/ada_b_on_asking", "https://embed.ted.com/talks/ada_b_on_asking"),
    ("https://archive.org/details/a-talk_1", "https://archive.org/embed/a-talk_1"),
    (f"https://open.spotify.com/episode/{'a1' * 11}", f"https://open.spotify.com/embed/episode/{'a1' * 11}"),
    (
        "https://podcasts.apple.com/de/podcast/asking/id1234567?i=1000612345",
        "https://embed.podcasts.apple.com/de/podcast/asking/id1234567?i=1000612345",
    ),
    ("https://soundcloud.com/ada/asking", "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fada%2Fasking"),
]  # fmt: skip
OTHERS = [
    "https://www.youtube.com/@ada",
    "https://www.youtube.com/watch?list=abcDEF12-_3",
    "https://www.youtube.com.example/watch?v=abcDEF12-_3",
    "https://example.org/watch?v=abcDEF12-_3",
    'https://youtu.be/abc"><b>x',
    "https://vimeo.com/channels/staff",
    "https://www.ted.com/talks/ada/../../x",
    "https://archive.org/details/a/b",
    "javascript:alert(1)//youtu.be/abcDEF12-_3",
    "",
]


@pytest.mark.parametrize(("url", "address"), KNOWN)
def test_a_film_or_a_recording_of_a_known_host_has_a_player(url, address):
    assert player(url).address == address


@pytest.mark.parametrize("url", OTHERS)
def test_anything_else_stays_a_link(url):
    assert player(url) is None


@given(st.sampled_from([url for url, _ in KNOWN]), st.text(max_size=30))
def test_whatever_an_address_holds_a_player_lies_where_we_know(url, more):
    for address in (url + more, url.replace("a", more, 1)):
        found = player(address)
        if found:
            parts = split(found.address)
            assert f"{parts.scheme}://{parts.netloc}" in ORIGINS
            assert not set(found.address) & set("\"'<>` \\")


def test_a_page_may_frame_the_players_that_it_offers_and_no_other():
    offered = scan('<div data-player="https://player.vimeo.com/video/1?dnt=1"></div>')
    assert "frame-src https://player.vimeo.com;" in policy([offered])
    assert "frame-src 'none';" in policy([scan('<div data-player="https://evil.example/video/1"></div>')])
    assert "frame-src 'none';" in policy(
        [scan('<div data-player="https://player.vimeo.com@evil.example/"></div>')]
    )
