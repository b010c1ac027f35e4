"""Exports: a course as one file to carry elsewhere. One small module a format, behind the `Exporter` port."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from curator.exports.course_book import CourseBook


@dataclass(frozen=True, slots=True)
class Format:
    """A format of curator's own: the module that holds it is imported when it is asked for."""

    module: str
    suffix: str
    label: str
    """What learners read on the link; a text of the catalogues."""
    options: Mapping[str, str] = field(default_factory=dict)

    def write(self, book: CourseBook) -> bytes:
        """Write the course in this format."""
        write: Callable[..., bytes] = import_module(f"curator.exports.{self.module}").write
        return write(book, **self.options)


FORMATS: Mapping[str, Format] = {
    "epub": Format("epub", ".epub", "Book (EPUB)"),
    "cc13": Format("common_cartridge", "-cc13.imscc", "Common Cartridge 1.3", {"version": "1.3"}),
    "cc11": Format("common_cartridge", "-cc11.imscc", "Common Cartridge 1.1", {"version": "1.1"}),
    "scorm12": Format("scorm", "-scorm12.zip", "SCORM 1.2"),
    "offline": Format("offline_folder", "-offline.zip", "Pages for a disk (ZIP)"),
    "pdf": Format("pdf", ".pdf", "Workbook to print (PDF)"),
    "markdown": Format("markdown", "-markdown.zip", "Plain text (Markdown)"),
}
"""The formats by the names that `curate export --to` takes."""
