"""Players of well-known hosts for films and recordings: which page has one, and where it lies.

The player stands behind a button with a poster that we draw ourselves, so nobody is asked for anything
before the reader presses it. A page whose address is not exactly of one of these forms gets none.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote

from curator.urls import host, split, web_address


@dataclass(frozen=True, slots=True)
class Player:
    """A player: who runs it, its address, and whether there is a picture to look at."""

    service: str
    address: str
    film: bool = True


YOUTUBE = "https://www.youtube-nocookie.com"
"""Sets no cookie until something is played: https://support.google.com/youtube/answer/171780"""

ORIGINS = frozenset(
    {
        YOUTUBE,
        "https://player.vimeo.com",
        "https://embed.ted.com",
        "https://archive.org",
        "https://open.spotify.com",
        "https://embed.podcasts.apple.com",
        "https://w.soundcloud.com",
    }
)
"""Where players lie: all that a page's policy may allow for frames of this kind."""

_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_YOUTUBE_PATH = re.compile(r"/(?:shorts|live|embed)/([^/]+)/?", re.ASCII)
_VIMEO = re.compile(r"/(\d{3,12})(?:/([0-9a-f]{6,20}))?/?")
_TED = re.compile(r"/talks/([a-z0-9_]{1,150})/?")
_ARCHIVE = re.compile(r"/details/([A-Za-z0-9._-]{1,100})/?")
_SPOTIFY = re.compile(r"(?:/intl-[a-z]{2})?/(episode|show)/([A-Za-z0-9]{22})/?")
_APPLE = re.compile(r"/[a-z]{2}/podcast/(?:[^/]{1,300}/)?id\d{5,15}")
_SOUNDCLOUD = re.compile(r"/[a-z0-9_-]{1,60}/[a-z0-9_-]{1,200}/?")


def player(url: str) -> Player | None:
    """Find the player of a page's film or recording; None where there is none that we know."""
    if not web_address(url):
        return None
    parts, site = split(url), host(url)
    path, query = parts.path, parse_qs(parts.query, max_num_fields=50) if len(parts.query) < 2000 else {}
    if site in ("youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"):
        found = _YOUTUBE_PATH.fullmatch(path)
        return _youtube(found[1] if found else query.get("v", [""])[0] if path == "/watch" else "")
    if site == "youtu.be":
        return _youtube(path.strip("/"))
    if site == "vimeo.com" and (found := _VIMEO.fullmatch(path)):
        private = f"&h={found[2]}" if found[2] else ""
        return Player("Vimeo", f"https://player.vimeo.com/video/{found[1]}?dnt=1{private}")
    if site == "ted.com" and (found := _TED.fullmatch(path)):
        return Player("TED", f"https://embed.ted.com/talks/{found[1]}")
    if site == "archive.org" and (found := _ARCHIVE.fullmatch(path)):
        return Player("Internet Archive", f"https://archive.org/embed/{found[1]}")
    if site == "open.spotify.com" and (found := _SPOTIFY.fullmatch(path)):
        return Player("Spotify", f"https://open.spotify.com/embed/{found[1]}/{found[2]}", film=False)
    if site == "podcasts.apple.com" and _APPLE.fullmatch(path):
        episode = query.get("i", [""])[0]
        which = f"?i={episode}" if re.fullmatch(r"\d{5,20}", episode) else ""
        return Player("Apple Podcasts", f"https://embed.podcasts.apple.com{quote(path)}{which}", film=False)
    if site == "soundcloud.com" and _SOUNDCLOUD.fullmatch(path):
        track = quote(f"https://soundcloud.com{path}", safe="")
        return Player("SoundCloud", f"https://w.soundcloud.com/player/?url={track}", film=False)
    return None


def _youtube(name: str) -> Player | None:
    return Player("YouTube", f"{YOUTUBE}/embed/{name}?rel=0") if _YOUTUBE_ID.fullmatch(name) else None
