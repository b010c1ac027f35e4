"""Show the branch coverage of each room, from `coverage json`; exit 1 where one is below what is asked for.

python tests/support/rooms.py coverage.json
"""

import json
import sys
from collections import defaultdict
from pathlib import Path, PurePosixPath

LEAST = 85
"""Percent of lines and branches that a room's tests go through."""


def rooms(report: dict) -> dict[str, float]:
    """Map each room (a folder or a module of the package) to its coverage in percent, branches included."""
    done, all_of_it = defaultdict(int), defaultdict(int)
    for name, file in report["files"].items():
        room = PurePosixPath(name.replace("\\", "/")).parts[1].removesuffix(".py")
        found = file["summary"]
        done[room] += found["covered_lines"] + found["covered_branches"]
        all_of_it[room] += found["num_statements"] + found["num_branches"]
    return {room: 100 * done[room] / all_of_it[room] if all_of_it[room] else 100.0 for room in sorted(done)}


def main(file: str) -> int:
    """Print the table."""
    found = rooms(json.loads(Path(file).read_text("utf-8")))
    for room, percent in found.items():
        print(f"{room:14} {percent:5.1f} %{'' if percent >= LEAST else f'  below {LEAST} %'}")
    return int(any(percent < LEAST for percent in found.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
