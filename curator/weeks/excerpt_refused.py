"""Kinds of sentences that stand on a page and say nothing of its subject.

Captions, by-lines, calls to action, advertisements, dates of events, pieces of lists, of dialogues and of
tales. Captions are known in any language, the others in English.
"""

import re

_PICTURE = (
    r"(?:photo(?:graph)?|image|picture|illustration|graphic|screenshot|artwork|foto|bild|imagen"
    r"|photographie)s?"
)
_BEGINS = r"(?:^|[.!?|(–—-]\s?)"
CAPTION = re.compile(
    rf"[(\[]\s?(?:{_PICTURE} ?(?:[:/©]|by\b|via\b|courtesy\b|credits?\b|from\b|source\b)|courtesy\b)"
    rf"|\b{_PICTURE}\s?(?:credits?\b|courtesy\b|source:|©)|{_BEGINS}{_PICTURE}\s?[:|]\s"
    rf"|{_BEGINS}{_PICTURE} (?:by|via|from|of) (?-i:[A-Z])"
    r"|\bcredits?(?::\s?|\s?/\s?)(?-i:[A-Z])|\bcourtesy of (?-i:[A-Z])"
    r"|\b(?:getty images|shutterstock|istock(?:photo)?|unsplash|pexels|pixabay|adobe ?stock|alamy)\W*$"
    r"|(?:\bvia|[/|–—-]) ?(?:reuters|afp|ap photo|associated press)\W*$"
    r"|\((?:left|right|above|below|top|bottom|cent(?:er|re)|pictured|from left|far (?:left|right))"
    r"(?: to \w+)?[),:]"
    rf"|\bin this (?:undated |file |[\w-]+ ){{0,2}}(?:{_PICTURE}|video still)\b.{{0,30}}[,.]"
    r"|\b(?:pictured|shown|seen) (?:above|below|here|left|right|in (?:this|the) (?:photo|image|picture))\b"
    r"|\bfile photo\b|\bartist.?s? (?:impression|rendering)\b"
    r"|^(?:pictured|above|below|left|right)[:,] "
    r"|\b(?:fig(?:ure|\.)|abb(?:ildung|\.)|exhibit|diagram|table|chart|photo|screenshot) ?\d",
    re.IGNORECASE,
)
"""What stands under a picture or figure, or points at one that is not there."""

_ROLE = (
    r"(?:writer|author|editor|journalist|contributor|columnist|reporter|blogger|photographer|consultant"
    r"|coach"
    r"|(?:co-?)?founder|ceo|speaker|podcaster|instructor|strategist|specialist|professor|attorney"
    r"|copywriter)"
)
BYLINE = re.compile(
    rf"^(?:[A-Z][\w.’'-]+,? ){{1,5}}(?:is|was|has been|serves as|works as) (?:an?|the"
    rf"|our) (?:[\w&’'-]+,? ){{0,5}}{_ROLE}\b"
    rf"|^(?:he|she|they|the author) (?:is|are|was|has been) (?:[\w’'-]+ ){{0,4}}{_ROLE}\b"
    r"|^(?i:by|words by|reporting by|editing by|reviewed by|fact.checked by) [A-Z]"
)
"""Who wrote a text."""

CALL = re.compile(
    r"^(?:repeat (?:from|step|until)|click|select|press|tap|scroll|type|enter|navigate|copy|paste"
    r"|restart|log (?:in|into|out)"
    r"|open the|run the|go to)\b|\b(?:pop|head|hop) (?:on )?over to (?:the|our|my)\b|\b(?:feel free"
    r"|let (?:me|us) know|ping me|drop by|stop by)\b|"
    r"^(?:explore|discover|browse|shop|visit|request|schedule|book|download|join|try|get|see|view|check"
    r"|compare|buy"
    r"|order|start|enrol?l|register|sign|grab|unlock|upgrade|let|contact|call|talk|speak|ask)\b.{0,90}?"
    r"\b(?:our|with us|us (?:today|now)|for free|free (?:\w+ )?(?:trial|demo|quote|guide|consultation"
    r"|template|course"
    r"|class|account|sample|shipping)|solutions|platform|demo|pricing|app store|newsletter|today|now)\b"
    r"|\b(?:read|see|check|download|visit|consult|view|browse|watch|bookmark) (?:out )?(?:the|our|this"
    r"|my|these|that) "
    r"(?:[\w’'-]+ ){0,3}(?:reports?|guides?|page|website|site|posts?|articles?|list|study|blog|video|course"
    r"|documentation|faqs?|resources?|recording|slides|webinar|infographic|link)\b"
    r"|\b(?:click|tap) (?:here|the|on|below)\b|^join\b|\bvisit (?:us|them|it) \w+|\bfor the (?:full"
    r"|complete) .{3,30} experience\b"
    r"|\bfor (?:more|further|additional) (?:information|info|details|on|about)\b"
    r"|\b(?:learn|find out|read|discover) (?:more|the key)\b|\bfind out (?:how|why|what)\b"
    r"|^learn (?:what|why|how|about|everything|all|the)\b|\byou can (?:look for|find|hire|book"
    r"|order) an? (?-i:[A-Z])"
    r"|\b(?:be sure|make sure|remember|don.t forget|feel free) to (?:read|check (?:out|back)|visit"
    r"|follow|subscribe|bookmark|share"
    r"|download|comment|reach|contact|ask us)\b|\b(?:enrol?l|register|apply|order|subscribe"
    r"|shop) (?:now|today|here)\b",
    re.IGNORECASE,
)
"""A call to do something with the page or its maker: an advertisement, a button, a pointer elsewhere."""

FIRM = re.compile(
    r"\b[Aa]t (?:[A-Z][\w.&’'-]*,? ){1,4}(?:we|our)\b|\b[Hh]ere at [A-Z]"
    r"|\b[Oo]ur (?:[\w’'-]+ )?(?:customers?|clients?|products?|services|solutions?|platform|software"
    r"|app|company"
    r"|experts?|advis[eo]rs?|store|shop|courses?|website|mission|goal|deployments?|brand|technicians?"
    r"|consultants?"
    r"|attorneys|tutors?|agents?)\b"
    r"|\b[Mm]y (?:[\w’'-]+ )?(?:goal|courses?|book|newsletter|clients?|agency|company|podcast|channel"
    r"|blog)\b"
    r"|\d ?(?:%|percent) of our\b|\bwe(?:.re| are) here (?:to|for)\b|\b[Ww]e (?:continue|(?:are"
    r"|have been|.re) (?:moving|working|planning|looking|committed|constantly|always))\b"
    r"|\bis committed to\b|\bI.ve got (?:some )?(?:bad|good|great|exciting) news\b|\bwe(?:.ve"
    r"| have) long \w+ed\b"
)
"""Whoever publishes the page speaks of the own house."""

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|aug|sept?|oct|nov|dec)\.?)"
)
EVENT = re.compile(
    rf"\b(?:on|until|through|by|from) (?:\w+day,? )?(?:{_MONTH} \d{{1,2}}\b|\d{{1,2}}(?:st|nd|rd"
    rf"|th)? (?:of )?{_MONTH}\b)"
    rf"|\b(?:deadline|registration|applications?|tickets?)\b.{{0,60}}\b{_MONTH} \d{{1,2}}\b",
    re.IGNORECASE,
)
"""On which day something takes place: of no use to who reads it later."""

LISTED = re.compile(
    r"\w –(?-i:[A-Z])|[•▪●◦►✓✔☑★→|]|;[^;]*;[^;]*;|^(?:plus|last but not least|third(?:ly)?"
    r"|fourth(?:ly)?|fifth(?:ly)?)\b[, ]",
    re.I,
)
"""A piece of a list that was written as running text."""

_DID = (
    r"(?:decided|wanted|needed|began|started|used|had|did|went|built|created|tried|were|was|worked"
    r"|received|ran"
    r"|made|took|set|got|conducted|wrote|moved|switched|hired|found|learned|realized|noticed|saw"
    r"|wondered|thought"
    r"|asked|said|felt|came|gave|kept|added|developed|tested|launched|chose|hoped)"
)
TALE = re.compile(
    r"\b(?:I|I[’']\w{1,2}|[Mm][ey]|us|[Oo]urs)\b(?!\.)"
    r"|\b[Oo]ur\b(?! (?:\w+ )?(?:brains?|bod(?:y|ies)|own|li[fv]es?|world|planet|minds?|eyes|attention"
    r"|health|habits|time"
    r"|abilit\w+|senses?|emotions|thoughts|feelings|memor\w+|kids|children|ancestors|societ\w+"
    r"|econom\w+|food|muscles))"
    r"|^(?!(?:[Ww]hen|[Ii]f|[Aa]s|[Oo]nce) we\b).*?(?<!when )(?<!if )(?<!as )(?<!more )(?<!less"
    r" )(?<!what )(?<!how )(?<!where )\b[Ww]e\b"
    r"(?! (?:\w+ )?(?:recommend|suggest|should|must|need|can|tend|all)\b)"
    rf"|\b(?:we|I) (?:\w+ )?{_DID}\b|\b(?:the|our|their|this) (?:[\w-]+ )?(?:team|project|pilot|program"
    rf"|agency|office"
    rf"|company|group|startup|firm|organi[sz]ation|experiment|committee) (?:\w+ ){{0,2}}{_DID}\b",
)
"""What somebody did once, or tells of himself: a piece of a tale, of which the rest is missing."""

ANSWERS = re.compile(
    r"(?:yes|no|yeah|yep|nope|exactly|absolutely|definitely|right|sure|oh|ah|hmm|okay|ok|i think so"
    r"|(?:great|good) (?:question|point))\b\s?[,.!:—–-]",
    re.IGNORECASE,
)
"""How an answer begins: one half of a dialogue."""

DESCRIBES = re.compile(
    r"(?:an?|two|three|four|several|people|some|the) (?:[\w’'-]+ ){0,3}?(?:works?|sits?|stands?|walks?"
    r"|poses?|smiles?|looks?"
    r"|holds?|types?|points?|gestures?|gathers?|waits?|attends?|demonstrates?|rides?|plays?|speaks?"
    r"|prepares?|inspects?"
    r"|working|sitting|standing|walking|posing|smiling|looking|holding|typing|pointing|wearing) "
    r"(?:at|in|on|by|beside|near|next to|outside|inside|with|during|through|along|over|up|an?|the|his"
    r"|her|their)\b"
    r"(?!.*\b(?:if|when|because|but|should|must|can|will|than|so|which|that)\b)",
    re.IGNORECASE,
)
"""What is to be seen in a picture: somebody does something somewhere, and nothing is claimed."""

CITES = re.compile(
    r"\bUniversity Press\b|\bJournal of (?:the )?[A-Z]|\bProceedings of\b|\bAvailable (?:at|from):"
    r"|\b\d+\(\d+\): ?\d"
    r"|^[\w ]{3,40} [–—-] \d|^\d{1,2}[-.)]\s|^[A-Z][\w’'-]+, [A-Z]\."
    r"|^[^:;,.]{8,90}: ?[$€£]?\d[\d.,]*\s?(?:%|percent)?\.?$|\s\.\d+ (?:[mb]illion|percent)|\(Eds?\.\)"
    r"|\bIn: [A-Z]"
)
"""An entry of a list of sources, a label with its figure, a figure that lost its beginning."""

ANYWHERE = (BYLINE, CALL, FIRM, EVENT, LISTED, CITES)
"""Those of these kinds whose sign may stand anywhere in a sentence."""
