"""What the rules look for in English questions: one function a rule, which returns what shows it, or "".

The rules and where they come from: closed, leading (teaching-centre guides on yes-no questions); slanted,
vague, jargon (QUAID: Graesser and others 2006); stacked (double-barrelled questions in survey practice);
long (Lenzner 2010); recall (discussion-board guides); agree (acquiescence bias); bare (the DEAL model);
unanchored (Bradley and others 2008); answered (questioning practice). `rules.py` holds each with its level,
its message and its rewrites.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from curator.questions import regexes
from curator.questions import word_classes as w
from curator.questions.anchoring import Content, is_answered, is_unanchored, words_of
from curator.questions.facts import fact
from curator.questions.grammar import LIMIT, Sentence, inverted_at, normalise, sentences, without_quotations
from curator.questions.jargon import acronyms, rare_words
from curator.questions.leading import leads, leads_across

MAX_WORDS = 30
"""Longest sentence of a question in words."""

MAX_WITH_SCENE = 60
"""Longest question in words when sentences before it set the scene: a short case, read once."""

MAX_NESTED = 3
"""Most clauses that hang on one another in a sentence before readers lose the thread."""


_QUOTED_WORDS = re.compile(r'"[^\s"]+ [^"\n]+"')
"""Two words or more in straight quotes."""


@dataclass(frozen=True)
class Text:
    """A question and what was read from it once: its plain form, its sentences; and what it stands under."""

    raw: str
    content: tuple[Content, ...] = ()

    @cached_property
    def plain(self) -> str:
        """The text in one style of blanks and quotes, without what it quotes at length."""
        return without_quotations(normalise(self.raw))

    @cached_property
    def quotes(self) -> bool:
        """Whether it quotes something at length."""
        return self.plain != normalise(self.raw)

    @cached_property
    def low(self) -> str:
        """The plain text in lower case."""
        return self.plain.lower()

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences."""
        return sentences(self.plain)

    @cached_property
    def length(self) -> int:
        """Words of the whole text, without quotations, the part that is not analysed included."""
        return len(self.plain.split()) + len(self.raw[LIMIT:].split())

    @cached_property
    def asking(self) -> tuple[Sentence, ...]:
        """The sentences that each want an answer of their own."""
        wanting = (s for s in self.sentences if s.form in ("open", "ask", "closed"))
        return tuple(s for i, s in enumerate(wanting) if not (i and s.form == "closed" and _points_back(s)))


def _points_back(s: Sentence) -> bool:
    """Tell whether a yes-no question only follows up on the one before it: "Does it ...?"."""
    return s.at(s.starts[0] + 1) in ("it", "they", "this", "that", "these", "those")


# --- errors ------------------------------------------------------------------------------------------


def closed(text: Text) -> str:
    """Find a question for yes, no or one fact that no how, why or what follows."""
    found = ""
    for s in text.sentences:
        if s.form == "closed" or regexes.INDIRECT.search(s.text.lower()) or _one_fact(s):
            found = found or s.text
        elif s.form in ("open", "ask", "probe") or (
            s.form == "setup" and {"how", "why", "what"} & set(s.words)
        ):
            return ""
    return found


def _one_fact(s: Sentence) -> bool:
    return s.form in ("open", "ask") and fact(s.text, "en") != ""


def leading(text: Text) -> str:
    """Find words that put the answer into the reader's mouth."""
    asked = any(s.asks for s in text.sentences)
    if asked and (hit := leads_across(text.plain, "en")):
        return hit
    for s in text.sentences:
        if asked and (hit := leads(s.text.lower(), "en", asks=s.asks)):
            return hit
        if s.asks and s.at(s.starts[0]) in w.NEGATED:
            return s.at(s.starts[0])
    return ""


# --- advice ------------------------------------------------------------------------------------------


def slanted(text: Text) -> str:
    """Find loaded terms and words that take the answer for granted."""
    hit = regexes.SLANTED.search(text.low)
    return hit.group().strip(" ,;:.") if hit else ""


def vague(text: Text) -> str:
    """Find an invitation to have an opinion that gives nothing to hold on to."""
    for s in text.sentences:
        low = s.text.lower()
        hit = regexes.VAGUE.search(low)
        if hit and not regexes.HOLD.search(low[hit.end() :]) and not regexes.HOLD.search(low[: hit.start()]):
            rest = (o for o in text.sentences if o is not s)
            if not any(o.form in ("open", "ask") or len(o.words) >= 8 for o in rest):
                return hit.group()
    return ""


def stacked(text: Text) -> str:
    """Find more than one question: two that each want an answer, or two joined by "and" or "or".

    A choice and its reason are one answer: "Which idea ..., and how would you use it?" passes.
    """
    if len(text.asking) > 2 or (len(text.asking) == 2 and not _carried_on(*text.asking)):
        return text.asking[1].text
    return next((second for s in text.asking if (second := joined(s))), "")


def _carried_on(task: Sentence, question: Sentence) -> bool:
    """Tell whether a question only carries a task on: "Explain ... What would it take to do so?"."""
    return task.form == "ask" and not _CARRIES_ON.isdisjoint(question.words)


def joined(s: Sentence) -> str:
    """Return the second of two questions that one sentence joins."""
    for i, token in enumerate(s.tokens):
        if i == 0 or token not in ("and", "or", "but", "plus"):
            continue
        j = i + 1
        while s.at(j) in ("then", "if", "so", "also", "not", ","):
            j += 1
        if s.at(j) in w.PREPOSITIONS and s.at(j + 1) in w.WH:
            j += 1
        tail = s.tokens[j:]
        second = (
            s.at(j) in w.WH and len(tail) >= 4 and _asks_anew(s, tail, after_comma=s.tokens[i - 1] == ",")
        )
        if second or (s.tokens[i : j + 1] == ("and", s.at(j)) and inverted_at(s, j) and s.at(j + 1) in _YOU):
            return " ".join(tail)
    return ""


_YOU = frozenset(("you", "we", "they", "it", "there", "your"))
_BACK = w.word_set("it its they them their this that these those he him his she her")


_CARRIES_ON = _BACK | {"so", "such", "there", "then"}


def _asks_anew(s: Sentence, tail: Sequence[str], *, after_comma: bool) -> bool:
    """Tell whether a wh-clause after "and" is a question of its own."""
    if s.at(s.wh) == "which" and tail[0] in ("how", "why", "what") and not _BACK.isdisjoint(tail):
        return False  # a choice, and what follows from it
    if s.at(s.wh) in ("when", "where") and tail[0] in ("how", "what"):
        return False  # an occasion, and what came of it
    if s.at(s.wh) in ("what", "how") and tail[0] in ("when", "where", "what") and not _BACK.isdisjoint(tail):
        return False  # one thing of one's own, and what became of it
    names = tail[1] in w.DETERMINERS | w.PRONOUNS | {"to"}
    if s.form == "ask" and tail[1] in w.PRONOUNS:
        return True  # "Describe how you ... and what you ..."
    return _turned(tail) or (after_comma and tail[0] in ("who", "what", "which") and not names)


def _turned(tail: Sequence[str]) -> bool:
    """Tell whether a wh-clause asks ("how would you ...") rather than names ("what people do at work")."""
    k = next((k for k, t in enumerate(tail[:6]) if t in w.AUXILIARIES or t in w.NEGATED), 0)
    return k == 1 or (k > 1 and k + 1 < len(tail) and tail[k + 1] in w.PRONOUNS | w.DETERMINERS)


_NESTING = w.word_set(
    "that which who whose whom because although though unless until whereas whether if when while since what "
    "how why where"
)


def long(text: Text) -> str:
    """Find a question that strains the memory: a sentence or a scene too long, or clauses inside clauses."""
    if text.length > MAX_WITH_SCENE:
        return f"{text.length} words"
    for s in text.sentences:
        if len(s.words) > MAX_WORDS and s.form != "statement":
            return f"{len(s.words)} words"
        nested = sum(t in _NESTING for t in s.words[1:])
        if nested > MAX_NESTED and len(s.words) > 15:
            return f"{nested} clauses in one sentence"
    return ""


def jargon(text: Text) -> str:
    """Find undefined acronyms and rare words; the content's words and the acronyms in its titles pass."""
    plain = regexes.URL.sub(" ", text.plain)
    context = "\n".join(words_of(item) for item in text.content)
    titles = set(re.findall(r"[\w&]+", "\n".join(x.title for x in text.content if not isinstance(x, str))))
    odd = [a for a in acronyms(plain, context) if not {a, f"{a}s"} & titles]
    known = frozenset(re.findall(r"\w+", context.lower())) if context else ()
    return ", ".join(odd + rare_words(plain, known))


def recall(text: Text) -> str:
    """Find a question that the text answers: about the world as it is, with no reader and no "what if"."""
    about_text = regexes.ABOUT_THE_TEXT.search(text.low)
    rest = regexes.ABOUT_THE_TEXT.sub(" ", text.low)
    judged = (regexes.READER, regexes.LIVED, regexes.WE_ACT, regexes.SCENARIO, regexes.JUDGES, regexes.WEIGHS)
    if any(cue.search(rest) for cue in judged):
        return ""
    first = next((s for s in text.sentences if s.form in ("open", "ask")), None)
    if first is None or inverted_at(first, first.starts[0]):
        return ""
    if not about_text and _supposes(first):
        return ""
    if text.quotes and not regexes.ASKS_A_FACT.search(" ".join(first.words)):
        return ""  # what lies behind a quotation is not in the text
    if first.form == "ask":
        verb = next((t for t in first.words if t in w.IMPERATIVES), "")
        tells = verb in w.TELL or verb in ("distinguish", "differentiate", "recall")
        return verb if tells and len(first.words) > 1 else ""
    return " ".join(first.tokens[first.wh : first.wh + 3]).strip()


_SUPPOSING = frozenset(("would", "could", "might", "shall"))


def _supposes(s: Sentence) -> bool:
    """Tell whether a question supposes: a "would", "could" or "might", "should" as main verb, "what if"."""
    after = s.tokens[s.wh + 1 :]
    main = next((t for t in after if t in w.AUXILIARIES or t in ("that", "which", "who")), "")
    return after[:1] == ("if",) or main in w.HYPOTHETICAL or not _SUPPOSING.isdisjoint(s.words)


def agree(text: Text) -> str:
    """Find a request to agree: people tend to say yes."""
    hit = regexes.AGREE.search(text.low)
    return hit.group() if hit else ""


_STEP = w.word_set("how why what which who where when whether one two three because if") | (
    w.PRODUCTION - w.NOUNS_TOO
)


def bare(text: Text) -> str:
    """Find an invitation to reflect with no step to take."""
    if not any(c.isalpha() for c in text.plain):
        return "nothing to answer"
    hit = regexes.BARE.match(text.low)
    if hit is None or any(s.form in ("open", "closed", "probe") for s in text.sentences):
        return ""
    rest = re.findall(r"\w+", text.low[hit.end() :])
    steps = {b for a, b in pairwise(rest) if a in ("and", "then", "to") and b in w.PRODUCTION}
    return "" if steps or not _STEP.isdisjoint(rest) else hit.group().strip()


def unanchored(text: Text) -> str:
    """Find a question that shares no key term with its content nor asks about the reader's own work.

    One that quotes starts from its content, whatever words that was said in.
    """
    said = normalise(text.raw)
    if not text.content or _QUOTED_WORDS.search(said):
        return ""
    if not is_unanchored(said, text.content):
        return ""
    return "the resource" if len(text.content) == 1 else "any resource of the week"


def answered(text: Text) -> str:
    """Find a question that the note above it answers."""
    return "the note" if is_answered(text.plain, text.content) else ""


def structural(raw: str) -> list[tuple[str, str]]:
    """Check what needs no grammar, for languages that the rules do not know: length and question marks.

    Returns (rule, what was found). A second mark on a short follow-up ("Why?") stacks nothing.
    """
    text = Text(raw)
    asked = re.split(r"[?？؟]", text.plain)[:-1]
    questions = [s.strip() for s in asked if len(s.split()) > 4 or len(s) > 30]
    found = [("long", f"{text.length} words")] if text.length > MAX_WORDS else []
    return found + ([("stacked", questions[1])] if len(questions) > 1 else [])
