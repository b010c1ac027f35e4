"""Rank: relevance to the need, tags, copies and the week's choice, every one with its reasons."""

from curator.rank.choice import Choice, Refusal, choose
from curator.rank.duplicates import group_duplicates, related
from curator.rank.relevance import explain, rank
from curator.rank.tags import tag, tagger
from curator.rank.vectors import article_vectors, embed, model_problem, vector_key

__all__ = [
    "Choice",
    "Refusal",
    "article_vectors",
    "choose",
    "embed",
    "explain",
    "group_duplicates",
    "model_problem",
    "rank",
    "related",
    "tag",
    "tagger",
    "vector_key",
]
