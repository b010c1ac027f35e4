"""What was sent already: one file for each channel, kept in Git, so that no week is sent twice.

A week is noted as under way before it leaves and as sent after, so that a crash in between ends in a question
to a person and not in a second message.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from curator.model import Slug, Written
from curator.weeks.edit import load, save
from curator.yamlio import splice
from curator.yamlio.reading import read_file

State = Literal["sending", "sent"]


class SentWeek(Written):
    """A week that went out; `sending` is what a run leaves behind that broke off half-way."""

    course: Slug
    week: int
    on: date
    state: State = "sent"
    missed: tuple[Annotated[int, Field(ge=1)], ...] = ()
    """Numbers of the addresses that it did not reach, counted from 1."""


class SentWeeks(Written):
    """The file: digests/sent.yml, announcements/sent.yml."""

    sent: tuple[SentWeek, ...] = ()


@dataclass(frozen=True, slots=True)
class SentLog:
    """One such file: its place in the project, and the comment at its head."""

    root: Path
    file: str
    header: str

    def find(self, course: str, week: int) -> SentWeek | None:
        """Return what is noted of a week."""
        return next((s for s in self._listed() if (s.course, s.week) == (course, week)), None)

    def note(
        self, course: str, week: int, on: date, state: State | None, missed: tuple[int, ...] = ()
    ) -> None:
        """Write down how far a week is; None forgets it. The rest of the file stays as it is."""
        path = self.root / self.file
        old = load(path) if path.exists() else None
        text = old if old is not None else self.header
        places = enumerate(self._listed())
        place = next((i for i, s in places if (s.course, s.week) == (course, week)), None)
        if place is not None:
            text = splice.delete(text, ("sent", place))
        if state is not None:
            entry = {"course": course, "week": week, "on": on}
            entry |= {"state": state} if state == "sending" else {}
            entry |= {"missed": list(missed)} if missed else {}
            text = splice.insert(text, ("sent",), 10**6, entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, old, text)

    def _listed(self) -> tuple[SentWeek, ...]:
        path = self.root / self.file
        return read_file(SentWeeks, path, self.file).sent if path.exists() else ()
