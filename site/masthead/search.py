"""Search: the index that Pagefind makes of a site's pages, to be published with them and to be served."""

from __future__ import annotations

import hashlib
import json
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile, TemporaryDirectory
from threading import Lock

from masthead.cache import FOLDER, prepare
from masthead.config import Config
from masthead.config.files import hugo_files, masthead_file
from masthead.errors import ContentError, Level, Problem, Where

URL = "/masthead/pagefind/"
"""Where the files of the index stand."""

ENTRY = "pagefind-entry.json"
"""The file of the index that is read first: it names the others."""

MARK = b" data-pagefind-body"
"""What is in every page that can be found."""

LEFT_OUT = (
    ".mh-problems",
    ".mh-notices",
    ".mh-side",
    ".mh-crumbs",
    ".mh-crumb",
    ".mh-toc",
    ".mh-authors",
    ".mh-related",
    ".mh-neighbours",
    ".mh-page-foot",
    ".mh-pager",
    ".mh-search",
)
"""The parts of pages that repeat what other pages say, or lead to them."""

NO_WORDS = "did not contain any html files"
"""What Pagefind says of pages that hold no word at all."""

_WANTED = ("pagefind.js", "pagefind-worker.js", ENTRY)
_WANTED_SUFFIXES = frozenset((".pagefind", ".pf_meta", ".pf_index", ".pf_fragment"))


def executable() -> Path | None:
    """The program that makes the index; None without the extra `search`, or where it has none to offer."""
    if find_spec("pagefind") is None:
        return None
    from pagefind.service import get_executable

    return get_executable()


def is_wanted(config: Config) -> bool:
    """Whether the settings of any language ask for a search."""
    return any(language.params.searchable for language in config.languages)


def is_ready(config: Config) -> bool:
    """Whether an index is to be made, and can be."""
    return is_wanted(config) and executable() is not None


def lacking(config: Config) -> Problem | None:
    """What an author has to know whose settings ask for a search that cannot be made."""
    if not is_wanted(config) or executable() is not None:
        return None
    file = masthead_file(config.root) or next(iter(hugo_files(config.root)), config.root)
    message = "the settings ask for a search, but what makes its index is not installed."
    hint = "Run: pip install 'masthead[search]'. Without it the search button leads to a list of all pages."
    return Problem(message, Where(file.relative_to(config.root).as_posix()), hint, Level.WARNING)


def index(pages: Iterable[tuple[str, bytes]], root: Path, *, explicit: bool = False) -> dict[str, bytes]:
    """The files of the index, by their paths in the frozen site; none when no page can be found.

    `pages` are the site's HTML by file, such as "a/index.html"; those without the mark are passed over. The
    last index is kept in the site's `root`, and used again for the same pages. What is found is called by its
    file where URLs are `explicit`. Raises ContentError when Pagefind cannot be run, or says that it failed.
    """
    with TemporaryDirectory(prefix="masthead-") as work:
        digests: dict[str, str] = {}
        with zipfile.ZipFile(Path(work, "site.zip"), "w") as site:
            for path, html in pages:
                if MARK in html:
                    digests[path] = hashlib.sha256(html).hexdigest()
                    site.writestr(path, html)
        if not digests:
            return {}
        options = ("--keep-index-url",) if explicit else ()
        key = _key(digests, options)
        kept = root / FOLDER / "search" / "index.zip"
        files = _kept(kept, key)
        if files is None:
            files = _made(Path(work), options)
            with suppress(OSError):  # a site that cannot be written to is indexed anew each time
                _keep(kept, key, files)
        return files


class LiveIndex:
    """The index of an app that serves its pages: made when somebody searches, anew when pages changed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._edition: object = None
        self._files: Mapping[str, bytes] = {}

    def file(self, url: str, edition: object, make: Callable[[], Mapping[str, bytes]]) -> bytes | None:
        """A file of the index; None when it has no such file.

        A search begins with the entry: then the index is of this edition. Its other files stay those that
        the entry named.
        """
        with self._lock:
            if self._edition is None or (url == URL + ENTRY and edition is not self._edition):
                self._files, self._edition = make(), edition
            return self._files.get(url[1:])


def _key(digests: Mapping[str, str], options: Iterable[str]) -> bytes:
    """What an index depends on: Pagefind, its options, what is left out, and the pages."""
    pages = (f"{path}\0{digests[path]}" for path in sorted(digests))
    parts = [version("pagefind"), *options, *LEFT_OUT, *pages]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest().encode()


def _made(work: Path, options: Iterable[str]) -> dict[str, bytes]:
    """Run Pagefind over the pages in `work`/site.zip."""
    program = executable()
    if program is None:
        raise _failed("it is not installed", "Install it: pip install 'masthead[search]'.")
    with zipfile.ZipFile(work / "site.zip") as site:
        site.extractall(work / "site")
    command = [str(program), "--silent", "--site", str(work / "site"), "--output-path", str(work / "index")]
    command += options
    for selector in LEFT_OUT:
        command += ["--exclude-selectors", selector]
    try:
        subprocess.run(command, check=True, capture_output=True, cwd=work)
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).decode(errors="replace").strip().rstrip(".")
        if NO_WORDS in said:
            return {}
        raise _failed(said or f"it ended with status {error.returncode}") from error
    except OSError as error:
        raise _failed(f"{program} cannot be run: {error.strerror or error}") from error
    return {
        f"{URL[1:]}{file.relative_to(work / 'index').as_posix()}": _in_order(file)
        for file in sorted((work / "index").rglob("*"))
        if file.name in _WANTED or file.suffix in _WANTED_SUFFIXES
    }


def _in_order(file: Path) -> bytes:
    """The bytes of a file; those of the entry with its languages in the same order every time."""
    content = file.read_bytes()
    return json.dumps(json.loads(content), sort_keys=True).encode() if file.name == ENTRY else content


def _failed(reason: str, hint: str = "Install it anew: pip install -U 'masthead[search]'.") -> ContentError:
    return ContentError(
        Problem(f"Pagefind could not make the index: {reason}.", Where("search"), hint, Level.ERROR)
    )


def _kept(file: Path, key: bytes) -> dict[str, bytes] | None:
    """The index that was kept, if it is the one that is wanted."""
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.comment == key:
                return {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile):
        pass
    return None


def _keep(file: Path, key: bytes, files: Mapping[str, bytes]) -> None:
    prepare(file.parent)
    with NamedTemporaryFile(dir=file.parent, suffix=".zip", delete=False) as target:
        try:
            with zipfile.ZipFile(target, "w") as archive:
                archive.comment = key
                for name, content in files.items():
                    archive.writestr(name, content)
            Path(target.name).replace(file)
        except OSError:
            Path(target.name).unlink(missing_ok=True)
            raise


def file_of(url: str) -> str:
    """The file that a page stands in when it is frozen: "/a/" → "a/index.html"."""
    return str(PurePosixPath(url.lstrip("/") + ("index.html" if url.endswith("/") else "")))
