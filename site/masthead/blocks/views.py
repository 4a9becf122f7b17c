"""The views of lists: one template each, known by name in any case or by their old numbers."""

from __future__ import annotations

from masthead.blocks.base import Place
from masthead.config import Dialect
from masthead.content.source import Key
from masthead.errors import did_you_mean

VIEWS = (
    "list", "compact", "card", "citation", "showcase", "masonry",
    "people-grid", "article-grid", "date-title-summary", "slides-gallery",
)  # fmt: skip
"""The views that Masthead brings along; the first six were once called 1 to 6."""


def default_view(dialect: Dialect) -> str:
    """The view of a block that names none, and of one that names what nobody has."""
    return "compact" if dialect is Dialect.BOOTSTRAP else "card"


def view_name(view: str) -> str:
    """A view's name as its template has it: `Citation`, `community/x` and `4` become what they stand for."""
    name = view.strip().lower().rpartition("/")[2]
    if name.isdecimal() and 1 <= int(name) <= 6:
        return VIEWS[int(name) - 1]
    return name


def view_template(view: str, place: Place, *keys: Key) -> str:
    """The template of the view that `keys` name; of the default one, with a warning, when nobody has it."""
    name = view_name(view)
    template = f"masthead/views/{name}.html"
    if place.scene.has_template(template):
        return template
    near = did_you_mean(name, VIEWS) or f"Use one of: {', '.join(VIEWS)}."
    hint = f"{near} To make it, add templates/{template}."
    default = default_view(place.scene.config.dialect)
    place.warn(f"there is no view {view!r}; it is shown as {default!r}.", hint, *keys)
    return f"masthead/views/{default}.html"
