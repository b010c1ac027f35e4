"""Stand-ins for comment services: HTTP servers on loopback that speak their documented answers.

Each answers for the same conversation, `SAID`: three posts, the second an answer to the first, and beside them
what must never be seen: a pending one, a deleted one, and whatever else a service tells of people.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRETS = (
    "203.0.113.77",
    "deadbeefcafe",
    "ada@private.example",
    "Mozilla/5.0",
    "https://avatar.example/me.png",
)
"""What services tell of people and what must be nowhere afterwards."""
SAID = (
    ("1", "", "Ada", "How do I start?"),
    ("2", "1", "Ben", "With the facts.\nSee https://a.example/facts"),
    ("3", "", "", "I tried it."),
)
FIRST = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def moment(number: int) -> datetime:
    return FIRST.replace(minute=number)


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = None


Answer = tuple[int, Any]
Service = Callable[[Asked], Answer]


@dataclass
class StandIn:
    """A running stand-in: its origin, and what it was asked."""

    origin: str
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def standing_in(service: Service) -> Iterator[StandIn]:
    """Serve on loopback while the context is open; a `bytes` answer is sent as it stands.

    A function as an answer writes to the connection itself; the event that it gets is set at the end.
    """
    found = StandIn("")
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            one = Asked(self.command, parts.path, query, dict(self.headers), body)
            found.asked.append(one)
            status, data = service(one)
            if callable(data):
                data(self, over)
                return
            sent = data if isinstance(data, bytes) else json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_POST = do_GET  # noqa: N815 - http.server's name

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    found.origin = f"http://127.0.0.1:{server.server_port}"
    try:
        yield found
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def lying(handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
    """Promise more than is sent."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 5000\r\n\r\n[1,")


def slow(handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
    """Begin an answer and never end it."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 5000\r\n\r\n[")
    handler.wfile.flush()
    over.wait(60)


def endless(handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
    """Go on as long as somebody listens."""
    with suppress(OSError):
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n[")
        while not over.is_set():
            handler.wfile.write(b"1," * 50_000)


def paged(rows: list[Any], number: int, size: int) -> list[Any]:
    """Cut out a page, counted from 1."""
    return rows[(number - 1) * size : number * size]


@dataclass
class Forgetful:
    """Isso, of whose posts only some are left from the moment when `gone` is set."""

    service: Service
    left: slice
    gone: bool = False

    def __call__(self, asked: Asked) -> Answer:
        status, data = self.service(asked)
        if self.gone and asked.path == "/count":
            data = [2, 0]
        elif self.gone and status == 200:
            data["replies"] = data["replies"][self.left]
        return status, data


# --- the services -----------------------------------------------------------------------------------


def isso(key: str) -> Service:
    def row(said: tuple[str, str, str, str], mode: int = 1) -> dict[str, Any]:
        number, parent, author, text = said
        return {
            "id": int(number), "parent": int(parent) if parent else None, "author": author or None, "text": text,
            "mode": mode, "created": moment(int(number)).timestamp(), "modified": None, "likes": 3, "dislikes": 1,
            "hash": SECRETS[1], "website": SECRETS[4], "notification": 0, "gravatar_image": SECRETS[4],
        }  # fmt: skip

    def service(asked: Asked) -> Answer:
        if asked.path == "/count" and asked.method == "POST":
            return 200, [3 if uri == f"/{key}" else 0 for uri in asked.body]
        if asked.query.get("uri") != f"/{key}":
            return 404, {"error": "thread does not exist"}
        top = row(SAID[0]) | {"replies": [row(SAID[1])], "hidden_replies": 0, "total_replies": 1}
        rest = [
            row(SAID[2]) | {"replies": []},
            row(("8", "", "Mallory", "pending"), 2),
            row(("9", "", "", ""), 4),
        ]
        return 200, {"id": None, "total_replies": 3, "hidden_replies": 0, "replies": [top, *rest]}

    return service


def waline(key: str) -> Service:
    def row(said: tuple[str, str, str, str], status: str = "approved") -> dict[str, Any]:
        number, parent, author, text = said
        html = f"<p>{text.replace(chr(10), '<br>')}</p>"
        return {
            "objectId": int(number), "nick": author, "comment": html, "orig": f"<script>bad()</script>{text}",
            "status": status, "time": int(moment(int(number)).timestamp() * 1000), "pid": parent or None,
            "rid": parent or None, "browser": SECRETS[3], "os": "Plan 9", "addr": SECRETS[0], "like": 2,
            "avatar": SECRETS[4], "link": SECRETS[4], "mail": SECRETS[2], "user_id": "u77", "children": [],
        }  # fmt: skip

    def service(asked: Asked) -> Answer:
        if asked.query.get("type") == "count":
            return 200, {"errno": 0, "data": [3 if k == key else 0 for k in asked.query["url"].split(",")]}
        if asked.query.get("path") != key:
            return 200, {"errno": 0, "data": {"page": 1, "totalPages": 0, "count": 0, "data": []}}
        branches = [row(SAID[0]) | {"children": [row(SAID[1])]}, row(SAID[2])]
        number = int(asked.query["page"])
        data = {
            "page": number,
            "totalPages": 2,
            "pageSize": 1,
            "count": 3,
            "data": paged(branches, number, 1),
        }
        return 200, {"errno": 0, "errmsg": "", "data": data}

    return service


def remark42(key: str) -> Service:
    def row(said: tuple[str, str, str, str], *, gone: bool = False) -> dict[str, Any]:
        number, parent, author, text = said
        user = {"name": author, "id": f"github_{SECRETS[1]}", "picture": SECRETS[4], "ip": SECRETS[0]}
        return {
            "id": number, "pid": parent, "text": text.replace("\n", "<br>"), "user": user, "score": 4,
            "votes": {"u1": True}, "time": moment(int(number)).isoformat(), "locator": {"url": key},
            **({"delete": True} if gone else {}),
        }  # fmt: skip

    def service(asked: Asked) -> Answer:
        if asked.path == "/api/v1/list":
            return 200, [{"url": key, "count": 3, "last_time": moment(3).isoformat()}]
        if asked.query.get("url") != key:
            return 200, {"comments": [], "info": {"count": 0}}
        return 200, {"comments": [*map(row, SAID), row(("9", "", "Mallory", "gone"), gone=True)], "info": {}}

    return service


def _github(said: tuple[str, str, str, str], issue: int = 7) -> dict[str, Any]:
    number, _, author, text = said
    return {
        "id": int(number), "body": text, "created_at": moment(int(number)).isoformat(), "node_id": "x",
        "user": {"login": author, "id": 77, "avatar_url": SECRETS[4], "email": SECRETS[2]} if author else None,
        "html_url": f"https://github.com/o/r/issues/{issue}#issuecomment-{number}", "reactions": {"+1": 3},
        "issue_url": f"https://api.github.com/repos/o/r/issues/{issue}", "author_association": "MEMBER",
    }  # fmt: skip


def utterances(key: str) -> Service:
    def service(asked: Asked) -> Answer:
        if asked.path == "/repos/o/r/issues":
            rows = [{"number": n, "title": f"noise {n}"} for n in range(100, 210)]
            rows.append({"number": 7, "title": f"[{key}]"})
            rows.append({"number": 8, "title": f"[{key}0]"})
            return 200, paged(rows, int(asked.query["page"]), 100)
        rows = [_github((str(n), "", "Mallory", "elsewhere"), 8) for n in range(10, 59)]
        rows += [_github((n, p, a, t)) for n, p, a, t in SAID]
        return 200, paged(rows * 1, int(asked.query["page"]), 100)

    return service


def giscus(key: str) -> Service:
    def row(said: tuple[str, str, str, str], **more: Any) -> dict[str, Any]:
        number, _, author, text = said
        return {
            "id": number, "author": {"login": author} if author else None, "body": text, "isMinimized": False,
            "createdAt": moment(int(number)).isoformat(), "deletedAt": None,
            "url": f"https://github.com/o/r/discussions/1#c-{number}", **more,
        }  # fmt: skip

    def comments(*nodes: Any, following: str = "") -> dict[str, Any]:
        page = {"hasNextPage": bool(following), "endCursor": following or None}
        return {"pageInfo": page, "nodes": list(nodes)}

    def service(asked: Asked) -> Answer:
        if asked.headers.get("Authorization") != "Bearer good-token":
            return 401, {"message": "Bad credentials"}
        values = asked.body["variables"]
        last = row(SAID[2], replies={"totalCount": 0, "nodes": []})
        if "id" in values:
            return 200, {"data": {"node": {"comments": comments(last)}}}
        first = row(SAID[0], replies={"totalCount": 1, "nodes": [row(SAID[1])]})
        gone = row(("9", "", "Mallory", "gone"), deletedAt="2026-11-25T00:00:00Z")
        hidden = row(("8", "", "Mallory", "spam"), isMinimized=True)
        node = {
            "id": "D_1",
            "title": key,
            "body": "",
            "comments": comments(first, gone, hidden, following="x"),
        }
        other = {
            "id": "D_2",
            "title": f"{key}0",
            "body": "",
            "comments": comments(row(("7", "", "M", "other"))),
        }
        pages = {None: [other], "second": [node]}
        following = {"hasNextPage": values["after"] is None, "endCursor": "second"}
        found = {"pageInfo": following, "nodes": pages[values["after"]]}
        return 200, {"data": {"repository": {"discussions": found}}}

    return service


def discourse(_: str) -> Service:
    def row(number: int, author: str, text: str, answers: int | None, **more: Any) -> dict[str, Any]:
        return {
            "id": 500 + number, "post_number": number, "name": author, "username": "u77", "cooked": f"<p>{text}</p>",
            "created_at": moment(number).isoformat(), "reply_to_post_number": answers, "post_type": 1,
            "avatar_template": SECRETS[4], "user_id": 77, "trust_level": 2, "reads": 9, "score": 12.5, **more,
        }  # fmt: skip

    posts = {
        501: row(1, "system", "The question", None),
        502: row(2, "Ada", "How do I start?", None),
        503: row(3, "Ben", "With the facts.<br>See https://a.example/facts", 2),
        504: row(4, "", "I tried it.", 1, username=""),
        505: row(5, "Mallory", "hidden", None, hidden=True),
        506: row(6, "system", "closed this", None, post_type=3),
    }

    def service(asked: Asked) -> Answer:
        if asked.path == "/t/40.json":
            return 200, {"post_stream": {"posts": [posts[n] for n in (501, 502)], "stream": list(posts)}}
        if asked.path == "/t/40/posts.json":
            return 200, {"post_stream": {"posts": [posts[n] for n in (503, 504, 505, 506)]}}
        return 404, {"errors": ["not found"]}

    return service


def mastodon(_: str) -> Service:
    def row(said: tuple[str, str, str, str], **more: Any) -> dict[str, Any]:
        number, parent, author, text = said
        account = {"display_name": author, "username": "", "acct": "a", "id": "77", "avatar": SECRETS[4]}
        return {
            "id": number, "in_reply_to_id": parent or "113", "content": f"<p>{text}</p>", "account": account,
            "created_at": moment(int(number)).isoformat(), "visibility": "public", "favourites_count": 3,
            "url": f"https://social.example/@a/{number}", "application": {"name": SECRETS[3]}, **more,
        }  # fmt: skip

    facts = (
        'With the facts.<br>See <a href="https://a.example/facts"><span class="invisible">https://</span>'
        "<span>a.example/facts</span></a>"
    )

    def service(asked: Asked) -> Answer:
        if asked.path != "/api/v1/statuses/113/context":
            return 404, {"error": "Record not found"}
        hidden = row(("8", "", "Mallory", "for followers"), visibility="private")
        found = [row(SAID[0]), row((*SAID[1][:3], facts)), row(SAID[2]), hidden]
        return 200, {"ancestors": [], "descendants": found}

    return service


def disqus(key: str) -> Service:
    def row(said: tuple[str, str, str, str], **more: Any) -> dict[str, Any]:
        number, parent, author, text = said
        person = {"name": author, "id": "77", "email": SECRETS[2], "avatar": {"permalink": SECRETS[4]}}
        return {
            "id": number, "parent": int(parent) if parent else None, "author": person, "ipAddress": SECRETS[0],
            "createdAt": moment(int(number)).strftime("%Y-%m-%dT%H:%M:%S"), "message": f"<p>{text.replace(chr(10), '<br>')}</p>",
            "isDeleted": False, "isSpam": False, "isApproved": True, "likes": 3, **more,
        }  # fmt: skip

    def service(asked: Asked) -> Answer:
        if asked.query.get("api_key") != "good-key":
            return 400, {"code": 5, "response": "Invalid API key"}
        if asked.query.get("thread") != f"ident:{key}":
            return 400, {"code": 2, "response": "Invalid argument, 'thread': Unable to find thread"}
        rows = [*map(row, SAID), row(("9", "", "Mallory", "gone"), isDeleted=True)]
        first = "cursor" not in asked.query
        cursor = {"hasNext": first, "next": "2:0:0"}
        return 200, {"code": 0, "cursor": cursor, "response": rows[:2] if first else rows[2:]}

    return service


def hyvor(key: str) -> Service:
    def row(said: tuple[str, str, str, str], page: str = key, status: str = "published") -> dict[str, Any]:
        number, parent, author, text = said
        user = (
            {"name": author, "htid": "h77", "picture_url": SECRETS[4], "email": SECRETS[2]}
            if author
            else None
        )
        return {
            "id": int(number), "parent_id": int(parent) if parent else None, "user": user, "ip": SECRETS[0],
            "created_at": int(moment(int(number)).timestamp()), "body_html": f"<p>{text.replace(chr(10), '<br>')}</p>", "upvotes": 3,
            "status": status, "page": {"identifier": page}, "url": f"https://site.example/p?ht-comment-id={number}",
        }  # fmt: skip

    def service(asked: Asked) -> Answer:
        if asked.query.get("api_key") != "good-key":
            return 403, {"message": "Invalid API key"}
        rows = [row((str(n), "", "Mallory", "elsewhere"), f"{key}0") for n in range(10, 59)]
        rows += [*map(row, SAID), row(("9", "", "Mallory", "waits"), key, "pending")]
        start = int(asked.query["offset"])
        return 200, rows[start : start + int(asked.query["limit"])]

    return service
