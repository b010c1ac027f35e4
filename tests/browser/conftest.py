"""A Chromium for the tests of this folder, the rest of the web on this machine, and rendered sites."""

import os
import threading
from contextlib import ExitStack

import chromium
import pytest
from every_host import Elsewhere
from hands import KINDS, Hand
from hostile import TRAP
from review_fixture import lay, served
from review_page import Review
from sites import site

GISCUS = {
    "provider": "giscus",
    "repo": "yard/talk",
    "repo_id": "R_kgDOExample",
    "category": "Q & A",
    "category_id": "DIC_kwDOExample",
}


@pytest.fixture(scope="session")
def elsewhere():
    """The rest of the web, on this machine."""
    with Elsewhere() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser(elsewhere):
    """One Chromium for all tests of a process."""
    missing = [n for n, p in zip(("chromium", "chromedriver"), chromium.programs(), strict=True) if not p]
    if missing:
        words = f"no {' and no '.join(missing)} here: as root, apt-get install chromium chromium-driver"
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)
    with chromium.running(elsewhere.port) as driver:
        yield driver


@pytest.fixture
def page(browser, elsewhere):
    """The browser's page, with nothing left of the test before."""
    page = chromium.Page(browser, elsewhere)
    page.reset()
    return page


@pytest.fixture(params=KINDS)
def hand(request, page):
    """Somebody with a mouse, with the keyboard alone, and with a phone."""
    yield Hand(request.param, page)
    page.open("about:blank")


@pytest.fixture(scope="module")
def trapped(browser):
    """The browser notes every dialogue that a script tries to open, in any frame."""
    script = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": TRAP})
    yield
    browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


@pytest.fixture(scope="session")
def sites(tmp_path_factory):
    """Render and serve a site once for each name: sites(name, settings, ...) returns its address."""
    made = {}
    with ExitStack() as stack:

        def serve(name, settings, **options):
            if name not in made:
                root = tmp_path_factory.mktemp(name)
                (root / "web").mkdir()
                address = stack.enter_context(chromium.serving(root / "web")) + "learn/"
                if not options.pop("hub", "courses" not in options) and made:
                    options["assets"] = next(iter(made.values()))[1] / "assets"
                made[name] = (address, site(root, settings, address, **options))
            return made[name][0]

        serve.folder = lambda name: made[name][1]
        yield serve


@pytest.fixture(scope="session")
def home(sites):
    """Address of the whole fixture site, with discussions on GitHub."""
    return sites("whole", GISCUS)


@pytest.fixture
def at(page, tmp_path):
    """Open the review page of an edit session: at(count, ...) as `lay` takes it."""
    opened = []

    def go(*arguments, **fields):
        context = served(lay(tmp_path, *arguments, **fields))
        opened.append(context)
        return Review(page, context.__enter__())

    yield go
    page.open("about:blank")
    for context in opened:
        context.__exit__(None, None, None)


@pytest.fixture
def review(at):
    """The review page of a small week with eight candidates."""
    return at()
