"""What the HTML of a page holds that can be checked: its anchors, where it leads, what it shows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from msgspec import Struct

from masthead.markup.tags import Tag, scan

_ATTRIBUTE = re.compile(r"""([A-Za-z_:][\w:.-]*)(?:\s*=\s*(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?""")
_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*+)"|'([^']*+)'|([^\s"')]*+))\s*\)""", re.IGNORECASE)
_LINKS = {"a": ("href",), "area": ("href",), "form": ("action",)}
_FILES = {
    "img": ("src",),
    "source": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "script": ("src",),
    "object": ("data",),
    "link": ("href",),
}


class Answer(Struct, frozen=True):
    """What one page's HTML holds: ids, links, files, and pictures without words."""

    ids: frozenset[str]
    links: tuple[str, ...]
    files: tuple[str, ...]
    wordless: tuple[str, ...]


def read_answer(text: str) -> Answer:
    """What the HTML of a page holds; each URL once, as it is printed, in the order of the page."""
    ids: set[str] = set()
    links: dict[str, None] = {}
    files: dict[str, None] = {}
    wordless: dict[str, None] = {}
    for tag in scan(text):
        if tag.closes or not tag.rest:
            if tag.name == "style" and tag.opens:
                files |= dict.fromkeys(css_urls(text[tag.end : text.find("</style", tag.end)]))
            continue
        values = _attributes(tag)
        ids.update(values[key] for key in ("id", "name") if values.get(key))
        if "style" in values:
            files |= dict.fromkeys(css_urls(values["style"]))
        links |= dict.fromkeys(values[key] for key in _LINKS.get(tag.name, ()) if key in values)
        if tag.name != "link" or values.get("rel") not in ("canonical", "alternate"):
            files |= dict.fromkeys(values[key] for key in _FILES.get(tag.name, ()) if key in values)
        if tag.name in ("img", "source") and "srcset" in values:
            files |= dict.fromkeys(part.split()[0] for part in values["srcset"].split(", ") if part.split())
        silent = values.get("role") in ("presentation", "none") or values.get("aria-hidden") == "true"
        if tag.name == "img" and not values.get("alt", "").strip() and not silent:
            wordless[values.get("src", "")] = None
    return Answer(frozenset(ids), tuple(links), tuple(files), tuple(wordless))


def css_urls(css: str) -> Iterator[str]:
    """The URLs that a style sheet loads."""
    for found in _CSS_URL.finditer(css):
        yield next((part for part in found.groups() if part is not None), "").strip()


def _attributes(tag: Tag) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(tag.rest):
        found.setdefault(name.lower(), html.unescape(next(filter(None, values), "")))
    return found
