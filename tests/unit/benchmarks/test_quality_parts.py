"""The measurements of quality cope with a folder that holds only part of the data."""

import json
import sys

from benchmarks import draft_words, quality
from benchmarks.json_lines import json_lines
from benchmarks.quality_feeds import measure


def test_a_line_separator_inside_a_string_ends_no_line(tmp_path):
    file = tmp_path / "items.jsonl"
    items = [{"text": "one\u2028two\u2029three\x85four"}, {"text": "five"}]
    lines = [json.dumps(item, ensure_ascii=False) for item in items]
    file.write_text("\n".join(lines) + "\n\n", encoding="utf-8", newline="\n")
    assert json_lines(file) == items


def test_an_expectation_without_its_feed_is_passed_over(tmp_path):
    folder = tmp_path / "feeds" / "gofeed"
    folder.mkdir(parents=True)
    (folder / "alone_expected.json").write_text('{"title": "T"}')
    (folder / "alone.json").write_text('{"title": "T", "items": []}')
    (folder / "missing_expected.json").write_text('{"title": "T"}')
    (folder / "other.json").write_text('{"title": "T"}')
    rows = {row["measure"]: row["value"] for row in measure(tmp_path)}
    assert rows["gofeed expectations compared"] == 1
    assert rows["gofeed expectations met"] == 1.0


def test_a_part_whose_files_are_missing_is_named_and_the_others_are_measured(tmp_path, monkeypatch, capsys):
    (tmp_path / "feeds").mkdir()
    (tmp_path / "tags").mkdir()  # and no posts in it
    arguments = ["quality", "--data", str(tmp_path), "--json", "--only", "tags", "--only", "feeds"]
    monkeypatch.setattr(sys, "argv", arguments)
    quality.main()
    told = capsys.readouterr()
    assert set(json.loads(told.out)) == {"feeds"}
    assert "tags: left out" in told.err
    assert "posts.jsonl" in told.err


def test_what_is_proposed_for_typed_needs_keeps_its_rules_and_every_round_of_readers_is_told():
    """The letters of a round add up, and what the tool proposes passes its own checks in four languages."""
    judged = json.loads((draft_words.HERE / "judged_words.json").read_text("utf-8"))
    assert all(seen["a"] + seen["b"] + seen["c"] == seen["n"] for seen in judged)
    rows = {row["measure"]: row for row in draft_words.rows()}
    assert sum("judged" in name for name in rows) == 2 * len(judged)
    assert rows["typed needs: objectives that pass"]["value"] == 1.0
    for name in ("typed needs (192): with an objective", "typed needs: with a title"):
        assert rows[name]["value"] >= rows[name]["target"]
