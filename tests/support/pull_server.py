"""A small web server on loopback that behaves, or misbehaves, as a test tells it to."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Answer = bytes | Iterable[bytes]


@dataclass(frozen=True)
class Request:
    """One request as it arrived; `host` comes from the address when the server is used as a proxy."""

    method: str
    host: str
    path: str
    headers: dict[str, str]


Handler = Callable[[Request], Answer]


def answer(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """Compose an ordinary answer; underscores in header names become dashes."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("Content-Length", str(len(body)))
    lines = [f"HTTP/1.1 {status} Told", *(f"{k}: {v}" for k, v in named.items()), "Connection: close"]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@dataclass
class Server:
    """What the server saw: requests, connections, and how many were open per host at once."""

    port: int
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    busiest: dict[str, int] = field(default_factory=dict)
    stopped: threading.Event = field(default_factory=threading.Event)
    _open: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def asked(self, host: str | None = None) -> list[str]:
        """List the paths asked for, of one host or of all."""
        return [r.path for r in self.requests if host in (None, r.host)]

    def drip(self, data: bytes, pause: float = 0.02) -> Iterator[bytes]:
        """Yield single bytes with a pause after each, until the server stops."""
        for byte in data:
            yield bytes((byte,))
            if self.stopped.wait(pause):
                return

    def serve(self, connection: socket.socket, handler: Handler) -> None:
        with connection, connection.makefile("rb") as stream:
            try:
                request = _read(stream)
                if request is None:
                    return
                with self._lock:
                    self.requests.append(request)
                    self._open[request.host] = self._open.get(request.host, 0) + 1
                    self.busiest[request.host] = max(
                        self.busiest.get(request.host, 0), self._open[request.host]
                    )
                reply = handler(request)
                # The request is over for the host's turn once its last byte is under way.
                chunks = [reply] if isinstance(reply, bytes) else reply
                if request.method == "HEAD" and isinstance(reply, bytes):
                    chunks = [reply.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"]
                over = [False]

                def leave() -> None:
                    with self._lock:
                        if not over[0]:
                            over[0], self._open[request.host] = True, self._open[request.host] - 1

                try:
                    if isinstance(reply, bytes):
                        leave()  # before the last byte: the client may be back before this thread goes on
                    for chunk in chunks:
                        connection.sendall(chunk)
                finally:
                    leave()
            except OSError:
                return  # the client went away, which is what many of these tests are about


def _read(stream: "socket.SocketIO | object") -> Request | None:
    line = stream.readline().decode("latin-1").split(" ")  # type: ignore[attr-defined]
    if len(line) < 3:
        return None
    headers = {}
    while (header := stream.readline().decode("latin-1")).strip():  # type: ignore[attr-defined]
        name, _, value = header.partition(":")
        headers[name.strip().lower()] = value.strip()
    method, target = line[0], line[1]
    if "://" in target:
        host, _, path = target.split("://", 1)[1].partition("/")
        return Request(method, host, "/" + path, headers)
    return Request(method, headers.get("host", ""), target, headers)


@contextmanager
def serving(handler: Handler, host: str = "127.0.0.1", port: int = 0) -> Iterator[Server]:
    """Serve on a free loopback port until the block ends; usable as an HTTP proxy too."""
    with socket.create_server((host, port)) as listener:
        server = Server(listener.getsockname()[1])
        threads: list[threading.Thread] = []

        def loop() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                if server.stopped.is_set():
                    connection.close()
                    return
                server.connections += 1
                threads.append(threading.Thread(target=server.serve, args=(connection, handler), daemon=True))
                threads[-1].start()

        accepting = threading.Thread(target=loop, daemon=True)
        accepting.start()
        try:
            yield server
        finally:
            server.stopped.set()
            socket.create_connection((host, server.port)).close()  # wakes accept()
            accepting.join(5)
            for thread in threads:
                thread.join(5)


FEED = (
    b'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Lessons</title>'
    b"<link>https://lessons.example/</link><item><title>One</title><link>https://lessons.example/1</link>"
    b"<guid>1</guid><pubDate>Mon, 16 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>"
)
