"""How the frozen site suits the server that it is put on: the settings below `hosting`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from masthead.config.fitting import Names, Part, word

UrlStyle = Literal["pretty", "explicit", "relative"]


def _as_file_name(value: str) -> str:
    name = value.strip()
    if not name.strip(".") or "/" in name or "\\" in name:
        raise ValueError("the name of a file, without a folder")
    return name


FileName = Annotated[str, AfterValidator(_as_file_name)]
"""The name of a file in any folder."""


def _as_extensions(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip().lower().removeprefix(".") for name in names)


class Archive(Part):
    """A zip file with the frozen site."""

    file: FileName | None = None
    """Its name in the frozen folder."""
    leave_out: Names = ()
    """Patterns of what it does not hold, such as `media/*`; `*` stands for anything, folders too."""


def _named(value: object) -> object:
    return {"file": value} if isinstance(value, str) else value


class Hosting(Part):
    """What the frozen site has for its server. Pages that an app serves are the same whatever it says."""

    url_style: Annotated[UrlStyle, word()] = "pretty"
    """How links look: `pretty` (/x/), `explicit` (/x/index.html), `relative` (../x/index.html)."""
    ascii_names: bool = False
    """Whether names of files are spelled with ASCII letters, and links with them."""
    leave_out_formats: Annotated[Names, AfterValidator(_as_extensions)] = ()
    """Extensions of pictures that must not be published, such as `webp`."""
    copies: Mapping[str, FileName] = Field(default_factory=dict)
    """Second names of files in every folder, such as `index.htm: index.html`."""
    github_pages: bool = False
    """Whether to add what GitHub Pages reads in branches: `.nojekyll`, and `CNAME` for one's own domain."""
    zip: Annotated[Archive, BeforeValidator(_named)] = Archive.model_construct()
    """A zip file to publish with the site, by its name or with `leave_out`."""

    @property
    def explicit(self) -> bool:
        """Whether links name the file that a page is in."""
        return self.url_style != "pretty"

    def styled(self, url_style: str) -> Hosting:
        """The same with links in another style, unless that is empty."""
        return self.model_copy(update={"url_style": url_style}) if url_style else self
