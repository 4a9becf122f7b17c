"""GFM tables: a header row, a row of dashes with as many cells, and the rows below them."""

from __future__ import annotations

import re

from masthead.markup.nodes import Node

PIPE = re.compile(r"(?<!\\)\|")
DASHES = re.compile(r"[ \t]*(:?)-+(:?)[ \t]*")
DELIMITERS = frozenset(" \t|:-")
MOST_FILLED = 20_000  # cells added to short rows of one table: a wide header must not multiply a long one


def split_row(line: str) -> list[str]:
    """The cells of a row, without the pipes around it; `\\|` is a pipe inside a cell."""
    cells = PIPE.split(line.strip())
    if cells and not cells[0].strip():
        cells = cells[1:]
    if cells and not cells[-1].strip() and len(cells) > 0:
        cells = cells[:-1]
    return [cell.strip().replace("\\|", "|") for cell in cells]


def alignments(line: str) -> list[str] | None:
    """How each column is aligned (empty: not at all), None when the line is no delimiter row."""
    if not DELIMITERS.issuperset(line) or "-" not in line:
        return None
    found = []
    for cell in split_row(line):
        dashes = DASHES.fullmatch(cell)
        if dashes is None:
            return None
        left, right = dashes.groups()
        found.append({(":", ""): "left", ("", ":"): "right", (":", ":"): "center"}.get((left, right), ""))
    return found


def find_table(lines: list[str]) -> tuple[int, list[str]] | None:
    """Index of the header row of a table among a paragraph's lines, and its columns' alignments."""
    for index in range(1, len(lines)):
        columns = alignments(lines[index])
        if columns is not None:
            same = len(columns) > 0 and len(split_row(lines[index - 1])) == len(columns)
            return (index - 1, columns) if same else None
    return None


def table(lines: list[str], columns: list[str], line: int) -> Node:
    """The table made of `lines`: header, delimiter row, rows; short rows are filled, long ones cut."""
    root = Node("table", line)
    head = Node("thead", line)
    root.append(head)
    head.append(_row("th", split_row(lines[0]), columns, line))
    if len(lines) == 2:
        return root
    body = Node("tbody", line)
    root.append(body)
    filled = 0
    for number, text in enumerate(lines[2:], start=2):
        cells = split_row(text)
        missing = max(len(columns) - len(cells), 0)
        if filled + missing <= MOST_FILLED:
            cells += [""] * missing
            filled += missing
        body.append(_row("td", cells, columns, line + number))
    return root


def _row(tag: str, cells: list[str], columns: list[str], line: int) -> Node:
    row = Node("tr", line)
    for source, align in zip(cells, columns, strict=False):
        cell = Node(tag, line, source)
        if align:
            cell.set("style", f"text-align:{align}")
        row.append(cell)
    return row
