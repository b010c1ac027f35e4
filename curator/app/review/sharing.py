"""Opening the review to a second person in the same network: links, their rights, a certificate on the spot.

    Shares         the links that were given out in this sitting: made, looked up, revoked
    certificate    a key and a certificate for this one address, for as long as this sitting lasts

Without `--share` none of this is reached, and nothing listens beyond this machine.
"""

import hmac
import ipaddress
import secrets
import socket
import ssl
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from curator.errors import CuratorError

May = Literal["own", "edit", "read"]
"""What whoever holds a token may do: all, change weeks, or look."""

DAYS = 7
"""How long a certificate holds; the sitting is over long before."""


@dataclass(frozen=True, slots=True)
class Share:
    """One link that was given out."""

    number: int
    token: str
    may: May


class Shares:
    """The links of a sitting. A revoked one is forgotten, so that its token is any wrong token."""

    def __init__(self) -> None:
        self.given: tuple[Share, ...] = ()
        self._last = 0

    def give(self, may: May) -> Share:
        """Make a link; its token can neither be guessed nor derived from another."""
        self._last += 1
        share = Share(self._last, secrets.token_urlsafe(24), "edit" if may == "edit" else "read")
        self.given = (*self.given, share)
        return share

    def revoke(self, number: int) -> None:
        """Take a link back: from the next request on it leads nowhere."""
        self.given = tuple(share for share in self.given if share.number != number)

    def may(self, token: str) -> May | None:
        """Tell what the holder of a token may do, None for a token that is none (any more)."""
        found = None
        for share in self.given:  # all are compared, so that the time says nothing
            if hmac.compare_digest(share.token.encode(), token.encode("utf-8", "replace")):
                found = share.may
        return found


class Sharing:
    """Sharing as one sitting does it: where, with which certificate, and the links that were given out."""

    def __init__(self, address: str, port: int = 0) -> None:
        self.address, self.port = address, port
        self.certificate = certificate(address)
        self.shares = Shares()

    @property
    def origin(self) -> str:
        """Scheme, host and port that the others see; known once it listens."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"https://{host}:{self.port}"

    def link(self, share: Share, place: str = "") -> str:
        """Return the address to hand to somebody; `place` is one of the review's pages."""
        return f"{self.origin}/{share.token}/{place}"


def owner(token: str) -> Callable[[str], May | None]:
    """Let the one token of whoever runs the review do everything."""
    return lambda given: (
        "own" if hmac.compare_digest(given.encode("utf-8", "replace"), token.encode()) else None
    )


def own_address() -> str:
    """Find the address of this machine in its network; CuratorError where it has none but loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(
                ("192.0.2.1", 9)
            )  # a test address (RFC 5737): nothing is sent, a route is looked up
            found = str(probe.getsockname()[0])
        except OSError:
            found = ""
    if not found or ipaddress.ip_address(found).is_loopback:
        raise CuratorError("this machine is in no network; name an address with --share-on")
    return found


@dataclass(frozen=True, slots=True)
class Certificate:
    """A context for TLS, and the SHA-256 fingerprint of its certificate as browsers show it."""

    context: ssl.SSLContext
    fingerprint: str


def certificate(address: str, now: datetime | None = None) -> Certificate:
    """Make a key and a certificate for one address. CuratorError where the extra is not installed.

    The key touches the disk for a moment, in a folder of mode 0700, because the ssl module reads files only.
    """
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.x509.oid import NameOID
    except ImportError:
        raise CuratorError("--share needs an extra: pip install 'curator-mooc[share]'") from None
    now = now or datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "curate review")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with tempfile.TemporaryDirectory(prefix="curate-") as folder:  # mode 0700
        pem = Path(folder) / "share.pem"
        pem.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + made.public_bytes(serialization.Encoding.PEM)
        )
        context.load_cert_chain(pem)
    return Certificate(context, made.fingerprint(hashes.SHA256()).hex(":").upper())
