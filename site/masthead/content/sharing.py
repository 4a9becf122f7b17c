"""The services that readers can share pages with, as a site's own data file names them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, Field

from masthead.config import Config
from masthead.content.fields import Bool, ItemsOf, Model, Text, bind
from masthead.content.index import Index
from masthead.content.scan import DATA_SUFFIXES
from masthead.content.source import Key, read_data
from masthead.errors import ContentError, Problems

NAME = "page_sharer"
"""The data file that lists them, without its suffix."""


class Service(Model):
    """One service; `{url}` and `{title}` in its address stand for those of the page."""

    title: Text = ""
    """What it is called."""
    url: Text = ""
    """Its address."""
    icon: Text = ""
    """The name of its icon."""
    icon_pack: Text = ""
    """The pack of the icon, as older sites write it."""
    enable: Bool = True
    """Whether it is offered."""


class Sharing(Model):
    """The data file."""

    services: Annotated[
        tuple[Service, ...], ItemsOf, Field(validation_alias=AliasChoices("links", "buttons"))
    ] = ()
    """The services in order."""


def read_sharing(config: Config, index: Index, problems: Problems) -> tuple[Service, ...] | None:
    """The services that data/page_sharer.yaml or .toml offers; None for a site without such a file."""
    paths = (config.root / config.data_dir / f"{NAME}{suffix}" for suffix in sorted(DATA_SUFFIXES))
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        return None
    try:
        source = index.source(str(path), path.relative_to(config.root).as_posix(), read_data)
    except ContentError as error:
        problems.add(*error.problems)
        return None
    problems.add(*source.problems)

    def report(keys: tuple[Key, ...], message: str) -> None:
        problems.warn(message, source.where(*keys), "It is left out.")

    listed = bind(Sharing, source.meta, report).services
    return tuple(service for service in listed if service.enable and service.url)
