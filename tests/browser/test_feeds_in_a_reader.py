"""Texts of our feeds in a reader that shows them as HTML and protects nothing: no script runs."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

from hostile import executed
from lxml import etree

from curator.site.feeds_out import SiteFeed, SiteFeedEntry, feeds

OWN = Path(__file__).parents[1] / "fixtures" / "xss" / "vectors.txt"


def shown_as_html(text):
    """Yield what an RSS reader takes for HTML, and what JSON and Atom say is HTML."""
    entry = SiteFeedEntry("c", "week-01", text, "week-01.html", "<p>Safe.</p>", text, date(2026, 11, 9))
    channel = SiteFeed("c", text, text, "https://yard.example/c/", "en", "Ada", date(2026, 11, 9), (entry,))
    files = feeds(channel)
    root = etree.parse(BytesIO(files["rss.xml"])).getroot()
    for name in ("channel/title", "channel/description", "channel/item/title", "channel/item/description"):
        yield root.findtext(name)
    yield json.loads(files["feed.json"])["items"][0]["content_html"]


def test_no_text_of_a_feed_runs_a_script_where_readers_show_it_as_html(page, trapped):
    texts = [line for line in OWN.read_text("utf-8").splitlines() if line]
    written = [shown for text in texts for shown in shown_as_html(text)]
    assert executed(page, [text.replace("'", "&#39;") for text in written], 1)() == 0
    assert executed(page, texts, 1)() > 0, "the trap does not work"
