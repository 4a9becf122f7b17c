"""Link reference definitions (`[label]: url "title"`) and what links share with them."""

from __future__ import annotations

import html
import html.entities
import re
from urllib.parse import quote

HEAD = re.compile(
    r"\[(?P<label>(?:[^\[\]\\]|\\[\s\S])++)\]:[ \t]*+\n?[ \t]*+"
    r"(?:<(?P<pointed>(?:[^<>\\\n]|\\[^\n])*+)>|(?P<bare>[^\s<]\S*+))"
)
TITLE = re.compile(
    r"""(?:[ \t]++\n?|\n)[ \t]*+(?:"(?P<double>(?:[^"\\]|\\[\s\S])*+)"|'(?P<single>(?:[^'\\]|\\[\s\S])*+)'"""
    r"""|\((?P<round>(?:[^()\\]|\\[\s\S])*+)\))[ \t]*+(?=\n|\Z)"""
)
LINE_END = re.compile(r"[ \t]*+(?:\n|\Z)")
ESCAPED = re.compile(
    r"""\\([!-/:-@\[-`{-~])|&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"""
)
KEPT = "!#$%&'()*+,-./:;=?@_~"
PLAIN_URL = re.compile(r"[A-Za-z0-9!#$%&'()*+,./:;=?@_~-]*+")
LONGEST_LABEL = 999


def normal(label: str) -> str:
    """A label as labels are compared: case and runs of space do not count."""
    return " ".join(label.split()).casefold()


def unescape(text: str) -> str:
    """Text without backslash escapes and with its entities resolved."""
    if "\\" not in text and "&" not in text:
        return text
    return ESCAPED.sub(lambda match: match[1] or entity(match[0]), text)


def entity(code: str) -> str:
    """The characters that an entity stands for; an unknown name stays as it is."""
    if code in {"&#0;", "&#x0;", "&#X0;"}:
        return "\ufffd"
    return html.unescape(code) if code[1] == "#" or code[1:] in html.entities.html5 else code


def encode(url: str) -> str:
    """A URL as it is printed: spaces and the like percent-encoded, the rest untouched."""
    return url if PLAIN_URL.fullmatch(url) else quote(url, safe=KEPT)


def take_definitions(text: str, references: dict[str, tuple[str, str]]) -> str:
    """Move the definitions that a paragraph starts with to `references`; what is left of it."""
    at = 0
    while at < len(text) and text[at] == "[":
        head = HEAD.match(text, at)
        if head is None or len(head["label"]) > LONGEST_LABEL or not (label := normal(head["label"])):
            break
        title = TITLE.match(text, head.end())
        end = LINE_END.match(text, title.end() if title else head.end())
        if end is None:
            break
        url = head["pointed"] if head["pointed"] is not None else head["bare"]
        found = next((part for part in title.groups() if part is not None), "") if title else ""
        references.setdefault(label, (url, found))
        at = end.end()
        while at < len(text) and text[at] in " \t":
            at += 1
    return text[at:]
