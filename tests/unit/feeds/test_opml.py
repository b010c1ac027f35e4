"""OPML in and out: folders become tags, nothing is lost, what is malformed is refused with its line."""

import time
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.errors import ConfigError
from curator.feeds.opml import read_opml, write_opml
from curator.model import Feed

FIXTURES = Path(__file__).parents[2] / "fixtures" / "opml"


def opml(body: str, head: str = "") -> bytes:
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">{head}<body>'
    return f"{start}\n{body}\n</body></opml>".encode()


def line_of(data: bytes) -> int:
    with pytest.raises(ConfigError) as caught:
        read_opml(data, "feeds.opml")
    (problem,) = caught.value.problems
    assert problem.file == "feeds.opml"
    assert problem.remedy
    return problem.line


@pytest.mark.parametrize("case", sorted(FIXTURES.glob("*.opml")), ids=lambda p: p.stem)
def test_lists_of_other_readers_are_imported(case):
    """Each list stands beside what must come of it: address, title, tags joined by a bar, one a line."""
    imported = read_opml(case.read_bytes())
    found = [f"{f.id}\t{f.title}\t{'|'.join(f.tags)}\t{f.weight:g}" for f in imported.feeds]
    found += [f"left out, line {p.line}" for p in imported.skipped]
    assert found == case.with_suffix(".txt").read_text().splitlines()


def test_a_feed_in_two_folders_is_one_feed_with_both_tags():
    imported = read_opml(
        opml(
            '<outline text="a"><outline text="T" xmlUrl="https://x.example/f"/></outline>'
            '<outline text="b"><outline xmlUrl="https://x.example/f"/></outline>'
        )
    )
    assert imported.feeds == (Feed(url="https://x.example/f", title="T", tags=("a", "b")),)


def test_ten_thousand_outlines_are_imported_quickly():
    body = "\n".join(f'<outline text="F{i}" xmlUrl="https://x.example/{i}"/>' for i in range(10_000))
    started = time.process_time()
    assert len(read_opml(opml(body)).feeds) == 10_000
    assert time.process_time() - started < 5


def test_folders_nested_deeper_than_anybody_nests_are_read_or_refused_with_a_line():
    deep = '<outline text="f">' * 200 + '<outline xmlUrl="https://x.example/f"/>' + "</outline>" * 200
    assert read_opml(opml(deep)).feeds[0].tags == ("f",)
    absurd = '<outline text="f">' * 5000 + "</outline>" * 5000
    assert line_of(opml(absurd)) >= 1


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"not xml at all", 1),
        (opml('<outline text="a & b" xmlUrl="https://x.example/"/>'), 3),
        (opml('<outline text="a"\n\nxmlUrl="https://x.example/"'), 6),
        (opml('<outline text="a">'), 4),
        (opml('<outline text="&nbsp;" xmlUrl="https://x.example/"/>'), 3),
        (b"<html><body><p>hello</p></body></html>", 1),
        (b'<opml version="2.0"><head/></opml>', 1),
        (b'<?xml version="1.0"?>\n<!DOCTYPE opml>\n<opml><body/></opml>', 2),
        (
            b'<?xml version="1.0"?>\n\n<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<opml><body/></opml>',
            3,
        ),
        (
            b'<!DOCTYPE o [<!ENTITY a "l"><!ENTITY b "&a;&a;">]><opml><body>&b;</body></opml>',
            1,
        ),
        (opml("\n".join(f'<outline text="{i}"/>' for i in range(20_001))), 20_003),
        (b"<?xml version='1.0' encoding='utf-16'?><opml/>", 1),
    ],
)
def test_what_is_malformed_is_refused_with_its_line(data, line):
    assert line_of(data) == line


def test_an_entry_with_only_its_page_is_told_with_what_helps():
    imported = read_opml(opml('<outline text="Ada" type="rss" htmlUrl="https://ada.example/"/>'))
    (problem,) = imported.skipped
    assert "Ada" in problem.message
    assert "curate feeds add https://ada.example/" in problem.remedy


TRAP = '<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize(
    "before", ["", "<!--" + "x" * 2_000_000 + "-->", "<?x y?>"], ids=["", "comment", "pi"]
)
def test_no_document_type_hides(before, encoding):
    text = f"<?xml version='1.0'?>{before}{TRAP}<opml><body><outline text='&x;' xmlUrl='https://x.example/'/></body></opml>"
    with pytest.raises(ConfigError, match="document type"):
        read_opml(text.encode(encoding))


@pytest.mark.parametrize("quoted", [f"<!-- {TRAP} -->", f"<head><title><![CDATA[{TRAP}]]></title></head>"])
def test_a_document_type_that_is_only_quoted_is_none(quoted):
    text = f"<opml>{quoted}<body><outline xmlUrl='https://x.example/'/></body></opml>"
    assert len(read_opml(text.encode()).feeds) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<outline " + " ".join(f'a{i}="1"' for i in range(300_000)) + "/>",
        "<outline>" * 240 + "</outline>" * 240,
        "<outline xmlUrl='" + "&#65;" * 400_000 + "'/>",
        "<outline text='" + " " * 3_000_000 + "'/>",
        "<x/>" * 500_000,
        "<!-- - -->" * 300_000,
    ],
    ids=["attributes", "folders", "references", "space", "elements", "comments"],
)
def test_the_time_grows_with_the_length_and_no_faster(body):
    started = time.process_time()
    read_opml(opml(body))
    assert time.process_time() - started < 6


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "not an address", "https://", "ftp://x.example/f"],
)
def test_an_outline_without_a_usable_address_is_left_out_and_named(address):
    imported = read_opml(
        opml(
            '<outline text="ok" xmlUrl="https://x.example/f"/>\n'
            f'<outline text="bad" xmlUrl={quoteattr(address)}/>'
        )
    )
    assert [f.url for f in imported.feeds] == ["https://x.example/f"]
    assert imported.skipped[0].line == 4
    assert '"bad"' in imported.skipped[0].message


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "a/../../b"])
def test_a_path_outside_the_project_is_left_out(path):
    imported = read_opml(opml(f'<outline text="x" path="{path}"/>'))
    assert imported.feeds == ()
    assert len(imported.skipped) == 1


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
).filter(lambda t: t == t.strip())
FEEDS = st.lists(
    st.builds(
        Feed,
        url=st.integers(0, 500).map(lambda n: f"https://x.example/{n}?a=1&b={n}"),
        title=st.one_of(st.just(""), WORDS),
        tags=st.lists(WORDS, max_size=4, unique=True).map(tuple),
        weight=st.sampled_from([1.0, 0.25, 2.0, 10.0, 1.5]),
    ),
    max_size=12,
    unique_by=lambda f: f.url,
)


@settings(deadline=None)
@given(FEEDS, WORDS)
def test_a_round_trip_loses_nothing(feeds, title):
    back = read_opml(write_opml(feeds, title))
    assert back.skipped == ()
    assert sorted(back.feeds, key=lambda f: f.id) == sorted(feeds, key=lambda f: f.id)


def test_feeds_from_disk_survive_the_round_trip():
    feeds = (Feed(path="curator/starter/feed.xml", title="Starter"), Feed(path="b.xml", tags=("x", "y")))
    assert read_opml(write_opml(feeds, "T")).feeds == feeds


def test_the_mini_web_is_imported(shared_opml):
    imported = read_opml(shared_opml.read_bytes())
    # As many as the file holds, whichever part of the collection is at hand.
    assert len(imported.feeds) == shared_opml.read_text("utf-8").count("xmlUrl=") > 0
    assert imported.skipped == ()


@pytest.fixture
def shared_opml():
    path = Path(__file__).parents[3].parent / "shared" / "data" / "web" / "feeds.opml"
    if not path.exists():
        pytest.skip("the captured sites are not on this machine")
    return path


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_noise_is_refused_in_words_and_never_crashes(noise):
    with pytest.raises(ConfigError):
        read_opml(noise)
