"""axe-core in the page that is open: what it finds against WCAG 2.2 AA."""

from importlib.resources import files

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_SOURCE = files("selenium_axe_python") / "axe-core" / "axe.min.js"
_RUN = """
const [tags, done] = arguments;
axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(
  ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all }) =>
      `${id} at ${target.join(' ')}: ${[...any, ...all].map((c) => c.message).join('; ').slice(0, 200)}`))),
  (error) => done([String(error)]));
"""


def load(page):
    """Bring axe into the page; once after each navigation."""
    page.js(_SOURCE.read_text("utf-8"))


def violations(page, rules=WCAG):
    """Return what axe finds, a line for each place."""
    return page.browser.execute_async_script(_RUN, list(rules))
