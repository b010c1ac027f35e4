"""Bylines and credits to names of people; what is no person (a desk, a firm, a button) is left out.

A byline is cut at its separators; of each part stays what stands before a date, a count or a word that
names no one. Nothing is looked up: a name is told by its form, and what is not a person by words of
trades and firms. Each pattern is bounded or linear, because bylines come from strangers.
"""

import re
from collections.abc import Sequence

from curator.text.one_line import one_line

MAX_CREDIT = 400
"""Characters of a credit that are looked at."""

MAX_NAMES = 10
"""Names taken from one credit."""

MONTHS = (
    r"(?:jan|feb|fév|mar|mär|mrz|apr|avr|abr|may|mai|mag|maj|jun|juin|giu|jul|juil|lug|aug|aoû|ago|sep"
    r"|set|oct"
    r"|okt|ott|out|nov|dec|dez|déc|dic)[a-zäéû]{0,7}\.?"
)
_DAYS = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)day"

_BY = re.compile(
    r"^\W{0,3}(?:(?:(?:written|posted|published|authored|reported|compiled|story|words|text|article"
    r"|guest post"
    r"|report|blog|post|created|submitted|contributed|uploaded|interview|review)\s{1,3}(?:by|:)"
    r"|by|autore?s?|auteure?s?|autor(?:es)?(?:in)?|authors?|verfasser(?:in)?|geschrieben von|écrit par"
    r"|escrito por"
    r"|scritto da|publié par|publicado por|pubblicato da|von|par|por|door|av|af|skrevet av|автор|текст"
    r"|posted|published"
    r"|updated|last updated|last modified|reporter|writer)(?:\b|(?=:))[\s:：]{0,3}"
    r"|(?:作者|文|撰文|記者|记者|著者|執筆|글쓴이|글|기자)\s?[:：/／]\s?|(?:作者)\s?)",
    re.I,
)
"""What stands before a name at the beginning of a byline."""

_WHEN = re.compile(r"\W{0,3}(?:last )?(?:posted|published|updated|modified)\W{0,5}", re.I)
_BY_GLUED = re.compile(r"^(?:By|BY)(?=[^\W\d_a-z])")
_OTHERS = re.compile(
    r"\b(?:(?:medically|clinically|fact|scientifically)[\s-]{1,2})?(?:reviewed|edited|checked|verified"
    r"|approved|translated"
    r"|illustrated|sponsored|presented|powered|hosted|photographed|photos?|photography|images?|pictures?"
    r"|illustrations?"
    r"|art|design|designed|developed)\s{1,3}by\b[^|•·\n]{0,200}",
    re.I,
)
"""People who did something else than write."""

_ITALIAN = re.compile(r"di\s(?=[^\W\d_]{2,30}\s[^\W\d_])", re.I)

_BY_LATER = re.compile(r"(?:^|[\s.,:|•·–—-])(?:by|By|BY)\s{1,3}(?=[^\W\d_])")

_PARTS = re.compile(r"\s{0,3}(?:[|•·⋅●■►▶/／\\;\n–—‒―、，>»~]|\s-{1,2}\s|・)\s{0,3}")
_LIST = re.compile(
    r"\s{0,3},\s{0,3}(?:(?:and|&|und|et|y|e|en|og|och)\s)?|\s(?:and|AND|&|und|et|with)\s|\s[ye]\s"
)

_CUT = re.compile(
    rf"\d|@|\(|\[|[?*…“”\"<>={{}}]|https?:|www\.|\b{MONTHS}(?=\s+\d)|\b{_DAYS}\b"
    r"|(?<![^\W_])(?:on|in|at|for|of|from|is|was|has|via|updated|published|posted|publiziert"
    r"|veröffentlicht|publié|le"
    r"|am|el|pubblicato|publicado|follow|min(?:ute)?s?\s(?:read|lesezeit)|last|about|author|view|more"
    r"|see|read|share"
    r"|comments?|contributor|reviewed|medically|fact|edited|photo|photograph|illustration|says?|date|upvotes?"
    r"|join(?:ed)?|subscribe|today|yesterday|ago)(?![^\W_])",
    re.I,
)
"""Where a name has ended."""

_CREDENTIAL = re.compile(
    r"(?:ph\.?\s?d|m\.?d|m\.?a|m\.?s|mba|cfp|cpa|cscs|rn|rd|jd|esq|llm|dds|pt|dpt|lcsw|bsc|msc|mph|dr|sr"
    r"|jr|ii|iii"
    r"|frcp|cfa|pmp|edd|psyd|do|dvm|ba|bs)\.?",
    re.I,
)
_TRADE = re.compile(
    r"\b(?:writers?|editors?|reporters?|correspondents?|journalists?|specialists?|contributors?"
    r"|columnists?|bloggers?"
    r"|managers?|directors?|strategists?|officers?|analysts?|founders?|ceo|cto|coo|cmo|president"
    r"|professor|staff"
    r"|freelance|marketing|consultants?|engineers?|developers?|designers?|photographers?|producers?"
    r"|critics?|experts?"
    r"|coach|coordinators?|strategy|interns?|lead|head|senior|chief|assistant|associate|redakteur(?:in)?"
    r"|rédact\w{0,9}|redactora?"
    r"|giornalista)\b",
    re.I,
)
"""What people are, not who they are."""

_ORGANISATION = re.compile(
    r"\b(?:teams?|staff|editors|editorial|editorials?|redaktion|rédaction|redacción|redazione|redação"
    r"|newsroom|desk"
    r"|bureau|press|news|newspaper|times|magazine|media|journal|gazette|reuters|afp|bloomberg"
    r"|associated press"
    r"|agenc(?:y|ies)|agentur|agence|inc|llc|ltd|limited|gmbh|ag|corp|corporation|company|co|group|pc"
    r"|pllc|plc|llp"
    r"|university|college|school|institutes?|foundation|association|society|council|committee"
    r"|ministr(?:y|ies)"
    r"|department|office|centers?|centres?|hosting|solutions|services|systems|software|technologies"
    r"|studios?|labs?|blogs?"
    r"|podcast|network|website|site|shop|store|support|admin|administrator|wordpress|sports?|dentistry|clinic"
    r"|hospital|bank|insurance|consulting|marketing|contributors?|guest|official|community|academy"
    r"|publishing|community"
    r"|insider|web|health|healthcare|collective|admissions?|login|overhauls|watchblog|facebook|linkedin|twitter|instagram|youtube|e-?mail"
    r"|licensed|certified|journalism|mount|full-stack|club|contact|tips|interactive|financial|partners|jobs|guide|guides|review|reviews|reporters"
    r"|correspondents|experts|authors?|writers?)\b"
    r"|\.(?:com|org|net|io|co|de|uk|eu|ai|tv)\b|[®™©]",
    re.I,
)
"""Words of names that no person bears."""

_TITLES_OF_SITES = re.compile(
    r"\b(?:the|notes?|letters?|dail(?:y|ies)|week(?:ly)?|month(?:ly)?|reports?|digest|chronicle|tribune"
    r"|herald|post|guardian"
    r"|telegraph|today|hub|world|life|living|kitchen|garden|health|travel|tech|digital|design|creative"
    r"|home|house|business"
    r"|learning|science|city|observer|independent|standard|record|courier|express|mirror|sun|star|globe"
    r"|mail|wire"
    r"|insider|zeitung|blatt|bote|anzeiger|monde|figaro|diario|país|mundo|giornale|corriere"
    r"|\w{0,12}(?:ing|ology|tion))\b",
    re.I,
)
"""Words of sites' names that tell them from a person's."""

_NOBODY = re.compile(
    r"(?:admin\w{0,12}|(?:the )?authors?|editor\w{0,4}|(?:the|our|my) .{0,80}|user\w{0,12}|root"
    r"|webmaster|guest.{0,20}"
    r"|(?:visit|contact|about|follow|join|call|e-?mail|meet) us|(?:read|learn|see|find out) more|subscribe"
    r"|sign (?:up|in)|log ?in|click here|share(?: this)?|get started"
    r"|team|anonymous|unknown|none|null|no-?reply|info|contact|support|wordpress|blog\w{0,5}|profile"
    r"|about.{0,40}"
    r"|log(?: ?in| ?out)?|sign (?:in|up)|share|comments?|home|menu|search|by|from|and|he|she|they|we|you"
    r"|me|us"
    r"|written by|posted by|reviewed by|staff.{0,20}|anon|default|test|demo|editorial|various|n/?a"
    r"|undefined)",
    re.I,
)
_ADDRESS = re.compile(r"https?:|www\.|@|/|[{}<>=_\\]|\w\.\w{2,}\.\w")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        """de da do dos das del della di van von der den ten ter la le el al bin ibn ben y e du des zu af av
        st abu""",
    )
)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+(?:[.'’‘-][^\W_]*)*\.?")


def names_in(credit: str, *, site: str = "", least: int = 1) -> tuple[str, ...]:
    """Return the names of people in a byline, in its order, each of at least `least` words.

    `site` is the name of the site, which is not who wrote the text.
    """
    whole = text = _OTHERS.sub(" ", one_line(credit, MAX_CREDIT)).strip()
    if found := _ITALIAN.match(text):
        text = text[found.end() :]
    text = _BY_GLUED.sub("", text)
    for _ in range(3):
        text = _BY.sub("", text)
    prefix = whole[: len(whole) - len(text)]
    if (not prefix or _WHEN.fullmatch(prefix)) and (found := _BY_LATER.search(text)):
        text = text[found.end() :]
    names: list[str] = []
    for part in _PARTS.split(text)[:MAX_NAMES]:
        pieces = [_name(piece) for piece in _LIST.split(part)[: 2 * MAX_NAMES]]
        pieces = [piece for piece in pieces if is_credit(piece, site=site)]
        # Behind "Ann Lee," a lone word is a place or a title, not a second person.
        several = any(len(piece.split()) > 1 for piece in pieces)
        names += [
            p for p in pieces if len(p.split()) >= (max(2, least) if several else least) or _CJK.search(p)
        ]
        if names:
            break  # behind the next separator stand dates, desks, employers
    return tuple(dict.fromkeys(names))[:MAX_NAMES]


def is_credit(name: str, *, site: str = "") -> bool:
    """Tell whether a text may be the name of a person: one word at least, and no word of a firm or desk."""
    if not 2 <= len(name) <= 60 or _ADDRESS.search(name) or _NOBODY.fullmatch(name):
        return False
    if _ORGANISATION.search(name) or _TRADE.search(name) or _CREDENTIAL.fullmatch(name):
        return False
    words = name.split()
    if site and _key(name) == _key(site):
        return False
    if len(words) > 6 or not re.search(r"[^\W\d_]{2}|[\u3400-\u9fff\uac00-\ud7af]", name):
        return False
    if len(words) == 1 and (name.islower() or re.search(r"\d", name)):
        return False  # the id of an account
    return all(_WORD.fullmatch(word) for word in words)


def is_person(name: str) -> bool:
    """Tell whether a name is that of somebody to meet: two words or more, written as names are.

    A single word is as likely an account ("jparcell") as a first name, so it is nobody to meet.
    """
    if not is_credit(name):
        return False
    if _CJK.search(name):
        return len(name.replace(" ", "")) <= 12
    words = name.split()
    proper = [word for word in words if word not in _SMALL]
    if not 2 <= len(proper) <= 5:
        return False
    if len({word.casefold() for word in proper}) == 1:
        return False  # a login in the field for the first name and in that for the last
    # Some people write their names in small letters throughout; half of them is a phrase.
    return name.islower() or not any(word[0].islower() for word in proper)


def may_be_persons_site(site: str) -> bool:
    """Tell whether a site's name is that of its owner, so that both are called the same."""
    return is_person(site) and not _TITLES_OF_SITES.search(site)


def _name(piece: str) -> str:
    piece = _BY.sub("", piece)
    if found := _CUT.search(piece):
        if found[0].isdigit() and found.start() and piece[found.start() - 1].isalpha():
            return ""  # "Area51" is no name
        piece = piece[: found.start()]
    words = piece.strip(" ,;:|–—•·-").split()
    while words and _CREDENTIAL.fullmatch(words[-1]) and len(words) > 2:
        words.pop()
    words = _once(words)
    if len(words) > 1 and all(word.isupper() and len(word) > 1 for word in words if len(word) > 2):
        words = [word if len(word) <= 2 and "." in word else _title(word) for word in words]
    return " ".join(words)


def _once(words: Sequence[str]) -> list[str]:
    """Undo "AL Ada Lin" (an avatar's letters) and "Ada Lin Ada Lin" (one for each screen size)."""
    words = list(words)
    first = words[0] if words else ""
    if (
        len(words) >= 3
        and first.isupper()
        and first == "".join(word[0] for word in words[1 : 1 + len(first)]).upper()
    ):
        words = words[1:]
    half = len(words) // 2
    if len(words) % 2 == 0 and half and words[:half] == words[half:]:
        words = words[:half]
    return words


def _title(word: str) -> str:
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))


def _key(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))
