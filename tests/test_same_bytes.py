"""One path: what is served, frozen and embedded is the same, byte for byte, and so it is from a wheel."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from flask import Flask

from masthead import create_app, create_blueprint
from masthead.freeze import freeze_site
from masthead.journal import MANIFEST

DEMO = Path(__file__).parents[1]
PREFIX = "/a-prefix-that-no-page-holds"
LINK = re.compile(r'(?:href|src)="([^"]*)"')
SRCSET = re.compile(r'srcset="([^"]*)"')


def read(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }


def file_of(url: str) -> str:
    return url.lstrip("/") + ("index.html" if url.endswith("/") else "")


def answers(app: Flask, urls: list[str], prefix: str = "") -> dict[str, bytes]:
    client = app.test_client()
    return {file_of(url): client.get(prefix + url, buffered=True).data for url in urls}


def differing(some: dict[str, bytes], others: dict[str, bytes]) -> set[str]:
    return {name for name in some.keys() | others.keys() if some.get(name) != others.get(name)}


@pytest.fixture(scope="module")
def demo() -> Flask:
    return create_app(DEMO)


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("frozen") / "site"
    assert freeze_site(create_app(DEMO), folder, strict=True).problems == ()
    return read(folder)


@pytest.fixture(scope="module")
def urls(demo: Flask, frozen: dict[str, bytes]) -> list[str]:
    """All that the site lists, and the pictures that were made for its pages."""
    listed = list(demo.extensions["masthead"]["masthead"].website.edition.library.table)
    return [*listed, *(f"/{name}" for name in frozen.keys() - set(map(file_of, listed)))]


def test_the_demo_holds_something_of_everything(frozen: dict[str, bytes]) -> None:
    assert {"index.html", "404.html", "masthead/theme.css", "authors/index.html"} <= set(frozen)
    assert len(frozen) > 50
    assert any(name.endswith(".card-400.webp") for name in frozen)


def test_live_is_frozen(demo: Flask, urls: list[str], frozen: dict[str, bytes]) -> None:
    assert differing(answers(demo, urls), frozen) == set()


def test_asking_twice_gives_the_same(demo: Flask, urls: list[str]) -> None:
    assert differing(answers(demo, urls), answers(demo, urls[::-1])) == set()


def test_freezing_for_another_address_leaves_the_app_as_it_was(tmp_path: Path) -> None:
    app = create_app(DEMO)
    before = app.test_client().get("/about/").data
    freeze_site(app, tmp_path / "site", base_url="https://elsewhere.example/x/")
    assert app.test_client().get("/about/").data == before
    assert (tmp_path / "site/about/index.html").read_bytes() != before


def test_embedded_is_frozen_less_the_prefix(urls: list[str], frozen: dict[str, bytes]) -> None:
    host = Flask("host")
    host.register_blueprint(create_blueprint(DEMO, name="lab"), url_prefix=PREFIX)
    urls = [url for url in urls if url != "/404.html"]
    embedded = answers(host, urls, PREFIX)
    assert any(PREFIX.encode() in data for data in embedded.values())
    less = {name: data.replace(PREFIX.encode(), b"") for name, data in embedded.items()}
    assert differing(less, frozen) == {"404.html"}


def test_debug_mode_changes_nothing_without_problems(urls: list[str], frozen: dict[str, bytes]) -> None:
    app = create_app(DEMO)
    app.debug = True
    assert differing(answers(app, urls), frozen) == set()


@pytest.mark.slow
def test_a_wheel_freezes_the_same(tmp_path: Path, frozen: dict[str, bytes]) -> None:
    build = [sys.executable, "-m", "build", "-q", "--wheel", "--no-isolation", "--outdir", str(tmp_path), "."]
    subprocess.run(build, cwd=DEMO, check=True, capture_output=True)
    installed = tmp_path / "installed"
    zipfile.ZipFile(next(tmp_path.glob("*.whl"))).extractall(installed)
    code = f"""
import masthead, sys
assert masthead.__file__.startswith({str(installed)!r}), masthead.__file__
from masthead.cli import main
main(["freeze", "--strict", {str(DEMO)!r}, {str(tmp_path / "site")!r}])
"""
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert differing(read(tmp_path / "site"), frozen) == set()


@pytest.mark.parametrize(
    "base_url",
    [
        "https://where-it-stands.example/lm/",
        "https://where-it-stands.example/a/b",
        "https://where-it-stands.example/",
    ],
)
def test_every_link_of_the_frozen_demo_leads_to_a_file(tmp_path: Path, base_url: str) -> None:
    freeze_site(create_app(DEMO), tmp_path / "site", base_url=base_url)
    files = read(tmp_path / "site")
    root = base_url.rstrip("/") + "/"
    checked = set()
    for name, data in files.items():
        if not name.endswith(".html"):
            continue
        here = root + name.removesuffix("index.html")
        text = data.decode()
        steps = [step.split()[0] for steps in SRCSET.findall(text) for step in steps.split(", ")]
        for written in [*LINK.findall(text), *steps]:
            target = urldefrag(urljoin(here, html.unescape(written)))[0]
            if urlsplit(target).netloc == "where-it-stands.example":
                assert target.startswith(root), f"{name}: {written} leaves {root}"
                path = unquote(urlsplit(target.removeprefix(root)).path)
                assert file_of(f"/{path}") in files, f"{name}: {written} leads nowhere"
                checked.add(path)
    assert len(checked) > 40
