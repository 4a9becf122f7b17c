"""A Flask app that is nothing but a site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flask import Flask

from masthead.blocks import Block
from masthead.console import freeze_command
from masthead.routes import site_blueprint
from masthead.website import Website


def create_app(site: Path | str, *, blocks: Iterable[type[Block]] = ()) -> Flask:
    """A Flask app that is nothing but the site in a folder, with the commands of `flask masthead`.

    Raises ContentError when the folder holds no site.
    """
    app = Flask("masthead", static_folder=None, template_folder=None, root_path=str(Path(site).resolve()))
    website = Website(site, blocks)
    website.refresh()
    app.register_blueprint(site_blueprint(website, "masthead", "", alone=True))
    app.cli.add_command(freeze_command)
    return app
