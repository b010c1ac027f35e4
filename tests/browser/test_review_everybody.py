"""The review page with two thousand candidates, for axe, and by the Tab key alone."""

import json
import statistics
import time
from pathlib import Path

import axe
from review_fixture import candidate
from review_page import edit
from selenium.webdriver.common.keys import Keys

from curator.app.review import connection_forms

RULES = (*axe.WCAG, "best-practice")


# --- many -----------------------------------------------------------------------------------------------

CLOCK = """
window.__times = [];
window.__changes = 0;
addEventListener('keydown', (event) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => __times.push(performance.now() - event.timeStamp);
  port2.postMessage('');
}), true);
new MutationObserver((list) => { __changes += list.length; })
  .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
"""
"""How long from a key to the picture that answers it, and how much of the page it touches."""


MOST = 100
"""Milliseconds of work for a key, of page and server: what is shorter feels immediate (Miller 1968, Nielsen 1993)."""

PACE = 10
"""Milliseconds that `pace` takes on the machine that MOST is meant for. A slower or shared one has more time."""


STATE = [{"key": str(n), "words": ["one", "two", {"three": n}]} for n in range(100)]
ROUNDS = 50


def pace():
    """Milliseconds of the processor that a fixed piece of work takes here and now."""
    began = time.thread_time()
    for _ in range(ROUNDS):
        json.loads(json.dumps(STATE))
    return 1000 * (time.thread_time() - began)


def worked(page):
    """Milliseconds that the page's thread has worked, not waited: the same however busy the machine is."""
    metrics = page.browser.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return 1000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")


def test_two_thousand_candidates_answer_every_key_at_once(at, capsys):
    review = at(candidates=[candidate(n) for n in range(2000)])
    page = review.page
    assert review.text("#count") == "2000"
    page.browser.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    page.js(CLOCK)
    figures = {}

    def timed(name, keys, most):
        page.js("__times.length = 0; __changes = 0")
        works, paces = [], [pace()]
        for number, key in enumerate(keys, 1):
            before, served = worked(page), time.process_time()
            review.press(key)
            page.wait(f"__times.length >= {number}", f"{name} is answered")
            page.browser.execute_async_script(
                "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))"
            )
            works.append(worked(page) - before + 1000 * (time.process_time() - served))
            paces.append(pace())
        slower = max(1, statistics.median(paces) / PACE)
        work = statistics.median(works)  # caches that others fill make one of them slower
        times, changes = page.js("return [__times, __changes]")
        figures[name] = (work, statistics.median(times))
        assert work < MOST * slower, f"{name} takes {work:.0f} ms of work, at {slower:.2f} of the pace"
        assert changes <= most * len(keys), f"{name} touches more than it needs"

    timed("j", ["j"] * 20, 30)
    timed("k", ["k"] * 10, 30)
    timed("a", ["a"], 200)
    review.said("Added “Loaf number 10”")
    timed("x", ["x"] * 5, 200)
    review.said("Turned down “Loaf number 14”")
    timed("/", ["/"], 30)
    timed("filter", list("1999"), 200)
    assert review.texts(".offer h3") == ["Loaf number 1999"]
    timed("filter taken back", [Keys.BACKSPACE] * 4, 200)
    review.press(Keys.ESCAPE)
    # Somebody who has looked at all of them has them all on the page.
    page.wait(
        "(() => { const s = document.querySelector('#offers'); s.scrollTop = s.scrollHeight;"
        " return document.querySelectorAll('.offer').length === 2000; })()",
        "all are drawn",
        600,  # seconds on a machine at rest; beside twelve busy programs a minute was too short
    )
    page.js("document.querySelectorAll('.offer article')[1500].focus()")
    timed("j of all", ["j"] * 10, 30)
    timed("x of all", ["x"] * 5, 200)
    review.said("Turned down “Loaf number 1514”")
    timed("u of all", ["u"] * 5, 200)
    review.said("Undone: turned down “Loaf number 1510”")
    with capsys.disabled():
        words = ", ".join(f"{name} {work:.0f} ({middle:.0f})" for name, (work, middle) in figures.items())
        print(f"\n2,000 candidates, ms of work for a key (from key to picture, median): {words}")


# --- for everybody --------------------------------------------------------------------------------------


def states(review):
    """Bring the page into one state after another, each worth a look by axe."""
    review.choose(2).press("a")
    review.said("Added")
    yield "a week and its candidates"
    review.press("x", "n")
    review.press("h", "n", "A [link](https://a.example) and **more**")
    review.wait("document.querySelector('.editor .shown a')", "a preview")
    yield "an open editor"
    review.press(Keys.ESCAPE)
    for kind in connection_forms.KINDS:
        review.page.press(f"[data-kind={kind}]")
    review.page.press("#person [data-do=entry]")
    review.press("?", Keys.ENTER)
    review.wait(lambda: review.week().connection.people[0].name == "Baker 0?", "saved")
    yield "a form for every list of the connection"
    review.press("p")
    review.wait("document.querySelector('#summary').open", "it asks once more")
    yield "the summary before a week is published"
    review.press(Keys.ESCAPE)
    review.press("q").write("Is it good?")
    review.wait("document.querySelector('#questions .error')", "a remark")
    review.page.js("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    yield "a question with an error"
    review.press(Keys.ESCAPE)
    review.wait(lambda: review.week().conversation[0].question == "Is it good?", "saved")
    edit(review, "Ask a colleague.", "Ask two colleagues.")
    review.wait("!document.querySelector('#notice').hidden", "a notice")
    yield "a notice"
    review.press("p")
    review.wait("document.querySelector('#held').open", "the gate")
    yield "a closed gate"
    review.press(Keys.ESCAPE, "h", "i")
    review.wait("document.querySelector('.sentences li')", "sentences to quote")
    yield "the form of a resource"
    review.press(Keys.ESCAPE, "w")
    yield "what goes with a resource"
    review.press(Keys.ESCAPE, "b")
    yield "a form for what is added by hand"
    review.press(Keys.ESCAPE, "l", "m")
    yield "a nomination"
    review.press("Ada", Keys.TAB, "Worth it", Keys.TAB, Keys.ENTER, "g", Keys.ENTER)
    review.wait("document.querySelector('#agreed li')", "an agreement")
    yield "a week that somebody agrees to"
    review.press(Keys.ESCAPE, "l", "?")
    yield "the help"
    review.press(Keys.ESCAPE, "/", "nothing at all")
    yield "an empty list"


def test_axe_finds_nothing_in_any_state_of_the_page(review):
    page = review.page
    axe.load(page)
    wrong = []
    for name in states(review):
        for width in (390, 1280):
            page.width(width)
            for palette in ("light", "dark"):
                page.palette(palette)
                page.wait(f"matchMedia('(prefers-color-scheme: {palette})').matches", palette)
                found = axe.violations(page, RULES)
                wrong += [f"{name}, {width} px, {palette}: {words}" for words in found]
    assert wrong == []


def test_the_tab_key_alone_reaches_everything_in_few_steps(review):
    """Candidates are one stop with their own links and buttons, however many there are."""
    page, seen = review.page, []
    review.choose(2)  # the first ones are in the week: they cannot be added again
    page.js("document.querySelector('#home').focus()")
    for _ in range(120):
        review.press(Keys.TAB)
        name = page.js(
            "const e = document.activeElement; return e === document.body ? '' : (e.dataset.do || e.id || e.tagName) + (e.closest('.offer') ? ' of a candidate' : '')"
        )
        if not name:
            break
        seen.append(name)
        outline = page.js("return getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", f"{name} shows that it has the focus"
    assert {
        "help",
        "publish",
        "note",
        "drop",
        "ask",
        "filter",
        "add of a candidate",
        "ARTICLE of a candidate",
    } <= set(seen)
    assert sum(name.endswith("of a candidate") for name in seen) <= 7
    assert Path(review.session.path).is_file()
