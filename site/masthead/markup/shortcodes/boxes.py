"""Shortcodes that draw a box or a button around text: callout, spoiler, cards, steps, button ..."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from masthead.markup.callouts import ICONS
from masthead.markup.shortcodes.call import Call

NOT_A_NAME = re.compile(r"[^a-z0-9-]+")


def class_name(text: str) -> str:
    """A word that an author wrote as a part of a class."""
    return NOT_A_NAME.sub("-", text.strip().lower()).strip("-")


def new_tab(url: str, wanted: bool) -> Markup:
    """Attributes of a link that opens in a new tab."""
    if not wanted:
        return Markup("")
    outside = url.startswith(("http://", "https://"))
    return Markup(' target="_blank" rel="noopener{}"').format(" noreferrer" if outside else "")


def callout(call: Call) -> Markup:
    """A box that stands out: `{{% callout note %}}`."""
    kind = class_name(call.get("type", 0, "note")) or "note"
    title = call.get("title", 1)
    named = escape(call.host.word(kind)) if call.page.settings.callout_titles else Markup("")
    shown = call.spans(title) if title else named
    icon = Markup(call.host.icon(ICONS.get(kind, kind)))
    mark = (
        Markup('<span class="callout-icon" aria-hidden="true">{}</span>').format(icon) if icon else Markup("")
    )
    head = (
        Markup('<div class="callout-title">{}<span>{}</span></div>').format(mark, shown)
        if shown or mark
        else ""
    )
    return Markup(
        '<div class="callout callout-{0}" data-callout="{0}">{1}<div class="callout-body">{2}</div></div>'
    ).format(kind, head, call.single())


def spoiler(call: Call) -> Markup:
    """Text that opens on a click: `{{< spoiler text="…" >}}`."""
    title = call.get("text", 0) or call.get("summary")
    number = call.page.count("spoiler")
    return Markup(
        '<details class="spoiler" id="spoiler-{}"{}><summary>{}</summary>'
        '<div class="spoiler-body">{}</div></details>'
    ).format(number, Markup(" open") if call.flag("open") else "", call.spans(title), call.single())


def details(call: Call) -> Markup:
    """Hugo's own box that opens on a click."""
    title = call.get("summary", 0, "Details")
    return Markup('<details class="{}"{}><summary>{}</summary>{}</details>').format(
        call.get("class", default="details"),
        Markup(" open") if call.flag("open") else "",
        call.spans(title),
        call.blocks(),
    )


def cards(call: Call) -> Markup:
    """A grid of cards."""
    return Markup('<div class="cards">{}</div>').format(call.blocks())


def card(call: Call) -> Markup:
    """A card that may be a link: `{{< card url="…" title="…" icon="…" subtitle="…" >}}`."""
    url = call.get("url") or call.get("link")
    icon = Markup(call.host.icon(call.get("icon"), call.get("icon_pack"))) if call.get("icon") else Markup("")
    title = Markup('<span class="card-title">{}{}</span>').format(icon, call.spans(call.get("title", 0)))
    subtitle = call.get("subtitle")
    more = Markup('<span class="card-subtitle">{}</span>').format(call.spans(subtitle)) if subtitle else ""
    if not url:
        return Markup('<div class="card">{}{}</div>').format(title, more)
    return Markup('<a class="card" href="{}"{}>{}{}</a>').format(
        url, new_tab(url, url.startswith(("http://", "https://"))), title, more
    )


def steps(call: Call) -> Markup:
    """Headings of the third level as numbered steps."""
    return Markup('<div class="steps">{}</div>').format(call.blocks())


def button(call: Call) -> Markup:
    """A link that looks like a button."""
    url = call.get("url", 0) or call.get("href") or call.get("link")
    text = call.get("text") or (call.inner or "").strip()
    icon = Markup(call.host.icon(call.get("icon"))) if call.get("icon") else Markup("")
    label = call.single(text) if text else Markup("")
    label = (
        Markup("{}{}").format(label, icon)
        if call.get("icon_position") == "right"
        else Markup("{}{}").format(icon, label)
    )
    style, size = class_name(call.get("style", default="primary")), class_name(call.get("size", default="md"))
    classes = ["button", f"button-{style}", f"button-{size}"]
    if rounded := class_name(call.get("rounded")):
        classes.append(f"button-rounded-{rounded}")
    state = Markup(' aria-disabled="true"') if call.flag("disabled") else Markup("")
    link = Markup('<a class="{}" href="{}"{}{}>{}</a>').format(
        " ".join(classes), url, new_tab(url, call.flag("new_tab")), state, label
    )
    align = class_name(call.get("align", default="left"))
    return Markup('<div class="button-row align-{}">{}</div>').format(align, link)


def cta(call: Call) -> Markup:
    """Buttons that call to action: `{{% cta cta_link="…" cta_text="…" %}}`."""
    items = []
    for prefix, style in (("cta", "primary"), ("cta_alt", "secondary")):
        text, url = call.get(f"{prefix}_text"), call.get(f"{prefix}_link")
        if text:
            items.append(
                Markup('<li><a class="button button-{}" href="{}"{}>{}</a></li>').format(
                    style, url, new_tab(url, call.flag(f"{prefix}_new_tab")), call.spans(text)
                )
            )
    return Markup('<ul class="cta-group">{}</ul>').format(Markup("").join(items))


def marked(call: Call) -> Markup:
    """Marked text: `{{< hl >}}…{{< /hl >}}`."""
    return Markup("<mark>{}</mark>").format(call.single())


def raw_html(call: Call) -> Markup:
    """HTML as it is written."""
    return Markup(call.inner or "")
