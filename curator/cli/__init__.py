"""The `curate` command: parse arguments, call one function, print, choose the exit code.

Exit codes: 0 done, 1 the result must not be published (the last good site stands) or the machine refused
(a full disk, a missing right), 2 wrong usage or configuration, 130 interrupted. Heavy imports stand inside
the commands, so that `--help` answers at once.
"""

import gc
import io
import sys
from typing import Any

import click

from curator import __version__
from curator.cli.common import Ctx, Group, echo
from curator.errors import STARVED, ConfigError, CuratorError, refused, starved


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", "-V", prog_name="curate")
@click.option("-C", "folder", metavar="DIR", default=None, help="Work on the project in DIR.")
@click.pass_context
def cli(ctx: click.Context, folder: str | None) -> None:
    """Turn feeds into weekly content, conversation and connection.

    \b
    Start:      curate init my-course, then cd my-course
    Each week:  curate build    reads the sites and drafts the week that is due
                curate review   opens it in your browser: choose, say why, ask, publish
                curate build    puts what you published on the site
    Where am I: curate status   says what waits, and what to do next
    """
    ctx.obj = Ctx(folder=folder)


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code; an error is told in words, never as a traceback."""
    # Reading a thousand weeks makes many objects and few cycles; looking for those less often saves a tenth.
    gc.set_threshold(100_000, 20, 50)
    try:
        code: Any = cli.main(arguments, prog_name="curate", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.Abort:
        click.echo("interrupted; nothing is half written", err=True)
        sys.exit(130)
    except click.ClickException as wrong:
        told = io.StringIO()
        wrong.show(told)
        echo(told.getvalue().rstrip(), err=True)
        sys.exit(2)
    except ConfigError as wrong:
        for problem in wrong.problems:
            echo(str(problem), err=True)
        if len(wrong.problems) > 1:
            click.echo(f"{len(wrong.problems)} mistakes; nothing was written", err=True)
        sys.exit(2)
    except CuratorError as failed:
        echo(str(failed), err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        words = refused(error)
        if not words:
            raise
        echo(words, err=True)
        sys.exit(1)
    except Exception as error:
        if not starved(error):
            raise
        echo(STARVED, err=True)
        sys.exit(1)


from curator.cli import (  # noqa: E402 - the commands need the group that is defined above
    build,
    conversation,
    course_commands,
    delivery,
    feeds,
    resources,
    review,
    status_command,
    translate_command,
    upkeep,
    weeks,
)

for _command in (
    *build.COMMANDS,
    *review.COMMANDS,
    *status_command.COMMANDS,
    *weeks.COMMANDS,
    *translate_command.COMMANDS,
    *resources.COMMANDS,
    *course_commands.COMMANDS,
    *conversation.COMMANDS,
    *delivery.COMMANDS,
    *feeds.COMMANDS,
    *upkeep.COMMANDS,
):
    cli.add_command(_command)
