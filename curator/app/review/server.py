"""The page's server on 127.0.0.1: a few addresses under a random token, one request at a time.

    GET  <token>/                  the project's page, style sheets, scripts and fonts
    GET  <token>/home              every course and week, what waits, what is being done
    GET  <token>/places            the weeks that can be opened
    POST <token>/do                do something about the project: build, look, ask a feed
    GET  <token>/week/COURSE/N/    a week's page; under it:
      GET  state          the week as it stands on disk; with ?seen=MARK only where it changed
      GET  offers         the candidates, best first, what was said, and the keys; 202 while they are weighed
      GET  summary        the week as it would be published
      POST act            change the week
      POST lint, preview  look at what is being typed; nothing is written

Answers are JSON. 409 tells that the page was overtaken (with the changes in words and the new week), 422
why something cannot be done, 500 that the disk refused.
"""

import asyncio
import json
import logging
import re
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from curator.app.review import access, home_page, views
from curator.app.review.actions import Act, HeldError
from curator.app.review.desk import Desk
from curator.app.review.edit_session import EditSession, StaleError
from curator.app.review.preview import preview
from curator.app.review.said_column import column
from curator.errors import ConfigError, ConflictError, CuratorError, refused
from curator.site.templates import packaged

STATIC = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
LOOK = {
    "favicon.svg": "image/svg+xml",
    **{f"fonts/{name}.woff2": "font/woff2" for name in ("head", "head-ext", "text", "text-ext")},
}
"""What the page shares with the sites: served from the scaffold, and done without where it is missing."""

SESSION = web.RequestKey("session", EditSession)
"""The session of the week that a request is about."""

MAX_BODY = 1_000_000
"""Bytes of a request; an introduction has at most 200,000 characters."""


class _Typed(BaseModel):
    """What is being typed: Markdown, or a question with its id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(max_length=200_000)
    id: str = Field(default="", max_length=32)


class _Pages:
    """The handlers; they run one after another in the server's loop, so saves never overlap."""

    def __init__(self, desk: Desk, port: int, token: str) -> None:
        self.desk, self.port, self.token = desk, port, token

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=MAX_BODY)
        week = "/{token}/week/{course:[a-z0-9-]+}/{week:[0-9]{1,4}}"
        app.router.add_get("/{token}/", _page("home.html"))
        app.router.add_get("/{token}/home", self._home)
        app.router.add_get("/{token}/places", self._places)
        app.router.add_post("/{token}/do", self._do)
        app.router.add_get(f"{week}/", _page("index.html"))
        app.router.add_get(f"{week}/state", self._state)
        app.router.add_get(f"{week}/offers", self._offers)
        app.router.add_get(f"{week}/summary", self._summary)
        app.router.add_post(f"{week}/act", self._act)
        app.router.add_post(f"{week}/lint", self._lint)
        app.router.add_post(f"{week}/preview", self._preview)
        for place in ("/{token}", week):
            app.router.add_get(f"{place}/look/palette.css", self._palette)
            app.router.add_get(f"{place}/look/{{name:.+}}", self._shared)
            app.router.add_get(f"{place}/{{name:[a-z_]+[.](?:js|css)}}", self._file)
        return app

    async def _session(self, request: web.Request) -> EditSession:
        """Return the session of the week that a request is about; it may have to be opened first."""
        course, week = request.match_info["course"], int(request.match_info["week"])
        session = self.desk.opened(course, week)
        if session is None:
            session = await asyncio.to_thread(self.desk.session, course, week)
        request[SESSION] = session
        return session

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Refuse strangers, tell errors in words, and put the policy on every answer."""
        why = access.refusal(request.method, request.path, request.headers, port=self.port, token=self.token)
        answer: web.StreamResponse
        try:
            answer = _json({"error": why}, 403) if why else await handler(request)
        except web.HTTPException as error:
            answer = _json({"error": error.reason}, error.status)
        except ValidationError as error:
            answer = _json({"error": f"not a request of this page: {error.error_count()} mistakes"}, 400)
        except web.RequestPayloadError:
            answer = _json({"error": "the request broke off or cannot be read"}, 400)
        except StaleError as error:
            answer = _json({"error": str(error), "changes": error.changes, "state": _now(request)}, 409)
        except HeldError as error:
            answer = _json({"error": str(error), "held": error.reasons}, 422)
        except ConfigError as error:
            answer = _json({"error": _words(error), "state": _now(request)}, 422)
        except ConflictError as error:
            answer = _json({"error": str(error), "state": _now(request)}, 409)
        except CuratorError as error:
            answer = _json({"error": str(error)}, 422)
        except OSError as error:
            answer = _json({"error": _refused(request, error)}, 500)
        answer.headers.update(access.HEADERS)
        answer.headers["Server"] = "curator"
        return answer

    async def _home(self, _: web.Request) -> web.Response:
        return _json(home_page.show(self.desk))

    async def _places(self, _: web.Request) -> web.Response:
        return _json({"places": [asdict(place) for place in self.desk.places]})

    async def _do(self, request: web.Request) -> web.Response:
        home_page.begin(self.desk, home_page.Errand.model_validate_json(await request.read()))
        return _json(home_page.show(self.desk))

    async def _state(self, request: web.Request) -> web.Response:
        session, seen = await self._session(request), request.query.get("seen", "")
        if seen and seen == session.mark():
            return _json({"same": True})
        changes = session.changed_since(seen) if seen else ()
        return _json({"changes": changes, "state": session.state()})

    async def _offers(self, request: web.Request) -> web.Response:
        session = await self._session(request)
        if not self.desk.weighed(session.course.slug, session.week):
            return _json({"waiting": home_page.in_words(self.desk.work), **views.keys()}, 202)
        offers = [views.offer(i, o) for i, o in enumerate(session.offers)]
        return _json({"offers": offers, "said": column(session.said), **views.keys()})

    async def _summary(self, request: web.Request) -> web.Response:
        return _json({"summary": (await self._session(request)).summary()})

    async def _act(self, request: web.Request) -> web.Response:
        act, session = Act.model_validate_json(await request.read()), await self._session(request)
        if act.do == "page":  # waits for a server: the page's other questions are answered meanwhile
            words, state = await asyncio.to_thread(session.act, act)
        else:
            words, state = session.act(act)
        return _json({"said": words, "state": state})

    async def _lint(self, request: web.Request) -> web.Response:
        typed, session = _Typed.model_validate_json(await request.read()), await self._session(request)
        return _json(session.remarks(typed.id, typed.text[:2000]))

    async def _preview(self, request: web.Request) -> web.Response:
        return _json(preview(_Typed.model_validate_json(await request.read()).text))

    async def _file(self, request: web.Request) -> web.Response:
        return _static(request.match_info["name"])

    async def _palette(self, _: web.Request) -> web.Response:
        path = packaged() / "assets" / "curator.css"
        css = path.read_text(encoding="utf-8") if path.is_file() else ""
        return web.Response(text=palette(css), content_type="text/css")

    async def _shared(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        path = packaged() / "assets" / name
        if name not in LOOK or not path.is_file():
            raise web.HTTPNotFound
        return web.Response(body=path.read_bytes(), content_type=LOOK[name])


def _page(name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def page(_: web.Request) -> web.StreamResponse:
        return _static(name)

    return page


def _static(name: str) -> web.Response:
    """Answer with one of the pages' own files; `name` holds no slash."""
    path = STATIC / name
    if not path.is_file():
        raise web.HTTPNotFound
    return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8")


def _refused(request: web.Request, error: OSError) -> str:
    """Say what the machine refused and how to mend it. It is told of the week, whatever file it met."""
    session = request.get(SESSION)
    file = session.file if session else str(error.filename or "the project")
    words = refused(OSError(error.errno, error.strerror, file))
    return words or f"{file} could not be written: {error.strerror or error}"


def _now(request: web.Request) -> dict[str, Any] | None:
    """Show the week for whoever was overtaken; None where the file cannot be read any more."""
    session = request.get(SESSION)
    try:
        return session.state() if session else None
    except (CuratorError, OSError):
        return None


def palette(css: str) -> str:
    """Take the colours and fonts of the site's style sheet, dark ones for whoever's system is dark."""
    fonts = "\n".join(re.findall(r"@font-face\s*\{[^}]*\}", css))
    light = _DECLARED.search(css)
    dark = _DECLARED_DARK.search(css)
    both = f":root {{ color-scheme: light dark; {light[1] if light else ''} }}"
    return (
        f"{fonts}\n{both}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark[1] if dark else ''} }} }}\n"
    )


_DECLARED = re.compile(r"^body\s*\{\s*(--c-[^}]*)\}", re.MULTILINE)
_DECLARED_DARK = re.compile(r"^body\[data-md-color-scheme=\"slate\"\]\s*\{\s*(--c-[^}]*)\}", re.MULTILINE)


def _words(error: ConfigError) -> str:
    """Put mistakes into words; without a file, it is the change that was at fault, in the field named."""
    return "; ".join(
        str(p) if p.file else f"{p.key.rpartition('.')[2]} {p.message} ({p.remedy})".lstrip()
        for p in error.problems
    )


def _json(value: Any, status: int = 200) -> web.Response:
    return web.Response(text=json.dumps(value), status=status, content_type="application/json")


def _bugs_only() -> logging.Logger:
    """Return a logger that prints what went wrong here, and nothing of requests that are no HTTP."""

    def is_bug(record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, HttpProcessingError | web.RequestPayloadError | ConnectionError)

    logger = logging.Logger("curator.review")
    logger.addHandler(logging.StreamHandler())
    logger.addFilter(is_bug)
    return logger


@asynccontextmanager
async def serving(desk: Desk, port: int = 0) -> AsyncIterator[str]:
    """Serve a desk on 127.0.0.1 while the block runs; yields the home page's address, which holds the token.

    Port 0 takes a free one. CuratorError when the port is taken.
    """
    try:
        listening = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise CuratorError(
            f"port {port} cannot be used: {error.strerror}; choose another with --port"
        ) from error
    port, token = listening.getsockname()[1], secrets.token_urlsafe(24)
    runner = web.AppRunner(
        _Pages(desk, port, token).app(),
        handle_signals=False,
        access_log=None,
        logger=_bugs_only(),
        shutdown_timeout=1,
    )
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        yield f"http://127.0.0.1:{port}/{token}/"
    finally:
        await runner.cleanup()
        desk.close()


def serve(desk: Desk, port: int, ready: Callable[[str], None]) -> None:
    """Serve a desk until the person interrupts; `ready` is told the address once it answers."""

    async def sit() -> None:
        async with serving(desk, port) as address:
            ready(address)
            await asyncio.Event().wait()

    asyncio.run(sit())
