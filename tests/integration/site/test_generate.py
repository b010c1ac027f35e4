"""Generating: which pages there are, that they stay the same, and that data stays data."""

import html
import os
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from site_fixture import Giscus, generate_all, hostile, lay, read

from benchmarks.json_lines import json_lines
from curator.model import CourseWeek, Guidelines
from curator.site.generate import RECORD, put

TODAY = date(2026, 11, 14)
VECTORS = Path(__file__).parents[3].parent / "shared" / "data" / "xss" / "vectors.jsonl"


@pytest.fixture
def project(tmp_path):
    return lay(tmp_path / "project")


@pytest.fixture
def generated(project, tmp_path):
    """Generate the fixture and return a function that reads a generated file."""
    out = tmp_path / "out"
    generate_all(project, read(project), out, today=TODAY)
    return lambda name: (out / name).read_text("utf-8")


def snapshot(folder):
    return {
        p.relative_to(folder).as_posix(): (p.read_bytes(), p.stat().st_mtime_ns)
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != RECORD
    }


def test_the_hub_and_each_course_are_a_unit(project, tmp_path):
    units = generate_all(project, read(project), tmp_path / "out", today=TODAY)
    assert [(u.name, u.path) for u in units] == [
        ("hard-conversations", "hard-conversations/"),
        ("many-tongues", "many-tongues/"),
        ("not-yet", "not-yet/"),
        ("hub", ""),
    ]
    for unit in units:
        config = yaml.safe_load((unit.folder / "mkdocs.yml").read_text("utf-8"))
        assert (unit.folder / config["INHERIT"]).samefile(project.root / "mkdocs.yml")
        assert (unit.folder / config["theme"]["custom_dir"]).samefile(
            project.root / "site_template" / "overrides"
        )
        assert config["site_url"] == f"https://yard.example/learn/{unit.path}"
        assert (unit.folder / "docs" / "index.md").exists()
        assert (unit.folder / "docs" / "assets" / "curator.css").exists()


def test_only_published_weeks_that_are_open_have_pages(generated, project, tmp_path):
    assert "Before you speak" in generated("hard-conversations/docs/week-01.md")
    assert not (tmp_path / "out" / "hard-conversations" / "docs" / "week-03.md").exists()
    course = generated("hard-conversations/docs/index.md")
    assert "Staying when it hurts" in course
    assert "week-03.html" not in course
    assert course.count("We are here") == 1
    generate_all(project, read(project), tmp_path / "early", today=date(2026, 11, 8))
    early = tmp_path / "early" / "hard-conversations" / "docs"
    assert (early / "week-01.md").exists()
    assert not (early / "week-02.md").exists()
    assert "Saying the hard sentence" in (early / "index.md").read_text("utf-8")


def test_drafts_have_pages_only_in_the_preview_and_say_so(project, tmp_path):
    generate_all(project, read(project), tmp_path / "out", today=TODAY, drafts=True)
    docs = tmp_path / "out" / "hard-conversations" / "docs"
    assert "<strong>Draft.</strong>" in (docs / "week-03.md").read_text("utf-8")
    assert "week-03" not in (docs / "atom.xml").read_text("utf-8")


def test_the_same_inputs_give_the_same_bytes_on_another_day(project, tmp_path):
    out = tmp_path / "out"
    generate_all(project, read(project), out, today=TODAY)
    first = snapshot(out)
    generate_all(project, read(project), out, today=date(2026, 11, 15))
    assert snapshot(out) == first, "neither bytes nor times change while no week opens"
    other = tmp_path / "elsewhere" / "out"
    generate_all(project, read(project), other, today=TODAY)
    docs = {n: d for n, (d, _) in first.items() if not n.endswith("mkdocs.yml")}
    assert {n: d for n, (d, _) in snapshot(other).items() if not n.endswith("mkdocs.yml")} == docs


def test_only_what_changed_is_written_and_what_vanished_goes(project, tmp_path):
    out = tmp_path / "out"
    weeks = read(project)
    generate_all(project, weeks, out, today=TODAY)
    before = snapshot(out)
    first = weeks[0]
    renamed = replace(first, module=first.module.model_copy(update={"objective": "Something else."}))
    generate_all(project, (renamed, *weeks[1:]), out, today=TODAY)
    after = snapshot(out)
    touched = {name for name in before if before[name] != after.get(name)}
    assert "hard-conversations/docs/week-01.md" in touched
    assert not [name for name in touched if name.startswith("many-tongues/")]
    assert "hard-conversations/docs/week-02.md" not in touched
    generate_all(project, weeks[1:], out, today=TODAY)
    assert "hard-conversations/docs/week-01.md" not in snapshot(out)


def test_a_file_that_somebody_touched_is_generated_again(project, tmp_path):
    out = tmp_path / "out"
    generate_all(project, read(project), out, today=TODAY)
    page, extra = out / "hub" / "docs" / "index.md", out / "hub" / "docs" / "stray.md"
    first = page.read_bytes()
    page.write_text("something else")
    extra.write_text("not ours")
    generate_all(project, read(project), out, today=TODAY)
    assert page.read_bytes() == first
    assert not extra.exists()
    (out / RECORD).write_text("[]")
    generate_all(project, read(project), out, today=TODAY)
    assert page.read_bytes() == first


def test_another_template_or_setting_generates_everything_again(project, tmp_path):
    out = tmp_path / "out"
    generate_all(project, read(project), out, today=TODAY)
    other = replace(project, site=project.site.model_copy(update={"suggest": "hello@yard.example"}))
    generate_all(other, read(project), out, today=TODAY)
    assert "mailto:hello&#64;yard" in (out / "hard-conversations" / "docs" / "week-01.md").read_text("utf-8")


def test_put_makes_a_folder_hold_exactly_the_files(tmp_path):
    assert put(tmp_path, {"a/b.md": b"1", "c.md": b"2"}) == ("a/b.md", "c.md")
    assert put(tmp_path, {"a/b.md": b"1", "c.md": b"3"}) == ("c.md",)
    assert put(tmp_path, {"c.md": b"3"}) == ("a/b.md",)
    assert not (tmp_path / "a").exists()
    (tmp_path / "c.md").unlink()
    (tmp_path / "c.md" / "d").mkdir(parents=True)
    (tmp_path / "c.md" / "d" / "x").write_text("in the way")
    assert put(tmp_path, {"c.md": b"3"}) == ("c.md/d/x", "c.md")


def test_a_course_without_a_week_says_when_it_starts(generated):
    assert "11 January 2027" in generated("not-yet/docs/index.md")
    assert "not-yet/index" not in generated("hub/docs/index.md"), "it has nothing to show"
    assert "The first pieces appear" in generated("not-yet/docs/library.md")


def test_learners_read_who_chose_and_how_to_reach_them(project, tmp_path):
    def pages(**fields):
        first, *others = (
            course.model_copy(update={"guidelines": Guidelines()}) for course in project.courses
        )
        courses = (first.model_copy(update=fields), *others)
        out = tmp_path / f"named-{len(fields)}"
        generate_all(replace(project, courses=courses), read(project), out, today=TODAY)
        found = [out / "hub/docs/about.md", out / first.slug / "docs/index.md"]
        return [plain(page.read_text("utf-8")) for page in found]

    about, course = pages(curators=("Ada <Low>", "Bo"), guidelines=Guidelines(contact="us@yard.example"))
    assert "Who is in charge" in about
    assert "Chosen by Ada <Low>, Bo." in about
    assert "You reach them here: us@yard.example." in about
    assert "Chosen by Ada <Low>, Bo." in course
    about, course = pages()
    assert "Who is in charge" not in about
    assert "Chosen by" not in course


def plain(page):
    """Return what a page says, without its markup."""
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_the_rules_of_the_only_course_are_the_sites(project, tmp_path):
    def rules(courses, site):
        out = tmp_path / "rules"
        whole = replace(project, courses=courses, site=project.site.model_copy(update={"guidelines": site}))
        kept = tuple(w for w in read(project) if w.course.slug in {c.slug for c in courses})
        generate_all(whole, kept, out, today=TODAY)
        return (out / "hub/docs/guidelines.md").read_text("utf-8")

    def ruled(course, *lines):
        given = course.guidelines.model_copy(update={"rules": lines})
        return course.model_copy(update={"guidelines": given})

    first, second, *_ = project.courses
    ours, house = "Bring your own scissors", "Disagree with words"
    assert ours in rules((ruled(first, ours),), ())
    two = rules((ruled(first, ours), ruled(second, "Another")), ())
    assert (ours in two, house in two) == (False, True)
    assert "Of the whole site" in rules((ruled(first, ours),), ("Of the whole site",))


def test_a_course_that_asks_for_it_is_listed_before_it_has_something_to_show(project, tmp_path):
    courses = tuple(c.model_copy(update={"upcoming": True}) for c in project.courses)
    generate_all(replace(project, courses=courses), read(project), tmp_path, today=TODAY)
    hub = (tmp_path / "hub/docs/index.md").read_text("utf-8")
    assert "Planned to start on 11 January 2027" in hub


def test_a_preview_lists_a_course_that_has_nothing_but_drafts(project, tmp_path):
    weeks = [
        replace(w, module=w.module.model_copy(update={"status": "draft"})) if w.module else w
        for w in read(project)
    ]
    lists = {}
    for drafts in (False, True):
        generate_all(project, weeks, tmp_path / str(drafts), today=TODAY, drafts=drafts)
        hub = (tmp_path / str(drafts) / "hub/docs/index.md").read_text("utf-8")
        lists[drafts] = "Hard conversations for new leads" in hub
    assert lists == {False: False, True: True}


def test_a_project_without_templates_uses_the_package_s(project, tmp_path):
    weeks = read(project)
    generate_all(project, weeks, tmp_path / "a", today=TODAY)
    (project.root / "site_template").unlink()
    generate_all(project, weeks, tmp_path / "b", today=TODAY)
    one, other = ((tmp_path / n / "hard-conversations/docs/week-01.md").read_bytes() for n in "ab")
    assert one == other


def test_a_thread_keeps_its_key_when_titles_change(project, tmp_path):
    weeks = read(project)
    generate_all(project, weeks, tmp_path / "a", today=TODAY, comments=Giscus())
    new = replace(weeks[0], module=weeks[0].module.model_copy(update={"title": "Renamed"}))
    generate_all(project, (new, *weeks[1:]), tmp_path / "b", today=TODAY, comments=Giscus())
    keys = [
        re.findall(
            r'data-term="([^"]*)"', (tmp_path / x / "hard-conversations/docs/week-01.md").read_text("utf-8")
        )
        for x in "ab"
    ]
    assert (
        keys[0]
        == keys[1]
        == ["hard&#45;conversations&#47;week&#45;01&#47;q1", "hard&#45;conversations&#47;week&#45;01&#47;q2"]
    )


def test_a_site_without_a_tag_has_no_page_of_tags_and_none_leads_to_one(project, tmp_path):
    out, weeks = tmp_path / "out", read(project)
    bare = [
        replace(
            week,
            module=week.module.model_copy(
                update={
                    "content": tuple(r.model_copy(update={"tags": ()}) for r in week.module.content),
                }
            ),
        )
        for week in weeks
    ]
    for tagged, which in ((True, weeks), (False, bare)):
        generate_all(project, which, out, today=TODAY)
        assert (out / "hub/docs/tags.md").exists() is tagged
        assert ("tags.html" in (out / "hub/docs/index.md").read_text("utf-8")) is tagged
        for unit in ("hub", "hard-conversations"):
            config = yaml.safe_load((out / unit / "mkdocs.yml").read_text("utf-8"))
            assert ("untagged" in config["extra"]["curator"]) is not tagged
            assert ("tags.md" in str(config["nav"])) is (tagged and unit == "hub")


def test_without_a_provider_there_is_a_mail_link_or_a_plain_word(generated):
    assert "mailto:jo&#64;yard.example?subject=Hard%20" in generated("hard-conversations/docs/week-01.md")
    assert "ناقشه مع شخص تعرفه" in generated("many-tongues/docs/week-01.md")
    assert "thread__load" not in generated("hard-conversations/docs/week-01.md")


def test_what_posting_takes_and_who_is_asked_stands_there_before_anything_is_loaded(project, tmp_path):
    generate_all(project, read(project), tmp_path / "out", today=TODAY, comments=Giscus())
    page = (tmp_path / "out" / "hard-conversations" / "docs" / "week-01.md").read_text("utf-8")
    service = "Opens here, for everybody to read. To post, you need a free account at GitHub."
    assert f'Read what others said</button> <span class="thread__service">{service}</span>' in page
    assert "What you write in a box stays on this device. It reaches others only when you post it" in page
    assert '<strong dir="auto">giscus&#46;app</strong>' in page
    assert 'data-script="assets/comments/giscus.js"' in page
    assert "<script" not in page


# --- rendered, with everything hostile ---------------------------------------------------------------


class Markup(HTMLParser):
    """Collect what a browser would act on."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.scripts = 0
        self.wrong = []
        self.tags = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.scripts += tag == "script"
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "formaction", "action", "background", "style"):
                self.wrong.append((tag, name, value))
            if name in ("href", "src", "cite", "poster", "data"):
                scheme = re.match(r"\s*([a-z][a-z0-9+.\s-]*):", value or "", re.I)
                if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
                    self.wrong.append((tag, name, value))


def render(units, site):
    """Render units with MkDocs as the project's own mkdocs.yml says; return path -> HTML."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    pages = {}
    for unit in units:
        out = site / unit.path
        build(load_config(str(unit.folder / "mkdocs.yml"), site_dir=str(site / unit.name)))
        for page in sorted((site / unit.name).rglob("*.html")):
            pages[unit.path + page.relative_to(site / unit.name).as_posix()] = page.read_text("utf-8")
        assert out is not None
    return pages


def test_nothing_hostile_becomes_markup_on_any_page(tmp_path, monkeypatch):
    if not VECTORS.exists():
        pytest.skip("the vectors of data/xss are not beside this checkout")
    monkeypatch.setitem(os.environ, "NO_MKDOCS_2_WARNING", "1")
    payloads = [item["payload"] for item in json_lines(VECTORS)]
    payloads += [
        "{: onclick=alert(1)}",
        '--8<-- "mkdocs.yml"',
        "{{ config.site_name }}",
        "{% raw %}",
        ":smile:",
    ]
    payloads += [
        "[x](javascript:alert(1))",
        "![x](https://evil.example/x.png)",
        "<!-- -->",
        "---\ntitle: x\n---",
    ]
    project = lay(tmp_path / "project", mkdocs=True)
    course = project.courses[0].model_copy(
        update={"title": payloads[0], "need": payloads[1], "audience": payloads[2], "people": ()}
    )
    project = replace(project, courses=(course,))
    calm = generate_all(project, (), tmp_path / "calm", today=TODAY)
    plain = {page: Markup(text) for page, text in render(calm, tmp_path / "calm-site").items()}
    units = generate_all(project, hostile(course, payloads), tmp_path / "out", today=TODAY, comments=Giscus())
    pages = render(units, tmp_path / "site")
    assert len(pages) > len(plain) + len(payloads) // 40
    known = set().union(*(m.tags for m in plain.values())) | {
        "article",
        "blockquote",
        "cite",
        "details",
        "summary",
    }
    known |= {"figure", "figcaption"}  # what learners said
    known |= {"h3", "time", "section", "em", "button", "sub", "textarea", "select", "option", "output", "svg"}
    for name, text in pages.items():
        found = Markup(text)
        assert not found.wrong, (name, found.wrong[:3])
        assert found.tags <= known, (name, found.tags - known)
        kinds = {p.split("/")[-1] for p in plain}
        base = plain.get(name) or plain["hard-conversations/index.html" if "/" in name else "index.html"]
        extra = 0 if name.split("/")[-1] in kinds else 1  # the description of a week in JSON-LD
        assert found.scripts <= base.scripts + extra, name


def test_places_that_stand_in_a_row_keep_their_distance(project, tmp_path):
    first, *others = read(project)
    places = [{"url": "https://a.example/1", "source": "Alpha"}, {"url": "https://b.example/2"}]
    content = [r.model_dump() for r in first.module.content]
    content[0]["via"] = places
    module = type(first.module).model_validate({**first.module.model_dump(), "content": content})
    generate_all(project, (replace(first, module=module), *others), tmp_path / "out", today=TODAY)
    page = (tmp_path / "out" / first.course.slug / "docs" / first.file).read_text("utf-8")
    assert re.search(r">Alpha</a>, <a [^>]+>https", page)


def test_the_navigation_of_a_page_is_bounded_however_long_the_course(project, tmp_path):
    course, module = read(project)[0].course, read(project)[0].module

    def weight(weeks):
        many = tuple(
            CourseWeek(course, module.model_copy(update={"week": n, "opens": TODAY}))
            for n in range(1, weeks + 1)
        )
        out = tmp_path / str(weeks)
        alone = replace(project, courses=(course,))
        generate_all(alone, many, out, today=TODAY)
        front = (out / course.slug / "docs/week-30.md").read_text("utf-8").split("---\n")[1]
        return len(front), front

    small, _ = weight(40)
    large, front = weight(120)
    assert large - small < 200
    assert "week-25.html" in front
    assert "week-36.html" not in front
    assert "All 120 weeks" in front
