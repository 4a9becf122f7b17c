"""`masthead new` and `masthead import`: the commands that make files for authors."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click
from click.shell_completion import CompletionItem

from masthead.console import SITE, reporting, tell

KINDS = ("post", "person", "publication", "event")
TEMPLATES = ("lab", "cv", "project", "flask")
LANG = click.option("--lang", default="", metavar="CODE", help="The language to write in (the default one).")


def _complete_words(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """A kind or a folder, what people name it, and a folder."""
    words = context.params.get("words") or ()
    kinds = [CompletionItem(kind) for kind in KINDS if not words and kind.startswith(begun)]
    return kinds or [CompletionItem(begun, type="dir")] * (len(words) != 1)


@click.command(options_metavar="[OPTIONS]")
@click.argument(
    "words", nargs=-1, required=True, metavar="DIR | KIND NAME [SITE]", shell_complete=_complete_words
)
@click.option("--template", type=click.Choice(TEMPLATES), help="What kind of site to start from (lab).")
@LANG
@reporting
def new(words: tuple[str, ...], template: str | None, lang: str) -> int:
    """Make a site to start from in DIR, or a file to fill in.

    KIND is post, person, publication or event; NAME its title, or what its folder is to be called.

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


@click.group("import")
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
