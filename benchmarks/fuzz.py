"""Fuzz every door where foreign bytes come in: python -m benchmarks.fuzz [--minutes 10] [--door NAME ...].

each door in turn, for its share of the time:
    damage, mix and blow up small inputs of its kind, or pump a few of its own tokens up to 400 kB
    open the door in a limited child process: it ends in a record or in one of our own errors,
    within its seconds of processor time, and what comes out is not much larger than what went in

Feeds and pages are read in such a child by the product too, so being stopped there is counted and no finding;
whatever is read in the program's own process has to be quick by itself. Exit code 1 when anything was found;
`--keep DIR` keeps the inputs.
"""

import argparse
import hashlib
import importlib
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz_doors import DOORS, Door, open_door
from curator.errors import WorkerError
from curator.execution.workers import Workers

SLOW = 2.0
"""Seconds of processor time that one input may take in the program's own process."""
CHILD = 10.0
"""Seconds after which a child is stopped, as in the product."""
LONGEST = 400_000
"""Bytes of an input."""
GROWTH = 40
"""What comes out may hold so many times the bytes that went in, and a megabyte."""
BROKEN = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0", b"\xed\xa0\x80", b"\xc2\x9b", b"\xe2\x80\xae")


def pumped(door: Door, random_: random.Random) -> bytes:
    """Repeat one to three tokens up to a random length, plain or nested, inside a seed or alone."""
    size = random_.choice((2_000, 20_000, 100_000, LONGEST))
    pieces = [random_.choice((*door.tokens, *BROKEN)) for _ in range(random_.randint(1, 3))]
    each = b"".join(pieces)
    if random_.random() < 0.4:
        body = b"".join(piece * max(1, size // len(pieces) // len(piece)) for piece in pieces)
    else:
        body = each * max(1, size // len(each))
    if random_.random() < 0.3:  # no two pieces alike, so that nothing is remembered
        body = b"".join(each + str(n).encode() for n in range(min(20_000, size // (len(each) + 4))))
    seed = random_.choice((b"", *door.seeds))
    cut = random_.randint(0, len(seed))
    return (seed[:cut] + body + seed[cut:])[:LONGEST]


def inputs(door: Door, random_: random.Random) -> Iterator[bytes]:
    """Yield inputs without end."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
    mutated = importlib.import_module("fuzzing").mutated  # shared with the fuzzers of the tests
    while True:
        damaged = random_.random() < 0.5
        yield mutated(door.seeds, (*door.tokens, *BROKEN), random_) if damaged else pumped(door, random_)


@dataclass
class Tally:
    """What came of one door."""

    done: int = 0
    slowest: float = 0.0
    stopped: int = 0
    found: int = 0


def fuzz(name: str, seconds: float, seed: int, keep: Path | None) -> Tally:
    """Fuzz one door for some seconds, print each finding, and tell what came of it."""
    door, tally = DOORS[name], Tally()
    until = time.monotonic() + seconds
    bodies = ((name, body) for body in inputs(door, random.Random(seed)))  # noqa: S311 - no secret
    with Workers(cpu_seconds=CHILD, wall_seconds=60, preload=("benchmarks.fuzz_doors",)) as workers:
        for result in workers.map(open_door, _until(bodies, until)):
            spent, out, cause = result.value or (0.0, 0, "")
            body = result.item[1]
            if result.error is not None:
                stopped = (
                    door.limited and type(result.error) is WorkerError and "crashed" not in str(result.error)
                )
                tally.stopped += stopped
                cause = "" if stopped else str(result.error)
            elif not cause and spent > SLOW and not door.limited:
                cause = f"{spent:.1f} s"
            elif not cause and out > GROWTH * len(body) + 1_000_000:
                cause = f"{out} bytes came out"
            tally.done += 1
            tally.slowest = max(tally.slowest, spent)
            if cause:
                tally.found += 1
                mark = hashlib.sha256(body).hexdigest()[:12]
                print(f"  {name} {mark}: {cause} ({len(body)} bytes in: {body[:60]!r}...)", flush=True)
                if keep:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{name}-{mark}.bin").write_bytes(body)
    return tally


def _until(items: Iterator[tuple[str, bytes]], end: float) -> Iterator[tuple[str, bytes]]:
    for item in items:
        if time.monotonic() > end:
            return
        yield item


def main() -> int:
    """Fuzz the doors, print a table, return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10, help="for all doors together")
    parser.add_argument(
        "--door", choices=list(DOORS), action="append", help="this door only (may stand again)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep the inputs of findings in this folder")
    options = parser.parse_args()
    names = options.door or list(DOORS)
    found = 0
    print(f"{'door':<10} {'inputs':>8} {'slowest':>9} {'stopped':>8} {'findings':>9}")
    for name in names:
        tally = fuzz(name, options.minutes * 60 / len(names), options.seed, options.keep)
        found += tally.found
        print(
            f"{name:<10} {tally.done:>8} {tally.slowest:>7.2f} s {tally.stopped:>8} {tally.found:>9}",
            flush=True,
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
