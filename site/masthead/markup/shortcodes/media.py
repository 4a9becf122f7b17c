"""Shortcodes for pictures, sound and film."""

from __future__ import annotations

import re

from markupsafe import Markup

from masthead.markup.images import drawn
from masthead.markup.page import anchor_name
from masthead.markup.plain import plain
from masthead.markup.shortcodes.boxes import new_tab
from masthead.markup.shortcodes.call import Call

VIDEO_ID = re.compile(r"(?:v=|youtu\.be/|embed/)([\w-]{6,20})")
KINDS = {"mp4": "video/mp4", "webm": "video/webm", "ogv": "video/ogg", "mov": "video/quicktime"}
SOUNDS = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "wav": "audio/wav", "m4a": "audio/mp4"}


def figure(call: Call) -> Markup:
    """A picture with a caption."""
    src = call.get("src", 0)
    caption = call.get("caption") or call.get("title")
    shown = call.spans(caption) if caption else Markup("")
    alt = call.get("alt") or plain(shown)
    picture = sized_image(call, src, alt)
    link = call.get("link")
    if link:
        outside = link.startswith(("http://", "https://"))
        picture = Markup('<a href="{}"{}>{}</a>').format(link, new_tab(link, outside), picture)
    name = call.get("id") or plain(shown)
    mark = Markup(' id="figure-{}"').format(anchor_name(name)) if name else ""
    numbered = ""
    if call.flag("numbered"):
        numbered = Markup('<span class="figure-number">{}</span> ').format(
            call.host.word("figure", number=call.page.count("figure"))
        )
    end = Markup("<figcaption>{}{}</figcaption>").format(numbered, shown) if shown else ""
    classes = " ".join(filter(None, ["figure", call.get("class"), theme_class(call)]))
    return Markup('<figure class="{}"{}>{}{}</figure>').format(classes, mark, picture, end)


def theme_class(call: Call) -> str:
    """The class of a picture that is made for a light or a dark background."""
    theme = call.get("theme").lower()
    return f"figure-{theme}" if theme in {"light", "dark"} else ""


def sized_image(call: Call, src: str, alt: str) -> Markup:
    """An image with the measures that the author gives, else with its own."""
    width, height = call.get("width") or call.get("w"), call.get("height") or call.get("h")
    return drawn(call.host, call.line, src, alt, width, height)


def video(call: Call) -> Markup:
    """A film of the site or of the web."""
    src = call.get("src", 0)
    kind = KINDS.get(
        src.rpartition("?")[0].rpartition(".")[2].lower() or src.rpartition(".")[2].lower(), "video/mp4"
    )
    options = Markup("").join(
        Markup(' {}="{}"').format(key, call.get(key))
        for key in ("poster", "width", "height")
        if call.get(key)
    )
    controls = "" if call.get("controls", default="yes").lower() in {"no", "false"} else Markup(" controls")
    flags = Markup("").join(Markup(f" {key}") for key in ("autoplay", "loop", "muted") if call.flag(key))
    return Markup('<video class="video" preload="metadata"{}{}{}><source src="{}" type="{}"></video>').format(
        options, controls, flags, src, kind
    )


def audio(call: Call) -> Markup:
    """A recording."""
    src = call.get("src", 0)
    kind = SOUNDS.get(src.rpartition(".")[2].lower(), "audio/mpeg")
    return Markup(
        '<audio class="audio" controls preload="metadata"><source src="{}" type="{}"></audio>'
    ).format(src, kind)


def frame(call: Call, url: str, title: str) -> Markup:
    """A film of another site in a frame."""
    return Markup(
        '<div class="embed embed-video"><iframe src="{}" title="{}" loading="lazy" allowfullscreen '
        'referrerpolicy="strict-origin-when-cross-origin" '
        'allow="accelerometer; encrypted-media; gyroscope; picture-in-picture"></iframe></div>'
    ).format(call.done(url), call.get("title") or title)


def youtube(call: Call) -> Markup:
    """A film on YouTube, from the address that sets no cookies before it plays."""
    name = call.get("id", 0).strip()
    found = VIDEO_ID.search(name)
    name = found[1] if found else name
    if not re.fullmatch(r"[\w-]+", name):
        call.warn(f"{name!r} is no video id", "Write {{< youtube w7Ft2ymGmfc >}}.")
        return Markup("")
    start = call.get("start")
    more = f"?start={start}" if start.isdigit() else ""
    return frame(call, f"https://www.youtube-nocookie.com/embed/{name}{more}", "YouTube video")


def vimeo(call: Call) -> Markup:
    """A film on Vimeo."""
    return _other(call, r"\d+", "https://player.vimeo.com/video/{}?dnt=1", "Vimeo video")


def bilibili(call: Call) -> Markup:
    """A film on Bilibili."""
    return _other(
        call, r"\w+", "https://player.bilibili.com/player.html?bvid={}&autoplay=0", "Bilibili video"
    )


def _other(call: Call, shape: str, url: str, title: str) -> Markup:
    name = call.get("id", 0).strip()
    if not re.fullmatch(shape, name):
        call.warn(f"{name!r} is no video id")
        return Markup("")
    return frame(call, url.format(name), title)


def gallery(call: Call) -> Markup:
    """The pictures of a folder, `{{< gallery album="…" >}}`, or of the page's bundle that match a pattern."""
    album = call.get("album") or call.get("src")
    patterns = [f"albums/{album}/*", f"{album}/*"] if album else [call.get("match", 0, "*")]
    names = next((found for pattern in patterns if (found := call.host.glob(pattern))), ())
    pictures = [
        name
        for name in names
        if name.lower().endswith((".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"))
    ]
    if not pictures:
        call.warn(f"no pictures in {album or patterns[0]!r}")
    return Markup('<div class="gallery">{}</div>').format(
        Markup("").join(
            Markup('<a href="{0}">{1}</a>').format(
                call.done(call.host.media(name)), drawn(call.host, call.line, name, "", size="card")
            )
            for name in pictures
        )
    )
