"""What the page sends of a form: JSON of any shape, because anybody may send it."""

import json
from collections.abc import Iterable
from typing import Any


def sent(words: str) -> dict[str, Any]:
    """Read the fields that were sent; nothing where it is no JSON, or no object."""
    try:
        found = json.loads(words)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def cleaned(given: dict[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Take fields as texts on one line; one that was not sent is empty."""
    return {name: " ".join(str(given.get(name) or "").split()) for name in names}
