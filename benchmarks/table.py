"""Print measurements as a table for people or one JSON object for machines."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
"""One measurement: `measure`, `value`, `unit`, `target` (None: nothing promised), `baseline` (name → value)
and `notes`, lines that explain it."""


def show(sections: Mapping[str, Sequence[Row]], *, as_json: bool) -> None:
    """Print the sections; a figure that misses its target is marked with an exclamation mark."""
    if as_json:
        print(json.dumps(sections, indent=2, default=str))
        return
    for name, rows in sections.items():
        print(f"\n{name}")
        width = max((len(str(row["measure"])) for row in rows), default=0)
        for row in rows:
            print("  " + _line(row, width))
            for note in row.get("notes") or ():
                print(f"      {note}")


def _line(row: Row, width: int) -> str:
    target = row.get("target")
    goal = "" if target is None else f"   target {_figure(target)}"
    peers = ", ".join(f"{name} {_figure(value)}" for name, value in (row.get("baseline") or {}).items())
    mark = "!" if _missed(row) else " "
    value = f"{_figure(row['value'])} {row.get('unit', '')}".strip()
    return f"{mark} {row['measure']!s:<{width}}  {value:>14}{goal}{'   beside ' + peers if peers else ''}"


def _missed(row: Row) -> bool:
    target, value = row.get("target"), row["value"]
    if target is None or value is None:
        return False
    return bool(value > target if row.get("at_most") else value < target)


def _figure(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) < 2 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
