"""A server that does not wait for whoever is slow: connections that ask for nothing are ended."""

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from weakref import WeakSet

from aiohttp import web

HEADERS_WITHIN = 10.0
"""Seconds in which a new connection must have shaken hands, and then asked for something."""

MOST = 100
"""Connections at once; a browser opens six."""


@asynccontextmanager
async def running(
    app: web.Application, listening: socket.socket, logger: logging.Logger, tls: ssl.SSLContext | None = None
) -> AsyncIterator[None]:
    """Serve an application on a socket while the block runs, by TLS where a context is given."""
    live: dict[Any, bool] = {}  # connections, and whether each has asked for something

    @web.middleware
    async def hear(request: web.Request, handler: Any) -> web.StreamResponse:
        live[request.protocol] = True
        answer: web.StreamResponse = await handler(request)
        return answer

    app.middlewares.insert(0, hear)
    runner = web.AppRunner(
        app, handle_signals=False, access_log=None, logger=logger, shutdown_timeout=1, keepalive_timeout=30
    )
    await runner.setup()
    assert runner.server is not None  # noqa: S101 - setup() made it
    make, loop = runner.server, asyncio.get_running_loop()

    def expect(protocol: Any) -> None:
        if not live.get(protocol):
            _end(protocol)
        for gone in [one for one in live if one.transport is None]:
            del live[gone]

    def connection() -> Any:
        protocol = make()
        live[protocol] = False
        if len(live) > MOST:
            loop.call_soon(_end, protocol)
        loop.call_later(HEADERS_WITHIN, expect, protocol)
        return protocol

    wait = HEADERS_WITHIN if tls else None
    door = _Door(listening)
    server = await loop.create_server(connection, sock=door, ssl=tls, ssl_handshake_timeout=wait)
    try:
        yield
    finally:
        server.close()
        await runner.cleanup()
        door.end()
        for _ in range(5):  # TLS takes a few turns of the loop to let go of a socket
            await asyncio.sleep(0)


class _Door(socket.socket):
    """A listening socket that keeps its connections, also those whose TLS handshake is not done."""

    def __init__(self, listening: socket.socket) -> None:
        super().__init__(listening.family, listening.type, listening.proto, listening.detach())
        self._inside: WeakSet[socket.socket] = WeakSet()

    def accept(self) -> tuple[socket.socket, Any]:
        connection, address = super().accept()
        self._inside.add(connection)
        return connection, address

    def end(self) -> None:
        """Let everybody's connection end as if they had gone."""
        for connection in list(self._inside):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def _end(protocol: Any) -> None:
    if protocol.transport is not None:
        protocol.transport.abort()
