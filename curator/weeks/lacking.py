"""What is missing in a drafted week and in its need, in words for the curator; the draft is not changed."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from curator.model import Course, Module
from curator.questions.languages import base
from curator.questions.question_lint import fit_any
from curator.text.language import language_of
from curator.weeks.calendar import need_of

LEAST_WORDS = 4
"""Words of a need below which nothing tells what people must do."""

MOST_WORDS = 120
"""Words of a need beyond which only its front steers the draft."""

ENOUGH_TO_TELL = 6
"""Words from which the language of a need can be told."""

SEVERAL = 2
"""Resources from which it matters that they come from one site."""


def lacks(course: Course, module: Module) -> Iterator[str]:
    """Yield what is lacking: a telling need in the course's language, a second site, a question."""
    need = need_of(course, module.week)
    count = len(need.split())
    if count < LEAST_WORDS:
        yield "the need says little: write in a sentence who must learn to do what"
    elif count > MOST_WORDS:
        yield f"the need has {count} words, and only its front steers: say in one sentence what matters"
    # The language of fewer than 20 words is not guessed; the shares that it is guessed from stay as they are.
    spoken = language_of(f"{need} " * 3) if count >= ENOUGH_TO_TELL else ""
    if spoken and base(spoken) != base(course.language):
        yield (
            f"the need seems to be in another language ({spoken}) than the course ({course.language}): "
            "objective and steps may be missing"
        )
    hosts = {(urlsplit(r.url).hostname or "").removeprefix("www.") for r in module.content if r.url}
    if len(module.content) >= SEVERAL and len(hosts) == 1:
        yield f"every resource comes from {hosts.pop()}: add feeds of other sites"
    makeshift = fit_any(course.language)
    if module.conversation and all(q.question in makeshift for q in module.conversation):
        auto = "; as the course says publish: auto, the week goes out with it"
        yield (
            "nothing in the texts makes a good question, and what is asked would fit any text: "
            f"write one of your own{auto if course.publish == 'auto' else ''}"
        )
