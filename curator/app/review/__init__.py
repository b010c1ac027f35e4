"""`curate review`: a page on this machine where a person turns a draft into a week.

    open_session  one week's file, its candidates, and what has been done to it (session)
    act         a key becomes a change of the text, saved at once or refused (actions, history)
    show        the week and its candidates as plain values for the page (views, elements, preview, changes)
    serve       the page, for this machine and this person alone (server, guard, static/)

The project's lock is held only while the candidates are weighed. Afterwards the file itself is the
state: each save happens only where the text still stands that the page showed, so a build in another
terminal, an editor or a second window go on as they like, and whoever comes later is told.
"""

from curator.app.review.edit_session import EditSession, open_session, week_to_review
from curator.app.review.server import serve, serving

__all__ = ["EditSession", "open_session", "serve", "serving", "week_to_review"]
