"""Promise 2: no connection to an address that is not public, on any hop, by the address dialled."""

import asyncio
import re
import socket
from datetime import UTC, datetime
from ipaddress import ip_address

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from pull_all import pull
from pull_server import answer, serving

from curator.config import Pull
from curator.fetch import address_guard as guards
from curator.fetch.address_guard import AddressRefusedError, Guard, host_key, is_public, literal, place_key
from curator.fetch.client import Client, fetch
from curator.fetch.crawler import Crawler
from curator.model import Fetched, Job

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

# Every way of writing loopback that some resolver, browser or library understands.
SPELLINGS_OF_LOOPBACK = {
    "dotted": "127.0.0.1",
    "short": "127.1",
    "three parts": "127.0.1",
    "decimal": "2130706433",
    "octal": "017700000001",
    "octal parts": "0177.0.0.1",
    "hex": "0x7f000001",
    "hex parts": "0x7f.0x0.0x0.0x1",
    "mixed": "0x7f.0.0.01",
    "trailing dot": "127.0.0.1.",
    "full-width digits": "\uff11\uff12\uff17.\uff10.\uff10.\uff11",
    "circled digits": "\u2460\u2461\u2466.\u24ea.\u24ea.\u2460",
    "ideographic dots": "127\u30020\u30020\u30021",
    "percent-encoded": "%31%32%37.0.0.1",
    "percent-encoded dot": "127%2e0%2e0%2e1",
    "user information": "example.com@127.0.0.1",
    "user and password": "example.com:80@127.0.0.1",
    "IPv6": "[::1]",
    "IPv6 in full": "[0:0:0:0:0:0:0:1]",
    "IPv4-mapped": "[::ffff:127.0.0.1]",
    "IPv4-mapped hex": "[::ffff:7f00:1]",
    "IPv4-compatible": "[::127.0.0.1]",
    "IPv4-translated": "[::ffff:0:127.0.0.1]",
    "NAT64": "[64:ff9b::127.0.0.1]",
    "6to4": "[2002:7f00:1::]",
    "zone": "[fe80::1%25lo]",
    "name": "localhost",
    "name, trailing dot": "localhost.",
    "name, upper case": "LOCALHOST",
    "name below localhost": "feeds.localhost",
}
NOT_PUBLIC = {
    "0.0.0.0": "this host",
    "0.1.2.3": "this network",
    "10.0.0.1": "private",
    "10.255.255.254": "private",
    "100.64.0.1": "carrier-grade NAT",
    "100.127.255.254": "carrier-grade NAT",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "168.63.129.16": "Azure's wire server",
    "169.254.0.1": "link-local",
    "169.254.169.254": "cloud metadata",
    "169.254.170.2": "container metadata",
    "172.16.0.1": "private",
    "172.31.255.254": "private",
    "192.0.0.1": "protocol assignments",
    "192.0.0.192": "Oracle's metadata",
    "192.0.2.1": "documentation",
    "192.88.99.1": "6to4 relay",
    "192.168.0.1": "private",
    "192.168.255.254": "private",
    "198.18.0.1": "benchmarks",
    "198.19.255.254": "benchmarks",
    "198.51.100.1": "documentation",
    "203.0.113.1": "documentation",
    "224.0.0.1": "multicast",
    "239.255.255.250": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "::": "unspecified",
    "::1": "loopback",
    "::10.0.0.1": "IPv4-compatible",
    "::ffff:10.0.0.1": "IPv4-mapped",
    "::ffff:169.254.169.254": "IPv4-mapped",
    "::ffff:168.63.129.16": "IPv4-mapped",
    "::ffff:0:10.0.0.1": "IPv4-translated",
    "64:ff9b::10.0.0.1": "NAT64",
    "64:ff9b::169.254.169.254": "NAT64",
    "64:ff9b::100.64.0.1": "NAT64",
    "64:ff9b:1::1": "NAT64 for local use",
    "100::1": "discard",
    "2001::1": "Teredo",
    "2001:0:a9fe:a9fe::": "Teredo, private server",
    "2001:0:808:808::f5ff:fffe": "Teredo, private client 10.0.0.1",
    "2001:db8::1": "documentation",
    "2002:a00:1::": "6to4 of 10.0.0.1",
    "2002:a9fe:a9fe::1": "6to4 of cloud metadata",
    "2606:4700::5efe:a00:1": "ISATAP of 10.0.0.1",
    "2606:4700::200:5efe:7f00:1": "ISATAP of loopback",
    "3fff::1": "documentation",
    "4000::1": "not given out",
    "5f00::1": "segment routing",
    "fc00::1": "unique local",
    "fd00:ec2::254": "cloud metadata",
    "fe80::1": "link-local",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
    "ff0e::1": "multicast, global scope",
}
PUBLIC = re.findall(
    r"\S+",
    """
1.0.0.1 1.1.1.1 4.4.4.4 8.8.4.4 8.8.8.8 9.9.9.9 11.0.0.1 23.0.0.1 45.33.32.156 52.0.0.1 64.233.160.1
66.102.0.1 93.184.216.34 99.255.255.255 100.63.255.255 100.128.0.1 104.16.0.1 126.255.255.255 128.0.0.1
72.14.192.1 140.82.112.3 142.250.0.1 151.101.1.1 168.63.129.15 168.63.129.17 169.253.255.255
169.255.0.1 172.15.255.255 172.32.0.1
185.199.108.153 191.255.255.255 192.0.1.1 192.0.3.1 192.88.98.1 192.88.100.1 192.167.255.255
192.169.0.1 198.17.255.255 198.20.0.1 198.51.99.1 198.51.101.1 203.0.112.1 203.0.114.1 223.255.255.254
2001:4860:4860::8888 2606:4700:4700::1111 2620:fe::fe 2a00:1450:4001:800::200e 2a04:4e42::81
2400:cb00:2048:1::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::1 3ffe::1
""",
)
"""Neighbours of every blocked range, and usual addresses of the web."""


def test_the_tables_are_as_large_as_promised():
    assert len(NOT_PUBLIC) >= 47
    assert len(SPELLINGS_OF_LOOPBACK) >= 12
    assert len(PUBLIC) >= 50


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public_are_refused(address):
    assert not is_public(ip_address(address)), NOT_PUBLIC[address]
    host = f"[{address}]" if ":" in address else address
    assert "not a public address" in (Guard().refusal(f"http://{host}/feed.xml") or "")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_not_refused(address):
    assert is_public(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    assert Guard().refusal(f"https://{host}/feed.xml") is None


@pytest.mark.parametrize("spelling", SPELLINGS_OF_LOOPBACK.values(), ids=SPELLINGS_OF_LOOPBACK.keys())
def test_loopback_is_refused_however_it_is_written(spelling):
    assert Guard().refusal(f"http://{spelling}/") is not None


@pytest.mark.parametrize(
    "number", ["2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "0xa9.254.0251.254", "169.16689662"]
)
def test_cloud_metadata_is_refused_in_every_number_system(number):
    assert literal(number) == ip_address("169.254.169.254")
    assert Guard().refusal(f"http://{number}/latest/meta-data/") is not None


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/passwd", "not http or https"),
        ("ftp://example.com/feed.xml", "not http or https"),
        ("gopher://127.0.0.1:70/1", "not http or https"),
        ("javascript:alert(1)", "not http or https"),
        ("//example.com/feed", "not http or https"),
        ("", "not http or https"),
        ("http://", "not a web address"),
        ("http:///feed.xml", "host is missing"),
        ("http://[::1", "not a web address"),
        ("http://example.com:99999/", "not a web address"),
        ("http://example.com:port/", "not a web address"),
        ("http://exa mple.com/", "spaces"),
        ("http://example.com\\@127.0.0.1/", "backslashes"),
        ("http://example.com/\r\nHost: other", "control characters"),
        ("http://example.com:22/", "port 22"),
        ("https://example.com:8443/", "port 8443"),
        ("http://8.8.8.8:6379/", "port 6379"),
        ("http://router/", "private network"),
        ("http://printer.local/", "private network"),
        ("http://metadata.google.internal/", "private network"),
        ("http://nas.home.arpa/", "private network"),
        ("http://300.300.300.300/", "ends in a number"),
        ("http://1.2.3.4.5/", "ends in a number"),
        ("http://" + "a." * 130 + "example/", "too long"),
    ],
)
def test_refusals_say_why(url, words):
    assert words in (Guard().refusal(url) or "")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/feed.xml",
        "https://example.com:443/feed",
        "http://example.com:80/",
        "https://user:secret@example.com/private.xml",
        "https://bücher.example/feed",
        "https://xn--bcher-kva.example/feed",
        "https://example.com./feed",
        "https://localhost.example.com/",
        "https://ok.fault.test/feed.xml",
        "https://127.0.0.1.example.com/",
    ],
)
def test_ordinary_addresses_pass(url):
    assert Guard().refusal(url) is None


def test_a_host_allowed_to_be_private_is_exempt_on_its_port_only():
    guard = Guard(["wiki.intranet", "10.0.0.5:8080"])
    assert guard.refusal("http://wiki.intranet/feed") is None
    assert guard.refusal("http://wiki.intranet:8080/feed") is not None
    assert guard.refusal("http://10.0.0.5:8080/feed") is None
    assert guard.refusal("http://10.0.0.5/feed") is not None
    assert guard.refusal("http://other.intranet/feed") is not None


def test_hosts_are_named_alike_however_they_are_written():
    assert host_key("https://Example.COM./x") == host_key("http://example.com:80/y") == "example.com"
    assert host_key("not an address") == ""
    assert place_key("https://Example.COM./x") == "example.com:443"
    assert place_key("http://wiki.example:8080/") == "wiki.example:8080"


# --- over real sockets -------------------------------------------------------------------------------


class Names(AbstractResolver):
    """A name service that answers with the given addresses, one list after the other."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        addresses = self._answers[min(self.asked, len(self._answers) - 1)]
        self.asked += 1
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""


def ask(url: str, guard: Guard, names: Names | None = None) -> Fetched:
    async def once() -> Fetched:
        async with Client(Pull(timeout=5), guard=guard, resolver=names) as client:
            return await fetch(client, Job(url))

    return asyncio.run(once())


@pytest.mark.parametrize("spelling", SPELLINGS_OF_LOOPBACK.values(), ids=SPELLINGS_OF_LOOPBACK.keys())
def test_no_spelling_of_loopback_reaches_a_listener(spelling):
    with serving(lambda _: answer(body=b"secret")) as server:
        guard = Guard(ports=frozenset({server.port}))  # the port is fine: only the address stands in the way
        fetched = ask(f"http://{spelling}:{server.port}/", guard)
    assert fetched.error
    assert fetched.document is None
    assert server.connections == 0


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["::1"], ["127.0.0.1", "::1"], ["::ffff:127.0.0.1"], ["127.0.0.1", "10.0.0.1"]],
)
def test_a_name_that_leads_to_a_private_address_reaches_no_listener(addresses):
    with serving(lambda _: answer(body=b"secret")) as server:
        guard = Guard(ports=frozenset({server.port}))
        url = f"http://rebound.example:{server.port}/"
        assert guard.refusal(url) is None  # nothing is wrong with the name as written
        fetched = ask(url, guard, Names(addresses))
    assert "not public" in fetched.error
    assert server.connections == 0


def test_a_name_that_changes_its_answer_is_judged_by_what_is_dialled():
    """The first answer may be public: each socket is checked when it is opened, not when it was named."""
    guard = Guard()
    info = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("8.8.8.8", 80))
    guard.open_socket(info).close()
    with pytest.raises(AddressRefusedError):
        guard.open_socket((*info[:4], ("127.0.0.1", 80)))


def test_a_name_that_changes_between_hops_is_refused_on_the_second_hop():
    with serving(lambda r: answer(302, Location="/inside")) as server:
        inside = f"first.example:{server.port}"
        guard = Guard([inside], ports=frozenset({server.port}))
        names = Names(["127.0.0.1"])
        fetched = ask(f"http://{inside}/", guard, names)
        assert "more than 5" in fetched.error  # exempt: the hops went through
        before = server.connections
        fetched = ask(f"http://second.example:{server.port}/", guard, names)
    assert "not public" in fetched.error
    assert server.connections == before


OUTSIDE = "127.0.0.2"
"""Stands for a public address below: nothing public can be served here."""


@pytest.fixture
def rebinding(monkeypatch):
    """The system's name lookup answers with OUTSIDE once, and with loopback ever after."""
    try:
        socket.create_server((OUTSIDE, 0)).close()
    except OSError:
        pytest.skip(f"{OUTSIDE} cannot be served on this machine")
    answers: list[str] = []

    real = socket.getaddrinfo

    def lookup(host, port, *more, **named):
        if not host.startswith("rebound."):
            return real(host, port, *more, **named)
        answers.append(OUTSIDE if not answers else "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (answers[-1], port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "gethostbyname", lambda host: lookup(host, 0)[0][4][0])
    monkeypatch.setattr(guards, "is_public", lambda ip: str(ip) == OUTSIDE or is_public(ip))
    return answers


def test_a_name_that_rebinds_is_followed_to_no_listener_inside(rebinding):
    """One lookup for each connection, and the address it gave is the one that is checked and dialled.

    Whoever looked the name up to check it, and again to dial it, would be sent inside by the second answer.
    """
    with serving(lambda _: answer(body=b"secret")) as inside:
        guard = Guard(ports=frozenset({inside.port}))
        with serving(lambda _: answer(body=b"news"), OUTSIDE, inside.port) as door:
            first = ask(f"http://rebound.example:{inside.port}/feed.xml", guard)
            second = ask(f"http://rebound.example:{inside.port}/feed.xml", guard)
    assert first.document is not None
    assert first.document.body == b"news"
    assert (door.connections, rebinding) == (1, [OUTSIDE, "127.0.0.1"])
    assert "not public" in second.error
    assert second.document is None
    assert inside.connections == 0


def test_a_name_that_rebinds_between_two_hops_reaches_no_listener_inside(rebinding):
    with serving(lambda _: answer(body=b"secret")) as inside:
        elsewhere = f"http://rebound.example.:{inside.port}/secret"  # the same host, looked up anew
        with serving(lambda _: answer(302, Location=elsewhere), OUTSIDE, inside.port):
            fetched = ask(f"http://rebound.example:{inside.port}/", Guard(ports=frozenset({inside.port})))
    assert rebinding == [OUTSIDE, "127.0.0.1"]
    assert "not public" in fetched.error
    assert inside.connections == 0


@pytest.mark.parametrize("spelling", SPELLINGS_OF_LOOPBACK.values(), ids=SPELLINGS_OF_LOOPBACK.keys())
def test_no_redirect_leads_to_loopback(spelling):
    with serving(lambda _: answer(body=b"secret")) as target:
        location = f"http://{spelling}:{target.port}/".encode().decode("latin-1")
        with serving(lambda _: answer(302, Location=location)) as door:
            guard = Guard([f"127.0.0.1:{door.port}"], ports=frozenset({target.port}))
            fetched = ask(f"http://127.0.0.1:{door.port}/", guard)
    assert fetched.error
    assert target.connections == 0


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_redirect_leads_to_an_address_that_is_not_public(address):
    host = f"[{address}]" if ":" in address else address
    with serving(lambda _: answer(301, Location=f"http://{host}/latest/meta-data/")) as door:
        fetched = ask(f"http://127.0.0.1:{door.port}/", Guard([f"127.0.0.1:{door.port}"]))
    assert "redirected to" in fetched.error
    assert "not a public address" in fetched.error
    assert fetched.moved_to == ""
    assert fetched.status == 301  # the door did answer, so this is no outage


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.com/x", "data:text/plain,x"])
def test_no_redirect_leaves_the_web(target):
    with serving(lambda _: answer(302, Location=target)) as door:
        fetched = ask(f"http://127.0.0.1:{door.port}/", Guard([f"127.0.0.1:{door.port}"]))
    assert "not http or https" in fetched.error


def test_an_allowed_private_host_is_reached():
    with serving(lambda _: answer(body=b"hello")) as server:
        settings = Pull(allow_private=(f"127.0.0.1:{server.port}",), per_host_delay=0)
        result = pull([Job(f"{server.address}/feed.xml")], settings, {}, NOW)
    assert result.fetched[0].document is not None
    assert result.fetched[0].document.body == b"hello"


def test_environment_proxies_are_not_used(monkeypatch):
    with serving(lambda _: answer(body=b"from the proxy")) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.address)
        with serving(lambda _: answer(body=b"from the server")) as server:
            settings = Pull(allow_private=(f"127.0.0.1:{server.port}",))
            result = pull([Job(f"{server.address}/")], settings, {}, NOW)
    assert result.fetched[0].document is not None
    assert result.fetched[0].document.body == b"from the server"
    assert proxy.connections == 0


def test_through_a_proxy_literal_addresses_and_ports_are_checked_and_its_own_address_is_not():
    with serving(lambda _: answer(body=b"through")) as proxy:
        settings = Pull(proxy=proxy.address, per_host_delay=0)
        good, metadata, octal, port = (
            pull([Job(url)], settings, {}, NOW).fetched[0]
            for url in (
                "http://site.example/feed",
                "http://169.254.169.254/latest/",
                "http://0251.0376.0251.0376/",
                "http://site.example:8080/feed",
            )
        )
    assert good.document is not None
    assert "not a public address" in metadata.error
    assert "not a public address" in octal.error
    assert "port 8080" in port.error
    assert proxy.asked() == ["/feed"]


# --- servers that the project's own files name -----------------------------------------------------------


def test_a_named_origin_may_be_private_and_on_any_port_but_nothing_beside_it():
    guard = Guard(origins=["http://comments.internal:8080"])
    assert guard.refusal("http://comments.internal:8080/api/threads?uri=x") is None
    for other in (
        "http://comments.internal/",
        "https://comments.internal:8080/",
        "http://comments.internal:8081/",
        "http://other.internal:8080/",
        "http://comments.internal:8080@10.0.0.1:8080/",
    ):
        assert guard.refusal(other), other
    assert "private network" in str(guard.refusal("http://comments.internal/"))


def test_no_redirect_may_use_a_named_origin_not_even_its_own():
    with serving(lambda r: answer(body=b"threads")) as inside:
        named = (inside.address,)
        (direct,) = Crawler([Job(f"{inside.address}/threads")], Pull(), {}, NOW, origins=named)
        assert direct.document is not None
        assert direct.document.body == b"threads"
        seen = len(inside.requests)
        with serving(lambda r: answer(302, Location=f"{inside.address}/admin")) as outside:
            settings = Pull(allow_private=(f"127.0.0.1:{outside.port}",), per_host_delay=0)
            (led,) = Crawler([Job(f"{outside.address}/")], settings, {}, NOW, origins=named)
        assert "redirected to" in led.error
        assert "refused" in led.error
        assert len(inside.requests) == seen
    with serving(lambda r: answer(302, Location="/again")) as inside:
        (led,) = Crawler([Job(f"{inside.address}/")], Pull(), {}, NOW, origins=(inside.address,))
        assert inside.asked() == ["/"]
    assert "refused" in led.error
