"""A host app with Flask-Login that shows a site to its members alone."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, redirect, request
from flask_login import LoginManager, UserMixin, login_required, login_user
from werkzeug.wrappers import Response

from masthead import create_blueprint


class Member(UserMixin):
    """Somebody who may see the site."""

    def __init__(self, name: str) -> None:
        self.id = name


def create_app(site: Path | str = "lab") -> Flask:
    """The app with the site in a folder."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "not this one"
    logins = LoginManager(app)
    logins.login_view = "login"
    logins.user_loader(Member)

    @app.route("/login", methods=["GET", "POST"])
    def login() -> str | Response:
        if request.method == "GET":
            return '<form method="post"><button>I am Ada</button></form>'
        login_user(Member("ada"))
        return redirect("/lab/")

    lab = create_blueprint(site, name="lab")

    @lab.before_request
    @login_required
    def members_only() -> None:
        """Every request below /lab comes through here: pages, pictures, files, and URLs of nothing."""

    @lab.after_request
    def kept_by_readers_alone(response: Response) -> Response:
        response.cache_control.private = True
        return response

    app.register_blueprint(lab, url_prefix="/lab")
    return app
