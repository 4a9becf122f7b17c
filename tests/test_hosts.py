"""Host apps as docs/embed.md shows them: factories, commands, Flask-Babel, -Login, -Caching and -Talisman."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from masthead import create_blueprint
from test_apps import babel, caching, factory, login, talisman

APPS = Path(__file__).parent / "test_apps"
DOCS = Path(__file__).parents[1] / "docs"
LAB = APPS / "lab"


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A copy of the site, to be written to."""
    return shutil.copytree(LAB, tmp_path / "lab")


def command(app: Flask, *args: object) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=[str(arg) for arg in args])
    return done.exit_code, done.output


def test_code_blocks_of_the_guide_are_those_of_the_apps() -> None:
    guide = (DOCS / "embed.md").read_text("utf-8")
    sources = [
        path.read_text("utf-8") for path in sorted(APPS.rglob("*.*")) if path.suffix in (".py", ".html")
    ]
    blocks = re.findall(r"^```(?:python|html)\n(.*?)^```$", guide, re.M | re.S)
    assert len(blocks) >= 6
    for block in blocks:
        assert any(block in source for source in sources), block


# Factories, and what they bring along


def test_a_factory_mounts_a_site_in_the_layout_of_the_app() -> None:
    client = factory.create_app(LAB=LAB).test_client()
    html = client.get("/lab/about/").text
    assert "<title>About us</title>" in html
    assert '<nav><a href="/opening/">When we are open</a></nav>' in html
    assert "9 to 17" in client.get("/opening/").text


def test_a_factory_takes_the_folder_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_LAB", str(LAB))
    assert factory.create_app().test_client().get("/lab/about/").status_code == 200


def test_apps_of_one_factory_know_nothing_of_each_other(lab: Path) -> None:
    (lab / "content/about.md").write_text("---\ntitle: Others\n---\n")
    one, two = factory.create_app(LAB=LAB), factory.create_app(LAB=lab)
    assert "About us" in one.test_client().get("/lab/about/").text
    assert "Others" in two.test_client().get("/lab/about/").text


def test_flask_masthead_check_tells_what_is_wrong(lab: Path) -> None:
    (lab / "content/about.md").write_text("---\ntitle: A\n---\n[x](/nowhere/) [y](/opening/)\n")
    status, output = command(factory.create_app(LAB=lab), "masthead", "check")
    assert status == 0
    assert "content/about.md:4: warning: " in output
    assert "/nowhere/" in output
    assert "/opening/" not in output
    assert command(factory.create_app(LAB=lab), "masthead", "check", "--strict")[0] == 1
    assert command(factory.create_app(LAB=LAB), "masthead", "check", "--strict") == (
        0,
        "No problems found.\n",
    )


def test_flask_masthead_freeze_writes_pages_as_the_app_shows_them(lab: Path, tmp_path: Path) -> None:
    app = factory.create_app(LAB=lab)
    status, output = command(app, "masthead", "freeze", tmp_path / "out")
    assert (status, output.split()[0]) == (0, "Froze")
    frozen = tmp_path / "out/lab"
    page = (frozen / "about/index.html").read_bytes()
    assert page == app.test_client().get("/lab/about/", base_url="https://uni.example/").data
    assert b"When we are open" in page
    assert (frozen / "paper.txt").read_text() == "a paper\n"
    assert (frozen / "zh/about/index.html").is_file()
    assert not (tmp_path / "out/about").exists()


def test_pictures_and_the_search_of_a_mounted_site_are_frozen_below_its_prefix(
    lab: Path, tmp_path: Path
) -> None:
    demo = Path(__file__).parents[1] / "content"
    shutil.copytree(demo / "research/lakes", lab / "content/post/lakes")
    with (lab / "masthead.yaml").open("a") as settings:
        settings.write("params:\n  header: {navbar: {show_search: true}}\n")
    status, output = command(factory.create_app(LAB=lab), "masthead", "freeze", tmp_path / "out")
    assert status == 0, output
    frozen = tmp_path / "out/lab"
    listing = (frozen / "post/index.html").read_text("utf-8")
    shown = re.findall(r"/lab(/[^\s\"]+\.webp)", listing)
    assert shown
    assert all((tmp_path / f"out/lab{url}").is_file() for url in shown)
    assert (frozen / "masthead/pagefind/pagefind-entry.json").is_file()
    assert [entry.name for entry in (tmp_path / "out").iterdir() if not entry.name.startswith(".")] == ["lab"]


def test_one_of_several_sites_is_chosen_by_name(lab: Path, tmp_path: Path) -> None:
    (lab / "content/about.md").write_text("---\ntitle: Others\n---\n")
    app = factory.create_app(LAB=LAB)
    app.register_blueprint(create_blueprint(lab, name="other"), url_prefix="/other")
    status, output = command(app, "masthead", "check")
    assert status == 2
    assert "Name one of the sites of this app: --site lab, --site other." in output
    assert "named 'x'" in command(app, "masthead", "check", "--site", "x")[1]
    assert command(app, "masthead", "freeze", "--site", "other", tmp_path / "out")[0] == 0
    assert "Others" in (tmp_path / "out/other/about/index.html").read_text("utf-8")


def test_a_site_at_many_urls_is_not_frozen(tmp_path: Path) -> None:
    app = Flask("host", static_folder=None)
    app.register_blueprint(create_blueprint(LAB, name="lab"), url_prefix="/<year>")
    status, output = command(app, "masthead", "freeze", tmp_path / "out")
    assert status == 1
    assert "lab: error: the site stands at /<year>/, which is no one path." in output
    assert not (tmp_path / "out").exists()


# Flask-Babel


def footer(client: FlaskClient, url: str, reader: str) -> tuple[str, str]:
    html = client.get(url, headers={"Accept-Language": reader}).text
    return re.findall(r'<html lang="(\w+)', html)[0], re.findall("<footer>(.*)</footer>", html)[0]


def test_around_a_page_the_host_speaks_the_language_of_the_page() -> None:
    client = babel.create_app(LAB).test_client()
    english, chinese = ("en", "May 6, 1904"), ("zh", "1904年5月6日")
    for reader in ("en", "zh"):
        assert footer(client, "/lab/about/", reader) == english
        assert footer(client, "/lab/zh/about/", reader) == chinese
    assert footer(client, "/", "zh") == chinese
    assert footer(client, "/", "en") == english


def test_pages_do_not_follow_the_language_of_the_host() -> None:
    client = babel.create_app(LAB).test_client()
    assert "关于我们" in client.get("/lab/zh/about/", headers={"Accept-Language": "en"}).text
    assert "About us" in client.get("/lab/about/", headers={"Accept-Language": "zh"}).text


# Flask-Login


@pytest.mark.parametrize(
    "path", ["", "about/", "about", "paper.txt", "masthead/theme.css", "nowhere/", "index.xml"]
)
def test_nothing_of_a_site_is_shown_before_the_login(path: str) -> None:
    client = login.create_app(LAB).test_client()
    for method in ("GET", "HEAD"):
        answer = client.open(f"/lab/{path}", method=method)
        assert answer.status_code == 302
        assert answer.location.startswith("/login?next=")
        assert "Rivers" not in answer.text


def test_members_see_the_site_and_nothing_between_keeps_it() -> None:
    client = login.create_app(LAB).test_client()
    assert client.post("/login").location == "/lab/"
    page = client.get("/lab/about/")
    assert "We measure rivers." in page.text
    assert page.cache_control.private
    assert "Cookie" in page.headers["Vary"]
    paper = client.get("/lab/paper.txt", buffered=True)
    assert paper.text == "a paper\n"
    assert paper.cache_control.private
    assert client.get("/lab/nowhere/").status_code == 404


# Flask-Caching


def test_pages_are_kept_and_files_are_not(lab: Path) -> None:
    app = caching.create_app(lab)
    client, website = app.test_client(), app.extensions["masthead"]["lab"].website
    first = client.get("/lab/about/")
    assert client.get("/lab/paper.txt", buffered=True).text == "a paper\n"
    (lab / "content/about.md").write_text("---\ntitle: Others\n---\n")
    (lab / "static/paper.txt").write_text("another")
    website.refresh()
    assert client.get("/lab/about/").data == first.data
    assert client.get("/lab/paper.txt", buffered=True).text == "another"
    assert "关于我们" in client.get("/lab/zh/about/").text


def test_only_whole_pages_are_kept(lab: Path) -> None:
    client = caching.create_app(lab).test_client()
    tag = client.get("/lab/zh/").headers["ETag"]
    assert client.get("/lab/about?a=1").location == "/lab/about/?a=1"
    assert client.get("/lab/about?b=2").location == "/lab/about/?b=2"
    client = caching.create_app(lab).test_client()
    assert client.get("/lab/zh/", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/lab/zh/").status_code == 200
    assert client.head("/lab/about/").status_code == 200
    assert "We measure rivers." in client.get("/lab/about/").text
    assert client.get("/lab/nowhere/").status_code == 404


# Flask-Talisman


def test_the_policy_is_the_one_that_pages_are_tested_with() -> None:
    theme = (DOCS / "theme.md").read_text("utf-8")
    written = re.findall(r"^Content-Security-Policy: (.*?)^```", theme, re.M | re.S)[0]
    said = dict(part.strip().split(" ", 1) for part in written.split(";"))
    assert said == talisman.POLICY


def test_pages_are_sent_with_the_policy() -> None:
    client = talisman.create_app(LAB).test_client()
    assert client.get("/lab/about/").location == "https://localhost/lab/about/"
    page = client.get("/lab/about/", base_url="https://localhost/")
    assert page.status_code == 200
    sent = dict(part.strip().split(" ", 1) for part in page.headers["Content-Security-Policy"].split(";"))
    assert sent == talisman.POLICY
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=", page.text)
