"""Fuzz the feed parser: python tests/fuzz_parse.py [--minutes 10] [--seed 1] [--corpus DIR ...]

The seed corpus is fixtures/parse (and any folders named); inputs are mutated, mixed and blown up. An input
that raises anything but ParseError, breaks a promise on a field or takes longer than SLOW seconds of
processor time is kept in fixtures/parse/findings, where test_parse_fuzz.py reads it for ever after.
"""

import argparse
import hashlib
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

from test_parse_fuzz import FINDINGS, FIXTURES, check

SLOW = 4.0
LONGEST = 400_000
TOKENS = [b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\xed\xa0\x80"]
TOKENS += re.findall(
    rb"\S+",
    rb"""
    <rss> </rss> <channel> <item> </item> <entry> <feed> <![CDATA[ ]]> <!-- --> <!DOCTYPE <!ENTITY ]> & &amp;
    &#0; &#xD800; &nbsp; <title> </title> <title type='xhtml'> <link> <link href='//x'/> <guid> <pubDate>
    <author> <name> <category domain='kind'> <content:encoded> <media:group> <div> </div> <script>
    encoding='x' 1e999
    xmlns='http://www.w3.org/2005/Atom' xmlns:dc='http://purl.org/dc/elements/1.1/' <?xml encoding='utf-16'?>
    xml:base='http://[::1' {"items":[ ]} null mode='base64' type='application/x' 9999
    """,
)


def mutated(corpus: list[bytes], random_: random.Random) -> bytes:
    """Damage one input of the corpus in one to six ways."""
    body = bytearray(random_.choice(corpus))
    for _ in range(random_.randint(1, 6)):
        start = random_.randint(0, len(body))
        end = min(len(body), start + random_.choice((1, 4, 30, 300, 5000)))
        match random_.randint(0, 7):
            case 0:
                del body[start:end]
            case 1:
                body[start:start] = random_.choice(TOKENS)
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
                body[start:start] = random_.choice(TOKENS) * random_.choice((10, 1000, 20_000))
            case 6:
                del body[end:]
            case _:
                body[start:end] = bytes(reversed(body[start:end]))
        del body[LONGEST:]
    return bytes(body)


def inputs(folders: list[Path], random_: random.Random) -> Iterator[bytes]:
    """Yield damaged inputs for ever."""
    files = [f for folder in folders for f in sorted(folder.rglob("*")) if f.suffix in (".xml", ".json", "")]
    corpus = [f.read_bytes()[:LONGEST] for f in files if f.is_file() and ".expected" not in f.name]
    while True:
        yield mutated(corpus, random_)


def main() -> None:
    """Fuzz for some minutes and keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, action="append", default=[])
    options = parser.parse_args()
    seeded = random.Random(options.seed)
    until = time.monotonic() + options.minutes * 60
    done = found = 0
    slowest = 0.0
    for body in inputs([FIXTURES, *options.corpus], seeded):
        started = time.process_time()
        cause = ""
        try:
            check(body)
        except Exception as error:
            cause = f"{type(error).__name__}: {error}"
        spent = time.process_time() - started
        slowest = max(slowest, spent)
        done += 1
        if cause or spent > SLOW:
            found += 1
            FINDINGS.mkdir(exist_ok=True)
            file = FINDINGS / f"{hashlib.sha256(body).hexdigest()[:12]}.bin"
            file.write_bytes(body)
            print(f"{file.name}: {cause or f'{spent:.1f} s'} ({len(body)} bytes)", flush=True)
        if time.monotonic() > until:
            break
    print(f"{done} inputs, {found} findings, the slowest took {slowest:.2f} s")


if __name__ == "__main__":
    main()
