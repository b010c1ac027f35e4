"""A small project with woven pages, as curator.site.render receives them."""

import os
from pathlib import Path

import yaml

from curator.site.unit import Unit

ROOT = Path(__file__).parents[1]

WORDS = (
    "people learn from each other when the work gives them a reason to talk and somebody listens long "
    "enough to ask what happened next so that a question about practice becomes a habit of the whole team"
).split()


def prose(seed: int, length: int = 60) -> str:
    """Write some words, different for each seed and the same in each run."""
    return " ".join(WORDS[(seed * 7 + i * (1 + seed % 5)) % len(WORDS)] for i in range(length))


def week_page(course: str, number: int) -> str:
    """Write one week page of the shape that the weaver produces."""
    cards = "\n".join(
        f'<article class="resource" id="r{k}" markdown="1">\n\n'
        f"### [Resource {k} of week {number}](https://example.org/{course}/{number}/{k})\n\n"
        f"{prose(number * 10 + k)}\n\n> {prose(number + k, 30)}\n\n</article>\n"
        for k in range(1, 6)
    )
    return (
        f"---\ntitle: Week {number}\n---\n# Week {number}\n\n{prose(number, 80)}\n\n## Content\n\n{cards}\n"
        f"## Conversation\n\n- {prose(number + 3, 20)}?\n\n## Connection\n\n{prose(number + 5, 40)}\n"
    )


def weave(root: Path, courses: int = 2, weeks: int = 2, site_url: str = "https://example.org/") -> list[Unit]:
    """Write woven units under root/.curator/woven, and the project files that they inherit from."""
    for name in ("mkdocs.yml", "hooks", "site_template"):
        if not (root / name).exists():
            (root / name).symlink_to(ROOT / name)
    woven = root / ".curator" / "woven"
    slugs = [f"course-{c}" for c in range(1, courses + 1)]
    hub = {"index.md": "# Courses\n\n" + _links(slugs)}
    units = [_unit(root, woven / "hub", "hub", "", "Hub", hub, site_url)]
    for slug in slugs:
        pages = {"index.md": f"# {slug}\n\n{prose(len(slug))}\n"}
        pages |= {f"week-{n:02d}.md": week_page(slug, n) for n in range(1, weeks + 1)}
        units.append(_unit(root, woven / slug, slug, f"{slug}/", slug, pages, site_url + slug + "/"))
    return units


def _links(slugs: list[str]) -> str:
    """Link from one unit to others: in HTML, because the engine knows one unit at a time."""
    return "<ul>\n" + "".join(f'<li><a href="{s}/index.html">{s}</a></li>\n' for s in slugs) + "</ul>\n"


def _unit(
    root: Path, folder: Path, name: str, path: str, title: str, pages: dict[str, str], site_url: str
) -> Unit:
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    for file, text in pages.items():
        (folder / "docs" / file).write_text(text, "utf-8")
    up = os.path.relpath(root, folder)
    config = {
        "INHERIT": f"{up}/mkdocs.yml",
        "site_name": title,
        "site_url": site_url,
        "docs_dir": "docs",
        "theme": {"custom_dir": f"{up}/site_template/overrides"},
        "hooks": [f"{up}/hooks/check.py"],
        "nav": list(pages),
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    return Unit(name, path, folder)
