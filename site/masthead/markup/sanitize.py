"""HTML and CSS that strangers wrote, without what could run, load pages into pages, or cover them."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import nh3

SCHEMES = frozenset(
    {"http", "https", "mailto", "tel", "sms", "ftp", "geo", "xmpp", "matrix", "irc", "ircs", "webcal", "news"}
)
"""Where links may lead, beside places of the site."""
PLAYERS = (
    "https://www.youtube-nocookie.com/embed/",
    "https://www.youtube.com/embed/",
    "https://player.vimeo.com/video/",
)
"""What frames may hold."""

_TEXT = """
a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del
details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i ins kbd li main mark
nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th
thead time tr tt u ul var wbr
"""
_MEDIA = "audio iframe img input picture source track video"
_DRAWING = "svg g path circle ellipse line polygon polyline rect defs linearGradient radialGradient stop"
_FORMULA = """
math maction menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot
mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics
"""
_OF_ALL = frozenset({"class", "dir", "id", "lang", "role", "style", "tabindex", "title"})
_OF_DRAWINGS = frozenset(
    """
    clip-rule cx cy d fill fill-opacity fill-rule height offset opacity points preserveAspectRatio r rx ry
    stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-
    miterlimit stroke-opacity stroke-width transform viewBox width x x1 x2 y y1 y2 gradientUnits
    gradientTransform
    """.split()  # noqa: SIM905
)
_OF_FORMULAS = frozenset(
    """
    accent accentunder alttext align bevelled close columnalign columnlines columnspacing columnspan depth
    display displaystyle fence form height largeop linethickness lspace mathbackground mathcolor mathsize
    mathvariant maxsize minsize movablelimits notation open rowalign rowlines rowspacing rowspan rspace
    scriptlevel separator separators stretchy symmetric voffset width
    """.split()  # noqa: SIM905
)
_OWN: dict[str, set[str]] = {
    "a": {"href", "hreflang", "rel", "target", "download"},
    "audio": {"autoplay", "controls", "loop", "muted", "preload", "src"},
    "col": {"align", "span", "width"},
    "colgroup": {"align", "span", "width"},
    "details": {"open", "name"},
    "del": {"cite", "datetime"},
    "figure": {"data-chart"},
    "iframe": {"src", "allow", "allowfullscreen", "height", "loading", "referrerpolicy", "width"},
    "img": {
        "align",
        "alt",
        "decoding",
        "fetchpriority",
        "height",
        "loading",
        "sizes",
        "src",
        "srcset",
        "width",
    },
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "p": {"align"},
    "div": {"align"},
    "q": {"cite"},
    "source": {"height", "media", "sizes", "src", "srcset", "type", "width"},
    "table": {"align", "border", "cellpadding", "cellspacing", "summary", "width"},
    "td": {"align", "colspan", "headers", "height", "rowspan", "valign", "width"},
    "th": {"align", "colspan", "headers", "height", "rowspan", "scope", "valign", "width"},
    "time": {"datetime"},
    "tr": {"align", "valign"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "video": {
        "autoplay",
        "controls",
        "height",
        "loop",
        "muted",
        "playsinline",
        "poster",
        "preload",
        "src",
        "width",
    },
}
_PROPERTIES = frozenset(
    """
    align-items align-self aspect-ratio background-color border border-bottom border-collapse border-color
    border-left border-radius border-right border-spacing border-style border-top border-width caption-side
    clear color column-count column-gap columns direction display flex flex-basis flex-direction flex-grow
    flex-shrink flex-wrap float font font-family font-size font-style font-variant font-weight gap grid-
    column grid-row grid-template-columns height hyphens justify-content justify-items letter-spacing line-
    height list-style-type margin margin-bottom margin-left margin-right margin-top max-height max-width
    min-height min-width object-fit object-position order overflow overflow-wrap padding padding-
    bottom padding-left padding-right padding-top place-items row-gap tab-size table-layout text-align text-
    decoration text-indent text-transform vertical-align white-space width word-break word-spacing writing-
    mode
    """.split()  # noqa: SIM905
)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE)
_FOREIGN = re.compile(r"[<>]|url\(|image\(|image-set\(|@import|expression\(|\\|:\s*-|\s-[\d.]", re.IGNORECASE)
"""In CSS: what is loaded, hidden escapes, and lengths below zero, which move things over others."""
_PLACED = re.compile(
    r"(?:\S*:)?!?(?:-\S|absolute|fixed|sticky|z-|inset|top-|left-|right-|bottom-|start-|end-|translate)\S*\Z"
)
_STYLE = re.compile(r'style="([^"]*)"')


def clean_html(text: str) -> str:
    """A piece of HTML with what only shows things: no scripts, forms, style sheets, foreign frames."""
    return _cleaner().clean(text) if "<" in text or "&" in text else text


def clean_style(css: str) -> str:
    """The declarations of a `style` attribute that change how something looks where it stands."""
    found = _STYLE.search(_cleaner().clean(f'<p style="{html.escape(css)}"></p>')) if css else None
    return html.unescape(found[1]) if found else ""


def is_harmless(href: str) -> bool:
    """Whether a link leads to a place rather than run something: relative, or of a known scheme."""
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        return False
    return not scheme or scheme in SCHEMES


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3  # costs a site that trusts its authors nothing

    tags = {tag for group in (_TEXT, _MEDIA, _DRAWING, _FORMULA) for tag in group.split()}
    attributes = {tag: set(own) for tag, own in _OWN.items()}
    for group, own in ((_DRAWING, _OF_DRAWINGS), (_FORMULA, _OF_FORMULAS)):
        attributes |= {tag: set(own) for tag in group.split()}
    attributes["*"] = set(_OF_ALL)
    return nh3.Cleaner(
        tags=tags,
        clean_content_tags={"script", "style", "template", "noscript", "textarea", "select", "object"},
        attributes=attributes,
        attribute_filter=_filtered,
        generic_attribute_prefixes={"aria-"},
        set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
        tag_attribute_values={"input": {"checked": {"", "checked"}}},
        url_schemes={*SCHEMES, "data"},
        link_rel=None,
        filter_style_properties=set(_PROPERTIES),
    )


def _filtered(tag: str, name: str, value: str) -> str | None:
    """What stays of an attribute; None for nothing."""
    if name == "style":
        return None if _FOREIGN.search(value) else value
    if name == "class":
        return " ".join(word for word in value.split() if not _PLACED.match(word))
    if name in ("src", "href", "poster", "cite") and value.lstrip().lower().startswith("data:"):
        return value if tag in ("img", "source") and _PICTURE.match(value.strip()) else None
    if tag == "iframe" and name == "src":
        return value if value.startswith(PLAYERS) else None
    return value
