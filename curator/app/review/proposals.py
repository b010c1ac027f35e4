"""What can be proposed for a week's resources: a question where none asks, the author as a person to meet.

A draft brings both. What a person adds brings neither by itself, so both are offered, one press away, in the
place where questions and people stand.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from curator.app.review import connection_forms
from curator.app.review.elements import Node, button, node
from curator.model import Article, Candidate, Course, Module, Person, Resource
from curator.questions.propose import propose_questions
from curator.text.one_line import one_line
from curator.urls import canonical
from curator.weeks.calendar import need_of
from curator.weeks.connection import authors, people_of_week
from curator.weeks.draft import proposed_objective
from curator.weeks.notice import PROPOSED

MOST = 2
"""Questions offered at a time, and people: those for what was added last. More would be a list of duties."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is offered beside a week, each with the resource that it comes from."""

    questions: tuple[tuple[Resource, str], ...] = ()
    people: tuple[tuple[Resource, Person], ...] = ()


class Proposals:
    """The proposals of one sitting: what a text brings is worked out once, because it takes milliseconds."""

    def __init__(self) -> None:
        self._questions: dict[tuple[str, str], tuple[str, ...]] = {}
        self._people: dict[tuple[str, str], tuple[Person, ...]] = {}
        self._authors: dict[str, tuple[str, ...]] = {}

    def beside(
        self, course: Course, module: Module, articles: Mapping[str, Article], used: Collection[str]
    ) -> Proposed:
        """Propose for a draft's resources whose text is among `articles` (by `canonical`), the last first.

        `used` are the questions of other weeks. A published week is offered nothing.
        """
        if module.status == "published":
            return Proposed()
        known = [
            (place, r, articles[canonical(r.ref)])
            for place, r in enumerate(module.content, 1)
            if canonical(r.ref) in articles
        ][::-1]
        asked = {q.about for q in module.conversation}
        said = {*(q.question for q in module.conversation), *module.unasked, *used}
        questions: list[tuple[Resource, str]] = []
        for place, r, article in known:
            if place not in asked and len(questions) < MOST:
                new = [q for q in self._asked_of(course, module.week, article) if q not in said][:1]
                questions += [(r, words) for words in new]
                said |= set(new)
        met = {p.name.casefold() for p in module.connection.people}
        people: list[tuple[Resource, Person]] = []
        for _, r, article in known:
            if len(people) < MOST and any(name.casefold() not in met for name in self._written_by(article)):
                makers = self._met_by(course, module.week, article)
                people += [(r, p) for p in makers if p.name.casefold() not in met]
                met |= {p.name.casefold() for p in makers}
        return Proposed(tuple(questions), tuple(people[:MOST]))

    def _asked_of(self, course: Course, week: int, article: Article) -> tuple[str, ...]:
        need = need_of(course, week)
        key = (article.url, need)
        if key not in self._questions:
            places = propose_questions([article], need=need, week=week, language=course.language)
            self._questions[key] = tuple(q.question for place in zip(*places, strict=False) for q in place)
        return self._questions[key]

    def _written_by(self, article: Article) -> tuple[str, ...]:
        if article.url not in self._authors:
            self._authors[article.url] = authors(article)
        return self._authors[article.url]

    def _met_by(self, course: Course, week: int, article: Article) -> tuple[Person, ...]:
        need = need_of(course, week)
        key = (article.url, need)
        if key not in self._people:
            self._people[key] = people_of_week(course, [Candidate(article, 0.0, ())], need=need)
        return self._people[key]


def questions(found: Iterable[tuple[Resource, str]]) -> list[Node]:
    """Offer each question with the resource that none asks about yet."""
    return [
        node(
            "li",
            node("span", f"No question starts from “{one_line(r.title, 80)}” yet. One that could:"),
            button("ask", node("b", "Ask: "), words, class_="use", data_text=words, data_url=r.ref),
            class_="acts",
            dir="auto",
        )
        for r, words in found
    ]


GOOD_OBJECTIVE = (
    "Proposed from the need, for you to put better. A good objective names one thing that somebody can do "
    "by Friday, and see that it is done."
)
GOOD_STEP = (
    ". A draft proposes steps. A good one takes minutes, and names whom to ask and for what; change or take "
    "out what does not fit."
)
GOOD_WORDS = (
    "“(proposed)” stands before a sentence of theirs. Learners do not read it until you press Use this "
    "sentence, or write in your words who this is and why to meet them."
)
"""What makes a good one of what a draft proposes; each is said once, where it stands."""


def objective(course: Course, module: Module) -> list[Node]:
    """Say that the objective is as it was proposed, and what makes a good one."""
    now = module.objective.strip()
    same = now and now == proposed_objective(course, module.week, module.title)
    return [node("p", GOOD_OBJECTIVE, class_="by")] if same and module.status == "draft" else []


def steps(module: Module) -> list[Node]:
    """Say of a draft's steps what makes a good one."""
    shown = module.status == "draft" and module.connection.prompts
    return [node("span", GOOD_STEP)] if shown else []


def of_people(module: Module) -> list[Node]:
    """Say what the mark before proposed words about a person means."""
    marked = any(p.about.startswith(PROPOSED) for p in module.connection.people)
    return [node("li", GOOD_WORDS, class_="by")] if marked else []


def people(found: Iterable[tuple[Resource, Person]]) -> list[Node]:
    """Offer each author as a person to get to know."""
    return [
        node(
            "li",
            node("span", f"{p.name} made “{one_line(r.title, 80)}”."),
            button(
                "said",
                f"Add {p.name}",
                class_="quiet",
                data_act="person",
                data_text=connection_forms.packed("person", p),
            ),
            class_="acts",
            dir="auto",
        )
        for r, p in found
    ]
