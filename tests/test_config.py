"""What people typed: every mistake in one report, with file, line, key and remedy; nothing is written."""

import pytest

from curator.config import load_project, parse_yaml, read_site
from curator.errors import ConfigError

COURSE = "courses/first-course/course.yml"

MISTAKES = {
    "not yaml": ("feeds.yml", "feeds: [a\n", "feeds.yml:2: not valid YAML"),
    "unknown key": (
        "feeds.yml",
        "feeds: []\nfeds: []\n",
        "feeds.yml:2: feds: is not a key that curator knows",
    ),
    "unknown key, near miss": (
        "feeds.yml",
        "feeds:\n- {url: 'https://a.example/f', titel: x}\n",
        "did you mean `title`?",
    ),
    "wrong type": ("feeds.yml", "feeds: 3\n", "feeds.yml:1: feeds: is not a list"),
    "no address": (
        "feeds.yml",
        "feeds:\n- {title: x}\n",
        "feeds.yml:2: feeds.0: a feed has one of url and path",
    ),
    "strange address": (
        "feeds.yml",
        "feeds:\n- url: javascript:alert(1)\n",
        "write it in full, starting with https://",
    ),
    "outside the project": ("feeds.yml", "feeds:\n- path: ../../etc/passwd\n", "is outside the project"),
    "the same feed twice": (
        "feeds.yml",
        "feeds:\n- url: https://a.example/f\n- url: https://a.example/f\n",
        "feeds.yml:3: feeds.1: the same feed as feeds.0",
    ),
    "a key twice": ("feeds.yml", "feeds: []\nfeeds: []\n", "feeds.yml:2: feeds: the key stands twice"),
    "a tab": ("feeds.yml", "feeds:\n\t- url: x\n", "feeds.yml:2: a tab in the indentation"),
    "merge marks": (
        "feeds.yml",
        "<<<<<<< mine\nfeeds: []\n=======\n>>>>>>> theirs\n",
        "feeds.yml:1: merge-conflict",
    ),
    "a tag twice": ("feeds.yml", "tags:\n- name: a\n- name: A\n", "feeds.yml:3: tags.1.name"),
    "bad size": ("feeds.yml", "pull:\n  max_bytes: lots\n", "feeds.yml:2: pull.max_bytes"),
    "bad date": (COURSE, "title: a\nneed: b\nstart: soon\n", f"{COURSE}:3: start: 'soon' is not a date"),
    "missing key": (COURSE, "title: a\nneed: b\n", f"{COURSE}:1: start: is missing"),
    "bad choice": (
        COURSE,
        "title: a\nneed: b\nstart: 2026-11-23\npublish: now\n",
        "choose 'review' or 'auto'",
    ),
    "min over max": (
        COURSE,
        "title: a\nneed: b\nstart: 2026-11-23\nitems: {min: 5, max: 2}\n",
        "min is larger",
    ),
    "a list for a text": (COURSE, "title: [a]\nneed: b\nstart: 2026-11-23\n", "put it in quotes"),
    "slug in the file": (
        COURSE,
        "slug: x\ntitle: a\nneed: b\nstart: 2026-11-23\n",
        "decided by the folder's name",
    ),
    "latin-1": (COURSE, "title: caf\udce9\n", f"{COURSE}:1: not UTF-8 text"),
    "no such provider setting": (
        "mkdocs.yml",
        "site_name: x\nextra: {comments: {provider: gisqus}}\n",
        "gisqus",
    ),
    "mkdocs.yml broken": ("mkdocs.yml", "site_name: [x\n", "mkdocs.yml:2: not valid YAML"),
    "week without a title": (
        "courses/first-course/week-01.md",
        "---\nweek: 1\n---\n",
        "courses/first-course/week-01.md:2: title: is missing",
    ),
    "week with a bad address": (
        "courses/first-course/week-01.md",
        "---\nweek: 1\ntitle: a\ncontent:\n- {url: nowhere, title: b}\n---\n",
        "courses/first-course/week-01.md:5: content.0.url: not a web address",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_place_and_remedy_and_nothing_is_written(name, project, curate):
    file, text, message = MISTAKES[name]
    (project / file).write_bytes(text.encode("utf-8", "surrogateescape"))
    before = {p: p.read_bytes() for p in project.rglob("*") if p.is_file() and ".curator" not in p.parts}
    outcome = curate("build", "-C", project, "--today", "2026-11-23")
    assert outcome.code == 2
    assert message in outcome.err
    assert "Traceback" not in outcome.err
    assert {
        p: p.read_bytes() for p in project.rglob("*") if p.is_file() and ".curator" not in p.parts
    } == before


def test_mistakes_of_all_files_come_at_once(project, curate):
    (project / "feeds.yml").write_text("feeds:\n- {url: x}\n- {titel: y}\n", encoding="utf-8")
    (project / COURSE).write_text("title: a\nwords: 3\n", encoding="utf-8")
    (project / "courses/first-course/week-01.md").write_text("no front matter", encoding="utf-8")
    told = curate("build", "-C", project).err
    for expected in ("feeds.yml:2", "feeds.yml:3", f"{COURSE}:2: words", "need: is missing", "week-01.md"):
        assert expected in told


def test_a_folder_without_a_project_says_what_to_do(tmp_path, curate):
    outcome = curate("build", "-C", tmp_path)
    assert outcome.code == 2
    assert "curate init" in outcome.err


def test_wrong_usage_is_exit_code_2(curate, project):
    assert curate("build", "--no-such-option").code == 2
    assert curate("build", "-C", project, "--today", "tomorrow").code == 2
    assert curate("shortlist", "no-such-course", "-C", project).code == 2


def test_a_course_may_not_take_the_name_of_a_page(project):
    (project / "courses/first-course").rename(project / "courses/library")
    with pytest.raises(ConfigError, match="page of the site itself"):
        load_project(project)


def test_files_are_read_with_bom_and_windows_line_endings(project):
    path = project / "feeds.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_project(project).sources.feeds[0].path == "starter/feed.xml"


def test_mkdocs_yml_may_hold_what_only_the_engine_understands(project):
    path = project / "mkdocs.yml"
    path.write_text("site_name: Mine\nplugins: !ENV [A, B]\nx: !!python/name:os.system\n", encoding="utf-8")
    assert read_site(project).site_name == "Mine"


def test_a_number_in_mkdocs_yml_that_is_none_is_told(project):
    (project / "mkdocs.yml").write_text("site_name: Mine\nextra: {x: 0x_}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="not valid YAML"):
        read_site(project)


@pytest.mark.parametrize(
    "text", ["a: 2026-13-45", "a: !!python/object/apply:os.system [x]", "&a [*a, *a]: 1", "[" * 100_000]
)
def test_strange_yaml_is_an_error_in_words(text):
    with pytest.raises(ConfigError):
        parse_yaml(text, "file.yml")


def test_one_run_at_a_time(project, curate):
    from datetime import UTC, date, datetime

    from curator.pipeline.run import Run

    with Run.open(project, now=datetime.now(UTC), today=date(2026, 11, 23)):
        outcome = curate("build", "-C", project)
    assert outcome.code == 1
    assert "is working on this project" in outcome.err
