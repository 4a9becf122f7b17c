"""Jupyter notebooks in a text: their words, their code and what the code gave."""

from __future__ import annotations

import re

from markupsafe import Markup

from masthead.markup.codes import code_block
from masthead.markup.shortcodes.call import Call

LONGEST = 100_000  # characters of one output
BASE64 = re.compile(r"[A-Za-z0-9+/=]+")


def notebook(call: Call) -> Markup:
    """A notebook: `{{< notebook src="x.ipynb" show_outputs="true" >}}`."""
    path = call.get("src", 0) or call.get("file")
    found = call.read_json(path, "Put the notebook beside the page.")
    if found is None:
        return Markup("")
    book = mapping(found)
    cells = book.get("cells")
    if not isinstance(cells, list):
        call.warn(f"{path!r} is no notebook: it has no cells")
        return Markup("")
    info = mapping(mapping(book.get("metadata")).get("language_info"))
    language = str(info.get("name", "python"))
    body = Markup("").join(cell(call, mapping(one), language) for one in cells)
    label = call.get("download_label") or call.host.word("download_notebook")
    link = Markup('<a class="notebook-download" href="{}" download>{}</a>').format(
        call.done(call.host.media(path)), label
    )
    return Markup(
        '<div class="notebook"><div class="notebook-head"><p class="notebook-title">{}</p>'
        '<p class="notebook-about">{}</p>{}</div>{}</div>'
    ).format(call.get("title") or path.rpartition("/")[2], about(book, language, len(cells)), link, body)


def about(book: dict[str, object], language: str, cells: int) -> str:
    """Language, kernel and size of a notebook, in a line."""
    kernel = mapping(mapping(book.get("metadata")).get("kernelspec")).get("display_name")
    parts = [language.capitalize(), f"Kernel: {kernel}" if kernel else "", f"{cells} cells"]
    return " · ".join(filter(None, parts))


def cell(call: Call, one: dict[str, object], language: str) -> Markup:
    """A cell of a notebook."""
    source = joined(one.get("source"))
    kind = one.get("cell_type")
    if kind == "markdown":
        return Markup('<div class="notebook-cell notebook-text">{}</div>').format(call.blocks(source))
    if kind != "code":
        return Markup('<div class="notebook-cell"><pre>{}</pre></div>').format(source)
    tags = mapping(one.get("metadata")).get("tags")
    shown = (
        code_block(source, language, call.flag("line_numbers"))
        if call.flag("show_code", True)
        else Markup("")
    )
    outputs = one.get("outputs")
    results = Markup("")
    if call.flag("show_outputs", True) and isinstance(outputs, list):
        results = Markup("").join(output(call, mapping(result)) for result in outputs)
    return Markup(
        '<div class="notebook-cell notebook-code"><p class="notebook-label">In [{}]{}</p>{}{}</div>'
    ).format(
        one.get("execution_count") or " ",
        Markup("").join(Markup(" <span>{}</span>").format(tag) for tag in tags)
        if isinstance(tags, list)
        else "",
        call.keep(shown),
        results,
    )


def output(call: Call, result: dict[str, object]) -> Markup:
    """What a cell gave: a picture, HTML, else text."""
    data = mapping(result.get("data"))
    for kind in ("image/png", "image/jpeg"):
        picture = "".join(joined(data.get(kind)).split())
        if picture and BASE64.fullmatch(picture):
            return Markup(
                '<img class="notebook-output" src="data:{};base64,{}" alt="" loading="lazy">'
            ).format(kind, picture)
    html = joined(data.get("text/html"))
    if html and len(html) <= LONGEST:
        return Markup('<div class="notebook-output">{}</div>').format(Markup(html))
    text = joined(data.get("text/plain")) or joined(result.get("text")) or joined(result.get("evalue"))
    return Markup('<pre class="notebook-output">{}</pre>').format(text[:LONGEST]) if text else Markup("")


def mapping(value: object) -> dict[str, object]:
    """A JSON object, empty when it is something else."""
    return value if isinstance(value, dict) else {}


def joined(value: object) -> str:
    """A notebook's text, which may be a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else value if isinstance(value, str) else ""
