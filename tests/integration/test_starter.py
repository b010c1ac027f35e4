"""The starter articles, feeds.yml and this repository's own course are fit to read and to build from."""

import base64
import hashlib
import importlib.util
import re
import shutil
import sys
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import feedparser
import pytest
import yaml
from lxml import etree, html

from curator.config import Participants, Sources
from curator.model import WORDS_PER_MINUTE, Course, Module
from curator.questions.question_lint import lint_module

ROOT = Path(__file__).parents[2]

_spec = importlib.util.spec_from_file_location("build_starter", ROOT / "docs" / "build_starter.py")
build_starter = importlib.util.module_from_spec(_spec)
sys.modules["build_starter"] = build_starter  # dataclasses look themselves up there
_spec.loader.exec_module(build_starter)
STARTER = ROOT / "curator" / "starter"
COURSE = ROOT / "courses" / "social-learning"
BASE = "https://curator-project.github.io/curator/starter/"
PAGES = sorted(path for path in STARTER.glob("*.html") if path.name != "index.html")
WEEKS = sorted(COURSE.glob("week-*.md"))
CURATED = [path for path in WEEKS if path.name <= "week-04.md"]


def page_of(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_bytes())


def text_of(path: Path) -> str:
    """Return the body text of an article, its headline and byline left out."""
    article = page_of(path).xpath("//article")[0]
    for header in article.xpath("header"):
        article.remove(header)
    return " ".join(article.text_content().split())


def meta(path: Path, name: str) -> str:
    return page_of(path).xpath(f'//meta[@name="{name}"]/@content')[0]


@pytest.fixture(scope="module")
def feed() -> feedparser.FeedParserDict:
    return feedparser.parse(STARTER / "feed.xml")


@pytest.fixture(scope="module")
def course() -> Course:
    written = yaml.safe_load((COURSE / "course.yml").read_text(encoding="utf-8"))
    return Course.model_validate({"slug": COURSE.name, **written})


def module_of(path: Path) -> Module:
    _, front, introduction = path.read_text(encoding="utf-8").split("---\n", 2)
    return Module.model_validate({**yaml.safe_load(front), "introduction": introduction.strip()})


def sources() -> Sources:
    return Sources.model_validate(yaml.safe_load((ROOT / "feeds.yml").read_text(encoding="utf-8")))


# --- the feed ------------------------------------------------------------------------------------


def test_the_feed_is_well_formed_and_holds_enough(feed: feedparser.FeedParserDict) -> None:
    etree.parse(STARTER / "feed.xml", etree.XMLParser(resolve_entities=False))
    assert not feed.bozo
    assert len(feed.entries) >= 16
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)


def test_every_entry_has_its_page_and_every_page_its_entry(feed: feedparser.FeedParserDict) -> None:
    assert {entry.link for entry in feed.entries} == {BASE + path.name for path in PAGES}


def test_the_feed_is_what_the_script_makes_of_the_pages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build_starter.main(["--check"]) == 0
    for path in PAGES[:2]:
        shutil.copy(path, tmp_path)
    assert build_starter.main(["--check"], tmp_path) == 1
    assert "stale" in capsys.readouterr().out
    assert build_starter.main([], tmp_path) == 0
    assert len(feedparser.parse(tmp_path / "feed.xml").entries) == 2
    assert (tmp_path / "index.html").read_text(encoding="utf-8").count("<li>") == 2


def test_the_script_names_the_page_and_what_it_lacks(tmp_path: Path) -> None:
    text = PAGES[0].read_text(encoding="utf-8")
    page = tmp_path / "broken.html"
    page.write_text(re.sub(r'<meta name="author".*\n', "", text), encoding="utf-8")
    with pytest.raises(build_starter.PageError, match=r"broken\.html: no author"):
        build_starter.read_pages(tmp_path)
    page.write_text(re.sub(r'(name="date" content=)"[^"]*"', r'\1"last week"', text), encoding="utf-8")
    with pytest.raises(build_starter.PageError, match="'last week' is not a date"):
        build_starter.read_pages(tmp_path)


def test_dates_lie_in_the_eleven_weeks_and_differ(feed: feedparser.FeedParserDict) -> None:
    days = [date(*entry.published_parsed[:3]) for entry in feed.entries]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) == len(days)
    assert min(days) == date(2026, 9, 7)
    assert max(days) == date(2026, 11, 20)


def test_kinds_are_varied(feed: feedparser.FeedParserDict) -> None:
    kinds = [tag.term for entry in feed.entries for tag in entry.tags if tag.scheme == "kind"]
    assert len(kinds) == len(feed.entries)
    assert {kind: kinds.count(kind) >= 3 for kind in set(kinds)} == {
        "article": True,
        "thread": True,
    }


# --- the pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_agrees_with_its_entry(path: Path, feed: feedparser.FeedParserDict) -> None:
    entry = next(e for e in feed.entries if e.link == BASE + path.name)
    page = page_of(path)
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == entry.title == page.findtext(".//h1")
    assert meta(path, "author") == entry.author == "The curator project"
    assert date.fromisoformat(meta(path, "date")) == date(*entry.published_parsed[:3])
    assert page.xpath("//time/@datetime") == [meta(path, "date")]
    assert meta(path, "description") == entry.summary
    assert page.xpath('//link[@rel="canonical"]/@href') == [entry.link]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_350_to_700_words(path: Path) -> None:
    assert 350 <= len(text_of(path).split()) <= 700


@pytest.mark.parametrize("path", [*PAGES, STARTER / "index.html"], ids=lambda path: path.stem)
def test_a_page_carries_no_script_and_loads_nothing(path: Path) -> None:
    page = page_of(path)
    assert not page.xpath("//script | //iframe | //img | //object | //embed | //form | //base | //@src")
    assert not page.xpath("//@*[starts-with(name(), 'on')] | //@style")
    assert not [link for link in page.xpath("//link") if link.get("rel") not in ("canonical", "alternate")]
    assert "url(" not in "".join(page.xpath("//style/text()"))
    policy = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    assert policy.startswith("default-src 'none'")


def test_the_policy_of_every_page_allows_its_own_style_only() -> None:
    for path in PAGES:
        page = page_of(path)
        style = page.xpath("//style/text()")[0]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
        assert policy == f"default-src 'none'; style-src 'sha256-{digest}'", path.name


def test_no_two_articles_are_alike() -> None:
    """Runs of five words are shared by chance only: below 2 % of the shorter article's."""

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z’']+", text.lower())
        return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}

    shingles = {path.stem: runs(text_of(path)) for path in PAGES}
    for a, b in combinations(shingles, 2):
        shared = len(shingles[a] & shingles[b]) / min(len(shingles[a]), len(shingles[b]))
        assert shared < 0.02, (a, b, shared)


# --- feeds.yml -----------------------------------------------------------------------------------


def test_feeds_yml_names_the_starter_first_and_then_the_public_feeds() -> None:
    written = sources()
    assert written.feeds[0].path == "curator/starter/feed.xml"
    public = [feed.url for feed in written.feeds[1:]]
    assert len(public) >= 14
    assert all(public)
    assert len(set(public)) == len(public)
    assert all(feed.title for feed in written.feeds)


def test_every_public_feed_says_where_its_address_is_attested() -> None:
    lines = (ROOT / "feeds.yml").read_text(encoding="utf-8").splitlines()
    urls = [line for line in lines if line.lstrip().startswith("- url:")]
    assert len(urls) == len(sources().feeds) - 1
    assert all(re.search(r"  # [\w.-]+/[\w.-]+: \S+", line) for line in urls)


def test_the_taxonomy_has_14_to_18_topics_and_feeds_use_no_others() -> None:
    written = sources()
    names = [topic.name for topic in written.tags]
    assert 14 <= len(names) <= 18
    assert len(set(names)) == len(names)
    assert all(topic.about and len(topic.keywords) >= 3 for topic in written.tags)
    assert {tag for feed in written.feeds for tag in feed.tags} <= set(names)


# --- the course ----------------------------------------------------------------------------------


def test_the_course_has_six_weeks_and_somebody_to_turn_to(course: Course) -> None:
    assert len(course.weeks) == 6
    assert all(week.title and week.need and week.keywords for week in course.weeks)
    assert course.start.weekday() == 0, "weeks end on Sundays"
    assert course.guidelines.moderator
    assert course.guidelines.contact
    assert len(course.guidelines.rules) >= 4


def test_participants_yml_and_the_new_course_are_valid() -> None:
    Participants.model_validate(yaml.safe_load((COURSE / "participants.yml").read_text(encoding="utf-8")))
    written = yaml.safe_load((STARTER / "course.yml").read_text(encoding="utf-8"))
    assert Course.model_validate({"slug": "new", **written}).weeks == ()


def test_the_first_four_weeks_are_curated() -> None:
    assert [path.name for path in CURATED] == [f"week-{n:02d}.md" for n in (1, 2, 3, 4)]


@pytest.mark.parametrize("path", CURATED, ids=lambda path: path.stem)
def test_a_curated_week_is_complete(path: Path, course: Course) -> None:
    module = module_of(path)
    assert module.status == "published"
    assert module.title == course.weeks[module.week - 1].title
    assert module.opens is None, "the calendar says it: a changed start moves every week"
    opens, until = (
        course.start + timedelta(weeks=module.week - 1),
        course.start + timedelta(weeks=module.week),
    )
    assert all(opens <= event.starts.date() < until for event in module.connection.events)
    assert "Friday" not in module.objective, "it is read after that Friday, too"
    assert course.items.min <= len(module.content) <= course.items.max
    assert module.minutes <= course.minutes
    assert len({resource.kind for resource in module.content}) >= 2
    assert len(module.conversation) == 3
    assert module.connection.people
    assert module.connection.prompts
    assert 120 <= len(module.introduction.split()) <= 220


@pytest.mark.parametrize("path", CURATED, ids=lambda path: path.stem)
def test_a_week_says_of_its_resources_what_their_pages_say(path: Path, course: Course) -> None:
    topics = {topic.name for topic in sources().tags}
    module = module_of(path)
    for resource in module.content:
        page = STARTER / resource.url.removeprefix(BASE)
        text = text_of(page)
        assert resource.title == page_of(page).findtext(".//title")
        assert resource.author == meta(page, "author")
        assert str(resource.published) == meta(page, "date")
        assert resource.kind == meta(page, "dcterms.type")
        assert resource.minutes == max(1, round(len(text.split()) / WORDS_PER_MINUTE))
        assert resource.excerpt
        assert resource.excerpt in text
        assert resource.note
        assert set(resource.tags) <= topics
        assert resource.published is not None
        assert resource.published < course.start + timedelta(weeks=module.week - 1)


def test_no_resource_stands_in_two_weeks_and_six_are_left_to_choose_from() -> None:
    urls = [resource.url for path in CURATED for resource in module_of(path).content]
    assert len(set(urls)) == len(urls)
    assert len(PAGES) - len(urls) >= 6


@pytest.mark.parametrize("path", CURATED, ids=lambda path: path.stem)
def test_the_questions_pass_the_lint_that_others_have_to_pass(path: Path) -> None:
    module = module_of(path)
    assert lint_module(module.conversation, module.content) == []
    assert all(question.about for question in module.conversation)
