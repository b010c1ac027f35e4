"""Bytes to text: one set of rules for feeds and for pages, whatever label they carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import ExtractError
from curator.model import Document
from curator.text.decoding import charset_of, decode_feed, decode_page

WORDS = {
    "utf-8": "Größe und Maß",
    "cp1252": "Größe “so”",
    "utf-16": "Größe",
    "utf-16-le": "Größe",
    "utf-16-be": "Größe",
    "utf-32-le": "Größe",
    "koi8-r": "Учиться вместе каждый день",
    "gb18030": "一起学习的方法",
    "iso2022-jp": "共に学ぶ",
    "shift_jis": "共に学ぶ",
}


def document(text: str, encoding: str, declared: str) -> bytes:
    return f'<?xml version="1.0"{declared}?><p>{text}</p>'.encode(encoding)


@pytest.mark.parametrize("encoding", WORDS)
def test_the_servers_label_and_the_documents_own_are_both_believed(encoding):
    text = WORDS[encoding]
    for body, header in (
        (document(text, encoding, ""), f'text/xml; charset="{encoding}"'),
        (document(text, encoding, f' encoding="{encoding}"'), "text/xml"),
    ):
        assert text in decode_feed(Document("https://x.example/", body, header))
        assert text in decode_page(body, header)


@pytest.mark.parametrize(
    "encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "utf-8-sig"]
)
def test_without_a_label_the_bytes_speak(encoding):
    body = document("Größe", encoding, "")
    assert "Größe" in decode_feed(Document("", body))
    assert "Größe" in decode_page(body)


@pytest.mark.parametrize(
    "label", ["nonsense", "idna", "unicode_escape", "utf-7", "zlib", "\0", "ё", "", "utf-16"]
)
def test_a_label_that_cannot_be_right_is_passed_over(label):
    body = document("Größe", "utf-8", "")
    assert "Größe" in decode_feed(Document("", body, f"text/xml; charset={label}"))
    assert "Größe" in decode_page(body, f"text/html; charset={label}")


def test_binary_data_is_no_page():
    with pytest.raises(ExtractError, match="binary"):
        decode_page(b"a\0b\0\0c\1\0\0" * 50)


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(max_size=40)))
def test_any_bytes_of_a_feed_become_text(body, header):
    assert isinstance(decode_feed(Document("", body, header)), str)
    assert len(charset_of(header)) <= 40
