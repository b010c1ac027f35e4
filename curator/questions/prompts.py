"""Small steps to take with somebody: what a drafted week proposes for the connection.

The sentences stand in `languages/<code>/weeks.toml`. A step is small (minutes, not meetings), asks nothing to
be handed in, and follows from the week: from a resource of it, from what is asked about one, from what its
need wants people to do. The same week gives the same steps, another one others.
"""

from collections.abc import Sequence

from curator.questions.languages import table
from curator.questions.objectives import needs_knowing, pick, printable, skill_of

STEPS = 2
"""Steps proposed for one week: a choice, not a list of duties."""


def prompts_for(
    week: int,
    language: str = "en",
    *,
    title: str = "",
    need: str = "",
    resources: Sequence[str] = (),
    asked: Sequence[str] = (),
) -> tuple[str, ...]:
    """Choose the steps of a week: one about a resource or a question on one, one about its subject.

    `need` is the week's own (or the course's), `resources` are the titles of what the week holds, `asked`
    those that a question is about. Plain steps where the week says nothing; none in a language without a
    folder.
    """
    data = table(language, "weeks")
    if data is None:
        return ()
    steps = data["steps"]
    named = [name for name in (printable(r, language) for r in resources) if name]
    questioned = [name for name in (printable(r, language) for r in asked) if name]
    skill, subject = skill_of(need, language), printable(title, language)
    if needs_knowing(skill, language):
        skill = ""  # "tried to understand ..." is no step
    found = []
    if questioned and week % 2 == 0:
        found.append(pick(steps["question"], week // 2).format(resource=pick(questioned, week)))
    elif named:
        found.append(pick(steps["resource"], week).format(resource=pick(named, week)))
    if skill:
        found.append(pick(steps["skill"], week).format(skill=skill))
    elif subject:
        found.append(pick(steps["title"], week).format(title=subject))
    plain = [pick(steps["plain"], week + turn) for turn in range(STEPS)]
    return tuple(dict.fromkeys((*found, *plain)))[:STEPS]
