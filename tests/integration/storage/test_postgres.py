"""The store in Postgres, on a real server: the same promises, one run at a time, and refusals in words."""

import re
import shutil
import socket
import threading
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from dask_certificates import certificates
from postgres_server import PASSWORD, postgres
from pull_server import serving
from small_web import a_project, published, reads, small_web
from store_contract import *  # noqa: F403 - the promises of every store are tests here, too
from store_contract import NOW, row

from curator.app import make_site
from curator.app.run import Run
from curator.errors import BusyError, ConfigError, StoreError
from curator.site import render
from curator.storage import postgres as storage
from curator.storage import postgres_connection
from curator.storage.postgres import PostgresStore
from curator.storage.postgres_connection import connect, place
from curator.storage.sql_store import VERSION

NUMBER = count()


@pytest.fixture(scope="module")
def server():
    with postgres() as server:
        yield server


@pytest.fixture
def address(server):
    return f"{server.address}?schema=project_{next(NUMBER)}"


@pytest.fixture
def store(address):
    with PostgresStore.open(address) as store:
        yield store


def test_a_migration_leads_from_each_version_to_the_next():
    assert set(storage.MIGRATIONS) == set(range(VERSION))


def test_what_one_machine_stored_another_one_finds(address):
    with PostgresStore.open(address) as store:
        store.save_note("a", "b")
    with PostgresStore.open(address) as store:
        assert store.note("a") == "b"


def test_two_projects_share_a_server_and_nothing_else(store, server):
    store.save_note("a", "b")
    with PostgresStore.open(f"{server.address}?schema=another") as other:
        assert other.note("a") == ""


def test_one_run_at_a_time_whatever_the_machine(address, project, tmp_path, monkeypatch, curate):
    monkeypatch.setenv("CURATE_STORE", address)
    with Run.open(project, now=datetime(2026, 11, 23, 9, tzinfo=UTC), today=date(2026, 11, 23)):
        clone = tmp_path / "clone"
        clone.mkdir()
        for name in ("feeds.yml", "mkdocs.yml"):
            (clone / name).write_bytes((project / name).read_bytes())
        outcome = curate("status", "-C", clone)
        assert outcome.code == 1
        assert "another run is at work on the store" in outcome.err
        with pytest.raises(BusyError):
            PostgresStore.open(address)
    assert curate("status", "-C", clone).code == 0


def test_a_store_of_a_newer_version_is_left_alone(address):
    with PostgresStore.open(address) as store, store._write() as db:
        db.execute("UPDATE version SET number = 999")
    with pytest.raises(StoreError, match="newer version"):
        PostgresStore.open(address)


def test_a_store_of_the_version_before_is_led_to_this_one(address):
    with PostgresStore.open(address) as store:
        store.add_entries("f", [row("old")], NOW - timedelta(days=2))
        store.add_entries("f", [row("young")], NOW)
        with store._write() as db:
            db.execute("DROP INDEX entries_at")
            db.execute("ALTER TABLE entries DROP COLUMN at")
            db.execute("UPDATE version SET number = 2")
    with PostgresStore.open(address) as store:
        assert [e.entry.title for e in store.newest_entries(["f"], 1)] == ["young"]


def test_a_server_that_goes_away_is_an_error_in_words(store):
    other = connect(store._place)
    cursor = other.cursor()
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND application_name = 'curator'"
    )
    other.close()
    with pytest.raises(
        StoreError, match=r"the store postgres, schema project_.* could not be .*run it again"
    ):
        store.save_note("a", "b")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: a.replace(PASSWORD, "wrong"), "the password is wrong"),
        (lambda a: a.replace("/postgres?", "/nowhere?"), "there is no such database"),
        (lambda a: re.sub(r":\d+/", ":1/", a), "cannot be reached"),
    ],
)
def test_what_keeps_a_store_from_being_used_is_told_without_the_password(address, change, words):
    with pytest.raises(StoreError, match=words) as told:
        PostgresStore.open(change(address))
    assert PASSWORD not in str(told.value)
    assert "wrong@" not in str(told.value)


# --- over a network --------------------------------------------------------------------------------------


def encrypted(store):
    return next(store._select("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))[0]


@pytest.mark.parametrize("mode", ["verify-full", "require", "disable"])
def test_each_mode_encrypts_or_does_not(server, address, mode):
    with PostgresStore.open(f"{address}&sslmode={mode}&sslrootcert={server.ca}") as store:
        store.save_note("a", "b")
        assert store.note("a") == "b"
        assert encrypted(store) == (mode != "disable")


def test_a_server_that_is_not_the_one_is_refused_before_it_hears_the_password(server, address, tmp_path):
    strange = certificates(tmp_path)["distributed.comm.tls.ca-file"]
    other_name = address.replace("@127.0.0.1:", "@localhost:")
    for said, words in (
        (f"{address}&sslmode=verify-full", "unable to get local issuer certificate"),  # by the system's CAs
        (f"{address}&sslmode=verify-full&sslrootcert={strange}", "unable to get local issuer certificate"),
        (f"{other_name}&sslmode=verify-full&sslrootcert={server.ca}", "not valid for 'localhost'"),
    ):
        with pytest.raises(StoreError, match=f"certificate does not hold: .*{words}.*sslrootcert") as told:
            PostgresStore.open(said)
        assert PASSWORD not in str(told.value)


def test_a_certificate_that_is_none_is_a_mistake_in_the_address(address, tmp_path):
    (tmp_path / "ca.pem").write_text("no certificate")
    for name, words in (("none.pem", "no such file"), ("ca.pem", "holds no certificate")):
        with pytest.raises(ConfigError, match=words) as told:
            PostgresStore.open(f"{address}&sslmode=verify-full&sslrootcert={tmp_path / name}")
        assert PASSWORD not in str(told.value)


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (b"N", "it offers no encryption; turn `ssl` on there"),
        (b"", "it does not answer within 0.2 s"),
        (None, "the connection to it was lost"),
    ],
)
def test_whoever_is_no_such_server_is_told_and_not_waited_for(monkeypatch, says, words):
    monkeypatch.setattr(postgres_connection, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        said = f"postgresql://ada:{PASSWORD}@127.0.0.1:{listener.getsockname()[1]}/x?sslmode=verify-full"

        def serve():
            connection, _ = listener.accept()
            with connection:
                if says is not None:
                    connection.recv(8)
                    connection.sendall(says)
                    connection.recv(1)  # until the other side goes away

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(StoreError, match=words) as told:
            connect(place(said))
        thread.join()
    assert PASSWORD not in str(told.value)


# --- whole weeks -----------------------------------------------------------------------------------------


def test_a_server_killed_in_any_stage_ends_the_build_in_words_and_the_next_one_makes_what_sqlite_makes(
    server, address, tmp_path, monkeypatch, curate
):
    """Killed while feeds are read, while pages are, and while the site is made; then a whole week, and again."""
    project, here = tmp_path / "project", tmp_path / "here"
    a_project(project, NOW.date())
    killed_at = ""

    def web(request):
        if request.host == "h1.example" and request.path == killed_at:
            server.stop()
        return small_web(request)

    def week():
        return curate("build", "-C", project, "--today", "2026-11-23", "--json")

    def ends_in_words(outcome):
        assert outcome.code == 1
        assert re.search(
            r"the store postgres, schema project_\d+, .* could not be .*run it again", outcome.err
        )
        assert PASSWORD not in outcome.out + outcome.err
        assert not [path for path in project.rglob("*") if path.suffix in (".curate", ".new")]
        server.start()

    with serving(web) as proxy:
        reads(project, proxy)
        shutil.copytree(project, here)
        assert curate("build", "-C", here, "--today", "2026-11-23", "-q").code == 0
        monkeypatch.setenv("CURATE_STORE", address)
        before = published(project)
        for path in ("/feed", "/3.html"):
            killed_at = path
            ends_in_words(week())
            assert published(project) == before
        killed_at = ""
        with monkeypatch.context() as patch:
            patch.setattr(make_site, "render", lambda *a, **k: server.stop() or render.render(*a, **k))
            ends_in_words(week())
        assert not (project / "site").exists()
        assert week().code == 0
        assert published(project) == published(here)
        assert not list((project / ".curator").glob("store.db*"))
        doctor = curate("doctor", "-C", project, "--today", "2026-11-23")
        assert "the store postgres, schema project_" in doctor.out
        again = week().json
        assert again["feeds"]["unchanged"] == again["feeds"]["ok"] + 7
        assert again["pages"]["fetched"] == 0
        assert again["site"]["rendered"] == 0
