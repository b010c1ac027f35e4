"""Pages that sell: product round-ups, price comparisons, lists of the best to buy.

They share all the words of a need and answer none, so they lose points unless the need asks what to buy. Two
signs count: a title that promises a round-up, and the words that the law asks of those who earn by their
links. The rules are of English, German, Spanish and French.
"""

import re
from collections.abc import Sequence

from curator.rank.tokens import words

SELLS = "compares what is for sale"
"""What is told of such a page."""

READ = 4000
"""Characters of a text that are looked at: who sells says so early."""

_GOODS = (
    r"apps?|brands?|companies|courses?|deals?|devices?|gadgets?|gifts?|hosts?|laptops?|models?|options?|picks?"
    r"|platforms?|plugins?|products?|providers?|services?|sites?|softwares?|systems?|templates?|tools?|vendors?"
)

_TITLE = re.compile(
    rf"""\b(?:
        (?:\d+|the|our|top)\s+(?:\d+\s+)?(?:best|cheapest|top)\b.{{0,60}}?\b(?:{_GOODS}|20\d\d|to\s+buy)\b
      | best\b.{{0,60}}?\b(?:(?:of|for|in)\s+20\d\d|to\s+buy|deals?|for\s+the\s+money)\b
      | (?:best|top|\d+)\b.{{0,40}}?\balternatives
      | top\s+\d+\b.{{0,60}}?\b(?:{_GOODS})\b
      | (?:price|prices|pricing)\s+(?:comparison|guide|list)s? | (?:buyer'?s|buying)\s+guide
      | (?:coupon|promo)\s+codes? | black\s+friday | cyber\s+monday | (?:product|software)\s+reviews?
      | compared\s*:\s*(?:prices?|pricing|features)
      | die\s+(?:\d+\s+)?besten\b.{{0,60}}?\b(?:20\d\d|kaufen|anbieter|produkte|geräte)
      | kaufberatung | preisvergleich
      | l(?:os|as)\s+(?:\d+\s+)?mejores\b.{{0,60}}?\b(?:20\d\d|comprar)
      | guía\s+de\s+compra | comparativa\s+de\s+precios
      | les\s+(?:\d+\s+)?meilleur(?:e?s)\b.{{0,60}}?\b20\d\d | guide\s+d['’]achat | comparatif\s+de\s+prix
    )\b""",
    re.VERBOSE,
)

EARNS = (
    "affiliate link",
    "affiliate commission",
    "earn a commission",
    "earn an affiliate",
    "earn a small commission",
    "add to cart",
    "add to basket",
    "check price",
    "check the latest price",
    "promo code",
    "affiliate-link",
    "in den warenkorb",
    "enlace de afiliad",
    "enlaces de afiliad",
    "añadir al carrito",
    "liens affili",
    "lien affili",
    "ajouter au panier",
)
"""What pages say that earn by their links, in lower case."""

ROOTS = ("ffili", "filiad", "commission", "add to ", "check ", "promo code", "warenkorb", "carrito", "panier")
"""Pieces of which each of them holds one: looked for first, they halve the time over texts that hold none."""

_PRODUCT_WORDS = """
buy buying choose compare comparing comparison deals price prices pricing procure procurement product
products purchase select selecting shop software tool tools vendor vendors kaufen auswählen vergleichen preise
werkzeuge comprar elegir comparar precios herramientas acheter choisir comparer prix outils
"""
_ASKS = frozenset(_PRODUCT_WORDS.split())
"""Words of a need that asks what there is to buy."""


def asks_for_products(need: str, keywords: Sequence[str] = ()) -> bool:
    """Tell whether a need, or its keywords, wants to know what there is to choose from."""
    return not _ASKS.isdisjoint(words(" ".join((need, *keywords))))


def sells(title: str, text: str) -> bool:
    """Tell whether a page is made to sell: by its title, or by what its text says."""
    if _TITLE.search(title[:300].lower()):
        return True
    begins = text[:READ].lower()
    return any(root in begins for root in ROOTS) and any(said in begins for said in EARNS)
