"""The command `curate status`."""

import click

from curator.cli.common import Ctx, common
from curator.text.counting import count


@click.command()
@common
def status(ctx: Ctx) -> int:
    """Show every course and week with its state, and what waits for you.

    \b
    Examples:
      curate status
      curate status --json  one object for machines
    """
    from curator.app.status import status as look

    with ctx.run(strict=False) as run:
        found = look(run)
    if ctx.as_json:
        ctx.give(found.as_json())
        return 0
    for course in found.courses:
        ctx.say(f"{course.title} ({course.course}{', archived' if course.archived else ''})")
        for week in course.weeks:
            posts = f", {week.waiting} waiting" if week.waiting else ""
            what = f"{week.time}, {count(week.resources, 'resource')}{posts}"
            ctx.say(f"  week {week.week:<3} {week.status:10} {week.opens}  {what}")
        if not course.weeks:
            ctx.say("  no week yet")
        for need in course.needs:
            ctx.say(f"  → {need}")
        if course.end:
            ctx.say(f"  {course.end}")
    for need in found.needs:
        ctx.say(f"→ {need}")
    if not found.needs and not any(course.needs for course in found.courses):
        ctx.say("nothing waits for you")
    ctx.say(f"Next: {found.next_step(ctx.day)}")
    return 0


COMMANDS = (status,)
