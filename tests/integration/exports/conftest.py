"""Courses and their files, made once for all tests of exports."""

from collections.abc import Callable, Mapping

import pytest
from export_fixture import COURSES, hostile_book, own_book, shaped

from curator.exports import FORMATS
from curator.exports.course_book import CourseBook

Made = Callable[[str, str], bytes]


@pytest.fixture(scope="session")
def books(tmp_path_factory) -> Mapping[str, CourseBook]:
    """The repository's own course, three of other shapes, and one that is hostile in every field."""
    folder = tmp_path_factory.mktemp("books")
    shapes = {name: shaped(folder / name, name) for name in COURSES}
    return {"own": own_book(), **shapes, "hostile": hostile_book(folder / "hostile")}


@pytest.fixture(scope="session")
def made(books) -> Made:
    """Return the bytes of a course in a format."""
    kept: dict[tuple[str, str], bytes] = {}

    def make(name: str, form: str) -> bytes:
        if (name, form) not in kept:
            kept[name, form] = FORMATS[form].write(books[name])
        return kept[name, form]

    return make
