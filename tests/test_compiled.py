"""What templates print and call is what they print and call in Jinja's own way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import markupsafe
import pytest
from flask import Flask
from jinja2 import DictLoader, Environment, pass_context, pass_environment
from jinja2.runtime import Context
from markupsafe import Markup

from conftest import Site
from masthead.compiled import Calling, escape, quickened
from masthead.templating import environment
from masthead.website import Website

HOME = {"content/_index.md": "---\ntitle: Rivers\n---\n"}


class Tag:
    """Brings HTML of its own."""

    def __str__(self) -> str:
        return "tag"

    def __html__(self) -> str:
        return "<i>"


class Loud(str):
    """A text that is none of Python's own."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.upper()


class Thing:
    """An object with methods of all kinds."""

    def plain(self, word: str = "", **more: object) -> str:
        return f"{word}{sorted(more)}"

    @pass_context
    def seeing(self, context: Context, name: str) -> object:
        return context.resolve(name)

    @pass_environment
    def knowing(self, templates: Environment) -> str:
        return type(templates).__name__

    def ended(self) -> object:
        raise StopIteration


@pass_context
def seeing(context: Context, name: str) -> object:
    return context.resolve(name)


VALUES = ("plain", "a < b & 'c' \"d\" >", "", Markup("<b>"), Tag(), Loud("a<b"), 7, None, 1.5, ["<"], b"<")


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_a_value_is_escaped_as_by_markupsafe(value: object) -> None:
    assert str(escape(value)) == str(markupsafe.escape(value))


CALLS = (
    "{{ thing.plain('<') }}{% for x in [1, 2] %}{{ thing.plain(b=x) }}{% endfor %}",
    "{% for x in [1, 2] %}{{ thing.seeing('x') }}{{ seeing('x') }}{{ part('x') }}{% endfor %}",
    "{% block a %}{% set x = 3 %}{{ thing.plain('y') }}{{ seeing('x') }}{% endblock %}",
    "{{ thing.knowing() }}{{ thing.ended() or 'nothing' }}{{ half('y') }}",
    "{% macro m(a, b='&') %}<i>{{ a }}{{ b }}{{ caller() if caller }}</i>{% endmacro %}"
    "{{ m('<') }}{{ m(1, b=2) }}{% for x in '<>' %}{{ m(x) }}{% endfor %}{% call m(0) %}c{% endcall %}",
    "{% macro v(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ v('<', 2, c=3) }}{{ v(a=1) }}{{ v() }}",
    "{% set ns = namespace(a=1) %}{{ ns.a }}{{ dict(b=2) }}{{ range(3) | list }}",
    "{{ cycler('a', 'b').next() }}",
    "{% for key, value in {'k': '<'}.items() %}{{ key }}{{ value }}{{ loop.cycle(1, 2) }}{% endfor %}",
    "{% autoescape false %}{% macro n() %}<{% endmacro %}{{ n() }}{% set x = n() %}{% endautoescape %}"
    "{{ x }}",
)


@pytest.mark.parametrize("text", CALLS)
def test_calls_give_what_they_give_in_jinja(text: str) -> None:
    def rendered(change: Callable[[Environment], None]) -> str:
        templates = Environment(autoescape=True, extensions=["jinja2.ext.do"])
        change(templates)
        template = templates.from_string(text)
        known: dict[str, Any] = {
            "thing": Thing(),
            "seeing": seeing,
            "part": pass_context(partial(seeing)),
            "half": partial(Thing().plain, more=1),
        }
        return (quickened(template) if templates.context_class is Calling else template).render(known)

    def ours(templates: Environment) -> None:
        templates.context_class = Calling

    assert rendered(ours) == rendered(lambda _: None)


@pytest.mark.parametrize(
    ("given", "told"),
    [("1, b=2", "macro 'm' takes no keyword argument 'b'"), ("1, 2", "macro 'm' takes not more than 1 argu")],
)
def test_a_macro_tells_what_it_was_not_to_be_given(given: str, told: str) -> None:
    templates = Environment(autoescape=True)
    templates.context_class = Calling
    with pytest.raises(TypeError, match=told):
        templates.from_string(f"{{% macro m(a) %}}{{% endmacro %}}{{{{ m({given}) }}}}").render()


def test_templates_see_what_the_app_learns_later(site: Site) -> None:
    app = Flask(__name__, template_folder=None)
    folder = site({**HOME, "templates/masthead/greeting.html": "{{ greeting }} {{ greeting | upper }}"})
    templates = environment(app, Website(folder))
    app.jinja_env.globals["greeting"] = "hello"
    assert templates.get_template("masthead/greeting.html").render() == "hello HELLO"
    app.jinja_env.globals["greeting"] = "<bye>"
    assert templates.get_template("masthead/greeting.html").render() == "&lt;bye&gt; &lt;BYE&gt;"


def test_the_templates_of_a_host_stay_as_they_are(site: Site) -> None:
    app = Flask(__name__, template_folder=None)
    app.jinja_env.loader = DictLoader({"host.html": "{{ word }}"})
    ours = environment(app, Website(site(HOME)))
    theirs = app.jinja_env.get_template("host.html")
    assert app.jinja_env.context_class is Context
    assert theirs.root_render_func.__globals__["escape"] is markupsafe.escape
    assert ours.get_template("host.html").render(word="<") == theirs.render(word="<") == "&lt;"
