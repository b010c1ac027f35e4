"""Translations of the words that the pages themselves use, such as headings and buttons.

The English text is the key, as in gettext. A catalogue, site_template/words/<language>.yml, maps it to the
language's own; what a catalogue lacks stays English. `pages` holds what pages and their frame, mails, feeds
and calendars say, `script` what the scripts in assets/ say. Names in braces stand for what is put in
their place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from markupsafe import Markup

from curator.errors import ConfigError, Problem
from curator.site.escape import plain
from curator.yamlio.reading import Loader

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNTIL = tuple(f"until {day}" for day in DAYS)
ON = tuple(f"on {day}" for day in DAYS)
"""Whole phrases, because many languages inflect the name of a day after a preposition."""

RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
"""Languages written from right to left (Unicode CLDR, `characterOrder`)."""

_MARKS = {ord(mark): f"&#{ord(mark)};" for mark in "&<>\"'*_`[]{}\\#|~^$"}
_NAME = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages say in one language."""

    language: str = "en"
    pages: Mapping[str, str] = field(default_factory=dict)
    script: Mapping[str, str] = field(default_factory=dict)

    @property
    def spoken(self) -> str:
        """Return the language of the pages' own words: English, where no catalogue is known."""
        return self.language if self.pages else "en"

    @property
    def direction(self) -> str:
        """Return "rtl" or "ltr"."""
        return "rtl" if self.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"

    def say(self, text: str, **values: object) -> str:
        """Say something as text; `values` fill the names in braces."""
        return _NAME.sub(lambda name: str(values[name[1]]), self.pages.get(text, text))

    def __call__(self, text: str, **values: object) -> Markup:
        """Say something on a page: encoded, but for values that are markup already."""
        parts = _parts(self.pages.get(text, text))
        if len(parts) == 1:
            return parts[0]
        # Texts and names in turn; all that is joined is encoded.
        said = (
            part if at % 2 == 0 else value if isinstance(value := values[part], Markup) else plain(value)
            for at, part in enumerate(parts)
        )
        return Markup("".join(said))  # noqa: S704

    def count(self, number: int, one: str, many: str) -> str:
        """Count things in words: 3, "1 week" and "{n} weeks" give "3 weeks"."""
        return self.say(one if number == 1 else many, n=number)

    def join(self, *words: str) -> str:
        """Write what there is of these in a row, with the language's own comma between."""
        given = [word for word in words if word]
        said = "" if not given else given[0]
        for word in given[1:]:
            said = self.say("{first}, {second}", first=said, second=word)
        return said

    def until(self, day: date) -> str:
        """Say that something lasts to the end of one of the next seven days: "until Sunday"."""
        return self.say(UNTIL[day.weekday()])

    def on(self, day: date) -> str:
        """Say that something was on one of the last seven days: "on Tuesday"."""
        return self.say(ON[day.weekday()])

    def weekday(self, day: date) -> str:
        """Write a date with its weekday: "Monday, 7 December 2026"."""
        return self.say("{weekday}, {date}", weekday=self.say(DAYS[day.weekday()]), date=self.date(day))

    def date(self, day: date) -> str:
        """Write a date in words, free of the machine's locale: "7 December 2026"."""
        return self.say(
            "{day} {month} {year}", day=day.day, month=self.say(MONTHS[day.month - 1]), year=day.year
        )

    def moment(self, when: datetime, course_zone: str | None = None) -> str:
        """Write a moment in the zone that its author gave: "Thursday, 10 December 2026, 12:00 UTC+01:00".

        Where that is the time of the course's own zone, its city says so: "12:00 (Berlin)".
        """
        zone = when.tzname() or ""
        zone = f"UTC{zone}" if zone[:1] in ("+", "-") else zone
        clock = f"{when:%H:%M} {zone}".rstrip()
        if course_zone and when.astimezone(ZoneInfo(course_zone)).utcoffset() == when.utcoffset():
            zone = course_zone.rpartition("/")[2].replace("_", " ")
            clock = f"{when:%H:%M} ({zone})"
        if self.direction == "rtl" and zone:  # read after the time, and each from left to right in itself
            clock = f"\u200e{when:%H:%M}\u200e (\u200e{zone}\u200e)"
        return self.join(self.weekday(when.date()), clock)


@lru_cache(4096)
def _parts(text: str) -> tuple[Markup, ...]:
    """Part a text at its names in braces: text, name, text, ...

    The marks that HTML and Markdown act on are encoded; the rest of what the project says itself may stay.
    """
    return tuple(Markup(part.translate(_MARKS)) for part in _NAME.split(text))  # noqa: S704 - see above


def words(folder: Path, language: str) -> Words:
    """Read the catalogue of a language: pt-BR.yml, else pt.yml, else none.

    Raises ConfigError for a catalogue that does not map texts to texts.
    """
    for name in dict.fromkeys((language, language.partition("-")[0])):
        file = folder / f"{name}.yml"
        if name != "en" and file.is_file():
            known = _read(file)
            return Words(language, known.get("pages", {}), known.get("script", {}))
    return Words(language)


def _read(file: Path) -> dict[str, dict[str, str]]:
    try:
        data: Any = yaml.load(file.read_text("utf-8"), Loader)  # noqa: S506 - a safe loader, in C
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(
            [Problem(_name(file), 0, "", f"is not YAML ({error})", "mend it, or delete it")]
        ) from error
    problems = []
    for section, known in (data or {}).items() if isinstance(data, dict) else [("", data)]:
        if section not in ("pages", "script") or not isinstance(known, dict):
            problems.append(
                Problem(_name(file), 0, str(section), "is not known", "write `pages:` and `script:`")
            )
            continue
        for text, said in known.items():
            wanted = set(_NAME.findall(str(text)))
            if not isinstance(said, str) or not set(_NAME.findall(said)) <= wanted:
                names = " ".join(f"{{{name}}}" for name in sorted(wanted)) or "no names in braces"
                problems.append(
                    Problem(_name(file), 0, f"{section}.{text}", "is not a text for this", f"use {names}")
                )
    if problems:
        raise ConfigError(problems)
    return data or {}


def _name(file: Path) -> str:
    return f"site_template/words/{file.name}"
