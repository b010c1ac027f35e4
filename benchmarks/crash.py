"""Kill runs and fail their disk, at random moments and at every change of a file, and look at what is left.

    python -m benchmarks.crash [--kills 500] [--refusals 100] [--seed 1] [--only build,publish]

Without `--refusals`, the disk refuses at every change of every command: about 2,300 times in a build, which
takes three quarters of an hour. TMPDIR says where the projects lie; a folder in memory spares the disk.

What must hold, whenever a run is struck: every file that people see is the old one or the new one, the site
is wholly the old one or the new one, nothing that the run started lives on; a refusal of the disk is told
in words, with exit code 1 or 2; and the next run leaves exactly what an undisturbed one does.
"""

import argparse
import json
import random
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.faults import STRUCK, TAKES_ROOM, WIDTH, Plan
from benchmarks.person import say_why
from benchmarks.victim import SAVE, Outcome, Victims
from curator.app.scaffold import NewCourse, lay_down
from curator.files import UNFINISHED
from curator.storage.sqlite import SQLiteStore
from curator.weeks.week_file import read_week
from curator.yamlio import splice

COURSE = "first-course"
DEAD = "http://dead.test/page"
DAY, NEXT = "2026-11-23", "2026-11-30"
FEEDS = (
    "pull: {per_host_delay: 0, timeout: 5}\nfeeds:\n  - {path: starter/feed.xml, title: Starter articles}\n"
)
ARTICLES = 6
"""Articles that the feed holds in each of the two weeks."""
WORDS = re.compile(r"disk is full|disk could not be read or written|could not be cleared away")
_LEFT = re.compile(rf"(?:.*/)?\.[^/]+{UNFINISHED}|\.site\.(?:new|old)\..*")
"""What a killed run may leave until the next one."""

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Command:
    """A command that is struck: where it starts from, and what `curate` is told."""

    name: str
    base: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Clean:
    """An undisturbed run: its outcome, all files before and after, what is stored, what it did on disk."""

    outcome: Outcome
    before: Files
    after: Files
    stored: Any
    changes: tuple[str, ...]


@dataclass
class Tally:
    """What became of one command: what was wrong, and how often it was struck.

    `of` counts the changes that can be struck; `met` the strikes that came to pass, `hit` those that ended
    the run; `missed` names the changes that no struck run came to.
    """

    of: int = 0
    struck: int = 0
    met: int = 0
    hit: int = 0
    missed: list[str] = field(default_factory=list)
    slowest_end: float = 0.0
    findings: list[str] = field(default_factory=list)


class Range:
    """A small project in several states, and the commands that are struck in it. A context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "project"
        self.log = folder / "changes"
        self.struck = folder / f"changes{STRUCK}"
        self.web = _Web()
        lay(folder / "warm-up")
        feed(folder / "warm-up", 2 * ARTICLES)
        here = ("-C", str(folder / "warm-up"), "-q")
        builds = [("build", *here, "--today", day) for day in (DAY, NEXT)]
        warm_up = [builds[0], ("publish", *here, COURSE, "1"), builds[1]]
        self.victims = Victims(folder / "victims", warm_up)
        self.tell: Callable[[str], object] = bool
        """Called with each finding as it is made."""
        self._clean: dict[str, Clean] = {}
        try:
            self.commands = {c.name: c for c in self._prepare()}
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> "Range":
        return self

    def __exit__(self, *_: object) -> None:
        self.victims.__exit__()
        self.web.close()

    def run(
        self,
        command: Command,
        plan: Plan | None = None,
        kill_after: float | None = None,
        *,
        spares: bool = False,
    ) -> Outcome:
        """Run a command in the project as it stands; `spares` is explained in benchmarks/victim.py."""
        named = {"{root}": str(self.root), "{web}": self.web.address}
        arguments = [named.get(argument, argument) for argument in command.arguments]
        return self.victims.run(arguments, plan=plan, kill_after=kill_after, spares=spares)

    def clean(self, name: str) -> Clean:
        """Tell what an undisturbed run of a command does."""
        if name not in self._clean:
            command = self.commands[name]
            self._restore(command.base)
            before = files(self.root)
            outcome = self.run(command, Plan(str(self.root), str(self.log)))
            assert outcome.code == 0, outcome.said
            self._clean[name] = Clean(outcome, before, files(self.root), stored(self.root), self._changes())
        return self._clean[name]

    def strike(
        self, name: str, tally: Tally, *, do: str = "kill", at: int = 0, after: float | None = None
    ) -> bool:
        """Strike a command at one change of a file, or after some seconds, and look at what is left.

        A change is found again by its words: the `at`-th of the clean run may come earlier or later here.
        Tells whether the run came to it.
        """
        command, clean = self.commands[name], self.clean(name)
        plan = Plan(str(self.root), str(self.log))
        moment = f"{name}, {do} after {after or 0:.2f} s"
        if at:
            words = clean.changes[at - 1]
            nth = clean.changes[:at].count(words)
            plan = replace(plan, at=nth, do=do, words=words)
            moment = f"{name}, {do} at {words}" + (f" (time {nth})" if nth > 1 else "")
        self._restore(command.base)
        # A killed run must take all that it started with it, so it starts that in its own way.
        outcome = self.run(command, plan, after, spares=do != "kill")
        tally.struck += 1
        if met := not at or self.struck.exists():
            tally.met += 1
        else:
            tally.missed.append(moment)
        tally.hit += outcome.killed or bool(do != "kill" and outcome.code)
        tally.slowest_end = max(tally.slowest_end, outcome.left)
        wrong = list(_halves(clean, files(self.root)))
        if outcome.left > 5:
            wrong.append(f"something of it lived on for {outcome.left:g} s")
        if do != "kill" and met:
            wrong += _told(outcome)
        again = self.run(command, spares=do != "kill")
        wrong += self._differences(clean, again)
        for each in wrong:
            tally.findings.append(f"{moment}: {each}")
            self.tell(tally.findings[-1])
        return met

    def _differences(self, clean: Clean, again: Outcome) -> Iterator[str]:
        if again.code != clean.outcome.code:
            yield f"the next run ends with {again.code}: {again.said[-500:]}"
        after = files(self.root)
        if other := [
            n for n in sorted(after.keys() | clean.after.keys()) if after.get(n) != clean.after.get(n)
        ]:
            yield f"the next run does not make what an undisturbed one makes: {other[0]} (of {len(other)})"
        for table, rows in stored(self.root).items():
            if rows != clean.stored[table]:
                yield f"the next run leaves other {table} in the store: {_first(rows, clean.stored[table])}"

    def _changes(self) -> tuple[str, ...]:
        lines = self.log.read_bytes()
        return tuple(lines[i : i + WIDTH].decode().strip() for i in range(0, len(lines), WIDTH))

    def _restore(self, base: str) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.folder / base, self.root, symlinks=True)
        self.log.unlink(missing_ok=True)
        self.struck.unlink(missing_ok=True)

    def _keep(self, base: str) -> None:
        shutil.copytree(self.root, self.folder / base, symlinks=True)

    def _prepare(self) -> Iterator[Command]:
        """Bring the project into the states from which commands start."""
        build = Command("build", "week", ("build", "-C", "{root}", "--today", NEXT, "-q"))
        lay(self.root)
        self._must(replace(build, arguments=("build", "-C", "{root}", "--today", DAY, "-q")))
        say_why(self.root, 1, COURSE)
        self._must(replace(build, arguments=("publish", "-C", "{root}", COURSE, "1")))
        feed(self.root, 2 * ARTICLES)
        self._keep("week")
        yield build
        course = self.root / "courses" / COURSE / "course.yml"
        self._must(build)
        for made in ("site", ".curator/rendered", ".curator/generated"):  # no other command needs them
            shutil.rmtree(self.root / made)
        say_why(self.root, 2, COURSE)
        self._keep("draft")
        draft = read_week(course.with_name("week-02.md"), self.root)
        url = draft.content[0].url
        yield Command("publish", "draft", ("publish", "-C", "{root}", COURSE, "2"))
        note = {"do": "note", "url": url, "text": "Read this with somebody. " * 2000}
        yield Command("review save", "draft", (SAVE, "{root}", COURSE, "2", json.dumps(note)))
        yield Command("note", "draft", ("note", "-C", "{root}", COURSE, url, "Read this.", "--week", "2"))
        used = {r.url for r in draft.content}
        spare = next(u for u in feed(self.root, 2 * ARTICLES) if u not in used)
        yield Command("add", "draft", ("add", "-C", "{root}", COURSE, spare, "--week", "2"))
        feeds_add = ("feeds", "add", "-C", "{root}", "http://well.test/feed.xml", "--proxy", "{web}")
        yield Command("feeds add", "draft", feeds_add)
        week = course.with_name("week-01.md")
        dead = read_week(week, self.root).content[0].url
        text = week.read_text("utf-8").replace(dead, DEAD).replace("https://", "http://")
        week.write_text(text, "utf-8")
        self._keep("dead")
        fix = ("check", "links", "-C", "{root}", "--fix", "--proxy", "{web}")
        yield Command("link fix", "dead", (*fix, "--archive", "http://archive.test/available", "-q"))

    def _must(self, command: Command) -> None:
        outcome = self.run(command)
        assert outcome.code == 0, outcome.said


def lay(root: Path) -> None:
    """Lay down a project of one course, with a few articles."""
    lay_down(root, NewCourse("First course"), today=date.fromisoformat(DAY))
    (root / "feeds.yml").write_text(FEEDS, "utf-8")
    course = root / "courses" / COURSE / "course.yml"
    course.write_text(splice.put(course.read_text("utf-8"), ("items",), {"min": 2, "max": 3}), "utf-8")
    shutil.copyfile(root / "starter/feed.xml", root / "starter/all.xml")
    feed(root, ARTICLES)


def feed(root: Path, count: int) -> list[str]:
    """Let the feed hold its first articles only; returns their addresses."""
    head, *items = (root / "starter/all.xml").read_text("utf-8").split("    <item>")
    kept = [item.removesuffix("  </channel>\n</rss>\n") for item in items[:count]]
    text = "    <item>".join([head, *kept]) + "  </channel>\n</rss>\n"
    (root / "starter/feed.xml").write_text(text, "utf-8")
    return [re.findall(r"<link>(.*?)</link>", item)[0] for item in kept]


# --- looking at what is left ---------------------------------------------------------------------------


def files(root: Path) -> dict[str, bytes]:
    """Read every file of the project but what `curate` keeps for itself."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".curator" not in path.relative_to(root).parts
    }


def _halves(clean: Clean, now: Files) -> Iterator[str]:
    """Name what is neither old nor new."""
    site = {name: data for name, data in now.items() if name.startswith("site/")}
    if site not in [
        {n: d for n, d in known.items() if n.startswith("site/")} for known in (clean.before, clean.after)
    ]:
        yield "the site is neither the old one nor the new one"
    for name, data in now.items():
        if not _LEFT.fullmatch(name) and data not in (clean.before.get(name), clean.after.get(name)):
            yield f"{name} is neither old nor new"
    for name in clean.before.keys() & clean.after.keys():
        if name not in now and not name.startswith("site/"):
            yield f"{name} is gone"


def _told(outcome: Outcome) -> Iterator[str]:
    """Name what is wrong with how a refusal of the disk was told."""
    if "Traceback" in outcome.said:
        yield f"a traceback: {outcome.said[-1500:]}"
    elif outcome.code not in (0, 1, 2):
        yield f"ended with {outcome.code}: {outcome.said[-500:]}"
    elif outcome.code and not WORDS.search(outcome.said):
        yield f"not told in words: {outcome.said[-500:]}"


def stored(root: Path) -> dict[str, Any]:
    """Read what the store remembers, without the moments at which it was written."""
    with SQLiteStore.open(root / ".curator/store.db") as store:
        states = store.feeds()
        urls = [url for (url,) in store._select("SELECT url FROM pages ORDER BY url")]
        return {
            "warning": store.warning,
            "feeds": {f: asdict(replace(s, checked=None)) for f, s in states.items()},
            "entries": [(e.feed, e.entry) for e in store.entries(states)],
            "pages": {u: (p.article, p.error, p.failures) for u, p in store.pages(urls).items()},
            "vectors": store.vectors(),
            # What week files hold is remembered only so that the next run need not parse them.
            "notes": [name for name in sorted(store.notes("")) if not name.startswith("week:")],
        }


def _first(rows: Any, wanted: Any) -> str:
    if isinstance(rows, dict):
        names = [n for n in sorted(rows.keys() | wanted.keys()) if rows.get(n) != wanted.get(n)]
        return f"{names[0]}: {rows.get(names[0])!r} for {wanted.get(names[0])!r}"[:600]
    return f"{rows!r} for {wanted!r}"[:600]


# --- a web of its own --------------------------------------------------------------------------------


class _Web:
    """A proxy behind which pages are dead, an archive has copies of them, and there is one feed."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        url = urlsplit(self.path)
        status, kind, body = 404, "text/plain", b""
        if url.hostname == "archive.test":
            copy = {"available": True, "status": "200", "url": f"http://web.archive.test/web/1/{DEAD}"}
            body = json.dumps({"archived_snapshots": {"closest": copy}}).encode()
            status, kind = 200, "application/json"
        elif url.path == "/feed.xml":
            body = (
                b'<rss version="2.0"><channel><title>Well</title><link>http://well.test/</link>'
                b"<description>x</description><item><title>One</title><link>http://well.test/1</link></item>"
                b"</channel></rss>"
            )
            status, kind = 200, "application/rss+xml"
        elif url.hostname not in ("dead.test", None) and url.path != "/robots.txt":
            body = b"<!doctype html><title>Guilds at work</title><p>" + b"Members meet and learn. " * 80
            status, kind = 200, "text/html"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - the name that the base class asks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


# --- the matrix -----------------------------------------------------------------------------------------

SHARES = {"build": 0.4, "review save": 0.2, "publish": 0.2, "link fix": 0.2}
"""How the kills are dealt out."""


def kills(range_: Range, name: str, count: int, dice: random.Random) -> Tally:
    """Kill a command so many times: one half at random moments, one half at changes of files."""
    tally, clean = Tally(), range_.clean(name)
    moments = list(range(1, len(clean.changes) + 1))
    dice.shuffle(moments)
    for number in range(count):
        if number % 2:
            range_.strike(name, tally, after=dice.uniform(0, clean.outcome.seconds))
        else:
            range_.strike(name, tally, at=moments[number // 2 % len(moments)])
    return tally


def refusals(range_: Range, name: str, do: str, at_most: int, dice: random.Random) -> Tally:
    """Let the disk refuse at every change of a file, or at so many of them."""
    tally, clean = Tally(), range_.clean(name)
    moments = [
        number
        for number, words in enumerate(clean.changes, 1)
        if do == "EIO" or words.split(" ", 1)[0] in TAKES_ROOM
    ]
    tally.of = len(moments)
    if len(moments) > at_most:
        moments = sorted(dice.sample(moments, at_most))
    missed = [at for at in moments if not range_.strike(name, tally, do=do, at=at)]
    tally.missed.clear()
    for at in missed:  # in another order of its processes, a run may come to them
        range_.strike(name, tally, do=do, at=at)
    return tally


@contextmanager
def shooting_range() -> Iterator[Range]:
    """Lay out a range in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="curator-crash-") as folder, Range(Path(folder)) as range_:
        yield range_


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the matrix and print what came of it; 1 when there is a finding."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument(
        "--refusals", type=int, default=10**6, help="at most so many of each command and kind"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="commands, with commas between them")
    chosen = parser.parse_args(arguments)
    dice, found = random.Random(chosen.seed), 0  # noqa: S311 - moments, no secrets
    with shooting_range() as range_:
        range_.tell = lambda words: print("   ", words, flush=True)
        for name in chosen.only.split(",") if chosen.only else list(range_.commands):
            tallies = {"kill": kills(range_, name, round(chosen.kills * SHARES.get(name, 0)), dice)}
            for do in ("ENOSPC", "EIO"):
                tallies[do] = refusals(range_, name, do, chosen.refusals, dice)
            changes = range_.clean(name).changes
            print(f"{name}: {len(changes)} changes of files, {len(set(changes))} of them unlike each other")
            for do, tally in tallies.items():
                found += len(tally.findings)
                print(
                    f"    {do:7}"
                    + (f" of {tally.of} that can be struck" if tally.of else "")
                    + f" struck {tally.struck}, came to pass {tally.met}, ended the run {tally.hit}; last "
                    f"process gone after {tally.slowest_end:.2f} s; findings {len(tally.findings)}",
                    flush=True,
                )
                for missed in tally.missed:
                    print(f"        not come to: {missed}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
