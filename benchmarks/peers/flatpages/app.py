"""The benchmark's site as an app of Flask-FlatPages; `python app.py DEST` freezes it with Frozen-Flask."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator

from flask import Flask, render_template
from flask_flatpages import FlatPages, Page
from flask_flatpages.utils import pygmented_markdown
from flask_frozen import Freezer

app = Flask(__name__)
app.config.update(
    FLATPAGES_ROOT="content",
    FLATPAGES_EXTENSION=".md",
    FLATPAGES_MARKDOWN_EXTENSIONS=["extra", "sane_lists", "codehilite"],
    FLATPAGES_AUTO_RELOAD=False,
)
pages = FlatPages(app)
members: defaultdict[str, list[Page]] = defaultdict(list)
papers: defaultdict[str, list[Page]] = defaultdict(list)


@app.template_filter()
def markdown(text: str | None) -> str:
    """A text of the front matter as HTML."""
    return pygmented_markdown(text, pages) if text else ""


@app.template_filter()
def phrase(text: str) -> str:
    """A text in one line, without the paragraph around it."""
    return markdown(text).strip().removeprefix("<p>").removesuffix("</p>")


@app.template_global()
def author(slug: str) -> Page | None:
    """The person of that name."""
    return pages.get(f"authors/{slug}/index")


def show(folder: str, slug: str, template: str) -> str:
    """A page in its template."""
    found = pages.get_or_404(f"{folder}/{slug}/index")
    return render_template(template, page=found, slug=slug, members=members, papers=papers)


@app.get("/")
def home() -> str:
    """The home page."""
    return render_template("home.html", page=pages.get_or_404("_index"))


@app.get("/authors/<slug>/")
def person(slug: str) -> str:
    """A person's page."""
    return show("authors", slug, "person.html")


@app.get("/publication/<slug>/")
def publication(slug: str) -> str:
    """A paper's page."""
    return show("publication", slug, "publication.html")


@app.get("/research/<slug>/")
def landing(slug: str) -> str:
    """A group's page."""
    return show("research", slug, "landing.html")


def sort() -> None:
    """Note who has which tag and who wrote what, once."""
    for found in pages:
        if found.path.startswith("authors/"):
            for tag in found.meta.get("tags", ()):
                members[tag].append(found)
        elif found.path.startswith("publication/"):
            for slug in found.meta.get("authors", ()):
                papers[slug].append(found)
    for people in members.values():
        people.sort(key=lambda found: found["title"])
    for written in papers.values():
        written.sort(key=lambda found: found["date"], reverse=True)


def urls() -> Iterator[str]:
    """Every page's URL."""
    for found in pages:
        if found.path.endswith("/index"):
            yield f"/{found.path.removesuffix('index')}"


if __name__ == "__main__":
    app.config["FREEZER_DESTINATION"] = sys.argv[1]
    freezer = Freezer(app, with_static_files=False, log_url_for=False)
    with app.app_context():
        sort()
        listed = list(urls())
    freezer.register_generator(lambda: listed)
    freezer.freeze()
