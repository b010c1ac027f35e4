"""When to ask again: pure deciders on what is remembered of feeds and hosts.

Times are aware datetimes; `now` is passed in. Nothing here waits longer than a week, and nothing trusts
a moment that only a wrong clock could have written down.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from curator import urls
from curator.model import FeedState, Fetched, HostState, ParsedFeed
from curator.text.one_line import one_line

LONGEST = timedelta(days=7)
"""No feed or host is left alone for longer."""
FIRST_FEED = timedelta(minutes=15)
"""Pause after a feed's first failure; doubles with each further one."""
FIRST_HOST = timedelta(hours=1)
"""Pause after a host's first 429 or 503 without Retry-After; doubles with each further one."""
QUIET = timedelta(days=90)
"""A feed without anything new for so long is quiet, which is no fault."""
BROKEN = 3
"""Failures in a row after which a feed is called broken rather than backing off."""
OVERLOADED = frozenset({429, 503})

Word = Literal["fresh", "quiet", "moved", "backing off", "broken", "gone", "new"]


@dataclass(frozen=True, slots=True)
class FeedReport:
    """A feed's state in a word, since when, and what the curator can do about it (or empty)."""

    word: Word
    since: datetime | None
    """When it last said something new."""
    advice: str


def wait_until(moment: datetime | None, now: datetime) -> datetime | None:
    """Return `moment` if it lies ahead and could have been set by a sound clock, else None."""
    if moment is None or moment <= now or moment - now > LONGEST:
        return None
    return moment


def due(state: FeedState | None, host: HostState | None, now: datetime) -> str | None:
    """Decide whether a feed may be asked now: None, or the reason in words why not."""
    if state is not None and state.gone:
        return "gone for good (410): not asked again"
    distrusted = state is not None and state.checked is not None and state.checked > now
    if state is not None and not distrusted and (until := wait_until(state.retry_at, now)):
        return f"backing off until {_moment(until)}: {state.error or 'it failed'}"
    return host_waits(host, now)


def host_waits(host: HostState | None, now: datetime) -> str | None:
    """Say in words that a host wants to be left alone, or None."""
    if host is not None and (until := wait_until(host.retry_at, now)):
        return f"{urls.split(host.origin).hostname} asked to be left alone until {_moment(until)}"
    return None


def backoff(failures: int, first: timedelta, asked: float | None = None) -> timedelta:
    """Compute the pause after so many failures in a row: doubling, at least what was asked, at most a week.

    `asked` is Retry-After in seconds.
    """
    pause: timedelta = first * 2 ** min(max(failures - 1, 0), 16)
    if asked is not None:
        pause = max(pause, timedelta(seconds=min(asked, LONGEST.total_seconds())))
    return min(pause, LONGEST)


def after(
    state: FeedState,
    fetched: Fetched,
    now: datetime,
    *,
    feed: ParsedFeed | None = None,
    body_hash: str = "",
    new: int = 0,
    error: str = "",
) -> FeedState:
    """Return what to remember of a feed after it was asked.

    `feed` is what its bytes parsed to (None when unchanged or unreadable), `body_hash` their hash, `new`
    how many entries nobody had seen, `error` why they could not be parsed. After a failure the last good
    validators and hash stay, so that the next answer is read in full.
    """
    if fetched.skipped:
        return state
    problem = one_line(fetched.error or error, 500)
    if problem:
        failures = state.failures + 1
        # An outage at home looks like the end of every feed: the first one costs no pause.
        free = fetched.status == 0 and failures == 1
        pause = backoff(failures - (fetched.status == 0), FIRST_FEED, fetched.retry_after)
        return replace(
            state,
            checked=now,
            failures=failures,
            retry_at=None if free else now + pause,
            gone=fetched.status == 410,
            error=problem,
        )
    state = replace(
        state, checked=now, failures=0, retry_at=None, gone=False, error="", moved_to=fetched.moved_to
    )
    newest = _newest(feed, now)
    if new:
        state = replace(state, changed=newest or state.changed or now)
    elif newest and (state.changed is None or newest > state.changed):  # new to a run that was killed
        state = replace(state, changed=newest)
    if fetched.unchanged:  # validators in a 304 replace the stored ones (RFC 9111, 4.3.4)
        return replace(
            state,
            etag=fetched.etag or state.etag,
            last_modified=fetched.last_modified or state.last_modified,
        )
    state = replace(state, etag=fetched.etag, last_modified=fetched.last_modified)
    if body_hash:
        state = replace(state, body_hash=body_hash)
    if feed is not None:
        state = replace(state, title=feed.title or state.title, home=feed.url or state.home)
    return state


def _newest(feed: ParsedFeed | None, now: datetime) -> datetime | None:
    """Find when a feed last said something: its youngest date that does not lie in the future."""
    dates = [entry.published for entry in feed.entries if entry.published] if feed else []
    return max((date for date in dates if date <= now), default=None)


def after_host(state: HostState, fetched: Fetched, now: datetime) -> HostState:
    """Return what to remember of an origin after one answer from it (or none)."""
    if fetched.skipped or not fetched.status:
        return state
    if fetched.status in OVERLOADED:
        failures = state.failures + 1
        # What the host asks for is enough once; if it has to ask again, our own doubling pause counts too.
        first = timedelta(0) if failures == 1 and fetched.retry_after is not None else FIRST_HOST
        pause = backoff(failures, first, fetched.retry_after)
        return replace(state, failures=failures, retry_at=now + pause)
    if state.failures or state.retry_at:
        return replace(state, failures=0, retry_at=None)
    return state


def describe(feed: str, state: FeedState | None, now: datetime) -> FeedReport:
    """Put a feed's state into a word and say what to do; `feed` is its address or path."""
    if state is None or (state.checked is None and not state.error):
        return FeedReport("new", None, "run `curate pull` to read it for the first time")
    since = state.changed
    if state.gone:
        return FeedReport("gone", since, f"its owner removed it (410): `curate feeds remove {feed}`")
    if state.error and state.failures >= BROKEN:
        return FeedReport("broken", since, f"{state.error}; try `curate feeds check {feed}`, or remove it")
    if state.error:
        until = wait_until(state.retry_at, now)
        when = f"; asked again after {_moment(until)}" if until else "; asked again at the next run"
        return FeedReport("backing off", since, state.error + when)
    if state.moved_to:
        return FeedReport("moved", since, f"now at {state.moved_to}: `curate feeds accept-moves`")
    if since is None:
        return FeedReport("quiet", since, "nothing is wrong, it has just said nothing yet")
    if now - since > QUIET:
        return FeedReport("quiet", since, "nothing is wrong, it has just said nothing new for a while")
    return FeedReport("fresh", since, "")


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
