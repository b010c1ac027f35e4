"""A small web of hosts with feeds, pages, redirects and bombs, and a project that reads it through a proxy."""

import hashlib
import re

from only_starter import ONLY_STARTER
from pull_server import answer

from curator.app.scaffold import NewCourse, lay_down

HOSTS = 6
ITEMS = 4

SUBJECTS = (
    (
        "tides",
        "the water falls twice a day, the moon pulls it, a table gives the hour, a stream runs against the wind",
    ),
    (
        "harbour lights",
        "red stands to the left, green to the right, a sector turns white, a keeper trims the lamp",
    ),
    (
        "fog signals",
        "a horn sounds every minute, a bell answers, echoes come off the cliff, engines run slow",
    ),
    (
        "sea charts",
        "soundings stand in metres, a compass rose turns, wrecks are marked, corrections come by post",
    ),
)


def page(host: str, number: int) -> bytes:
    subject, facts = SUBJECTS[number % 4]
    spoken = facts.split(", ")
    text = "".join(
        f"<p>Pilots who learn {subject} bring their ship home at night. On the coast of {host} {spoken[part % 4]}, "
        f"and after {part + number + len(host)} years {spoken[(part + 1) % 4]}: that is what {subject} teach.</p>"
        for part in range(6)
    )
    head = f"<title>{subject.capitalize()} for pilots, told at {host}</title><meta name=author content='Ada of {host}'>"
    return f"<!doctype html><html lang=en><head>{head}</head><body><article><h1>{subject}</h1>{text}</article>".encode()


def feed(host: str) -> bytes:
    items = "".join(
        f"<item><title>{SUBJECTS[n][0].capitalize()} for pilots, told at {host}</title><link>http://{host}/{n}.html</link>"
        f"<guid>{host}-{n}</guid><pubDate>Mon, 16 Nov 2026 0{n}:00:00 GMT</pubDate></item>"
        for n in range(ITEMS)
    )
    channel = f"<title>{host}</title><link>http://{host}/</link>{items}"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}</channel></rss>'.encode()


def small_web(request):
    host, path = request.host, request.path
    if path == "/robots.txt":
        return answer(404)
    if path == "/feed" and host != "entities.example":
        return answer(body=feed(host), Content_Type="application/rss+xml")
    if host == "h0.example" and path == "/1.html":
        return answer(302, Location="http://h1.example/2.html")
    if host == "h2.example" and path == "/0.html":
        return answer(body=b"<p>" * 400_000, Content_Type="text/html")
    if host == "entities.example":
        nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
        bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{nested}]><rss>&e8;</rss>'
        return answer(body=bomb.encode(), Content_Type="application/rss+xml")
    number = path.strip("/").removesuffix(".html")
    return answer(body=page(host, int(number)), Content_Type="text/html") if number.isdigit() else answer(404)


def reads(project, server) -> None:
    hosts = [*(f"h{n}.example" for n in range(HOSTS)), "entities.example"]
    feeds = "".join(f"  - url: http://{host}/feed\n" for host in hosts)
    pull = f"pull:\n  contact: none\n  proxy: {server.address}\n  per_host_delay: 0\n"
    (project / "feeds.yml").write_text(f"{pull}feeds:\n  - path: starter/feed.xml\n{feeds}", encoding="utf-8")


def a_project(root, today) -> None:
    """Lay down a project with one course, whose need the pages of the small web answer."""
    need = "Pilots must learn tides, harbour lights, fog signals and sea charts to bring a ship home at night"
    lay_down(root, NewCourse("First course", need), today=today)
    (root / "feeds.yml").write_text(ONLY_STARTER, encoding="utf-8")
    course = root / "courses/first-course/course.yml"
    course.write_text(re.sub(r"(?m)^id: .*", "id: first-course", course.read_text("utf-8")), "utf-8")


def published(project):
    """The bytes of everything that people see: week files and site."""
    return {
        path.relative_to(project).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("courses", "site")
        for path in (project / folder).rglob("*")
        if path.is_file()
    }
