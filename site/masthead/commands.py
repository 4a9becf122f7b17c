"""What `flask` can do with the sites that Masthead serves in an app: check and freeze them."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from masthead.console import BASE_URL, KEEP_GOING, STRICT, bar, reporting, tell, tell_result
from masthead.errors import Level
from masthead.routes import Mount

SITE = click.option(
    "--site", "name", metavar="NAME", help="The name of the site's Blueprint, if there are several."
)


@click.command("freeze")
@click.argument("dest", type=click.Path(file_okay=False, path_type=Path), required=False)
@SITE
@BASE_URL
@STRICT
@KEEP_GOING
@with_appcontext
@reporting
def freeze_command(dest: Path | None, name: str | None, base_url: str, strict: bool, keep_going: bool) -> int:
    """Freeze a site to static HTML in DEST (build/ in the site's folder), as this app shows it.

    A file's place in DEST is its URL in the app: the pages of a site at /lab are in DEST/lab.
    """
    from masthead.freeze import freeze_site

    mount = _mount(name)
    result = freeze_site(
        mount.app,
        dest or mount.website.root / "build",
        name=mount.name,
        base_url=base_url,
        strict=strict,
        keep_going=keep_going,
        progress=bar("Freezing"),
    )
    return tell_result(result, strict)


@click.command("check")
@SITE
@BASE_URL
@STRICT
@with_appcontext
@reporting
def check_command(name: str | None, base_url: str, strict: bool) -> int:
    """Tell every problem of a site, with file and line; the status is 1 when there are errors.

    Links to other pages of this app count as good when they are.
    """
    from masthead.check import check_website

    mount = _mount(name)
    client = mount.app.test_client()
    found = check_website(
        mount.website,
        base_url=base_url,
        progress=bar("Checking"),
        host=lambda url: client.head(url).status_code != 404,
    )
    problems = [problem for problem in found if problem.level is not Level.NOTE]
    tell(problems)
    if not problems:
        click.echo("No problems found.")
    return 1 if any(strict or problem.level is Level.ERROR for problem in problems) else 0


def _mount(name: str | None) -> Mount:
    """The site of a name in the current app, which may be left out where there is but one."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    mounts: dict[str, Mount] = app.extensions["masthead"]
    if name is None and len(mounts) == 1:
        return next(iter(mounts.values()))
    if name not in mounts:
        wrong = (
            "Name one of the sites of this app" if name is None else f"No site of this app is named {name!r}"
        )
        raise click.UsageError(f"{wrong}: {', '.join(f'--site {known}' for known in sorted(mounts))}.")
    return mounts[name]
