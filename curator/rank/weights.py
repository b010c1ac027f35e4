"""Every weight and threshold of the ranking, each with its reason and how it was chosen."""

LEAD_WORDS = 200
"""Words of the text that stand for an article beside its title."""

MEANING = 1.0
"""Points for one unit of cosine between the need and the article."""

WORDS = 0.3
"""Points for a perfect overlap of words (BM25 as a share of the best)."""

KEYWORD = 0.05
"""Points for each keyword found, up to KEYWORDS of them."""

KEYWORDS = 4

TASTE = 0.3
"""Points for one unit of cosine more to what was liked than to what was disliked."""

OLD_DAYS = 21
"""Age in days after which an article is called old."""

FRESH = 0.03
AGED = -0.03
FEED = 0.05
COPY = -1.0
FLOOR = 0.2
"""Points for the need below which an article is not offered."""
PER_SOURCE = 2
NEAR_COPY = 0.8
RELATED = 0.75
TAG = 0.3
