"""Landing pages and people from flat files, in Flask."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from masthead.app import create_app, create_blueprint
    from masthead.blocks import Block
    from masthead.errors import ContentError, Level, Problem, PublishError, Where
    from masthead.freeze import FreezeResult, freeze_folder, freeze_site
    from masthead.website import Website

__all__ = [
    "Block",
    "ContentError",
    "FreezeResult",
    "Level",
    "Problem",
    "PublishError",
    "Website",
    "Where",
    "create_app",
    "create_blueprint",
    "freeze_folder",
    "freeze_site",
]

_HOMES = {
    "Block": "blocks",
    "ContentError": "errors",
    "FreezeResult": "freeze",
    "Level": "errors",
    "Problem": "errors",
    "PublishError": "errors",
    "Website": "website",
    "Where": "errors",
    "create_app": "app",
    "create_blueprint": "app",
    "freeze_folder": "freeze",
    "freeze_site": "freeze",
}


def __getattr__(name: str) -> object:
    """What the package offers, imported when it is asked for: a command may end before it needs Flask."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"masthead.{_HOMES[name]}"), name)
