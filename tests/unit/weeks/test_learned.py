"""Lessons: what a stable taste teaches, in words and with its count, and that chance teaches nothing."""

import random

import pytest

from curator.model import Article, Resource
from curator.weeks.excerpt import excerpt, quotations, signs_of
from curator.weeks.learned import NOTHING_LEARNED, Decided, learn

FIGURES = (
    "A ward that looks at one mistake each week halves its mistakes within {n} weeks, because people talk.",
    "Nurses should tell each other what went wrong before they tell anybody else, because trust comes first.",
    "If you ask who did it, people stop telling, so that nobody learns from what happened on that night.",
    "A team learns more from a small mistake than from a large one, because nobody is afraid of a small one.",
    "Ask what happened instead of who did it, and listen until the end, because the end is what you need.",
)
PADDING = (
    "The house stands beside the river, and it has a red door that nobody uses on Sundays any more, " * 40
)


def page(n: int, title: str = "", host: str = "ward.example", minutes: int = 4) -> Article:
    text = "\n".join([*(line.format(n=n + 3) for line in FIGURES), PADDING])
    return Article(f"https://{host}/{n}", title or f"Small mistakes {n}", text, seconds=minutes * 60)


def kept(article: Article, title: str = "", quoted: str | None = None) -> Decided:
    words = excerpt(article) if quoted is None else quoted
    resource = Resource(url=article.url, title=title or article.title, excerpt=words)
    return Decided(article, resource)


def test_titles_that_are_always_cut_alike_are_cut_in_the_next_draft() -> None:
    decided = [kept(page(n, f"Part {n}: what we saw"), f"Part {n}") for n in range(5)]
    found = learn(decided)
    assert [(one.key, one.seen) for one in found.lessons] == [("title : front", "5 of 5 titles")]
    assert found.title("Handovers: a story") == "Handovers"
    assert found.title("Handovers | Ward letters") == "Handovers | Ward letters"
    assert learn(decided[:4]) == NOTHING_LEARNED
    behind = learn([kept(page(n, f"Part {n}: what we saw"), "What we saw") for n in range(5)])
    assert behind.title("Handovers: a story") == "A story"


def test_a_curator_who_cuts_now_and_then_teaches_nothing() -> None:
    titles = [f"Part {n}: what we saw" for n in range(12)]
    decided = [kept(page(n, t), t.split(":")[0] if n % 2 else t) for n, t in enumerate(titles)]
    assert learn(decided).title("Handovers: a story") == "Handovers: a story"


def test_quotations_that_are_replaced_by_figures_teach_to_quote_figures() -> None:
    need = "Wards want to learn"
    decided = []
    for n in range(6):
        article = page(n)
        figure = next(q for q in quotations(article, need=need, weak=True) if "figure" in signs_of(q))
        words = figure if "figure" not in signs_of(excerpt(article, need=need)) else ""
        resource = Resource(url=article.url, title=article.title, excerpt=words or figure)
        decided.append(Decided(article, resource, need))
    found = learn(decided)
    if not any("figure" in signs_of(excerpt(page(n), need=need)) for n in range(6)):
        assert "quote figure" in found.keys
    plain = [kept(page(n)) for n in range(6)]
    assert learn(plain) == NOTHING_LEARNED


def test_whoever_takes_quotations_out_gets_none() -> None:
    found = learn([kept(page(n), quoted="") for n in range(6)])
    assert found.keys == {"quote nothing"}
    assert excerpt(page(9))
    assert not excerpt(page(9), taste=found.taste)


def test_a_site_that_is_always_turned_down_is_put_back_and_the_reason_is_told() -> None:
    down = [Decided(page(n, host="news.example"), None) for n in range(6)]
    stay = [kept(page(n)) for n in range(9)]
    found = learn([*down, *stay])
    assert found.keys == {"down from news.example"}
    assert "news.example" in found.against(page(1, host="news.example"), "")
    assert found.against(page(1), "") == ""
    assert learn([*down, *stay], ["down from news.example"]) == NOTHING_LEARNED
    assert found.without("down from news.example") == NOTHING_LEARNED


def test_long_ones_are_told_by_their_minutes() -> None:
    down = [Decided(page(n, host=f"h{n}.example", minutes=25), None) for n in range(6)]
    stay = [kept(page(n, host=f"k{n}.example")) for n in range(9)]
    found = learn([*down, *stay])
    assert found.against(page(1, minutes=30), "") == "you turn down what takes more than 5 minutes"


@pytest.mark.parametrize("seed", range(6))
def test_chance_teaches_hardly_anything(seed: int) -> None:
    chance = random.Random(seed)
    decided = []
    for n in range(40):
        article = page(
            n, f"Part {n}: what we saw", host=f"h{n % 7}.example", minutes=chance.choice((3, 8, 15))
        )
        if chance.random() < 0.4:
            decided.append(Decided(article, None))
            continue
        could = list(quotations(article))[:5]
        words = chance.choice(could) if chance.random() < 0.4 else could[0]
        decided.append(kept(article, chance.choice((article.title, f"Part {n}")), words))
    assert len(learn(decided).lessons) <= 1
