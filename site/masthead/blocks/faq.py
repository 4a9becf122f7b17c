"""The `faq` block: questions that open their answers."""

from __future__ import annotations

from typing import Annotated

from masthead.blocks.base import CSS, Block, Flow, Inline
from masthead.blocks.calls import Action, ActionField
from masthead.content.fields import ItemsOf, Model


class Question(Model):
    """A question and its answer."""

    question: Inline = ""
    """What is asked."""
    answer: Flow = ""
    """The answer, in Markdown."""


class Faq(Block):
    """Questions and answers, and where to ask more."""

    names = ("faq",)
    css = (CSS,)

    items: Annotated[tuple[Question, ...], ItemsOf] = ()
    """The questions, in order."""
    button: ActionField = Action()
    """Where to ask more."""
