"""Marks made of capital letters, for services that no pack of icons has."""

from __future__ import annotations

from masthead.media.svg import Drawing

_WIDTH, _HEIGHT, _GAP = 4.0, 6.0, 1.6
_SIDE, _MARGIN, _STROKE, _BOLDEST = 24.0, 2.0, 2.2, 1.1

_STROKES = {
    "A": "M0 6 2 0 4 6M.8 4h2.4",
    "B": "M0 3h2.4M0 0v6h2.3a1.5 1.5 0 0 0 .1-3 1.5 1.5 0 0 0-.1-3z",
    "C": "M4 1.2A2.3 2.3 0 0 0 0 2.2v1.6a2.3 2.3 0 0 0 4 1",
    "D": "M0 0v6h1.4A2.6 2.6 0 0 0 4 3.4v-.8A2.6 2.6 0 0 0 1.4 0z",
    "E": "M4 0H0v6h4M0 3h3",
    "F": "M4 0H0v6M0 3h3",
    "G": "M4 1.2A2.3 2.3 0 0 0 0 2.2v1.6A2.2 2.2 0 0 0 4 4V3H2.4",
    "H": "M0 0v6M4 0v6M0 3h4",
    "I": "M2 0v6M1 0h2M1 6h2",
    "J": "M4 0v4a2 2 0 0 1-4 0",
    "K": "M0 0v6M4 0 0 3.4M1.4 2.3 4 6",
    "L": "M0 0v6h4",
    "M": "M0 6V0l2 3 2-3v6",
    "N": "M0 6V0l4 6V0",
    "O": "M0 2a2 2 0 0 1 4 0v2a2 2 0 0 1-4 0z",
    "P": "M0 6V0h2.3a1.7 1.7 0 0 1 0 3.4H0",
    "Q": "M0 2a2 2 0 0 1 4 0v2a2 2 0 0 1-4 0zM2.4 4.2 4 6",
    "R": "M0 6V0h2.3a1.6 1.6 0 0 1 0 3.2H0M2 3.2 4 6",
    "S": "M4 1a2 1.5 0 0 0-4 .5C0 3.2 4 2.8 4 4.5A2 1.5 0 0 1 0 5",
    "T": "M0 0h4M2 0v6",
    "U": "M0 0v4a2 2 0 0 0 4 0V0",
    "V": "M0 0 2 6 4 0",
    "W": "M0 0 1 6 2 2.5 3 6 4 0",
    "X": "M0 0 4 6M4 0 0 6",
    "Y": "M0 0 2 3 4 0M2 3v3",
    "Z": "M0 0h4L0 6h4",
    "#": "M1.4 0 .8 6M3.2 0l-.6 6M0 2h4M0 4h4",
}


def lettered(letters: str) -> Drawing:
    """A mark of one to four capital letters (or `#`), as large as a square of 24 units lets them be."""
    total = len(letters) * _WIDTH + (len(letters) - 1) * _GAP
    scale = min((_SIDE - 2 * _MARGIN) / total, (_SIDE - 4 * _MARGIN) / _HEIGHT)
    left, top = (_SIDE - total * scale) / 2, (_SIDE - _HEIGHT * scale) / 2
    paths = "".join(
        f'<path transform="translate({at * (_WIDTH + _GAP):.4g})" d="{_STROKES[letter]}"/>'
        for at, letter in enumerate(letters)
    )
    return Drawing(
        f'viewBox="0 0 {_SIDE:g} {_SIDE:g}" fill="none" stroke="currentColor" stroke-linecap="round" '
        'stroke-linejoin="round"',
        f'<g transform="translate({left:.4g} {top:.4g}) scale({scale:.4g})" '
        f'stroke-width="{min(_STROKE / scale, _BOLDEST):.3g}">{paths}</g>',
    )
