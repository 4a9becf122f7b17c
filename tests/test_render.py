"""Rendering: one path from a resource to a response; whose template is used, and what it gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import TemplateError

from conftest import Site
from masthead import create_app, create_blueprint
from masthead.errors import ContentError, Level

FILES = {
    "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n",
    "content/_index.md": "---\ntitle: Lab\nsections:\n  - block: shout\n    content: {title: Hey}\n---\n",
    "content/about.md": "---\ntitle: A < B\naliases: [/old/]\n---\nText.\n",
}


LAYOUT = "<main>{% block content %}{% endblock %}</main>"


def host_with(layout: str, folder: Path) -> Flask:
    """An app with a layout of its own."""
    (folder / "host/templates").mkdir(parents=True)
    (folder / "host/templates/layout.html").write_text(layout)
    return Flask("host", root_path=str(folder / "host"))


def text(app: Flask, url: str) -> str:
    app.testing = True
    return app.test_client().get(url).text


def test_a_block_may_be_a_template_alone(site: Site) -> None:
    block = "<em>{{ block.title }} of {{ site.title }}, {{ page.title }}, {{ section.id }}</em>"
    html = text(create_app(site({**FILES, "templates/masthead/blocks/shout.html": block})), "/")
    assert "<em>Hey of Lab, Lab, section-shout</em>" in html
    assert 'class="section block-shout' in html


def test_values_are_escaped(site: Site) -> None:
    html = text(create_app(site(FILES)), "/about/")
    assert "A &lt; B" in html
    assert "A < B" not in html


def test_templates_are_looked_for_in_the_host_then_the_site_then_here(site: Site, tmp_path: Path) -> None:
    folder = site({**FILES, "templates/masthead/pages/single.html": "site {{ page.title }}"})
    host = tmp_path / "host/templates/masthead/pages/single.html"
    host.parent.mkdir(parents=True)
    app = Flask("host", root_path=str(tmp_path / "host"))
    app.register_blueprint(create_blueprint(folder))
    assert text(app, "/about/") == "site A &lt; B"
    host.write_text("host {{ page.title }}")
    app = Flask("host", root_path=str(tmp_path / "host"))
    app.register_blueprint(create_blueprint(folder))
    assert text(app, "/about/") == "host A &lt; B"


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("\n\n{{ page.title }", 3),
        ("{% if %}", 1),
        ("\n{{ page.x.y }}", 2),
        ("{% include 'nothing.html' %}", 1),
    ],
)
def test_a_mistake_in_a_template_of_the_site_names_its_line(site: Site, template: str, line: int) -> None:
    app = create_app(site({**FILES, "templates/masthead/pages/single.html": template}))
    with pytest.raises(ContentError) as caught:
        text(app, "/about/")
    [problem] = caught.value.problems
    assert str(problem.where) == f"templates/masthead/pages/single.html:{line}"
    assert problem.level is Level.ERROR
    assert ("there is no template 'nothing.html'" in problem.message) == ("nothing" in template)
    assert isinstance(caught.value.__cause__, TemplateError)


def test_a_mistake_in_the_hosts_layout_is_the_hosts(site: Site, tmp_path: Path) -> None:
    app = host_with("{{ nothing.at.all }}{% block content %}{% endblock %}", tmp_path)
    app.register_blueprint(create_blueprint(site(FILES), base="layout.html"))
    with pytest.raises(TemplateError, match="'nothing' is undefined"):
        text(app, "/about/")


def test_a_redirect_is_never_framed(site: Site, tmp_path: Path) -> None:
    app = host_with(LAYOUT, tmp_path)
    app.register_blueprint(create_blueprint(site(FILES), base="layout.html"), url_prefix="/lab")
    html = text(app, "/lab/old/")
    assert "<main>" not in html
    assert 'content="0; url=/lab/about/"' in html


def test_a_layout_without_all_blocks_is_fine(site: Site, tmp_path: Path) -> None:
    app = host_with(LAYOUT, tmp_path)
    app.register_blueprint(create_blueprint(site(FILES), base="layout.html"))
    html = text(app, "/about/")
    assert html.startswith("<main>")
    assert "<p>Text.</p>" in html


@pytest.mark.parametrize(
    ("seconds", "debug", "expected"),
    [(None, False, "no-cache"), (3600, False, "public, max-age=3600"), (3600, True, "no-cache, max-age=0")],
)
def test_files_are_kept_as_long_as_the_app_says(
    site: Site, seconds: int | None, debug: bool, expected: str
) -> None:
    app = create_app(site({**FILES, "static/a.txt": "a"}))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = seconds
    app.debug = debug
    response = app.test_client().get("/a.txt", buffered=True)
    assert response.headers["Cache-Control"] == expected
