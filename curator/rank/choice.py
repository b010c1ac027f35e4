"""The week's choice: the best few things within the minutes, each refusal with its reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from curator.model import Candidate, Items, Kind
from curator.rank import weights


@dataclass(frozen=True, slots=True)
class Refusal:
    """A candidate that was not chosen, and why."""

    candidate: Candidate
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a week offers: the chosen, best first, the runner-up and why each of the others lost."""

    chosen: tuple[Candidate, ...]
    refused: tuple[Refusal, ...] = ()
    runner_up: Refusal | None = None

    @property
    def minutes(self) -> int:
        """Minutes that the chosen take together."""
        return sum(c.minutes for c in self.chosen)


def choose(
    candidates: Sequence[Candidate],
    *,
    minutes: int,
    items: Items,
    kinds: Sequence[Kind] = (),
    used: Collection[str] = frozenset(),
    dropped: Collection[str] = frozenset(),
) -> Choice:
    """Choose a week's resources from ranked candidates."""
    chosen: list[Candidate] = []
    refused: list[Refusal] = []
    for c in candidates:
        why = ""
        if c.url in used:
            why = "was used in an earlier week"
        elif c.url in dropped:
            why = "was dropped by the curator"
        elif kinds and c.article.kind not in kinds:
            why = f"is of a kind that is not wanted: {c.article.kind}"
        elif c.reasons and c.reasons[0].points < weights.FLOOR:
            why = "too far from the need"
        elif len(chosen) >= items.max:
            why = f"the week is full: {items.max} items"
        elif sum(k.minutes for k in chosen) + c.minutes > minutes:
            why = f"would break the {minutes}-minute week"
        elif sum(k.article.host == c.article.host for k in chosen) >= weights.PER_SOURCE:
            why = f"would be the third from {c.article.host}"
        if why:
            refused.append(Refusal(c, why))
        else:
            chosen.append(c)
    return Choice(tuple(chosen), tuple(refused), refused[0] if refused else None)
