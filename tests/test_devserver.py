"""The dev server: errors as pages, warnings in place, changes at the next request."""

from __future__ import annotations

import html
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from conftest import HOME, Site
from masthead import ContentError, Website, create_app, create_blueprint
from masthead.cli import main
from masthead.devserver import dev_app
from masthead.live import CHANGES_URL
from test_apps.library import create_library

BAD = "---\ntitle: Bad\ntags: [one\nsummary: x\n---\nText.\n"
GOOD = {"masthead.yaml": "baseURL: https://lab.example/\n", "content/_index.md": "---\ntitle: Lab\n---\n"}


@pytest.fixture
def folder(site: Site) -> Path:
    return site({**GOOD, "content/about.md": "---\ntitle: About\n---\n", "content/bad.md": BAD})


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return dev_app(folder).test_client()


def marked(text: str) -> list[str]:
    return [html.unescape(line) for line in re.findall(r'mh-marked"><span[^>]*>\d+</span>(.*)', text)]


def test_an_unreadable_file_has_a_page_that_shows_its_lines(client: FlaskClient) -> None:
    response = client.get("/bad/")
    assert response.status_code == 500
    assert "content/bad.md:4" in response.text or "content/bad.md:3" in response.text
    assert len(marked(response.text)) == 1
    assert marked(response.text)[0] in ("tags: [one", "summary: x")
    assert "title: Bad" in response.text


def test_the_other_pages_still_work(client: FlaskClient) -> None:
    assert client.get("/").status_code == client.get("/about/").status_code == 200


def test_it_is_mended_by_an_edit(client: FlaskClient, site: Site) -> None:
    assert client.get("/bad/").status_code == 500
    site({"content/bad.md": BAD.replace("[one", "[one]")})
    response = client.get("/bad/")
    assert (response.status_code, ">Bad</h1>" in response.text) == (200, True)


def test_settings_that_cannot_be_read_show_on_every_page(client: FlaskClient, site: Site) -> None:
    site({"masthead.yaml": "title: [Lab\nparams: x\n"})
    for url in ("/", "/about/"):
        response = client.get(url)
        assert response.status_code == 500
        assert "masthead.yaml" in response.text
    assert client.get("/masthead/theme.css", buffered=True).status_code == 200
    site({"masthead.yaml": "title: Lab\n"})
    assert client.get("/about/").status_code == 200


def test_a_mistake_in_a_template_shows_its_line(client: FlaskClient, site: Site) -> None:
    page = "{% extends layout %}\n{% block masthead %}\n{{ page.title }\n{% endblock %}"
    site({"templates/masthead/pages/single.html": page})
    client = dev_app(site({})).test_client()
    response = client.get("/about/")
    assert response.status_code == 500
    assert "templates/masthead/pages/single.html:3" in response.text
    assert marked(response.text) == ["{{ page.title }"]
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("name", "text", "line", "said"),
    [
        ("views/mine.html", "<p>\n{% for x of items %}\n</p>", 2, "expected token 'in'"),
        ("blocks/hero.html", "<p>\n\n{% iff block %}\n</p>", 3, "unknown tag 'iff'"),
        ("blocks/hero.html", "<p>\n{{ 1 + 'a' }}\n</p>", 2, "unsupported operand"),
        ("blocks/hero.html", "<p>\n{{ 1 // 0 }}\n</p>", 2, "by zero"),
        ("blocks/hero.html", "{% include 'masthead/parts/none.html' %}", 1, "masthead/parts/none.html"),
    ],
)
def test_a_mistake_in_a_template_that_is_looked_up_shows_its_line(
    site: Site, name: str, text: str, line: int, said: str
) -> None:
    home = """---
title: Lab
sections:
  - {block: hero, content: {title: A}}
  - {block: collection, content: {filters: {folders: [post]}}, design: {view: mine}}
---
"""
    folder = site({**GOOD, "content/_index.md": home, f"templates/masthead/{name}": text})
    response = dev_app(folder).test_client().get("/")
    assert response.status_code == 500
    assert f"templates/masthead/{name}:{line}" in response.text
    assert said in html.unescape(response.text)
    assert marked(response.text) == [text.split("\n")[line - 1]]


def test_warnings_show_in_their_section(site: Site) -> None:
    text = dev_app(site({**GOOD, "content/_index.md": HOME})).test_client().get("/").text
    assert text.count('class="mh-problem"') == 1
    assert text.index("Rivers") < text.index('class="mh-problem"') < text.index("</footer>")
    assert marked(text) == ["  - block: heroo"]


def test_warnings_of_front_matter_and_text_show_on_their_page(site: Site) -> None:
    about = "---\ntitle: A\ndate: 2021-23-29\n---\nText.\n\n{{< nothing_such >}}\n"
    text = dev_app(site({**GOOD, "content/about.md": about})).test_client().get("/about/").text
    assert marked(text) == ["date: 2021-23-29", "{{< nothing_such >}}"]


def test_warnings_show_to_nobody_else(site: Site) -> None:
    about = "---\ntitle: A\ndate: 2021-23-29\n---\n{{< nothing_such >}}\n"
    client = create_app(site({**GOOD, "content/_index.md": HOME, "content/about.md": about})).test_client()
    for url in ("/", "/about/"):
        response = client.get(url)
        assert (response.status_code, "mh-problem" in response.text) == (200, False)


def test_an_unreadable_file_is_missing_for_visitors(folder: Path) -> None:
    assert create_app(folder).test_client().get("/bad/").status_code == 404


def test_a_host_in_debug_mode_shows_problems_in_its_layout(folder: Path) -> None:
    app = create_library()
    app.debug = True
    app.register_blueprint(create_blueprint(folder, name="lab", base="layout.html"), url_prefix="/lab")
    text = app.test_client().get("/lab/bad/").text
    assert "Lower Library" in text
    assert len(marked(text)) == 1


def test_apps_in_debug_mode_are_read_by_the_first_request(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    read = sites_read(monkeypatch)
    app = create_app(folder)
    create_blueprint(folder)
    assert read == []
    assert app.test_client().get("/about/").status_code == 200
    assert read == [folder.resolve()]
    with pytest.raises(ContentError):
        create_app(tmp_path)
    monkeypatch.setenv("FLASK_DEBUG", "0")
    create_app(folder)
    assert len(read) == 2


def sites_read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The roots of the sites that are read from now on."""
    roots: list[Path] = []
    refresh = Website.refresh

    def noted(website: Website) -> object:
        roots.append(website.root)
        return refresh(website)

    monkeypatch.setattr(Website, "refresh", noted)
    return roots


@pytest.mark.parametrize("name", ["content/new.md", "content/deep/er/new/index.md"])
def test_added_edited_renamed_and_deleted_files_show(client: FlaskClient, site: Site, name: str) -> None:
    url = "/deep/er/new/" if "deep" in name else "/new/"
    assert client.get(url).status_code == 404
    path = site({name: "---\ntitle: First\n---\n"}) / name
    assert ">First</h1>" in client.get(url).text
    site({name: "---\ntitle: Other\n---\n"})
    assert ">Other</h1>" in client.get(url).text
    path.rename(path.parent.parent / "renamed.md")
    assert client.get(url).status_code == 404
    path.parent.parent.joinpath("renamed.md").unlink()
    assert client.get(url).status_code == 404


def test_templates_are_read_anew(client: FlaskClient, site: Site) -> None:
    site({"templates/masthead/pages/single.html": "one"})
    client = dev_app(site({})).test_client()
    assert client.get("/about/").text == "one"
    time.sleep(0.01)
    site({"templates/masthead/pages/single.html": "another"})
    assert client.get("/about/").text == "another"


def test_it_serves_and_tells_of_changes(folder: Path, site: Site, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from masthead.cli import main; main()", "run", str(folder)]
    log = tmp_path / "log"
    with (
        log.open("wb") as said,
        subprocess.Popen([*command, "--port", str(port)], stdout=said, stderr=said) as server,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            assert "About" in _get(f"{address}/about/")
            with urllib.request.urlopen(address + CHANGES_URL, timeout=30) as events:
                assert b'"count": 0' in events.readline() + events.readline()
                site({"content/about.md": "---\ntitle: Changed\n---\n"})
                while not (line := events.readline()).startswith(b"data:"):
                    assert line in (b"\n", b": waiting\n")
                assert b'"count": 1' in line
            assert "Changed" in _get(f"{address}/about/")
        finally:
            server.terminate()
            server.wait()
    assert b"GET /about/" in log.read_bytes()
    assert b"\x1b" not in log.read_bytes()


def test_where_there_is_no_site_nothing_is_served(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["run", str(tmp_path)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "masthead new DIR" in done.stderr


def _get(url: str) -> str:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return response.read().decode()
        except ConnectionError:
            time.sleep(0.1)
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError(url)
