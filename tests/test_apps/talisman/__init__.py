"""A host app with Flask-Talisman, whose policy lets pages do what they have to and nothing more."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_talisman import Talisman

from masthead import create_blueprint

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def create_app(site: Path | str = "lab") -> Flask:
    """The app with the site in a folder."""
    app = Flask(__name__)
    Talisman(app, content_security_policy=POLICY)
    app.register_blueprint(create_blueprint(site, name="lab"), url_prefix="/lab")
    return app
