"""`masthead deploy`: the commands that tell hosts how to build a site."""

from __future__ import annotations

from pathlib import Path

import click

from masthead.console import SITE, reporting


@click.group()
def deploy() -> None:
    """Write what a host needs to build a site itself.

    \b
    masthead deploy github-pages
    """


@deploy.command("github-pages")
@SITE
@reporting
def github_pages(site: Path) -> int:
    """Write the workflow that puts SITE on GitHub Pages.

    It is .github/workflows/pages.yml in the repository that SITE is in; another file of that name stays as it
    is. After every push to main or master the site is frozen for its address there, and published.

    \b
    masthead deploy github-pages
    masthead deploy github-pages path/to/site
    """
    from masthead.authoring import workflows

    written = workflows.github_pages(site)
    click.echo(f"{'There is' if written.kept else 'Wrote'} {written.file}")
    for other in written.others:
        click.echo(f"Delete {other.name} beside it: it publishes to GitHub Pages, too.")
    if not written.kept:
        click.echo(
            'Choose "GitHub Actions" as the source in the settings of Pages, commit the file, and push.'
        )
    return 0
