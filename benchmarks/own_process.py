"""A server on loopback in a process of its own, so that its work is not counted as the client's."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

WAITING = 1000
"""Connections that may wait to be taken."""


async def serve(protocol: type[asyncio.Protocol]) -> None:
    """Serve until killed; print the port."""
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0, backlog=WAITING)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def serving(protocol: type[asyncio.Protocol]) -> Iterator[str]:
    """Serve while the context is open; yields the address. The class must be at the top of a module."""
    module, name = protocol.__module__, protocol.__name__
    code = f"import asyncio, {module} as m, benchmarks.own_process as b; asyncio.run(b.serve(m.{name}))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()
