"""The site folder is replaced whole: whatever is interrupted, the old one or the new one stands."""

import errno
from pathlib import Path

import pytest

from curator.site import swap


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with the one-step exchange of Linux, and with what other systems get."""
    if request.param == "two renames":
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    elif swap._renameat2() is None:
        pytest.skip("this system cannot exchange two names")
    return str(request.param)


def made(target: Path, text: str) -> Path:
    folder = swap.fresh(target)
    (folder / "index.html").write_text(text)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(f.name for f in folder.iterdir())


def test_a_first_site_is_put_in_place(way: str, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "site"
    swap.swap(made(target, "new"), target)
    assert (target / "index.html").read_text() == "new"
    assert names(target.parent) == ["site"]


def test_the_new_site_replaces_the_old_one_whole(way: str, tmp_path: Path) -> None:
    target = tmp_path / "site"
    swap.swap(made(target, "old"), target)
    (target / "left-over.html").write_text("x")
    swap.swap(made(target, "new"), target)
    assert names(target) == ["index.html"]
    assert (target / "index.html").read_text() == "new"
    assert names(tmp_path) == ["site"]


def test_a_site_is_readable_by_everybody(tmp_path: Path) -> None:
    assert swap.fresh(tmp_path / "site").stat().st_mode & 0o777 == 0o755


def test_a_file_in_the_way_is_told_and_stays(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.write_text("mine")
    with pytest.raises(NotADirectoryError):
        swap.swap(made(target, "new"), target)
    assert target.read_text() == "mine"


def test_a_link_in_the_way_is_told_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to("elsewhere")
    with pytest.raises(NotADirectoryError):
        swap.swap(made(tmp_path / "site", "new"), tmp_path / "site")
    assert (tmp_path / "elsewhere").is_dir()


def test_a_rename_that_fails_brings_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "site"
    swap.swap(made(target, "old"), target)

    def full(new: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    monkeypatch.setattr(swap, "_rename_in", full)
    with pytest.raises(OSError, match="no space left"):
        swap.swap(made(target, "new"), target)
    assert (target / "index.html").read_text() == "old"


def test_an_exchange_that_fails_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "site"
    swap.swap(made(target, "old"), target)

    def refused(*_: object) -> bool:
        raise OSError(errno.EACCES, "not allowed")

    monkeypatch.setattr(swap, "_exchange", refused)
    with pytest.raises(OSError, match="not allowed"):
        swap.swap(made(target, "new"), target)
    assert (target / "index.html").read_text() == "old"


# --- after a kill --------------------------------------------------------------------------------


def test_a_half_made_folder_goes(tmp_path: Path) -> None:
    target = tmp_path / "site"
    swap.swap(made(target, "old"), target)
    made(target, "half")
    swap.recover(target)
    assert names(tmp_path) == ["site"]
    assert (target / "index.html").read_text() == "old"


def test_a_kill_between_the_two_renames_brings_the_old_site_back(tmp_path: Path) -> None:
    target = tmp_path / "site"
    swap.swap(made(target, "old"), target)
    new = made(target, "new")
    target.rename(tmp_path / f".site.old.{new.name.rsplit('.', 1)[-1]}")
    swap.recover(target)
    assert names(tmp_path) == ["site"]
    assert (target / "index.html").read_text() == "old"


def test_a_kill_before_the_old_site_was_removed_leaves_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "site"
    swap.swap(made(target, "new"), target)
    (tmp_path / ".site.old.abc").mkdir()
    (tmp_path / ".site.new.abc").mkdir()
    swap.recover(target)
    assert names(tmp_path) == ["site"]
    assert (target / "index.html").read_text() == "new"


def test_folders_of_another_target_are_left_alone(tmp_path: Path) -> None:
    for name in (".site2.new.abc", ".si[t]e.new.abc", ".siteX", ".site.mine"):
        (tmp_path / name).mkdir()
    swap.recover(tmp_path / "site")
    assert names(tmp_path) == [".si[t]e.new.abc", ".site.mine", ".site2.new.abc", ".siteX"]


def test_brackets_in_a_name_are_no_pattern(tmp_path: Path) -> None:
    target = tmp_path / "si[t]e"
    made(target, "half")
    swap.recover(target)
    assert names(tmp_path) == []


def test_recovering_where_nothing_is_does_nothing(tmp_path: Path) -> None:
    swap.recover(tmp_path / "missing" / "site")
    assert names(tmp_path) == []
