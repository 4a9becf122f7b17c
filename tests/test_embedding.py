"""Embedding: a site in a host app, beside the host's own pages, and a good guest there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from masthead import create_app, create_blueprint
from test_apps.library import create_library

DEMO = Path(__file__).parents[1]
HOME = """---
title: Fell Lab
type: landing
sections:
  - block: hero
    content: {title: Rivers, text: 'See [the people](/about/) and ![a map](map.png)'}
---
"""
ABOUT = "---\ntitle: About us\n---\nBack [home](/).\n"


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(
        tmp_path / "lab",
        {
            "masthead.yaml": "title: Fell Lab\nbaseURL: https://lab.example/\n",
            "content/_index.md": HOME,
            "content/about.md": ABOUT,
            "static/papers/one.txt": "a paper",
        },
    )


@pytest.fixture
def library() -> Flask:
    return create_library(TESTING=True)


def text(app: Flask, url: str, status: int = 200, **options: Any) -> str:
    response = app.test_client().get(url, buffered=True, **options)
    assert response.status_code == status, response.text
    return response.text


def links(html: str) -> list[str]:
    return re.findall(r'(?:href|src)="(/[^"]*)"', html)


def test_a_site_stands_under_a_prefix(library: Flask, site: Path) -> None:
    library.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    html = text(library, "/lab/")
    assert "<h1>Rivers</h1>" in html
    assert '<a href="/lab/about/">the people</a>' in html
    assert links(html)
    assert all(link.startswith("/lab/") for link in links(html))
    assert text(library, "/lab/papers/one.txt") == "a paper"
    assert 'href="/lab/"' in text(library, "/lab/about/")


def test_canonical_links_name_the_hosts_prefix(library: Flask, site: Path) -> None:
    library.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    assert '<link rel="canonical" href="https://lab.example/lab/about/">' in text(library, "/lab/about/")


def test_a_site_stands_at_the_root_beside_the_hosts_routes(library: Flask, site: Path) -> None:
    library.register_blueprint(create_blueprint(site, name="lab"))
    client = library.test_client()
    assert "About us" in text(library, "/about/")
    assert "own base.html" in text(library, "/")
    assert text(library, "/catalogue/?q=ice") == "catalogue ice"
    assert client.get("/catalogue?q=ice").location == "http://localhost/catalogue/?q=ice"
    assert "maroon" in text(library, "/static/library.css")
    assert text(library, "/nowhere/", 404) == "The library has no such page."
    assert text(library, "/static/nothing.css", 404) == "The library has no such page."
    assert client.post("/reserve").status_code == 302


def test_the_host_refuses_methods_as_it_did_before(library: Flask, site: Path) -> None:
    alone = create_library().test_client().get("/reserve")
    library.register_blueprint(create_blueprint(site, name="lab"))
    beside = library.test_client().get("/reserve")
    assert (beside.status_code, beside.text) == (405, "The library does not do that.")
    assert beside.headers["Allow"] == alone.headers["Allow"] == "OPTIONS, POST"
    assert library.test_client().delete("/catalogue/").status_code == 405


def test_a_missing_page_below_the_prefix_is_the_hosts(library: Flask, site: Path) -> None:
    library.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    assert text(library, "/lab/nowhere/", 404) == "The library has no such page."


def test_methods_that_pages_do_not_know_are_refused_by_the_host(library: Flask, site: Path) -> None:
    library.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    response = library.test_client().post("/lab/about/")
    assert (response.status_code, response.text) == (405, "The library does not do that.")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_two_sites_and_one_site_twice(library: Flask, site: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", {"content/_index.md": "---\ntitle: Other\n---\nElse [x](/x/)\n"})
    write(other, {"content/x.md": "---\ntitle: X\n---\n"})
    library.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    library.register_blueprint(create_blueprint(site, name="again"), url_prefix="/again")
    library.register_blueprint(create_blueprint(other, name="other"), url_prefix="/other")
    assert text(library, "/lab/about/").replace("/lab/", "/again/") == text(library, "/again/about/")
    assert 'href="/other/x/"' in text(library, "/other/")
    assert sorted(library.extensions["masthead"]) == ["again", "lab", "other"]
    text(library, "/other/about/", 404)
    text(library, "/lab/x/", 404)


def test_one_blueprint_can_be_mounted_twice(library: Flask, site: Path) -> None:
    blueprint = create_blueprint(site, name="lab")
    library.register_blueprint(blueprint, url_prefix="/one")
    library.register_blueprint(blueprint, url_prefix="/two", name="two")
    assert 'href="/one/about/"' in text(library, "/one/")
    assert 'href="/two/about/"' in text(library, "/two/")
    assert sorted(library.extensions["masthead"]) == ["lab", "two"]


def test_one_blueprint_serves_two_apps(site: Path) -> None:
    blueprint = create_blueprint(site, name="lab", base="layout.html")
    one, two = create_library(), create_library()
    one.register_blueprint(blueprint, url_prefix="/one")
    two.register_blueprint(blueprint, url_prefix="/two")
    assert 'href="/one/about/"' in text(one, "/one/")
    assert 'href="/two/about/"' in text(two, "/two/")


def test_blueprints_nest(library: Flask, site: Path) -> None:
    faculty = Blueprint("faculty", __name__, url_prefix="/faculty")
    faculty.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    library.register_blueprint(faculty)
    html = text(library, "/faculty/lab/")
    assert '<a href="/faculty/lab/about/">the people</a>' in html
    assert all(link.startswith("/faculty/lab/") for link in links(html))
    assert list(library.extensions["masthead"]) == ["faculty.lab"]


def test_an_application_root_stands_before_every_link(site: Path) -> None:
    app = create_library(APPLICATION_ROOT="/uni")
    app.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    html = text(app, "/lab/", base_url="http://localhost/uni/")
    assert all(link.startswith("/uni/lab/") for link in links(html))


def test_a_script_name_stands_before_every_link(library: Flask, site: Path) -> None:
    library.register_blueprint(create_blueprint(site, name="lab", base="layout.html"), url_prefix="/lab")
    client = Client(DispatcherMiddleware(Flask("outer"), {"/uni": library}))
    html = client.get("/uni/lab/about/").text
    assert 'href="/uni/static/library.css"' in html
    assert '<a href="/uni/lab/">home</a>' in html
    assert client.get("/uni/lab/about").location == "/uni/lab/about/"


def test_a_prefix_may_have_any_letters(library: Flask, site: Path) -> None:
    library.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/实验 室")
    prefix = "/%E5%AE%9E%E9%AA%8C%20%E5%AE%A4"
    assert f'<a href="{prefix}/about/">' in text(library, "/实验 室/")
    html = text(library, "/实验 室/", base_url="http://localhost/大学/")
    assert f'<a href="/%E5%A4%A7%E5%AD%A6{prefix}/about/">' in html


def test_the_hosts_layout_frames_the_pages(library: Flask, site: Path) -> None:
    library.register_blueprint(create_blueprint(site, name="lab", base="layout.html"), url_prefix="/lab")
    html = text(library, "/lab/about/")
    assert html.count("<html") == html.count("<body") == html.count("<title>") == 1
    assert "<title>About us</title>" in html
    assert "<header>Lower Library, open 9-17 and 10-14, QA 76</header>" in html
    assert 'href="/static/library.css"' in html
    assert "<footer>/lab/about/</footer>" in html
    assert html.index("<header>Lower") < html.index(">About us</h1>") < html.index("<footer>")
    assert '<link rel="stylesheet" href="/lab/masthead/theme.css">' in html
    assert "mh-header" not in html


def test_flashed_messages_show_once(library: Flask, site: Path) -> None:
    library.register_blueprint(create_blueprint(site, name="lab", base="layout.html"), url_prefix="/lab")
    client = library.test_client()
    client.post("/reserve", data={"next": "/lab/about/"})
    assert '<p class="flash">Your book is reserved.</p>' in client.get("/lab/about/").text
    assert "reserved" not in client.get("/lab/about/").text


def test_the_hosts_layout_keeps_the_hosts_values(site: Path, tmp_path: Path) -> None:
    names = {name: f"host's {name}" for name in ("site", "page", "t", "url", "icon", "items", "layout")}
    line = " ".join(f"[{{{{ {name} }}}}]" for name in names)
    write(tmp_path / "host/templates", {"frame.html": f"{line}{{% block content %}}{{% endblock %}}"})
    app = Flask("host", root_path=str(tmp_path / "host"))
    app.context_processor(lambda: names)
    app.register_blueprint(create_blueprint(site, name="lab", base="frame.html"), url_prefix="/lab")
    html = text(app, "/lab/about/")
    assert html.startswith(" ".join(f"[host&#39;s {name}]" for name in names))
    assert ">About us</h1>" in html


def test_neither_base_shadows_the_other(library: Flask, site: Path) -> None:
    library.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    assert "own base.html" in text(library, "/")
    html = text(library, "/lab/about/")
    assert "own base.html" not in html
    assert 'class="masthead"' in html


def test_a_sites_templates_never_reach_the_host(library: Flask, site: Path) -> None:
    write(site, {"templates/layout.html": "stolen", "templates/base.html": "stolen"})
    library.register_blueprint(create_blueprint(site, name="lab", base="layout.html"), url_prefix="/lab")
    assert "Lower Library" in text(library, "/lab/about/")
    assert "own base.html" in text(library, "/")


OVERRIDE = """{%% extends "default:masthead/blocks/hero.html" %%}
%s
"""


def test_a_template_of_the_host_can_replace_ours(site: Path, tmp_path: Path) -> None:
    write(tmp_path / "host/templates/masthead/blocks", {"hero.html": "<b>host {{ block.title }}</b>"})
    app = Flask("host", root_path=str(tmp_path / "host"))
    app.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    assert "<b>host Rivers</b>" in text(app, "/lab/")


def test_a_template_of_the_host_can_extend_ours(site: Path, tmp_path: Path) -> None:
    page = '{% extends "default:masthead/pages/single.html" %}'
    page += "{% block masthead %}<i>host</i>{{ super() }}{% endblock %}"
    hero = '<i>host</i>{% include "default:masthead/blocks/hero.html" %}'
    files = {"pages/single.html": page, "blocks/hero.html": hero}
    write(tmp_path / "host/templates/masthead", files)
    app = Flask("host", root_path=str(tmp_path / "host"))
    app.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    assert re.search(r"<i>host</i>\s*<article", text(app, "/lab/about/"))
    assert re.search(r'<i>host</i>\s*<div class="mh-hero', text(app, "/lab/"))


def test_a_template_of_the_site_wins_over_ours_and_the_hosts_over_it(site: Path, tmp_path: Path) -> None:
    write(site, {"templates/masthead/blocks/hero.html": "<b>site {{ block.title }}</b>"})
    assert "<b>site Rivers</b>" in text(create_app(site), "/")
    write(tmp_path / "host/templates/masthead/blocks", {"hero.html": "<b>host {{ block.title }}</b>"})
    app = Flask("host", root_path=str(tmp_path / "host"))
    app.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    assert "<b>host Rivers</b>" in text(app, "/lab/")


def test_a_template_of_the_site_serves_that_site_alone(library: Flask, site: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", {"content/_index.md": HOME})
    write(site, {"templates/masthead/blocks/hero.html": "<b>site {{ block.title }}</b>"})
    library.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    library.register_blueprint(create_blueprint(other, name="other"), url_prefix="/other")
    assert "<b>site Rivers</b>" in text(library, "/lab/")
    assert "<h1>Rivers</h1>" in text(library, "/other/")


def test_nothing_of_the_host_is_changed(library: Flask, site: Path) -> None:
    def state() -> dict[str, Any]:
        env = library.jinja_env
        return {
            "filters": dict(env.filters),
            "globals": dict(env.globals),
            "tests": dict(env.tests),
            "loader": env.loader,
            "autoescape": env.autoescape,
            "extensions": dict(env.extensions),
            "config": dict(library.config),
            "processors": library.template_context_processors[None].copy(),
            "converters": set(library.url_map.converters),
            "before": library.before_request_funcs.get(None, []).copy(),
            "after": library.after_request_funcs.get(None, []).copy(),
            "handlers": {code: dict(found) for code, found in library.error_handler_spec[None].items()},
            "commands": set(library.cli.commands),
        }

    before = state()
    library.register_blueprint(create_blueprint(site, name="lab", base="layout.html"), url_prefix="/lab")
    assert "About us" in text(library, "/lab/about/")
    after = state()
    assert {key for key in before if before[key] != after[key]} == {"commands"}
    assert after["commands"] - before["commands"] == {"masthead"}
    assert set(library.extensions) == {"masthead"}


def test_a_host_without_autoescape_does_not_take_it_from_pages(site: Path) -> None:
    write(site, {"content/about.md": "---\ntitle: 'A < B & C'\n---\n"})
    app = create_library()
    app.jinja_options = {"autoescape": False}
    app.register_blueprint(create_blueprint(site, name="lab", base="layout.html"), url_prefix="/lab")
    assert "A &lt; B &amp; C" in text(app, "/lab/about/")


def test_a_host_can_have_the_site_read_anew(library: Flask, site: Path) -> None:
    library.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    write(site, {"content/about.md": "---\ntitle: About the lab\n---\n"})
    write(site, {"content/new.md": "---\ntitle: New\n---\n"})
    text(library, "/lab/new/", 404)
    library.extensions["masthead"]["lab"].website.refresh()
    assert ">New</h1>" in text(library, "/lab/new/")
    assert ">About the lab</h1>" in text(library, "/lab/about/")


def test_a_host_in_debug_mode_reads_it_anew_by_itself(library: Flask, site: Path) -> None:
    library.debug = True
    library.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    text(library, "/lab/new/", 404)
    write(site, {"content/new.md": "---\ntitle: New\n---\n"})
    assert ">New</h1>" in text(library, "/lab/new/")
