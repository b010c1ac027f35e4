"""Failures told by their cause, so that a night without a network stays readable."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from curator.model import Failure

TOLD = 3
"""Items of one cause that are named; of more, their number is told."""


_WORDS = {"extract": "page left out", "pull": "feed not read", "listen": "discussion not read"}
"""Stages in words for whoever curates; another is named as it is."""


def causes(failures: Iterable[Failure], told: int = TOLD) -> Iterator[str]:
    """Yield lines: each cause once, with the items that failed for it, at most `told` of them by name."""
    found: dict[tuple[str, str], list[Failure]] = {}
    for failure in failures:
        cause = failure.error.replace(urlsplit(failure.item).hostname or "\0", "its host")
        found.setdefault((failure.stage, cause), []).append(failure)
    for (kind, cause), same in found.items():
        stage = _WORDS.get(kind, kind)
        words = {failure.error for failure in same}
        shown = words.pop() if len(words) == 1 else cause  # "its host" only where there are several
        if len(same) == 1:
            yield f"{stage}: {same[0].item}: {shown}"
            continue
        yield f"{stage}: {len(same)} times: {shown}"
        yield from (f"    {failure.item}" for failure in same[:told])
        if len(same) > told:
            yield f"    and {len(same) - told} more"
