"""Shortcodes that point to pages, people and places of the site."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from masthead.markup.headings import table_of_contents
from masthead.markup.host import CITE
from masthead.markup.page import TOKEN
from masthead.markup.plain import plain
from masthead.markup.shortcodes.boxes import new_tab
from masthead.markup.shortcodes.call import Call


def ref(call: Call) -> Markup:
    """The URL of another page: `[text]({{< relref "page.md" >}})`."""
    target = call.get("path", 0)
    url = call.host.ref(target, call.get("lang") or None)
    if url is None:
        call.missing("page", target, "Write the path of its file, from content/ or from this page.")
        return Markup(escape(target))
    return Markup(escape(call.done(url)))


def staticref(call: Call) -> Markup:
    """A link to a file of the site: `{{% staticref "uploads/cv.pdf" "newtab" %}}text{{% /staticref %}}`."""
    path = call.get("path", 0)
    url = path if path.startswith(("/", "http://", "https://")) else f"/{path}"
    label = call.single() if call.inner else Markup(escape(path))
    return Markup('<a href="{}"{}>{}</a>').format(url, new_tab(url, call.get("target", 1) == "newtab"), label)


def mention(call: Call) -> Markup:
    """The name of a person, linked to their page."""
    name = call.get("name", 0)
    found = call.host.person(name)
    if found is None:
        call.missing("person", name)
        return Markup('<span class="mention">{}</span>').format(name)
    shown, url = found
    if not url:
        return Markup('<span class="mention">{}</span>').format(shown)
    return Markup('<a class="mention" href="{}">{}</a>').format(call.done(url), shown)


def cite(call: Call) -> Markup:
    """Another page as a list shows it: `{{< cite page="/publication/x" view="citation" >}}`."""
    target = call.get("page", 0)
    html = call.host.citation(target, call.get("view", 1, "citation"))
    if not html:
        call.missing("page", target)
        return Markup("")
    return Markup(CITE + "{}</div>").format(call.keep(html))


def list_children(call: Call) -> Markup:
    """The pages below this one."""
    items = Markup("").join(child(call, *page) for page in call.host.children())
    return Markup('<ul class="children">{}</ul>').format(items) if items else Markup("")


def child(call: Call, title: str, url: str, summary: str) -> Markup:
    """A page below this one: its title, and its summary unless the author does not want it."""
    words = plain(summary) if call.flag("show_summary", True) else ""
    more = Markup("<p>{}</p>").format(words) if words else ""
    return Markup('<li><h5><a href="{}">{}</a></h5>{}</li>').format(call.done(url), title, more)


def icon(call: Call) -> Markup:
    """An icon in a line of text."""
    name = call.get("name", 0)
    svg = call.host.icon(name, call.get("pack", 1))
    if not svg:
        call.missing("icon", name)
        return Markup("")
    return Markup('<span class="icon">{}</span>').format(call.keep(svg))


def toc(call: Call) -> Markup:
    """The table of contents of the whole text."""
    page, word = call.page, call.host.word("table_of_contents")

    def without_tables(token: re.Match[str]) -> str:
        return "" if token[1] == "k" and callable(page.kept[int(token[2])]) else token[0]

    def html() -> str:
        contents = table_of_contents(page.headings, page.settings.toc_start, page.settings.toc_end)
        contents = Markup(TOKEN.sub(without_tables, contents))
        return (
            str(Markup('<nav class="toc" aria-label="{}">{}</nav>').format(word, contents))
            if contents
            else ""
        )

    return call.page.keep(html)
