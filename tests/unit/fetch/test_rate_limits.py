"""Promise 5, the deciding half: who may be asked when, and what a feed's state is called."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.fetch.rate_limits import LONGEST, after, after_host, backoff, describe, due, host_waits
from curator.model import Entry, FeedState, Fetched, HostState, ParsedFeed

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
URL = "https://site.example/feed.xml"
HOUR = timedelta(hours=1)
GOOD = FeedState(
    URL, etag='"old"', last_modified="then", body_hash="abc", checked=NOW - HOUR, changed=NOW - HOUR
)
DATES = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def got(status: int = 200, **more: object) -> Fetched:
    return replace(Fetched(URL, URL, status, error="" if status in (200, 304) else "bad"), **more)


def feed(*dates: datetime | None) -> ParsedFeed:
    entries = tuple(Entry(f"{URL}#{i}", f"Entry {i}", published=d) for i, d in enumerate(dates))
    return ParsedFeed("A title", entries, "https://site.example/")


# --- feeds ---------------------------------------------------------------------------------------


def test_a_feed_never_seen_is_due():
    assert due(None, None, NOW) is None
    assert due(FeedState(URL), HostState("http://site.example:80"), NOW) is None


def test_a_good_answer_is_remembered():
    fetched = got(etag='"new"', last_modified="now")
    state = after(FeedState(URL), fetched, NOW, feed=feed(NOW - HOUR), body_hash="h", new=1)
    assert state == FeedState(URL, "A title", "https://site.example/", '"new"', "now", "h", NOW, NOW - HOUR)


def test_the_validators_of_a_304_replace_the_stored_ones():
    state = after(GOOD, got(304, etag='"other"', last_modified="later"), NOW)
    assert state == replace(GOOD, checked=NOW, etag='"other"', last_modified="later")


def test_a_304_without_validators_keeps_those_that_are_known():
    assert after(GOOD, got(304), NOW) == replace(GOOD, checked=NOW)
    assert after(GOOD, got(304, etag='"v2"'), NOW) == replace(GOOD, checked=NOW, etag='"v2"')


def test_a_validator_that_is_gone_is_forgotten():
    assert after(GOOD, got(), NOW, feed=feed(), body_hash="x").etag == ""


def test_a_failure_keeps_the_validators_and_waits_longer_each_time():
    state = GOOD
    pauses = []
    for failures in range(1, 15):
        state = after(state, got(500), NOW)
        assert state.failures == failures
        assert state.retry_at is not None
        pauses.append(state.retry_at - NOW)
        assert due(state, None, NOW + timedelta(minutes=1)) is not None
    assert pauses[:4] == [timedelta(minutes=m) for m in (15, 30, 60, 120)]
    assert pauses[-1] == LONGEST
    assert (state.etag, state.body_hash) == ('"old"', "abc")


def test_an_unreadable_answer_counts_as_failure_and_is_read_in_full_next_time():
    state = after(GOOD, got(etag='"new"'), NOW, body_hash="new", error="not a feed but a web page")
    assert state.failures == 1
    assert (state.etag, state.body_hash) == ('"old"', "abc")


def test_success_forgets_the_failures():
    broken = after(after(GOOD, got(500), NOW), got(500), NOW)
    state = after(broken, got(304), NOW + HOUR)
    assert (state.failures, state.retry_at, state.error) == (0, None, "")


def test_one_outage_at_home_delays_nothing():
    state = after(GOOD, got(0), NOW)
    assert state.failures == 1
    assert due(state, None, NOW) is None
    assert due(after(state, got(0), NOW), None, NOW) is not None


def test_gone_retires_a_feed_for_good():
    state = after(GOOD, got(410), NOW)
    assert state.gone
    for later in (NOW, NOW + timedelta(days=8), NOW + timedelta(days=4000)):
        assert "410" in (due(state, None, later) or "")


def test_a_permanent_move_is_proposed_and_not_applied():
    state = after(GOOD, got(moved_to="https://new.example/feed"), NOW, feed=feed(), body_hash="x")
    assert state.feed == URL
    assert state.moved_to == "https://new.example/feed"
    assert describe(URL, state, NOW).word == "moved"
    assert after(state, got(304), NOW).moved_to == ""


def test_a_feed_that_was_not_asked_keeps_its_state():
    assert after(GOOD, got(0, skipped=True, error="the host wants a rest"), NOW) == GOOD


def test_retry_after_holds_a_feed_back_for_so_long_and_not_much_longer():
    state = after(GOOD, got(429, retry_after=3600.0), NOW)
    assert due(state, None, NOW + HOUR - timedelta(seconds=1)) is not None
    assert due(state, None, NOW + HOUR) is None


@pytest.mark.parametrize("jump", [timedelta(days=8), timedelta(days=400), timedelta(days=20_000)])
def test_a_moment_that_only_a_wrong_clock_could_have_written_is_not_obeyed(jump):
    ahead = NOW + jump
    state = after(GOOD, got(500), ahead)
    assert due(state, None, NOW) is None
    host = after_host(HostState("http://site.example:80"), got(429, retry_after=3600.0), ahead)
    assert host_waits(host, NOW) is None


def test_a_small_jump_of_the_clock_is_noticed_by_the_time_of_the_last_check():
    state = after(GOOD, got(500), NOW + timedelta(days=3))
    assert due(state, None, NOW) is None


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([200, 304, 404, 429, 500, 503, 0]), max_size=30),
    DATES,
    DATES,
    st.floats(0, 1e12),
)
def test_nobody_waits_longer_than_a_week(statuses, before, now, asked):
    state, host = FeedState(URL), HostState("http://site.example:80")
    for status in statuses:
        fetched = got(status, retry_after=asked if status in (429, 503) else None)
        state, host = after(state, fetched, before), after_host(host, fetched, before)
    if now >= before:
        later = before + LONGEST
        assert due(state, host, later) is None
    else:
        assert due(state, None, now) is None  # the check lies in the future: the clock was wrong


@settings(deadline=None)
@given(st.integers(-5, 10_000), st.one_of(st.none(), st.floats(0, 1e15)))
def test_backoff_stays_within_a_week(failures, asked):
    assert timedelta(0) <= backoff(failures, HOUR, asked) <= LONGEST


# --- hosts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
def test_an_overloaded_host_is_left_alone(status):
    host = after_host(HostState("http://site.example:80"), got(status), NOW)
    assert host.failures == 1
    assert "left alone" in (due(None, host, NOW + timedelta(minutes=59)) or "")
    assert due(None, host, NOW + HOUR) is None


def test_a_host_that_names_a_time_gets_that_time():
    host = after_host(HostState("http://site.example:80"), got(503, retry_after=90.0), NOW)
    assert host.retry_at == NOW + timedelta(seconds=90)


def test_a_host_that_asks_again_and_again_waits_longer():
    host = HostState("http://site.example:80")
    for _ in range(4):
        host = after_host(host, got(429, retry_after=1.0), NOW)
    assert host.retry_at == NOW + 8 * HOUR


def test_a_friendly_answer_ends_a_hosts_rest_and_other_failures_do_not_start_one():
    tired = after_host(HostState("http://site.example:80", robots="x"), got(429), NOW)
    assert after_host(tired, got(200), NOW) == HostState("http://site.example:80", robots="x")
    assert after_host(HostState("http://site.example:80"), got(500), NOW) == HostState(
        "http://site.example:80"
    )
    assert after_host(tired, got(0), NOW) == tired


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "word", "advice"),
    [
        (None, "new", "curate pull"),
        (GOOD, "fresh", ""),
        (replace(GOOD, changed=NOW - timedelta(days=100)), "quiet", "nothing is wrong"),
        (replace(GOOD, changed=None), "quiet", "nothing yet"),
        (replace(GOOD, moved_to="https://new.example/f"), "moved", "accept-moves"),
        (replace(GOOD, error="not found (404)", failures=1, retry_at=NOW + HOUR), "backing off", "10:00 UTC"),
        (replace(GOOD, error="not found (404)", failures=1), "backing off", "next run"),
        (
            replace(GOOD, error="not found (404)", failures=3, retry_at=NOW + HOUR),
            "broken",
            "not found (404)",
        ),
        (replace(GOOD, error="gone", failures=1, gone=True), "gone", "curate feeds remove"),
    ],
)
def test_every_state_has_a_word_and_a_remedy(state, word, advice):
    report = describe(URL, state, NOW)
    assert report.word == word
    assert advice in report.advice


def test_quiet_is_judged_by_what_the_feed_says_and_not_by_when_it_was_first_read():
    old = NOW - timedelta(days=400)
    state = after(FeedState(URL), got(), NOW, feed=feed(old, None, NOW + timedelta(days=3)), new=3)
    assert describe(URL, state, NOW).word == "quiet"
    assert state.changed == old
    undated = after(FeedState(URL), got(), NOW, feed=feed(None), new=1)
    assert undated.changed == NOW
