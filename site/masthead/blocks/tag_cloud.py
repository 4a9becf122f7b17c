"""The `tag_cloud` block: the terms that most pages have, the more the larger."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import Annotated, Any

from msgspec import Struct
from pydantic import BeforeValidator, Field

from masthead.blocks.base import CSS, Block, Place
from masthead.content.fields import Int, Model, Text
from masthead.content.model import Page
from masthead.content.order import collation
from masthead.errors import did_you_mean


class CloudTerm(Struct, frozen=True):
    """A term in the cloud; `size` in units of the text's own size."""

    name: str
    url: str
    count: int
    size: float


def _size(value: Any) -> Any:
    return float(str(value).removesuffix("rem").removesuffix("em"))


class TagCloudDesign(Model):
    """The smallest and the largest size, in units of the text's own size."""

    font_size_min: Annotated[
        float, BeforeValidator(_size, json_schema_input_type=float | str), Field(gt=0)
    ] = 0.8
    """The smallest size, in units of the text's own."""
    font_size_max: Annotated[
        float, BeforeValidator(_size, json_schema_input_type=float | str), Field(gt=0)
    ] = 2.5
    """The largest size, in units of the text's own."""


class TagCloud(Block):
    """Terms of a taxonomy in the order of their names; `count` 0 means all of them."""

    names = ("tag_cloud", "tag-cloud", "cat_tag_cloud")
    css = (CSS,)

    taxonomy: Text = "tags"
    """The taxonomy whose terms are shown, such as `tags`."""
    count: Int = 20
    """How many terms are shown; 0 for all."""
    design: TagCloudDesign = TagCloudDesign()
    """How it looks."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """`terms`: the most used ones that have a page."""
        found = place.scene.library.terms.get(place.scene.lang, {})
        counted = [
            (len(pages), term)
            for path, pages in found.items()
            if path.rpartition("/")[0] == self.taxonomy
            and pages
            and (term := place.scene.library.page(place.scene.lang, path))
            and term.rendered
        ]
        if not counted:
            known = {path.rpartition("/")[0] for path in found}
            hint = did_you_mean(self.taxonomy, known) or "Nothing is shown."
            place.warn(f"no page has any {self.taxonomy!r}.", hint, "content", "taxonomy")
        return {"terms": self._cloud(place, counted)}

    def _cloud(self, place: Place, counted: list[tuple[int, Page]]) -> list[CloudTerm]:
        collate = collation(place.scene.lang)
        counted.sort(key=lambda pair: (-pair[0], collate(pair[1].title)))
        shown = counted[: self.count if self.count > 0 else None]
        counts = [count for count, _ in shown]
        low, high = (log(min(counts)), log(max(counts) + 1)) if counts else (0.0, 1.0)
        smallest, span = self.design.font_size_min, self.design.font_size_max - self.design.font_size_min
        return [
            CloudTerm(
                term.title,
                place.scene.url(term.url),
                count,
                round(smallest + span * (log(count) - low) / (high - low), 2),
            )
            for count, term in sorted(shown, key=lambda pair: collate(pair[1].title))
        ]
