"""A post's own sentences: without what it quotes from others, without code, with its links taken out."""

import re

from curator.urls import web_address

_LINK = re.compile(r"(?<![\w@./])(?:https?://|www\.)[^\s<>\"'`«»“”|\\^{}]{1,2000}", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?…？！])[\"'”’»)\]]*\s+|\n+")
_QUOTED = re.compile(r"“[^“”\n]{0,400}”|\"[^\"\n]{0,400}\"|«[^«»\n]{0,400}»|„[^„“”\n]{0,400}[“”]")
_CODE = re.compile(r"^```.*?(?:^```|\Z)", re.MULTILINE | re.DOTALL)
LINK_SIGN = "⟨⟩"
"""What stands for an address in a sentence."""
LONGEST = 1_000
"""Characters of one sentence; what is longer is no sentence and is cut."""
ENDS = ".,;:!?…\"'”’»*_~"
"""What does not belong to a link at whose end it stands."""


def own_words(text: str) -> str:
    """Leave out lines that quote another post, and blocks of code."""
    plain = _CODE.sub("", text) if "```" in text else text
    return "\n".join(line for line in plain.splitlines() if not line.lstrip().startswith(">"))


def links(text: str) -> tuple[str, ...]:
    """Find the web addresses in a post's own words, each once, as typed; brackets around them fall away."""
    found: dict[str, None] = {}
    for match in _LINK.finditer(own_words(text)):
        url = match[0].rpartition("](")[2]  # Markdown whose words are an address themselves
        while url and (url[-1] in ENDS or _unopened(url)):
            url = url[:-1]
        address = web_address(url if "://" in url else f"https://{url}")
        if address:
            found[address] = None
    return tuple(found)


_OPEN = {")": "(", "]": "["}


def _unopened(url: str) -> bool:
    """Tell whether the last sign is a bracket that was opened before the address began."""
    return url[-1] in _OPEN and url.count(url[-1]) > url.count(_OPEN[url[-1]])


def sentences(text: str) -> tuple[str, ...]:
    """Cut a post's own words into sentences; an address becomes a sign: its marks end no sentence."""
    plain = _LINK.sub(f" {LINK_SIGN} ", own_words(text))
    parts = (" ".join(part.split())[:LONGEST] for part in _END.split(plain))
    return tuple(part.strip() for part in parts if part.strip(" *_-#⟨⟩"))


def without_quotations(sentence: str) -> str:
    """Leave out what stands between quotation marks: somebody else's words, or words spoken of."""
    return _QUOTED.sub(" ", sentence)
