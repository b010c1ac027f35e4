"""Offers: whether pages that offer, list or announce are told from those that one can learn from.

pages.json of DIR/web says of each page what kind it is: a service, product, collection or listing offers. Of
those that count there as articles we read the titles of one half (an even hash of the id) and named in
offers_judged.json those that list or announce, too; the rules were written on that half. The other half was
looked at by nobody: there only pages.json tells, so what is marked among its articles may be rightly so.
Pages that sell are left out of both, and so are those that `extract` refuses.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from benchmarks.quality_extraction import read_page
from benchmarks.table import Row
from curator.errors import ExtractError
from curator.extract import extract
from curator.model import Document
from curator.rank.offers import offered
from curator.rank.selling import SELLS

OFFERS = frozenset(["service", "product", "collection", "listing"])
LEFT_OUT = frozenset(["hostile", "forum", "documentation"])
JUDGED = Path(__file__).with_name("offers_judged.json")


def measure(data: Path) -> list[Row]:
    """Measure on DIR/web."""
    judged = set(json.loads(JUDGED.read_text(encoding="utf-8")))
    found: dict[bool, list[tuple[bool, bool]]] = {True: [], False: []}
    for page, told in _told(data / "web"):
        if told != SELLS:
            offers = page["kind"] in OFFERS or page["id"] in judged
            found[_seen(page["id"])].append((offers, bool(told)))
    rows: list[Row] = []
    for seen, pairs in found.items():
        name = "seen half" if seen else "other half"
        marked, wanted = sum(t for _, t in pairs), sum(o for o, _ in pairs)
        right = sum(o and t for o, t in pairs)
        if seen:
            rows.append(_row(f"{name}: marked that offer, of {marked}", right / max(marked, 1), 0.9))
        rows.append(_row(f"{name}: that offer and are marked, of {wanted}", right / max(wanted, 1), None))
        share = (marked - right) / max(len(pairs) - wanted, 1)
        rows.append(_row(f"{name}: articles marked, of {len(pairs) - wanted}", share, 0.03, at_most=True))
    return rows


def _told(web: Path) -> Iterator[tuple[dict[str, str], str]]:
    """Yield each page with what is told of it."""
    for page in json.loads((web / "pages.json").read_text(encoding="utf-8")):
        body = read_page(web, page["url"])
        if page["kind"] in LEFT_OUT or body is None:
            continue
        try:
            article = extract(Document(page["url"], body, "text/html"))
        except ExtractError:
            continue
        yield page, offered(article.title, article.text, article.canonical or page["url"])


def _seen(name: str) -> bool:
    return int(sha256(name.encode()).hexdigest(), 16) % 2 == 0


def _row(measure: str, value: float, target: float | None, *, at_most: bool = False) -> Row:
    return {"measure": measure, "value": value, "target": target, "baseline": {}, "at_most": at_most}
