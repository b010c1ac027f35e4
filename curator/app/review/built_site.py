"""The site as it was last built, shown on this machine: what a person sees after they published a week.

It has a server of its own, as `curate serve` has, hence an origin of its own: pages behave as they will for
learners, and reach nothing of the review.
"""

import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

from curator.app.run import SITE
from curator.app.serve import serve

PLACE = "site"
"""Name of the addresses that lead there."""


class BuiltSite:
    """The server of one sitting; it begins with the first page that is looked at and ends with `close`."""

    def __init__(self, root: Path) -> None:
        self._folder = root / SITE
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def address(self, name: str) -> str:
        """Return the address of one of its pages on this machine. CuratorError where no port is free."""
        if self._server is None:
            self._server = serve(self._folder, 0)
            self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
            self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}/{quote(name)}"

    def close(self) -> None:
        """End the server, where it began."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
