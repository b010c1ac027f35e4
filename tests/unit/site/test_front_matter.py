"""Front matter that the generator writes is read without a YAML parser, and comes out the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import meta

from curator.site.engine_mkdocs import _front

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9999)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), VALUES, min_size=1, max_size=5))
def test_both_read_the_same(front):
    lines = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in front.items())
    page = f"---\n{lines}---\n\n# Title\n\n---\n\nMore\n"
    assert _front(page) == ("# Title\n\n---\n\nMore\n", front)
    if not any(
        mark in page for mark in "\x85\u2028\u2029\ufeff\ufffe\uffff"
    ):  # these YAML takes for line ends, or refuses
        assert meta.get_data(page) == _front(page)


@pytest.mark.parametrize(
    "page",
    ["# No front matter", "---\ntitle: plain words\n---\n# A", "---\na: 1\n  b: 2\n---\n", "---\na: 1\n", ""],
)
def test_any_other_is_left_to_the_engine(page):
    assert _front(page) is None
