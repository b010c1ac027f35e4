"""What went wrong on the network, in words that a curator understands."""

import errno
import ssl
from collections.abc import Iterator
from http import HTTPStatus

import aiohttp

from curator.errors import refused
from curator.fetch.address_guard import AddressRefusedError

_STATUS = {
    401: "wants a login (401)",
    402: "wants payment (402)",
    403: "forbidden (403): the site turns robots away or wants a login",
    404: "not found (404)",
    406: "the site has nothing in a form that we read (406)",
    410: "gone for good (410)",
    429: "asked too often (429): the host wants to be left alone for a while",
    451: "withheld for legal reasons (451)",
    503: "not available for now (503)",
}
_ERRNO = {
    errno.ECONNREFUSED: "refused the connection",
    errno.ECONNRESET: "broke the connection off",
    errno.EHOSTUNREACH: "cannot be reached",
    errno.ENETUNREACH: "cannot be reached: no network",
    errno.ETIMEDOUT: "did not answer",
}


def status_in_words(status: int) -> str:
    """Put an HTTP status into words; empty for those that bring a usable body."""
    if status in (200, 203):
        return ""
    if status in _STATUS:
        return _STATUS[status]
    try:
        phrase = f"{HTTPStatus(status).phrase} ({status})"
    except ValueError:
        phrase = f"status {status}"
    if status >= 500:
        return f"the server failed: {phrase}"
    if status >= 400:
        return f"refused by the server: {phrase}"
    return f"answered without content: {phrase}"


_OWN = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS})
"""What this machine refuses before anybody was asked."""


def own_refusal(error: BaseException) -> str:
    """Say what this machine refused, for which no server is to blame; empty for everything else."""
    for cause in _chain(error):
        if isinstance(cause, OSError) and cause.errno in _OWN:
            return "not asked: " + (refused(OSError(cause.errno, "")) or f"{cause.strerror}")
    return ""


def failure_in_words(error: BaseException) -> str:
    """Put an exception of aiohttp or the operating system into words."""
    chain = tuple(_chain(error))
    for cause in chain:
        if isinstance(cause, AddressRefusedError):
            return f"refused: {cause}"
    for cause in chain:
        if isinstance(cause, aiohttp.ClientConnectorDNSError):
            return f"the name {cause.host} is not known (no answer from the name service)"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate is not valid: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError | aiohttp.ClientSSLError):
            return "no secure connection could be made (TLS)"
        if isinstance(cause, aiohttp.ClientHttpProxyError):
            return f"the proxy refused: {cause.status}"
        if isinstance(cause, aiohttp.ClientProxyConnectionError):
            return "the proxy cannot be reached"
        if isinstance(cause, aiohttp.ClientPayloadError):
            return "the answer broke off or cannot be decompressed"
        if isinstance(cause, aiohttp.ServerDisconnectedError):
            return "the server closed the connection without an answer"
        if isinstance(cause, aiohttp.ClientResponseError | aiohttp.http_exceptions.HttpProcessingError):
            return "the answer is not valid HTTP"
        if isinstance(cause, aiohttp.InvalidURL):
            return "not a web address"
    for cause in chain:
        if isinstance(cause, OSError) and cause.errno in _ERRNO:
            return f"the server {_ERRNO[cause.errno]}"
    if isinstance(error, UnicodeError | ValueError):
        return "not a web address"
    return "cannot be reached" + (f": {text[:200]}" if (text := str(error)) else "")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen = 0
    while error is not None and seen < 10:
        yield error
        seen += 1
        inner = getattr(error, "os_error", None)
        error = inner if isinstance(inner, BaseException) else error.__cause__
