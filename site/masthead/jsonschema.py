"""JSON Schema of what sites write, made from the models that read it; for editors that complete and check."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from masthead.blocks import Block, builtin
from masthead.blocks.design import Design
from masthead.blocks.sections import SectionSource
from masthead.config import load_config
from masthead.config.dialects import NAMES as PARAMS
from masthead.config.hosting import Hosting
from masthead.config.params import Params
from masthead.config.structures import Own
from masthead.config.values import NAMES, Values
from masthead.content.fields import Model, Texts
from masthead.content.front import FrontMatter
from masthead.content.person import Person
from masthead.context.events import Event
from masthead.context.links import Linked
from masthead.context.works import Publication
from masthead.errors import ContentError, Level, Problem, Problems, Where, did_you_mean
from masthead.extensions import load_blocks
from masthead.lenient import SPELLINGS, Schema, parts, resolved

DIALECT = "https://json-schema.org/draft/2020-12/schema"


STRUCTURES = {
    "cascade": "Front matter that pages below inherit: a map, or a list of maps with a `target`.",
    "languages": "The languages of the site by their codes, each with `languageName`, `weight`, `params` ...",
    "menus": "The menus by their names; an entry has `name`, `url` or `pageRef`, `weight`, `parent`.",
    "module": "`imports` and `mounts`, as Hugo has them.",
    "outputs": "The formats that are made of each kind of page.",
    "permalinks": "Patterns of URLs by section, or by kind and section.",
    "taxonomies": "The names of taxonomies: plural by singular.",
}
"""Settings that are more than plain values."""


class Terms(Model):
    """The taxonomies that most sites have."""

    authors: Texts = ()
    """Who wrote it: names, or the names of folders in content/authors/."""
    tags: Texts = ()
    """What it is about."""
    categories: Texts = ()
    """What kind of page it is."""
    projects: Texts = ()
    """The names of folders in content/project/ that it belongs to."""


def _whole(schema: Schema, definitions: Mapping[str, Any], title: str) -> Schema:
    defs = {"$defs": dict(sorted(definitions.items()))} if definitions else {}
    return {"$schema": DIALECT, "title": title, **schema, **defs}


def block_schema(block: type[Block]) -> Schema:
    """The schema of a section of one kind: `block`, `content`, `design` and what every section has."""
    (section, design, own), definitions = parts(SectionSource, Design, block)
    body = _section(section, design, own, block)
    return _whole({**body, "required": ["block"]}, definitions, f"Section: {block.names[0]}")


def _section(section: Schema, design: Schema, own: Schema, block: type[Block]) -> Schema:
    keys = {key: value for key, value in own.get("properties", {}).items() if key != "design"}
    designs = [design, *([own["properties"]["design"]] if "design" in own.get("properties", {}) else [])]
    content = {"type": ["object", "string", "null"], "properties": keys}
    return {
        "type": "object",
        "description": own.get("description", ""),
        "properties": {
            **section["properties"],
            "block": {**section["properties"]["block"], "type": ["string"], "enum": list(block.names)},
            "content": {**content, "description": own.get("description", "")},
            "design": {
                "anyOf": [{"allOf": designs}, {"type": ["string", "null"]}],
                "description": "How it looks.",
            },
        },
    }


def page_schema(blocks: Iterable[type[Block]]) -> Schema:
    """The schema of a page's front matter, with its sections by the blocks that they name."""
    kinds = list(dict.fromkeys(blocks))
    models = (FrontMatter, Event, Publication, Linked, Terms, SectionSource, Design)
    schemas, definitions = parts(*models, *kinds)
    section, design = schemas[5:7]
    properties = {key: value for schema in schemas[4::-1] for key, value in schema["properties"].items()}
    choices = [
        {
            "if": {"properties": {"block": {"enum": list(kind.names)}}, "required": ["block"]},
            "then": _section(section, design, own, kind),
        }
        for kind, own in zip(kinds, schemas[7:], strict=True)
    ]
    names = sorted({name for kind in kinds for name in kind.names})
    block = {**section["properties"]["block"], "type": ["string", "null"], "examples": names}
    item = {"type": "object", "properties": {**section["properties"], "block": block}, "allOf": choices}
    properties["sections"] = {
        "type": ["array", "null"],
        "items": item,
        "description": "The parts of a landing page.",
    }
    return _whole({"type": "object", "properties": properties}, definitions, "Front matter of a page")


def person_schema() -> Schema:
    """The schema of what is said of a person, in content/authors/ or data/authors/."""
    [person], definitions = parts(Person)
    name = {"anyOf": [{"type": "string"}, {"type": "object"}, {"type": "null"}], "description": "The name."}
    return _whole({**person, "properties": {"name": name, **person["properties"]}}, definitions, "A person")


def settings_schema() -> Schema:
    """The schema of `masthead.yaml`, and of Hugo's settings in one file."""
    (values, params, own, hosting), definitions = parts(Values, Params, Own, Hosting)
    structures = {name: {"description": words} for name, words in STRUCTURES.items()}
    properties = {**_nested(NAMES, values, definitions), **structures}
    inner = _nested(PARAMS, params, definitions)
    properties["hosting"] = hosting
    inner["masthead"] = {**own, "properties": {**own["properties"], "hosting": hosting}}
    properties["params"] = {
        "type": ["object", "null"],
        "properties": inner,
        "description": "Hugo Blox's settings.",
    }
    return _whole({"type": "object", "properties": properties}, definitions, "Settings of a site")


def printed(what: str, name: str, root: Path) -> str:
    """The schema of a `page`, a `person`, the `settings` or the `block` of a name, as JSON.

    Blocks of the site in `root` are known too, if there is one. Raises ContentError for an unknown block.
    """
    blocks = _blocks(root)
    by_name = {key: block for block in blocks for key in block.names}
    if what == "block" and name not in by_name:
        hint = did_you_mean(name, by_name) or f"Use one of: {', '.join(sorted(by_name))}."
        problem = f"there is no block {name!r}." if name else "name the block."
        raise ContentError(Problem(problem, Where("."), hint, Level.ERROR))
    schemas = {
        "page": lambda: page_schema(by_name.values()),
        "person": person_schema,
        "settings": settings_schema,
    }
    schema = schemas.get(what, lambda: block_schema(by_name[name]))()
    return json.dumps(schema, indent=2, ensure_ascii=False)


def _blocks(root: Path) -> tuple[type[Block], ...]:
    problems = Problems()
    try:
        named = load_blocks(load_config(root, problems).blocks, root.resolve(), problems)
    except ContentError:  # there is no site here
        return builtin()
    if problems.errors:
        raise ContentError(*problems.errors)
    return (*builtin(), *named)


def _nested(names: Mapping[str, str], model: Schema, definitions: Mapping[str, Any]) -> Schema:
    """Properties by the dotted keys that settings have, each with the schema of the one in the model."""
    properties: Schema = {}
    for old, new in names.items():
        found = _at(model, new.split("."), definitions)
        *above, last = (SPELLINGS.get(part, part) for part in old.split("."))
        level = properties
        for part in above:
            inner = level.setdefault(part, {"type": ["object", "null"], "properties": {}})
            level = inner.setdefault("properties", {}) if "anyOf" not in inner else {}
        level.setdefault(last, found)
    return properties


def _at(schema: Schema, path: list[str], definitions: Mapping[str, Any]) -> Schema:
    for part in path:
        options = (resolved(option, definitions) for option in (schema, *schema.get("anyOf", [])))
        found = (option.get("properties", {}).get(part) for option in options)
        schema = next((inner for inner in found if inner), {})
    return schema
