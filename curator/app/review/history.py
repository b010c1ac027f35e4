"""What was done to a week in this sitting, so that it can be undone: texts before and after, in order."""

from dataclasses import dataclass, replace

LONGEST = 200
"""Steps that are remembered; a week is some ten kilobytes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change: the file's text before and after it, and what it was in words."""

    before: str
    after: str
    words: str
    part: str = ""
    """What was written in ("note https://..."), as it is called after this step."""


@dataclass(frozen=True, slots=True)
class History:
    """Steps in order; those before `at` are done, those from `at` on were undone."""

    steps: tuple[Step, ...] = ()
    at: int = 0

    @property
    def last(self) -> Step | None:
        """Return the step that undo would take back."""
        return self.steps[self.at - 1] if self.at else None

    @property
    def next(self) -> Step | None:
        """Return the step that redo would do again."""
        return self.steps[self.at] if self.at < len(self.steps) else None

    def did(self, step: Step, *, goes_on: str = "") -> "History":
        """Add a step; where typing goes on in the part that the last step wrote in, it widens that one."""
        done, last = self.steps[: self.at], self.last
        if goes_on and last and last.part == goes_on and last.after == step.before:
            done = (*done[:-1], replace(last, after=step.after, part=step.part))
        else:
            done = (*done, step)[-LONGEST:]
        return History(done, len(done))

    def back(self) -> "History":
        """Take the last step back."""
        return History(self.steps, max(0, self.at - 1))

    def forth(self) -> "History":
        """Do the next step again."""
        return History(self.steps, min(len(self.steps), self.at + 1))

    def lead_to(self, one: str | None, other: str) -> bool:
        """Tell whether its steps lead from one text to another, onwards or back, with nothing in between."""
        runs: list[set[str]] = []
        after = None
        for step in self.steps:
            if step.before != after:
                runs.append({step.before})
            runs[-1].add(step.after)
            after = step.after
        return any({one, other} <= texts for texts in runs)
