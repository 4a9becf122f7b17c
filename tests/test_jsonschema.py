"""JSON Schema: it takes what Masthead takes, refuses what it warns about, and explains every key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from conftest import Site
from masthead.blocks import Block, builtin
from masthead.cli import main
from masthead.content.source import read_source
from masthead.errors import ContentError
from masthead.jsonschema import DIALECT, block_schema, page_schema, person_schema, settings_schema
from masthead.lenient import docstrings

ROOT = Path(__file__).parents[1]
PAGES = sorted([*(ROOT / "content").rglob("*.md"), *(ROOT / "docs/blocks").glob("*.md")])
PAGE = Draft202012Validator(page_schema(builtin()))
PERSON = Draft202012Validator(person_schema())
SETTINGS = Draft202012Validator(settings_schema())


def meta(path: Path) -> dict[str, Any]:
    """A file's front matter as JSON has it."""
    return dict(json.loads(json.dumps(read_source(path, path.name).meta, default=str)))


def told(validator: Draft202012Validator, values: Mapping[str, Any]) -> list[str]:
    """The keys that do not fit."""
    return sorted({".".join(map(str, error.absolute_path)) for error in validator.iter_errors(values)})


def section(block: str, **content: Any) -> dict[str, Any]:
    return {"sections": [{"block": block, "content": content}]}


@pytest.mark.parametrize(
    "schema", [PAGE.schema, PERSON.schema, SETTINGS.schema, *map(block_schema, builtin())]
)
def test_they_are_schemas(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DIALECT
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pages_of_the_demo_and_the_documentation_fit(path: Path) -> None:
    assert told(PAGE, meta(path)) == []


def test_people_and_settings_of_the_demo_fit() -> None:
    people = sorted((ROOT / "content/authors").glob("*/*.md"))
    assert people and [told(PERSON, meta(path)) for path in people] == [[] for _ in people]
    assert told(SETTINGS, yaml.safe_load((ROOT / "masthead.yaml").read_text("utf-8"))) == []


def test_real_sites_fit(shared: Path) -> None:
    wrong: dict[str, list[str]] = {}
    for path in sorted(shared.glob("sites/*/content/**/*.md")):
        try:
            values = meta(path)
        except ContentError:
            continue
        if keys := told(PAGE, values):
            wrong[path.relative_to(shared).as_posix()] = keys
    assert wrong == {}


@pytest.mark.parametrize(
    "values",
    [
        {"weight": "5", "draft": "True", "featured": "no", "toc": 0},
        {"aliases": "/old/", "tags": "one", "date": 2024, "publishDate": "2024-01-01", "title": 7},
        {"image": "a.jpg", "build": False, "header": None, "sidebar": "", "Own": {"key": [1]}},
        {"summary": None, "aliases": None, "sections": None},
        section("hero", title="A", cta={"label": "Go", "url": "/x/"}, image="a.jpg", primary_action="/x/"),
        section("collection", count="", filters={"folders": "post", "tag": "x"}, sort_ascending="false"),
        section("resume-skills", items=["one", {"name": "two", "percent": "70"}]),
        section(
            "pricing", tiers={"name": "A", "price": 3, "features": ["x", {"text": "y", "included": "no"}]}
        ),
        section("people", user_groups=["Staff", {"name": "Board", "sort_by": "weight"}]),
        section("of-our-own", count="many", anything=[{"goes": 1}]),
        {"sections": [{"block": "markdown", "design": {"background": {"color": "red"}, "spacing": "2rem"}}]},
        {"sections": [{"block": None, "content": ""}, {"content": None, "design": ""}]},
    ],
)
def test_what_masthead_takes_is_taken(values: dict[str, Any]) -> None:
    assert told(PAGE, values) == []


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"weight": "heavy"}, "weight"),
        ({"draft": "maybe"}, "draft"),
        ({"title": {"a": 1}}, "title"),
        ({"image": {"caption": ["x"]}}, "image"),
        ({"sections": {"block": "hero"}}, "sections"),
        (section("collection", count="many"), "sections.0.content.count"),
        (section("collection", filters={"featured_only": "perhaps"}), "sections.0.content.filters"),
        (section("faq", items=[{"question": {"a": 1}}]), "sections.0.content.items"),
        ({"sections": [{"block": "stats", "design": {"css_class": ["a"]}}]}, "sections.0.design"),
    ],
)
def test_what_masthead_warns_about_is_refused(values: dict[str, Any], key: str) -> None:
    assert [found for found in told(PAGE, values) if found.startswith(key)]


def test_settings_that_do_not_fit() -> None:
    good = {"baseURL": "https://x.example/", "pagination": {"pagerSize": "5"}, "menus": {"main": []}}
    own = {"params": {"masthead": {"blocks": "a:B"}, "hugoblox": {"header": {"sticky": "true"}}}}
    assert told(SETTINGS, {**good, **own}) == []
    assert told(SETTINGS, {"pagination": {"pagerSize": "few"}}) == ["pagination.pagerSize"]
    assert told(SETTINGS, {"buildFuture": "soon"}) == ["buildFuture"]
    assert told(SETTINGS, {"params": {"masthead": {"blocks": {"a": {}}}}}) != []


def test_persons_in_every_dialect() -> None:
    assert (
        told(PERSON, {"name": {"display": "A"}, "affiliations": "X", "links": [{"icon": "a", "url": "b"}]})
        == []
    )
    assert told(PERSON, {"title": "A", "education": {"courses": [{"course": "B", "year": 2001}]}}) == []
    assert told(PERSON, {"weight": "first"}) == ["weight"]


def test_a_key_has_all_of_its_names() -> None:
    person = person_schema()["properties"]
    assert person["organizations"] == person["affiliations"]
    front = page_schema(builtin())["properties"]
    assert {"publishDate", "linkTitle", "authors", "doi", "event", "sections"} <= set(front)


def explained(schema: Any, path: str = "") -> Iterator[str]:
    """The keys, at any depth, that say nothing of themselves."""
    if isinstance(schema, dict):
        for key, value in (
            schema.get("properties", {}).items() if isinstance(schema.get("properties"), dict) else ()
        ):
            if not value.get("description") and "properties" not in value:
                yield f"{path}.{key}"
        for key, value in schema.items():
            yield from explained(value, f"{path}.{key}" if key not in ("properties", "$defs") else path)
    elif isinstance(schema, list):
        for item in schema:
            yield from explained(item, path)


@pytest.mark.parametrize("block", builtin(), ids=lambda block: block.names[0])
def test_every_key_of_a_block_is_explained(block: type[Block]) -> None:
    assert sorted(set(explained(block_schema(block)))) == []


def test_every_key_of_pages_and_people_is_explained() -> None:
    assert sorted({*explained(page_schema([])), *explained(person_schema())}) == []


class Parent(Block):
    """A block that another inherits from."""

    first: str = ""
    """Said of the first,
    on two lines."""
    silent: str = ""


class Child(Parent):
    """Says something else of the first."""

    names = ("child",)

    second: str = ""
    """Said of the second."""


def test_docstrings_of_a_model_and_those_above_it() -> None:
    found = docstrings(Child)
    assert found["first"] == "Said of the first, on two lines."
    assert found["second"] == "Said of the second." and "silent" not in found
    assert "title" in found


# The command


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["schema", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize("what", [(), ("page",), ("person",), ("settings",), ("block", "faq")])
def test_the_command_prints_a_schema(what: tuple[str, ...]) -> None:
    status, output = run(*what)
    assert status == 0
    Draft202012Validator.check_schema(json.loads(output))


def test_the_command_knows_the_names_of_blocks() -> None:
    status, output = run("block", "fqa")
    assert status == 1 and "there is no block 'fqa'. " not in output
    assert "there is no block 'fqa'" in output and "'faq'" in output
    status, output = run("block")
    assert status == 1 and "collection" in output


def test_the_command_knows_blocks_of_the_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    module = "from masthead.blocks import Block\n\n\nclass Offer(Block):\n    names = ('offer',)\n\n"
    root = site(
        {
            "masthead.yaml": "params: {masthead: {blocks: ['schemablocks:Offer']}}\n",
            "schemablocks.py": f'{module}    price: str = ""\n    """What it costs."""\n',
            "content/_index.md": "---\ntitle: T\n---\n",
        }
    )
    monkeypatch.chdir(root)
    monkeypatch.setattr("sys.path", [*__import__("sys").path])
    status, output = run("block", "offer")
    assert status == 0
    assert (
        json.loads(output)["properties"]["content"]["properties"]["price"]["description"] == "What it costs."
    )
    site({"masthead.yaml": "params: {masthead: {blocks: ['schemablocks:Of']}}\n"})
    status, output = run("page")
    assert status == 1 and "there is no 'Of' in 'schemablocks'" in output
