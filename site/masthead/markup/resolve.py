"""The last pass over a text's HTML: every link and source is looked up by the page it stands on."""

from __future__ import annotations

import html
import re

from markupsafe import escape

from masthead.markup.host import Host
from masthead.markup.page import DONE, TOKEN_START
from masthead.markup.references import encode

TAG = re.compile(
    r"<!--[\s\S]*?-->"
    r"|<(script|style|textarea|title)\b[\s\S]*?</\1\s*>"
    r"""|<([A-Za-z][A-Za-z0-9-]*)((?:[^<>"']++|"[^"]*+"|'[^']*+'){0,200}+)>"""
)
URL = re.compile(
    r"""(?<=[\s"'/])(href|src|srcset|poster|data-src)(\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""",
    re.IGNORECASE,
)
HAS_URL = re.compile(r"href|src|poster", re.IGNORECASE)
MEDIA = frozenset({"img", "source", "video", "audio", "track", "embed", "iframe", "input", "script"})


def resolve(text: str, host: Host) -> str:
    """`text` with the targets of its links and the sources of its media as the page prints them."""
    if not HAS_URL.search(text):
        return text
    return TAG.sub(lambda match: _tag(match, host), text)


def _tag(match: re.Match[str], host: Host) -> str:
    whole = match[0]
    name = (match[2] or match[1] or "").lower()
    if not name or not HAS_URL.search(whole):
        return whole
    head, rest = (whole, "") if match[2] else _split(whole)
    return URL.sub(lambda found: _attribute(found, name, host), head) + rest


def _split(whole: str) -> tuple[str, str]:
    end = whole.find(">") + 1
    return whole[:end], whole[end:]


def _attribute(found: re.Match[str], tag: str, host: Host) -> str:
    key = found[1].lower()
    written = next(value for value in found.groups()[2:] if value is not None)
    if TOKEN_START in written:
        return found[0]
    value = html.unescape(written)
    if key == "srcset":
        return f'{found[1]}{found[2]}"{escape(_srcset(value, host))}"'
    return f'{found[1]}{found[2]}"{escape(_url(value, key, tag, host))}"'


def _url(value: str, key: str, tag: str, host: Host) -> str:
    if value.startswith(DONE):
        return encode(value[1:])
    value = value.strip()
    if not value or value.startswith(("#", "data:", "javascript:")):
        return encode(value)
    if key == "href" or (tag not in MEDIA and key == "src"):
        return encode(host.link(value))
    return encode(host.media(value))


def _srcset(value: str, host: Host) -> str:
    if value.startswith(DONE):
        return value[1:]
    candidates: list[list[str]] = [[]]
    for word in value.split():
        if not candidates[-1]:
            candidates[-1].append(encode(host.media(word.strip(","))))
        else:
            candidates[-1].append(word.rstrip(","))
        if word.endswith(","):
            candidates.append([])
    return ", ".join(" ".join(candidate) for candidate in candidates if candidate)
