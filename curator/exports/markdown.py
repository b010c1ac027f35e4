"""Plain Markdown, one file a week, for whatever comes next. What machines sent is escaped, mark by mark."""

from functools import partial

from curator.exports.course_book import Chapter, CourseBook
from curator.exports.drawing import original
from curator.exports.prose import address, as_markdown, fit, link, literal
from curator.exports.zipped import pack
from curator.model import Resource
from curator.site.escape import clean, reach
from curator.site.page_renderer import KINDS
from curator.site.time_told import with_events
from curator.site.translations import Words

CREDIT = (
    "What you find here belongs to those who made it: "
    "we link to it, name them, and quote a few lines at most."
)


def write(book: CourseBook) -> bytes:
    """Write README.md and a file a week into a ZIP."""
    weeks = {f"{chapter.name}.md": _week(book, chapter) for chapter in book.chapters}
    return pack({name: text.encode() for name, text in {"README.md": _front(book), **weeks}.items()})


def line(text: object) -> str:
    """Write data on one line, as Markdown in which nothing acts."""
    return literal(fit(clean(text)))


def _joined(blocks: list[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _front(book: CourseBook) -> str:
    course, t = book.course, book.t
    weeks = [
        f"- [{line(t.say('Week {n}: {title}', n=c.slot.week, title=c.slot.title))}]({c.name}.md)"
        for c in book.chapters
    ]
    people = [f"- {link(line(p.name), address(p.url or p.feed))}" for p in course.people]
    contact = course.guidelines.contact
    return _joined(
        [
            f"# {line(course.title)}",
            line(course.public) if course.public else "",
            f"**{t.say('For whom')}** {line(course.audience)}" if course.audience else "",
            f"<{book.home}index.html>" if book.home else "",
            f"## {t.say('Weeks')}",
            "\n".join(weeks),
            f"## {t.say('People to get to know')}" if people else "",
            "\n".join(people),
            f"## {t.say('Guidelines')}" if course.guidelines.rules or contact else "",
            "\n".join(f"- {line(rule)}" for rule in course.guidelines.rules),
            link(line(contact), reach(contact)) if contact else "",
            f"## {t.say('Whose words these are')}",
            t.say(CREDIT),
        ]
    )


def _week(book: CourseBook, chapter: Chapter) -> str:
    module, t, slot = chapter.module, book.t, chapter.slot
    names = {c.name for c in book.chapters}

    def resolve(target: str) -> str:
        inside = target.partition("#")[0].removesuffix(".html").removesuffix(".md")
        return f"{inside}.md" if inside in names else book.at_home(chapter, target)

    prose = partial(as_markdown, resolve=resolve)
    facts = [t.say("Week {n}", n=slot.week), t.date(slot.opens)]
    facts.append(with_events(t, slot.minutes, slot.to_come))
    blocks = [
        f"# {line(slot.title)}",
        " · ".join(line(fact) for fact in facts if fact)
        + (f" · **{t.say('Draft.')}**" if slot.draft else ""),
        f"*{line(module.objective)}*" if module.objective else "",
        prose(module.introduction),
        f"## {t.say('Content')}",
    ]
    for number, resource in enumerate(module.content, 1):
        blocks += [f"### {number}. {link(line(resource.title), original(resource))}", _facts(resource, t)]
        blocks += [prose(resource.note), f"> {line(resource.excerpt)}" if resource.excerpt else ""]
        blocks += _credit(resource, t)
    blocks.append(f"## {t.say('Conversation')}")
    for asked in chapter.questions:
        about = asked.question.about
        blocks += [
            f"### {asked.number}. {line(asked.question.question)}",
            line(t.say("Starts from {resource}", resource=module.content[about - 1].title)) if about else "",
            link(t.say("Discussion of question {n}", n=asked.number), asked.link) if asked.link else "",
        ]
    return _joined([*blocks, *_connection(chapter, t)])


def _facts(resource: Resource, t: Words) -> str:
    facts = [t.say(KINDS[resource.kind])]
    facts += [t.say("{n} min", n=resource.minutes)] if resource.minutes else []
    facts += [fact for fact in (resource.author, resource.source, resource.where) if fact]
    facts += [t.date(resource.published)] if resource.published else []
    return " · ".join(line(fact) for fact in facts)


def _credit(resource: Resource, t: Words) -> list[str]:
    copies = ", ".join(link(line(v.source or v.url), address(v.url)) for v in resource.via)
    old = link(t.say("The old address"), address(resource.url)) if resource.archived else ""
    return [
        f"{t.say('The original is gone. The title leads to an archived copy.')} {old}" if old else "",
        line(t.say("Suggested by {name}.", name=resource.suggested_by)) if resource.suggested_by else "",
        f"{t.say('Also at')} {copies}" if copies else "",
    ]


def _connection(chapter: Chapter, t: Words) -> list[str]:
    who = chapter.module.connection
    people = [
        f"{link(line(p.name), address(p.url))}" + (f" ({feed})" if (feed := _feed(p.feed, t)) else "")
        for p in who.people
    ]
    posts = [link(line(p.title), address(p.url)) + (f" · {line(p.by)}" if p.by else "") for p in who.posts]
    events = [
        f"{link(line(e.title), address(e.url))} · {line(t.moment(e.starts))} · "
        + (f"{line(e.where)} · " if e.where else "")
        + t.say("{n} min", n=e.minutes)
        for e in who.events
    ]
    thanks = [
        f"**{line(x.name)}**" + (f" {line(t.say('for: {reason}', reason=x.reason))}" if x.reason else "")
        for x in who.thanks
    ]
    said = [
        f"“{line(h.quote)}” "
        + link(line(h.by if h.by and h.asked else t.say("a participant")), address(h.url))
        for h in chapter.module.highlights
    ]
    found = [f"## {t.say('Connection')}"]
    for title, entries in (
        (t.say("People to get to know"), people),
        (t.say("From participants"), posts),
        (t.say("What you said"), said),
        (t.say("Try with somebody"), [line(p) for p in who.prompts]),
        (t.say("Events"), events),
        (t.say("Thank you"), thanks),
    ):
        if entries:
            found += [f"### {title}", "\n".join(f"- {entry}" for entry in entries)]
    if len(found) == 1:
        found.append(t.say("Somebody you know would enjoy this week. Tell them why."))
    return found


def _feed(url: str | None, t: Words) -> str:
    safe = address(url)
    return link(t.say("Feed"), safe) if safe else ""
