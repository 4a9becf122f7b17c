"""The tables of docs/hugo-blox.md say what the code does with every setting and every front matter key.

Two things decide. Writing a key into a tiny site fills a field of a model, or nothing at all. And rendering
sites that use everything shows which fields anything asks for: a field that nobody asks for has no effect.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from pydantic import BaseModel, ValidationError

from masthead import create_app
from masthead.blocks import builtin
from masthead.blocks.base import _updates
from masthead.blocks.design import Design
from masthead.config import Config, load_config
from masthead.config.fitting import Part
from masthead.config.structures import OWN_TAXONOMIES
from masthead.config.values import Values
from masthead.content.fields import Model
from masthead.content.front import FrontMatter
from masthead.content.model import Asset
from masthead.content.person import Person
from masthead.content.widgets import WidgetOptions
from masthead.context.events import Event
from masthead.context.links import Linked
from masthead.context.works import Publication
from masthead.errors import Problems

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "hugo-blox.md"
FEW = 3
"""Keys of fewer sites than this need no row."""

STATES = ("read", "not yet", "no effect")
"""What a row says first. The second is for what readers or authors would miss; the test treats both alike."""

Field = tuple[str, str]
"""A model and the name of one of its fields."""

SETTINGS: Mapping[str, tuple[str, str]] = {
    "Hugo's settings": ("hugo", ""),
    "Hugo Blox's settings": ("params", ""),
    "Languages": ("languages", "en."),
    "Menus": ("menus", "main[]."),
    "Modules": ("module", ""),
}
"""For each table of settings, the file below config/_default/ and what its keys stand below."""

EVERY_PAGE: tuple[type[Model], ...] = (FrontMatter, Linked, Publication)
FRONT_MATTER: Mapping[str, tuple[type[Model], ...]] = {
    "Posts, projects, documentation and other pages": EVERY_PAGE,
    "Publications": EVERY_PAGE,
    "Events": (*EVERY_PAGE, Event),
    "Slides": EVERY_PAGE,
    "Landing pages": EVERY_PAGE,
    "Sections": EVERY_PAGE,
    "Widgets": (WidgetOptions, Design, *builtin()),
    "People": (FrontMatter, Person),
    "People in data files": (Person,),
}
"""For each table of front matter, the models that read it."""

COUNTED: Mapping[str, str] = {
    "hugo_keys": "Hugo's settings",
    "params_keys": "Hugo Blox's settings",
    "language_keys": "Languages",
    "menu_item_keys": "Menus",
    "module_keys": "Modules",
    "publication": "Publications",
    "event": "Events",
    "slides": "Slides",
    "landing": "Landing pages",
    "section-index": "Sections",
    "widget": "Widgets",
    "authors": "People",
    "keys": "People in data files",
    **dict.fromkeys(("post", "project", "docs", "other"), "Posts, projects, documentation and other pages"),
}
"""The table for each list of the survey."""

BESIDE: Mapping[str, dict[str, Any]] = {
    "features.comment.disqus.show_count": {"shortname": "x"},
    "mounts[].source": {"target": "static"},
    "mounts[].target": {"source": "zz"},
    "mounts[].includeFiles": {"source": "zz", "target": "static"},
    "mounts[].files": {"source": "zz", "target": "static"},
}
"""What has to stand beside some settings, so that they can count."""

SAMPLES: tuple[object, ...] = (
    True, False, "zz", 7, "light", "left", "none", "compact", "square", "custom", "xs", "static",
    "mla", "https://a.example/", "2021-02-03", "academic", ["html"], ["zz"], {"zz": "zz"},
)  # fmt: skip
"""Values of which every key takes one that is not its default."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a table's heading, the keys, and what it says of each of them."""

    table: str
    keys: tuple[str, ...]
    says: str

    @property
    def state(self) -> str:
        """What it says first; empty for something else than one of STATES."""
        return next((state for state in STATES if re.match(rf"{state}\b", self.says)), "")

    @property
    def name(self) -> str:
        """What tells it from the others."""
        return f"{self.table}: {self.keys[0]}"


def _read_rows() -> Iterator[Row]:
    table = ""
    for line in DOCUMENT.read_text("utf-8").splitlines():
        if line.startswith("#"):
            table = line.lstrip("# ")
        elif line.startswith("| `"):
            keys, says = (cell.strip() for cell in line.strip("| ").split(" | "))
            yield Row(table, tuple(re.findall(r"`([^`]+)`", keys)), says)


ROWS = [row for row in _read_rows() if row.table in SETTINGS or row.table in FRONT_MATTER]
rows_of = pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ROWS])


# What a key fills


def nested(path: str, value: object) -> dict[str, Any]:
    """`a[].b` → `{"a": [{"b": value}]}`."""
    head, _, rest = path.partition(".")
    inner = nested(rest, value) if rest else value
    return {head[:-2]: [inner]} if head.endswith("[]") else {head: inner}


def pairs(path: str, beside: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The same map with each of the samples at a path, and with nothing there."""
    above, _, last = path.rpartition(".")

    def below(value: dict[str, Any]) -> dict[str, Any]:
        return nested(above, value) if above else value

    return ((below({**beside, **nested(last, sample)}), below({**beside})) for sample in SAMPLES)


def changed(one: Any, other: Any, field: Field) -> Iterator[Field]:
    """The fields in which two models, or values of models, differ."""
    if isinstance(one, BaseModel) and type(one) is type(other):
        for name in type(one).model_fields:
            values = (object.__getattribute__(model, name) for model in (one, other))
            yield from changed(*values, (_name(type(one)), name))
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for a, b in zip(one, other, strict=True):
            yield from changed(a, b, field)
    elif isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from changed(one[key], other[key], field)
    elif one != other:
        yield field


def _name(model: type) -> str:
    return f"{model.__module__}.{model.__qualname__}"


NOT_OF_THE_SITE = {
    ("masthead.config.model.Config", "root"),
    ("masthead.config.model.Config", "unused"),
    ("masthead.config.model.MenuItem", "where"),
    ("masthead.config.params.Params", "extra"),
}
"""Fields of settings that are filled whatever a setting means."""


def load(file: str, settings: Mapping[str, Any]) -> Config:
    """The configuration of a site with one file of settings."""
    with TemporaryDirectory() as folder:
        write(Path(folder), {f"config/_default/{file}.yaml": settings, "content/_index.md": ""})
        return load_config(Path(folder), Problems())


def write(folder: Path, files: Mapping[str, object]) -> None:
    """Write files; what is no text becomes YAML."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else yaml.dump(content, Dumper=yaml.CSafeDumper)
        file.write_text(text, "utf-8")


def setting_fills(table: str, key: str) -> Iterator[set[Field]]:
    """What each of the samples fills as a setting; `("unused", key)` when `config.unused` lists it."""
    file, above = SETTINGS[table]
    plain = None
    for with_it, without in pairs(above + key, BESIDE.get(key, {})):
        plain = plain or load(file, without)
        config = load(file, with_it)
        listed = {("unused", key)} if set(config.unused) - set(plain.unused) else set()
        yield set(changed(config, plain, ("", ""))) - NOT_OF_THE_SITE | listed


def front_matter_fills(models: Iterable[type[Model]], key: str) -> Iterator[set[Field]]:
    """What each of the samples fills as front matter, where keys at the top may be in any case."""
    top, dot, rest = key.partition(".")
    for with_it, without in pairs(top.lower() + dot + rest, {}):
        for model in models:
            try:
                one, other = model.model_validate(with_it), model.model_validate(without)
            except ValidationError:
                continue
            yield set(changed(one, other, ("", "")))


# What anything asks for

PERSON = {
    "title": "Ann", "superuser": True, "email": "a@b.example", "user_groups": ["All"], "bio": "Ann skis.",
    "organizations": [{"name": "Us", "url": "/"}], "profiles": [{"icon": "envelope", "url": "/"}],
    "interests": ["snow"], "education": [{"area": "PhD", "institution": "Us", "year": 2020}],
    "work": [{"position": "Chair", "company_name": "Us", "button": {"text": "a", "url": "/"}}],
    "awards": [{"title": "Prize", "date": "2020-01-01"}], "languages": [{"name": "English", "percent": 50}],
    "skills": [{"name": "Skis", "items": [{"name": "Wax", "percent": 50}]}], "status": {"icon": "☕"},
}  # fmt: skip
PAGE = {
    "title": "Page", "date": "2021-02-03", "authors": ["ann"], "tags": ["snow"], "categories": ["ice"],
    "image": {"filename": "https://a.example/a.png"}, "hugoblox": {"ids": {"doi": "10.1/2"}},
    "links": [{"name": "Code", "url": "https://a.example/", "icon": "link"}, 
              {"name": "Paper", "provider": "doi", "id": "10.1/2"}],
    "publication_short": "J.",
    "publication_types": ["article-journal"], "publication": {"name": "Journal", "volume": 1},
    "editable": True, "share": True, "show_related": True, "event": "Day", "date_end": "2021-02-04",
    "location": "Hut", "address": {"street": "a", "city": "b", "country": "c"},
    "header": {"navbar": {}, "image": "a.svg"},
}  # fmt: skip
SECTIONS = [
    {
        "block": block.names[0],
        "content": {"username": "ann", "user_groups": ["All"], **more},
        "design": {"view": view},
    }
    for block in builtin()
    for view, more in (
        ("", {"items": [{"name": "Snow", "title": "Snow", "icon": "link"}], "slides": [{"title": "Snow"}]}),
        ("citation", {"filters": {"folders": ["publication"]}}),
        ("people-grid", {"filters": {"folders": ["authors", "post"], "featured_only": True}}),
    )
]
KINDS = ("post", "publication", "event", "project", "docs", "slides")


def page(meta: Mapping[str, Any]) -> str:
    """A content file."""
    return f"---\n{yaml.safe_dump(meta)}---\nText.\n"


def rich_site(theme: str, kind: str, notice: str) -> dict[str, object]:
    """The files of a site that uses what there is: of one generation, of a person or an organization."""
    params = {
        "identity": {"type": kind, "description": "About us"},
        "header": {"theme_toggle": bool(notice), "cta": {"enable": True, "text": "Join", "url": "/"}},
        "copyright": {"notice": notice, "license": {"enable": True, "allow_derivatives": True}},
        "repository": {"url": "https://a.example/code"},
        "search": {"provider": "pagefind"},
        "comments": {"provider": "giscus", "giscus": {"repo": "a/b"}},
        "analytics": {"google": {"measurement_id": "G-1"}},
        "verification": {"google": "abc"},
    }
    hugo = {
        "title": "Site",
        "theme": theme,
        "baseURL": "https://a.example/",
        "enableRobotsTXT": True,
        "outputs": {"home": ["HTML", "RSS", "WebAppManifest", "redirects"]},
        "taxonomies": dict(OWN_TAXONOMIES),
        "related": {"threshold": 1},
        "pagination": {"pagerSize": 1},
        "params": {"hugoblox": params},
        "menus": {"main": [{"name": "Home", "url": "/"}, {"name": "Post", "pageRef": "post"}]},
        "languages": {"en": {"weight": 1}, "de": {"weight": 2}},
    }
    texts = {f"content/{name}/{n}/index.md": page(PAGE) for name in KINDS for n in "ab"}
    lists = {
        f"content/{name}/_index.md": page(
            {"cascade": {"show_breadcrumb": True}, "banner": {"image": "a.svg"}}
        )
        for name in KINDS
    }
    return {
        "hugo.yaml": hugo,
        "content/_index.md": page({"title": "Home", "sections": SECTIONS, "aliases": ["/old/"]}),
        "content/made/index.md": page({"title": "Made", "type": "widget_page"}),
        "content/made/text.md": page({"widget": "blank", "title": "Text"}),
        "content/authors/ann/_index.md": page(PERSON),
        "data/authors/bob.yaml": {"name": {"display": "Bob"}, "experience": [{"role": "Cook", "org": "Us"}]},
        **texts,
        **lists,
    }


RICH_SITES = (
    ("academic", "person", "{license}"),
    ("academic", "local_business", ""),
    ("blox-tailwind", "person", ""),
    ("kit", "local_business", "{license}"),
)


def noting(read: set[Field]) -> Callable[[BaseModel, str], Any]:
    """An `__getattribute__` that notes which fields are asked for; blocks are dressed by asking for all."""

    def get(model: BaseModel, name: str) -> Any:
        kind = type(model)
        if kind is Values or name.startswith("_") or name not in kind.model_fields:
            return object.__getattribute__(model, name)
        if sys._getframe(1).f_code is not _updates.__code__:
            read.add((_name(kind), name))
        return object.__getattribute__(model, name)

    return get


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> set[Field]:
    """The fields that anything asks for while sites of all generations are read and rendered."""
    read: set[Field] = set()
    with pytest.MonkeyPatch.context() as patch:
        for base in (Part, Model):
            patch.setattr(base, "__getattribute__", noting(read), raising=False)
        for theme, kind, notice in RICH_SITES:
            folder = tmp_path_factory.mktemp("rich")
            write(folder, rich_site(theme, kind, notice))
            app = create_app(folder)
            client = app.test_client()
            table = app.extensions["masthead"]["masthead"].website.edition.library.table
            for url in [url for url, found in table.items() if not isinstance(found, Asset)]:
                assert client.get(url).status_code < 400, url
    return read


@cache
def looked_up() -> frozenset[str]:
    """The keys that code asks front matter for by their names, and the taxonomies."""
    found = set(OWN_TAXONOMIES.values())
    for file in (ROOT / "site" / "masthead").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Attribute(attr="meta") | ast.Name(id="meta"), attr="get"),
                    args=[ast.Constant(str(key)), *_],
                ):
                    found.add(key)
                case ast.Subscript(value=ast.Attribute(attr="meta"), slice=ast.Constant(str(key))):
                    found.add(key)
                case ast.Compare(left=ast.Constant(str(key)), comparators=[ast.Attribute(attr="meta")]):
                    found.add(key)
    return frozenset(found)


# Whether rows are true


def fills(table: str, key: str) -> Iterator[set[Field]]:
    """What each of the samples fills; what stands below a cascade is front matter of other pages."""
    cascaded = re.sub(r"^cascade(\[\])?\.(params\.)?", "", key)
    if cascaded != key and not re.match(r"_?target\.", cascaded):
        return front_matter_fills(EVERY_PAGE, cascaded.replace("_build", "build"))
    if table in SETTINGS:
        return setting_fills(table, key)
    return front_matter_fills(FRONT_MATTER[table], key.removeprefix("advanced.").replace("_build", "build"))


def has_effect(table: str, key: str, read: set[Field]) -> bool:
    """Whether anything asks for what a key fills."""
    if table in FRONT_MATTER and (key.lower() in looked_up() or re.match(r"cascade\S*target\.", key)):
        return True
    return any(found & read for found in fills(table, key))


@rows_of
def test_a_row_says_what_the_code_does(row: Row, read: set[Field]) -> None:
    assert row.state, f"{row.name} must begin with one of: {', '.join(STATES)}"
    effects = {key: has_effect(row.table, key, read) for key in row.keys}
    assert effects == dict.fromkeys(row.keys, row.state == "read"), row.says


@pytest.mark.parametrize(
    ("table", "key"),
    [
        (row.table, key)
        for row in ROWS
        for key in row.keys
        if row.table in SETTINGS and row.state != "read" and not key.startswith("cascade")
    ],
)
def test_a_setting_without_effect_is_listed_as_unused_or_kept_for_nobody(table: str, key: str) -> None:
    """Only Hugo's word on how to merge settings is passed over in silence."""
    assert key.endswith("._merge") or any(fills(table, key))


def test_no_key_has_two_rows() -> None:
    keys = [(row.table, key) for row in ROWS for key in row.keys]
    assert len(keys) == len(set(keys)) > 0
    assert {row.table for row in ROWS} == {*SETTINGS, *FRONT_MATTER}


def test_a_row_that_lies_is_found(read: set[Field]) -> None:
    assert has_effect("Hugo's settings", "title", read)
    assert not has_effect("Hugo's settings", "timeout", read)
    assert not has_effect("Hugo Blox's settings", "hugoblox.layout.radio", read)
    assert has_effect("People", "Organizations[].name", read)
    assert not has_effect("People", "organizations[].nane", read)
    assert not has_effect("Landing pages", "cascade[].nane", read)
    assert next(iter(fills("Hugo's settings", "timeout"))) == {("unused", "timeout")}


# Whether rows are missing


@pytest.fixture(scope="session")
def survey(shared: Path) -> str:
    """The counts over real sites."""
    file = shared / "survey.md"
    if not file.is_file():
        message = f"the counts over real sites are not at {file}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return file.read_text("utf-8")


def counted(survey: str) -> Iterator[tuple[str, str]]:
    """The table and the key of all that enough sites use."""
    name = ""
    for line in survey.splitlines():
        if start := re.match(r"- \*\*([\w-]+):\*\*", line):
            name = start[1]
        elif not line.startswith("  - nested:"):
            name = ""
        if name in COUNTED:
            for key, sites in re.findall(r"`([^`]+)` (\d+)", line):
                if int(sites) >= FEW:
                    yield COUNTED[name], key


def test_every_key_of_several_sites_has_a_row(survey: str) -> None:
    rows = {
        table: {key for row in ROWS if row.table == table for key in row.keys} for table in COUNTED.values()
    }
    for table in ("Publications", "Events", "Slides", "Landing pages", "Sections", "People"):
        rows[table] |= rows[COUNTED["post"]]
    wanted = set(counted(survey))
    assert len(wanted) > 400
    missing = [
        f"{table}: {key}"
        for table, key in sorted(wanted)
        if key not in rows[table] and not any(row.startswith((f"{key}.", f"{key}[].")) for row in rows[table])
    ]
    assert not missing
