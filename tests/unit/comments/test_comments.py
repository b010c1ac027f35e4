"""Comment providers: from extra.comments to what a page needs, and mistakes in the provider's own words."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from curator.comments import PROVIDERS, provider
from curator.comments.base import KEY, plain_key, server
from curator.comments.waline import EMPTY_STYLE
from curator.errors import ConfigError
from curator.model import thread_key

ROOT = Path(__file__).parents[3]
FIXTURES = Path(__file__).parents[2] / "fixtures" / "comments"
SCRIPTS = ROOT / "site_template" / "assets" / "comments"

THREAD = thread_key("course", 1, "q1")
TITLE = "Course, week 1, question 1: What would you do?"


def settings(name):
    text = (FIXTURES / f"{name}.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["extra"]["comments"], text


def seen(found):
    """What a page sees of a provider, as the fixtures spell it."""
    return {
        "host": found.host,
        "script": found.script,
        "link": found.link(THREAD, TITLE),
        "policy": {name: list(sources) for name, sources in found.policy().items()},
        "attributes": found.attributes(THREAD, TITLE, "de"),
    }


GOOD = sorted(path.stem for path in FIXTURES.glob("*.json"))
BAD = sorted(path.stem for path in FIXTURES.glob("bad-*.yml"))


@pytest.mark.parametrize("name", GOOD)
def test_settings_become_what_a_page_needs(name):
    given_, text = settings(name)
    found = provider(given_, site_url="https://yard.example/", text=text)
    assert seen(found) == json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", BAD)
def test_mistakes_name_line_key_and_the_providers_own_word(name):
    given_, text = settings(name)
    with pytest.raises(ConfigError) as caught:
        provider(given_, site_url="https://yard.example/", text=text)
    assert str(caught.value) + "\n" == (FIXTURES / f"{name}.txt").read_text(encoding="utf-8")


def test_every_provider_has_a_fixture_and_a_small_script():
    assert set(GOOD) == set(PROVIDERS)
    scripts = {path.stem: path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js")}
    assert set(scripts) == {*PROVIDERS, "common"}
    for name, text in scripts.items():
        assert len(text.encode()) < (5500 if name == "isso" else 3000), name  # Isso's page is mended, too
        assert name == "common" or f'curator.provide("{name}"' in text


@pytest.mark.parametrize("empty", [{}, {"provider": "none"}, {"provider": None}, {"provider": False}])
def test_none_is_a_choice(empty):
    assert provider(empty) is None


def test_every_thread_has_a_name_of_its_own_with_every_provider():
    for name in GOOD:
        found = provider(settings(name)[0])
        one, other = (found.attributes(thread_key("course", 1, q), TITLE, "en") for q in ("q1", "q2"))
        named = name in ("discourse", "mastodon")  # these map threads to topics and posts
        assert (one != other) or named, name
        assert any(thread_key("course", 1, "q1") in value for value in one.values()) or named, name


def test_http_is_for_this_machine_and_for_sites_that_are_http_themselves():
    plain = {"provider": "isso", "server": "http://talk.yard.example"}
    assert provider(plain, site_url="http://yard.example/").server == "http://talk.yard.example"
    for url in ("", "https://yard.example/"):
        with pytest.raises(ConfigError, match="http"):
            provider(plain, site_url=url)
    for host in ("127.0.0.1:8902", "localhost:8902", "[::1]:8902"):
        here = {"provider": "isso", "server": f"http://{host}/"}
        assert provider(here, site_url="https://yard.example/").server == f"http://{host}"


def test_lines_are_unknown_without_the_text():
    with pytest.raises(ConfigError) as caught:
        provider({"provider": "giscus", "repo": "yard/talk"})
    assert {problem.line for problem in caught.value.problems} == {0}


@pytest.mark.parametrize(
    ("key", "plain"),
    [
        ("data-repo-id", "repo_id"),
        ("repoId", "repo_id"),
        ("serverURL", "server_url"),
        ("discourseUrl", "discourse_url"),
        ("site_id", "site_id"),
    ],
)
def test_spellings_of_one_key(key, plain):
    assert plain_key(key) == plain


@pytest.mark.parametrize(
    ("language", "name", "attribute", "value"),
    [
        ("de-AT", "giscus", "data-lang", "de"),
        ("el", "giscus", "data-lang", "gr"),
        ("sv", "giscus", "data-lang", "en"),
        ("zh-TW", "giscus", "data-lang", "zh-TW"),
        ("ja", "waline", "data-lang", "jp"),
        ("pt", "waline", "data-lang", "pt-br"),
        ("uk", "remark42", "data-locale", "ua"),
        ("pt-BR", "disqus", "data-language", "pt_BR"),
        ("ar", "isso", "data-lang", "ar"),
        ("fr", "hyvor", "data-page-language", "fr"),
    ],
)
def test_the_widget_speaks_the_pages_language_or_english(language, name, attribute, value):
    assert provider(settings(name)[0]).attributes(THREAD, TITLE, language)[attribute] == value


@given(st.text(max_size=60))
def test_a_server_is_an_origin_or_refused(text):
    try:
        origin = server(text)
    except ValueError:
        return
    assert origin.startswith(("http://", "https://"))
    assert not set(origin) & set(" \t\n\"'<>;,\\")
    assert server(origin) == origin


@given(
    st.dictionaries(
        st.text(max_size=20),
        st.one_of(
            st.none(), st.booleans(), st.integers(), st.text(max_size=30), st.lists(st.text(), max_size=2)
        ),
        max_size=5,
    ),
    st.sampled_from([*PROVIDERS, "none", "", 7]),
)
def test_whatever_people_write_is_a_provider_or_a_report(written, name):
    problems, found = (), None
    try:
        found = provider({**written, "provider": name})
    except ConfigError as error:
        problems = error.problems
    assert all(problem.key.startswith("extra.comments") for problem in problems)
    assert problems or found is None or found.name == name


def test_policies_hold_origins_and_nothing_that_ends_a_directive():
    for name in GOOD:
        for directive, sources in provider(settings(name)[0]).policy().items():
            assert directive.endswith("-src")
            known = (EMPTY_STYLE, "wss://talk.hyvor.com")
            assert all(source in known or source == server(source) for source in sources)


def test_thread_names_have_the_form_that_maps_of_threads_ask_for():
    assert KEY.fullmatch(THREAD)


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://talk.yard.example", "https://talk.yard.example"),
        (" HTTPS://Talk.Yard.Example:8443/ ", "https://talk.yard.example:8443"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_address_of_a_server_is_what_it_is_everywhere(written, origin):
    assert server(written) == origin


@pytest.mark.parametrize(
    "written",
    [
        "https://talk.yard.example:99999", "https://talk.yard.example:0", "https://talk.yard.example\\@other.example",
        "ftp://talk.yard.example", "talk.yard.example", "https://", "https://a..b", "https://talk yard.example/",
    ],
)  # fmt: skip
def test_what_no_link_could_carry_is_no_server_either(written):
    with pytest.raises(ValueError, match=r"is not a web address|is more than"):
        server(written)


def test_a_login_in_an_address_is_refused_and_not_repeated():
    with pytest.raises(
        ValueError, match=r"is more than the address of a server: write https://talk\.example"
    ) as told:
        server("https://ada:secret@talk.example")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("folder", ["/learn", "/learn/", "/~jo/learn"])
def test_isso_names_threads_below_the_sites_folder_where_its_mails_shall_lead_there(folder):
    plain, inside = (
        {"provider": "isso", "data-isso": "https://talk.yard.example"} | s for s in ({}, {"folder": folder})
    )
    assert provider(plain).attributes(THREAD, TITLE, "en")["data-uri"] == f"/{THREAD}"
    assert provider(inside).attributes(THREAD, TITLE, "en")["data-uri"] == f"{folder.rstrip('/')}/{THREAD}"
    with pytest.raises(ConfigError, match="folder"):
        provider(plain | {"folder": f"{folder}?x"})
