"""Any human edit survives any sequence of the real commands, of drafts and of what the review page does.

A person marks the week in many places: comments, title, notes, tags, questions, people, the introduction.
After every step each mark still stands, except in what that very step names.
"""

import json
import re
import shutil
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from curator.app.drafting import draft
from curator.app.pull import pull
from curator.app.review import EditSession, open_session, weigh
from curator.app.review.actions import Act
from curator.app.run import Run
from curator.app.scaffold import NewCourse, lay_down
from curator.cli import main
from curator.errors import ConfigError, ConflictError, CuratorError
from curator.model import Connection, Module, Person, Question
from curator.weeks.edit import module_of
from curator.weeks.week_file import new_week_text

SLUG = "first-course"
FILE = f"courses/{SLUG}/week-01.md"
FEEDS = """\
pull: {per_host_delay: 0, timeout: 5}
feeds: [{path: starter/feed.xml, title: Starter articles}]
tags: [{name: feedback, about: telling each other what works, keywords: [feedback]}]
"""


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """A project whose first week was drafted, and an edit session of it."""
    root = tmp_path_factory.mktemp("drafted") / "project"
    need = "Colleagues must learn to ask each other for help and to give each other feedback."
    lay_down(root, NewCourse("First course", need), today=date(2026, 11, 23))
    (root / "feeds.yml").write_text(FEEDS, encoding="utf-8")
    with Run.open(root, now=datetime.now(UTC), today=date(2026, 11, 23)) as run:
        pull(run)
        draft(run, run.project.course(SLUG), 1)
    with Run.open(root, now=datetime.now(UTC), today=date(2026, 11, 23)) as run:
        session = open_session(run, run.project.course(SLUG), 1)
        weigh(run, session)
    resources = tuple(offer.resource for offer in session.offers[:4])
    module = Module(
        week=1,
        title="Ask early",
        opens=date(2026, 11, 23),
        objective=(
            "By the end of this week you can name one thing that you want to ask, and the colleague whom you "
            "are going to ask for it."
        ),
        content=resources,
        conversation=(
            Question(id="q1", question="Whom would you ask first, and for what?", about=1),
            Question(
                id="q2",
                question="“Feedback that nobody asked for is seldom heard, however well it is meant and put.” "
                "When did you last hear such feedback, and what came of it?",
                about=2,
            ),
        ),
        connection=Connection(
            people=(Person(name="Ann Lee"), Person(name="Bo Chan")),
            prompts=("Ask somebody for one thing that they know and you do not.", "Ask again."),
        ),
    )
    (root / FILE).write_text(new_week_text(module), encoding="utf-8")
    return root, session


# --- what a person does in an editor --------------------------------------------------------------------

BY_HAND = {
    "comment at the top": (r"(?m)\A---\n", "---\n# {mark}\n"),
    "comment behind the title": (r"(?m)^(title: [^#\n]*)$", r"\g<1>  # {mark}"),
    "title": (r"(?m)^title: ", "title: {mark} "),
    "objective": (r"(?m)^objective: >-\n  ", "objective: >-\n  {mark} "),
    "introduction": (r"\Z", "\n{mark}\n"),
    "note": (r'(?m)^    note: (""|\w.*)$', "    note: {mark} and more"),
    "tag": (r"(?m)^    tags: \[", "    tags: [{mark}, "),
    "comment in a resource": (r"(?m)^    note: ", "    # {mark}\n    note: "),
    "question": (r'(?m)^    question: (>-\n      |"|)', r"    question: \g<1>{mark} "),
    "comment in a question": (r"(?m)^    about: ", "    # {mark}\n    about: "),
    "person": (r"(?m)^    - name: ", "    - name: {mark} "),
    "step": (r"(?m)^  prompts:\n", "  prompts:\n    - {mark} with somebody\n"),
}
"""By place: what is looked for, and what is written there."""


def write_by_hand(text, place, where, mark):
    """Write a mark in the file as with any editor; returns None where that leaves no valid week."""
    pattern, words = BY_HAND[place]
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    spot = found[where % len(found)]
    new = text[: spot.start()] + spot.expand(words.replace("{mark}", mark)) + text[spot.end() :]
    try:
        module_of(new)
    except ConfigError:
        return None
    return new


# --- what the tool does ---------------------------------------------------------------------------------

numbers = st.integers(0, 5)
hand = st.tuples(st.just("by hand"), st.sampled_from(list(BY_HAND)), numbers)
terminal = st.tuples(
    st.sampled_from(["add", "drop", "note", "publish", "unpublish", "retag", "draft", "lint"]), numbers
).map(lambda step: ("terminal", *step))
page = st.tuples(
    st.sampled_from(
        (
            "add drop restore move note introduction title objective question ask unask silence person step "
            "event thanks part publish unpublish undo redo"
        ).split()
    ),
    numbers,
    st.sampled_from([False, False, False, True]),
).map(lambda step: ("page", *step))


def run_command(root, name, url):
    """Run a command as a person would."""
    course, where = ([SLUG] if name != "lint" else []), ["-C", str(root), "-q"]
    more = {
        "add": [url],
        "drop": [url],
        "note": [url, "By command."],
        "publish": ["1"],
        "unpublish": ["1"],
        "draft": ["--week", "1"],
    }.get(name, [])
    today = ["--today", "2026-11-23"]
    with pytest.raises(SystemExit) as leaving:
        main([name, *course, *more, *where, *today])
    assert leaving.value.code in (0, 1, 2, None)


FORMS = {
    "person": {"name": "Form", "url": "https://form.example/"},
    "step": {"text": "Form a pair."},
    "event": {"title": "Form", "starts": "2026-12-10T12:00", "zone": "+01:00"},
    "thanks": {"name": "Form", "for": "forms"},
}


def act_on(session, name, number, stale):
    """Press a key on the page; `stale`: in a window that slept while the file changed."""
    state = session.state()
    module = module_of(session.path.read_text("utf-8"))
    entries = [e["key"] for items in state["connection"].values() for e in items]
    what = {"do": name, "seen": "0" * 32 if stale else state["seen"]}
    if name in ("add", "drop", "restore", "move", "note"):
        what |= {"url": pick(urls_of(session, module), number), "text": "By key.", "to": number}
    elif name in FORMS:
        what |= {"id": pick([e["key"] for e in state["connection"][name]] + [""], number)}
        what |= {"text": json.dumps(FORMS[name])}
    elif name == "part":
        what |= {"id": pick(entries, number)}
    else:
        what |= {"id": pick([q.id for q in module.conversation], number), "text": "By key?", "rule": "long"}
    session.act(Act(**what))
    return what


def urls_of(session, module):
    """Addresses in the week first, then those of the candidates."""
    return list(dict.fromkeys([r.url for r in module.content] + [o.resource.url for o in session.offers]))[:8]


def pick(values, number):
    return values[number % len(values)] if values else "nothing"


def parts_of(text):
    """What each address, question and field of the week says, with the comments inside, by its name."""
    module = module_of(text)
    items = re.split(r"(?m)^  - (?=url: |id: )", text.partition("\nconnection:")[0])[1:]
    names = [r.url for r in module.content] + [q.id for q in module.conversation]
    return dict(zip(names, items, strict=False))


def named(step, what, marks, before):
    """Marks that stand in what a step names: those it may take away."""
    kind, name = step[0], step[1]
    if kind == "terminal":
        fields = {"note": ("note",), "drop": ("note", "tag", "comment in a resource")}.get(name, ())
        return {m for m, place in marks.items() if place in fields and m in parts_of(before).get(what, "")}
    target = what.get("url") or what.get("id", "")
    fields = {
        "note": ("note",),
        "drop": ("note", "tag", "comment in a resource"),
        "question": ("question",),
        "unask": ("question", "comment in a question"),
    }.get(name, ())
    inside = parts_of(before).get(target, "")
    gone = {m for m, place in marks.items() if place in fields and m in inside}
    if name in ("title", "objective", "introduction", "person", "step"):
        gone |= {m for m, place in marks.items() if place == name}
    if name == "part":
        gone |= {m for m, place in marks.items() if place in ("person", "step")}
    return gone


AFTER_UNDO = [("page", "title", 0, False), ("by hand", "note", 1), ("page", "undo", 0, False)]
AFTER_DRAFT = [("by hand", "tag", 2), ("terminal", "draft", 0), ("terminal", "retag", 0)]
AFTER_DROP = [("by hand", "comment in a resource", 1), ("terminal", "drop", 0), ("page", "drop", 2, False)]


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # a few steps read as they are; making them fewer takes minutes
)
@example(first="title", steps=AFTER_UNDO)
@example(first="person", steps=AFTER_DRAFT)
@example(first="question", steps=AFTER_DROP)
@given(
    first=st.sampled_from(list(BY_HAND)),
    steps=st.lists(st.one_of(hand, terminal, page, page, page), min_size=3, max_size=9),
)
def test_any_human_edit_survives_commands_drafts_and_the_review_page(drafted, tmp_path_factory, first, steps):
    base, laid = drafted
    root = tmp_path_factory.mktemp("week") / "project"
    shutil.copytree(base, root)
    session = EditSession(root, laid.course, root / FILE, laid.offers, laid.others)
    path, marks = root / FILE, {}
    for number, step in enumerate([("by hand", first, 0), *steps]):
        before = path.read_text("utf-8")
        if step[0] == "by hand":
            mark = f"mark{number}x"
            new = write_by_hand(before, step[1], step[2], mark)
            if new is not None:
                path.write_text(new, "utf-8")
                marks = {m: place for m, place in {**marks, mark: step[1]}.items() if m in new}
            continue
        what = {}
        if step[0] == "terminal":
            what = pick(urls_of(session, module_of(before)), step[2])
            run_command(root, step[1], what)
        else:
            try:
                what = act_on(session, *step[1:])
            except (ConflictError, ConfigError, CuratorError):
                assert path.read_text("utf-8") == before, "what is refused changes nothing"
                continue
        after = path.read_text("utf-8")
        module_of(after)
        lost = {mark for mark in marks if mark not in after}
        assert lost <= named(step, what, marks, before), f"{step} took what it does not name: {lost}"
        marks = {mark: place for mark, place in marks.items() if mark not in lost}
    shutil.rmtree(root)


def test_every_place_that_the_property_marks_exists(drafted):
    """Else the test above would pass by marking nothing."""
    text = (drafted[0] / FILE).read_text("utf-8")
    assert [place for place in BY_HAND if write_by_hand(text, place, 0, "mark0x") is None] == []
