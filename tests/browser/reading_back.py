"""Seventeen posts over three threads, and how they are read back from a service that runs for real."""

from sites import COURSE

from curator.comments import provider
from curator.config import Pull
from curator.fetch.thread_reader import ThreadReader

THREADS = (f"{COURSE}/week-02/q1", f"{COURSE}/week-02/q2", f"{COURSE}/week-01/q1")


def seventeen():
    """Yield (thread, author, words, number of the post it answers) of each post."""
    for number in range(17):
        key = THREADS[number % 3]
        answers = number - 3 if number in (6, 7, 8, 12) else None
        text = f"Post {number}: I would ask first, see https://a.example/{number}?x=1"
        if number % 3 == 1:
            text += "\nand then wait; 3 < 4, “quoted” & plain."
        yield key, ("Ann", "Ben", "Zoë")[number % 2 + (number == 8)], text, answers


def read_back(name, server, home=""):
    """Read the three threads: key -> thread."""
    found = provider({"provider": name, "server": server}, site_url="http://127.0.0.1/")
    with ThreadReader(Pull(per_host_delay=0), server, private=True, site=home) as reader:
        return {thread.key: thread for thread in found.read(THREADS, reader, {})}
