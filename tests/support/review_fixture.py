"""An edit session for the tests of the review page: a small week, candidates, and a server in a thread of its own."""

import asyncio
import http.client
import json
import shutil
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

import yaml

from curator.app.review import EditSession, Workspace, serving
from curator.app.review.actions import Act
from curator.app.review.candidates import offers_of
from curator.app.review.edit_session import mark_of
from curator.app.run import Run
from curator.app.scaffold import NewCourse, lay_down
from curator.model import (
    Article,
    Candidate,
    Connection,
    Course,
    Guidelines,
    Items,
    Module,
    Person,
    Question,
    Reason,
    Resource,
    Suggestion,
    Thanks,
    Why,
)
from curator.weeks.week_file import new_week_text, parse_week

COURSE = Course(
    slug="baking",
    title="Bake together",
    need="New bakers must learn to ask for help before the dough is ruined",
    start=date(2026, 11, 23),
    items=Items(min=2, max=5),
    minutes=30,
    guidelines=Guidelines(moderator="Mo", contact="mo@bakery.example"),
)
TEXT = (
    "When the oven is cold, one loaf in ten fails because its baker asked nobody, and that loaf teaches more than "
    "the other nine. "
) * 30
EVIL = '<img src=x onerror="window.__hit=1"><script>window.__hit=2</script>"\'`${window.__hit=3}{{4}}'


def article(number, **fields):
    kept = {
        "author": f"Baker {number}",
        "source": "The oven",
        "published": date(2026, 11, 20) - timedelta(days=number % 300),
        **fields,
    }
    return Article(f"https://oven.example/{number}", kept.pop("title", f"Loaf number {number}"), TEXT, **kept)


def candidate(number, **fields):
    copies = (Article(f"https://copy.example/{number}", "The same", TEXT, source="Copies"),)
    return Candidate(
        article(number, **fields),
        1 - number / 10_000,
        (Reason(f"close to the need: dough {number}", 0.5), Reason("keyword: oven", 0.1)),
        duplicates=copies if number % 3 == 0 else (),
        tags=("ovens",) if number % 2 else ("dough",),
    )


def hostile(number):
    return Candidate(
        article(number, title=EVIL, author=EVIL, source=EVIL, summary=EVIL),
        0.5,
        (Reason(EVIL, 0.5),),
        duplicates=(Article("javascript:window.__hit=5", EVIL, EVIL, source=EVIL),),
        tags=(EVIL,),
    )


def resource(number, **fields):
    known = {"author": f"Baker {number}", "source": "The oven", "minutes": 6, "kind": "article"}
    known |= {"note": "For the second rise."} if number == 1 else {}
    known |= fields
    url, title = f"https://oven.example/{number}", known.pop("title", f"Loaf number {number}")
    return Resource(url=url, title=title, why=Why(reasons=("close to the need",)), **known)


def module(**fields):
    known = {
        "week": 2,
        "title": "Ask early",
        "opens": date(2026, 11, 30),
        "objective": "By Friday you have asked one person for help.",
        "content": (resource(0), resource(1)),
        "conversation": (
            Question(id="q1", question="What would you ask the baker beside you tomorrow?", about=1),
            Question(id="q2", question="Which step would you change first, and why?"),
        ),
        "connection": Connection(
            people=(Person(name="Baker 0", url="https://oven.example/"),),
            prompts=("Ask a colleague.",),
            thanks=(Thanks(name="Kim", reason="the flour"),),
        ),
        "introduction": "Welcome to **week two**.",
    }
    return Module(**{**known, **fields})


def lay_project(root):
    """Lay a whole project into `root` whose only course is the one of these weeks: its pages can be drawn."""
    lay_down(root, NewCourse("Bake together"), today=date(2026, 11, 23))
    shutil.rmtree(root / "courses")
    course = COURSE.model_dump(mode="json", exclude_defaults=True, exclude={"slug", "id"})
    (root / "courses" / COURSE.slug).mkdir(parents=True)
    (root / "courses" / COURSE.slug / "course.yml").write_text(yaml.safe_dump(course), "utf-8")
    return root


@cache
def _offers(count):
    """Search the same texts for their quotations only once; nobody can change an offer."""
    return offers_of([candidate(n) for n in range(count)])


def lay(root, count=8, *, candidates=None, suggestions=(), **fields):
    """Write a week into `root` and return an edit session on it with `count` candidates; the first two are in it."""
    path = root / "courses" / COURSE.slug / "week-02.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(new_week_text(module(**fields)), "utf-8")
    if candidates or suggestions:
        offers = offers_of(candidates or [candidate(n) for n in range(count)], suggestions)
    else:
        offers = _offers(count)
    return EditSession(root, COURSE, path, offers, (Module(week=1, title="Mix"),))


SUGGESTED = (Suggestion(url="https://oven.example/3", by="Kim"),)


class Served:
    """A running server and its address in parts; `ask` sends a request exactly as told.

    `home` is the address of the project's page, `address` that of the week; paths are below the week's.
    """

    def __init__(self, home, session):
        self.home, self.session = home, session
        self.week = f"week/{session.course.slug}/{session.week}/"
        self.address = home + self.week
        self.port, self.token = urlsplit(home).port, urlsplit(home).path.strip("/")

    def ask(self, method, path, body=None, *, token=None, **headers):
        """Send a request; returns (status, headers, value or text). A header that is None is left out."""
        named = {
            "Host": f"127.0.0.1:{self.port}",
            "Origin": f"http://127.0.0.1:{self.port}" if method != "GET" else None,
            "Content-Type": "application/json" if body is not None else None,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(
                method, f"/{token or self.token}/{self.week}{path}", skip_host=True, skip_accept_encoding=True
            )
            for name, value in named.items():
                if value is not None:
                    connection.putheader(name, value)
            if data is not None:
                connection.putheader("Content-Length", str(len(data)))
            connection.endheaders(data)
            answer = connection.getresponse()
            text = answer.read().decode()
            found = dict(answer.getheaders())
            is_json = found.get("Content-Type", "").startswith("application/json")
            return answer.status, found, json.loads(text) if is_json else text
        finally:
            connection.close()

    def act(self, do, *, seen=None, **what):
        """Ask for an action with the mark of the text on disk; returns (status, value)."""
        mark = mark_of(self.session.path.read_bytes().decode()) if seen is None else seen
        status, _, value = self.ask("POST", "act", {"do": do, "seen": mark, **what})
        return status, value


@contextmanager
def served(session, sharing=None):
    """Serve an edit session inside the `with` block; with `sharing` to others, too."""
    with serving_workspace(Workspace.of(session), sharing) as home:
        yield Served(home, session)


@contextmanager
def serving_workspace(workspace, sharing=None):
    """Serve a workspace inside the `with` block; yields the address of its home page."""
    ready, held = threading.Event(), {}

    def run():
        async def sit():
            held["loop"], held["end"] = asyncio.get_running_loop(), asyncio.Event()
            async with serving(workspace, 0, sharing) as address:
                held["address"] = address
                ready.set()
                await held["end"].wait()

        asyncio.run(sit())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(90), "the server starts"
    try:
        yield held["address"]
    finally:
        held["loop"].call_soon_threadsafe(held["end"].set)
        thread.join(90)


def workspace_of(project, today=date(2026, 11, 23)):
    """A workspace of a whole project, as `curate review` opens it."""
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def open_run(progress):
        return Run.open(project, now=now, today=today, progress=progress, strict=False)

    return Workspace(project.resolve(), open_run)


def do(session, name, **what):
    """Press something on the page, having seen the week as it stands."""
    return session.act(Act(do=name, seen=session.mark(), **what))


def week(session):
    return parse_week(session.path.read_text("utf-8"), "week-02.md")


def urls(session):
    return [r.url.rsplit("/", 1)[1] for r in week(session).content]
