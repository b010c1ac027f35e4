"""Measure time and memory beside the peers: python -m benchmarks.speed [--data DIR] [--only NAME] [--json].

Each figure and the peer it is compared with come from one run on one machine; what carries over is
the ratio.
"""

import argparse
import importlib
import inspect
import sys
from pathlib import Path

from benchmarks.table import Row, show

PARTS = ("parse", "pull", "extract", "rank", "draft", "site", "loads", "review", "exports")
"""Each part is a module benchmarks/speed_<name>.py with a function `measure`."""


def main() -> None:
    """Measure the parts asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), metavar="DIR")
    parser.add_argument("--only", choices=PARTS, action="append", metavar="NAME", help=", ".join(PARTS))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sections: dict[str, list[Row]] = {}
    for name in options.only or PARTS:
        measure = importlib.import_module(f"benchmarks.speed_{name}").measure
        if "data" in inspect.signature(measure).parameters:
            if not options.data.exists():
                print(f"{name}: left out, {options.data} is missing", file=sys.stderr)
                continue
            sections[name] = measure(options.data)
        else:
            sections[name] = measure()
    show(sections, as_json=options.json)


if __name__ == "__main__":
    main()
