"""How a need is told to people: in whole phrases of its own words, on a terminal as on the review page."""

from curator.model import Course
from curator.questions.needs import doing_words
from curator.weeks.calendar import keywords_of, need_of


def read_as(need: str) -> list[str]:
    """Say how a need is read: what it asks for, part by part, in its own words."""
    from curator.rank import said_parts  # numpy: only where somebody is asked

    return said_parts(need, doing_words())


def looked_for(course: Course, week: int) -> list[str]:
    """Say what is looked for with the need and the keywords of a week."""
    from curator.rank import understood

    return understood(need_of(course, week), keywords_of(course, week), doing_words())
