"""Guess the level of thinking that a question asks for, in the revised taxonomy of Bloom."""

import re

from curator.questions import word_classes as w
from curator.questions.grammar import Sentence, imperative_at, normalise, sentences

LEVELS = ("remember", "understand", "apply", "analyse", "evaluate", "create")
HIGHER = frozenset(LEVELS[3:])
"""Levels that a module needs at least one question of (Ertmer, Sadaf and Ertmer 2011)."""

_READER = r"(?:you|we|your team|a team|somebody)"
_MAKE = (
    r"(?:design|create|build|redesign|develop|invent|plan|draft|rewrite|combine|devise|formulate|construct|shape|"
    r"propose|suggest|write|add|put together|set up|start)"
)
_LEVEL_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "create",
        re.compile(
            rf"\bwhat if\b|\bhow (?:would|could|might|can|will) {_READER} (?:\w+ )?{_MAKE}\b"
            rf"|\bwhat (?:[\w'-]+ ){{0,14}}?(?:would|could|might|can|will) {_READER} {_MAKE}\b"
            r"|\bwhat (?:would|could|might) (?:[\w'-]+ ){1,20}?look like\b"
            r"|\bhow (?:might|could) (?:[\w'-]+ ){1,8}?be combined\b"
        ),
    ),
    (
        "evaluate",
        re.compile(
            r"\b(?:worth|best|better|worst|most|least|strongest|weakest|fair|convinc\w+|persua\w+|trade-?offs?|"
            r"prioriti[sz]e|keep|drop|choose|pick|risks?|judge|defend|recommend|decide|trust|agree|believe|evidence|"
            r"effective\w*|strengths?|weakness\w*|should|doubts?)\b|\bhow (?:well|far)\b"
        ),
    ),
    (
        "analyse",
        re.compile(
            r"\b(?:why|differ(?!ently)\w*|compare\w*|similar\w*|contrast\w*|relat\w+|caus\w+|what explains|"
            r"patterns?|underl\w+|assum\w+|stops|holds?|holding|factors?|connect\w*|tension|gaps?|led|leads?|"
            r"behind|hardest|easiest|in the way|opposite|the other way|wrong|tempt(?:s|ing)|harder|"
            r"plays? a part|hold|disagrees?|notice too late|gains?|loses?|"
            r"feel this first|keeps?|stop|turns out|stands|has to be in place|to see this earlier|"
            r"turn out otherwise|point to)\b"
            # What would follow from something that did not happen; "what would you do if" asks to apply.
            r"|\bwhat (?:else )?(?:would|could|might) (?!(?:you|we|i) (?:do|say|try|answer)\b)"
            r"(?:[\w'-]+ ){1,20}?if (?!any)"
        ),
    ),
    (
        "apply",
        re.compile(r"\b(?:would|could|can|will|might|do|did|have) (?:you|we|i)\b|\byours?\b|\bat work\b"),
    ),
    ("understand", re.compile(r"^(?:how|in what|what does|explain)\b|\b(?:means?|examples?)\b")),
)
_IMPERATIVES = (("create", w.CREATE), ("evaluate", w.EVALUATE), ("analyse", w.ANALYSE), ("apply", w.APPLY))
_CHOICE = re.compile(r"\b(?:which|whose)\b.* and why(?: not)?$")
"""A choice of one among several with its reason: "why" behind anything else only asks for a sentence more."""
_OWN = re.compile(r"\b(?:how|why|what|where|when|which) (?:you|your|we)\b")


def bloom(question: str) -> str:
    """Name the level of thinking a question asks for, "remember" to "create": the highest it shows signs of.

    A hint only: published verb lists disagree with each other.
    """
    asking = [s for s in sentences(normalise(question)) if s.form in ("open", "closed", "ask")]
    return LEVELS[max((_level(s) for s in asking), default=0)]


def _level(sentence: Sentence) -> int:
    verbs = {imperative_at(sentence, i) for i in sentence.starts} - {""}
    pairs = zip(sentence.tokens, sentence.tokens[1:], strict=False)
    verbs |= {b for a, b in pairs if a == "and" and b in w.PRODUCTION and verbs}
    for level, group in _IMPERATIVES:
        if verbs & group:
            return LEVELS.index(level)
    whole = " ".join(sentence.words)
    if _CHOICE.search(whole):
        return LEVELS.index("evaluate")
    text = re.sub(r" and why(?: not)?$", "", whole)
    if verbs & w.TELL and sentence.wh < 0 and not _OWN.search(text):
        return 0 if verbs & w.NAMING else 1
    return next((LEVELS.index(level) for level, pattern in _LEVEL_PATTERNS if pattern.search(text)), 0)
