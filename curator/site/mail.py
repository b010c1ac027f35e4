"""The weekly mail: a week as HTML and as plain text, in one message. Records in, bytes out.

Nothing comes from the clock or from chance: the date is the day the week opens, the name of the message and
the boundary between its parts come from the week's thread key and its words, so the same week gives the same
bytes. No picture, nothing that is fetched when the mail is opened.
"""

import re
import textwrap
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from curator.config import Project
from curator.errors import ConfigError
from curator.model import Course, Module, Resource, thread_key
from curator.site import templates
from curator.site.escape import clean, safe_url
from curator.site.feeds_out import midnight
from curator.site.notes import as_text, introduction_elsewhere, note
from curator.site.page_renderer import KINDS
from curator.site.translations import Words, words

WIDTH = 72
"""Characters of a line of the plain text."""
LONGEST = 900
"""Characters of an address that fits into a header line (RFC 5322, 2.1.1: at most 998)."""

_TEXT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-size:16px;"
_STYLES = {
    "p": ("ink", f"color:#23282f;{_TEXT}line-height:1.55;margin:8px 0;"),
    "li": ("ink", f"color:#23282f;{_TEXT}line-height:1.55;margin:4px 0;"),
    "a": ("link", "color:#155a73;"),
    "blockquote": ("", "margin:8px 0;padding:0 0 0 12px;border-left:3px solid #e3ded4;"),
    **{
        f"h{n}": ("ink", f"color:#23282f;{_TEXT}font-weight:bold;line-height:1.3;margin:16px 0 8px;")
        for n in range(1, 7)
    },
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A week as a mail: what it says, and what names it. `key` is its thread key."""

    key: str
    subject: str
    html: str
    text: str
    opens: date
    course: str
    host: str
    """The site's host, for the names of the message and of the list."""
    unsubscribe: str = ""
    name: str = ""
    """What the sender is called where only an address is known: the course."""


def letter(project: Project, course: Course, module: Module, opens: date, *, unsubscribe: str = "") -> Letter:
    """Write the mail of a week, which opens on `opens`, in the course's language.

    `unsubscribe` is a web or mail address, or "".

    Raises ConfigError when the address is none or the language's catalogue is bad.
    """
    folder = templates.folder(project) / "mail"
    away = safe_url(unsubscribe)
    if bool(away) != bool(unsubscribe) or len(away) > LONGEST:
        remedy = "write it in full: https://... or mailto:..."
        raise ConfigError.at("--unsubscribe", f'"{unsubscribe}" is no web or mail address', remedy)
    home = safe_url(project.site.site_url)
    home = f"{home.rstrip('/')}/" if home else ""
    page = f"{home}{course.slug}/week-{module.week:02d}.html" if home else ""
    t = words(folder.parent / "words", course.language)
    title = {"course": course.title, "week": module.week, "title": module.title}
    subject = clean(t.say("{course}, week {week}: {title}", **title))
    shared = {
        "t": t,
        "course": course,
        "module": module,
        "opens": opens,
        "home": home,
        "page": page,
        "site": clean(project.site.site_name),
        "subject": subject,
        "unsubscribe": away,
    }
    pages, texts = _environment(folder, page, t, html=True), _environment(folder, page, t, html=False)
    dear = introduction_elsewhere(module.introduction, page) if module.introduction.strip() else Markup()
    with templates.drawn(project.root):
        html = pages.get_template("digest.html.j2").render(shared, introduction=styled(dear, page))
        text = texts.get_template("digest.txt.j2").render(shared, introduction=fill(as_text(dear)))
    host = urlsplit(home).hostname or "curator.invalid"
    key = thread_key(course.id, module.threads, "digest")
    return Letter(key, subject, html, text, opens, course.slug, host, away, clean(course.title))


def _environment(folder: Path, page: str, t: Words, *, html: bool) -> Environment:
    env = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Markup) or not html else clean(value),
    )
    env.filters |= {
        "href": safe_url,
        "address": safe_url,
        "credit": lambda resource: credit(resource, t),
        "fill": fill,
        "line": clean,
        "long_date": t.date,
        "moment": t.moment,
        "minutes": lambda number: minutes(number, t),
        "markdown": lambda text: styled(note(text, page), page),
        "prose": lambda text: as_text(note(text, page)),
    }
    return env


def credit(resource: Resource, t: Words) -> str:
    """Say what a resource is, how long it takes, who made it and where it stands."""
    length = minutes(resource.minutes, t)
    people = (clean(resource.author), clean(resource.source), clean(resource.where))
    facts = (t.say(KINDS[resource.kind]), length, *people)
    return ", ".join(fact for fact in facts if fact)


def minutes(number: int | None, t: Words) -> str:
    """Say how long something takes; "" when that is not known."""
    return t.count(number, "1 minute", "{n} minutes") if number else ""


def fill(text: str, hanging: int = 0, first: int = 0) -> str:
    """Break a text into lines, paragraph by paragraph; addresses stay whole, and so do a list's items."""
    blocks = []
    for block in text.split("\n\n"):
        lines = block.splitlines() if _LIST.search(block) else [block]
        blocks.append("\n".join(_filled(clean(line), hanging, first) for line in lines))
    return "\n\n".join(blocks)


_LIST = re.compile(r"^ {0,3}(?:[-*+>#]|\d+[.)])", re.MULTILINE)


def _filled(line: str, hanging: int, first: int) -> str:
    return textwrap.fill(
        line,
        WIDTH,
        initial_indent=" " * first,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def styled(html: Markup, page: str) -> Markup:
    """Give the HTML of a curator's Markdown its styles; links within the site become full addresses."""
    from lxml import html as parser

    if not html.strip():
        return html
    root = parser.fragment_fromstring(str(html), create_parent="div")
    for element in list(root.iter()):
        if element.tag == "img":  # nothing is fetched when a mail is opened: a link stands there
            element.tag, element.text, src = "a", element.get("alt", ""), element.get("src", "")
            for attribute in list(element.attrib):
                del element.attrib[attribute]
            element.set("href", src)
        name, style = _STYLES.get(str(element.tag), ("", ""))
        if name:
            element.set("class", name)
        if style:
            element.set("style", style)
        if element.tag == "a" and (target := element.get("href")):
            whole = safe_url(urljoin(page, target) if page else target)
            element.set("href", whole) if whole else element.attrib.pop("href")
    written = "".join(parser.tostring(child, encoding="unicode") for child in root)
    return Markup(written)  # noqa: S704 - made of `note`, which lets no raw HTML through


def message(letter: Letter, sender: str, to: str = "") -> bytes:
    """Write the mail as a message (RFC 5322), plain text first, with the names that lists have.

    `sender` and `to` are addresses as people write them; ValueError when they are none. List-Id is RFC
    2919, List-Unsubscribe RFC 2369.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((letter.name, sender)) if letter.name and "<" not in sender else sender
    if to:
        mail["To"] = to
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(midnight(letter.opens))
    mail["Message-ID"] = f"<{letter.key.replace('/', '.')}@{letter.host}>"
    mail["List-Id"] = f"<{letter.course}.{letter.host}>"
    if letter.unsubscribe:
        mail["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    seam = sha256(f"{letter.key}\0{letter.text}\0{letter.html}".encode()).hexdigest()[:32]
    mail.set_boundary(f"=_{seam}")
    # Longer lines keep the library from encoding an address that does not fit into 78 characters.
    return mail.as_bytes(policy=SMTP.clone(max_line_length=998))
