"""A small project with generated pages, as curator.site.render receives them, and nothing of the real theme."""

import os
from pathlib import Path
from typing import Any

import yaml

from curator.site.unit import Unit

ROOT = Path(__file__).parents[2]
SITE = "https://learn.example.org/sub/"

_WORDS = (
    "people learn from each other when the work gives them a reason to talk and somebody listens long "
    "enough to ask what happened next so that a question about practice becomes a habit of the whole team"
)

CONFIG: dict[str, Any] = {
    "site_name": "Small",
    "use_directory_urls": False,
    "strict": True,
    "theme": {
        "name": "material",
        "variant": "classic",
        "font": False,
        "custom_dir": "site_template/overrides",
        "features": ["navigation.instant"],
        "palette": [
            {"scheme": "default", "toggle": {"icon": "material/weather-sunny", "name": "Dark"}},
            {"scheme": "slate", "toggle": {"icon": "material/weather-night", "name": "Light"}},
        ],
    },
    "plugins": [],
    "extra_css": ["assets/own.css"],
    "extra_javascript": ["assets/own.js"],
    "markdown_extensions": ["attr_list", "admonition", {"toc": {"permalink": True}}],
    "extra": {"generator": False, "scope": "/"},
}


def prose(seed: int, length: int = 40) -> str:
    """Write some words, different for each seed and the same in each run."""
    words = _WORDS.split()
    return " ".join(words[(seed * 7 + i * (1 + seed % 5)) % len(words)] for i in range(length))


def week_page(course: str, number: int) -> str:
    """Write one week page of the shape that the generator produces."""
    cards = "\n".join(
        f'<li class="c-card" id="resource-{k}"><h3 id="title-{k}">'
        f'<a href="https://example.org/{course}/{number}/{k}">Resource {k}</a></h3>\n'
        f'<span class="c-kind c-kind--video">Video</span>\n<p>{prose(number * 10 + k)}</p>\n'
        f'<ul class="c-tags">\n<li><a href="../tags/guilds.html">guilds</a></li>\n</ul></li>'
        for k in range(1, 4)
    )
    return (
        f'---\ntitle: "Week {number}"\n---\n\n# Week {number}\n\n<div class="c-page" data-kind="week">\n'
        f'<p class="c-lead">{prose(number)}</p>\n</div>\n\n{prose(number, 60)}\n\n## Content\n\n'
        f'<ol class="c-cards">\n{cards}\n</ol>\n\n## Conversation\n\n- {prose(number + 3, 20)}?\n'
    )


def project(root: Path, courses: int = 2, weeks: int = 2, site_url: str = SITE) -> list[Unit]:
    """Lay down a project with generated units for a hub and some courses."""
    (root / "site_template" / "overrides").mkdir(parents=True)
    assets = root / "site_template" / "assets"
    assets.mkdir()
    (assets / "own.css").write_text(".c-page { color: inherit }\n", "utf-8")
    (assets / "own.js").write_text('"use strict";\n', "utf-8")
    (root / "hooks").mkdir()
    (root / "hooks" / "check.py").write_bytes((ROOT / "hooks" / "check.py").read_bytes())
    (root / "mkdocs.yml").write_text(yaml.safe_dump(CONFIG, sort_keys=False), "utf-8")
    slugs = [f"course-{c}" for c in range(1, courses + 1)]
    items = "".join(f'<li><a href="{s}/index.html">{s}</a></li>\n' for s in slugs)
    hub = {
        "index.md": f'# Courses\n\n<ul class="c-courses">\n{items}</ul>\n',
        "tags/guilds.md": "# guilds\n\n[Back](../index.md)\n",
    }
    units = [unit(root, "hub", "", hub, site_url)]
    for slug in slugs:
        pages = {"index.md": f"# {slug}\n\n{prose(len(slug))}\n"}
        pages |= {f"week-{n:02d}.md": week_page(slug, n) for n in range(1, weeks + 1)}
        units.append(unit(root, slug, f"{slug}/", pages, site_url))
    return units


def unit(root: Path, name: str, path: str, pages: dict[str, str], site_url: str = SITE) -> Unit:
    """Write one generated unit."""
    folder = root / ".curator" / "generated" / name
    for file, text in pages.items():
        (folder / "docs" / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / file).write_text(text, "utf-8")
    assets = root / "site_template" / "assets"
    for asset in assets.iterdir():
        (folder / "docs" / "assets").mkdir(exist_ok=True)
        (folder / "docs" / "assets" / asset.name).write_bytes(asset.read_bytes())
    up = os.path.relpath(root, folder)
    config = {
        "INHERIT": f"{up}/mkdocs.yml",
        "site_name": f"The {name}",
        "site_url": site_url + path if site_url else "",
        "docs_dir": "docs",
        "theme": {"custom_dir": f"{up}/site_template/overrides"},
        "hooks": [f"{up}/hooks/check.py"],
        "nav": [{file.removesuffix(".md").capitalize(): file} for file in pages],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    return Unit(name, path, folder)
