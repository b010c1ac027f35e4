"""What the handlers of the review's server share: answers in JSON, bounded bodies."""

import json
from typing import Any

from aiohttp import web

MAX_BODY = 1_000_000
"""Bytes of a request; an introduction has at most 200,000 characters."""
MAX_FILE = 8_000_000
"""Bytes of a request that carries a file; an OPML of 5,000 feeds is about one million."""


def answer(value: Any, status: int = 200) -> web.Response:
    """Answer in JSON."""
    return web.Response(text=json.dumps(value), status=status, content_type="application/json")
