"""IMS Common Cartridge 1.3 and 1.1: a module a week, resources as web links, questions as discussion topics.

Canvas and Open edX (through cc2olx) read 1.3. Moodle reads 1.0 and 1.1 only, and looks for the namespace of
1.1 within the first 500 bytes of the manifest, so the manifest begins with `identifier` and that namespace.
Introduction and connection of a week are pages; notes, excerpts and credits stand on the first of them.
"""

from dataclasses import dataclass

from curator.exports.course_book import Asked, Chapter, CourseBook
from curator.exports.drawing import draw, original, page
from curator.exports.zipped import pack
from curator.model import Resource
from curator.site.escape import clean

MANIFEST = "imsmanifest.xml"


@dataclass(frozen=True, slots=True)
class CartridgeItem:
    """One line of a week's module in the course: a file with its type, or without a file a line of text."""

    id: str
    title: str
    file: str = ""
    type: str = "webcontent"
    data: bytes = b""


def write(book: CourseBook, *, version: str) -> bytes:
    """Write a cartridge; `version` is "1.3" or "1.1"."""
    mark = version.replace(".", "p")
    modules = [(chapter, _items(book, chapter, mark)) for chapter in book.chapters]
    title = book.title or book.t.say("Course")
    about = CartridgeItem("about", title, "about.html", data=_html(book, "about", book.title))
    files = {item.file: item.data for _, items in modules for item in items if item.file}
    manifest = page("imsmanifest-cc.xml.j2", book, modules=modules, about=about, mark=mark, version=version)
    return pack({MANIFEST: manifest, about.file: about.data, **files})


def _items(book: CourseBook, chapter: Chapter, mark: str) -> list[CartridgeItem]:
    t, at = book.t, f"w{chapter.slot.week:02d}"
    content = _html(book, "content", chapter.slot.title, chapter)
    connection = _html(book, "connection", t.say("Connection"), chapter)
    return [
        CartridgeItem(
            f"{at}-content", t.say("Introduction"), f"{chapter.name}/introduction.html", data=content
        ),
        *(
            _link(book, chapter, number, resource, mark)
            for number, resource in enumerate(chapter.module.content, 1)
        ),
        *(_topic(book, chapter, asked, mark) for asked in chapter.questions),
        CartridgeItem(
            f"{at}-connection", t.say("Connection"), f"{chapter.name}/connection.html", data=connection
        ),
    ]


def _html(book: CourseBook, part: str, title: str, chapter: Chapter | None = None) -> bytes:
    return page("page-cc.html.j2", book, part=part, title=clean(title), chapter=chapter)


def _link(book: CourseBook, chapter: Chapter, number: int, resource: Resource, mark: str) -> CartridgeItem:
    """Make a web link; a resource that has no address stays as a line of text."""
    at = f"w{chapter.slot.week:02d}-r{number}"
    if not (address := original(resource)):
        return CartridgeItem(at, resource.title)
    data = page("weblink.xml.j2", book, title=resource.title, address=address, mark=mark)
    return CartridgeItem(at, resource.title, f"{chapter.name}/link-{number}.xml", f"imswl_xmlv{mark}", data)


def _topic(book: CourseBook, chapter: Chapter, asked: Asked, mark: str) -> CartridgeItem:
    at, words = f"w{chapter.slot.week:02d}-q{asked.number}", asked.question.question
    text = draw("topic.html.j2", book, chapter=chapter, asked=asked)
    data = page("topic.xml.j2", book, title=words, text=text, mark=mark)
    return CartridgeItem(at, words, f"{chapter.name}/question-{asked.number}.xml", f"imsdt_xmlv{mark}", data)
