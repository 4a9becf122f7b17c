"""The last pass over a text's HTML: every link and source is looked up by the page it stands on."""

from __future__ import annotations

import html
import re
from functools import partial

from markupsafe import escape

from masthead.markup.host import Host
from masthead.markup.page import DONE, TOKEN_START
from masthead.markup.references import encode
from masthead.markup.tags import UNEVEN, scan

URL = re.compile(
    r"""(?<=[\s"'/])(href|src|srcset|poster)(\s*+=\s*+)(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++))""",
    re.IGNORECASE,
)
WITH_ATTRIBUTES = re.compile(r"""<([A-Za-z][A-Za-z0-9-]*+)(?:[^<>"']++|"[^"]*+"|'[^']*+'){1,200}+>""")
MEDIA = frozenset({"img", "source", "video", "audio", "track", "embed", "iframe", "input", "script"})


def resolve(text: str, host: Host) -> str:
    """`text` with the targets of its links and the sources of its media as the page prints them."""
    text = str(text)
    if not names_url(text):
        return text
    if not UNEVEN.search(text):
        return WITH_ATTRIBUTES.sub(lambda tag: _opened(tag[0], tag[1].lower(), host), text)
    out: list[str] = []
    at = 0
    for tag in scan(text):
        if tag.rest and not tag.closes:
            out += [text[at : tag.start], _opened(text[tag.start : tag.end], tag.name, host)]
            at = tag.end
    out.append(text[at:])
    return "".join(out)


def _opened(source: str, name: str, host: Host) -> str:
    """An opening tag with its URLs as the page prints them."""
    return URL.sub(partial(_attribute, tag=name, host=host), source) if names_url(source) else source


def names_url(text: str) -> bool:
    """Whether an attribute in some HTML may hold a URL."""
    lower = text.lower()
    return "href" in lower or "src" in lower or "poster" in lower


def _attribute(found: re.Match[str], tag: str, host: Host) -> str:
    key = found[1].lower()
    written = next(value for value in found.groups()[2:] if value is not None)
    if TOKEN_START in written:
        return found[0]
    value = html.unescape(written)
    printed = _srcset(value, host) if key == "srcset" else _url(value, key, tag, host)
    return f'{found[1]}{found[2]}"{escape(printed)}"'


def _url(value: str, key: str, tag: str, host: Host) -> str:
    if value.startswith(DONE):
        return encode(value[1:])
    value = value.strip()
    if not value or value.startswith(("#", "data:", "javascript:")):
        return encode(value)
    is_media = key in {"src", "poster"} and tag in MEDIA
    return encode(host.media(value) if is_media else host.link(value))


def _srcset(value: str, host: Host) -> str:
    if value.startswith(DONE):
        return value[1:]
    candidates: list[list[str]] = [[]]
    for word in value.split():
        if candidates[-1]:
            candidates[-1].append(word.rstrip(","))
        else:
            candidates[-1].append(encode(host.media(word.strip(","))))
        if word.endswith(","):
            candidates.append([])
    return ", ".join(" ".join(candidate) for candidate in candidates if candidate)
