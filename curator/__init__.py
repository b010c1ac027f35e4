"""Turn feeds into weekly content, conversation and connection modules."""

__version__ = "0.1.0"
