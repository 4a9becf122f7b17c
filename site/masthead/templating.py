"""Templates of the host, the site, packages with blocks, and Masthead itself; and what is wrong in them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from traceback import walk_tb

from flask import Flask
from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    Template,
    TemplateError,
    TemplateNotFound,
)
from jinja2.bccache import Bucket

from masthead.cache import FOLDER, load, save
from masthead.compiled import Calling, quickened
from masthead.errors import ContentError, Level, Problem, Where
from masthead.paths import bundled, is_our_template
from masthead.website import Website

Source = tuple[str, str | None, Callable[[], bool] | None]
"""What loaders give: a template's text, its file, and whether that is still the same."""

_HAS_CONTENT = re.compile(r"\{\{-?\s*content\b|\{%-?\s*(?:extends|include)\b")

MISTAKES = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a template raises that is not well made."""


class _FirstOf(ChoiceLoader):
    """The first loader that has a template; while editing, one that is put before it is seen at once."""

    others: bool = False
    """Whether a template of pages came from elsewhere than from Masthead."""

    def load(self, environment: Environment, name: str, globals: object = None) -> Template:
        """A template, which gets at what all templates know without a chain of maps in between."""
        return quickened(BaseLoader.load(self, environment, name, environment.globals))

    def get_source(self, environment: Environment, template: str) -> Source:
        """Raises TemplateNotFound where none has it."""
        text, file, unchanged = super().get_source(environment, template)
        if template.startswith("masthead/") and not is_our_template(file):
            self.others = True
            if template == "masthead/base.html" and not _HAS_CONTENT.search(text):
                raise ContentError(_without_content(Path(file or template)))

        def is_current() -> bool:
            try:
                return self._choose(environment, template)[1] == file and (unchanged is None or unchanged())
            except TemplateNotFound:
                return False

        return text, file, is_current

    def _choose(self, environment: Environment, template: str) -> Source:
        return super().get_source(environment, template)


class _BesideBlocks(BaseLoader):
    """The templates that stand beside the models of blocks, as the settings name them at the moment."""

    def __init__(self, website: Website) -> None:
        self.website = website

    def get_source(self, environment: Environment, template: str) -> Source:
        """Raises TemplateNotFound where no such folder has it."""
        return FileSystemLoader(self.website.edition.template_folders).get_source(environment, template)


class KeptCode(BytecodeCache):
    """Templates as they were compiled, kept in a site's own folder for the next process.

    `engine` tells of the versions that compiled them. To be set as the `bytecode_cache` of an app that nobody
    else gave filters or extensions of Jinja, which have a part in what is compiled. Whoever may write the
    site's templates may write these files; what others could have written is not run.
    """

    def __init__(self, site: Path, engine: str) -> None:
        self._folder, self._engine = site / FOLDER / "templates", engine

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, where that is known."""
        file = self._file(bucket)
        values = load(file) if _is_owners(file) else None
        if values is not None and values[:2] == (self._engine, bucket.checksum):
            bucket.code = values[2]

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code, where the site's folder may be written."""
        with suppress(OSError):
            save(self._file(bucket), (self._engine, bucket.checksum, bucket.code))

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.bin"


def _is_owners(file: Path) -> bool:
    """Whether nobody but this process's user can have written a file."""
    try:
        found = file.stat()
    except OSError:
        return False
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _without_content(file: Path) -> Problem:
    message = "this template prints no `{{ content }}`: all pages would be empty."
    hint = "Print `{{ content }}` in the body and `{{ head }}` in the head, as Masthead's own base.html does."
    return Problem(message, Where("/".join(file.parts[-3:])), hint, Level.ERROR)


def all_ours(environment: Environment) -> bool:
    """Whether all templates of pages so far were Masthead's own, which ask the request for nothing."""
    return isinstance(environment.loader, _FirstOf) and not environment.loader.others


def environment(app: Flask, website: Website) -> Environment:
    """The app's own Jinja environment with our templates beside the host's, which it leaves as it is.

    A host's `masthead/…` template comes before the site's, that before those that stand beside the models
    of blocks, and these before the one that Masthead brings along, which all can extend as
    `default:masthead/…`.
    """
    own = FileSystemLoader(bundled("templates"))
    folder = website.root / "templates"
    site = [FileSystemLoader(folder)] if folder != bundled("templates") else []
    host = [app.jinja_env.loader] if app.jinja_env.loader else []
    loader = _FirstOf(
        [*host, *site, _BesideBlocks(website), own, PrefixLoader({"default": own}, delimiter=":")]
    )
    templates = app.jinja_env.overlay(loader=loader, autoescape=True, cache_size=-1)
    templates.context_class = Calling
    return templates


@contextmanager
def mistakes_told(root: Path) -> Iterator[None]:
    """Makes a ContentError of what goes wrong in a template of the site."""
    try:
        yield
    except MISTAKES as error:
        problem = _mistake(error, root)
        if problem is None:
            raise
        raise ContentError(problem) from error


def _mistake(error: Exception, root: Path) -> Problem | None:
    """A mistake in a template of the site, at the line that the traceback names; None for others."""
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    file, line = next((frame for frame in reversed(frames) if frame[0].endswith(".html")), ("", 0))
    path = Path(file) if file else bundled("templates")
    if not path.is_relative_to(root / "templates") or path.is_relative_to(bundled("templates")):
        return None
    where = Where(path.relative_to(root).as_posix(), line)
    said = str((error.message if isinstance(error, TemplateError) else None) or error).rstrip(".")
    if isinstance(error, TemplateNotFound):
        said = f"there is no template {error.name!r}"
    message = f"this template cannot be rendered: {said}."
    return Problem(message, where, "Mend it, or delete it to use the one that it replaces.", Level.ERROR)
