"""Show the finished site on this machine: a plain file server on 127.0.0.1."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from curator.errors import CuratorError


class _Handler(SimpleHTTPRequestHandler):
    """Serves files, says nothing, and shows the site's own 404 page."""

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


def serve(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server for `folder` on 127.0.0.1; port 0 takes a free one. CuratorError when it is taken."""
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise CuratorError(
            f"port {port} cannot be used: {error.strerror}; choose another with --port"
        ) from error
