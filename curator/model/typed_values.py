"""Types of single values that people write: addresses, names, time zones, breaks. Each says what is wrong."""

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from curator.urls import web_address


def _web_address(value: object) -> object:
    """Refuse anything but addresses that a page can link to."""
    if not isinstance(value, str):
        return value
    found = web_address(value)
    if not found:
        raise ValueError("not a web address: write it in full, starting with https://")
    return found


def _web_address_or_none(value: object) -> object:
    return value if value == "" else _web_address(value)


def _feed_address(value: object) -> object:
    """Take what may be asked for: an address that may hold a login ("https://ada:secret@wiki.example/feed")."""
    if isinstance(value, str):
        _web_address(value)
        return value.strip()
    return value


Url = Annotated[str, BeforeValidator(_web_address)]
UrlOrNone = Annotated[str, BeforeValidator(_web_address_or_none)]
"""An address, or "" for what has none, such as a book on a shelf."""
FeedUrl = Annotated[str, BeforeValidator(_feed_address)]
SLUG = r"^[a-z0-9][a-z0-9-]{0,63}$"
"""What a course's folder may be called: it is part of every address."""
THREAD = r"^[a-z0-9][a-z0-9-]{0,31}$"
"""What names a week's threads, and a question's."""
Slug = Annotated[str, Field(pattern=SLUG)]


def _zone(value: object) -> object:
    """Refuse what is no time zone of the tz database (IANA)."""
    if isinstance(value, str) and value:
        try:
            ZoneInfo(value)
        except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
            raise ValueError("not a time zone: write it like Europe/Berlin") from None
        except KeyError:
            raise ValueError("not a time zone: write it like Europe/Berlin") from None
    return value


def _break(value: object) -> object:
    """Read "2026-12-21/2027-01-03", first and last day (ISO 8601); a single day is a break, too."""
    if isinstance(value, datetime) or not isinstance(value, str | date):
        return value
    try:
        days = [date.fromisoformat(part.strip()) for part in str(value).split("/")]
    except ValueError:
        days = []
    if len(days) not in (1, 2):
        raise ValueError("not a break: write its first and last day like 2026-12-21/2027-01-03")
    if days[-1] < days[0]:
        raise ValueError("the break ends before it begins: the first day stands before the /")
    return days[0], days[-1]


Zone = Annotated[str, BeforeValidator(_zone)]
Break = Annotated[tuple[date, date], BeforeValidator(_break)]
Name = Annotated[str, Field(min_length=1, max_length=400)]
