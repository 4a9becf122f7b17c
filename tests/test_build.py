"""From files to pages: what is hidden, what is handed down, kinds, titles, URLs and terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from masthead.content.build import plural
from masthead.content.fields import now
from masthead.content.model import Kind, Page
from masthead.website import Edition

Read = Callable[[Mapping[str, str | bytes]], Edition]

TOMORROW = (now() + timedelta(days=1)).date().isoformat()
YESTERDAY = (now() - timedelta(days=1)).date().isoformat()


def front(**values: object) -> str:
    """A file with front matter alone."""
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\n"


def page(edition: Edition, path: str, lang: str = "en") -> Page:
    found = edition.library.page(lang, path)
    assert found is not None, f"there is no page {path!r}"
    return found


def said(edition: Edition) -> list[str]:
    return [str(problem) for problem in edition.problems]


# What is hidden


@pytest.mark.parametrize(
    ("values", "setting"),
    [
        ({"draft": "true"}, "buildDrafts"),
        ({"draft": "'true'"}, "buildDrafts"),
        ({"date": TOMORROW}, "buildFuture"),
        ({"publishDate": TOMORROW, "date": YESTERDAY}, "buildFuture"),
        ({"expiryDate": YESTERDAY}, "buildExpired"),
    ],
)
def test_hidden_unless_the_settings_ask(edition: Read, values: dict[str, object], setting: str) -> None:
    files = {"content/a.md": front(**values), "content/b.md": ""}
    assert "/a/" not in edition(files).library.table
    assert "/a/" in edition({**files, "hugo.yaml": f"{setting}: true\n"}).library.table


@pytest.mark.parametrize(
    "values",
    [
        {"draft": "false"},
        {"draft": "no"},
        {"draft": ""},
        {"date": YESTERDAY},
        {"date": TOMORROW, "publishDate": YESTERDAY},
        {"expiryDate": TOMORROW},
        {"date": "2021-23-29"},
        {"date": "1020-01-01"},
    ],
)
def test_shown(edition: Read, values: dict[str, object]) -> None:
    assert "/a/" in edition({"content/a.md": front(**values)}).library.table


@pytest.mark.parametrize("values", [{"private": "true"}, {"type": "decap_cms"}, {"type": "wowchemyCMS"}])
def test_never_shown(edition: Read, values: dict[str, object]) -> None:
    read = edition({"content/a.md": front(**values)})
    assert "/a/" not in read.library.table
    assert [hidden.page.path for hidden in read.library.hidden] == ["a"]
    assert said(read) == []


@pytest.mark.parametrize(
    ("values", "rendered", "listed"),
    [
        ("headless: true", False, False),
        ("build: {render: never}", False, True),
        ("_build: {render: never, list: never}", False, False),
        ("build: {list: never}", True, False),
        ("build: {render: false}", False, True),
        ("build: {render: always, list: always}", True, True),
        ("build: {render: true, list: Always}", True, True),
        ("build: {render: True, list: false}", True, False),
        ("build: true", True, True),
        ("build: false", False, False),
    ],
)
def test_pages_that_are_not_rendered_or_not_listed(
    edition: Read, values: str, rendered: bool, listed: bool
) -> None:
    read = edition({"content/post/a.md": f"---\n{values}\n---\n"})
    assert ("/post/a/" in read.library.table) is rendered
    children = read.library.children(page(read, "post"))
    assert (page(read, "post/a") in children) is listed


def test_a_hidden_section_keeps_its_pages(edition: Read) -> None:
    read = edition({"content/post/_index.md": front(draft="true"), "content/post/a.md": ""})
    assert "/post/a/" in read.library.table
    assert "/post/" not in read.library.table
    other = edition({"content/blog-post/b.md": ""})
    assert "/blog-post/" in other.library.table


def test_a_hidden_home_page_leaves_an_empty_one(edition: Read) -> None:
    read = edition({"content/_index.md": front(draft="true", title="Not yet")})
    assert page(read, "").source is None


# What is handed down


def test_the_nearest_ancestor_wins_and_the_page_itself_before_all(edition: Read) -> None:
    cascade = "---\ncascade:\n  type: {}\n---\n"
    read = edition(
        {
            "hugo.yaml": "cascade: {type: settings, view: settings}\n",
            "content/_index.md": cascade.format("home"),
            "content/a/_index.md": cascade.format("a"),
            "content/a/b/_index.md": cascade.format("b"),
            "content/top.md": "",
            "content/a/x.md": "",
            "content/a/b/x.md": "",
            "content/a/b/own.md": front(type="own"),
            "content/other/x.md": "",
        }
    )
    types = {
        path: page(read, path).type for path in ("top", "a", "a/x", "a/b", "a/b/x", "a/b/own", "other/x")
    }
    assert types == {
        "top": "home",
        "a": "home",
        "a/x": "a",
        "a/b": "a",
        "a/b/x": "b",
        "a/b/own": "own",
        "other/x": "home",
    }
    assert page(read, "").type == "settings"
    assert page(read, "a/b/own").front.view == "settings"


@pytest.mark.parametrize(
    ("target", "paths"),
    [
        ("path: /post/**", {"post/a", "post/deep", "post/deep/b"}),
        ("path: /post/*", {"post/a", "post/deep"}),
        ("path: '{/post/a,/news/**}'", {"post/a", "news/n"}),
        ("path: /post/?", {"post/a"}),
        ("kind: section", {"post", "news", "post/deep"}),
        ("{kind: page, path: /post/**}", {"post/a", "post/deep/b"}),
        ("lang: en", {"post", "news", "post/a", "post/deep", "post/deep/b", "news/n"}),
        ("lang: zh", set()),
    ],
)
def test_targets_choose_by_path_kind_and_language(edition: Read, target: str, paths: set[str]) -> None:
    inner = target if target.startswith("{") else f"{{{target}}}"
    read = edition(
        {
            "content/_index.md": f"---\ncascade:\n  - _target: {inner}\n    type: chosen\n---\n",
            "content/post/a.md": "",
            "content/post/deep/_index.md": "",
            "content/post/deep/b.md": "",
            "content/news/n.md": "",
        }
    )
    pages = read.library.pages["en"].values()
    assert {found.path for found in pages if found.type == "chosen" and found.path} - {
        "tags",
        "categories",
        "authors",
        "publication_types",
    } == paths


def test_a_pages_own_build_options_come_before_inherited_ones(edition: Read) -> None:
    read = edition(
        {
            "content/authors/_index.md": "---\ncascade: {_build: {render: never}}\n---\n",
            "content/authors/a/index.md": front(build="{render: always}"),
            "content/authors/b/index.md": "",
        }
    )
    assert "/authors/a/" in read.library.table
    assert "/authors/b/" not in read.library.table


# Kinds and titles


def test_kinds(edition: Read) -> None:
    read = edition(
        {
            "hugo.yaml": "taxonomies: {tag: tags}\n",
            "content/about.md": "",
            "content/post/a.md": "---\ntags: [One]\n---\n",
            "content/post/sub/_index.md": "",
            "content/post/bare/b.md": "",
            "content/tags/two/_index.md": "",
        }
    )
    kinds = {path: found.kind for path, found in read.library.pages["en"].items()}
    assert kinds == {
        "": Kind.HOME,
        "about": Kind.PAGE,
        "post": Kind.SECTION,
        "post/a": Kind.PAGE,
        "post/sub": Kind.SECTION,
        "post/bare/b": Kind.PAGE,
        "tags": Kind.TAXONOMY,
        "tags/one": Kind.TERM,
        "tags/two": Kind.TERM,
    }
    assert [page(read, path).section for path in ("", "about", "post", "post/a", "tags/one")] == [
        "",
        "",
        "post",
        "post",
        "tags",
    ]
    assert [page(read, path).type for path in ("about", "post/a")] == ["page", "post"]


@pytest.mark.parametrize(
    ("word", "many"),
    [
        ("post", "posts"),
        ("news", "news"),
        ("story", "stories"),
        ("day", "days"),
        ("box", "boxes"),
        ("中", "中"),
    ],
)
def test_plurals(word: str, many: str) -> None:
    assert plural(word) == many


def test_titles_of_what_has_no_file(edition: Read) -> None:
    read = edition({"content/case-study/a.md": "---\ntags: [Deep Learning, C#]\n---\n"})
    titles = [page(read, path).title for path in ("", "case-study", "tags", "tags/deep-learning", "tags/c#")]
    assert titles == ["", "Case studies", "Tags", "Deep Learning", "C#"]


# URLs


@pytest.mark.parametrize(
    ("name", "values", "url"),
    [
        ("post/My First Post.md", {}, "/post/my-first-post/"),
        ("post/a.md", {"slug": "Other Name"}, "/post/other-name/"),
        ("post/a/index.md", {"slug": "b"}, "/post/b/"),
        ("post/a.md", {"url": "/Elsewhere/x/"}, "/elsewhere/x/"),
        ("post/a.md", {"url": "page.html"}, "/page.html"),
        ("关于/多模态 模型.md", {}, "/关于/多模态-模型/"),
        ("post/_index.md", {"slug": "ignored"}, "/post/"),
        ("a.b/c+d_e~f.md", {}, "/a.b/c+d_e~f/"),
    ],
)
def test_urls(edition: Read, name: str, values: dict[str, object], url: str) -> None:
    read = edition({f"content/{name}": front(**values)})
    assert url in read.library.table


def test_permalinks_by_section_term_and_taxonomy(edition: Read) -> None:
    read = edition(
        {
            "hugo.yaml": (
                "taxonomies: {author: authors}\n"
                "permalinks:\n"
                "  page: {talk: '/t/:year/:slug/', /: '/pages/:filename/'}\n"
                "  section: {talk: /talks/}\n"
                "  term: {authors: '/author/:slug/'}\n"
                "  taxonomy: {authors: /people/}\n"
            ),
            "content/about.md": "",
            "content/talk/a.md": front(title="'My Talk'", date="2020-05-06", authors="[Jane Doe]"),
            "content/talk/b.md": front(slug="short"),
            "content/talk/c.md": front(url="/c/", date="2020-05-06"),
        }
    )
    assert {"/pages/about/", "/t/2020/my-talk/", "/t/0001/short/", "/c/", "/talks/"} <= set(
        read.library.table
    )
    assert {"/author/jane-doe/", "/people/"} <= set(read.library.table)


def test_accents_in_paths_may_be_removed(edition: Read) -> None:
    read = edition(
        {"hugo.yaml": "removePathAccents: true\n", "content/Café/Über.md": "---\ntags: [Élan]\n---\n"}
    )
    assert {"/cafe/uber/", "/tags/elan/"} <= set(read.library.table)


# Languages


TWO = "defaultContentLanguage: en\nlanguages: {en: {weight: 1}, zh: {weight: 2}}\n"


def test_languages_by_file_name(edition: Read) -> None:
    read = edition(
        {
            "hugo.yaml": TWO,
            "content/_index.md": front(title="Home"),
            "content/_index.zh.md": front(title="主页"),
            "content/a/index.md": front(title="A"),
            "content/a/index.zh.md": front(title="甲", slug="jia"),
            "content/a/pic.png": "",
            "content/a/pic.zh.png": "",
            "content/a/both.png": "",
            "content/b.md": front(title="B"),
        }
    )
    table = read.library.table
    assert {"/", "/zh/", "/a/", "/zh/jia/", "/b/"} <= set(table)
    assert "/zh/b/" not in table
    assert page(read, "a", "zh").files["pic.png"].path.name == "pic.zh.png"
    assert page(read, "a").files["pic.png"].path.name == "pic.png"
    assert {"/a/both.png", "/zh/jia/both.png"} <= set(table)
    assert [found.url for found in read.library.translations(page(read, "a"))] == ["/a/", "/zh/jia/"]
    assert [found.lang for found in read.library.translations(page(read, "b"))] == ["en"]


def test_languages_by_folder_in_subfolders(edition: Read) -> None:
    read = edition(
        {
            "hugo.yaml": (
                "defaultContentLanguage: zh\ndefaultContentLanguageInSubdir: true\n"
                "languages:\n  zh: {contentDir: content/zh}\n  en: {contentDir: content/en}\n"
            ),
            "content/zh/post/a.md": front(title="甲"),
            "content/en/post/a.md": front(title="A"),
        }
    )
    pages = {url for url, found in read.library.table.items() if isinstance(found, Page)}
    assert {"/zh/post/a/", "/en/post/a/", "/zh/", "/en/"} <= pages
    assert "/" not in pages
    assert page(read, "post/a", "en").title == "A"


def test_translations_by_key(edition: Read) -> None:
    read = edition(
        {
            "hugo.yaml": TWO,
            "content/hello.md": front(translationKey="greeting"),
            "content/nihao.zh.md": front(translationKey="greeting"),
        }
    )
    assert [found.path for found in read.library.translations(page(read, "hello"))] == ["hello", "nihao"]


def test_cascades_are_a_languages_own(edition: Read) -> None:
    read = edition(
        {
            "hugo.yaml": TWO,
            "content/post/_index.md": "---\ncascade: {type: docs}\n---\n",
            "content/post/a.md": "",
            "content/post/a.zh.md": "",
        }
    )
    assert [page(read, "post/a", lang).type for lang in ("en", "zh")] == ["docs", "post"]


# Terms


def test_terms_are_one_however_they_are_written(edition: Read) -> None:
    read = edition(
        {
            "hugo.yaml": "taxonomies: {tag: tags}\n",
            "content/a.md": "---\ntags: [Deep Learning, deep learning]\n---\n",
            "content/b.md": "---\ntags: deep-learning\n---\n",
            "content/c.md": "---\ntags: ['', ~, ' ']\n---\n",
            "content/hidden.md": "---\ntags: [secret]\ndraft: true\n---\n",
            "content/unlisted.md": "---\ntags: [deep learning]\nbuild: {list: never}\n---\n",
            "content/tags/deep-learning/_index.md": front(title="'Deep learning, our way'"),
        }
    )
    terms = [path for path, found in read.library.pages["en"].items() if found.kind is Kind.TERM]
    assert terms == ["tags/deep-learning"]
    term = page(read, "tags/deep-learning")
    assert term.title == "Deep learning, our way"
    assert [found.path for found in read.library.term_pages(term)] == ["a", "b"]


def test_terms_of_the_settings_taxonomies_alone(edition: Read) -> None:
    read = edition(
        {
            "hugo.yaml": "taxonomies: {series: series}\n",
            "content/a.md": "---\ntags: [x]\nseries: [One Two]\n---\n",
        }
    )
    assert "/series/one-two/" in read.library.table
    assert "/tags/x/" not in read.library.table


# What is wrong


def test_a_wrong_value_is_told_with_its_line_and_the_page_stays(edition: Read) -> None:
    read = edition({"content/a.md": "---\ntitle: A\ndate: 2021-23-29\nweight: heavy\n---\n"})
    assert "/a/" in read.library.table
    assert said(read) == [
        "content/a.md:3: warning: date: '2021-23-29' is not a possible date: month must be in 1..12. "
        "Write it like 2021-01-31 or 2021-01-31T15:04:05+01:00. The default is used.",
        "content/a.md:4: warning: weight: expected a whole number, found 'heavy'. The default is used.",
    ]


def test_a_file_that_cannot_be_read_leaves_the_others(edition: Read) -> None:
    read = edition(
        {"content/a.md": b"\xff\xfe", "content/b.md": "---\nt: [\n---\n", "content/c.md": front(title="C")}
    )
    assert [problem.where.file for problem in read.problems.errors] == ["content/a.md", "content/b.md"]
    assert "/c/" in read.library.table
    assert "/a/" not in read.library.table
    assert set(read.library.broken) == {"/a/", "/b/"}
