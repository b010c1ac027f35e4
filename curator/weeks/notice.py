"""What a draft says of itself: that it is too thin, until that is untrue; that a note is only proposed."""

import re
from collections.abc import Sequence

from curator.model import Module
from curator.text.counting import count as counted
from curator.text.one_line import one_line

NOT_READY = "**This draft is not ready.**"
"""How the paragraph begins that calls a draft too thin."""
PROPOSED = "(proposed) "
"""How a note begins that an assistant wrote, or why to meet somebody, and that nobody has touched."""


def still_proposed(module: Module) -> tuple[str, ...]:
    """Name the parts that say what an assistant wrote, word for word: nobody has taken them over."""
    says = {"title": module.title, "objective": module.objective}
    says |= {q.id: q.question for q in module.conversation}
    return tuple(part for part, words in module.proposed.items() if words and says.get(part) == words)


def without_proposals(module: Module) -> Module:
    """Leave out of a week what is said of people and nobody has taken over yet: learners do not read it."""
    people = module.connection.people
    if not any(p.about.startswith(PROPOSED) for p in people):
        return module
    mine = (p.model_copy(update={"about": ""}) if p.about.startswith(PROPOSED) else p for p in people)
    connection = module.connection.model_copy(update={"people": tuple(mine)})
    return module.model_copy(update={"connection": connection})


LONGEST_PART = 160
"""Characters of a part of the need that is named: seven long words, whole."""
_WANTED = re.compile(r"asks for at least (\d+)")


_HOLDS = re.compile(r"It holds (?:no resource|\d+ resources?);")


def _holds(count: int) -> str:
    return counted(count, "resource") if count else "no resource"


def too_little(count: int, least: int, lacking: Sequence[str]) -> str:
    """Say that a draft is too thin, what it lacks, and what helps; "" where it holds enough resources."""
    if count >= least:
        return ""
    parts = ", ".join(one_line(part, LONGEST_PART) for part in lacking)
    # A page may be close to the need as a whole and name none of its parts.
    lead = "No resource in it names enough of" if count else "Nothing in it answers"
    answers = f" {lead}: {parts}." if parts else ""
    return (
        f"{NOT_READY} It holds {_holds(count)}; the course asks for at least {least}.{answers} Add feeds "
        "that write about the need, give the week more keywords or a need of its own in the settings, or add "
        "a page by hand. This paragraph goes by itself when the week is full; delete it if you disagree."
    )


def still_true(introduction: str, count: int) -> str:
    """Return an introduction whose paragraph says how many resources there are, or goes: they are enough."""
    paragraphs = re.split(r"(\n[ \t]*\n)", introduction)
    for place, paragraph in enumerate(paragraphs):
        wanted = _WANTED.search(paragraph)
        if paragraph.lstrip().startswith(NOT_READY) and wanted and count >= int(wanted[1]):
            rest = paragraphs[:place] + paragraphs[place + 2 :]
            return "".join(rest).strip("\n")
        if paragraph.lstrip().startswith(NOT_READY) and wanted:
            paragraphs[place] = _HOLDS.sub(f"It holds {_holds(count)};", paragraph, count=1)
            return "".join(paragraphs)
    return introduction
