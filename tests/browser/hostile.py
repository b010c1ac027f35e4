"""What a page of hostile text must not do, and a browser that notes what it does."""

import re

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
// Our own bookmark for the browser's bar, which our script may have made before or makes after this look.
const ours = (element, value) => element.matches('.c-suggest__mark')
  && value.startsWith(`javascript:void(location.href=${JSON.stringify(element.ownerDocument.URL)}+`);
const look = (page) => {
  const wrong = [];
  for (const element of page.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || name === 'srcdoc') wrong.push(`${name}=${value}`);
      if (LEADS.test(name) && !SCHEMES.includes(new URL(value, page.baseURI).protocol)) {
        if (!element.matches('img[src^="data:image/"]') && !ours(element, value)) wrong.push(`${name}=${value}`);
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


def without_policy(folder):
    """Take the policy out of every page of a site; return the names of its pages."""
    pages = sorted(folder.rglob("*.html"))
    for page in pages:
        html = page.read_text("utf-8")
        page.unlink()  # hard links: the cache keeps its own
        page.write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html), "utf-8")
    return [page.relative_to(folder).as_posix() for page in pages]


def batches(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]


def fired(page):
    page.js("return new Promise((done) => setTimeout(done))")  # what was posted has arrived
    return page.js("return window.__fired")


def look(page, address, names, patience=80000):
    """Open pages of a site in frames; return what is in each: its name, what is wrong, its scripts."""
    page.open(address + "about.html")
    found = []
    for some in batches(names, 12):
        pages = {address + name: "" for name in some}
        found += page.browser.execute_async_script(LOOK + FRAMES, pages, patience)
    return found


def own_scripts(page, address, names):
    """Collect the scripts of pages that hold nothing hostile."""
    ours = set()
    for name in names:
        page.open(address + name)
        page.wait_for_theme()
        ours |= set(page.js(f"{LOOK} return look(document).scripts"))
    return ours


def executed(page, texts, wanted):
    """Put texts into pages that protect nothing; return how many of them ran a script, at least `wanted` if any do."""
    page.open("about:blank")
    bare = f"const look = () => {{}}; {FRAMES.replace('frame.remove()', 'frame')}"
    ran = set()
    for some in batches(list(enumerate(texts)), 60):
        pages = {str(n): f"<!doctype html><body>{text}<input value='{text}'>" for n, text in some}
        page.browser.execute_async_script(bare, pages, 80000)
        ran = {each["where"] for each in fired(page)}
        if len(ran) >= wanted:
            break
    return lambda: len(ran | {each["where"] for each in fired(page)})
