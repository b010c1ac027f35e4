"""Whether words that were taken out of a text stand by themselves: whole, and not out of another's mouth."""

import re

_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("「", "」"), ("『", "』"))
_STRAIGHT = re.compile(r'(?<![\d′’])"')
"""A straight mark of quotation; behind a figure it means inches."""
_OPENS = re.compile(r"(?<![\w’'])['‘](?=\w)(?!(?:em|til|tis|twas|cause|n|\d\ds?)\b)", re.I)
_CLOSES = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")
"""Single marks of quotation, which look like apostrophes."""


def in_pairs(text: str) -> bool:
    """Tell whether a text closes the marks of quotation and brackets that it opens, and no others."""
    if "„" in text:  # German closes with the mark that opens in English, others with “ or ”
        low = text.count("„")
        return low in (text.count("“"), text.count("”")) and text.count("(") == text.count(")")
    pairs = all(text.count(opens) == text.count(closes) for opens, closes in _PAIRS)
    return pairs and len(_STRAIGHT.findall(text)) % 2 == 0 and bool(_closes_single(text))


def within_quotation(before: str) -> bool:
    """Tell whether what follows a text stands inside marks of quotation that it opened.

    `before` is the paragraph up to a sentence: whoever quotes that would quote what somebody else said.
    """
    if "„" in before:
        return before.count("„") > before.count("“") + before.count("”")
    if before.count("“") > before.count("”") or before.count("«") > before.count("»"):
        return True
    return len(_STRAIGHT.findall(before)) % 2 == 1


def _closes_single(text: str) -> bool:
    opened = len(_OPENS.findall(text))
    return not opened or opened <= len(_CLOSES.findall(text))
