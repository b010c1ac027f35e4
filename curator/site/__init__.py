"""The site: modules → Markdown pages → engine → finished folder."""
