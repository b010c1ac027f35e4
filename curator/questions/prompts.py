"""Small steps to take with somebody: what a drafted week proposes for the connection.

The sentences stand in `languages/<code>/weeks.toml`. A step is small (minutes, not meetings), asks nothing to
be handed in, and follows from the week: what it holds and asks, what its need wants people to do. It names
no resource and no question, because these may be taken out or replaced after it was proposed. The same
week gives the same steps, another one others.
"""

import re
from collections.abc import Sequence

from curator.questions.asked import Asked, asked_of, deeds_of, is_telegram, main_of
from curator.questions.gerunds import sure_gerund
from curator.questions.languages import table
from curator.questions.needs import as_theirs, skill_of, words_of_needs
from curator.questions.objectives import filled, pick, printable
from curator.questions.week_titles import ended, titles_for
from curator.text.stemming import stem_words

STEPS = 2
"""Steps proposed for one week: a choice, not a list of duties."""

LONG_WORD = 5
"""Letters from which a word tells what a week speaks of."""

SKILL_WORDS = 5
"""Words of what a need asks for that a step can hold; with more it says the need word for word."""

LONG_SKILL = 18
"""Words of it that a step holds where nothing shorter names the subject: better long than about nothing."""


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

    The second comes from the need or the title whatever the week's number, as soon as either names a subject.
    `need` is the week's own (or the course's); of a need that lists things to do, a step is about the one
    that `holds` (titles and questions of the week) speaks of, else about another one each week. `reading`
    and `asking` say whether it holds resources and questions. Plain steps where the week says nothing; none
    in a language without a folder.
    """
    data = table(language, "weeks")
    if data is None:
        return ()
    steps = data["steps"]
    asked = asked_of(need, language)
    things = _things(asked, need, language)
    skill = _one_thing([t for t in things if len(t.split()) <= SKILL_WORDS], week, holds, language)
    planned = printable(title, language)
    first = asked.words.split(",")[0]  # of what is to be known: "where tools help, where they fail"
    named = {"topics": pick(asked.parts or ("",), week), "subject": first}.get(asked.kind, "")
    named = named[:1].upper() + named[1:]
    subject = planned or named or next(iter(titles_for(need, (), language)), "")
    if asked.kind == "deed" and not skill and not (planned and len(planned.split()) <= SKILL_WORDS):
        skill = _one_thing(_shortened(things, language), week, holds, language)
    found = []
    if asking and week % 2 == 0:
        found.append(pick(steps["question"], week // 2))
    elif reading:
        found.append(pick(steps["reading"], (week + 1) // 2))
    if skill:
        words = {"skill": skill, "theirs": as_theirs(skill, language)}
        if "able" in steps:
            doing = sure_gerund(words["theirs"], language)
            words["able"] = steps["able"][0 if doing else 1].format(doing=doing, **words)
        found.append(filled(pick(steps["skill"], week), language, **words))
    elif asked.kind == "clause" and "clause" in steps:
        found.append(pick(steps["clause"], week).format(clause=first))
    elif subject:
        found.append(pick(steps["title"], week).format(title=subject))
    plain = [pick(steps["plain"], week + turn) for turn in range(STEPS)]
    return tuple(dict.fromkeys((*found, *plain)))[:STEPS]


def _things(asked: Asked, need: str, language: str) -> tuple[str, ...]:
    """Return the things to do that a need lists.

    One with a pronoun, or with "that plan", says nothing without those before it.
    """
    known = words_of_needs(language)
    if known is None or asked.kind != "deed" or is_telegram(need, asked, language):
        return ()
    things = deeds_of(skill_of(need, language), language) or asked.parts
    return tuple(
        thing
        for number, thing in enumerate(things)
        if not (number and (known["points_inside"].search(thing) or known["points_back"].search(thing)))
        and not (number and known["capitals"] and thing.islower())  # no noun: "sachlich zu führen"
    )


def _shortened(things: Sequence[str], language: str) -> tuple[str, ...]:
    """Leave out of things to do what says without what they are done, and of the longest what else hangs on.

    Those that a step can then hold well come back; where there is none, those that it can hold at all.
    """
    short = [ended(main_of(thing, language), language, LONG_SKILL) for thing in things]
    for most in (SKILL_WORDS, LONG_SKILL):
        if fitting := tuple(thing for thing in short if len(thing.split()) <= most):
            return fitting
    return ()


def _one_thing(things: Sequence[str], week: int, holds: Sequence[str], language: str) -> str:
    """Choose of the things to do the one that a week speaks of most, else the next in turn; "" of none."""
    if not things:
        return ""
    turn = [*things[(week - 1) % len(things) :], *things[: (week - 1) % len(things)]]
    told = _stems(" ".join(holds), language)
    return max(turn, key=lambda thing: len(_stems(thing, language) & told))


def _stems(text: str, language: str) -> frozenset[str]:
    """Return the stems of a text's longer words: short ones ("your", "give") speak of nothing."""
    words = [word for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) >= LONG_WORD]
    return frozenset(stem_words(words, language))
