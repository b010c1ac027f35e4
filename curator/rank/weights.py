"""Every weight of the ranking and the choice, in one place, each with its reason and its origin.

The unit is the point: one point is the whole way from "nothing to do with the need" (0) to "says the
same" (1) in meaning. Where a figure says *measured*, it was chosen from a grid over three
labelled collections at once (needs over web pages, library abstracts, tagged posts) on the plateau that
suits all three, and never by looking at a single answer; ARCHITECTURE.md tells how. Where it says
*judged*, no labels exist, and the figure is kept small enough that it orders what is equally close to
the need and nothing else.
"""

# --- close to the need -----------------------------------------------------------------------------

MEANING = 1.0
"""Points for one unit of cosine between need and article. Defines the unit."""

CENTRE = 0.5
"""Share of what all articles have in common that is taken out before comparing. Measured: 0.3 to 0.7 are
alike on web pages, and a collection on one subject gains four hundredths over 0."""

CENTRE_TRUST = 50
"""Articles needed before their mean is half believed: the mean of three says little about the fourth."""

PIECES = 0.05
"""Points for one standard deviation of the mean nearness to the need's pieces ("version control", "Git").
A long sentence drowns its parts; here each counts alike. Measured: flat from 0.03 to 0.09."""

WORDS = 0.045
"""Points for one standard deviation of BM25 above the other articles. Measured: flat from 0.035 to 0.055."""

BM25_K = 1.2
BM25_B = 0.75
"""The usual values (Robertson and Zaragoza 2009). Measured: 0.4 to 2 and 0.5 to 0.9 make no difference."""

WORDS_SPREAD = 0.05
"""Spread of BM25, as a share of its best possible value, that is assumed beside what is seen."""

PIECES_SPREAD = 0.12
"""The same for nearness to a piece, in cosine: what is usual in all three collections."""

STANDING_TRUST = 20
"""Articles that what is assumed weighs as much as: a single article gets a sensible figure too."""

REFERENCE = 1000
"""Articles, nearest in meaning, among which "standard deviation" is taken: with twenty thousand mostly
unrelated ones every shared word would look extraordinary."""

CLOSE = 0.55
"""From here on a story is called close to the need; four of five judged pages of web/needs.json are."""

FLOOR = 0.3
FLOOR_SHARE = 0.5
"""Least score that a week asks for, and least share of the best. Feeds on one subject only give lower
scores, so the floor is low."""

ON_SUBJECT = 0.15
FLOOR_AT_LARGE = 0.66
FLOOR_GIVES = 0.06
TITLE = 0.2
TITLE_USUAL = 0.1
TITLE_WORDS = 0.2
"""Where the mean cosine with the need, over all that the feeds offer, is below ON_SUBJECT, a week asks for a
score of FLOOR_AT_LARGE; where only the last of those wanted is missing, for up to FLOOR_GIVES less. Three
things are added to the score before: what the cosine with the need lost by the common part, else the floor
would hang on what the feeds happen to hold; TITLE for one unit of cosine between the title and what the need
names nearest, above TITLE_USUAL; and TITLE_WORDS for a title that names all words of the need. Feeds at large
come to 0.05 to 0.12, those on one subject to 0.14 to 0.33. In the order itself titles win web pages nothing
and cost abstracts two hundredths of nDCG. Measured on 54 needs over web pages: 0.64 to 0.69, and 0.1 to 0.3,
trade precision for what is found and are no better in both (`python -m benchmarks.quality --only drafts`)."""

SHIFT_FIRST = 0.2
SHIFT_STEP = 0.05
TURNED_DOWN = 0.25
TURNED_DOWN_MOST = 7
SHIFT_LEAST = -0.2
SHIFT_MOST = 0.65
"""What decisions add to the floor. What was kept lifts all that is like it, wrong pages too, so the floor
begins SHIFT_FIRST higher; after each week it rises by SHIFT_STEP for each resource that was turned down, of
which at most TURNED_DOWN_MOST count, and falls by that for each TURNED_DOWN of one that was kept. Measured
with a simulated curator over eight weeks (`python -m benchmarks.quality --only learning`): steps of 0.1 and
shares of 0.15 to 0.4 are alike or save less; without SHIFT_FIRST the second week takes a quarter more."""

PART_NEAR = 0.5
PART_NAMED = 3
"""An article answers a part of the need where its title has this cosine with it, or its text names every word
of the part so often. Judged."""

PART_TOUCHED = 0.2
PART_WORDS = 0.05
"""It is told to touch a part where title or text have this cosine with it, and that with each of its words.
Of 160 pages that fit 45 needs, ten are told without a part, and 61 of 246 that do not fit."""

SAID_SHARE = 0.2
SAID_LEAST = 0.2
SAID_MOST = 0.5
"""Share of the points for the need that are added for closeness to a post: none at a cosine of SAID_LEAST,
all of SAID_SHARE from SAID_MOST on. The need leads, the talk steers. Judged."""

# --- keywords and topics ---------------------------------------------------------------------------

KEYWORD = 0.08
"""Points that a keyword approaches as it recurs (half of it for the first time). Judged: the curator
named these words, so four of them often used outweigh the distance from "touches" to "close"."""

KEYWORDS = 4
"""Keywords that count for one article; a page that lists every keyword is not twice as good."""

TOPIC = 0.03
"""Points for a topic of the taxonomy that the need or the keywords name. Judged."""

TOPICS = 2
"""Topics that count for one article."""

TAGGED = 100
"""Articles, best first, that are tagged while ranking: no other can reach the shortlist by a topic."""

# --- decisions of the curator ----------------------------------------------------------------------

LIKED = 0.8
DISLIKED = 0.5
"""Points for one unit of likeness to what was kept, and against for what was dropped. Measured with 1, 3
and 6 examples of each: 0.8 to 1.2 and 0.4 to 0.8 are alike. Dropped counts less, for a story may have
been dropped for its date or its twin and not for its subject."""

NEIGHBOURS = 3
"""Examples, the nearest, whose meaning is compared: with a long history the nearest tell most."""

PREFERENCE_WORDS = 2.0
"""Units of likeness for rare words shared with the examples, beside 1 for meaning. Measured: 1 to 3 are
alike, and three hundredths above 0."""

WORDS_TELL = 3
WORDS_TELL_MOST = 12
"""Examples from which, and up to which, their words count for more, with the root of their number: what many
have in common is what they were kept for. Measured on topics of posts and on abstracts with 6, 12 and 24
examples: one to three hundredths of nDCG above the same weight for any number."""

PREFERENCE_TERMS = 200
"""Words of the examples that are compared, the weightiest. Measured: 60 and all of them do no better."""

FEW = 1
"""Examples on either side are trusted n / (n + FEW): one counts half, six count six sevenths. Measured."""

# --- circumstances: they order what is equally close -----------------------------------------------

NEW_DAYS = 7
OLD_DAYS = 21
FRESH = 0.02
AGED = -0.03
"""Up to a week old is fresh, over three weeks is old. Judged: a weekly site shows what is current, and
an old story that fits the need much better still wins."""

SHORT_WORDS = 60
LONG_MINUTES = 25
SHORT = -0.01
LONG = -0.02
"""A teaser holds little to talk about; one of 25 minutes eats the week. Judged; but abstracts of fifty words
answer a need as well as others, and at three hundredths their order loses almost one."""

EASE = 30.0
EASE_FOR_BEGINNERS = 45.0
HARD = -0.02
"""Flesch reading ease below which a text is hard for its audience, and for one of beginners. By Flesch's
own scale 30 is where texts for graduates begin, and 50 where plain ones end."""

FEED = 0.03
"""Points for each doubling of a feed's weight in feeds.yml, taken away for each halving. Judged: the
weights 0.1 to 10 that may be written there stay within a tenth of a point."""

OFFERS = -0.15
"""A page made to sell, offer, list or announce shares the need's words and answers none of it; a need
that asks for such is exempt. Judged: one that is close to the need then merely touches it."""

PAYWALL = -0.05
"""Learners meet a wall. Judged."""

FOREIGN = -0.5
"""Written in another language than the course's. Judged: out of reach for a learner who cannot read it,
and kept in sight for a curator who wants it."""

# --- copies and related stories --------------------------------------------------------------------

COPY = -8.0
"""A copy of a story that stands higher, or was decided on before. It must not be offered: closeness, keywords
and likeness to what was kept never make up for so much together."""

NEAR = 200
"""Articles, best first, among which copies and related stories are looked for while ranking."""

SAME_TEXT = 0.6
"""Share of word pairs in common (Jaccard) that makes two texts one. Measured: copies share 0.76 and more,
the next pairs 0.2; retellings of one story at another level of difficulty share up to 0.7 of either."""

PART_OF = 0.8
"""Share of the shorter text's word pairs found in the longer that makes it a part of it, asked only of
texts with one title or one canonical address. Judged."""

RELATED_WORDS = 0.45
RELATED_MEANING = 0.7
RELATED_DAYS = 30
"""Two stories are on one event when their rare words (TF-IDF cosine) and their meaning are this alike and
they are not a month apart. Measured on retellings: three quarters of the pairs that tell one story share
0.6 and more, one pair in a thousand of the others 0.17."""

RELATED_NEAR = 30
"""Stories before it, the nearest in meaning, that a story is compared with: its words are read against these
and no others, so feeds on one subject cost no more for each story as they grow."""

# --- the re-ranker: `semantic` in feeds.yml ---------------------------------------------------------

RERANKED = 60
"""Articles, best first, that the transformer reads again."""

REREAD_TITLE = 0.25
"""Share of the title's cosine beside the text's. Measured: 0.25 and 0.5 are alike, one hundredth above 0."""

REREAD = 2.0
"""Points for one standard deviation of what it reads, in standard deviations of the points of those it read.
Measured on both halves of the needs over web pages and of those over abstracts: 1.5 to 3 are alike."""

REREAD_FLOOR = 1.0
REREAD_USUAL = 0.5
"""Points that one unit of what the English model reads (see `Reader`) is worth at a week's floor, and
what a page must come to there for none. Of 54 needs over web pages the pages that fit come to 0.55 to
0.74 (middle half), all that are read to 0.27. Measured: 0.75 to 1.5 with 0.5 are alike; chosen on 18
needs they hold for the 36 others, and the other way (ARCHITECTURE.md). The multilingual model's figures
only trade precision for what is found."""

# --- the week's choice -----------------------------------------------------------------------------

PER_SOURCE = 2
"""Resources from one source in a week, at most; more only where a week would else be too thin."""

SAME = 0.3
"""Points lost for one unit of cosine to what is already chosen (maximal marginal relevance, Carbonell and
Goldstein 1998, with weights 0.77 to 0.23). Judged."""

TWINS = 0.85
TWIN_TITLES = 0.65
"""Cosine of two texts, and share of the words of their titles that both have, from which they say the same to
a reader with half an hour: only one of them is chosen, unless the week would be too thin. Judged: guides to
one subject are as near in meaning as two price lists, and only their titles tell them apart."""

EVENT_DAYS = 7
"""Days within which two related stories are taken to tell of one event: only one of them is chosen."""

NEW_PART = 0.05
NEW_KIND = 0.06
NEW_SOURCE = 0.03
"""Points for each part of the need that nothing else in a week answers, for the first of its kind, and of its
source. Judged: a video wins over an article that is a little closer, and not over one that is much closer."""

ATTENTION = 0.7
"""Share of the floor that a resource beyond the least number must add to be worth its reader's attention, so
that a good long one is not given up for two middling short ones. Measured on 54 needs: 0.6 to 0.9 leave out
wrong pages and hardly a right one, on each half."""

LOOK_AT = 60
"""Candidates, best first, that the choice considers."""
