"""Tailwind's scales: what the last part of a class stands for."""

from __future__ import annotations

STEPS = frozenset(
    (0.5, 1, 1.5, 2, 2.5, 3, 3.5, *range(4, 13), 14, *range(16, 65, 4), 72, 80, 96)
)  # fmt: skip
"""The steps of sizes and distances, in quarters of the root's font size."""

WIDTHS = {"sm": "40rem", "md": "48rem", "lg": "64rem", "xl": "80rem", "2xl": "96rem"}
"""From which width of the window on a class with such a word before it counts."""

STATES = {name: f":{name}" for name in ("hover", "focus", "active")} | {
    "first": ":first-child",
    "last": ":last-child",
}

SPACES = {
    "m": "margin",
    "p": "padding",
    "gap": "gap",
    "gap-x": "column-gap",
    "gap-y": "row-gap",
    "w": "width",
    "h": "height",
    "min-w": "min-width",
    "min-h": "min-height",
    "max-w": "max-width",
    "max-h": "max-height",
    "inset": "inset",
    "top": "top",
    "right": "right",
    "bottom": "bottom",
    "left": "left",
    "basis": "flex-basis",
}
SIZES = {
    "0": "0",
    "px": "1px",
    "auto": "auto",
    "full": "100%",
    "min": "min-content",
    "max": "max-content",
    "fit": "fit-content",
    "none": "none",
}
SIDES = {"x": "inline", "y": "block", "t": "top", "r": "right", "b": "bottom", "l": "left"}
SPACES |= {f"m{side}": f"margin-{name}" for side, name in SIDES.items()}
SPACES |= {f"p{side}": f"padding-{name}" for side, name in SIDES.items()}

MAX_WIDTHS = {"xs": 20, "sm": 24, "md": 28, "lg": 32, "xl": 36} | {
    f"{number}xl": size for number, size in zip(range(2, 8), (42, 48, 56, 64, 72, 80), strict=True)
}
"""In the root's font size."""

TEXT_SIZES = {"xs": 0.75, "sm": 0.875, "base": 1, "lg": 1.125, "xl": 1.25} | {
    f"{number}xl": size
    for number, size in zip(range(2, 10), (1.5, 1.875, 2.25, 3, 3.75, 4.5, 6, 8), strict=True)
}
"""In the root's font size."""

RADII = {"none": "0", "sm": "0.125rem", "": "0.25rem", "md": "0.375rem", "lg": "0.5rem", "xl": "0.75rem"} | {
    "2xl": "1rem",
    "3xl": "1.5rem",
    "full": "9999px",
}
SHADOWS = {"": "0 1px 3px", "sm": "0 1px 2px", "md": "0 4px 6px -1px", "lg": "0 10px 15px -3px"} | {
    "xl": "0 20px 25px -5px",
    "2xl": "0 25px 50px -12px",
}

_ALIGN = {
    "start": "flex-start",
    "end": "flex-end",
    "center": "center",
    "between": "space-between",
    "around": "space-around",
    "evenly": "space-evenly",
    "baseline": "baseline",
    "stretch": "stretch",
}
_WEIGHTS = ("thin", "extralight", "light", "normal", "medium", "semibold", "bold", "extrabold", "black")
CHOICES = {
    "font": ("font-weight", {name: f"{100 * rank}" for rank, name in enumerate(_WEIGHTS, start=1)}),
    "leading": (
        "line-height",
        {"none": "1", "tight": "1.25", "snug": "1.375", "normal": "1.5", "relaxed": "1.625", "loose": "2"},
    ),
    "tracking": (
        "letter-spacing",
        {"tighter": "-0.05em", "tight": "-0.025em", "normal": "0", "wide": "0.025em", "wider": "0.05em"},
    ),
    "items": ("align-items", _ALIGN),
    "justify": ("justify-content", _ALIGN),
    "content": ("align-content", _ALIGN),
    "self": ("align-self", _ALIGN),
}
"""Properties with the values that they have by name."""

CORNERS = {"t": "to top", "tr": "to top right", "r": "to right", "br": "to bottom right"} | {
    "b": "to bottom",
    "bl": "to bottom left",
    "l": "to left",
    "tl": "to top left",
}
"""Where gradients lead."""

_SAME = {
    "display": ("block", "inline-block", "inline", "flex", "inline-flex", "grid"),
    "position": ("relative", "absolute", "sticky"),
    "text-transform": ("uppercase", "lowercase", "capitalize"),
}
_BEHIND = {
    ("text", "text-align"): ("left", "center", "right", "justify", "start", "end"),
    ("object", "object-fit"): ("cover", "contain", "fill", "none"),
    ("overflow", "overflow"): ("hidden", "auto", "visible", "scroll"),
    ("border", "border-style"): ("solid", "dashed", "dotted", "double", "none"),
    ("list", "list-style"): ("none", "disc", "decimal"),
    ("float", "float"): ("left", "right", "none"),
    ("clear", "clear"): ("left", "right", "both"),
    ("flex", "flex-direction"): ("row", "row-reverse"),
    ("flex", "flex-wrap"): ("wrap", "nowrap", "wrap-reverse"),
}
WORDS = {
    **{name: f"{what}: {name}" for what, names in _SAME.items() for name in names},
    **{f"{head}-{name}": f"{what}: {name}" for (head, what), names in _BEHIND.items() for name in names},
    **{f"font-{name}": f"font-family: var(--mh-{name})" for name in ("sans", "serif", "mono")},
    "clearfix": "display: flow-root",
    "flex-1": "flex: 1 1 0%",
    "flex-auto": "flex: 1 1 auto",
    "flex-col": "flex-direction: column",
    "flex-col-reverse": "flex-direction: column-reverse",
    "flex-grow": "flex-grow: 1",
    "flex-none": "flex: none",
    "flex-shrink-0": "flex-shrink: 0",
    "grow": "flex-grow: 1",
    "h-screen": "height: 100vh",
    "hbx-bg-gradient": "background-image: linear-gradient(var(--mh-wash), transparent)",
    "hidden": "display: none",
    "italic": "font-style: italic",
    "line-through": "text-decoration-line: line-through",
    "max-w-prose": "max-width: 65ch",
    "min-h-screen": "min-height: 100vh",
    "no-underline": "text-decoration-line: none",
    "not-italic": "font-style: normal",
    "shadow-none": "box-shadow: none",
    "shrink-0": "flex-shrink: 0",
    "truncate": "overflow: hidden; text-overflow: ellipsis; white-space: nowrap",
    "underline": "text-decoration-line: underline",
    "w-screen": "width: 100vw",
    "whitespace-nowrap": "white-space: nowrap",
}
"""Classes that are one word to us, and what they do."""
