"""What is known of a picture without having it in memory, and at which part of its sides it is to be read."""

from __future__ import annotations

from msgspec import Struct

PARTS = (8, 4, 2)
"""At which parts of its sides a picture may be read: halves, quarters, eighths."""

LARGE = 16_000_000
"""Pixels of a picture, beyond which memory counts for more than time."""

GAP, _LARGE_GAP = 2.0, 1.4
"""How many times as large as it is wanted a picture is read, at least: a small one, and a large one."""


class Unreadable(Struct, frozen=True):
    """Why a file cannot be used as a picture, and what to do: message and hint of a `Problem`."""

    message: str
    hint: str


class PictureInfo(Struct, frozen=True):
    """What a picture is: width and height in pixels as it is seen upright, and its format in lower case.

    `unread` says why it is shown as it is, where reading it would take too much memory.
    """

    width: int
    height: int
    format: str
    animated: bool = False
    unread: Unreadable | None = None


def part_for(full: tuple[int, int], wanted: tuple[int, int]) -> int:
    """At which part of its sides a picture serves for `wanted` pixels: 1, or the largest of `PARTS`.

    A small picture is read twice as large as wanted, a large one 1.4 times if that saves memory.
    """
    room = min(full[0] / wanted[0], full[1] / wanted[1])
    gap = _LARGE_GAP if full[0] * full[1] > LARGE and room < 2 * GAP else GAP
    return next((part for part in PARTS if room >= part * gap), 1)
