"""The keys of the page, and the help on them."""

from typing import Any

from curator.app.review import connection_forms, resource_forms
from curator.app.review.elements import link, node

STEPS = (
    ("Choose.", "Under Candidates, Add what fits; paste the address of any page, or add by hand. Not this "
     "week, Keep for later and Never take something out."),
    ("Say why.", "A note on each resource: why this, and for whom. Give the week a title and an objective."),
    ("Ask.", "Questions that people can only answer from their own work; below each stands what to mend."),
    ("Connect.", "Somebody to get to know, a small step with somebody, an event, thanks."),
    ("Look and publish.", "Preview shows the learner’s page. Publish opens a summary first."),
    ("Build.", "“Publish and build” puts the page on the site; what a build says stands at the top."),
)  # fmt: skip
"""What a week asks of whoever curates, in order."""

GUIDE = "https://curator-project.github.io/curator/docs/guide.html"
"""The curator's guide, on the site of the documentation."""

KEYS = (
    ("j ArrowDown", "next", "next"),
    ("k ArrowUp", "previous", "previous"),
    ("h", "week", "to the week"),
    ("l", "offers", "to the candidates"),
    ("a", "add", "add the candidate to the week"),
    ("w", "out", "not this week: out of it, and a candidate again"),
    ("t", "later", "keep it for later: the next weeks see it first"),
    ("x", "drop", "never: turn it down, so that this course does not offer it again; take out a question"),
    ("n", "note", "write the note; change a person, a step, an event"),
    ("i", "edit", "change what stands there of a resource: title, author, minutes, quotation"),
    ("b", "new", "add by hand what cannot be fetched: a book, a talk, an internal page"),
    ("J", "down", "move it down in its list"),
    ("K", "up", "move it up in its list"),
    ("e", "introduction", "write the introduction"),
    ("q", "question", "to the next question"),
    ("c", "connection", "to the people and events"),
    ("s", "heard", "to what was said"),
    ("m", "nominate", "nominate it for this week, with your name and a comment"),
    ("g", "agree", "agree to this week, with your name"),
    ("v", "learner", "see the week as learners will, and leave that"),
    ("o", "open", "open the page in a new tab"),
    ("u", "undo", "undo"),
    ("U", "redo", "do again what was undone"),
    ("/", "filter", "filter the candidates"),
    ("p", "publish", "publish, when nothing speaks against it"),
    ("?", "help", "what to do here, and the keys"),
)
"""The keys, what the page does, and what the help says; a capital is pressed with Shift."""


def keys() -> dict[str, Any]:
    """Show the keys: `bound` maps each to what the page does, `help` is the list for people."""
    bound = {key: do for names, do, _ in KEYS for key in names.split()}
    rows = [
        [node("dt", [[node("kbd", _cap(n)), " "] for n in names.split()]), node("dd", words)]
        for names, _, words in KEYS
    ]
    leave = [
        node("dt", node("kbd", "Esc")),
        node("dd", "leave an editor; it is saved. Enter does the same in a field of one line"),
    ]
    return {
        "bound": bound,
        "help": [item for row in (*rows, leave) for item in row],
        "steps": [
            node(
                "ol",
                [node("li", node("b", f"{n}. {name} "), words) for n, (name, words) in enumerate(STEPS, 1)],
            ),
            node(
                "p",
                "Everything is saved as you go; Undo takes it back. ",
                link(GUIDE, "The curator’s guide"),
                " tells more.",
                class_="by",
            ),
        ],
        "forms": {**connection_forms.forms(), "resource": resource_forms.form()},
    }


def _cap(key: str) -> str:
    return {"ArrowDown": "↓", "ArrowUp": "↑"}.get(key, f"Shift {key}" if key.isupper() else key)
