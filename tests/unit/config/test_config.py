"""What people typed: every mistake in one report, with file, line, key and remedy; nothing is written."""

import re

import pytest

from curator.config import load_project, read_site
from curator.errors import ConfigError
from curator.yamlio.reading import parse_yaml

COURSE = "courses/first-course/course.yml"

MISTAKES = {
    "not yaml": (
        "feeds.yml",
        "feeds: [a\n",
        "feeds.yml:1: a bracket is opened here and not closed → add the ]",
    ),
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
        "feeds.yml:3: feeds.1: the same feed as in line 2",
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
    "mkdocs.yml broken": ("mkdocs.yml", "site_name: [x\n", "mkdocs.yml:1: a bracket is opened here"),
    "mkdocs.yml with a key nearly right": (
        "mkdocs.yml",
        "site_name: x\nextra:\n  coments: {provider: giscus}\n",
        "mkdocs.yml:3: extra.coments: is not a key that curator knows → did you mean `comments`?",
    ),
    "mkdocs.yml with a provider out of place": (
        "mkdocs.yml",
        "site_name: x\nextra:\n  comments: giscus\n",
        "mkdocs.yml:3: extra.comments: is not keys and values → write `provider: none`",
    ),
    "a proxy without http": (
        "feeds.yml",
        "pull:\n  proxy: 127.0.0.1:3128\n",
        "feeds.yml:2: pull.proxy: '127.0.0.1:3128' is not the address of an HTTP proxy → write it like http://",
    ),
    "no number": ("feeds.yml", "pull:\n  per_host_delay: 2s\n", "'2s' is not a number → write digits only"),
    "a number too small": (
        COURSE,
        "minutes: -3\n",
        f"{COURSE}:1: minutes: -3 is too small → write at least 5",
    ),
    "words for keys": (COURSE, "weeks:\n- First\n", f"{COURSE}:2: weeks.0: 'First' is not keys and values"),
    "a language by its name": (COURSE, "language: German\n", "write the short name, such as en, de or pt-BR"),
    "a time without its zone": (
        "courses/first-course/week-01.md",
        "---\nweek: 1\ntitle: a\nconnection: {events: [{title: b, starts: 2026-12-10T12:00:00}]}\n---\n",
        "'2026-12-10 12:00:00' is not a date that curator reads → write it as 2026-11-23T12:00:00+01:00",
    ),
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
    assert f"{tmp_path}: holds no project → go to your project's folder" in outcome.err
    assert "curate init" in outcome.err
    assert "there is no such folder" in curate("build", "-C", tmp_path / "nowhere").err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_missing_can_be_had_again(project, curate):
    (project / COURSE).unlink()
    (project / "courses/first-course/week-01.md").write_text(
        "---\nweek: 1\ntitle: a\n---\n", encoding="utf-8"
    )
    outcome = curate("build", "-C", project)
    assert outcome.code == 2
    assert f"{COURSE}: missing → put it back, or copy it from a new project" in outcome.err


def test_an_empty_course_is_not_asked_for_what_its_folder_decides(project):
    (project / COURSE).write_bytes(b"")
    with pytest.raises(ConfigError) as wrong:
        load_project(project)
    assert [p.key for p in wrong.value.problems] == ["title", "need", "start"]


def test_a_folder_whose_name_is_no_address_is_named(project):
    (project / "courses/first-course").rename(project / "courses/🏠 Home")
    with pytest.raises(
        ConfigError, match=r"courses/🏠 Home: the folder's name .* → rename it with small letters"
    ):
        load_project(project)


@pytest.mark.parametrize(
    ("text", "line", "what", "remedy"),
    [
        ("a: 1\ntitle: Home: how\n", 2, "a second colon in the value", "quotes"),
        ("title: @home", 1, "a value cannot begin with @ here", "quotes"),
        ("title: `home`", 1, "a value cannot begin with ` here", "quotes"),
        ("title: **Start**", 1, "a value cannot begin with * here", "quotes"),
        ("title: & here", 1, "a value cannot begin with & here", "quotes"),
        ("title: !Start here", 1, "a value cannot begin with ! here", "quotes"),
        ("title: >x", 1, "a value cannot begin with > here", "quotes"),
        ('title: "Home" sweet\nb: 1', 1, "text after a closing quote or bracket", "quotes"),
        ("a:\n  b: 1\n   c: 2\n", 3, "a key where none can stand", "indent it"),
        ('a:\n  b: ""\n   c: 2\n', 3, "the line does not fit those above it", "indent it"),
        (
            "a: 1\nnote: Read this\nand that.\nb: 1",
            3,
            "a line that is no `key: value`",
            "space after the colon",
        ),
        ("a: 1\nminutes:30\n", 2, "a line that is no `key: value`", "space after the colon"),
        ("a: {b: 1", 1, "a bracket is opened here and not closed", "add the } that"),
        ("a: - x", 1, "a list begins beside its key", "a line of its own"),
        ("- a\n-\tb: c", 2, "a tab", "replace the tab"),
        ("a: 1\nb:\u00a02\nc: 3", 2, "a no-break space", "ordinary space"),
        ("a:\n  b: 1\n \u00a0c: 2", 3, "a no-break space", "ordinary space"),
        ("a: }", 1, "not valid YAML", "check the indentation"),
    ],
)
def test_what_the_yaml_parser_says_is_put_into_words(text, line, what, remedy):
    with pytest.raises(ConfigError) as wrong:
        parse_yaml(text, "file.yml", first_line=1)
    (problem,) = wrong.value.problems
    assert problem.line == line
    assert re.search(what.replace("*", r"\*"), problem.message)
    assert re.search(remedy, problem.remedy)


def test_a_proxy_on_the_command_line_that_is_none_asks_no_feed(project, curate):
    outcome = curate("pull", "-C", project, "--proxy", "127.0.0.1:3128")
    assert outcome.code == 2
    assert outcome.err.startswith(
        "--proxy: '127.0.0.1:3128' is not the address of an HTTP proxy → write it like"
    )


def test_wrong_usage_is_exit_code_2(curate, project):
    for words in (
        ("draft", "--week", "0"),
        ("draft", "--week", "99999"),
        ("shortlist", "first-course", "--week", "-1"),
        ("publish", "first-course", "0"),
        ("digest", "first-course", "0"),
        ("serve", "--port", "99999"),
        ("review", "--port", "99999"),
    ):
        outcome = curate(*words, "-C", project)
        assert outcome.code == 2, words
        assert "is not in the range" in outcome.err
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

    from curator.app.run import Run

    with Run.open(project, now=datetime.now(UTC), today=date(2026, 11, 23)):
        outcome = curate("build", "-C", project)
    assert outcome.code == 1
    assert "is working on this project" in outcome.err
