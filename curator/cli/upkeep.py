"""Commands that look after what is published: check links, doctor, digest."""

import os
from datetime import UTC, datetime

import click

from curator.cli.common import Ctx, Group, common, echo, proxy


@click.group(cls=Group)
def check() -> None:
    """Find out whether what was published still holds."""


@check.command()
@click.argument("course", required=False)
@click.option("--fix", is_flag=True, help="Write archived copies beside the dead resources.")
@click.option("--again", is_flag=True, help="Ask for every address, also for those that were well this week.")
@click.option("--archive", metavar="URL", default=None, help="Ask this archive, not the Wayback Machine.")
@click.option("--markdown", is_flag=True, help="Print a report for an issue.")
@proxy
@common
def links(ctx: Ctx, course: str | None, fix: bool, again: bool, archive: str | None, markdown: bool) -> int:
    """Look for dead and moved addresses in the weeks of one course, or of all.

    Resources, people and events are asked for once a week at most, and as politely as feeds. Exit 1 when a
    learner would meet a dead address for which the week names no archived copy.

    \b
    Examples:
      curate check links               what is dead or moved, with file and line
      curate check links --fix         write the archived copies that were found
    """
    from curator.app.archive import ARCHIVE
    from curator.app.link_check import check as run_check

    with ctx.run(strict=False) as run:
        chosen = [run.project.course(course)] if course else list(run.project.courses)
        report = run_check(run, chosen, archive_at=archive or ARCHIVE, fix=fix, again=again)
        unread = [str(problem) for problem in run.week_problems]
        failures = [f"{f.stage}: {f.item}: {f.error}" for f in run.report.failures]
    if ctx.as_json:
        ctx.give({**report.as_json(), "unread": unread, "failures": failures})
    elif markdown:
        echo(report.markdown())
    for line in (*unread, *failures):
        ctx.warn(line)
    if markdown or ctx.as_json:
        return report.exit_code
    for row in report.rows:
        ctx.say(f"{row.place.file}:{row.place.line}: {row.state}: {row.place.url}")
        ctx.say(f"    {row.seen.cause}")
        if row.fixed:
            ctx.say(f"    archived copy written: {row.seen.copy}")
        elif row.advice:
            ctx.say(f"    {row.advice}")
    ctx.say(report.summary())
    return report.exit_code


@click.command()
@proxy
@common
def doctor(ctx: Ctx) -> int:
    """Say how the project is: feeds, store, schedule, configuration, comments, address, gate, disk, versions.

    Every problem comes with its remedy. Where the published site carries the day of its build, doctor finds
    out that the weekly schedule has stopped. Exit 1 when something needs a person.

    \b
    Examples:
      curate doctor
      curate doctor -q                 only what needs you
    """
    from curator.app.doctor import examine

    checks = examine(ctx.root, now=datetime.now(UTC), today=ctx.day, proxy=ctx.proxy)
    problems = [check for check in checks if check.level == "problem"]
    if ctx.as_json:
        ctx.give({"problems": len(problems), "checks": [check.as_json() for check in checks]})
    for check in checks:
        if check.level == "problem" or ctx.verbosity >= 0:
            mark = {"ok": "ok", "note": "--", "problem": "!!"}[check.level]
            ctx.say(f"{mark} {check.area:<14} {check.message}", level=-1)
            if check.remedy:
                ctx.say(f"{'':<17} → {check.remedy}", level=-1)
    words = "nothing needs you" if not problems else f"{len(problems)} need you"
    ctx.say(words)
    return 1 if problems else 0


@click.command()
@click.argument("course")
@click.argument("week", type=click.IntRange(1, 9999), required=False)
@click.option("--send", is_flag=True, help="Hand it to the SMTP server named in the environment.")
@click.option("--from", "sender", default="", metavar="ADDRESS", help="From line of the written files.")
@click.option(
    "--unsubscribe",
    envvar="CURATE_UNSUBSCRIBE",
    default="",
    metavar="ADDRESS",
    help="Where readers stop the mails: a web address or mailto:... Also read from CURATE_UNSUBSCRIBE.",
)
@common
def digest(ctx: Ctx, course: str, week: int | None, send: bool, sender: str, unsubscribe: str) -> int:
    """Write a week as a mail (.eml and .html in digests/); with --send, send it, and never twice.

    Without WEEK it is the newest week that is open. The environment names the server: CURATE_SMTP_HOST,
    CURATE_SMTP_PORT (587), CURATE_SMTP_USER, CURATE_SMTP_PASSWORD, CURATE_SMTP_FROM and CURATE_SMTP_TO.
    What was sent is noted in digests/sent.yml; keep that file in Git.

    \b
    Examples:
      curate digest my-course          write the newest week, to look at
      curate digest my-course 3 --send
    """
    from curator.app.digest import newest_open, write
    from curator.app.digest import send as run_send
    from curator.app.smtp import Server

    server = Server.of(os.environ) if send else None
    with ctx.run() as run:
        chosen = run.project.course(course)
        line, addressed = sender or (server.sender if server else ""), bool(run.project.site.site_url)
        written = write(run, chosen, week or newest_open(run, chosen), sender=line, unsubscribe=unsubscribe)
        refused = run_send(run, written, server) if server else {}
    if ctx.as_json:
        ctx.give(
            {
                "course": course,
                "week": written.module.week,
                "files": [written.eml, written.html],
                "sent": send,
                "refused": refused,
            }
        )
    ctx.say(f"week {written.module.week} written to {written.eml} and {written.html}")
    if not addressed:
        ctx.warn("mkdocs.yml names no site_url: the mail has no link to the week, and is not sent so")
    for address, words in refused.items():
        ctx.warn(f"not sent to {address}: {words}")
    if send:
        ctx.say("sent, and noted in digests/sent.yml")
    return 0


COMMANDS = (check, doctor, digest)
