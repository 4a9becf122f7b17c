"""What commands share: options, how they end, what they print; and `flask freeze` beside an app."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from masthead.errors import ContentError, Level, Problem
from masthead.freeze import freeze_site
from masthead.publish import PublishError
from masthead.reports import in_order_of_places, report

BASE_URL = click.option("--base-url", default="", metavar="URL", help="Where the site will stand.")
STRICT = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
KEEP_GOING = click.option("--keep-going", is_flag=True, help="Leave out what has errors, publish the rest.")


def reporting(command: Callable[..., int]) -> Callable[..., None]:
    """Ends with the status that a command returns; the errors that it raises are printed, status 1."""

    @wraps(command)
    def run(*args: Any, **values: Any) -> None:
        try:
            status = command(*args, **values)
        except ContentError as error:
            tell(error.problems)
            status = 1
        except PublishError as error:
            click.echo(f"Error: {error}", err=True)
            status = 1
        except OSError as error:
            click.echo(f"Error: {error.filename or 'a file'}: {error.strerror or error}.", err=True)
            status = 1
        sys.exit(status)

    return run


def tell(problems: Iterable[Problem]) -> None:
    """Print problems, one after the other, and their number, to standard error."""
    found = in_order_of_places(problems)
    for line in report(found):
        click.echo(line, err=True)
    errors = sum(problem.level is Level.ERROR for problem in found)
    if found:
        click.echo(f"{errors} errors, {len(found) - errors} warnings.", err=True)


def bar(label: str) -> Callable[[Iterable[str]], AbstractContextManager[Iterable[str]]]:
    """A progress bar on standard error, where that is a terminal."""
    hidden = not sys.stderr.isatty()
    return lambda urls: click.progressbar(urls, label=label, file=sys.stderr, hidden=hidden)


def freeze_to(app: Flask, dest: Path, base_url: str, strict: bool, keep_going: bool) -> int:
    """Freeze an app's site, tell its problems and what was done; gives back the exit status."""
    result = freeze_site(
        app, dest, base_url=base_url, strict=strict, keep_going=keep_going, progress=bar("Freezing")
    )
    tell(result.problems)
    click.echo(
        f"Froze {result.pages} files to {dest}: {result.written} written, {result.unchanged} unchanged, "
        f"{result.removed} removed."
    )
    return 1 if any(strict or problem.level is Level.ERROR for problem in result.problems) else 0


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
    return freeze_to(app, dest or Path(app.root_path) / "build", base_url, strict, keep_going)
