"""Measure quality on labelled data: python -m benchmarks.quality --data DIR [--only NAME] [--json].

DIR is laid out like the data this project was measured with: web/, needs/, tags/, duplicates/,
questions/, feeds/. A part whose folder is missing is left out and named.
"""

import argparse
import importlib
import sys
from pathlib import Path

from benchmarks.table import Row, show

PARTS = {
    "extraction": "web/truth.json",
    "relevance": "web/needs.json",
    "drafts": "web/needs.json",
    "offers": "web/pages.json",
    "facts": "web/hosts",
    "languages": "/usr/share/doc/debian-handbook/html",
    "headings": "/usr/share/debian-reference",
    "said": "web/needs.json",
    "tags": "tags",
    "learning": "tags",
    "tastes": "tags",
    "duplicates": "duplicates",
    "questions": "questions",
    "feeds": "feeds",
}
"""Name of each part, which is its module benchmarks/quality_<name>.py, and the data it needs, in DIR."""


def main() -> None:
    """Measure the parts asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--only", choices=PARTS, action="append", metavar="NAME", help=", ".join(PARTS))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sections: dict[str, list[Row]] = {}
    for name in options.only or PARTS:
        if not (options.data / PARTS[name]).exists():
            print(f"{name}: left out, {options.data / PARTS[name]} is missing", file=sys.stderr)
            continue
        try:
            sections[name] = importlib.import_module(f"benchmarks.quality_{name}").measure(options.data)
        except FileNotFoundError as error:
            print(f"{name}: left out, {error.filename} is missing", file=sys.stderr)
    show(sections, as_json=options.json)


if __name__ == "__main__":
    main()
