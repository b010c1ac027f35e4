"""Searches for feeds wait for the network together, and one that fails leaves the others alone."""

from curator.app import manage_feeds
from curator.errors import FetchError


def search(name, *steps):
    """Ask for each step's addresses in turn; return what was answered to the last."""
    answers = {}
    for urls in steps:
        answers = yield urls
    if not answers:
        raise FetchError(f"{name}: nothing answered")
    return name, tuple(sorted(answers[url] for url in steps[-1]))


def test_what_many_ask_next_is_fetched_at_once(monkeypatch):
    asked = []

    def fetch(_run, urls, _hosts):
        asked.append(urls)
        return {url: url.upper() for url in urls}

    monkeypatch.setattr(manage_feeds, "_fetch", fetch)
    searches = [
        search("a", ["a1"], ["a2", "a3"]),
        search("b", ["b1"]),
        search("c"),
        search("d", ["b1"], ["d2"], ["d3"]),
    ]
    found = manage_feeds._together(None, searches, {})
    assert asked == [["a1", "b1"], ["a2", "a3", "d2"], ["d3"]]
    assert found[0] == ("a", ("A2", "A3"))
    assert found[1] == ("b", ("B1",))
    assert str(found[2]) == "c: nothing answered"
    assert found[3] == ("d", ("D3",))
