"""The review page in words of a curator, for the tests of this folder."""

import re

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from curator.weeks.week_file import parse_week

NOTE = "article .slot textarea"


class Review:
    """The page of an edit session, in words of a curator."""

    def __init__(self, page, site):
        self.page, self.site, self.session = page, site, site.session
        self.open()

    def open(self):
        self.page.open(self.site.address)
        self.page.wait("document.body.dataset.ready", "the page is ready")

    def press(self, *keys):
        """Press keys one after another, whatever has the focus; ("Shift", "J") together."""
        for key in keys:
            chain = ActionChains(self.page.browser)
            if isinstance(key, tuple):
                chain.key_down(Keys.SHIFT).send_keys(key[1]).key_up(Keys.SHIFT)
            else:
                chain.send_keys(key)
            chain.perform()
        return self

    def said(self, words):
        self.page.wait(lambda: words in self.text("#say"), f"it says: {words}")

    def text(self, css):
        return self.page.js("return document.querySelector(arguments[0])?.textContent ?? ''", css)

    def texts(self, css):
        return self.page.js(
            "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", css
        )

    def week(self):
        return parse_week(self.session.path.read_text("utf-8"), "week-02.md")

    def urls(self):
        return [int(r.url.rsplit("/", 1)[1]) for r in self.week().content]

    def wait(self, condition, message):
        self.page.wait(condition, message)
        return self

    def write(self, words):
        """Write over all that stands in the editor that has the focus."""
        self.page.js("document.activeElement.select()")
        return self.press(words)

    def shown(self):
        """Numbers of the loaves at the left, in the order of the page."""
        return [int(re.search(r"number (\d+)", t)[1]) for t in self.texts("#content h3")]

    def focus(self):
        return self.page.js(
            "return document.activeElement.closest('.offer, .item')?.querySelector('h3')?.textContent || document.activeElement.id"
        )

    def choose(self, place):
        """Press j until candidate `place` (from 0) is the current one."""
        return self.press(*["j"] * place)


def edit(review, old, new):
    text = review.session.path.read_text("utf-8")
    assert old in text
    review.session.path.write_text(text.replace(old, new), "utf-8")
