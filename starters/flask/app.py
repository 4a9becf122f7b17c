"""A Flask app with pages of Masthead below /lab/: `flask run`, then http://127.0.0.1:5000/lab/."""

from pathlib import Path

from flask import Flask, render_template

from masthead import create_blueprint

app = Flask(__name__)
lab = create_blueprint(Path(__file__).parent, name="lab", base="layout.html")
app.register_blueprint(lab, url_prefix="/lab")


@app.get("/")
def home() -> str:
    """A page of the app itself."""
    return render_template("home.html")


if __name__ == "__main__":
    app.run(debug=True)
