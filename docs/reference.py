"""Write the page of all blocks, made from their models and from the examples in docs/blocks/.

    python docs/reference.py [FILE]

FILE is docs/blocks.md unless another is named. A test compares that with what is made now.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from masthead.blocks import Block, builtin
from masthead.jsonschema import block_schema

DOCS = Path(__file__).resolve().parent
HEAD = """\
---
title: Blocks
weight: 303
---

<!-- Made by docs/reference.py from the models; edit those, or the examples in docs/blocks/. -->

A landing page (`type: landing`) is a list of `sections`. Each names a `block`, which says what its `content`
may hold, and may have a `design`. Keys that take a list are shown as `key[]`. Texts are Markdown, unless they
are links, colours or names.

Most blocks have a `title`, a `subtitle` below it and a `text`.
"""
COMMON = frozenset({"title", "subtitle", "text"})
"""What the content of most blocks begins with, told once."""

Schema = Mapping[str, Any]


def keys(schema: Schema, definitions: Mapping[str, Schema], above: str = "") -> Iterator[tuple[str, str]]:
    """The keys that a schema names, those inside of others included, with what they are for."""
    for name, value in schema.get("properties", {}).items():
        key = f"{above}{name}"
        inner, many = _inner(value, definitions)
        yield f"{key}[]" if many else key, value.get("description", "")
        yield from keys(inner, definitions, f"{key}[]." if many else f"{key}.")


def _inner(schema: Schema, definitions: Mapping[str, Schema]) -> tuple[Schema, bool]:
    """What a key holds when that has keys of its own, and whether it is a list of them."""
    if "$ref" in schema:
        return _inner(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    if "properties" in schema:
        return schema, False
    if isinstance(schema.get("items"), Mapping):
        return _inner(schema["items"], definitions)[0], True
    found = [_inner(choice, definitions) for key in ("anyOf", "allOf") for choice in schema.get(key, ())]
    return max(found, key=lambda choice: (bool(choice[0]), choice[1]), default=({}, False))


def examples() -> Mapping[str, tuple[str, str, str]]:
    """By block, the first section that shows it: as YAML, in which file, and what that says of it."""
    found: dict[str, tuple[str, str, str]] = {}
    for file in sorted((DOCS / "blocks").glob("*.md")):
        meta, text = frontmatter.parse(file.read_text("utf-8"))
        sections = meta["sections"]
        for section in sections if isinstance(sections, list) else []:
            shown = yaml.safe_dump([section], sort_keys=False, allow_unicode=True, width=110)
            found.setdefault(section["block"], (shown, file.stem, text))
    return found


def chapter(block: type[Block], example: tuple[str, str, str] | None, told: set[str]) -> str:
    """What there is to say of one block; `told` are the files whose words were said before."""
    schema = block_schema(block)
    content = schema["properties"]["content"]
    rows = [row for row in keys(content, schema.get("$defs", {})) if row[0] not in COMMON]
    name, *others = block.names
    lines = [f"## {name}", "", str(schema["description"]).split("\n\n")[0]]
    if others:
        lines += ["", f"Also called {', '.join(f'`{other}`' for other in others)}."]
    if example:
        shown, file, text = example
        if file not in told:
            told.add(file)
            lines += ["", text.strip()]
        lines += ["", "```yaml", shown.rstrip(), "```"]
    if rows:
        lines += ["", "| key | what it is |", "|---|---|"]
        lines += [f"| `{key}` | {words.replace('|', '&#124;')} |" for key, words in rows]
    return "\n".join(lines) + "\n"


def page() -> str:
    """The whole page."""
    shown, told = examples(), set[str]()
    named = dict.fromkeys(block for block in builtin())
    chapters = [
        chapter(block, next((shown[name] for name in block.names if name in shown), None), told)
        for block in sorted(named, key=lambda block: block.names[0])
    ]
    return "\n".join([HEAD, *chapters])


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else DOCS / "blocks.md").write_text(page(), "utf-8")
