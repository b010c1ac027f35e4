"""What machines sent never becomes markup."""

import html
import re
import string
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader
from lxml import etree
from markupsafe import Markup

from benchmarks.json_lines import json_lines
from curator.site.escape import clean, environment, href, plain, readable, safe_url, slug, tight
from curator.site.notes import introduction, introduction_elsewhere, note

VECTORS = Path(__file__).parents[3].parent / "shared" / "data" / "xss" / "vectors.jsonl"

EXTENSIONS = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.betterem",
    "pymdownx.caret",
    "pymdownx.details",
    "pymdownx.emoji",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.magiclink",
    "pymdownx.mark",
    "pymdownx.smartsymbols",
    "pymdownx.snippets",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
]
"""Extensions that a curator may switch on; none of them may act on data."""


class Seen(HTMLParser):
    """Collect tags, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data):
        self.text += data


def render(text):
    return markdown.markdown(text, extensions=EXTENSIONS)


def vectors():
    if not VECTORS.exists():
        pytest.skip("the vectors of data/xss are not beside this checkout")
    return [item["payload"] for item in json_lines(VECTORS)]


@given(st.text())
def test_plain_holds_no_mark_that_anything_acts_on(text):
    encoded = str(plain(text))
    bare = re.sub(r"&#[0-9]+;", "", encoded)
    assert not set(bare) & set(string.punctuation)
    assert "\n" not in encoded
    assert html.unescape(encoded) == clean(text)


@settings(max_examples=60, deadline=None)  # each example runs 22 extensions
@given(st.text(st.characters(codec="utf-8")))
def test_data_in_markdown_stays_text_whatever_extension_is_on(text):
    page = render(f"# {plain(text)}\n\n<p>{plain(text)}</p>\n\nx {plain(text)}")
    seen = Seen(page)
    assert set(seen.tags) <= {"h1", "p"}
    assert {name for name, _ in seen.attributes} <= {"id"}
    assert seen.text.count(clean(text)) >= 3 or not clean(text)


def test_every_known_vector_stays_text():
    payloads = vectors()
    page = render("\n\n".join(f"<p>{plain(p)}</p>\n\nx {plain(p)} y" for p in payloads))
    seen = Seen(page)
    assert seen.tags == ["p"] * len(payloads) * 2
    assert not seen.attributes


def test_every_known_vector_as_an_address_gives_a_web_link_or_none():
    for payload in vectors():
        for address in (payload, f"https://example.org/{payload}", f"javascript:{payload}"):
            safe = safe_url(address)
            assert safe == "" or re.fullmatch(r"(https?://|mailto:)[!-~]+", safe), payload
            assert not set(safe) & set('<>"`{}|\\^ '), payload
            seen = Seen(f'<a href="{href(address)}">x</a>')
            assert [name for name, _ in seen.attributes] == ["href"], payload


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTPS://Example.ORG/Path?q=1#x", "https://example.org/Path?q=1#x"),
        ("https://example.org:8443/a b", "https://example.org:8443/a%20b"),
        ("https://exämple.org/ü", "https://xn--exmple-cua.org/%C3%BC"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/%20", "https://example.org/%20"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ("mailto:jo@example.org?subject=a b", "mailto:jo@example.org?subject=a%20b"),
        ("javascript:alert(1)", ""),
        (" java\nscript:alert(1)", ""),
        ("data:text/html,<b>", ""),
        ("vbscript:x", ""),
        ("//example.org/", ""),
        ("https:example.org", ""),
        ("https://user:secret@example.org/", ""),
        ("https://example.org\\@evil.example/", ""),
        ("https://example.org:port/", ""),
        ("https://[::1", ""),
        ("mailto:jo@example.org,<b>", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_addresses(address, safe):
    assert safe_url(address) == safe


def test_clean_drops_what_is_not_seen_or_turns_the_line():
    assert clean("a\u202eb\u2066c\x00d\ufeffe\u200bf\n\n g\u2028h") == "abcdef g h"
    assert clean("مرحبا 日本 👩‍👩‍👧") == "مرحبا 日本 👩‍👩‍👧"
    assert len(clean("x" * 100_000)) == 5000


def test_slugs_are_safe_and_never_shared():
    assert slug("Communities of Practice") == "communities-of-practice"
    names = ["C", "C++", "C#", "c", "Ç", "日本", "日 本", "../..", "a/b", "a b", "", "x" * 300, "x" * 301]
    slugs = [slug(n) for n in names]
    assert slugs[0] == slugs[3]
    assert len(set(slugs)) == len(names) - 1
    assert all(re.fullmatch(r"[a-z0-9-]{1,60}", s) for s in slugs)


def test_templates_encode_whatever_they_print():
    env = environment(Path(), {}, {})
    env.loader = DictLoader(
        {
            "macros": "{% macro bold(x) %}<b>{{ x }}</b>{% endmacro %}",
            "page": '{% import "macros" as m %}{{ x }}|{{ m.bold(x) }}|{{ [x, x] | join(" ") }}|{{ x ~ x }}',
        }
    )
    shown = env.get_template("page").render(x="<i>*a*</i>")
    once = "&#60;i&#62;&#42;a&#42;&#60;&#47;i&#62;"
    assert shown == f"{once}|<b>{once}</b>|{once} {once}|{once}{once}"


def test_tight_and_readable():
    assert tight("  <p>\n\n   a\n</p>\n\n") == Markup("<p>\na\n</p>")
    assert (
        readable("a&#44; b&#60;c&#38;d&#39;&#34;&#62; &#8230;") == "a, b&#60;c&#38;d&#39;&#34;&#62; &#8230;"
    )


def test_notes_are_markdown_without_html_images_or_strange_links():
    shown = note("**Start** [here](https://example.org/a) <script>x</script> ![p](https://example.org/p.png)")
    assert "<strong>Start</strong>" in shown
    assert 'href="https://example.org/a"' in shown
    assert Seen(shown).tags == ["p", "strong", "a", "span"], "of a picture from elsewhere its words stay"
    for bad in (
        "[x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[x](//evil.example/)",
        "[x][1]\n\n[1]: data:x",
    ):
        assert "href" not in note(bad), bad
    assert 'href="week-02.html#q1"' in note("[earlier](week-02.html#q1)")


def test_known_vectors_in_notes_give_no_script():
    for payload in vectors():
        seen = Seen(note(payload))
        allowed = {"p", "em", "strong", "a", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "br"}
        assert set(seen.tags) <= allowed | {f"h{n}" for n in range(1, 7)}, payload
        assert {name for name, _ in seen.attributes} <= {"href", "rel", "title"}, payload
        for name, value in seen.attributes:
            assert name != "href" or not re.match(r"(?!https?:|mailto:)[a-z]+:", value, re.I), payload


def test_what_jinja_compiled_is_used_again_until_this_code_changes(tmp_path, monkeypatch):
    templates, compiled = tmp_path / "pages", tmp_path / "compiled"
    templates.mkdir()
    (templates / "a.j2").write_text("{{ 1 + 1 }} {{ word }}", "utf-8")

    def draw():
        text = environment(templates, {}, {}, compiled).get_template("a.j2").render(word="<b>")
        (file,) = compiled.iterdir()
        return text, file.read_bytes()

    first = draw()
    assert first[0] == "2 &#60;b&#62;"
    assert draw() == first
    monkeypatch.setattr("curator.site.escape._own_code", lambda: "another way to make text harmless")
    text, kept = draw()
    assert text == first[0]
    assert kept != first[1]


def test_what_feeds_cannot_hold_leaves_a_text_where_it_becomes_html():
    for render in (note, introduction, introduction_elsewhere):
        html = render("A page\x0cbreak,\x0b a bell\x07 and \ufffe *none*")
        assert "A page break,  a bell and  <em>none</em>" in str(html)
        etree.fromstring(f"<div>{html}</div>")
