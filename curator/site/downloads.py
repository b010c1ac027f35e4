"""Files that a course offers for taking along: what they are called, and where they stand in the site.

They are made by `curator.exports`; pages know their names only.
"""

from curator.model import Course

SUFFIXES = {
    "epub": ".epub",
    "cc13": "-cc13.imscc",
    "cc11": "-cc11.imscc",
    "scorm12": "-scorm12.zip",
    "offline": "-offline.zip",
    "pdf": ".pdf",
    "markdown": "-markdown.zip",
}
"""Ends of the files' names, by format."""

LABELS = {
    "epub": "Book (EPUB)",
    "cc13": "Common Cartridge 1.3, for Canvas and others",
    "cc11": "Common Cartridge 1.1, for Moodle",
    "scorm12": "SCORM 1.2, for any learning platform",
    "offline": "These pages, for a disk (ZIP)",
    "pdf": "Workbook to print (PDF)",
    "markdown": "Plain text (Markdown)",
}
"""What learners read on the links."""


def file_name(course: Course, name: str) -> str:
    """Name the file of a format, relative to the folder of its course."""
    return f"downloads/{course.slug}{SUFFIXES[name]}"


def links(course: Course) -> tuple[tuple[str, str], ...]:
    """List the files that a course offers: (address relative to its folder, what they are)."""
    return tuple((file_name(course, name), LABELS[name]) for name in dict.fromkeys(course.downloads))
