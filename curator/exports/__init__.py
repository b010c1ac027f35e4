"""Exports: a course as one file to carry elsewhere. One small module a format, behind the `Exporter` port."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from curator.exports.course_book import CourseBook
from curator.site.downloads import SUFFIXES


@dataclass(frozen=True, slots=True)
class Format:
    """A format of curator's own: the module that holds it is imported when it is asked for."""

    module: str
    suffix: str
    options: Mapping[str, str] = field(default_factory=dict)

    def write(self, book: CourseBook) -> bytes:
        """Write the course in this format."""
        write: Callable[..., bytes] = import_module(f"curator.exports.{self.module}").write
        return write(book, **self.options)


FORMATS: Mapping[str, Format] = {
    name: Format(module, SUFFIXES[name], options)
    for name, module, options in (
        ("epub", "epub", {}),
        ("cc13", "common_cartridge", {"version": "1.3"}),
        ("cc11", "common_cartridge", {"version": "1.1"}),
        ("scorm12", "scorm", {}),
        ("offline", "offline_folder", {}),
        ("pdf", "pdf", {}),
        ("markdown", "markdown", {}),
    )
}
"""The formats by the names that `curate export --to` takes."""
