"""SVG drawings as a page embeds them: one type, and the cleaning of files that a site brings along."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from markupsafe import Markup, escape
from msgspec import Struct

LIMIT = 64 * 1024
"""The largest SVG, in bytes, that is drawn into a page."""

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_DROPPED_ELEMENTS = frozenset({"script", "foreignObject", "metadata", "title", "desc", "handler", "listener"})
_DROPPED_ON_ROOT = frozenset({"width", "height", "x", "y", "id", "class", "version", "role", "baseProfile"})
_ANIMATIONS = frozenset({"animate", "set", "animateTransform", "animateMotion"})
_LOCAL_URL = re.compile(r"url\(\s*(['\"]?)#([^'\")]+)\1\s*\)")
_FOREIGN_CSS = re.compile(r"url\((?!\s*['\"]?#)|@import|expression\(|javascript:|\\", re.IGNORECASE)
_PICTURE_DATA = re.compile(r"data:image/(png|jpeg|gif|webp)[;,]")
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")


class Drawing(Struct, frozen=True):
    """What stands inside an `<svg>` element, and the attributes of that element that shape it.

    `attributes` and `body` are markup that is safe to write into a page as it is.
    """

    attributes: str
    body: str

    def markup(self, label: str = "", css_class: str = "icon") -> Markup:
        """The `<svg>` element, 1em tall; hidden from assistive technology unless it has a label."""
        aria = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
        return Markup('<svg class="{}" width="1em" height="1em" {} {}>{}</svg>').format(
            css_class, Markup(self.attributes), aria, Markup(self.body)
        )


def view_box(root: ElementTree.Element) -> tuple[float, float, float, float] | None:
    """The `viewBox` of an SVG root, or one made from its width and height; None where it has neither."""
    try:
        x, y, width, height = (float(part) for part in root.get("viewBox", "").replace(",", " ").split())
    except ValueError:
        sides = [_NUMBER.fullmatch(root.get(side, "")) for side in ("width", "height")]
        if not all(sides):
            return None
        x, y = 0.0, 0.0
        width, height = (float(side[1]) for side in sides if side)
    return (x, y, width, height) if width > 0 and height > 0 else None


def parse(data: bytes) -> ElementTree.Element | None:
    """The root of an SVG file; None where the bytes are no well-formed SVG."""
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        return None
    return root if root.tag in (f"{_SVG}svg", "svg") else None


def clean(data: bytes) -> Drawing | None:
    """The drawing in a site's own SVG file, without what could run, load or reach out of it.

    Scripts, event handlers, foreign content, outside references and fixed sizes go; style sheets apply to the
    drawing alone; ids get a prefix that no page uses. None where it is no SVG, too large, or of unknown size.
    """
    root = parse(data) if len(data) <= LIMIT else None
    box = view_box(root) if root is not None else None
    if root is None or box is None:
        return None
    prefix = f"svg-{hashlib.sha256(data).hexdigest()[:8]}"
    _clean_tree(root, prefix)
    for name in _DROPPED_ON_ROOT & root.attrib.keys():
        del root.attrib[name]
    root.set("viewBox", " ".join(f"{part:g}" for part in box))
    if not {"fill", "style"} & root.attrib.keys():
        root.set("fill", "currentColor")
    attributes = " ".join(f'{name}="{escape(value)}"' for name, value in sorted(root.attrib.items()))
    body = "".join(ElementTree.tostring(child, encoding="unicode") for child in root).strip()
    if root.find(".//style") is not None:
        body = f'<g class="{prefix}">{body}</g>'
    return Drawing(attributes, body) if len(body.encode()) <= LIMIT else None


def clean_file(data: bytes) -> bytes:
    """A whole SVG file without what could run, load or reach out of it; an empty drawing for what is none."""
    root = parse(data)
    if root is None:
        return f'<svg xmlns="{_SVG[1:-1]}"/>'.encode()
    prefix = f"svg-{hashlib.sha256(data).hexdigest()[:8]}"
    _clean_tree(root, prefix)
    if root.find(".//style") is not None:
        root.set("class", f"{root.get('class', '')} {prefix}".strip())
    root.set("xmlns", _SVG[1:-1])
    return bytes(ElementTree.tostring(root, encoding="utf-8"))


def _clean_tree(root: ElementTree.Element, prefix: str) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if not _is_kept(child):
                parent.remove(child)
        parent.tag = str(parent.tag).removeprefix(_SVG)
        parent.attrib = dict(_kept_attributes(parent, prefix))
        if parent.tag == "style":
            parent.text = _scoped_css(parent.text or "", prefix)


def _is_kept(element: ElementTree.Element) -> bool:
    tag = str(element.tag)
    local = tag.removeprefix(_SVG)
    if local.startswith("{") or local in _DROPPED_ELEMENTS:
        return False
    target = element.get("attributeName", "").lower()
    return local not in _ANIMATIONS or not (target.endswith("href") or target.startswith("on"))


def _kept_attributes(element: ElementTree.Element, prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        key = "href" if name == _XLINK_HREF else name
        if key.startswith("{") or key.lower().startswith(("on", "aria-")) or _FOREIGN_CSS.search(value):
            continue
        if key == "href" and not value.startswith("#") and not _PICTURE_DATA.match(value):
            continue
        if key == "id" or (key == "href" and value.startswith("#")):
            value = f"#{prefix}-{value[1:]}" if key == "href" else f"{prefix}-{value}"
        yield key, _LOCAL_URL.sub(rf"url(#{prefix}-\2)", value)


def _scoped_css(css: str, prefix: str) -> str:
    """The style sheet nested in the drawing's class; empty where it loads something or is unbalanced."""
    depths = [css[: at + 1].count("{") - css[: at + 1].count("}") for at, c in enumerate(css) if c in "{}"]
    if _FOREIGN_CSS.search(css) or any(depth < 0 for depth in depths) or (depths and depths[-1]):
        return ""
    local = _LOCAL_URL.sub(rf"url(#{prefix}-\2)", css)
    return f".{prefix}{{{local}}}"
