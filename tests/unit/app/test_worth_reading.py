"""Which pages are read for a week: the best of what the feeds say, from more than one source."""

from curator.app.ranking_tasks import worth_reading
from curator.model import Article, Candidate, Reason
from curator.rank import weights


def offer(number: int, feed: str = "", *reasons: Reason) -> Candidate:
    url = f"https://{feed or f's{number}'}.example/{number}"
    return Candidate(Article(url, f"Title {number}", "", feed=feed), 1 - number / 100, reasons)


def places(found: frozenset[str]) -> list[int]:
    return sorted(int(url.rsplit("/", 1)[1]) for url in found)


def test_the_best_are_read_and_no_more_than_asked_for():
    assert places(worth_reading([offer(n) for n in range(20)], 8)) == list(range(8))


def test_one_source_does_not_take_all_the_places():
    offered = [*(offer(n, "loud") for n in range(10)), *(offer(n) for n in range(10, 16))]
    assert places(worth_reading(offered, 8)) == [0, 1, 10, 11, 12, 13, 14, 15]


def test_what_is_far_from_the_need_takes_no_place_from_a_source_that_is_near():
    offered = [*(offer(n, "loud") for n in range(30)), *(offer(n) for n in range(30, 36))]
    assert places(worth_reading(offered, 8)) == list(range(8))


def test_where_nobody_else_offers_anything_one_source_takes_all():
    assert places(worth_reading([offer(n, "only") for n in range(20)], 8)) == list(range(8))


def test_copies_take_no_place():
    copied = offer(0, "", Reason("same story as “Title 1”", weights.COPY))
    assert places(worth_reading([copied, *(offer(n) for n in range(1, 4))], 2)) == [1, 2]


def test_nothing_offered_is_nothing_read():
    assert worth_reading([], 40) == frozenset()
