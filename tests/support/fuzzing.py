"""Damage inputs and keep what they break: shared by fuzz_parse.py and fuzz_extract.py."""

import argparse
import hashlib
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

SLOW = 4.0
"""Seconds of processor time that one input may take; children are killed at ten."""
LONGEST = 400_000
BROKEN = (b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\xed\xa0\x80")


def mutated(corpus: Sequence[bytes], tokens: Sequence[bytes], random_: random.Random) -> bytes:
    """Damage one input of the corpus in one to six ways: cut, mix, repeat, reverse, blow up."""
    body = bytearray(random_.choice(corpus))
    for _ in range(random_.randint(1, 6)):
        start = random_.randint(0, len(body))
        end = min(len(body), start + random_.choice((1, 4, 30, 300, 5000)))
        match random_.randint(0, 7):
            case 0:
                del body[start:end]
            case 1:
                body[start:start] = random_.choice(tokens)
            case 2:
                body[start:start] = body[start:end] * random_.choice((1, 2, 50, 2000))
            case 3:
                other = random_.choice(corpus)
                cut = random_.randint(0, len(other))
                body[start:end] = other[cut : cut + random_.choice((20, 400, 5000))]
            case 4:
                for place in range(start, end):
                    body[place] = random_.randint(0, 255)
            case 5:
                body[start:start] = random_.choice(tokens) * random_.choice((10, 1000, 20_000))
            case 6:
                del body[end:]
            case _:
                body[start:end] = bytes(reversed(body[start:end]))
        del body[LONGEST:]
    return bytes(body)


def _inputs(
    folders: Sequence[Path], suffixes: Sequence[str], tokens: Sequence[bytes], random_: random.Random
) -> Iterator[bytes]:
    files = [f for folder in folders for f in sorted(folder.rglob("*")) if f.suffix in suffixes]
    corpus = [f.read_bytes()[:LONGEST] for f in files if f.is_file() and ".expected" not in f.name]
    while True:
        yield mutated(corpus, tokens, random_)


def fuzz(
    about: str,
    check: Callable[[bytes], None],
    *,
    seeds: Sequence[Path],
    suffixes: Sequence[str],
    tokens: Sequence[bytes],
    findings: Path,
) -> None:
    """Fuzz `check` for some minutes and keep in `findings` what it raises on, or takes long over."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, action="append", default=[])
    options = parser.parse_args()
    until = time.monotonic() + options.minutes * 60
    done = found = 0
    slowest = 0.0
    folders = [*seeds, *options.corpus]
    for body in _inputs(folders, suffixes, [*tokens, *BROKEN], random.Random(options.seed)):
        started = time.process_time()
        cause = ""
        try:
            check(body)
        except Exception as error:
            cause = f"{type(error).__name__}: {error}"[:300]
        spent = time.process_time() - started
        slowest = max(slowest, spent)
        done += 1
        if cause or spent > SLOW:
            found += 1
            findings.mkdir(exist_ok=True)
            file = findings / f"{hashlib.sha256(body).hexdigest()[:12]}.bin"
            file.write_bytes(body)
            print(f"{file.name}: {cause or f'{spent:.1f} s'} ({len(body)} bytes)", flush=True)
        if time.monotonic() > until:
            break
    print(f"{done} inputs, {found} findings, the slowest took {slowest:.2f} s")
