"""The words of the interface in a page's language, and what else depends on a language alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from msgspec import Struct

from masthead.errors import Problem, Where
from masthead.nesting import TooDeepError, read_toml, too_deep_at

Forms = Mapping[str, str]
"""A translation by CLDR plural category; one without plurals has `other` alone."""

CollationKey = tuple[str, str]

BASE = "en"
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
PUBLICATION_TYPES = (
    "uncategorized",
    "paper-conference",
    "article-journal",
    "article",
    "report",
    "book",
    "chapter",
    "thesis",
    "patent",
)
"""CSL's names in the order of the numbers that older sites write."""

_PLACEHOLDER = re.compile(r"\{\{-?\s*\.(?P<field>\w*)\s*-?\}\}|\{(?P<name>/?\w+)\}|(?P<count>%[dv])")
_FAMILY = re.compile(r"(?:btn|pub|callout|block)_")
_ORDER = "ZPSNL"
_AFTER_LETTERS = "\U0001f6c6"  # the first of the pictographs that the tables of Hugo's order do not know
_FROM_THE_RIGHT = frozenset(
    {
        *("apc", "ar", "bal", "bgn", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "nqo"),
        *("ps", "rhg", "sd", "sdh", "skr", "syr", "trw", "ug", "ur", "yi"),
    }
)
_SCRIPTS_FROM_THE_RIGHT = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})
_NORDIC = {"z": "æøå"}
_OWN_LETTERS: Mapping[str, Mapping[str, str]] = {
    "cs": {"c": "č", "r": "ř", "s": "š", "z": "ž"},
    "da": _NORDIC,
    "es": {"n": "ñ"},
    "fi": {"z": "åäö"},
    "nb": _NORDIC,
    "nn": _NORDIC,
    "no": _NORDIC,
    "pl": {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "źż"},
    "sk": {"a": "ä", "c": "č", "o": "ô", "s": "š", "z": "ž"},
    "sv": {"z": "åäö"},
}


class Layer(Struct, frozen=True):
    """The messages of one file, by key, and the language whose plural rule they follow."""

    lang: str
    messages: Mapping[str, Forms]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: `layers` are asked in order; `problems` are files that cannot be read."""

    lang: str
    layers: tuple[Layer, ...]
    problems: tuple[Problem, ...] = ()
    _bare: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def get(self, key: str, /, count: int | None = None, **values: object) -> str:
        """The translation of a key, as plain text or as the site's own file has it.

        `count` chooses the plural form and stands for `{{ .Count }}`, `{{ . }}`, `{count}` and `%d`; `values`
        fill `{{ .Name }}` and `{name}`, in any case. A placeholder without a value stays as it is. A key that
        no language has is spelled out: `btn_field_notes` is "Field notes".
        """
        if count is not None or values:
            return self._filled(key, count, values)
        if key not in self._bare:
            self._bare[key] = self._filled(key, None, {})
        return self._bare[key]

    def _filled(self, key: str, count: int | None, values: Mapping[str, object]) -> str:
        for layer in self.layers:
            if forms := layer.messages.get(key):
                rule = "other" if count is None else locale_of(layer.lang).plural_form(count)
                text = forms.get(rule) or forms.get("other") or next(iter(forms.values()))
                return _fill(text, {name.lower(): value for name, value in values.items()}, count)
        return _spelled(key)

    def __contains__(self, key: str) -> bool:
        return any(key in layer.messages for layer in self.layers)


def load_words(lang: str, overrides: Sequence[Path] = ()) -> Words:
    """The words of a language, with those of the site's own files before the shipped ones.

    `overrides` are files of the site's `i18n` folder (`zh.yaml`, `en-gb.toml`, `fr.json`); those for other
    languages are passed over, so all of them may be given. A word that a language lacks comes from the more
    general one (`zh-hant`, `zh`) and at last from English. A file that cannot be read is a problem of the
    words and takes nothing else with it.
    """
    layers: list[Layer] = []
    problems: list[Problem] = []
    for code in fallbacks(lang):
        for path in overrides:
            if _code(path.stem) == code:
                messages, problem = _read(path)
                layers.append(Layer(code, messages))
                problems += [problem] if problem else []
        layers.append(Layer(code, _shipped(code)))
    return Words(lang, tuple(layers), tuple(problems))


def fallbacks(lang: str) -> tuple[str, ...]:
    """A language and those that stand in for it: `zh-TW` → `zh-tw`, `zh-hant`, `zh`, `en`."""
    code = _code(lang)
    base = code.partition("-")[0]
    locale = locale_of(lang)
    script = [f"{base}-{locale.script.lower()}"] if locale.script and locale.language == base else []
    return tuple(dict.fromkeys([code, *script, base, BASE]))


@cache
def locale_of(lang: str) -> Locale:
    """Babel's locale for a language code, or for the nearest code that Babel knows; English when none is."""
    parts = _code(lang).split("-")
    while parts:
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return Locale(BASE)


@cache
def direction(lang: str) -> str:
    """`ltr` or `rtl`, for the `dir` of an element in this language.

    Babel would read megabytes of names, currencies and calendars for that.
    """
    locale = locale_of(lang)
    if locale.script:
        return "rtl" if locale.script in _SCRIPTS_FROM_THE_RIGHT else "ltr"
    return "rtl" if locale.language in _FROM_THE_RIGHT else "ltr"


def language_name(lang: str) -> str:
    """What a language calls itself (`Français`, `繁體中文`); its code where Babel does not know it."""
    locale = locale_of(lang)
    if locale.language != _code(lang).partition("-")[0]:
        return lang
    known = locale.languages.get(str(locale)) or locale.languages.get(f"{locale.language}_{locale.script}")
    name = str(known or locale.get_display_name(locale))
    return name[:1].upper() + name[1:]


def publication_type_key(value: str | int) -> str:
    """The key of a publication type, given by its CSL name or by its number: `2`, `article-journal`."""
    name = str(value).strip().lower()
    if name.isdecimal() and int(name) < len(PUBLICATION_TYPES):
        name = PUBLICATION_TYPES[int(name)]
    return "pub_" + re.sub(r"\W+", "_", name)


@cache
def collation_key(lang: str) -> Callable[[str], CollationKey]:
    """The sort key of a title in a language, near to the Unicode order that Hugo sorts by.

    Spaces come before punctuation, symbols, digits and letters, late pictographs after them; case and
    accents count only between titles that are otherwise equal, small letters first. A language's own letters
    follow the one they belong to (`ñ` in Spanish, `å ä ö` after z in Swedish); all others go by code point,
    Han characters thus by radical.
    """
    own = {
        letter: (base, place)
        for base, letters in _OWN_LETTERS.get(locale_of(lang).language, {}).items()
        for place, letter in enumerate(letters, start=1)
    }

    @cache
    def weight(letter: str) -> str:
        """Three characters: of the group that the letter is in, itself, and of its place behind it."""
        if letter in own:
            base, place = own[letter]
            return _group("L") + base + chr(place)
        weights = ""
        for part in unicodedata.normalize("NFKD", letter):
            if (kind := unicodedata.category(part)[0]) != "M":
                late = kind == "S" and part >= _AFTER_LETTERS
                weights += (chr(len(_ORDER) + 1) if late else _group(kind)) + part + "\0"
        return weights

    def key(title: str) -> CollationKey:
        return "".join(map(weight, unicodedata.normalize("NFC", title.casefold()))), title.swapcase()

    return key


def _group(kind: str) -> str:
    """A character that puts a category of Unicode in its place; those that are in no place come first."""
    return chr(_ORDER.find(kind) + 1)


def _code(lang: str) -> str:
    return lang.strip().lower().replace("_", "-")


def _spelled(key: str) -> str:
    text = _FAMILY.sub("", key, count=1).replace("_", " ").replace("-", " ").strip()
    return text[:1].upper() + text[1:]


def _fill(text: str, values: Mapping[str, object], count: int | None) -> str:
    known = dict(values) if count is None else {"count": count, "": count, **values}

    def value(match: re.Match[str]) -> str:
        name = "count" if match["count"] else (match["field"] or match["name"] or "")
        return str(known.get(name.lower(), match[0]))

    return _PLACEHOLDER.sub(value, text)


@cache
def _shipped(code: str) -> Mapping[str, Forms]:
    words = files("masthead.content") / "words" / f"{code}.yaml"
    return dict(_messages(_parse_yaml(words.read_text("utf-8")))) if words.is_file() else {}


def _read(path: Path) -> tuple[Mapping[str, Forms], Problem | None]:
    where = f"{path.parent.name}/{path.name}"
    hint = "The shipped words are used until it is mended."
    try:
        text = path.read_text("utf-8-sig")
        data = read_toml(text) if path.suffix == ".toml" else _parse_yaml(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return {}, Problem(f"The translations are no YAML: {error.problem}.", Where(where, line), hint)
    except (ValueError, yaml.YAMLError) as error:
        return {}, Problem(f"The translations cannot be read: {error}.", Where(where), hint)
    if data and not isinstance(data, list | dict):
        wanted = "a list of `id` and `translation`, or a map of keys to words"
        return {}, Problem(f"The translations are neither {wanted}.", Where(where), hint)
    return dict(_messages(data or {})), None


def _parse_yaml(text: str) -> Any:
    if too_deep_at(text) is not None:
        raise TooDeepError
    return yaml.load(text, Loader=yaml.CBaseLoader)


def _messages(data: Any, prefix: str = "") -> Iterator[tuple[str, Forms]]:
    """Every message of a file in one of Hugo's forms: a list of `id`s, or a map, nested or not."""
    if isinstance(data, list):
        for item in data:
            if isinstance(item, dict) and "id" in item:
                yield from _message(str(item["id"]), item.get("translation", item))
    else:
        for key, value in data.items():
            yield from _message(f"{prefix}{key}", value)


def _message(key: str, value: Any) -> Iterator[tuple[str, Forms]]:
    if isinstance(value, dict):
        forms = {name: str(text) for name, text in value.items() if name in PLURALS and text}
        if forms:
            yield key, forms
        elif "id" not in value:
            yield from _messages(value, f"{key}.")
    elif value not in (None, "") and not isinstance(value, list):
        yield key, {"other": str(value)}
