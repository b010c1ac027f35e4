"""What can be set on the settings page: each key's label, its kind, and how it reads as a text and back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from curator.errors import ConfigError
from curator.site.escape import reach
from curator.text.typed_addresses import one_address

Kind = Literal["text", "address", "contact", "area", "words", "lines", "date", "number", "choice", "flag"]
"""A line, an address, a way to reach somebody, a text, words between commas, lines, a day, a number, one of
several, yes or no."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of a file: where it stands, what it is called, what it is for, how it is typed."""

    path: tuple[str, ...]
    label: str
    hint: str = ""
    kind: Kind = "text"
    choices: Mapping[str, str] | None = None
    """For a choice: values and what they mean."""
    stays: bool = False
    """An empty text is kept as such, because it means something else than no key."""

    @property
    def name(self) -> str:
        """The path as one word."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of one file whose items have the same keys."""

    path: tuple[str, ...]
    label: str
    noun: str
    columns: tuple[Setting, ...]
    hint: str = ""
    ordered: bool = False
    """Learners see the items in their order, so they can be moved."""

    @property
    def name(self) -> str:
        """The path as one word."""
        return ".".join(self.path)


SITE = "--"
"""What stands in the address of the settings of the site and its discussion: no course is called so."""

Part = tuple[str, tuple[Setting | Rows, ...]]
"""A heading and what stands under it."""

COURSE: tuple[Part, ...] = (
    (
        "What learners read: before you first publish",
        (
            Setting(
                ("title",),
                "Title",
                "What learners read. The site has a name of its own, under Site and discussion. The address "
                "stays; in a terminal, `curate course rename` changes that.",
            ),
            Setting(
                ("about",),
                "Description for learners",
                "What learners read; the need stays with you.",
                "area",
                stays=True,
            ),
            Setting(
                ("curators",),
                "Who curates",
                "The names that learners read, a line each; empty, and nobody is named.",
                "lines",
            ),
            Setting(
                ("guidelines", "contact"),
                "How learners reach you",
                "A mail address or a form, and no public list: learners write to you there, and report what "
                "worries them.",
                "contact",
            ),
            Setting(
                ("guidelines", "moderator"),
                "Who is in charge",
                "The name of whom learners can turn to; it stands on the button that sends an answer, too.",
            ),
            Setting(("audience",), "For whom", "Learners read it on the course’s page."),
        ),
    ),
    (
        "What is looked for",
        (
            Setting(
                ("need",),
                "Need",
                "For you: who must learn to do what, in one plain sentence. It steers what is found; what is "
                "looked for with it is shown as you type. A week can have another one: see Calendar.",
                "area",
            ),
            Setting(
                ("keywords",),
                "Keywords",
                "Words that show that an article fits, with commas between them.",
                "words",
            ),
            Setting(("language",), "Language", "Such as en, de or pt-BR."),
        ),
    ),
    (
        "Calendar",
        (
            Setting(("start",), "Week 1 opens on", kind="date"),
            Setting(("timezone",), "Time zone", "Whose midnight opens a week, such as Europe/Berlin."),
            Setting(
                ("breaks",),
                "Breaks",
                "A line each, like 2026-12-21/2027-01-03: no week opens then, the later ones move on.",
                "lines",
            ),
            Rows(
                ("weeks",),
                "Weeks of the course, where it has an end",
                "week",
                (
                    Setting(("title",), "Title"),
                    Setting(("need",), "Need of its own", kind="area"),
                    Setting(("keywords",), "Keywords of its own", kind="words"),
                    Setting(("opens",), "Opens on", "Only where it is not seven days later.", "date"),
                ),
                "Without any row the course goes on, week after week. With some it ends with the last of "
                "them: one row makes a course of one week. A week can have a need of its own, which then "
                "stands for the course's.",
                ordered=True,
            ),
        ),
    ),
    (
        "How much, and who publishes",
        (
            Setting(("minutes",), "Minutes a week", kind="number"),
            Setting(("items", "min"), "Resources at least", kind="number"),
            Setting(("items", "max"), "Resources at most", kind="number"),
            Setting(
                ("publish",),
                "Who publishes",
                kind="choice",
                choices={
                    "review": "a person does",
                    "auto": "the tool does when nothing stops it, without a note of yours",
                },
            ),
            Setting(("archived",), "Archived: no new weeks, not on the front page", kind="flag"),
        ),
    ),
    (
        "Guidelines and answers",
        (
            Setting(("guidelines", "rules"), "Rules", "A line each.", "lines"),
            Setting(
                ("guidelines", "answers"),
                "Another mail address for answers",
                "Only where answers shall go elsewhere than reports, and no service holds discussions.",
                "contact",
            ),
        ),
    ),
    (
        "People",
        (
            Rows(
                ("people",),
                "People of the whole course",
                "person",
                (
                    Setting(("name",), "Name"),
                    Setting(("url",), "Home page", kind="address"),
                    Setting(("about",), "Why meet them"),
                    Setting(("feed",), "Feed"),
                    Setting(("read",), "Read first"),
                    Setting(("image",), "Picture", "A file in the course's folder images/."),
                ),
                ordered=True,
            ),
        ),
    ),
)
"""course.yml, as the page shows it; other keys stay as they are."""

SOURCES: tuple[Part, ...] = (
    (
        "Feeds",
        (
            Rows(
                ("feeds",),
                "Feeds",
                "feed",
                (
                    Setting(("title",), "Title"),
                    Setting(("url",), "Address of the feed", kind="address"),
                    Setting(("path",), "Or a file here"),
                    Setting(("tags",), "Tags", kind="words"),
                    Setting(("weight",), "Weight", "Above 1 lifts its entries; at most 10.", "number"),
                ),
                hint="A site's feed is its list of new pages, which a build reads.",
            ),
        ),
    ),
    (
        "Tags",
        (
            Rows(
                ("tags",),
                "Topics that resources are sorted under",
                "tag",
                (
                    Setting(("name",), "Name"),
                    Setting(("about",), "What belongs under it"),
                    Setting(("keywords",), "Words that show it", kind="words"),
                ),
            ),
        ),
    ),
)
"""feeds.yml, as the page shows it."""

WHERE_PEOPLE_TALK = "Where people talk"

SITE_PARTS: tuple[Part, ...] = (
    (
        "The site",
        (
            Setting(("site_name",), "Name", "At the top of every page; each course has its own title."),
            Setting(("site_description",), "In one line, for search engines"),
            Setting(
                ("site_url",),
                "Address",
                "Where it will be published, like https://name.github.io/course/; feeds and mails name it.",
            ),
            Setting(
                ("extra", "suggest"), "Where learners suggest something", "A web address or a mail address."
            ),
        ),
    ),
    (
        "Guidelines of the whole site",
        (
            Setting(
                ("extra", "guidelines"),
                "Rules",
                "A line each. Courses that have no rules of their own show them, too; without any here, "
                "five that fit any group stand there.",
                "lines",
            ),
        ),
    ),
    (WHERE_PEOPLE_TALK, ()),
)
"""mkdocs.yml, as the page shows it."""


def settings(parts: Sequence[Part]) -> dict[str, Setting | Rows]:
    """Return all that can be set, by name."""
    return {item.name: item for _, items in parts for item in items}


def shown(value: Any, kind: Kind) -> str:
    """Write a value of the file as the page shows it."""
    if value is None or value == []:
        return ""
    if kind == "flag":
        return "yes" if value else ""
    if isinstance(value, list):
        return ("\n" if kind == "lines" else ", ").join(str(item) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split()) if kind == "text" else str(value).strip()


def read(text: str, kind: Kind, label: str) -> Any:
    """Read what was typed as the value for the file; None where the key is to go.

    Raises ConfigError for what is no number, no day.
    """
    text = text.strip()
    if kind in ("words", "lines"):
        items = text.replace(",", "\n").split("\n") if kind == "words" else text.split("\n")
        return [item.strip() for item in items if item.strip()] or None
    if not text:
        return None
    if kind == "flag":
        return True
    if kind == "address":
        return one_address(text)
    if kind == "contact":
        return _contact(" ".join(text.split()), label)
    if kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ConfigError.at(label, f"“{text}” is no day", "write it like 2026-11-30") from None
    if kind == "number":
        try:
            number = float(text)
        except ValueError:
            raise ConfigError.at(label, f"“{text}” is no number", "write it like 3") from None
        return int(number) if number.is_integer() else number
    return " ".join(text.split()) if kind == "text" else text


_MAIL = re.compile(r"[^\s@]+\s*@\s*[^\s@]*")
"""What was meant as one mail address, whole or not."""
_WHOLE_MAIL = re.compile(r"[^\s@,;]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(r"(?i:https?:|www\.)\S*|(?:[\w-]+\.)+[a-zA-Z]{2,}(?:/\S*)?")
"""What was meant as one web address."""


def _contact(text: str, label: str) -> str:
    """Return a way to reach somebody; other words, such as a room, may stand there, too.

    Raises ConfigError for an address that is not whole: nobody could follow it.
    """
    if reach(text):
        return text
    if _WEB.fullmatch(text):
        words = "write it in full, like https://example.org/contact"
        raise ConfigError.at(label, f"“{text}” is no whole web address", words)
    if _MAIL.fullmatch(text) and not _WHOLE_MAIL.fullmatch(text):
        raise ConfigError.at(label, f"“{text}” is no mail address", "write it like ada@example.org")
    return text
