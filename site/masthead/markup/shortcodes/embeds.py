"""Shortcodes that show something of another site as a card with a link, without loading it."""

from __future__ import annotations

import re

from markupsafe import Markup

from masthead.markup.shortcodes.boxes import new_tab
from masthead.markup.shortcodes.call import Call

SITE = re.compile(r"https?://([^/?#]+)")
PLATFORMS = {
    "github": ("https://github.com/{}", "brands/github"),
    "gitlab": ("https://gitlab.com/{}", "brands/gitlab"),
    "huggingface": ("https://huggingface.co/{}", "sparkles"),
    "huggingface-dataset": ("https://huggingface.co/datasets/{}", "circle-stack"),
    "huggingface-space": ("https://huggingface.co/spaces/{}", "sparkles"),
}


def outside(url: str, text: str) -> Markup:
    """A link that opens in a new tab."""
    return Markup('<a href="{}"{}>{}</a>').format(url, new_tab(url, True), text)


def embed(call: Call) -> Markup:
    """A card for a repository, a model, a data set or any page."""
    platform, resource = call.get("platform", 0).lower(), call.get("resource", 1)
    kind = call.get("type", 2).lower()
    known = PLATFORMS.get(f"{platform}-{kind}") or PLATFORMS.get(platform)
    url = call.get("url") or (known[0].format(resource) if known and resource else "")
    if not url:
        call.warn("neither url nor platform and resource are given")
        return Markup("")
    owner, _, name = resource.partition("/") if platform in {"github", "gitlab"} else ("", "", resource)
    icon = Markup(call.host.icon(known[1] if known else "globe-alt"))
    link = outside(url, call.get("title") or name or resource or url)
    parts = [Markup('<h4 class="card-title">{}{}</h4>').format(icon, link)]
    if name and owner and known:
        link = outside(known[0].format(owner), owner)
        parts.append(Markup('<p class="card-owner">{} {}</p>').format(call.host.word("by"), link))
    site = SITE.match(url)
    if kind or (site and not known):
        parts.append(Markup('<p class="card-kind">{}</p>').format(kind or (site[1] if site else "")))
    if text := call.get("description"):
        parts.append(Markup('<p class="card-subtitle">{}</p>').format(call.spans(text)))
    if picture := call.get("image"):
        parts.insert(0, Markup('<img src="{}" alt="" loading="lazy">').format(picture))
    return Markup('<div class="card embed">{}</div>').format(Markup("").join(parts))


def gist(call: Call) -> Markup:
    """A link to a gist, which only a script could show."""
    user, name = call.get("user", 0), call.get("id", 1)
    url = f"https://gist.github.com/{user}/{name}" if name else f"https://gist.github.com/{user}"
    return Markup('<a class="card embed" href="{0}"{1}><span class="card-title">{0}</span></a>').format(
        url, new_tab(url, True)
    )


def tweet(call: Call) -> Markup:
    """A link to a post on X, which only a script could show."""
    user, name = call.get("user", 0, "i"), call.get("id", 1 if len(call.ordered) > 1 else 0)
    url = f"https://x.com/{user if call.get('user') or len(call.ordered) > 1 else 'i'}/status/{name}"
    return Markup('<a class="card embed" href="{0}"{1}><span class="card-title">{0}</span></a>').format(
        url, new_tab(url, True)
    )
