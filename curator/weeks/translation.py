"""Weeks in other languages: week-NN.<language>.md beside the original, and course.<language>.yml.

    which week a translation belongs to    `thread` where the file names one, else the number in its name
    what it says                           the words that it holds; the rest stays in the original's language
    whether it is behind                   `translated` is a fingerprint of the original's words as they were

Words that are the same as in the original count as not translated: so they carry the right `lang`. A part is
named "title", "objective", "introduction", "prompts", "note-2", "resource-2", "question-q1", "person-1",
"event-1" or "thanks-1" (counted from 1, in the order of the original).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from curator.errors import ConfigError, Problem
from curator.model import (
    LANGUAGE,
    Connection,
    Course,
    Module,
    Question,
    Resource,
    TranslatedConnection,
    TranslatedCourse,
    TranslatedResource,
    TranslatedWeek,
    Translation,
)
from curator.text.language_names import check_language, language_name
from curator.urls import canonical
from curator.weeks.front_matter import line_of, parse_parts, split
from curator.weeks.hypertext import MAX_KNOTS, knotted
from curator.weeks.week_file import read_inside
from curator.yamlio.reading import validate

_ONLY_COMMENT = re.compile(r"(?:\s*<!--.*?-->)*\s*", re.DOTALL)
"""An introduction of which nothing is translated yet."""
NAME = re.compile(rf"week-(\d{{1,4}})\.({LANGUAGE})\.md")


def file_name(week: int, language: str) -> str:
    """Name the file of a translation: week-03.de.md."""
    return f"week-{week:02d}.{language}.md"


@dataclass(frozen=True, slots=True)
class TranslationFile:
    """A translation as it was read; `week` is the one it belongs to, whatever its name says."""

    file: str
    language: str
    week: int
    words: TranslatedWeek

    @property
    def misnamed(self) -> bool:
        """Tell whether the week has another number by now than the file's name."""
        return self.file.rpartition("/")[2] != file_name(self.week, self.language)

    def state(self, original: Module) -> str:
        """Say how it stands to its original: "current", "behind", or "unsigned" where nobody said."""
        if not self.words.translated:
            return "unsigned"
        return "current" if self.words.translated == fingerprint(original) else "behind"


def fingerprint(module: Module) -> str:
    """Hash the words of a week that a translation says, and what they are about; nothing else of it."""
    who = module.connection
    said = [
        [module.title, module.objective, module.introduction.strip()],
        [[r.url, r.note] for r in module.content],
        [[q.id, q.question] for q in module.conversation],
        [[p.name, p.about] for p in who.people],
        list(who.prompts),
        [[e.starts.isoformat(), e.title, e.where] for e in who.events],
        [[x.name, x.reason] for x in who.thanks],
    ]
    data = json.dumps(said, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(data.encode()).hexdigest()[:16]


# --- reading -----------------------------------------------------------------------------------------


def parse_translation(text: str, file: str) -> TranslatedWeek:
    """Make the record of a translation's text (line feeds only); ConfigError lists every mistake."""
    data, front, parts = parse_parts(text, file, empty=True)
    if isinstance(data, dict) and _ONLY_COMMENT.fullmatch(data["introduction"]):
        data["introduction"] = ""
    words = validate(TranslatedWeek, data, front, file, first_line=parts.first_line)
    problems = list(_check(words, text, file))
    if problems:
        raise ConfigError(problems)
    return words


def _check(words: TranslatedWeek, text: str, file: str) -> Iterator[Problem]:
    if knotted(words.introduction):
        line = text[: split(text, file).body].count("\n") + 1
        what = f"holds more than {MAX_KNOTS} brackets and headings"
        yield Problem(file, line, "introduction", what, "shorten it")
    for index, resource in enumerate(words.content):
        if resource.instead and not resource.title:
            line = line_of(text, ("content", index, "instead"))
            yield Problem(
                file, line, f"content.{index}.title", "is missing", "say what the other page is called"
            )
    for key, names in (
        ("content", [canonical(r.url) for r in words.content]),
        ("conversation", [q.id for q in words.conversation]),
    ):
        for index, name in enumerate(names):
            if name in names[:index]:
                line = line_of(text, (key, index))
                yield Problem(file, line, f"{key}.{index}", "stands twice", "keep one of the two")


def read_translations(
    root: Path, course: Course, modules: Iterable[Module]
) -> tuple[tuple[TranslationFile, ...], tuple[Problem, ...]]:
    """Read the translations of a course's weeks, by week and language; a bad one never hides the others.

    Returns them with the problems of those left out: no language, no such week, two for one.
    """
    folder, place = root / "courses" / course.slug, f"courses/{course.slug}"
    weeks = list(modules)
    found: dict[tuple[int, str], TranslationFile] = {}
    problems: list[Problem] = []
    for name in sorted(p.name for p in folder.iterdir()) if folder.is_dir() else ():
        if not (match := NAME.fullmatch(name)):
            continue
        file = f"{place}/{name}"
        try:
            check_language(file, match[2], course.language)
            words = parse_translation(read_inside(folder / name, root, file), file)
            one = TranslationFile(file, match[2], _week_of(words, int(match[1]), weeks, file), words)
        except ConfigError as error:
            problems += error.problems
            continue
        if other := found.get((one.week, one.language)):
            what = f"week {one.week} is translated in {other.file} already"
            problems.append(Problem(file, 0, "", what, "keep one of the two"))
        else:
            found[one.week, one.language] = one
    return tuple(found[key] for key in sorted(found)), tuple(problems)


def _week_of(words: TranslatedWeek, number: int, weeks: Sequence[Module], file: str) -> int:
    """Find the week that a translation belongs to, by the name of its threads or by its number."""
    for module in weeks:
        if module.threads == words.thread if words.thread else module.week == number:
            return module.week
    named = f"with the threads {words.thread}" if words.thread else f"{number}"
    raise ConfigError(
        [
            Problem(
                file,
                0,
                "thread" if words.thread else "",
                f"there is no week {named}",
                "rename it, or delete it",
            )
        ]
    )


# --- putting together --------------------------------------------------------------------------------


def translate_course(course: Course, language: str, words: TranslatedCourse | None) -> Course:
    """Say a course in another language: what was translated in place of its own words."""
    words = words or TranslatedCourse()
    rules = course.guidelines.model_copy(update={"rules": words.rules or course.guidelines.rules})
    titles = (*words.weeks, *("" for _ in course.weeks))
    weeks = [
        week.model_copy(update={"title": title or week.title})
        for week, title in zip(course.weeks, titles, strict=False)
    ]
    return course.model_copy(
        update={
            "language": language,
            "title": words.title or course.title,
            "about": words.about or course.public,
            "audience": words.audience or course.audience,
            "weeks": tuple(weeks),
            "guidelines": rules,
        }
    )


class _Parts:
    """Chooses words part by part, and notes which parts stay in the original's language."""

    def __init__(self) -> None:
        self.kept: set[str] = set()
        self.said = 0

    def choose(self, part: str, original: str, said: str) -> str:
        if said.strip() and said.strip() != original.strip():
            self.said += 1
            return said
        if original.strip():
            self.kept.add(part)
        return original


def translate_week(module: Module, found: TranslationFile, original: Module | None = None) -> Translation:
    """Say a week in another language. `original` is the week as written, where `module` leaves things out."""
    words, parts = found.words, _Parts()
    by_url = {canonical(r.url): r for r in words.content}
    asked = {q.id: q for q in words.conversation}
    content = tuple(
        _resource(parts, number, resource, by_url.get(canonical(resource.url)))
        for number, resource in enumerate(module.content, 1)
    )
    questions = tuple(
        _question(parts, q, asked[q.id].question if q.id in asked else "") for q in module.conversation
    )
    new = module.model_copy(
        update={
            "title": parts.choose("title", module.title, words.title),
            "objective": parts.choose("objective", module.objective, words.objective),
            "introduction": parts.choose("introduction", module.introduction, words.introduction),
            "content": content,
            "conversation": questions,
            "connection": _connection(parts, module.connection, words.connection),
        }
    )
    return Translation(
        found.language,
        new,
        frozenset(parts.kept),
        empty=not parts.said,
        behind=found.state(original or module) == "behind",
    )


def untranslated(module: Module, language: str) -> Translation:
    """Show a week that nobody has translated into a language: all of it stands as it is."""
    return translate_week(module, TranslationFile("", language, module.week, TranslatedWeek()))


_FOREIGN = dict.fromkeys(("source", "author", "excerpt", "image", "suggested_by"), "") | {
    "published": None,
    "archived": None,
    "via": (),
    "why": None,
}
"""What is known of a page, and says nothing of another one in its place."""


def _resource(parts: _Parts, number: int, old: Resource, said: TranslatedResource | None) -> Resource:
    if said is None:
        said = TranslatedResource(url=old.url)
    update: dict[str, object] = {"note": parts.choose(f"note-{number}", old.note, said.note)}
    if said.instead:
        parts.said += 1
        update |= {**_FOREIGN, "url": said.instead, "title": said.title, "excerpt": said.excerpt}
        update |= {"source": said.source, "author": said.author}
    else:
        update["title"] = parts.choose(f"resource-{number}", old.title, said.title)
    update |= {k: v for k, v in (("kind", said.kind), ("minutes", said.minutes)) if v is not None}
    return old.model_copy(update=update)


def _question(parts: _Parts, old: Question, said: str) -> Question:
    return old.model_copy(update={"question": parts.choose(f"question-{old.id}", old.question, said)})


def _connection(parts: _Parts, old: Connection, words: TranslatedConnection) -> Connection:
    about = {p.name: p.about for p in words.people}
    said = {x.name: x.reason for x in words.thanks}
    titles = {e.starts: e.title for e in words.events}
    places = {e.starts: e.where for e in words.events if e.where.strip()}
    steps = parts.choose("prompts", "\n".join(old.prompts), "\n".join(words.prompts))
    return old.model_copy(
        update={
            "people": tuple(
                p.model_copy(update={"about": parts.choose(f"person-{n}", p.about, about.get(p.name, ""))})
                for n, p in enumerate(old.people, 1)
            ),
            "events": tuple(
                e.model_copy(
                    update={
                        "title": parts.choose(f"event-{n}", e.title, titles.get(e.starts, "")),
                        "where": places.get(e.starts, e.where),
                    }
                )
                for n, e in enumerate(old.events, 1)
            ),
            "thanks": tuple(
                x.model_copy(update={"reason": parts.choose(f"thanks-{n}", x.reason, said.get(x.name, ""))})
                for n, x in enumerate(old.thanks, 1)
            ),
            "prompts": words.prompts if steps and "prompts" not in parts.kept else old.prompts,
        }
    )


# --- a file to begin with ----------------------------------------------------------------------------


def skeleton(module: Module, language: str) -> str:
    """Write a translation in which nothing is translated yet; the original's words are comments in it."""
    who = module.connection
    lines = [
        "---",
        f"# Week {module.week} in {language_name(language, 'en')}: write behind each key what the comment",
        "# above it says. What stays empty is shown in the original's language. Resources, days and",
        "# threads are those of the original.",
        f"thread: {module.threads}",
        f'translated: "{fingerprint(module)}"',
        *_key("title", module.title),
        *_key("objective", module.objective),
    ]
    if module.content:
        lines.append("content:")
        for resource in module.content:
            lines += [f"  - url: {_quoted(resource.url)}", *_key("note", resource.note, "    ")]
    if module.conversation:
        lines.append("conversation:")
        for question in module.conversation:
            lines += [f"  - id: {_quoted(question.id)}", *_key("question", question.question, "    ")]
    lists = [
        ("people", [("name", p.name, "about", p.about) for p in who.people if p.about]),
        ("events", [("starts", e.starts.isoformat(), "title", e.title) for e in who.events]),
        ("thanks", [("name", x.name, "for", x.reason) for x in who.thanks if x.reason]),
    ]
    if any(rows for _, rows in lists) or who.prompts:
        lines.append("connection:")
    if who.prompts:
        lines += [*_comment(who.prompts, "  "), "  prompts:"]
    for name, rows in lists:
        if rows:
            lines.append(f"  {name}:")
            for key, value, said, words in rows:
                lines += [f"    - {key}: {_quoted(value)}", *_key(said, words, "      ")]
    lines += ["---", *(["<!--", *_harmless(module.introduction), "-->"] if module.introduction else [])]
    return "\n".join(lines) + "\n"


def _key(name: str, words: str, indent: str = "") -> list[str]:
    return [*_comment([words], indent), f"{indent}{name}:"] if words.strip() else []


def _comment(texts: Iterable[str], indent: str) -> list[str]:
    lines = ["".join(c for c in line if c.isprintable()) for text in texts for line in text.splitlines()]
    return [f"{indent}# {line}".rstrip() for line in lines]


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # a JSON text is a YAML text, too


def _harmless(text: str) -> list[str]:
    """Keep a text inside an HTML comment."""
    return text.replace("--", "- -").splitlines()
