"""Courses to export: this repository's own, three over invented pages, and one that is hostile throughout."""

import dataclasses
import html
import io
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

from lxml import etree
from lxml import html as parser
from site_fixture import ROOT, hostile, lay, read

from benchmarks.json_lines import json_lines
from curator.config import load_project
from curator.exports.course_book import course_book
from curator.exports.drawing import original
from curator.exports.prose import address
from curator.model import (
    Connection,
    Course,
    CourseWeek,
    Event,
    Module,
    Person,
    Post,
    Question,
    Resource,
    Thanks,
)
from curator.site.escape import clean
from curator.weeks.week_file import read_weeks

TODAY = date(2028, 1, 3)
OWN_VECTORS = ROOT / "tests" / "fixtures" / "xss" / "vectors.txt"
SHARED = ROOT.parent / "shared"

ARABIC = (
    "كيف تبدأ حديثًا صعبًا مع زميل في فريقك؟",
    "ماذا ستفعل غدًا بطريقة مختلفة بعد ما قرأته؟",
    "من يمكنه أن يساعدك على تجربة ذلك هذا الأسبوع؟",
)


def vectors():
    """Every hostile text that we have; those of the captured data only where it is."""
    own = [line for line in OWN_VECTORS.read_text("utf-8").splitlines() if line]
    known = SHARED / "data" / "xss" / "vectors.jsonl"
    if known.is_file():
        own += [item["payload"] for item in json_lines(known)]
    return own


LAST_OF_REPOSITORY = 5
"""Weeks that the repository's course brings; a build of this checkout may have drafted more."""


def own_book(**options):
    """The course of this repository."""
    project = load_project(ROOT)
    course = project.course("social-learning")
    read = read_weeks(ROOT, course)[0]
    weeks = [CourseWeek(course, week, str(path)) for path, week in read if week.week <= LAST_OF_REPOSITORY]
    return course_book(project, course, weeks, TODAY, **options)


def book(root: Path, course: Course, weeks, **options):
    """A book of records, in a project with the fixture's settings."""
    project = lay(root, mkdocs=True)
    project = dataclasses.replace(project, courses=(course,))
    return course_book(project, course, weeks, options.pop("today", TODAY), **options)


def fixture_book(root: Path, slug="hard-conversations", **options):
    """One of the fixture's courses."""
    project = lay(root, mkdocs=True)
    return course_book(
        project, project.course(slug), read(project), options.pop("today", date(2026, 11, 23)), **options
    )


TITLES = (
    "Keeping accounts for a club of nine",
    "What’s in a price? “Fair” among neighbours",
    "R&D, M&A and the rest: words <that> cost you | The Ledger",
    "*Read me first*: 12 sums for `beginners` [2026]",
    "Budgets #1 — and why they_never_add_up",
    "Пять писем о долгах — и одно о подарках",
    "كيف تقسم فاتورة بين أصدقاء",
    "Naïve façades: Ærø’s price of ½ a £ (§ 4) + 10 %",
    "He said \"no\", she said 'yes' & they signed",
    "Lebensversicherungsgesellschaftsangestelltenverordnung",
    "Over " + "and over " * 14 + "again",
)
"""Titles as the web has them: marks of HTML and Markdown, other scripts, very long words and lines."""
PLACES = ("{n}.html", "{n}/?utm=a&b=c%20d", "sum#part-{n}", "~ada/{n}_a(b).html", "ä/ö?q=ü&{n}")


def invented(count: int) -> list[dict[str, str]]:
    """Pages of a web that is not there, each with its address, title, site and author; some have none."""
    return [
        {
            "url": f"https://site{n % 7}.example/{PLACES[n % len(PLACES)].format(n=n)}",
            "title": f"{TITLES[n % len(TITLES)]} {n}",
            "host": f"site{n % 7}.example",
            "author": ("", "Ada Example", "Lin & Sons <desk>", "نورة", "A, B and C")[n % 5],
        }
        for n in range(count)
    ]


COURSES = {
    "arabic": {"weeks": 3, "language": "ar", "title": "أحاديث صعبة"},
    "sixty": {"weeks": 60},
    "long": {"weeks": 2, "title": "A title of four hundred characters, " * 11 + "oh.."},
}
"""Shapes of courses that a format must hold, over invented pages."""


def shaped(root: Path, name: str, pages=()):
    """One of COURSES; over other `pages` (records of the same keys) where they are given."""
    return curated(root, pages or invented(180), **COURSES[name])


def curated(root: Path, pages, *, weeks: int, language="en", title="Working with money"):
    """A course over pages, three a week, in which every part of a week stands."""
    course = Course(
        slug="curated", title=title, need="Understand what others found.", start=date(2026, 11, 2), language=language,
        people=(Person(name="Ada", url="https://ada.example"),),
    )  # fmt: skip
    made = []
    for number in range(1, weeks + 1):
        some = [pages[(3 * number + n) % len(pages)] for n in range(3)]
        questions = ARABIC if language == "ar" else ("How would you begin?", "Whom would you ask, and why?")
        module = Module(
            week=number,
            title=some[0]["title"][:400] or "A week",
            status="published",
            objective="You can say what you would try.",
            content=tuple(_resource(page, n) for n, page in enumerate(some)),
            conversation=tuple(
                Question(id=f"q{n}", question=text, about=n) for n, text in enumerate(questions, 1)
            ),
            connection=Connection(
                people=(
                    Person(name="Grace", url="https://grace.example", feed="https://grace.example/feed"),
                ),
                prompts=("Ask a colleague to show you how they do it.",),
                events=(
                    Event(
                        title="A round",
                        where="Room 4",
                        starts=datetime(2027, 1, 5, 12, tzinfo=UTC),
                        minutes=30,
                    ),
                ),
                thanks=(Thanks(name="Alan", reason="the idea"),),
                posts=(Post(url="https://alan.example/post", title="What I tried", by="Alan"),),
            ),
            highlights=(
                {
                    "quote": "We tried it, and it held.",
                    "by": "Lin",
                    "url": "https://talk.example/1",
                    "asked": date(2026, 12, 1),
                },
            ),
            introduction="Welcome. **Try** one thing, then [the week before](week-01.html).",
        )
        made.append(CourseWeek(course, module, f"week-{number:02d}.md"))
    return book(root, course, made)


def _resource(page, number):
    return Resource(
        url=page["url"],
        title=page["title"][:400] or page["url"],
        source=page["host"],
        author=page.get("author") or "",
        published=date(2026, 10, 1),
        minutes=4,
        tags=("money", "work & life"),
        note=f"Read the *second* half first: number {number}.",
        excerpt="A few words of theirs.",
        suggested_by="Grace",
        via=({"url": f"https://copy.example/{number}", "source": "A copy"},),
    )


def hostile_book(root: Path, each: int = 40, *, introductions=True, **options):
    """A course with every hostile text in every field, notes and introductions among them.

    Introductions may hold HTML, and a site refuses one that acts: for pages of the site go without `introductions`.
    """
    payloads = vectors()
    project = lay(root, mkdocs=True)
    base = project.course("hard-conversations")
    people = tuple(Person.model_construct(name=p, url=p, feed=p) for p in payloads[:20])
    rules = base.guidelines.model_copy(update={"rules": tuple(payloads[:20]), "contact": payloads[3], "moderator": payloads[4]})  # fmt: skip
    course = base.model_copy(
        update={
            "title": payloads[0], "need": payloads[1], "audience": payloads[2], "weeks": (),
            "people": people, "guidelines": rules,
        }
    )  # fmt: skip
    weeks = []
    for made in hostile(course, payloads, each=each):
        content = tuple(
            r.model_copy(update={"note": f"{r.title}\n\n[a]({r.title})\n\n- {r.title}", "archived": None})
            for r in made.module.content
        )
        posts = tuple(Post.model_construct(url=r.url, title=r.title, by=r.title) for r in content[::7])
        connection = made.module.connection.model_copy(update={"posts": posts})
        texts = "\n\n".join(r.title for r in content) if introductions else ""
        weeks.append(
            dataclasses.replace(
                made,
                module=made.module.model_copy(
                    update={"content": content, "connection": connection, "introduction": texts}
                ),
            )
        )
    return book(root.parent / f"{root.name}-book", course, weeks, **options)


# --- reading what was made ---------------------------------------------------------------------------


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the files of a ZIP; a damaged one raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def words(text: str) -> str:
    """Put a text as people read it: white space and invisible marks aside."""
    return " ".join(re.sub("[\u200b\u2060\ufeff\u00ad]", "", text).split())


def _read(name: str, data: bytes):
    """Yield the elements that a page or a part of a cartridge holds, those of a topic's text among them."""
    if name.endswith((".html", ".xhtml")):
        text = re.sub(
            r"<\?xml.*?\?>|<script.*?</script>|<style.*?</style>", "", data.decode(), flags=re.DOTALL
        )
        yield parser.document_fromstring(text)
    elif name.endswith(".xml"):
        root = etree.fromstring(data)
        yield root
        for topic in root.iter("{*}text"):
            yield parser.document_fromstring(topic.text)


def seen(files: dict[str, bytes]) -> str:
    """Return what a reader sees in all pages together."""
    found = []
    for name, data in files.items():
        found += ["".join(map(str, root.itertext())) for root in _read(name, data)]
        if name.endswith(".md"):
            found.append(html.unescape(re.sub(r"\\([\\`*_\[\]#!~|])", r"\1", data.decode())))
    return words(" ".join(found))


def led_to(files: dict[str, bytes]) -> set[str]:
    """Return every address that the files lead to."""
    found = set()
    for name, data in files.items():
        found |= {e.get("href") for root in _read(name, data) for e in root.iter() if e.get("href")}
        if name.endswith(".md"):
            found |= {link.replace("&amp;", "&") for link in re.findall(r"\]\(<([^>]*)>\)", data.decode())}
    return found


def missing_in(book, text, addresses, form=words):
    """List what a book holds and a file does not: weeks, resources, questions and credits, one by one.

    `text` is what the file says, put into `form`; `addresses` are those that it leads to.
    """
    missing = []

    def wanted(what, value):
        if value and form(clean(value)) not in text:
            missing.append((what, value))

    for chapter in book.chapters:
        wanted("week", chapter.slot.title)
        wanted("objective", chapter.module.objective)
        for resource in chapter.module.content:
            for what in ("title", "author", "source", "excerpt", "suggested_by"):
                wanted(what, getattr(resource, what))
            for where in (original(resource), *(address(v.url) for v in resource.via)):
                if where and where not in addresses:
                    missing.append(("address", where))
        for asked in chapter.questions:
            wanted("question", asked.question.question)
            if asked.link and asked.link not in addresses:
                missing.append(("discussion", asked.link))
        who = chapter.module.connection
        for value in (
            *(p.name for p in who.people),
            *who.prompts,
            *(e.title for e in who.events),
            *(e.where for e in who.events),
        ):
            wanted("connection", value)
        for said in chapter.module.highlights:
            wanted("said", said.quote)
            wanted("said by", said.by if said.asked else "")
        for value in (*(x.name for x in who.thanks), *(p.title for p in who.posts)):
            wanted("thanks", value)
    for person in book.course.people:
        wanted("person", person.name)
    return missing
