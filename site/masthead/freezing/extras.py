"""Files that a server wants beside the pages: second names of pages, what GitHub Pages reads, a zip file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from masthead.config.hosting import Hosting
from masthead.freezing.files import Claims
from masthead.publish import Staging

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_PACKED = frozenset(
    (".avif", ".gif", ".gz", ".jpeg", ".jpg", ".mp4", ".pdf", ".png", ".webm", ".webp", ".woff2", ".zip")
)


def add_extras(stage: Staging, claims: Claims, hosting: Hosting, address: str) -> None:
    """Add what `hosting` asks for to the files of a site at an address, which may be unknown.

    The site's own files of these names stay, but no zip file may have the name of another. Raises
    ContentError where a name is taken, and PublishError.
    """
    own = frozenset(stage.paths)
    for path, source in _copies(own, hosting):
        stage.add(claims.claim(f"/{path}"), stage.read(source))
    for path, content in _for_github(hosting, address):
        if path not in own:
            stage.add(claims.claim(f"/{path}"), content)
    if hosting.zip.file is not None:
        file = claims.claim(f"/{hosting.zip.file}")
        stage.add(file, _zipped(stage, hosting.zip.leave_out))


def _copies(own: Collection[str], hosting: Hosting) -> Iterator[tuple[str, str]]:
    """Where a copy is to stand, and of what."""
    for path in sorted(own) if hosting.copies else ():
        folder, slash, file = path.rpartition("/")
        for copy, name in hosting.copies.items():
            if file == name and (place := f"{folder}{slash}{copy}") not in own:
                yield place, path


def _for_github(hosting: Hosting, address: str) -> Iterator[tuple[str, bytes]]:
    """What keeps GitHub from reading the site as Jekyll's, and the domain, where that is the site's own."""
    if not hosting.github_pages:
        return
    yield ".nojekyll", b""
    parts = urlsplit(address)
    if parts.hostname and parts.path in ("", "/") and not parts.hostname.endswith(".github.io"):
        yield "CNAME", f"{parts.hostname}\n".encode()


def _zipped(stage: Staging, left_out: Iterable[str]) -> bytes:
    """The files that were added so far, in a zip file that the same files make the same."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for path in sorted(stage.paths):
            if not any(fnmatchcase(path, pattern) for pattern in left_out):
                info = ZipInfo(path, _EARLIEST)
                info.create_system, info.external_attr = 3, _READABLE
                packed = PurePosixPath(path).suffix.lower() in _PACKED
                archive.writestr(info, stage.read(path), ZIP_STORED if packed else ZIP_DEFLATED)
    return target.getvalue()
