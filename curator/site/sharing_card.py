"""The picture that chats and networks show beside a link: title, course and three circles, drawn by us.

1,200 by 630 pixels is what the large ones show whole (https://ogp.me/#structured). Drawing takes
milliseconds, so a picture is named by the words on it, and one of the last run is taken again; a new title
is a new address, which no network's cache knows yet. Pillow comes with the extra `cards`; without it, and for
letters that our fonts do not hold, the site's one general picture stands (assets/card.png).
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from curator.site.escape import clean

if TYPE_CHECKING:
    from PIL import Image, ImageFont

SIZE = (1200, 630)
FOLDER = "cards/"
MOST_LINES = 4
"""Lines of a title; a longer one ends in an ellipsis."""

_PAPER, _INK = (250, 248, 244), (35, 40, 47)
_CIRCLES = (((985, 215), (240, 182, 74)), ((1085, 215), (91, 152, 208)), ((1035, 300), (209, 101, 154)))
"""Centre and colour of each circle; the colours are those of assets/curator.css."""
_RADIUS = 100
_COLOURS, _SHADES = 64, 16
"""Colours of the circles' edges, and shades from paper to ink; a palette keeps the file small."""
_LEFT, _TOP, _WIDTH, _LINE, _FOOT = 80, 84, 790, 92, 520
_VERSION = "2"
"""Raise it with any change of the drawing: pictures of earlier runs are drawn anew."""

_LETTERS = re.compile(
    "[ -~\xa0\xab\xb7\xbb\xc0-\u017f\u0218-\u021b\u1e00-\u1eff\u2013-\u203a\u20ac\u2190-\u2192\u2212]*"
)
"""What the fonts of site_template/assets/fonts hold, as assets/curator.css says."""
_MORE = re.compile("[\u0100-\u0130\u0132-\u0151\u0154-\u017f\u0218-\u021b\u1e00-\u1eff]")
"""What stands in the second file of each font."""


@cache
def available() -> bool:
    """Tell whether pictures can be drawn: the extra `cards` is installed."""
    return find_spec("PIL") is not None


def named(title: str, line: str) -> str:
    """Name the picture of a page, as "cards/3f2a9c01d2.png"; "" where the general one has to do."""
    words = _words(title, line)
    if not available() or not words[0] or not _LETTERS.fullmatch("".join(words)):
        return ""
    return f"{FOLDER}{sha256(repr((_VERSION, words)).encode()).hexdigest()[:16]}.png"


def card(title: str, line: str, fonts: Path, last: Path) -> bytes:
    """Draw a picture that has a name as PNG, or take it from `last`, the file of the run before.

    Raises OSError where a font is not there.
    """
    try:
        found = last.read_bytes()
    except OSError:
        found = b""
    return found if found.endswith(_END) else _Drawing.of(fonts).draw(*_words(title, line))


def _words(title: str, line: str) -> tuple[str, str]:
    """Clean what a picture says; a line that only says the title again is left out."""
    said, below = unicodedata.normalize("NFC", clean(title)), unicodedata.normalize("NFC", clean(line))
    return said, "" if below == said else below


_END = b"IEND\xaeB`\x82"
"""The last bytes of a whole PNG file."""


class _Letters:
    """The letters of one font in one size, each drawn once: a line of words is made of them.

    Our fonts keep every letter's width whatever stands beside it, so a line is as long as its letters.
    """

    def __init__(self, files: Sequence[Path], size: int, shade: list[int]) -> None:
        self._fonts = [_font(file, size) for file in files]
        self._size, self._shade = size, shade
        self._known: dict[str, tuple[int, Image.Image, Image.Image]] = {}

    def letter(self, letter: str) -> "tuple[int, Image.Image, Image.Image]":
        """Return the width, the picture and what of it covers the ground."""
        if letter not in self._known:
            from PIL import Image, ImageDraw

            font = self._fonts[bool(_MORE.match(letter))]
            width = round(font.getlength(letter))
            ink = Image.new("L", (width + 8, round(self._size * 1.35)), 0)
            ImageDraw.Draw(ink).text((4, self._size), letter, font=font, fill=255, anchor="ls")
            self._known[letter] = width, ink.point(self._shade).convert("P"), ink.point(_SOLID)
        return self._known[letter]

    def length(self, words: str) -> int:
        """Return the length of a line in pixels."""
        return sum(self.letter(letter)[0] for letter in words)

    def lines(self, text: str, width: int, most: int) -> list[str]:
        """Break a text into lines that fit; what is too long ends in an ellipsis."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.length(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        if len(lines) > most:
            lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
        return [self._cut(line, width) for line in lines]

    def _cut(self, line: str, width: int) -> str:
        line = line[:200]
        while self.length(line) > width:
            line = line[: -2 if line.endswith("…") else -1].rstrip() + "…"
        return line


class _Drawing:
    """The circles and the letters, made ready once a run."""

    def __init__(self, fonts: Path) -> None:
        self._ground, first = _ground()
        shade = [first + level * (_SHADES - 1) // 255 for level in range(256)]
        self._head = _Letters([fonts / name for name in ("head.woff2", "head-ext.woff2")], 74, shade)
        self._text = _Letters([fonts / name for name in ("text.woff2", "text-ext.woff2")], 34, shade)

    @staticmethod
    @cache
    def of(fonts: Path) -> "_Drawing":
        """Return the drawing of these fonts."""
        return _Drawing(fonts)

    def draw(self, title: str, line: str) -> bytes:
        """Draw the picture of a page. Packed quickly: two fifths more bytes in half of the time."""
        picture = self._ground.copy()
        for number, words in enumerate(self._head.lines(title, _WIDTH, MOST_LINES)):
            _write(picture, words, self._head, _TOP + number * _LINE)
        for words in self._text.lines(line, SIZE[0] - 2 * _LEFT, 1):
            _write(picture, words, self._text, _FOOT)
        file = BytesIO()
        picture.save(file, "PNG", compress_level=1)
        return file.getvalue()


def _write(picture: "Image.Image", words: str, letters: _Letters, top: int) -> None:
    left = _LEFT
    for each in words:
        width, shape, covers = letters.letter(each)
        picture.paste(shape, (left - 4, top), covers)
        left += width


_SOLID = [255 if level >= 255 // (_SHADES - 1) else 0 for level in range(256)]


def _font(path: Path, size: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(BytesIO(path.read_bytes()), size, layout_engine=ImageFont.Layout.BASIC)


def _ground() -> tuple["Image.Image", int]:
    """Draw paper and circles in a palette; return the picture and the place of its first shade."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", SIZE, _PAPER)
    edge = _RADIUS + 4
    ink = Image.new("L", (edge * 4, edge * 4), 0)  # twice as large, for smooth edges
    ImageDraw.Draw(ink).ellipse((8, 8, _RADIUS * 4 + 8, _RADIUS * 4 + 8), fill=217)
    ink = ink.resize((edge * 2, edge * 2), Image.Resampling.LANCZOS)
    for (x, y), colour in _CIRCLES:
        picture.paste(colour, (x - edge, y - edge), ink)
    found = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    palette = (found.getpalette() or [])[: _COLOURS * 3]
    palette += [0] * (_COLOURS * 3 - len(palette))
    steps = range(_SHADES)
    shades = [
        round(p + (i - p) * s / (_SHADES - 1)) for s in steps for p, i in zip(_PAPER, _INK, strict=True)
    ]
    found.putpalette(palette + shades)
    return found, _COLOURS
