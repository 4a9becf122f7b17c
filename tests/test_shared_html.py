"""HTML of cards that pages share: made once, and never where it may differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, Template, nodes
from jinja2.meta import find_referenced_templates, find_undeclared_variables

from conftest import Site
from masthead import create_app
from masthead.context.items import Card
from masthead.context.shared import WORDS
from masthead.freezing.folder import freeze_folder
from masthead.paths import bundled

ROW = "{% macro link(item) %}<a href='{{ item.url }}'>{{ request.path }}</a>{% endmacro %}"
FILES = {
    "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n",
    "content/authors/al/index.md": "---\ntitle: Al Zed\n---\n",
    "content/authors/jo/index.md": "---\ntitle: Jo Field\n---\n",
    "content/publication/snow/index.md": "---\ntitle: On snow\nauthors: [Al Zed, Jo Field]\n---\n",
}
PEOPLE = ("/authors/al/", "/authors/jo/")
MENU = "title: Lab\nbaseURL: https://lab.example/\nmenu:\n  main: [{name: Al, url: /authors/al/}]\n"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The pages whose cards were drawn, as often as that happened."""
    found: list[str] = []

    def external(card: Card) -> bool:
        found.append(card.page.path)
        return False

    monkeypatch.setattr(Card, "external", property(external))
    yield found


def test_a_row_is_drawn_once_for_all_lists(site: Site, drawn: list[str]) -> None:
    client = create_app(site(FILES)).test_client()
    rows = {client.get(url).text.partition('class="mh-list')[2].partition("</article>")[0] for url in PEOPLE}
    assert len(rows) == 1
    assert "On snow" in rows.pop()
    assert drawn == ["publication/snow"]


def test_a_row_of_somebody_elses_template_is_drawn_for_each_request(site: Site) -> None:
    root = site(FILES)
    site(
        {
            "templates/masthead/views/compact.html": ROW
            + "{% for i in items %}{{ shared(link, i) }}{% endfor %}"
        }
    )
    client = create_app(root).test_client()
    for url in (*PEOPLE, *PEOPLE):
        assert f"<a href='/publication/snow/'>{url}</a>" in client.get(url).text


def test_a_template_that_is_edited_while_one_writes_shows_at_once(site: Site) -> None:
    root = site(FILES)
    app = create_app(root)
    app.debug = app.jinja_env.auto_reload = True
    client = app.test_client()
    for word in ("First", "Second"):
        row = f"{{% macro row(item) %}}{word}{{% endmacro %}}{{{{ shared(row, items[0]) }}}}"
        site({"templates/masthead/views/compact.html": row})
        assert word in client.get(PEOPLE[0]).text


def test_macros_of_one_name_in_two_templates_are_two(site: Site) -> None:
    row = "{%% macro row(item) %%}%s {{ item.title }}{%% endmacro %%}{{ shared(row, items[0]) }}"
    block = "- block: collection\n  content: {filters: {folders: [publication]}}\n  design: {view: %s}\n"
    root = site(
        {
            **FILES,
            "content/_index.md": f"---\ntype: landing\nsections:\n{block % 'one'}{block % 'two'}---\n",
            "templates/masthead/views/one.html": row % "First",
            "templates/masthead/views/two.html": row % "Then",
        }
    )
    freeze_folder(root, root / "build", jobs=1)
    home = (root / "build/index.html").read_text()
    assert ("First On snow" in home, "Then On snow" in home) == (True, True)


def test_cards_that_pages_share_are_made_again_when_their_page_changes(site: Site) -> None:
    root = site(FILES)
    freeze_folder(root, root / "build", jobs=1)
    site(
        {"content/publication/snow/index.md": FILES["content/publication/snow/index.md"].replace("On", "Of")}
    )
    assert freeze_folder(root, root / "build", jobs=1).written >= len(PEOPLE) + 1
    for url in PEOPLE:
        assert "Of snow" in (root / "build" / url.strip("/") / "index.html").read_text()


def test_macros_are_made_once_for_all_pages(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str | None] = []
    genuine = Template.make_module

    def noting(self: Template, *values: Any) -> Any:
        made.append(self.name)
        return genuine(self, *values)

    monkeypatch.setattr(Template, "make_module", noting)
    client = create_app(site(FILES)).test_client()
    for url in (*PEOPLE, "/publication/snow/", "/publication/"):
        assert client.get(url).status_code == 200
    assert sorted(map(str, made)) == ["masthead/parts/item.html", "masthead/parts/person.html"]


def test_macros_in_the_place_of_ours_know_the_page(site: Site, tmp_path: Path) -> None:
    ours = (bundled("templates") / "masthead/parts/person.html").read_text("utf-8")
    theirs = f"{ours}{{% macro name(p) %}}{{{{ page.url }}}}{{% endmacro %}}"
    root = site({**FILES, "templates/masthead/parts/person.html": theirs})
    client = create_app(root).test_client()
    freeze_folder(root, tmp_path / "built", jobs=1)
    for url in (*PEOPLE, *PEOPLE):
        assert f"<h1>{url}" in client.get(url).text
        assert f"<h1>{url}" in (tmp_path / f"built{url}index.html").read_text("utf-8")


def test_macros_of_ours_depend_on_nothing_of_the_page() -> None:
    folder, environment = bundled("templates"), Environment()
    texts = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.html")}
    used = {name for name in texts if any(f'macros("{name}")' in text for text in texts.values())}
    assert len(used) > 4
    for name in used:
        unknown = find_undeclared_variables(environment.parse(texts[name]))
        assert not unknown & {"page", "site", "section", "meta", "url", "shared", "block", "item"}, name


def test_the_frame_is_made_once_for_all_pages_that_show_the_same_of_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    genuine = Template.render

    def noting(self: Template, *values: Any) -> str:
        made.append(str(self.name))
        return genuine(self, *values)

    monkeypatch.setattr(Template, "render", noting)
    root = site({**FILES, "masthead.yaml": MENU})
    freeze_folder(root, root / "build", jobs=1)
    assert made.count("masthead/parts/footer.html") == 1
    assert made.count("masthead/parts/header.html") == 2, "one for the entry's own page"
    assert made.count("masthead/base.html") > 4
    pages = {url: (root / "build" / url.strip("/") / "index.html").read_text("utf-8") for url in PEOPLE}
    assert all('<a href="/authors/al/"' in page for page in pages.values())
    assert [url for url in PEOPLE if 'aria-current="page"' in pages[url]] == ["/authors/al/"]


@pytest.mark.parametrize("part", ["header", "footer"])
def test_a_part_of_the_frame_in_the_place_of_ours_knows_the_page(
    site: Site, tmp_path: Path, part: str
) -> None:
    root = site({**FILES, f"templates/masthead/parts/{part}.html": "<i>{{ page.url }} {{ title }}</i>"})
    client = create_app(root).test_client()
    freeze_folder(root, tmp_path / "built", jobs=1)
    for url in (*PEOPLE, *PEOPLE):
        page = client.get(url).text
        assert f"<i>{url} " in page
        assert page == (tmp_path / f"built{url}index.html").read_text("utf-8")


def test_a_frame_may_include_the_parts_of_ours(site: Site) -> None:
    root = site({**FILES, "masthead.yaml": MENU})
    url = PEOPLE[0]
    before = create_app(root).test_client().get(url).text
    ours = (bundled("templates") / "masthead/base.html").read_text("utf-8")
    theirs = re.sub(r"\{\{ shared_part\((\"[^\"]*\")[^)]*\) \}\}", r"{% include \1 %}", ours)
    assert theirs.count("include") == ours.count("include") + 2
    site({"templates/masthead/base.html": theirs})
    assert create_app(root).test_client().get(url).text == before


def test_the_frame_of_ours_depends_on_nothing_of_the_page() -> None:
    folder, environment = bundled("templates"), Environment()
    names = set(re.findall(r'shared_part\("([^"]+)"', (folder / "masthead/base.html").read_text("utf-8")))
    assert names == {"masthead/parts/header.html", "masthead/parts/footer.html"}
    while names:
        text = environment.parse((folder / names.pop()).read_text("utf-8"))
        own = {name.name for name in text.find_all(nodes.Name) if name.ctx == "store"}
        assert find_undeclared_variables(text) <= {*WORDS, "site", *own}
        names |= {str(name) for name in find_referenced_templates(text)}
