"""How long things take, in a learner's words: one way for pages, chats and exports."""

from collections.abc import Sequence
from datetime import datetime

from curator.model import Event
from curator.site.translations import Words


def timed(t: Words, what: str, minutes: int, words: str) -> str:
    """Say what there is and how long it takes: "1 event (60 min)"."""
    return t.say("{what} ({minutes})", what=what, minutes=t.say(words, n=minutes)) if minutes else what


def meetings(t: Words, events: Sequence[Event]) -> str:
    """Say how many events there are and how long they take; "" for none."""
    if not events:
        return ""
    length = sum(event.minutes for event in events)
    return timed(t, t.count(len(events), "1 event", "{n} events"), length, words="{n} min")


def with_events(t: Words, minutes: int, events: Sequence[Event] = (), words: str = "{n} min") -> str:
    """Say what a week or a course takes, its events beside the sum: "40 min, 1 event (60 min)"."""
    return t.join(t.say(words, n=minutes) if minutes else "", meetings(t, events))


def events_over(
    t: Words, minutes: int, events: Sequence[Event], words: str = "{n} min"
) -> list[tuple[datetime, str]]:
    """Say what `with_events` becomes as each event ends, first event first: browsers go by it."""
    return [
        (event.ends, with_events(t, minutes, events[number:], words))
        for number, event in enumerate(events, 1)
    ]
