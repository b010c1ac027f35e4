"""What posting takes is told of every comment service before it is loaded."""

import pytest

from curator.comments import PROVIDERS

FREE = {"giscus": "GitHub", "utterances": "GitHub", "disqus": "Disqus", "mastodon": "Mastodon"}


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_each_service_says_whether_an_account_is_needed(name):
    account = PROVIDERS[name].account
    assert account == FREE.get(name, "" if name == "isso" else None)
