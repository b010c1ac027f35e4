"""What is said of candidates hangs on what the week holds at this moment."""

from dataclasses import replace
from datetime import date, timedelta

from test_choice import ITEMS, SUBJECTS, candidate, refusal

from curator.rank import Beside, choose
from curator.urls import canonical


def key(one) -> str:
    return canonical(one.url)


def titles(*held) -> dict[str, str]:
    return {key(one): one.article.title for one in held}


TWIN, OTHER = candidate(0, 0.8), candidate(1, 0.7)
COPYIST = candidate(len(SUBJECTS), 0.6)  # the subject of TWIN, told at another site


def test_what_says_much_the_same_is_told_while_that_is_in_the_week_and_no_longer():
    beside = Beside([TWIN, OTHER, COPYIST])
    assert beside.remarks(titles(TWIN, OTHER), {}) == {
        key(COPYIST): f"says much the same as “{TWIN.article.title}”"
    }
    assert beside.remarks(titles(OTHER), {}) == {}
    assert beside.remarks({}, {}) == {}


def test_what_the_week_holds_gets_no_remark():
    assert Beside([TWIN, COPYIST]).remarks(titles(TWIN, COPYIST), {}) == {}


def test_a_page_that_was_never_a_candidate_counts_once_its_text_is_known():
    beside, title = Beside([COPYIST]), "Much the same"
    held = {key(TWIN): title}
    assert beside.remarks(held, {}) == {}
    assert beside.remarks(held, {key(TWIN): TWIN.article}) == {
        key(COPYIST): f"says much the same as “{title}”"
    }
    assert beside.remarks({}, {key(TWIN): TWIN.article}) == {}


def test_the_same_event_is_told_in_the_days_around_it_whichever_of_both_names_the_other():
    def on(one, day: int, *related):
        when = date(2026, 3, 1) + timedelta(days=day)
        return replace(one, article=replace(one.article, published=when), related=related)

    first, near, late = on(TWIN, 0), on(OTHER, 1, TWIN.url), on(OTHER, 90, TWIN.url)
    told = f"tells of the same event as “{TWIN.article.title}”"
    assert Beside([first, near]).remarks(titles(first), {}) == {key(near): told}
    assert Beside([first, near]).remarks(titles(near), {})[key(first)].startswith("tells of the same event")
    assert Beside([first, late]).remarks(titles(first), {}) == {}


def test_pages_of_one_site_are_counted_as_the_week_holds_them():
    several = [candidate(n, 0.9 - n / 10, source="same.example") for n in range(4)]
    beside = Beside(several)
    assert beside.remarks(titles(*several[:1]), {}) == {}
    two = beside.remarks(titles(*several[:2]), {})
    assert set(two.values()) == {"2 from same.example are in the week already"}
    assert set(two) == {key(one) for one in several[2:]}
    three = beside.remarks(titles(*several[:3]), {})
    assert three == {key(several[3]): "3 from same.example are in the week already"}


def test_a_refusal_says_whether_it_holds_only_beside_what_else_was_chosen():
    far = replace(candidate(2, 0.01))
    found = choose([TWIN, OTHER, COPYIST, far, candidate(3, 0.9)], minutes=60, items=ITEMS)
    assert refusal(found, len(SUBJECTS)).of_week
    assert not refusal(found, 2).of_week


def test_without_texts_nothing_is_said():
    assert Beside().remarks({"https://a.example/": "A"}, {}) == {}
