"""Columns at the start of a line: CommonMark counts a tab as a step to the next multiple of four."""

from __future__ import annotations


def lead(rest: str, column: int) -> tuple[int, str]:
    """How many columns of space `rest` starts with when it begins at `column`, and what follows them."""
    if rest[:1] not in {" ", "\t"}:
        return 0, rest
    text = rest.lstrip(" \t")
    space = rest[: len(rest) - len(text)]
    if "\t" not in space:
        return len(space), text
    end = column
    for char in space:
        end += 1 if char == " " else 4 - end % 4
    return end - column, text


def dedent(rest: str, column: int, width: int) -> str:
    """`rest` without its first `width` columns of space; a tab that is cut leaves its remaining spaces."""
    if "\t" not in rest[:width]:
        space = len(rest) - len(rest.lstrip(" "))
        return rest[min(width, space) :]
    end, target, index = column, column + width, 0
    while end < target and index < len(rest) and rest[index] in " \t":
        end += 1 if rest[index] == " " else 4 - end % 4
        index += 1
    return " " * max(end - target, 0) + rest[index:]
