"""Edits under load: threads ask a live app for its pages while the site's files change.

    python benchmarks/edits.py [SITE] [--count 10000] [--readers 4] [--seed 0]

The app is the one of authors, which looks at the files at each request. A copy of the site is edited, in
bursts: texts, titles and settings change, pages come, go and are renamed, a page becomes a folder, pictures
are replaced, templates and styles come and go. Files are put in place whole; with `--broken`, one in ten is
cut off, and an error page counts as an answer. All others have to be a page, a file, a redirect or a missing
page, whole, and within five seconds. Prints the figures; the status is 1 when something else was seen.
"""

from __future__ import annotations

import argparse
import logging
import random
import shutil
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from masthead import create_app

SLOWEST = 5.0
"""Seconds that an answer may take."""
STATUSES = frozenset({200, 308, 404})


@dataclass(slots=True)
class Found:
    """What readers saw: answers by status, the slowest in seconds, and what was wrong."""

    edits: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Editor:
    """Changes a site at random, and remembers what it was at first."""

    site: Path
    chance: random.Random
    broken: bool = False
    pages: list[Path] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pages = [
            path for path in sorted((self.site / "content").rglob("*.md")) if path.name != "_index.md"
        ]
        found = sorted((self.site / "content").rglob("*.jpg"))
        self.pictures = [path.read_bytes() for path in found]

    def edit(self, number: int) -> None:
        """Make one change."""
        changes: tuple[Callable[[int], None], ...] = (
            *(self._text,) * 6, *(self._title,) * 2, self._new, self._gone, self._renamed, self._settings,
            self._folder, self._picture, self._template, self._style, self._person,
        )  # fmt: skip
        self.chance.choice(changes)(number)

    def _put(self, path: Path, text: str | bytes) -> None:
        content = text.encode() if isinstance(text, str) else text
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.broken and self.chance.random() < 0.1:
            path.write_bytes(content[: self.chance.randrange(len(content) + 1)])
            return
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_bytes(content)
        fresh.replace(path)

    def _page(self) -> Path:
        there = [path for path in self.pages if path.is_file()]
        return self.chance.choice(there or [self.site / "content" / "about.md"])

    def _text(self, number: int) -> None:
        path = self._page()
        old = path.read_text("utf-8") if path.exists() else "---\ntitle: A\n---\n"
        self._put(path, f"{old[:4000]}\n\nEdit {number}: *more* [home](/) {'and more ' * (number % 50)}\n")

    def _title(self, number: int) -> None:
        self._put(self._page(), f"---\ntitle: Title {number}\ntags: [t{number % 7}]\n---\nA text.\n")

    def _new(self, number: int) -> None:
        path = self.site / "content" / "post" / f"new-{number % 20}" / "index.md"
        self._put(
            path, f"---\ntitle: New {number}\ndate: 2024-01-{number % 28 + 1:02}\n---\nText {number}.\n"
        )
        self.pages = list(dict.fromkeys([*self.pages, path]))

    def _gone(self, number: int) -> None:
        made = [path for path in self.pages if path.parent.name.startswith("new-") and path.is_file()]
        if made:
            shutil.rmtree(self.chance.choice(made).parent)

    def _renamed(self, number: int) -> None:
        path = self._page()
        if path.name != "index.md" and path.exists():
            there = path.with_name(f"renamed-{number % 9}.md")
            path.replace(there)
            self.pages = [there if known == path else known for known in self.pages]

    def _settings(self, number: int) -> None:
        file = self.site / "masthead.yaml"
        lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("copyright:")]
        self._put(file, "\n".join([*lines, f"copyright: Edition {number}"]) + "\n")

    def _folder(self, number: int) -> None:
        page, folder = self.site / "content" / "turning.md", self.site / "content" / "turning"
        if page.exists():
            page.unlink()
            self._put(folder / "index.md", f"---\ntitle: A folder {number}\n---\n")
        else:
            shutil.rmtree(folder, ignore_errors=True)
            self._put(page, f"---\ntitle: A page {number}\n---\n")

    def _picture(self, number: int) -> None:
        if self.pictures:
            self._put(
                self.site / "content" / "post" / "new-1" / "featured.jpg", self.chance.choice(self.pictures)
            )

    def _template(self, number: int) -> None:
        path = self.site / "templates" / "masthead" / "blocks" / "markdown.html"
        if path.exists():
            path.unlink()
        else:
            self._put(path, f'{{% include "default:masthead/blocks/markdown.html" %}}<!-- {number} -->')

    def _style(self, number: int) -> None:
        self._put(
            self.site / "assets" / "css" / "custom.css", f".masthead {{ --mh-wide: {number % 9 + 60}rem }}\n"
        )

    def _person(self, number: int) -> None:
        path = self.site / "content" / "authors" / "new-person" / "index.md"
        self._put(path, f"---\ntitle: Person {number}\nuser_groups: [New {number % 3}]\n---\n")


def reading(app: Flask, stop: threading.Event, found: Found, seed: int, errors_pass: bool) -> None:
    """Ask for pages until told to stop, and note what is wrong with answers."""
    chance, client = random.Random(seed), app.test_client()
    website = app.extensions["masthead"]["masthead"].website
    while not stop.is_set():
        url = chance.choice(list(website.edition.library.table))
        begin = time.perf_counter()
        try:
            with client.get(url) as answer:
                body, status = answer.get_data(), answer.status_code
                length = answer.content_length
        except Exception:  # noqa: BLE001  (whatever a visitor's server would have logged)
            found.wrong.append(f"{url}: {traceback.format_exc(limit=-6)}")
            continue
        took = time.perf_counter() - begin
        found.statuses[status] += 1
        found.slowest = max(found.slowest, took)
        is_page = answer.mimetype == "text/html"
        if status not in STATUSES and not (errors_pass and status == 500 and b'class="masthead"' in body):
            found.wrong.append(f"{url}: status {status}: {body[-2000:]!r}")
        elif is_page and status != 308 and not body.rstrip().endswith(b"</html>"):
            found.wrong.append(f"{url}: a page without its end")
        elif length is not None and length != len(body):
            found.wrong.append(f"{url}: {len(body)} bytes for {length}")
        if took > SLOWEST:
            found.wrong.append(f"{url}: {took:.1f} s")


def trial(original: Path, count: int, readers: int, seed: int, broken: bool) -> Found:
    """Edit a copy of a site so many times while it is read; what readers saw."""
    base = Path(tempfile.mkdtemp(prefix="masthead-edits-"))
    site = base / "site"
    for name in ("content", "static", "assets", "config", "data", "masthead.yaml"):
        if (original / name).is_dir():
            ours = shutil.ignore_patterns("masthead") if name == "static" else None
            shutil.copytree(original / name, site / name, ignore=ours)
        elif (original / name).exists():
            site.mkdir(exist_ok=True)
            shutil.copy(original / name, site / name)
    found, stop = Found(), threading.Event()
    app = create_app(site)
    app.debug = True
    editor = Editor(site, random.Random(seed), broken)
    threads = [
        threading.Thread(target=reading, args=(app, stop, found, seed + number, broken))
        for number in range(readers)
    ]
    try:
        for thread in threads:
            thread.start()
        while found.edits < count and len(found.wrong) < 20:
            editor.edit(found.edits)
            found.edits += 1
            if editor.chance.random() < 0.05:  # edits come in bursts, as when a branch is checked out
                time.sleep(editor.chance.random() * 2)
    except KeyboardInterrupt:
        pass  # the figures so far are figures, too
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        shutil.rmtree(base)
    return found


def main() -> int:
    """Edit, print the figures, and tell by the status whether all was well."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("site", nargs="?", type=Path, default=Path(__file__).parents[1])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--broken", action="store_true", help="leave half a file now and then")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    begin = time.monotonic()
    found = trial(options.site, options.count, options.readers, options.seed, options.broken)
    answers = sum(found.statuses.values())
    print(f"{found.edits} edits and {answers} answers in {time.monotonic() - begin:.0f} s")
    print("answers:", ", ".join(f"{times} with {code}" for code, times in sorted(found.statuses.items())))
    print(f"the slowest took {found.slowest:.2f} s\nwrong: {len(found.wrong)}")
    for line in found.wrong[:20]:
        print(f"  {line}")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
