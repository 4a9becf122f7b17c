"""A host app as somebody else wrote it: a library with its own layout, filters, errors and static files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Response


def create_library(**config: Any) -> Flask:
    """The library, before any site is mounted in it."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for tests alone", **config)
    app.jinja_env.filters["shelfmark"] = lambda text: f"QA {text}"
    app.context_processor(lambda: {"library_name": "Lower Library", "hours": ["9-17", "10-14"]})
    app.register_error_handler(NotFound, _missing)
    app.register_error_handler(MethodNotAllowed, _refused)
    app.register_blueprint(_pages)
    return app


_pages = Blueprint("library", __name__)


@_pages.get("/")
def home() -> str:
    """The front page."""
    return render_template("base.html")


@_pages.get("/catalogue/")
def catalogue() -> str:
    """A page with a slash, which Werkzeug redirects to."""
    return f"catalogue {request.args.get('q', '')}"


@_pages.post("/reserve")
def reserve() -> Response:
    """Takes forms alone, and says so on the next page."""
    flash("Your book is reserved.")
    return redirect(request.form.get("next", url_for("library.home")))


def _missing(error: HTTPException) -> tuple[str, int]:
    return "The library has no such page.", 404


def _refused(error: HTTPException) -> tuple[str, int, dict[str, str]]:
    allowed = ", ".join(sorted(error.valid_methods or ())) if isinstance(error, MethodNotAllowed) else ""
    return "The library does not do that.", 405, {"Allow": allowed}
