"""Broken sites: each is checked to its end, and says what its `expected.txt` says, on which line.

A case is a folder below `broken/`. Where a file cannot be kept in a repository (its bytes, its name, a link),
it is made by `ADDED`.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from masthead.cli import main

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(path.name for path in BROKEN.iterdir() if path.is_dir())

ADDED: dict[str, dict[str, bytes]] = {
    "byte-order-mark": {"content/about.md": b"\xef\xbb\xbf---\ntitle: About\ndate: 2021-23-29\n---\nText.\n"},
    "case-of-urls": {
        "content/a.md": b"---\ntitle: A\nurl: /page.html\n---\n",
        "content/b.md": b"---\ntitle: B\nurl: /Page.HTML\n---\n",
    },
    "not-utf-8": {
        "content/latin.md": "---\ntitle: Caf\u00e9\n---\n".encode("latin-1"),
        "content/body.md": b"---\ntitle: Body\n---\nOne\nTwo \x80\n",
        "content/wide.md": "---\ntitle: Wide\n---\n".encode("utf-16"),
    },
    "line-ends": {
        "content/windows.md": b"---\r\ntitle: W\r\ndate: 2021-23-29\r\n---\r\nText.\r\n",
        "content/old-mac.md": b"---\rtitle: M\rdate: 2021-23-29\r---\rText.\r",
    },
    "hidden-characters": {"content/bell.md": b"---\ntitle: A\nsummary: ring\x07\n---\n"},
    "names-of-files": {
        "content/posts/\u591a\u6a21\u6001 \u6a21\u578b.md": b"---\ntitle: Wide\ndate: 2021-13-01\n---\n",
        "content/posts/two  words & more.md": b"---\ntitle: Words\nweight: much\n---\n",
    },
}
LINKS = {"links": {"content/out.md": "../../outside.md", "content/lost.md": "nowhere.md", "content/up": "."}}


def copy(case: str, tmp_path: Path) -> Path:
    """The case's site, with the files and links that it is to have."""
    root = tmp_path / case
    shutil.copytree(BROKEN / case, root, ignore=shutil.ignore_patterns("expected.txt"))
    for name, data in ADDED.get(case, {}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    for name, target in LINKS.get(case, {}).items():
        (root / name).symlink_to(target)
    if case in LINKS:
        (tmp_path / "outside.md").write_text("---\ntitle: Outside\n---\n", encoding="utf-8")
    return root


@pytest.mark.parametrize("case", CASES)
def test_what_check_prints(case: str, tmp_path: Path) -> None:
    if case in LINKS and os.name == "nt":
        pytest.skip("links need rights there")
    result = CliRunner().invoke(main, ["check", str(copy(case, tmp_path))])
    expected = (BROKEN / case / "expected.txt").read_text("utf-8").splitlines()
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert [line for line in result.output.splitlines() if line != "Checking"] == expected
    assert result.exit_code == any(": error: " in line for line in expected)


@pytest.mark.parametrize("case", CASES)
def test_every_case_breaks_something_and_shows_the_rest(case: str, tmp_path: Path) -> None:
    from masthead import create_app

    if case in LINKS and os.name == "nt":
        pytest.skip("links need rights there")
    client = create_app(copy(case, tmp_path)).test_client()
    assert client.get("/").status_code == 200
