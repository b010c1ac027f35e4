"""What was asked last week lifts what takes it up, says so to the curator, and quotes nobody in a file."""

import comment_services
from comment_services import standing_in
from talking import KEY, talk_about

from curator.app.ranking_tasks import taken_up
from curator.model import Reason

DAY = "2026-11-30"
QUESTION = "How do we begin a small weekly circle of peers, and whom do I ask to join the circle?"


def test_a_question_of_last_week_lifts_what_takes_it_up(project, curate, monkeypatch):
    talk_about(project, "http://127.0.0.1:9")
    curate("build", "-C", project, "--no-listen", "--today", DAY)
    shortlist = ("shortlist", "first-course", "--week", 2, "-C", project, "--json", "--today", DAY)
    before = {c["url"]: c["score"] for c in curate(*shortlist).json}
    said = (("1", "", "Ada", QUESTION), *comment_services.SAID[2:])
    monkeypatch.setattr(comment_services, "SAID", said)
    row = {
        "id": 1,
        "parent": None,
        "author": "Ada",
        "text": QUESTION,
        "mode": 1,
        "created": 1.79e9,
        "replies": [],
    }

    def isso(asked):
        if asked.path == "/count":
            return 200, [int(uri == f"/{KEY}") for uri in asked.body]
        return 200, {"replies": [row] if asked.query.get("uri") == f"/{KEY}" else [], "hidden_replies": 0}

    with standing_in(isso) as there:
        talk_about(project, there.origin)
        assert curate("build", "-C", project, "--today", DAY).code == 0
    after = curate(*shortlist).json
    lifted = [
        c
        for c in after
        if any("takes up what was asked in week 1: “How do we begin" in r for r in c["reasons"])
    ]
    assert lifted, [c["reasons"] for c in after][:5]
    assert all(c["score"] > before[c["url"]] for c in lifted)
    assert all(abs(c["score"] - before[c["url"]]) < 0.001 for c in after if c not in lifted)
    files = b"".join(p.read_bytes() for p in (project / "courses").rglob("*.md"))
    site = b"".join(p.read_bytes() for p in (project / "site").rglob("*.html"))
    assert b"weekly circle of peers, and whom" not in files + site, (
        "a learner is quoted where nobody chose to"
    )


def test_only_reasons_of_the_conversation_are_put_into_other_words():
    other = Reason("close to the need", 0.5)
    assert taken_up(other, {"x": "asked in week 3"}) == other
    long = "How do I start " + "again and " * 20
    quoted = Reason("takes up what was said: “How do I start again and again and again…”", 0.1, public="x")
    found = taken_up(quoted, {"something else": "doubted in week 2", long: "asked in week 3"})
    assert found.text == "takes up what was asked in week 3: “How do I start again and again and again…”"
    assert (found.public, found.points) == ("takes up what was asked in week 3", 0.1)
