"""The site engines that can be chosen: ours, and those of installed packages (`curator.plugins`)."""

from collections.abc import Callable, Mapping

from curator import plugins
from curator.ports import Engine

GROUP: plugins.Group = "curator.engines"


def _mkdocs() -> Engine:
    from curator.site.engine_mkdocs import MkDocs

    return MkDocs()


def _zensical() -> Engine:
    from curator.site.engine_zensical import Zensical

    return Zensical()


_OWN: Mapping[str, Callable[[], Engine]] = {"mkdocs": _mkdocs, "zensical": _zensical}


def names() -> list[str]:
    """Name the engines, the default first."""
    return plugins.names(GROUP, _OWN)


def engine(name: str) -> Engine:
    """Return an engine; ConfigError for one that nobody has or whose package cannot be imported."""
    return plugins.load(GROUP, name, _OWN)()
