"""Renders pages from the templates, with what all pages of a site share and the words of its language."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from curator.config import Project
from curator.model import RESOURCE_KINDS, Participant, thread_key
from curator.ports import CommentProvider
from curator.site import catalogue, feeds_out, installing, sharing_card, suggesting
from curator.site.escape import clean, environment, plain, reach, safe_url, slug
from curator.site.media import player
from curator.site.notes import introduction_elsewhere, note
from curator.site.readers_reasons import for_readers
from curator.site.templates import drawn
from curator.site.time_told import events_over, with_events
from curator.site.translations import Words, words
from curator.text.language_names import language_name
from curator.urls import bare
from curator.weeks.calendar import Schedule
from curator.weeks.published import Published

KINDS = {kind.name: kind.label for kind in RESOURCE_KINDS.values()}
ROLES = {
    "guide": "To get to know",
    "voice": "From the content",
    "learner": "Learner with a blog",
    "thanked": "Thanked",
}

THEME = (
    "About",
    "Close the menu",
    "Courses",
    "Feed",
    "Follow the system",
    "Guidelines",
    "Library",
    "Menu",
    "My notes",
    "No account with us, no cookie, no counter. What you note stays in your browser.",
    "On this page",
    "Our own words:",
    "People",
    "Search",
    "Start again",
    "Suggest something",
    "Switch to dark mode",
    "Switch to light mode",
    "Tags",
    "The page may have been renamed, or the link may have been typed by a tired hand.",
    "There is nothing here",
    "Weeks",
)
"""What site_template/overrides says around every page."""

RULES = (
    "Talk about what you do and would do, not about what others should.",
    "Assume that the other person knows something that you do not, and ask for it.",
    "Disagree with words, never with people.",
    "What is told here about other people names nobody.",
    "Nobody has to answer. Reading along is taking part, too.",
)
"""House rules of a course that states none of its own."""

LONG_TITLE = 90
"""Characters beyond which a title is set smaller: in full size it would take over five lines of a phone."""


def moment(when: datetime) -> str:
    """Write a moment in English; see Words.moment."""
    return Words().moment(when)


def attribute(name: str) -> Markup:
    """Let a data-* attribute's name through; a provider that invents others is a bug."""
    if not re.fullmatch(r"data-[a-z][a-z0-9-]*", name):
        raise ValueError(f"not the name of a data attribute: {name!r}")
    return Markup(name)  # noqa: S704 - letters, digits and hyphens only


def initial(name: str) -> str:
    """Return the letter that stands for a person."""
    return next((c.upper() for c in clean(name) if c.isalnum()), "·")


def together(text: str) -> Markup:
    """Print a text so that no line ends within its brackets."""
    kept = re.sub(r"&#40;.*?&#41;", lambda part: part[0].replace(" ", "&#160;"), str(plain(text)))
    return Markup(kept)  # noqa: S704 - encoded by `plain`


def host(address: object) -> str:
    """Return the host of an address as people say it, "ada.example.org"; "" where there is none."""
    return urlsplit(str(address or "")).netloc.removeprefix("www.")


class PageRenderer:
    """What rendering needs and what stays the same for all pages of a site."""

    def __init__(
        self,
        project: Project,
        templates: Path,
        comments: CommentProvider | None = None,
        published: Published | None = None,
    ) -> None:
        self.project = project
        self.published = published or Published()
        self.comments = comments
        self.templates = templates
        self._catalogues = templates / "words"
        self._words: dict[str, Words] = {}
        self.tagged = True
        """Whether any resource has a tag, else the hub has no page of tags."""
        self.peopled = True
        """Whether any course names people, else the hub does not lead to its page of people."""
        self.env = environment(
            templates / "pages",
            {
                "attribute": attribute,
                "href_part": lambda name: Markup(quote(str(name), safe="")),  # noqa: S704 - %-encoded
                "span": lambda minutes: timedelta(minutes=minutes),
                "day_before": lambda day: day - timedelta(days=1),
                "bare": bare,
                "host": host,
                "together": together,
                "initial": initial,
                "player": player,
                "key": catalogue.key,
                "reach": reach,
                "markdown": note,
                "for_readers": for_readers,
                "elsewhere": introduction_elsewhere,
                "all_tags": catalogue.tags,
                "language_name": language_name,
            },
            {
                "kinds": KINDS,
                "with_events": with_events,
                "events_over": events_over,
                "roles": ROLES,
                "thread_key": thread_key,
                "site_name": self.title,
                "long_title": LONG_TITLE,
                "suggest": reach(project.site.suggest),
                "feeds": feeds_out.LINKS,
                "comments": comments,
                "course": None,
                "up": "",
                "languages": (),
                "translation": None,
                "title_of": lambda _: Markup(),
            },
            compiled=project.state / "templates",
        )

    @property
    def title(self) -> str:
        """Name of the whole site."""
        return self.project.site.site_name

    @property
    def home(self) -> str:
        """The hub's absolute address with a slash at its end, or "" when the project states none."""
        address = safe_url(self.project.site.site_url)
        return f"{address.rstrip('/')}/" if address else ""

    @property
    def id(self) -> str:
        """Name of the site among others on its host, for what browsers keep: by address, else by name."""
        parts = urlsplit(self.home)
        return slug(f"{parts.netloc}{parts.path}" if self.home else self.title)

    @property
    def language(self) -> str:
        """The hub's language: that of its courses where they agree, else English."""
        spoken = {course.language for course in self.project.courses}
        return spoken.pop() if len(spoken) == 1 else "en"

    def words(self, plan: Schedule | None) -> Words:
        """Return the words of a course's pages, or of the hub's (None); ConfigError for a bad catalogue."""
        language = plan.course.language if plan else self.language
        if language not in self._words:
            self._words[language] = words(self._catalogues, language)
        return self._words[language]

    def course_home(self, plan: Schedule) -> str:
        """Return a course's absolute address with a slash at its end, or ""."""
        return f"{self.home}{plan.folder}/" if self.home else ""

    def faces(self, plan: Schedule) -> tuple[catalogue.Face, ...]:
        """Gather the people of a course."""
        learners: tuple[Participant, ...] = self.project.participants.get(plan.course.slug, ())
        return catalogue.people(plan, learners, self.words(plan))

    def fragment(self, template: str, **context: Any) -> str:
        """Draw a part that stands outside of pages, such as the item of a feed.

        Raises ConfigError where a template that the project changed fails.
        """
        with drawn(self.project.root):
            return self.env.get_template(template).render(context)

    def page(self, template: str, meta: Mapping[str, Any], **context: Any) -> bytes:
        """Draw one page. `meta` becomes front matter; its texts are encoded: themes print them raw."""
        front = "".join(f"{k}: {json.dumps(_encoded(v), ensure_ascii=False)}\n" for k, v in meta.items() if v)
        body = self.fragment(template, **context).strip()
        return f"---\n{front}---\n\n{_in_two_languages(body, context.get('t'), meta['kind'])}\n".encode()

    def theme(self, plan: Schedule | None) -> dict[str, Any]:
        """Return what the theme overrides need to know of a unit: the hub (None) or a course."""
        title = plan.course.title if plan else self.title
        own = self.words(plan)
        translated = {
            "words": {text: str(plain(said)) for text, said in own.pages.items() if text in THEME},
            "script": str(plain(json.dumps(own.script, ensure_ascii=False))),
        }
        return {
            "hub": plan.up if plan else "",
            "root": self.home,
            "site": str(plain(self.title)),
            "id": self.id,
            "card": sharing_card.named(plan.course.title, self.title)
            if plan
            else sharing_card.named(self.title, ""),
            **_licence(self.project.site.licence),
            **({"suggest": suggesting.PAGE} if suggesting.form(self.project) else {}),
            **({} if plan else {"app": installing.MANIFEST}),
            **({} if self.tagged else {"untagged": True}),
            **({} if (self.faces(plan) if plan else self.peopled) else {"unpeopled": True}),
            **(
                {"offline": f"{plan.up if plan else ''}{installing.READER}"}
                if self.project.site.offline
                else {}
            ),
            "course": plan.course.id if plan else "",
            **({"original": plan.original} if plan and plan.original else {}),
            "store": f"{self.id}/{plan.course.id}" if plan else "",
            "language": own.language,
            "spoken": own.spoken,
            "feeds": [
                {"href": link.href, "type": link.type, "title": str(plain(f"{title}: {own.say(link.label)}"))}
                for link in feeds_out.LINKS
            ],
            **(translated if own.pages else {}),
        }


def _licence(spdx: str) -> dict[str, Any]:
    """Name a Creative Commons licence and its deed, of its SPDX identifier (https://spdx.org/licenses/)."""
    if not spdx:
        return {}
    terms, _, version = spdx.removeprefix("CC-").rpartition("-")
    if spdx.startswith("CC0"):
        return {"licence": {"name": "CC0 1.0", "deed": "https://creativecommons.org/publicdomain/zero/1.0/"}}
    deed = f"https://creativecommons.org/licenses/{terms.lower()}/{version}/"
    return {"licence": {"name": f"CC {terms} {version}", "deed": deed}}


def _in_two_languages(body: str, t: Words | None, kind: str) -> str:
    """Mark what people wrote with the course's language, where the page's own words are in another one.

    Their words are those that find their direction by themselves, and the titles of courses and weeks.
    """
    if t is None or t.spoken.partition("-")[0] == t.language.partition("-")[0]:
        return body
    mark = f'lang="{t.language}"'
    body = re.sub(r' dir="auto"(?! lang=)', f' dir="auto" {mark}', body)
    if kind not in ("course", "week"):
        return body
    return re.sub(r"(?m)^# (.*?)(?: \{: (\.c-long) \})?$", rf"# \1 {{: \2 {mark} }}", body, count=1)


def _encoded(value: Any) -> Any:
    """Encode the texts of front matter, in lists and mappings too; numbers and Markup pass."""
    if isinstance(value, Mapping):
        return {name: _encoded(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_encoded(inner) for inner in value]
    return str(plain(value)) if isinstance(value, str) and not isinstance(value, Markup) else value
