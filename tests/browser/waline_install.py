"""Install Waline's server and client, pinned, for the test that runs them.

    python tests/browser/waline_install.py

Needs npm, and a compiler where SQLite's binding has no ready build. It takes one to five minutes and puts
290 MB into .venv, so no other test waits for it.
"""

import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".venv" / "waline"
PACKAGES = FOLDER / "node_modules"
BINDING = PACKAGES / "sqlite3" / "build" / "Release" / "node_sqlite3.node"
PINNED = ("@waline/vercel@1.39.3", "@waline/client@3.15.2")


def why_not():
    """Say why Waline cannot be run here; "" when it can."""
    if not shutil.which("node"):
        return "node is not installed"
    if not BINDING.is_file():
        return "Waline is not installed: python tests/browser/waline_install.py"
    return ""


def main():
    npm = shutil.which("npm")
    if not npm:
        sys.exit("npm is not installed; on Debian: apt-get install npm")
    FOLDER.mkdir(parents=True, exist_ok=True)
    quiet = ("--no-audit", "--no-fund", "--silent", "--prefix", str(FOLDER))
    subprocess.run([npm, "install", "--ignore-scripts", *quiet, *PINNED], check=True)
    subprocess.run([npm, "rebuild", "--prefix", str(FOLDER), "sqlite3"], check=True)
    if not BINDING.is_file():
        sys.exit("npm did not build SQLite's binding")


if __name__ == "__main__":
    main()
