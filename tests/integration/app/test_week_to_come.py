"""A week that nobody has drafted is told as what it is: late, or still to come."""

import re


def test_a_week_that_opens_later_is_announced_and_not_called_overdue(project, curate):
    course = project / "courses/first-course/course.yml"
    text = re.sub(r"(?m)^start:.*$", "start: 2026-12-07", course.read_text("utf-8"))
    course.write_text(text, "utf-8")
    told = "week 1 opens on Monday, 7 December 2026: the next build drafts it for you"
    before = curate("status", "-C", project, "--today", "2026-12-01").out
    assert f"→ {told}: curate build" in before
    assert "not drafted yet" not in before
    assert told in curate("doctor", "-C", project, "--today", "2026-12-01").out
    on_the_day = curate("status", "-C", project, "--today", "2026-12-07").out
    assert "→ week 1 is due and not drafted yet: curate build" in on_the_day
