"""Where people talk is chosen on a page: what giscus.app shows is pasted, lines are read, the rest of the file stays."""

import pytest
import yaml

from curator.app.review.discussion_form import form, settings_of
from curator.app.review.edit_session import mark_of
from curator.app.review.settings_file import Change, SettingsFile
from curator.app.review.settings_form import SITE
from curator.app.scaffold import NO_COMMENTS
from curator.errors import ConfigError

MKDOCS = f"""\
# the site of the bakers
site_name: Bakers  # mine
site_url: ""
extra:
  scope: /
{NO_COMMENTS}"""

SCRIPT = """<script src="https://giscus.app/client.js"
        data-repo="ada/course"
        data-repo-id="R_kgDOExample"
        data-category="Talk"
        data-category-id="DIC_kwDOExample"
        data-mapping="pathname"
        data-theme="preferred_color_scheme"
        crossorigin="anonymous" async>
</script>"""


@pytest.fixture
def site(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    return SettingsFile(tmp_path, SITE)


def choose(site, provider, words=""):
    values = {"provider": provider, "settings": words}
    return site.change(Change(do="set", seen=site.data()[0], name="comments", values=values))


def comments(site):
    return yaml.safe_load(site.path.read_text("utf-8"))["extra"]["comments"]


def test_what_giscus_shows_is_pasted_and_taken_back(site):
    choose(site, "giscus", SCRIPT)
    assert comments(site) == {
        "provider": "giscus",
        "repo": "ada/course",
        "repo_id": "R_kgDOExample",
        "category": "Talk",
        "category_id": "DIC_kwDOExample",
    }
    assert "site_name: Bakers  # mine" in site.path.read_text("utf-8")
    choose(site, "utterances", "repo: ada/course")
    assert comments(site) == {"provider": "utterances", "repo": "ada/course"}
    choose(site, "none", "repo: ada/course")
    assert comments(site) == {"provider": "none"}
    site.change(Change(do="undo", seen=site.data()[0]))
    assert comments(site)["provider"] == "utterances"


@pytest.mark.parametrize(
    ("provider", "words", "told"),
    [
        ("giscus", "", "repo"),
        ("isso", "server: not an address", "not a web address"),
        ("isso", "https", "is no setting"),
        ("nobody", "", "not a comment provider"),
        ("waline", "servr: https://talk.example", "servr"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_written(site, provider, words, told):
    with pytest.raises(ConfigError, match=told):
        choose(site, provider, words)
    assert site.path.read_text("utf-8") == MKDOCS


def test_tables_that_no_line_can_hold_stay():
    known = {"provider": "mastodon", "host": "https://a.example", "threads": {"x": "https://a.example/1"}}
    kept = settings_of({"provider": "mastodon", "settings": "host: https://b.example"}, known)
    assert kept == {**known, "host": "https://b.example"}
    assert "threads" not in settings_of({"provider": "isso", "settings": "server: https://b.example"}, known)
    assert "a.example/1" not in str(form(known))


def test_a_file_with_the_engines_own_tags_is_left_to_hands(site):
    site.path.write_text(MKDOCS.replace('site_url: ""', "site_url: !ENV [URL, '']"), "utf-8")
    with pytest.raises(ConfigError, match="tags such as !ENV"):
        site.data()
    seen = mark_of(site.path.read_text("utf-8"))
    with pytest.raises(ConfigError, match="tags such as !ENV"):
        site.change(Change(do="set", seen=seen, name="site_name", value="Others"))
