"""One use of a shortcode: its arguments, what stands inside it, and the page it stands on."""

from __future__ import annotations

import json
from collections.abc import Callable

from markupsafe import Markup
from msgspec import Struct

from masthead.markup.host import Host, Suggests
from masthead.markup.page import DONE, Page

TRUE = frozenset({"true", "yes", "1", "on"})


class Call(Struct, frozen=True):
    """A use of a shortcode; `inner` is None when it has no closing tag, `line` is where it begins."""

    name: str
    page: Page
    line: int
    inner_line: int
    ordered: list[str]
    named: dict[str, str]
    inner: str | None
    percent: bool
    render_blocks: Callable[[Page, str, int], Markup]
    render_spans: Callable[[Page, str, int], Markup]

    @property
    def host(self) -> Host:
        """The page that the text stands on."""
        return self.page.host

    def get(self, name: str, position: int | None = None, default: str = "") -> str:
        """An argument by its name, or by its position when it has no name."""
        if name in self.named:
            return self.named[name]
        if position is not None and position < len(self.ordered):
            return self.ordered[position]
        return default

    def flag(self, name: str, default: bool = False) -> bool:
        """Whether an argument is set to something like true."""
        return self.named[name].lower() in TRUE if name in self.named else default

    def blocks(self, text: str | None = None) -> Markup:
        """The inner text (or another one) as Markdown blocks."""
        return self.render_blocks(self.page, (self.inner or "") if text is None else text, self.inner_line)

    def spans(self, text: str) -> Markup:
        """A text as Markdown in a line: no blocks."""
        return self.render_spans(self.page, text, self.line)

    def single(self, text: str | None = None) -> Markup:
        """The inner text as Markdown blocks, without the tag of a paragraph that stands alone."""
        html = self.blocks(text).strip()
        if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
            return Markup(html[3:-4])
        return Markup(html)

    def done(self, url: str) -> str:
        """A URL that is final: it is not looked up again."""
        return f"{DONE}{url}"

    def keep(self, html: str) -> Markup:
        """HTML of the page's own making, whose links are final."""
        return self.page.keep(html)

    def read_json(self, name: str, hint: str) -> object:
        """What a JSON file holds; None, with a warning, where there is none or it is no JSON."""
        text = self.host.read(name)
        if text is None:
            self.missing("file", name, hint)
            return None
        try:
            found: object = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if found is None:
            self.warn(f"{name!r} is no valid JSON", "Save it anew from the program that made it.")
        return found

    def missing(self, kind: str, name: str, hint: str = "") -> None:
        """Report a page, a person, a file or an icon that does not exist."""
        near = self.host.suggest(kind, name) if isinstance(self.host, Suggests) else ""
        self.warn(f"there is no {kind} {name!r}", near or hint)

    def warn(self, message: str, hint: str = "") -> None:
        """Report a problem where the shortcode stands."""
        self.host.warn(f"shortcode {self.name!r}: {message}", self.line, hint)
