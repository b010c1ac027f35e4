"""Small steps to take with somebody: what a drafted week proposes for the connection.

The sentences stand in `languages/<code>/weeks.toml`. A step is small (minutes, not meetings), asks nothing to
be handed in, and follows from the week: what it holds and asks, what its need wants people to do. It names
no resource and no question, because these may be taken out or replaced after it was proposed. The same
week gives the same steps, another one others.
"""

from curator.questions.asked import asked_of, is_telegram
from curator.questions.languages import table
from curator.questions.needs import as_theirs
from curator.questions.objectives import filled, pick, printable
from curator.questions.week_titles import titles_for

STEPS = 2
"""Steps proposed for one week: a choice, not a list of duties."""

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
) -> tuple[str, ...]:
    """Choose the steps of a week: one that begins with what it holds or asks, one about its subject.

    `need` is the week's own (or the course's); `reading` and `asking` say whether it holds resources and
    questions. Plain steps where the week says nothing; none in a language without a folder.
    """
    data = table(language, "weeks")
    if data is None:
        return ()
    steps = data["steps"]
    asked = asked_of(need, language)
    said = asked.kind == "deed" and not is_telegram(need, asked, language)
    skill = asked.parts[0] if said and len(asked.parts[0].split()) <= SKILL_WORDS else ""
    named = pick(asked.parts, week) if asked.kind == "topics" else ""
    named = named[:1].upper() + named[1:]
    subject = printable(title, language) or named or next(iter(titles_for(need, (), language)), "")
    found = []
    if asking and week % 2 == 0:
        found.append(pick(steps["question"], week // 2))
    elif reading:
        found.append(pick(steps["reading"], (week + 1) // 2))
    if skill:
        words = {"skill": skill, "theirs": as_theirs(skill, language)}
        found.append(filled(pick(steps["skill"], week), language, **words))
    elif asked.kind == "clause" and "clause" in steps:
        found.append(pick(steps["clause"], week).format(clause=asked.words))
    elif subject:
        found.append(pick(steps["title"], week).format(title=subject))
    plain = [pick(steps["plain"], week + turn) for turn in range(STEPS)]
    return tuple(dict.fromkeys((*found, *plain)))[:STEPS]
