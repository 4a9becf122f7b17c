"""Links and images: brackets, references, footnote marks, and URLs that stand for themselves."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape
from msgspec import Struct

from masthead.markup.images import image
from masthead.markup.page import BLOCK, DONE, TOKEN, TOKEN_START
from masthead.markup.references import LONGEST_LABEL, entity, normal, unescape

if TYPE_CHECKING:
    from masthead.markup.inline import Inline

SPACE = re.compile(r"[ \t\n]*")
BARE_STOP = re.compile(r"\\[!-/:-@\[-`{-~]|[()\x00-\x20\x7f]")
POINTED = re.compile(r"<((?:[^<>\\\n]|\\[^\n])*+)>")
TITLE = re.compile(
    r"""[ \t\n]+(?:"((?:[^"\\]|\\[\s\S])*+)"|'((?:[^'\\]|\\[\s\S])*+)'|\(((?:[^()\\]|\\[\s\S])*+)\))"""
)
LABEL = re.compile(r"\[((?:[^\[\]\\]|\\[\s\S]){0,999}+)\]")
NOTE = re.compile(r"\[\^([^\s\[\]]{1,200})\]")
AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x1f]*+)>")
AUTOMAIL = re.compile(r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]++@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)>")
URL = re.compile(
    r"(?:https?|ftp)://[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+(?::\d+)?(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=();,'\">^{}\[\]`]*)?"
)
WWW = re.compile(
    r"www\.[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+(?:[/#?][-a-zA-Z0-9@:%_+.~#!?&/=();,'\">^{}\[\]`]*)?"
)
MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
MOST_PARENTHESES = 32
MOST_IMAGES = 16  # images inside each other's descriptions


class Bracket(Struct):
    """An opening bracket that may start a link or an image."""

    index: int  # its piece of the output
    after: int  # where the text inside it begins
    image: bool
    delimiters: int  # how many delimiter runs stand before it
    bare: int  # how many links of their own stand before it
    inner: bool = False  # another bracket opened after it
    images: int = 0  # images inside each other in it


def open_bracket(inline: Inline) -> None:
    """`[` or `![`: may start a link, an image or a footnote mark."""
    text, at = inline.text, inline.at
    is_image = text[at] == "!"
    note = None if is_image else NOTE.match(text, at)
    mark = inline.page.notes.reference(note[1]) if note else None
    if note and mark:
        inline.put(mark, note.end())
        return
    if inline.brackets:
        inline.brackets[-1].inner = True
    end = at + 1 + is_image
    inline.brackets.append(Bracket(len(inline.out), end, is_image, len(inline.delimiters), len(inline.bare)))
    inline.put(text[at:end], end)


def close_bracket(inline: Inline) -> None:
    """`]`: ends a link or an image when something matches it."""
    text, at = inline.text, inline.at
    bracket = inline.brackets.pop() if inline.brackets else None
    if bracket is None or (not bracket.image and len(inline.brackets) < inline.closed):
        inline.closed = min(inline.closed, len(inline.brackets))
        inline.put("]", at + 1)
        return
    found = inline_target(text, at + 1) or reference(inline, bracket, at)
    if found is None or bracket.images > MOST_IMAGES:
        if inline.brackets:
            inline.brackets[-1].images = max(inline.brackets[-1].images, bracket.images)
        inline.closed = min(inline.closed, len(inline.brackets))
        inline.put("]", at + 1)
        return
    url, title, end = found
    match_runs(inline, bracket.delimiters)
    if bracket.image:
        make_image(inline, bracket, url, title)
    elif inline.page.anchor:
        inline.out[bracket.index] = ""
    else:
        make_link(inline, bracket, url, title)
    inline.at = end


def match_runs(inline: Inline, first: int) -> None:
    """Settle the delimiter runs inside a link's text."""
    from masthead.markup.emphasis import match_delimiters

    runs = inline.delimiters[first:]
    match_delimiters(runs, inline.page.settings.subscript)
    for run in runs:
        inline.out[run.index] = run.html()
    del inline.delimiters[first:]


def make_link(inline: Inline, bracket: Bracket, url: str, title: str) -> None:
    """Make a link of what stands after a bracket."""
    for index, text in inline.bare[bracket.bare :]:
        inline.out[index] = text
    del inline.bare[bracket.bare :]
    extra = f' title="{escape(unescape(title))}"' if title else ""
    inline.out[bracket.index] = f'<a href="{escape(target(inline, url))}"{extra}>'
    end = "</a>"
    inner = range(bracket.index + 1, len(inline.out))
    if any(BLOCK in inline.out[index] for index in inner):
        for index in inner:
            inline.out[index] = inline.out[index].replace(BLOCK, "")
        inline.out[bracket.index] = BLOCK + inline.out[bracket.index]
        end += BLOCK
    inline.out.append(end)
    inline.closed = len(inline.brackets)


def target(inline: Inline, url: str) -> str:
    """A link's target without escapes, with the URLs that shortcodes in it give."""
    url = unescape(url)
    if TOKEN_START not in url:
        return url
    waiting = html.unescape(TOKEN.sub("", inline.page.expand(url)))
    return (DONE if DONE in waiting else "") + waiting.replace(DONE, "")


def make_image(inline: Inline, bracket: Bracket, url: str, title: str) -> None:
    """Make an image of what stands after a bracket."""
    del inline.bare[bracket.bare :]
    inner = "".join(inline.out[bracket.index + 1 :])
    del inline.out[bracket.index :]
    title = unescape(title)
    caption = inline.other(title) if title else Markup("")
    src, inner = target(inline, url), inner.replace(BLOCK, "")
    inline.out.append(image(inline.page, src, inner, title, caption, inline.here()))
    if inline.brackets:
        inline.brackets[-1].images = max(inline.brackets[-1].images, bracket.images + 1)


def inline_target(text: str, at: int) -> tuple[str, str, int] | None:
    """URL, title and end of `(url "title")`."""
    if text[at : at + 1] != "(":
        return None
    start = skip(text, at + 1)
    pointed = POINTED.match(text, start)
    if pointed:
        url, end = pointed[1], pointed.end()
    elif text[start : start + 1] == "<":
        return None
    else:
        end = bare_end(text, start)
        url = text[start:end]
        if end == -1:
            return None
    title = TITLE.match(text, end)
    stop = skip(text, title.end() if title else end)
    if text[stop : stop + 1] != ")":
        return None
    found = next((part for part in title.groups() if part is not None), "") if title else ""
    return url, found, stop + 1


def skip(text: str, at: int) -> int:
    """The end of the space at a place."""
    space = SPACE.match(text, at)
    return space.end() if space else at


def bare_end(text: str, start: int) -> int:
    """Where a URL without angle brackets ends, -1 when its parentheses do not match."""
    depth = 0
    for stop in BARE_STOP.finditer(text, start):
        char = stop[0]
        if char == "(":
            depth += 1
            if depth > MOST_PARENTHESES:
                return -1
        elif char == ")":
            if not depth:
                return stop.start()
            depth -= 1
        elif char[0] != "\\":
            return -1 if depth else stop.start()
    return -1 if depth else len(text)


def reference(inline: Inline, bracket: Bracket, at: int) -> tuple[str, str, int] | None:
    """URL, title and end of `[text][label]`, `[label][]` or `[label]`."""
    references = inline.page.references
    if not references:
        return None
    text = inline.text
    label = LABEL.match(text, at + 1)
    if label and label[1].strip():
        found = references.get(normal(label[1]))
        return (*found, label.end()) if found else None
    if bracket.inner or at - bracket.after > LONGEST_LABEL:
        return None
    found = references.get(normal(text[bracket.after : at]))
    return (*found, label.end() if label else at + 1) if found else None


def autolink(inline: Inline, bare: bool = False) -> bool:
    """Read `<url>`, `<address>` or, if `bare`, a URL without brackets; False when there is none."""
    text, at = inline.text, inline.at
    url = bare_target(text, at) if bare else None
    found = None if bare else AUTOLINK.match(text, at) or AUTOMAIL.match(text, at)
    if bare and not url:
        inline.put(str(escape(text[at])), at + 1)
        return False
    if not bare and not found:
        return False
    shown = url or (found[1] if found else "")
    end = at + len(shown) if bare else found.end() if found else at
    to = shown
    if ":" not in shown or (not bare and found and found.re is AUTOMAIL):
        to = f"http://{shown}" if shown.startswith("www.") and "@" not in shown else f"mailto:{shown}"
    label = str(escape(shown))
    if inline.page.anchor:
        inline.put(label, end)
        return True
    inline.bare.append((len(inline.out), label))
    inline.put(f'<a href="{escape(to)}">{label}</a>', end)
    return True


def bare_target(text: str, at: int) -> str:
    """The URL or address that begins at a place, without the punctuation that ends the sentence."""
    found = URL.match(text, at) or WWW.match(text, at)
    if found is None:
        mail = MAIL.match(text, at)
        return mail[0].rstrip("-_.") if mail else ""
    return trim(found[0])


def trim(url: str) -> str:
    """A bare URL without closing punctuation and without parentheses that it does not open."""
    end = len(url)
    surplus = url.count(")") - url.count("(")
    while end:
        last = url[end - 1]
        start = url.rfind("&", max(0, end - 40), end) if last == ";" else -1
        if last == ")" and surplus > 0:
            surplus -= 1
        elif start != -1 and entity(url[start:end]) != url[start:end]:
            end = start + 1
        elif last not in "?!.,:*_~'\"":
            break
        end -= 1
    return url[:end]
