"""Commands for whole courses: curate course new, list, rerun, rename, archive."""

from datetime import date
from typing import Any

import click

from curator.cli.common import Ctx, Day, Group, common
from curator.text.counting import count


@click.group(cls=Group)
def course() -> None:
    """Begin, run again, rename and put away courses."""


start_option = click.option(
    "--start",
    type=Day(),
    default=None,
    metavar="DATE",
    help="Day on which week 1 opens; by default Monday.",
)
name_option = click.option("--name", default="", metavar="FOLDER", help="Its folder, part of its address.")


@course.command("new")
@click.argument("title")
@click.option("--need", required=True, help="What its learners must be able to do.")
@click.option("--about", default="", help="What learners read about it; they never read the need.")
@start_option
@name_option
@common
def new(ctx: Ctx, title: str, need: str, about: str, start: date | None, name: str) -> int:
    """Begin a course with TITLE.

    \b
    Example:  curate course new "Hard conversations" --need "New team leads must learn to hold one"
    """
    from curator.app.courses import new as begin
    from curator.app.scaffold import next_start

    with ctx.run(strict=False) as run:
        slug = begin(run, title, need=need, start=start or next_start(ctx.day), name=name, about=about)
    if ctx.as_json:
        ctx.give({"course": slug, "file": f"courses/{slug}/course.yml"})
    ctx.say(f"courses/{slug}/course.yml is written. Next: curate build, then curate review {slug}")
    return 0


@course.command("list")
@common
def list_(ctx: Ctx) -> int:
    """List the courses: folder, title, weeks, and whether one is archived.

    \b
    Example:  curate course list
    """
    with ctx.run(strict=False) as run:
        found: list[dict[str, Any]] = [
            {
                "course": c.slug,
                "id": c.id,
                "title": c.title,
                "start": c.start.isoformat(),
                "archived": c.archived,
                "weeks": len(run.modules.get(c.slug, ())),
            }
            for c in run.project.courses
        ]
    if ctx.as_json:
        ctx.give(found)
        return 0
    for row in found:
        weeks = count(row["weeks"], "week")
        ctx.say(f"{row['course']:24} {row['title']}: {weeks}{', archived' if row['archived'] else ''}")
    return 0


@course.command("rerun")
@click.argument("course")
@start_option
@name_option
@common
def rerun(ctx: Ctx, course: str, start: date | None, name: str) -> int:
    """Run COURSE again for a new cohort: its weeks as drafts, dates moved, discussions new.

    \b
    Examples:
      curate course rerun team-leads --start 2027-02-01
      curate course rerun team-leads --start 2027-02-01 --name team-leads-spring
    """
    from curator.app.courses import rerun as run_again
    from curator.app.scaffold import next_start

    with ctx.run() as run:
        made = run_again(run, run.project.course(course), start=start or next_start(ctx.day), name=name)
    if ctx.as_json:
        ctx.give({"course": made.course, "weeks": list(made.weeks), "events": list(made.events)})
        return 0
    ctx.say(f"courses/{made.course}: {count(len(made.weeks), 'week')} as drafts; read and publish each")
    for event in made.events:
        ctx.say(f"left out, ask for it again: {event}")
    return 0


@course.command("rename")
@click.argument("course")
@click.argument("name")
@common
def rename(ctx: Ctx, course: str, name: str) -> int:
    """Give the folder of COURSE another NAME; discussions go on, and old addresses lead to the new ones.

    \b
    Example:  curate course rename team-leads first-time-leads
    """
    from curator.app.courses import rename as give_name

    with ctx.run() as run:
        slug = give_name(run, run.project.course(course), name)
    if ctx.as_json:
        ctx.give({"course": slug})
    ctx.say(f"courses/{slug}. The next build leaves redirects under the old name")
    return 0


@course.command("archive")
@click.argument("course")
@click.option("--undo", is_flag=True, help="Bring it back.")
@common
def archive(ctx: Ctx, course: str, undo: bool) -> int:
    """Take COURSE off the front page and draft it no more; its pages stay.

    \b
    Examples:
      curate course archive team-leads
      curate course archive team-leads --undo
    """
    from curator.app.courses import archive as put_away

    with ctx.run(strict=False) as run:
        put_away(run, run.project.course(course), archived=not undo)
    if ctx.as_json:
        ctx.give({"course": course, "archived": not undo})
    ctx.say(f"{course} is {'back' if undo else 'archived'}; the next build shows it")
    return 0


COMMANDS = (course,)
