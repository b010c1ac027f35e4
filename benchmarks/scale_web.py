"""One server on loopback that is asked as a proxy and answers for every host: feeds and pages made up."""

import asyncio
from contextlib import AbstractContextManager

from benchmarks.own_process import serving

ETAG = b'"unchanged"'


class _Web(asyncio.Protocol):
    """Answer every request at once: a feed of ten items, or that it did not change, or a page."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._seen = transport, b""

    def data_received(self, data: bytes) -> None:
        self._seen += data
        while b"\r\n\r\n" in self._seen:
            request, self._seen = self._seen.split(b"\r\n\r\n", 1)
            url = request.split(b" ", 2)[1]
            status, kind, body = b"200 OK", b"text/html", b""
            if url.endswith(b"/robots.txt"):
                status = b"404 Not Found"
            elif not url.endswith(b"feed.xml"):
                body = b"<title>%s</title><main><article>%s</article></main>" % (url, _paragraphs(url))
            elif ETAG in request:
                status = b"304 Not Modified"
            else:
                kind, body = b"application/rss+xml", _feed_of(url)
            head = b"HTTP/1.1 %s\r\nETag: %s\r\nContent-Type: %s\r\n" % (status, ETAG, kind)
            length = b"" if status.startswith(b"304") else b"Content-Length: %d\r\n" % len(body)
            if not self._transport.is_closing():
                self._transport.write(head + length + b"\r\n" + body)
            if b"Connection: close" in request:
                self._transport.close()


def _paragraphs(url: bytes) -> bytes:
    text = (
        b"Whoever asks early on %s learns more from it than those who wait for the end of the course. " % url
    )
    return b"".join(b"<p>%s</p>" % (text * 3) for _ in range(5))


def _feed_of(url: bytes) -> bytes:
    items = b"".join(
        b"<item><title>Lesson %d of %s</title><link>%s-%d.html</link><description>What we learned on day %d."
        b"</description></item>" % (n, url, url, n, n)
        for n in range(10)
    )
    return b'<rss version="2.0"><channel><title>%s</title>%s</channel></rss>' % (url, items)


def web() -> AbstractContextManager[str]:
    """Serve every host; gives the address of the proxy that they are behind."""
    return serving(_Web)
