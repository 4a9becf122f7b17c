"""Plain links that share a page; nothing is loaded from the services that they lead to."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from masthead.context.parts import Link
from masthead.context.scene import Scene

SERVICES = (
    ("X", "brands/x", "https://x.com/intent/post?url={url}&text={title}"),
    ("Facebook", "brands/facebook", "https://www.facebook.com/sharer.php?u={url}&t={title}"),
    ("Email", "envelope", "mailto:?subject={title}&body={url}"),
    ("LinkedIn", "brands/linkedin", "https://www.linkedin.com/shareArticle?url={url}&title={title}"),
    ("WhatsApp", "brands/whatsapp", "https://wa.me/?text={title}%20{url}"),
    ("Weibo", "brands/weibo", "https://service.weibo.com/share/share.php?url={url}&title={title}"),
)
"""Name, icon and address of each service."""


def share_links(scene: Scene, address: str, title: str) -> list[Link]:
    """The links that share the page at a whole address; `note` names the service."""
    values = {"url": quote(address, safe=""), "title": quote(title, safe="")}
    return [
        Link(Markup.escape(name), pattern.format(**values), note=name, icon=scene.icon(icon))
        for name, icon, pattern in SERVICES
    ]
