"""What was said is found in four languages, in people's own words, and nobody is counted."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

import pytest
import yaml

from curator.conversation import insights
from curator.conversation.own_sentences import links, sentences
from curator.conversation.speech_acts import asks, holds
from curator.model import Comment, Resource, Thread

POSTS = yaml.safe_load(
    (Path(__file__).parents[2] / "fixtures" / "conversation" / "posts.yml").read_text(encoding="utf-8")
)
START = datetime(2026, 11, 23, 8, tzinfo=UTC)
KEY = "c/week-01/q1"


def post(text, by="Ada", number=0, root="", parent="", key=KEY, url=""):
    name = f"p{number}"
    return Comment(key, name, parent, root or name, by, START + timedelta(minutes=number), text, url)


def thread(*posts, key=KEY):
    return Thread(key, tuple(posts))


def table():
    """Return, for each measure, (right, found, wanted) over all posts, as `curate insights` sees them."""
    one = thread(*(post(p["text"], p["by"], n) for n, p in enumerate(POSTS)))
    found = insights([one])
    rows = {}
    for name, kind in (("open questions", "asks"), ("offers", "offers"), ("ideas", "ideas")):
        seen = {q.post.id for q in getattr(found, "waiting" if kind == "asks" else kind)}
        wanted = {f"p{n}" for n, p in enumerate(POSTS) if kind in p["is"]}
        rows[name] = (len(seen & wanted), len(seen), len(wanted), sorted(seen ^ wanted))
    seen = {(link.post.id, link.url) for link in found.links}
    wanted = {(f"p{n}", url) for n, p in enumerate(POSTS) for url in p.get("links", ())}
    rows["links"] = (len(seen & wanted), len(seen), len(wanted), sorted(seen ^ wanted))
    return rows


def test_the_table_of_57_posts(capsys):
    """Open questions 95 %, links 100 %, ideas and offers 85 % precision, and nearly as much found."""
    rows = table()
    lines = [f"{'':16}{'right':>6}{'found':>6}{'wanted':>7}{'precision':>11}{'recall':>8}"]
    for name, (right, found, wanted, _) in rows.items():
        lines.append(f"{name:16}{right:6}{found:6}{wanted:7}{right / found:11.0%}{right / wanted:8.0%}")
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    least = {"open questions": 0.95, "links": 1.0, "offers": 0.85, "ideas": 0.85}
    for name, (right, found, wanted, wrong) in rows.items():
        assert right / found >= least[name], (name, wrong)
        assert right / wanted >= least[name], (name, wrong)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("See https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/x_(y))", ["https://a.example/x_(y)"]),
        (
            "[words](https://a.example/x) and <https://b.example>",
            ["https://a.example/x", "https://b.example"],
        ),
        ("[https://a.example/x](https://a.example/x)", ["https://a.example/x"]),
        ("twice https://a.example/x https://a.example/x", ["https://a.example/x"]),
        ("> https://a.example/quoted\nmine: https://a.example/own", ["https://a.example/own"]),
        ("```\nhttps://a.example/code\n```", []),
        ("javascript:alert(1) data:text/html,x ftp://a.example/", []),
        ("mail me@www.example.org", []),
        ('<a href="https://a.example/x">here</a>', ["https://a.example/x"]),
    ],
)
def test_links_are_those_of_the_post_itself(text, wanted):
    assert list(links(text)) == wanted


def test_marks_inside_an_address_ask_nothing():
    assert not any(asks(s) for s in sentences("Look at https://a.example/?q=1 and https://a.example/why?"))


@pytest.mark.parametrize(
    "sentence",
    [
        "That went well, right?",
        "Das war gut, nicht wahr?",
        "C'était bien, non ?",
        "“How do I start?” is the wrong question.",
        "She asked: what would you do?",
        "What if we met on Mondays?",
    ],
)
def test_questions_that_ask_nothing_of_others(sentence):
    assert not asks(sentence)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("offers", "I can't help with this."),
        ("offers", "I haven't tried it."),
        ("offers", "Can you help me?"),
        ("offers", "I would have done it."),
        ("ideas", "I wouldn't try that."),
        ("ideas", "We could have asked."),
        ("ideas", "Ich würde das nicht versuchen."),
        ("ideas", "No lo probaría."),
        ("offers", "Je ne l'ai pas essayé."),
    ],
)
def test_what_is_denied_is_not_said(kind, sentence):
    assert not holds(kind, sentence)


def test_a_post_waits_until_somebody_else_writes_later_in_its_branch():
    question = post("How do I start?", "Ada", 1)
    elsewhere = post("In another branch.", "Ben", 2)
    own = post("I mean with my boss.", "Ada", 3, root="p1", parent="p1")
    assert [q.post for q in insights([thread(question, elsewhere, own)]).waiting] == [question]
    answer = post("With a question.", "Ben", 4, root="p1", parent="p3")
    assert insights([thread(question, elsewhere, own, answer)]).waiting == ()


def test_repeating_the_question_of_the_week_asks_nothing():
    one = thread(post("How would you open it?\nWith the facts.", "Ada", 1))
    assert insights([one], questions={KEY: "How would you open it?"}).waiting == ()


def test_resources_are_named_by_address_title_or_author():
    book = Resource(
        url="https://a.example/piece", title="The first minute: how talks open", author="Sheila Hargrove"
    )
    said = [
        post("The first minute is short.", "Ada", 1),
        post("Hargrove says the opposite.", "Ben", 2),
        post("I read https://www.a.example/piece/ on the train.", "Cleo", 3),
        post("Nothing of the kind.", "Dara", 4),
    ]
    found = insights([thread(*said)], content=[book])
    assert [(q.post.id, q.names) for q in found.helped] == [(f"p{n}", book.title) for n in (1, 2, 3)]
    assert [link.known for link in found.links] == [True]


def test_words_are_those_of_two_people_and_not_of_the_need():
    said = [
        post("Silence and checklists, silence.", "Ada", 1),
        post("A checklist, and feedback.", "Ben", 2),
        post("Checklists again. Silence.", "Ben", 3),
        post("Rhubarb rhubarb rhubarb feedback.", "Ada", 4),
    ]
    found = insights([thread(*said)], need="Give feedback")
    assert {w.word.casefold().rstrip("s") for w in found.words} == {"silence", "checklist"}
    assert all(len({p.author for p in w.posts}) == 2 for w in found.words)


def test_threads_without_posts_are_quiet_and_unread_ones_are_not():
    found = insights([Thread("c/week-01/q1"), Thread("c/week-01/q2", (), False, "down")])
    assert found.quiet == ("c/week-01/q1",)


def test_a_post_has_eight_fields_and_no_other():
    assert [f.name for f in fields(Comment)] == [
        "thread",
        "id",
        "parent",
        "root",
        "author",
        "at",
        "text",
        "url",
    ]


@pytest.mark.parametrize(
    "text", ["a " * 5000, "?" * 10000, "https://" * 1250, "(" * 10000, "“" * 10000, "x.) " * 2500]
)
def test_hostile_posts_cost_little(text):
    begun = process_time()
    insights([thread(post(text[:10000], "Ada", n)) for n in range(3)])
    assert process_time() - begun < 5


@pytest.mark.parametrize("text", ["> only quoted?", "```\ncode?\n```", "https://a.example/?", "…", "?", "*"])
def test_a_post_without_a_sentence_of_its_own_asks_nothing(text):
    assert insights([thread(post(text))]).waiting == ()
