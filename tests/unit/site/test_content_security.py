"""The strict page: what must not stand on it is found, its policy fits it, links elsewhere are marked."""

import base64
import hashlib
import re
from html import escape

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.site.content_security import BASE, Scan, digest, policy, scan, seal

PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title></head><body>{}</body></html>'
)


def page(body: str) -> str:
    return PAGE.replace("{}", body)


def sources(text: str, directive: str) -> list[str]:
    found = [part.split() for part in text.split("; ")]
    return next(part[1:] for part in found if part[0] == directive)


# --- scan ----------------------------------------------------------------------------------------


def test_an_inline_script_is_known_by_the_hash_of_its_text() -> None:
    text = "var a = 1 < 2;\n"
    expected = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert scan(page(f"<script>{text}</script>")).scripts == (f"'sha256-{expected}'",)


def test_the_hash_counts_line_ends_as_browsers_do() -> None:
    assert digest("a\r\nb\rc") == digest("a\nb\nc")


@pytest.mark.parametrize("kind", ["application/json", "application/ld+json", "text/template"])
def test_data_in_a_script_element_needs_no_hash(kind: str) -> None:
    assert scan(page(f'<script type="{kind}">{{}}</script>')).scripts == ()


def test_styles_and_style_attributes_are_known_by_their_hashes() -> None:
    found = scan(page('<style>p{}</style><td style="text-align: &quot;x&quot;">'))
    assert found.styles == (digest("p{}"),)
    assert found.attributes == (digest('text-align: "x"'),)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("<p onclick=alert(1)>", "an inline handler: <p onclick"),
        ("<svg/onload=alert(1)>", "an inline handler: <svg onload"),
        ("<IMG SRC=x ONERROR=alert(1)>", "an inline handler: <img onerror"),
        ("<img ' onerror=alert(1)>", "an inline handler"),
        ('<img title="<!--" onerror=alert(1)>', "an inline handler"),
        ("<!<textarea><img src=x onerror=alert(1)>", "an inline handler"),
        ('<script src="//cdn.example.org/x.js"></script>', "<script> loads from another site"),
        ('<link rel="stylesheet" href="https://fonts.example.org/a.css">', "<link> loads from another site"),
        ('<link rel=preconnect href="https://fonts.example.org">', "<link> loads from another site"),
        ('<img srcset="a.png 1x, https://example.org/b.png 2x">', "<img> loads from another site"),
        ('<iframe src="https://example.org/">', "<iframe> loads from another site"),
        ('<video poster="http://example.org/a.png">', "<video> loads from another site"),
        ('<object data="https://example.org/a.swf">', "<object> loads from another site"),
        ('<a href="javascript:alert(1)">', "<a> leads to javascript:"),
        ('<a href=" java&#10;script:alert(1)">', "<a> leads to javascript:"),
        ('<a href="data:text/html,x">', "<a> leads to data:"),
        ('<form action="vbscript:x">', "<form> leads to vbscript:"),
        ('<meta http-equiv="Refresh" content="0; url=https://example.org">', "<meta http-equiv=refresh>"),
    ],
)
def test_what_must_not_stand_on_a_page_is_found(bad: str, words: str) -> None:
    assert any(problem.startswith(words) for problem in scan(page(bad)).problems), scan(page(bad)).problems


@pytest.mark.parametrize(
    "good",
    [
        '<a href="https://example.org/">out</a><a href="mailto:a@example.org">mail</a><a href="#a">here</a>',
        '<img src="data:image/png;base64,AA=="><img src="../a.png">',
        '<link rel="canonical" href="https://example.org/"><link rel="alternate" href="https://example.org/f">',
        "<p>once = twice, and so on=1; 2 < 3 onclick=</p>",
        "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
        '<p title="&lt;p onclick=1&gt;">x</p>',
    ],
)
def test_what_may_stand_on_a_page_is_let_through(good: str) -> None:
    assert scan(page(good)).problems == ()


def test_links_come_without_their_fragments() -> None:
    found = scan(page('<a href="week-01.html#q1"></a><a href="?a=1"></a><img src="../b%20c.png?v=1">'))
    assert found.links == ("week-01.html", "../b%20c.png")


_PIECES = (
    "< > \" ' = / img a svg script style p onerror onclick ONLOAD href src x javascript: --> <!-- </script> "
    "</style> <title> </title> <textarea> </textarea> https://example.org/ &quot; ` <img <a <script> <svg/ "
    "<! </ <![CDATA[ <math> <noscript> <iframe> </iframe> <xmp> <template> <select> onerror=1 onload=2"
)


@given(st.lists(st.sampled_from([*_PIECES.split(), " ", "\n", "\t", "\x0c"]), min_size=2, max_size=14))
def test_no_handler_that_a_browser_would_run_is_missed(pieces: list[str]) -> None:
    """html5lib parses as browsers do; whatever handler it finds, with a script in it, the scan finds too."""
    html = page("".join(pieces) + '<p class="after">its end</p>')
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    handlers = {
        name
        for element in tree.iter()
        for name, value in element.attrib.items()
        if isinstance(name, str) and re.fullmatch(r"on[a-z]+", name) and value
    }
    if handlers:
        assert any("inline handler" in problem for problem in scan(html).problems)


# --- policy --------------------------------------------------------------------------------------


def test_a_page_may_use_its_own_site_only() -> None:
    text = policy([Scan()])
    assert sources(text, "default-src") == ["'self'"]
    assert sources(text, "script-src") == ["'self'", "'wasm-unsafe-eval'"]
    assert sources(text, "frame-src") == ["'none'"]
    assert sources(text, "object-src") == ["'none'"]
    assert "unsafe-inline" not in text
    assert {part.split()[0] for part in text.split("; ")} == set(BASE)


def test_the_pages_of_a_unit_share_all_their_hashes_whatever_their_order() -> None:
    one, other = Scan(scripts=("'sha256-b'",)), Scan(scripts=("'sha256-a'",), styles=("'sha256-c'",))
    assert policy([one, other]) == policy([other, one])
    assert sources(policy([one, other]), "script-src")[2:] == ["'sha256-a'", "'sha256-b'"]
    assert sources(policy([one, other]), "style-src") == ["'self'", "'sha256-c'"]


def test_style_attributes_are_allowed_by_hash_only() -> None:
    text = policy([Scan(attributes=("'sha256-x'",))])
    assert sources(text, "style-src") == ["'self'", "'unsafe-hashes'", "'sha256-x'"]


def test_a_provider_s_sources_stand_beside_our_own() -> None:
    text = policy([], {"script-src": ["https://giscus.app"], "media-src": ["https://talk.example.org"]})
    assert sources(text, "script-src") == ["'self'", "'wasm-unsafe-eval'", "https://giscus.app"]
    assert sources(text, "media-src") == ["'self'", "https://talk.example.org"]


@pytest.mark.parametrize(
    "bad", ["https://a.org; script-src *", "a b", 'x"', "", "https://a.org,https://b.org"]
)
def test_a_source_that_would_break_out_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="not a source"):
        policy([], {"img-src": [bad]})
    with pytest.raises(ValueError, match="not a directive"):
        policy([], {bad: ["https://a.org"]})


# --- seal ----------------------------------------------------------------------------------------


def test_the_policy_comes_before_anything_that_it_rules() -> None:
    html = seal(page("<p>x</p>"), "default-src 'self'")
    assert html.index("Content-Security-Policy") < html.index("<title")
    assert (
        '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'
        in html
    )


@pytest.mark.parametrize(
    ("link", "marked"),
    [
        ('<a href="https://example.org/?a=1&amp;b=2">', True),
        ('<a class="x" rel="license" href="http://example.org/">', True),
        ("<a href=//example.org/>", True),
        ('<a href="https://learn.example.org/course-1/">', False),
        ('<a href="week-01.html">', False),
        ('<a href="mailto:a@example.org">', False),
        ('<a name="x">', False),
    ],
)
def test_links_to_other_sites_are_marked(link: str, marked: bool) -> None:
    html = seal(page(link + "x</a>"), "", site_url="https://learn.example.org/")
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    before = html5lib.parse(page(link), treebuilder="etree", namespaceHTMLElements=False).find(".//a")
    after = tree.find(".//a")
    assert after is not None
    assert before is not None
    if not marked:
        assert after.attrib == before.attrib
        return
    assert {"noopener", "noreferrer", "external"} <= set(after.attrib["rel"].split())
    assert set(before.attrib.get("rel", "").split()) <= set(after.attrib["rel"].split())
    assert after.attrib["referrerpolicy"] == "no-referrer"
    assert after.attrib["href"] == before.attrib["href"]
    assert after.attrib.get("class") == before.attrib.get("class")


def test_scripts_and_comments_stay_as_they_are() -> None:
    body = '<script>x = \'<a href="https://example.org/">\'</script><!-- <a href="https://example.org/"> -->'
    assert body in seal(page(body), "")


@given(st.text(max_size=60))
def test_a_marked_link_keeps_its_address_and_its_other_attributes(text: str) -> None:
    address = "https://example.org/" + text.replace("\r", "").replace("\0", "")
    html = seal(page(f'<a title="{escape(text)}" href="{escape(address)}">x</a>'), "")
    after = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False).find(".//a")
    before = html5lib.parse(
        page(f'<a title="{escape(text)}" href="{escape(address)}">x</a>'),
        treebuilder="etree",
        namespaceHTMLElements=False,
    ).find(".//a")
    assert after is not None
    assert before is not None
    assert after.attrib["href"] == before.attrib["href"]
    assert after.attrib["title"] == before.attrib["title"]
