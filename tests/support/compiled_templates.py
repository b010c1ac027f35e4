"""Page templates compiled once for many tests: a project keeps its own, and compiling costs more than drawing."""

from pathlib import Path

from curator.site.escape import _Compiled


class CompiledOnce(_Compiled):
    """Know a template by its name and source, wherever the project lies that it was found in."""

    def get_cache_key(self, name: str, filename: str | Path | None = None) -> str:
        return super().get_cache_key(name)
