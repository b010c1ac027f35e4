"""Extraction: pages in, articles out, as pairs of files; and the cause in words where there is none."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from curator.errors import ExtractError
from curator.execution.workers import Workers
from curator.extract import PRELOAD, extract
from curator.model import Article, Document, Entry

CASES = Path(__file__).parents[2] / "fixtures" / "extract"
WEB = Path(__file__).parents[3].parent / "shared" / "data" / "web"


def case(name: str) -> tuple[Document, Entry | None, str, dict]:
    told = json.loads((CASES / f"{name}.json").read_text())
    document = Document(
        told.get("url", "https://ward.example/page"),
        (CASES / f"{name}.html").read_bytes(),
        "text/html; charset=utf-8",
        tuple((name, value) for name, value in told.get("headers", [])),
    )
    fields = told.get("entry")
    if fields and "published" in fields:
        fields["published"] = datetime.fromisoformat(fields["published"])
    return document, Entry(**fields) if fields else None, told.get("feed_title", ""), told


def plain(article: Article, name: str) -> object:
    value = getattr(article, name)
    if isinstance(value, date):
        return value.isoformat()
    return json.loads(json.dumps(value)) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.json")))
def test_every_page_gives_what_stands_beside_it(name):
    document, entry, feed_title, told = case(name)
    if "error" in told:
        with pytest.raises(ExtractError, match=told["error"]):
            extract(document, entry=entry, feed_title=feed_title)
        return
    article = extract(document, entry=entry, feed_title=feed_title)
    assert {key: plain(article, key) for key in told["expect"]} == told["expect"]
    if "text" in told:
        assert article.text.split("\n") == told["text"]
    for part in told.get("contains", []):
        assert part in article.text
    for part in told.get("lacks", []):
        assert part not in article.text + article.title + article.author
    assert article.url == document.url
    assert article.entry is entry


def test_the_same_bytes_give_the_same_article():
    document, *_ = case("article")
    assert extract(document) == extract(document)


def test_the_same_bytes_give_the_same_article_in_every_process():
    """Whatever the seed of string hashes, on which the order of sets depends."""
    script = (
        "import sys, hashlib; from pathlib import Path; from curator.extract import extract; "
        "from curator.model import Document; from curator.errors import ExtractError\n"
        "for path in sorted(Path(sys.argv[1]).glob('*.html')):\n"
        "    try: print(extract(Document('https://ward.example/p', path.read_bytes())))\n"
        "    except ExtractError as error: print(error)\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script, str(CASES)],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert "Mara Lindqvist" in runs[0]


def test_importing_the_package_loads_no_parser():
    script = "import sys, curator.extract; print({'trafilatura', 'lxml', 'justext'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


PAGE = (
    '<html lang="en"><head>{head}<title>Café – naïve</title></head><body><article>'
    "<p>The café’s owner said that "
    "naïve questions, asked in good faith by people who want to know, taught her staff more than any "
    "course she ever paid for.</p>"
    "<p>“Ask again,” she told them, “and ask the person who does the work.”</p></article>"
)


@pytest.mark.parametrize(
    ("encoding", "head", "content_type"),
    [
        ("utf-8", "", "text/html"),
        ("utf-8", "", None),
        ("utf-8", "", "text/html; charset=iso-8859-1"),
        ("utf-8", '<meta charset="windows-1252">', "text/html"),
        ("utf-8-sig", "", "text/html; charset=latin1"),
        ("utf-16", "", "text/html"),
        ("utf-16-le", "", "text/html"),
        ("cp1252", "", "text/html; charset=utf-8"),
        ("cp1252", '<meta charset="utf-8">', "text/html"),
        ("cp1252", '<meta http-equiv="content-type" content="text/html; charset=iso-8859-1">', None),
        ("cp1252", "", "text/html; charset=nonsense"),
        ("cp1252", "", None),
    ],
)
def test_letters_survive_whatever_the_labels_say(encoding, head, content_type):
    body = PAGE.format(head=head).encode(encoding)
    article = extract(Document("https://ward.example/p", body, content_type))
    assert article.title == "Café – naïve"
    assert "The café’s owner said that naïve questions" in article.text
    assert "“Ask again,” she told them" in article.text


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("shift_jis", "shift_jis", "毎週木曜日に、三階の夜勤の看護師たちは勤務の前に二十分だけ集まります。"),
        ("euc_kr", "euc-kr", "매주 목요일 삼층의 야간 간호사들은 근무 전에 이십 분 동안 모입니다."),
        ("gb18030", "gb2312", "每个星期四，三楼的夜班护士在上班之前聚在一起二十分钟。"),
        (
            "cp1251",
            "windows-1251",
            "Каждый четверг ночные сёстры третьего этажа собираются на двадцать минут.",
        ),
        (
            "iso2022_jp",
            "iso-2022-jp",
            "毎週木曜日に、三階の夜勤の看護師たちは勤務の前に二十分だけ集まります。",
        ),
    ],
)
def test_other_scripts_are_read_by_their_label(encoding, declared, text):
    page = (
        f'<html><head><meta charset="{declared}"><title>T</title></head><body><p>{text * 4}</p></body></html>'
    )
    article = extract(Document("https://ward.example/p", page.encode(encoding), "text/html"))
    assert article.text == text * 4


def test_text_that_was_encoded_twice_is_repaired():
    twice = PAGE.format(head="").encode().decode("latin-1").encode()
    article = extract(Document("https://ward.example/p", twice, "text/html; charset=utf-8"))
    assert article.title == "Café – naïve"
    assert "The café’s owner" in article.text


def test_a_few_bad_bytes_do_not_spoil_a_page():
    body = (
        PAGE.format(head="").encode()
        + b"<p>it\x92s late, and caf\xe9s close, but the questions go on and on.</p>"
    )
    article = extract(Document("https://ward.example/p", body, "text/html; charset=utf-8"))
    assert "The café’s owner" in article.text
    assert "it’s late, and cafés close" in article.text


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        (b"", "text/html", "empty"),
        (b"   \n", None, "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "application/pdf", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "image"),
        (b"PK\x03\x04....", None, "archive"),
        (b"\x00\x01\x02\x03" * 300, None, "binary|no page|empty"),
        (b'<?xml version="1.0"?>\n<!-- x --><rss version="2.0"></rss>', "text/html", "a feed, not a page"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', None, "a feed, not a page"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "application/json", "JSON"),
        (b'<?xml version="1.0"?><urlset></urlset>', None, "data, not a page"),
        (b"just some words", None, "text that is no page"),
        (b"<" * 5000, "text/html", "."),
        (b"<html>" * 3000, "text/html", "empty"),
    ],
)
def test_what_is_no_page_is_called_by_its_name(body, content_type, words):
    with pytest.raises(ExtractError, match=words):
        extract(Document("https://ward.example/p", body, content_type))


def test_plain_text_is_an_article_of_its_paragraphs():
    text = (
        "Twenty minutes\n\n"
        + "One of them brings a case & the others ask. " * 5
        + "\n\nThen <b>they</b> go to work."
    )
    article = extract(Document("https://ward.example/letter.txt", text.encode(), "text/plain"))
    assert article.text.startswith("Twenty minutes\nOne of them brings a case & the others ask.")
    assert article.text.endswith("Then ‹b›they‹/b› go to work.")


def test_a_wall_leaves_the_feeds_own_text():
    """A wall is never taken for text; a feed that says everything makes the page unnecessary."""
    document, *_ = case("wall-consent")
    _, entry, _, _ = case("feed-says-more")
    article = extract(document, entry=entry, feed_title="The Ward Letter")
    assert "cookies" not in article.text
    assert article.text.startswith("Every Thursday the night nurses")
    assert article.source == "The Ward Letter"
    with pytest.raises(ExtractError, match="consent wall"):
        extract(document, entry=replace(entry, content="<p>Too little.</p>"))


def test_a_recording_behind_a_wall_keeps_the_feeds_words():
    document, *_ = case("wall-robots")
    entry = Entry(
        "https://ward.example/e", "Episode 3", kind="podcast", seconds=600, summary="Three nurses talk."
    )
    article = extract(document, entry=entry)
    assert (article.kind, article.minutes, article.text) == ("podcast", 10, "Three nurses talk.")


def test_fields_are_capped():
    long = "word " * 3_000
    body = (
        f'<html lang="en"><head><title>{long}</title><meta name="author" content="{long}">'
        f'<meta name="description" content="{long}"></head><body><article><p>{long * 35}</p></article></body>'
    )
    article = extract(Document("https://ward.example/p", body.encode(), "text/html"))
    assert len(article.title) <= 400
    assert len(article.author) <= 200
    assert 1_000 < len(article.summary) <= 2000
    assert 300_000 < len(article.text) <= 400_000


@pytest.mark.parametrize(
    ("bomb", "words"),
    [
        ("<p>x" * 250_000, "more than 30,000 elements"),
        ("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">text", "single word"),
        ("<div>" * 200_000, "empty"),
        ('<script type="application/ld+json">' + "[" * 500_000 + "</script><p>text", "single word"),
    ],
)
def test_a_bomb_is_refused_in_words_within_the_limits_of_a_worker(bomb, words):
    """Each took from ten seconds to two minutes, or far more memory, before it was bounded."""
    document = Document("https://ward.example/p", f"<html><body>{bomb}".encode(), "text/html")
    with Workers(1, cpu_seconds=10, preload=PRELOAD) as workers:
        (result,) = workers.map(extract, [document])
    assert isinstance(result.error, ExtractError)
    assert words in str(result.error)


def test_control_characters_and_direction_marks_are_gone():
    body = PAGE.format(head="").replace("naïve", "na\u202eïve\u0007\u200b\ufeff").encode()
    article = extract(Document("https://ward.example/p", body, "text/html"))
    assert "naïve questions" in article.text
    assert article.title == "Café – naïve"


def test_dates_and_kinds_of_the_feed_win():
    document, *_ = case("article")
    when = datetime(2026, 3, 9, tzinfo=UTC)
    entry = Entry(
        "https://ward.example/p",
        "A title",
        updated=when,
        kind="thread",
        licence="https://creativecommons.org/licenses/by/4.0/",
    )
    article = extract(document, entry=entry)
    assert (article.published, article.kind, article.licence) == (when, "thread", entry.licence)


def test_reading_ease_tells_easy_from_hard():
    def page(text: str) -> Document:
        return Document(
            "https://ward.example/p", f'<html lang="en"><body><p>{text}</p></body></html>'.encode()
        )

    easy = extract(
        page("The dog ran to the man. He was glad to see it. They went home and ate. " * 10)
    ).reading_ease
    hard = extract(
        page(
            "Organisational epistemology necessitates interdisciplinary considerations regarding "
            "institutional accountability, methodological transparency and longitudinal evaluation. " * 8
        )
    ).reading_ease
    assert easy is not None
    assert hard is not None
    assert easy > 80 > 20 > hard
    short = extract(page("Too short to tell how easy it is, for a formula that wants a hundred words."))
    assert short.reading_ease is None


@pytest.mark.parametrize(
    ("text", "words", "minutes"),
    [
        ("The board hangs beside the door.\n" * 119, 714, 3),
        ("他们在夜班之前见面二十分钟。" * 55, 639, 3),  # 715 characters, 255 of them a minute when read aloud
        ("引き継ぎは五分で終わる。" * 100, 703, 3),
        ("พยาบาลกะดึกพบกันก่อนเริ่มงาน " * 100, 723, 3),
        ("문 옆에 칠판이 걸려 있다.\n" * 100, 500, 2),  # Korean puts spaces between words
        ("The word 漢字 stands in a long English text about writing.\n" * 40, 400 + 71, 2),
    ],
)
def test_minutes_are_those_of_the_script(text, words, minutes):
    article = Article("https://ward.example/p", "A title", text)
    assert article.words == pytest.approx(words, rel=0.02)
    assert article.minutes == minutes


def test_the_feeds_text_counts_as_more_in_a_script_without_spaces():
    page = "<p>" + "引き継ぎは五分で終わる。" * 3
    said = "<p>" + "引き継ぎは五分で終わる。私たちは九つの病棟で尋ねた。" * 20
    entry = Entry("https://ward.example/p", "引き継ぎ", content=said)
    article = extract(Document("https://ward.example/p", page.encode(), "text/html"), entry=entry)
    assert "九つの病棟" in article.text  # only the feed says it


# --- the captured pages, where they are at hand -----------------------------------------------------

needs_web = pytest.mark.skipif(not WEB.exists(), reason="the captured pages are not at hand")


@needs_web
def test_hostile_pages_come_out_as_words():
    pages = [page for page in json.loads((WEB / "pages.json").read_text()) if page["kind"] == "hostile"]
    assert pages
    for page in pages:
        body = (WEB / "hosts" / page["host"] / "pages" / f"{page['id']}.html").read_bytes()
        article = extract(Document(page["url"], body, "text/html"))
        assert "has to survive cleaning" in article.text
        assert not re.search(r"<[a-z/!?]", article.text + article.title + article.author, re.IGNORECASE)


@needs_web
def test_a_sample_of_captured_pages_reads_as_annotated():
    """A sixteenth of the pages; benchmarks.quality_extraction measures them all."""
    from benchmarks.quality_extraction import read_truth, scores

    truth = dict(list(read_truth(WEB).items())[::16])
    found = {}
    for address, (body, _) in truth.items():
        found[address] = extract(Document(address, body, "text/html")).text
    f1 = [scores(text, found[address])[2] for address, (_, text) in truth.items()]
    assert sum(f1) / len(f1) >= 0.95
