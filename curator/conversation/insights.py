"""What was said in some threads: what waits, what is quoted of the content, offers, ideas, links, words.

Everything is a quotation with its post; nothing is a verdict, and nobody is counted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from curator.conversation.own_sentences import LINK_SIGN, links, own_words, sentences
from curator.conversation.speech_acts import asks, holds, small_words
from curator.model import Comment, Resource, Thread
from curator.urls import canonical

MOST_WORDS = 12
"""Words shown: more is a list that nobody reads."""
SHORTEST = 4
"""Letters of a word that can be a keyword."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NOT_NAMES = re.compile(r"\s*(?:;|\||,|\s&\s|\sand\s|\sund\s|\set\s|\sy\s)\s*")


@dataclass(frozen=True, slots=True)
class PostQuotation:
    """One or more sentences of a post, in its own words."""

    post: Comment
    words: str
    names: str = ""
    """Title of the resource that it names, for quotations of the content."""


@dataclass(frozen=True, slots=True)
class SharedLink:
    """An address that somebody posted; `known` says that the week's content holds it."""

    url: str
    post: Comment
    known: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word that two or more people use, with a post of each."""

    word: str
    posts: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class Insights:
    """What was said, oldest first; `quiet` are the keys of threads in which nobody wrote."""

    waiting: tuple[PostQuotation, ...] = ()
    helped: tuple[PostQuotation, ...] = ()
    offers: tuple[PostQuotation, ...] = ()
    ideas: tuple[PostQuotation, ...] = ()
    links: tuple[SharedLink, ...] = ()
    words: tuple[Word, ...] = ()
    quiet: tuple[str, ...] = ()


def insights(
    threads: Iterable[Thread],
    *,
    content: Sequence[Resource] = (),
    need: str = "",
    questions: Mapping[str, str] | None = None,
) -> Insights:
    """Read threads for a curator.

    `content` are the resources that may be named, `need` what the course is about in words, `questions` the
    threads' questions by key, which posts may repeat.
    """
    stand = list(threads)
    posts = sorted((c for t in stand for c in t.comments), key=lambda c: (c.at, c.id))
    said = {(p.thread, p.id): sentences(p.text) for p in posts}
    asked = {key: _plain(words) for key, words in (questions or {}).items()}
    return Insights(
        waiting=tuple(_waiting(stand, said, asked)),
        helped=tuple(q for p in posts for q in _mentions(p, said[p.thread, p.id], content)),
        offers=tuple(_quoted(posts, said, "offers")),
        ideas=tuple(_quoted(posts, said, "ideas")),
        links=tuple(_links(posts, content)),
        words=_words(posts, f"{need} {' '.join((questions or {}).values())}"),
        quiet=tuple(t.key for t in stand if t.complete and not t.problem and not t.comments),
    )


Said = Mapping[tuple[str, str], Sequence[str]]


def _waiting(threads: Iterable[Thread], said: Said, asked: Mapping[str, str]) -> Iterator[PostQuotation]:
    """Yield posts that ask something and to which nobody else wrote later in the same branch."""
    found = []
    for thread in threads:
        last: dict[str, list[Comment]] = {}
        for post in sorted(thread.comments, key=lambda c: (c.at, c.id)):
            last.setdefault(post.root, []).append(post)
        for branch in last.values():
            for place, post in enumerate(branch):
                if any(later.author.casefold() != post.author.casefold() for later in branch[place + 1 :]):
                    continue
                words = _asking(said[post.thread, post.id], asked.get(post.thread, ""))
                if words:
                    found.append(_quotation(post, words))
    yield from sorted(found, key=lambda q: (q.post.at, q.post.id))


def _asking(own: Sequence[str], question: str) -> str:
    pairs = zip(own, [*own[1:], ""], strict=False)  # a post that only quotes has no sentence of its own
    return " ".join(s for s, after in pairs if asks(s, after) and _plain(s) != question)


def _quoted(posts: Iterable[Comment], said: Said, kind: str) -> Iterator[PostQuotation]:
    for post in posts:
        words = " ".join(s for s in said[post.thread, post.id] if holds(kind, s))
        if words:
            yield _quotation(post, words)


def _quotation(post: Comment, words: str, resource: str = "") -> PostQuotation:
    """Quote a post; an address is left out with dots, as people do, and so the quotation is found again."""
    return PostQuotation(post, words.replace(LINK_SIGN, "…"), resource)


def _links(posts: Iterable[Comment], content: Sequence[Resource]) -> Iterator[SharedLink]:
    known = {canonical(r.url) for r in content if r.url}
    for post in posts:
        for url in links(post.text):
            yield SharedLink(url, post, canonical(url) in known)


# --- of the content ---------------------------------------------------------------------------------


def _mentions(post: Comment, own: Sequence[str], content: Sequence[Resource]) -> Iterator[PostQuotation]:
    """Yield what a post says of each resource that it names by address, title or author."""
    addresses = {canonical(url) for url in links(post.text)}
    for resource in content:
        naming = [s for s in own if _names(s, resource)]
        if naming:
            yield _quotation(post, " ".join(naming), resource.title)
        elif resource.url and canonical(resource.url) in addresses:
            beside = [s for s in own if LINK_SIGN in s] or [*own, resource.url]
            yield _quotation(post, beside[0], resource.title)


def _names(sentence: str, resource: Resource) -> bool:
    plain = f" {_plain(sentence)} "
    titles = {_plain(resource.title), _plain(re.split(r"\s[-–—|:]\s|:\s|\s\|\s|\?\s", resource.title)[0])}
    if any(f" {title} " in plain for title in titles if len(title) >= 12 or title.count(" ") >= 2):
        return True
    return any(
        re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", sentence) for name in _authors(resource.author)
    )


def _authors(line: str) -> Iterator[str]:
    """Yield the names of authors as people say them: the whole one, and the last where it is telling."""
    for name in _NOT_NAMES.split(line[:300]):
        parts = name.split()
        if 2 <= len(parts) <= 4 and all(part[:1].isupper() for part in (parts[0], parts[-1])):
            yield name
            if len(parts[-1]) >= SHORTEST and parts[-1].casefold() not in small_words():
                yield parts[-1]


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.replace("’", "'").casefold()))


# --- words ------------------------------------------------------------------------------------------


def _words(posts: Iterable[Comment], need: str) -> tuple[Word, ...]:
    """Find words that two or more people use and the need does not, those of most posts first."""
    known = {_stem(word) for word in _WORD.findall(need.casefold())}
    users: dict[str, dict[str, Comment]] = {}
    shown: dict[str, dict[str, int]] = {}
    for post in posts:
        if not post.author:  # it cannot be told from others without a name
            continue
        for word in dict.fromkeys(_WORD.findall(" ".join(sentences(own_words(post.text))))):
            plain = word.replace("’", "'").casefold()
            if len(plain) < SHORTEST or plain in small_words() or _stem(plain) in known:
                continue
            users.setdefault(_stem(plain), {}).setdefault(post.author.casefold(), post)
            forms = shown.setdefault(_stem(plain), {})
            forms[word] = forms.get(word, 0) + 1
    people = {name for by in users.values() for name in by}
    names = {part for name in people for part in name.split()}
    several = [(stem, by) for stem, by in users.items() if len(by) > 1 and stem not in names]
    several.sort(key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(Word(_commonest(shown[stem]), tuple(by.values())) for stem, by in several[:MOST_WORDS])


def _commonest(forms: Mapping[str, int]) -> str:
    """Choose how a word is shown: as most often written, in small letters where both ways occur."""
    return max(forms, key=lambda form: (forms[form], form.islower(), form))


def _stem(word: str) -> str:
    """Fold plurals and the like together: rough, and the same for all four languages."""
    for ending in ("'s", "es", "en", "s", "n", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word


# --- what steers the next week ----------------------------------------------------------------------


def utterances(threads: Iterable[Thread]) -> Iterator[tuple[str, PostQuotation]]:
    """Yield what people asked, offered and doubted, oldest first, each with the word for it."""
    posts = sorted((c for t in threads for c in t.comments), key=lambda c: (c.at, c.id))
    for post in posts:
        own = sentences(post.text)
        for kind, words in (
            ("asked", _asking(own, "")),
            ("offered", " ".join(s for s in own if holds("offers", s))),
            ("doubted", " ".join(s for s in own if holds("doubts", s))),
        ):
            if words:
                yield kind, _quotation(post, words)
