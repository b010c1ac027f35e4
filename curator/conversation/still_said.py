"""Whether a quoted post still exists and still says what a highlight quotes."""

import re

from curator.model import Thread

_GAP = re.compile(r"\s*(?:\[?\(?(?:…|\.\.\.)\)?\]?)\s*")
_SIGNS = re.compile(r"[\W_]+")


def stands(quote: str, url: str, thread: Thread | None) -> bool | None:
    """Tell whether a quotation can still be found in its thread; None where nobody can know.

    It is found where all its parts (between dots of omission) stand in one post, or where a post has its very
    address. A thread that was not read, or not wholly, proves nothing gone.
    """
    parts = [_plain(part) for part in _GAP.split(quote) if _plain(part).strip()]
    for post in thread.comments if thread else ():
        text = _plain(post.text)
        if (parts and all(part in text for part in parts)) or (url and post.url == url and "#" not in url):
            return True
    return False if thread is not None and thread.complete and not thread.problem else None


def _plain(text: str) -> str:
    return f" {_SIGNS.sub(' ', text.casefold()).strip()} "
