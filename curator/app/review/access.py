"""Which requests the page's server answers: by a name of its own, from its own page, with a token.

the address    holds a random token, so that neither another site nor another program guesses it
the right      of the token says what may be asked for: all, changes of weeks, or reading
Host           is this server's own: a foreign name that resolves to this machine is refused
Origin         of whatever changes something is this page's own; so is the site that a browser names
the answer     says that the page loads and runs nothing but its own files, and makes no markup of texts
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from curator.app.review.sharing import May

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            "frame-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
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


FRAMED: Mapping[str, str] = {
    # The learner's page brings its own policy; here it gets an origin of its own that reaches nothing.
    "Content-Security-Policy": "sandbox allow-scripts; frame-ancestors 'self'",
    "Access-Control-Allow-Origin": "null",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What the answers carry that show the learner's page in a frame of the week's page."""


@dataclass(frozen=True, slots=True)
class Door:
    """An address that the server listens on: the origins it answers to, what the holder of a token may do."""

    origins: tuple[str, ...]
    may: Callable[[str], May | None]
    own: bool = False
    """Whether it is the one on 127.0.0.1, for whoever runs the review, and not one that is shared."""


def may_arrive(method: str, headers: Mapping[str, str], door: Door) -> bool:
    """Tell whether a request without a token is a person's own step: a page opened in a window of its own."""
    here = any(o.partition("://")[2] == headers.get("Host", "") for o in door.origins)
    window = headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return here and method == "GET" and window and headers.get("Sec-Fetch-Dest", "document") == "document"


_PART = r"/[^/]+/week/[a-z0-9-]+/[0-9]{1,4}/"
_LOOK = r"look/.*|[a-z_]+[.](?:js|css)"
_SHARED_GET = re.compile(
    rf"/[^/]+/(?:home|places|app[.]webmanifest|{_LOOK}|)|{_PART}(?:state|news|offers|sentences|summary|known|learner/.*|{_LOOK}|)"
)
_SHARED_IN = re.compile(r"/[^/]+/add")
"""What whoever may change weeks asks for from a phone's share sheet."""
_SHARED_POST: Mapping[May, re.Pattern[str]] = {
    "read": re.compile(f"{_PART}(?:preview|draw)"),
    "edit": re.compile(f"{_PART}(?:act|lint|preview|draw|away)"),
}
"""What others may ask for; all else, such as building and settings, is for whoever runs the review."""
OWNER_ONLY = "only whoever runs this review may do that"


def judged(
    method: str, path: str, headers: Mapping[str, str], door: Door, *, framed: bool = False
) -> tuple[str, May | None]:
    """Say why a request is refused, empty when it may pass, and what whoever asks may do.

    Header names are looked up as given here. What is `framed` is asked for from an origin of its own, which
    browsers call null: the token alone counts.
    """
    host = headers.get("Host", "")
    here = next((o for o in door.origins if o.partition("://")[2] == host), None)
    if here is None:
        names = " and ".join(o.partition("://")[2].rpartition(":")[0] for o in door.origins)
        return f"this server answers to {names} only", None
    may = door.may(path.removeprefix("/").partition("/")[0])
    if may is None:
        return "open the address that `curate review` printed; it is another one each time", None
    return _refusal(method, path, headers, here, may, framed=framed), may


def _refusal(method: str, path: str, headers: Mapping[str, str], here: str, may: May, *, framed: bool) -> str:
    origin, reads = headers.get("Origin"), method in ("GET", "HEAD")
    handed = may == "edit" and reads and _SHARED_IN.fullmatch(path)
    if may != "own" and not handed and not (_SHARED_GET if reads else _SHARED_POST[may]).fullmatch(path):
        return OWNER_ONLY if may == "edit" else "this link is for reading"
    if framed and reads and origin in (None, "null"):
        return ""
    if origin != here and not (origin is None and reads):
        return "a request from another place was refused"
    site, mode = headers.get("Sec-Fetch-Site", "none"), headers.get("Sec-Fetch-Mode", "")
    # Following the printed address from another program's window is a navigation, and only that.
    if site not in ("same-origin", "none") and not (reads and mode == "navigate"):
        return "a request from another place was refused"
    if not reads and not headers.get("Content-Type", "").startswith("application/json"):
        return "changes are asked for in JSON"
    return ""
