"""Tailwind's classes, as far as content names them: a stylesheet of those, and of no others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from masthead.palette import PALETTE, is_dark, theme_shade, with_opacity
from masthead.scales import (
    CHOICES,
    CORNERS,
    MAX_WIDTHS,
    RADII,
    SHADOWS,
    SIDES,
    SIZES,
    SPACES,
    STATES,
    STEPS,
    TEXT_SIZES,
    WIDTHS,
    WORDS,
)

URL = "/masthead/utilities.css"
"""Where the stylesheet stands, if the content names any such class."""

_ATTRIBUTE = r"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))"""
_KEY = r"""\bcss_class\w*["']?[ \t]*[:=][ \t]*["']?((?:(?!\s\#)[^"'\n},])*)"""
_NAMED = re.compile(f"{_ATTRIBUTE}|{_KEY}")
_CLASS = re.compile(r"(?:(?P<variants>(?:[a-z0-9-]+:)+))?(?P<minus>-?)(?P<base>[a-z][\w./%#\[\]-]*)\Z")
_COLOR = re.compile(r"(?P<name>[a-z]+(?:-\d{2,3})?|\[#[0-9a-fA-F]{3,8}\])(?:/(?P<percent>\d{1,3}))?\Z")
_NUMBER = re.compile(r"\d{1,2}(?:\.5)?\Z")
_LENGTH = re.compile(r"\[(-?[\d.]+(?:px|r?em|%|v[wh]|ch))\]\Z")

_PAINTED = {"bg": "background-color", "text": "color", "border": "border-color"}
_STOPS = ("from", "via", "to")
_NONE: frozenset[str] = frozenset()


class Rule(Struct, frozen=True):
    """What one class does.

    `rank` orders rules: those of all sides come before those of one. `family` is what a colour is for,
    `scheme` what a background asks of its text; `state` and `below` stand behind the class in its selector.
    """

    rank: int
    body: str
    name: str = ""
    width: str = ""
    family: str = ""
    scheme: str = ""
    state: str = ""
    below: str = ""

    @property
    def selector(self) -> str:
        """The class as a selector, below `.masthead`."""
        escaped = re.sub(r"([^\w-])", r"\\\1", self.name)
        if escaped[0].isdecimal():
            escaped = f"\\3{escaped[0]} {escaped[1:]}"
        return f".masthead .{escaped}{STATES.get(self.state, '')}{self.below}"

    def __str__(self) -> str:
        return f"{self.selector} {{ {self.body} }}"


def class_names(text: str) -> frozenset[str]:
    """The classes that a text names: in `class="…"` of its HTML, and as `css_class` of its front matter."""
    if "class" not in text:
        return _NONE
    return frozenset(name for found in _NAMED.findall(text) for names in found for name in names.split())


def known(names: Iterable[str]) -> bool:
    """Whether a stylesheet of these classes would hold anything."""
    return any(_rule(name) for name in names)


def stylesheet(names: Iterable[str]) -> str:
    """CSS for those of the classes that are Tailwind's; the same for the same names in any order."""
    found = (rule for name in set(names) if (rule := _rule(name)))
    rules = sorted(found, key=lambda rule: (rule.rank, rule.name))
    if not rules:
        return ""
    lines = [*_properties(rules), "@layer masthead.utilities {"]
    for width in ("", *WIDTHS):
        here = [rule for rule in rules if rule.width == width]
        own = [*map(str, here), *_shared(here)]
        lines += [f"@media (width >= {WIDTHS[width]}) {{", *own, "}"] if own and width else own
    return "\n".join([*lines, "}", ""])


def _rule(name: str) -> Rule | None:
    """What a class does; None for one that is not Tailwind's, or that nobody here needs."""
    found = _CLASS.match(name)
    if found is None:
        return None
    variants = (found["variants"] or "").split(":")[:-1]
    widths = [variant for variant in variants if variant in WIDTHS]
    states = [variant for variant in variants if variant in STATES]
    dark = "dark" in variants
    if len(variants) != len(set(variants)) or len(widths) > 1 or len(states) > 1:
        return None
    if len(variants) != len(widths) + len(states) + dark:
        return None
    rule = None if found["minus"] else _colored(found["base"], dark)
    rule = rule or (None if dark else _shaped(found["base"], found["minus"]))
    if rule is None:
        return None
    rank = rule.rank + 10 * len(states)
    return replace(rule, rank=rank, name=name, width="".join(widths), state="".join(states))


def _colored(base: str, dark: bool) -> Rule | None:
    """A colour, for light pages or for dark ones, or the gradient that is made of colours."""
    family, _, rest = base.partition("-")
    gradient = re.match(r"(?:gradient|linear)-to-([a-z]+)\Z", rest)
    if family == "bg" and gradient and gradient[1] in CORNERS:
        stops = f"{_tone('from')}, var(--mh-u-mid,) {_tone('to')}"
        return Rule(rank=-dark, body=f"background-image: linear-gradient({CORNERS[gradient[1]]}, {stops})")
    found = _COLOR.match(rest)
    if found is None or family not in (*_PAINTED, *_STOPS):
        return None
    color = theme_shade(found["name"]) or PALETTE.get(found["name"])
    opaque = not found["percent"] and color not in (None, "transparent", "currentcolor")
    if found["name"][0] == "[":
        color = found["name"][1:-1]
    if color is None:
        return None
    suffix = "-dark" if dark else ""
    body = f"--mh-u-{family}{suffix}: {with_opacity(color, found['percent'] or '')}"
    scheme = ""
    if family == "bg" and opaque:
        scheme = "dark" if is_dark(found["name"]) else "light"
        body += f"; --mh-u-on{suffix}: {'#fff' if scheme == 'dark' else '#1a1d21'}"
    return Rule(rank=1, body=body, family=family, scheme="" if dark else scheme)


def _tone(family: str) -> str:
    """A colour on light pages, and the one on dark pages where a class names another."""
    none = "currentcolor" if family in ("text", "border") else "transparent"
    light = f"var(--mh-u-{family}, {none})"
    return f"light-dark({light}, var(--mh-u-{family}-dark, {light}))"


def _shaped(base: str, minus: str) -> Rule | None:
    """A class about sizes, distances, text or order."""
    if base in WORDS and not minus:
        return Rule(rank=2, body=WORDS[base])
    head, _, tail = base.rpartition("-")
    if head in SPACES:
        return _space(head, tail, minus)
    if head in ("space-x", "space-y") and (size := _length(tail)):
        side = "margin-inline-start" if head == "space-x" else "margin-block-start"
        return Rule(rank=2, body=f"{side}: {minus}{size}", below=" > * + *")
    if minus:
        return None
    body = _text(head, tail) or _grid(head, tail) or _box(base)
    return Rule(rank=2 + base.count("-"), body=body) if body else None


def _length(step: str) -> str:
    """A step of the scale as a length: quarters of the root's size, a fraction, a word, or as written."""
    if _NUMBER.match(step) and float(step) in STEPS:
        return f"{float(step) / 4:g}rem"
    if written := _LENGTH.match(step):
        return written[1]
    part, _, whole = step.partition("/")
    if part.isdecimal() and whole.isdecimal() and 0 < int(part) < int(whole) <= 12:
        return f"{100 * int(part) / int(whole):.6g}%"
    return SIZES.get(step, "")


def _space(head: str, step: str, minus: str) -> Rule | None:
    if head == "max-w" and step in MAX_WIDTHS:
        return Rule(rank=2, body=f"max-width: {MAX_WIDTHS[step]}rem")
    size = _length(step)
    signed = f"-{size}" if minus and size[:1].isdecimal() and head[0] not in "pwg" else size
    if not size or (minus and signed == size):
        return None
    return Rule(rank=2 + (len(head) > 1) + (head[-1] in "trbl"), body=f"{SPACES[head]}: {signed}")


def _text(head: str, tail: str) -> str:
    if head == "text" and tail in TEXT_SIZES:
        size = TEXT_SIZES[tail]
        return f"font-size: {size}rem; line-height: {1.5 if size < 1.5 else 1.2}"
    if head == "text" and (written := _LENGTH.match(tail)):
        return f"font-size: {written[1]}"
    name, values = CHOICES.get(head, ("", {}))
    return f"{name}: {values[tail]}" if tail in values else ""


def _grid(head: str, tail: str) -> str:
    number = int(tail) if tail.isdecimal() else 0
    if head == "grid-cols" and 0 < number <= 12:
        return f"grid-template-columns: repeat({number}, minmax(0, 1fr))"
    if head in ("col-span", "row-span") and 0 < number <= 12:
        return f"grid-{'column' if head == 'col-span' else 'row'}: span {number} / span {number}"
    if head == "order" and 0 < number <= 12:
        return f"order: {number}"
    if head == "opacity" and number <= 100 and tail.isdecimal():
        return f"opacity: {number / 100:g}"
    return ""


def _box(base: str) -> str:
    """Corners, shadows and borders."""
    head, *rest = base.split("-")
    side = SIDES.get(rest[0], "") if rest and rest[0] in "trbl" else ""
    tail = "-".join(rest[1:] if side else rest)
    if head == "shadow" and tail in SHADOWS:
        return f"box-shadow: {SHADOWS[tail]} rgb(0 0 0 / 0.15)"
    if head == "rounded" and tail in RADII and side in ("", "top", "bottom"):
        corners = ("left", "right")
        names = [f"border-{side}-{corner}-radius" for corner in corners] if side else ["border-radius"]
        return "; ".join(f"{name}: {RADII[tail]}" for name in names)
    if head == "border" and tail in ("", "0", "2", "4", "8"):
        edge = f"border-{side}" if side else "border"
        return f"{edge}-width: {tail or 1}px; {edge}-style: solid"
    return ""


def _shared(rules: list[Rule]) -> Iterator[str]:
    """What all classes of one property have in common: the colours of light and of dark pages."""
    for family in (*_PAINTED, "via"):
        selectors = ", ".join(rule.selector for rule in rules if rule.family == family)
        if selectors and family == "via":
            yield f"{selectors} {{ --mh-u-mid: {_tone(family)}, }}"
        elif selectors:
            on_text = "; --mh-ink: currentcolor; --mh-soft: currentcolor" if family == "text" else ""
            yield f":is({selectors}) {{ {_PAINTED[family]}: {_tone(family)}{on_text} }}"
        if family == "bg":
            for scheme in ("light", "dark"):
                own = ", ".join(rule.selector for rule in rules if rule.scheme == scheme)
                alone = ':where(:not([class*="dark:bg-"], .light, .dark))'
                if own:
                    yield f":is({own}){alone} {{ color-scheme: {scheme}; color: var(--mh-ink) }}"


def _properties(rules: list[Rule]) -> list[str]:
    """The custom properties that the rules set: what an element has of them, those inside it have not."""
    names = {name for rule in rules for name in re.findall(r"--mh-u-[\w-]+(?=:)", rule.body)}
    names |= {"--mh-u-mid"} if any(rule.family == "via" for rule in rules) else set()
    return [f'@property {name} {{ syntax: "*"; inherits: false; }}' for name in sorted(names)]
