"""The walk over a site's folders: which files are pages, which belong to them, in which language."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from masthead.content.model import File
from masthead.content.urls import urlize
from masthead.errors import Problem, Problems, Where
from masthead.listing import Listing

CONTENT_SUFFIXES = frozenset({".md", ".markdown", ".mdown"})
OTHER_SUFFIXES = frozenset({".org", ".adoc", ".asciidoc", ".ad", ".rst", ".pandoc", ".pdc"})
"""What Hugo makes pages of with the help of other programs."""
DATA_SUFFIXES = frozenset({".yaml", ".yml", ".toml"})
_LITTER = (".git", ".DS_Store", "._", ".#", "#")


class Found(Struct, frozen=True, gc=False):
    """A content file: its logical path, its language, and whether it may have pages below it."""

    path: str
    file: str
    logical: str
    lang: str
    branch: bool


class Tree(Struct):
    """All that a walk over content/ found.

    `files` maps a bundle's logical path to {name: {language: File}}; `loose` are the files that stand in no
    bundle, by the logical folder that they stand in.
    """

    pages: list[Found] = field(default_factory=list)
    files: dict[str, dict[str, dict[str, File]]] = field(default_factory=dict)
    loose: dict[str, dict[str, dict[str, File]]] = field(default_factory=dict)


class Root(Struct, frozen=True):
    """A folder of content, laid under the logical path `prefix`; `lang` when all of it is in one language."""

    path: Path
    lang: str | None
    prefix: str = ""


class Files(Struct, frozen=True):
    """What a walk over the site's folders found: content, people's data, static files, pictures, styles and
    fonts, by their path below assets/, and what was wrong on the way."""

    tree: Tree
    data: Mapping[str, File]
    static: Sequence[Mapping[str, File]]
    media: Mapping[str, File]
    styles: Mapping[str, File] = {}
    problems: Sequence[Problem] = ()


class Walker(Struct, frozen=True):
    """How names are read: the languages' codes, what to leave out, and how paths are written.

    Folders that are in the `listing` are not looked at again.
    """

    site: Path
    languages: tuple[str, ...]
    default_language: str
    ignored: tuple[re.Pattern[str], ...]
    accents: bool
    problems: Problems
    listing: Listing = field(default_factory=Listing)

    def walk(self, roots: Iterable[Root]) -> Tree:
        """Everything below the roots; the first file of a language at a logical path counts."""
        tree = Tree()
        for root in roots:
            if root.path.is_dir() and not self._leaves(root.path):
                self._folder(str(root.path), root.prefix, root.lang, None, tree)
        return tree

    def _folder(self, folder: str, logical: str, lang: str | None, bundle: str | None, tree: Tree) -> None:
        """Sort one folder's files; `bundle` is the leaf bundle that it stands in."""
        entries = [entry for entry in self._all_entries(folder) if not self._is_ignored(entry)]
        named = [(entry, *self._split(entry.name, lang)) for entry in entries if entry.is_file()]
        stems = {stem for entry, stem, _, suffix in named if suffix in CONTENT_SUFFIXES}
        leaf = bundle is None and "index" in stems
        if leaf:
            bundle = logical
        for entry, stem, file_lang, suffix in named:
            if suffix in CONTENT_SUFFIXES and (bundle is None or (leaf and stem == "index")):
                self._page(entry.path, stem, file_lang, logical, tree)
                continue
            path = Path(entry.path)
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
                name = urlize(entry.name, accents=self.accents) if bundle is None else entry.name
                below = f"{logical}/{name}"
                self._folder(
                    entry.path, below if bundle is not None else below.lstrip("/"), lang, bundle, tree
                )

    def _page(self, path: str, stem: str, lang: str, logical: str, tree: Tree) -> None:
        branch = stem == "_index"
        own = logical if stem in ("index", "_index") else f"{logical}/{urlize(stem, accents=self.accents)}"
        tree.pages.append(Found(path, self._from_root(path), own.lstrip("/"), lang, branch))

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

    def _is_ignored(self, entry: os.DirEntry[str]) -> bool:
        """Whether an entry is hidden, or the settings say that it is to be left out."""
        hidden = entry.name.startswith((".", "#")) or entry.name.endswith("~")
        return hidden or (bool(self.ignored) and any(pattern.search(entry.path) for pattern in self.ignored))

    def _all_entries(self, folder: str) -> Iterator[os.DirEntry[str]]:
        """A folder's entries by name. Links lead to files and folders of the site, and never in circles."""
        try:
            found = self.listing.entries(folder)
        except (FileNotFoundError, NotADirectoryError):
            return  # it went since it was seen
        except OSError as error:
            message = f"this folder cannot be read: {error.strerror or error}."
            self.problems.error(message, Where(self._from_root(folder)), "Check that you may read it.")
            return
        for _, entry in sorted(found.items()):
            wrong = self._wrong_link(entry, Path(folder)) if entry.is_symlink() else ""
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
        return self._from_root(path.as_posix())

    def _from_root(self, path: str) -> str:
        return path.removeprefix(f"{self.site.as_posix()}/")

    def files_below(self, folder: Path) -> dict[str, File]:
        """All files below a folder of static files, by their path from there.

        Hidden ones such as .well-known/ are among them; those of git, macOS and editors are not.
        """
        return self._files_in(str(folder)) if folder.is_dir() and not self._leaves(folder) else {}

    def _files_in(self, folder: str) -> dict[str, File]:
        found: dict[str, File] = {}
        for entry in self._all_entries(folder):
            if entry.name.startswith(_LITTER) or entry.name.endswith("~"):
                continue
            if entry.is_dir():
                found |= {
                    f"{entry.name}/{name}": File(f"{entry.name}/{name}", f.path)
                    for name, f in self._files_in(entry.path).items()
                }
            elif entry.is_file():
                found[entry.name] = File(entry.name, Path(entry.path))
        return found


def _has_front_matter(path: Path) -> bool:
    """Whether a file of HTML is a page's source, rather than a file to be served."""
    try:
        with path.open("rb") as file:
            return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"---", b"+++"))
    except OSError:
        return False
