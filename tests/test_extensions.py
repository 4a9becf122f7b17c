"""Blocks, views and pages of a site's own: every way that docs/extend.md tells of, and what goes wrong."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from conftest import Site
from masthead import create_app, create_blueprint
from masthead.blocks import Block
from masthead.check import check
from masthead.errors import Level
from masthead.extensions import GROUP, template_folders

GUIDE = Path(__file__).parents[1] / "docs/extend.md"
FILES = dict(re.findall(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", GUIDE.read_text("utf-8"), re.M | re.S))
POST = {"content/post/first.md": "---\ntitle: First\ndate: 2024-01-01\n---\n"}
ABOUT = {"content/about.md": "---\ntitle: A\n---\n"}
HOME = "---\ntitle: T\ntype: landing\nsections:\n- block: {}\n  content: {{title: Hey}}\n---\n"


@pytest.fixture(autouse=True)
def _own_modules() -> Iterator[None]:
    """What a test imports, and where from, is forgotten after it."""
    modules, path = set(sys.modules), list(sys.path)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if not name.startswith("masthead"):
            del sys.modules[name]


@pytest.fixture
def guide(site: Site) -> FlaskClient:
    return create_app(site({**FILES, **POST, **ABOUT})).test_client()


def main(client: FlaskClient, url: str = "/") -> LexborNode:
    found = LexborHTMLParser(client.get(url).text).css_first("main")
    assert found is not None
    return found


def errors(root: Path) -> list[tuple[str, str, str]]:
    return [(str(p.where), p.message, p.hint) for p in check(root) if p.level is Level.ERROR]


def settings(*names: str) -> str:
    return f"title: T\nparams:\n  masthead:\n    blocks: [{', '.join(names)}]\n"


# The guide


def test_the_guide_has_all_its_files() -> None:
    assert {
        "content/_index.md",
        "masthead.yaml",
        "ourblocks.py",
        "templates/masthead/blocks/faq.html",
        "templates/masthead/blocks/opening-hours.html",
        "templates/masthead/blocks/team.html",
        "templates/masthead/pages/recipe.html",
        "templates/masthead/views/titles.html",
    } <= set(FILES)


def test_a_template_alone_gets_the_content_and_dresses_it(guide: FlaskClient) -> None:
    section = main(guide).css_first("#section-opening-hours")
    assert section is not None
    assert section.css_first("h1").html == "<h1>When we are <em>open</em></h1>"
    assert [node.text(strip=True) for node in section.css("dt")] == ["Monday", "Sunday"]
    assert section.css("dd")[0].html.startswith('<dd>9 to <strong>17</strong> <a href="/about/">')  # type: ignore[union-attr]


def test_a_model_in_the_site_that_the_settings_name(guide: FlaskClient) -> None:
    section = main(guide).css_first("#section-team")
    assert section is not None
    assert section.css_first(".motto").html == '<p class="motto">Measure <em>twice</em>.</p>'
    assert [node.text() for node in section.css("li")] == ["Ada Alder"]


def test_what_a_model_looks_up_in_vain_has_its_line(site: Site) -> None:
    problems = [(p.where.line, p.message) for p in check(site({**FILES, **POST, **ABOUT})) if p.where.line]
    assert problems == [(17, "nobody is called 'nobody'.")]


def test_a_view_of_the_sites_own(guide: FlaskClient) -> None:
    assert [a.attributes["href"] for a in main(guide).css("#section-collection ol a")] == ["/post/first/"]


def test_a_page_template_by_its_folder(guide: FlaskClient) -> None:
    found = main(guide, "/recipe/soup/")
    assert found.css_first(".recipe").html == '<div class="recipe"><p>Boil <em>water</em>.</p></div>'
    assert main(guide, "/recipe/").css_first(".recipe") is None


def test_a_page_template_by_its_layout(site: Site) -> None:
    page = "---\ntitle: S\nlayout: Recipe\n---\nText.\n"
    client = create_app(
        site({**FILES, **POST, "content/post/_index.md": page, "content/a.md": page})
    ).test_client()
    assert main(client, "/a/").css_first(".recipe") is not None
    assert main(client, "/post/").css_first(".recipe") is not None


@pytest.mark.parametrize("name", ["landing", "docs", "404", "nothing", "../base", ""])
def test_a_layout_that_is_none_of_the_sites_own(site: Site, name: str) -> None:
    files = {**FILES, "content/a.md": f"---\ntitle: S\nlayout: '{name}'\n---\nText.\n"}
    response = create_app(site(files)).test_client().get("/a/")
    assert response.status_code == 200 and "<p>Text.</p>" in response.text


def test_a_template_that_replaces_and_extends_ours(site: Site) -> None:
    home = "---\ntitle: T\nsections:\n- block: faq\n  content: {items: [{question: Why, answer: So}]}\n---\n"
    found = main(create_app(site({**FILES, "content/_index.md": home})).test_client())
    assert "Why" in found.css_first(".our-faq").text()


# Who wins


class Loud(Block):
    """A block that replaces ours."""

    names = ("faq",)


def test_a_block_of_the_apps_replaces_ours(site: Site) -> None:
    files = {
        "masthead.yaml": "title: T\n",
        "content/_index.md": HOME.format("faq"),
        "templates/masthead/blocks/faq.html": "<b>{{ block.title }}!</b>",
    }
    app = create_app(site(files), blocks=[Loud])
    app.register_blueprint(create_blueprint(site({}), blocks=[Loud], name="lab"), url_prefix="/lab")
    assert "<b>Hey!</b>" in app.test_client().get("/").text
    assert "<b>Hey!</b>" in app.test_client().get("/lab/").text


PACKAGE = {
    "lib/agency/__init__.py": "",
    "lib/agency/blocks.py": "import masthead\nclass Offer(masthead.Block):\n    names = ('offer',)\n",
    "lib/agency/templates/masthead/blocks/offer.html": "<i>package {{ block.title }}</i>",
    "masthead.yaml": settings("agency.blocks:Offer"),
    "content/_index.md": HOME.format("offer"),
}


@pytest.fixture
def agency(site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that names a block of a package, and the package."""
    root = site(PACKAGE)
    monkeypatch.syspath_prepend(str(root / "lib"))
    return root


def test_templates_beside_a_module_come_after_the_sites(agency: Path, site: Site) -> None:
    assert "<i>package Hey</i>" in create_app(agency).test_client().get("/").text
    site({"templates/masthead/blocks/offer.html": "<i>site {{ block.title }}</i>"})
    assert "<i>site Hey</i>" in create_app(agency).test_client().get("/").text


def test_templates_beside_a_module_come_before_ours(agency: Path, site: Site) -> None:
    site(
        {
            "lib/agency/templates/masthead/blocks/faq.html": "<i>their faq</i>",
            "content/_index.md": HOME.format("faq"),
        }
    )
    assert "<i>their faq</i>" in create_app(agency).test_client().get("/").text


def test_an_entry_point_is_active_only_when_named(
    agency: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = EntryPoint("offer", "agency.blocks:Offer", GROUP)
    monkeypatch.setattr(
        "masthead.extensions.entry_points",
        lambda group: importlib.metadata.EntryPoints([offered]).select(group=group),
    )
    site({"masthead.yaml": "title: T\n"})
    assert "package Hey" not in create_app(agency).test_client().get("/").text
    site({"masthead.yaml": settings("offer")})
    assert "package Hey" in create_app(agency).test_client().get("/").text
    site({"masthead.yaml": settings("ofer")})
    assert errors(agency) == [
        ("masthead.yaml:4", "no installed package offers the block 'ofer'.", "Did you mean 'offer'?")
    ]


def test_settings_are_read_anew_while_editing(agency: Path, site: Site) -> None:
    site({"masthead.yaml": "title: T\n"})
    app = create_app(agency)
    app.debug = True
    client = app.test_client()
    assert "there is no block &#39;offer&#39;" in client.get("/").text
    site({"masthead.yaml": settings("agency.blocks:Offer") + "# longer\n"})
    assert "package Hey" in client.get("/").text


def test_template_folders_are_each_there_once(agency: Path) -> None:
    module = __import__("agency.blocks", fromlist=["Offer"])
    assert template_folders([module.Offer, Loud, module.Offer]) == (agency / "lib/agency/templates",)


# What goes wrong


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("nowhere.at.all:X", "cannot be imported: No module named 'nowhere'.", "Install its package"),
        ("wrong_syntax:X", "the module of the block 'wrong_syntax:X' cannot be read", "Mend the module."),
        ("someblocks:Tem", "there is no 'Tem' in 'someblocks'.", "Did you mean 'team'?"),
        ("someblocks:Zzzzzz", "there is no 'Zzzzzz' in 'someblocks'.", "Write 'package.module:Class'."),
        ("someblocks:number", "'someblocks:number' is no block.", "inherit from `masthead.blocks.Block`"),
        ("someblocks:Nameless", "the block 'someblocks:Nameless' has no names.", "Write `names"),
        ("a b:c", "no installed package offers the block 'a b:c'.", "Install the package"),
        ("json:X", "'json' is the name of another module", "Give the site's module another name."),
    ],
)
def test_names_that_are_no_blocks(site: Site, name: str, message: str, hint: str) -> None:
    files = {
        "masthead.yaml": settings(f"'{name}'"),
        "content/_index.md": HOME.format("markdown"),
        "json.py": "X = 1\n",
        "wrong_syntax.py": "class X(:\n",
        "someblocks.py": "from masthead.blocks import Block\n"
        "number = 3\nteam = 1\nclass Nameless(Block):\n    pass\n",
    }
    [(where, found, what_next)] = errors(site(files))
    assert where == "masthead.yaml:4"
    assert message in found and hint in what_next


def test_settings_that_are_no_names(site: Site) -> None:
    files = {
        "masthead.yaml": "title: T\nparams:\n  masthead:\n    blocks: {a: b}\n",
        "content/_index.md": HOME.format("faq"),
    }
    assert [str(p.where) for p in check(site(files)) if p.where.line] == ["masthead.yaml:4"]


def test_a_model_without_a_template_shows_its_text(site: Site) -> None:
    class Bare(Block):
        """A block that nobody drew."""

        names = ("bare",)

    root = site({"masthead.yaml": "title: T\n", "content/_index.md": HOME.format("bare")})
    app = create_app(root, blocks=[Bare])
    assert "<h1>Hey</h1>" in app.test_client().get("/").text
    [problem] = app.extensions["masthead"]["masthead"].website.edition.problems
    assert problem.message == "the block 'bare' has no template; its text is shown."
    assert problem.hint == "Add templates/masthead/blocks/bare.html."


def test_a_template_that_is_put_before_another_is_seen_at_once(site: Site) -> None:
    app = create_app(site({"masthead.yaml": "title: T\n", "content/_index.md": HOME.format("faq")}))
    app.debug = True
    client = app.test_client()
    assert "<h1>Hey</h1>" in client.get("/").text
    own = site({"templates/masthead/blocks/faq.html": "<b>ours</b>"}) / "templates/masthead/blocks/faq.html"
    assert "<b>ours</b>" in client.get("/").text
    own.unlink()
    assert "<h1>Hey</h1>" in client.get("/").text
