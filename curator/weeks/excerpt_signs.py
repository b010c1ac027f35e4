"""What speaks for quoting a sentence, and what against: signs that are read in its words.

Each stands for a kind of sentence that people who judged excerpts would not have quoted.
"""

import re

BOILERPLATE = re.compile(
    r"^(?:by|posted|published|updated|written|photo|image|picture|credit|source|share|tweet|subscribe|"
    r"sign up|click|read (?:more|next|time)|listen|download|advert|cookie|copyright|©|menu|home|skip"
    r"|filed|"
    r"tags?|categor|related|follow (?:us|me)|editor.s note|disclosure|disclaimer|hat tip|please |"
    r"estimated reading|this (?:article|post|story|piece|page|site|website|blog) "
    r"(?:was|is|has|first|originally|may|uses|contains)|an? (?:earlier )?version of this|originally "
    r"(?:published|posted)|welcome (?:to|back)|last (?:updated|reviewed|modified)|we use cookies"
    r"|all rights|"
    r"(?:step|tip|part|chapter|lesson) #?\d|send (?:a|this)|"
    r"thank(?:s| you)|guest post|edited by|table of contents)\b",
    re.IGNORECASE,
)
"""How the boilerplate of a page begins: by-lines, buttons, captions, notices."""

LEANS = re.compile(
    r"(?:it|this|that|these|those|he|she|they|their|his|her|not because|not only (?:do|does|did|is"
    r"|are) (?:it"
    r"|they|this|these)|already|between|set over|but|and|or|so|however|also|then|therefore|thus|instead"
    r"|moreover|"
    r"such|both|another|well|visit|see|check|watch|after all|even (?:if|though|so)|for (?:example"
    r"|instance)"
    r"|in (?:addition|fact|other words|short)|of (?:the|these|those)|on the (?:other hand|contrary"
    r"|flip side)"
    r"|in (?:some|many|most) cases,? (?:it|they)|in other (?:cases|words)"
    r"|as (?:a result|it turns out|mentioned|noted|above)|that said|with (?:that|this)|maybe|ultimately"
    r"|more likely than not|first|second"
    r"|finally|next|lastly|further|furthermore|fortunately|unfortunately|luckily|additionally|similarly"
    r"|which|more than that|for sure|not(?:e|ice) here|the (?:result|answer|reason|catch|upshot"
    r"|takeaway|conclusion|outcome) (?:is|was)"
    r"|likewise|yet|still,|regardless|in turn|either way|as for|by contrast|in contrast|conversely"
    r"|on top of (?:this|that|it)"
    r"|besides|indeed|hence|nonetheless|nevertheless|at the same time|at (?:this|that) point|beyond that"
    r"|because of (?:this|that)|given (?:this|that)|(?:that|this) way|in (?:both|either|this|that|these"
    r"|those) cases?"
    r"|(?:for|to|by) (?:this|that|do so|doing so)"
    r"|otherwise|meanwhile|of course|as such|my (?:talk|post|article)|the (?:app|tool|company|firm"
    r"|event|program|author"
    r"|book|video|session|post|article|guide|agency|team|playbook|toolkit|website|site|initiative"
    r"|challenge|hackathon))\b",
    re.IGNORECASE,
)
"""A sentence that leans on the one before it, or sends the reader elsewhere, makes a poor quotation."""

FINDS = re.compile(
    r"\b(?:stud(?:y|ies)|research|surveys?|reports?|according to|experts?|data shows?|found that"
    r"|evidence"
    r"|Studien?|Umfragen?|laut|estudios?|encuestas?|según|études?|sondages?|selon)\b",
    re.IGNORECASE,
)
"""Who found out what is said."""

SELF = re.compile(
    r"^(?:hey|hi|hello|dear|greetings|hallo|bonjour|hola|welcome|good (?:morning|afternoon|evening)"
    r"|i.m (?:a|an|the|so|really|very|thrilled|excited|happy|gonna|going)\b|i am (?:a|an|the|so|thrilled"
    r"|excited|happy)\b"
    r"|my name is|we.re (?:thrilled|excited|happy|proud)|we are (?:thrilled|excited|happy|proud)"
    r"|today.s guest"
    r"|i.m [A-Z]|i (?:recently|just|finally)\b|(?:a few|some|last|this) (?:days?|weeks?|months?"
    r"|years?) ago)",
    re.IGNORECASE,
)
"""How a greeting begins, or somebody who speaks of himself before he comes to the subject."""

ABOUT_TEXT = re.compile(
    r"\b(?:joins (?:me|us)|(?:in|on) (?:this|today.s|the next|my next|our next"
    r"|the following) (?:\w+ )?(?:article|posts?|guide|episode"
    r"|podcast|video|show|blog|piece|section|series|newsletter|issue)|(?:this|the|our|my) (?:guide|list"
    r"|lineup|roundup|post|article|series"
    r"|episode|interview|webinar|course|workshop|chapter|section) (?:will|walks|shows|covers|explains"
    r"|is|takes|shows|aims"
    r"|answers)"
    r"|(?:we|i)(?:.ll| will|.ve| have| .re going to) (?:\w+ )?(?:cover|explore|discuss|look at|walk"
    r"|share|show|explain|dive|put together"
    r"|gathered|rounded up|compiled|answer|help you)|let.s (?:dive|take|look|get|explore|start|talk)"
    r"|(?:tips|ideas|advice|more) here|good news|(?:we|i) are going to|(?:we|i).ll focus|we encourage"
    r"|free (?:case )?(?:evaluation|consultation|quote|trial"
    r"|estimate|audit)|is your (?:show|guide|place)|there are (?:many|several|a number of|a few)"
    r"|keep reading|read on|below (?:is"
    r"|are|you)"
    r"|here (?:is|are)|here.s (?:what|how|why|a|our|my)|for (?:this|our) (?:post|article|episode)"
    r"|spoke (?:with|to)|sat down with|chatted with"
    r"|^(?:we|i) (?:\w+ )?(?:explore|cover|discuss|look at|share|examine|review|list|start|begin"
    r"|decided to)"
    r"|^(?:below|the following)\b|\bthese following\b|\b(?:we|i).re going to (?:focus|talk|start)"
    r"|here.s your|see (?:below|above|also)|also see|(?:comprehensive|ultimate|complete|handy) guide"
    r"|(?:i|we) (?:was|were) able to"
    r"|join us|our team"
    r"|this (?:video|podcast|episode|guide|article|post|book|course|session|blog) \w+s\b"
    r"|(?:previous|earlier|last|upcoming|another) (?:blog )?(?:post|article|section|chapter|episode"
    r"|newsletter|column)"
    r"|(?:we|i)(?:.ve| have)? (?:explored|discussed|mentioned|described|covered"
    r"|explained) (?:\w+ ){0,3}(?:above|earlier|before"
    r"|previously|in)"
    r"|in detail|presents? a|stay tuned|more (?:on|about) (?:this|that|it)|reach out|get in touch"
    r"|customer (?:service|support)"
    r"|representatives?"
    r"|give us a|call us|(?:i|we).ve (?:been \w+ing|worked) (?:with|for)|to help you|with tips"
    r"|get started"
    r"|happy to (?:assist|help)|recommend reading|contact us|check out|please"
    r"|consider supporting|we (?:cater|offer"
    r"|specialize|specialise|pride)"
    r"|our (?:clients|services|products|solutions|customers)|table of contents|click here"
    r"|learn more about|seats? left|register (?:now|for)|sign up|subscribe"
    r"|leave (?:me |us )?an? (?:\w+ )?(?:review|rating|comment)|would (?:really )?appreciate"
    r"|if you (?:like|liked|enjoy|enjoyed|love) (?:the|this|my|our|what)|book (?:a|your)|discount"
    r"|coupon)\b",
    re.IGNORECASE,
)
"""Sentences about the text itself, or that sell something beside it."""

REFERENCE = re.compile(
    r"\bet al\b|\bdoi\b|\b(?:vol|pp|no|issn|isbn)\.?\s?\d|\(\d{4}[a-z]?\)"
    r"|\b[A-Z][\w-]+,? [A-Z]\.(?: ?[A-Z]\.)?,|\[\d{1,3}\]|^\d{1,3}\s?[A-Z]"
    r"|retrieved|accessed|lorem ipsum|\b(?:PDF|PowerPoint|Excel|Word|MS Word),|\b\d+(?:\.\d+)? ?[KMG]B\b"
    r"|(?:^|\W)_\w|\w_(?:\W|$)|\w\*"
)
"""An entry of a bibliography, a footnote, a file's size, marks of emphasis, text that fills a place."""

TURN = re.compile(r"^[^\W\d_][\w.’' -]{0,30}:\s")
"""The turn of a speaker in an interview, or a label."""

CLAIM = re.compile(
    r"\b(?:because|therefore|so that|instead(?: of)?|rather than|not (?:just|only|merely|about|because"
    r"|a|the)|but"
    r"|although|though|yet|while|whereas|unless|until|without|only (?:if|when|after)|if (?:you|your"
    r"|they|a|the)"
    r"|when (?:you|people|teams|we)|before you|once you|should|must|cannot|can.t|don.t|doesn.t|never"
    r"|always"
    r"|(?:more|less|fewer|better|worse|\w+er) .{0,60}?than"
    r"|depends on|leads? to|prevents?|avoid|reduces?|costs?"
    r"|tends? to|turns out|means? (?:that|you)|found that|shows? that|suggests? that|showed that"
    r"|evidence|risk"
    r"|mistake|problem|percent|twice|half|rule of thumb|in order to|by \w+ing"
    r"|weil|deshalb|statt|sondern|sollte[nt]?|muss|müssen|nicht nur|ohne|parce que|plutôt que|il faut"
    r"|doit"
    r"|doivent|sinon|sans|porque|en lugar de|debe[nr]?|hay que|sin)\b"
    r"|\d\s?%",
    re.IGNORECASE,
)
"""Words of a sentence that claims something: a reason, a contrast, advice, a measure."""

MATTERS = re.compile(
    r"\b(?:is|are|was|be|been|become|becomes|becoming|remains?|became|plays?"
    r"|seems?) (?:\w+ )?(?:crucial|essential"
    r"|important|vital|key|critical|popular|necessary|invaluable|indispensable|no exception"
    r"|an? (?:crucial|vital"
    r"|key|critical|essential|important|powerful|great|popular|major|significant|commonly|valuable"
    r"|useful|fun|big)"
    r"|part of|(?:one|some) of the most|among the most|never|more popular|the future|everywhere"
    r"|everyone)\b"
    r"|\bone of the (?:most|best|biggest)\b|\bnever been more\b|\bwith the rise of\b|\bhas become\b"
    r"|\bas the world\b"
    r"|\b(?:emerging|evolving|ever.\w+ing|fast.paced|competitive|dynamic) (?:as|\w+)\b"
    r"|\bplays? an?\b.{0,20}\brole\b"
    r"|\bchang(?:ed|ing) (?:the way|how)\b|\b(?:lots?|plenty) of (?:reasons|ways|people)\b"
    r"|\bmany (?:people|of us)\b"
    r"|\bpopularity\b|\bbenefits? of\b|\b(?:seamless|flawless|tailored|personali[sz]ed|effortless"
    r"|hassle)\w*\b"
    r"|\bright track\b|\bmaster the art\b|\bdiscover\b|\bunderstanding (?:the|how|what|your)\b"
    r"|\bsignificantly\b|\bhandful of\b|\bmisunderstood\b|\bconfusing\b|\bchalleng(?:e|es|ing)\b"
    r"|\bworth (?:adding|reading|a look)\b|\bguide to\b|\b(?:itunes|spotify|soundcloud|newsletter)\b",
    re.IGNORECASE,
)
"""That a subject matters, is popular, grows or is hard: how pages begin, and what everybody would say."""

HOLLOW = re.compile(
    r"\b(?:doesn.t|don.t) have to be\b|\bis as much about\b|\bas you (?:\w+ ){0,2}know\b"
    r"|\bkeep in mind\b"
    r"|\bgoes without saying\b|\bmatters?\.$|\beasy to lose sight\b|\bif you apply these\b|"
    r"\beasy to forget\b|\bhustle and bustle\b|\bworth (?:the effort|it)\b|\bon (?:your|the) way to\b"
    r"|\bovernight\b"
    r"|\bhelps? (?:to )?ensure\b|\bstay organi[sz]ed\b|\ball price points\b|\bquality (?:products?"
    r"|equipment|service)\b"
    r"|\bpeace of mind\b|\bstress.free\b|\b(?:really|actually|truly) enjoy\b|\byou deserve\b"
    r"|\bdifferent beast\b"
    r"|^an? (?:great|perfect|lovely|fun|good) \w+ (?:either|for|to)\b|\bdetermination\b"
    r"|\bwhat you need to know\b"
    r"|\bwe all\b|\b(?:everybody|everyone) knows\b|\bno secret\b|\bnow is the\b.{0,12}\btime\b"
    r"|\bmore than ever\b"
    r"|\bthere.s (?:a lot|plenty|no shortage|so much|something for|never been)\b|\bthere (?:is"
    r"|are) plenty\b"
    r"|\bin (?:today.s|the modern|a world|this day)\b|\b(?:look no further|get ahead|next level"
    r"|game.changer"
    r"|must.have|one.stop|look out for|worth it|made easy|state.of.the.art|cutting.edge)\b"
    r"|\b(?:wide|full|broad|vast) (?:range|variety|array|selection)\b"
    r"|\bthere is a long list\b|\bcan (?:be|feel|seem) (?:an? )?(?:overwhelming|daunting|challeng\w+"
    r"|fun|tricky|confusing|hard"
    r"|difficult"
    r"|exciting|intimidating|stressful)\b|\b(?:daunting|rewarding experience|common questions?"
    r"|age.old)\b"
    r"|^whether you\b|\b(?:imagine|picture this|let.s)\b|\bbest ways? possible\b|\bperfect (?:home|way"
    r"|time|place)\b"
    r"|\bthat.s (?:where|why|it)\b|\blucky (?:enough )?to\b|\bfor the win\b|\bamazing\b"
    r"|\bexpert (?:tips|advice)\b"
    r"|^there (?:are|is|was|were) (?:\w+ ){0,3}?(?:\d[\d,]*|hundreds|dozens|thousands|many|several"
    r"|various|more|lots)\b"
    r"|\b(?:plethora|myriad|multitude|symphony|tapestry|realm of|spotlight)\b"
    r"|\bthe key to .{3,60} (?:is|are)\b"
    r"|^an? [\w' -]{3,40} guide is\b|\bwithout (?:discussing|mentioning|talking about)\b"
    r"|\bthe real (?:problem|question|answer|challenge|reason) (?:is|was)\b|\bmaking the \w+ even\b"
    r"|\bfuture of .{3,50} (?:is|looks) (?:promising|bright)\b|\bhas never been (?:easier|more|better"
    r"|simpler)\b|\bmuch more to do\b"
    r"|\bunique (?:goals|needs|circumstances|situation)\b|\balign(?:s|ed)? with your\b|\b(?:always"
    r"|well) worthwhile\b"
    r"|\b(?:is|are) our (?:approach|focus|passion|priority)\b"
    r"|^(?:but )?don.t worry\b|^while .{3,60}, (?:a few|some|several|many|other|there are)\b"
    r"|\b(?:lists?|guide|article|roundup|selection|collection|overview) (?:will|can"
    r"|should) (?:\w+ )?(?:help|guide|point|show|give|get)\b"
    r"|^an? (?:\w+ ){1,3}(?:because|since)\b",
    re.IGNORECASE,
)
"""What everybody knows already, or what only whets the appetite."""

NEWS = re.compile(
    r"^(?-i:[A-Z0-9])[\w.-]*(?: (?-i:[A-Z])[\w.-]*){0,4} is an? (?:[\w-]+,? ){0,4}(?:lab|service"
    r"|company|firm|agency|startup|website|site"
    r"|organi[sz]ation|program(?:me)?|initiative|community|nonprofit|charity|suite|provider) (?:that"
    r"|which|for|to|of|designed"
    r"|founded|based|where|in)\b|"
    r"\b(?:he|she) (?:\w+ )?(?:worked|works|studied|grew|graduated|founded|started|was born|has been"
    r"|lives|holds|earned"
    r"|joined|began|became)\b|\bgrown up\b|\bas a (?:teenager|child|kid)\b|\bside venture\b|\b(?:his"
    r"|her) (?:own )?firm\b"
    r"|\b(?:announc(?:es?|ed|ing)|launch(?:es|ed|ing)|unveil(?:s|ed)|hosted|will (?:host|hold"
    r"|take place"
    r"|be held)"
    r"|took place|came out|just dropped|is (?:now )?available|(?:is|are|was|were) (?:excited|proud"
    r"|pleased"
    r"|delighted|thrilled|happy) to|join us|webinar|free download|joined (?:by|us)|special guests?"
    r"|guest(?:s)? is"
    r"|featuring|(?:co-?)?founder|founded|CEO|years of experience|graduat\w+ (?:from|with)|started as a"
    r"|blossomed|(?:his|her) (?:career|company|book|passion|work as)|passionate about"
    r"|best.selling author"
    r"|host of (?:the|a)|sharing (?:his|her|their)|tells us|talks? (?:to|with) us)\b"
    r"|^on (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* \d",
    re.IGNORECASE,
)
"""An announcement, or who somebody is: what happened or will, not what there is to learn from it."""

DANGLES = re.compile(
    r",? (?:though|too|as well|either)\W*$|"
    r"^(?:while|although|though|since|because|if|as|when|once|even if|unless) (?:that|this|it|these"
    r"|those|they|he|she)\b(?!.who)|"
    r"^(?:all|both|none|neither|either|most|some) (?:of (?:them|these|those|which)|two|three|four"
    r"|five)\b|^(?:here|there), |^section \d|"
    r"^[\w -]{3,30}, where\b|"
    r"^(?:shows|allows|provides|includes|offers|makes|helps|gives|lets|has|is|are|was|can|uses|supports"
    r"|creates|comes"
    r"|adds|enables|requires|works|keeps|features|contains|covers|explains|teaches)\b|"
    r"^(?:\w+ ){0,3}(?:it|them|they)\b|\bone of (?:these|them|those)\b|\b(?:above|below)\b"
    r"|^the (?:real|main|biggest|other|second|third|next|last|final|first) \w+ (?:is|was)\b"
    r"|\b(?:the (?:above|former|latter|following|aforementioned)|as (?:above|before|said)"
    r"|\w+ can then)\b"
    r"|^an? [^.]{10,160}, (?:it|they|he|she)(?:.s|.re|.ll| is| are| was| were| has| have| will| can)\b"
    r"|^the same\b|\bthat same\b|\banother (?:way|reason|thing|step|benefit|option)\b"
    r"|\b(?:this|these|those) (?!week|month|year|way|day|who|of|with|in\b|to\b|is\b|are\b|can\b)\w+",
    re.IGNORECASE,
)
"""Words that point at a sentence before, which is not quoted."""

FRAGMENT = re.compile(r"\w+ing\b")
SAYS = re.compile(
    r"\b(?:is|are|was|were|isn.t|aren.t|will|won.t|can|can.t|could|should|must|may|might|has|have|had"
    r"|do|does|doesn.t"
    r"|don.t|did|makes?|helps?|means?|takes?|requires?|leads?|gives?|keeps?|lets?|allows?|improves?"
    r"|reduces?|saves?"
    r"|offers?|costs?|brings?|needs?|seems?|turns?|creates?|enables?|ensures?|provides?|works?)\b",
    re.IGNORECASE,
)
"""A sentence that begins with "Balancing ..." and has no verb of its own is none."""

FIGURE = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d\b)\d")
"""A figure that is no year."""
MEASURE = re.compile(
    r"\d\s?(?:%|percent\b|per cent\b|Prozent\b|por ciento\b|pour cent\b|times\b)|[$€£]\s?\d|\d\s?(?:€"
    r"|euros?\b|dollars?\b)"
    r"|\b\d+\s?(?:-|–|to|or|bis|oder|à|ou|a|o)\s?\d"
)
"""A share, a price, a range: a figure that says how much, not how it is numbered."""
CONTRAST = re.compile(
    r"\b(?:but|not|rather than|instead|isn.t|aren.t|doesn.t|don.t|never|while|although|though|however"
    r"|yet"
    r"|unless|until|without|only|than|depends?|depending"
    r"|aber|sondern|nicht|statt|obwohl|ohne|erst|als|pero|sino|aunque|no|sin|mais|ne|pas|plutôt|sans)\b",
    re.IGNORECASE,
)
"""Words that set one thing against another: what contradicts an easy expectation is worth reading."""
PRAISE = re.compile(
    r"\b(?:revolution\w*|transform\w*|game.chang\w*|(?:smart|clear|ideal|perfect|excellent) (?:choice"
    r"|option|solution"
    r"|way)|powerful|ultimate|excit\w+|easily|robust|empower\w*|journey|strategic|comprehensive|ensur\w+"
    r"|enhanc\w+|crucial|essential|importan\w+|various|wide|rich|valuable|streamlin\w+|leverag\w+"
    r"|best.in"
    r"|high.quality|great (?:way|choice|option)|big difference)\b",
    re.IGNORECASE,
)
"""Words that praise instead of telling."""
STEP = re.compile(
    r"(?:once (?:you|the)|now that|(?:up )?until (?:recently|then|that)|again|in (?:january|february"
    r"|march|april|may"
    r"|june|july|august|september|october|november|december|\d{4})|then|after (?:you|the|doing)"
    r"|before (?:you|diving)|sometimes|right now|last (?:week|month|year)"
    r"|currently|recently|sure|for years|today|these days|imagine|some|many|several|few"
    r"|there|one \w+ is|another)\b",
    re.IGNORECASE,
)
"""How a step within an example begins, or the news of a day."""
POINTS = re.compile(r"\b(?:this|these|those|such|they|them|he|she|his|her|their)\b", re.IGNORECASE)
"""Words that may mean what an earlier sentence named."""
ACTS = re.compile(
    r"(?:The )?(?:[A-Z][\w.&’'-]*,? (?:of |and |the |for )?){1,6}(?:\w+ly )?(?:has|have|had|was|were"
    r"|helped"
    r"|\w+ed|offers?|provides?|supports?|works) "
)
"""A sentence that begins with a name and tells what its bearer did or offers."""
CODE = re.compile(r"[_{}<>=\\]|\w\(\)|\.\w{2,4}\b(?<!\.com)")
"""Signs of a program: an example that is not there."""
NAMES = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'.&-]+")
"""Words that are written with a capital inside a sentence."""
ADVICE = re.compile(
    r"(?:^|^(?:if|when|before|after|once) [^,]{5,60}, )(?:if you|when you|start|begin|make sure|try|ask"
    r"|keep|avoid|choose|use|take|set|write|plan|give"
    r"|look|find|think"
    r"|remember|don.t|never|always|be|do|focus|consider|check|talk|put|let|get)\b"
    r"|\byou (?:should|must|have to|don.t)\b",
    re.IGNORECASE,
)
"""A sentence that says what to do."""
CASE = re.compile(
    r"\b(?:I|we|my|our) (?:\w+ )?(?:was|were|had|did|went|found|learned|learnt|thought|asked|said|tried"
    r"|made|took"
    r"|realised|realized|decided|started|stopped|felt|used to)\b|\bfor (?:example|instance)\b",
    re.IGNORECASE,
)
"""A sentence that tells what somebody did, or an example."""

STOPS = '.!?…。！？"”’»)'
"""What a whole sentence ends with."""

NOISE = re.compile(
    r"\b(?:min(?:ute)?s? read|affiliate|commission|sponsor(?:ed|s)?|newsletter|cookies?"
    r"|all rights reserved|"
    r"terms of (?:use|service)|privacy policy|sign in|log in|javascript|your browser|e-?mail address|"
    r"comments? (?:are )?closed)\b|https?://|@\w",
    re.IGNORECASE,
)
"""What a sentence about the page, rather than its subject, contains."""

SELLS = re.compile(
    r"\b(?:recommendation|affordable|great value|value for|unbeatable|save (?:you )?(?:\$|time|money)"
    r"|deals?"
    r"|discount|sale|price[sd]?:|available (?:at|now|on)|best[ -]sell\w*|customi[sz]\w+|personali[sz]\w+"
    r"|intuitive|seamless\w*|effortless\w*|hassle|out of the box|your needs"
    r"|our (?:\w+ )?(?:platform|team|solution|product|service|app|tool|lineup|software|experts?)|empowers?"
    r"|(?:perfect|ideal|great) (?:for|choice|option|way)|solutions? for|designed (?:for|to)"
    r"|helps? (?:you|businesses|teams|companies|organi[sz]ations)|all.in.one|user.friendly|easy.to.use"
    r"|easily|features?|offers?|provides?|comes with|boasts?|lets you|allows? you|enables?|powerful"
    r"|versatile"
    r"|durable|high.quality|luxur\w+|love|enjoy|unlock|elevate|boost|streamline\w*|optimi[sz]\w+|leverag\w+"
    r"|supports?|integrat\w+|stylish|sleek|get started|sign up|free trial|browse|shop|order|buy|explore"
    r"|discover|contact)\b",
    re.IGNORECASE,
)
"""Words of whoever sells, or tells what a product does: one may stand in any sentence, two praise it."""
PRICE = re.compile(r"[$€£]\s?\d")
"""A price."""
