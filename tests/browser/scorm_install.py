"""Install scorm-again, pinned, for the test that plays our SCORM packages in it: `make test` does it.

    python tests/browser/scorm_install.py

One package without dependencies, 20 MB. Node's npm is the machine's or the one that Waline's test brought.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from waline_install import NODE, NPM, run

FOLDER = Path(__file__).parents[2] / ".venv" / "scorm"
SCRIPT = FOLDER / "node_modules" / "scorm-again" / "dist" / "scorm12.js"
PINNED = "scorm-again@3.4.3"
DONE = FOLDER / "installed"


def why_not():
    """Say why a package cannot be played here; "" when it can."""
    if SCRIPT.is_file() and DONE.is_file() and DONE.read_text("utf-8") == PINNED:
        return ""
    return "scorm-again is not installed: python tests/browser/scorm_install.py"


def install():
    """Install anew, and note at the end what was installed."""
    npm = (NODE, NPM) if NODE.exists() else (shutil.which("npm") or "npm",)
    shutil.rmtree(FOLDER, ignore_errors=True)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    run(*npm, "install", "--prefix", FOLDER, *quiet, PINNED)
    DONE.write_text(PINNED, "utf-8")


if __name__ == "__main__":
    if why_not():
        try:
            install()
        except (OSError, subprocess.SubprocessError) as error:
            sys.exit(f"scorm-again could not be installed, so the test that plays in it is skipped: {error}")
