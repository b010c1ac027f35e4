"""Texts to words: the same few steps wherever words are counted or compared.

Words are lower case, without apostrophes' tails of their own; a hyphenated word counts as its parts and
as one ("start-up" finds "startup"). Stems come from the Snowball project's English stemmer; texts in
other languages pass through it the same way on both sides, which does little harm and no good.
"""

import re
from collections.abc import Iterable, Sequence

from curator.text.stemming import stem_words

MAX_WORDS = 6000
"""Words of one text that are looked at; a text of 60,000 words says what it is about before that."""

MAX_CHARS = MAX_WORDS * 10
"""Bound for a "text" without spaces."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_HYPHEN = re.compile(r"\b([^\W\d_]{2,})-([^\W\d_]{2,})\b")
_PHRASE_END = re.compile(r"[^\w\s'’-]")
_BREAK = re.compile(r"\s*(?:[,;/]|\s&\s|\band\b|\bor\b)\s*", re.IGNORECASE)

_FUNCTION_WORDS = """
a about above across after again against all almost along already also although always am among an
and another any anybody anyone anything anywhere are aren't around as at away back be became because
become been before behind being below beside between beyond both but by came can can't cannot come
could couldn't did didn't do does doesn't doing don't done down during each either else enough etc
even ever every everybody everyone everything everywhere except few for from get gets getting give
given go goes going gone got had hadn't has hasn't have haven't having he her here hers herself him
himself his how however i if in indeed instead into is isn't it its itself just keep kept last least
less let like likely made mainly make makes making many may maybe me might mine more most mostly
much must my myself near nearly neither never next no nobody none nor not nothing now nowhere of off
often on once one ones only onto or other others otherwise our ours ourselves out over own per
perhaps please put quite rather really same see seem seems several shall she should shouldn't since
so some somebody someone something sometimes somewhere soon still such take than that the their
theirs them themselves then there therefore these they this those though through throughout thus to
together too toward towards under unless until up upon us use used using very via was wasn't we well
went were weren't what whatever when whenever where wherever whether which while who whoever whole
whom whose why will with within without won't would wouldn't yes yet you your yours yourself
yourselves
"""
_OF_OTHER_LANGUAGES = """
alle allen als auch auf aus beim bis braucht brauchen dabei damit darf das dass dazu dem den der des dieser
dieses diesen diese durch ein eine einem einen einer eines es für gegen haben hatte ihr ihre ihrem ihren ihrer
ihres im ins ist jede jeder jedes kann kein keine können mehr mit müssen muss möchten möchte nach nicht noch
nur ob oder ohne schon sehr sein seine seinem seinen seiner sich sie sind soll sollen um und unter vom von
vor waren wann warum welche welcher wenn wer werden wie wird wo wollen wurde zu zum zur über
al algo alguien cada como con cual cuál cuando debe deben del desde donde el ella ellos en entre era esa ese
eso esta está están estas este estos fue ha hacer hacia han hasta hay la las le les lo los muy más menos ni
necesita necesitan nos nosotros para pero por puede pueden que quien quién quiere quieren se según ser sobre
su sus sólo también tener tiene tienen toda todas todo todos través un una unas uno unos ya
afin ainsi aussi au aux avec avoir ce ces cet cette chaque chez comme dans de doit doivent dont déjà elle
elles et faire faut il ils leur leurs lors lorsque ne nous ont où par parmi pas peut peuvent pour quand qui
quoi sa sans seulement ses sont sur tous tout toute toutes très une vers veulent veut vous à été était être
"""
FUNCTION_WORDS = frozenset((_FUNCTION_WORDS + _OF_OTHER_LANGUAGES).split())
"""Closed-class words of English, German, Spanish and French: they hold a sentence together and name no
subject. Where one of another language is a telling word in English ("die", "sin", "plus") it is left out."""

_NEED_WORDS = """
ability able adopt basic basics begin beginner beginners beginning best better choose choosing
colleague colleagues effective employee employees essentials find first good group help helpful
helping helps improve know knowledge learn learner learners learning learns member members need
needed needs new newly people person practical practice practices recognise recognize staff start
starter starters starting step steps team teams understand understanding understands useful want
wanted wants way ways worker workers
lernen lernt neue neuen neuer neues kollegen kolleginnen beschäftigte belegschaft mitarbeitende besser
verstehen aprender aprenden nuevo nueva nuevos nuevas equipo equipos compañeros mejor entender saber
apprendre nouveau nouvelle nouveaux nouvelles équipe équipes collègues mieux comprendre savoir
"""
_HOW_MANY = """
two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred
dozen dozens
zwei drei vier fünf sechs sieben zehn zwölf fünfzehn zwanzig dreißig
tres cuatro cinco diez doce quince veinte treinta
deux trois quatre cinq sept huit douze quinze vingt trente
"""
NEED_WORDS = frozenset((_NEED_WORDS + _HOW_MANY).split())
"""What almost every statement of a learning need says ("new staff need to learn the basics of ..."),
whatever it is about, and how many learn. They stay in the sentence whose meaning is compared; they are not
counted as words."""

ACRONYMS = {
    "AI": "artificial intelligence",
    "API": "application programming interface",
    "CoP": "community of practice",
    "CRM": "customer relationship management",
    "DEI": "diversity equity and inclusion",
    "HR": "human resources",
    "IT": "information technology",
    "KPI": "key performance indicator",
    "L&D": "learning and development",
    "LMS": "learning management system",
    "ML": "machine learning",
    "OKR": "objectives and key results",
    "PKM": "personal knowledge management",
    "PLN": "personal learning network",
    "PR": "public relations",
    "QA": "quality assurance",
    "R&D": "research and development",
    "SEO": "search engine optimization",
    "UI": "user interface",
    "UX": "user experience",
    "VR": "virtual reality",
}
"""Acronyms of working life. The model's tokenizer breaks them into letters that mean nothing ("A", "I")."""

_ACRONYM = re.compile(r"(?<![\w&])(" + "|".join(map(re.escape, ACRONYMS)) + r")(?=s?(?![\w&]))")


def clean(text: str) -> str:
    """Return a text that every library accepts: bounded, without lone surrogates or null characters."""
    return text[:MAX_CHARS].encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")


def words(text: str) -> list[str]:
    """Split a text into lower-case words, in order, hyphenated words also as one."""
    bounded = clean(text).lower().replace("’", "'")
    if "-" in bounded:
        bounded = _HYPHEN.sub(r"\1-\2 \1\2", bounded)
    return _WORD.findall(bounded)[:MAX_WORDS]


class _Stems:
    """Stems by their words, remembered: looking one up takes a twentieth of the time of making it."""

    MOST = 100_000
    """Words remembered, about 15 MB."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, found: list[str]) -> list[str]:
        if len(self._known) > self.MOST:
            self._known.clear()
        if fresh := [w for w in dict.fromkeys(found) if w not in self._known]:
            self._known.update(zip(fresh, stem_words(fresh), strict=True))
        return [self._known[w] for w in found]


_STEMS = _Stems()


def stems(found: Iterable[str]) -> list[str]:
    """Return the stems of words, one each, in order."""
    return _STEMS.of(list(found))


def telling(text: str) -> list[str]:
    """Return the stems of the words of a need that tell what it is about, each once, in order.

    Where a need holds nothing but small words, all of them count.
    """
    every = words(text)
    kept = [w for w in every if w not in FUNCTION_WORDS and w not in NEED_WORDS]
    return list(dict.fromkeys(stems(kept or every)))


def spelled_out(text: str) -> str:
    """Write the meaning of known acronyms behind them."""
    return _ACRONYM.sub(lambda m: f"{m[1]} {ACRONYMS[m[1]]}", text)


def phrases(need: str) -> list[str]:
    """Return the pieces of a need that name things: runs of telling words, as written, at most 12."""
    found: list[str] = []
    for part in _PHRASE_END.split(clean(need)):
        run: list[str] = []
        for word in [*part.split(), ""]:
            if word and word.lower() not in FUNCTION_WORDS and word.lower() not in NEED_WORDS:
                run.append(word)
            elif run:
                found.append(" ".join(run))
                run = []
    return list(dict.fromkeys(found))[:12]


def alternatives(name: str) -> list[str]:
    """Return what a topic's name stands for: "product and project management" is either of two."""
    plain = name.replace("-", " ").replace("_", " ").strip()
    parts = [p for p in _BREAK.split(plain) if p]
    if len(parts) < 2:
        return [plain] if plain else []
    tail = parts[-1].split()
    if len(tail) == 2:
        parts = [f"{p} {tail[1]}" if " " not in p else p for p in parts[:-1]] + [parts[-1]]
    return parts


def initials(name: str) -> set[str]:
    """Return the acronyms of a name of three words or more, and the one that is known for it."""
    plain = name.replace("-", " ").lower()
    parts = [w for w in plain.split() if w not in FUNCTION_WORDS]
    made = {"".join(w[0] for w in parts).upper()} if len(parts) >= 3 else set()
    return made | {short for short, full in ACRONYMS.items() if full == plain}


def count_phrase(phrase: Sequence[str], within: Sequence[str]) -> int:
    """Count how often a run of stems occurs in a text's stems."""
    size = len(phrase)
    if size == 0:
        return 0
    if size == 1:
        return within.count(phrase[0])
    first, run = phrase[0], list(phrase)
    return sum(1 for i, w in enumerate(within) if w == first and list(within[i : i + size]) == run)
