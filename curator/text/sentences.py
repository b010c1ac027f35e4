"""Sentences of running text, in languages that write with spaces and full stops."""

import re
from collections.abc import Iterator

_END = re.compile(r"(?<=[.!?…])[\"'”’»“)\]]*\s+(?=[\"'“‘„«¿¡(\[]?[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω0-9])|(?<=[。！？])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|jr|sr|vs|no|nos|nr|fig|cf|al|inc|ltd|co|corp|approx|dept|est|vol|pp|ed|eds"
    r"|bzw|usw|ca|bspw|inkl|evtl|ggf|sra|dra|ud|uds|etc|mme|env|ex)"
    r"|\b(?:e\.g|i\.e|u\.s|u\.k|a\.m|p\.m|ph\.d|z\.\s?b|d\.\s?h|u\.\s?a|o\.\s?ä|p\.\s?ej|p\.\s?ex)|\b[a-z])\.$",
    re.IGNORECASE,
)
_BEFORE = 14
"""Characters before an end that an abbreviation is looked for in."""


def sentences_of(paragraph: str) -> Iterator[str]:
    """Split a paragraph into its sentences; an abbreviation or an initial ends none."""
    start = 0
    for match in _END.finditer(paragraph):
        sentence = paragraph[start : match.end()].strip()
        before = paragraph[max(start, match.start() - _BEFORE) : match.start()]
        if not sentence or _ABBREVIATION.search(before):
            continue
        yield sentence
        start = match.end()
    if paragraph[start:].strip():
        yield paragraph[start:].strip()
