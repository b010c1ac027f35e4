"""A receiver of messages on this machine, which keeps what it was sent."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "s3cretT0ken"
"""What a refusal gives away, as services do."""


class Receiver(BaseHTTPRequestHandler):
    """Takes what a Slack webhook, a Matrix webhook and apprise's own JSON are sent; `broken` refuses."""

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        self.server.got.append((self.path, body))
        broken = self.path.split("?")[0].endswith(self.server.broken) if self.server.broken else False
        self.send_response(500 if broken else 200)
        self.end_headers()
        self.wfile.write(b"ok" if not broken else b"no " + SECRET.encode())

    do_POST = do_PUT = answer  # noqa: N815 - the names that the library looks for

    def log_message(self, *_):
        pass


@contextmanager
def receiving(broken=""):
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        server.got, server.broken = [], broken
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()
