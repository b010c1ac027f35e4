"""Commands change what they name and nothing else: text in, text out."""

import copy
import difflib
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.errors import ConfigError
from curator.model import Module, Resource, Why
from curator.weeks import edit
from curator.weeks.edit import module_of
from curator.weeks.front_matter import split
from curator.weeks.week_file import new_week_text, untouched

HAND = (Path(__file__).parents[2] / "fixtures/course/hand.md").read_text(encoding="utf-8")
WHY_A = next(line for line in HAND.split("\n") if "score: 0.71" in line)
A, B, C = "https://example.org/a", "https://example.org/b", "https://example.org/c"


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """Lines that went and lines that came."""
    diff = list(difflib.ndiff(old.splitlines(), new.splitlines()))
    return [d[2:] for d in diff if d[0] == "-"], [d[2:] for d in diff if d[0] == "+"]


@pytest.mark.parametrize(
    ("change", "gone", "came"),
    [
        (lambda t: edit.set_status(t, "draft"), ["status: published"], ["status: draft"]),
        (
            lambda t: edit.set_field(t, ("title",), "Guilds: why they last"),
            ["title:   'Guilds that last'      # working title"],
            ['title:   "Guilds: why they last"      # working title'],
        ),
        (
            lambda t: edit.set_field(t, ("content", 1, "minutes"), 14),
            ["    minutes: 12   # measured"],
            ["    minutes: 14   # measured"],
        ),
        (
            lambda t: edit.set_note(t, C, "Only two minutes, and worth them."),
            ['  - {url: https://example.org/c, title: Short and sweet, minutes: 2, note: "Nothing, really"}'],
            [
                "  - {url: https://example.org/c, title: Short and sweet, minutes: 2, "
                'note: "Only two minutes, and worth them."}'
            ],
        ),
        (
            lambda t: edit.set_note(t, A, "Read it twice."),
            [
                "    note: |",
                "      Read this first.",
                "",
                "      # not a comment, a heading",
                "      - and a list",
            ],
            ["    note: Read it twice."],
        ),
        (lambda t: edit.set_note(t, B, "Watch the end."), [], ["    note: Watch the end."]),
        (
            lambda t: edit.archive(t, B, "https://archive.example/b"),
            [],
            ["    archived: https://archive.example/b"],
        ),
        (
            lambda t: edit.silence(t, "q1", "stacked", "two halves of one thing"),
            [],
            ["  silence:", "    stacked: two halves of one thing"],
        ),
        (
            lambda t: edit.set_question(t, "q2", "What would you ask the speaker?"),
            ['- {id: q2, question: "What would you ask the speaker, and why?", about: 2}   # the best one'],
            ['- {id: q2, question: "What would you ask the speaker?", about: 2}   # the best one'],
        ),
        (
            lambda t: edit.set_question(t, "q3", "Which habit would you try first?", about=1),
            ["  question: >-", "    Which habit would you try", "    first, and with whom?"],
            ["  question: Which habit would you try first?", "  about: 1"],
        ),
        (
            lambda t: edit.append(t, ("connection", "thanks"), {"name": "Kim", "for": "a link"}),
            [],
            ["    - name: Kim", "      for: a link"],
        ),
        (
            lambda t: edit.append(t, ("connection", "prompts"), "Call a friend."),
            [],
            ["    - Call a friend."],
        ),
        (
            lambda t: edit.remove_field(t, ("connection", "prompts", 0)),
            ["  prompts:", "    - Ask a colleague."],
            ["  prompts: []"],
        ),
        (lambda t: edit.set_introduction(t, "Hello."), None, ["Hello."]),
        (
            lambda t: edit.add_question(t, "Where would you begin?", 3),
            [],
            ["- id: q4", "  question: Where would you begin?", "  about: 3"],
        ),
        (
            lambda t: edit.retag(t, {A: ["feedback", "habits"], B: ["talks"], C: ["never"]}),
            [
                "    tags: [communities of practice,   feedback]",
                WHY_A,
                "      - craft",
                "      tags: [craft]",
            ],
            [
                "    tags: [feedback, habits]",
                WHY_A.replace("communities of practice, feedback", "feedback, habits"),
                "      - talks",
                "      tags: [talks]",
            ],
        ),
    ],
)
def test_one_command_changes_only_its_lines(change, gone, came) -> None:
    """Every other line of a file full of comments and odd formatting stays byte for byte."""
    new = change(HAND)
    went, arrived = changed_lines(HAND, new)
    assert arrived == came
    assert gone is None or went == gone
    assert module_of(new) != module_of(HAND)


def test_dropping_moves_the_resource_and_keeps_the_questions_pointing(tmp_path) -> None:
    """A dropped resource is listed with its reason; `about` follows the others."""
    new = module_of(edit.drop_resource(HAND, "http://www.example.org/a/", "too short"))
    assert [r.url for r in new.content] == [B, C]
    assert [(d.url, d.title, d.why) for d in new.dropped] == [
        (A, "Seven habits: a field report", "too short")
    ]
    assert [(q.id, q.about) for q in new.conversation] == [("q1", None), ("q2", 1), ("q3", None)]
    assert "# Bo's talk" in edit.drop_resource(HAND, A)


def test_a_dropped_resource_can_come_back() -> None:
    """Adding it again takes it off the list of dropped ones."""
    module = module_of(HAND)
    dropped = edit.drop_resource(HAND, B, "sound")
    back = module_of(edit.add_resource(dropped, module.content[1], at=0))
    assert [r.url for r in back.content] == [B, A, C]
    assert back.dropped == ()
    assert [(q.id, q.about) for q in back.conversation] == [("q1", 2), ("q2", 1), ("q3", None)]
    assert module_of(edit.restore_dropped(dropped, B)).dropped == ()


def test_moving_takes_the_comment_above_along() -> None:
    """Questions keep pointing at their resources, and no line is lost."""
    new = edit.move_resource(HAND, B, 2)
    assert [r.url for r in module_of(new).content] == [A, C, B]
    assert [(q.id, q.about) for q in module_of(new).conversation] == [("q1", 1), ("q2", 3), ("q3", None)]
    assert sorted(new.splitlines()) == sorted(
        HAND.replace('and why?", about: 2}', 'and why?", about: 3}').splitlines()
    )
    assert new.index("# Bo's talk") > new.index("Short and sweet")


def test_adding_twice_changes_nothing() -> None:
    resource = Resource(url="https://www.example.org/c/?utm_source=x", title="Again")
    assert edit.add_resource(HAND, resource) == HAND


def test_the_last_item_can_go_and_come_back() -> None:
    """An emptied list stays a list."""
    text = HAND
    for url in (A, B, C):
        text = edit.drop_resource(text, url)
    assert module_of(text).content == ()
    assert "content: []" in text
    text = edit.add_resource(text, Resource(url=A, title="A"))
    assert [r.url for r in module_of(text).content] == [A]


def test_line_endings_and_bom_stay() -> None:
    """A file from Windows stays one, to the last line."""
    text = "\ufeff" + HAND.replace("\n", "\r\n")
    new = edit.set_introduction(edit.set_note(text, B, "One.\nTwo."), "Hello\nthere.")
    new = edit.add_resource(new, Resource(url="https://example.org/d", title="D", note="x"))
    assert new.startswith("\ufeff---\r\n")
    assert new.count("\n") == new.count("\r\n") > HAND.count("\n")
    assert "note: |-\r\n      One.\r\n      Two.\r\n" in new
    assert "Hello\r\nthere.\r\n" in new
    mac = HAND.replace("\n", "\r")
    assert edit.set_status(mac, "draft") == mac.replace("status: published", "status: draft")


def test_what_cannot_be_changed_alone_is_refused() -> None:
    """A value that stands in two places at once is not changed in one of them."""
    shared = HAND.replace("minutes: 6", "minutes: &m 6").replace("minutes: 2,", "minutes: *m,")
    assert module_of(shared).content[2].minutes == 6
    with pytest.raises(ConfigError, match="by hand"):
        edit.set_field(shared, ("content", 0, "minutes"), 7)
    with pytest.raises(ConfigError, match="by hand"):
        edit.set_field(shared, ("content", 2, "minutes"), 7)


def test_an_edit_that_makes_the_week_invalid_is_refused() -> None:
    with pytest.raises(ConfigError, match="minutes"):
        edit.set_field(HAND, ("content", 0, "minutes"), -1)
    with pytest.raises(ConfigError, match="this week holds"):
        edit.set_note(HAND, "https://example.org/nowhere", "x")
    with pytest.raises(ConfigError, match="this week holds: q1, q2, q3"):
        edit.set_question(HAND, "q9", "x")
    with pytest.raises(ConfigError, match="merge-conflict"):
        edit.set_introduction(HAND, "<<<<<<< HEAD\nx")


def test_question_ids_are_never_used_twice() -> None:
    text = edit.drop_question(HAND, "q3")
    assert "{id: q2" in text
    assert (
        module_of(edit.add_question(text, "How would you begin?", taken=("q3", "q7"))).conversation[-1].id
        == "q8"
    )


# --- retagging ---------------------------------------------------------------------------------------


@given(
    shown=st.lists(st.sampled_from("abcdef"), unique=True).map(tuple),
    before=st.lists(st.sampled_from("abcdef"), unique=True).map(tuple),
    now=st.lists(st.sampled_from("abcdef"), unique=True).map(tuple),
    later=st.lists(st.sampled_from("abcdef"), unique=True).map(tuple),
)
def test_retagging_never_touches_what_a_person_did(shown, before, now, later) -> None:
    """A person's tag stays, a person's removal stays, today and at the next retagging."""
    added, removed = set(shown) - set(before), set(before) - set(shown)
    for tags in (now, later):
        shown, before = edit.merged_tags(shown, before, tags)
        assert added <= set(shown)
        assert not removed & set(shown)
        assert set(shown) - added == set(tags) - added - removed
    assert edit.merged_tags(shown, before, later) == (shown, before)


def test_the_tools_own_changes_keep_a_draft_untouched() -> None:
    """Retagging and archiving do not make a draft look as if a person had edited it."""
    resource = Resource(url=A, title="A", tags=("x",), why=Why(tags=("x",)))
    text = new_week_text(Module(week=1, title="One", content=(resource,)))
    assert untouched(text)
    assert untouched(edit.retag(text, {A: ["y"]}))
    assert module_of(edit.retag(text, {A: ["y"]})).content[0].tags == ("y",)
    assert untouched(edit.archive(text, A, "https://archive.example/a"))
    assert not untouched(edit.set_note(text, A, "Mine."))
    assert not untouched(edit.retag(edit.set_note(text, A, "Mine."), {A: ["y"]}))


# --- any human edit survives any sequence of commands --------------------------------------------------

words = st.text("abc déß\n:#-'\"[]{},&*!|>%@`\\ \t?=.…😀", min_size=1, max_size=60)
urls = st.sampled_from([A, B, C, "https://example.org/new", "https://example.org/other"])
human = st.one_of(
    st.tuples(st.just("comment line"), st.integers(0, 80), st.integers(0, 8)),
    st.tuples(st.just("comment behind"), st.integers(0, 80), st.just(0)),
    st.tuples(st.just("blank line"), st.integers(0, 80), st.just(0)),
    st.tuples(st.just("swap lines"), st.integers(0, 80), st.just(0)),
    st.tuples(st.just("double spaces"), st.integers(0, 80), st.just(0)),
    st.tuples(st.just("trailing space"), st.integers(0, 80), st.just(0)),
)
command = st.one_of(
    st.tuples(st.just("set_note"), urls, words),
    st.tuples(st.just("set_status"), st.sampled_from(["draft", "published"])),
    st.tuples(st.just("set_introduction"), words),
    st.tuples(st.just("minutes"), urls, st.integers(0, 90)),
    st.tuples(st.just("title"), words),
    st.tuples(st.just("add"), urls, words, st.none() | st.integers(0, 4)),
    st.tuples(st.just("drop"), urls, words),
    st.tuples(st.just("move"), urls, st.integers(0, 4)),
    st.tuples(st.just("set_question"), st.sampled_from(["q1", "q2", "q3"]), words),
    st.tuples(
        st.just("silence"), st.sampled_from(["q1", "q2", "q3"]), st.sampled_from(["long", "bare"]), words
    ),
    st.tuples(st.just("retag"), urls, st.lists(st.sampled_from(["craft", "feedback", "new"]), unique=True)),
    st.tuples(st.just("archive"), urls),
    st.tuples(st.just("prompt"), words),
)


def by_hand(text: str, step: tuple, marker: str) -> str:
    """Edit as a person does; what does not leave a valid week is not kept."""
    kind, where, column = step
    lines = text.split("\n")
    where = where % len(lines)
    if kind == "comment line":
        lines.insert(where, " " * column + f"# {marker}")
    elif kind == "comment behind":
        lines[where] = lines[where].removesuffix("\r") + f"  # {marker}" + "\r" * lines[where].endswith("\r")
    elif kind == "blank line":
        lines.insert(where, "")
    elif kind == "swap lines":
        lines[where - 1], lines[where] = lines[where], lines[where - 1]
    elif kind == "double spaces":
        lines[where] = lines[where].replace(": ", ":   ", 1)
    else:
        lines[where] = lines[where].removesuffix("\r") + "  " + "\r" * lines[where].endswith("\r")
    new = "\n".join(lines)
    try:
        after = module_of(new)
    except ConfigError:
        return text
    return new if len(after.content) and len(after.conversation) == 3 else text


def data_of(text: str) -> dict:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    parts = split(plain, "")
    data = yaml.load(plain[parts.front : parts.close], yaml.CSafeLoader)  # fifteen times as fast
    return {**data, "introduction": plain[parts.body :].strip("\n")}


def run(text: str, step: tuple) -> tuple[str, dict]:
    """Run a command, and do the same to plain data, without the code under test."""
    name, *args = step
    data = copy.deepcopy(data_of(text))
    content, talk = data.get("content") or [], data["conversation"]
    titles = [r["title"] for r in content]
    place = next((i for i, r in enumerate(content) if r["url"] == args[0]), None)
    if name in ("set_note", "minutes", "archive", "move") and place is None:
        return text, data
    if name in ("set_question", "silence"):
        index = next(i for i, q in enumerate(talk) if q["id"] == args[0])
    if name == "set_note":
        content[place]["note"] = args[1]
        return edit.set_note(text, *args), data
    if name == "set_status":
        data["status"] = args[0]
        return edit.set_status(text, *args), data
    if name == "set_introduction":
        data["introduction"] = args[0].strip("\n")
        return edit.set_introduction(text, *args), data
    if name == "minutes":
        content[place]["minutes"] = args[1]
        return edit.set_field(text, ("content", place, "minutes"), args[1]), data
    if name == "title":
        data["title"] = args[0]
        return edit.set_field(text, ("title",), args[0]), data
    if name == "add":
        url, note, at = args
        if place is None:
            at = len(content) if at is None else min(at, len(content))
            taken = data.get("taken_out") or []
            kept = None if note.strip() else next((r for r in taken if r["url"] == url), None)
            new = {"url": url, "title": "New", "kind": "article", "minutes": 0, "note": note}
            content.insert(at, kept or new)
            data["content"], data["taken_out"] = content, [r for r in taken if r["url"] != url]
            follow(talk, lambda a: a if a <= at else a + 1, titles)
            for question in talk:
                if question.get("was_about") == content[at]["title"]:
                    question["about"] = at + 1
                    del question["was_about"]
            data["dropped"] = [d for d in data.get("dropped") or [] if d["url"] != url]
        return edit.add_resource(text, Resource(url=url, title="New", note=note), args[2]), data
    if name == "drop":
        url, why = args
        if all(d["url"] != url for d in data.get("dropped") or []):
            entry = {"url": url, "why": why}
            if place is not None:
                gone = content.pop(place)
                entry["title"] = gone["title"]
                if (gone.get("note") or "").strip():
                    kept = [r for r in data.get("taken_out") or [] if r["url"] != gone["url"]]
                    data["taken_out"] = [*kept, {"kind": "article", "minutes": 0, **gone}]
                follow(talk, lambda a: None if a == place + 1 else a if a <= place else a - 1, titles)
            data["dropped"] = [*(data.get("dropped") or []), entry]
        return edit.drop_resource(text, url, why), data
    if name == "move":
        to = min(args[1], len(content) - 1)
        order = [r["url"] for r in content]
        content.insert(to, content.pop(place))
        follow(talk, lambda a: [r["url"] for r in content].index(order[a - 1]) + 1, titles)
        return edit.move_resource(text, *args), data
    if name == "set_question":
        if talk[index]["question"] != args[1]:
            talk[index].pop("was_about", None)
        talk[index]["question"] = args[1]
        return edit.set_question(text, *args), data
    if name == "silence":
        quiet = talk[index].get("silence") or {}
        if args[2].strip():
            talk[index]["silence"] = {**quiet, args[1]: args[2].strip()}
        elif args[1] in quiet:
            del quiet[args[1]]
        return edit.silence(text, *args), data
    if name == "retag":
        if place is not None and content[place].get("why"):
            resource = content[place]
            tags, machine = edit.merged_tags(
                tuple(resource.get("tags") or ()), tuple(resource["why"].get("tags") or ()), tuple(args[1])
            )
            resource["tags"], resource["why"]["tags"] = list(tags), list(machine)
        return edit.retag(text, {args[0]: args[1]}), data
    if name == "archive":
        content[place]["archived"] = "https://archive.example/x"
        return edit.archive(text, args[0], "https://archive.example/x"), data
    data["connection"]["prompts"] = [*(data["connection"].get("prompts") or []), args[0]]
    return edit.append(text, ("connection", "prompts"), args[0]), data


def follow(talk: list[dict], place, titles) -> None:
    for question in talk:
        if question.get("about") is not None:
            about = place(question["about"])
            if about is None:
                question["was_about"] = titles[question.pop("about") - 1]
            else:
                question["about"] = about


def comments(text: str) -> set[str]:
    """Markers that stand in comments, not in values."""
    known = str(data_of(text))
    return {f"h{n}h" for n in range(40) if f"h{n}h" in text and f"h{n}h" not in known}


def clean(value):
    """Drop what is empty: a key with nothing behind it is no key."""
    if isinstance(value, dict):
        return {k: c for k, v in value.items() if (c := clean(v)) not in (None, [], {}, "")}
    return [clean(v) for v in value] if isinstance(value, list) else value


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    steps=st.lists(st.one_of(human, command), min_size=1, max_size=14),
    windows=st.booleans(),
)
def test_any_human_edit_survives_any_sequence_of_commands(steps, windows) -> None:
    """Each command changes exactly its field; comments, order and all other values stay."""
    text = "\ufeff" + HAND.replace("\n", "\r\n") if windows else HAND
    refused: list[str] = []
    for number, step in enumerate(steps):
        if len(step) == 3 and " " in str(step[0]):
            text = by_hand(text, step, f"h{number}h")
            continue
        before = comments(text)
        try:
            module_before = data_of(text)
            new, expected = run(text, step)
        except ConfigError as error:
            # Only what would make the week invalid is refused: an empty title, a question too long ...
            refused.append(str(error))
            continue
        assert clean(data_of(new)) == clean(expected)
        if step[0] == "drop":
            went = str([r for r in module_before["content"] if r["url"] == step[1]])
            before = {c for c in before if (c not in went and c in new) or not inside(text, step[1], c)}
        assert before <= comments(new)
        text = new
    assert not [r for r in refused if "cannot be changed" in r]


def inside(text: str, url: str, marker: str) -> bool:
    """Tell whether a comment stands between the dash of a resource and its last line."""
    lines = text.split("\n")
    here = next(i for i, line in enumerate(lines) if marker in line)
    there = next((i for i, line in enumerate(lines) if url in line), None)
    return there is not None and abs(here - there) <= 20


EVERY_COMMAND = (
    ("set_note", B, "two\nlines: here"),
    ("set_note", C, "# plain"),
    ("set_status", "draft"),
    ("set_introduction", "---\nHello"),
    ("minutes", A, 7),
    ("title", "Guilds: why"),
    ("add", "https://example.org/new", "a [note], {x}", 1),
    ("move", C, 0),
    ("set_question", "q3", "x " * 80),
    ("silence", "q2", "long", "it's fine"),
    ("retag", A, ["new"]),
    ("archive", C),
    ("prompt", "Call 'em."),
    ("drop", A, ""),
    ("drop", B, "sound"),
)


@pytest.mark.parametrize("flow", [True, False, None])
@pytest.mark.parametrize("indent", [2, 4])
@pytest.mark.parametrize("width", [40, 1000])
def test_no_style_of_writing_is_too_odd_to_edit(flow: bool | None, indent: int, width: int) -> None:
    """All on one line or all in blocks, wide or narrow: every command works, none is refused."""
    data = data_of(HAND)
    introduction = data.pop("introduction")
    front = yaml.dump(data, default_flow_style=flow, indent=indent, width=width, sort_keys=False)
    text = f"---\n{front.replace('thanks: null', 'thanks: []')}---\n{introduction}\n"
    for step in EVERY_COMMAND:
        text, expected = run(text, step)
        assert clean(data_of(text)) == clean(expected)
