"""What the review's pages are made of: their own files, and the colours and fonts of the sites."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from curator.site.templates import packaged

STATIC = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
LOOK = {
    "favicon.svg": "image/svg+xml",
    **{f"fonts/{name}.woff2": "font/woff2" for name in ("head", "head-ext", "text", "text-ext")},
}
"""What the page shares with the sites: served from the scaffold, and done without where it is missing."""


def routes(app: web.Application, *places: str) -> None:
    """Serve the files below each of these places."""
    for place in places:
        app.router.add_get(f"{place}/look/palette.css", _palette)
        app.router.add_get(f"{place}/look/{{name:.+}}", _shared)
        app.router.add_get(f"{place}/{{name:[a-z_]+[.](?:js|css)}}", _file)


def page(name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Make a handler that answers with a page."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return _static(name)

    return answer


def week(course: str, number: int, *, there: bool) -> web.Response:
    """Answer with a week's page; where it is not `there`, with words on that and the way to all courses."""
    if there:
        return _static("index.html")
    return web.Response(status=404, text=GONE.format(course=course, week=number), content_type="text/html")


GONE = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>curate review</title>'
    '<link rel="stylesheet" href="../../../home.css"><main><h1>This week is gone</h1>'
    "<p>There is no week {week} in courses/{course}: the course’s folder has another name now, or the week "
    'was removed.</p><p><a class="button" href="../../../">All courses</a></p></main></html>'
)


def _static(name: str) -> web.Response:
    """Answer with one of the pages' own files; `name` holds no slash."""
    path = STATIC / name
    if not path.is_file():
        raise web.HTTPNotFound
    return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8")


async def _file(request: web.Request) -> web.Response:
    return _static(request.match_info["name"])


async def _palette(_: web.Request) -> web.Response:
    path = packaged() / "assets" / "curator.css"
    css = path.read_text(encoding="utf-8") if path.is_file() else ""
    return web.Response(text=palette(css), content_type="text/css")


async def _shared(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    path = packaged() / "assets" / name
    if name not in LOOK or not path.is_file():
        raise web.HTTPNotFound
    return web.Response(body=path.read_bytes(), content_type=LOOK[name])


def palette(css: str) -> str:
    """Take the colours and fonts of the site's style sheet, dark ones for whoever's system is dark."""
    fonts = "\n".join(re.findall(r"@font-face\s*\{[^}]*\}", css))
    light = _DECLARED.search(css)
    dark = _DECLARED_DARK.search(css)
    both = f":root {{ color-scheme: light dark; {light[1] if light else ''} }}"
    return (
        f"{fonts}\n{both}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark[1] if dark else ''} }} }}\n"
    )


_DECLARED = re.compile(r"^body\s*\{\s*(--c-[^}]*)\}", re.MULTILINE)
_DECLARED_DARK = re.compile(r"^body\[data-md-color-scheme=\"slate\"\]\s*\{\s*(--c-[^}]*)\}", re.MULTILINE)
