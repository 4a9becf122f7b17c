from __future__ import annotations

import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from masthead.content.i18n import (
    BASE,
    PUBLICATION_TYPES,
    Words,
    collation_key,
    direction,
    fallbacks,
    language_name,
    load_words,
    publication_type_key,
)

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "pt", "ru", "sk", "zh", "zh-hant")
NAMES = ("btn_pdf", "btn_doi", "btn_zenodo")


def shipped(lang: str) -> dict[str, dict[str, str]]:
    layer = load_words(lang).layers[0]
    return {key: dict(forms) for key, forms in layer.messages.items()}


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / "i18n" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_languages_that_are_shipped() -> None:
    found = {Path(str(path)).stem for path in (files("masthead.content") / "words").iterdir()}
    assert found == set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_is_complete(lang: str) -> None:
    ours, base = shipped(lang), shipped(BASE)
    assert set(ours) == set(base)
    for key, forms in ours.items():
        for text in forms.values():
            assert text == text.strip() != ""
            assert set(re.findall(r"\{\w+\}|%d", text)) == set(re.findall(r"\{\w+\}|%d", base[key]["other"]))


@pytest.mark.parametrize("lang", sorted(set(LANGUAGES) - {"en"}))
def test_a_language_is_translated(lang: str) -> None:
    ours, base = shipped(lang), shipped(BASE)
    same = [key for key in base if ours[key] == base[key]]
    assert len(same) < len(base) / 4
    assert all(ours[key] == base[key] for key in NAMES)


@pytest.mark.parametrize(
    ("lang", "key", "expected"),
    [
        ("en", "page_not_found", "Page not found"),
        ("en", "404_recommendations", "Perhaps you were looking for one of these?"),
        ("en", "minute_read", "min read"),
        ("en-gb", "last_updated", "Last updated on"),
        ("zh", "page_not_found", "找不到页面"),
        ("zh-Hans", "404_recommendations", "也许你在找"),
        ("ja", "last_updated", "最終更新"),
        ("zh-TW", "search", "搜尋"),
        ("pt-br", "btn_cite", "Citar"),
        ("xx", "btn_cite", "Cite"),
    ],
)
def test_words_that_readers_know(lang: str, key: str, expected: str) -> None:
    assert load_words(lang).get(key) == expected


def test_every_publication_type_has_a_word() -> None:
    words = load_words("en")
    assert [words.get(publication_type_key(number)) for number in range(9)] == [
        "Uncategorized",
        "Conference paper",
        "Journal article",
        "Preprint",
        "Report",
        "Book",
        "Book section",
        "Thesis",
        "Patent",
    ]
    assert all(publication_type_key(name) in words for name in PUBLICATION_TYPES)
    assert publication_type_key("2") == publication_type_key("Article-Journal") == "pub_article_journal"
    assert words.get(publication_type_key("motion-picture")) == "Motion picture"


def test_a_key_that_nobody_has_is_spelled_out() -> None:
    words = load_words("zh")
    assert words.get("btn_field_notes") == "Field notes"
    assert words.get("no-such-key") == "No such key"
    assert "no-such-key" not in words


LIST = """
- id: interests
  translation: 研究兴趣
- id: articles
  translation:
    one: "{{ .Count }} piece"
    other: "{{.Count}} pieces of {{ .Total }}"
- id: minute_read
  translation: ''
- id: flat
  other: plain
"""
MAP = """
interests: {other: 研究兴趣}
articles:
  one: "{{ .Count }} piece"
  other: "{{- .Count -}} pieces of {total}"
minute_read: ""
flat: plain
blog:
  entry:
    other: an entry
"""
TOML = """
flat = "plain"
[interests]
other = "研究兴趣"
[articles]
one = "{{ .Count }} piece"
other = "{count} pieces of {Total}"
"""


@pytest.mark.parametrize(("name", "text"), [("en.yaml", LIST), ("en.yml", MAP), ("en.toml", TOML)])
def test_the_site_overrides_words_in_every_form_of_hugo(tmp_path: Path, name: str, text: str) -> None:
    words = load_words("en", [write(tmp_path, name, text)])
    assert not words.problems
    assert words.get("interests") == "研究兴趣"
    assert words.get("flat") == "plain"
    assert words.get("articles", count=1) == "1 piece"
    assert words.get("articles", count=3, Total=9) == "3 pieces of 9"
    assert words.get("articles", 0, total=9) == "0 pieces of 9"
    assert words.get("minute_read") == "min read"
    assert words.get("btn_cite") == "Cite"


def test_entries_that_say_nothing_are_passed_over(tmp_path: Path) -> None:
    entries = (
        "note",
        "translation: no id",
        "id: home\n  translation: {else: x}",
        "id: pages\n  translation: Sheets",
    )
    text = "".join(f"- {entry}\n" for entry in entries)
    words = load_words("en", [write(tmp_path, "en.yaml", text)])
    assert not words.problems
    assert (words.get("pages"), words.get("home")) == ("Sheets", load_words("en", []).get("home"))
    mapped = load_words("en", [write(tmp_path, "en.yaml", "home: {id: x, else: y}\n")])
    assert mapped.get("home") == load_words("en", []).get("home")


def test_nested_keys_and_json(tmp_path: Path) -> None:
    nested = load_words("en", [write(tmp_path, "en.yaml", MAP)])
    assert nested.get("blog.entry") == "an entry"
    assert (
        load_words("fr", [write(tmp_path, "fr.json", '{"home": {"other": "Maison"}}')]).get("home")
        == "Maison"
    )


def test_a_file_speaks_for_its_language_alone(tmp_path: Path) -> None:
    overrides = [
        write(tmp_path, "en.yaml", "home: Base\nown: Own word\n"),
        write(tmp_path, "zh.yaml", "home: 主页\n"),
        write(tmp_path, "zh_Hant.yaml", "search: 找\n"),
    ]
    words = {lang: load_words(lang, overrides) for lang in ("en", "zh", "zh-tw", "fr")}
    assert [words[lang].get("home") for lang in words] == ["Base", "主页", "首頁", "Accueil"]
    assert [words[lang].get("search") for lang in words] == ["Search", "搜索", "找", "Rechercher"]
    assert words["zh-tw"].get("own") == "Own word"


def test_plural_forms_follow_the_language_that_has_the_word(tmp_path: Path) -> None:
    russian = load_words("ru")
    assert [russian.get("articles", count=n) for n in (1, 3, 5)] == ["статья", "статьи", "статей"]
    overrides = [write(tmp_path, "en.yaml", "cups: {one: cup, other: cups}\n")]
    chinese = load_words("zh", overrides)
    assert [chinese.get("cups", count=n) for n in (1, 2)] == ["cup", "cups"]
    assert chinese.get("cups") == "cups"


def test_placeholders() -> None:
    words = load_words("en")
    assert words.get("page_number", number=2, total=5) == "Page 2 of 5"
    assert words.get("figure", count=3) == "Figure 3:"
    assert words.get("license_notice") == "This work is licensed under {license}"
    assert words.get("license_notice", license="{number}") == "This work is licensed under {number}"


def test_placeholders_that_a_site_wraps_around_text(tmp_path: Path) -> None:
    text = "published_with: Made with {hugoblox}, {repo_link}open{/repo_link}, {{ . }}\n"
    words = load_words("en", [write(tmp_path, "en.yaml", text)])
    values: dict[str, Any] = {"hugoblox": "it", "repo_link": "<a>", "/repo_link": "</a>"}
    assert words.get("published_with", **values) == "Made with it, <a>open</a>, {{ . }}"


@pytest.mark.parametrize(
    ("name", "text", "where", "message"),
    [
        ("en.yaml", "home: Home\n\tbad", "i18n/en.yaml:2", "no YAML"),
        ("en.toml", "home = ", "i18n/en.toml", "cannot be read"),
        ("en.yaml", "just words", "i18n/en.yaml", "`id` and `translation`"),
    ],
)
def test_a_broken_file_is_a_problem_and_no_more(
    tmp_path: Path, name: str, text: str, where: str, message: str
) -> None:
    words = load_words("en", [write(tmp_path, name, text), write(tmp_path, "en.json", '{"search": "Find"}')])
    (problem,) = words.problems
    assert str(problem.where) == where
    assert message in problem.message
    assert (words.get("home"), words.get("search")) == ("Home", "Find")


def test_bytes_that_are_no_text_and_an_empty_file(tmp_path: Path) -> None:
    broken = write(tmp_path, "en.yaml", "")
    assert load_words("en", [broken]).problems == ()
    broken.write_bytes(b"home: \xff\xfe")
    assert [str(problem.where) for problem in load_words("en", [broken]).problems] == ["i18n/en.yaml"]


def test_fallbacks() -> None:
    assert fallbacks("en") == ("en",)
    assert fallbacks("zh_TW") == ("zh-tw", "zh-hant", "zh", "en")
    assert fallbacks("zh-Hant") == ("zh-hant", "zh", "en")
    assert fallbacks("pt-BR") == ("pt-br", "pt", "en")
    assert fallbacks("xx") == ("xx", "en")


def test_directions_are_those_of_cldr() -> None:
    downward = {"mn_Mong", "mn_Mong_CN", "mn_Mong_MN"}  # for which `dir` has no word
    known = {code: Locale.parse(code).text_direction for code in {*locale_identifiers()} - downward}
    assert {code: direction(code) for code in known} == known


def test_direction_and_names_of_languages() -> None:
    assert [direction(lang) for lang in ("ar", "he", "fa-IR", "en", "xx")] == [
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]
    assert [language_name(lang) for lang in ("en", "fr", "zh", "zh-tw", "ja", "pt-br", "ar", "xx")] == [
        "English",
        "Français",
        "中文",
        "繁體中文",
        "日本語",
        "Português (Brasil)",
        "العربية",
        "xx",
    ]


@pytest.mark.parametrize(
    ("lang", "in_order"),
    [
        ("en", ["(a)", "+a", "1", "10", "2", "a", "B", "c", "д", "か", "中"]),
        ("en", ["\U0001f4c8 chart", "atom", "\U0001f9e0 brain"]),
        ("fr", ["eclair", "éclair", "Éclair", "eclipse"]),
        ("zh", ["孙泽", "胡伟"]),
        ("zh", ["王利", "路通"]),
        ("en", ["a b", "ab"]),
        ("en", ["Ångström", "Bell", "Zorn"]),
        ("sv", ["Bell", "Zorn", "Ångström", "Ärlig", "Öberg"]),
        ("da-DK", ["Zorn", "Æble", "Ørsted", "Ångström"]),
        ("es", ["nuez", "ñandú", "oso"]),
        ("en", ["ñandú", "nuez", "oso"]),
        ("pl", ["Lublin", "Łódź", "Malbork"]),
    ],
)
def test_titles_in_order(lang: str, in_order: list[str]) -> None:
    assert sorted(reversed(in_order), key=collation_key(lang)) == in_order


def test_words_are_values() -> None:
    words = load_words("en")
    assert isinstance(words, Words)
    assert words == load_words("en")
    with pytest.raises(AttributeError):
        words.lang = "fr"  # type: ignore[misc]


def test_pages_in_english_need_nothing_of_babels_data() -> None:
    code = """
import babel.core

def refused(*_):
    raise AssertionError("megabytes are read")

babel.core.get_global = babel.core.localedata.load = refused

from datetime import date
from masthead.content.dates import format_date
from masthead.content.i18n import direction, load_words
from masthead.metadata import open_graph_locale
direction("en"), open_graph_locale("en"), format_date(date(2021, 1, 2), "Mon Jan 2", "en")
load_words("en").get("btn_pdf")
"""
    subprocess.run([sys.executable, "-c", code], check=True)
