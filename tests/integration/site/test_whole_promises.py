"""What a built site promises of courses, weeks, previews and files of one's own, with either engine."""

import html
import re
from datetime import date

import pytest
import yaml

DAY = "2026-11-23"


@pytest.fixture(scope="module", params=["mkdocs", "zensical"])
def built(request, tmp_path_factory):
    """Build courses that run, come and have ended: built(page) reads a page of the site."""
    from curator.app.scaffold import NewCourse, lay_down
    from curator.cli import main

    root = tmp_path_factory.mktemp("promises") / "project"
    lay_down(
        root, NewCourse("First course"), site_url="https://learn.example/yard/", today=date(2026, 11, 23)
    )
    first = root / "courses/first-course"
    settings = yaml.safe_load((first / "course.yml").read_text("utf-8"))
    settings |= {"about": "Long words for learners. " * 12, "start": date(2026, 11, 16)}
    for slug, more in {
        "first-course": {},
        "soon": {"start": date(2027, 1, 4), "upcoming": True, "title": "Soon"},
        "over": {"start": date(2026, 1, 5), "archived": True, "title": "Over"},
    }.items():
        folder = root / "courses" / slug
        folder.mkdir(exist_ok=True)
        (folder / "course.yml").write_text(yaml.safe_dump(settings | {"id": slug} | more), "utf-8")
        if slug != "soon":
            week(folder, 1, "First things")
    week(first, 2, "Second things")
    own = root / "site_template/root"
    own.mkdir(parents=True)
    (own / "CNAME").write_text("learn.example\n", "utf-8")
    mkdocs = root / "mkdocs.yml"
    mkdocs.write_text(
        re.sub(r"(?m)^extra:.*$", "extra:\n  licence: CC-BY-4.0", mkdocs.read_text("utf-8"), count=1), "utf-8"
    )
    with pytest.raises(SystemExit) as leaving:
        main(["site", "-C", str(root), "--today", DAY, "-q", "--engine", request.param])
    assert not leaving.value.code
    return lambda name: html.unescape((root / "site" / name).read_text("utf-8"))


def week(folder, number, title):
    content = [
        {"url": "https://a.example/1", "title": "One", "minutes": 10, "note": "Read it."},
        {"url": "https://a.example/2", "title": "Two", "minutes": 7, "optional": True},
    ]
    event = {"title": "A past call", "starts": "2026-11-17T12:00:00+01:00"}
    front = {
        "week": number,
        "title": title,
        "status": "published",
        "content": content,
        "conversation": [{"id": "q1", "question": "What would you do?", "about": 1}],
        "connection": {"events": [event], "prompts": ["Ask somebody."]},
    }
    (folder / f"week-{number:02d}.md").write_text(f"---\n{yaml.safe_dump(front)}---\nHello.\n", "utf-8")


def part(page, start, end):
    return page.partition(start)[2].partition(end)[0]


def test_the_hub_acts_first_and_keeps_what_runs_comes_and_has_ended_apart(built):
    page = built("index.html")
    places = [
        page.index(words)
        for words in ('class="c-today"', 'id="courses"', 'id="coming"', 'id="finished"', 'id="parts"')
    ]
    assert places == sorted(places)
    assert "Over" not in part(page, 'id="courses"', 'id="coming"')
    assert "Planned to start on 4 January 2027." in part(page, 'id="coming"', 'id="finished"')
    assert 'href="over/index.html"' in part(page, 'id="finished"', 'id="parts"')
    assert "This week" in part(page, 'class="c-today"', "</div>")


def test_hub_course_and_week_say_the_same_minutes(built):
    said = [
        re.findall(r"(\d+) min<", part(built(name), start, "</p>"))[:1]
        for name, start in (
            ("index.html", 'class="c-today"'),
            ("first-course/index.html", 'class="c-today"'),
            ("first-course/week-02.html", 'class="c-eyebrow"'),
        )
    ]
    assert said == [["25"]] * 3, (
        "ten to read, five to answer, ten with somebody; the optional and the past do not count"
    )
    whole = [
        re.search(r"(?:about )?\d+ min in all", built(name))[0]
        for name in ("index.html", "first-course/index.html")
    ]
    assert whole[0] == whole[1] == "50 min in all"


def test_a_long_description_is_folded_and_the_action_stands_beside_the_title(built):
    page = built("first-course/index.html")
    assert page.index("</h1>") < page.index('class="c-today"') < page.index('<details class="c-more">')
    assert built("over/index.html").count("ended on 11 January 2026") == 1


def test_what_may_be_left_out_says_so_and_a_past_event_is_folded(built):
    page = built("first-course/week-02.html")
    assert "if you have more time" in part(page, 'id="resource-2"', "</article>")
    assert "Earlier events" in page
    assert "This was the last week." not in page
    assert "Read. Now answer one question." in page


@pytest.mark.parametrize("name", ["index.html", "first-course/index.html", "first-course/week-02.html"])
def test_no_button_lies_over_the_text(built, name):
    """The theme's "Back to top" did; the header stays in view instead."""
    page = built(name)
    assert 'class="c-header' in page
    assert "md-top" not in page


def test_every_page_has_a_picture_for_previews_with_its_size_and_words(built):
    for name in ("index.html", "first-course/index.html", "first-course/week-02.html"):
        head = built(name).partition("</head>")[0]
        assert 'name="twitter:card" content="summary_large_image"' in head
        assert re.search(r'og:image" content="https://learn\.example/yard/[^"]*cards/[^"]+\.png"', head)
        for key in ("width", "height", "alt"):
            assert f'property="og:image:{key}"' in head
        assert 'rel="apple-touch-icon"' in head
    assert 'rel="manifest"' in built("index.html")


def test_a_file_of_ones_own_lies_at_the_root_and_the_licence_in_the_footer(built):
    assert built("CNAME") == "learn.example\n"
    (link,) = re.findall(
        r'<a [^>]*creativecommons.org/licenses/by/4.0/"[^>]*>', built("first-course/week-02.html")
    )
    assert re.search(r'rel="[^"]*\blicense\b', link)
