"""How a need is told to people: in whole phrases of its own words, on a terminal as on the review page."""

from collections.abc import Sequence

from curator.model import Course
from curator.questions.needs import doing_words
from curator.weeks.calendar import keywords_of, need_of


def read_as(need: str) -> list[str]:
    """Say how a need is read: what it asks for, part by part, in its own words."""
    from curator.rank import said_parts  # numpy: only where somebody is asked

    return said_parts(need, doing_words())


def left_out(need: str, keywords: Sequence[str] = ()) -> str:
    """Say which words on the learners are not looked for, "" where none of weight is left out."""
    from curator.rank import not_looked_for

    clause, verb = not_looked_for(need, keywords)
    if not clause:
        return ""
    remedy = f"If that is the subject, put it behind '{verb}'."
    return f"Not looked for, since it says who they are: '{clause}'. {remedy}"


def steering_beside(course: Course, week: int) -> str:
    """Say which keywords of a week its need does not hold: they stay when the need is changed to another."""
    from curator.rank import unheld

    words = ", ".join(unheld(need_of(course, week), keywords_of(course, week)))
    if not words:
        return ""
    return f"These keywords steer the week, too: {words}. Remove them if they belong to the old need."


def looked_for(course: Course, week: int) -> list[str]:
    """Say what is looked for with the need and the keywords of a week."""
    from curator.rank import understood

    return understood(need_of(course, week), keywords_of(course, week), doing_words())
