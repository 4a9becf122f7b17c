"""Files as answers: of one moment, in whole or in part, and not again for who has them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from flask import Response, current_app, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from masthead.content.model import File
from masthead.content.source import StaleError, unreadable
from masthead.errors import Where
from masthead.media.images import Unreadable, Variant, stand_in
from masthead.media.svg import clean_file
from masthead.paths import bundled
from masthead.website import Edition

_RANGE = re.compile(r"\s*bytes\s*=[^,]*", re.IGNORECASE)
"""What asks for one part of a file; who asks for several, or counts otherwise, gets all of it."""


def sent(path: Path, name: str, mime_type: str | None = None, *, max_age: int | None = None) -> Response:
    """A file, or the part of it that is asked for; of one moment, though it be replaced meanwhile.

    `max_age` is in seconds; None for the app's own. Raises StaleError for a file that is gone, by its `name`
    in the site, and RequestedRangeNotSatisfiable.
    """
    if current_app.config["USE_X_SENDFILE"]:
        return send_file(path, mime_type, max_age=max_age)
    try:
        file = path.open("rb")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise StaleError(name) from error
    except OSError as error:
        raise unreadable(name, error) from error
    stat = os.fstat(file.fileno())
    tag = f"{stat.st_mtime_ns:x}-{stat.st_size:x}"
    response = send_file(
        file, mime_type, False, path.name, False, tag, last_modified=stat.st_mtime, max_age=max_age
    )
    response.content_length = stat.st_size
    response.headers["X-Content-Type-Options"] = "nosniff"
    asked = dict(request.environ)
    if not _RANGE.fullmatch(asked.get("HTTP_RANGE", "")):
        asked.pop("HTTP_RANGE", None)
    try:
        response.make_conditional(asked, accept_ranges=True, complete_length=stat.st_size)
    except RequestedRangeNotSatisfiable:
        file.close()
        raise
    return response


def sent_file(edition: Edition, file: File, *, max_age: int | None = None) -> Response:
    """A file of the site or the theme, as `sent`; an SVG of who is not trusted without what would run."""
    trusted = edition.config.text.unsafe or file.path.is_relative_to(bundled("static"))
    if trusted or file.path.suffix.lower() != ".svg":
        return sent(file.path, file.name, max_age=max_age)
    try:
        return Response(clean_file(file.path.read_bytes()), mimetype="image/svg+xml")
    except FileNotFoundError as error:
        raise StaleError(file.name) from error


def sent_picture(edition: Edition, file: File, variant: Variant, *, max_age: int | None = None) -> Response:
    """A variant of a picture; where the picture is damaged, a grey one of the same size and a warning."""
    try:
        found = edition.pictures.store.made(file.path, variant)
    except FileNotFoundError as error:
        raise StaleError(file.name) from error
    if isinstance(found, Unreadable):
        where = Where(file.path.relative_to(edition.config.root).as_posix())
        edition.problems.warn(found.message, where, found.hint)
        return Response(stand_in(variant), content_type=variant.mime_type)
    return sent(found, file.name, variant.mime_type, max_age=max_age)
