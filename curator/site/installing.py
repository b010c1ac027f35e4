"""A site as an app: the manifest that phones install it by, and the offline reader.

Installing: https://www.w3.org/TR/appmanifest/. With a form for suggestions the installed site is a place to
share with: https://w3c.github.io/web-share-target/. The offline reader is a service worker
(https://www.w3.org/TR/service-workers/) that `extra.offline` switches on. It lies at the root of every site,
because one that was switched off has to unregister itself in the browsers that have it.
"""

import json
from typing import Any

from curator.site.escape import clean
from curator.site.translations import Words

MANIFEST = "app.webmanifest"
READER = "offline.js"


def manifest(title: str, t: Words, share_to: str = "") -> bytes:
    """Write the web app manifest; `share_to` is the page that phones share to, "" for none."""
    name = clean(title)
    found: dict[str, Any] = {
        "name": name,
        "short_name": name[:30],
        "lang": t.language,
        "dir": t.direction,
        "id": "./",
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#faf8f4",
        "theme_color": "#faf8f4",
        "icons": [
            {"src": "assets/favicon.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": "assets/icon-512.png", "sizes": "512x512", "type": "image/png", "purpose": "any"},
            {"src": "assets/icon-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }
    if share_to:
        found["share_target"] = {
            "action": share_to,
            "method": "GET",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        }
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"


def reader(script: bytes, t: Words, *, on: bool) -> bytes:
    """Write the offline reader: site_template/offline.js behind the words that it says."""
    words = {
        "on": on,
        "language": t.language,
        "direction": t.direction,
        "title": t.say("You are offline"),
        "read": t.say("These pages you have opened before:"),
    }
    return b"const words = " + json.dumps(words, ensure_ascii=True).encode() + b";\n" + script
