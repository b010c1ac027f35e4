"""Show the finished site on this machine: a plain file server on 127.0.0.1."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

from curator.errors import CuratorError


class _Handler(SimpleHTTPRequestHandler):
    """Serves files to this machine, says nothing, and shows the site's own 404 page."""

    def send_head(self) -> Any:
        """Refuse requests under foreign host names that resolve to this machine: drafts are for it only.

        https://en.wikipedia.org/wiki/DNS_rebinding
        """
        port = cast("ThreadingHTTPServer", self.server).server_port
        if self.headers.get("Host", "") not in (f"127.0.0.1:{port}", f"localhost:{port}"):
            self.send_error(403, "this server answers to 127.0.0.1 only")
            return None
        return super().send_head()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the terminal quiet."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's 404 page where there is one."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return None


class _Server(ThreadingHTTPServer):
    """Prints nothing about requests that make no sense or break off."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep the terminal quiet: the browser tells whoever asked."""


def serve(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server for `folder` on 127.0.0.1; port 0 takes a free one. CuratorError when it is taken."""
    try:
        return _Server(("127.0.0.1", port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise CuratorError(
            f"port {port} cannot be used: {error.strerror}; choose another with --port"
        ) from error
