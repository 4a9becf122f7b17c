"""Where templates come from: the host, the site, packages with blocks, and Masthead itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, TemplateNotFound

from masthead.paths import bundled
from masthead.website import Website

Source = tuple[str, str | None, Callable[[], bool] | None]
"""What loaders give: a template's text, its file, and whether that is still the same."""


class _FirstOf(ChoiceLoader):
    """The first loader that has a template; while editing, one that is put before it is seen at once."""

    load = BaseLoader.load
    others: bool = False
    """Whether a template of pages came from elsewhere than from Masthead."""

    def get_source(self, environment: Environment, template: str) -> Source:
        """Raises TemplateNotFound where none has it."""
        text, file, unchanged = super().get_source(environment, template)
        if template.startswith("masthead/") and not (
            file and Path(file).is_relative_to(bundled("templates"))
        ):
            self.others = True

        def is_current() -> bool:
            try:
                return self._choose(environment, template)[1] == file and (unchanged is None or unchanged())
            except TemplateNotFound:
                return False

        return text, file, is_current

    def _choose(self, environment: Environment, template: str) -> Source:
        return super().get_source(environment, template)


class _BesideBlocks(BaseLoader):
    """The templates that stand beside the models of blocks, as the settings name them at the moment."""

    def __init__(self, website: Website) -> None:
        self.website = website

    def get_source(self, environment: Environment, template: str) -> Source:
        """Raises TemplateNotFound where no such folder has it."""
        return FileSystemLoader(self.website.edition.template_folders).get_source(environment, template)


def all_ours(environment: Environment) -> bool:
    """Whether all templates of pages so far were Masthead's own, which ask the request for nothing."""
    return isinstance(environment.loader, _FirstOf) and not environment.loader.others


def environment(app: Flask, website: Website) -> Environment:
    """The app's own Jinja environment with our templates beside the host's, which it leaves as it is.

    A host's `masthead/…` template comes before the site's, that before those that stand beside the models
    of blocks, and these before the one that Masthead brings along, which all can extend as
    `default:masthead/…`.
    """
    own = FileSystemLoader(bundled("templates"))
    folder = website.root / "templates"
    site = [FileSystemLoader(folder)] if folder != bundled("templates") else []
    host = [app.jinja_env.loader] if app.jinja_env.loader else []
    loader = _FirstOf(
        [*host, *site, _BesideBlocks(website), own, PrefixLoader({"default": own}, delimiter=":")]
    )
    return app.jinja_env.overlay(loader=loader, autoescape=True)
