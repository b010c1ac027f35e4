"""The weekly mail: the same bytes for the same week, readable everywhere, and never sent twice."""

import email
import re
import shutil
import ssl
from datetime import UTC, date, datetime
from email import policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from curator.app import digest as pipeline
from curator.app.run import Run
from curator.app.scaffold import NewCourse, lay_down
from curator.app.smtp import Handed, Server, hand_over
from curator.config import load_project
from curator.errors import ConfigError, CuratorError
from curator.site.mail import fill

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
WEEK = """\
---
week: 3
title: "Guilds & circles: <b>who</b> meets"
status: published
opens: 2026-11-16
objective: By Friday you know one circle that you could join.
content:
  - url: https://a.test/guild?x=1&y=2
    title: "The guild <script>alert(1)</script> that met"
    source: A. Test
    author: Zoë
    kind: article
    minutes: 6
    note: "Read the *second* half, and [the list](week-02.html) or [x](javascript:alert(1))."
    excerpt: They met on Tuesdays.
  - url: https://gone.test/page
    title: Kept for us
    kind: video
    archived: https://web.archive.org/web/1/https://gone.test/page
    image: https://a.test/tracker.gif
conversation:
  - {id: q1, question: "Whom would you ask first, and what?", about: 1}
connection:
  people: [{name: Ada, url: "https://ada.test/"}, {name: Bo}]
  prompts: [Have a cup of tea with somebody from another floor.]
  events: [{title: Open circle, starts: 2026-11-19T12:00:00+01:00, minutes: 45, url: "https://ev.test/1"}]
  thanks: [{name: Cy, for: the second link}]
---
Dear all, **this** week is short.

- one
- two

<img src="https://a.test/pixel.gif"> ![pixel](https://a.test/pixel.gif)
"""


def lay(root: Path, *, site_url: str = "https://example.org/learn") -> Path:
    lay_down(root, NewCourse("First course"), today=date(2026, 11, 2), site_url=site_url)
    (root / "feeds.yml").write_text("feeds: []\n", encoding="utf-8")
    (root / "courses/first-course/week-03.md").write_text(WEEK, encoding="utf-8")
    return root


@pytest.fixture
def mailed(tmp_path):
    return lay(tmp_path / "project")


def parsed(project: Path, name: str = "week-03"):
    data = (project / f"digests/first-course/{name}.eml").read_bytes()
    return email.message_from_bytes(data, policy=policy.default)


def write(project: Path, curate, *more, week: int = 3):
    return curate("digest", "first-course", week, "-C", project, "--today", "2026-11-23", *more)


def test_a_week_becomes_a_mail_in_two_forms(mailed, curate):
    outcome = write(mailed, curate, "--json", "--unsubscribe", "mailto:stop@example.org?subject=stop")
    assert outcome.code == 0
    names = ["digests/first-course/week-03.eml", "digests/first-course/week-03.html"]
    assert outcome.json == {"course": "first-course", "week": 3, "files": names, "sent": False, "refused": {}}
    mail = parsed(mailed)
    assert mail["Subject"] == "First course, week 3: Guilds & circles: <b>who</b> meets"
    assert mail["Date"].datetime == datetime(2026, 11, 16, tzinfo=UTC)
    course = load_project(mailed).course("first-course")
    assert mail["Message-ID"] == f"<{course.id}.week-03.digest@example.org>"
    assert mail["List-Id"] == "<first-course.example.org>"
    assert mail["List-Unsubscribe"] == "<mailto:stop@example.org?subject=stop>"
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = (part.get_content().replace("\r\n", "\n") for part in mail.iter_parts())
    for said in ("They met on Tuesdays.", "Whom would you ask first", "a cup of tea", "45 minutes", "Zoë"):
        assert said in plain
        assert said in html
    assert "https://example.org/learn/first-course/week-03.html#q1" in plain
    assert 'href="https://example.org/learn/first-course/week-03.html#q1"' in html
    assert "Ada</a>, " in html
    assert "- one\n- two" in plain
    assert max(len(line) for line in plain.splitlines() if "://" not in line) <= 72
    assert "https://web.archive.org/web/1/https://gone.test/page (archived copy)" in plain
    assert html.strip() == (mailed / names[1]).read_text(encoding="utf-8").strip()


def test_the_same_week_gives_the_same_bytes_on_another_day_and_in_another_folder(tmp_path, curate):
    first, second = lay(tmp_path / "one"), lay(tmp_path / "two")
    write(first, curate)
    curate("digest", "first-course", 3, "-C", second, "--today", "2027-01-31")
    for name in ("week-03.eml", "week-03.html"):
        assert (first / "digests/first-course" / name).read_bytes() == (
            second / "digests/first-course" / name
        ).read_bytes()


def test_nothing_is_fetched_and_nobody_is_counted_when_the_mail_is_opened(mailed, curate):
    write(mailed, curate)
    html = (mailed / "digests/first-course/week-03.html").read_text(encoding="utf-8")
    assert not re.search(r"<(?:img|script|link|iframe|object|video|audio|source|form)\b|url\(|@import", html)
    assert "javascript:" not in html
    assert "tracker.gif" not in html
    assert 'href="https://example.org/learn/first-course/week-02.html"' in html, (
        "links within the site are whole"
    )
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "prefers-color-scheme: dark" in html
    styled = re.findall(r"<(?:p|h1|h2|a|li)\b[^>]*>", html)
    assert styled
    assert all("style=" in tag for tag in styled), "mail programs drop style sheets"


def test_a_site_without_an_address_still_has_a_mail(tmp_path, curate):
    project = lay(tmp_path / "project", site_url="")
    assert write(project, curate).code == 0
    assert parsed(project)["List-Id"] == "<first-course.curator.invalid>"
    assert "Open this week" not in parsed(project).get_body(("plain",)).get_content()


def test_long_addresses_and_foreign_letters_survive_the_headers(mailed, curate):
    week = mailed / "courses/first-course/week-03.md"
    text = week.read_text(encoding="utf-8")
    week.write_text(
        text.replace('"Guilds & circles: <b>who</b> meets"', "Жизнь и 学び zugleich " + "wort " * 40)
    )
    far = "https://lists.example.org/stop?" + "token=abcdefghij&" * 12
    write(mailed, curate, "--unsubscribe", far, "--from", "Zoë Ö <zoe@example.org>")
    mail = parsed(mailed)
    assert mail["List-Unsubscribe"] == f"<{far}>"
    assert "Жизнь и 学び" in mail["Subject"]
    assert mail["From"].addresses[0].display_name == "Zoë Ö"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--unsubscribe", "javascript:alert(1)"), "no web or mail address"),
        (("--unsubscribe", "https://a.test/" + "x" * 1000), "no web or mail address"),
        (("--from", "nobody\nBcc: everybody@example.org"), "cannot be addressed"),
    ],
)
def test_what_is_no_address_is_refused(mailed, curate, options, words):
    outcome = write(mailed, curate, *options)
    assert outcome.code == 2
    assert words in outcome.err


def test_the_newest_open_week_is_meant_when_none_is_named(mailed, curate):
    late = WEEK.replace("week: 3", "week: 4").replace("2026-11-16", "2026-11-30")
    (mailed / "courses/first-course/week-04.md").write_text(late, encoding="utf-8")
    outcome = curate("digest", "first-course", "-C", mailed, "--today", "2026-11-23", "--json")
    assert outcome.json["week"] == 3
    nothing = curate("digest", "first-course", "-C", mailed, "--today", "2026-11-01")
    assert nothing.code == 2
    assert "no published week" in nothing.err


def test_text_is_broken_into_lines_and_addresses_are_not():
    long = "word " * 30 + "https://example.org/" + "a-very-long-path/" * 8
    lines = fill(long).splitlines()
    assert all(len(line) <= 72 or "://" in line for line in lines)
    assert any(line.startswith("https://example.org/") for line in lines)


# --- sending ----------------------------------------------------------------------------------------


class Box:
    """What a server took in; `refuse` is the answer to DATA, should it not be taken."""

    def __init__(self, refuse: str = "") -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []
        self.refuse = refuse

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library's name
        if address.startswith("nobody@"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.refuse:
            return self.refuse
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 taken"


@pytest.fixture
def post_office():
    """Start real SMTP servers on loopback: post_office(box, **options) returns the port."""
    running = []

    def start(box, kind=Controller, **options):
        controller = kind(box, hostname="127.0.0.1", port=0, **options)
        controller.start()
        running.append(controller)
        return controller.server.sockets[0].getsockname()[1]

    yield start
    for controller in running:
        controller.stop()


class FreePort(Controller):
    """aiosmtpd asks its own port whether it is up; with port 0 only the socket knows it."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def environment(monkeypatch, port: int, **more: str) -> None:
    values = {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "FROM": "Guild <guild@example.org>",
        "TO": "all@example.org",
    }
    for name, value in (values | more).items():
        monkeypatch.setenv(f"CURATE_SMTP_{name}", value)


def test_a_week_is_sent_once_and_the_repository_remembers(mailed, curate, post_office, monkeypatch):
    box = Box()
    environment(monkeypatch, post_office(box, FreePort))
    first = write(mailed, curate, "--send", "--json")
    assert first.code == 0, first.err
    ((sender, to, content),) = box.mails
    assert (sender, to) == ("guild@example.org", ["all@example.org"])
    sent = email.message_from_bytes(content, policy=policy.default)
    assert sent["To"] == "all@example.org"
    assert sent["From"] == "Guild <guild@example.org>"
    assert sent.get_body(("plain",)).get_content() == parsed(mailed).get_body(("plain",)).get_content()
    assert "course: first-course" in (mailed / "digests/sent.yml").read_text(encoding="utf-8")
    shutil.rmtree(mailed / ".curator")
    again = write(mailed, curate, "--send")
    assert again.code == 1
    assert "was sent on 2026-11-23" in again.err
    assert len(box.mails) == 1


def test_several_readers_do_not_see_each_other(mailed, curate, post_office, monkeypatch):
    box = Box()
    environment(
        monkeypatch, post_office(box, FreePort), TO="ann@example.org, bob@example.org, nobody@example.org"
    )
    outcome = write(mailed, curate, "--send", "--json")
    ((_, to, content),) = box.mails
    assert to == ["ann@example.org", "bob@example.org"]
    assert b"ann@" not in content
    assert b"bob@" not in content
    assert outcome.json["refused"] == {"nobody@example.org": "no such person (550)"}
    assert b"ann@" not in b"".join(p.read_bytes() for p in (mailed / "digests").rglob("*.*"))


def test_a_refused_mail_is_not_remembered_as_sent(mailed, curate, post_office, monkeypatch):
    environment(monkeypatch, post_office(Box(refuse="554 not today"), FreePort))
    outcome = write(mailed, curate, "--send")
    assert outcome.code == 1
    assert "nothing was sent: not today (554)" in outcome.err
    environment(monkeypatch, post_office(Box(), FreePort), TO="nobody@example.org")
    assert "every address was refused" in write(mailed, curate, "--send").err
    box = Box()
    environment(monkeypatch, post_office(box, FreePort))
    assert write(mailed, curate, "--send").code == 0
    assert len(box.mails) == 1


def test_drafts_and_weeks_that_open_later_are_not_sent(mailed, curate, post_office, monkeypatch):
    box = Box()
    environment(monkeypatch, post_office(box, FreePort))
    later = curate("digest", "first-course", 3, "-C", mailed, "--today", "2026-11-15", "--send")
    assert "opens on 2026-11-16" in later.err
    week = mailed / "courses/first-course/week-03.md"
    week.write_text(week.read_text(encoding="utf-8").replace("published", "draft"), encoding="utf-8")
    assert "is a draft" in write(mailed, curate, "--send").err
    assert box.mails == []


def test_a_crash_while_sending_ends_in_a_question_and_not_in_a_second_mail(mailed):
    calls = []

    def crash(server, message):
        calls.append(message)
        raise KeyboardInterrupt

    server = Server("127.0.0.1", 25, "", "", "guild@example.org", ("all@example.org",))
    with Run.open(mailed, now=NOW, today=NOW.date()) as run:
        written = pipeline.write(run, run.project.course("first-course"), 3)
        with pytest.raises(KeyboardInterrupt):
            pipeline.send(run, written, server, over=crash)
        with pytest.raises(CuratorError, match="broke off while it sent week 3"):
            pipeline.send(run, written, server, over=lambda *_: calls.append(b"") or Handed())
    assert len(calls) == 1


def test_a_connection_that_breaks_half_way_is_no_proof_that_nothing_was_sent(mailed, curate, monkeypatch):
    monkeypatch.setattr(pipeline, "hand_over", None)
    server = Server("127.0.0.1", 25, "", "", "guild@example.org", ("all@example.org",))
    with Run.open(mailed, now=NOW, today=NOW.date()) as run:
        written = pipeline.write(run, run.project.course("first-course"), 3)
        with pytest.raises(CuratorError, match="broke"):
            pipeline.send(run, written, server, over=lambda *_: Handed(error="the line broke", unsure=True))
        with pytest.raises(CuratorError, match="Look whether the mail"):
            pipeline.send(run, written, server, over=lambda *_: Handed())


def test_a_server_that_nobody_named_is_explained(mailed, curate, monkeypatch):
    for name in ("HOST", "PORT", "FROM", "TO", "USER", "PASSWORD"):
        monkeypatch.delenv(f"CURATE_SMTP_{name}", raising=False)
    outcome = write(mailed, curate, "--send")
    assert outcome.code == 2
    for name in ("HOST", "FROM", "TO"):
        assert f"CURATE_SMTP_{name}" in outcome.err
    with pytest.raises(ConfigError, match="CURATE_SMTP_PASSWORD"):
        Server.of({"CURATE_SMTP_USER": "ada"})
    with pytest.raises(ConfigError, match="is no port"):
        Server.of({"CURATE_SMTP_PORT": "smtp"})


def encrypted(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for this machine and the authority that vouches for it."""
    trustme = pytest.importorskip("trustme")
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    return context, tmp_path / "authority.pem"


def test_a_password_travels_encrypted_and_is_never_told(mailed, curate, post_office, monkeypatch, tmp_path):
    context, authority = encrypted(tmp_path)
    seen = []

    def knock(server, session, envelope, mechanism, data):
        seen.append((data, session.ssl is not None))
        good = isinstance(data, LoginPassword) and data.password == b"open sesame"
        return AuthResult(success=good, handled=False)

    box = Box()
    options = {
        "tls_context": context,
        "require_starttls": True,
        "authenticator": knock,
        "auth_required": True,
    }
    port = post_office(box, FreePort, **options)
    environment(monkeypatch, port, USER="guild")
    monkeypatch.setenv("CURATE_SMTP_PASSWORD", "wrong sesame")
    untrusted = write(mailed, curate, "--send")
    assert untrusted.code == 1
    assert "certificate" in untrusted.err
    assert seen == [], "the password was not sent to a server that nobody vouches for"
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    refused = write(mailed, curate, "--send")
    assert refused.code == 1
    assert "sesame" not in refused.err + refused.out
    monkeypatch.setenv("CURATE_SMTP_PASSWORD", "open sesame")
    assert write(mailed, curate, "--send").code == 0
    assert all(over_tls for _, over_tls in seen)
    assert len(box.mails) == 1
    assert b"sesame" not in b"".join(p.read_bytes() for p in mailed.rglob("*") if p.is_file())


def test_an_unencrypted_server_elsewhere_gets_nothing(post_office):
    box = Box()
    port = post_office(box, FreePort)
    # 127.0.0.2 is this machine, too, but not by a name that says so.
    server = Server("localhost.localdomain", port, "", "", "a@example.org", ("b@example.org",))
    handed = hand_over(server, b"Subject: x\r\n\r\nx\r\n")
    assert handed.error
    assert not handed.unsure
    assert box.mails == []


# --- in a browser -----------------------------------------------------------------------------------


@pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")), reason="no Chromium here"
)
def test_it_reads_well_on_a_phone_by_day_and_by_night(mailed, curate):
    from selenium import webdriver

    write(mailed, curate)
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"):
        options.add_argument(flag)
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        phone = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
        paper = {}
        for scheme in ("light", "dark"):
            browser.execute_cdp_cmd(
                "Emulation.setEmulatedMedia",
                {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
            )
            browser.get((mailed / "digests/first-course/week-03.html").as_uri())
            assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
            paper[scheme], worst = browser.execute_script(CONTRAST)
            assert worst[0] >= 4.5, f"{scheme}: {worst}"
        assert paper["light"] != paper["dark"]
    finally:
        browser.quit()


CONTRAST = """
const light = (rgb) => { const [r, g, b] = rgb.match(/[\\d.]+/g).slice(0, 3).map((v) => {
  v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
  return .2126 * r + .7152 * g + .0722 * b; };
const ground = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
  if (!/, 0\\)$/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
let worst = [21, ''];
for (const e of document.body.querySelectorAll('*')) {
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
  const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
  const ratio = (a + .05) / (b + .05);
  if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 80)];
}
return [ground(document.body), worst];
"""
"""The paper's colour, and the lowest contrast of any text on it (WCAG 2.2, 1.4.3)."""
