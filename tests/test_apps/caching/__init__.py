"""A host app with Flask-Caching that keeps a site's pages for a while."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response
from flask_caching import Cache

from masthead import create_blueprint


def is_page(response: Response) -> bool:
    """Whether an answer may be kept: whole pages are, but files are on the disk already."""
    return response.status_code == 200 and not response.is_streamed


def create_app(site: Path | str = "lab") -> Flask:
    """The app with the site in a folder."""
    app = Flask(__name__)
    app.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    cache = Cache(app, config={"CACHE_TYPE": "SimpleCache"})
    keep = cache.cached(timeout=300, response_filter=is_page)
    app.view_functions["lab.page"] = keep(app.view_functions["lab.page"])
    return app
