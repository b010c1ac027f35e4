"""Small projects whose sites went wrong, built as a person would build them; each case says why in why.txt."""

import html
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from benchmarks.person import say_why
from curator.app.scaffold import NewCourse, lay_down

DAY = date(2026, 11, 23)
HOME = "https://example.org/people/learn/"
WEEKS = "courses/c1/week-*.md"


@pytest.fixture
def case(shared: Path, tmp_path: Path):
    """Lay a case down in a project of its own, published at `address`."""

    def lay(name: str, *, address: str = HOME) -> Path:
        files = shared / "cases" / "site" / name
        if not files.is_dir():
            pytest.skip(f"the case {name} is not beside this checkout")
        root = tmp_path / "project"
        lay_down(root, NewCourse("Learning"), site_url=address, today=DAY)
        shutil.rmtree(root / "courses")
        shutil.copytree(files / "courses", root / "courses")
        shutil.copy(files / "feeds.yml", root) if (files / "feeds.yml").exists() else None
        return root

    return lay


@pytest.fixture(params=["mkdocs", "zensical"])
def engine(request):
    """Say which engine draws the site, as one types it: what a case asks for holds on both."""
    return "--engine", request.param


def page_of(root: Path, name: str) -> str:
    """Read a page of the site with its entities as the marks that they stand for."""
    return html.unescape((root / "site" / name).read_text("utf-8"))


def weeks_of(case_folder: Path, root: Path) -> None:
    """Put other week files in the place of those of course c1."""
    for old in root.glob(WEEKS):
        old.unlink()
    for new in case_folder.glob("week-*.md"):
        shutil.copy(new, root / "courses/c1")


def ids(root: Path) -> dict[str, list[str]]:
    """Collect what names the weeks in all that can be followed."""
    folder = root / "site/c1"
    texts = {name: (folder / name).read_text("utf-8") for name in ("atom.xml", "rss.xml", "calendar.ics")}
    feed = json.loads((folder / "feed.json").read_text("utf-8"))
    hub = re.findall(r"<id>(.*?)</id>", (root / "site/atom.xml").read_text("utf-8"))
    return {
        "atom": re.findall(r"<id>(.*?)</id>", texts["atom.xml"]),
        "rss": re.findall(r"<guid[^>]*>(.*?)</guid>", texts["rss.xml"]),
        "json": [item["id"] for item in feed["items"]],
        "calendar": re.findall(r"^UID:(.*?)\r?$", texts["calendar.ics"], re.M),
        "hub": hub,
    }


# --- names that last -----------------------------------------------------------------------------------


def test_a_new_address_makes_no_week_new(case, curate, engine):
    root = case("address-changes-ids", address="https://ada.github.io/course/")
    assert curate("site", "-C", root, "--today", DAY, *engine).code == 0
    before = ids(root)
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("https://ada.github.io/course/", "https://learn.example.org/")
    settings.write_text(text, "utf-8")
    assert curate("site", "-C", root, "--today", DAY, *engine).code == 0
    assert ids(root) == before
    assert all(before.values())


@pytest.mark.parametrize("forgetful", [False, True])
@pytest.mark.parametrize(
    ("change", "told"), [("moved", ("3",)), ("inserted", ("2", "3")), ("swapped", ("2", "3"))]
)
def test_questions_that_would_lose_their_answers_are_refused(
    case, shared, curate, change, told, forgetful, engine
):
    root, files = case("insert-or-swap-week"), shared / "cases/site/insert-or-swap-week"
    weeks_of(files / "before", root)
    assert curate("site", "-C", root, "--today", DAY, *engine).code == 0
    if forgetful:
        shutil.rmtree(root / ".curator")
    weeks_of(files / change, root)
    outcome = curate("site", "-C", root, "--today", "2026-12-23", *engine)
    assert outcome.code == 2
    for week in told:
        assert f"these questions were published as week {week}" in outcome.err
    assert "thread: week-" in outcome.err


def test_an_insertion_that_is_meant_says_so_and_takes_the_answers_along(case, shared, curate, engine):
    root, files = case("insert-or-swap-week"), shared / "cases/site/insert-or-swap-week"
    weeks_of(files / "before", root)
    curate("site", "-C", root, "--today", DAY, *engine)
    weeks_of(files / "inserted", root)
    for number, thread in ((2, "week-02b"), (3, "week-02"), (4, "week-03")):
        path = root / f"courses/c1/week-{number:02d}.md"
        text = path.read_text("utf-8").replace("status: published", f"status: published\nthread: {thread}")
        path.write_text(text, "utf-8")
    outcome = curate("site", "-C", root, "--today", "2026-12-23", *engine)
    assert outcome.code == 0, outcome.err
    assert 'data-thread="c1/week-02/q1"' in page_of(root, "c1/week-03.html")
    assert 'data-thread="c1/week-02b/q1"' in page_of(root, "c1/week-02.html")


def test_a_week_that_moved_leaves_a_page_that_leads_on(case, shared, curate, engine):
    root, files = case("insert-or-swap-week"), shared / "cases/site/insert-or-swap-week"
    weeks_of(files / "before", root)
    curate("site", "-C", root, "--today", DAY, *engine)
    weeks_of(files / "moved", root)
    week = root / "courses/c1/week-05.md"
    week.write_text(week.read_text("utf-8").replace("week: 5", "week: 5\nthread: week-03"), "utf-8")
    assert curate("site", "-C", root, "--today", "2026-12-23", *engine).code == 0
    old = (root / "site/c1/week-03.html").read_text("utf-8")
    assert 'href="week-05.html"' in old
    assert "Content-Security-Policy" in old
    assert 'data-thread="c1/week-03/q1"' in page_of(root, "c1/week-05.html")


@pytest.mark.parametrize("forgetful", [False, True])
def test_a_renamed_course_is_noticed_and_goes_on_under_its_id(case, curate, forgetful, engine):
    root = case("rename-course")
    assert curate("site", "-C", root, "--today", DAY, *engine).code == 0
    before = ids(root)
    if forgetful:
        shutil.rmtree(root / ".curator")
    (root / "courses/c1").rename(root / "courses/feedback")
    outcome = curate("site", "-C", root, "--today", DAY, *engine)
    assert outcome.code == 2
    assert outcome.err.count("id: c1") == 1, "told once"
    with (root / "courses/feedback/course.yml").open("a", encoding="utf-8") as file:
        file.write("id: c1\n")
    assert curate("site", "-C", root, "--today", DAY, *engine).code == 0
    page = page_of(root, "feedback/week-01.html")
    assert 'data-thread="c1/week-01/q1"' in page
    old = (root / "site/c1/week-01.html").read_text("utf-8")
    assert 'href="../feedback/week-01.html"' in old
    assert (root / "site/c1/atom.xml").read_bytes() == (root / "site/feedback/atom.xml").read_bytes()
    assert ids(root) == before


def test_a_copied_course_needs_an_id_of_its_own(case, curate, engine):
    root = case("rename-course")
    with (root / "courses/c1/course.yml").open("a", encoding="utf-8") as file:
        file.write("id: 4f2c9a1e\n")
    shutil.copytree(root / "courses/c1", root / "courses/again")
    outcome = curate("site", "-C", root, "--today", DAY, *engine)
    assert outcome.code == 2
    assert '"4f2c9a1e" is the id of courses/again, too' in outcome.err


def test_a_damaged_record_is_told_with_a_remedy(case, curate):
    root = case("rename-course")
    (root / "courses/published.json").write_text("<<<<<<< HEAD\n{}", "utf-8")
    outcome = curate("site", "-C", root, "--today", DAY)
    assert outcome.code == 2
    assert "git checkout -- courses/published.json" in outcome.err


# --- the calendar --------------------------------------------------------------------------------------


def test_a_week_counts_from_the_week_before_it(case, curate, engine):
    root = case("holiday-week")
    assert curate("site", "-C", root, "--today", DAY, *engine).code == 0
    assert (root / "site/c1/week-03.html").exists()
    assert not (root / "site/c1/week-04.html").exists()
    assert "30 November 2026" in (root / "site/c1/index.html").read_text("utf-8")
    days = re.findall(r"^DTSTART;VALUE=DATE:(\d+)", (root / "site/c1/calendar.ics").read_text("utf-8"), re.M)
    assert days[2:4] == ["20261123", "20261130"]


def test_a_holiday_in_a_planned_course_moves_what_comes_after_it(case, shared, curate, engine):
    root = case("holiday-week")
    for file in (root / "courses/c1").glob("week-0[34].md"):
        file.unlink()
    for file in (shared / "cases/site/holiday-week/variant").iterdir():
        shutil.copy(file, root / "courses/c1")
    outcome = curate("build", "-C", root, "--today", "2027-01-05", "--json", *engine)
    assert [week["week"] for week in outcome.json["weeks"]] == [4], outcome.err
    text = (root / "courses/c1/week-04.md").read_text("utf-8")
    assert "opens:" not in text
    assert "11 January 2027" in (root / "site/c1/index.html").read_text("utf-8")


def test_a_changed_start_moves_a_week_that_was_drafted_and_published(shared, tmp_path, curate, engine):
    root, day = tmp_path / "project", "2026-11-28"
    need = (
        "Colleagues need to ask and answer well, to say what went wrong and to learn from each other at work"
    )
    lay_down(root, NewCourse("Learning together", need), today=date(2026, 11, 28))
    shutil.copy(shared / "cases/site/start-changed-after-draft/feeds.yml", root)
    assert curate("build", "-C", root, "--today", day, *engine).code == 0
    say_why(root, course="learning-together")
    assert curate("publish", "learning-together", 1, "-C", root, "--today", day).code == 0
    assert not (root / "site/learning-together/week-01.html").exists()
    course = root / "courses/learning-together/course.yml"
    course.write_text(re.sub(r"(?m)^start: .*", "start: 2026-11-23", course.read_text("utf-8")), "utf-8")
    assert curate("build", "-C", root, "--today", day, *engine).code == 0
    assert (root / "site/learning-together/week-01.html").exists()


def test_doctor_says_that_a_week_opens_between_two_publishings(case, curate):
    root = case("opens-on-another-day", address="")
    checks = curate("doctor", "-C", root, "--today", DAY, "--json").json["checks"]
    (told,) = [c for c in checks if c["area"] == "schedule" and "c1" in c["message"]]
    assert "Wednesday" in told["message"]
    assert "5 days late" in told["message"]
    assert 'cron: "23 5 * * 3"' in told["remedy"]


# --- what is typed -------------------------------------------------------------------------------------


def test_a_value_that_would_lose_its_end_is_told_with_its_line(case, curate, engine):
    outcome = curate("site", "-C", case("hash-in-a-value"), "--today", DAY, *engine)
    assert outcome.code == 2
    for line in (3, 7, 10):
        assert f"courses/c1/week-01.md:{line}" in outcome.err
    assert "quotes" in outcome.err


# --- comments ------------------------------------------------------------------------------------------


def test_no_thread_of_utterances_is_found_by_the_name_of_another(case, shared, curate, engine):
    root = case("utterances-contains")
    settings = (root / "mkdocs.yml").read_text("utf-8")
    settings = re.sub(r"(?ms)^  comments:\n(?:    .*\n)*", "", settings)
    settings = settings.replace(
        "extra:\n", "extra:\n  comments: {provider: utterances, repo: ada/course}\n", 1
    )
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    assert curate("site", "-C", root, "--today", DAY, *engine).code == 0
    terms = [
        term
        for course in ("learning", "social-learning")
        for term in re.findall(
            r'data-issue-term="([^"]+)"', (root / f"site/{course}/week-01.html").read_text("utf-8")
        )
    ]
    assert len(terms) == 2
    assert not any(one in other for one in terms for other in terms if one != other)


# --- one Markdown --------------------------------------------------------------------------------------


def test_a_link_leads_to_a_question_on_both_engines(case, curate, engine):
    root = case("link-to-a-question")
    outcome = curate("site", "-C", root, "--today", DAY, *engine)
    assert outcome.code == 0, outcome.err
    page = page_of(root, "c1/week-03.html")
    assert 'href="week-02.html#q1"' in page
    assert 'href="#q1"' in page
    assert 'id="q1"' in page_of(root, "c1/week-02.html")
    assert "broken" not in outcome.out


def test_page_feeds_and_mail_speak_one_markdown(case, curate, engine):
    root = case("feed-and-mail-markdown")
    assert curate("site", "-C", root, "--today", DAY, *engine).code == 0
    assert curate("digest", "c1", 3, "-C", root, "--today", DAY).code == 0
    page = page_of(root, "c1/week-03.html")
    feeds = [
        html.unescape((root / "site/c1" / name).read_text("utf-8").replace("\\", ""))
        for name in ("atom.xml", "rss.xml", "feed.json")
    ]
    mail = (root / "digests/c1/week-03.html").read_text("utf-8")
    for text in (page, *feeds, mail):
        assert "<table" in text
        assert "<pre" in text
        assert "Mind</p>" in text
        assert re.search(r'<h2[^>]* id="own"', text)
        assert "!!!" not in text
        assert "{: #own" not in text
        assert 'href="week-02.md"' not in text
    assert page.count('href="week-02.html"') >= 2
    whole = f'href="{HOME}c1/week-02.html"'
    for text in (*feeds, mail):
        assert text.count(whole) >= 2
    plain = (root / "digests/c1/week-03.eml").read_text("utf-8")
    assert "week-02.md" not in plain
    assert f"last week <{HOME}c1/week-02.html>" in " ".join(plain.replace("=\n", "").split())
