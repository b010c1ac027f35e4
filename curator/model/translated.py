"""Written records of translations: what people write in week-NN.<language>.md and course.<language>.yml.

A translation says words only. Addresses, minutes, days and the names of threads are the original's.
"""

from typing import Annotated

from pydantic import AwareDatetime, Field

from curator.model.resource_kinds import Kind
from curator.model.typed_values import THREAD, Name, Url
from curator.model.written import Written

LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
"""A language as course.yml names it (BCP 47, without its rarer forms)."""
Text = Annotated[str, Field(max_length=400)]


class TranslatedResource(Written):
    """What a translation says of one resource of the week, or the one that stands in its place."""

    url: Url
    """Address of the resource in the original."""
    instead: Url | None = None
    """Address of another resource that stands in its place in this language."""
    title: Text = ""
    """Title; needed with `instead`."""
    source: str = ""
    """Name of the site; with `instead`, for credit."""
    author: str = ""
    """Who made it; with `instead`, for credit."""
    kind: Kind | None = None
    """What it is, where that differs."""
    minutes: Annotated[int, Field(ge=0, le=1000)] | None = None
    """Minutes it takes, where they differ."""
    note: str = ""
    """The curator's note. Markdown."""
    excerpt: Annotated[str, Field(max_length=300)] = ""
    """A short quotation from `instead`; that of the original is never translated."""


class TranslatedQuestion(Written):
    """A question in another language; its thread is that of the original."""

    id: Annotated[str, Field(pattern=THREAD)]
    """The question's id in the original."""
    question: Annotated[str, Field(max_length=600)] = ""
    """The question."""
    silence: dict[str, str] = Field(default_factory=dict)
    """Lint rules that do not apply here, each with the reason."""


class TranslatedPerson(Written):
    """Somebody to meet, in another language."""

    name: Name
    """Name, as in the original."""
    about: str = ""
    """One sentence: who this is, and why to meet them."""


class TranslatedEvent(Written):
    """An event in another language; when it is stays the original's business."""

    starts: AwareDatetime
    """When it starts in the original: this tells which event is meant."""
    title: Text = ""
    """What it is."""
    where: str = ""
    """The place."""


class TranslatedThanks(Written):
    """A word of thanks in another language."""

    name: Name
    """Who, as in the original."""
    reason: Annotated[str, Field(alias="for")] = ""
    """What for."""


class TranslatedConnection(Written):
    """The people part in another language."""

    people: tuple[TranslatedPerson, ...] = ()
    """People of the original, by name."""
    prompts: tuple[str, ...] = ()
    """All the small steps, in the order of the original."""
    events: tuple[TranslatedEvent, ...] = ()
    """Events of the original, by their start."""
    thanks: tuple[TranslatedThanks, ...] = ()
    """Thanks of the original, by name."""


class TranslatedWeek(Written):
    """courses/<course>/week-NN.<language>.md. What it leaves empty stands in the original's language."""

    thread: Annotated[str, Field(pattern=THREAD)] | None = None
    """Name of the week's threads, so that the translation goes along when the week moves."""
    translated: Annotated[str, Field(pattern=r"^[0-9a-f]*$", max_length=64)] = ""
    """Fingerprint of the original as it was translated; `curate translate` writes it."""
    title: Text = ""
    """Title of the week."""
    objective: str = ""
    """What a learner can do by the end of the week."""
    content: tuple[TranslatedResource, ...] = ()
    """What is said of resources, by the address in the original."""
    conversation: tuple[TranslatedQuestion, ...] = ()
    """The questions, by their ids."""
    connection: TranslatedConnection = TranslatedConnection()
    """The people part."""
    introduction: str = ""
    """The Markdown below the front matter."""


class TranslatedCourse(Written):
    """courses/<course>/course.<language>.yml: what the course says of itself in another language."""

    title: Text = ""
    """Title of the course."""
    about: str = ""
    """What learners read on the course's page."""
    audience: str = ""
    """For whom it is."""
    weeks: tuple[Text, ...] = ()
    """Titles of the weeks as they are planned, in their order."""
    rules: tuple[str, ...] = ()
    """The rules of the guidelines, one line each."""
