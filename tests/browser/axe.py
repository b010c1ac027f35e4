"""axe-core in the page that is open: what it finds against WCAG 2.2 AA, and what it cannot tell."""

from importlib.resources import files

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_SOURCE = files("selenium_axe_python") / "axe-core" / "axe.min.js"
_RUN = """
const [tags, undecided, done] = arguments;
axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations', 'incomplete'] }).then(
  ({ violations, incomplete }) => done([...violations, ...(undecided ? incomplete : [])].flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all }) =>
      `${id} at ${target.join(' ')}: ${[...any, ...all].map((c) => c.message).join('; ').slice(0, 200)}`))),
  (error) => done([String(error)]));
"""


def load(page):
    """Bring axe into the page; once after each navigation."""
    page.js(_SOURCE.read_text("utf-8"))


def violations(page, rules=WCAG, *, undecided=False):
    """Return what axe finds, a line for each place; with `undecided`, what it cannot tell, too."""
    return page.browser.execute_async_script(_RUN, list(rules), undecided)
