"""Commands for the feeds: curate feeds list, add, remove, check, import, export, accept-moves."""

import click


@click.group()
def feeds() -> None:
    """Look after the feeds in feeds.yml."""


COMMANDS = (feeds,)
