"""Which file each URL lands in: no two in one place, of a type that web servers will see as the app does."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator

from flask_frozen import Freezer
from werkzeug import Response

from masthead.config.hosting import Hosting
from masthead.errors import ContentError, Level, Problem, Where
from masthead.journal import check_path, fold
from masthead.transliteration import ascii_path


class Claims:
    """The files that URLs land in, each claimed by one of them, named and left out as `hosting` says."""

    def __init__(self, hosting: Hosting) -> None:
        # Given an app, Freezer would hook into its url_for and its configuration for good.
        self._to_path: Callable[[str], str] = Freezer(
            None, with_static_files=False, with_no_argument_rules=False, log_url_for=False
        ).urlpath_to_filepath
        self._hosting = hosting
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def claim(self, url: str) -> str:
        """The file of a URL, which no other may share or have for a folder; ContentError for none."""
        if not url.startswith("/"):
            raise url_error(url, "This URL does not begin with '/'.", "List URLs from the root of the site.")
        path = self._path(url)
        try:
            check_path(path)
        except ValueError as error:
            raise url_error(url, f"This URL names no file: {error}.", "Rename the page or file.") from error
        name = fold(path)
        parents = list(self._new_parents(name))
        others = [self._files.get(name), self._folders.get(name), *map(self._files.get, parents)]
        for other in filter(None, others):
            message = f"This URL and {other} land in one file or folder."
            raise url_error(url, message, "Rename one of the two.")
        self._files[name] = url
        self._folders.update(dict.fromkeys(parents, url))
        return path

    def _new_parents(self, path: str) -> Iterator[str]:
        """The folders of a file, as far as they are not known for folders already, as all above them are."""
        while (path := path.rpartition("/")[0]) and path not in self._folders:
            yield path

    def _path(self, url: str) -> str:
        path = self._to_path(url)
        extension = path.rpartition(".")[2].lower()
        if extension in self._hosting.leave_out_formats:
            message = f"This file must not be published: `leave_out_formats` names {extension}."
            raise url_error(url, message, "Save it in another format, such as PNG or JPEG, or delete it.")
        return ascii_path(path) if self._hosting.ascii_names else path


def url_error(url: str, message: str, hint: str) -> ContentError:
    """What is wrong with a URL."""
    return ContentError(Problem(message, Where(url), hint, Level.ERROR))


def mistaken_type(url: str, path: str, response: Response) -> Problem | None:
    """A warning when a web server that goes by the file's extension would send another type than the app.

    What servers make of an extension that Python does not know is open; only pages have to be known.
    """
    sent = response.mimetype or "no type"
    guessed = mimetypes.guess_type(path)[0] or ("application/octet-stream" if sent == "text/html" else sent)
    if _family(guessed) == _family(sent):
        return None
    return Problem(
        f"The app sends this as {sent}, but web servers will take it for {guessed}.",
        Where(url),
        "Give the URL an extension that fits, or end it with '/' for a page.",
    )


def _family(mimetype: str) -> str:
    """What a type has in common with its other spellings: text/xml, application/rss+xml → xml."""
    return mimetype.rpartition("/")[2].rpartition("+")[2].removeprefix("x-")
