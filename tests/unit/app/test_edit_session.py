"""What the review page does to a week: each step saved at once, undone on demand, never over somebody else's."""

import json

import pytest
from review_fixture import COURSE, SUGGESTED, candidate, do, lay, module, resource, served, urls, week

from curator.app.review.actions import Act, HeldError
from curator.app.review.candidates import LATER, NEVER, OUT, QUOTED
from curator.app.review.changes import SAME, changes
from curator.app.review.edit_session import GONE, EditSession, StaleError
from curator.app.review.history import LONGEST, History, Step
from curator.app.review.preview import preview
from curator.errors import ConfigError, ConflictError
from curator.model import Connection, Dropped, Later, Module, Question, Week
from curator.weeks import draft, edit
from curator.weeks.learned import Lesson, Lessons

PUBLISHED = "published week 2; a build puts it on the site; Settings, Calendar is where the course can end"


def test_a_candidate_is_added_with_its_credit_and_dropped_again(session):
    said, state = do(session, "add", url="https://oven.example/3")
    assert said == "added “Loaf number 3” as number 3"
    assert urls(session) == ["0", "1", "3"]
    added = week(session).content[2]
    assert (added.author, added.source, added.tags) == ("Baker 3", "The oven", ("ovens",))
    assert [v.source for v in added.via] == ["Copies"]
    assert state["marks"]["https://oven.example/3"] == "in the week"
    assert do(session, "add", url="https://www.oven.example/3/")[0].endswith("is in the week already")
    said, state = do(session, "drop", url="https://oven.example/3")
    assert urls(session) == ["0", "1"]
    assert [(d.url, d.title) for d in week(session).dropped] == [("https://oven.example/3", "Loaf number 3")]
    assert state["marks"]["https://oven.example/3"] == "turned down"


def test_only_the_best_candidates_are_searched_for_a_quotation_at_the_start(tmp_path, monkeypatch):
    searched = []
    quote = draft.excerpt
    monkeypatch.setattr(
        draft, "excerpt", lambda article, **more: searched.append(article) or quote(article, **more)
    )
    session = lay(tmp_path, QUOTED + 30, suggestions=SUGGESTED)
    assert len(searched) == QUOTED
    quoted = [bool(offer.resource.excerpt) for offer in session.offers]
    assert quoted == [True] * QUOTED + [False] * 30
    do(session, "add", url=session.offers[-1].resource.url)
    assert week(session).content[-1].excerpt == session.offers[0].resource.excerpt
    assert [o.resource.suggested_by for o in session.offers if o.resource.suggested_by] == ["Kim"]


def test_a_candidate_is_turned_down_and_taken_back(session):
    assert do(session, "drop", url="https://oven.example/5")[0] == "turned down “Loaf number 5”"
    assert [(d.url, d.title) for d in week(session).dropped] == [("https://oven.example/5", "Loaf number 5")]
    assert do(session, "drop", url="https://oven.example/5")[0].endswith("turned down already")
    assert do(session, "restore", url="https://oven.example/5")[0] == "no longer turned down: “Loaf number 5”"
    assert week(session).dropped == ()
    said, _ = do(session, "drop", url="https://oven.example/0")
    assert said == "turned down “Loaf number 0”; it was what question 1 asks about"
    do(session, "undo")
    do(session, "drop", url="https://oven.example/5")
    do(session, "add", url="https://oven.example/5")
    assert (urls(session), week(session).dropped) == (["0", "1", "5"], ())


def test_a_candidate_says_that_its_copy_elsewhere_was_kept_or_taken(tmp_path):
    kept, taken = "https://copy.example/3", "https://copy.example/6"
    copy = resource(9).model_copy(update={"url": taken})
    session = lay(tmp_path, later=(Later(url=kept),), content=(resource(0), copy))
    marks = session.state("")["marks"]
    assert marks["https://oven.example/3"] == "its copy elsewhere is kept for later"
    assert marks["https://oven.example/6"] == "its copy elsewhere is in the week"
    assert marks["https://oven.example/0"] == "in the week", "what is said of the page itself comes first"
    assert "https://oven.example/5" not in marks


def test_buttons_say_what_becomes_of_a_page_and_no_time_is_told_that_nobody_gave(tmp_path):
    session = lay(tmp_path, content=(resource(0, minutes=0), resource(1)))
    first, second = session.state("")["content"]
    assert all(words in str(first["acts"]) for words in (OUT, LATER, NEVER))
    assert " min" not in str(first["view"])
    assert "6 min" in str(second["view"])


def test_whoever_suggested_something_gets_the_credit(tmp_path):
    session = lay(tmp_path, suggestions=SUGGESTED)
    do(session, "add", url="https://oven.example/3")
    assert week(session).content[2].suggested_by == "Kim"


def test_order_notes_texts_and_questions_are_written(session):
    do(session, "move", url="https://oven.example/1", to=0)
    assert urls(session) == ["1", "0"]
    assert week(session).conversation[0].about == 2
    do(session, "note", url="https://oven.example/1", text="  Read *this*.\n\nThen that. \n")
    do(session, "introduction", text="## Hello\n\nAgain.")
    do(session, "objective", text="By Friday\nyou asked.")
    do(session, "title", text="Ask  sooner")
    do(session, "question", id="q2", text="How would you\nask?")
    now = week(session)
    assert now.content[0].note == "Read *this*.\n\nThen that."
    assert now.introduction == "## Hello\n\nAgain."
    assert (now.title, now.objective) == ("Ask sooner", "By Friday you asked.")
    assert now.conversation[1].question == "How would you ask?"
    do(session, "silence", id="q2", rule="unanchored", text="on purpose")
    assert week(session).conversation[1].silence == {"unanchored": "on purpose"}
    do(session, "silence", id="q2", rule="unanchored")
    assert week(session).conversation[1].silence == {}


def test_a_question_is_asked_in_its_own_words_and_its_id_never_comes_twice(session):
    for empty in ("", " \n "):
        with pytest.raises(ConfigError, match="is still empty"):
            do(session, "ask", text=empty)
    said, state = do(session, "ask", text="What would you\nbake again?")
    assert said == "added question 3"
    assert state["wrote"] == "ask "
    assert state["texts"]["ask "] == "", "the next one begins empty"
    added = week(session).conversation[2]
    assert added.question == "What would you bake again?"
    assert added.about is None, "nobody chose a resource yet"
    do(session, "unask", id="q3")
    assert do(session, "ask", text="How would you begin?")[0] == "added question 3"
    assert [q.id for q in week(session).conversation] == ["q1", "q2", "q4"]


def test_every_step_can_be_undone_and_done_again_byte_for_byte(session):
    texts = [session.path.read_bytes()]
    steps = [
        ("add", {"url": "https://oven.example/2"}),
        ("move", {"url": "https://oven.example/2", "to": 0}),
        ("note", {"url": "https://oven.example/2", "text": "First."}),
        ("drop", {"url": "https://oven.example/0"}),
        ("introduction", {"text": "New."}),
        ("question", {"id": "q1", "text": "How would you ask?"}),
        ("ask", {"text": "What would you bake again?"}),
        ("publish", {}),
        ("unpublish", {}),
    ]
    for name, what in steps:
        do(session, name, **what)
        texts.append(session.path.read_bytes())
    assert len(set(texts)) == len(texts) - 1, "only taking the publication back gives an old text"
    for text in reversed(texts[:-1]):
        assert do(session, "undo")[0].startswith("undone: ")
        assert session.path.read_bytes() == text
    assert do(session, "undo")[0] == "nothing to undo"
    for text in texts[1:]:
        assert do(session, "redo")[0].startswith("done again: ")
        assert session.path.read_bytes() == text
    assert do(session, "redo")[0] == "nothing to redo"


def test_an_undone_draft_is_untouched_again(session):
    do(session, "add", url="https://oven.example/2")
    assert not edit.untouched(edit.load(session.path))
    do(session, "undo")
    assert edit.untouched(edit.load(session.path))


def test_a_stretch_of_typing_is_one_step(session):
    before = session.path.read_bytes()
    for number, words in enumerate(("Re", "Read", "Read this")):
        do(session, "note", url="https://oven.example/0", text=words, more=number > 0)
    do(session, "note", url="https://oven.example/0", text="Read this again")
    do(session, "undo")
    assert week(session).content[0].note == "Read this"
    do(session, "undo")
    assert session.path.read_bytes() == before


def test_the_later_of_two_is_told_what_changed_and_nothing_is_lost(session):
    seen = session.mark()
    other = session.path.read_text("utf-8").replace("Welcome to", "Welcome back to")
    session.path.write_text(other, "utf-8")
    with pytest.raises(StaleError) as told:
        session.act(Act(do="add", seen=seen, url="https://oven.example/2"))
    assert told.value.changes == ("introduction",)
    assert session.path.read_text("utf-8") == other
    do(session, "add", url="https://oven.example/2")
    assert "Welcome back to" in session.path.read_text("utf-8")


def test_a_change_between_reading_and_writing_is_not_written_over(session, monkeypatch):
    theirs = session.path.read_text("utf-8").replace("Ask early", "Ask now")

    def meanwhile(text, *_):
        session.path.write_text(theirs, "utf-8")
        return edit.set_status(text, "draft").replace("Welcome", "Hello"), "greeted"

    monkeypatch.setattr("curator.app.review.edit_session.apply", meanwhile)
    with pytest.raises(StaleError) as told:
        do(session, "add", url="https://oven.example/2")
    assert told.value.changes == ("title",)
    assert session.path.read_text("utf-8") == theirs


def test_undo_does_not_take_back_what_somebody_else_wrote(session):
    do(session, "add", url="https://oven.example/2")
    mine = session.path.read_text("utf-8")
    session.path.write_text(mine.replace("Welcome", "Hello"), "utf-8")
    with pytest.raises(ConflictError, match="that change would be lost"):
        do(session, "undo")
    assert "Hello" in session.path.read_text("utf-8")
    session.path.write_text(mine, "utf-8")
    assert do(session, "undo")[0] == "undone: added “Loaf number 2” as number 3"


def test_the_state_is_the_file_so_a_new_server_goes_on_where_the_old_one_stopped(session):
    do(session, "add", url="https://oven.example/2")
    do(session, "drop", url="https://oven.example/4")
    again = EditSession(session.root, COURSE, session.path, session.offers)
    shown, before = again.state(), session.state()
    for state in (shown, before):
        state.pop("undo")
    assert shown == before
    assert again.act(Act(do="undo", seen=again.mark()))[0] == "nothing to undo"


def test_the_gate_keeps_a_week_that_would_be_an_error_once_published(tmp_path):
    session = lay(
        tmp_path,
        content=(resource(0),),
        introduction="Hello.\n\n**This draft is not ready.** It holds 1 resource.",
    )
    with pytest.raises(HeldError) as held:
        do(session, "publish")
    assert any("1 of at least 2 resources" in reason for reason in held.value.reasons)
    assert any("not ready" in reason for reason in held.value.reasons)
    assert week(session).status == "draft"
    do(session, "add", url="https://oven.example/1")
    do(session, "introduction", text="Ready.")
    do(session, "note", url="https://oven.example/1", text="Read this.")
    assert do(session, "publish")[0] == PUBLISHED
    assert week(session).status == "published"
    assert do(session, "publish")[0] == "week 2 is published already"


def test_a_question_that_closes_the_talk_holds_the_week(session):
    do(session, "question", id="q1", text="Is asking good?")
    with pytest.raises(HeldError, match="yes or no"):
        do(session, "publish")


def test_a_change_that_would_leave_no_valid_week_is_refused_in_words(session):
    before = session.path.read_bytes()
    for name, what in (
        ("question", {"id": "q1", "text": "x" * 601}),
        ("question", {"id": "q9", "text": "How?"}),
        ("title", {"text": "  "}),
        ("add", {"url": "https://elsewhere.example/"}),
        ("drop", {"url": "https://elsewhere.example/"}),
        ("note", {"url": "https://oven.example/7", "text": "Not in the week."}),
        ("introduction", {"text": "<<<<<<< mine\na\n=======\nb\n>>>>>>> theirs"}),
    ):
        with pytest.raises(ConfigError):
            do(session, name, **what)
    assert session.path.read_bytes() == before


def test_a_file_that_cannot_be_read_is_named_with_its_line_until_it_can(tmp_path):
    session = lay(tmp_path)
    with served(session) as site:
        good = session.path.read_text("utf-8")
        seen = site.ask("GET", "state")[2]["state"]["seen"]
        session.path.write_text(good.replace("status: draft", "status: maybe"), "utf-8")
        status, _, value = site.ask("GET", f"state?seen={seen}")
        assert status == 422
        assert value["error"].startswith("courses/baking/week-02.md:4")
        assert value["state"] is None
        assert site.act("undo")[0] == 422
        session.path.unlink()
        status, _, value = site.ask("GET", f"state?seen={seen}")
        assert (status, value["error"]) == (409, "week-02.md is no longer there: " + GONE)
        session.path.write_text(good, "utf-8")
        assert site.ask("GET", f"state?seen={seen}")[2] == {"same": True}


def test_the_server_tells_who_was_overtaken_what_changed_and_the_new_week(tmp_path):
    session = lay(tmp_path)
    with served(session) as site:
        seen = site.ask("GET", "state")[2]["state"]["seen"]
        site.act("note", url="https://oven.example/1", text="Mine.")
        status, value = site.act("publish", seen=seen)
        assert status == 409
        assert value["changes"] == ["note of “Loaf number 1”"]
        assert value["state"]["texts"]["note https://oven.example/1"] == "Mine."
        assert site.act("publish", seen="0" * 32)[1]["changes"] == ["the file, since this page was loaded"]
        assert site.act("publish", seen=value["state"]["seen"])[0] == 200


def test_a_disk_that_refuses_is_told_and_the_old_week_stands(session, monkeypatch):
    before = session.path.read_bytes()
    with served(session) as site:

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        status, value = site.act("add", url="https://oven.example/2")
        monkeypatch.undo()
        assert status == 500
        words = f"{session.file}: the disk is full; make room, then run it again; nothing is half written"
        assert value["error"] == words
        assert session.path.read_bytes() == before
        assert site.act("add", url="https://oven.example/2")[0] == 200


def test_questions_are_linted_as_they_are_typed(tmp_path):
    with served(lay(tmp_path)) as site:
        found = site.ask("POST", "lint", {"id": "q1", "text": "Do you agree?"})[2]
        assert found[0][1]["class"] == "error"
        suggestions = [
            kid[1]["data-text"]
            for row in found
            for kid in row[2]
            if isinstance(kid, list) and kid[1].get("data-do") == "use"
        ]
        assert suggestions
        assert site.ask("POST", "lint", {"id": "q1", "text": suggestions[0]})[2] == []
        assert site.ask("POST", "lint", {"id": "gone", "text": "x" * 100_000})[0] == 200


def test_line_endings_and_a_bom_stay(tmp_path):
    session = lay(tmp_path)
    session.path.write_bytes(b"\xef\xbb\xbf" + session.path.read_bytes().replace(b"\n", b"\r\n"))
    do(session, "note", url="https://oven.example/0", text="One.\n\nTwo.")
    raw = session.path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf---\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert do(session, "publish")[0] == PUBLISHED


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "X"}, ("title",)),
        ({"content": (resource(1), resource(0))}, ("the order of the resources",)),
        ({"content": (resource(0),)}, ("“Loaf number 1” was taken out",)),
        ({"content": (resource(0), resource(1), resource(2))}, ("“Loaf number 2” was added",)),
        ({"content": (resource(0, note="x", minutes=9), resource(1))}, ("minutes, note of “Loaf number 0”",)),
        (
            {"conversation": (Question(id="q2", question="Why?"),)},
            (f"question 1, “{module().conversation[0].question}”, was taken out", "question 1: “Why?”"),
        ),
        (
            {"connection": Connection(people=module().connection.people)},
            ("what to try with somebody", "thanks"),
        ),
        ({"dropped": (Dropped(url="https://a.example/"),)}, ("what was turned down",)),
        ({}, (SAME,)),
    ],
)
def test_changes_are_told_in_words(fields, words):
    assert changes(module(), module(**fields)) == words


def test_history_forgets_its_oldest_steps_and_what_was_undone_before_a_new_one():
    history = History()
    for number in range(LONGEST + 5):
        history = history.did(Step(str(number), str(number + 1), ""))
    assert len(history.steps) == LONGEST
    history = history.back().back().did(Step("x", "y", "new"))
    assert history.next is None
    assert history.last.words == "new"
    assert History().back().forth() == History()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "<a href='java\nscript:alert(1)'>x</a>",
        "[x](https://a.example){: onclick=alert(1) }",
        "<iframe src='https://evil.example'></iframe><object data=x></object>",
        "<svg><script>alert(1)</script></svg>",
        "<style>*{display:none}</style>",
        "> " * 2000 + "deep",
        "<div>" * 5000,
        "![alt](https://evil.example/x.png)",
        '--8<-- "/etc/passwd"',
    ],
)
def test_a_preview_never_acts(text):
    for tag, attributes in _elements(["div", {}, preview(text)]):
        assert tag not in ("script", "style", "iframe", "object", "img", "svg")
        assert set(attributes) <= {"href", "target", "rel"}
        assert attributes.get("href", "https:").startswith(("https:", "http:"))
    assert "alert(1)</script>" not in str(preview(text))


def _elements(node, depth=0):
    assert depth < 60
    if isinstance(node, list):
        yield node[0], node[1]
        for kid in node[2]:
            yield from _elements(kid, depth + 1)


def test_a_preview_shows_what_markdown_means():
    assert preview("A *b* [c](https://d.example)")[0][:2] == ["p", {}]
    assert preview("## Two") == [["h2", {}, ["Two"]]]


def test_a_page_that_stands_twice_is_shown_twice(tmp_path):
    session = lay(tmp_path, content=(resource(0), resource(0), resource(1)))
    assert len({card["key"] for card in session.state()["content"]}) == 3


def test_two_thousand_candidates_are_laid_out(tmp_path):
    session = lay(tmp_path, candidates=[candidate(n) for n in range(2000)])
    assert len(session.offers) == 2000
    said, _ = do(session, "add", url="https://oven.example/1999")
    assert said == "added “Loaf number 1999” as number 3"


def test_a_week_without_a_title_is_offered_some_and_a_press_takes_one(session):
    assert session.state()["parts"]["titles"] == []
    state = do(session, "title", text="Week 2")[1]
    offered = json.dumps(state["parts"]["titles"])
    assert '"data-do": "call"' in offered
    assert session.state()["parts"]["titles"] != []


def test_lessons_are_shown_with_what_they_rest_on_and_can_be_forgotten(session):
    lesson = Lesson("title : front", "of a title with a colon, what stands in front of it", "5 of 5 titles")
    session.lessons = Lessons((lesson,))
    course = session.root / f"courses/{session.course.slug}/course.yml"
    course.write_text("title: Baking\nneed: Bakers need to bake bread.\nstart: 2026-11-23\n", "utf-8")
    shown = json.dumps(session.state()["parts"]["learned"])
    assert "Learned from you: 1" in shown
    assert "5 of 5 titles" in shown
    assert "at least five times" in shown
    said, state = do(session, "forget", text=lesson.key)
    assert said.startswith("forgotten")
    assert state["parts"]["learned"] == []
    assert lesson.key in course.read_text("utf-8")


def test_a_course_that_lists_its_weeks_is_not_told_how_to_end(tmp_path):
    session = lay(tmp_path)
    assert "list its weeks in Settings, Calendar" in json.dumps(session.summary())
    whole = session.course.model_copy(update={"weeks": (Week(title="Mix"), Week(title="Knead"))})
    session.renew(whole, (Module(week=1, title="Mix", status="published"),))
    assert "Settings, Calendar" not in json.dumps(session.summary())
    assert do(session, "publish")[0] == "published week 2; a build puts it on the site"


def test_what_a_page_did_and_undid_itself_was_not_done_elsewhere(session):
    """Its answer may have been lost on the way, and the page then still shows what stood before."""
    marks = [session.mark()]
    for do_what, more in (
        ("title", {"text": "Ask sooner"}),
        ("out", {"url": "https://oven.example/1"}),
        ("undo", {}),
    ):
        session.act(Act(do=do_what, seen=marks[-1], me="mine", **more))
        marks.append(session.mark())
    assert marks[1] == marks[3] != marks[2]
    for seen in marks:
        assert session.changed_since(seen, "mine") == ()
    assert session.changed_since(marks[0], "other") == ("title",)
    edit.save(session.path, text := session.path.read_text("utf-8"), text.replace("Ask sooner", "By hand"))
    assert session.changed_since(marks[0], "mine") == ("title",)
    session.act(Act(do="objective", seen=session.mark(), me="mine", text="You asked."))
    assert session.changed_since(marks[0], "mine") == ("title", "objective"), "somebody else came in between"
    assert session.changed_since(session.mark(), "mine") == ()
