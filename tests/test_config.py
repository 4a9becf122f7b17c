"""Settings: which files, which spellings, which defaults, and what is said about mistakes."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from masthead.config import Cascade, Config, Language, Mount, load_config, read_cascade
from masthead.errors import ContentError, Level, Problems, Where

SHARED = Path(__file__).parents[2] / "shared"
SITES = sorted(path.name for path in (SHARED / "sites").iterdir()) if (SHARED / "sites").is_dir() else []

Load = Callable[..., Config]


@pytest.fixture
def problems() -> Problems:
    return Problems()


@pytest.fixture
def load(tmp_path: Path, problems: Problems) -> Load:
    """Writes files (text by path) and reads the settings among them."""

    def load(files: dict[str, str]) -> Config:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load_config(tmp_path, problems)

    return load


def said(problems: Problems) -> list[str]:
    return [str(problem) for problem in problems]


# Which files


def test_a_folder_without_a_site_is_an_error(tmp_path: Path, problems: Problems) -> None:
    with pytest.raises(ContentError, match=r"no site in .*masthead new DIR") as caught:
        load_config(tmp_path, problems)
    assert caught.value.problems[0].level is Level.ERROR


def test_content_alone_is_a_site(load: Load, problems: Problems) -> None:
    config = load({"content/_index.md": ""})
    assert (config.title, config.base_url, config.default_language) == ("", "", "en")
    assert [language.code for language in config.languages] == ["en"]
    assert not len(problems)


@pytest.mark.parametrize("name", ["hugo.yaml", "hugo.yml", "config.yaml", "masthead.yaml"])
def test_a_single_yaml_file(load: Load, name: str) -> None:
    text = "title: One\nparams: {description: About}\nmenus: {main: [{name: A, url: a/}]}\n"
    language = load({name: text}).language()
    assert language.title == "One"
    assert language.params.identity.description == "About"
    assert language.menus["main"][0].url == "a/"


def test_a_single_toml_file(load: Load) -> None:
    text = (
        'baseURL = "https://example.org"\ntitle = "One"\n[params]\n  day_night = false\n'
        '[[menu.main]]\n  name = "A"\n  [menu.main.params]\n    new = true\n[[menu.main]]\n  name = "B"\n'
    )
    config = load({"config.toml": text})
    assert config.base_url == "https://example.org/"
    assert config.language().params.header.theme_toggle is False
    first, second = config.language().menus["main"]
    assert (first.name, first.params, first.where) == ("A", {"new": True}, Where("config.toml", 5))
    assert (second.name, second.where) == ("B", Where("config.toml", 9))


def test_a_single_json_file(load: Load) -> None:
    assert load({"hugo.json": '{"title": "One", "paginate": 3}'}).pager_size == 3


def test_hugo_comes_before_config_and_folders_override_both(load: Load) -> None:
    config = load(
        {
            "hugo.yaml": "title: hugo\nsummaryLength: 1\npaginate: 1\ncopyright: hugo",
            "config.yaml": "title: config\ntimeZone: Europe/Paris",
            "config/_default/hugo.yaml": "title: default\nsummaryLength: 2",
            "config/production/hugo.yaml": "title: production",
            "config/staging/hugo.yaml": "title: staging",
        }
    )
    assert (config.title, config.summary_length, config.copyright) == ("production", 2, "hugo")
    assert config.time_zone == ""


def test_masthead_yaml_overrides_hugo(load: Load) -> None:
    config = load({"hugo.yaml": "title: Hugo\npaginate: 5", "masthead.yaml": "title: Masthead"})
    assert (config.title, config.pager_size) == ("Masthead", 5)


def test_files_of_a_folder_are_named_by_their_keys(load: Load) -> None:
    config = load(
        {
            "config/_default/config.yaml": "title: Folder",
            "config/_default/taxonomies.yaml": "tag: tags",
            "config/_default/params.toml": 'date_format = "2006"',
            "config/_default/params.zh.yaml": "locale: {date_format: 2006年}",
            "config/_default/menu.yaml": "main: [{name: Old}]",
            "config/_default/menus.zh.yaml": "main: [{name: 首页}]",
            "config/_default/languages.yaml": "en: {}\nzh: {title: 中文}",
            "config/_default/.menus.yaml": "main: [{name: Hidden}]",
            "config/_default/params.yaml.bak": "date_format: no",
        }
    )
    english, chinese = config.languages
    assert (english.title, chinese.title) == ("Folder", "中文")
    assert (english.params.locale.date_format, chinese.params.locale.date_format) == ("2006", "2006年")
    assert [item.name for item in english.menus["main"]] == ["Old"]
    assert [item.name for item in chinese.menus["main"]] == ["首页"]
    assert config.taxonomies == {"tag": "tags"}


# Files that cannot be read, or are odd


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("params.yaml", "a: 1\nb: c: d\n", 2),
        ("params.yaml", "a: 1\n\tb: 2\n", 2),
        ("params.yaml", "# list\n- a\n", 2),
        ("params.yaml", "a: &x\n  b: *x\n", 1),
        ("params.yaml", "a: 1\n---\nb: 2\n", 2),
        ("params.yaml", "a: 1\nb: é\0\n", 2),
        ("params.toml", "a = 1\nb = \n", 2),
    ],
)
def test_a_broken_file_is_an_error_with_its_line(
    load: Load, problems: Problems, name: str, text: str, line: int
) -> None:
    config = load({"config/_default/hugo.yaml": "title: Still here", f"config/_default/{name}": text})
    assert config.title == "Still here"
    (error,) = problems.errors
    assert error.where == Where(f"config/_default/{name}", line)


def test_a_file_in_another_encoding_is_an_error(tmp_path: Path, problems: Problems) -> None:
    (tmp_path / "hugo.yaml").write_bytes("title: Café".encode("latin-1"))
    load_config(tmp_path, problems)
    assert said(problems) == ["hugo.yaml: error: The file is not encoded as UTF-8. Save it as UTF-8."]


def test_byte_order_marks_and_empty_files_are_fine(load: Load, problems: Problems) -> None:
    config = load(
        {"config/_default/hugo.yaml": "\ufefftitle: Marked", "config/_default/params.yaml": "# none\n"}
    )
    assert config.title == "Marked"
    assert not len(problems)


def test_a_key_that_stands_twice_is_a_warning(load: Load, problems: Problems) -> None:
    assert load({"hugo.yaml": "title: One\npaginate: 2\nTitle: Two\n"}).title == "Two"
    (problem,) = problems
    assert problem.where == Where("hugo.yaml", 3)
    assert "the first is on line 1" in problem.message


def test_merge_keys_and_aliases_are_followed(load: Load, problems: Problems) -> None:
    text = "params:\n  a: &x {p: 1, q: 2}\n  b:\n    <<: *x\n    q: 3\n  c: *x\n"
    extra = load({"hugo.yaml": text}).language().params.extra
    assert extra == {"a": {"p": 1, "q": 2}, "b": {"p": 1, "q": 3}, "c": {"p": 1, "q": 2}}
    assert not len(problems)


def test_text_that_yaml_would_turn_into_something_else_stays_text(load: Load) -> None:
    text = (
        "title: 012\ndefaultContentLanguage: no\nlanguages: {no: {}}\ncopyright: 2021-23-29\n"
        "params: {time: 12:30, version: 1.10, yes: yes, count: 12, ratio: 0.5, on: true}\n"
    )
    config = load({"hugo.yaml": text})
    assert (config.title, config.default_language, config.copyright) == ("012", "no", "2021-23-29")
    extra = {"time": "12:30", "version": "1.10", "yes": "yes", "count": 12, "ratio": 0.5, "on": True}
    assert config.language().params.extra == extra


# Plain values


def test_keys_ignore_case_and_null_is_unset(load: Load, problems: Problems) -> None:
    config = load({"hugo.yaml": "BASEURL: https://a.org/b\nHasCJKLanguage: true\nsummarylength:\ntitle:\n"})
    assert (config.base_url, config.has_cjk, config.summary_length) == ("https://a.org/b/", True, 70)
    assert config.title == ""
    assert not len(problems)


@pytest.mark.parametrize(("written", "read"), [("''", ""), ("/", ""), ("https://a.org//", "https://a.org/")])
def test_base_url(load: Load, written: str, read: str) -> None:
    assert load({"hugo.yaml": f"baseURL: {written}"}).base_url == read


def test_numbers_and_switches_may_be_quoted(load: Load, problems: Problems) -> None:
    text = (
        "paginate: '5'\nbuildFuture: 'true'\nbuildDrafts: 'no'\nenableEmoji: yes\ntitle: 2024\ntimeZone: ''\n"
    )
    config = load({"hugo.yaml": text})
    assert (config.pager_size, config.title) == (5, "2024")
    assert (config.build_future, config.build_drafts, config.emoji) == (True, False, True)
    assert not len(problems)


def test_a_value_of_the_wrong_type_is_a_warning_and_the_default_is_used(
    load: Load, problems: Problems
) -> None:
    text = "title: T\nsummaryLength: many\npagination:\n  pagerSize: 0\nenableEmoji: ''\ncopyright: [a]\n"
    config = load({"hugo.yaml": text})
    assert (config.summary_length, config.pager_size, config.emoji) == (70, 10, False)
    assert sorted(said(problems)) == [
        "hugo.yaml:2: warning: `summaryLength` is 'many', but should be a valid integer."
        " The default, 70, is used.",
        "hugo.yaml:4: warning: `pagination.pagerSize` is 0, but should be greater than or equal to 1."
        " The default, 10, is used.",
        "hugo.yaml:6: warning: `copyright` is ['a'], but should be a valid string. It is left out.",
    ]


def test_a_wrong_word_gets_a_suggestion(load: Load, problems: Problems) -> None:
    files = {"config/_default/params.yaml": "hugoblox:\n  layout:\n    spacing: spaceous\n    radius: LG\n"}
    layout = load(files).language().params.layout
    assert (layout.spacing, layout.radius) == ("comfortable", "lg")
    (problem,) = problems
    assert problem.where == Where("config/_default/params.yaml", 3)
    assert "`params.hugoblox.layout.spacing` is 'spaceous'" in problem.message
    assert problem.hint == "Did you mean 'spacious'? The default, 'comfortable', is used."


def test_a_map_in_place_of_a_value_is_a_warning(load: Load, problems: Problems) -> None:
    load({"hugo.yaml": "title: {a: {b: c}}\nlanguages:\n  en:\n    weight:\n      a: 1\nuglyURLs: [1]\n"})
    assert [problem.where.line for problem in problems] == [1, 6, 4]


def test_one_bad_item_does_not_cost_the_others(load: Load, problems: Problems) -> None:
    text = "params: {hugoblox: {identity: {social: {links: [{url: /a}, {url: [1]}, 5, {url: /b}]}}}}"
    links = load({"hugo.yaml": text}).language().params.identity.social.links
    assert [link.url for link in links] == ["/a", "", "/b"]
    assert len(problems) == 2


@pytest.mark.parametrize("key", ["languages", "menus", "params", "taxonomies", "permalinks", "outputs"])
def test_a_word_in_place_of_a_map_is_a_warning(load: Load, problems: Problems, key: str) -> None:
    load({"hugo.yaml": f"title: T\n{key}: word\n"})
    assert [problem.where for problem in problems] == [Where("hugo.yaml", 2)]


def test_pagination_in_both_spellings(load: Load) -> None:
    new = "pagination: {pagerSize: 7, path: seite}\npaginate: 3"
    config = load({"hugo.yaml": new})
    assert (config.pager_size, config.pager_path) == (7, "seite")
    config = load({"hugo.yaml": "paginate: 3\npaginatePath: p"})
    assert (config.pager_size, config.pager_path) == (3, "p")


def test_text_settings(load: Load) -> None:
    text = (
        "footnoteReturnLinkContents: ^\nmarkup:\n  highlight: {lineNos: true}\n"
        "  tableOfContents: {startLevel: 1, endLevel: 4}\n"
        "  goldmark: {renderer: {unsafe: false}, extensions: {typographer: {disable: true}}}\n"
    )
    read = load({"hugo.yaml": text}).text
    assert (read.footnote_return, read.line_numbers, read.toc_start, read.toc_end) == ("^", True, 1, 4)
    assert (read.unsafe, read.typographer) == (False, False)
    assert load({"hugo.yaml": "markup: {goldmark: {extensions: {typographer: true}}}"}).text.typographer


def test_related(load: Load) -> None:
    text = "related: {threshold: 50, includeNewer: true, indices: [{name: tags, weight: 100}]}"
    related = load({"hugo.yaml": text}).related
    assert (related.threshold, related.include_newer) == (50, True)
    assert [(index.name, index.weight) for index in related.indices] == [("tags", 100)]


def test_config_cannot_be_changed(load: Load) -> None:
    config = load({"hugo.yaml": "title: T"})
    with pytest.raises(ValidationError, match="frozen"):
        config.title = "U"  # type: ignore[misc]


# Languages


def test_languages_are_ordered_by_weight_and_code(load: Load) -> None:
    text = "languages: {fr: {weight: 2}, en: {weight: 1}, zh: {}, ar: {}, de: {disabled: true}, it: {}}\n"
    config = load({"hugo.yaml": text + "disableLanguages: [it]\ndefaultContentLanguage: fr\n"})
    assert [language.code for language in config.languages] == ["ar", "zh", "en", "fr"]
    assert config.default_language == "fr"


def test_a_language_may_have_no_settings_of_its_own(load: Load) -> None:
    config = load(
        {"config/_default/languages.yaml": "en:\nzh:\n", "config/_default/menus.fr.yaml": "main: []"}
    )
    assert [language.code for language in config.languages] == ["en", "fr", "zh"]


def test_a_list_of_languages_is_a_warning(load: Load, problems: Problems) -> None:
    config = load({"hugo.yaml": "languages: [zh, en]\ndefaultContentLanguage: zh\n"})
    assert [language.code for language in config.languages] == ["zh"]
    assert [problem.where for problem in problems] == [Where("hugo.yaml", 1)]


def test_languages_cannot_all_be_disabled(load: Load, problems: Problems) -> None:
    config = load({"hugo.yaml": "languages:\n  en: {disabled: true}\n"})
    assert [language.code for language in config.languages] == ["en"]
    assert said(problems) == ["hugo.yaml:1: warning: Every language is disabled. None of them is, then."]


def test_a_default_language_that_the_site_lacks(load: Load, problems: Problems) -> None:
    config = load(
        {"hugo.yaml": "title: T\ndefaultContentLanguage: zh-hanz\nlanguages: {zh-Hans: {}, fr: {}}\n"}
    )
    assert config.default_language == "fr"
    (problem,) = problems
    assert problem.where == Where("hugo.yaml", 2)
    assert "Did you mean 'zh-hans'? 'fr' is used." in problem.hint


def test_a_default_language_that_nobody_named(load: Load, problems: Problems) -> None:
    assert load({"hugo.yaml": "languages: {zh: {}, en: {}}"}).default_language == "en"
    assert load({"hugo.yaml": "languages: {zh: {}, fr: {weight: 1}}"}).default_language == "zh"
    assert not len(problems)


def test_what_a_language_changes(load: Load) -> None:
    text = (
        "title: Site\ncopyright: All\nsummaryLength: 9\ntaxonomies: {tag: tags}\n"
        "permalinks: {post: /p/:slug/, tags: /t/:slug/}\n"
        "languages:\n"
        "  en: {languageCode: en-gb, languageName: English, contentDir: content/en/}\n"
        "  ar:\n"
        "    locale: ar-eg\n    label: العربية\n    direction: rtl\n    title: Arabic\n    copyright: Some\n"
        "    hasCJKLanguage: true\n    summaryLength: 3\n    taxonomies: {author: authors}\n"
        "    permalinks: {post: /q/:slug/}\n"
    )
    arabic, english = load({"hugo.yaml": text}).languages
    assert (english.locale, english.name, english.content_dir) == ("en-gb", "English", "content/en")
    assert (english.title, english.copyright, english.summary_length) == ("Site", "All", 9)
    assert (arabic.locale, arabic.name, arabic.direction) == ("ar-eg", "العربية", "rtl")
    assert (arabic.title, arabic.copyright, arabic.summary_length, arabic.has_cjk) == (
        "Arabic",
        "Some",
        3,
        True,
    )
    assert (english.taxonomies, arabic.taxonomies) == ({"tag": "tags"}, {"author": "authors"})
    assert arabic.permalinks["page"] == {"post": "/q/:slug/", "tags": "/t/:slug/"}
    assert arabic.content_dir is None


@pytest.mark.parametrize("entry", ["languages: {en: {}}", "languages:", ""])
def test_a_single_language_takes_the_locale_of_the_site(load: Load, entry: str) -> None:
    assert load({"hugo.yaml": f"languageCode: en-au\n{entry}"}).language().locale == "en-au"


def test_several_languages_do_not(load: Load) -> None:
    config = load({"hugo.yaml": "languageCode: en-au\nlanguages: {en: {}, zh: {}}"})
    assert [language.locale for language in config.languages] == ["en", "zh"]


def test_params_of_a_language_are_merged_into_those_of_the_site(load: Load) -> None:
    text = (
        "params: {own: {a: 1, b: 2}, footer: {copyright: {notice: Mine, license: {enable: true}}}}\n"
        "languages:\n  en: {}\n  fr:\n    description: La description\n"
        "    params: {own: {b: 3}, footer: {copyright: {notice: À moi}}}\n"
    )
    english, french = load({"hugo.yaml": text}).languages
    assert english.params.extra == {"own": {"a": 1, "b": 2}}
    assert french.params.extra == {"own": {"a": 1, "b": 3}}
    assert (french.params.copyright.notice, french.params.copyright.license.enable) == ("À moi", True)
    assert (english.params.identity.description, french.params.identity.description) == ("", "La description")


def test_a_menu_of_a_language_replaces_the_one_of_the_site(load: Load) -> None:
    text = (
        "menus: {main: [{name: A}, {name: B}], footer: [{name: C}]}\n"
        "languages: {en: {}, fr: {menu: {main: [{name: D}]}}}\n"
    )
    english, french = load({"hugo.yaml": text}).languages
    names = {menu: [item.name for item in items] for menu, items in french.menus.items()}
    assert names == {"main": ["D"], "footer": ["C"]}
    assert [item.name for item in english.menus["main"]] == ["A", "B"]


@pytest.mark.parametrize(
    ("params", "languages", "titles"),
    [
        ("{}", "{en: {}, fr: {title: Le site}}", ["Site", "Le site"]),
        ("{hugoblox: {identity: {name: ''}}}", "{en: {}, fr: {title: Le site}}", ["Site", "Le site"]),
        ("{hugoblox: {identity: {name: N}}}", "{en: {}, fr: {title: Le site}}", ["N", "N"]),
        (
            "{hugoblox: {identity: {name: N}}}",
            "{en: {}, fr: {params: {hugoblox: {identity: {name: M}}}}}",
            ["N", "M"],
        ),
        ("{hugoblox: {identity: {name: N}, seo: {title: S}}}", "{en: {}, fr: {}}", ["S", "S"]),
        ("{marketing: {seo: {org_name: O}}}", "{en: {}, fr: {}}", ["Site", "Site"]),
    ],
)
def test_the_title_of_a_site(load: Load, params: str, languages: str, titles: list[str]) -> None:
    config = load({"hugo.yaml": f"title: Site\nparams: {params}\nlanguages: {languages}\n"})
    assert [language.title for language in config.languages] == titles
    assert config.title == titles[0]


def test_a_site_has_a_name_and_an_organization(load: Load) -> None:
    identity = load({"hugo.yaml": "title: Site"}).language().params.identity
    assert (identity.name, identity.organization) == ("Site", "Site")
    text = "title: Site\nparams: {hugoblox: {identity: {name: N, organization: O}, seo: {title: S}}}"
    identity = load({"hugo.yaml": text}).language().params.identity
    assert (identity.name, identity.organization) == ("N", "O")


def test_an_unknown_language_is_a_key_error(load: Load) -> None:
    with pytest.raises(KeyError, match="xx"):
        load({"hugo.yaml": "title: T"}).language("xx")


# Menus


def test_menu_entries_are_sorted_as_hugo_sorts_them(load: Load) -> None:
    text = (
        "main:\n  - {name: none}\n  - {name: b, weight: 2}\n  - {name: A, weight: '2'}\n"
        "  - {name: child, parent: b, pageRef: /x, weight: 1, identifier: c, params: {icon: hero/star}}\n"
        "  - {name: minus, weight: -1, url: '#about', pre: <b>, post: </b>, title: T}\n"
    )
    items = load({"config/_default/menus.yaml": text}).language().menus["main"]
    assert [item.name for item in items] == ["minus", "child", "A", "b", "none"]
    child, minus = items[1], items[0]
    assert (child.parent, child.page_ref, child.key, child.weight) == ("b", "/x", "c", 1)
    assert child.params == {"icon": "hero/star"}
    assert child.where == Where("config/_default/menus.yaml", 5)
    assert (minus.url, minus.pre, minus.post, minus.title, minus.key) == (
        "#about",
        "<b>",
        "</b>",
        "T",
        "minus",
    )


def test_mistakes_in_menus(load: Load, problems: Problems) -> None:
    text = "main:\n  - Home\n  - name: B\n    weight: first\nfooter: {name: C}\n"
    menus = load({"config/_default/menus.yaml": text}).language().menus
    assert {menu: [item.name for item in items] for menu, items in menus.items()} == {"main": ["B"]}
    assert [(p.where.line, p.message.split("`")[1]) for p in problems] == [
        (2, "menus.main.0"),
        (4, "menus.main.1.weight"),
        (5, "menus.footer"),
    ]


# Taxonomies, permalinks, outputs, cascades, mounts


def test_default_taxonomies_are_hugos_or_those_of_people_and_publications(load: Load) -> None:
    own = load({"masthead.yaml": "title: T"}).taxonomies
    assert own == {
        "tag": "tags",
        "category": "categories",
        "author": "authors",
        "publication_type": "publication_types",
    }
    assert load({"hugo.yaml": "title: T"}).taxonomies == {"tag": "tags", "category": "categories"}


def test_taxonomies_named_in_the_settings(load: Load, problems: Problems) -> None:
    config = load({"hugo.yaml": "taxonomies:\n  author: authors\n  tag: [tags]\n"})
    assert config.taxonomies == {"author": "authors"}
    assert [problem.where for problem in problems] == [Where("hugo.yaml", 3)]


def test_permalinks_by_name_and_by_kind(load: Load) -> None:
    text = (
        "permalinks:\n  event: /talk/:slug/\n"
        "  page: {post: /p/:slug/}\n  section: {post: /posts/}\n  term: {tags: /t/}\n"
    )
    assert load({"hugo.yaml": text}).permalinks == {
        "page": {"event": "/talk/:slug/", "post": "/p/:slug/"},
        "section": {"post": "/posts/"},
        "taxonomy": {},
        "term": {"event": "/talk/:slug/", "tags": "/t/"},
    }


def test_outputs(load: Load) -> None:
    outputs = load({"hugo.yaml": "outputs: {home: [HTML, RSS, WebAppManifest], section: HTML}"}).outputs
    assert outputs["home"] == ("html", "rss", "webappmanifest")
    assert outputs["section"] == ("html",)
    assert outputs["page"] == ("html",)
    assert outputs["term"] == ("html", "rss")


def test_cascade_in_every_spelling(load: Load) -> None:
    text = (
        "cascade:\n  - _target: {path: /slides/**, kind: page, lang: en}\n    outputs: [HTML]\n"
        "  - target: [{kind: home}, {kind: section, environment: development}]\n"
        "    params: {show_date: true}\n"
        "  - reading_time: false\n"
    )
    slides, home, everywhere = load({"hugo.yaml": text}).cascade
    where = Where("hugo.yaml", 2)
    assert slides == Cascade({"outputs": ["HTML"]}, "/slides/**", "page", "en", where)
    assert (home.kind, home.path, home.values) == ("home", "", {"show_date": True})
    assert (everywhere.values, everywhere.kind, everywhere.where.line) == ({"reading_time": False}, "", 6)


def test_cascade_of_front_matter() -> None:
    where = Where("content/_index.md", 4)
    assert read_cascade({"_Target": {"Path": "/a/**"}, "Show_Date": False}, where) == (
        Cascade({"show_date": False}, "/a/**", "", "", where),
    )
    assert read_cascade(None, where) == read_cascade("x", where) == ()


def test_mounts_of_the_site_and_of_hugo(load: Load, problems: Problems) -> None:
    text = (
        "staticDir: [static, public/]\nmodule:\n  mounts:\n"
        "    - {source: hugo-blox/blox, target: assets/dist/, includeFiles: '**.css'}\n"
        "    - {source: assets, target: assets, excludeFiles: ['*.psd'], lang: [x]}\n"
        "    - {source: views, target: layouts}\n"
        "    - {source: docs, target: content/docs, lang: EN}\n"
    )
    assert load({"hugo.yaml": text}).mounts == (
        Mount("hugo-blox/blox", "assets/dist", files=("**.css",)),
        Mount("assets", "assets", files=("!*.psd",)),
        Mount("docs", "content/docs", "en"),
        Mount("static", "static"),
        Mount("public", "static"),
        Mount("data", "data"),
        Mount("i18n", "i18n"),
    )
    assert [problem.where for problem in problems] == [Where("hugo.yaml", 5)]


def test_content_folders_of_languages_are_mounts(load: Load) -> None:
    files = {"hugo.yaml": "languages: {en: {contentDir: content/en}, fr: {contentDir: content/fr}}"}
    mounts = [mount for mount in load(files).mounts if mount.target == "content"]
    assert mounts == [Mount("content/en", "content", "en"), Mount("content/fr", "content", "fr")]


def test_ignored_files(load: Load, problems: Problems) -> None:
    patterns = load(
        {"hugo.yaml": "ignoreFiles:\n  - \\.ipynb$\n  - '*.tmp'\n  - '[[:digit:]]'\n"}
    ).ignore_files
    assert [bool(pattern.search("content/a.ipynb")) for pattern in patterns] == [True]
    assert [problem.where.line for problem in problems] == [3, 4]
    assert "`ignoreFiles.1` is '*.tmp', but should be a regular expression (" in said(problems)[0]


# Hugo Blox's params

KIT = """
hugoblox:
  identity: {organization: Lab, type: organization, description: About us, social: {twitter: lab}}
  theme: {mode: dark, pack: {light: minimal, dark: ocean}}
  typography: {font: native, size: lg}
  layout: {avatar_shape: square}
  header: {enable: true, style: navbar, align: right, search: true, theme_toggle: false}
  footer: {language_switcher: true}
  copyright: {notice: Mine, license: {allow_commercial: true, allow_derivatives: true, share_alike: false}}
  content: {math: {enable: true}, citations: {style: mla}}
  search: {enable: true, provider: wowchemy}
  comments: {enable: true, provider: disqus, disqus: {shortname: d}}
  analytics: {google: {measurement_id: G-1}}
  repository: {enable: true, url: https://example.org/r, branch: dev}
  locale: {date_format: '2006', time_format: '15:04'}
  privacy: {enable: true}
own: {a: 1}
"""

BLOX = """
appearance: {mode: dark, theme_day: minimal, theme_night: ocean, font: native, font_size: L}
header:
  navbar: {enable: true, align: r, show_search: true, show_day_night: false}
footer:
  copyright:
    notice: Mine
    license: {enable: true, allow_commercial: true, allow_derivatives: true, share_alike: false}
marketing:
  seo: {org_name: Lab, site_type: Organization, description: About us, twitter: lab}
  analytics: {google_analytics: G-1}
locale: {date_format: '2006', time_format: '15:04'}
features:
  avatar: {shape: square}
  math: {enable: true}
  search: {provider: wowchemy}
  comment: {provider: disqus, disqus: {shortname: d, show_count: true}}
  repository: {url: https://example.org/r, branch: dev}
  privacy_pack: {enable: true}
publications: {citation_style: mla}
own: {a: 1}
"""

ACADEMIC = """
appearance: {mode: dark, theme_day: minimal, theme_night: ocean}
font: native
font_size: L
day_night: false
main_menu: {enable: true, align: r, show_search: true}
copyright_license:
  notice: Mine
  enable: true
  allow_commercial: true
  allow_derivatives: true
  share_alike: false
org_name: Lab
site_type: Organization
description: About us
twitter: lab
marketing: {google_analytics: G-1}
date_format: '2006'
time_format: '15:04'
avatar: {shape: square}
math: true
search: {provider: wowchemy}
comments: {engine: 1, disqus: {shortname: d}}
edit_page: {repo_url: https://example.org/r, repo_branch: dev}
privacy_pack: true
publications: {citation_style: mla}
own: {a: 1}
"""


@pytest.mark.parametrize("older", [BLOX, ACADEMIC])
def test_every_spelling_of_the_params_means_the_same(load: Load, problems: Problems, older: str) -> None:
    name = "config/_default/params.yaml"
    params = load({name: KIT}).language().params
    assert (params.theme.pack.dark, params.typography.size, params.header.align) == ("ocean", "lg", "right")
    assert (params.comments.provider, params.comments.disqus, params.repository.enable) == (
        "disqus",
        "d",
        True,
    )
    assert (params.copyright.license.cc_code, params.content.math, params.extra) == (
        "by",
        True,
        {"own": {"a": 1}},
    )
    assert load({name: older}).language().params == params
    assert not len(problems)


def test_the_newest_spelling_wins_unless_it_is_empty(load: Load) -> None:
    text = (
        "hugoblox: {locale: {date_format: kit}, identity: {description: ''}}\nlocale: {date_format: blox}\n"
        "marketing: {seo: {description: blox}}\ndate_format: academic\n"
    )
    params = load({"config/_default/params.yaml": text}).language().params
    assert (params.locale.date_format, params.identity.description) == ("kit", "blox")


@pytest.mark.parametrize(
    ("params", "mode"),
    [
        ("appearance: {theme_day: minimal, theme_night: }", "light"),
        ("appearance: {theme_night: minimal}", "dark"),
        ("appearance: {theme_day: a, theme_night: b}", "system"),
        ("appearance: {theme_day: a, mode: dark}", "dark"),
        ("hugoblox: {theme: {mode: Light}}", "light"),
        ("{}", "system"),
    ],
)
def test_light_or_dark(load: Load, params: str, mode: str) -> None:
    assert load({"config/_default/params.yaml": params}).language().params.theme.mode == mode


@pytest.mark.parametrize(
    ("params", "packs"),
    [
        ("hugoblox: {theme: {pack: mint}}", ("mint", "mint")),
        ("hugoblox: {theme: {pack: {dark: mint}}}", ("default", "mint")),
        ("hugoblox: {theme: {pack: ''}}", ("default", "default")),
        ("color_theme: forest", ("forest", "forest")),
    ],
)
def test_theme_packs(load: Load, params: str, packs: tuple[str, str]) -> None:
    pack = load({"config/_default/params.yaml": params}).language().params.theme.pack
    assert (pack.light, pack.dark) == packs


@pytest.mark.parametrize(
    ("license", "enabled", "code"),
    [
        ("hugoblox: {copyright: {notice: Mine}}", False, "by-nc-nd"),
        ("hugoblox: {copyright: {license: {type: cc}}}", True, "by-nc-nd"),
        ("hugoblox: {copyright: {license: {allow_derivatives: true}}}", True, "by-nc-sa"),
        ("footer: {copyright: {license: {enable: false, allow_commercial: true}}}", False, "by-nd"),
    ],
)
def test_licences(load: Load, license: str, enabled: bool, code: str) -> None:
    read = load({"config/_default/params.yaml": license}).language().params.copyright.license
    assert (read.enable, read.cc_code) == (enabled, code)


def test_services_are_on_where_they_are_named(load: Load) -> None:
    text = (
        "features:\n  search: {provider: ''}\n  comment: {provider: ''}\n"
        "  repository: {url: 'https://github.com/<username>/<repository>'}\n"
        "marketing: {verification: {google: '', baidu: b}}\n"
    )
    params = load({"config/_default/params.yaml": text}).language().params
    assert (params.search.enable, params.comments.enable, params.repository.enable) == (False, False, False)
    assert params.seo.verification == {"baidu": "b"}


# What nothing acts upon


def test_unused_settings_are_remembered(load: Load, problems: Problems) -> None:
    config = load(
        {
            "config/_default/hugo.yaml": "imaging:\n  quality: 90\n  hint: ''\nmarkup: {_merge: deep}\n",
            "config/_default/params.yaml": "hugoblox:\n  pro: {code: x}\n  header:\n    blink: true\n",
            "config/_default/languages.yaml": "en:\n  enableEmoji: true\nfr: {}\n",
        }
    )
    assert sorted(map(str, config.unused)) == [
        "config/_default/hugo.yaml:2: imaging.quality",
        "config/_default/languages.yaml:2: languages.en.enableEmoji",
        "config/_default/params.yaml:2: params.hugoblox.pro.code",
        "config/_default/params.yaml:4: params.hugoblox.header.blink",
    ]
    assert not len(problems)


# Real sites

needs_sites = pytest.mark.skipif(
    not SITES and not os.environ.get("CI"), reason=f"there are no real sites in {SHARED}"
)


@needs_sites
def test_there_are_real_sites() -> None:
    assert SITES


def words(text: str) -> list[str]:
    """Words without case; a character of Chinese or Japanese is a word."""
    east = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    return re.findall(rf"[{east}]|(?:(?![{east}])[^\W_])+", unicodedata.normalize("NFKC", text).casefold())


def home(config: Config, language: Language) -> str:
    at_root = language.code == config.default_language and not config.default_in_subdir
    return "/" if at_root else f"/{language.code}/"


@pytest.mark.parametrize("name", SITES)
def test_a_real_site(name: str, problems: Problems) -> None:
    config = load_config(SHARED / "sites" / name, problems)
    assert said(problems) == []
    assert config.language().title == config.title
    facts = SHARED / "parity" / "facts" / f"{name}.json"
    if facts.exists():
        pages = json.loads(facts.read_text("utf-8"))["pages"]
        for language in config.languages:
            printed = pages[home(config, language)]["title"]
            assert printed.split()[-len(words(language.title)) :] == words(language.title)
