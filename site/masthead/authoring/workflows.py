"""What hosts that build a site themselves are told: the workflow that puts it on GitHub Pages."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from msgspec import Struct

from masthead.config import load_config
from masthead.errors import ContentError, Level, Problem, Problems, Where
from masthead.search import is_wanted

WORKFLOWS = Path(".github", "workflows")
FILE = WORKFLOWS / "pages.yml"

_DEPLOYS = "actions/deploy-pages"
_WORKFLOW = """\
# Freezes the site and puts it on GitHub Pages after every push.
# Settings > Pages > Build and deployment > Source has to be "GitHub Actions".
name: Pages
on:
  push:
    branches: [main, master]
  workflow_dispatch:
permissions:
  contents: read
  pages: write
  id-token: write
concurrency:
  group: pages
  cancel-in-progress: false
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "3.13"
      - run: pip install '{package}'
      - id: pages
        uses: actions/configure-pages@v5
      - run: masthead freeze {site} _pages --base-url "${{{{ steps.pages.outputs.base_url }}}}/"
      - uses: actions/upload-pages-artifact@v4
        with:
          path: _pages
  deploy:
    needs: build
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
"""


class Written(Struct, frozen=True):
    """A workflow's file, whether it was there already, and the others that publish to GitHub Pages."""

    file: Path
    kept: bool
    others: tuple[Path, ...]


def github_pages(site: Path) -> Written:
    """Write the workflow that puts a site on GitHub Pages, into the repository that the site is in.

    Raises ContentError where there is no site, or another workflow of that name: it is never overwritten.
    """
    root = site.resolve()
    config = load_config(root, Problems())
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    place = root.relative_to(top).as_posix()
    text = _WORKFLOW.format(
        package="masthead[search]" if is_wanted(config) else "masthead", site=quote(place)
    )
    file = top / FILE
    kept = file.exists()
    if kept and file.read_text("utf-8", errors="replace") != text:
        message = "there is another workflow of this name, which stays as it is."
        raise ContentError(
            Problem(message, Where(str(file)), "Delete or rename it, then run again.", Level.ERROR)
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    if not kept:
        file.write_text(text, "utf-8")
    return Written(file, kept, tuple(_others(file)))


def _others(ours: Path) -> list[Path]:
    files = (file for file in sorted(ours.parent.iterdir()) if file.suffix in (".yml", ".yaml"))
    return [f for f in files if f != ours and _DEPLOYS in f.read_text("utf-8", errors="replace")]
