"""What commands share: options, how they end, what they print."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from masthead.errors import ADVICE, ContentError, Level, Problem, PublishError
from masthead.freezing.result import FreezeResult
from masthead.reports import in_order_of_places, report, summary

SITE = click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
BASE_URL = click.option("--base-url", default="", metavar="URL", help="Where the site will stand.")
URL_STYLE = click.option(
    "--url-style",
    type=click.Choice(["pretty", "explicit", "relative"]),
    callback=lambda _context, _option, value: value or "",
    help="How links look: /x/, /x/index.html or ../x/index.html (as the settings have it).",
)
STRICT = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
KEEP_GOING = click.option("--keep-going", is_flag=True, help="Leave out what has errors, publish the rest.")


COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}
"""The colours of levels, on terminals."""


def reporting(command: Callable[..., int]) -> Callable[..., None]:
    """Ends with the status that a command returns; the errors that it raises are printed, status 1."""

    @wraps(command)
    def run(*args: Any, **values: Any) -> None:
        sys.exit(status_of(lambda: command(*args, **values)))

    return run


def status_of(work: Callable[[], int]) -> int:
    """The status that work gives back; 1 for errors that it raises, which are printed."""
    try:
        return work()
    except ContentError as error:
        tell(error.problems)
    except PublishError as error:
        click.echo(f"Error: {error}", err=True)
    except BrokenPipeError:
        raise  # whoever read it has seen enough: click ends quietly
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        advice = f" {ADVICE[error.errno]}" if error.errno in ADVICE else ""
        click.echo(f"Error: {place}{error.strerror or error}.{advice}", err=True)
    return 1


def tell(problems: Iterable[Problem]) -> None:
    """Print problems, one after the other, and their number, to standard error."""
    found = in_order_of_places(problems)
    for line in report(found, lambda level: click.style(level, fg=COLOURS[level])):
        click.echo(line, err=True)
    if found:
        click.echo(f"{summary(found)}.", err=True)


def bar(label: str) -> Callable[[Iterable[str]], AbstractContextManager[Iterable[str]]]:
    """A progress bar on standard error, where that is a terminal."""
    hidden = not sys.stderr.isatty()
    return lambda urls: click.progressbar(urls, label=label, file=sys.stderr, hidden=hidden)


def tell_result(result: FreezeResult, strict: bool) -> int:
    """Tell the problems of a freeze and what it did; gives back the exit status."""
    tell(result.problems)
    click.echo(
        f"Froze {result.written + result.unchanged} files to {result.destination}: {result.written} written, "
        f"{result.unchanged} unchanged, {result.removed} removed."
    )
    return 1 if any(strict or problem.level is Level.ERROR for problem in result.problems) else 0
