"""Check every rendered page; change nothing. Zensical reads the same mkdocs.yml and runs no hooks."""
