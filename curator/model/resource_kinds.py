"""The kinds of resources, in one table, and the few words that both families of records share.

A new kind is one record here (and its name in `Kind`, which type checkers read), its label in
`site_template/words/` and, if it should look different, one line for its icon in `assets/curator.css`.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["article", "video", "podcast", "paper", "thread", "book", "slides", "tool"]
Status = Literal["draft", "published"]
Level = Literal["error", "warning", "advice"]
Unit = Literal["words", "seconds", "pages", "slides"]


@dataclass(frozen=True, slots=True)
class ResourceKind:
    """What the program knows of one kind of resource."""

    name: Kind
    """As people write it in week files."""
    label: str
    """What pages and mails call it, in English; other languages translate it."""
    noun: str
    """What a question calls one: "the episode"."""
    verb: str
    """How people met it, in the past tense: "what you heard"."""
    schema_type: str
    """Its type in schema.org's vocabulary."""
    unit: Unit = "words"
    """What its length is counted in, where the page or the feed tells it; else its words count."""

    @property
    def is_recording(self) -> bool:
        """Whether it is heard or watched, so that the words on its page are not the thing itself."""
        return self.unit == "seconds"


RESOURCE_KINDS: dict[Kind, ResourceKind] = {
    kind.name: kind
    for kind in (
        ResourceKind("article", "Article", "article", "read", "Article"),
        ResourceKind("video", "Video", "video", "saw", "VideoObject", "seconds"),
        ResourceKind("podcast", "Podcast", "episode", "heard", "PodcastEpisode", "seconds"),
        ResourceKind("paper", "Paper", "paper", "read", "ScholarlyArticle", "pages"),
        ResourceKind("thread", "Thread", "thread", "read", "DiscussionForumPosting"),
        ResourceKind("book", "Book", "book", "read", "Book", "pages"),
        ResourceKind("slides", "Slides", "slide deck", "saw", "PresentationDigitalDocument", "slides"),
        ResourceKind("tool", "Tool", "tool", "tried", "SoftwareApplication"),
    )
}

MINUTES_PER_PAGE = 2
"""A page of a paper or a book, about 500 words, read at the speed of an article."""

MINUTES_PER_UNIT: dict[Unit, float] = {"pages": MINUTES_PER_PAGE, "slides": 0.5}
"""Minutes that one takes, where a kind's length is a count of things."""
