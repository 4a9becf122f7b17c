"""Plain links that share a page; nothing is loaded from the services that they lead to."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from masthead.content.sharing import Service
from masthead.context.parts import Link
from masthead.context.scene import Scene

SERVICES = tuple(
    Service(title=title, icon=icon, url=url)
    for title, icon, url in (
        ("X", "brands/x", "https://x.com/intent/post?url={url}&text={title}"),
        ("Facebook", "brands/facebook", "https://www.facebook.com/sharer.php?u={url}&t={title}"),
        ("Email", "envelope", "mailto:?subject={title}&body={url}"),
        ("LinkedIn", "brands/linkedin", "https://www.linkedin.com/shareArticle?url={url}&title={title}"),
        ("WhatsApp", "brands/whatsapp", "https://wa.me/?text={title}%20{url}"),
        ("Weibo", "brands/weibo", "https://service.weibo.com/share/share.php?url={url}&title={title}"),
    )
)
"""The services of a site that names none of its own."""


def share_links(scene: Scene, address: str, title: str) -> list[Link]:
    """The links that share the page at an address; `note` names the service."""
    named = scene.library.sharing
    return [
        Link(
            Markup.escape(service.title),
            service.url.replace("{url}", encoded(address)).replace("{title}", encoded(title)),
            note=service.title,
            icon=scene.icon(service.icon, service.icon_pack),
        )
        for service in (SERVICES if named is None else named)
    ]


def encoded(text: str) -> str:
    """A text as the value of a query."""
    return quote(text, safe="")
