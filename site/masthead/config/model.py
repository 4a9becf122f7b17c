"""What the settings of a site are, once read: `Config`, its languages and their menus."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct
from pydantic import Field

from masthead.config.files import EXTENSIONS
from masthead.config.fitting import Folder, Part
from masthead.config.hosting import Hosting
from masthead.config.params import Params, PictureFormat
from masthead.config.settings import Place
from masthead.config.skin import Skin
from masthead.config.values import Values
from masthead.errors import Where
from masthead.packs import FontPack

KINDS = ("page", "home", "section", "taxonomy", "term")


class Dialect(StrEnum):
    """The generations of Hugo Blox, which show the same content with other details."""

    BOOTSTRAP = "bootstrap"
    TAILWIND = "tailwind"
    KIT = "kit"


class MenuItem(Part):
    """An entry of a menu; `parent` is the identifier (or name) of the entry that it is below."""

    name: str = ""
    title: str = ""
    url: str = ""
    page_ref: str = ""
    identifier: str = ""
    parent: str = ""
    weight: int = 0
    pre: str = ""
    post: str = ""
    params: Mapping[str, Any] = Field(default_factory=dict)
    where: Where

    @property
    def key(self) -> str:
        """What the `parent` of other entries names this one by."""
        return self.identifier or self.name


class Cascade(Struct, frozen=True):
    """Front matter that pages below inherit: all pages, or those that a target names.

    `path` is a glob (`/blog/**`), `kind` one of `KINDS`, `lang` a language's code; an empty one fits all.
    """

    values: Mapping[str, Any]
    path: str
    kind: str
    lang: str
    where: Where


class Mount(Struct, frozen=True):
    """A file or folder of the site that stands for one (`target`) in content, static, assets, data or i18n.

    `lang` is the language that it belongs to, empty for all; `files` are globs of what it includes (`!` in
    front: leaves out), none for everything.
    """

    source: str
    target: str
    lang: str = ""
    files: tuple[str, ...] = ()


class BlockName(Struct, frozen=True):
    """A kind of section that the settings name: `package.module:Class`, or what a package calls it."""

    name: str
    where: Where


class LanguageValues(Part):
    """What is a plain value of a language."""

    code: str
    locale: str = ""
    name: str = ""
    title: str = ""
    weight: int = 0
    direction: str = ""
    content_dir: Folder | None = None
    copyright: str = ""
    has_cjk: bool = False
    summary_length: int = 70


class Language(LanguageValues):
    """A language of the site, with its params, menus and all else that may differ by language."""

    params: Params = Params.model_construct()
    skin: Skin = Skin()
    menus: Mapping[str, tuple[MenuItem, ...]] = Field(default_factory=dict)
    taxonomies: Mapping[str, str] = Field(default_factory=dict)
    permalinks: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)


class Config(Values):
    """Everything that a site's settings say. Folders are relative to `root`.

    `title` is the default language's. `taxonomies` is plural by singular name; `permalinks` is pattern by
    section (or taxonomy) by kind; `outputs` names formats, in lower case, by kind. `unused` lists the
    settings that Masthead does not act upon.
    """

    root: Path
    languages: tuple[Language, ...]
    taxonomies: Mapping[str, str]
    permalinks: Mapping[str, Mapping[str, str]]
    outputs: Mapping[str, tuple[str, ...]]
    cascade: tuple[Cascade, ...]
    dialect: Dialect
    mounts: tuple[Mount, ...]
    blocks: tuple[BlockName, ...]
    hosting: Hosting = Hosting.model_construct()
    font_packs: Mapping[str, FontPack]
    unused: tuple[Place, ...]

    @property
    def picture_formats(self) -> tuple[PictureFormat, ...]:
        """The formats that pictures are made in."""
        left_out = self.hosting.leave_out_formats
        kept = tuple(name for name in self.language().params.media.formats if name not in left_out)
        return kept or ("original",)

    def reads(self, file: Path) -> bool:
        """Whether a file may be one of settings, or of what pages are made from; templates apart."""
        folders = (self.root / "config", *(self.root / mount.source for mount in self.mounts))
        settings = file.parent == self.root and file.suffix.lstrip(".") in EXTENSIONS
        return settings or any(map(file.is_relative_to, folders))

    def language(self, code: str = "") -> Language:
        """A language by its code, the default one without. Raises KeyError when there is none."""
        wanted = code or self.default_language
        for language in self.languages:
            if language.code == wanted:
                return language
        raise KeyError(wanted)
