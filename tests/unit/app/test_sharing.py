"""Sharing a review: who gets in, what they may do there, and how they are kept out again. All on loopback."""

import asyncio
import http.client
import json
import socket
import ssl
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from review_fixture import lay, served

from curator.app.review import Workspace, listening, serving
from curator.app.review.edit_session import mark_of
from curator.app.review.sharing import Shares, Sharing, certificate

LOAF = "https://oven.example/0"


class Shared:
    """A review that is shared on loopback: `own` is the owner's way in, `ask` another's."""

    def __init__(self, own, sharing):
        self.own, self.sharing, self.session = own, sharing, own.session

    def ask(self, share, method, path, body=None, **headers):
        """Send a request by TLS as whoever has a link would; returns (status, value)."""
        token = share if isinstance(share, str) else share.token
        parts = urlsplit(self.sharing.origin)
        named = {
            "Host": parts.netloc,
            "Origin": self.sharing.origin if method != "GET" else None,
            "Content-Type": "application/json" if body is not None else None,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        trust = ssl.create_default_context()
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=60, context=trust)
        try:
            connection.request(
                method,
                f"/{token}{path}" if path.startswith("/") else f"/{token}/week/baking/2/{path}",
                None if body is None else json.dumps(body),
                {k: v for k, v in named.items() if v is not None},
            )
            answer = connection.getresponse()
            text = answer.read().decode()
            is_json = answer.headers.get("Content-Type", "").startswith("application/json")
            return answer.status, json.loads(text) if is_json else text
        finally:
            connection.close()

    def act(self, share, do, **what):
        mark = mark_of(self.session.path.read_bytes().decode())
        return self.ask(share, "POST", "act", {"do": do, "seen": mark, **what})


@contextmanager
def shared(session):
    sharing = Sharing("127.0.0.1")
    with served(session, sharing) as own:
        yield Shared(own, sharing)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with shared(lay(tmp_path_factory.mktemp("shared"))) as found:
        yield found


def test_whoever_has_a_link_to_edit_changes_the_week_and_the_owner_sees_it(site):
    status, value = site.act(site.sharing.shares.give("edit"), "note", url=LOAF, text="From the other room.")
    assert (status, value["said"]) == (200, "note on “Loaf number 0”")
    _, _, state = site.own.ask("GET", "state")
    assert state["state"]["texts"][f"note {LOAF}"] == "From the other room."
    assert (state["may"], state["shares"]) == ("own", True)


def test_a_link_for_reading_reads_and_changes_nothing(site):
    share = site.sharing.shares.give("read")
    status, value = site.ask(share, "GET", "state")
    assert (status, value["may"], value["shares"]) == (200, "read", False)
    before = site.session.path.read_bytes()
    for do in ("publish", "note", "nominate", "agree", "undo"):
        status, value = site.act(share, do, url=LOAF, by="Ada", text="x")
        assert (status, value["error"]) == (403, "this link is for reading")
    assert site.session.path.read_bytes() == before
    assert site.ask(share, "POST", "preview", {"text": "*so*"})[0] == 200


def test_a_phone_shares_a_page_by_a_link_to_edit_and_by_no_other(site):
    shares, shared = site.sharing.shares, "/add?url=https%3A%2F%2Fa.example%2Fpage&title=A%20page"
    assert site.ask(shares.give("read"), "GET", shared)[0] == 403
    share = shares.give("edit")
    status, text = site.ask(share, "GET", shared)
    assert (status, "waits in your review" in text) == (200, True)
    assert "a.example/page" in str(site.ask(share, "GET", "state")[1]["arrived"])
    assert site.ask(shares.give("read"), "GET", "state")[1]["arrived"] == []
    assert site.ask(share, "POST", "away", {"text": "https://a.example/page"})[0] == 200
    assert site.own.ask("GET", "state")[2]["arrived"] == []


def test_what_is_about_the_project_or_the_links_is_for_the_owner_alone(site):
    share = site.sharing.shares.give("edit")
    for method, path, body in (
        ("GET", "shares", None),
        ("POST", "shares", {"do": "give", "may": "edit"}),
        ("POST", "../../../do", {"do": "build"}),
        ("GET", "../../../settings", None),
        ("POST", "/do", {"do": "build"}),
        ("GET", "/settings/baking/form", None),
        ("GET", "/settings/--/form", None),
        ("GET", "/site/index.html", None),
        ("GET", "state/../shares", None),
    ):
        assert site.ask(share, method, path, body)[0] in (403, 404), path


def test_who_has_no_token_an_old_one_or_a_guess_is_refused(site):
    share = site.sharing.shares.give("edit")
    assert site.ask(share, "GET", "state")[0] == 200
    site.sharing.shares.revoke(share.number)
    owners = site.own.token
    for token in (share.token, "x" * len(share.token), share.token[:-1], "%00", "%C3%A9", owners, "week"):
        status, value = site.ask(token, "GET", "state")
        assert status == 403, token
        assert "state" not in value
    status, _, _ = site.own.ask("GET", "state", token=site.sharing.shares.give("edit").token)
    assert status == 403, "a link for others does not open the owner's door"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Content_Type": "text/plain"},
    ],
)
def test_another_name_or_origin_is_refused_and_changes_nothing(site, headers):
    share, before = site.sharing.shares.give("edit"), site.session.path.read_bytes()
    body = {"do": "publish", "seen": site.session.mark()}
    assert site.ask(share, "POST", "act", body, **headers)[0] == 403
    assert site.session.path.read_bytes() == before


def test_http_without_tls_is_no_way_in(site):
    with socket.create_connection(("127.0.0.1", site.sharing.port), timeout=60) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert b"200" not in plain.recv(1000)


def test_who_is_slow_is_cut_off_and_holds_nobody_up(tmp_path, monkeypatch):
    monkeypatch.setattr(listening, "HEADERS_WITHIN", 2.0)  # whoever is not slow needs milliseconds
    monkeypatch.setattr("curator.app.review.server.BODY_WITHIN", 0.2)
    with shared(lay(tmp_path)) as site:
        share = site.sharing.shares.give("edit")
        trust = ssl.create_default_context()
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
        silent = socket.create_connection(("127.0.0.1", site.sharing.port), timeout=60)
        begun = trust.wrap_socket(socket.create_connection(("127.0.0.1", site.sharing.port), timeout=60))
        begun.sendall(f"GET /{share.token}/week/baking/2/state HTTP/1.1\r\nHost: ".encode())
        body = trust.wrap_socket(socket.create_connection(("127.0.0.1", site.sharing.port), timeout=60))
        head = (
            f"POST /{share.token}/week/baking/2/act HTTP/1.1\r\nHost: 127.0.0.1:{site.sharing.port}\r\n"
            f"Origin: {site.sharing.origin}\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{{"
        )
        body.sendall(head.encode())
        assert site.ask(share, "GET", "state")[0] == 200, "others are answered meanwhile"
        with silent, begun, body:
            assert body.recv(1000).startswith(b"HTTP/1.1 408 ")
            for connection in (silent, begun):
                assert _ended(connection), "and is cut off"


def _ended(connection):
    """Wait until the other side has ended a connection, however it does that."""
    try:
        return connection.recv(1000) == b""
    except (ConnectionError, ssl.SSLError):
        return True


def test_without_sharing_nothing_listens_beyond_loopback(tmp_path, monkeypatch):
    bound = []
    real = socket.create_server
    monkeypatch.setattr(
        socket, "create_server", lambda where, **more: bound.append(where) or real(where, **more)
    )
    monkeypatch.setattr(
        "curator.app.review.sharing.certificate", lambda *_: pytest.fail("no certificate is made")
    )

    async def sit():
        async with serving(Workspace.of(lay(tmp_path))):
            pass

    asyncio.run(sit())
    assert [host for host, _ in bound] == ["127.0.0.1"]


def test_each_certificate_is_new_and_for_its_address_alone():
    one, two = certificate("192.0.2.7"), certificate("192.0.2.7")
    assert one.fingerprint != two.fingerprint
    assert len(one.fingerprint.split(":")) == 32


def test_tokens_are_long_and_never_the_same():
    shares = Shares()
    tokens = {shares.give("read").token for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 32
    assert shares.may("") is None
