"""Install the programs that Masthead is compared with, in the versions that peers/ names.

    python benchmarks/install.py [DIR]

DIR is `.venv-bench`, unless told; it gets a virtual environment and Node's packages. That needs pip, npm and
a network.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from peer import FOLDER, Tools

DEFAULT = Path(".venv-bench")


def install(root: Path) -> None:
    """Make the virtual environment and Node's packages below a folder."""
    root.mkdir(parents=True, exist_ok=True)
    (root / ".gitignore").write_text("*\n", encoding="utf-8")
    venv.create(root / "venv", with_pip=True)
    pip = [str(Tools(root).python), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--requirement", str(FOLDER / "requirements.txt")], check=True)
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed: Eleventy is left out.")
    shutil.copy(FOLDER / "package.json", root)
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--prefix", str(root)], check=True)


def main() -> None:
    """Install into the folder that the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT, metavar="DIR")
    install(parser.parse_args().folder.resolve())


if __name__ == "__main__":
    main()
