"""The `testimonials` block: what others say."""

from __future__ import annotations

from typing import Annotated

from masthead.blocks.base import CSS, Block, Href, Inline, PictureName, Prose
from masthead.content.fields import ItemsOf, Model


class Testimonial(Model):
    """A quotation, and who said it."""

    text: Prose = ""
    """What was said, in Markdown."""
    name: Inline = ""
    """Who said it."""
    role: Inline = ""
    """What that person does."""
    image: PictureName = ""
    """A picture of that person."""
    url: Href = ""
    """Where the name leads."""


class Testimonials(Block):
    """Quotations with the people who said them."""

    names = ("testimonials",)
    css = (CSS,)

    items: Annotated[tuple[Testimonial, ...], ItemsOf] = ()
    """The quotations, in order."""
