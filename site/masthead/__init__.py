"""Landing pages and people from flat files, in Flask."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from masthead.app import create_app, create_blueprint
    from masthead.blocks import Block
    from masthead.errors import ContentError, Problem
    from masthead.website import Website

__all__ = ["Block", "ContentError", "Problem", "Website", "create_app", "create_blueprint"]

_HOMES = {
    "Block": "blocks",
    "ContentError": "errors",
    "Problem": "errors",
    "Website": "website",
    "create_app": "app",
    "create_blueprint": "app",
}


def __getattr__(name: str) -> object:
    """What the package offers, imported when it is asked for: a command may end before it needs Flask."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"masthead.{_HOMES[name]}"), name)
