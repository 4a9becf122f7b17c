"""Menus: the entries that settings and pages put into them, with the links that they lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from masthead.config.model import MenuItem
from masthead.content.urls import root_url
from masthead.context.scene import Scene
from masthead.context.urls import is_local


class MenuEntry(Struct, frozen=True):
    """One entry of a menu: `name` is HTML, `url` empty for a mere heading of its children.

    `target` is the URL of the page that it leads to, as the table has it; None where it leads elsewhere.
    """

    name: Markup
    url: str
    target: str | None
    children: tuple[MenuEntry, ...] = ()
    active: bool = False

    def seen_from(self, url: str) -> MenuEntry:
        """The entry as the page at a URL shows it: active if it leads there, or one below it does."""
        children = tuple(child.seen_from(url) for child in self.children)
        active = self.target == url or any(child.active for child in children)
        return replace(self, children=children, active=True) if active else self


def menus(scene: Scene) -> Mapping[str, tuple[MenuEntry, ...]]:
    """The menus of a language by their names; entries of a parent that is not there stand at the top."""
    found = {}
    for name, items in scene.language.menus.items():
        keys = {item.key for item in items}
        found[name] = tuple(_entry(scene, item, items) for item in items if item.parent not in keys)
    return found


def _entry(scene: Scene, item: MenuItem, items: Sequence[MenuItem]) -> MenuEntry:
    below = [other for other in items if other.parent and other.parent == item.key]
    children = tuple(_entry(scene, other, items) for other in below)
    name = scene.inline(item.name, scene.library.home(scene.lang), lambda: item.where)
    return MenuEntry(name, *_url(scene, item), children)


def _url(scene: Scene, item: MenuItem) -> tuple[str, str | None]:
    """What an entry prints as its URL, and the URL of the page that it leads to without an anchor."""
    root = root_url(scene.config, scene.lang)
    if item.page_ref:
        found = scene.library.page(scene.lang, item.page_ref)
        if found is not None:
            return scene.url(found.url), found.url
    href = item.url or item.page_ref
    if not href or not is_local(href):
        return (scene.url(root) + href, None) if href.startswith("#") else (href, None)
    path, mark, anchor = href.partition("#")
    for start in (root, "/"):
        target = scene.urls.find(path.lstrip("/"), start)
        if target is not None:
            return scene.url(target) + mark + anchor, None if mark else target
    return scene.url(root + path.lstrip("/")) + mark + anchor, None
