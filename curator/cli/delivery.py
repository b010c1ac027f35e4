"""Commands that carry a course elsewhere, as a file or as a message."""

import os
import re
from pathlib import Path
from typing import Any

import click

from curator.cli.common import Ctx, common
from curator.errors import CuratorError


class Weeks(click.ParamType[tuple[int, ...]]):
    """Weeks written as "3", "1-4" or "1,3-5"."""

    name = "weeks"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Read the weeks, or say how to write them."""
        if isinstance(value, tuple):
            return value
        found: set[int] = set()
        for part in str(value).split(","):
            ends = re.fullmatch(r"\s*(\d{1,4})\s*(?:-\s*(\d{1,4})\s*)?", part)
            first, last = (int(ends[1]), int(ends[2] or ends[1])) if ends else (1, 0)
            if not 1 <= first <= last:
                self.fail(f"{value!r} names no weeks; write them as 3, 1-4 or 1,3-5", param, ctx)
            found.update(range(first, last + 1))
        return tuple(sorted(found))


@click.command()
@click.argument("course")
@click.option(
    "--to", "name", metavar="FORMAT", required=True, help="epub, cc13, cc11, scorm12, offline, pdf, markdown."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=None, metavar="FILE",
    help="Write there; by default into exports/ of the project.",
)  # fmt: skip
@click.option("--weeks", type=Weeks(), default=(), metavar="1-4", help="Take only these weeks.")
@click.option("--drafts", is_flag=True, help="Take drafts and weeks that open later, too.")
@click.option(
    "--paper", type=click.Choice(["a4", "letter"]), default="a4", help="Size of the sheets of a PDF."
)
@click.option(
    "--language", default="", metavar="CODE", help="Take the translation into this language, such as de."
)
@common
def export(
    ctx: Ctx,
    course: str,
    name: str,
    output: Path | None,
    weeks: tuple[int, ...],
    drafts: bool,
    paper: str,
    language: str,
) -> int:
    """Write a course to one file: for a reader, an LMS, a disk, paper, or whatever comes next.

    \b
    Examples:
      curate export my-course --to epub
      curate export my-course --to scorm12 -o course.zip
      curate export my-course --to pdf --weeks 3 --paper letter
      curate export my-course --to epub --language de
    """
    from curator.app.exporting import export as run_export

    with ctx.run() as run:
        done = run_export(
            run,
            run.project.course(course),
            name,
            out=output,
            only=weeks,
            drafts=drafts,
            paper="letter" if paper == "letter" else "A4",
            language=language,
        )
    if ctx.as_json:
        ctx.give(
            {
                "course": done.course,
                "format": done.format,
                "file": done.file,
                "bytes": done.bytes,
                "weeks": list(done.weeks),
            }
        )
    ctx.say(f"{done.file}: {done.bytes:,} bytes, weeks: {', '.join(str(n) for n in done.weeks)}")
    return 0


@click.command()
@click.argument("course", required=False)
@click.argument("week", type=click.IntRange(1, 9999), required=False)
@click.option("--send", is_flag=True, help="Send it to the addresses in CURATE_ANNOUNCE, once.")
@common
def announce(ctx: Ctx, course: str | None, week: int | None, send: bool) -> int:
    """Say that a week is open, in a few lines for a chat or a timeline; with --send, send them, never twice.

    Without WEEK it is the newest week that is open; without COURSE, that of every course where it opened
    within seven days and was not announced yet, as the weekly workflow does. Without --send the text is
    printed to paste: plain, Markdown, and a short one of 280 characters. CURATE_ANNOUNCE holds addresses in
    apprise's form (slack://..., msteams://..., discord://..., matrixs://..., mastodons://..., mailto://...)
    with spaces between. What was sent is noted in announcements/sent.yml; keep that file in Git.

    \b
    Examples:
      curate announce my-course
      curate announce my-course 3 --send
      curate announce --send
    """
    from curator.app.announce import channels, due, message
    from curator.app.announce import send as run_send

    to = channels(os.environ) if send else []
    told: list[dict[str, Any]] = []
    problems: list[str] = []
    with ctx.run() as run:
        chosen = run.project.course(course) if course else None
        for each, module, said in [(chosen, *message(run, chosen, week))] if chosen else due(run):
            sent: list[str] = []
            failed: list[str] = []
            try:
                sent, failed = run_send(run, each, module, said, to) if send else ([], [])
            except CuratorError as error:
                if chosen:
                    raise
                problems.append(str(error))  # the other courses have theirs to say
            texts = {"text": said.text, "markdown": said.markdown, "short": said.short}
            told.append({"course": each.slug, "week": module.week, **texts, "sent": sent, "failed": failed})
    if ctx.as_json:
        ctx.give(told[0] if course else told)
    for one in told:
        _say_announced(ctx, one, printed=not send)
    for problem in problems:
        ctx.warn(problem)
    if not told:
        ctx.say("nothing to announce: no week has opened within seven days, or all were announced")
    return 1 if problems or any(one["failed"] for one in told) else 0


def _say_announced(ctx: Ctx, one: dict[str, Any], *, printed: bool) -> None:
    for label in one["sent"]:
        ctx.say(f"{one['course']}, week {one['week']}: sent to {label}")
    for label in one["failed"]:
        ctx.warn(f"not sent to {label}: it did not take the message; --send asks only it again")
    if printed:
        for form, key in (("plain", "text"), ("Markdown", "markdown"), ("short", "short")):
            ctx.say(f"--- {form} ---\n\n{one[key]}\n")


COMMANDS = (export, announce)
