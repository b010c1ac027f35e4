"""What a week's page says of the conversation: its questions with their threads, and what learners said.

Records in, what the templates print out.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from curator.model import Answers, Guidelines, Module, thread_key
from curator.site.escape import clean, plain, reach, safe_url
from curator.site.page_renderer import PageRenderer, attribute
from curator.site.translations import Words
from curator.weeks.calendar import WEEK, Schedule, Slot


def said(plan: Schedule, slot: Slot, module: Module, t: Words) -> dict[str, Any]:
    """Gather what learners said: each quotation with its name and a link, and whom to thank.

    A name stands here only when its author agreed; else the link leads to the question, not to the post.
    """
    quotes, weeks = [], set()
    for highlight in module.highlights:
        _, _, place = highlight.thread.partition("/")
        week, _, question = place.partition("/")
        weeks.add(week)
        asked = plan.by_threads.get(week)
        here = bool(asked and asked.module and any(q.id == question for q in asked.module.conversation))
        named = highlight.by if highlight.asked else ""
        quotes.append(
            {
                "words": highlight.quote,
                "by": named,
                "url": highlight.url if named else None,
                "page": f"{asked.name}.html#{question}" if asked and here else "",
            }
        )
    last = weeks <= {"", f"week-{slot.week - 1:02d}"}
    return {
        "title": t.say("What you said last week") if last else t.say("What you said"),
        "quotes": quotes,
        "thanks": t.join(*dict.fromkeys(str(q["by"]) for q in quotes if q["by"])),
    }


def questions(renderer: PageRenderer, plan: Schedule, slot: Slot, module: Module) -> list[dict[str, Any]]:
    """Gather the questions of a week, each with its thread and how much was said there."""
    course, comments, t = plan.course, renderer.comments, renderer.words(plan)
    answers = {a.question: a for a in slot.answers}
    found = []
    for number, question in enumerate(module.conversation, 1):
        thread = thread_key(course.id, slot.threads, question.id)
        title = clean(
            renderer.words(plan).say(
                "{course}, week {week}, question {number}: {question}",
                course=course.title,
                week=slot.week,
                number=number,
                question=question.question,
            )
        )[:200]
        about = question.about if question.about and question.about <= len(module.content) else None
        attributes = comments.attributes(thread, title, course.language) if comments else {}
        found.append(
            {
                "id": question.id,
                "number": number,
                "text": question.question,
                "thread": thread,
                "title": title,
                "about": about,
                "about_title": module.content[about - 1].title if about else "",
                "mail": _mail(course.guidelines.answers_to, title),
                "mail_to": _who(course.guidelines),
                "link": comments.link(thread, title) if comments else None,
                "attributes": tuple(sorted(attributes.items())),
                "in_tag": _written(attributes),
                **_answers(answers.get(question.id), question.id in slot.lately, t),
            }
        )
    return found


def _written(attributes: Mapping[str, str]) -> Markup:
    """Write attributes as they stand in a tag."""
    pairs = (f' {attribute(name)}="{plain(value)}"' for name, value in sorted(attributes.items()))
    return Markup("".join(pairs))  # noqa: S704 - both sides are encoded


def _answers(answers: Answers | None, lately: bool, t: Words) -> dict[str, Any]:
    """Say how much was said by the last build, so that nobody has to load a discussion to see life.

    An answer of the last seven days is dated by its weekday, until the browser knows better.
    """
    if answers is None or not answers.posts:
        return {"answers": "", "posts": 0}
    day = t.date(answers.last)
    one = answers.posts == 1
    dated = (
        t.say("1 answer, on {date}", date=day)
        if one
        else t.say("{n} answers, the last one on {date}", n=answers.posts, date=day)
    )
    if not lately:
        return {"answers": dated, "posts": answers.posts, "answered_on": "", "fresh_until": ""}
    when = t.on(answers.last)
    said = (
        t.say("1 answer, {when}", when=when)
        if one
        else t.say("{n} answers, the last one {when}", n=answers.posts, when=when)
    )
    until = (answers.last + WEEK).isoformat()
    return {"answers": said, "posts": answers.posts, "answered_on": dated, "fresh_until": until}


def _who(guidelines: Guidelines) -> str:
    """Name who gets an answer: the person in charge, with the address where answers have one of their own."""
    who = guidelines.moderator or guidelines.contact
    return f"{who} ({guidelines.answers})" if guidelines.answers and who else guidelines.answers or who


def _mail(contact: str, subject: str) -> str:
    address = reach(contact)
    return safe_url(f"{address}?subject={quote(subject)}") if address.startswith("mailto:") else ""
