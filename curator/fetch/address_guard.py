"""Which addresses may be dialled: http and https, ports 80 and 443, public hosts only.

Two lines of defence. `Guard.refusal` reads an address as it is written and refuses what is wrong on
sight, in every spelling that a resolver would understand. `Guard.open_socket` is handed to aiohttp and
sees the address that is really dialled, after the name was resolved, so a name that changes its answer
between a check and the connection gains nothing.
"""

import socket
import unicodedata
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import unquote

from yarl import URL

from curator.urls import origin

PORTS = frozenset({80, 443})

# Not for the public although `ipaddress` calls some of them global, at least in one supported Python.
_BLOCKED = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network, RFC 791
        "100.64.0.0/10",  # carrier-grade NAT, RFC 6598
        "168.63.129.16/32",  # Azure's wire server: a public number that answers inside the host only
        "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
        "192.88.99.0/24",  # 6to4 relays, withdrawn by RFC 7526
        "224.0.0.0/3",  # multicast, reserved, broadcast
        "64:ff9b:1::/48",  # NAT64 for local use, RFC 8215
        "100::/64",  # discard only, RFC 6666
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation, RFC 9637
        "5f00::/16",  # segment routing, RFC 9602
        "fc00::/7",  # unique local
        "fe80::/9",  # link-local and the old site-local addresses
        "ff00::/8",  # multicast
    )
)
_UNICAST = ip_network("2000::/3")  # all that IANA has given out for global unicast
_NAT64 = ip_network("64:ff9b::/96")
_TEREDO = ip_network("2001::/32")
_COMPATIBLE = ip_network("::/96")
_TRANSLATED = ip_network("::ffff:0:0:0/96")

# Names that never leave the machine or the house: RFC 6761, 6762, 8375, 9476 and usual /etc/hosts lines.
_LOCAL_NAMES = frozenset({"localhost", "localdomain", "local", "internal", "intranet", "home.arpa"})


class AddressRefusedError(OSError):
    """A connection was about to go to an address that is not public."""


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Say whether an address belongs to the public internet, looking inside IPv4-in-IPv6 forms.

    Mapped, compatible, translated, NAT64, 6to4, Teredo and ISATAP addresses are as public as the IPv4
    address they carry.
    """
    if any(ip.version == block.version and ip in block for block in _BLOCKED):
        return False
    if isinstance(ip, IPv4Address):
        return ip.is_global
    inner = _carried(ip)
    if inner:
        return all(is_public(address) for address in inner)
    return ip.is_global and ip in _UNICAST


def _carried(ip: IPv6Address) -> tuple[IPv4Address, ...]:
    number = int(ip)
    low = IPv4Address(number & 0xFFFFFFFF)
    if ip.ipv4_mapped or ip in _NAT64 or ip in _COMPATIBLE or ip in _TRANSLATED:
        return (low,)
    if ip.sixtofour:
        return (ip.sixtofour,)
    if ip in _TEREDO:
        return (IPv4Address((number >> 64) & 0xFFFFFFFF), IPv4Address(~number & 0xFFFFFFFF))
    if (number >> 32) & 0xFCFFFFFF == 0x00005EFE:  # ISATAP, RFC 5214; two flag bits are free
        return (low,)
    return ()


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Read a host that is an address in any spelling: dotted, short, decimal, octal, hex, IPv6, zoned.

    Returns None for names.
    """
    plain = unicodedata.normalize("NFKC", unquote(host)).replace("\u3002", ".").strip("[]")
    plain = plain.split("%", 1)[0].rstrip(".")
    try:
        return ip_address(plain)
    except ValueError:
        pass
    if not plain or plain[0] not in "0123456789":
        return None
    try:
        # The C library's own reading: what getaddrinfo would make of 0x7f.1, 017700000001 or 2130706433.
        return IPv4Address(socket.inet_aton(plain))
    except (OSError, ValueError, UnicodeError):
        return None


def host_key(url: str) -> str:
    """Name the host of an address: lower case, without a trailing dot; empty when there is none."""
    try:
        return (URL(url).host or "").lower().rstrip(".")
    except ValueError:
        return ""


def place_key(url: str) -> str:
    """Name the host and port of an address, as `allow_private` does: "wiki.example:8080"."""
    return f"{host_key(url)}:{_port(url)}"


class Guard:
    """Decide which addresses a run may dial.

    `allow_private` names hosts that may live on a private network: "wiki.example" on the usual ports, or
    "wiki.example:8080" on that port. `origins` names scheme, host and port of servers that the project's own
    files name, such as its comment server: "http://comments.intra:8080". These may be private and on any
    port, but only as the first address of a fetch: no redirect may lead to them, not even one of their own.
    """

    def __init__(
        self, allow_private: Iterable[str] = (), ports: frozenset[int] = PORTS, *, origins: Iterable[str] = ()
    ) -> None:
        self._allowed = frozenset(entry.strip().lower() for entry in allow_private)
        self._ports = ports
        self._origins = frozenset(filter(None, map(origin, origins)))

    def exempt(self, url: str, *, redirected: bool = False) -> bool:
        """Say whether the curator allowed this address to be private."""
        if not redirected and origin(url) in self._origins:
            return True
        return place_key(url) in self._allowed or (
            host_key(url) in self._allowed and _port(url) in self._ports
        )

    def refusal(self, url: str, *, redirected: bool = False) -> str | None:
        """Say in words why an address may not be asked for, judged as written; None when it may.

        `redirected` says that an answer led here rather than a file of the project.
        """
        if any(c.isspace() or c == "\\" or ord(c) < 32 or ord(c) == 127 for c in url):
            return "not a web address: it holds spaces, backslashes or control characters"
        try:
            parts = URL(url)
            host, port = parts.host, parts.port
        except (ValueError, TypeError):
            return "not a web address"
        if parts.scheme not in ("http", "https"):
            return f'refused: "{parts.scheme[:20] or url[:20]}" is not http or https'
        if not host:
            return "not a web address: the host is missing"
        if self.exempt(url, redirected=redirected):
            return None
        if port not in self._ports:
            return f"refused: port {port} (only 80 and 443 are asked)"
        ip = literal(host)
        if ip is not None:
            return None if is_public(ip) else f"refused: {host} is not a public address"
        return _name_refusal(host)

    def open_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Open the socket for one dialled address; raises AddressRefusedError unless it is public.

        `info` is a getaddrinfo tuple; this is aiohttp's `socket_factory`.
        """
        family, kind, proto, _, address = info
        if not is_public(ip_address(str(address[0]).split("%", 1)[0])):
            # The same words for every address: aiohttp keeps the class only when all messages agree.
            raise AddressRefusedError("the name leads to an address that is not public")
        return socket.socket(family, kind, proto)


def _port(url: str) -> int | None:
    try:
        return URL(url).port
    except ValueError:
        return None


def _name_refusal(host: str) -> str | None:
    name = unicodedata.normalize("NFKC", unquote(host)).lower().rstrip(".")
    if not name or len(name) > 253:
        return "not a web address: the host is missing or too long"
    if "." not in name or any(name == local or name.endswith("." + local) for local in _LOCAL_NAMES):
        return f"refused: {host} is a name of a private network"
    if name.rsplit(".", 1)[1].removeprefix("0x").isdigit():
        return f"not a web address: {host} ends in a number and is no IP address"
    return None
