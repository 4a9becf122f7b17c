"""A site as a Flask app, or as a Blueprint in another one; both bring the commands of `flask masthead`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, Flask
from flask.helpers import get_debug_flag

from masthead.blocks import Block
from masthead.commands import check_command, freeze_command
from masthead.routes import site_app, site_blueprint
from masthead.website import Website


def create_app(site: Path | str, *, blocks: Iterable[type[Block]] = ()) -> Flask:
    """A Flask app that is nothing but the site in a folder, with `flask freeze` and `flask check`.

    `blocks` are models for kinds of sections of one's own. Raises ContentError when the folder holds no site.
    """
    website = _website(site, blocks)
    app = site_app(website)
    app.cli.add_command(freeze_command)
    app.cli.add_command(check_command)
    return app


def create_blueprint(
    site: Path | str, *, name: str = "masthead", base: str = "", blocks: Iterable[type[Block]] = ()
) -> Blueprint:
    """A Blueprint that serves the site in a folder, with the commands of `flask masthead`.

    `name` tells several sites in one app apart. `base` is a template of the host whose blocks `content`,
    `title` and `head` pages are put into; without it they bring their own frame. `blocks` are models for
    kinds of sections of one's own. Raises ContentError when the folder holds no site.
    """
    website = _website(site, blocks)
    blueprint = site_blueprint(website, name, base, alone=False)
    blueprint.cli_group = "masthead"
    blueprint.cli.help = "Check and freeze the sites of this app that Masthead serves."
    blueprint.cli.add_command(freeze_command)
    blueprint.cli.add_command(check_command)
    return blueprint


def _website(site: Path | str, blocks: Iterable[type[Block]]) -> Website:
    """A website that has been read, so that no request waits for that, and processes to come share it.

    In debug mode the first request reads it: of the two processes of `flask run --debug` one answers none.
    """
    website = Website(site, blocks)
    if get_debug_flag():
        website.settings()
    else:
        website.refresh()
    return website
