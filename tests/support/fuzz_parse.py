"""Fuzz the feed parser: python tests/support/fuzz_parse.py [--minutes 10] [--seed 1] [--corpus DIR ...]

The seed corpus is fixtures/parse (and any folders named); inputs are mutated, mixed and blown up. An input
that raises anything but ParseError, breaks a promise on a field or takes longer than SLOW seconds of
processor time is kept in fixtures/parse/findings, where test_parse_fuzz.py reads it for ever after.
"""

import re

from fuzzing import fuzz
from test_parse_fuzz import FINDINGS, FIXTURES, check

TOKENS = re.findall(
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

if __name__ == "__main__":
    fuzz(
        str(__doc__),
        check,
        seeds=[FIXTURES],
        suffixes=(".xml", ".json", ""),
        tokens=TOKENS,
        findings=FINDINGS,
    )
