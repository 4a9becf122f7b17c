"""Hugo's settings that are plain values, such as the title, and their names here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from masthead.config.fitting import Folder, Folders, Names, Part, Patterns, fit
from masthead.config.settings import Place, Settings, renamed, unused_in
from masthead.errors import Problems

NAMES = {
    "baseurl": "base_url",
    "title": "title",
    "copyright": "copyright",
    "locale": "locale",
    "languagecode": "locale",
    "timezone": "time_zone",
    "defaultcontentlanguage": "default_language",
    "defaultcontentlanguageinsubdir": "default_in_subdir",
    "disablelanguages": "disable_languages",
    "contentdir": "content_dir",
    "staticdir": "static_dirs",
    "assetdir": "assets_dir",
    "datadir": "data_dir",
    "i18ndir": "i18n_dir",
    "builddrafts": "build_drafts",
    "buildfuture": "build_future",
    "buildexpired": "build_expired",
    "summarylength": "summary_length",
    "hascjklanguage": "has_cjk",
    "pagination.pagersize": "pager_size",
    "paginate": "pager_size",
    "pagination.path": "pager_path",
    "paginatepath": "pager_path",
    "enableemoji": "emoji",
    "ignorefiles": "ignore_files",
    "removepathaccents": "remove_path_accents",
    "disablepathtolower": "disable_path_to_lower",
    "uglyurls": "ugly_urls",
    "disablealiases": "disable_aliases",
    "disablekinds": "disable_kinds",
    "mainsections": "main_sections",
    "pluralizelisttitles": "pluralize_titles",
    "capitalizelisttitles": "capitalize_titles",
    "titlecasestyle": "title_style",
    "enablerobotstxt": "robots",
    "services.rss.limit": "rss_limit",
    "rsslimit": "rss_limit",
    "related.threshold": "related.threshold",
    "related.includenewer": "related.include_newer",
    "related.tolower": "related.lower",
    "related.indices": "related.indices",
    "footnotereturnlinkcontents": "text.footnote_return",
    "markup.unsafe": "text.unsafe",
    "markup.goldmark.renderer.unsafe": "text.unsafe",
    "markup.goldmark.renderer.hardwraps": "text.hard_wraps",
    "markup.goldmark.extensions.typographer": "text.typographer",
    "markup.highlight.linenos": "text.line_numbers",
    "markup.highlight.guesssyntax": "text.guess_syntax",
    "markup.tableofcontents.startlevel": "text.toc_start",
    "markup.tableofcontents.endlevel": "text.toc_end",
    "markup.tableofcontents.ordered": "text.toc_ordered",
}
"""Hugo's settings that are plain values, and their names in `Config`."""

STRUCTURES = frozenset(
    (
        "cascade",
        "hosting",
        "languages",
        "menu",
        "menus",
        "module",
        "outputs",
        "params",
        "permalinks",
        "taxonomies",
    )
)
"""Hugo's settings that are more than plain values."""


class RelatedIndex(Part):
    """One kind of likeness between pages: the front matter that it compares, and how much it counts."""

    name: str = ""
    weight: int = 0


class Related(Part):
    """When a page is related to another: `threshold` is from 0 to 100."""

    threshold: int = 80
    include_newer: bool = False
    lower: bool = False
    indices: tuple[RelatedIndex, ...] = (
        RelatedIndex(name="keywords", weight=100),
        RelatedIndex(name="date", weight=10),
        RelatedIndex(name="tags", weight=80),
    )


def _on_unless_disabled(value: object) -> object:
    return str(value.get("disable")).lower() != "true" if isinstance(value, Mapping) else value


class Text(Part):
    """How Markdown becomes HTML."""

    unsafe: bool = True
    typographer: Annotated[bool, BeforeValidator(_on_unless_disabled)] = True
    hard_wraps: bool = False
    line_numbers: bool = False
    guess_syntax: bool = True
    toc_start: int = 2
    toc_end: int = 3
    toc_ordered: bool = False
    footnote_return: str = "&#x21a9;&#xfe0e;"


class Values(Part):
    """The settings of a site that are plain values."""

    base_url: str = ""
    title: str = ""
    copyright: str = ""
    locale: str = ""
    time_zone: str = ""
    default_language: str = ""
    default_in_subdir: bool = False
    disable_languages: Names = ()
    content_dir: Folder = "content"
    static_dirs: Folders = ("static",)
    assets_dir: Folder = "assets"
    data_dir: Folder = "data"
    i18n_dir: Folder = "i18n"
    build_drafts: bool = False
    build_future: bool = False
    build_expired: bool = False
    summary_length: int = 70
    has_cjk: bool = False
    pager_size: int = Field(10, ge=1)
    pager_path: str = "page"
    emoji: bool = False
    ignore_files: Patterns = ()
    remove_path_accents: bool = False
    disable_path_to_lower: bool = False
    ugly_urls: bool | Mapping[str, bool] = False
    disable_aliases: bool = False
    disable_kinds: Names = ()
    main_sections: Names = ()
    pluralize_titles: bool = True
    capitalize_titles: bool = True
    title_style: str = "ap"
    robots: bool = False
    rss_limit: int = -1
    related: Related = Related.model_construct()
    text: Text = Text.model_construct()


def read_values(settings: Settings, problems: Problems) -> tuple[Values, list[Place]]:
    """The plain values in a site's settings, and the places of settings that nothing acts upon."""
    known, rest = renamed(settings.without(*STRUCTURES), NAMES)
    values, unknown = fit(Values, known, problems)
    return values, unknown + unused_in(rest)
