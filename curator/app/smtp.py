"""Hand a finished message to the SMTP server that the environment names. Nothing is kept of it."""

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import getaddresses

from curator.errors import ConfigError, Problem

TIMEOUT = 30
"""Seconds that the server may take for each answer."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_IMPLICIT_TLS = 465


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a message. `error` is empty when it is on its way."""

    refused: dict[str, str] = field(default_factory=dict)
    """Addresses that the server refused although it took the message, with its words."""
    error: str = ""
    unsure: bool = False
    """The connection broke at a moment when the message may already have been taken."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where to hand mail in, as whom, from whom and to whom."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    sender: str
    to: tuple[str, ...]

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Server":
        """Read CURATE_SMTP_HOST, _PORT, _USER, _PASSWORD, _FROM, _TO; ConfigError names all that is wrong."""
        values = {name: environment.get(f"CURATE_SMTP_{name}", "").strip() for name in _MEANING}
        needed = ["HOST", "FROM", "TO", *(["PASSWORD"] if values["USER"] else [])]
        problems = [_missing(name) for name in needed if not values[name]]
        port = values["PORT"] or "587"
        if not port.isdecimal() or not 0 < int(port) < 65536:
            problems.append(Problem("environment", 0, "CURATE_SMTP_PORT", "is no port", "587 is usual"))
        to = tuple(address for _, address in getaddresses([values["TO"]]))
        for name, found in (("FROM", [mailbox(values["FROM"])]), ("TO", to)):
            if values[name] and not all("@" in address and address.isprintable() for address in found):
                remedy = "write it as name@example.org"
                problems.append(
                    Problem("environment", 0, f"CURATE_SMTP_{name}", "is no mail address", remedy)
                )
        if problems:
            raise ConfigError(problems)
        return cls(values["HOST"], int(port), values["USER"], values["PASSWORD"], values["FROM"], to)


_MEANING = {
    "HOST": "the mail server",
    "PORT": "its port, usually 587",
    "USER": "the name to log in with",
    "PASSWORD": "the password for CURATE_SMTP_USER",
    "FROM": "the address that the mail comes from",
    "TO": "the address of the list, or several with commas",
}


def _missing(name: str) -> Problem:
    return Problem("environment", 0, f"CURATE_SMTP_{name}", "is not set", f"set it to {_MEANING[name]}")


def mailbox(text: str) -> str:
    """Return the bare address of a sender; empty where there is none."""
    found = getaddresses([text])
    return found[0][1] if found else ""


def hand_over(server: Server, message: bytes) -> Handed:
    """Give the message to the server and tell what became of it.

    The connection is encrypted, except to this machine itself: a password and a list of learners do not
    travel in the open.
    """
    try:
        smtp = _connect(server, mailbox(server.sender).rpartition("@")[2])
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return Handed(error=f"nothing was sent: {_words(error, server)}")
    try:
        refused = smtp.sendmail(mailbox(server.sender), server.to, message)
    except smtplib.SMTPRecipientsRefused as error:
        words = "; ".join(f"{to}: {_answer(*said)}" for to, said in error.recipients.items())
        return Handed(error=f"nothing was sent, every address was refused: {words}")
    except smtplib.SMTPResponseException as error:
        return Handed(error=f"nothing was sent: {_words(error, server)}")
    except (OSError, smtplib.SMTPException) as error:
        words = f"the connection broke while the mail was handed over: {_words(error, server)}"
        return Handed(error=words, unsure=True)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
        smtp.close()
    return Handed({to: _answer(*said) for to, said in refused.items()})


def _connect(server: Server, domain: str) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.port == _IMPLICIT_TLS:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, domain, timeout=TIMEOUT, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, domain, timeout=TIMEOUT)
    try:
        smtp.ehlo()
        if server.port != _IMPLICIT_TLS:
            if smtp.has_extn("starttls"):
                smtp.starttls(context=context)
                smtp.ehlo()
            elif server.host not in _LOOPBACK:
                raise smtplib.SMTPException("the server offers no encryption (STARTTLS)")
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _answer(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{' '.join(words.split())[:200]} ({code})"


def _words(error: Exception, server: Server) -> str:
    """Put an error into words, without the password, should the server have said it back."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = _answer(error.smtp_code, error.smtp_error)
    elif isinstance(error, ssl.SSLCertVerificationError):
        words = f"the certificate of {server.host} is not valid: {error.verify_message}"
    elif isinstance(error, OSError) and error.strerror:
        words = f"{server.host}:{server.port}: {error.strerror}"
    else:
        words = str(error) or type(error).__name__
    return words.replace(server.password, "***") if server.password else words
