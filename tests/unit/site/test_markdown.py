"""One Markdown: what people bring along from elsewhere works, and links mean one place everywhere."""

import pytest

from curator.site.notes import as_text, folded, introduction, introduction_elsewhere, note

PAGE = "https://learn.example/c1/week-03.html"


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("- a\n  - b\n    - c\n- d", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("- a\n\n  more\n- b", "<ul><li><p>a</p><p>more</p></li><li><p>b</p></li></ul>"),
        ("```\n- a\n\n  - b\n```", "<pre><code>- a&#10;&#10;  - b&#10;</code></pre>"),
    ],
)
def test_lists_nest_and_code_keeps_its_lines(typed, html):
    assert str(note(typed)).replace("\n", "") == html


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("[x](week-02.md#q1)", "week-02.html#q1"),
        ("[x](week-02.html)", "week-02.html"),
        ("[x](week-02)", "week-02.html"),
        ("[x](#q1)", "#q1"),
        ("[x](../other/week-01.md)", "../other/week-01.html"),
        ("[x](../other/)", "../other/index.html"),
        ("see https://a.example/b_c_d, then", "https://a.example/b_c_d"),
        ("(https://a.example/b)", "https://a.example/b"),
        ("[x](mailto:a@b.example)", "mailto:a@b.example"),
    ],
)
def test_a_link_has_one_form_that_works_everywhere(typed, href):
    for render in (note, introduction, introduction_elsewhere):
        assert f'href="{href}"' in render(typed)
    if "://" not in href and "mailto" not in href:
        whole = "https://learn.example/other" if ".." in href else "https://learn.example/c1"
        for render in (note, introduction_elsewhere):
            assert f'href="{whole}/' in render(typed, PAGE)


def test_a_link_keeps_its_own_words_and_a_bare_one_in_code_is_none():
    assert note("[https://a.example](https://b.example)").count("<a ") == 1
    assert "<a " not in note("`https://a.example`")


@pytest.mark.parametrize("evil", ["javascript:alert(1)", "data:text/html,x", "//evil.example/x"])
def test_no_note_leads_where_no_link_should(evil):
    assert "href" not in note(f"[x]({evil})") or "//evil.example" in note(f"[x]({evil})")
    assert "onclick" not in note("*x*{: onclick=alert(1) }")
    assert "<script" not in note("<script>alert(1)</script>")


def test_what_acts_stays_on_the_page():
    typed = (
        'Hello <b onclick="x()">you</b><script>x()</script> <iframe src="https://a.example"></iframe> there'
    )
    elsewhere = introduction_elsewhere(typed)
    assert "<b>you</b>" in elsewhere
    for word in ("script", "onclick", "iframe"):
        assert word not in elsewhere
    assert "onclick" in introduction(typed)


def test_pictures_of_the_project_show_and_others_are_words():
    assert '<img alt="A map" src="images/map.png"' in note("![A map](images/map.png)")
    assert "<img" not in note("![A map](https://a.example/map.png)")
    assert "A map" in note("![A map](https://a.example/map.png)")


def test_headings_are_named_in_every_script():
    assert 'id="会議のまとめ"' in introduction("## 会議のまとめ")
    assert 'id="café-und-mehr"' in introduction("## Café und mehr")


def test_plain_text_says_where_links_lead():
    text = as_text(
        note("Read [last week](week-02.md).\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| 1 | 2 |", PAGE)
    )
    assert text == (
        "Read last week <https://learn.example/c1/week-02.html>.\n\n- one\n  - two\n\na | b\n1 | 2"
    )


LONG = "A word and another. " * 20


@pytest.mark.parametrize(
    ("typed", "seen", "away"),
    [
        ("One.\n\nTwo.", "One. Two.", ""),
        (f"One.\n\n{LONG}", "One.", "word"),
        (
            f"One.\n\n- [Five minutes?](#resource-2)\n- New here? [Begin](#resource-1).\n\n{LONG}",
            "One. Five Begin",
            "word",
        ),
        (f"One.\n\n- [Five minutes?](#resource-2)\n- not a place\n\n{LONG}", "One.", "Five word"),
        ("One.\n\n- [Five minutes?](#resource-2)\n\nTwo.", "One. Five Two.", ""),
    ],
)
def test_places_to_start_stay_in_sight_and_the_rest_of_a_long_introduction_is_folded(typed, seen, away):
    first, rest = folded(introduction(typed))
    assert all(word in first for word in seen.split())
    assert all(word in rest and word not in first for word in away.split())
    assert bool(rest) is bool(away)
