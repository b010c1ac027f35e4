"""Words that spoil a key phrase: small words, verbs, web-page furniture, hollow nouns, people."""

from curator.questions.word_classes import word_set

SMALL = word_set(
    "a an the and or but if of in on at to from by with for as is are was were be been am do does did has "
    "have had it its this that these those you your we our us they their them he his she her him i my me "
    "not no nor so than then too very who whom whose which what when where why how all any both each few "
    "more most other some such only own same just can will should would could may might must now here "
    "there up down out off over under again further once into onto about against between through during "
    "before after above below until while because per via vs"
)
FURNITURE = word_set(
    "cookie cookies newsletter newsletters subscribe click privacy login log menu page pages website "
    "websites site sites blog blogs post posts article articles read reading comment comments share email "
    "emails download webinar podcast episode copyright rights reserved advertisement image photo credit "
    "figure table chapter section summary introduction conclusion faq link links reader readers author "
    "editor writer video videos guide guides list lists tip tips example examples step steps screenshot "
    "screenshots button buttons definition lesson lessons pricing secrets insight insights"
)
HOLLOW = word_set(
    "time times thing things way ways people person lot lots day days week weeks year years month months "
    "hour hours minute minutes part parts number numbers case cases kind kinds type types sort fact place "
    "point points bit end start beginning top bottom side rest half couple set variety range area areas "
    "level levels order addition term terms word words name names idea ideas world life lives home house "
    "man men woman women guy guys something anything everything nothing someone everyone anyone reason "
    "reasons result results sense piece pieces amount amounts vast today tomorrow yesterday morning "
    "evening night question questions answer answers problem problems issue issues matter form forms line "
    "lines group groups moment moments stuff look details detail item items option options work works "
    "working company companies business businesses organization organizations organisation organisations "
    "team teams job jobs version chance deal role roles state states country city percent money book "
    "books story stories system systems service services function functions feature features element "
    "elements structure object objects file files folder content contents model models status concern "
    "concerns technique techniques benefit benefits effect effects activity activities focus impact "
    "practice practices success changes change process processes method methods approach approaches "
    "resource resources product products project projects tool tools environment environments device "
    "devices program programs industry market field scene world's trend trends topic topics quality value "
    "values component components strategy strategies solution solutions use uses experience experiences "
    "aspect aspects need needs goal goals image images shot shots factor factors skill skills technology "
    "technologies software hardware online basics beginners family families travel government learning "
    "teaching writing game games keyboard keyboards camera cameras school schools lunch food music "
    "language languages photo photos picture pictures hotel hotels task tasks shop shops sets unit units "
    "tracks tests daunting alternative alternatives cost costs price prices query queries agency agencies"
)
"""Words that say too little when they stand alone, or with each other."""

NEVER = word_set(
    "every each small large make makes made making get gets getting got take takes taking took using need "
    "needs want wants let lets go goes going come comes came see sees saw know knows think thinks say "
    "says said tell tells told give gives gave given keep keeps kept find finds found become becomes "
    "became help helps helped include includes included including require requires required ensure "
    "ensures enable enables provide provides provided offer offers offered allow allows create creates "
    "created show shows describe describes mean means meant seem seems started try tries tried ask asks "
    "put run runs spend spends spent feel feels felt look looks happen happens learn learns bring brings "
    "brought avoid avoids choose chooses write writes wrote tend tends add adds added based related "
    "called named following daily really less many several another even also often always never please "
    "thing things etc important essential successful available able likely sure possible easy hard nice "
    "top popular key main common recent current previous next last first second third final big great "
    "good bad best better worse worst new old latest free different various whole entire certain "
    "particular overall general specific single multiple ultimate complete perfect right wrong left real "
    "own self alike seemingly dramatically unusual pro must-have high-quality well way ways lot lots bit "
    "kind kinds sort sorts type types couple number part parts amount amounts vast demos today tomorrow "
    "yesterday january february march april june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday one two three four five six seven eight nine ten "
    "hundred thousand million potential future desired unlimited upcoming"
)
"""Verbs, weak adjectives and counting words that make a phrase a fragment, or say nothing."""

PLURALS = word_set("people staff media data sales sports goods news analytics operations communications")
MASS = word_set(
    "work leave experience training planning management control security health learning design support "
    "research content culture technology communication exercise photography balance stress documentation "
    "software hardware feedback information advice knowledge progress equipment governance administration "
    "trust transparency outsourcing coding automation compliance accountability burnout productivity "
    "teamwork leadership mentoring coaching travel employment recruitment retention maintenance "
    "meditation mindfulness attention wellbeing well-being depression anxiety sleep marketing engineering "
    "composition performance insurance fiction funding growth nutrition fitness creativity literacy safety "
    "advertising pricing staffing scheduling budgeting onboarding networking parenting self-care childcare "
    "flexibility autonomy resilience empathy curiosity motivation wellness hygiene journalism strain "
    "negotiation collaboration government family integration access analysis"
)
"""Nouns that need no article, although some of them have a plural."""

_PEOPLE = word_set(
    "mom moms mum mums dad dads parent parents child children kid kids daughter daughters son sons wife "
    "husband man woman men women boss friend friends student students staff client clients boy girl baby "
    "families colleague colleagues person people host hosts guest guests nomad nomads enthusiast "
    "enthusiasts apprentice apprentices professional professionals attendee attendees employee employees "
    "trustee trustees trainee trainees interviewee coach coaches chief leads expert experts applicant "
    "applicants participant participants consultant consultants grad grads graduate graduates member "
    "members"
)
_THINGS = word_set(
    "computer computers software paper papers letter letters number numbers order orders power water "
    "weather matter server servers container containers router routers filter filters folder folders "
    "browser browsers behavior behaviors error errors factor factors sector sectors color colors labor "
    "favor honor vector vectors calendar calendars chapter chapters layer layers buffer buffers disorder "
    "disorders offer offers answer answers newsletter parameter parameters printer printers monitor "
    "monitors charter transfer transfers character cluster clusters identifier identifiers header headers "
    "pointer pointers trigger triggers register helper metaphor metaphors humor door floor corridor "
    "flavor barrier barriers tracker trackers scanner scanners timer tier tiers dinner summer winter "
    "quarter quarters shutter center centers career careers checker planner planners mirror anchor "
    "anchors terror horror tutor cover drawer"
)


def is_people(noun: str) -> bool:
    """Tell whether a noun names people, whom a question should not treat as a subject matter."""
    if noun in _PEOPLE:
        return True
    return noun not in _THINGS and noun.removesuffix("s").endswith(("er", "or", "ist", "ian", "eer"))
