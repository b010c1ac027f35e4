"""Providers with a server of one's own, which keeps the threads and is asked for them one by one."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence

from curator.comments.base import Provider, Server, host_of
from curator.model import Thread
from curator.ports import ThreadFetcher


class OwnServer(Provider):
    """A provider whose settings name its server; a subclass says how one thread is read."""

    server: Server

    @property
    def host(self) -> str:
        """The host of the server."""
        return host_of(self.server)

    @property
    def api(self) -> str:
        """The server, which may stand inside the network."""
        return self.server

    def read(
        self, keys: Sequence[str], fetcher: ThreadFetcher, secrets: Mapping[str, str]
    ) -> tuple[Thread, ...]:
        """Read the threads one after the other; what goes wrong with one is its `problem`."""
        return tuple(self.thread(key, fetcher, secrets) for key in keys)

    @abstractmethod
    def thread(self, key: str, fetcher: ThreadFetcher, secrets: Mapping[str, str]) -> Thread:
        """Read one thread."""
