"""Week files are read strictly, with line numbers, and written so that people like to read them."""

import re
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.errors import ConfigError
from curator.model import (
    Connection,
    Course,
    Dropped,
    Event,
    Module,
    Person,
    Question,
    Resource,
    Thanks,
    Via,
    Why,
)
from curator.weeks.week_file import new_week_text, parse_week, read_week, read_weeks, untouched, week_name
from curator.yamlio.emit import block, flow, mapping, scalar

COURSE = Course(slug="guilds", title="Guilds", need="Learn together", start=date(2026, 11, 23))
HAND = (Path(__file__).parents[2] / "fixtures/course/hand.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "courses" / "guilds"
    place.mkdir(parents=True)
    return place


def write(folder: Path, name: str, text: str, **options: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode(**options))
    return path


def problems_of(text: str, name: str = "week-03.md") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_week(text, f"courses/guilds/{name}")
    return [str(p) for p in caught.value.problems]


def with_line(number: int, line: str) -> str:
    """Replace one line (from 1) of the fixture."""
    lines = HAND.split("\n")
    lines[number - 1] = line
    return "\n".join(lines)


def number_of(start: str) -> int:
    return next(i for i, line in enumerate(HAND.split("\n"), 1) if line.strip().startswith(start))


# --- reading -----------------------------------------------------------------------------------------


def test_a_week_by_hand_is_read(folder: Path) -> None:
    """Comments, quotes, folding, flow and block style all mean what YAML says."""
    module = read_week(write(folder, "week-03.md", HAND), folder.parents[1])
    assert (module.week, module.title, module.status) == (3, "Guilds that last", "published")
    assert module.content[0].note == "Read this first.\n\n# not a comment, a heading\n- and a list\n"
    assert module.content[1].tags == ("guilds", "craft")
    assert module.conversation[1].about == 2
    assert module.connection.thanks == ()
    assert module.introduction == "Welcome back, everybody.\n\n- - -\n\nSee you *there*."
    assert module.minutes == 20


@pytest.mark.parametrize(
    "change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n"), lambda t: t.rstrip()]
)
def test_bom_line_endings_and_a_missing_last_break_do_not_matter(folder: Path, change) -> None:
    root = folder.parents[1]
    plain = read_week(write(folder, "week-03.md", HAND), root)
    assert read_week(write(folder, "week-03.md", change(HAND)), root) == plain


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HAND.replace("id: q3", "id: q1"), number_of("- id: q3"), "needs an id of its own"),
        (HAND.replace("id: q3", "id: connection"), number_of("- id: q3"), "another part of the week"),
        (HAND.replace("id: q3", "id: resource-2"), number_of("- id: q3"), "another part of the week"),
        (HAND.replace("kind: video", "kind: film"), number_of("kind: video"), "choose"),
        (HAND.replace("minutes: 12 ", "minute: 12 "), number_of("minutes: 12"), "did you mean `minutes`"),
        (HAND.replace("opens: 2026-12-07", "opens: 7th of December"), 6, "write it as 2026-11-23$"),
        (
            HAND.replace("opens: 2026-12-07", "opens: 2026-02-30"),
            6,
            "'2026-02-30' is not a date that the calendar",
        ),
        (
            HAND.replace("events: []", "events: [{title: Lunch, starts: 2026-12-10T12:00}]"),
            number_of("events:"),
            "2026-11-23T12:00:00.01:00, with the time zone",
        ),
        (
            HAND.replace('    url: "https://example.org/b"\n', ""),
            number_of("title: The talk"),
            "write its address, or where to find it",
        ),
        (
            HAND.replace("https://example.org/b", "example.org/b"),
            number_of('url: "https'),
            "starting with https://",
        ),
        (HAND.replace("about: 2}", "about: 4}"), number_of("- {id: q2"), "only 3"),
        (
            HAND.replace("- {id: q2", '- {silence: {closd: "it is fine"}, id: q2'),
            number_of("- {id: q2"),
            "did you mean `closed`",
        ),
        (
            HAND.replace("- id: q3\n", "- id: q3\n  silence:\n    long: fine\n    nonsense: fine\n"),
            number_of("- id: q3") + 3,
            "The rules: closed, leading, .*mix",
        ),
        (HAND.replace("    kind: video", "\tkind: video"), number_of("kind: video"), "replace the tab"),
        (HAND.replace("status:", "title: twice\nstatus:"), 5, "keep one"),
        (with_line(4, "title: Guilds: that last"), 4, "a second colon"),
        (with_line(4, "<<<<<<< HEAD"), 4, "delete the marks"),
        (HAND + "\n<<<<<<< HEAD\n=======\n>>>>>>> main\n", HAND.count("\n") + 2, "delete the marks"),
        (HAND.replace("week: 3", "week: 4"), 3, "write `week: 3`, or rename the file to week-04.md"),
        (HAND.replace("status:", "introduction: x\nstatus:"), 5, "move the text below"),
        ("", 1, "delete it"),
        ("week: 3\ntitle: x\n", 1, "two lines `---`"),
        ("---\nweek: 3\ntitle: x\n", 4, "`---`"),
        ("---\n- week\n---\n", 2, "title: ..."),
        ("---\nweek: 3\ntitle: " + "[" * 200_000 + "\n---\n", 2, "right file"),
        ("---\nweek: 3\ntitle:\n" + "- " * 200_000 + "\n---\n", 2, "right file"),
        ("---\n" + "".join(" " * n + "a:\n" for n in range(400)) + "---\n", 2, "right file"),
        ("---\nweek: 3\ntitle: " + "[]" * 200 + "\n---\n", 3, "after a closing quote or bracket"),
        ("---\nweek: 3\ntitle: 2026\n---\n", 3, "quotes"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_its_remedy(text: str, line: int, words: str) -> None:
    told = problems_of(text)
    assert any(t.startswith(f"courses/guilds/week-03.md:{line}:") or f":{line}: " in t for t in told), told
    assert any(re.search(words, t) for t in told), told
    assert all("→" in t for t in told)


def test_all_mistakes_are_told_at_once() -> None:
    text = HAND.replace("kind: video", "kind: film").replace("status: published", "status: out")
    assert len(problems_of(text)) == 2


def test_an_equals_sign_heading_is_no_merge_mark() -> None:
    assert parse_week(HAND + "\nHeading\n=======\n", "week-03.md").week == 3


@pytest.mark.parametrize(("name", "words"), [("week-3.md", "week-03.md"), ("week-xx.md", "week-03.md")])
def test_a_file_is_called_after_its_week(name: str, words: str) -> None:
    assert words in problems_of(HAND, name)[0]


@pytest.mark.parametrize(
    "name", ["Week-03.md", "week-03.MD", "week-03.md.txt", "week-03.txt", "week3.md", "Week 3.md"]
)
def test_what_an_editor_made_of_a_name_is_told_and_not_passed_over(folder: Path, name: str) -> None:
    write(folder, name, HAND)
    weeks, problems = read_weeks(folder.parents[1], COURSE)
    assert not weeks
    (problem,) = problems
    assert str(problem) == f"courses/guilds/{name}: the file of week 3 is called week-03.md → rename it"


@pytest.mark.parametrize(
    "name", ["week-03.md.bak", "week-03.md~", ".week-03.md.swp", "weekly.md", "README.md"]
)
def test_other_files_of_a_folder_are_left_alone(folder: Path, name: str) -> None:
    write(folder, name, HAND)
    assert read_weeks(folder.parents[1], COURSE) == ((), ())


def test_a_bad_week_hides_no_other_and_nothing_is_rewritten(folder: Path) -> None:
    """Every file keeps its bytes; the good weeks are there, in order; each bad one is named."""
    good = HAND.replace("week: 3", "week: 12").replace("- id: q3\n", "- id: extra\n")
    files = {
        "week-03.md": HAND.encode(),
        "week-12.md": good.encode(),
        "week-04.md": HAND.encode(),
        "week-05.md": b"\xff\xfe\x00broken",
        "week-06.md": b"",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "week-07.md").mkdir()
    (folder / "week-08.md").symlink_to(folder.parents[1].parent / "outside.md")
    (folder / "notes.md").write_text("not a week")
    found, problems = read_weeks(folder.parents[1], COURSE)
    assert [m.week for _, m in found] == [3, 12]
    assert sorted({Path(p.file).name for p in problems}) == [f"week-0{n}.md" for n in (4, 5, 6, 7, 8)]
    assert all((folder / name).read_bytes() == data for name, data in files.items())


# --- memory ------------------------------------------------------------------------------------------


def test_a_file_that_did_not_change_is_not_parsed_again(folder: Path, monkeypatch) -> None:
    memory: dict[str, str] = {}
    write(folder, "week-03.md", HAND)
    first = read_weeks(folder.parents[1], COURSE, memory)
    monkeypatch.setattr("curator.weeks.week_file.parse_week", lambda *_: pytest.fail("parsed again"))
    assert read_weeks(folder.parents[1], COURSE, memory) == first
    assert first[1] == ()


@pytest.mark.parametrize("rubbish", ["", "x", "x\n{", 'x\n{"week": 0}'])
def test_a_spoiled_memory_is_no_harm(folder: Path, rubbish: str) -> None:
    write(folder, "week-03.md", HAND)
    memory = {"courses/guilds/week-03.md": rubbish, "courses/guilds/week-09.md": rubbish}
    found, problems = read_weeks(folder.parents[1], COURSE, memory)
    assert [m.week for _, m in found] == [3]
    assert problems == ()


def test_a_published_question_keeps_its_id(folder: Path) -> None:
    """Renaming an id would orphan its comments: the line and the old id are named, until it is back."""
    memory: dict[str, str] = {}
    root = folder.parents[1]
    write(folder, "week-03.md", HAND)
    read_weeks(root, COURSE, memory)
    renamed = HAND.replace("- id: q1\n", "- id: start\n")
    write(folder, "week-03.md", renamed)
    for _ in range(2):
        found, problems = read_weeks(root, COURSE, memory)
        assert found == ()
        assert [(p.line, p.key) for p in problems] == [(number_of("- id: q1"), "conversation.0.id")]
        assert "write `id: q1` again" in problems[0].remedy
    swapped = HAND.replace("id: q1", "id: qx").replace("id: q3", "id: q1").replace("id: qx", "id: q3")
    write(folder, "week-03.md", swapped)
    assert len(read_weeks(root, COURSE, memory)[1]) == 2
    write(folder, "week-03.md", HAND.replace("How would you start", "How would you begin"))
    assert read_weeks(root, COURSE, memory)[1] == ()
    write(
        folder,
        "week-03.md",
        HAND.replace(
            "- id: q1\n  question: How would you start a guild where you work?\n  about: 1\n",
            "- {id: q9, question: Where is the next train?}\n",
        ),
    )
    assert read_weeks(root, COURSE, memory)[1] == ()


def test_an_unpublished_week_may_change_its_ids(folder: Path) -> None:
    memory: dict[str, str] = {}
    root = folder.parents[1]
    write(folder, "week-03.md", HAND)
    read_weeks(root, COURSE, memory)
    write(folder, "week-03.md", HAND.replace("- id: q1\n", "- id: q7\n").replace("published\n", "draft\n"))
    assert read_weeks(root, COURSE, memory)[1] == ()


# --- writing -----------------------------------------------------------------------------------------

texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=200).map(lambda t: t.replace("\r", "\n"))
names = texts.map(str.strip).filter(lambda t: 0 < len(t) < 200)
urls = st.sampled_from(["https://example.org/a?b=c#d", "http://é.example/%20", "https://a.example/{x}"])
modules = st.builds(
    Module,
    week=st.integers(1, 9999),
    title=names,
    status=st.sampled_from(["draft", "published"]),
    opens=st.none() | st.dates(date(1000, 1, 1)),
    objective=texts,
    content=st.lists(
        st.builds(
            Resource,
            url=urls,
            title=names,
            source=texts,
            author=texts,
            published=st.none() | st.dates(date(1000, 1, 1)),
            minutes=st.integers(0, 1000),
            tags=st.lists(texts, max_size=3).map(tuple),
            note=texts,
            excerpt=texts,
            via=st.lists(st.builds(Via, url=urls, source=texts), max_size=2).map(tuple),
            suggested_by=texts,
            why=st.none()
            | st.builds(
                Why,
                score=st.floats(allow_nan=False, allow_infinity=False),
                reasons=st.lists(texts, max_size=2).map(tuple),
            ),
        ),
        max_size=3,
    ).map(tuple),
    conversation=st.lists(
        st.builds(Question, id=st.sampled_from(["q1", "null", "007", "1e5", "on"]), question=names),
        max_size=3,
        unique_by=lambda q: q.id,
    ).map(tuple),
    connection=st.builds(
        Connection,
        people=st.lists(st.builds(Person, name=names, url=st.none() | urls), max_size=2).map(tuple),
        prompts=st.lists(texts, max_size=2).map(tuple),
        events=st.lists(
            st.builds(
                Event,
                title=names,
                starts=st.datetimes(
                    datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
                    timezones=st.sampled_from([timezone.utc, timezone(timedelta(hours=-3.5))]),  # noqa: UP017
                ),
            ),
            max_size=1,
        ).map(tuple),
        thanks=st.lists(st.builds(Thanks, name=names, reason=texts), max_size=2).map(tuple),
    ),
    dropped=st.lists(st.builds(Dropped, url=urls, title=texts), max_size=2).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(modules)
def test_what_is_written_is_read_back(module: Module) -> None:
    """Any module, whatever characters it holds, survives being written and read."""
    text = new_week_text(module)
    back = parse_week(text.replace("\r\n", "\n"), week_name(module.week))
    assert untouched(text)
    assert back.model_copy(update={"drafted": ""}) == module


def test_a_new_week_reads_well() -> None:
    """Keys in their documented order, no needless quotes, long text folded, dates bare."""
    module = Module(
        week=3,
        title="Communities that outlive the course",
        opens=date(2026, 12, 7),
        objective="By Friday you can name one community at work and one step that would help it.",
        content=(
            Resource(
                url="https://example.org/a",
                title="Guilds: a field report",
                source="Example",
                author="Ann Lee",
                published=date(2026, 11, 28),
                minutes=6,
                tags=("communities of practice",),
                excerpt="Groups that learn together " * 8 + "stay together.",
                why=Why(score=0.71, reasons=("close to the need", "keyword: guild")),
            ),
        ),
        conversation=(Question(id="q1", question="Which group would you join, and why?", about=1),),
        connection=Connection(thanks=(Thanks(name="Kim", reason="suggested the article"),)),
        introduction="Hello.\n\nSee you.",
    )
    expected = (Path(__file__).parents[2] / "fixtures/course/new.md").read_text(encoding="utf-8")
    assert new_week_text(module) == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain words", "plain words"),
        ("ends with colon:", '"ends with colon:"'),
        ("a: b", '"a: b"'),
        ('say "x": y', "'say \"x\": y'"),
        ("both ' and \": x", '"both \' and \\": x"'),
        ("no", '"no"'),
        ("012", '"012"'),
        ("1e3", '"1e3"'),
        ("12:30:45", '"12:30:45"'),
        ("2026-12-07", '"2026-12-07"'),
        ("# x", '"# x"'),
        ("", '""'),
        ("@you", '"@you"'),
        ("a, b [c]", "a, b [c]"),
        (date(2026, 12, 7), "2026-12-07"),
        (0.71, "0.71"),
        (True, "true"),
        (None, "null"),
    ],
)
def test_quotes_stand_only_where_they_are_needed(value: object, text: str) -> None:
    assert scalar(value) == text


@given(st.text(max_size=300), st.integers(0, 12))
def test_any_text_survives_any_style(value: str, indent: int) -> None:
    """One line, folded, literal or quoted: PyYAML reads back what was written (lone surrogates excepted)."""
    value = value.encode("utf-8", "replace").decode()
    if "\r" in value:  # a carriage return stands in double quotes, never in a block
        assert "\\r" in scalar(value)
    assert yaml.safe_load(scalar(value)) == value
    assert yaml.safe_load(flow([value, {"k": value}])) == [value, {"k": value}]
    lines = "\n".join(mapping({"k": value, "l": [value, 1]}, indent))
    assert yaml.safe_load(lines) == {"k": value, "l": [value, 1]}
    head, rest = block(value, 0)
    assert yaml.safe_load("\n".join([f"k: {head}", *rest, ""])) == {"k": value}


def test_any_change_shows_in_the_fingerprint() -> None:
    """One character more, and the draft is a person's; another line ending or a BOM is no change."""
    text = new_week_text(Module(week=1, title="One", introduction="Hello"))
    assert untouched(text)
    assert untouched("\ufeff" + text.replace("\n", "\r\n"))
    for place in range(len(text)):
        changed = text[:place] + "x" + text[place:]
        assert not untouched(changed), changed
    assert not untouched(HAND)


# --- time --------------------------------------------------------------------------------------------


def test_a_thousand_weeks_are_read_in_no_time(folder: Path) -> None:
    """With a memory, an unchanged week costs well under a millisecond."""
    resource = Resource(url="https://example.org/a", title="A", note="n " * 100, excerpt="e " * 100)
    module = Module(week=1, title="One", content=(resource,) * 5, introduction="i " * 200)
    memory: dict[str, str] = {}
    text = new_week_text(module)
    for week in range(1, 201):
        write(folder, week_name(week), text.replace("week: 1\n", f"week: {week}\n"))
    read_weeks(folder.parents[1], COURSE, memory)
    started = time.process_time()
    found, problems = read_weeks(folder.parents[1], COURSE, memory)
    assert len(found) == 200
    assert problems == ()
    assert (time.process_time() - started) / 200 < 0.0015
