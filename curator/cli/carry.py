"""Commands that carry a course elsewhere, as a file or as a message."""

import re
from pathlib import Path
from typing import Any

import click

from curator.cli.common import Ctx, common


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
@common
def export(
    ctx: Ctx, course: str, name: str, output: Path | None, weeks: tuple[int, ...], drafts: bool, paper: str
) -> int:
    """Write a course to one file: for a reader, an LMS, a disk, paper, or whatever comes next.

    \b
    Examples:
      curate export my-course --to epub
      curate export my-course --to scorm12 -o course.zip
      curate export my-course --to pdf --weeks 3 --paper letter
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


COMMANDS = (export,)
