"""`curate announce`: a short message on the week for chats and social media, printed or sent, and sent once.

which week? → nudge (curator.site.nudge)
send: open, not sent before → noted as under way → each address → noted as sent

Addresses stand in CURATE_ANNOUNCE, one after another with white space between, in apprise's own form
(https://appriseit.com): slack://..., msteams://..., discord://..., matrixs://..., mastodons://..., mailto://...
They hold secrets: they are named by their number and their service, and nothing that apprise says is shown.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from curator.app.digest import closed, newest_open
from curator.app.edits import week_file
from curator.app.run import Run
from curator.app.sent_log import SentLog
from curator.errors import ConfigError, CuratorError
from curator.model import Course, Module
from curator.site.nudge import Nudge, nudge
from curator.weeks.calendar import WEEK

VARIABLE = "CURATE_ANNOUNCE"
SENT = "announcements/sent.yml"
_HEADER = (
    "# Weeks that were announced. `curate announce --send` sends none of them twice; keep this file in Git.\n"
)


class Channel(Protocol):
    """One address that takes a message."""

    @property
    def label(self) -> str:
        """Its number and its service, without anything secret."""

    def send(self, nudge: Nudge) -> bool:
        """Hand the message over; False when it was not taken."""


@dataclass(frozen=True, slots=True)
class AppriseChannel:
    """An address that apprise serves."""

    label: str
    target: Any

    def send(self, nudge: Nudge) -> bool:
        """Send the form that fits: Markdown where the service reads it, the short one where little fits."""
        form, body = "text", nudge.text
        if self.target.notify_format == "markdown":
            form, body = "markdown", nudge.markdown
        if self.target.body_maxlen < len(body):
            form, body = "text", nudge.short
        try:
            return bool(self.target.notify(body=body, title="", body_format=form))
        except Exception:  # whatever one of a hundred services does; it is counted and told
            return False


def message(run: Run, course: Course, week: int | None) -> tuple[Module, Nudge]:
    """Return a week, by default the newest that is open, and what is said of it."""
    number = week or newest_open(run, course)
    week_file(run, course, number)
    module = next(m for _, m in run.modules[course.slug] if m.week == number)
    return module, nudge(run.project, course, module)


def due(run: Run) -> list[tuple[Course, Module, Nudge]]:
    """List what a weekly run announces: of each course the newest open week, where it is news.

    News has opened within seven days and was not announced everywhere yet. Archived courses have none.
    """
    log = SentLog(run.project.root, SENT, _HEADER)
    found = []
    for course in run.project.courses:
        open_weeks = [m for _, m in run.modules.get(course.slug, ()) if not closed(run, course, m)]
        if course.archived or not open_weeks:
            continue
        module, said = message(run, course, max(m.week for m in open_weeks))
        if run.day(course) - run.opens(course, module.week) >= WEEK:
            continue
        before = log.find(course.slug, module.week)
        if before is None or before.state == "sending" or before.missed:
            found.append((course, module, said))
    return found


def channels(environment: Mapping[str, str]) -> list[Channel]:
    """Return what CURATE_ANNOUNCE names; ConfigError names an address that is none by its number only."""
    addresses = environment.get(VARIABLE, "").split()
    if not addresses:
        remedy = "put addresses such as slack://... or discord://... in it, with spaces between"
        raise ConfigError.at(VARIABLE, "names no address", remedy)
    try:
        apprise: Any = import_module("apprise")
    except ImportError as error:
        remedy = "pip install 'curator-mooc[announce]'"
        raise ConfigError.at("--send", f"needs apprise ({error})", remedy) from None
    logger = logging.getLogger("apprise")  # what it says of a failure may hold the address
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.propagate = False
    found: list[Channel] = []
    for number, address in enumerate(addresses, 1):
        target = apprise.Apprise.instantiate(address, suppress_exceptions=True)
        if not target:
            scheme = address.partition("://")[0] if "://" in address else ""
            kind = f" ({scheme}://...)" if scheme.isalnum() else ""
            remedy = "see https://appriseit.com for how its service writes it"
            raise ConfigError.at(VARIABLE, f"address {number}{kind} is none that apprise knows", remedy)
        found.append(AppriseChannel(f"address {number} ({target.service_name})", target))
    return found


def send(
    run: Run, course: Course, module: Module, said: Nudge, to: Sequence[Channel]
) -> tuple[list[str], list[str]]:
    """Announce a week; returns the labels of the addresses that took it, and of those that did not.

    A week that was announced goes again only to addresses that it missed, by their numbers. Raises
    CuratorError when the week is not open, was announced before or may have been; nothing is sent then.
    """
    slug, week, log = course.slug, module.week, SentLog(run.project.root, SENT, _HEADER)
    if why := closed(run, course, module):
        raise CuratorError(f"{slug}: {why}; nothing was sent")
    before = log.find(slug, week)
    if before and before.state == "sending":
        raise CuratorError(
            f"{slug}: a run of {before.on} broke off while it announced week {week}. Look whether the "
            f"message arrived. If not, delete its line in {SENT} and send again"
        )
    numbers = [n for n in range(1, len(to) + 1) if before is None or n in before.missed]
    if before and not numbers:
        raise CuratorError(f"{slug}: week {week} was announced on {before.on} ({SENT}); nothing was sent")
    log.note(slug, week, run.today, "sending")
    missed = [n for n in numbers if not to[n - 1].send(said)]
    nobody = before is None and len(missed) == len(to)
    log.note(slug, week, run.today, None if nobody else "sent", tuple(missed))
    return [to[n - 1].label for n in numbers if n not in missed], [to[n - 1].label for n in missed]
