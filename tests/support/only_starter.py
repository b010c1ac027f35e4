"""A feeds.yml that names the starter's articles and no feed of the web."""

ONLY_STARTER = """\
pull: {per_host_delay: 0, timeout: 5}
feeds:
  - {path: starter/feed.xml, title: Starter articles}
tags:
  - {name: communities of practice, about: groups that learn together around a craft, keywords: [guild]}
  - {name: feedback, about: telling each other what works, keywords: [feedback]}
"""
