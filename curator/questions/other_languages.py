"""Read the form of a question in a language whose grammar stands in data: `languages/<code>/lint.toml`.

English has a reader of its own (grammar.py), which sees more. Here a question is open when a clause of it
begins with a question word and no clause before it asks for yes or no; what begins a clause is the language's
own affair. Time grows linearly with the text, of which at most `LIMIT` characters are looked at.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from curator.questions.facts import fact
from curator.questions.grammar import LIMIT, normalise, without_quotations
from curator.questions.languages import table
from curator.questions.leading import compiled, leads, leads_across
from curator.questions.phrases import NEVER, any_of

_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*|[.?!]+")
_CLAUSE = re.compile(r"[,;:¿–—]\s*|\s-\s")
_SHORT = 4
"""Words of a question that may follow up on the one before it: "Und warum?"."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled patterns of one language."""

    wh: re.Pattern[str]
    filler: re.Pattern[str]
    verb_first: re.Pattern[str]
    request: re.Pattern[str]
    ask: re.Pattern[str]
    scene: re.Pattern[str]
    setting: re.Pattern[str]
    """What looks like a question word at the front and only sets the scene: "Quand il pleut, ..."."""
    indirect: re.Pattern[str]
    """What asks for yes or no in the form of a statement: "Mich würde interessieren, ob ..."."""
    joined: re.Pattern[str]
    refers_back: re.Pattern[str]
    """What shows that a second part goes on about the first: "und was tun Sie dann"."""
    closing: re.Pattern[str]
    hold: re.Pattern[str]
    reader: re.Pattern[str]
    higher: re.Pattern[str]
    wordings: dict[str, tuple[re.Pattern[str], ...]]
    """What gives away a slanted, vague, agreeing, recalling or bare question."""
    most_words: int
    always: tuple[str, ...]


_FORMS = ("wh", "filler", "verb_first", "request", "ask", "scene", "joined", "closing")
_OPTIONAL = ("setting", "indirect")


@lru_cache(maxsize=16)
def grammar_of(language: str) -> Grammar | None:
    """Compile what a language's folder knows of questions; None where it has no such grammar."""
    data = table(language, "lint")
    if data is None or "form" not in data:
        return None
    form, rules = data["form"], data["rules"]

    def written(pattern: str | Sequence[str]) -> re.Pattern[str]:
        """Compile a pattern with the words that this language lists."""
        return compiled(pattern, data["words"])

    return Grammar(
        **{name: written(form[name]) for name in _FORMS},
        **{name: written(form[name]) if name in form else NEVER for name in _OPTIONAL},
        **{name: written(rules[name]) for name in ("hold", "reader", "higher")},
        wordings={
            name: tuple(map(written, rules[name])) for name in ("slanted", "vague", "agree", "recall", "bare")
        },
        refers_back=any_of(data.get("refers_back", ())),
        most_words=data["most_words"],
        always=tuple(data["always"]),
    )


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    asks: bool
    form: str
    """open, closed, ask, scene or statement."""


def broken(raw: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the rules that a question breaks, errors first: (rule, the words that show it)."""
    grammar = grammar_of(language)
    if grammar is None:
        return
    text = without_quotations(normalise(raw))
    said = [
        _read(m.group(), grammar, language) for m in _SENTENCE.finditer(text) if re.search(r"\w", m.group())
    ]
    forms = {s.form for s in said}
    asked = any(s.asks for s in said)
    led = next((hit for s in said if asked and (hit := leads(s.text, language, asks=s.asks))), "")
    led = led or (leads_across(text, language) if asked else "")
    if not forms & {"open", "ask"} and (closed := next((s for s in said if s.form == "closed"), None)):
        yield "closed", closed.text
    if led:
        yield "leading", led
    yield from ((name, hit) for name in ("slanted", "agree") for hit in _first(grammar, name, text))
    yield from (("vague", hit) for hit in _vague(grammar, said))
    wanting = (s for i, s in enumerate(said) if not (i and _follows_up(s)))
    asking = [s for s in wanting if s.form in ("open", "ask", "closed")]
    if len(asking) > 1:
        yield "stacked", asking[1].text
    elif (
        asking
        and (joined := grammar.joined.search(asking[0].text))
        and not grammar.refers_back.search(asking[0].text, joined.start())
    ):
        yield "stacked", joined.group().strip(" ,")
    words = len(text.split()) + len(raw[LIMIT:].split())
    if words > grammar.most_words:
        yield "long", f"{words} words"
    first = next((s for s in said if s.form in ("open", "ask")), None)
    if first and not grammar.reader.search(text):
        yield from (("recall", m.group()) for m in _hits(grammar, "recall", first.text))
    if not forms & {"open", "closed", "ask"}:
        yield from (("bare", m.group()) for s in said[:1] for m in _hits(grammar, "bare", s.text))


def asks_for_thought(raw: str, language: str) -> bool:
    """Tell whether a question asks to analyse, evaluate or create."""
    grammar = grammar_of(language)
    return grammar is not None and grammar.higher.search(without_quotations(normalise(raw))) is not None


def _read(sentence: str, grammar: Grammar, language: str) -> _Sentence:
    asks = "?" in sentence
    text = re.sub(r"[\s.?!]+$", "", sentence).strip(" \"'¡)(")
    form = _form(text, asks, grammar)
    one_fact = form in ("open", "ask") and fact(text, language)
    return _Sentence(text.lstrip("¿ "), asks, "closed" if one_fact else form)


def _form(text: str, asks: bool, grammar: Grammar) -> str:
    clauses = [c.strip() for c in _CLAUSE.split(text) if c.strip()] or [""]
    heads = [_without_fillers(c, grammar) for c in clauses]
    if grammar.indirect.match(text):
        return "closed"
    if grammar.ask.match(heads[0]):
        return "ask"
    if grammar.wh.match(heads[0]) and not (heads[1:] and grammar.setting.match(heads[0])):
        return "open" if asks or len(text.split()) > 2 else "statement"
    if not asks:
        return "scene" if grammar.scene.match(heads[0]) else "statement"
    if grammar.request.match(heads[0]):
        return "open"
    closed = grammar.verb_first.match(heads[0]) is not None and not grammar.scene.match(heads[0])
    for i, head in enumerate(heads[1:], 1):
        if grammar.wh.match(head) and (not closed or clauses[i] != head or not heads[i - 1]):
            return "open"  # after a scene, or after "and", "and if so"
        if not closed and not grammar.scene.match(heads[0]) and grammar.verb_first.match(head):
            return "closed"
    return "open" if grammar.closing.search(text) and not closed else "closed"


def _without_fillers(clause: str, grammar: Grammar) -> str:
    while (m := grammar.filler.match(clause)) and m.end():
        clause = clause[m.end() :]
    return clause


def _follows_up(s: _Sentence) -> bool:
    return len(s.text.split()) <= _SHORT


def _hits(grammar: Grammar, name: str, text: str) -> Iterator[re.Match[str]]:
    found = (pattern.search(text) for pattern in grammar.wordings[name])
    if hit := next((m for m in found if m), None):
        yield hit


def _first(grammar: Grammar, name: str, text: str) -> Iterator[str]:
    yield from (m.group().strip(" ,") for m in _hits(grammar, name, text))


def _vague(grammar: Grammar, said: list[_Sentence]) -> Iterator[str]:
    """Find an invitation to have an opinion, alone and with nothing to hold on to."""
    if len([s for s in said if s.form in ("open", "ask")]) > 1:
        return
    for s in said:
        for m in _hits(grammar, "vague", s.text):
            if not grammar.hold.search(s.text[m.end() :]) and not grammar.hold.search(s.text[: m.start()]):
                yield m.group()
