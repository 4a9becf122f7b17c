"""What an `<img>` chooses from: the URLs of a picture's variants, and the variant that a URL names.

A variant stands at the picture's own URL with its name behind it, `/post/x/featured.jpg.card-800.webp`, so
that whoever has the site can make it, whichever process printed the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field

from masthead.content.model import Asset, File, Resource
from masthead.content.notes import Notes
from masthead.markup import Sources
from masthead.media.images import SIZES, Format, Variant, variants
from masthead.media.info import PictureInfo
from masthead.media.store import PictureStore

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".bmp", ".tif", ".tiff"})
"""Extensions of pictures."""

_VARIANT = re.compile(r"(/.+)\.(([a-z]+)-[0-9]{1,4}(?:-([a-z]+))?\.[a-z]+)")
_FILE_NAME_BYTES = 255


class Pictures(Struct, frozen=True, dict=True):
    """The pictures of a site at one moment; `notes` get the URLs of the variants that pages show."""

    table: Mapping[str, Resource]
    store: PictureStore
    formats: Sequence[Format]
    notes: Notes = field(default_factory=lambda: Notes([]))

    def sources(
        self, url: str, file: File, size: str, focal: str, path: Callable[[str], str]
    ) -> Sources | None:
        """The widths of the picture at a site-absolute URL in a named size; None for a file alone.

        `path` turns a site-absolute URL into what the page prints.
        """
        found = self._variants(url, file, size, focal)
        if not found:
            return None
        for variant in sorted(found, key=lambda variant: variant.width):  # the order that is quickest to make
            self._url(url, variant)
        own = [variant for variant in found if variant.format != "webp"] or found
        webp = [variant for variant in found if variant not in own]
        return Sources(
            self._srcset(url, own, path),
            self._srcset(url, webp, path),
            SIZES[size].sizes,
            found[-1].width,
            found[-1].height,
        )

    def largest(self, url: str, file: File, size: str) -> str:
        """The site-absolute URL of the widest variant in the first of the formats, or of the file itself."""
        found = self._variants(url, file, size, "")
        first = [variant for variant in found if variant.format == found[0].format]
        return self._url(url, first[-1]) if first else url

    def find(self, url: str) -> tuple[File, Variant] | None:
        """The file and the variant that a site-absolute URL names; None where it names no variant."""
        named = _VARIANT.fullmatch(url)
        if named is None or named[3] not in SIZES:
            return None
        asset = self.table.get(named[1])
        if not isinstance(asset, Asset):
            return None
        found = self._variants(named[1], asset.file, named[3], named[4] or "")
        return next(((asset.file, variant) for variant in found if variant.name == named[2]), None)

    def _variants(self, url: str, file: File, size: str, focal: str) -> list[Variant]:
        """Of a picture that is served, of a name that leaves room for theirs."""
        if file.path.suffix.lower() not in PICTURES or not isinstance(self.table.get(url), Asset):
            return []
        info = self.store.info(file.path)
        if not isinstance(info, PictureInfo):
            return []
        named = SIZES[size]
        found = variants(info, named, named.formats or self.formats, focal)
        name = url.rpartition("/")[2]
        longest = max((len(f"{name}.{variant.name}".encode()) for variant in found), default=0)
        return found if longest <= _FILE_NAME_BYTES else []

    def _srcset(self, url: str, found: Sequence[Variant], path: Callable[[str], str]) -> str:
        return ", ".join(f"{path(self._url(url, variant))} {variant.width}w" for variant in found)

    def _url(self, url: str, variant: Variant) -> str:
        """Where a variant is to be found, which counts as printed."""
        if not variant.name:
            return url
        whole = f"{url}.{variant.name}"
        self.notes.trace.printed[whole] = None
        return whole
