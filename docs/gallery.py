"""Freeze one page with every block in every variant of the documentation, to look at.

    python docs/gallery.py DEST

The page is DEST/gallery/index.html; it is made of the sections of all examples in docs/blocks/, shown with
the demo's people and news.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import frontmatter
import yaml

from masthead import create_app
from masthead.freeze import freeze_site

ROOT = Path(__file__).resolve().parents[1]


def gallery(site: Path) -> None:
    """The demo in a new folder, with each example as a page and one page of all their sections."""
    shutil.copytree(ROOT / "content", site / "content")
    shutil.copy(ROOT / "masthead.yaml", site)
    (site / "assets/media").mkdir(parents=True)
    shutil.copy(ROOT / "content/hero.jpg", site / "assets/media")
    sections: list[object] = []
    for example in sorted((ROOT / "docs/blocks").glob("*.md")):
        shutil.copy(example, site / "content" / f"block-{example.name}")
        meta, _ = frontmatter.parse(example.read_text("utf-8"))
        found = meta["sections"]
        sections += found if isinstance(found, list) else []
    page = {"title": "Every block", "type": "landing", "sections": sections}
    (site / "content/gallery.md").write_text(f"---\n{yaml.safe_dump(page)}---\n", "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        gallery(Path(folder))
        result = freeze_site(create_app(folder), Path(sys.argv[1]), base_url="http://localhost:8000/")
        sys.stdout.write(f"{result.pages} files in {sys.argv[1]}\n")
