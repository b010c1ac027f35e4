"""Promise 4, the parser's half: whatever bytes come, a feed within fixed lengths or a cause in words."""

import pickle
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curator.errors import ParseError
from curator.feeds import entry as limits
from curator.feeds.feedparser_fallback import parse_slow
from curator.feeds.lxml_parser import parse_fast
from curator.feeds.parse import parse_feed
from curator.feeds.repair import repaired_xml, without_doctype
from curator.model import Document, Entry, ParsedFeed
from curator.text.decoding import decode_feed

URL = "https://site.example/feed.xml"
FIXTURES = Path(__file__).parents[2] / "fixtures" / "parse"
SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "feeds"


def rss(items: str, channel: str = "<title>T</title>") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}{items}</channel></rss>'.encode()


def parse(body: bytes, content_type: str | None = None) -> ParsedFeed:
    return parse_feed(Document(URL, body, content_type))


def refusal(body: bytes, content_type: str | None = None) -> str:
    with pytest.raises(ParseError) as caught:
        parse(body, content_type)
    return str(caught.value)


def outcome(body: bytes) -> str:
    """Return what came of it as text: the feed, or the cause."""
    try:
        return repr(parse(body))
    except ParseError as error:
        return str(error)


# --- what is no feed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t\0\0", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"<!doctype html><html><head><title>Hi</title></head></html>", "web page"),
        (b"\n<!-- x --><HTML lang='en'><body>rss feed atom</body></HTML>", "web page"),
        (b"%PDF-1.7 and so on", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "image"),
        (b"\x1f\x8b\x08\0\0", "compressed"),
        (bytes(range(256)) * 20, "binary"),
        (b"Just some words.", "plain text"),
        (b'{"hello": "world"}', "JSON"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[1, 2]", "not a JSON Feed"),
        (b'<?xml version="1.0"?><sitemapindex><x/></sitemapindex>', "<sitemapindex>"),
        (b"<opml version='2.0'><body/></opml>", "OPML"),
        (b"<entry xmlns='http://www.w3.org/2005/Atom'><title>One</title></entry>", "single entry"),
        (
            b"<?xml version='1.0'?>\n<a:entry xmlns:a='http://www.w3.org/2005/Atom'><a:id/></a:entry>",
            "single entry",
        ),
        (b"<!-- -->" * 1500 + b"<x>", "<x>"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "<svg>"),
        (b"\0" * 20_000_001, "larger than 20 MB"),
    ],
)
def test_what_is_no_feed_is_named(body, words):
    assert words in refusal(body)


@pytest.mark.parametrize(
    ("subset", "words"),
    [
        ('<!ENTITY x SYSTEM "file:///etc/passwd">', "outside"),
        ('<!ENTITY x PUBLIC "a" "https://evil.example/x">', "outside"),
        ('<!ENTITY % x SYSTEM "https://evil.example/x.dtd"> %x;', "outside"),
        ('<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">', "bomb"),
        ("<!ENTITY a 'lol'>\n<!ENTITY b '&a;'>", "bomb"),
    ],
)
def test_entity_traps_are_refused_in_words(subset, words):
    body = f"<!DOCTYPE rss [{subset}]><rss><channel><title>&b;</title><item/></channel></rss>".encode()
    assert words in refusal(body)


TRAPS = ('<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">')


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize(
    "before",
    [
        "",
        "\n\t ",
        "<!-- a comment -->",
        "<?style x?>\n",
        "<!--" + "x" * 200_000 + "-->",
        "<!-- <rss> -->",
        '<?xml version="1.0"?><!-- ]> -->',
    ],
    ids=["nothing", "space", "comment", "instruction", "long comment", "quoted root", "all"],
)
@pytest.mark.parametrize(
    "inside", ["", "<!-- ]> -->", '<!ENTITY q "]>">', "<?pi ]> ?>", "<!ELEMENT rss ANY>"]
)
def test_no_entity_trap_hides_in_the_prologue(before, inside, trap):
    """What only quotes is no declaration; what declares stands before the first element, whatever is around."""
    body = (
        f"{before}<!doctype rss [{inside}{trap}]><rss><channel><title>&b;&x;</title><item/></channel></rss>"
    )
    for encoding in ("utf-8", "utf-16"):
        assert refusal(body.encode(encoding)).startswith("refused: it declares XML entities")


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize(
    "where", ["<!--{}-->", "<title><![CDATA[{}]]></title>", "<x><!--{}--></x>", "<?x {}?>"]
)
def test_what_quotes_a_declaration_declares_nothing(where, trap):
    quoted = where.format(f"<!DOCTYPE rss [{trap}]>")
    body = f"<rss version='2.0'><channel>{quoted}<item><title>Kept whole</title></item></channel></rss>"
    for document in (body, body.replace("<channel>", "<channel>\n\n<link>a & b</link>")):
        assert parse(document.encode()).entries[0].title == "Kept whole"


def test_an_entity_that_is_used_too_often_is_refused():
    big = "x" * 1900
    body = f'<!DOCTYPE rss [<!ENTITY a "{big}">]><rss><channel><title>{"&a;" * 1000}</title></channel></rss>'
    assert "grow too large" in refusal(body.encode())


def test_no_file_of_this_machine_gets_into_an_entry(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the-secret-itself")
    for reference in (f"file://{secret}", str(secret)):
        for body in (
            f'<!DOCTYPE r [<!ENTITY x SYSTEM "{reference}">]><rss><channel><title>&x;</title></channel>',
            f'<!DOCTYPE r SYSTEM "{reference}"><rss><channel><title>t</title><item>&x;</item></channel>',
            '<rss xmlns:xi="http://www.w3.org/2001/XInclude"><channel><title><xi:include parse="text" '
            f'href="{reference}"/></title></channel></rss>',
        ):
            assert "the-secret-itself" not in outcome(body.encode())


# --- bounds ------------------------------------------------------------------------------------------


def test_every_field_has_its_longest_length():
    long = "word " * 100_000
    tags = "".join(f"<category>{i} {long[:5000]}</category>" for i in range(500))
    item = (
        f"<item><title>{long}</title><link>https://site.example/{'x' * 5000}</link><guid>{long}</guid>"
        f"<author>{long}</author><description>{long}</description><comments>{long}</comments>{tags}</item>"
    )
    (found,) = parse(rss(item)).entries
    assert len(found.title) <= limits.MAX_TITLE
    assert len(found.author) <= limits.MAX_AUTHOR
    assert len(found.summary) <= limits.MAX_SUMMARY
    assert len(found.guid) <= limits.MAX_GUID
    assert len(found.categories) == limits.MAX_CATEGORIES
    assert max(map(len, found.categories)) <= limits.MAX_CATEGORY
    assert found.url == ""


def test_content_is_cut_and_the_rest_of_the_feed_goes_on():
    content = f"<![CDATA[<p>{'x' * 500_000}</p>]]>"
    namespace = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    item = f"<item><title>A</title><content:encoded {namespace}>{content}</content:encoded></item>"
    feed = parse(rss(item + "<item><title>B</title></item>"))
    assert len(feed.entries[0].content) == limits.MAX_CONTENT
    assert feed.entries[1].title == "B"


@pytest.mark.parametrize("prefix", ["a·b", "x", "é", "_"])
def test_declared_namespaces_stay_out_of_content_and_within_bounds(prefix):
    """A root that declares one long namespace: each of its pieces repeats it when it is written out."""
    entry = "<entry><id>{}</id><title>T</title><content type='xhtml'><b/>Words</content></entry>"
    body = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:{prefix}="{"u" * 140_000}"><title>T</title>'
        + "".join(entry.format(i) for i in range(2000))
        + "</feed>"
    )
    started = time.process_time()
    feed = parse(body.encode())
    assert len(feed.entries) == 2000
    assert feed.entries[0].content == "<b/>Words"
    assert len(pickle.dumps(feed)) < 2_000_000
    assert time.process_time() - started < 10


def test_markup_that_grows_when_escaped_is_bounded():
    text = "<" * 190_000
    items = ", ".join(f'{{"id": "{i}", "content_text": "{text}"}}' for i in range(60))
    feed = parse(
        f'{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{items}]}}'.encode()
    )
    assert len(feed.entries) == 60
    assert sum(len(e.content) for e in feed.entries) <= limits.MAX_ALL_CONTENT


@pytest.mark.parametrize("newest_last", [False, True])
def test_of_very_many_entries_the_newest_are_kept(newest_last):
    days = range(3000) if newest_last else range(3000, 0, -1)
    dates = [datetime.fromtimestamp(1_500_000_000 + d * 86_400, UTC).isoformat() for d in days]
    items = "".join(f"<item><title>{d}</title><pubDate>{d}</pubDate></item>" for d in dates)
    feed = parse(rss(items))
    assert len(feed.entries) == limits.MAX_ENTRIES
    newest = dates[-1] if newest_last else dates[0]
    assert newest in {entry.title for entry in feed.entries}


def test_a_thousand_entries_are_a_thousand_entries():
    items = "".join(f"<item><title>N{i}</title><link>/n/{i}</link></item>" for i in range(1000))
    feed = parse(rss(items))
    assert [e.url for e in feed.entries] == [f"https://site.example/n/{i}" for i in range(1000)]


BOMBS = {
    "author of brackets": rss(f"<item><author>{'(' * 65_536}</author><title>A</title></item>"),
    "author of brackets, broken XML": rss(f"<item><author>{'(' * 65_536}</author><title>A</b></item>"),
    "author in CDATA, broken XML": rss(f"<item><author><![CDATA[{'a@' * 40_000}]]></author></x></item>"),
    "author of dots, broken XML": rss(f"<item><author>{'a.' * 40_000}</author></x></item>"),
    "nested tags": rss("<item><description>" + "<div>" * 15_000 + "</description></item>"),
    "nested elements": rss("<item>" * 6000),
    "open comments": rss(f"<item><description><![CDATA[{'<!--' * 60_000}]]></description></item>"),
    "open scripts": rss(f"<item><description><![CDATA[{'<script>' * 40_000}]]></description></item>"),
    "open CDATA": b"<rss><channel><item><title>" + b"<![CDATA[" * 60_000,
    "ampersands": rss(f"<item><title>{'&' * 300_000}</title></item>"),
    "angle brackets": rss(f"<item><title><![CDATA[{'<' * 300_000}]]></title></item>"),
    "attributes": rss("<item " + " ".join(f'a{i}="1"' for i in range(30_000)) + "/>"),
    "white space": rss(f"<item><title>{' ' * 2_000_000}x</title><pubDate>{' ' * 500_000}</pubDate></item>"),
    "date of digits": rss(f"<item><pubDate>{'1' * 200_000}</pubDate></item>" * 5),
    "doctypes": b"<!DOCTYPE " * 50_000 + rss("<item/>"),
    "doctype without end": b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 20_000 + b"<rss/>",
    "JSON depth": b'{"version":"https://jsonfeed.org/version/1","items":[' + b'{"a":' * 50_000,
    "JSON numbers": b'{"version":"https://jsonfeed.org/version/1","items":[{"id":' + b"9" * 100_000 + b"}]}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_cost_little_time(name):
    started = time.process_time()
    assert outcome(BOMBS[name])
    assert time.process_time() - started < 12  # what a child process may use is 10 s


# --- sense -------------------------------------------------------------------------------------------


def test_an_empty_title_is_named_by_the_text_and_an_empty_entry_stays_empty():
    feed = parse(rss("<item><description>&lt;p&gt;First words here&lt;/p&gt;</description></item><item/>"))
    assert feed.entries == (
        Entry("", "First words here", summary="First words here", content="<p>First words here</p>"),
        Entry("", ""),
    )


@pytest.mark.parametrize(
    ("link", "resolved"),
    [
        ("/a", "https://site.example/a"),
        ("a?b=c&amp;d=e", "https://site.example/a?b=c&d=e"),
        ("//other.example/a", "https://other.example/a"),
        ("HTTPS://Other.example/A", "https://Other.example/A"),
        (" https://x.example/a\n b ", "https://x.example/a%20b"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_links_are_resolved_and_only_web_addresses_stay(link, resolved):
    assert parse(rss(f"<item><title>A</title><link>{link}</link></item>")).entries[0].url == resolved


def test_a_feed_from_disk_resolves_against_its_own_home_page():
    body = rss("<item><link>/a</link></item>", "<title>T</title><link>https://home.example/</link>")
    feed = parse_feed(Document("curator/starter/feed.xml", body))
    assert feed.entries[0].url == "https://home.example/a"


@pytest.mark.parametrize(
    "claim", ["text/xml; charset=us-ascii", "application/rss+xml; charset=iso-8859-1", None]
)
def test_bytes_that_are_utf8_are_read_so_whatever_the_server_claims(claim):
    assert parse(rss("<item><title>Größe “so”</title></item>"), claim).entries[0].title == "Größe “so”"


@pytest.mark.parametrize(
    ("encoding", "content_type", "declared"),
    [
        ("cp1252", None, "windows-1252"),
        ("cp1252", "text/xml; charset=windows-1252", "utf-8"),
        ("iso-8859-15", None, "iso-8859-15"),
        ("koi8-r", "application/xml; charset=koi8-r", ""),
        ("gb18030", None, "gb2312"),
        ("euc-jp", None, "euc-jp"),
        ("utf-16", None, "utf-16"),
        ("utf-16-le", None, ""),
        ("utf-32", None, ""),
    ],
)
def test_other_encodings_are_read_as_declared(encoding, content_type, declared):
    text = {"koi8-r": "Учиться вместе", "gb18030": "一起学习", "euc-jp": "共に学ぶ"}.get(encoding, "Größe")
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = f"{head}<rss version='2.0'><channel><item><title>{text}</title></item></channel></rss>"
    assert parse(body.encode(encoding), content_type).entries[0].title == text


def test_mostly_sound_utf8_with_a_broken_byte_is_not_mistaken_for_windows_1252():
    body = rss("<item><title>Größe und Maß für Größere</title></item>").replace("für".encode(), b"f\xc3r")
    assert "Größe und Maß f" in parse(body).entries[0].title


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("jo@x.example (Jo Doe)", "Jo Doe"),
        ("Jo Doe (jo@x.example)", "Jo Doe"),
        ("Jo Doe &lt;jo@x.example&gt;", "Jo Doe"),
        ("noreply@blogger.com (Jo)", "Jo"),
        ("jo@x.example", ""),
        ("mailto:jo@x.example", ""),
        ("&lt;b&gt;Jo&lt;/b&gt; Doe", "Jo Doe"),
        ("Jo Doe, Zoë &amp; Co.", "Jo Doe, Zoë & Co."),
    ],
)
def test_authors_are_names_and_never_mail_addresses(written, name):
    assert parse(rss(f"<item><author>{written}</author></item>")).entries[0].author == name


# --- both paths -------------------------------------------------------------------


# Feedparser takes a default namespace at its word, where it is a mistake, and sees no address inside an
# enclosure and no base beside a relative one.
BOTH = [p for p in sorted(FIXTURES.glob("*.xml")) if not p.stem.startswith(("default-namespace", "reports"))]


@pytest.mark.parametrize("case", BOTH, ids=lambda p: p.stem)
def test_both_parsers_find_the_same_entries(case):
    text = without_doctype(decode_feed(Document(URL, case.read_bytes())).lstrip("\ufeff \n"))
    fast = parse_fast(repaired_xml(text), URL)
    slow = parse_slow(repaired_xml(text), URL)
    assert slow is not None
    assert fast is None or [(e.url, e.title, e.published) for e in slow.entries] == [
        (e.url, e.title, e.published) for e in fast.entries
    ]


def test_real_feeds_are_read_the_same_by_both_parsers():
    if not SHARED.exists():
        pytest.skip("the captured feeds are not on this machine")
    for file in sorted((SHARED / "real").iterdir())[:25]:
        body = file.read_bytes()
        fast = parse_fast(body, URL)
        if fast is not None and len(body) < 300_000:
            slow = parse_slow(body, URL)
            assert slow is not None
            assert [(e.url, e.title) for e in slow.entries] == [(e.url, e.title) for e in fast.entries], (
                file.name
            )


def test_parsing_works_from_another_process():
    assert pickle.loads(pickle.dumps(parse_feed)) is parse_feed
    feed = parse(rss("<item><title>A</title></item>"))
    assert pickle.loads(pickle.dumps(feed)) == feed


def test_one_feed_adds_only_so_much_content_in_all(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ALL_CONTENT", 1000)
    item = "<item><title>{0}</title><link>https://s.example/{0}</link><description>&lt;p>{1}&lt;/p></description></item>"
    feed = parse(rss("".join(item.format(n, "word " * 80) for n in range(5))))
    assert [len(e.content) > 0 for e in feed.entries] == [True, True, False, False, False]
    assert all(e.title and e.summary for e in feed.entries)
