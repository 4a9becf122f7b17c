"""The languages of a site, each with what its own settings change."""

from __future__ import annotations

from collections.abc import Mapping

from masthead.config.dialects import read_params
from masthead.config.fitting import fit
from masthead.config.model import Language, LanguageValues
from masthead.config.params import Params
from masthead.config.settings import Place, Settings, map_at, merged, renamed, unused_in
from masthead.config.structures import read_menus, read_permalinks, read_taxonomies
from masthead.config.values import NAMES, STRUCTURES, Values
from masthead.errors import Problems, did_you_mean

_NAMES = {
    "locale": "locale",
    "languagecode": "locale",
    "label": "name",
    "languagename": "name",
    "direction": "direction",
    "languagedirection": "direction",
    "weight": "weight",
    "title": "title",
    "contentdir": "content_dir",
    "copyright": "copyright",
    "hascjklanguage": "has_cjk",
    "summarylength": "summary_length",
}
_OWN = ("params", "menus", "menu", "taxonomies", "permalinks", "disabled")
_OF_HUGO = {*STRUCTURES, *(key.split(".")[0] for key in NAMES)}


def read_languages(
    settings: Settings, values: Values, taxonomies: Mapping[str, str], problems: Problems
) -> tuple[tuple[Language, ...], list[Place]]:
    """The languages that are on, in Hugo's order, and the places of settings that nothing acts upon."""
    entries = map_at(settings, problems, "languages")
    empty = {path[0] for path in entries.places if len(path) == 1 and isinstance(path[0], str)}
    codes = sorted(empty | set(entries.values)) or [values.default_language.lower() or "en"]
    off = {code.lower() for code in values.disable_languages}
    off |= {code for code in codes if str(entries.get(code, "disabled")).lower() == "true"}
    if off.issuperset(codes):
        where = settings.place("languages").where
        problems.warn("Every language is disabled.", where, "None of them is, then.")
        off = set()
    inherited = values.model_dump(include={"title", "copyright", "has_cjk", "summary_length"})
    inherited |= {"locale": values.locale if len(codes) == 1 else ""}
    languages, unused = [], []
    for code in codes:
        if code not in off:
            base, entry = Settings({**inherited, "code": code}), map_at(entries, problems, code)
            language, places = _language(base, entry, settings, taxonomies, problems)
            languages.append(language)
            unused += places
    languages.sort(key=lambda language: (language.weight, language.code))
    return tuple(languages), unused


def _language(
    base: Settings, entry: Settings, site: Settings, taxonomies: Mapping[str, str], problems: Problems
) -> tuple[Language, list[Place]]:
    known, rest = renamed(entry.without(*_OWN), _NAMES)
    values, _ = fit(LanguageValues, merged(base, known), problems)
    own = merged(rest.without(*_OF_HUGO), map_at(entry, problems, "params"))
    params, unused = read_params(merged(map_at(site, problems, "params"), own), problems)
    permalinks = merged(site.at("permalinks"), entry.at("permalinks"))
    changes = {
        "locale": values.locale or values.code,
        "title": params.seo.title or params.identity.name or values.title,
        "params": _named(params, values.title),
        "menus": read_menus(merged(_menus(site, problems), _menus(entry, problems)), problems),
        "taxonomies": read_taxonomies(entry, taxonomies, problems),
        "permalinks": read_permalinks(permalinks, problems),
    }
    unused += unused_in(rest.without(*own.values))
    return Language.model_construct(**{**dict(values), **changes}), unused


def _menus(settings: Settings, problems: Problems) -> Settings:
    """`menus`, also where it is called `menu`, as Hugo once did."""
    return merged(map_at(settings, problems, "menu"), map_at(settings, problems, "menus"))


def _named(params: Params, title: str) -> Params:
    """Params whose identity has a name and an organization: the site's title where they name none."""
    name = params.identity.name or title
    organization = params.identity.organization or name
    identity = params.identity.model_copy(update={"name": name, "organization": organization})
    return params.model_copy(update={"identity": identity})


def default_language(
    settings: Settings, values: Values, languages: tuple[Language, ...], problems: Problems
) -> str:
    """The code of the language at the root: the one that the settings name, else `en`, else the first."""
    codes = [language.code for language in languages]
    wanted = values.default_language.lower()
    if wanted in codes or not codes:
        return wanted or "en"
    if wanted:
        place = settings.place("defaultcontentlanguage")
        message = f"`{place.key}` is {wanted!r}, which is no language of this site ({', '.join(codes)})."
        problems.warn(message, place.where, f"{did_you_mean(wanted, codes)} {codes[0]!r} is used.".strip())
    return "en" if "en" in codes else codes[0]
