"""Rank: relevance to the need, tags, copies and the week's choice, every one with its reasons.

Importing this costs numpy and nothing else that is heavy; models and indexes load where they are used.
"""

from curator.rank.article_index import article_vectors, forget_index, vector_key
from curator.rank.beside import Beside
from curator.rank.choice import Choice, Refusal, choose, usual_meaning
from curator.rank.duplicates import group_duplicates, related
from curator.rank.parts import parts_of, told_parts
from curator.rank.reasons import explain
from curator.rank.relevance import RankingContext, Scoring, rank
from curator.rank.tags import tag, tagger
from curator.rank.told_needs import not_looked_for, said_parts, understood, unheld
from curator.rank.vectors import embed, model_problem

__all__ = [
    "Beside",
    "Choice",
    "RankingContext",
    "Refusal",
    "Scoring",
    "article_vectors",
    "choose",
    "embed",
    "explain",
    "forget_index",
    "group_duplicates",
    "model_problem",
    "not_looked_for",
    "parts_of",
    "rank",
    "related",
    "said_parts",
    "tag",
    "tagger",
    "told_parts",
    "understood",
    "unheld",
    "usual_meaning",
    "vector_key",
]
