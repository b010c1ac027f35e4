"""Run `python -m curator` as the `curate` command."""

from curator.cli import main

main()
