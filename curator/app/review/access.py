"""Which requests the page's server answers: from this machine, from this page, with the token of its address.

the address    holds a random token, so that neither another site nor another program guesses it
Host           is this server's own: a foreign name that was made to lead here is refused
Origin         of whatever changes something is this page's own; so is the site that a browser names
the answer     says that the page loads and runs nothing but its own files, and makes no markup of texts
"""

import hmac
from collections.abc import Mapping

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            # No script may make markup of a text: https://w3c.github.io/trusted-types/
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What every answer carries, refusals included."""


def refusal(method: str, path: str, headers: Mapping[str, str], *, port: int, token: str) -> str:
    """Say why a request is refused; empty when it may pass. Header names are looked up as given here."""
    host = headers.get("Host", "")
    if host not in (f"127.0.0.1:{port}", f"localhost:{port}"):
        return "this server answers to 127.0.0.1 only"
    given = path.removeprefix("/").partition("/")[0]
    if not hmac.compare_digest(given.encode("utf-8", "replace"), token.encode()):
        return "open the address that `curate review` printed; it is another one each time"
    origin, reads = headers.get("Origin"), method in ("GET", "HEAD")
    if origin != f"http://{host}" and not (origin is None and reads):
        return "a request from another place was refused"
    site, mode = headers.get("Sec-Fetch-Site", "none"), headers.get("Sec-Fetch-Mode", "")
    # Following the printed address from another program's window is a navigation, and only that.
    if site not in ("same-origin", "none") and not (reads and mode == "navigate"):
        return "a request from another place was refused"
    if not reads and not headers.get("Content-Type", "").startswith("application/json"):
        return "changes are asked for in JSON"
    return ""
