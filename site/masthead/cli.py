"""The command line: `masthead new | run | freeze | check`."""

from __future__ import annotations

from os.path import relpath
from pathlib import Path, PurePosixPath
from shlex import quote

import click

from masthead.console import (
    BASE_URL,
    KEEP_GOING,
    STRICT,
    URL_STYLE,
    bar,
    reporting,
    status_of,
    tell,
    tell_result,
)
from masthead.errors import Level
from masthead.freezing.again import unchanged

SITE = click.argument("site", type=click.Path(file_okay=False, path_type=Path), default=".")
KINDS = ("post", "person", "publication", "event")
TEMPLATES = ("lab", "cv", "project", "flask")
LANG = click.option("--lang", default="", metavar="CODE", help="The language to write in (the default one).")
VERBOSE = click.option("--verbose", is_flag=True, help="List the settings that nothing acts upon, too.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="masthead")
def main() -> None:
    """Landing pages and people from flat files, in Flask.

    SITE is the folder of a site, this one unless another is named.
    """


@main.command(options_metavar="[OPTIONS]")
@click.argument("words", nargs=-1, required=True, metavar="DIR | KIND NAME [SITE]")
@click.option("--template", type=click.Choice(TEMPLATES), help="What kind of site to start from (lab).")
@LANG
@reporting
def new(words: tuple[str, ...], template: str | None, lang: str) -> int:
    """Make a site to start from in DIR, or a file to fill in for a post, person, publication or event.

    \b
    masthead new my-lab
    masthead new my-page --template cv
    masthead new post "Snow is late"
    masthead new person "Mira Holt" path/to/site
    """
    if words[0] in KINDS:
        if len(words) == 1:
            raise click.UsageError(f"Name the {words[0]}, or write ./{words[0]} for a site in that folder.")
        if len(words) > 3 or template:
            raise click.UsageError("Give a kind, a name in quotation marks, and a site, if not this one.")
        return _new_content(words[0], words[1], Path(*words[2:]), lang)
    if len(words) > 1 or lang:
        raise click.UsageError(f"Name one folder, or one of: {', '.join(KINDS)}.")
    from masthead.starter import new_site

    files = new_site(Path(words[0]), template or TEMPLATES[0])
    place = quote(words[0])
    look = f"flask --app {place}/app.py run" if template == "flask" else f"masthead run {place}"
    click.echo(f"Made {words[0]} with {len(files)} files. Look at it: {look}")
    return 0


def _new_content(kind: str, name: str, site: Path, lang: str) -> int:
    from masthead.authoring.archetypes import new_content

    made = new_content(kind, name, site, lang=lang)
    click.echo(f"Made {made.file}")
    where = f" at {made.url}" if made.url else ""
    click.echo(f"Fill it in; `masthead run` shows it{where}, and `masthead check` tells what does not fit.")
    if made.languages:
        click.echo(f"For other languages, add: --lang {'|'.join(made.languages)}")
    return 0


@main.group("import")
def import_() -> None:
    """Make content out of files of other programs.

    \b
    masthead import bib papers.bib
    """


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@SITE
@LANG
@click.option("--dry-run", is_flag=True, help="Tell what would be made, and make nothing.")
@reporting
def bib(file: Path, site: Path, lang: str, dry_run: bool) -> int:
    """Make a publication of each work in a BibTeX FILE that SITE lacks.

    Works that SITE has by DOI, arXiv identifier or title are skipped, and nothing is written over. The status
    is 1 when entries cannot be read; the others are imported.

    \b
    masthead import bib papers.bib --dry-run
    masthead import bib papers.bib path/to/site --lang en
    """
    from masthead.authoring.bibliography import import_bibliography

    result = import_bibliography(file, site, lang=lang, dry_run=dry_run)
    for made in result.made:
        click.echo(f"{'would make' if dry_run else 'made'} {made.file}: {made.title}")
    for skipped in result.skipped:
        click.echo(f"skipped {skipped.key} ({skipped.where}): {skipped.reason}.")
    tell(result.problems)
    made_of_them = "Would make" if dry_run else "Made"
    click.echo(f"{made_of_them} {len(result.made)}, skipped {len(result.skipped)}.")
    return 1 if result.problems.errors else 0


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
    """Freeze SITE to static HTML in DEST (build/ in SITE)."""
    dest = dest or site / "build"
    result = unchanged(site, dest, base_url, strict, url_style)
    if result is None:
        from masthead.freeze import freeze_folder

        result = freeze_folder(
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


@main.command()
@click.argument("what", type=click.Choice(["page", "person", "settings", "block"]), default="page")
@click.argument("name", default="")
@reporting
def schema(what: str, name: str) -> int:
    """Print the JSON Schema of front matter, of a person, of settings or of the block of a NAME."""
    from masthead.jsonschema import printed

    click.echo(printed(what, name, Path()))
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
    """Tell every problem of SITE, with file and line; the status is 1 when there are errors.

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
