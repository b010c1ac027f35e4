"""Fuzz extraction: python tests/support/fuzz_extract.py [--minutes 10] [--seed 1] [--corpus DIR ...]

The seed corpus is fixtures/extract/seeds with the pages beside it (and any folders named); inputs are
mutated, mixed and blown up. An input that raises anything but ExtractError, breaks a promise on a field or
takes longer than SLOW seconds of processor time is kept in fixtures/extract/findings, where
test_extract_hostile.py reads it for ever after.
"""

import re

from fuzzing import fuzz
from test_extract_hostile import CASES, FINDINGS, check

TOKENS = re.findall(
    rb"\S+",
    rb"""
    <p> </p> <div> </div> <br> <h1> <h2> <li> <ul> <table> <tr> <td> <a href="/x"> </a> <span class="a"> <article>
    <section> <pre> <code> <blockquote> <q> <sup> <script> </script> <style> <noscript> </noscript> <svg> <math>
    <template> <iframe> <textarea> <select> <option> <form> <button> <details> <summary> <base href="//["> <body>
    <html> <head> <meta name="author" content=" <time datetime="2026-01-01"> <!-- --> <![CDATA[ ]]> <!doctype &
    &#0; &#xD800; &nbsp; &lt;b&gt; itemprop="author" itemtype="https://schema.org/Article" class="byline"
    rel="author" {"@type": "Article", [[[ {"a": </title> <title> by 2026-13-99 PT1H 1/2/3 @ www. a.b.c ://
    (((  ''' "" . ! ? ... \u00e4 xn-- %00 data:text/html, javascript:a() xml:lang="x" lang="ja" \xe3\x81\x82 \xc2\xa0
    """,
)

if __name__ == "__main__":
    fuzz(
        str(__doc__),
        check,
        seeds=[CASES / "seeds", CASES],
        suffixes=(".html",),
        tokens=TOKENS,
        findings=FINDINGS,
    )
