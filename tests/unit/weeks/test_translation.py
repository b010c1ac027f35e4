"""Weeks in other languages: which words they say, what stays, when they are behind, what is wrong with one."""

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import ConfigError
from curator.model import (
    Connection,
    Course,
    Event,
    Module,
    Person,
    Question,
    Resource,
    Thanks,
    TranslatedCourse,
)
from curator.weeks.lint_translation import lint_translation
from curator.weeks.translation import (
    TranslationFile,
    fingerprint,
    parse_translation,
    read_translations,
    skeleton,
    translate_course,
    translate_week,
    untranslated,
)

COURSE = Course(slug="guilds", title="Guilds", need="Learn together", start=date(2026, 11, 23))
EVENT = Event(title="A call", starts=datetime.fromisoformat("2026-11-26T12:00:00+01:00"), where="Room 4")
WEEK = Module(
    week=3,
    title="Asking",
    status="published",
    objective="Ask for one thing.",
    content=(
        Resource(url="https://a.example/1", title="One", author="Ada", note="Read it.", excerpt="So."),
        Resource(url="https://a.example/2", title="Two", author="Bo", note="Then this.", minutes=9),
    ),
    conversation=(Question(id="q1", question="Whom would you ask first?", about=1),),
    connection=Connection(
        people=(Person(name="Ada", about="Asks well."),),
        prompts=("Ask a colleague.",),
        events=(EVENT,),
        thanks=(Thanks(name="Bo", reason="a link"),),
    ),
    introduction="Welcome.",
)
GERMAN = """\
---
translated: "{mark}"
title: Fragen
objective: Um eine Sache bitten.
content:
  - {{url: https://www.a.example/1/, note: Lies das.}}
  - {{url: https://a.example/2, instead: https://de.example/2, title: Zwei, author: Cem, note: Dann das.}}
conversation:
  - {{id: q1, question: Wen würdest du zuerst fragen?}}
connection:
  people: [{{name: Ada, about: Fragt gut.}}]
  prompts: [Frag eine Kollegin.]
  events: [{{starts: 2026-11-26T11:00:00+00:00, title: Ein Gespräch}}]
  thanks: [{{name: Bo, for: einen Link}}]
---
Willkommen.
"""


def read(text: str, name: str = "week-03.de.md") -> TranslationFile:
    return TranslationFile(f"courses/guilds/{name}", "de", 3, parse_translation(text, name))


def german(**changes: str) -> TranslationFile:
    text = GERMAN.format(mark=fingerprint(WEEK))
    for old, new in changes.items():
        text = text.replace(*new) if isinstance(new, tuple) else text.replace(old, new)
    return read(text)


def test_every_word_is_said_and_every_fact_stays():
    said = translate_week(WEEK, german())
    module = said.module
    assert (module.title, module.objective, module.introduction) == (
        "Fragen",
        "Um eine Sache bitten.",
        "Willkommen.",
    )
    assert (module.conversation[0].id, module.conversation[0].about) == ("q1", 1)
    assert module.conversation[0].question == "Wen würdest du zuerst fragen?"
    first, second = module.content
    assert (first.url, first.title, first.author, first.note, first.excerpt) == (
        "https://a.example/1",
        "One",
        "Ada",
        "Lies das.",
        "So.",
    )
    assert (second.url, second.title, second.author, second.minutes) == (
        "https://de.example/2",
        "Zwei",
        "Cem",
        9,
    )
    who = module.connection
    assert who.people[0].about == "Fragt gut."
    assert who.prompts == ("Frag eine Kollegin.",)
    assert (who.events[0].title, who.events[0].starts, who.events[0].where) == (
        "Ein Gespräch",
        EVENT.starts,
        "Room 4",
    )
    assert who.thanks[0].reason == "einen Link"
    assert said.kept == {"resource-1"}, "the title of a page is its author's"
    assert not said.partial
    assert not said.empty
    assert not said.behind


def test_nothing_of_another_page_is_credited_to_the_one_in_its_place():
    text = GERMAN.format(mark="").replace(", author: Cem", "")
    second = translate_week(WEEK, read(text)).module.content[1]
    assert (second.author, second.source, second.excerpt, second.via) == ("", "", "", ())


def test_what_is_left_empty_stays_and_is_told():
    said = translate_week(WEEK, read('---\ntranslated: ""\ntitle: Fragen\nobjective:\n---\n'))
    assert said.module.title == "Fragen"
    assert said.module.introduction == "Welcome."
    assert said.kept >= {
        "objective",
        "introduction",
        "note-1",
        "question-q1",
        "prompts",
        "person-1",
        "event-1",
    }
    assert said.partial


def test_words_that_are_the_originals_count_as_not_translated():
    said = translate_week(WEEK, read("---\ntitle: Asking\n---\nWelcome.\n"))
    assert said.empty
    assert {"title", "introduction"} <= said.kept
    assert untranslated(WEEK, "de") == said


def test_it_is_behind_as_soon_as_a_word_of_the_original_changes_and_not_before():
    found = german()
    assert found.state(WEEK) == "current"
    facts = WEEK.model_copy(update={"status": "draft", "opens": date(2027, 1, 1), "highlights": ()})
    assert found.state(facts) == "current"
    for change in (
        {"title": "To ask"},
        {"objective": ""},
        {"introduction": "Welcome!"},
        {"content": WEEK.content[::-1]},
        {"conversation": ()},
        {"connection": Connection()},
    ):
        assert found.state(WEEK.model_copy(update=change)) == "behind", change
    assert read("---\ntitle: Fragen\n---\n").state(WEEK) == "unsigned"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80).filter(lambda text: "\0" not in text))
def test_what_is_laid_down_can_be_read_and_says_nothing_yet(words):
    week = WEEK.model_copy(update={"title": words, "objective": words, "introduction": words})
    text = skeleton(week, "de").replace("\r\n", "\n").replace("\r", "\n")
    found = read(text)
    assert translate_week(week, found).empty
    assert found.words.thread == "week-03"
    assert found.state(week) == "current"


# --- files ------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "courses" / "guilds"
    place.mkdir(parents=True)
    return place


def found_in(folder: Path, modules=(WEEK,)):
    return read_translations(folder.parents[1], COURSE, modules)


def test_it_goes_along_with_a_week_that_moves(folder):
    (folder / "week-03.de.md").write_text("---\nthread: week-03\ntitle: Fragen\n---\n", "utf-8")
    moved = WEEK.model_copy(update={"week": 4, "thread": "week-03"})
    other = WEEK.model_copy(update={"week": 3, "thread": "week-03b"})
    (found,), problems = found_in(folder, (other, moved))
    assert (found.week, found.misnamed, problems) == (4, True, ())


def test_without_a_name_of_threads_the_number_tells(folder):
    (folder / "week-03.de.md").write_text("---\ntitle: Fragen\n---\n", "utf-8")
    (found,), _ = found_in(folder)
    assert (found.week, found.misnamed) == (3, False)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("week-03.xyz.md", "---\n---\n", "`xyz` is no language"),
        ("week-03.bak.md", "---\n---\n", "`bak` is no language"),
        ("week-03.en.md", "---\n---\n", "the course is in English already"),
        ("week-09.de.md", "---\n---\n", "there is no week 9"),
        ("week-03.de.md", "---\nthread: week-77\n---\n", "there is no week with the threads week-77"),
        ("week-03.de.md", "---\ntitel: Fragen\n---\n", "did you mean `title`?"),
        ("week-03.de.md", "no dashes\n", "begins with a line `---`"),
        ("week-03.de.md", "---\nconversation: [{id: q1}, {id: q1}]\n---\n", "stands twice"),
        (
            "week-03.de.md",
            "---\ncontent: [{url: https://a.example/1, instead: https://b.example}]\n---\n",
            "say what the other page is called",
        ),
        ("week-03.de.md", "---\n<<<<<<< ours\n---\n", "merge-conflict marks"),
        ("week-03.de.md", "---\nintroduction: x\n---\n", "is not a key of the front matter"),
    ],
)
def test_a_bad_one_is_told_with_its_file_and_hides_no_other(folder, name, text, words):
    (folder / name).write_text(text, "utf-8")
    (folder / "week-03.fr.md").write_text("---\ntitle: Demander\n---\n", "utf-8")
    (good,), (problem,) = found_in(folder)
    assert good.language == "fr"
    assert words in str(problem)
    assert name in str(problem)


def test_two_for_one_week_are_told(folder):
    (folder / "week-03.de.md").write_text("---\n---\n", "utf-8")
    (folder / "week-04.de.md").write_text("---\nthread: week-03\n---\n", "utf-8")
    (first,), (problem,) = found_in(folder)
    assert first.file.endswith("week-03.de.md")
    assert "week 3 is translated in courses/guilds/week-03.de.md already" in str(problem)


def test_a_link_out_of_the_project_is_not_followed(folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("---\ntitle: Secret\n---\n", "utf-8")
    (folder / "week-03.de.md").symlink_to(secret)
    found, (problem,) = found_in(folder)
    assert not found
    assert "leads outside the project" in str(problem)


def test_a_course_says_itself_in_another_language():
    course = COURSE.model_copy(update={"about": "About.", "audience": "All"})
    words = TranslatedCourse(title="Gilden", about="Darüber.", rules=("Sei nett.",))
    said = translate_course(course, "de", words)
    assert (said.language, said.title, said.about, said.audience) == ("de", "Gilden", "Darüber.", "All")
    assert said.guidelines.rules == ("Sei nett.",)
    assert translate_course(course, "de", None).title == "Guilds"


# --- lint --------------------------------------------------------------------------------------------


def lint(text: str) -> dict[str, str]:
    rows = lint_translation(COURSE, WEEK, read(text), text, {3: WEEK})
    return {row.rule: f"{row.level}: {row.where}: {row.message}" for row in rows}


def test_a_whole_and_current_translation_is_fine():
    rows = lint(GERMAN.format(mark=fingerprint(WEEK)))
    assert set(rows) <= {"concrete"}, rows


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        ("a.example/1/", "a.example/9", "translation-lost", "no such resource any more"),
        ("id: q1", "id: q7", "translation-lost", "no such question any more (q7)"),
        ("name: Ada", "name: Eve", "translation-lost", "no such person any more (Eve)"),
        ("11:00:00+00:00", "12:00:00+00:00", "translation-lost", "no such event"),
        ("[Frag eine Kollegin.]", "[Eins., Zwei.]", "translation-lost", "2 steps, and the original holds 1"),
        ("Willkommen.", "", "translation-partial", "introduction"),
        ("Willkommen.", "<script>x()</script>", "active-markup", "would run"),
        ("Willkommen.", "[hier](week-77.md)", "dead-link", "There is no week-77"),
        ("Lies das.", "'![](images/a.png)'", "alt-missing", "Describe the picture"),
        ("Wen würdest du zuerst fragen?", "Fragst du zuerst jemanden?", "closed", "question q1"),
    ],
)
def test_what_is_wrong_with_one_is_said_with_its_place(old, new, rule, words):
    text = GERMAN.format(mark=fingerprint(WEEK)).replace(old, new)
    rows = lint(text)
    assert rule in rows, rows
    assert words in rows[rule]


def test_one_that_is_behind_says_how_to_say_that_it_is_not():
    assert "curate translate guilds 3 de --done" in lint(GERMAN.format(mark="0" * 16))["translation-behind"]
    assert "translation-unsigned" in lint(GERMAN.format(mark=""))


def test_an_unknown_key_is_refused_by_the_reader():
    with pytest.raises(ConfigError, match="url"):
        parse_translation("---\ncontent: [{note: x}]\n---\n", "week-03.de.md")
