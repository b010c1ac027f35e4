"""The documentation: it builds as a site of its own, says what the code says, and leads nowhere in vain."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from benchmarks.person import say_why
from curator.comments import provider
from curator.model import Question, Resource
from curator.questions.checks import MAX_WORDS
from curator.questions.question_lint import RULE_NAMES, lint, lint_module
from curator.questions.rules import RULES
from curator.site.content_security import scan

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PROVIDERS = "giscus utterances isso waline remark42 discourse disqus hyvor mastodon".split()


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(page: str) -> list[str]:
    """Return the indented blocks of a page, without their indent."""
    found = re.findall(r"(?m)(?:^(?: {4}.*)?\n)+", page)
    return [re.sub(r"(?m)^ {4}", "", block).strip("\n") for block in found if block.strip()]


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The documentation's site."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder]
    done = subprocess.run(
        [*command, "--config-file", DOCS / "build/mkdocs.yml"],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "NO_MKDOCS_2_WARNING": "1", "HOME": str(folder.parent)},
    )
    assert done.returncode == 0, done.stderr
    return folder


# --- the site -----------------------------------------------------------------------------------------


def test_every_page_is_built_and_in_the_menu(built):
    written = {p.stem for p in DOCS.glob("*.md")} | {"architecture", "changelog", "contributing", "reporting"}
    assert {p.stem for p in built.glob("*.html")} == written | {"404"}
    menu = (built / "index.html").read_text(encoding="utf-8")
    assert not [name for name in written if f'href="{name}.html"' not in menu]


def test_what_stands_at_the_top_of_the_repository_is_written_once(built):
    assert "Which file do I open?" in (built / "architecture.html").read_text(encoding="utf-8")
    assert not (DOCS / "architecture.md").exists()
    assert 'href="architecture.html"' in (built / "contributing.html").read_text(encoding="utf-8")


def test_reading_asks_nobody_else(built):
    for path in built.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert scan(page).problems == (), path.name
        assert page.count('<meta http-equiv="Content-Security-Policy"') == 1, path.name
        assert "'unsafe-inline'" not in page.partition("</head>")[0].replace("&#39;", "'")
    for path in built.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]
)
def test_links_at_the_top_of_the_repository_lead_somewhere(name):
    for address in re.findall(r"\]\(([^)\s#]+)[^)]*\)", (ROOT / name).read_text(encoding="utf-8")):
        assert "://" in address or (ROOT / address).exists(), address


def test_pictures_are_small_and_all_of_them_are_used():
    pages = "".join(path.read_text(encoding="utf-8") for path in [*DOCS.glob("*.md"), ROOT / "README.md"])
    pictures = [p for p in (DOCS / "images").rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in pictures) < 1_000_000
    for picture in pictures:
        assert f"images/{picture.relative_to(DOCS / 'images').as_posix()})" in pages, picture.name
    assert not re.search(r"!\[\]\(", pages), "every picture says in words what it shows"


# --- good questions ------------------------------------------------------------------------------------


def rules_on_the_page() -> dict[str, str]:
    parts = re.split(r"(?m)^### (\w+)$", text("questions.md").partition("## Where the rules")[0])
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_rule_is_explained_in_its_place():
    page = text("questions.md")
    assert tuple(rules_on_the_page()) == RULE_NAMES, "each rule of the code has a section, errors first"
    errors, advice = page.split("## Advice")
    assert re.findall(r"(?m)^### (\w+)$", errors) == [rule.name for rule in RULES if rule.level == "error"]
    assert f"More than {MAX_WORDS} words" in advice


@pytest.mark.parametrize("rule", RULE_NAMES)
def test_the_examples_are_what_the_rules_say(rule):
    """The first example breaks the rule, the second breaks none."""
    page = text("questions.md").replace("\n", " ")
    title, note = re.search(r"called \*(.+?)\*, with the note: \*(.+?)\*", page).groups()
    content = (Resource(url="https://a.example/x", title=title, note=note),)
    part = rules_on_the_page()[rule]
    bad = re.search(r"\*\*Instead of:\*\* (.+)", part)[1]
    good = re.search(r"\*\*Ask:\*\* (.+)", part)[1]
    assert lint(good, content=content) == []
    if rule == "mix":
        questions = [Question(id=f"q{i}", question=q) for i, q in enumerate((bad, good), 1)]
        assert [f.rule for _, f in lint_module(questions[:1], content)] == ["mix"]
        assert lint_module(questions, content) == []
    else:
        assert rule in [found.rule for found in lint(bad, content=content)]


def test_a_rule_can_be_silenced_as_the_page_says():
    (example,) = [block for block in blocks(text("questions.md")) if "silence" in block]
    (question,) = yaml.safe_load(example)["conversation"]
    kept = Question.model_validate(question)
    assert "vague" in [f.rule for f in lint(kept.question)]
    assert "vague" not in [f.rule for _, f in lint_module([kept], [])]


# --- comments ------------------------------------------------------------------------------------------


def test_every_provider_has_its_section_a_picture_and_settings_that_hold():
    page = text("comments.md")
    settings = [yaml.safe_load(block) for block in blocks(page) if "comments:" in block]
    by_name = {one["extra"]["comments"]["provider"]: one["extra"]["comments"] for one in settings}
    assert list(by_name) == [*PROVIDERS, "none"]
    for name in PROVIDERS:
        # What a person fills in is shown with dots.
        given = yaml.safe_load(yaml.safe_dump(by_name[name]).replace("...", "12345"))
        found = provider(given, site_url="https://ada.github.io/course/")
        assert found is not None
        assert f"(images/comments/{name}.webp)" in page
    assert provider(by_name["none"]) is None
    for name in ("isso-thread", "waline-thread"):
        assert f"(images/comments/{name}.webp)" in page


# --- safety --------------------------------------------------------------------------------------------


def test_every_promise_names_tests_that_exist():
    page = text("security.md")
    assert len(re.findall(r"(?m)^### \d\. ", page)) == 9
    for part in re.split(r"(?m)^### ", page)[1:]:
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", part)
        assert named, part.partition("\n")[0]
        for file, name in named:
            tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
            assert any(isinstance(n, ast.FunctionDef) and n.name == name for n in tree.body), (
                f"{file}::{name}"
            )


# --- the ten-minute start --------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["docs/start.md", "README.md"])
def test_the_ten_minute_start_works_as_it_is_written(page, tmp_path, curate, monkeypatch):
    """Every command but the installation and the pages that wait for a person, in order."""
    monkeypatch.chdir(tmp_path)
    written = (ROOT / page).read_text(encoding="utf-8")
    lines = [line.partition("  # ")[0] for block in blocks(written) for line in block.splitlines()]
    done = []
    for line in lines:
        words = re.findall(r'"[^"]*"|\S+', line)
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            (course,) = (folder.name for folder in Path("courses").iterdir())
            only = "feeds:\n  - {path: starter/feed.xml, title: Starter articles}\n"
            Path("feeds.yml").write_text(only, encoding="utf-8")  # the tests have no network
        elif words[:2] == ["curate", "review"]:  # the person's half hour, who publishes there, too
            say_why(Path(), course=course)
            assert curate("publish", course, "1", "--today", "2026-11-23").code == 0
        elif words[0] == "curate" and words[1] not in ("--version", "serve", "feeds"):
            outcome = curate(*(word.strip('"') for word in words[1:]), "--today", "2026-11-23")
            assert outcome.code == 0, line + outcome.out + outcome.err
            done.append(words[1])
    assert done == ["init", "build", "build"]
    assert Path(f"site/{course}/week-01.html").is_file()
    assert Path(f"courses/{course}/week-01.md").is_file()


@pytest.mark.parametrize("page", ["docs/start.md", "README.md"])
def test_a_course_of_one_s_own_comes_first_and_the_example_is_an_aside(page):
    written = (ROOT / page).read_text(encoding="utf-8")
    commands = [line for block in blocks(written) for line in block.splitlines() if line.startswith("curate")]
    assert [line.partition("  #")[0].strip() for line in commands if "--version" not in line][:3] == [
        "curate init my-course",
        "curate build",
        "curate review",
    ]
    assert "--starter" not in "".join(commands)
    assert "single\nweek" in written or "single week" in written


def test_a_newcomer_at_the_weekend_is_told_when_the_week_opens(tmp_path, curate):
    sunday = ("--today", "2026-11-22")
    curate("init", tmp_path / "p", "--starter", "--title", "Learning together", *sunday)
    (tmp_path / "p/feeds.yml").write_text("feeds: [{path: starter/feed.xml}]\n", encoding="utf-8")
    assert curate("build", "-C", tmp_path / "p", *sunday).code == 0
    say_why(tmp_path / "p", course="learning-together")
    told = curate("publish", "learning-together", 1, "-C", tmp_path / "p", *sunday)
    assert "from 2026-11-23 on" in told.out
    built = curate("build", "-C", tmp_path / "p", *sunday)
    assert "opens on Monday, 23 November 2026" in built.out.splitlines()[-1]
    later = curate("publish", "learning-together", 1, "-C", tmp_path / "p", "--today", "2026-11-23")
    assert "opens" not in later.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_set_up_as_it_is_written(shell):
    assert f"_CURATE_COMPLETE={shell}_source curate" in text("start.md")
    done = subprocess.run(
        [sys.executable, "-c", "from curator.cli import main; main()"],
        env={"_CURATE_COMPLETE": f"{shell}_source", "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert "curate" in done.stdout
    assert done.returncode == 0
