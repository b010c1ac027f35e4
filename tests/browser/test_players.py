"""Films behind a button: nobody is asked before it is pressed, and then only the host that is named."""

from dataclasses import replace

import pytest
from site_fixture import read
from sites import COURSE

FILM = "https://www.youtube.com/watch?v=abcDEF12-_3"


def with_a_film(project):
    found = read(project)
    first = next(w for w in found if w.course.slug == COURSE and w.module.week == 1)
    film = first.module.content[0].model_copy(
        update={"url": FILM, "kind": "video", "transcript": "https://yard.example/words"}
    )
    module = first.module.model_copy(update={"content": (film, *first.module.content[1:])})
    return tuple(replace(w, module=module) if w is first else w for w in found)


@pytest.fixture
def week(page, sites):
    home = sites("film", {"provider": "none"}, courses={COURSE}, weeks=with_a_film, hub=True)
    page.open(f"{home}{COURSE}/week-01.html")
    page.wait("document.querySelector('.c-play__poster')", "the poster is there")
    return page


def test_nothing_is_asked_for_before_the_button_is_pressed(week):
    assert week.foreign() == []
    assert "YouTube" in week.find(".c-play small").text
    assert week.find(".c-transcript a").get_attribute("href") == "https://yard.example/words"
    assert week.all("iframe") == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_player_takes_the_place_of_the_poster(week, elsewhere, width):
    week.width(width)
    before = week.find(".c-play").rect
    week.press(".c-play__poster")
    elsewhere.wait(
        lambda asked: asked.address.startswith("https://www.youtube-nocookie.com/embed/abcDEF12-_3")
    )
    frame = week.find(".c-play iframe")
    assert frame == week.browser.switch_to.active_element
    assert frame.rect["width"] == pytest.approx(before["width"], abs=2)
    assert week.find(".c-play").rect["height"] == pytest.approx(before["height"], abs=2), "nothing moves"
    assert week.violations() == []
