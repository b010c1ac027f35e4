"""What one page does, the others are told at once: by what was done, not by a clock that looks for it."""

import asyncio
import threading

import pytest
from review_fixture import lay, served

from curator.app.review import news
from curator.app.review.edit_session import mark_of
from curator.app.review.news import News
from curator.app.review.sharing import Sharing

NEVER = 3600.0
NOTE = {"do": "note", "url": "https://oven.example/0", "text": "Read it."}


def held(site, told, **query):
    """Ask for news in a thread of its own; the answer goes into `told`."""
    mark = mark_of(site.session.path.read_bytes().decode())
    beside = site.session.beside()
    thread = threading.Thread(
        target=lambda: told.append(site.ask("GET", f"news?seen={mark}&beside={beside}")[::2]), daemon=True
    )
    thread.start()
    while not site.news._waiting:  # it is held: nothing is new yet
        assert thread.is_alive()
    return thread


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A review whose server never looks for changes by itself."""
    monkeypatch.setattr(news, "LOOK", NEVER)
    monkeypatch.setattr(news, "HOLD", NEVER)
    made = []
    monkeypatch.setattr("curator.app.review.workspace.News", lambda: made.append(News()) or made[-1])
    sharing = Sharing("127.0.0.1")
    with served(lay(tmp_path), sharing) as site:
        site.sharing, site.news = sharing, made[0]
        yield site


def test_what_another_page_saves_is_told_by_the_save_itself(site):
    told = []
    thread = held(site, told)
    assert site.act(**NOTE)[0] == 200
    thread.join(90)
    assert told == [(200, {"new": True})]


def test_what_curators_say_beside_the_week_is_told_too(site):
    told = []
    thread = held(site, told)
    assert site.act("agree", by="Ada")[0] == 200
    thread.join(90)
    assert told == [(200, {"new": True})]


def test_whoever_holds_an_old_mark_is_answered_at_once(site):
    assert site.ask("GET", "news?seen=old&beside=old")[::2] == (200, {"new": True})


def test_the_end_of_the_review_holds_nobody(tmp_path, monkeypatch):
    monkeypatch.setattr(news, "LOOK", NEVER)
    monkeypatch.setattr(news, "HOLD", NEVER)

    async def waits_until_the_end():
        one = News()
        waiting = asyncio.create_task(one.until(lambda: False))
        await asyncio.sleep(0)
        one.end()
        return await waiting, await one.until(lambda: False)

    assert asyncio.run(waits_until_the_end()) == (False, False)


def test_files_changed_by_hand_are_looked_for_while_somebody_waits(monkeypatch):
    monkeypatch.setattr(news, "LOOK", 0.0)
    monkeypatch.setattr(news, "HOLD", NEVER)
    looks = iter([False, False, True])
    assert asyncio.run(News().until(lambda: next(looks)))
    monkeypatch.setattr(news, "HOLD", 0.0)
    assert not asyncio.run(News().until(lambda: False))
