"""Word classes of English that the question rules look up: closed classes whole, verbs by what they ask for.

The verb groups follow the revised taxonomy of Anderson and Krathwohl (2001). Published verb lists disagree
with each other, so a level drawn from them is a hint, never a finding.
"""


def word_set(words: str) -> frozenset[str]:
    """Make a set of words that are written with blanks between them."""
    return frozenset(words.split())


WH = word_set("how why what which who whom whose where when")
PREPOSITIONS = word_set(
    "in on at to from by with for of under about through within into against between over across"
)

BE = word_set("is are am was were")
MODALS = word_set("can could will would shall should may might must")
HYPOTHETICAL = word_set("would could should might shall")
AUXILIARIES = BE | MODALS | word_set("do does did has have had ought")
NEGATED = word_set(
    "isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't cannot couldn't won't "
    "wouldn't shan't shouldn't mightn't mustn't needn't ain't"
)
AFFIRMED = {
    "can't": "can", "cannot": "can", "won't": "will", "shan't": "shall", "ain't": "is",
} | {x: x.removesuffix("n't") for x in NEGATED - {"can't", "cannot", "won't", "shan't", "ain't"}}  # fmt: skip

PRONOUNS = word_set("you we they it he she i this that these those there one anyone someone everyone people")
DETERMINERS = word_set(
    "the a an this that these those your our their his her its my each every any some one two three no"
)

SUBORDINATORS = word_set(
    "if when whenever while although though because since unless until after before once whereas given "
    "assuming suppose supposing imagine provided as"
)
OPENERS = SUBORDINATORS | PREPOSITIONS | word_set(
    "thinking looking considering reading having using based during despite without according besides "
    "beyond compared regarding knowing working drawing overall generally today finally alternatively "
    "instead then now so and but or also still next first second personally honestly ideally imagining "
    "seeing coming going"
)  # fmt: skip
FILLERS = word_set("and but so or then now well also ok okay please first finally lastly next yes no still")

PROBES = word_set(
    "why how not or and so if what who whom when where which with by that is for you do say me us more"
)
"""A short question made of these words alone asks for more of the same answer: "Why or why not?" """

# --- imperatives, by what they ask for -----------------------------------------------------------

SETUP = word_set(
    "think consider reflect imagine picture recall remember look read watch listen take suppose assume "
    "visit review revisit see note notice ponder contemplate pick choose select return go browse search "
    "bring explore"
)
"""Verbs that set a scene: what the question is comes after them."""

TELL = word_set(
    "list define name identify describe state summarise summarize explain outline enumerate label recount "
    "mention discuss give provide cite match restate paraphrase illustrate elaborate specify characterise "
    "characterize"
)
APPLY = word_set(
    "apply use try test run show demonstrate practise practice implement solve calculate determine "
    "perform conduct share swap interview ask tell write set make post record track add walk adapt carry "
    "schedule predict teach"
)
ANALYSE = word_set(
    "compare contrast analyse analyze examine differentiate distinguish categorise categorize classify "
    "investigate deduce infer relate trace diagnose dissect inspect break connect derive map"
)
EVALUATE = word_set(
    "evaluate assess judge critique criticise criticize defend argue justify rank rate prioritise "
    "prioritize recommend decide weigh appraise estimate support convince dispute conclude verify grade "
    "debate value validate"
)
CREATE = word_set(
    "design create develop plan propose draft build devise formulate invent compose sketch draw redesign "
    "rewrite construct prepare combine produce suggest generate imagine assemble hypothesise hypothesize "
    "originate rework compile integrate modify reorganise reorganize"
)
PRODUCTION = TELL | APPLY | ANALYSE | EVALUATE | CREATE
IMPERATIVES = PRODUCTION | SETUP
NOUNS_TOO = word_set(
    "plan design list name state report research share use test run show look review note recall draft "
    "sketch draw build map rank grade value judge support contrast label outline mention watch search "
    "estimate schedule track record post set make cite trace break debate rate read see think return "
    "browse select compound work model"
)
"""Imperatives that may also open a plain statement: "Design thinking is a process"."""

# --- what questions speak of ---------------------------------------------------------------------

WORK = word_set(
    "work job role team teams colleague colleagues organisation organization company employer department "
    "office manager boss project projects workplace practice meeting meetings customers clients task "
    "tasks day week month desk site shift craft trade profession career experience learners students "
    "class course group community habits routine routines own"
)
"""Nouns that, after "your" or "our", speak of the reader's own work."""

NAMING = word_set("list define name identify state label enumerate recount mention match cite give provide")
"""Imperatives that ask to remember."""
