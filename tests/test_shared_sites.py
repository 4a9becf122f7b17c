"""Real sites: each is frozen whole; what keeps a file from being read is told, and nothing raises."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
import yaml
from click.testing import CliRunner, Result

from masthead.cli import main
from masthead.journal import MANIFEST

SITES = (
    *("blackiepiggy", "cmc-corpora", "colaf-website", "cvim-tsukuba", "hercolelab", "isarvin"),
    *("kit-academic-cv", "kit-data-science-blog", "kit-dev-portfolio", "kit-documentation"),
    *("kit-link-in-bio", "kit-resume", "kit-saas-landing-page", "kit-starter", "lm-center", "maneesh51"),
    *("research-group", "sudis-zju", "wowchemy-blog"),
)
BROKEN = {"colaf-website"}
FENCED = re.compile(r"\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.S)
ERROR = re.compile(r"^(content/\S+?):(\d+): error: not valid YAML", re.M)
REFERENCE = re.compile(r'<(?:link rel="(?:stylesheet|icon)"[^>]*? href|script src|img[^>]*? src)="([^"]*)"')


def freeze(site: Path, out: Path, *options: str) -> Result:
    return CliRunner().invoke(
        main, ["freeze", str(site), str(out), "--base-url", "https://h.example/lm/", *options]
    )


def test_every_site_is_listed(shared: Path) -> None:
    assert {path.name for path in (shared / "sites").iterdir() if path.is_dir()} == set(SITES)


def unreadable(site: Path) -> set[str]:
    """The content files whose front matter PyYAML cannot parse."""
    found = set()
    for path in (site / "content").rglob("*.md"):
        fenced = FENCED.match(path.read_text(encoding="utf-8-sig"))
        try:
            list(yaml.parse(fenced[1] if fenced else "", Loader=yaml.CSafeLoader))
        except yaml.YAMLError:
            found.add(path.relative_to(site).as_posix())
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", SITES)
def test_a_site_is_frozen_or_its_unreadable_files_are_named(shared: Path, tmp_path: Path, name: str) -> None:
    site, out = shared / "sites" / name, tmp_path / "out"
    done = freeze(site, out)
    expected = unreadable(site)
    assert (name in BROKEN) == bool(expected)
    assert done.exit_code == (1 if expected else 0), done.stderr
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert {file for file, _ in ERROR.findall(done.stderr)} == expected
    if expected:
        assert not out.exists()
    else:
        check_whole(site, out)


def check_whole(site: Path, out: Path) -> None:
    """Every page ends, and what it shows is there, unless the site lacks it."""
    own = {path.name for path in site.rglob("*")}
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    pages = [name for name in files if name.endswith("index.html")]
    assert {"index.html", MANIFEST} <= files
    assert any(name.endswith("404.html") for name in files)
    for page in pages:
        text = (out / page).read_text(encoding="utf-8")
        if "mh-footer" in text:
            assert text.rstrip().endswith("</html>"), page
            assert {name for name in missing(page, text, files) if Path(name).name in own} == set(), page


def missing(page: str, text: str, files: set[str]) -> set[str]:
    """Stylesheets, scripts and pictures below the site's address that are no files, by what a page names."""
    here = f"https://h.example/lm/{page.removesuffix('index.html')}"
    targets = {urldefrag(urljoin(here, html.unescape(found)))[0] for found in REFERENCE.findall(text)}
    local = {target for target in targets if target.startswith("https://h.example/lm/")}
    return {target for target in local if unquote(urlsplit(target).path).removeprefix("/lm/") not in files}


def test_the_rest_of_a_broken_site_is_frozen_on_demand(shared: Path, tmp_path: Path) -> None:
    site = shared / "sites/colaf-website"
    done = freeze(site, tmp_path / "out", "--keep-going")
    assert done.exit_code == 1
    check_whole(site, tmp_path / "out")
