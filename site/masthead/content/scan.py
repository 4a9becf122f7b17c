"""The walk over a site's folders: which files are pages, which belong to them, in which language."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from masthead.content.model import File
from masthead.content.urls import urlize
from masthead.errors import Problems, Where

CONTENT_SUFFIXES = frozenset({".md", ".markdown", ".mdown"})
OTHER_SUFFIXES = frozenset({".org", ".adoc", ".asciidoc", ".ad", ".rst", ".pandoc", ".pdc"})
"""What Hugo makes pages of with the help of other programs."""
DATA_SUFFIXES = frozenset({".yaml", ".yml", ".toml"})
_LITTER = (".git", ".DS_Store", "._", ".#", "#")


@dataclass(frozen=True, slots=True)
class Found:
    """A content file: its logical path, its language, and whether it may have pages below it."""

    path: Path
    file: str
    logical: str
    lang: str
    branch: bool


@dataclass(slots=True)
class Tree:
    """All that a walk over content/ found.

    `files` maps a bundle's logical path to {name: {language: File}}; `loose` are the files that stand in no
    bundle, by the logical folder that they stand in.
    """

    pages: list[Found] = field(default_factory=list)
    files: dict[str, dict[str, dict[str, File]]] = field(default_factory=dict)
    loose: dict[str, dict[str, dict[str, File]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Root:
    """A folder of content, laid under the logical path `prefix`; `lang` when all of it is in one language."""

    path: Path
    lang: str | None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Walker:
    """How names are read: the languages' codes, what to leave out, and how paths are written."""

    site: Path
    languages: tuple[str, ...]
    default_language: str
    ignored: tuple[re.Pattern[str], ...]
    accents: bool
    problems: Problems

    def walk(self, roots: Iterable[Root]) -> Tree:
        """Everything below the roots; the first file of a language at a logical path counts."""
        tree = Tree()
        for root in roots:
            if root.path.is_dir() and not self._leaves(root.path):
                self._folder(root.path, root.prefix, root.lang, None, tree)
        return tree

    def _folder(self, folder: Path, logical: str, lang: str | None, bundle: str | None, tree: Tree) -> None:
        """Sort one folder's files; `bundle` is the leaf bundle that it stands in."""
        entries = list(self.entries(folder))
        files = [entry for entry in entries if entry.is_file()]
        named = [(entry, *self._split(entry.name, lang)) for entry in files]
        stems = {stem for entry, stem, _, suffix in named if suffix in CONTENT_SUFFIXES}
        leaf = bundle is None and "index" in stems
        if leaf:
            bundle = logical
        for entry, stem, file_lang, suffix in named:
            path = folder / entry.name
            if suffix in CONTENT_SUFFIXES and (bundle is None or (leaf and stem == "index")):
                self._page(path, stem, file_lang, logical, tree)
                continue
            if suffix in OTHER_SUFFIXES or (suffix in (".html", ".htm") and _has_front_matter(path)):
                message = f"pages are not made of {suffix} files; this one is left out."
                self.problems.warn(message, Where(self.relative(path)), "Write it in Markdown, as .md.")
                continue
            file = File(self._name_below(path, logical, bundle), path)
            home = tree.files.setdefault(bundle if bundle is not None else logical, {})
            if bundle is None and "_index" not in stems:
                home = tree.loose.setdefault(logical, {})
            name = self._name_below(path.with_name(stem + path.suffix), logical, bundle)
            home.setdefault(name, {}).setdefault(file_lang, file)
        for entry in entries:
            if entry.is_dir():
                below = f"{logical}/{urlize(entry.name, accents=self.accents)}".lstrip("/")
                self._folder(
                    Path(entry.path),
                    below if bundle is None else logical + "/" + entry.name,
                    lang,
                    bundle,
                    tree,
                )

    def _page(self, path: Path, stem: str, lang: str, logical: str, tree: Tree) -> None:
        branch = stem == "_index"
        own = logical if stem in ("index", "_index") else f"{logical}/{urlize(stem, accents=self.accents)}"
        tree.pages.append(Found(path, self.relative(path), own.lstrip("/"), lang, branch))

    @staticmethod
    def _name_below(path: Path, logical: str, bundle: str | None) -> str:
        inside = logical[len(bundle) :].strip("/") if bundle is not None else ""
        return f"{inside}/{path.name}".lstrip("/")

    def _split(self, name: str, lang: str | None) -> tuple[str, str, str]:
        """A file name's stem, its language and its suffix: `index.en.md` is ("index", "en", ".md")."""
        stem, dot, suffix = name.rpartition(".")
        stem, suffix = (stem, f".{suffix}") if stem and suffix else (name, "")
        front, dot, code = stem.rpartition(".")
        if lang is None and dot and code.lower() in self.languages:
            return front, code.lower(), suffix.lower()
        return stem, lang or self.default_language, suffix.lower()

    def entries(self, folder: Path) -> Iterator[os.DirEntry[str]]:
        """A folder's entries by name, without hidden and ignored ones and links that may not be followed."""
        for entry in self._all_entries(folder):
            hidden = entry.name.startswith((".", "#")) or entry.name.endswith("~")
            if not hidden and not any(pattern.search(entry.path) for pattern in self.ignored):
                yield entry

    def _all_entries(self, folder: Path) -> Iterator[os.DirEntry[str]]:
        """A folder's entries by name. Links lead to files and folders of the site, and never in circles."""
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            return  # it went since it was seen
        except OSError as error:
            message = f"this folder cannot be read: {error.strerror or error}."
            self.problems.error(message, Where(self.relative(folder)), "Check that you may read it.")
            return
        for entry in entries:
            wrong = self._wrong_link(entry, folder) if entry.is_symlink() else ""
            if not wrong:
                yield entry
                continue
            self._refuse(Path(entry.path), wrong)

    def _refuse(self, link: Path, wrong: str) -> None:
        where = Where(self.relative(link))
        self.problems.warn(f"this link {wrong}; it is left out.", where, "Copy what it should lead to.")

    def _leaves(self, folder: Path) -> bool:
        """Whether a link on the way to a folder of the site leads out of it, which is told."""
        real_site = self.site.resolve()
        way = [*reversed(folder.parents), folder] if folder.is_relative_to(self.site) else []
        for link in way[len(self.site.parents) + 1 :]:
            if link.is_symlink() and not link.resolve().is_relative_to(real_site):
                self._refuse(link, "leaves the site")
                return True
        return False

    def _wrong_link(self, entry: os.DirEntry[str], folder: Path) -> str:
        """Why a link is not followed; empty for a good one."""
        real_site, real_folder = self.site.resolve(), folder.resolve()
        try:
            target = Path(entry.path).resolve(strict=True)
        except (OSError, RuntimeError):  # Python before 3.13 has the latter for a link to itself
            return "leads nowhere"
        if not target.is_relative_to(real_site):
            return "leaves the site"
        through_link = real_folder != real_site / folder.relative_to(self.site)
        if target.is_dir() and (through_link or real_folder.is_relative_to(target)):
            return "leads to a folder above it, or stands behind another link"
        return ""

    def relative(self, path: Path) -> str:
        """A path as messages show it: from the site's root."""
        return path.as_posix().removeprefix(f"{self.site.as_posix()}/")

    def files_below(self, folder: Path) -> dict[str, File]:
        """All files below a folder of static files, by their path from there.

        Hidden ones such as .well-known/ are among them; those of git, macOS and editors are not.
        """
        return self._files_in(folder) if folder.is_dir() and not self._leaves(folder) else {}

    def _files_in(self, folder: Path) -> dict[str, File]:
        found: dict[str, File] = {}
        for entry in self._all_entries(folder):
            path = Path(entry.path)
            if entry.name.startswith(_LITTER) or entry.name.endswith("~"):
                continue
            if entry.is_dir():
                found |= {
                    f"{entry.name}/{name}": File(f"{entry.name}/{name}", f.path)
                    for name, f in self._files_in(path).items()
                }
            elif entry.is_file():
                found[entry.name] = File(entry.name, path)
        return found


def _has_front_matter(path: Path) -> bool:
    """Whether a file of HTML is a page's source, rather than a file to be served."""
    try:
        with path.open("rb") as file:
            return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"---", b"+++"))
    except OSError:
        return False
