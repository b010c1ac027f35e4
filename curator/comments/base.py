"""What all comment providers have in common: settings under documented names, and how a page sees them.

A provider is a record of settings from `extra.comments` of mkdocs.yml that also knows its embed: the data-*
attributes its script reads, where a discussion can be read without JavaScript, and what the page's
Content-Security-Policy must name. `read` brings its threads back through a fetcher that is handed in.
"""

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator

from curator import urls
from curator.comments.posts import unread
from curator.model import Thread, Written
from curator.ports import ThreadFetcher

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Hosts that browsers trust over plain http, too (Secure Contexts, section 3.1)."""

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}/week-\d{2,4}/[a-z0-9][a-z0-9-]{0,31}")
"""A thread's name, as curator.model.thread_key writes it."""


def plain_key(key: str) -> str:
    """Write a key as curator does: "data-repo-id", "repo-id" and "repoId" all give "repo_id"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key.removeprefix("data-"))
    return spaced.replace("-", "_").lower()


def server(value: str) -> str:
    """Return the origin of a server's address; ValueError when there is more to it than an origin.

    Addresses are judged by `curator.urls`.
    """
    parts = urls.split(urls.web_address(value))
    host = urls.ascii_host(parts.hostname or "")
    if not host:
        raise ValueError(
            f'"{value}" is not a web address: write it in full, like https://comments.example.org'
        )
    host = f"[{host}]" if ":" in host else host
    origin = f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")
    if urls.bare(value) != value or parts.query or parts.fragment or parts.path.strip("/"):
        raise ValueError(f'"{urls.masked(value)}" is more than the address of a server: write {origin}')
    return origin


def insecure(address: object, site_url: str) -> bool:
    """Tell whether a browser would refuse this address on the site's pages: http under https.

    A site whose own address is unknown counts as https.
    """
    if not isinstance(address, str) or not address.strip().startswith("http://"):
        return False
    host = urls.split(address).hostname
    return bool(host) and host not in LOOPBACK and not site_url.startswith("http://")


def shaped(pattern: str, words: str) -> AfterValidator:
    """Make a check for the form of a text; `words` are "what it should be: what to do"."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f'"{value}" is not {words}')
        return value

    return AfterValidator(check)


def _digit(value: Any) -> Any:
    return str(int(value)) if isinstance(value, bool | int) else value


Server = Annotated[str, AfterValidator(server)]
Flag = Annotated[Literal["0", "1"], BeforeValidator(_digit)]
"""Yes or no as GitHub's widgets write it; YAML's true, false, 1 and 0 pass."""
Repository = Annotated[
    str, shaped(r"[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}", "a repository: write it as owner/name")
]
Key = Annotated[str, shaped(KEY.pattern, "the name of a thread: write it as course/week-01/q1")]


def by_palette(theme: str, default: str) -> tuple[str, str]:
    """Return a theme's name for the light and for the dark palette.

    Themes come in pairs whose names differ in one word; a theme without such a word serves both.
    """
    wanted = default if theme in ("", "preferred_color_scheme", "preferred-color-scheme") else theme
    return re.sub(r"\bdark|(?<=_)dark", "light", wanted), re.sub(r"\blight|(?<=_)light", "dark", wanted)


def offered(language: str, choices: str, other: Mapping[str, str] | None = None) -> str:
    """Return the widget's own name for a page's language, "en" where it does not speak it.

    `choices` are its names with spaces between them, `other` maps languages to names that break the rule.
    """
    names = {name.lower(): name for name in choices.split()} | dict(other or {})
    tag = language.lower()
    return names.get(tag) or names.get(tag.partition("-")[0]) or "en"


class Provider(Written):
    """A comment provider with its settings; satisfies curator.ports.CommentProvider."""

    name: ClassVar[str]
    """As in mkdocs.yml."""
    label: ClassVar[str]
    """For people."""
    docs: ClassVar[str]
    """Where its settings are documented."""
    account: ClassVar[str | None] = None
    """Where one needs a free account to post; "" where nobody does, None where the service says so itself."""
    documented: ClassVar[Mapping[str, str]] = {}
    """Field of ours -> the provider's own name for it."""
    decided: ClassVar[Mapping[str, str]] = {}
    """Documented settings that are not a person's to set here, and why."""

    mails_name_threads: ClassVar[bool] = False
    """Whether the service's mails link to the site's host and a thread's name, as if that were a page."""

    script_file: ClassVar[Path | None] = None
    """Where that script lies, for a provider of another package; ours lie in site_template/."""

    @property
    def script(self) -> str:
        """File under assets/comments/ that draws the discussion."""
        return f"{self.name}.js"

    @property
    @abstractmethod
    def host(self) -> str:
        """The host that learns of the learner's visit once the discussion is loaded."""

    @abstractmethod
    def attributes(self, thread: str, title: str, language: str) -> dict[str, str]:
        """Return the data-* attributes that the script reads from the thread's section."""

    @abstractmethod
    def policy(self) -> dict[str, tuple[str, ...]]:
        """Return what the page's Content-Security-Policy must allow: directive -> sources."""

    def link(self, thread: str, title: str) -> str | None:  # noqa: ARG002 - most have no such page
        """Return where the discussion can be read without JavaScript, if anywhere."""
        return None

    @property
    def api(self) -> str:
        """The origin that threads are read from; empty where they cannot be read."""
        return ""

    def read(
        self,
        keys: Sequence[str],
        fetcher: ThreadFetcher,  # noqa: ARG002 - this is for providers that cannot be read
        secrets: Mapping[str, str],  # noqa: ARG002
    ) -> tuple[Thread, ...]:
        """Read the threads of these keys back, one record for each; what goes wrong is its `problem`."""
        return unread(keys, f"threads of {self.label} cannot be read back")

    def counts(
        self,
        keys: Sequence[str],  # noqa: ARG002 - this is for providers without such a way
        fetcher: ThreadFetcher,  # noqa: ARG002
        secrets: Mapping[str, str],  # noqa: ARG002
    ) -> Mapping[str, int]:
        """Tell with few requests how many posts threads have; empty where the service has no such way."""
        return {}

    @classmethod
    def fields(cls) -> dict[str, str]:
        """Map every accepted spelling of a key, made plain, to the field it sets."""
        return {name: name for name in cls.model_fields} | {
            plain_key(spelled): name for name, spelled in cls.documented.items()
        }


def host_of(origin: str) -> str:
    """Return the host of an origin, with its port where it has one."""
    return urls.split(origin).netloc


def filled(values: Mapping[str, object]) -> dict[str, str]:
    """Make attributes of values; those that are unset are left out, true and false become words."""
    return {
        f"data-{name}": str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in values.items()
        if value not in ("", None)
    }
