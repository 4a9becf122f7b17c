"""Landing pages and people from flat files, in Flask."""

from masthead.app import create_app
from masthead.blocks import Block
from masthead.errors import ContentError, Problem
from masthead.routes import create_blueprint
from masthead.website import Website

__all__ = ["Block", "ContentError", "Problem", "Website", "create_app", "create_blueprint"]
