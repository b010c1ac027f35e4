"""Proposed questions: on a topic of text and need, or on what a text lists; never a bad one."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.model import Article, Resource
from curator.questions.bloom import HIGHER, bloom
from curator.questions.languages import languages, table
from curator.questions.listings import listed
from curator.questions.proposal_data import PLACES, proposals
from curator.questions.propose import _by_place, propose, propose_questions
from curator.questions.question_lint import lint, lint_module
from curator.questions.starts import Start
from curator.questions.topics import topics

SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "web"
TEXTS = Path(__file__).parents[2] / "fixtures" / "questions"
NEED = "Crews that work in shifts need to hand over their work well."


def article(number: int, title: str, text: str, **more: object) -> Article:
    return Article(url=f"https://crew.example/{number}", title=title, text=text, **more)


MODULE = (
    article(
        1,
        "Handing over a shift",
        "Many crews feel overwhelmed when they hand over the work of a long shift.\n"
        "It is tempting to leave before the work of a shift is handed over to the crew. It helps.\n"
        "Subscribe to our newsletter for more on shifts and crews.",
    ),
    article(
        2,
        "Notes that the night crew reads",
        "Handing over the work of a crew doesn't have to be complicated when notes are short.\n"
        "The hardest part of handing over the work of a crew is to write short notes.",
    ),
    article(
        3,
        "Seven mistakes at the change of shifts",
        "1. Talking while walking\n2. Leaving out near misses\n3. Handing over on paper alone\n"
        "4. Keeping the crew late\n5. Nobody asks back\n6. Too many words\n7. No quiet place",
    ),
)


def texts_of(questions) -> list[str]:
    return [q.question for q in questions]


def test_what_a_text_says_in_passing_is_not_asked_about():
    """Of 42 judgements on questions that hang on a quoted sentence, one was that it be asked as it stands."""
    assert propose(MODULE[:2], need=NEED, week=1) == ()
    assert {q.about for q in propose(MODULE, need=NEED, week=1)} == {3}


def test_a_list_is_asked_to_take_apart_too():
    (question, *_) = propose(MODULE, need=NEED, week=1)
    assert bloom(question.question) in HIGHER


def test_a_list_is_asked_about_as_a_whole():
    kind, points = listed(MODULE[2].title, MODULE[2].text, "en")
    assert kind.name == "mistakes"
    assert points[0] == ("Talking while walking", "Leaving out near misses", "Handing over on paper alone")
    assert len({point for group in points for point in group}) == 3 * len(points)
    assert listed("Seven mistakes", "1. One\n2. Two", "en") is None


def test_alternatives_of_a_place_ask_different_things():
    places = propose_questions(MODULE, need=NEED, week=1)
    assert 1 <= len(places) <= 3
    for number, place in enumerate(places, 1):
        asks = [re.sub(r".*[”.] ", "", q.question) for q in place]
        assert len(set(asks)) == len(asks) <= 3
        assert {q.id for q in place} == {f"q{number}"}
    everything = [q.question for place in places for q in place]
    assert len(set(everything)) == len(everything)


def test_no_proposal_trips_the_lint_beside_what_the_week_file_will_say():
    resources = [Resource(url=a.url, title=a.title, kind=a.kind) for a in MODULE]
    assert lint_module(propose(MODULE, need=NEED, week=4), resources) == []


def test_the_same_arguments_give_the_same_questions():
    assert propose(MODULE, need=NEED, week=3) == propose(MODULE, need=NEED, week=3)


def test_what_was_asked_before_is_not_asked_again():
    first = texts_of(propose(MODULE, need=NEED, week=3))
    shouted = [q.upper().replace("?", " ?") for q in first]
    again = texts_of(propose(MODULE, need=NEED, week=3, used=shouted))
    assert again
    assert not set(first) & set(again)


def test_what_a_person_asked_in_words_of_their_own_is_not_asked_again():
    first = texts_of(propose(MODULE, need=NEED, week=3))
    reworded = [re.sub(r"[?]$", " on an ordinary day?", q.replace("you", "somebody")) for q in first]
    assert not set(reworded) & set(first)
    again = texts_of(propose(MODULE, need=NEED, week=3, used=reworded))
    assert again
    assert not set(first) & set(again)
    other = ["What have you never told anybody about this, and why?"]
    assert texts_of(propose(MODULE, need=NEED, week=3, used=other)) == first


def test_a_text_that_says_nothing_brings_no_question():
    """Not even about the need: what fits any text of a need was liked by nobody."""
    thin, need = article(5, "How to bake rye bread", "One two three."), "Bakers must learn to bake rye bread."
    assert propose([thin], need=need, week=1) == ()
    assert propose((), need=NEED, week=1) == ()


def test_a_resource_takes_its_text_from_outside():
    resources = [Resource(url=a.url, title=a.title) for a in MODULE]
    texts = {a.url: a.text for a in MODULE}
    assert propose(resources, need=NEED, week=2, texts=texts) == propose(MODULE, need=NEED, week=2)


def test_a_text_in_another_language_than_the_course_is_not_quoted():
    assert not any("“" in q for q in texts_of(propose(MODULE, need=NEED, week=1, language="de")))
    assert propose(MODULE, need=NEED, week=1, language="xx") == ()
    assert propose(MODULE, need=NEED, week=1, language="en-GB") == propose(MODULE, need=NEED, week=1)


# --- what is asked, by language ------------------------------------------------------------------------


def asks(language):
    pieces = table(language, "proposals")["pieces"]
    before, after = pieces["quotes"]
    for place in PLACES:
        for kind in proposals(language).lists:
            items = f"{before}A b c{after}, {before}D e f{after} {before}G h{after}"
            lead = kind.lead.format(items=items, piece=pieces["article"])
            yield from (f"{lead} {ask}" for ask in kind.asks[place])
        for topic in topics(language):
            yield from topic.asks[place]


@pytest.mark.parametrize("language", sorted(languages()))
def test_whatever_is_asked_passes_the_lint(language):
    for question in asks(language):
        found = lint(question, language=language)
        assert [f for f in found if f.rule != "jargon" or "API" not in question] == [], question


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_kind_asks_something(language):
    """Not at every place: one good question about a sentence is worth more than three that fit it badly."""
    for kind in (*proposals(language).lists, *topics(language)):
        assert any(kind.asks[place] for place in PLACES), kind.name


def test_a_topic_of_title_and_need_is_asked_about_where_the_text_fits():
    need, title = "Service designers need to interview users.", "Usability testing of the new form"
    fits = "We watched ten users and tested the form with each user. An interview came first."
    known = {q for t in topics("en") if t.words.search(title) for p in PLACES for q in t.asks[p]}
    assert set(texts_of(propose([article(1, title, fits)], need=need, week=1))) & known
    assert propose([article(1, title, "Short.")], need=need, week=1) == ()  # says nothing that fits
    assert propose([article(1, "Job descriptions for usability", fits)], need=need, week=1) == ()
    assert propose([article(1, "Weekly meetings of the crew", fits)], need=need, week=1) == ()


def of_topic(*names):
    known = {t.name: t for t in topics("en")}
    return {question for name in names for p in PLACES for question in known[name].asks[p]}


def test_a_word_of_the_title_that_the_text_leaves_alone_is_no_topic():
    need, title = "Crews need to hold short meetings.", "What meetings are for"
    assert propose([article(1, title, "Nothing of the kind is said here.")], need=need, week=1) == ()
    asked = texts_of(
        propose([article(1, title, "A meeting is short. Another meeting is not.")], need=need, week=1)
    )
    assert set(asked) <= of_topic("meeting/meetings")
    assert len(asked) == 3, "each place asks something of its own about one topic"


def test_curly_apostrophes_name_a_topic_as_straight_ones_do():
    title, need = "Le mode d'emploi que personne ne lit", "Ils doivent apprendre à rédiger un mode d'emploi."
    straight = propose([article(1, title, f"{title}. " * 4)], need=need, week=1, language="fr")
    assert any("mode d'emploi" in question for question in texts_of(straight))
    title, need = title.replace("'", "’"), need.replace("'", "’")
    curly = propose([article(1, title, f"{title}. " * 4)], need=need, week=1, language="fr")
    assert texts_of(curly) == texts_of(straight)


def test_a_topic_beside_the_need_is_not_asked_about_however_often_a_text_names_it():
    title, text = "How our podcast was made", "The podcast was made in a cellar. " * 7
    assert propose([article(1, title, text)], need=NEED, week=1) == ()
    assert propose([article(1, title, text)], need="Crews want to make a podcast.", week=1) != ()


def test_a_title_and_a_text_that_goes_on_about_it_make_a_topic_where_they_meet_the_need():
    title, need = "How our podcast was made", "Crews want to tell others what they learn."
    text = "The podcast was made in a cellar. " * 7
    assert propose([article(1, title, text)], need=need, week=1) == ()
    met = text.replace("cellar", "cellar where crews tell of it")
    asked = set(texts_of(propose([article(1, title, met)], need=need, week=1)))
    assert asked
    assert asked <= of_topic("podcast/podcasts/podcasting")


def test_a_need_in_other_words_asks_for_what_a_text_speaks_of_again_and_again():
    need, rest = "Neighbours want to get rid of things they never use.", "Neighbours have things. " * 90
    few, many = ("Decluttering takes an hour. " * n + rest for n in (5, 16))
    assert propose([article(1, "Declutter your home", few)], need=need, week=1) == ()
    assert propose([article(1, "Declutter your home", many)], need=need, week=1) != ()
    assert propose([article(1, "Your home", many)], need=need, week=1) == (), "its title names no topic"


def test_where_it_happens_is_asked_about_only_where_a_need_is_on_nothing_else():
    title, text = "Meetings of a club and its board members", "A club meets. The club has board members. " * 9
    need = "Our club wants to hold short meetings."
    assert not set(texts_of(propose([article(1, title, text)], need=need, week=1))) & of_topic(
        "board members"
    )
    need = "New board members of a club must know what is theirs to do."
    assert set(texts_of(propose([article(1, title, text)], need=need, week=1))) & of_topic("board members")


def test_what_says_most_of_title_and_need_is_asked_first():
    text = "Exercise in a gym: a workout. " * 8
    beginners = propose([article(1, "A gym for beginners", text)], need="Go to a gym as a beginner", week=1)
    others = propose([article(1, "Exercise", text)], need="Exercise on busy days", week=1)
    assert any("gym" in question.question for question in beginners)
    assert not any("gym" in question.question for question in others)


def test_a_german_word_names_a_topic_inside_a_longer_one():
    text = "Eine Phishing-Mail sieht echt aus. Diese Phishing-Mail war es nicht. " * 9
    need = "Wir wollen Phishing-Mails erkennen."
    assert propose([article(1, "Die Phishing-Mail", text)], need=need, week=1, language="de") != ()


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Tres minutos y un micrófono", True),
        ("Los mejores micrófonos de 2026", False),  # wares
        ("El micrófono: una intervención quirúrgica", False),  # another sense
        ("Tres minutos", False),
    ],
)
def test_a_spanish_title_names_a_topic_in_everyday_words_but_not_in_another_sense(title, asked):
    need = "Los vecinos deben aprender a hablar en público."
    text = "El micrófono no muerde. Hablar en público se aprende con el micrófono en la mano. " * 3
    found = texts_of(propose([article(1, title, text)], need=need, week=1, language="es"))
    assert bool(found) == asked
    assert all("público" in question for question in found)


@pytest.mark.parametrize(
    ("title", "text", "need", "asked"),
    [
        (
            "Platt auf halber Strecke: So kommen Sie nach Hause",
            "Ein Schlauch, ein Reifen, eine Pumpe. Ein Loch im Schlauch ist schnell zu.",
            "Radler sollen unterwegs einen Reifen selbst beheben können.",
            "Reifen",
        ),
        (
            "Wenn der Kunde brüllt",
            "Wer sich beschwert, will gehört werden. Eine Beschwerde ist ein Hinweis. ",
            "Servicekräfte sollen mit verärgerten Kunden ruhig umgehen.",
            "Beschwerde",
        ),
        (
            "Laufen lernen mit Rollator",
            "Laufen übt man in kleinen Schritten. Laufen braucht Mut. " * 9,
            "Pflegekräfte sollen Stürze verhindern.",
            None,
        ),
        (
            "Die 7 besten Laufschuhe im Test",
            "Laufschuhe gibt es viele. Beim Laufen zählt der Fuß. " * 9,
            "Anfänger sollen fünf Kilometer laufen können.",
            None,
        ),
        (
            "Blutdruck richtig messen: Stress verfälscht den Wert",
            "Blutdruck misst man in Ruhe. Stress treibt den Blutdruck hoch. " * 9,
            "Ältere Menschen sollen ihren Blutdruck selbst messen, ohne Stress.",
            "Blutdruck",
        ),
        (
            "Kredite vergleichen: Worauf es beim Angebot ankommt",
            "Ein Kredit hat einen Zins. Schulden wachsen mit dem Kredit. " * 9,
            "Familien sollen Kredite vergleichen können.",
            "Kredit",
        ),
        (
            "Stimme schonen: Singen hilft",
            "Die Stimme ermüdet. Singen wärmt die Stimme. " * 9,
            "Lehrkräfte sollen ihre Stimme schonen.",
            "Stimme",
        ),
    ],
)
def test_a_german_topic_is_asked_about_in_other_words_and_in_no_other_sense(title, text, need, asked):
    found = texts_of(propose([article(1, title, text)], need=need, week=1, language="de"))
    assert bool(found) is (asked is not None)
    assert asked is None or any(asked in question for question in found)
    assert not any(other in question for question in found for other in ("Stress", "Schulden", "Chor"))


@pytest.mark.parametrize(
    ("need", "title"),
    [
        ("An office wants to moderate the comments on its blog.", "Moderating a blog"),
        ("Offices want to solve problems by open innovation.", "How offices use innovation"),
        ("Crews need to protect the privacy of those who visit their website.", "A website and its visitors"),
    ],
)
def test_what_a_need_says_beside_its_point_is_no_topic(need, title):
    text = "A blog, an innovation, a website. Another blog, another innovation, another website."
    assert propose([article(1, title, text)], need=need, week=1) == ()


def test_a_text_on_what_something_costs_is_asked_about_the_cost_alone():
    need = "Yoga teachers need to set the price of their exercise classes."
    text = "The price of an exercise class is a cost. Prices differ. Exercise costs time, too. " * 2
    asked = set(texts_of(propose([article(1, "The price of exercise", text)], need=need, week=1)))
    assert asked
    assert asked <= of_topic("pricing")


def test_who_needs_it_is_no_topic_unless_the_need_comes_back_to_them():
    title, text = "A school and its letters", "A school writes. Another school does, too."
    assert propose([article(1, title, text)], need="Schools need to write clear letters.", week=1) == ()
    need = "Schools need to know what makes them work."
    assert propose([article(1, title, text)], need=need, week=1) != ()


def test_an_oblique_title_brings_no_topic_however_often_the_text_names_it():
    need, text = "Crews need to hold short meetings.", "A meeting is short. " * 20
    assert propose([article(1, "The long table", text)], need=need, week=1) == ()
    assert propose([article(1, "A meeting at the long table", text)], need=need, week=1) != ()


def test_a_narrow_topic_goes_before_a_wide_one():
    need, title = (
        "Staff need to measure how customers see their customer service.",
        "What customer service costs",
    )
    text = "Customer service is dear. Good customer service is dearer, and a customer notices."
    (first, *_) = propose([article(1, title, text)], need=need, week=1)
    assert first.question in of_topic("customer experience")


def test_no_question_says_a_word_twice_in_a_row():
    """A frame and what fills it can meet: "your plan to plan" is not proposed."""
    drafts = _by_place(
        [Start("", {"apply": ("Your plan to plan?",), "analyse": (), "story": ()}, 9.0, 1, "x")], 1
    )
    assert drafts["apply"] == []


def test_points_of_a_list_beside_the_need_are_not_asked_about():
    need = "New leads must learn to hold a difficult talk."
    assert propose([MODULE[2]], need=need, week=1) == ()


# --- hostile and real texts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        "<script>alert(1)</script>",
        "{{ config }}",
        "[x](javascript:alert(1))",
        "`--8<-- x`",
        "\u202eevil",
        "*",
    ],
)
def test_hostile_titles_and_texts_leave_no_trace_of_markup(word):
    text = f"You should {word} hand over the work of every shift in a quiet place. 1. {word} this now\n" * 30
    hostile = Article(url="https://evil.example/", title=f"{word} shifts: tips", text=text)
    for question in propose([hostile], need=NEED, week=1):
        assert not re.search(r"[<>{}\[\]()*_`#|\\&\u202e]", question.question)


@given(
    st.text(max_size=300), st.text(max_size=80).filter(str.strip), st.text(max_size=60), st.integers(0, 10**6)
)
@settings(deadline=None, max_examples=50)
def test_any_text_gives_questions_or_none_and_never_a_bad_one(text, title, need, week):
    questions = propose([Article(url="https://a.example/", title=title, text=text)], need=need, week=week)
    assert [f for q in questions for f in lint(q.question)] == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the mini web is not at hand")
def test_questions_over_real_pages_are_all_different_and_all_sound():
    texts = json.loads((SHARED / "truth.json").read_text("utf-8"))
    titles = {p["url"]: p["title"] for p in json.loads((SHARED / "pages.json").read_text("utf-8"))}
    asked: list[str] = []
    for need in json.loads((SHARED / "needs.json").read_text("utf-8")):
        urls = [u for u in need["grade2"] + need["grade1"] if u in texts and titles.get(u)]
        resources = [Resource(url=u, title=titles[u]) for u in urls]
        for week in range(1, 3):
            for question in propose(resources, need=need["need"], week=week, texts=texts, used=asked):
                assert lint(question.question, content=[resources[question.about - 1]]) == []
                asked.append(question.question)
    assert len(set(asked)) == len(asked) > 25  # fewer than could be made: what fits badly is left out


# --- labelled questions --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(languages()))
def test_labelled_questions_are_told_apart(language):
    rows = [json.loads(line) for line in (TEXTS / f"{language}.jsonl").read_text("utf-8").split("\n") if line]
    found = [(row["label"], {f.level for f in lint(row["text"], language=language)}) for row in rows]
    bad = [levels for label, levels in found if label in ("closed", "leading")]
    good = [levels for label, levels in found if label == "reflective"]
    assert len(rows) >= 80
    assert sum("error" in levels for levels in bad) >= 0.98 * len(bad)
    assert sum("error" in levels for levels in good) <= 0.03 * len(good)
    assert sum(bool(levels) for levels in good) <= 0.20 * len(good)
