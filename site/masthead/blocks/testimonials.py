"""The `testimonials` block: what others say."""

from __future__ import annotations

from typing import Annotated

from masthead.blocks.base import CSS, Block, Href, Inline, PictureName, Prose
from masthead.content.fields import ItemsOf, Model


class Testimonial(Model):
    """A quotation, and who said it."""

    text: Prose = ""
    name: Inline = ""
    role: Inline = ""
    image: PictureName = ""
    url: Href = ""


class Testimonials(Block):
    """Quotations with the people who said them."""

    names = ("testimonials",)
    css = (CSS,)

    items: Annotated[tuple[Testimonial, ...], ItemsOf] = ()
