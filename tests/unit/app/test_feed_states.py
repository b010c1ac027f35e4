"""What each feed answered is stored on the way, so that a run which is ended asks few feeds again."""

from datetime import UTC, date, datetime

import pytest

from curator.app import pull
from curator.app.run import Run


def test_a_pull_that_is_ended_remembers_all_but_the_last_few(project, monkeypatch):
    monkeypatch.setattr(pull, "BATCH", 2)
    names = [f"feed-{number}.xml" for number in range(5)]
    (project / "feeds.yml").write_text("feeds:\n" + "".join(f"  - path: {name}\n" for name in names))

    def ended(stage, item, error):
        if item == names[3]:
            raise KeyboardInterrupt

    with Run.open(project, now=datetime(2026, 11, 23, 9, tzinfo=UTC), today=date(2026, 11, 23)) as run:
        monkeypatch.setattr(run, "fail", ended)
        with pytest.raises(KeyboardInterrupt):
            pull.pull(run)
        assert {feed: state.failures for feed, state in run.store.feeds().items()} == dict.fromkeys(
            names[:2], 1
        )
        monkeypatch.undo()
        pull.pull(run)
        assert run.store.feeds().keys() == set(names)
