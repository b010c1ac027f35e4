"""Fetching: the only code that opens a connection to the internet. An address becomes a Document."""
