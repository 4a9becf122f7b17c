"""The command line: `masthead new | run | freeze | check`, and `flask freeze` beside an app."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import wraps
from pathlib import Path
from shlex import quote
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from masthead.errors import ContentError, Level, Problem

SITE = click.argument("site", type=click.Path(file_okay=False, path_type=Path), default=".")
BASE_URL = click.option("--base-url", default="", metavar="URL", help="Where the site will stand.")
STRICT = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
KEEP_GOING = click.option("--keep-going", is_flag=True, help="Leave out what has errors, publish the rest.")


def reporting(command: Callable[..., int]) -> Callable[..., None]:
    """Ends with the status that a command returns; the errors that it raises are printed, status 1."""

    @wraps(command)
    def run(*args: Any, **values: Any) -> None:
        from masthead.publish import PublishError

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
    from masthead.check import in_order_of_places, report

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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="masthead")
def main() -> None:
    """Landing pages and people from flat files, in Flask.

    SITE is the folder of a site, this one unless another is named.
    """


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@reporting
def new(folder: Path) -> int:
    """Make a site to start from in DIR."""
    from masthead.starter import new_site

    files = new_site(folder)
    click.echo(f"Made {folder} with {len(files)} files. Look at it: masthead run {quote(str(folder))}")
    return 0


@main.command()
@SITE
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=5000, show_default=True, help="The port to listen at.")
@reporting
def run(site: Path, host: str, port: int) -> int:
    """Serve SITE while you write; changes show at the next request."""
    from masthead import devserver

    click.echo(f"Serving {site.resolve()} at http://{host}:{port}/ (Ctrl+C ends it)")
    devserver.run(site, host, port, tell)
    return 0


@main.command()
@SITE
@click.argument("dest", type=click.Path(file_okay=False, path_type=Path), required=False)
@BASE_URL
@STRICT
@KEEP_GOING
@reporting
def freeze(site: Path, dest: Path | None, base_url: str, strict: bool, keep_going: bool) -> int:
    """Freeze SITE to static HTML in DEST (build/ in SITE)."""
    from masthead.routes import create_app

    return _freeze(create_app(site), dest or site / "build", base_url, strict, keep_going)


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
    return _freeze(app, dest or Path(app.root_path) / "build", base_url, strict, keep_going)


def _freeze(app: Any, dest: Path, base_url: str, strict: bool, keep_going: bool) -> int:
    from masthead.freeze import freeze_site

    result = freeze_site(
        app, dest, base_url=base_url, strict=strict, keep_going=keep_going, progress=bar("Freezing")
    )
    tell(result.problems)
    click.echo(
        f"Froze {result.pages} files to {dest}: {result.written} written, {result.unchanged} unchanged, "
        f"{result.removed} removed."
    )
    return 1 if any(strict or problem.level is Level.ERROR for problem in result.problems) else 0


@main.command()
@SITE
@STRICT
@reporting
def check(site: Path, strict: bool) -> int:
    """Tell every problem of SITE, with file and line."""
    from masthead import check as checking

    problems = checking.check(site, progress=bar("Checking"))
    tell(problems)
    if not problems:
        click.echo("No problems found.")
    return 1 if any(strict or problem.level is Level.ERROR for problem in problems) else 0
