"""Wordings that give a weak question away: regular expressions over lower-case text with straight quotes."""

import re


def _any(*wordings: str) -> re.Pattern[str]:
    """Compile wordings into one pattern that finds any of them."""
    return re.compile("|".join(wordings))


_LOADED = (
    "terrible|awful|horrible|dreadful|disastrous|appalling|stupid|foolish|idiotic|ridiculous|absurd|worthless|"
    "pathetic|shameful|disgusting|outrageous|incompetent|superb|amazing|fantastic|wonderful|marvellous|"
    "incredible|hopeless|nonsense"
)
INDIRECT = _any(
    r"^\W*(?:and |so |but )?(?:i|we)(?:'m|'re| am| are| was| were)? (?:just |often |do )?"
    r"(?:wonder|wondering|ask myself),? (?:whether|if)\b",
    r"^\W*(?:and |so |but )?(?:i|we)(?:'d| would) (?:like|love) to (?:know|hear|find out),? (?:whether|if)\b",
    r"^\W*(?:i am|i'm|we are|we're) (?:curious|interested),? (?:to know |to hear )?(?:whether|if)\b",
    r"^\W*(?:please )?(?:say|tell (?:us|me)|let (?:us|me) know) (?:whether|if)\b",
)
"""Asks for yes or no in the form of a statement."""

_MEASURED = "that|far|many|few|much|little|long|often|hard|difficult|easy|rare|common|slow|fast|different"
_PRAISED = "bad|good|great|terrible|special|important|wrong|poor|successful"
SLANTED = _any(
    rf"\bwhy (?:is|are|was|were|am) [^?.!]{{1,120}}?\bso (?!(?:{_MEASURED})\b)\w+",
    rf"\bwhat (?:makes|made) [^?.!]{{1,120}}?\bso (?:{_PRAISED})\b",
    r"\bwhy (?:do|does|did) [^?.!]{1,80}?\b(?:always|never|refuse|insist)\b",
    r"\b(?:obviously|undeniably|undoubtedly|unquestionably|surely|of course|needless to say|no doubt)\b",
    r"\b(?:without (?:a )?doubt|without question|everyone knows|everybody knows|we all know|as we know)\b",
    r"\b(?:it goes without saying|it is obvious)\b",
    r"(?:^|[,;:.] )(?:clearly|naturally|plainly|evidently)\b",
    rf"\b(?:why|how|what|so|such|a|an|the|is|are|was|were|this|these|that) (?:{_LOADED})\b",
)
"""Loaded terms and words that take the answer for granted (QUAID)."""

VAGUE = _any(
    r"\bwhat (?:do|did|would) (?:you|we|people) (?:\w+ly |all |personally )?"
    r"(?:think|feel|make|reckon|say)(?: (?:about|of))?\b",
    r"\bwhat(?: a|')re your (?:thoughts|opinions|views|feelings|impressions|takeaways|reactions)\b",
    r"\bwhat(?: i|')s your (?:opinion|view|take|impression|reaction|feeling|stance|thought)\b",
    r"\bhow (?:do|did|does) (?:you|this|that|it|the \w+)(?: make you)? feel\b",
    r"^(?:any |your |some )?(?:thoughts|ideas|comments|opinions|views|reactions|feedback|questions)\b",
    r"^\W*(?:how|what) about\b",
    r"\bwhat comes to mind\b",
    r"^share your (?:thoughts|views|opinions)\b",
)
"""Invitations to have an opinion."""

HOLD = _any(
    r"\b(?:when|if|because|compared|given|while|before|after|where|whether|how|which|why|who|would|could)\b",
    r"\b(?:should|instead|rather|the last time|your (?:own|team|work|job|role|organi[sz]ation|colleagues))\b",
)
"""What gives an opinion something to hold on to: a condition, a comparison, the reader's work."""

_TEXTS = "text|article|chapter|reading|video|post|author|lesson|passage|paper|podcast|writer|speaker"
ABOUT_THE_TEXT = _any(
    rf"\b(?:according to|(?:in|from|by) the (?:\w+ )?(?:{_TEXTS})|(?:does|did) the (?:\w+ )?(?:{_TEXTS}))\b",
    r"\b(?:in your own words|(?:did|have) you read)\b",
)
"""Asks what the text says."""

READER = _any(
    r"\b(?:you|your|yours|yourself|yourselves|you'd|you've|you'll|you're|our|ours|ourselves|my|myself)\b"
)
"""Speaks to the reader."""

LIVED = _any(
    r"\b(?:the|that) (?:last|first|only|one) time\b",
    r"\b(?:easy or hard|hard or easy|(?:gets|stands) in the way of)\b",
)
"""Asks for something lived through, or what makes a thing easy or hard where one is: no text tells that."""

WE_ACT = _any(
    r"\b(?:would|could|can|should|will|might|do|did|have|shall|may|are|were) (?:we|i)\b"
    r"(?! (?:mean|call|say|know|define|refer))",
    r"\bwe (?:would|could|can|should|will|might)\b",
    r"\b(?:help|lets?|allows?|stops?|keeps?|for|among) us\b",
)
"""Speaks of what "we" do, other than calling things by names."""

_ROLE = (
    "manager|leader|team|lead|colleague|company|organi[sz]ation|founder|teacher|employee|employer|trainer|person|"
    "learner|newcomer|group|community|coach|mentor|nurse|engineer"
)
SCENARIO = _any(rf"\bcan an? (?:\w+ ){{0,3}}?(?:{_ROLE})\b")
"""Puts somebody in a situation: "What can a new manager do to ..."."""

_WORTH = (
    r"convincing|persuasive|useful|relevant|surprising|worth\w*|likely|realistic|risky|fair|promising|valuable|"
    r"difficult|practical|influential"
)
JUDGES = _any(
    rf"\bwhich\b.{{1,200}}?\b(?:most|least|best|worst|strongest|weakest|more|less) (?:\w+ )?(?:{_WORTH})\b"
)
"""Asks for a judgement between things."""

_ACTOR = _ROLE + "|business|firm|owner|manager|employer|entrepreneur|people|we|they"
WEIGHS = _any(
    r"\b(?:positively (?:or|and) negatively|negatively (?:or|and) positively|"
    r"for better (?:or|and) (?:for )?worse)\b",
    rf"\b(?:how|what)\b(?: \w+){{0,3}} (?:can|could|should|might) (?:an? |the |his |her )?(?:\w+ )?"
    rf"(?:{_ACTOR}|compan(?:y|ies))s? (?!use\b)",
    r"\bproblematic\b",
    r"\bdo people tend\b",
)
"""Asks to weigh what somebody does or could do, which no text settles."""

ASKS_A_FACT = _any(
    r"^(?:who|when|where|which) (?:\w+ )?(?:is|are|was|were|did|does|said|wrote)\b",
    r"^what (?:is|are|was|were|does|do|did)\b",
    r"^(?:define|list|name|identify|state|explain|describe|summari[sz]e)\b",
    r"^how (?:many|much|old|long)\b",
)
"""Asks for a fact."""

AGREE = _any(
    r"\b(?:do|did|would|don't|wouldn't|can|could) (?:you|we|they) (?:\w+ly )?(?:dis)?agree\b",
    r"\bagree or disagree\b",
    r"\b(?:to what extent|how (?:much|far|strongly)) (?:do|would) (?:you|we) (?:dis)?agree\b",
    r"\bare you (?:for or against|in favou?r of|in agreement with)\b",
)
"""Asks to agree: people tend to say yes (acquiescence bias)."""

BARE = _any(
    r"^\W*(?:please |now |then |take (?:a moment|some time|time) to )*"
    r"(?:reflect(?: on| upon)?|think (?:about|of|on|over)|consider|discuss|ponder|contemplate|comment on|"
    r"talk about|muse on|share your thoughts|meditate on|look back (?:on|at))\b"
)
"""Invites to reflect; fine when a step follows."""

URL = _any(r"\b(?:https?://|www\.)\S+")
"""An address, whose letters are no words."""
