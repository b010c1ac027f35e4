"""The public surface: what scripts, plugins and benchmarks may import. Everything else may move.

    from curator.api import Document, extract, parse_feed

    feed = parse_feed(Document(url="https://example.org/feed", body=data))
    titles = [entry.title for entry in feed.entries]

Other packages can add comment providers, site engines, exporters and importers (see `curator.plugins`); what
these are made with and given stands here, too.

`tests/unit/test_api.py` keeps it complete, documented and typed. What a function needs beyond numpy is loaded
at its first call.
"""

from curator.comments.base import Provider
from curator.errors import ConfigError, RenderError
from curator.exports.course_book import CourseBook
from curator.extract import extract
from curator.feeds.parse import parse_feed
from curator.importers.saved_link import SavedLink
from curator.model import Article, Candidate, Document, EngineInput, Entry, Finding, ParsedFeed, Question
from curator.questions.propose import propose_questions
from curator.questions.question_lint import lint as lint_question
from curator.rank import RankingContext, Scoring, group_duplicates, rank, tag
from curator.urls import canonical

__all__ = [
    "Article",
    "Candidate",
    "ConfigError",
    "CourseBook",
    "Document",
    "EngineInput",
    "Entry",
    "Finding",
    "ParsedFeed",
    "Provider",
    "Question",
    "RankingContext",
    "RenderError",
    "SavedLink",
    "Scoring",
    "canonical",
    "extract",
    "group_duplicates",
    "lint_question",
    "parse_feed",
    "propose_questions",
    "rank",
    "tag",
]
