"""Three ways to use a page: with a mouse, with the keyboard alone, and by touch on a phone."""

from chromium import PATIENCE
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

KINDS = ("mouse", "keyboard", "phone")
TABS = 150
"""Presses of Tab within which everything must be reached."""


class Hand:
    """Somebody at a page. The keyboard never points: it goes by Tab, or by the page's own keys where given."""

    def __init__(self, kind, page):
        self.kind, self.page = kind, page
        self.phone, self.keyboard = kind == "phone", kind == "keyboard"

    def open(self, address, ready=True):
        self.page.width(*((390, 844) if self.phone else (1280, 900)))
        self.page.open(address)
        if ready:
            self.ready()

    def ready(self):
        self.page.wait("document.body.dataset.ready === 'yes'", "the page is ready")

    def use(self, css, key=""):
        """Press a button, a link or a box."""
        if key and self.keyboard:
            self.type(key)
        elif self.keyboard:
            self._reach(css)
            self.type(
                Keys.SPACE if self.page.js("return document.activeElement.type") == "checkbox" else Keys.ENTER
            )
        else:
            self.page.press(css)

    def write(self, css, words):
        """Write over what stands in a field, and leave it."""
        if self.keyboard:
            self._reach(css)
        else:
            self.page.press(css)
        ActionChains(self.page.browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
        self.type(words)

    def choose(self, css, label):
        """Choose one of several by what it is called."""
        if self.keyboard:
            self._reach(css)
            self.type(label[0])
        else:
            self.page.as_drawn(
                lambda: (Select(self.page.find(css)).select_by_visible_text(label), True),
                f"{css} has {label}",
            )

    def part(self, name):
        """Go to a part of a week's page: a phone shows one at a time."""
        if self.phone:
            self.page.press(f".switch [data-do={name}]")

    def type(self, *pressed):
        for keys in pressed:
            ActionChains(self.page.browser, duration=0).send_keys(keys).perform()

    def text(self, css):
        return self.page.js("return document.querySelector(arguments[0])?.textContent ?? ''", css)

    def sees(self, words, css="body", seconds=PATIENCE):
        try:
            self.page.wait(lambda: words in self.text(css), f"{self.kind} sees: {words}", seconds)
        except TimeoutException:
            raise AssertionError(f"{self.kind} does not see “{words}” but: {self.text(css)}") from None

    def fits(self):
        """Nothing is wider than the screen, and no policy was broken."""
        assert self.page.js("return document.documentElement.scrollWidth <= innerWidth"), self.kind
        assert self.page.violations() == []

    def _reach(self, css):
        self.page.wait(f"document.querySelector({css!r})?.checkVisibility()", f"{css} is there")
        for _ in range(TABS):
            if self.page.js("return document.activeElement.matches(arguments[0])", css):
                return
            self.type(Keys.TAB)
        raise AssertionError(f"Tab does not reach {css}")
