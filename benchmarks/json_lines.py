"""Read files of JSON lines."""

import json
from pathlib import Path
from typing import Any


def json_lines(path: Path) -> list[Any]:
    """Return the values of a file with one JSON text a line.

    Only a line feed ends a line (https://jsonlines.org): `str.splitlines` also cuts at U+2028 and its kin,
    which JSON strings may hold as they are.
    """
    with path.open(encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file if line.strip()]
