"""Which blocks of a page are its article, whatever was voted for."""

from curator.extract.align import align, tokens
from curator.extract.blocks import blocks_of
from curator.extract.select import choose
from curator.extract.tree import parse_html

TEASERS = (
    "A second path was laid when the first had been worn to mud, and the two have names that no map shows.",
    "Children who come with their school are shown the posts, and guess which week of spring was the wettest.",
)
TEXT = (
    "Every Monday the gardeners of the north beds walk the rows together before anybody picks up a tool.",
    "Nobody explains anything there. Whoever planted the row says what she did, and the others what they see.",
    "The rows by the river are walked last, because nobody wants to start the day with wet boots.",
    "Whoever walks there tests how deep the water stands, and writes the depth on the post at the end.",
    "In a dry summer the river rows feed the others, which is why everybody carries cans along that path.",
)


def chosen(page: str, vote: str) -> list[str]:
    blocks = blocks_of(parse_html(page))
    shown = [tokens(block.text) for block in blocks]
    kept = choose(blocks, shown, align(shown, tokens(vote)), "")
    return [block.text for block, keep in zip(blocks, kept, strict=True) if keep]


def page_of(text: tuple[str, ...], teasers: tuple[str, ...]) -> str:
    boxes = ("".join(f"<p>{line}</p>" for line in lines) for lines in (teasers, text))
    return "<body><div class=first>{}</div><div class=second><h1>Rows</h1>{}</div></body>".format(*boxes)


def test_a_vote_for_a_small_box_beside_a_short_text_is_mistrusted():
    assert chosen(page_of(TEXT, TEASERS[:1]), TEASERS[0]) == list(TEXT)


def test_a_vote_for_half_of_a_few_sentences_stands():
    assert chosen(page_of(TEXT[:2], TEASERS), " ".join(TEASERS)) == list(TEASERS)
