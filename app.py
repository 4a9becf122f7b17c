"""The site in this folder as a Flask app: `flask run`, `flask freeze`, `python app.py`."""

from pathlib import Path

from masthead import create_app

app = create_app(Path(__file__).parent)

if __name__ == "__main__":
    app.run(debug=True)
