"""Shortcodes that show something of another site as a card with a link, without loading it."""

from __future__ import annotations

from markupsafe import Markup

from masthead.markup.shortcodes.boxes import new_tab
from masthead.markup.shortcodes.call import Call

PLATFORMS = {
    "github": ("https://github.com/{}", "brands/github"),
    "gitlab": ("https://gitlab.com/{}", "brands/gitlab"),
    "huggingface": ("https://huggingface.co/{}", "sparkles"),
    "huggingface-dataset": ("https://huggingface.co/datasets/{}", "circle-stack"),
    "huggingface-space": ("https://huggingface.co/spaces/{}", "sparkles"),
}


def embed(call: Call) -> Markup:
    """A card for a repository, a model, a data set or any page."""
    platform, resource, kind = (
        call.get("platform", 0).lower(),
        call.get("resource", 1),
        call.get("type", 2).lower(),
    )
    known = PLATFORMS.get(f"{platform}-{kind}") or PLATFORMS.get(platform)
    url = call.get("url") or (known[0].format(resource) if known and resource else "")
    if not url:
        call.warn("neither url nor platform and resource are given")
        return Markup("")
    title = call.get("title") or resource or url
    icon = Markup(call.host.icon(known[1] if known else "globe-alt"))
    picture = call.get("image")
    image = Markup('<img src="{}" alt="" loading="lazy">').format(picture) if picture else ""
    text = call.get("description")
    more = Markup('<span class="card-subtitle">{}</span>').format(call.spans(text)) if text else ""
    return Markup('<a class="card embed" href="{}"{}>{}<span class="card-title">{}{}</span>{}</a>').format(
        url, new_tab(url, True), image, icon, title, more
    )


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
