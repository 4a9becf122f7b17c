"""What stands in folders, each of which is looked at once, however many ask for it."""

from __future__ import annotations

import os
from pathlib import Path


class Listing:
    """The entries of folders and what the system says of them, as they were when somebody asked first."""

    __slots__ = ("_folders",)

    def __init__(self) -> None:
        self._folders: dict[str, dict[str, os.DirEntry[str]]] = {}

    def entries(self, folder: str) -> dict[str, os.DirEntry[str]]:
        """A folder's entries by their names, in no order. Raises OSError."""
        found = self._folders.get(folder)
        if found is None:
            with os.scandir(folder) as entries:
                found = self._folders[folder] = {entry.name: entry for entry in entries}
        return found

    def stat(self, path: str) -> os.stat_result:
        """What the system says of a file, or of what a link leads to. Raises OSError."""
        folder, _, name = path.rpartition("/")
        entry = self._folders.get(folder, {}).get(name)
        return entry.stat() if entry is not None else Path(path).stat()

    def forget(self) -> None:
        """Look at everything anew from now on."""
        self._folders.clear()
