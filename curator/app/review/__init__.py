"""`curate review`: a page on this machine where a person turns a draft into a week.

    workspace   the project: what waits, weeks opened as they are asked for, one job at a time
    session     one week's file, its candidates, and what has been done to it (edit_session)
    act         a key becomes a change of the text, saved at once or refused (actions, history)
    show        the project, and a week with its candidates, as plain values for the page (home_page, views,
                elements, preview, changes)
    serve       the pages, for this machine and this person alone (server, access, static/)

The project's lock is held only while a job works, such as weighing the candidates. Otherwise the file itself
is the state: each save happens only where the text still stands that the page showed, so a build in another
terminal, an editor or a second window go on as they like, and whoever comes later is told.
"""

from curator.app.review.edit_session import EditSession, open_session, week_to_review, weigh
from curator.app.review.server import serve, serving
from curator.app.review.workspace import Workspace, patiently

__all__ = [
    "EditSession",
    "Workspace",
    "open_session",
    "patiently",
    "serve",
    "serving",
    "week_to_review",
    "weigh",
]
