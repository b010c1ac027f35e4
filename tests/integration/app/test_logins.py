"""A feed behind a login: it is read, and neither a person nor a page ever sees the password."""

import base64
from datetime import UTC, date, datetime

import pytest
from pull_all import pull
from pull_server import answer, serving
from review_fixture import served

from benchmarks.person import say_why
from curator.app.archive import question
from curator.app.edits import latest_week
from curator.app.review import open_session, weigh
from curator.app.run import Run
from curator.config import Pull
from curator.model import Job
from curator.urls import bare, masked, signed

SECRET = "Planted9Secret"
LOGIN = f"ada:{SECRET}@"
WIKI, BLOG, SHUT = (f"http://{LOGIN}{host}.test/feed.xml" for host in ("wiki", "blog", "shut"))
DAY = "2026-11-23"
WORDS = {
    "wiki": "Whoever asks for help early talks about mistakes without blame and gives help to others at work",
    "blog": "Members of a guild meet in the evening and learn from each other",
    "shut": "Nobody reads this",
}
BASIC = "Basic " + base64.b64encode(LOGIN[:-1].encode()).decode()


TALES = (
    "a baker asked the night shift why the bread had burnt and nobody was blamed",
    "two welders drew the broken steel joint on a wall until a third one knew the cause",
    "the weavers met on Fridays, each with a piece of cloth that had gone wrong",
    "printers wrote every jam of the paper into one open book and read it aloud",
)


def text(host, number):
    """Enough words for an article, others for each."""
    tale = TALES[number % len(TALES)]
    return "".join(f"{WORDS[host[:4]]}: {tale}, in round {n} of {n * n}. " for n in range(20))


def feed(host):
    """A feed with addresses of every kind: relative ones are made from the feed's own."""
    items = "".join(
        f"<item><title>Guilds at work, part {n}</title><link>{'' if n % 2 else f'http://{host}'}/{n}</link>"
        f"<author>Mira Holm</author><description>{text(host, n)}</description></item>"
        for n in range(1, 4)
    )
    return f'<rss version="2.0"><channel><title>{host}</title><link>/</link>{items}</channel></rss>'.encode()


def web(request):
    """Feeds behind a login; pages for everybody, but for one that is gone."""
    if request.path == "/robots.txt":
        return answer(404)
    if request.host == "archive.test":
        return answer(200, b'{"archived_snapshots": {}}', Content_Type="application/json")
    if request.path.endswith(".xml"):
        if request.headers.get("authorization") != BASIC or request.host == "shut.test":
            return answer(401, WWW_Authenticate="Basic")
        return answer(200, feed(request.host), Content_Type="application/rss+xml")
    if request.path == "/front":
        return answer(
            200, b'<title>x</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        )
    if request.path == "/2" and web.gone:
        return answer(404)
    page = f"<title>{request.path}</title><article><p>{text(request.host, len(request.path))}</p></article>"
    return answer(200, page.encode())


@pytest.fixture
def course(project, monkeypatch):
    """A project that reads behind a login only, and the proxy that stands for the web."""
    monkeypatch.setattr(web, "gone", False, raising=False)
    listed = "".join(f'  - {{url: "{url}", title: "{t}"}}\n' for url, t in ((WIKI, "Our wiki"), (SHUT, "")))
    with serving(web) as server:
        text = f'pull: {{per_host_delay: 0, timeout: 60, proxy: "{server.address}"}}\nfeeds:\n{listed}'
        (project / "feeds.yml").write_text(text, "utf-8")
        own = project / "courses/first-course"
        (own / "participants.yml").write_text(f'participants: [{{name: Ben Ode, feed: "{BLOG}"}}]\n', "utf-8")
        yield project, server


def tell_all(curate, project, *commands):
    """Run commands in each of their forms; returns all that they said."""
    said = ""
    for command in commands:
        for more in (("-v",), ("--json",)):
            outcome = curate(*command, "-C", project, "--today", DAY, *more)
            assert outcome.code in (0, 1), outcome.err
            said += outcome.out + outcome.err
    return said


def test_a_password_is_used_and_shown_nowhere(course, curate, monkeypatch):
    project, server = course
    said = tell_all(curate, project, ("build",))
    asked = {r.host for r in server.requests if r.headers.get("authorization") == BASIC}
    assert asked >= {"wiki.test", "blog.test", "shut.test"}, "the login is used"
    assert {r.path for r in server.requests if r.host == "wiki.test"} >= {"/feed.xml", "/1", "/2"}
    weeks = sorted(project.glob("courses/*/week-*.md"))
    assert "http://wiki.test/" in weeks[0].read_text("utf-8"), "something of it was drafted"
    assert "http://wiki.test/feed.xml" in weeks[0].read_text("utf-8"), "the feed is told without its login"
    say_why(project)
    curate("publish", "first-course", "1", "-C", project, "--today", DAY)
    monkeypatch.setattr(web, "gone", True)
    said += tell_all(
        curate,
        project,
        ("build",),
        ("draft", "--markdown"),
        ("feeds", "list"),
        ("feeds", "check", WIKI),
        ("feeds", "export"),
        ("shortlist", "first-course"),
        ("lint",),
        ("suggest", "first-course", WIKI),
        ("retag",),
        ("check", "links", "--again", "--fix", "--archive", "http://archive.test/available"),
        ("digest", "first-course", "1"),
        ("doctor",),
    )
    wrong = curate("feeds", "check", f"http://{LOGIN}unknown.test/", "too many", "-C", project)
    said += wrong.out + wrong.err + curate("feeds", "remove", f"http://{LOGIN}x.test/", "-C", project).err
    assert "http://ada:***@shut.test/feed.xml" in said
    assert SECRET not in said
    assert not any(SECRET in r.path for r in server.requests), "and no other host is told"
    told = {r.host for r in server.requests if r.headers.get("authorization")}
    assert told == {"wiki.test", "blog.test", "shut.test"}
    theirs = {project / "feeds.yml", project / "courses/first-course/participants.yml"}
    files = [p for p in project.rglob("*") if p.is_file() and ".curator" not in p.parts and p not in theirs]
    assert [p for p in files if SECRET.encode() in p.read_bytes()] == []
    assert (project / "site/index.html") in files
    assert list(project.glob("digests/**/*.eml"))


def test_the_review_page_shows_no_password(course, curate):
    project, _ = course
    curate("build", "-C", project, "--today", DAY)
    day = date.fromisoformat(DAY)
    with Run.open(project, now=datetime.combine(day, datetime.min.time(), UTC), today=day) as run:
        session = open_session(run, run.project.courses[0], latest_week(run, run.project.courses[0]), ())
        weigh(run, session)
    with served(session) as server:
        shown = "".join(str(server.ask("GET", name)) for name in ("state", "offers"))
        body = {"do": "note", "seen": "x", "url": WIKI, "text": "x"}
        shown += str(server.ask("POST", "act", body))
    assert "wiki.test" in shown
    assert SECRET not in shown


# --- the means ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "at https://ada:secret@wiki.example/feed?x=1 twice",
            "at https://ada:***@wiki.example/feed?x=1 twice",
        ),
        ("https://ada:p@ss:word@wiki.example/", "https://ada:***@wiki.example/"),
        ('{"feed": "http://ada:secret@wiki.example"}', '{"feed": "http://ada:***@wiki.example"}'),
        ("(http://ada:@wiki.example)", "(http://ada:***@wiki.example)"),
        ("https://ghp_token@wiki.example/feed", "https://***@wiki.example/feed"),
        ("https://:secret@wiki.example/", "https://***@wiki.example/"),
        (
            "https://social.example/@ada and ada@wiki.example",
            "https://social.example/@ada and ada@wiki.example",
        ),
        ("https://wiki.example/a?to=ada:b@c", "https://wiki.example/a?to=ada:b@c"),
        ("nothing", "nothing"),
    ],
)
def test_passwords_in_addresses_are_masked_and_nothing_else(text, shown):
    assert masked(text) == shown
    assert masked(shown) == shown


def test_no_archive_is_told_a_password():
    asked = question("http://archive.test/", WIKI, None)
    assert asked == "http://archive.test/?url=http%3A%2F%2Fwiki.test%2Ffeed.xml"


def test_an_address_without_its_login():
    assert bare("https://ada:p@ss@wiki.example:8443/a?b#c") == "https://wiki.example:8443/a?b#c"
    for same in ("https://wiki.example/@ada", "starter/feed.xml", "http://[", ""):
        assert bare(same) == same


@pytest.mark.parametrize(
    ("target", "signed_by"),
    [
        ("https://wiki.example/new", "https://ada:s@wiki.example/new"),
        ("https://eve:x@wiki.example/new", None),
        ("http://wiki.example/new", None),
        ("https://wiki.example:8443/new", None),
        ("https://elsewhere.example/new", None),
        ("http://[", None),
    ],
)
def test_a_login_goes_to_its_own_origin_only(target, signed_by):
    assert signed(target, "https://ada:s@wiki.example/feed") == (signed_by or target)
    assert signed(target, "https://wiki.example/feed") == target
    assert signed(target, "http://[") == target


@pytest.mark.parametrize(
    ("location", "host", "sent"),
    [
        ("/new.xml", "wiki.test", True),
        ("http://wiki.test/new.xml", "wiki.test", True),
        ("http://elsewhere.test/new.xml", "elsewhere.test", False),
    ],
)
def test_a_redirect_takes_a_login_no_further_than_its_host(location, host, sent):
    def moved(request):
        if request.path == "/feed.xml":
            return answer(301, Location=location)
        return answer(200, b"here")

    with serving(moved) as server:
        settings = Pull(per_host_delay=0, timeout=60, proxy=server.address)
        (fetched,) = pull([Job(WIKI)], settings, {}, datetime(2026, 11, 23, tzinfo=UTC)).fetched
    assert fetched.document is not None
    assert fetched.document.url == f"http://{host}/new.xml", "what links are made from holds no login"
    (last,) = [r for r in server.requests if r.path == "/new.xml"]
    assert (last.headers.get("authorization") == BASIC) is sent
    assert (LOGIN in fetched.moved_to) is sent, "so that an accepted move still knows it"


def test_a_feed_is_named_by_what_is_shown_of_it(course, curate):
    project, _ = course
    for name in ("http://ada:***@wiki.test/feed.xml", "http://shut.test/feed.xml"):
        assert curate("feeds", "remove", name, "-C", project).code == 0
    assert (project / "feeds.yml").read_text("utf-8").count("test/feed.xml") == 0


def test_a_site_behind_a_login_is_added_with_it(course, curate):
    """The page names its feed; whoever reads that needs the same login."""
    project, _ = course
    curate("feeds", "remove", WIKI, "-C", project)
    added = curate("feeds", "add", f"http://{LOGIN}wiki.test/front", "-C", project)
    assert added.code == 0, added.err
    assert SECRET not in added.out + added.err
    assert WIKI in (project / "feeds.yml").read_text("utf-8")
