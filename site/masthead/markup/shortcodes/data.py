"""Shortcodes that show data: tables, charts, diagrams, formulas, code."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import islice

from markupsafe import Markup

from masthead.markup.codes import code_block, diagram
from masthead.markup.shortcodes.call import Call

FORMULA = re.compile(r"\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|\$((?:[^$\\]|\\[\s\S])+)\$")
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
MOST_ROWS = 5_000


def math(call: Call) -> Markup:
    """Formulas, and text between them: `{{< math >}}$…${{< /math >}}`."""
    text = call.inner or ""
    out, at = Markup(""), 0
    for found in FORMULA.finditer(text):
        out += between(call, text[at : found.start()])
        tex = next(group for group in found.groups() if group is not None)
        line = call.inner_line + text.count("\n", 0, found.start())
        out += call.page.math(tex, found[1] is not None or found[2] is not None, line)
        at = found.end()
    return out + between(call, text[at:])


def between(call: Call, text: str) -> Markup:
    """What stands around formulas: an environment is a formula of its own."""
    if text.strip().startswith("\\begin{"):
        return call.page.math(text, True, call.inner_line)
    return call.spans(text) if text.strip() else Markup(text)


def table(call: Call) -> Markup:
    """A table from a CSV file: `{{< table path="results.csv" header="true" caption="…" >}}`."""
    path = call.get("path", 0) or call.get("src")
    text = call.host.read(path)
    if text is None:
        call.missing("file", path, "Put it beside the page, or give its path in assets/media/ or static/.")
        return Markup("")
    delimiter = call.get("delimiter", default=",")
    delimiter = delimiter if len(delimiter) == 1 and delimiter not in '"\r\n' else "\t"
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    try:
        rows = [row for row in islice(reader, MOST_ROWS) if row]
    except csv.Error as error:
        call.warn(f"{path!r} is no CSV: {error}")
        return Markup("")
    head = Markup("")
    if rows and call.flag("header", True):
        cells = Markup("").join(Markup("<th>{}</th>").format(call.spans(cell)) for cell in rows.pop(0))
        head = Markup("<thead><tr>{}</tr></thead>").format(cells)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(cell(call, one) for one in row)) for row in rows
    )
    caption = call.get("caption")
    shown = Markup("<caption>{}</caption>").format(call.spans(caption)) if caption else ""
    return Markup(
        '<div class="table-scroll"><table class="table">{}{}<tbody>{}</tbody></table></div>'
    ).format(shown, head, body)


def cell(call: Call, text: str) -> Markup:
    """A cell of a data table; numbers have a class of their own."""
    kind = Markup(' class="number"') if NUMBER.fullmatch(text.strip()) else ""
    return Markup("<td{}>{}</td>").format(kind, call.spans(text))


def chart(call: Call) -> Markup:
    """A Plotly chart, left in the page as JSON for a script to draw."""
    name = call.get("data", 0)
    file = name if name.endswith(".json") else f"{name}.json"
    chart_data = call.read_json(file, "Save the chart as JSON beside the page.")
    if chart_data is None:
        return Markup("")
    title = chart_title(chart_data)
    caption = Markup("<figcaption>{}</figcaption>").format(title) if title else ""
    return Markup('<figure class="chart" data-chart="{}">{}</figure>').format(
        json.dumps(chart_data, ensure_ascii=False, separators=(",", ":")), caption
    )


def chart_title(data: object) -> str:
    """The title in a chart's layout, empty when there is none."""
    layout = data.get("layout") if isinstance(data, dict) else None
    title = layout.get("title") if isinstance(layout, dict) else None
    found = title.get("text") if isinstance(title, dict) else title
    return found if isinstance(found, str) else ""


def highlight(call: Call) -> Markup:
    """Code between tags: `{{< highlight python "linenos=true" >}}`."""
    options = call.get("options", 1)
    info = f"{call.get('lang', 0)} {{{options}}}" if options else call.get("lang", 0)
    code = (call.inner or "").strip("\n")
    return call.keep(code_block(f"{code}\n", info, call.page.settings.line_numbers))


def mermaid(call: Call) -> Markup:
    """A diagram, left as its source for a script to draw."""
    return diagram(call.inner or "", "mermaid")
