"""The folder for a disk, without a browser: what goes along, what is taken out, what a last build saves, what fails."""

import dataclasses
import errno
import re
from datetime import date

import pytest
from export_fixture import book, fixture_book, missing_in, seen, unpack
from lxml import html as parser
from site_fixture import generate_all, lay, read

from curator.comments import provider
from curator.errors import RenderError
from curator.exports import FORMATS, offline_folder
from curator.site import render as site_render
from curator.site.generate import RECORD
from curator.site.render import SiteRequest

TODAY = date(2026, 11, 23)
SLUG = "hard-conversations"
ISSO = {"provider": "isso", "server": "https://talk.example"}
LEFT_OUT = re.compile(
    r"(^|/)(pagefind/|robots\.txt$|404\.html$|app\.webmanifest$|offline\.js$|sitemap\.xml$|assets/comments/"
    r"|assets/search-ui\.js$|assets/search\.css$)"
)


def classed(root, *names):
    """The elements below `root` with one of these classes."""
    return [e for e in root.iter() if isinstance(e.tag, str) and {*names} & {*e.get("class", "").split()}]


@pytest.fixture
def rendered(monkeypatch):
    """Each call of the renderer, as what it made."""
    calls = []

    def watched(*arguments, **options):
        calls.append(site_render.render(*arguments, **options))
        return calls[-1]

    monkeypatch.setattr(offline_folder, "render", watched)
    return calls


def with_talk(root, *, contact="jo@yard.example", home="https://learn.example/"):
    """The fixture's course with discussions on a server of its own, in a project with nothing else."""
    project = lay(root / "project", mkdocs=True)
    course = project.course(SLUG)
    guidelines = course.guidelines.model_copy(update={"contact": contact})
    course = course.model_copy(update={"guidelines": guidelines})
    weeks = [dataclasses.replace(week, course=course) for week in read(project) if week.course.slug == SLUG]
    made = book(root / "alone", course, weeks, today=TODAY)
    site = made.project.site.model_copy(update={"site_url": home})
    alone = dataclasses.replace(made.project, site=site)
    return dataclasses.replace(made, project=alone, comments=provider(ISSO, site_url="https://learn.example"))


def threads_of(made):
    """The discussions of week 2 of a finished folder, as its page shows them."""
    page = unpack(FORMATS["offline"].write(made))[f"{SLUG}/{SLUG}/week-02.html"]
    found = classed(parser.document_fromstring(page), "thread")
    assert [thread.get("id") for thread in found] == ["q1-thread", "q2-thread"]
    assert all(list(thread.iter("button")) == [] for thread in found)
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return unpack(FORMATS["offline"].write(with_talk(tmp_path_factory.mktemp("offline"))))


def test_the_pages_go_along_and_what_is_of_no_use_on_a_disk_stays_behind(files):
    names = {name.partition("/")[2] for name in files}
    assert all(name.startswith(f"{SLUG}/") for name in files)
    assert {"index.html", "library.html", f"{SLUG}/index.html", f"{SLUG}/week-02.html"} <= names
    assert any(name.endswith("assets/curator.css") for name in names)
    assert [name for name in names if LEFT_OUT.search(name)] == []
    assert [name for name in names if name.startswith(offline_folder.CARDS)] == []
    assert any(name.endswith(".ics") for name in names), "calendars are files: they stay"


def test_nothing_is_missing_in_the_pages(files, tmp_path):
    pages = {name: data for name, data in files.items() if name.endswith(".html")}
    gaps = missing_in(fixture_book(tmp_path / "again", today=TODAY), seen(pages), set())
    assert [gap for gap in gaps if gap[0] not in ("discussion", "address")] == []


def test_no_control_of_a_page_is_dead(files):
    for name, data in files.items():
        if name.endswith(".html"):
            page = parser.document_fromstring(data)
            assert classed(page, "thread__load", "c-downloads", "c-talk") == [], name
            assert page.xpath("//*[@data-provider] | //link[@rel='manifest']") == [], name
    assert files[f"{SLUG}/assets/search.js"] == offline_folder._NO_SEARCH


def test_where_a_discussion_would_load_a_link_leads_to_it(tmp_path):
    for thread in threads_of(with_talk(tmp_path, contact="")):
        ((link,),) = classed(thread, "thread__link")
        number = thread.get("id").removesuffix("-thread")
        assert link.get("href") == f"https://learn.example/{SLUG}/week-02.html#{number}"
        assert link.text_content() == "Open the discussion on its own page"


def test_a_way_by_mail_stays_the_way(tmp_path):
    for thread in threads_of(with_talk(tmp_path)):
        ((link,),) = classed(thread, "thread__link")
        assert link.get("href").startswith("mailto:jo@yard.example?subject=")


def test_a_site_without_an_address_leads_to_no_discussion_on_the_web(tmp_path):
    assert all(
        classed(thread, "thread__link") == []
        for thread in threads_of(with_talk(tmp_path, contact="", home=""))
    )


# --- what the last build made ------------------------------------------------------------------------


def built(made):
    """Let the project's site be built as `curate build` does; the course's units are then in its caches."""
    state = made.project.state
    units = generate_all(made.project, made.weeks, state / "generated", today=TODAY)
    site_render.render(
        units, SiteRequest(root=made.project.root, out=made.project.root / "site", cache=state / "rendered")
    )


def cached(made):
    """The files of the last build's caches, with what they hold."""
    state = made.project.state
    return {
        file: file.read_bytes()
        for name in ("generated", "rendered")
        for file in (state / name).rglob("*")
        if file.is_file()
    }


def test_what_the_last_build_rendered_is_taken_over_and_the_bytes_are_the_same(tmp_path, rendered):
    cold = FORMATS["offline"].write(fixture_book(tmp_path / "cold", today=TODAY))
    made = fixture_book(tmp_path / "built", today=TODAY)
    built(made)
    before = cached(made)
    warm = FORMATS["offline"].write(made)
    again = FORMATS["offline"].write(made)
    assert warm == again == cold
    assert SLUG in rendered[0].rendered
    assert SLUG in rendered[1].reused
    assert rendered[2].rendered == ()
    assert cached(made) == before, "the site's own caches are as they were"


def refuse(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_cannot_be_taken_over_is_made_anew(tmp_path, rendered, monkeypatch):
    made = fixture_book(tmp_path / "built", today=TODAY)
    cold = FORMATS["offline"].write(fixture_book(tmp_path / "cold", today=TODAY))
    built(made)
    monkeypatch.setattr(offline_folder, "link", refuse)
    monkeypatch.setattr(offline_folder.shutil, "copy2", refuse)
    assert FORMATS["offline"].write(made) == cold
    assert SLUG in rendered[-1].rendered


def test_a_damaged_note_of_the_last_build_costs_time_only(tmp_path, rendered):
    made = fixture_book(tmp_path / "built", today=TODAY)
    cold = FORMATS["offline"].write(fixture_book(tmp_path / "cold", today=TODAY))
    built(made)
    (made.project.state / "generated" / RECORD).write_text("{", "utf-8")
    assert FORMATS["offline"].write(made) == cold


# --- failures ----------------------------------------------------------------------------------------


def test_an_engine_that_fails_is_told_in_its_words_and_leaves_nothing_behind(tmp_path):
    made = with_talk(tmp_path)
    settings = made.project.root / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.unlink()
    settings.write_text(text.replace("\nplugins: []", "\nplugins: [no-such-plugin]", 1), "utf-8")
    assert "no-such-plugin" in settings.read_text("utf-8")
    with pytest.raises(RenderError, match="no-such-plugin"):
        FORMATS["offline"].write(made)
    assert [file for file in made.project.state.iterdir() if file.name.startswith("tmp")] == []


def test_a_machine_that_gives_no_room_is_no_silent_half(tmp_path):
    made = with_talk(tmp_path)
    made.project.state.write_text("a file where the folder of caches should be", "utf-8")
    with pytest.raises(FileExistsError):
        FORMATS["offline"].write(made)
