"""Where the files that come with Masthead are: in a wheel beside the code, in a checkout at its root."""

from __future__ import annotations

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
