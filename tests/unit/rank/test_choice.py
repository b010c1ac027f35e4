"""The week's choice: within the minutes, varied, and with a reason for everything left out."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.model import Article, Candidate, Items, Reason
from curator.rank import article_vectors, choose, rank, told_parts, usual_meaning, weights
from curator.rank.choice import BESIDE_BETTER, TOO_FAR

SUBJECTS = [
    "feedback between colleagues after a talk",
    "pruning apple trees in winter",
    "reading a balance sheet",
    "first aid for burns",
    "tuning a slow database",
    "singing in a choir",
    "repairing a bicycle chain",
    "welcoming a new neighbour",
    "planning a night shift",
    "drawing a map of a village",
]


def candidate(
    number: int, score: float, *, minutes: int = 5, source: str = "", **changes: object
) -> Candidate:
    kind = changes.pop("kind", "article")
    host = source or f"site{number}.example"
    subject = SUBJECTS[number % len(SUBJECTS)]
    article = Article(
        f"https://{host}/{number}", subject, subject, kind=kind, seconds=minutes * 60, source=source
    )
    found = Candidate(article, score, (Reason("close to the need", score), Reason("no date", 0.0)))
    return replace(found, **changes)


def numbers(candidates) -> list[int]:
    return [int(c.url.rsplit("/", 1)[1]) for c in candidates]


def refusal(choice, number: int):
    return next(r for r in choice.refused if r.candidate.url.endswith(f"/{number}"))


def why(choice, number: int) -> str:
    return refusal(choice, number).why


ITEMS = Items(min=3, max=4)


class TestFloor:
    """What a week asks for depends on the feeds, and not on what else happens to stand in them."""

    def test_what_all_the_articles_have_in_common_counts_at_the_floor(self):
        least = weights.FLOOR_AT_LARGE
        week = [
            candidate(0, least - 0.1, meaning=0.2, if_alone=0.11),
            candidate(1, least - 0.05, meaning=0.2, if_alone=0.0),
        ]
        found = choose(week, minutes=60, items=Items(min=1, max=4), usual=0.1)
        assert numbers(found.chosen) == [0]
        assert why(found, 1) == TOO_FAR
        assert refusal(found, 1).figures == f"comes to {least - 0.05:.2f}, and a week asks for {least:.2f}"

    def test_what_only_better_pages_keep_out_is_told_so(self):
        best = (weights.FLOOR + 0.1) / weights.FLOOR_SHARE
        week = [candidate(0, best), candidate(1, weights.FLOOR + 0.05), candidate(2, weights.FLOOR - 0.05)]
        items = Items(min=1, max=4)
        found = choose(week, minutes=60, items=items)
        assert (numbers(found.chosen), why(found, 1), why(found, 2)) == ([0], BESIDE_BETTER, TOO_FAR)
        later = choose(week, minutes=60, items=items, used={week[0].url})
        assert numbers(later.chosen) == [1], "the next week, without the best, takes it"

    def test_where_one_is_missing_the_next_may_come_from_a_little_below(self):
        floor, gives = weights.FLOOR_AT_LARGE, weights.FLOOR_GIVES
        week = [candidate(0, 0.8), candidate(1, 0.7), candidate(2, floor - gives), candidate(3, 0.5)]
        assert numbers(choose(week, minutes=60, items=ITEMS, usual=0.1).chosen) == [0, 1, 2]
        week[2] = candidate(2, floor - gives - 0.01)
        assert numbers(choose(week, minutes=60, items=ITEMS, usual=0.1).chosen) == [0, 1]

    def test_one_good_one_is_not_filled_up_with_two(self):
        below = weights.FLOOR_AT_LARGE - 0.01
        week = [candidate(0, 0.8), candidate(1, below), candidate(2, below)]
        assert numbers(choose(week, minutes=60, items=ITEMS, usual=0.1).chosen) == [0]

    def test_who_turns_much_down_is_offered_less_and_never_nothing(self):
        week = [candidate(i, score) for i, score in enumerate((1.2, 1.0, 0.9, 0.8, 0.7))]

        def offered(*decided):
            items = Items(min=3, max=5)
            return numbers(choose(week, minutes=60, items=items, usual=0.1, decided=decided).chosen)

        assert offered() == [0, 1, 2, 3, 4]
        assert offered((4, 1)) == [0, 1, 2], "what was kept lifts its like, so more is asked for"
        assert offered((1, 40), (1, 40)) == [0, 1]
        assert offered(*[(7, 0)] * 6) == [0, 1, 2, 3, 4], "whoever keeps all sees more again"

    def test_a_good_long_one_is_not_given_up_for_two_middling_short_ones(self):
        week = [
            candidate(0, 0.9, minutes=10),
            candidate(1, 0.9, minutes=10),
            candidate(2, 0.85, minutes=25),
            candidate(3, 0.65, minutes=8),
            candidate(4, 0.65, minutes=8),
        ]
        found = choose(week, minutes=45, items=Items(min=3, max=5), usual=0.1)
        assert numbers(found.chosen) == [0, 1, 2]

    def test_feeds_on_the_subject_vouch_for_what_they_bring(self):
        week = [candidate(i, 0.4, meaning=0.28) for i in range(4)]
        assert not choose(week, minutes=60, items=Items(min=1, max=4), usual=0.1).chosen
        assert len(choose(week, minutes=60, items=Items(min=1, max=4), usual=0.25).chosen) == 4
        assert len(choose(week, minutes=60, items=Items(min=1, max=4)).chosen) == 4, "their own mean"

    def test_feeds_at_large_must_score_more(self):
        week = [candidate(0, weights.FLOOR_AT_LARGE, meaning=0.5), candidate(1, 0.4, meaning=0.5)]
        assert numbers(choose(week, minutes=60, items=Items(min=1, max=4), usual=0.1).chosen) == [0]
        assert numbers(choose(week, minutes=60, items=Items(min=1, max=4), usual=0.2).chosen) == [0, 1]

    def test_where_meaning_is_not_known_the_score_decides(self):
        found = choose([candidate(0, 0.31, meaning=None)], minutes=60, items=Items(min=1, max=4))
        assert numbers(found.chosen) == [0]
        assert usual_meaning(found.chosen) is None

    def test_a_shared_word_does_not_bring_a_page_into_the_week(self):
        need = "First-time project leads need the basics of project management."
        delivery = (
            "A project lead agrees on scope, plans the delivery and manages risks with the team. Project"
            " management begins with a plan, a budget and a schedule that everybody knows."
        )
        beamer = (
            "The best portable projectors for a garden cinema: bright lamps, long batteries, sharp pictures"
            " on any wall. Each was tried at night, projects films silently, and we compared sound, weight"
            " and price."
        )
        others = (
            "Cut leeks and potatoes, cook them in broth until soft.",
            "Prune roses in early spring, above a bud that points outwards.",
            "The last ferry leaves at nine; bring warm clothes and a torch.",
            "Choose shoes one size larger for long walks downhill.",
            "Wild yeast works slowly below twenty degrees.",
            "A slow query scans the whole table; add an index.",
            "Old maps show where the river ran.",
            "Sand the hull, then paint it twice with thin varnish.",
        )
        texts = {"delivery": delivery, "beamer": beamer} | {t.split()[0]: t for t in others}
        ranked = rank([Article(f"https://{n}.example/", n, text) for n, text in texts.items()], need)
        by_title = {c.title: c for c in ranked}
        assert by_title["beamer"].reasons[0].points >= weights.FLOOR
        assert usual_meaning(ranked) < weights.ON_SUBJECT
        assert by_title["delivery"].reasons[0].text.startswith("close to the need")
        found = choose(ranked, minutes=60, items=Items(min=1, max=4))
        assert [c.title for c in found.chosen] == ["delivery"]


class TestLimits:
    def test_the_best_are_chosen_best_first(self):
        found = choose([candidate(i, 0.9 - i / 20) for i in range(6)], minutes=60, items=ITEMS)
        assert numbers(found.chosen) == [0, 1, 2, 3]
        assert why(found, 4) == "the week is full with 4"

    def test_the_minutes_are_kept(self):
        week = [candidate(0, 0.9, minutes=20), candidate(1, 0.8, minutes=30), candidate(2, 0.7, minutes=10)]
        found = choose([*week, candidate(3, 0.6, minutes=10)], minutes=45, items=Items(min=2, max=4))
        assert found.minutes <= 45
        assert numbers(found.chosen) == [0, 2, 3]
        assert why(found, 1).startswith("would break the 45-minute week")

    def test_a_long_one_must_leave_room_for_the_least_number(self):
        week = [candidate(0, 0.95, minutes=40), *(candidate(i, 0.8, minutes=10) for i in range(1, 5))]
        found = choose(week, minutes=45, items=Items(min=3, max=5))
        assert 0 not in numbers(found.chosen)
        assert len(found.chosen) == 4

    def test_what_is_longer_than_the_week_says_so(self):
        found = choose([candidate(0, 0.9, minutes=90)], minutes=45, items=ITEMS)
        assert found.chosen == ()
        assert why(found, 0) == "takes 90 minutes, and the week has 45"

    def test_no_more_than_two_from_one_source(self):
        week = [candidate(i, 0.9 - i / 100, source="same.example") for i in range(4)] + [candidate(7, 0.5)]
        found = choose(week, minutes=60, items=ITEMS)
        assert numbers(found.chosen) == [0, 1, 7]
        assert why(found, 2) == "2 from same.example are chosen already"

    def test_only_wanted_kinds(self):
        found = choose(
            [candidate(0, 0.9), candidate(1, 0.8, kind="video")], minutes=60, items=ITEMS, kinds=["video"]
        )
        assert numbers(found.chosen) == [1]
        assert "does not want: article" in why(found, 0)


class TestOut:
    def test_used_ones_are_out_under_any_address(self):
        copy = Article("https://mirror.example/1", "", "")
        week = [
            candidate(0, 0.9),
            candidate(1, 0.9, duplicates=(copy,)),
            candidate(2, 0.9),
            candidate(3, 0.5),
        ]
        week[2] = replace(week[2], article=replace(week[2].article, canonical="https://original.example/2"))
        found = choose(
            week,
            minutes=60,
            items=ITEMS,
            used={"https://site0.example/0", "https://mirror.example/1", "https://original.example/2"},
        )
        assert numbers(found.chosen) == [3]
        assert why(found, 0) == why(found, 1) == why(found, 2) == "was used in an earlier week"

    def test_an_unstated_address_is_nobodys(self):
        assert len(choose([candidate(0, 0.9)], minutes=60, items=ITEMS, used={""}).chosen) == 1

    def test_copies_give_their_reason(self):
        copied = candidate(0, 0.9, reasons=(Reason("close", 5.9), Reason("same story as “X”", weights.COPY)))
        assert why(choose([copied], minutes=60, items=ITEMS), 0) == "same story as “X”"

    @pytest.mark.parametrize(("days", "chosen"), [(2, [0, 2]), (20, [0, 1, 2]), (None, [0, 1, 2])])
    def test_no_two_on_one_event_and_guides_to_one_subject_are_no_event(self, days, chosen):
        week = [candidate(0, 0.9), candidate(1, 0.8, related=("https://site0.example/0",)), candidate(2, 0.7)]
        if days is not None:
            dates = (date(2026, 5, 1), date(2026, 5, 1) + timedelta(days=days))
            week[:2] = [
                replace(c, article=replace(c.article, published=day))
                for c, day in zip(week, dates, strict=False)
            ]
        found = choose(week, minutes=60, items=ITEMS)
        assert numbers(found.chosen) == chosen
        if 1 not in chosen:
            assert why(found, 1) == f"tells of the same event as “{SUBJECTS[0]}”"


PARTS = {"pay": "pay", "leave policy": "leave policy", "hiring": "hire without bias"}


class TestParts:
    """A week answers as many parts of the need as it can, and names those that it does not."""

    def test_two_parts_that_are_told_alike_are_lacking_once_and_nothing_is_where_no_words_fit(self):
        told = {
            "pests": "keep pests away without poison",
            "poison": "keep pests away without poison",
            "x": "",
        }
        assert choose([], minutes=60, items=Items(), parts=told).lacking == (
            "keep pests away without poison",
        )
        week = [candidate(0, 0.8, parts=("pests",)), candidate(1, 0.79, parts=("poison",))]
        found = choose(week, minutes=60, items=Items(min=1, max=3), parts=told)
        assert not any("only one on" in r.text for c in found.chosen for r in c.reasons)

    def test_a_part_that_nothing_else_answers_wins_over_a_little_more_closeness(self):
        week = [
            candidate(0, 0.80, parts=("pay",)),
            candidate(1, 0.78, parts=("pay",)),
            candidate(2, 0.77, parts=("pay",)),
            candidate(3, 0.76, parts=("leave policy",)),
        ]
        found = choose(week, minutes=60, items=Items(min=1, max=3), parts=PARTS)
        assert 3 in numbers(found.chosen)
        assert found.lacking == ("hire without bias",)
        (only,) = [c for c in found.chosen if c.url.endswith("/3")]
        assert only.reasons[-1].text == "the only one on: leave policy"
        assert only.score == pytest.approx(sum(r.points for r in only.reasons))

    def test_near_twins_are_chosen_once(self):
        week = [candidate(0, 0.8), candidate(0 + len(SUBJECTS), 0.79), candidate(1, 0.5)]
        found = choose(week, minutes=60, items=Items(min=1, max=3))
        assert len(found.chosen) == 2
        assert why(found, len(SUBJECTS)).startswith("says much the same as")

    def test_near_twins_fill_a_week_that_would_be_too_thin_and_go_no_further(self):
        twins = [candidate(i * len(SUBJECTS), 0.8 - i / 100) for i in range(4)]
        assert len(choose(twins, minutes=60, items=Items(min=2, max=4)).chosen) == 2
        assert len(choose([*twins, candidate(1, 0.6)], minutes=60, items=Items(min=2, max=4)).chosen) == 2

    def test_two_guides_to_one_subject_with_titles_of_their_own_are_no_twins(self):
        week = [candidate(0, 0.8), candidate(len(SUBJECTS), 0.79)]
        told = replace(
            week[1].article, title="What listeners tell a speaker", text=f"{week[1].article.text} " * 9
        )
        found = choose([week[0], replace(week[1], article=told)], minutes=60, items=Items(min=1, max=3))
        assert len(found.chosen) == 2

    def test_long_things_make_a_week_of_as_many_as_there_is_room_for(self):
        week = [candidate(0, 0.9, minutes=16), candidate(1, 0.8, minutes=37), candidate(2, 0.7, minutes=28)]
        assert numbers(choose(week, minutes=45, items=Items(min=3, max=7)).chosen) == [0, 2]
        (only,) = choose([candidate(0, 0.9, minutes=40)], minutes=45, items=Items(min=3, max=7)).chosen
        assert only.minutes == 40


class TestScarcity:
    def test_fewer_rather_than_junk(self):
        found = choose(
            [candidate(0, 0.9), *(candidate(i, 0.1) for i in range(1, 6))], minutes=60, items=ITEMS
        )
        assert numbers(found.chosen) == [0]
        assert refusal(found, 1).figures == "comes to 0.10, and a week asks for 0.45"

    def test_nothing_relevant_gives_an_empty_week(self):
        found = choose([candidate(i, 0.2) for i in range(5)], minutes=60, items=ITEMS)
        assert found.chosen == ()
        assert found.runner_up is None
        assert f"a week asks for {weights.FLOOR:.2f}" in refusal(found, 0).figures

    def test_nothing_at_all(self):
        found = choose([], minutes=60, items=ITEMS)
        assert (found.chosen, found.refused, found.runner_up, found.minutes) == ((), (), None, 0)

    def test_what_is_used_up_does_not_raise_the_floor(self):
        week = [candidate(0, 1.5), candidate(1, 0.5)]
        assert numbers(choose(week, minutes=60, items=ITEMS, used={week[0].url}).chosen) == [1]


class TestVariety:
    def test_the_first_of_another_kind_beats_one_a_little_closer(self):
        week = [candidate(i, 0.8 - i / 100) for i in range(5)] + [candidate(6, 0.75, kind="video")]
        found = choose(week, minutes=60, items=ITEMS)
        assert 6 in numbers(found.chosen)
        video = next(c for c in found.chosen if c.article.kind == "video")
        assert video.reasons[-1] == Reason("the only video", weights.NEW_KIND)
        assert video.score == sum(r.points for r in video.reasons)

    def test_it_does_not_beat_one_much_closer(self):
        week = [candidate(i, 0.9) for i in range(4)] + [candidate(6, 0.5, kind="video")]
        assert 6 not in numbers(choose(week, minutes=60, items=ITEMS).chosen)

    def test_four_on_one_thing_make_room_for_another(self):
        same = [candidate(10 * i, 0.8 - i / 1000) for i in range(5)]
        other = candidate(3, 0.74)
        found = choose([*same, other], minutes=60, items=ITEMS)
        assert 3 in numbers(found.chosen)
        assert "says much the same as" in why(found, 30)

    @pytest.mark.parametrize("seed", range(5))
    def test_no_other_set_would_be_worth_more(self, seed):
        chance = Random(seed)
        week = [candidate(i, chance.uniform(0.5, 1), minutes=chance.randint(3, 18)) for i in range(10)]
        floor = max(weights.FLOOR, weights.FLOOR_SHARE * max(c.score for c in week))
        found = choose(week, minutes=40, items=Items(min=3, max=5))
        vectors = {c.url: v for c, v in zip(week, article_vectors([c.article for c in week])[0], strict=True)}

        def worth(chosen) -> float:
            same = sum(max(0, vectors[a.url] @ vectors[b.url]) for a, b in combinations(chosen, 2))
            each = (weights.NEW_SOURCE - weights.ATTENTION * floor) * len(chosen) + weights.NEW_KIND
            return sum(c.score for c in chosen) + each - weights.SAME * 2 * same / len(chosen)

        others = (
            s for size in (3, 4, 5) for s in combinations(week, size) if sum(c.minutes for c in s) <= 40
        )
        assert worth(found.chosen) == pytest.approx(max(map(worth, others)), abs=1e-4)


class TestRunnerUp:
    def test_it_is_the_best_of_those_in_the_running(self):
        week = [candidate(0, 0.99), *(candidate(i, 0.9 - i / 50) for i in range(1, 7))]
        found = choose(week, minutes=60, items=ITEMS, used={week[0].url})
        chosen = {c.url for c in found.chosen}
        assert len(chosen) == 4
        assert found.runner_up.candidate == next(c for c in week[1:] if c.url not in chosen)
        assert "the week is full with 4" in found.runner_up.why

    def test_everything_left_out_has_a_reason(self):
        week = [candidate(i, 1 - i / 70) for i in range(80)]
        found = choose(week, minutes=20, items=ITEMS)
        assert len(found.chosen) + len(found.refused) == 80
        assert all(r.why for r in found.refused)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.floats(0, 1.5), st.integers(1, 60), st.integers(0, 4)), max_size=12),
    st.integers(5, 90),
    st.integers(1, 4),
    st.integers(4, 7),
)
def test_no_choice_breaks_a_rule(rows, minutes, least, most):
    week = [candidate(i, s, minutes=m, source=f"s{h}.example") for i, (s, m, h) in enumerate(rows)]
    found = choose(week, minutes=minutes, items=Items(min=least, max=most))
    assert found == choose(week[::-1], minutes=minutes, items=Items(min=least, max=most))
    assert found.minutes <= minutes
    assert len(found.chosen) <= most
    hosts = [c.article.host for c in found.chosen]
    assert all(hosts.count(h) <= 2 for h in hosts)
    assert len(found.chosen) + len(found.refused) == len(week)


def test_ranked_articles_go_straight_into_the_choice():
    pages = [Article(f"https://site{i}.example/{i}", s, f"{s}. " * 30) for i, s in enumerate(SUBJECTS)]
    found = choose(rank(pages, "Gardeners need to prune apple trees."), minutes=30, items=Items(min=1, max=3))
    assert numbers(found.chosen)[0] == 1
    assert all(c.score == sum(r.points for r in c.reasons) for c in found.chosen)


@pytest.mark.parametrize("minutes", [5, 600])
def test_one_good_thing_is_enough_for_a_start(minutes):
    assert len(choose([candidate(0, 0.9)], minutes=minutes, items=Items(min=3, max=7)).chosen) == 1


class TestBadInput:
    """Whatever the need and the pages are, there is a choice, and it says what it lacks."""

    PAGES = tuple(
        Article(f"https://one.example/{i}", s.capitalize(), f"{s}. " * 40) for i, s in enumerate(SUBJECTS)
    )

    @pytest.mark.parametrize(
        "need",
        [
            "git",
            "Staff need to learn " + "planning a night shift, " * 90,
            "Alle müssen lernen, eine Nachtschicht zu planen und Nachbarn zu begrüßen.",
            "必要なのは会話です",
            "?",
            "",
        ],
    )
    def test_any_need_gets_a_choice(self, need):
        ranked = rank(self.PAGES, need)
        found = choose(ranked, minutes=45, items=Items(), parts=told_parts(need))
        assert len(found.chosen) + len(found.refused) == len(self.PAGES)
        assert set(found.lacking) <= set(told_parts(need).values())

    def test_without_any_page_every_part_is_lacking(self):
        found = choose([], minutes=45, items=Items(), parts={"pay": "pay", "leave policy": "leave policy"})
        assert not found.chosen
        assert found.lacking == ("pay", "leave policy")

    def test_pages_all_from_one_site_fill_a_week_only_up_to_its_least(self):
        found = choose(
            [candidate(i, 0.8, source="one.example") for i in range(6)], minutes=60, items=Items(min=3, max=7)
        )
        assert len(found.chosen) == 3

    @pytest.mark.parametrize("count", [20, 200_000])
    def test_a_text_of_any_length_is_ranked_among_the_others(self, count):
        odd = Article(
            "https://odd.example/", "Sharpen a kitchen knife", "sharpen a kitchen knife " * (count // 4)
        )
        ranked = rank([*self.PAGES, odd], "Cooks need to sharpen a kitchen knife.")
        assert odd.url in [c.url for c in ranked[:3]]
        choose(ranked, minutes=45, items=Items())
