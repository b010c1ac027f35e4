"""What every command shares: the project's folder, the clock, and how results are told."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curator.text.one_line import for_json, for_terminal
from curator.urls import masked

if TYPE_CHECKING:
    from curator.app.run import Progress, Report, Run


class Group(click.Group):
    """Lists commands in the order of a curator's week, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click hands it in
        """Return the commands in the order in which they were added."""
        return list(self.commands)


@dataclass
class Ctx:
    """The options that every command takes."""

    folder: str | None = None
    as_json: bool = False
    today: date | None = None
    verbosity: int = 0
    proxy: str | None = None
    cluster: str = ""

    @property
    def root(self) -> Path:
        """The project's folder."""
        return Path(self.folder or ".")

    @property
    def day(self) -> date:
        """The day that the calendar goes by: --today, or SOURCE_DATE_EPOCH, or this machine's."""
        return self.today or epoch_day() or datetime.now().astimezone().date()

    def say(self, text: str = "", *, level: int = 0) -> None:
        """Print a line for people; `level` 1 needs -v, nothing is printed with --json or -q."""
        if not self.as_json and self.verbosity >= level:
            echo(text)

    def warn(self, text: str) -> None:
        """Print a line on standard error."""
        echo(text, err=True)

    def give(self, value: Any) -> None:
        """Print a machine's answer, as one JSON value."""
        click.echo(for_json(masked(json.dumps(value, ensure_ascii=False, indent=2, default=str))))

    def run(self, *, strict: bool = True, progress: "Progress | None" = None) -> "Run":
        """Open the project for a run; raises ConfigError, BusyError and StoreError.

        Without `strict`, week files that cannot be read are only told. `progress` is told how far a stage is,
        instead of the terminal.
        """
        from curator.app.run import Run

        return Run.open(
            self.root,
            now=datetime.now(UTC),
            today=self.day,
            proxy=self.proxy,
            progress=progress or self.progress(),
            strict=strict,
            dated=bool(self.today or epoch_day()),
            cluster=self.cluster,
        )

    def progress(self) -> "Callable[[str, int, int], None] | None":
        """Return what shows how far a stage is: a bar on a terminal, lines elsewhere; None to be quiet."""
        if self.as_json or self.verbosity < 0:
            return None
        return Bar() if sys.stderr.isatty() else _plain


def echo(text: str, *, err: bool = False) -> None:
    """Print lines. All that may hold an address or a stranger's words is printed here.

    Passwords of addresses are hidden, and so is what would steer the terminal.
    """
    click.echo(for_terminal(masked(text)), err=err)


def epoch_day() -> date | None:
    """Return the day that SOURCE_DATE_EPOCH names, for builds that can be repeated bit for bit."""
    stamp = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(stamp), UTC).date() if stamp.isdigit() else None


def _plain(stage: str, done: int, total: int) -> None:
    """Write one line when a stage has finished."""
    if done == total:
        click.echo(f"{stage}: {total}", err=True)


class Bar:
    """A line on a terminal that is written over as a stage goes on."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Draw `done` of `total`."""
        width = 24
        full = width * done // max(1, total)
        end = "\n" if done >= total else ""
        click.echo(
            f"\r{stage:<12} {'█' * full}{'░' * (width - full)} {done}/{total}\x1b[K{end}", err=True, nl=False
        )


class Day(click.ParamType[date]):
    """A date written as 2026-11-23."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date, or say how to write it."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write it as 2026-11-23", param, ctx)


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that all commands take and hand it a `Ctx` first."""

    @click.option("-C", "folder", metavar="DIR", default=None, help="Work on the project in DIR.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON value for machines.")
    @click.option("--today", type=Day(), default=None, metavar="DATE", help="Act as if today were DATE.")
    @click.option("-v", "--verbose", count=True, help="Say more.")
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
    @click.pass_context
    @wraps(function)
    def command(
        ctx: click.Context,
        /,
        folder: str | None,
        as_json: bool,
        today: date | None,
        verbose: int,
        quiet: bool,
        **options: Any,
    ) -> Any:
        above = ctx.obj.folder if isinstance(ctx.obj, Ctx) else None
        own = Ctx(
            folder or above,
            as_json,
            today,
            -1 if quiet else verbose,
            options.pop("proxy", None),
            options.pop("cluster", None) or "",
        )
        return function(own, **options)

    return command


proxy = click.option(
    "--proxy", metavar="URL", default=None, help="Send every request through this HTTP proxy."
)


cluster = click.option(
    "--cluster", metavar="URL", default=None, help="Share the work with a Dask cluster: tls://HOST:8786."
)


def tell(ctx: Ctx, report: "Report") -> None:
    """Tell what a run did: one JSON object for machines, else in words.

    Items that failed for the same cause share a line; with -v all of them are named.
    """
    if ctx.as_json:
        ctx.give(report.as_json())
        return
    from curator.app.causes import TOLD, causes

    for line in causes(report.failures, len(report.failures) if ctx.verbosity > 0 else TOLD):
        ctx.warn(line)
    for line in report.lines():
        ctx.say(line)
