"""Every host of the web, on this machine: answers from files and remembers what it was asked.

Chromium resolves each name to this server. `elsewhere/<host>/<path>` holds what a host answers (a path
without an ending is looked up with .html); all else is a 404, remembered like the rest.
"""

import json
import mimetypes
import socket
import ssl
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import trustme

FILES = Path(__file__).parent / "elsewhere"
TLS_HELLO = b"\x16"


@dataclass(frozen=True)
class Asked:
    """One request: `address` without its query, the query's parameters, the body as text."""

    method: str
    address: str
    query: dict[str, str]
    body: str
    referrer: str


class Elsewhere(ThreadingHTTPServer):
    """The server; `asked` grows in the order of arrival, `answers` adds to the files: address -> JSON."""

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        self.asked: list[Asked] = []
        self.answers: dict[str, object] = {}
        self.changed = threading.Condition()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("elsewhere.example").configure_cert(self.context)
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def port(self):
        return self.server_address[1]

    def forget(self):
        with self.changed:
            self.asked.clear()
            self.answers.clear()

    def wait(self, fits, seconds=90):
        """Wait until a request `fits`; return the first that does."""
        with self.changed:
            found = self.changed.wait_for(lambda: [a for a in self.asked if fits(a)], seconds)
            assert found, f"nobody asked for it, only: {[f'{a.address} {a.query}' for a in self.asked]}"
            return found[0]

    def get_request(self):
        connection, address = super().get_request()
        connection.settimeout(90)
        return connection, address

    def finish_request(self, request, client_address):
        """Speak TLS with those who begin with it; runs in the request's own thread."""
        try:
            if request.recv(1, socket.MSG_PEEK) != TLS_HELLO:
                super().finish_request(request, client_address)
                return
            with self.context.wrap_socket(request, server_side=True) as secure:
                super().finish_request(secure, client_address)
        except (OSError, ValueError):
            pass  # a browser that hangs up is no news


class _Handler(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_GET(self):
        scheme = "https" if isinstance(self.request, ssl.SSLSocket) else "http"
        parts = urlsplit(self.path)
        address = f"{scheme}://{self.headers.get('Host', '')}{parts.path}"
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        asked = Asked(
            self.command,
            address,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            body,
            self.headers.get("Referer", ""),
        )
        kind, content = self._answer(address, parts.path)
        if not self._from_the_browser_itself():
            with self.server.changed:
                self.server.asked.append(asked)
                self.server.changed.notify_all()
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin", "*"))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_OPTIONS = do_GET  # noqa: N815 - http.server asks for these names

    def _answer(self, address, path):
        if address in self.server.answers:
            return "application/json", json.dumps(self.server.answers[address]).encode()
        file = FILES / self.headers.get("Host", "-").partition(":")[0] / path.lstrip("/")
        for candidate in (file, file.with_name(f"{file.name}.html"), file / "index.html"):
            if candidate.resolve().is_relative_to(FILES) and candidate.is_file():
                kind = (
                    "text/javascript"
                    if candidate.suffix == ".mjs"
                    else mimetypes.guess_type(candidate.name)[0]
                )
                return kind or "text/plain", candidate.read_bytes()
        return "", b"not here"

    def _from_the_browser_itself(self):
        """Tell what Chromium does for its own ends: no page's request says that it comes from nowhere."""
        host = self.headers.get("Host", "").partition(":")[0]
        ours = host.endswith((".google.com", ".googleapis.com", ".gvt1.com"))
        return ours and self.headers.get("Sec-Fetch-Site", "none") == "none"

    def log_message(self, *_):
        pass
