"""What a run says at its end: failed feeds with what to do about them, and nothing where none failed."""

import pytest

from curator.app.run import Report, SiteReport, WeekReport


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


def test_what_was_drafted_stands_behind_the_site_and_before_what_it_lacks():
    drafted = WeekReport("bread", 2, "courses/bread/week-02.md", "draft", 3, 1)
    report = Report(weeks=[drafted], notes=["courses/bread/week-02.md: a lack"])
    report.site = SiteReport("site", 4, 2, 0, empty=True)
    assert list(report.lines()) == [
        "site: 4 pages in site/ (2 parts rendered, 0 reused); no week is published yet",
        "Drafted week 2 of bread with 3 resources and 1 question: courses/bread/week-02.md",
        "courses/bread/week-02.md: a lack",
    ]
    report.site = SiteReport("site", 4, 2, 0)
    assert "open site/index.html, or run `curate serve`" in report.lines()


@pytest.mark.parametrize(
    ("status", "anew", "words"),
    [
        ("published", True, "Drafted and published week 2 of bread with 3 resources and 0 questions"),
        ("draft", False, "Week 2 of bread stays as it was, a draft with 3 resources and 0 questions"),
        ("published", False, "Week 2 of bread stays as it was, published with 3 resources"),
    ],
)
def test_a_week_says_what_became_of_it(status, anew, words):
    assert str(WeekReport("bread", 2, "file", status, 3, 0, anew)).startswith(words)
