"""Whatever machines sent stays text in a real browser, with the policy taken away."""

import re
from pathlib import Path

import pytest
from hostile import executed, fired, look, own_scripts, without_policy
from site_fixture import hostile
from sites import COURSE

from benchmarks.json_lines import json_lines

OWN = Path(__file__).parents[1] / "fixtures" / "xss" / "vectors.txt"
KNOWN = Path(__file__).parents[2].parent / "shared" / "data" / "xss" / "vectors.jsonl"


def payloads():
    own = [line for line in OWN.read_text("utf-8").splitlines() if line]
    known = []
    if KNOWN.is_file():
        known = [item["payload"] for item in json_lines(KNOWN)]
    return own + known


@pytest.fixture(scope="module")
def bare(sites):
    """A site with everything hostile in every field, and no policy: (address, names of its pages)."""

    def weeks(project):
        return hostile(project.course(COURSE), payloads())

    home = sites("hostile", {"provider": "none"}, courses={COURSE}, weeks=weeks, hub=True)
    names = without_policy(sites.folder("hostile"))
    tags = [name for name in names if name.startswith("tags/")]
    return home, [name for name in names if name not in tags[12:]]  # a hundred of them are one template


def test_nothing_executes_with_every_field_hostile_and_no_policy(page, bare, home, trapped):
    address, names = bare
    assert len(names) >= 20
    ours = own_scripts(page, home, ("index.html", "404.html", "tags/feedback.html", f"{COURSE}/week-02.html"))
    found = look(page, address, names)
    assert len(found) == len(names)
    assert [(each["name"], each["wrong"]) for each in found if each["wrong"]] == []
    assert {script for each in found for script in each["scripts"]} - ours == set()
    assert fired(page) == []
    assert page.elsewhere.asked == [], "hostile text made the page ask for something"


def test_the_same_text_without_protection_executes(page, trapped):
    wanted = 30 if KNOWN.is_file() else 15
    likely = sorted(payloads(), key=lambda text: not re.search("<script>|onerror|onload", text, re.I))
    ran = executed(page, likely, wanted)
    page.wait(lambda: ran() >= wanted, "the trap does not work, or these are harmless")
