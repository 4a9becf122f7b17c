"""BibTeX and BibLaTeX files → entries with their lines; what cannot be read is told."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bibtexparser import model
from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import names as bibtex_names
from msgspec import Struct, structs

from masthead.authoring import latex
from masthead.errors import Level, Problem, Problems, Where

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_IGNORED = frozenset({"control", "xdata", "set", "bibnote"})
"""Types of entries that are no works."""

_PRIVATE = re.compile(
    r"abstract|annot|annote|annotation|comment|crossref|date-(added|modified)|file|groups?|keywords?|note"
    r"|owner|timestamp|bdsk-.*|local-url|mendeley-.*|priority|ranking|readstatus|urldate|__markedentry"
)
"""Fields that programs keep for their users, and those that are shown elsewhere on the page."""

_MACRO = re.compile(r"[a-z]{3}", re.IGNORECASE)


class Entry(Struct, frozen=True):
    """One work: `fields` are LaTeX by lower-case names, `bare` the names of those written without braces."""

    kind: str
    key: str
    fields: Mapping[str, str]
    where: Where
    bare: frozenset[str] = frozenset()

    def field(self, *names: str) -> str:
        """The LaTeX of the first of some fields that is not empty."""
        return next((value for name in names if (value := self.fields.get(name, "").strip())), "")

    @property
    def people(self) -> list[str]:
        """Its authors, else its editors, as plain text: `Given von Family Jr`; without "and others"."""
        listed = self.field("author", "editor")
        found = (_name(name) for name in bibtex_names.split_multiple_persons_names(listed))
        return [name for name in found if name and name != "others"]

    def record(self) -> str:
        """The entry as BibTeX for readers, without what is private to those who keep the bibliography."""
        values = ((k, v) for k, v in self.fields.items() if not _PRIVATE.fullmatch(k) and v.strip())
        lines = [f"  {key} = {value if key in self.bare else f'{{{value}}}'},\n" for key, value in values]
        return f"@{self.kind}{{{self.key},\n{''.join(lines)}}}\n"


def _name(name: str) -> str:
    parts = bibtex_names.parse_single_name_into_parts(name, strict=False)
    return latex.plain(parts.merge_first_name_first)


def read_bibtex(text: str, file: str, problems: Problems) -> list[Entry]:
    """The works of a bibliography, in order; entries that cannot be read are errors with their line."""
    library = parse_string(text, parse_stack=())
    strings = _strings(library)
    entries: list[Entry] = []
    for block in library.blocks:
        where = Where(file, (block.start_line or 0) + 1)
        if isinstance(block, model.ParsingFailedBlock):
            found = _failed(block, where, problems)
        else:
            found = block if isinstance(block, model.Entry) else None
        if found is not None and found.entry_type.lower() not in _IGNORED:
            entries.append(_entry(found, where, strings, problems))
    by_key = {entry.key.lower(): entry for entry in reversed(entries)}
    return [_inheriting(entry, by_key, problems) for entry in entries]


def _failed(block: model.ParsingFailedBlock, where: Where, problems: Problems) -> model.Entry | None:
    """Tell what is wrong with an entry; gives it back where all of it can be read nevertheless."""
    if isinstance(block, model.DuplicateFieldKeyBlock):
        keys = ", ".join(sorted(map(repr, block.duplicate_keys)))
        problems.warn(f"the field {keys} stands here twice; the last one is used.", where, "Remove one.")
    elif not isinstance(block, model.DuplicateBlockKeyBlock):
        reason = " ".join(str(getattr(block.error, "abort_reason", block.error)).split()).rstrip(".")
        message = f"this entry cannot be read: {reason[:1].lower()}{reason[1:]}."
        hint = "Look for a brace, a quotation mark or a comma that is missing here or above."
        problems.add(Problem(message, where, hint, Level.ERROR))
        return None
    entry = block.ignore_error_block
    return entry if isinstance(entry, model.Entry) else None


def _entry(found: model.Entry, where: Where, strings: Mapping[str, str], problems: Problems) -> Entry:
    fields: dict[str, str] = {}
    bare: set[str] = set()
    for field in found.fields:
        key, value = field.key.lower(), str(field.value).strip()
        fields[key] = _joined(value, strings)
        if key == "month" and _MACRO.fullmatch(value) and value.lower() not in strings:
            bare.add(key)
        elif not (value[:1] in ('"', "{") or value.isdigit()):
            _tell_unknown(value, strings, replace(where, line=field.start_line + 1), problems)
    return Entry(found.entry_type.lower(), found.key.strip(), fields, where, frozenset(bare))


def _tell_unknown(value: str, strings: Mapping[str, str], where: Where, problems: Problems) -> None:
    for piece in _pieces(value):
        if piece[:1] not in ('"', "{") and not piece.isdigit() and piece.lower() not in strings:
            hint = "Put it in braces, or define it with @string above."
            problems.warn(f"there is no @string {piece!r}; it is taken for text.", where, hint)


def _strings(library: Library) -> dict[str, str]:
    """What `@string` names stand for, by lower-case name; each may use those above it."""
    strings: dict[str, str] = {}
    for string in library.strings:
        strings[string.key.lower()] = _joined(string.value, strings)
    return strings


def _joined(value: str, strings: Mapping[str, str]) -> str:
    """The text of a value: pieces in braces, in quotation marks, numbers and names, joined by `#`."""
    return "".join(
        piece[1:-1] if piece[:1] in ('"', "{") else strings.get(piece.lower(), piece)
        for piece in _pieces(value)
    )


def _pieces(value: str) -> Iterator[str]:
    """The pieces of a value between `#` outside of braces and quotation marks."""
    depth, quoted, start = 0, False, 0
    for index, char in enumerate(value):
        if index and value[index - 1] == "\\":
            continue
        depth += (char == "{") - (char == "}")
        quoted ^= char == '"' and depth == 0
        if char == "#" and depth == 0 and not quoted:
            yield value[start:index].strip()
            start = index + 1
    yield value[start:].strip()


def _inheriting(entry: Entry, by_key: Mapping[str, Entry], problems: Problems) -> Entry:
    """An entry with what it takes over from the one that its `crossref` names."""
    wanted = entry.field("crossref").lower()
    above = by_key.get(wanted)
    if not wanted or above is entry:
        return entry
    if above is None:
        message = f"there is no entry {entry.fields['crossref']!r}, which this one refers to."
        problems.warn(message, entry.where, "Add it, or write its fields here.")
        return entry
    taken = {"booktitle" if name == "title" else name: value for name, value in above.fields.items()}
    return structs.replace(
        entry, fields={**taken, **entry.fields}, bare=entry.bare | above.bare - set(entry.fields)
    )


def parents(entries: Iterable[Entry]) -> frozenset[str]:
    """The lower-case keys of the entries that others take fields from by `crossref`."""
    return frozenset(entry.field("crossref").lower() for entry in entries) - {""}
