"""What a person does to a draft before it may be published: a title, an objective, a note."""

from pathlib import Path

from curator.weeks import edit
from curator.weeks.edit import load


def say_why(project: Path, week: int = 1, course: str = "first-course") -> Path:
    """Write into a drafted week what only a person can say, so that the gate opens; returns its file."""
    path = project / "courses" / course / f"week-{week:02d}.md"
    text = load(path)
    text = edit.set_field(text, ("title",), "Ask for one thing")
    text = edit.set_field(text, ("objective",), "You have asked a colleague for one thing.")
    text = edit.set_note(text, edit.module_of(text).content[0].url, "Read this first: it is short.")
    path.write_bytes(text.encode())
    return path
