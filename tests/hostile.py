"""A site whose authors cannot be trusted: payloads that would run, through every door that content has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args
from urllib.parse import urlsplit

from pydantic import AliasChoices, BaseModel
from selectolax.lexbor import LexborHTMLParser, LexborNode

from masthead.blocks import builtin
from masthead.content.front import FrontMatter
from masthead.content.person import Person
from masthead.context.events import Event
from masthead.context.links import Linked
from masthead.context.works import Publication
from masthead.markup.sanitize import PLAYERS

RUN = "alert(1)"
HTML = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f'<svg><a xlink:href="javascript:{RUN}"><text y=20>x</text></a></svg>',
    f"<body onload={RUN}>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<iframe src=javascript:{RUN}></iframe>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f"<object data=javascript:{RUN}></object>",
    f"<embed src=javascript:{RUN}>",
    f'<math href="javascript:{RUN}">x</math>',
    f"<details open ontoggle={RUN}>x</details>",
    f"<input autofocus onfocus={RUN}>",
    f"<form action=javascript:{RUN}><button>x</button></form>",
    f"<button form=x formaction=javascript:{RUN}>x</button>",
    f'<a href="java&#x0A;script:{RUN}">x</a>',
    f'<a href="&#x01;javascript:{RUN}">x</a>',
    f'<a href="data:text/html,<script>{RUN}</script>">x</a>',
    f"<video src=x onerror={RUN}></video>",
    f"<video poster=javascript:{RUN}></video>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>body{display:none}</style>",
    '<div style="position:fixed;inset:0;background:url(https://evil.example/x)">x</div>',
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">',
    f"<svg></p><style><a id='</style><img src=1 onerror={RUN}>'>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<textarea><img title='</textarea><img src=x onerror={RUN}>'>",
    f'"><img src=x onerror={RUN}>',
    f"'><svg/onload={RUN}>",
    f'" onmouseover={RUN} x="',
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<scr<script>ipt>{RUN}</script>",
    f"<x onclick={RUN}>y</x>",
    "<plaintext>",
    f"<template><script>{RUN}</script></template>",
    f'<a data-mh-search="data:text/javascript,{RUN}" href=/search/>x</a>',
    f"<xmp><p title='</xmp><img src=x onerror={RUN}>'>",
)
URLS = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f" javascript:{RUN}",
    f"java\nscript:{RUN}",
    f"java\tscript:{RUN}",
    f"\x01javascript:{RUN}",
    f"vbscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"javascript&colon;{RUN}",
    f"&#106;avascript:{RUN}",
    f'https://x.example/" onmouseover={RUN} "',
    f"javascript://x.example/%0a{RUN}",
    "http://[",
    "\\\\evil.example",
    f"x);background:url(javascript:{RUN}",
    f"data:image/svg+xml,<svg onload={RUN}>",
)
MARKDOWN = (
    "## x {onclick=alert(1) style='position:fixed'}",
    "[x]{onclick=alert(1)}",
    "![x](y){onerror=alert(1)}",
    "[x](javascript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    '[x](/a "\\" onmouseover=alert(1)")',
    '![" onerror="alert(1)](x.png)',
    "$\\href{javascript:alert(1)}{x}$",
    "$\\text{<img src=x onerror=alert(1)>}$",
    '```x"><img src=x onerror=alert(1)>\n```',
    '<a title="$x$" onclick=alert(1)>y</a>',
    '<a href="{{< ref "x" >}}" onclick=alert(1)>y</a>',
    "[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
    "| <img src=x onerror=alert(1)> |\n|--|\n| <svg onload=alert(1)> |",
    "> [!NOTE] <img src=x onerror=alert(1)>\n> <svg onload=alert(1)>",
    "- [ ] <img src=x onerror=alert(1)>",
)
PAYLOADS = (*HTML, *URLS)

SHORTCODES = """
{{< button url="PAYLOAD" icon="PAYLOAD" style="PAYLOAD" >}}PAYLOAD{{< /button >}}
{{< figure src="PAYLOAD" caption="PAYLOAD" alt="PAYLOAD" link="PAYLOAD" title="PAYLOAD" id="PAYLOAD" >}}
{{< figure src="x.png" class="PAYLOAD" width="PAYLOAD" height="PAYLOAD" theme="PAYLOAD" >}}
{{< callout PAYLOAD >}}PAYLOAD{{< /callout >}}
{{< video src="PAYLOAD" poster="PAYLOAD" >}}
{{< audio src="PAYLOAD" >}}
{{< youtube "PAYLOAD" >}}
{{< vimeo "PAYLOAD" >}}
{{< cards >}}{{< card url="PAYLOAD" title="PAYLOAD" icon="PAYLOAD" subtitle="PAYLOAD" >}}{{< /cards >}}
{{< embed url="PAYLOAD" title="PAYLOAD" image="PAYLOAD" >}}
{{< mention "PAYLOAD" >}}
{{< icon name="PAYLOAD" >}}
{{< spoiler text="PAYLOAD" >}}PAYLOAD{{< /spoiler >}}
{{< cta cta_text="PAYLOAD" cta_link="PAYLOAD" cta_new_tab="PAYLOAD" >}}
{{< html >}}PAYLOAD{{< /html >}}
{{< raw >}}PAYLOAD{{< /raw >}}
{{< math >}}PAYLOAD{{< /math >}}
{{< highlight PAYLOAD >}}PAYLOAD{{< /highlight >}}
{{< table path="data.csv" caption="PAYLOAD" >}}
{{< chart data="chart" title="PAYLOAD" >}}
{{< notebook src="n.ipynb" >}}
{{< nothing PAYLOAD >}}PAYLOAD{{< /nothing >}}
{{< ref "PAYLOAD" >}}
{{< gallery resize_options="PAYLOAD" >}}
"""


def fields(model: type[BaseModel], text: str, depth: int = 0) -> dict[str, Any]:
    """Every key of a model, and of the models in it, filled with a text, by its first name."""
    found: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        alias = info.validation_alias or info.alias
        key = str(alias.choices[0]) if isinstance(alias, AliasChoices) else str(alias or name)
        found[key] = _value(info.annotation, text, depth)
    return {key: value for key, value in found.items() if value is not None}


def _value(annotation: Any, text: str, depth: int) -> Any:
    inner = [part for part in _parts(annotation) if isinstance(part, type) and issubclass(part, BaseModel)]
    if inner and depth > 5:
        return None
    value: Any = fields(inner[0], text, depth + 1) if inner else None
    if value is None and str in _parts(annotation):
        value = text
    many = any(getattr(part, "__origin__", part) is tuple for part in _parts(annotation))
    return [value, value] if many and value is not None else value


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def document(front: dict[str, Any], body: str = "") -> str:
    """A content file; JSON is YAML, but for characters that YAML has no place for."""
    text = json.dumps(front, ensure_ascii=True, indent=1)
    return f"---\n{text}\n---\n{body}\n"


def hostile_site(payloads: tuple[str, ...]) -> dict[str, str | bytes]:
    """A site with pages, a person and a landing page for each payload; every kind of section has a third."""
    home = {"title": "Home", "sections": [{"block": "collection", "content": {"count": 40}}]}
    files: dict[str, str | bytes] = {
        "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\nmarkup: {unsafe: false}\n",
        "content/_index.md": document(home),
    }
    kept = {
        "date": "2024-01-01",
        "type": "",
        "layout": "",
        "slug": "",
        "url": "",
        "build": {},
        "headless": False,
    }
    kept |= {
        "private": False,
        "draft": False,
        "publishdate": "",
        "expirydate": "",
        "lastmod": "",
        "outputs": None,
    }
    for number, payload in enumerate(payloads):
        front = {**fields(FrontMatter, payload), **fields(Publication, payload), **fields(Event, payload)}
        front |= {**fields(Linked, payload), "tags": [payload], "categories": [payload], **kept}
        quoted = payload.replace("\\", "\\\\").replace('"', "&quot;").replace("\n", " ")
        raw = payload.replace("\x01", "")
        body = "\n\n".join(
            [
                f"Text {raw} text",
                raw,
                f"# {raw}",
                f"[{raw}]({raw})",
                f"[x](<{raw}>)",
                f"![{raw}]({raw})",
                f"<{raw}>",
                f"`{raw}`",
                f"> {raw}",
                f"| {raw} |\n|--|\n| {raw} |",
                f"[^1]\n\n[^1]: {raw}",
                f"${raw}$",
                f"```{raw}\n{raw}\n```",
                f"<div>\n{raw}",
                SHORTCODES.replace("PAYLOAD", quoted),
                SHORTCODES.replace("PAYLOAD", raw.replace("\n", " ").replace('"', "'")),
                f'<a title="{raw}" href="{raw}">x</a>',
                f"<!-- {raw}",
            ]
        )
        for folder in ("post", "publication", *(("event", "project") if number % 4 == 0 else ())):
            files[f"content/{folder}/p{number}/index.md"] = document(front, body)
        files[f"content/post/p{number}/data.csv"] = f"a,b\n{json.dumps(raw)},{raw}\n"
        files[f"content/post/p{number}/chart.json"] = json.dumps({"data": [{"x": payload}]})
        outputs = [{"data": {"text/html": [payload]}}, {"data": {"text/plain": payload}}]
        cells = [
            {"cell_type": "markdown", "source": payload},
            {"cell_type": "code", "source": payload, "outputs": outputs},
        ]
        files[f"content/post/p{number}/n.ipynb"] = json.dumps({"cells": cells})
        person = {
            **fields(Person, payload),
            "title": f"Person {number} {payload}",
            "slug": f"person-{number}",
        }
        files[f"content/authors/person-{number}/_index.md"] = document(person, body)
        files[f"data/authors/data-{number}.yaml"] = json.dumps(
            {**fields(Person, payload), "slug": f"data-{number}"}
        )
        sections = [
            {
                "block": block.names[0],
                "id": payload,
                "content": {
                    **fields(block, payload),
                    "username": f"person-{number}",
                    "user_groups": [payload],
                },
                "design": {
                    **fields(block, payload).get("design", {}),
                    "css_class": payload,
                    **_design(payload),
                },
            }
            for place, block in enumerate(builtin())
            if place % 3 == number % 3
        ]
        sections += [
            {"block": payload, "content": {"title": payload, "items": [{"name": payload, "url": payload}]}}
        ]
        files[f"content/landing/l{number}.md"] = document(
            {"title": payload, "type": "landing", "sections": sections}
        )
    for number, text in enumerate(MARKDOWN):
        files[f"content/post/m{number}/index.md"] = document({"title": text, "summary": text}, text)
    return files


def _design(payload: str) -> dict[str, Any]:
    gradient = {"start": payload, "end": payload, "direction": payload}
    image = {"filename": payload, "size": payload, "position": payload, "filters": {"brightness": payload}}
    return {
        "css_style": f"color: red; {payload}; position: fixed; background: url(https://evil.example/x)",
        "background": {
            "color": payload,
            "gradient": gradient,
            "image": image,
            "video": {"filename": payload},
        },
        "spacing": {"padding": [payload], "margin": payload},
    }


# What a browser would run

_ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "xlink:href",
    "background",
    "ping",
    "cite",
    "manifest",
)
_BANNED = frozenset(
    {"object", "embed", "base", "applet", "frame", "frameset", "plaintext", "xmp", "noembed", "marquee"}
)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|avif);")


def dangers(html: str) -> list[str]:
    """The elements of a page, as a browser's parser sees it, that run something or load it from elsewhere."""
    tree = LexborHTMLParser(html)
    return [
        f"{problem}: {(node.html or '')[:200]}" for node in tree.css("*") for problem in _dangers_of(node)
    ]


def _dangers_of(node: LexborNode) -> Iterator[str]:
    tag, attributes = str(node.tag), {name.lower(): value or "" for name, value in node.attributes.items()}
    if tag in _BANNED or (tag == "style" and node.text(strip=True)):
        yield f"<{tag}>"
    if (
        tag == "script"
        and attributes.get("type") != "application/ld+json"
        and not _is_ours(attributes.get("src", ""))
    ):
        yield "a script"
    if tag == "iframe" and (
        "srcdoc" in attributes or not attributes.get("src", PLAYERS[0]).startswith(PLAYERS)
    ):
        yield "a frame"
    if (
        tag == "meta"
        and "http-equiv" in attributes
        and not attributes.get("content", "").startswith("0; url=/")
    ):
        yield "a meta"
    if tag == "link" and attributes.get("rel") == "stylesheet" and not _is_ours(attributes.get("href", "")):
        yield "a style sheet"
    if "fixed" in attributes.get("style", "") or "evil.example" in attributes.get("style", ""):
        yield "a style"
    if "data-mh-search" in attributes and not _is_ours(attributes["data-mh-search"]):
        yield "a search"
    for name, value in attributes.items():
        if name.startswith("on"):
            yield name
        if name in _ADDRESSES and runs(value) and not (_PICTURE.match(value) or value == "data:,"):
            yield f"{name}={value}"


def _is_ours(src: str) -> bool:
    return src.startswith("/masthead/")


def runs(url: str) -> bool:
    """Whether a browser would run an address: it leaves out what stands before and within the scheme."""
    bare = re.sub(r"[\t\n\r]", "", url.lstrip("".join(map(chr, range(33))))).lower()
    try:
        scheme = urlsplit(bare).scheme
    except ValueError:
        return False
    return scheme in ("javascript", "vbscript", "data", "livescript", "mocha", "jar", "blob")
