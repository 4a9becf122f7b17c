"""Where the files that come with Masthead are: in a wheel beside the code, in a checkout at its root."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
_ROOTS = (_PACKAGE / "bundled", _PACKAGE.parents[1])


def bundled(name: str) -> Path:
    """A folder or file that Masthead brings along, such as `templates`, `static` or `content`.

    Raises FileNotFoundError when the installation lacks it.
    """
    for root in _ROOTS:
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"{name!r} is missing beside {_PACKAGE}; install Masthead again.")


def is_our_template(file: str | None) -> bool:
    """Whether a template is one that Masthead brings along, by its file."""
    return file is not None and file.startswith(_templates())


@cache
def _templates() -> str:
    return f"{bundled('templates')}/"
