"""`curate init`: lay down a working project from the files that this project itself is built with."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import curator
from curator.errors import ConfigError, CuratorError, Problem, refused
from curator.files import UNFINISHED
from curator.yamlio import splice

PACKAGE = Path(curator.__file__).parent
STARTER = PACKAGE / "starter"
FORM = ".github/ISSUE_TEMPLATE/suggest.yml"
PINS = ("constraints.txt", ".github/dependabot.yml")
"""The versions of all packages, and what keeps them and the actions from growing old."""
WORKFLOWS = ("publish.yml", "weekly-review.yml", "links.yml")
NO_COMMENTS = """\
  comments:
    provider: none
    # provider: giscus
    # repo: owner/name
    # repo_id: R_...
    # category: Conversations
    # category_id: DIC_...
"""
INSTALL = re.compile(r"pip install --constraint constraints\.txt (?:\.|'\.\[\w+\]')(?=\s)")
"""How the workflows get curator: here from the checkout, in a new project by its requirements.txt."""
REQUIRED = "pip install --requirement requirements.txt"
OURS = re.compile(r"(?ms)^ +# In curator's own repository only;.*?\n\n")
"""A step that only this project's own repository has: it publishes the documentation, too."""
REQUIREMENTS = """\
# What the workflows install, by its address; every package beside it in the version that it was tested with.
--constraint constraints.txt
curator-mooc[cards] @ https://github.com/curator-project/curator/archive/refs/tags/v{version}.tar.gz
"""
OWN_FEEDS = """
# What it reads. `curate feeds add example.org` takes the address of a site; tags say what a feed tends to
# be about, and its weight (0 to 10, usually 1) how much you trust its choice.
feeds: []

# Topics that resources are sorted under: a name, one line on what belongs there, words that show it.
tags: []
"""
"""The end of feeds.yml in a project without the starter."""
SITE_NAME = "Learning together"
"""The name of a new site whose course has no title yet."""
GITIGNORE = "# what curate can make anew\n.curator/\n/site/\n"


@dataclass(frozen=True, slots=True)
class NewCourse:
    """What a new course.yml says; what is left out stands there as the starter has it."""

    title: str = ""
    need: str = ""
    """A need of its own: nothing of the starter's subject is left beside it."""
    about: str = ""
    """What learners read beside a need that is given, of which they read nothing themselves."""
    curated_by: str = ""
    """The name by which learners know whoever chooses and writes, and whom they can turn to."""
    contact: str = ""
    """The way to that person."""
    weeks: Sequence[str] = ()
    """The titles of a course that ends; without them it goes on week after week."""


def source() -> Path:
    """Return the folder that holds the scaffold: inside the installed package, or the checkout."""
    packed = PACKAGE / "scaffold"
    return packed if packed.is_dir() else PACKAGE.parent


def slugify(title: str) -> str:
    """Turn a title into a folder's name: small letters, digits, hyphens; never empty."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "first-course"


def next_start(today: date) -> date:
    """Return the Monday on which a course begun today opens: this week's, from Saturday on the next."""
    return today + timedelta(days=7 - today.weekday() if today.weekday() > 4 else -today.weekday())


_TAKEN = ("holds a project already", "name another folder")


def must_be_free(root: Path) -> None:
    """Raise ConfigError where no project can be laid down, whatever its course is called."""
    if (root / "feeds.yml").exists():
        raise ConfigError.at(str(root), *_TAKEN)
    if root.exists() and not root.is_dir():
        raise ConfigError.at(str(root), "is a file", "name a folder")


def lay_down(
    root: Path,
    course: NewCourse,
    *,
    today: date,
    site_url: str = "",
    site_name: str = "",
    proxy: str = "",
    starter: bool = True,
) -> list[str]:
    """Write a project with its first course into `root` and return the files written, relative to it.

    With the `starter` it works at once: articles, feeds, tags and a course about learning at work. Without it
    there is nothing of that subject, and the course must have a need. The site is called as its one course,
    unless `site_name` says otherwise.

    An existing file is never overwritten; where the folder already holds a project, ConfigError. CuratorError
    where the machine refuses: then nothing of it stays behind. feeds.yml comes last, so that a run which was
    killed can be begun again.
    """
    course_slug = slugify(course.title)
    must_be_free(root)
    if any(p.name != course_slug for p in (root / "courses").glob("*")):
        raise ConfigError.at(str(root), *_TAKEN)
    address = whole_address(site_url) if site_url else ""
    scaffold = source()
    contents = {
        "feeds.yml": _feeds((scaffold / "feeds.yml").read_text(encoding="utf-8"), starter, proxy).encode(),
        "mkdocs.yml": _mkdocs(
            (scaffold / "mkdocs.yml").read_text(encoding="utf-8"),
            site_name or course.title or (SITE_NAME if course.need else ""),
            address,
            starter,
        ).encode(),
        ".gitignore": GITIGNORE.encode(),
        "requirements.txt": REQUIREMENTS.format(version=curator.__version__).encode(),
        f"courses/{course_slug}/course.yml": course_text(course, next_start(today), address).encode(),
        **_workflows(scaffold),
        **_copies(scaffold, starter),
    }
    order = sorted(contents, key=lambda name: (name == "feeds.yml", name.startswith("courses/"), name))
    written: list[str] = []
    made: list[Path] = []
    try:
        for name in order:
            if not (root / name).exists():
                _put(root / name, contents[name], made)
                written.append(name)
    except OSError as error:
        _take_back(root, written, made)
        words = f"{error.filename}: {error.strerror}; name another folder; nothing was left behind"
        raise CuratorError(refused(error) or words) from error
    return sorted(written)


def _workflows(scaffold: Path) -> dict[str, bytes]:
    """Read the workflows as a new project needs them."""
    return {
        f".github/workflows/{name}": OURS.sub("", INSTALL.sub(REQUIRED, path.read_text("utf-8"))).encode()
        for name in WORKFLOWS
        if (path := scaffold / ".github" / "workflows" / name).is_file()
    }


def _copies(scaffold: Path, starter: bool) -> dict[str, bytes]:
    """Read what a new project takes over as it is: the issue form, the starter's articles."""
    copies = {name: scaffold / name for name in (FORM, *PINS) if (scaffold / name).is_file()}
    if starter:
        copies |= {f"starter/{p.name}": p for p in sorted(STARTER.iterdir()) if p.suffix in (".xml", ".html")}
    return {name: path.read_bytes() for name, path in copies.items() if "__pycache__" not in path.parts}


def _put(target: Path, data: bytes, made: list[Path]) -> None:
    """Write a new file under another name first; notes the folders that were made for it, the inner last."""
    missing = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir()
        made.append(folder)
    half = target.with_name(f".{target.name}{UNFINISHED}")
    try:
        half.write_bytes(data)
        half.replace(target)
    except OSError as error:
        with suppress(OSError):
            half.unlink()
        error.filename = error.filename or str(target)  # a full disk does not say where
        raise


def _take_back(root: Path, written: list[str], made: list[Path]) -> None:
    """Remove the files and folders of a run that broke off, and nothing else."""
    with suppress(OSError):
        for name in written:
            (root / name).unlink()
        for folder in reversed(made):
            folder.rmdir()


def _feeds(text: str, starter: bool, proxy: str) -> str:
    """Point the built-in feed at the copy beside the new project; or leave all feeds and tags out."""
    if proxy:
        text = text.replace("  proxy: null\n", f"  proxy: {_quoted(proxy)}\n", 1)
    if starter:
        return text.replace("curator/starter/feed.xml", "starter/feed.xml")
    return text[: text.index("\n# A feed's tags say")] + OWN_FEEDS


def whole_address(site_url: str) -> str:
    """Write a site's address in full, with a slash at its end; ConfigError when it is none.

    The address of its first page, as a browser shows it, stands for the site's.
    """
    whole = site_url.strip() if "://" in site_url else f"https://{site_url.strip()}"
    whole = whole.removesuffix("/index.html")
    try:
        parts = urlsplit(whole)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and whole.isprintable()
        usable = usable and " " not in whole and not parts.query and not parts.fragment
    except ValueError:
        usable = False
    if not usable:
        remedy = "write it like https://name.github.io/course/"
        raise ConfigError([Problem("--site-url", 0, "", f'"{site_url}" is not a web address', remedy)])
    return whole.rstrip("/") + "/"


def _mkdocs(text: str, title: str, address: str, starter: bool) -> str:
    """Give the site its name and address; the discussions of this project are not those of a new one."""
    if title:
        text = re.sub(r"(?m)^site_name:.*$", lambda _: f"site_name: {_quoted(title)}", text, count=1)
    if not starter:
        text = re.sub(r"(?m)^site_description:.*\n", "", text)
    text = text.replace("custom_dir: site_template/", "custom_dir: .curator/site_template/")
    text = re.sub(r"(?m)^hooks:\n(?:  - .*\n)+\n?", "", text)  # every build makes that check itself
    text = re.sub(r"(?ms)^  comments:\n.*", NO_COMMENTS, text)
    return re.sub(r"(?m)^site_url:.*$", lambda _: f"site_url: {_quoted(address)}", text, count=1)


def new_id(*made_of: object) -> str:
    """Make the id of a course from what it begins with; a letter first, so that YAML reads it as a text."""
    found = hashlib.sha256(repr(made_of).encode(errors="replace")).hexdigest()
    return "abcdef"[int(found[0], 16) % 6] + found[1:8]


def _quoted(text: str) -> str:
    """Write text as a YAML scalar in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def course_text(course: NewCourse, start: date, place: str) -> str:
    """Fill in the starter's course.yml, comments kept.

    Two courses that begin alike are told apart by their `place`, an address or a folder: it goes into the id.
    """
    text = (STARTER / "course.yml").read_text(encoding="utf-8")
    text = splice.put(text, ("start",), start)
    text = splice.put(text, ("id",), new_id(course.title, course.need, start, place))
    for key, value in (("title", course.title), ("need", course.need)):
        if value:
            text = splice.put(text, (key,), value)
    if course.need:
        text = splice.put(splice.put(text, ("keywords",), []), ("audience",), "")
        text = splice.put(text, ("about",), course.about)
    if course.weeks:
        text = splice.put(text, ("weeks",), [{"title": week} for week in course.weeks])
    if course.curated_by:
        text = splice.put(text, ("curators",), [course.curated_by])
        text = splice.put(text, ("guidelines", "moderator"), course.curated_by)
    return splice.put(text, ("guidelines", "contact"), course.contact) if course.contact else text
