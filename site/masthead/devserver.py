"""The dev server: a site as its author sees it while writing, looked at anew for every page."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from werkzeug.serving import run_simple

from masthead.routes import create_app


def dev_app(site: Path | str) -> Flask:
    """The site as an app in debug mode: changes show at the next request, problems where they are.

    Raises ContentError when the folder holds no site.
    """
    app = create_app(site)
    app.debug = True
    app.config["TEMPLATES_AUTO_RELOAD"] = True
    app.jinja_env.auto_reload = True
    return app


def run(site: Path | str, host: str = "127.0.0.1", port: int = 5000) -> None:
    """Serve the site in a folder until interrupted. Raises OSError when the port is taken."""
    run_simple(host, port, dev_app(site), threaded=True)
