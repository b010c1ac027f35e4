"""What is counted of decisions: not what a lesson explains."""

from curator.model import Dropped, Module
from curator.weeks.decisions import counts_of


def test_what_a_lesson_explains_does_not_raise_what_a_week_asks_for() -> None:
    urls = ("https://a.example/1", "https://b.example/2")
    module = Module(week=1, title="One", dropped=tuple(Dropped(url=url) for url in urls))
    assert counts_of([module]) == ((0, 2),)
    assert counts_of([module], frozenset({"https://a.example/1"})) == ((0, 1),)
    assert counts_of([module], frozenset(urls)) == ()
