"""Digest: a week as a mail, written beside the courses, and sent once where somebody asks for that.

which week? → letter → digests/<course>/week-NN.eml and .html
send: not sent before, published and open → noted down as under way → handed over → noted down as sent

The note stands in the repository (digests/sent.yml), not in the store: a lost cache must not send twice.
It is written before the mail leaves, so that a crash in between ends in a question to a person and not in
a second mail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from curator.app.edits import week_file
from curator.app.recognition import shown
from curator.app.run import Run
from curator.app.sent_log import SentLog
from curator.app.smtp import Handed, Server, hand_over
from curator.errors import ConfigError, CuratorError
from curator.files import write_atomic
from curator.model import Course, Module
from curator.site.mail import Letter, letter, message

FOLDER = "digests"
SENT = f"{FOLDER}/sent.yml"
_HEADER = (
    "# Weeks that went out by mail. `curate digest --send` sends none of them twice; keep this file in Git.\n"
)


@dataclass(frozen=True, slots=True)
class Digest:
    """A week's mail on disk; file names are relative to the project."""

    course: Course
    module: Module
    letter: Letter
    eml: str
    html: str


def newest_open(run: Run, course: Course) -> int:
    """Return the newest published week that learners see; ConfigError when there is none."""
    open_ = [m.week for _, m in run.modules.get(course.slug, ()) if not closed(run, course, m)]
    if not open_:
        remedy = f"`curate publish {course.slug} WEEK`, or name a week to look at its mail"
        raise ConfigError.at(f"courses/{course.slug}", "no published week is open yet", remedy)
    return max(open_)


def closed(run: Run, course: Course, module: Module) -> str:
    """Say why learners do not see a week yet; empty when they do."""
    if module.status != "published":
        return f"week {module.week} is a draft"
    opens = run.opens(course, module.week)
    return f"week {module.week} opens on {opens}" if opens > run.day(course) else ""


def write(run: Run, course: Course, week: int, *, sender: str = "", unsubscribe: str = "") -> Digest:
    """Write the mail of a week as .eml and .html; drafts, too, to look at. Same week, same bytes.

    `sender` is the From line; by default the course's contact, or a name that goes nowhere.
    """
    path = week_file(run, course, week)
    module = shown(run, course, path, next(m for _, m in run.modules[course.slug] if m.week == week))
    mail = letter(run.project, course, module, run.opens(course, week), unsubscribe=unsubscribe)
    place = f"{FOLDER}/{course.slug}/week-{week:02d}"
    digest = Digest(course, module, mail, f"{place}.eml", f"{place}.html")
    _put(run.project.root / digest.eml, compose(mail, sender or _contact(course, mail)))
    _put(run.project.root / digest.html, mail.html.encode())
    return digest


def compose(mail: Letter, sender: str, to: str = "") -> bytes:
    """Write the message; ConfigError when an address is none."""
    try:
        return message(mail, sender, to)
    except ValueError as error:
        raise ConfigError.at("the mail", f"cannot be addressed: {error}", "see CURATE_SMTP_FROM") from None


def _contact(course: Course, mail: Letter) -> str:
    contact = course.guidelines.contact.removeprefix("mailto:")
    return contact if "@" in contact and "/" not in contact else f"curator@{mail.host}"


def _put(path: Path, data: bytes) -> None:
    if not path.exists() or path.read_bytes() != data:
        write_atomic(path, data)


# --- sending ------------------------------------------------------------------------------------------


def send(
    run: Run, digest: Digest, server: Server, *, over: Callable[[Server, bytes], Handed] = hand_over
) -> dict[str, str]:
    """Send a week's mail, unless it was sent; returns the addresses that were refused, with the cause.

    Raises CuratorError when the week is not open, was sent before, or may have been; nothing is sent then.
    """
    course, week = digest.course.slug, digest.module.week
    if why := closed(run, digest.course, digest.module):
        raise CuratorError(f"{course}: {why}; nothing was sent")
    if not run.project.site.site_url:
        remedy = "write where the site is published, like https://example.org/course/"
        raise ConfigError.at("mkdocs.yml", "site_url is missing: the mail would lead nowhere", remedy)
    log = SentLog(run.project.root, SENT, _HEADER)
    before = log.find(course, week)
    if before and before.state == "sent":
        raise CuratorError(f"{course}: week {week} was sent on {before.on} ({SENT}); nothing was sent")
    if before:
        raise CuratorError(
            f"{course}: a run of {before.on} broke off while it sent week {week}. Look whether the mail "
            f"arrived. If not, delete its line in {SENT} and send again"
        )
    mail = compose(digest.letter, server.sender, server.to[0] if len(server.to) == 1 else server.sender)
    log.note(course, week, run.today, "sending")
    handed = over(server, mail)
    if not handed.unsure:
        log.note(course, week, run.today, None if handed.error else "sent")
    if handed.error:
        raise CuratorError(handed.error)
    return handed.refused
