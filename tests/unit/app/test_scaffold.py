"""`curate init` on a machine that refuses: a whole project, or nothing; and a second try is a first one."""

import errno
import re
from datetime import date
from pathlib import Path

import pytest

from curator.app.beginning import Beginning, begin
from curator.app.scaffold import NewCourse, lay_down
from curator.config import load_project
from curator.errors import ConfigError, CuratorError

TODAY = date(2026, 11, 23)
REFUSED = [
    (errno.ENOSPC, "the disk is full"),
    (errno.EIO, "look after the disk"),
    (errno.EROFS, "read-only"),
    (errno.ENOENT, "name another folder"),
]


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    root = tmp_path_factory.mktemp("clean") / "project"
    lay_down(root, NewCourse("First course"), today=TODAY)
    return files(root)


class Breaking:
    """Let the n-th file that is written fail, half of it on disk."""

    def __init__(self, monkeypatch, turn: int, error: BaseException) -> None:
        self.left, self.error, self.real = turn, error, Path.write_bytes
        monkeypatch.setattr(Path, "write_bytes", lambda path, data: self.write(path, data))

    def write(self, path: Path, data: bytes) -> int:
        self.left -= 1
        if self.left == 0:
            self.real(path, data[: len(data) // 2])
            raise self.error
        return self.real(path, data)


@pytest.mark.parametrize(("number", "words"), REFUSED)
@pytest.mark.parametrize("turn", [1, 2, 20, -1, 0])
def test_a_refusal_is_told_and_leaves_nothing(tmp_path, monkeypatch, clean, number, words, turn):
    """At the first file, in the middle, at the last but one and at the last."""
    root = tmp_path / "deep" / "project"
    turn = turn if turn > 0 else len(clean) + turn
    with monkeypatch.context() as patch:
        Breaking(patch, turn, OSError(number, "no"))
        with pytest.raises(CuratorError, match=words):
            lay_down(root, NewCourse("First course"), today=TODAY)
    assert list(tmp_path.iterdir()) == []
    lay_down(root, NewCourse("First course"), today=TODAY)
    assert files(root) == clean


def test_a_refusal_takes_nothing_with_it_that_was_there(tmp_path, monkeypatch):
    (tmp_path / "mkdocs.yml").write_text("site_name: Mine\n", encoding="utf-8")
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks/mine.py").touch()
    before = files(tmp_path)
    with monkeypatch.context() as patch:
        Breaking(patch, 30, OSError(errno.ENOSPC, "no"))
        with pytest.raises(CuratorError):
            lay_down(tmp_path, NewCourse("First course"), today=TODAY)
    assert files(tmp_path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["hooks", "mkdocs.yml"]


@pytest.mark.parametrize("turn", [1, 2, 17, 20, 33, -1, 0])
def test_a_run_that_was_killed_can_be_begun_again(tmp_path, monkeypatch, clean, turn):
    root = tmp_path / "project"
    turn = turn if turn > 0 else len(clean) + turn
    with monkeypatch.context() as patch:
        Breaking(patch, turn, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            lay_down(root, NewCourse("First course"), today=TODAY)
    assert not (root / "feeds.yml").exists()
    lay_down(root, NewCourse("First course"), today=TODAY)
    assert files(root) == clean, "the half file is gone, too"


def test_a_project_is_not_laid_over_another(tmp_path):
    lay_down(tmp_path, NewCourse("First course"), today=TODAY)
    with pytest.raises(ConfigError, match="holds a project already"):
        lay_down(tmp_path, NewCourse("First course"), today=TODAY)
    (tmp_path / "feeds.yml").unlink()
    with pytest.raises(ConfigError, match="holds a project already"):
        lay_down(tmp_path, NewCourse("Second course"), today=TODAY)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder here that even root cannot write to")
def test_a_folder_that_cannot_be_is_told_in_words(curate):
    outcome = curate("init", "/proc/nowhere")
    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert "name another folder" in outcome.err


def test_a_new_project_pins_every_package_and_keeps_the_pins_young(tmp_path):
    lay_down(tmp_path / "p", NewCourse(), today=date(2026, 11, 23))
    lines = (tmp_path / "p/requirements.txt").read_text("utf-8").splitlines()
    assert "--constraint constraints.txt" in lines
    pins = [
        line
        for line in (tmp_path / "p/constraints.txt").read_text("utf-8").splitlines()
        if line.partition("#")[0].strip()
    ]
    assert len(pins) == len(set(pins)) > 50
    assert all("==" in pin for pin in pins)
    updates = (tmp_path / "p/.github/dependabot.yml").read_text("utf-8")
    assert {"github-actions", "pip"} <= set(re.findall(r"package-ecosystem: (\S+)", updates))


NEED = "New team leads must learn to hold a difficult conversation."


@pytest.mark.parametrize("need", [NEED, "تعلّم أن تطلب المساعدة", "Bread", "x" * 2000])
def test_without_the_starter_nothing_of_another_subject_is_laid_down(tmp_path, curate, need):
    made = curate("init", tmp_path / "p", "--need", need, "--json", "--today", TODAY)
    assert made.code == 0, made.err
    assert not [name for name in made.json["written"] if name.startswith("starter/")]
    words = "".join(
        text.decode("utf-8", "replace") for name, text in files(tmp_path / "p").items() if "." in name
    )
    for leftover in ("social learning", "learn from each other", "starter/feed.xml", "jarche", "guild"):
        assert leftover not in words.casefold().replace(need.casefold(), "")
    assert curate("lint", "-C", tmp_path / "p", "--today", TODAY).code in (0, 1)
    assert curate("status", "-C", tmp_path / "p", "--today", TODAY).code == 0


def test_a_title_alone_keeps_no_need_of_another_course(tmp_path, curate):
    told = curate("init", tmp_path / "p", "--title", "Mine")
    assert told.code == 2
    assert "--need" in told.err
    assert "--starter" in told.err
    assert not (tmp_path / "p").exists()


def test_feeds_of_a_large_opml_file_come_along_and_one_that_does_not_answer_stops_nothing(tmp_path, curate):
    lines = "".join(f'<outline type="rss" text="F{n}" xmlUrl="https://f{n}.example/f"/>' for n in range(5000))
    opml = tmp_path / "big.opml"
    opml.write_text(
        f'<opml version="2.0"><body>{lines}<outline type="rss" xmlUrl="no"/></body></opml>', "utf-8"
    )
    begun = (
        "init",
        tmp_path / "p",
        "--need",
        NEED,
        "--opml",
        opml,
        "--feed",
        "http://127.0.0.1:9/",
        "--json",
    )
    made = curate(*begun)
    assert made.code == 0
    assert len(made.json["feeds"]) == 5000
    assert any("127.0.0.1:9" in words and "curate feeds add" in words for words in made.json["failed"])
    broken = tmp_path / "broken.opml"
    broken.write_text("<opml", "utf-8")
    told = curate("init", tmp_path / "q", "--need", NEED, "--opml", broken)
    assert told.code == 0
    assert "broken.opml" in told.err


def test_a_subject_that_stands_where_the_learners_are_named_is_told(tmp_path, curate):
    need = "Colleagues who work from home some days must learn to use the hours well"
    told = curate("init", tmp_path / "p", "--need", need)
    assert "Not looked for, since it says who they are: 'work from home some days'." in told.out
    told = curate("init", tmp_path / "q", "--need", "Colleagues must learn to work from home")
    assert "Not looked for" not in told.out


@pytest.mark.parametrize(
    ("proxy", "kept"),
    [
        ("http://127.0.0.1:3128", "http://127.0.0.1:3128"),
        ("http://ada:secret@127.0.0.1:3128", ""),
        (None, ""),
    ],
)
def test_the_proxy_that_was_needed_to_begin_is_kept_and_no_password(tmp_path, proxy, kept):
    wanted = Beginning(need="Bakers must learn to ask for help early.", proxy=proxy)
    begin(tmp_path / "here", wanted, today=date(2026, 11, 23), open_run=pytest.fail)
    assert load_project(tmp_path / "here").sources.pull.proxy == kept


@pytest.mark.parametrize(("proxy", "told"), [(None, True), ("http://127.0.0.1:3128", False)])
def test_whoever_reaches_no_site_is_told_of_the_proxy_unless_one_was_named(tmp_path, proxy, told):
    def unreachable():
        raise CuratorError("the name dough.example is not known")

    wanted = Beginning(need="Bakers must learn to ask for help early.", feeds=("dough.example",), proxy=proxy)
    made = begin(tmp_path / "here", wanted, today=TODAY, open_run=unreachable)
    assert made.failed[0] == "dough.example was not added: the name dough.example is not known"
    assert any("--proxy URL" in words for words in made.failed) is told
