"""Whatever machines sent stays text in a real browser, with the policy taken away."""

import json
import re
from pathlib import Path

import pytest
from site_fixture import hostile
from sites import COURSE

OWN = Path(__file__).parents[1] / "fixtures" / "xss" / "vectors.txt"
KNOWN = Path(__file__).parents[2].parent / "shared" / "data" / "xss" / "vectors.jsonl"

TRAP = """
for (const act of ['alert', 'confirm', 'prompt', 'print', 'open']) {
  window[act] = () => top.postMessage({ fired: act, where: name }, '*');
}
if (top === window) {
  window.__fired = [];
  addEventListener('message', ({ data }) => data && data.fired && __fired.push(data));
}
"""
"""Notes every dialogue that a script tries to open, in any frame, at the top."""

LOOK = """
const SCHEMES = ['http:', 'https:', 'mailto:'];
const LEADS = /^(href|src|action|formaction|data|poster|cite|background|xlink:href)$/;
const look = (page) => {
  const wrong = [];
  for (const element of page.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || name === 'srcdoc') wrong.push(`${name}=${value}`);
      if (LEADS.test(name) && !SCHEMES.includes(new URL(value, page.baseURI).protocol)) {
        if (!element.matches('img[src^="data:image/"]')) wrong.push(`${name}=${value}`);
      }
    }
  }
  if (page.querySelector('meta[http-equiv=refresh], base')) wrong.push('leads away by itself');
  const scripts = [...page.scripts]
    .filter((script) => script.type !== 'application/ld+json')
    .map((script) => (script.src ? new URL(script.src).pathname : script.text.trim()));
  return { wrong, scripts };
};
"""
"""What is in a page that should not be, and which scripts."""

FRAMES = """
const [pages, patience, done] = arguments;
const frames = [];
Promise.all(Object.entries(pages).map(([name, content]) => new Promise((ready) => {
  const frame = document.createElement('iframe');
  const late = setTimeout(() => ready({ name, wrong: ['does not load'], scripts: [] }), patience);
  frame.onload = () => {
    clearTimeout(late);
    ready({ name, ...look(frame.contentDocument) });
  };
  frame.name = name;
  if (content) frame.srcdoc = content;
  else frame.src = name;
  frames.push(frame);
  document.body.append(frame);
}))).then((found) => {
  frames.forEach((frame) => frame.remove());
  done(found);
});
"""
"""Open pages (address -> content, or nothing) in frames, all at once, and tell what is in them."""


def payloads():
    own = [line for line in OWN.read_text("utf-8").splitlines() if line]
    known = []
    if KNOWN.is_file():
        known = [json.loads(line)["payload"] for line in KNOWN.read_text("utf-8").splitlines()]
    return own + known


@pytest.fixture(scope="module")
def trapped(browser):
    script = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": TRAP})
    yield
    browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


@pytest.fixture(scope="module")
def bare(sites):
    """A site with everything hostile in every field, and no policy: (address, names of its pages)."""

    def weeks(project):
        return hostile(project.course(COURSE), payloads())

    home = sites("hostile", {"provider": "none"}, courses={COURSE}, weeks=weeks, hub=True)
    folder = sites.folder("hostile")
    pages = sorted(folder.rglob("*.html"))
    for page in pages:
        html = page.read_text("utf-8")
        page.unlink()  # hard links: the cache keeps its own
        page.write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html), "utf-8")
    names = [page.relative_to(folder).as_posix() for page in pages]
    tags = [name for name in names if name.startswith("tags/")]
    return home, [name for name in names if name not in tags[12:]]  # a hundred of them are one template


def batches(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]


def fired(page):
    page.js("return new Promise((done) => setTimeout(done))")  # what was posted has arrived
    return page.js("return window.__fired")


def test_nothing_executes_with_every_field_hostile_and_no_policy(page, bare, home, trapped):
    address, names = bare
    assert len(names) >= 20
    ours = set()
    for name in ("index.html", "404.html", "tags/feedback.html", f"{COURSE}/week-02.html"):
        page.open(home + name)
        ours |= set(page.js(f"{LOOK} return look(document).scripts"))
    page.open(address + "about.html")
    found = []
    for some in batches(names, 12):
        pages = {address + name: "" for name in some}
        found += page.browser.execute_async_script(LOOK + FRAMES, pages, 20000)
    assert len(found) == len(names)
    assert [(each["name"], each["wrong"]) for each in found if each["wrong"]] == []
    assert {script for each in found for script in each["scripts"]} - ours == set()
    assert fired(page) == []
    assert page.elsewhere.asked == [], "hostile text made the page ask for something"


def test_the_same_text_without_protection_executes(page, trapped):
    page.open("about:blank")
    bare = f"const look = () => {{}}; {FRAMES.replace('frame.remove()', 'frame')}"
    wanted = 30 if KNOWN.is_file() else 15

    def executed():
        return len({each["where"] for each in fired(page)})

    likely = sorted(payloads(), key=lambda text: not re.search("<script>|onerror|onload", text, re.I))
    for some in batches(list(enumerate(likely)), 60):
        pages = {str(n): f"<!doctype html><body>{text}<input value='{text}'>" for n, text in some}
        page.browser.execute_async_script(bare, pages, 20000)
        if executed() >= wanted:
            break
    page.wait(lambda: executed() >= wanted, "the trap does not work, or these are harmless")
