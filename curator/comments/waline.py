"""Waline: a server of one's own; several threads live on one page.

The server does not hand out its client, so the script comes from where @waline/client is published, pinned by
version and content hash, or from a folder that the site's owner names.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field

from curator import urls
from curator.comments import posts
from curator.comments.base import filled, host_of, offered
from curator.comments.own_server import OwnServer
from curator.model import Reply, Thread
from curator.ports import ThreadFetcher

CLIENT = "https://unpkg.com/@waline/client@3.15.2/dist"
HASHES = {
    "waline.umd.js": "sha384-ZIbPm4Z6QeaKyakU4Tq51uowGULfM+zut6BAbSnYF+9aFF9sK4Ih3fQwBXysozKp",
    "waline.css": "sha384-e4zDqZc21VhRGqcpuOkmAlBH2NcoP6kHXnCG6ZBrrd5asTIvP5T9osVX/v1Fx4UM",
}
"""Subresource Integrity of the two files of CLIENT, taken from the package as npm publishes it."""

LANGUAGES = "zh zh-tw en fr id it ko-kr pt-br ru vi de es es-mx"

AVATARS = "https://seccdn.libravatar.org"
"""Where Waline's server points to for avatars, unless told otherwise."""

EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""SHA-256 of an empty text: Waline's client adds a style element and leaves it empty."""


def _folder(value: str) -> str:
    """Check the address of the client's folder: a path may follow the host."""
    address = urls.web_address(value)
    parts = urls.split(address)
    if not address or parts.query or parts.fragment:
        raise ValueError(f'"{urls.masked(value)}" is not the address of a folder: write {CLIENT}')
    if not re.fullmatch(r"[A-Za-z0-9@:/._~-]+", address):  # what a policy of the page can name
        raise ValueError(f'"{value}" holds characters that addresses do not: write {CLIENT}')
    return address.rstrip("/")


class Waline(OwnServer):
    """Settings of Waline, under the names of its client's options."""

    name: ClassVar[str] = "waline"
    label: ClassVar[str] = "Waline"
    docs: ClassVar[str] = "https://waline.js.org/en/reference/client/props.html"
    documented: ClassVar[dict[str, str]] = {
        "server": "serverURL",
        "lang": "lang",
        "login": "login",
        "required_meta": "requiredMeta",
        "comment_sorting": "commentSorting",
        "page_size": "pageSize",
        "word_limit": "wordLimit",
    }
    decided: ClassVar[dict[str, str]] = {
        "path": "each question has its own",
        "dark": "it follows the page",
        "emoji": "its pictures come from another host",
        "search": "its pictures come from another host",
        "pageview": "nothing here counts visits",
    }

    client: Annotated[str, AfterValidator(_folder)] = CLIENT
    """Folder with waline.umd.js and waline.css of @waline/client 3."""
    lang: str = ""
    """Empty: the page's."""
    login: Literal["enable", "disable", "force"] = "enable"
    required_meta: tuple[Literal["nick", "mail"], ...] = ()
    comment_sorting: Literal["latest", "oldest", "hottest"] = "oldest"
    page_size: Annotated[int, Field(ge=1, le=100)] = 10
    word_limit: Annotated[int, Field(ge=0, le=100_000)] = 0

    @property
    def host(self) -> str:
        """The hosts of the server, of the client and of the avatars."""
        hosts = dict.fromkeys((host_of(self.server), host_of(self.client), host_of(AVATARS)))
        return ", ".join(hosts)

    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:  # noqa: ARG002
        """Return the client's options."""
        pinned = HASHES if self.client == CLIENT else {}
        return filled(
            {
                "server": self.server,
                "client": self.client,
                "script-hash": pinned.get("waline.umd.js", ""),
                "style-hash": pinned.get("waline.css", ""),
                "path": thread,
                "lang": self.lang or offered(language, LANGUAGES, {"ja": "jp", "ko": "ko-kr", "pt": "pt-br"}),
                "login": self.login,
                "required-meta": " ".join(self.required_meta),
                "comment-sorting": self.comment_sorting,
                "page-size": self.page_size,
                "word-limit": self.word_limit or "",
            }
        )

    def policy(self) -> dict[str, tuple[str, ...]]:
        """Allow the client's files, the server's interface and the avatars it points to."""
        parts = urls.split(self.client)
        client = (f"{parts.scheme}://{parts.netloc}",)
        return {
            "script-src": client,
            "style-src": (*client, EMPTY_STYLE),
            "connect-src": (self.server,),
            "img-src": (self.server, AVATARS),
        }

    def thread(
        self,
        key: str,
        fetcher: ThreadFetcher,
        secrets: Mapping[str, str],  # noqa: ARG002 - it needs none
    ) -> Thread:
        """Read a thread page by page; replies come as one flat list under their branch, joined by `pid`."""

        def page(number: int) -> str:
            return posts.address(
                f"{self.server}/api/comment", path=key, page=number, pageSize=100, sortBy="insertedAt_asc"
            )

        def after(reply: Reply, number: int) -> str:
            total = posts.part(reply.data, "data", "totalPages")
            return page(number + 1) if isinstance(total, int) and number < total else ""

        found: list[posts.ReadPost] = []
        problem = ""
        for reply, problem in posts.pages(page(1), fetcher, after, wrong=_wrong):  # noqa: B007
            for row in posts.rows(posts.part(reply.data, "data", "data")):
                found += [_post(one) for one in (row, *posts.rows(row.get("children")))]
        return posts.thread(key, found, complete=not problem, problem=problem)

    def counts(
        self,
        keys: Sequence[str],
        fetcher: ThreadFetcher,
        secrets: Mapping[str, str],  # noqa: ARG002
    ) -> Mapping[str, int]:
        """Ask for the number of posts of all threads at once."""
        reply = fetcher.ask(posts.address(f"{self.server}/api/comment", type="count", url=",".join(keys)))
        return posts.numbered(keys, None if _wrong(reply) else posts.part(reply.data, "data"))


def _wrong(reply: Reply) -> str:
    """Say what is wrong with an answer: Waline tells errors with status 200 and a number in `errno`."""
    errno = posts.part(reply.data, "errno")
    if reply.problem or errno in (0, None):
        return reply.problem
    return f"the server failed: {posts.words(posts.part(reply.data, 'errmsg')) or posts.words(errno)}"


def _post(row: Mapping[str, Any]) -> posts.ReadPost:
    """Read a post from `comment`, which the server cleaned; `orig` holds what was typed, scripts too."""
    text = row.get("comment")
    visible = row.get("status") in (None, "approved")
    return posts.ReadPost(
        posts.words(row.get("objectId")),
        posts.words(row.get("nick")),
        posts.when(row.get("time") or row.get("insertedAt")),
        posts.lines(text) if isinstance(text, str) and visible else "",
        posts.words(row.get("pid")),
    )
