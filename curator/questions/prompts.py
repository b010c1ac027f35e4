"""Small steps to take with somebody: what a drafted week proposes for the connection.

The sentences stand in `languages/<code>/weeks.toml`. A step is small (minutes, not meetings), asks nothing to
be handed in, and follows from the week: what it holds and asks, what its need wants people to do. It names
no resource and no question, because these may be taken out or replaced after it was proposed. The same
week gives the same steps, another one others.
"""

import re
from collections.abc import Sequence

from curator.questions.languages import table
from curator.questions.needs import as_theirs, needs_knowing, shortened, skill_of, things_to_do
from curator.questions.objectives import pick, printable
from curator.questions.week_titles import titles_for
from curator.text.stemming import stem_words

STEPS = 2
"""Steps proposed for one week: a choice, not a list of duties."""

LONG_WORD = 5
"""Letters from which a word tells what a week speaks of."""

SKILL_WORDS = 12
"""Words of what a need asks for that a step can hold."""


def prompts_for(
    week: int,
    language: str = "en",
    *,
    title: str = "",
    need: str = "",
    reading: bool = True,
    asking: bool = True,
    holds: Sequence[str] = (),
) -> tuple[str, ...]:
    """Choose the steps of a week: one that begins with what it holds or asks, one about its subject.

    `need` is the week's own (or the course's); of a need that lists things to do, a step is about the one
    that `holds` (titles and questions of the week) speaks of, else about another one each week. `reading`
    and `asking` say whether it holds resources and questions. Plain steps where the week says nothing; none
    in a language without a folder.
    """
    data = table(language, "weeks")
    if data is None:
        return ()
    steps = data["steps"]
    skill = skill_of(need, language)
    subject = printable(title, language) or next(iter(titles_for(need, (), language)), "")
    skill = shortened(_one_thing(skill, week, holds, language), language, SKILL_WORDS)
    if needs_knowing(skill, language) or len(skill.split()) > SKILL_WORDS:
        skill = ""  # "tried to understand ..." is no step, and a long one is hard to take in
    found = []
    if asking and week % 2 == 0:
        found.append(pick(steps["question"], week // 2))
    elif reading:
        found.append(pick(steps["reading"], (week + 1) // 2))
    if skill:
        found.append(pick(steps["skill"], week).format(skill=skill, theirs=as_theirs(skill, language)))
    elif subject:
        found.append(pick(steps["title"], week).format(title=subject))
    plain = [pick(steps["plain"], week + turn) for turn in range(STEPS)]
    return tuple(dict.fromkeys((*found, *plain)))[:STEPS]


def _one_thing(skill: str, week: int, holds: Sequence[str], language: str) -> str:
    """Choose of a list of things to do the one that a week speaks of most, else the next in turn."""
    things = things_to_do(skill, language)
    turn = [*things[(week - 1) % len(things) :], *things[: (week - 1) % len(things)]]
    told = _stems(" ".join(holds), language)
    return max(turn, key=lambda thing: len(_stems(thing, language) & told))


def _stems(text: str, language: str) -> frozenset[str]:
    """Return the stems of a text's longer words: short ones ("your", "give") speak of nothing."""
    words = [word for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) >= LONG_WORD]
    return frozenset(stem_words(words, language))
