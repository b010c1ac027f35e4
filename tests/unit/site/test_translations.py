"""The pages' own words: every language says all of them, and what is missing stays English."""

import dataclasses
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as parser
from markupsafe import Markup
from site_fixture import ROOT, generate_all, lay, read

from curator.config import load_project
from curator.errors import ConfigError
from curator.model import CourseWeek, Module
from curator.site import course_pages, downloads, feeds_out, hub, page_renderer
from curator.site.mail import letter
from curator.site.translations import DAYS, MONTHS, ON, UNTIL, Words, words

CATALOGUES = ROOT / "site_template" / "words"
LANGUAGES = ("ar", "de", "es", "fr", "he", "it", "ja", "nl", "pl", "pt")
TEXT = r'\(\s*"((?:[^"\\]|\\.)*)"'


def said_by_pages() -> set[str]:
    """Every text that templates and code say in a course's language."""
    found = {
        *page_renderer.THEME,
        *page_renderer.RULES,
        *page_renderer.KINDS.values(),
        *page_renderer.ROLES.values(),
        *course_pages.PEOPLE.values(),
    }
    found |= {
        *downloads.LABELS.values(),
        *MONTHS,
        *DAYS,
        *UNTIL,
        *ON,
        *hub.PAGES,
        *(link.label for link in feeds_out.LINKS),
    }
    templates = [
        *(ROOT / "site_template" / "pages").glob("*.j2"),
        *(ROOT / "site_template" / "mail").glob("*.j2"),
        *(ROOT / "curator" / "exports" / "templates").glob("*.j2"),
        *(ROOT / "curator" / "exports").glob("*.py"),
    ]
    for source in [*templates, *(ROOT / "curator" / "site").glob("*.py")]:
        text = source.read_text("utf-8")
        found |= set(re.findall(rf"\b(?:t|say|title){TEXT}", text))
        found |= set(re.findall(r'\bwords="([^"]*)"', text))
        for one, many in re.findall(r'\bt\.count\([^"]*"([^"]*)", "([^"]*)"', text):
            found |= {one, many}
    return found


def said_by_scripts() -> set[str]:
    scripts = (ROOT / "site_template" / "assets").rglob("*.js")
    return {
        text for file in scripts for text in re.findall(rf"\b(?:say|parts){TEXT}", file.read_text("utf-8"))
    }


def said_by_the_theme() -> set[str]:
    overrides = (ROOT / "site_template" / "overrides").rglob("*.html")
    return {
        text
        for file in overrides
        for text in re.findall(r"""\bsay\.t\(["'](.*?)["']\)""", file.read_text("utf-8"))
    }


def test_the_texts_are_found_at_all():
    assert len(said_by_pages()) > 150
    assert len(said_by_scripts()) > 45
    assert said_by_the_theme() == set(page_renderer.THEME)


def test_learners_are_spoken_to_in_words_that_they_know():
    """The words of those who make the pages stay with them; the preview is theirs."""
    ours = re.compile(r"\b(resources?|curators?|curator’s|OPML|programs?|modules?)\b", re.IGNORECASE)
    said = said_by_pages() | said_by_scripts() | said_by_the_theme()
    theirs = {"Only the curator’s preview shows this page; learners do not see it."}
    assert {text for text in said - theirs if ours.search(re.sub(r"{\w+}", "", text))} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_and_nothing_else(language):
    known = read_yaml((CATALOGUES / f"{language}.yml").read_text("utf-8"))
    assert set(known) == {"pages", "script"}
    assert set(known["pages"]) == said_by_pages()
    assert set(known["script"]) == said_by_scripts()
    for text, said in [*known["pages"].items(), *known["script"].items()]:
        assert said.strip(), text
        assert sorted(re.findall(r"{\w+}", said)) == sorted(re.findall(r"{\w+}", text)), text


def test_every_catalogue_is_one_of_these():
    assert sorted(path.stem for path in CATALOGUES.iterdir()) == sorted(LANGUAGES)


def test_a_region_speaks_its_language_and_an_unknown_language_english():
    assert words(CATALOGUES, "de-AT").say("Content") == "Inhalt"
    assert words(CATALOGUES, "en-GB").say("Content") == "Content"
    assert words(CATALOGUES, "tlh").say("Week {n}", n=3) == "Week 3"


def test_a_word_that_is_missing_stays_english(tmp_path):
    (tmp_path / "it.yml").write_text("pages: {Content: Contenuto}\n", "utf-8")
    italian = words(tmp_path, "it")
    assert (italian.say("Content"), italian.say("Connection")) == ("Contenuto", "Connection")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("pages: [Content]", "pages"),
        ("pags: {}", "pags"),
        ("- Content", "is not known"),
        ("pages: {Content: 3}", "pages.Content"),
        ('pages: {"Week {n}": "Semana {m}"}', "use {n}"),
        ("pages: {a", "is not YAML"),
    ],
)
def test_a_catalogue_that_is_none_is_refused_with_its_place(tmp_path, text, about):
    (tmp_path / "it.yml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        words(tmp_path, "it")
    assert "site_template/words/it.yml" in str(caught.value)
    assert about in str(caught.value)


def test_dates_follow_the_language():
    day = date(2026, 3, 5)
    said = {
        language: words(CATALOGUES, language).date(day) for language in ("en", "de", "es", "fr", "ja", "pl")
    }
    assert said == {
        "en": "5 March 2026",
        "de": "5. März 2026",
        "es": "5 de marzo de 2026",
        "fr": "5 mars 2026",
        "ja": "2026年3月5日",
        "pl": "5 marca 2026",
    }
    tuesday = {language: words(CATALOGUES, language).on(date(2026, 3, 3)) for language in ("en", "de", "pl")}
    assert tuesday == {"en": "on Tuesday", "de": "am Dienstag", "pl": "we wtorek"}
    assert words(CATALOGUES, "pl").until(date(2026, 3, 8)) == "do niedzieli"
    when = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
    assert words(CATALOGUES, "fr").moment(when) == "jeudi 5 mars 2026, 09:30 UTC"
    assert words(CATALOGUES, "en").moment(when, "Europe/London") == "Thursday, 5 March 2026, 09:30 (London)"
    assert words(CATALOGUES, "en").moment(when, "Europe/Berlin").endswith("09:30 UTC"), (
        "not the course's time"
    )
    assert words(CATALOGUES, "ar").moment(when).endswith("\u200e09:30\u200e (\u200eUTC\u200e)"), (
        "each for itself"
    )


@given(st.text(max_size=40))
def test_what_is_put_in_is_encoded_and_what_is_markup_is_not(value):
    page = Words("xx", pages={"by {name}": "<b>*von* {name}"})
    said = page("by {name}", name=value)
    assert "<" not in said
    assert "*" not in said
    assert page("by {name}", name=Markup("<i>x</i>")).endswith("<i>x</i>")


def test_directions():
    assert [Words(name).direction for name in ("en", "ar", "fa-IR", "he", "de")] == [
        "ltr",
        "rtl",
        "rtl",
        "rtl",
        "ltr",
    ]


def _german(root: Path) -> Path:
    """The fixture project with its first course in German."""
    lay(root)
    courses = root / "courses"
    source = courses.resolve()
    courses.unlink()
    for file in source.rglob("*"):
        if file.is_file():
            target = courses / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_text("utf-8")
            target.write_text(
                text.replace("language: en", "language: de") if "hard" in str(file) else text, "utf-8"
            )
    return root


@pytest.fixture(scope="module")
def german(tmp_path_factory):
    root = _german(tmp_path_factory.mktemp("german") / "project")
    project = load_project(root)
    generate_all(project, read(project), root / "out", today=date(2026, 11, 14))
    return root / "out"


def test_a_course_speaks_its_language_and_links_stay_where_they_were(german):
    page = (german / "hard-conversations" / "docs" / "week-01.md").read_text("utf-8")
    for text in (
        "## Inhalt {: #content }",
        "## Gespräch {: #conversation }",
        "Woche 1 von 4",
        "2&#46; November 2026",
    ):
        assert text in page
    left = re.findall(r">(Content|Conversation|Connection|Next|Why this was chosen|People to meet)<", page)
    assert left == []
    config = yaml.safe_load((german / "hard-conversations" / "mkdocs.yml").read_text("utf-8"))
    assert config["theme"]["language"] == "de"
    assert "direction" not in config["theme"]
    assert config["nav"][0] == {"Überblick": "index.md"}
    own = config["extra"]["curator"]
    assert own["words"]["Search"] == "Suche"
    assert "Link kopieren" in own["script"]
    assert "<title>Woche 2: " in (german / "hard-conversations" / "docs" / "atom.xml").read_text("utf-8")


def test_the_hub_of_courses_in_several_languages_is_english_and_right_to_left_is_said(german):
    hub_config = yaml.safe_load((german / "hub" / "mkdocs.yml").read_text("utf-8"))
    assert hub_config["theme"]["language"] == "en"
    assert "words" not in hub_config["extra"]["curator"]
    arabic = yaml.safe_load((german / "many-tongues" / "mkdocs.yml").read_text("utf-8"))
    assert (arabic["theme"]["language"], arabic["theme"]["direction"]) == ("ar", "rtl")


# --- what is read outside of pages ----------------------------------------------------------------------

THING = {"title": "Qux", "url": "https://qux.test/", "archived": "https://qux.test/old"}
WEEK = {
    "week": 1,
    "title": "Qux",
    "status": "published",
    "objective": "Qux.",
    "content": [
        {**THING, "source": "Qux", "author": "Qux", "kind": "podcast", "minutes": 1, "excerpt": "Qux"}
    ],
    "conversation": [{"id": "q1", "question": "Qux?"}],
    "connection": {
        "people": [{"name": "Qux", "url": "https://qux.test/"}],
        "prompts": ["Qux."],
        "posts": [{"title": "Qux", "url": "https://qux.test/1", "by": "Qux"}],
        "events": [{"title": "Qux", "starts": "2026-11-19T12:00:00+01:00", "minutes": 45}],
        "thanks": [{"name": "Qux", "for": "Qux"}, {"name": "Qux"}],
    },
    "introduction": "Qux.",
}
NAMES = {"qux", "curator", "utc", "rss", "json", "opml", "atom"}


def read_yaml(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)  # long files, and ten times as fast


def spoken(*texts: str) -> set[str]:
    """Every word of some texts, but for addresses."""
    return set(
        re.findall(
            r"[^\W\d_]+",
            re.sub(r"\b(https?:|mailto:)\S+", " ", " ".join(texts)).replace("Qux", " Qux ").lower(),
        )
    )


@pytest.fixture(scope="module", params=LANGUAGES)
def speaking(request, tmp_path_factory):
    """A project whose people say nothing but Qux: (project, week, folder of generated files, the language's words)."""
    project = lay(tmp_path_factory.mktemp(request.param) / "project")
    said = {
        "title": "Qux",
        "need": "Qux",
        "audience": "Qux",
        "weeks": (),
        "people": (),
        "language": request.param,
    }
    course = project.courses[0].model_copy(update=said)
    site = project.site.model_copy(update={"site_name": "Qux", "site_url": "https://qux.test/learn"})
    silent = project.sources.model_copy(update={"feeds": (), "tags": ()})
    project = dataclasses.replace(project, courses=(course,), site=site, sources=silent, participants={})
    week = CourseWeek(course, Module.model_validate(WEEK), "week-01.md")
    generate_all(project, (week,), project.root / "out", today=date(2026, 11, 14))
    known = read_yaml((CATALOGUES / f"{request.param}.yml").read_text("utf-8"))
    return (
        project,
        week,
        project.root / "out",
        spoken(*(re.sub(r"{\w+}", " ", said) for said in known["pages"].values())) | NAMES,
    )


def test_a_mail_says_no_word_of_another_language(speaking):
    project, week, _, known = speaking
    mail = letter(project, week.course, week.module, date(2026, 11, 9), unsubscribe="https://qux.test/stop")
    body = parser.document_fromstring(mail.html).find("body")
    assert spoken(mail.subject) <= known
    assert spoken(mail.text) <= known
    assert spoken(*body.itertext()) <= known
    assert len(spoken(mail.text)) > 15


def test_feeds_calendars_and_lists_of_people_say_no_word_of_another_language(speaking):
    _, week, generated, known = speaking
    found = {}
    for folder in (generated / "hub" / "docs", generated / week.course.slug / "docs"):
        calendar = (folder / "calendar.ics").read_text("utf-8").replace("\r\n ", "")
        found["calendar"] = re.findall(r"^(?:SUMMARY|DESCRIPTION|X-WR-CALNAME):(.*)$", calendar, re.M)
        for file in folder.glob("*.opml"):
            lists = etree.fromstring(file.read_bytes())
            found[file.name] = [lists.findtext("head/title"), *lists.xpath("//@text")]
        feed = json.loads((folder / "feed.json").read_bytes())
        bodies = [
            text for item in feed["items"] for text in parser.fromstring(item["content_html"]).itertext()
        ]
        found["feed"] = [feed["title"], *(item["title"] for item in feed["items"]), *bodies]
        for name, texts in found.items():
            assert texts, name
            assert spoken(*texts) <= known, f"{folder}: {name}"
    assert {"people.opml", "week-01.opml"} <= set(found)
