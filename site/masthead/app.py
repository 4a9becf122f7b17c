"""A Flask app that is nothing but a site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from masthead.blocks import Block
from masthead.console import BASE_URL, KEEP_GOING, STRICT, bar, reporting, tell_result
from masthead.freeze import freeze_site
from masthead.routes import site_app
from masthead.website import Website


def create_app(site: Path | str, *, blocks: Iterable[type[Block]] = ()) -> Flask:
    """A Flask app that is nothing but the site in a folder, with the commands of `flask masthead`.

    Raises ContentError when the folder holds no site.
    """
    website = Website(site, blocks)
    website.refresh()
    app = site_app(website)
    app.cli.add_command(freeze_command)
    return app


@click.command("freeze")
@click.argument("dest", type=click.Path(file_okay=False, path_type=Path), required=False)
@BASE_URL
@STRICT
@KEEP_GOING
@with_appcontext
@reporting
def freeze_command(dest: Path | None, base_url: str, strict: bool, keep_going: bool) -> int:
    """Freeze the site to static HTML in DEST (build/ beside the app)."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    result = freeze_site(
        app,
        dest or Path(app.root_path) / "build",
        base_url=base_url,
        strict=strict,
        keep_going=keep_going,
        progress=bar("Freezing"),
    )
    return tell_result(result, strict)
