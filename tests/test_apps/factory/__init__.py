"""A host app with a factory, which mounts a site in its own layout."""

from __future__ import annotations

from typing import Any

from flask import Flask, render_template

from masthead import create_blueprint


def create_app(**config: Any) -> Flask:
    """The app, with settings over those that it has by itself."""
    app = Flask(__name__)
    app.config.from_mapping(LAB="lab")
    app.config.from_prefixed_env()
    app.config.from_mapping(config)

    @app.get("/opening/")
    def opening() -> str:
        return render_template("opening.html", hours="9 to 17")

    lab = create_blueprint(app.config["LAB"], name="lab", base="layout.html")
    app.register_blueprint(lab, url_prefix="/lab")
    return app
