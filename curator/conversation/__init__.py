"""Conversation: threads become what was said. Pure; never a score, a rank or a profile of a person."""

from curator.conversation.insights import Insights, PostQuotation, SharedLink, Word, insights, utterances
from curator.conversation.still_said import stands

__all__ = ["Insights", "PostQuotation", "SharedLink", "Word", "insights", "stands", "utterances"]
