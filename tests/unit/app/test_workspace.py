"""The workspace waits for another program and says so; jobs follow each other; what came of them is told."""

import pytest
from review_fixture import lay, workspace_of

from curator.app import manage_feeds
from curator.app.causes import causes
from curator.app.review.home_page import Errand, begin, in_words, show
from curator.app.review.workspace import OpenableWeek, Work, Workspace, patiently
from curator.app.status import CourseStatus, Need, Status, WeekStatus
from curator.errors import BusyError, ConfigError, FetchError
from curator.model import Failure, Feed, Module
from curator.weeks.week_file import new_week_text


def test_whoever_finds_the_project_taken_waits_says_so_once_and_goes_on():
    told, tries = [], iter([True, True, False])

    def open_run():
        if next(tries):
            raise BusyError("process 7 is working on this project; wait for it, or end it, then try again")
        return "opened"

    assert patiently(open_run, told.append) == "opened"
    assert told == ["process 7 is working on this project; waiting for it, up to 60 seconds"]


def test_after_its_patience_it_says_who_is_still_at_work():
    def open_run():
        raise BusyError("process 7 is working on this project")

    with pytest.raises(BusyError, match="process 7"):
        patiently(open_run, lambda _: None, seconds=0)


def wait(workspace):
    workspace.look().result(30)


def test_an_errand_is_done_after_those_before_it_and_its_outcome_is_told(project):
    workspace = workspace_of(project)
    begin(workspace, Errand(do="new_course", item="خبز معاً", text="Bakers must learn to ask for help early."))
    assert show(workspace)["busy"], "also while it waits for its turn"
    wait(workspace)
    assert workspace.last.lines == ("courses/first-course-2 is begun; a build drafts its first week",)
    assert "خبز معاً" in (project / "courses/first-course-2/course.yml").read_text("utf-8")
    begin(workspace, Errand(do="remove_feed", item="https://nobody.example/f"))
    wait(workspace)
    assert workspace.last.failed
    assert "nobody.example" in " ".join(workspace.last.lines)
    shown = show(workspace)
    assert shown["known"]
    assert not shown["busy"]
    assert "could not be done" in shown["done"]
    with pytest.raises(ConfigError):
        begin(workspace, Errand(do="explode"))
    workspace.close()


def test_of_a_list_of_feeds_each_is_told_and_what_failed_is_left(project, monkeypatch):
    def found(_run, addresses):
        bad = FetchError(f"{addresses[0]}: not found (404)")
        return [bad, *(Feed(url=f"{address}/feed", title="Lessons") for address in addresses[1:])]

    monkeypatch.setattr(manage_feeds, "add_all", found)
    workspace = workspace_of(project)
    begin(
        workspace,
        Errand(do="add_feed", text="- oak.example, \n- https://ada:secret@elm.example;\nhttps://ash.example"),
    )
    wait(workspace)
    shown = show(workspace)
    assert shown["done"] == "Looking for feeds: done in part"
    assert shown["left"] == ["oak.example"]
    assert shown["lines"] == [
        "2 taken, 1 refused: oak.example",
        "oak.example: not found (404)",
        *["Lessons: added; the next build reads it"] * 2,
    ]
    begin(workspace, Errand(do="add_feed", text="https://ada:secret@oak.example,"))
    wait(workspace)
    shown = show(workspace)
    assert shown["failed"]
    assert "secret" not in str(shown)
    assert shown["left"] == ["https://ada:***@oak.example"]
    begin(workspace, Errand(do="add_feed", text="no address at all, e.g."))
    wait(workspace)
    assert workspace.last.failed
    assert show(workspace)["left"] == ["no address at all, e.g."]
    workspace.close()


def test_a_week_that_does_not_exist_is_told_in_words(project):
    workspace = workspace_of(project)
    with pytest.raises(ConfigError, match="no week 9"):
        workspace.session("first-course", 9)
    with pytest.raises(ConfigError, match="no course"):
        workspace.session("nobody", 1)
    with pytest.raises(ConfigError, match="no course"):
        workspace.title("nobody")
    workspace.close()


def test_what_is_being_done_is_said_in_words():
    assert in_words(None) == "A moment …"


def test_failures_of_one_cause_share_a_line_and_many_are_counted():
    failures = [
        Failure("pull", f"https://a{n}.example/f", f"the name a{n}.example is not known") for n in range(9)
    ]
    told = list(causes([*failures, Failure("pages", "https://b.example/", "404")]))
    assert told[0] == "feed not read: 9 times: the name its host is not known"
    assert told[1:5] == [*(f"    https://a{n}.example/f" for n in range(3)), "    and 6 more"]
    assert told[5] == "pages: https://b.example/: 404"
    assert len(list(causes(failures, told=9))) == 10
    listing = Failure("extract", "https://b.example/", "a list of links to other pages, not an article")
    assert list(causes([listing])) == [
        "page left out: https://b.example/: a list of links to other pages, not an article"
    ]


def test_what_was_done_to_the_project_has_the_candidates_weighed_again(project):
    (project / "courses/first-course/week-01.md").write_text(
        new_week_text(Module(week=1, title="Ask")), "utf-8"
    )
    workspace = workspace_of(project)
    session = workspace.session("first-course", 1)
    session.weighed = True
    workspace.undertake("Nothing", lambda run: [run.project.courses[0].title]).result(30)
    assert workspace.last.lines == ("First course",)
    assert not session.weighed
    workspace.close()


def weighed_whole(workspace):
    """Ask as a page does, until the candidates of the week are there."""
    while not workspace.weighed("first-course", 1):
        workspace.begin("Nothing", lambda run: None).result(30)


def test_what_was_weighed_before_is_not_taken_for_what_was_asked_for_since(project, monkeypatch):
    (project / "courses/first-course/week-01.md").write_text(
        new_week_text(Module(week=1, title="Ask")), "utf-8"
    )
    times = []

    def weigh(_run, session):
        times.append(session.week)
        if len(times) == 3:  # another need is saved while they are weighed
            workspace.forget_candidates("first-course")

    monkeypatch.setattr("curator.app.review.workspace.weigh", weigh)
    workspace = workspace_of(project)
    workspace.session("first-course", 1)
    weighed_whole(workspace)
    weighed_whole(workspace)
    assert len(times) == 1, "they are weighed once"
    workspace.undertake("Nothing", lambda run: []).result(30)
    weighed_whole(workspace)
    assert len(times) == 2, "and again after a build"
    workspace.forget_candidates("")
    weighed_whole(workspace)
    assert len(times) == 4, "what was weighed by the old need does not count"
    workspace.close()


def test_what_an_errand_wrote_into_an_open_week_is_told_as_the_errands(project):
    file = project / "courses/first-course/week-01.md"
    file.write_text(new_week_text(Module(week=1, title="Ask")), "utf-8")
    workspace = workspace_of(project)
    session = workspace.session("first-course", 1)
    seen = session.state()["seen"]
    during = []

    def write(_):
        file.write_text(new_week_text(Module(week=1, title="Ask early")), "utf-8")
        during.append(workspace.errand_that_changed(session))
        return ["done"]

    workspace.undertake("Building", write).result(30)
    assert during == ["Building"]
    assert session.changed_since(seen)
    assert workspace.errand_that_changed(session) == "Building"
    wait(workspace)
    file.write_text(new_week_text(Module(week=1, title="Ask late")), "utf-8")
    assert workspace.errand_that_changed(session) == "", "that was somebody else"
    workspace.close()


def test_what_came_of_an_errand_stays_until_it_is_read(project, tmp_path):
    workspace = workspace_of(project)
    other = lay(tmp_path / "other")
    workspace.undertake("Building", lambda _: ["built"]).result(30)
    wait(workspace)
    workspace.edited(other)
    assert show(workspace)["done"] == "Building: done", "editing is no reading"
    begin(workspace, Errand(do="dismiss"))
    assert show(workspace)["done"] == ""
    workspace.close()


def test_a_drafted_week_is_a_press_away_until_somebody_works_on_it(project, tmp_path):
    workspace = workspace_of(project)
    begin(workspace, Errand(do="draft", course="first-course"))
    wait(workspace)
    shown = show(workspace)
    assert shown["done"] == "Drafting: done"
    assert "week/first-course/1/" in str(shown["parts"]["outcome"])
    workspace.edited(lay(tmp_path / "other"))
    assert show(workspace)["done"] == "Drafting: done"
    workspace.edited(workspace.session("first-course", 1))
    assert show(workspace)["done"] == ""
    workspace.close()


def test_of_a_week_that_holds_nothing_one_thing_is_said(tmp_path):
    workspace = Workspace(tmp_path)
    need = Need("draft", "-", course="baking", week=1, remedy="Looked for: dough.", reasons=("a", "b", "c"))
    for resources, thing in ((0, "1 thing waits for you"), (1, "3 things wait for you")):
        week = WeekStatus(1, "draft", "2026-11-23", 0, resources, 0)
        workspace.status = Status((CourseStatus("baking", "Baking", False, (week,), (need,)),), ())
        parts = show(workspace)["parts"]
        assert parts["waiting"] == [thing]
        empty = not resources
        assert ("nothing fits week 1 yet: name more sites to read" in str(parts)) is empty
        assert "settings/-/#site" in str(parts)


def test_a_thin_draft_is_counted_by_what_is_listed_and_says_what_was_looked_for(tmp_path):
    workspace = Workspace(tmp_path)
    thin = Need("draft", "-", course="baking", week=1, remedy="Looked for: dough.", reasons=("a", "b", "c"))
    for need, thing in ((thin, "3 things wait for you"), (Need("feed", "one"), "1 thing waits for you")):
        workspace.status = Status((), (need,))
        parts = show(workspace)["parts"]
        assert parts["waiting"] == [thing]
        assert ("Looked for: dough." in str(parts)) is (need is thin)
        assert ("settings/baking/#f-need" in str(parts)) is (need is thin)


def test_the_weeks_to_choose_from_stand_as_their_files_do(tmp_path):
    session = lay(tmp_path)
    workspace = Workspace.of(session)
    workspace.places = (OpenableWeek("baking", "Bake together", session.week, "Old", "draft"),)
    text = session.path.read_text("utf-8")
    session.path.write_text(text.replace("status: draft", "status: published"), "utf-8")
    (week,) = workspace.openable()
    assert (week.title, week.status) == ("Ask early", "published")


def test_a_receipt_of_an_opml_file_names_what_was_refused(project):
    workspace = workspace_of(project)
    feeds = (
        '<outline type="rss" text="Oak" xmlUrl="https://oak.example/feed"/><outline type="rss" text="Elm"/>'
        "<outline type='rss' text='The \"best\" ash'/><outline type='rss'/>"
    )
    text = f'<opml version="2.0"><head/><body>{feeds}</body></opml>'
    begin(workspace, Errand(do="import_opml", item="in.opml", text=text))
    wait(workspace)
    assert show(workspace)["lines"][0] == 'in.opml: 1 taken, 3 refused: Elm, The "best" ash, line 1'
    workspace.close()


def test_nothing_leads_to_a_week_whose_course_has_another_folder_since(project):
    folder = project / "courses/first-course"
    (folder / "week-01.md").write_text(new_week_text(Module(week=1, title="Ask")), "utf-8")
    workspace = workspace_of(project)
    wait(workspace)
    workspace.last = Work("Drafting", drafted=("first-course", 1))
    outcome = lambda: str(show(workspace)["parts"]["outcome"])  # noqa: E731
    assert "Open week 1" in outcome()
    assert [(w.course, w.week) for w in workspace.openable()] == [("first-course", 1)]
    folder.rename(folder.with_name("second-course"))
    assert "Open week 1" not in outcome()
    assert workspace.openable() == []
    workspace.close()
