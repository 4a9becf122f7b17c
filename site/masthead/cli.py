"""The command line: `masthead new | run | check | freeze | deploy | import | schema`."""

from __future__ import annotations

import atexit
import os
import sys
from os.path import relpath
from pathlib import Path, PurePosixPath
from typing import Any

import click

from masthead.console import (
    BASE_URL,
    KEEP_GOING,
    SITE,
    STRICT,
    URL_STYLE,
    bar,
    reporting,
    status_of,
    tell,
    tell_result,
)
from masthead.deploying import deploy
from masthead.errors import Level
from masthead.freezing.again import look_again
from masthead.making import import_, new

VERBOSE = click.option("--verbose", is_flag=True, help="List the settings that nothing acts upon, too.")


class Program(click.Group):
    """Commands in the order in which people need them, and the end of the process that is one of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names as they were added."""
        return list(self.commands)

    def __call__(self, *args: Any, **values: Any) -> Any:
        """Run a command: the one that the process was started with, unless there are arguments.

        When that one is done, nothing is taken apart but what asks for it (`atexit`).
        """
        ended: list[int] = []
        if not (args or values):
            atexit.register(_leave, ended)  # before all others, so that it is called after them
        try:
            return super().__call__(*args, **values)
        except SystemExit as end:
            ended += [end.code] if isinstance(end.code, int) else []
            raise


def _leave(ended: list[int]) -> None:
    """End the process with a status, where there is one."""
    if ended:
        for told in filter(None, (sys.stdout, sys.stderr)):
            told.flush()
        os._exit(*ended)


def _tell_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        import platform
        from importlib.metadata import version

        beside = ", ".join(f"{name} {version(name)}" for name in ("Flask", "Markdown", "Pillow"))
        python = f"Python {platform.python_version()} on {platform.system()}"
        click.echo(f"masthead {version('masthead')}\n{python}, {beside}")
        context.exit()


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Tell the version, and what it runs on.",
)
@click.pass_context
def main(context: click.Context) -> None:
    """Landing pages and people from flat files, in Flask.

    \b
    masthead new my-lab        make a site to start from
    masthead run my-lab        look at it while you write
    masthead check my-lab      see what is wrong, with file and line
    masthead freeze my-lab     make HTML files of it, in my-lab/build

    SITE is the folder of a site, this one unless another is named. The status is 0 when all is well, 1 when
    there are errors, and 2 when a command cannot be understood.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look for some in all packages


main.add_command(new)


@main.command()
@SITE
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=5000, show_default=True, help="The port to listen at."
)
@click.option(
    "--editor",
    default="vscode://file{file}:{line}",
    envvar="MASTHEAD_EDITOR",
    show_default=True,
    show_envvar=True,
    metavar="URL",
    help="What opens a file in your editor.",
)
@reporting
def run(site: Path, host: str, port: int, editor: str) -> int:
    """Serve SITE while you write; changes show in the browser.

    Errors lie over the page until they are mended. Alt+B shows where the blocks of a page are written, and
    leads there in your editor.

    \b
    masthead run
    masthead run path/to/site --port 8000
    masthead run --editor 'idea://open?file={file}&line={line}'
    """
    if "{file}" not in editor:
        hint = "write an address with {file} in it, such as vscode://file{file}:{line}."
        raise click.BadParameter(hint, param_hint="--editor or MASTHEAD_EDITOR")
    from masthead import devserver

    def begin(address: str) -> None:
        click.echo(f"Serving {site.resolve()} at {address} (Ctrl+C ends it)")

    devserver.run(site, host, port, editor, begin, tell)
    return 0


@main.command()
@SITE
@BASE_URL
@STRICT
@VERBOSE
@click.option("--notes", is_flag=True, help="Tell of hidden pages, missing translations and the like, too.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Lines to read, JSON (with all notes), or annotations of GitHub's workflows.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl+C.")
@reporting
def check(
    site: Path, base_url: str, strict: bool, verbose: bool, notes: bool, style: str, watch: bool
) -> int:
    """Tell every problem of SITE, with file and line.

    The status is 1 when there are errors.

    \b
    masthead check --notes
    masthead check --strict --format github
    masthead check --watch
    """
    if not watch:
        return _check(site, base_url, strict, verbose, notes, style)
    from masthead.watching import repeated

    def again() -> None:
        click.echo(f"Checking {site.resolve()}", err=True)
        status_of(lambda: _check(site, base_url, strict, verbose, notes, style))
        click.echo("Waiting for changes (Ctrl+C ends it).", err=True)

    repeated(again, site)
    return 0


def _check(site: Path, base_url: str, strict: bool, verbose: bool, notes: bool, style: str) -> int:
    from masthead import check as checking
    from masthead import reports

    found = checking.check(site, base_url=base_url, progress=bar("Checking"))
    problems = [problem for problem in found if problem.level is not Level.NOTE]
    shown = found if notes else problems
    if style == "json":
        click.echo(reports.as_json(found))
    elif style == "github":
        folder = PurePosixPath(relpath(site.resolve(), Path.cwd()).replace("\\", "/"))
        for line in reports.as_annotations(shown, folder):
            click.echo(line)
    else:
        tell(shown)
        for place in checking.unused_settings(site) if verbose else ():
            click.echo(f"{place.where}: {place.key} has no effect in Masthead.")
        if not problems:
            click.echo("No problems found.")
        if len(shown) < len(found):
            click.echo(
                f"{reports.counted(len(found) - len(shown), 'note')}: see them with --notes.", err=True
            )
    return 1 if any(strict or problem.level is Level.ERROR for problem in problems) else 0


@main.command()
@SITE
@click.argument("dest", type=click.Path(file_okay=False, path_type=Path), required=False)
@BASE_URL
@URL_STYLE
@STRICT
@KEEP_GOING
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="How many processes to use (all cores).")
@click.option("--timings", is_flag=True, help="Tell how long the parts of the work took.")
@reporting
def freeze(
    site: Path,
    dest: Path | None,
    base_url: str,
    url_style: str,
    strict: bool,
    keep_going: bool,
    jobs: int | None,
    timings: bool,
) -> int:
    """Freeze SITE to static HTML in DEST (build/ in SITE).

    A whole site is published, or nothing: with errors, DEST stays as it was. Files that Masthead did not make
    are never touched.

    \b
    masthead freeze
    masthead freeze path/to/site public --base-url https://you.example/lab/
    """
    dest = dest or site / "build"
    seen = look_again(site, dest, base_url, strict, url_style)
    result = seen.result
    if result is None:
        from masthead.cache import without_collecting

        with without_collecting():
            from masthead.freezing.folder import freeze_seen

        result = freeze_seen(
            seen,
            site,
            dest,
            base_url=base_url,
            url_style=url_style,
            strict=strict,
            keep_going=keep_going,
            progress=bar("Freezing"),
            jobs=jobs,
        )
    for name, seconds in result.timings.items() if timings else ():
        click.echo(f"{name:12} {seconds:8.3f} s", err=True)
    return tell_result(result, strict)


@click.command()
@click.argument("what", type=click.Choice(["page", "person", "settings", "block"]), default="page")
@click.argument("name", default="")
@reporting
def schema(what: str, name: str) -> int:
    """Print the JSON Schema of what a site writes, for editors.

    That is of front matter, of a person, of settings, or of the block of a NAME.

    \b
    masthead schema settings > settings.schema.json
    masthead schema block hero
    """
    from masthead.jsonschema import printed

    click.echo(printed(what, name, Path()))
    return 0


for command in (deploy, import_, schema):
    main.add_command(command)
