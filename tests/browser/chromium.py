"""A real Chromium that reaches this machine alone, and a page in it that remembers what went wrong."""

import functools
import json
import shutil
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-features=OptimizationHints,OptimizationGuideModelDownloading,OptimizationHintsFetching",
    "--no-pings",
    "--disable-dev-shm-usage",
    "--ignore-certificate-errors",
    "--window-size=1280,900",
)

WATCH = """
window.__violations = [];
document.addEventListener('securitypolicyviolation',
  (e) => __violations.push(`${e.effectiveDirective}: ${e.blockedURI} ${e.sample}`));
"""
"""Runs before every page's own scripts, whatever its policy says."""

PATIENCE = 90
"""Seconds that a page may take to do what it does: a machine with much else to do is no failure."""

MANY_PAGES = 900
"""Seconds that a script may take which opens many pages one after the other, each with its own PATIENCE."""

EXPECTED = ("favicon.ico",)
"""Words in a console message that is no fault of the page."""


def programs():
    """Find Chromium and its driver; either may be None."""
    return shutil.which("chromium"), shutil.which("chromedriver")


@contextmanager
def running(elsewhere_port):
    """Start Chromium with a fresh profile; every name but this machine's leads to `elsewhere_port`."""
    chromium, driver = programs()
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in FLAGS:
        options.add_argument(flag)
    options.add_argument(f"--host-resolver-rules=MAP * 127.0.0.1:{elsewhere_port}, EXCLUDE 127.0.0.1")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        browser.set_page_load_timeout(PATIENCE)
        browser.set_script_timeout(MANY_PAGES)
        browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        yield browser
    finally:
        browser.quit()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def end_headers(self):
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


@contextmanager
def serving(folder):
    """Serve a folder on this machine; yields its address, which ends with a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder)) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


class Page:
    """The browser's one page: what tests do with it, in words of a reader."""

    def __init__(self, browser, elsewhere):
        self.browser = browser
        self.elsewhere = elsewhere

    def reset(self):
        """Forget all that earlier tests left: storage, emulation, logs, requests."""
        self.browser.get("about:blank")
        cdp = self.browser.execute_cdp_cmd
        cdp("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
        cdp("Emulation.clearDeviceMetricsOverride", {})
        self.palette("light")
        for kind in ("performance", "browser"):
            self.browser.get_log(kind)
        self.elsewhere.forget()

    def open(self, address):
        self.browser.get(address)
        return self

    def js(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def later(self, script, *arguments):
        """Run a script that calls its last argument when it is done; return what it is called with."""
        return self.browser.execute_async_script(script, *arguments)

    def find(self, css):
        return self.browser.find_element(By.CSS_SELECTOR, css)

    def read(self, css, name):
        """Read a property of an element, or its attribute, at once: the page may draw it anew between two steps."""
        return self.js(
            "const e = document.querySelector(arguments[0]); return e[arguments[1]] ?? e.getAttribute(arguments[1])",
            css,
            name,
        )

    def all(self, css):
        return self.browser.find_elements(By.CSS_SELECTOR, css)

    def wait(self, condition, message, seconds=PATIENCE):
        """Wait until a script (an expression) or a function of the page is true; return its value."""
        probe = condition if callable(condition) else lambda: self.js(f"return {condition}")
        return WebDriverWait(self, seconds, 0.05).until(lambda _: probe(), message)

    def press(self, css):
        """Click an element as a script would not: scrolled to, and only when it can be hit."""
        self.wait("document.fonts.status === 'loaded'", "fonts have come, and lines stay where they are")

        def click():
            element = self.find(css)
            self.js("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
            element.click()
            return element

        try:
            return self.as_drawn(click, f"{css} stays to be clicked")
        except TimeoutException:
            shown = self.js("return document.body.innerText")
            raise AssertionError(
                f"{css} does not stay to be clicked; {len(self.all(css))} there, on a page that says: {shown}"
            ) from None

    def send(self, css, keys):
        """Send keys to an element, or to a field for files the name of one."""
        self.as_drawn(lambda: (self.find(css).send_keys(keys), True), f"{css} takes {keys!r}")

    def as_drawn(self, act, message):
        """Do what takes several steps; once more where the page drew an element anew in between, as a person would."""

        def tried():
            try:
                return act()
            except StaleElementReferenceException:
                return None

        return self.wait(tried, message)

    def wait_for_theme(self):
        """Move, as a reader does, and wait until the theme's script has come."""
        self.wait("window.curator", "the page can do what it can")
        self.js("dispatchEvent(new Event('scroll'))")
        self.wait("!!window.document$", "the theme's script")

    def wait_for_instant(self):
        """Wait until the theme has come, and read which pages it may navigate to without loading them anew."""
        self.wait_for_theme()
        self.wait(
            "performance.getEntriesByType('resource').some((r) => /sitemap/.test(r.name) && r.responseEnd)",
            "the sitemap is read",
        )

    def palette(self, name):
        """Let the system ask for "light" or "dark", as the page's default palette follows it."""
        features = [
            {"name": "prefers-color-scheme", "value": name},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def width(self, pixels, height=900):
        size = {"width": pixels, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def violations(self):
        """What the page's policy stopped since the page was loaded."""
        return self.js("return window.__violations")

    def complaints(self):
        """What the console says at level warning or above, since the last call."""
        said = [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] != "INFO"]
        return [message for message in said if not any(words in message for words in EXPECTED)]

    def foreign(self):
        """Addresses outside this machine that Chromium itself reports as requested, since the last call."""
        found = []
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                parts = urlsplit(message["params"]["request"]["url"])
                if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
                    found.append(message["params"]["request"]["url"])
        return found
