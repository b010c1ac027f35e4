"""The command `curate review`."""

import os
import sys
from contextlib import ExitStack
from urllib.parse import urlsplit

import click

from curator.cli.common import Ctx, common, proxy


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
    help="Port on this machine; by default that of the last review.",
)
@click.option(
    "--share",
    is_flag=False,
    flag_value="edit",
    default=None,
    type=click.Choice(["edit", "read"]),
    help="Open it to others in your network, too, by a link to edit (or read).",
)
@click.option(
    "--share-on",
    default=None,
    metavar="ADDRESS",
    help="This machine's address in that network; by default the one that leads out.",
)
@click.option("--no-open", is_flag=True, help="Print the address and open no browser.")
@proxy
@common
def review(
    ctx: Ctx,
    course: str | None,
    week: int | None,
    port: int,
    share: str | None,
    share_on: str | None,
    no_open: bool,
) -> int:
    """Curate on a page in your browser: see what waits, choose, order, note, ask, publish.

    Without COURSE it is the page of the whole project. With COURSE it is a week's page: the newest draft
    unless --week names another. The pages are for this machine and for you alone, unless you --share them;
    every step is saved to its file at once and can be undone.

    \b
    Examples:
      curate review                    every course and week, and what waits for you
      curate review my-course          its newest draft
      curate review my-course --week 3
      curate review my-course --share
      curate review --proxy http://127.0.0.1:3128  where a proxy leads to the network
    """
    from curator.app.review import Workspace, open_session, patiently, serve, week_to_review
    from curator.app.review.opening import doorstep, remember_port, same_port
    from curator.app.review.sharing import Sharing, own_address

    sharing = Sharing(share_on or own_address()) if share else None
    if sharing is not None:
        sharing.shares.give("edit" if share == "edit" else "read")
    workspace = Workspace(ctx.root.resolve(), lambda progress: ctx.run(strict=False, progress=progress))
    place, told, meant = "", "Your courses", {}
    with patiently(lambda: ctx.run(strict=False), ctx.warn) as run:
        state = run.project.state
        if course or week:
            chosen, number = week_to_review(run, course, week)
            file = open_session(run, chosen, number).file
            place, told = f"week/{chosen.slug}/{number}/", f"Week {number} of {chosen.title}"
            meant = {"course": chosen.slug, "week": number, "file": file}

    def ready(home: str) -> None:
        address = home + place
        remember_port(state, urlsplit(home).port or 0)
        if ctx.as_json:
            shared = {"shared": sharing.link(sharing.shares.given[0], place)} if sharing is not None else {}
            ctx.give({"url": address, **meant, **shared})
        ctx.say(f"{told}: {address}")
        if sharing is not None:
            ctx.say(
                f"To {share} with others, until you end this: {sharing.link(sharing.shares.given[0], place)}"
            )
            ctx.say(f"Browsers warn once; the certificate's SHA-256 is {sharing.certificate.fingerprint}")
        ctx.say("Everything is saved as you go. Ctrl-C ends this.")
        sys.stdout.flush()
        if not no_open and _has_screen():
            import webbrowser

            # Never the address itself: it holds the token, and other users read a process's arguments.
            page = opened.enter_context(doorstep(state, address))
            webbrowser.open(page.as_uri())

    with ExitStack() as opened:
        try:
            serve(workspace, port or same_port(state), ready, sharing)
        except KeyboardInterrupt:
            ctx.say("")
    return 0


def _has_screen() -> bool:
    """Tell whether a browser would open a window, rather than take over the terminal."""
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


COMMANDS = (review,)
