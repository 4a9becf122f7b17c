"""`load_config`: from a site's folder to its `Config`."""

from __future__ import annotations

from pathlib import Path

from masthead.config.files import all_settings, hugo_files, hugo_version, masthead_file
from masthead.config.languages import default_language, read_languages
from masthead.config.model import Config
from masthead.config.packs import read_color_packs, read_font_packs
from masthead.config.settings import map_at
from masthead.config.skin import make_skin
from masthead.config.structures import (
    HUGO_TAXONOMIES,
    OWN_TAXONOMIES,
    read_blocks,
    read_dialect,
    read_hosting,
    read_mounts,
    read_outputs,
    read_permalinks,
    read_settings_cascade,
    read_taxonomies,
)
from masthead.config.values import read_values
from masthead.errors import ContentError, Level, Problem, Problems, Where


def load_config(root: Path, problems: Problems) -> Config:
    """The settings of the site in a folder: Hugo's, or those of `masthead.yaml`, which overrides them.

    What cannot be read is noted as an error, a value of a wrong type as a warning, and the default is used.
    Raises ContentError when the folder holds no site.
    """
    hugo, own = hugo_files(root), masthead_file(root)
    if not hugo and not own and not (root / "content").is_dir():
        message = f"There is no site in {str(root)!r}: neither settings nor a folder `content`."
        raise ContentError(Problem(message, Where("."), "Start one with `masthead new DIR`.", Level.ERROR))
    settings = all_settings(root, problems)
    values, unused = read_values(settings, problems)
    taxonomies = read_taxonomies(settings, HUGO_TAXONOMIES if hugo else OWN_TAXONOMIES, problems)
    languages, unused_by_languages = read_languages(settings, values, taxonomies, problems)
    default = default_language(settings, values, languages, problems)
    content_dirs = {language.code: language.content_dir for language in languages if language.content_dir}
    color_packs = read_color_packs(root, root / values.data_dir, problems)
    font_packs = read_font_packs(root, root / values.data_dir, problems)
    config = Config.model_construct(  # all of it has been validated
        **dict(values),
        root=root,
        languages=tuple(
            language.model_copy(update={"skin": make_skin(language.params, color_packs, font_packs)})
            for language in languages
        ),
        taxonomies=taxonomies,
        permalinks=read_permalinks(map_at(settings, problems, "permalinks"), problems),
        outputs=read_outputs(map_at(settings, problems, "outputs")),
        cascade=read_settings_cascade(settings),
        dialect=read_dialect(settings, hugo_version(root)),
        mounts=read_mounts(settings, values, content_dirs, problems),
        blocks=read_blocks(settings.at("params", "masthead"), problems),
        hosting=read_hosting(settings, problems),
        font_packs=font_packs,
        unused=tuple(dict.fromkeys([*unused, *unused_by_languages])),
    )
    title = next((language.title for language in languages if language.code == default), values.title)
    base_url = values.base_url.strip()
    changes = {
        "default_language": default,
        "title": title,
        "base_url": base_url.rstrip("/") + "/" if "://" in base_url else "",
    }
    return config.model_copy(update=changes)
