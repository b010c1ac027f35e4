"""Telling pages that something has changed: each holds a request open until then.

What is done on any page wakes all of them at once. What is done to the files elsewhere, in an editor or by
another program, is looked for every `LOOK` seconds while a page waits, because no system tells that alike.
"""

import asyncio
from collections.abc import Callable

LOOK = 0.4
"""Seconds between two looks at the files."""

HOLD = 15.0
"""Seconds that a request is held at most; then the page asks again, so that a broken connection shows."""


class News:
    """Whoever waits for something to change; `tell` wakes them all. For one event loop."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self._ended = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def tell(self) -> None:
        """Wake everybody who waits."""
        for one in self._waiting:
            if not one.done():
                one.set_result(None)

    def tell_from_thread(self) -> None:
        """Wake everybody, from whichever thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.tell)

    def end(self) -> None:
        """Wake everybody, and let nobody wait any more."""
        self._ended = True
        self.tell()

    async def until(self, changed: Callable[[], bool]) -> bool:
        """Wait until something has changed; tells whether it has, before `HOLD` seconds were over."""
        loop = self._loop = asyncio.get_running_loop()
        deadline = loop.time() + HOLD
        while not (found := changed()) and not self._ended and loop.time() < deadline:
            woken = loop.create_future()
            self._waiting.add(woken)
            try:
                await asyncio.wait([woken], timeout=min(LOOK, deadline - loop.time()))
            finally:
                self._waiting.discard(woken)
        return found
