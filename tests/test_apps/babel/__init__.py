"""A host app in two languages with Flask-Babel: around a page it speaks the page's language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flask import Flask, render_template, request
from flask_babel import Babel, format_date, get_locale

from masthead import create_blueprint


def locale() -> str | None:
    """The page's language within the site, which is in its URL, and the reader's elsewhere."""
    if request.blueprint == "lab":
        return "zh" if request.path.startswith("/lab/zh/") else "en"
    return request.accept_languages.best_match(["en", "zh"])


def create_app(site: Path | str = "lab") -> Flask:
    """The app with the site in a folder."""
    app = Flask(__name__)
    Babel(app, locale_selector=locale)

    @app.context_processor
    def of_the_layout() -> dict[str, str]:
        return {"language": str(get_locale()), "founded": format_date(date(1904, 5, 6), "long")}

    @app.get("/")
    def home() -> str:
        return render_template("layout.html")

    app.register_blueprint(create_blueprint(site, name="lab", base="layout.html"), url_prefix="/lab")
    return app
