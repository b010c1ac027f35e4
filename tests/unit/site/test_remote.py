"""Units made elsewhere: the archive that comes back is checked before anything of it is written."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from cluster_stand_in import StandIn

from curator.errors import RenderError
from curator.site import finish, remote


def archive(**files: bytes) -> bytes:
    return remote.pack({name.replace("__", "/"): data for name, data in files.items()})


def unit(tmp_path: Path, **more: bytes) -> tuple[bytes, Path]:
    record = json.dumps({"fingerprint": "x", "files": {"index.html": [1, 2]}}).encode()
    files = {
        "unit.json": record,
        "pages.json": b"{}",
        "site/index.html": b"<p>new</p>",
        "search.json": b"{}",
    }
    folder = tmp_path / "units" / "course"
    (folder / "site").mkdir(parents=True)
    (folder / "site/index.html").write_text("old")
    return remote.pack(files | more), folder


def test_a_finished_unit_takes_its_place_with_the_times_of_this_machine(tmp_path):
    data, folder = unit(tmp_path)
    remote.put_in_cache(data, folder)
    assert (folder / "site/index.html").read_bytes() == b"<p>new</p>"
    assert (record := finish.read(folder)) is not None, "the record fits its files"
    assert record["fingerprint"] == "x"
    assert [p.name for p in folder.parent.iterdir()] == ["course"]


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/x", "site/../../x", "site//x", "site/./x", "x.txt", "site\\..\\x", "unit.json/x", "c:x"],
)
def test_what_is_no_part_of_a_unit_is_refused_whole(tmp_path, name):
    data, folder = unit(tmp_path, **{name: b"x"})
    with pytest.raises(RenderError):
        remote.put_in_cache(data, folder)
    assert (folder / "site/index.html").read_text() == "old"
    assert [p for p in tmp_path.rglob("*") if p.name == "x"] == []


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04" + b"\0" * 40])
def test_bytes_that_are_no_archive_are_refused(tmp_path, data):
    with pytest.raises(RenderError, match="archive"):
        remote.put_in_cache(data, tmp_path / "unit")


def test_a_name_that_stands_twice_and_a_bomb_are_refused(monkeypatch):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as twice:
        twice.writestr("site/a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            twice.writestr("site/a", b"2")
    with pytest.raises(RenderError, match="twice"):
        remote.unpack(target.getvalue())
    monkeypatch.setattr(remote, "MAX_BYTES", 1000)
    with pytest.raises(RenderError, match="too large"):
        remote.unpack(archive(a=b"\0" * 2000))


@pytest.mark.parametrize("record", [b"[]", b"{", b'{"files": {"not-there": [1, 1]}}', b'{"files": 7}'])
def test_a_record_that_does_not_fit_is_refused(tmp_path, record):
    data, folder = unit(tmp_path, **{"unit.json": record})
    with pytest.raises(RenderError, match="record"):
        remote.put_in_cache(data, folder)
    assert (folder / "site/index.html").read_text() == "old"


def test_a_unit_without_its_record_is_refused(tmp_path):
    with pytest.raises(RenderError, match="without its record"):
        remote.put_in_cache(archive(site__a=b"x"), tmp_path / "unit")


def test_a_project_that_names_environment_variables_is_rendered_here(tmp_path):
    (tmp_path / "mkdocs.yml").write_text("site_name: !ENV [TITLE, Courses]\n")
    assert "environment variables" in remote.why_here(tmp_path, tmp_path / "site_template")
    (tmp_path / "mkdocs.yml").write_text("site_name: Courses\n")
    assert remote.why_here(tmp_path, tmp_path / "site_template") == ""
    assert "outside" in remote.why_here(tmp_path, tmp_path.parent)


def test_an_error_of_the_engine_comes_back_as_the_error_of_its_unit(tmp_path):
    (tmp_path / "mkdocs.yml").write_text("site_name: [\n")
    config = tmp_path / ".curator/generated/hub/mkdocs.yml"
    config.parent.mkdir(parents=True)
    config.write_text("INHERIT: ../../../mkdocs.yml\nnav: [{Home: index.md}]\n")
    (config.parent / "docs").mkdir()
    task = finish.Task("mkdocs", "hub", "", str(config), str(tmp_path / "u"), "", "", "", (), {}, {})
    cluster = StandIn()
    begin = remote.maker(cluster.executor(None), tmp_path, tmp_path / "site_template")
    result = begin(task).result(60)
    cluster.close()
    assert isinstance(result.error, RenderError)
    assert not (tmp_path / "u").exists()
    assert str(tmp_path).encode() not in cluster.sent[0], "no path of this machine travels"
