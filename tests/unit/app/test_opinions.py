"""Nominations and agreements on the week's page: named, kept beside the week, and never lost to a mistake."""

import pytest
from review_fixture import lay, served

from curator.app.review.actions import Act
from curator.errors import ConfigError

LOAF = "https://oven.example/3"
MARKS = "<<<<<<< ours\nagreed: []\n=======\nagreed: []\n>>>>>>> theirs\n"


def act(session, do, **what):
    return session.act(Act(do=do, seen=session.mark(), **what))


def test_a_candidate_is_nominated_and_a_week_agreed_to_by_name(tmp_path):
    session = lay(tmp_path)
    before = session.path.read_bytes()
    assert not session.state("")["several"], "nobody else is known of yet"
    said, state = act(session, "nominate", url=LOAF, by="Ada", text="Short")
    assert said == "Ada nominated “Loaf number 3”"
    assert "Nominated by Ada: Short" in str(state["nominated"][LOAF])
    assert state["several"]
    _, state = act(session, "nominate", url="https://oven.example/0", by="Bo")
    assert "Nominated by Bo" in str(state["content"][0]["more"]), "what is in the week shows it on its card"
    _, state = act(session, "agree", by="Ada")
    assert "Ada agrees" in str(state["parts"]["agreed"])
    assert session.path.read_bytes() == before, "whoever edits the week is not overtaken"
    _, state = act(session, "title", text="Ask sooner")
    assert "before the last changes" in str(state["parts"]["agreed"])
    assert "Agreed to by Ada (before the last changes)." in str(session.summary())
    _, state = act(session, "withdraw", url=LOAF, by="ada")
    assert "Take back" not in str(state["nominated"].get(LOAF, ""))


def test_nobody_speaks_without_a_name_or_of_what_is_not_there(tmp_path):
    session = lay(tmp_path)
    for do, what, words in (
        ("agree", {"by": "  "}, "is still empty"),
        ("nominate", {"by": "Ada", "url": "https://nowhere.example/"}, "neither in this week nor among"),
        ("withdraw", {"by": "Ada"}, "nothing that Ada said"),
    ):
        with pytest.raises(ConfigError, match=words):
            act(session, do, **what)
    assert not (session.path.parent / "nominations.yml").exists()


def test_conflict_marks_of_git_are_told_the_week_goes_on_and_nothing_is_lost(tmp_path):
    session = lay(tmp_path)
    file = session.path.parent / "nominations.yml"
    file.write_text(MARKS)
    state = session.state()
    assert "merge-conflict marks" in str(state["parts"]["agreed"])
    act(session, "title", text="Ask sooner")
    with pytest.raises(ConfigError, match="merge-conflict marks"):
        act(session, "agree", by="Ada")
    assert file.read_text() == MARKS


def test_a_new_word_of_somebody_is_news_for_every_page(tmp_path):
    session = lay(tmp_path)
    with served(session) as site:
        _, _, shown = site.ask("GET", "state")
        asked = f"state?seen={shown['state']['seen']}&beside={shown['state']['beside']}"
        assert site.ask("GET", asked)[2] == {"same": True}
        act(session, "agree", by="Ada")
        _, _, news = site.ask("GET", asked)
        assert news["changes"] == [], "nobody is told that the week was changed"
        assert "Ada agrees" in str(news["state"]["parts"]["agreed"])


def test_a_page_that_cannot_be_drawn_says_why(tmp_path):
    with served(lay(tmp_path)) as site:
        status, _, value = site.ask("POST", "draw", {})
    assert status == 422
    assert "feeds.yml: missing" in value["error"]
