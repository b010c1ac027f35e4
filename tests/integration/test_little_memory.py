"""A machine with little address space: a build ends in words, and nothing is half written."""

import subprocess
import sys

import pytest

CURATE = (
    "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29)); "
    "import sys; from curator.cli import main; main(sys.argv[1:])"
)


@pytest.mark.skipif(sys.platform != "linux", reason="not every system knows this limit")
def test_512_mb_of_address_space_end_in_words(project):
    done = subprocess.run(
        [sys.executable, "-c", CURATE, "build", "-C", project, "--today", "2026-11-23"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert "memory" in (done.stderr + done.stdout).lower()
    assert not (project / "site").exists()
    assert not [path for path in project.rglob("*.curate")]
