"""Wrong choices that were once seen, each beside a page that must stay."""

from curator.model import Article, Items
from curator.rank import choose, rank

TRAINERS = (
    "Trainers moving courses online need effective practice for teaching and for helping learners finish."
)
EVENT = "An office team has to plan and run a corporate event."


def found(need, **texts):
    """Rank pages by title and text, beside thirty on bread."""
    named = [
        Article(f"https://e{i}.example/", title.replace("_", " "), text * 8)
        for i, (title, text) in enumerate(texts.items())
    ]
    bread = [Article(f"https://b{i}.example/", "Bread", f"Bake bread number {i}. " * 9) for i in range(30)]
    return {c.title: c for c in rank([*named, *bread], need)}


def test_moving_house_does_not_touch_a_need_of_moving_courses_online():
    house = (
        "Moving house is easier with boxes, a van and friends who carry. Label each box before moving day. "
    )
    courses = (
        "An online course keeps its learners when each lesson asks for something and a teacher answers. "
    )
    told = found(TRAINERS, Moving_house_in_a_week=house, Online_courses_that_learners_finish=courses)
    reason = told["Moving house in a week"].reasons[0].text
    assert "moving" not in reason.partition("need")[2]
    assert told["Online courses that learners finish"].score > told["Moving house in a week"].score + 0.2


def test_forming_a_company_does_not_touch_a_need_of_a_corporate_event():
    company = (
        "A limited liability company shields its owners. File its articles with the state, publish a notice. "
    )
    event = "Events at work need a date, a venue, a budget and somebody who keeps the list of guests. "
    told = found(EVENT, Forming_a_company_in_New_York=company, Planning_an_event_at_work=event)
    assert "event" not in told["Forming a company in New York"].reasons[0].text
    assert told["Planning an event at work"].reasons[0].text.endswith(": plan and run a corporate event")
    assert told["Planning an event at work"].score > told["Forming a company in New York"].score + 0.2


def test_event_planning_stands_above_office_hours():
    skills = "Whoever plans events needs an eye for detail, calm, a budget and good relations with venues. "
    hours = (
        "The office answers on Twitter each month. In office hours the team of the office replies to all. "
    )
    told = found(EVENT, Event_planning_skills=skills, Office_hours_on_Twitter=hours)
    assert told["Event planning skills"].score > told["Office hours on Twitter"].score


def test_a_page_that_shares_few_words_with_the_need_is_not_refused_for_them():
    need = "Parents need to help babies and toddlers sleep."
    told = found(
        need,
        Helping_babies_sleep="Babies sleep better with a calm evening. Parents help toddlers sleep by routine. ",
        Calm_nights_with_an_infant="Infants wake at night. A bedtime with bath and song settles a young child. ",
        Tides="The sea rises and falls twice a day as the moon pulls at it. ",
    )
    refused = choose(list(told.values()), minutes=45, items=Items()).refused
    assert told["Calm nights with an infant"].score > told["Tides"].score + 0.2
    assert not [r.why for r in refused if "words" in r.why]
