"""Feeds: RSS, Atom, RDF, JSON Feed and OPML, from bytes to entries. Nothing is fetched here."""
