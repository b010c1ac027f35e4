"""The page's server on 127.0.0.1: a few addresses under a random token, one request at a time.

    GET  <token>/                  the project's page, style sheets, scripts and fonts
    GET  <token>/home              every course and week, what waits, what is being done
    GET  <token>/places            the weeks that can be opened
    POST <token>/do                do something about the project: build, look, ask a feed
    GET  <token>/site/...          leads to the site as last built, on a port of its own
    GET  <token>/add               a page that a share sheet hands over (app.webmanifest)
    GET  add                       no token: a page that a bookmarklet hands over, to wait for a press
    GET  <token>/week/COURSE/N/    a week's page; under it:
      GET  state          the week as it stands on disk; with ?seen=MARK only where it changed
      GET  news           held until the week is another than ?seen=MARK, or something else is to be shown
      GET  offers         the candidates, best first, what was said, and the keys; 202 while they are weighed
      GET  summary        the week as it would be published
      POST draw           draw the learner's page; it stands under learner/, in an origin of its own
      GET  sentences      what else could be quoted of a resource (?url=)
      POST act            change the week
      POST lint, preview  look at what is being typed; nothing is written

    GET  <token>/settings/COURSE/  a course's settings, see settings_routes

Answers are JSON. 409 tells that the page was overtaken (with the changes in words and the new week), 422
why something cannot be done, 500 that the disk refused.
"""

import asyncio
import gc
import logging
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import asdict
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from curator.app.review import access, arrivals, home_page, look
from curator.app.review.actions import Act, HeldError
from curator.app.review.answers import MAX_BODY, MAX_FILE
from curator.app.review.answers import answer as _json
from curator.app.review.built_site import PLACE
from curator.app.review.candidates import offer, worth_a_look
from curator.app.review.edit_session import EditSession, StaleError
from curator.app.review.keys import keys
from curator.app.review.listening import running
from curator.app.review.preview import preview
from curator.app.review.publish_fields import Publisher, RefusedError
from curator.app.review.said_column import column
from curator.app.review.settings_routes import SettingsRoutes
from curator.app.review.shares_page import ShareRequest, shares_page
from curator.app.review.sharing import Sharing, owner
from curator.app.review.workspace import Workspace
from curator.errors import ConfigError, ConflictError, CuratorError, refused
from curator.text.typed_addresses import one_address

MAY = web.RequestKey("may", str)
"""What whoever asks may do."""

BODY_WITHIN = 10.0
"""Seconds in which a request must have come whole."""

ARRIVE = "arrive"
LEARNER = "learner"
"""Name of the addresses under which the learner's page is shown in a frame."""

SESSION = web.RequestKey("session", EditSession)
"""The session of the week that a request is about."""


class _Typed(BaseModel):
    """What is being typed: Markdown, or a question with its id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(max_length=200_000)
    id: str = Field(default="", max_length=32)


class _Pages:
    """The handlers; they run one after another in the server's loop, so saves never overlap."""

    def __init__(self, workspace: Workspace, door: access.Door, sharing: Sharing | None = None) -> None:
        self.workspace, self.door, self.sharing = workspace, door, sharing

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=MAX_FILE)
        app.on_shutdown.append(self._end)
        week = "/{token}/week/{course:[a-z0-9-]+}/{week:[0-9]{1,4}}"
        app.router.add_get("/{token}/", look.page("home.html"))
        app.router.add_get("/{token}/home", self._home)
        app.router.add_get("/{token}/places", self._places)
        app.router.add_get("/add", self._arrive, name=ARRIVE)
        app.router.add_get("/{token}/add", self._shared_in)
        app.router.add_get(f"/{{token}}/{arrivals.MANIFEST}", self._manifest)
        app.router.add_get(f"/{{token}}/{PLACE}/{{name:.*}}", self._site)
        app.router.add_post("/{token}/do", self._do)
        app.router.add_get(f"{week}/", self._week)
        app.router.add_get(f"{week}/state", self._state)
        app.router.add_get(f"{week}/news", self._news)
        app.router.add_get(f"{week}/offers", self._offers)
        app.router.add_get(f"{week}/summary", self._summary)
        app.router.add_get(f"{week}/sentences", self._sentences)
        app.router.add_get(f"{week}/known", self._known)
        app.router.add_post(f"{week}/away", self._away)
        app.router.add_post(f"{week}/draw", self._draw)
        app.router.add_get(f"{week}/{LEARNER}/{{name:.+}}", self._learner, name=LEARNER)
        app.router.add_post(f"{week}/act", self._act)
        app.router.add_post(f"{week}/lint", self._lint)
        app.router.add_post(f"{week}/preview", self._preview)
        app.router.add_get(f"{week}/shares", self._shares)
        app.router.add_post(f"{week}/shares", self._share)
        settings = SettingsRoutes(self.workspace).add_to(app.router, "/{token}")
        look.routes(app, "/{token}", week, settings)
        return app

    async def _end(self, _: web.Application) -> None:
        self.workspace.news.end()

    async def _session(self, request: web.Request) -> EditSession:
        """Return the session of the week that a request is about; it may have to be opened first."""
        course, week = request.match_info["course"], int(request.match_info["week"])
        session = self.workspace.opened(course, week)
        if session is None:
            session = await asyncio.to_thread(self.workspace.session, course, week)
        request[SESSION] = session
        return session

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Refuse strangers, tell errors in words, and put the policy on every answer."""
        framed = request.match_info.route.name == LEARNER
        if request.match_info.route.name == ARRIVE:
            return await self._arrive(request)
        why, may = access.judged(request.method, request.path, request.headers, self.door, framed=framed)
        request[MAY] = may or "read"
        answer: web.StreamResponse
        try:
            if not why and (request.content_length or 0) > MAX_BODY and not request.path.endswith("/do"):
                raise web.HTTPRequestEntityTooLarge(MAX_BODY, request.content_length or 0)
            if not why and request.can_read_body:
                async with asyncio.timeout(BODY_WITHIN):
                    await request.read()  # kept, for the handler
            answer = _json({"error": why}, 403) if why else await handler(request)
        except TimeoutError:
            answer = _json({"error": "the request came too slowly"}, 408)
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
        answer.headers.update(access.FRAMED if framed else access.HEADERS)
        answer.headers["Server"] = "curator"
        return answer

    async def _arrive(self, request: web.Request) -> web.Response:
        """Let a page wait that a bookmarklet hands over; only on the address of whoever runs the review."""
        allowed = self.door.own and access.may_arrive(request.method, request.headers, self.door)
        query = request.query
        arrival = (
            self.workspace.arrivals.come(query.get("url", ""), query.get("title", "")) if allowed else None
        )
        self.workspace.news.tell()
        if not allowed:
            return web.Response(text="refused", status=403, headers={**access.HEADERS, "Server": "curator"})
        return _told(arrival)

    async def _shared_in(self, request: web.Request) -> web.Response:
        """Let a page wait that a share sheet hands over, for whoever may change weeks."""
        query = request.query
        arrival = self.workspace.arrivals.shared(
            query.get("url", ""), query.get("title", ""), query.get("text", "")[:MAX_BODY]
        )
        self.workspace.news.tell()
        return _told(arrival, self.workspace.drafts())

    async def _manifest(self, _: web.Request) -> web.Response:
        return web.json_response(arrivals.manifest(), content_type="application/manifest+json")

    async def _home(self, request: web.Request) -> web.Response:
        return _json(home_page.show(self.workspace, own=request[MAY] == "own"))

    async def _places(self, _: web.Request) -> web.Response:
        return _json({"places": [asdict(place) for place in self.workspace.openable()]})

    async def _do(self, request: web.Request) -> web.Response:
        home_page.begin(self.workspace, home_page.Errand.model_validate_json(await request.read()))
        return _json(home_page.show(self.workspace))

    async def _week(self, request: web.Request) -> web.StreamResponse:
        """Answer with the week's page, or with plain words where there is no such week any more."""
        course, week = request.match_info["course"], int(request.match_info["week"])
        return look.week(course, week, there=self.workspace.holds(course, week))

    async def _state(self, request: web.Request) -> web.Response:
        session, seen = await self._session(request), request.query.get("seen", "")
        waiting = arrivals.shown(self.workspace.arrivals, session) if request[MAY] != "read" else []
        if seen and seen == session.mark() and request.query.get("beside", "") in ("", session.beside()):
            stale = {} if session.weighed else {"weighed": False}
            return _json({"same": True, **stale, **({"arrived": waiting} if waiting else {})})
        me = request.query.get("me", "")[:40]
        changes = session.changed_since(seen, me) if seen else ()
        errand = self.workspace.errand_that_changed(session) if changes else ""
        shown = session.state(me)
        return _json(
            {
                "changes": changes,
                "errand": errand,
                "state": shown,
                "may": request[MAY],
                "shares": self.sharing is not None,
                "arrived": waiting,
                "weighed": session.weighed,
            }
        )

    async def _news(self, request: web.Request) -> web.Response:
        """Hold the request until there is something new to ask for."""
        session, query = await self._session(request), request.query
        waited, token = len(self.workspace.arrivals.waiting), request.match_info["token"]

        def changed() -> bool:
            if self.door.may(token) is None:  # the link was taken back: the next question says so
                return True
            if query.get("weighed") and not session.weighed:  # the candidates that it shows are out of date
                return True
            seen = (session.mark(), session.beside())
            arrived = request[MAY] != "read" and len(self.workspace.arrivals.waiting) != waited
            return seen != (query.get("seen", ""), query.get("beside", "")) or arrived

        return _json({"new": await self.workspace.news.until(changed)})

    async def _offers(self, request: web.Request) -> web.Response:
        session = await self._session(request)
        if not self.workspace.weighed(session.course.slug, session.week):
            return _json({"waiting": home_page.in_words(self.workspace.work), **keys()}, 202)
        near: frozenset[str] = frozenset()
        with suppress(CuratorError):  # a week that cannot be read has candidates all the same
            module = session.module()
            near = worth_a_look(session.offers, module, session.against(module))
        offers = [offer(i, o, look=o.key in near) for i, o in enumerate(session.offers)]
        return _json({"offers": offers, "said": column(session.said), **keys(), **self._mark()})

    def _mark(self) -> dict[str, str]:
        """Give the bookmarklet to whoever runs the review."""
        return {"bookmarklet": arrivals.bookmarklet(self.door.origins[0])} if self.door.own else {}

    async def _summary(self, request: web.Request) -> web.Response:
        by = Publisher(own=request[MAY] == "own")
        return _json({"summary": (await self._session(request)).summary(by)})

    async def _act(self, request: web.Request) -> web.Response:
        act, session = Act.model_validate_json(await request.read()), await self._session(request)
        if act.do == "publish" and act.told:
            if request[MAY] != "own":  # settings are the owner's
                raise web.HTTPForbidden(reason=access.OWNER_ONLY)
            try:
                self.workspace.fill(session.course.slug, act.told)
            except RefusedError as error:
                return _json({"summary": session.summary(Publisher(why=error.why))}, 422)
        if act.do == "page":  # waits for a server: the page's other questions are answered meanwhile
            words, state = await asyncio.to_thread(session.act, act)
        else:
            words, state = session.act(act)
        self.workspace.edited(session)
        self.workspace.news.tell()
        return _json({"said": words, "state": state})

    async def _lint(self, request: web.Request) -> web.Response:
        typed, session = _Typed.model_validate_json(await request.read()), await self._session(request)
        return _json(session.remarks(typed.id, typed.text[:2000]))

    async def _sentences(self, request: web.Request) -> web.Response:
        session = await self._session(request)
        return _json(session.sentences(request.query.get("url", "")[:4000]))

    async def _shares(self, _: web.Request) -> web.Response:
        return _json(shares_page(self.sharing))

    async def _share(self, request: web.Request) -> web.Response:
        asked = ShareRequest.model_validate_json(await request.read())
        if self.sharing is not None:
            asked.carry_out(self.sharing.shares)
            self.workspace.news.tell()
        return _json(shares_page(self.sharing))

    async def _known(self, request: web.Request) -> web.Response:
        session = await self._session(request)
        return _json(arrivals.known(session, one_address(request.query.get("url", "")[:4000])))

    async def _away(self, request: web.Request) -> web.Response:
        typed = _Typed.model_validate_json(await request.read())
        self.workspace.arrivals.gone(typed.text)
        return _json({})

    async def _draw(self, request: web.Request) -> web.Response:
        session = await self._session(request)
        page = await asyncio.to_thread(self.workspace.draw, session)
        return _json({"page": f"{LEARNER}/{page}"})

    async def _learner(self, request: web.Request) -> web.Response:
        session = await self._session(request)
        found = self.workspace.drawn(session, request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        body, kind = found
        return web.Response(
            body=body, content_type=kind, charset="utf-8" if kind.startswith("text/") else None
        )

    async def _site(self, request: web.Request) -> web.Response:
        """Lead to the site as built, which has an origin of its own."""
        there = self.workspace.built.address(request.match_info["name"])
        return web.Response(status=302, headers={"Location": there})

    async def _preview(self, request: web.Request) -> web.Response:
        return _json(preview(_Typed.model_validate_json(await request.read()).text))


def _told(arrival: arrivals.Arrival | None, weeks: Sequence[tuple[str, str]] | None = None) -> web.Response:
    """Answer whoever handed a page over with a small page of words."""
    return web.Response(
        text=arrivals.answer(arrival, weeks),
        status=200 if arrival else 400,
        content_type="text/html",
        headers={**access.HEADERS, "Server": "curator"},
    )


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


def _words(error: ConfigError) -> str:
    """Put mistakes into words; without a file, it is the change that was at fault, in the field named."""
    return "; ".join(
        str(p) if p.file else f"{p.key.rpartition('.')[2]} {p.message} ({p.remedy})".lstrip()
        for p in error.problems
    )


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
async def serving(workspace: Workspace, port: int = 0, sharing: Sharing | None = None) -> AsyncIterator[str]:
    """Serve a workspace on 127.0.0.1 while the block runs; yields the home page's address with its token.

    Port 0 takes a free one. With `sharing` the address that it names is listened on, too, by TLS and for its
    links alone. CuratorError when a port is taken.
    """
    listening = _listening("127.0.0.1", port)
    port, token = listening.getsockname()[1], secrets.token_urlsafe(24)
    door = access.Door((f"http://127.0.0.1:{port}", f"http://localhost:{port}"), owner(token), own=True)
    async with AsyncExitStack() as stack:
        stack.callback(workspace.close)
        gc.freeze()  # what stays is not walked for garbage; see Workspace._weigh
        stack.callback(gc.unfreeze)
        await stack.enter_async_context(
            running(_Pages(workspace, door, sharing).app(), listening, _bugs_only())
        )
        if sharing is not None:
            outside = _listening(sharing.address, sharing.port)
            sharing.port = outside.getsockname()[1]
            shared = access.Door((sharing.origin,), sharing.shares.may)
            app = _Pages(workspace, shared).app()
            tls = sharing.certificate.context
            await stack.enter_async_context(running(app, outside, _bugs_only(), tls))
        yield f"http://127.0.0.1:{port}/{token}/"


def _listening(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.create_server((address, port), family=family)
    except OSError as error:
        raise CuratorError(
            f"port {port} of {address} cannot be used: {error.strerror}; choose another with --port"
            if address == "127.0.0.1"
            else f"{address} cannot be listened on: {error.strerror}; name another with --share-on"
        ) from error


def serve(
    workspace: Workspace, port: int, ready: Callable[[str], None], sharing: Sharing | None = None
) -> None:
    """Serve a workspace until the person interrupts; `ready` is told the address once it answers."""

    async def sit() -> None:
        async with serving(workspace, port, sharing) as address:
            ready(address)
            await asyncio.Event().wait()

    asyncio.run(sit())
