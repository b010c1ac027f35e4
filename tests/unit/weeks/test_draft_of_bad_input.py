"""A draft from rank to week file, whatever the need and the pages: it is whole, and says what it lacks."""

import pytest

from curator.model import Article, Course, Items
from curator.rank import choose, rank, told_parts
from curator.weeks.draft import DraftContext, draft
from curator.weeks.lacking import lacks
from curator.weeks.notice import NOT_READY

SENTENCE = "A night shift in a hospital needs a plan for handing over patients and for rest. "

NEEDS = {
    "one word": "Handover",
    "2,000 characters": ("Nurses must learn handing over patients, planning a night shift and rest, " * 40)[
        :2000
    ],
    "another language": "Pflegekräfte müssen lernen, Patienten nachts sicher zu übergeben und Pausen zu planen.",
    "nothing to read in it": "?!",
}

POOLS = {
    "no page": [],
    "20 words": [
        Article(f"https://site{n}.example/", f"Night shift {n}", " ".join(SENTENCE.split()[:20]))
        for n in range(5)
    ],
    "200,000 words": [
        Article("https://long.example/", "Planning a night shift", SENTENCE * (200_000 // 15)),
        Article("https://short.example/", "Handing over patients", SENTENCE * 30),
    ],
    "one site": [
        Article(f"https://one.example/{n}", title, SENTENCE * 20 + f"{title}. " * 20)
        for n, title in enumerate(["Handing over patients", "Night shift plan", "Rest at night", "Bread"])
    ],
}


@pytest.mark.parametrize("need", NEEDS.values(), ids=NEEDS)
@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS)
def test_a_draft_is_whole_and_says_what_it_lacks(need, pool):
    course = Course(slug="c", title="C", need=need, start="2026-11-23", items=Items(min=3, max=5), minutes=45)
    parts = told_parts(need)
    found = choose(rank(pool, need), minutes=course.minutes, items=course.items, parts=parts)
    module = draft(course, 1, found.chosen, (), DraftContext(lacking=found.lacking))
    assert module.status == "draft"
    assert len(found.chosen) + len(found.refused) == len(pool)
    assert module.content == () or sum(r.minutes or 0 for r in module.content) <= course.minutes
    thin = len(module.content) < course.items.min
    assert (NOT_READY in module.introduction) == thin
    if thin:
        assert f"at least {course.items.min}" in module.introduction
        assert all(lack in module.introduction for lack in (part[:20] for part in found.lacking))
    one_site = {r.url.split("/")[2] for r in module.content} == {"one.example"} and len(module.content) > 1
    assert any("comes from one.example" in lack for lack in lacks(course, module)) == one_site


def test_without_any_page_a_draft_names_each_part_of_the_need():
    need = "Nurses need to learn handing over patients, planning a night shift and rest."
    found = choose([], minutes=45, items=Items(), parts=told_parts(need))
    module = draft(
        Course(slug="c", title="C", need=need, start="2026-11-23"),
        1,
        (),
        (),
        DraftContext(lacking=found.lacking),
    )
    assert (
        "Nothing in it answers: handing over patients, planning a night shift, rest." in module.introduction
    )


def test_a_part_of_long_words_is_named_whole():
    part = "Arbeitsplatzbeschreibungen mit Zuständigkeitsverteilungen auf Verwaltungsebene schreiben"
    module = draft(
        Course(slug="c", title="C", need=part, start="2026-11-23"), 1, (), (), DraftContext(lacking=(part,))
    )
    assert f"Nothing in it answers: {part}." in module.introduction
