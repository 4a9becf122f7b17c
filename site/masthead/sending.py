"""Files as answers: of one moment, in whole or in part, and not again for who has them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from flask import Response, current_app, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from masthead.content.source import StaleError, unreadable

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
