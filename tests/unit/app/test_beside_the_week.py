"""What is said of candidates beside the week that is open: as the week is now, not as it was drafted."""

from dataclasses import replace

from review_fixture import candidate, lay

from curator.app.review.actions import Act
from curator.app.review.candidates import by_themselves, offers_of, worth_a_look
from curator.model import Reason
from curator.rank import Choice, Refusal

LOAF = "https://oven.example/0"


def act(session, do, **what):
    return session.act(Act(do=do, seen=session.mark(), **what))


def test_a_remark_beside_the_week_is_told_while_it_holds_and_goes_with_what_it_names(tmp_path):
    twin = replace(candidate(7), article=replace(candidate(7).article, title="Loaf number 0 again"))
    (offered,) = offers_of([twin])
    session = lay(tmp_path)
    session.offer((*session.offers[:2], offered))
    told = "Says much the same as “Loaf number 0”."

    def remarks() -> str:
        return str(session.state("")["nominated"].get(offered.key, ""))

    session.articles |= {"https://oven.example/0": session.offers[0].candidate.article}
    assert told in remarks()
    act(session, "out", url=LOAF)
    assert told not in remarks()
    act(session, "undo")
    assert told in remarks()
    act(session, "add", url=offered.resource.url)
    assert remarks() == "", "nothing speaks against what the week holds"


def test_reasons_that_hang_on_the_rest_of_the_choice_stay_out_of_the_review_and_of_the_week():
    alone = Reason("the only one on: dough", 0.02)
    chosen = replace(candidate(1), reasons=(*candidate(1).reasons, alone))
    lost, old = candidate(2), candidate(4)
    used = "was used in an earlier week"
    why = "says much the same as “Loaf number 1”; would break the 30-minute week"
    choice = Choice((chosen,), (Refusal(lost, why, of_week=True), Refusal(old, used)))
    told = [replace(c, reasons=(*c.reasons, Reason(w))) for c, w in ((lost, why), (old, used))]
    found = by_themselves([chosen, *told], choice)
    assert [c.reasons for c in found] == [candidate(1).reasons, lost.reasons, told[1].reasons]
    assert [c.score for c in found] == [chosen.score, lost.score, old.score]
    (_, offered, _) = offers_of(found)
    assert why not in offered.resource.why.reasons


def test_what_says_the_same_as_what_the_week_holds_is_not_worth_a_look_and_a_third_of_a_site_is(tmp_path):
    session = lay(tmp_path)
    near = worth_a_look(session.offers, session.module())
    same, third = sorted(near)[:2]
    against = {same: "says much the same as “Loaf”", third: "2 from The oven are in the week already"}
    now = worth_a_look(session.offers, session.module(), against)
    assert same not in now
    assert third in now
