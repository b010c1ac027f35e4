"""Commands for what learners say: listen, insights."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from curator.cli.common import Ctx, common, echo, proxy
from curator.text.counting import count

if TYPE_CHECKING:
    from curator.app.week_summary import SummarySentence


@click.command()
@click.argument("course", required=False)
@click.option("--forget", is_flag=True, help="Delete every post that is kept here, and ask nobody.")
@proxy
@common
def listen(ctx: Ctx, course: str | None, forget: bool) -> int:
    """Read back what learners wrote under the questions of published weeks.

    Posts are kept in the store while they stand at the comment service, and are committed nowhere. What a
    service tells beyond name, words, time and link is dropped. Tokens come from the environment:
    CURATE_GITHUB_TOKEN (giscus, utterances), CURATE_DISQUS_KEY, CURATE_HYVOR_KEY, CURATE_MASTODON_TOKEN.

    \b
    Examples:
      curate listen                    every course
      curate listen my-course --json   one object for machines
      curate listen --forget           delete all that was read
    """
    from curator.app.listen import forget as run_forget
    from curator.app.listen import listen as run_listen

    with ctx.run(strict=False) as run:
        if forget:
            gone = run_forget(run)
        else:
            chosen = [run.project.course(course)] if course else None
            hearing = run_listen(run, chosen, secrets=os.environ)
            silent = not run.project.site.comments
    if forget:
        if ctx.as_json:
            ctx.give({"forgotten": gone})
        ctx.say(f"posts deleted: {gone}")
        return 0
    if ctx.as_json:
        ctx.give({"threads": [h.as_json() for h in hearing.heard], "new": hearing.new})
        return 0
    for failure in run.report.failures:
        ctx.warn(f"{failure.stage}: {failure.item}: {failure.error}")
    for h in hearing.heard:
        comments = h.thread.comments
        last = f", the last one on {comments[-1].at:%Y-%m-%d}" if comments else ""
        mark = "" if h.thread.complete else f" ({h.thread.problem})"
        ctx.say(f"{h.place.key}: {count(len(comments), 'post')}{last}{mark}")
    posts = sum(len(h.thread.comments) for h in hearing.heard)
    if silent or not hearing.heard:
        ctx.say(
            "nothing to listen to: no published, open week with a discussion (extra.comments in mkdocs.yml)"
        )
    else:
        ctx.say(f"{count(len(hearing.heard), 'thread')}, {count(posts, 'post')}, {hearing.new} of them new")
    return 0


HEADINGS = (
    ("waiting", "Waiting for an answer"),
    ("helped", "Of the content"),
    ("offers", "Offers"),
    ("ideas", "Ideas"),
)


@click.command()
@click.argument("course")
@click.option(
    "--week", type=click.IntRange(1, 9999), default=None, metavar="N", help="One week; default: all so far."
)
@click.option("--summary", is_flag=True, help="Let the assistant of mkdocs.yml summarise the posts.")
@common
def insights(ctx: Ctx, course: str, week: int | None, summary: bool) -> int:
    """Show what was said: what waits for an answer, what is quoted of the content, offers, ideas, links.

    Everything is shown in the learners' own words, with a link to the post; nobody is counted or ranked.
    Reads what `curate listen` kept and asks nobody.

    \b
    Examples:
      curate insights my-course --week 3
      curate insights my-course --json
    """
    from curator.app.course_insights import as_json, of_course, summary_json, summary_of

    with ctx.run(strict=False) as run:
        found = of_course(run, run.project.course(course), week)
        sentences = summary_of(run, run.project.course(course), week) if summary else ()
    if ctx.as_json:
        ctx.give(as_json(found) | ({"summary": summary_json(sentences)} if summary else {}))
        return 0
    _list(ctx, "In short, by the assistant", [f"{s.text}  ({_behind(s)})" for s in sentences])
    for kind, heading in HEADINGS:
        quotations = getattr(found, kind)
        _list(
            ctx, heading, [f"{q.post.author or 'a participant'}: {q.words}  {q.post.url}" for q in quotations]
        )
    _list(ctx, "Links", [f"{link.url}  ({link.post.author or 'a participant'})" for link in found.links])
    _list(ctx, "Words that several use", [word.word for word in found.words])
    _list(ctx, "Nobody wrote here", list(found.quiet))
    if not any(
        (found.waiting, found.helped, found.offers, found.ideas, found.links, found.words, found.quiet)
    ):
        ctx.say("nothing was heard yet; `curate listen` reads the discussions")
    return 0


def _behind(sentence: "SummarySentence") -> str:
    """Name the posts behind a sentence, so that it can be held against them."""
    return ", ".join(f"{post.author or 'a participant'}: {post.thread}" for post in sentence.posts)


def _list(ctx: Ctx, heading: str, lines: Sequence[str]) -> None:
    if lines and not ctx.as_json and ctx.verbosity >= 0:
        echo(heading)
        for line in lines:
            echo(f"  - {line}")


COMMANDS = (listen, insights)
