"""Attribute lists in braces: `{#id .class key=value}`, as Goldmark reads them."""

from __future__ import annotations

import re

ITEM = re.compile(
    r"""\s*,?\s*(?:\#(?P<id>[^\s{}#"'=<>,]+)
    |\.(?P<class>[^\s{}."'=<>,]+)
    |(?P<key>[A-Za-z_:][\w:.-]*)=
      (?:"(?P<double>[^"{}]*)"|'(?P<single>[^'{}]*)'|\[(?P<list>[^\]{}]*)\]|(?P<bare>[^\s{}"'\[\],]+)))""",
    re.VERBOSE,
)
SAFE = re.compile(r"(?!on)[a-z_:][\w:.-]*\Z", re.IGNORECASE)


def read_attributes(text: str) -> dict[str, str] | None:
    """The attributes of `{…}`, None when it is no attribute list."""
    inner = text.strip()[1:-1].strip()
    if not inner or len(inner) > 2000:
        return None
    found: dict[str, str] = {}
    at = 0
    while at < len(inner):
        item = ITEM.match(inner, at)
        if item is None:
            return None
        at = item.end()
        if item["id"]:
            found["id"] = item["id"]
        elif item["class"]:
            found["class"] = f"{found['class']} {item['class']}" if "class" in found else item["class"]
        else:
            values = (item[name] for name in ("double", "single", "list", "bare"))
            found[item["key"]] = next(value for value in values if value is not None)
    return found


def split_attributes(text: str) -> tuple[str, dict[str, str]]:
    """A line without the attribute list at its end, and that list's attributes."""
    if text.endswith("}") and (start := text.rfind("{", max(0, len(text) - 2000))) != -1:
        found = read_attributes(text[start:])
        if found is not None:
            return text[:start].rstrip(), found
    return text, {}


def safe_attributes(found: dict[str, str]) -> dict[str, str]:
    """The attributes that may be printed on an element: no event handlers."""
    return {name: value for name, value in found.items() if SAFE.match(name)}
