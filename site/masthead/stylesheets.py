"""A site's own styles: its fonts, and the CSS in `assets/` that its pages load beside the theme's."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from masthead.packs import FontPack

URL = "/masthead/site.css"
"""Where the stylesheet stands, if the site brings any styles."""

FONT_FORMATS: Mapping[str, str] = {"woff2": "woff2", "woff": "woff", "ttf": "truetype", "otf": "opentype"}
"""The suffixes of font files, the best first, each with what CSS calls it."""

_WEIGHTS = {
    "thin": 100,
    "hairline": 100,
    "extralight": 200,
    "ultralight": 200,
    "light": 300,
    "regular": 400,
    "normal": 400,
    "book": 400,
    "medium": 500,
    "semibold": 600,
    "demibold": 600,
    "extrabold": 800,
    "ultrabold": 800,
    "bold": 700,
    "black": 900,
    "heavy": 900,
}
_FACE = re.compile(
    r"(?:v\d+)?(?:latinext|latin|greek|cyrillic|vietnamese|subset)*"
    rf"(?P<weight>[1-9]00|{'|'.join(_WEIGHTS)})?(?P<italic>italic|oblique)?"
    r"(?P<axes>(?:variablefont|variable|vf|var|opsz|wdth|ital|slnt|wght)*)\Z"
)
_SASS = re.compile(
    r"@(?:use|forward|import|include|mixin|extend|function|if|else|each|for|while)\b|\$[\w-]+|#\{|&[\w-]|^\s*%",
    re.MULTILINE,
)
_COMMENT = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)]*\)|/\*.*?\*/)|//[^\n]*""", re.DOTALL)
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_ADDRESS = re.compile(r"""url\(\s*(["']?)(?![a-z]+:|//|#)([^"')]+)\1\s*\)""", re.IGNORECASE)


def is_font(name: str) -> bool:
    """Whether a file is one of a font, by its name."""
    return _suffix(name) in FONT_FORMATS


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower()


def style_files(named: Iterable[str]) -> Iterator[str]:
    """The files below assets/ that are styles of the site: each site's, and those that are `named`."""
    yield "css/custom.css"
    yield "scss/custom.scss"
    for name in named:
        yield f"css/{name.removeprefix('/').removeprefix('css/').removesuffix('.css')}.css"


def without_sass(text: str) -> str | int:
    """SCSS as CSS, which today nests rules as well; the line (from 1) of what only Sass understands."""
    css = _COMMENT.sub(lambda found: found[1] or "", text)
    wrong = _SASS.search(_REMARK.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), css))
    return css.count("\n", 0, wrong.start()) + 1 if wrong else css


def with_urls(css: str, base: str, url: Callable[[str], str]) -> str:
    """The same rules, where addresses without a host, relative ones to `base`, are printed by `url`."""

    def printed(found: re.Match[str]) -> str:
        return f'url("{url(posixpath.normpath(posixpath.join(base, found[2])))}")'

    return _ADDRESS.sub(printed, css)


def font_faces(fonts: FontPack, urls: Mapping[str, str]) -> Iterator[str]:
    """The rules for the families that are named, from the files there are, each with how its URL is printed.

    A file belongs to the family that its name begins with; the rest of the name says weight and style.
    """
    stacks = ",".join((fonts.heading, fonts.body, fonts.mono))
    named = (name.strip(" '\"") for name in stacks.split(",") if "(" not in name)
    families = dict.fromkeys(name for name in named if name)
    files = sorted(urls, key=lambda url: (list(FONT_FORMATS).index(_suffix(url)), url))
    for family in families:
        seen: set[tuple[str, str]] = set()
        for url in files:
            face = _face(family, posixpath.basename(url))
            if face is not None and face not in seen:
                seen.add(face)
                yield _rule(family, face, urls[url], FONT_FORMATS[_suffix(url)])


def _face(family: str, name: str) -> tuple[str, str] | None:
    """Weight and style that a file's name speaks of; None when it is of another family."""
    stem = re.sub(r"[^a-z0-9]", "", name.rpartition(".")[0].lower())
    own = re.sub(r"[^a-z0-9]", "", family.lower())
    found = _FACE.match(stem.removeprefix(own)) if own and stem.startswith(own) else None
    if found is None:
        return None
    weight = found["weight"] or "400"
    weight = str(_WEIGHTS.get(weight, weight))
    return ("100 900" if "wght" in found["axes"] or found["axes"].startswith("v") else weight), (
        "italic" if found["italic"] else "normal"
    )


def _rule(family: str, face: tuple[str, str], url: str, kind: str) -> str:
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {face[0]}; font-style: {face[1]}; '
        f'font-display: swap; src: url("{url}") format("{kind}"); }}'
    )
