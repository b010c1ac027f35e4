"""The command for weeks in other languages."""

import click

from curator.cli.common import Ctx, common


@click.command()
@click.argument("course")
@click.argument("week", type=click.IntRange(1, 9999))
@click.argument("language")
@click.option("--done", is_flag=True, help="Say that the translation says what the original says by now.")
@common
def translate(ctx: Ctx, course: str, week: int, language: str, done: bool) -> int:
    """Begin the translation of WEEK of COURSE into LANGUAGE, or with --done say that it is up to date.

    It writes week-NN.LANGUAGE.md beside the original, with the original's words as comments. What is left
    empty is shown in the original's language; resources and discussions are the original's.

    \b
    Examples:
      curate translate my-course 3 de
      curate translate my-course 3 de --done
    """
    from curator.app.translate import begin
    from curator.app.translate import done as say_done

    with ctx.run(strict=False) as run:
        chosen = run.project.course(course)
        file = (say_done if done else begin)(run, chosen, week, language)
    if ctx.as_json:
        ctx.give({"course": course, "week": week, "language": language, "file": file, "done": done})
    ctx.say(f"{file} is up to date with week {week}" if done else f"{file} is written: translate it there")
    return 0


COMMANDS = (translate,)
