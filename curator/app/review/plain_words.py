"""What a terminal says with commands, files and keys, said for whoever has only the page before them."""

import re
from collections.abc import Mapping

from curator.app.status import Need

_SAID = (
    (r"`curate review`, Settings, shows", "Settings shows"),
    (r"`curate feeds add SITE` brings", "“Feeds and tags” brings"),
    (r": `curate feeds add example\.org`", ": “Feeds and tags” takes the address of a site"),
    (r"`curate review` takes", "the page of the week takes"),
    (
        r"feeds failed, more than hold\.failed_feeds allows \((\d+%)\); see `curate feeds list`, or raise "
        r"hold\.failed_feeds in course\.yml",
        r"feeds could not be read; where more than \1 fail, nothing is drafted or put on the site (whoever "
        "keeps the files can allow more: hold.failed_feeds in course.yml)",
    ),
    (
        r", more than hold\.shrink allows \((\d+%)\); if that is meant, raise hold\.shrink in course\.yml "
        "for one build",
        r"; losing more than \1 may be a mistake (if it is meant, whoever keeps the files allows it for one "
        "build: hold.shrink in course.yml)",
    ),
    (r"the last good site stands", "the site stays as it was"),
    (r": `curate feeds list` says what to do about each", "; what stays so is listed here"),
    (r" \(410\): `curate feeds remove .*`$", ""),
    (r"; try `curate feeds check .*`, or remove it$", ""),
    (r": `curate feeds accept-moves`$", ""),
    (
        r"^mend (\S+), then `curate translate .*`$",
        r"Bring \1 up to date in any text editor, then say so here.",
    ),
)
"""Forms of what is said, and what this page says instead: its own buttons stand beside it."""

_FEEDS = {
    "broken": "could not be read for some time",
    "gone": "is not there any more",
    "moved": "has another address now",
}
"""States of a feed, as a sentence."""

FEED = "a site’s feed is its list of new pages"
"""How a feed is explained where one is first named."""


def plain(words: str) -> str:
    """Say something in the words of this page."""
    for said, shown in _SAID:
        words = re.sub(said, shown, words)
    return words


def in_words(need: Need, titles: Mapping[str, str], *, first: bool = False) -> str:
    """Say what a need is, without files and commands; the `first` of a feed says what a feed is."""
    words = plain(need.words)
    if need.kind == "held":
        slug, colon, rest = words.partition(": ")
        return f"{titles[slug]}{colon}{rest}" if slug in titles else words
    if need.kind == "feed":
        found = re.fullmatch(r"feed (.*): (broken|gone|moved)", words)
        told = f"the feed of {found[1]} {_FEEDS[found[2]]}" if found else words
        return f"{told} ({FEED})" if first else told
    if need.kind == "finding" and need.week and not need.reasons:
        return words.replace(f"{need.item}, ", f"week {need.week}, ", 1)
    return words
