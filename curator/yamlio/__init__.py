"""YAML with positions: read it, complain in words, change one value and leave every other byte."""
