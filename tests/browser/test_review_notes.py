"""What concerns the project as a whole stands at the top of the review page, when there is something."""

from review_fixture import lay, served
from review_page import Review


def test_a_note_on_the_project_is_seen_at_once(page, tmp_path):
    session = lay(tmp_path)
    session.notes = ("The schedule has stopped: the published site was built on 2026-11-02.",)
    with served(session) as site:
        Review(page, site)
        box = page.find("#notes")
        assert box.is_displayed()
        assert "has stopped" in box.text
        session.notes = ()
        page.js("location.reload()")
        page.wait("!document.querySelector('#notes').textContent", "nothing to say")
        assert not page.find("#notes").is_displayed()
        page.open("about:blank")
