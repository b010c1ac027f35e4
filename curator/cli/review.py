"""The command `curate review`."""

import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from curator.cli.common import Ctx, common, proxy

if TYPE_CHECKING:
    from curator.model import Course


@click.command()
@click.argument("course", required=False)
@click.option(
    "--week",
    type=click.IntRange(1, 9999),
    default=None,
    metavar="N",
    help="The week; by default the newest draft.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Port on this machine; by default a free one.",
)
@click.option("--no-open", is_flag=True, help="Print the address and open no browser.")
@proxy
@common
def review(ctx: Ctx, course: str | None, week: int | None, port: int, no_open: bool) -> int:
    """Curate a week on a page in your browser: choose, order, note, ask, publish.

    The week is the newest draft unless --week names another. The page is for this machine and for you
    alone; every step is saved to the week's file at once and can be undone.

    \b
    Examples:
      curate review                    the newest draft
      curate review my-course --week 3
    """
    from curator.app.doctor import stopped
    from curator.app.edits import add
    from curator.app.review import open_session, serve, week_to_review
    from curator.app.review.opening import doorstep

    def read(course: "Course", week: int, url: str) -> str:
        with ctx.run(strict=False) as run:
            return add(run, course, week, url).title

    with ctx.run(strict=False) as run:
        chosen, number = week_to_review(run, course, week)
        notes = (words,) if (words := stopped(run)) else ()
        session = open_session(run, chosen, number, notes, read)
        state = run.project.state
        if unread := run.report.pages_failed:
            ctx.say(f"{unread} pages could not be read and are not among the candidates")

    def ready(address: str) -> None:
        if ctx.as_json:
            ctx.give({"url": address, "course": chosen.slug, "week": number, "file": session.file})
        for words in session.notes:
            ctx.say(words)
        ctx.say(f"Week {number} of {chosen.title}, {len(session.offers)} candidates: {address}")
        ctx.say(f"Everything is saved to {session.file} as you go. Ctrl-C ends this.")
        sys.stdout.flush()
        if not no_open and _has_screen():
            import webbrowser

            # Never the address itself: it holds the token, and other users read a process's arguments.
            page = opened.enter_context(doorstep(state, address))
            webbrowser.open(page.as_uri())

    with ExitStack() as opened:
        try:
            serve(session, port, ready)
        except KeyboardInterrupt:
            ctx.say("")
    return 0


def _has_screen() -> bool:
    """Tell whether a browser would open a window, rather than take over the terminal."""
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


COMMANDS = (review,)
