import pytest
from review_fixture import lay


@pytest.fixture
def session(tmp_path):
    """An edit session whose page was looked at once."""
    session = lay(tmp_path)
    session.state()
    return session
