"""`curate serve` shows a site, drafts perhaps among it, to this machine only."""

import http.client
import threading
from contextlib import contextmanager

import pytest

from curator.app.serve import serve


@contextmanager
def serving(folder):
    with serve(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def ask(port, path, host):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.putrequest("GET", path, skip_host=True)
        if host is not None:
            connection.putheader("Host", host)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1.evil.example", "", None])
def test_a_foreign_name_that_leads_here_is_refused(tmp_path, host):
    (tmp_path / "index.html").write_text("a draft")
    with serving(tmp_path) as port:
        status, body = ask(port, "/", host)
        assert status == 403
        assert b"draft" not in body
        for own in (f"127.0.0.1:{port}", f"localhost:{port}"):
            assert ask(port, "/", own) == (200, b"a draft")


def test_a_request_that_makes_no_sense_prints_no_traceback(tmp_path, capfd):
    with serving(tmp_path) as port:
        with pytest.raises(http.client.HTTPException):
            ask(port, "/%00", f"127.0.0.1:{port}")
        assert ask(port, "/nothing", f"127.0.0.1:{port}")[0] == 404
    assert capfd.readouterr().err == ""
