"""What all tests of single rooms share."""

from collections.abc import Iterator
from functools import partial

import pytest
from compiled_templates import CompiledOnce

from curator.site import escape, mail


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let projects share the templates that Jinja compiled: most of what a page costs the first time."""
    pages, mails = (CompiledOnce(str(tmp_path_factory.mktemp(name))) for name in ("pages", "mails"))
    own = escape._Compiled

    def compiled(folder: str) -> escape._Compiled:
        return pages if folder.endswith("/.curator/templates") else own(folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(escape, "_Compiled", compiled)
        patch.setattr(mail, "Environment", partial(mail.Environment, bytecode_cache=mails))
        yield
