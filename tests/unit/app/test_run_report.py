"""What a run says at its end: failed feeds with what to do about them, and nothing where none failed."""

import pytest

from curator.app.run import Report


@pytest.mark.parametrize(
    ("ok", "unchanged", "failed", "last"),
    [
        (3, 1, 0, "feeds: 3 read, 1 unchanged, 0 failed; 0 new entries"),
        (3, 0, 2, "2 of 5 feeds failed: `curate feeds list` says what to do about each"),
        (0, 1, 1, "1 of 2 feeds failed: `curate feeds list` says what to do about each"),
        (
            0,
            0,
            1,
            "no feed could be read (1 feed asked): is there a network? "
            "Behind a proxy, name it: --proxy, or pull.proxy in feeds.yml",
        ),
    ],
)
def test_the_last_line_says_what_to_do_about_failed_feeds(ok, unchanged, failed, last):
    report = Report(feeds_ok=ok, feeds_unchanged=unchanged, feeds_failed=failed)
    assert list(report.lines())[-1] == last
    assert report.exit_code == 0
