"""Records of what others say to whoever curates: suggestions, nominations and agreements.

The text under each field is its line in the reference.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from curator.model.typed_values import Url
from curator.model.written import Written


class Suggestion(Written):
    """A resource that somebody suggested; becomes a candidate with credit."""

    url: Url
    """Address of what is suggested."""
    by: str = ""
    """Who suggests it; gets the credit."""
    note: str = ""
    """Why it is worth a look."""
    on: date | None = None
    """Day of the suggestion."""


class Nomination(Written):
    """What somebody would put into a week, and why; the curator decides."""

    week: Annotated[int, Field(ge=1, le=9999)]
    """Week it is meant for."""
    url: Url
    """Address of what is nominated."""
    title: Annotated[str, Field(max_length=400)] = ""
    """Its title."""
    by: Annotated[str, Field(min_length=1, max_length=120)]
    """Who nominates it."""
    note: Annotated[str, Field(max_length=600)] = ""
    """Why."""
    on: date | None = None
    """Day of the nomination."""


class Agreement(Written):
    """Somebody has read a week and agrees to it; it gives no right and withholds none."""

    week: Annotated[int, Field(ge=1, le=9999)]
    """Week that is agreed to."""
    by: Annotated[str, Field(min_length=1, max_length=120)]
    """Who agrees."""
    on: date | None = None
    """Day of the agreement."""
    of: Annotated[str, Field(max_length=40)] = ""
    """Fingerprint of what was agreed to: when the week says something else by now, the page says so."""


class Nominations(Written):
    """courses/<course>/nominations.yml: what several curators think, along with the weeks in Git."""

    nominations: tuple[Nomination, ...] = ()
    """What was nominated, oldest first."""
    agreed: tuple[Agreement, ...] = ()
    """Who agrees to which week, oldest first."""
