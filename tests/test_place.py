"""Edits that leave pages and people in their place: the library goes on, and nothing is stale."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pydantic import BaseModel

from conftest import Site
from masthead import Website, create_app
from masthead.content import build, place, query, reading
from masthead.content.fields import Model
from masthead.content.front import FrontMatter
from masthead.content.library import Library
from masthead.content.members import Item, lists_with
from masthead.content.model import Asset, Page
from masthead.content.person import Person
from masthead.content.source import Source

SETTINGS = """title: Lab
baseURL: https://lab.example/
taxonomies: {tag: tags, category: categories, author: authors, method: methods}
related: {threshold: 80, includeNewer: true, indices: [{name: tags, weight: 100}, {name: Topics, weight: 50}]}
permalinks: {event: '/event/:year/:slugorfilename/'}
languages: {en: {languageName: English}, de: {languageName: Deutsch}}
"""
LANDING = """title: Lab
type: landing
sections:
- block: collection
  content: {title: News, filters: {folders: [post]}, sort_by: subtitle, sort_ascending: true}
- block: collection
  content: {title: Papers, filters: {folders: [publication], author: ada}}
- block: collection
  content: {title: Methods, filters: {tag: ice}, count: 0}
- block: people
  content: {title: People, user_groups: [Staff], sort_by: weight}
  design: {show_organizations: true, show_social: true}
"""
FILES = {
    "masthead.yaml": SETTINGS,
    "content/_index.md": LANDING,
    "content/about.md": "title: About\nauthors: [bo]",
    "content/post/_index.md": "title: Posts\nsubtitle: All of them",
    "content/post/ice/index.md": "title: Ice\ndate: 2024-01-05\nauthors: [ada, Bo Ash]\ntags: [ice]\n"
    "topics: [cold]",
    "content/post/ice/index.de.md": "title: Eis\ndate: 2024-01-05\nauthors: [ada]",
    "content/post/mud/index.md": "title: Mud\nsubtitle: B\ndate: 2024-01-04\ntags: [ice]\nprojects: [river]",
    "content/publication/melt/index.md": "title: Melt\ndate: 2023-02-01\nauthors: [ada, Jo Far]\n"
    "publication_types: [article-journal]\nabstract: It melts.\ndoi: 10.1000/1\ncategories: [a]",
    "content/publication/melt/featured.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "content/event/day/index.md": "title: Day\ndate: 2024-03-01\nlocation: Hall\nmethods: [Talk]",
    "content/project/river/index.md": "title: River\nexternal_link: https://river.example/",
    "content/docs/_index.md": "title: Docs\ntype: docs",
    "content/docs/one.md": "title: One\nweight: 1",
    "content/docs/two.md": "title: Two\nweight: 2",
    "content/post/elsewhere.md": "title: Elsewhere\nbuild: {render: never}\nexternal_link: https://river.example/",
    "content/authors/ada/_index.md": "title: Ada Long\nrole: Chair\nuser_groups: [Staff]\nsuperuser: true",
    "content/authors/ada/_index.de.md": "title: Ada Long\nrole: Vorsitz\nuser_groups: [Staff]",
    "data/authors/bo.yaml": "name: {display: Bo Ash}\nrole: Fellow\nuser_groups: [Staff]\ntags: [ice]",
}  # fmt: skip
HOME, POST, MUD, SECTION = (
    "content/_index.md", "content/post/ice/index.md", "content/post/mud/index.md", "content/post/_index.md"
)  # fmt: skip
PAPER, ADA, BO = "content/publication/melt/index.md", "content/authors/ada/_index.md", "data/authors/bo.yaml"
RIVER = "content/project/river/index.md"


def written(name: str, text: str) -> str:
    return f"---\n{text}\n---\nText of {name}.\n" if name.endswith(".md") else f"{text}\n"


FOLDER = {name: written(name, text) for name, text in FILES.items()}
"""The files of the site."""
CONTENT = [(name, text) for name, text in FILES.items() if not name.endswith((".svg", "masthead.yaml"))]


THEMES = ("blox-bootstrap/v5", "blox-tailwind", "blox")


def module(theme: str) -> dict[str, str]:
    """The settings that say which generation a site is of."""
    return {"config/_default/module.yaml": f"imports:\n- path: github.com/x/modules/{theme}\n"}


# What a library is made from


Read = set[tuple[str, str]]


class Spy:
    """Notes what is read of front matter: `own` what stands in the file, `page` with what is handed down."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.read: Read = set()
        self._busy = True
        for base in (Model,):
            patch.setattr(base, "__getattribute__", self._field(), raising=False)
        for module, name in ((build, "Page"), (reading, "read_source"), (reading, "read_data")):
            patch.setattr(module, name, self._noted(getattr(module, name)))
        patch.setattr(build.Builder, "page", self._unseen(build.Builder.page))
        patch.setattr(reading, "author_of", self._unseen(reading.author_of))
        patch.setattr(query, "_sort_key", self._sorting(query._sort_key))

    def note(self, *what: str) -> None:
        if self._busy:
            self.read.add((what[0], what[1]))

    def _field(self) -> Callable[[BaseModel, str], Any]:
        spy = self

        def get(model: BaseModel, name: str) -> Any:
            kind = type(model)
            if (
                kind.__module__ in ("masthead.content.front", "masthead.content.person")
                and name in kind.model_fields
            ):
                spy.note(kind.__name__, name)
            return object.__getattribute__(model, name)

        return get

    def _noted(self, make: Callable[..., Any]) -> Callable[..., Any]:
        def made(*args: Any) -> Any:
            found = make(*args)
            kind = "own" if isinstance(found, Source) else "page"
            return replace(found, meta=Meta(found.meta, kind, self))

        return made

    def _unseen(self, make: Callable[..., Any]) -> Callable[..., Any]:
        """What is made anew of an edited file, to be compared with what there was."""

        def made(*args: Any, **named: Any) -> Any:
            before, self._busy = self._busy, False
            try:
                return make(*args, **named)
            finally:
                self._busy = before

        return made

    def _sorting(self, key: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args: self._unseen(key(*args))


class Meta(dict[str, Any]):
    """Front matter that notes what is asked of it."""

    def __init__(self, values: Mapping[str, Any], kind: str, spy: Spy) -> None:
        super().__init__(values)
        self._kind, self._spy = kind, spy

    def get(self, key: str, default: Any = None) -> Any:
        self._spy.note(self._kind, key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self._spy.note(self._kind, key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._spy.note(self._kind, str(key))
        return super().__contains__(key)

    def items(self) -> Any:
        self._spy.note(self._kind, "everything")
        return super().items()

    values = keys = items


def make_all_of(found: Library) -> None:
    """Make all that is made of a library when it is asked for, and then kept."""
    ask_all(found)
    for lang, pages in found.pages.items():
        members = found.members(lang)
        for page in pages.values():
            found.listed_pages(page)
        for name in query.TAXONOMIES:
            members.with_terms(name, {"ice"})
        for wanted in (
            {"filters": {"folders": ["post", "authors"]}},
            {
                "filters": {
                    "tags": ["ice"],
                    "category": "a",
                    "author": "ada",
                    "publication_type": "manuscript",
                }
            },
        ):
            query.select(found, lang, query.Query.model_validate(wanted), lambda *_: None)
        ask_all(members)
        ask_all(found.names[lang])


def ask_all(thing: object) -> None:
    for name, kept in vars(type(thing)).items():
        if isinstance(kept, cached_property):
            assert getattr(thing, name) is not None


@pytest.mark.parametrize("theme", THEMES)
def test_all_that_a_library_is_made_from_is_in_the_place(
    site: Site, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    root = site({**FOLDER, **module(theme)})
    spy = Spy(monkeypatch)
    found = Website(root).edition.whole
    make_all_of(found)
    read, spy.read = spy.read, set()
    for items in (*found.pages.values(), *found.people.values()):
        for item in items.values():
            place.place(found.config, item)
            if isinstance(item, Page):
                build.hidden_reason(found.config, item)
    assert read - {("own", "cascade")} == spy.read


# What shows


class Twins:
    """A site as a watcher tells of its changes, and the same site read anew by another app."""

    def __init__(self, root: Path) -> None:
        self.root = root
        apps = create_app(root), create_app(root)
        self.clients = [app.test_client() for app in apps]
        self.live, self.new = (app.extensions["masthead"]["masthead"].website for app in apps)
        self.live.news.begin()
        self.live.fresh()
        make_all_of(self.library)
        self.shown(0)

    @property
    def library(self) -> Library:
        found: Library = self.live.edition.whole
        return found

    def edit(self, *edits: tuple[str, str]) -> bool:
        """Write files; whether the library goes on."""
        before = self.library
        for name, text in edits:
            (self.root / name).write_text(written(name, text), "utf-8")
        self.live.news.tell([self.root / name for name, _ in edits])
        self.live.fresh()
        if self.library is not before:
            make_all_of(self.library)
        return self.library is before

    def shown(self, which: int) -> dict[str, str]:
        """Every page and document as one of the two has it."""
        table = (self.live, self.new)[which].edition.library.table
        urls = [url for url, found in table.items() if not isinstance(found, Asset)]
        pages = {url: self.clients[which].get(url).text for url in urls}
        return {
            **pages,
            "problems": "\n".join(sorted(map(str, (self.live, self.new)[which].edition.problems))),
        }

    def assert_same(self) -> None:
        Website.__init__(self.new, self.root)
        assert self.shown(0) == self.shown(1)


def write(root: Path) -> Path:
    """The site in a folder."""
    for name, text in FOLDER.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Twins:
    return Twins(write(tmp_path_factory.mktemp("site")))


@pytest.fixture
def twins(both: Twins) -> Twins:
    both.edit(*CONTENT)
    return both


MOVING = {
    "title", "linktitle", "date", "expirydate", "draft", "private", "headless", "build", "weight", "type",
    "slug", "url", "aliases", "outputs", "translationkey",
}  # fmt: skip
"""The fields of front matter that change the place of a page with a date."""
MOVING_PEOPLE = {
    "title", "given", "family", "alternate", "names", "pronunciation", "weight", "owner", "tags",
}  # fmt: skip
"""The fields of a person that change the place of somebody without a page."""
VALUES = {
    "date": "1999-01-01",
    "publishdate": "1999-01-01",
    "lastmod": "1999-01-01",
    "expirydate": "1999-01-01",
    "weight": "7",
    "build": "{list: never}",
    "outputs": "[rss]",
    "aliases": "[/older/]",
    "image": "{caption: A caption}",
    "header": "{caption: A caption}",
    "banner": "{caption: A caption}",
    "cover": "{caption: A caption}",
    "sidebar": "{hidden: true}",
    "content_meta": "{difficulty: hard}",
    "design": "{spacing: 1rem}",
    "status": "{icon: x}",
}
"""What is written for a field, where neither `true`, `false` nor a word is."""
KEYS = {"given": "first_name", "family": "last_name", "owner": "superuser"}
"""Fields that are called otherwise in files."""


def line_of(model: type[BaseModel], field: str) -> str:
    """A line of front matter that changes a field."""
    default = model.model_fields[field].default
    word = "true" if default is False else "false" if default in (None, True) else "A word"
    value = VALUES.get(field, word)
    key = KEYS.get(field, field)
    if model is Person and key in ("education", "work", "skills", "languages", "awards", "profiles"):
        value = "[{name: A word, title: A word, url: 'https://a.example/', items: [{name: A word}]}]"
    return f"{key}: {value}"


def put(text: str, line: str) -> str:
    """Front matter with another line, in the place of the one of that key."""
    key = line.partition(":")[0]
    return "\n".join([*(old for old in text.split("\n") if old.partition(":")[0] != key), line])


@pytest.mark.parametrize(
    ("name", "model", "moving"),
    [
        (POST, FrontMatter, MOVING),
        (SECTION, FrontMatter, MOVING - {"slug"} | {"lastmod", "publishdate"}),
        (ADA, Person, MOVING_PEOPLE - {"owner"}),
        (BO, Person, MOVING_PEOPLE),
    ],
)
def test_every_field_is_followed_or_makes_a_new_library(
    twins: Twins, name: str, model: type[BaseModel], moving: set[str]
) -> None:
    moved = set()
    for field in model.model_fields:
        if twins.edit((name, put(FILES[name], line_of(model, field)))):
            twins.assert_same()
        else:
            moved.add(field)
        twins.edit((name, FILES[name]))
    assert moved == moving


OTHERS = (
    "tags: [ice, 1]", "tags: [ice, true]", "categories: b", "authors: [Jo Far, bo]", "authors: [bo]",
    "methods: [Poster]", "topics: [cold]", "projects: [river]", "publication_types: [book]", "slug: bo",
    "sections: [{block: markdown}]", "external_link: ''", "cascade: {subtitle: From above}", "subtitle: A",
    "cascade: {tags: [ice]}", "params: {subtitle: Deep}", "weight: many", "subtitle: Z", "doi: 10.1000/2",
    "location: Room", "superuser: false", "organizations: [{name: Institute}]", "user_groups: [Guests]",
    "name: {display: Bo Ashe}", "name: Bo", "role: Head", "abstract: <b class='mt-4'>It</b>",
    "type: landing", "type: widget_page", "links: [{name: Film, url: /about/}]",
)  # fmt: skip
LINES = sorted(
    {line_of(model, field) for model in (FrontMatter, Person) for field in model.model_fields} | {*OTHERS}
)
EDITED = [HOME, POST, MUD, SECTION, PAPER, ADA, BO, "content/docs/one.md", "content/authors/ada/_index.de.md"]
EDITS = st.lists(
    st.lists(
        st.tuples(st.sampled_from(EDITED), st.lists(st.sampled_from(LINES), max_size=2)),
        min_size=1,
        max_size=2,
        unique_by=lambda edit: edit[0],
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=10, deadline=None)
@given(rounds=EDITS)
def test_whatever_is_edited_shows_as_in_a_site_read_anew(
    both: Twins, rounds: list[list[tuple[str, list[str]]]]
) -> None:
    both.edit(*CONTENT)
    for number, edits in enumerate(rounds):
        texts = [(name, reduce(put, lines, FILES[name])) for name, lines in edits]
        note(f"{number}: {texts}")
        both.edit(*texts)
        both.assert_same()


def test_a_section_a_text_and_a_person_are_followed_at_once(twins: Twins) -> None:
    home = FILES[HOME].replace("title: News", "title: What is new")
    person = put(FILES[BO], "role: Deputy")
    assert twins.edit((HOME, home), (BO, person), (MUD, put(FILES[MUD], "summary: Brown")))
    twins.assert_same()
    shown = twins.shown(0)
    assert "What is new" in shown["/"]
    assert "Deputy" in shown["/"]
    assert "Brown" in shown["/post/"]


def test_pages_and_people_stay_the_same_objects(twins: Twins) -> None:
    page, author = twins.library.pages["en"]["authors/ada"], twins.library.people["en"]["ada"]
    assert twins.edit((ADA, put(FILES[ADA], "role: Dean")))
    assert (twins.library.pages["en"]["authors/ada"], twins.library.people["en"]["ada"]) == (page, author)
    assert (page.meta["role"], author.person.role, author.source.meta["role"]) == ("Dean", "Dean", "Dean")
    assert page.source is author.source


def test_what_is_handed_down_stands_in_for_what_a_page_no_longer_says(twins: Twins) -> None:
    assert not twins.edit((SECTION, put(FILES[SECTION], "cascade: {subtitle: From above}")))
    assert twins.edit((MUD, FILES[MUD].replace("subtitle: B\n", "")))
    assert twins.library.pages["en"]["post/mud"].front.subtitle == "From above"
    twins.assert_same()


@pytest.mark.parametrize(
    ("name", "line", "then"),
    [
        (POST, "weight: many", "weight: 0"),
        (BO, "profiles: x", "role: x"),
        (POST, "title: Ice\ntitle: Ice", "subtitle: x"),
        (POST, "draft: true", "summary: x"),
        (SECTION, "cascade: {summary: x}", "cascade: {summary: y}"),
        (RIVER, "build: {render: never}", "build: {render: always}\nsummary: x"),
        (POST, "summary: <i class='pt-4'>x</i>", "summary: <i class='pt-8'>x</i>"),
    ],
)
def test_what_is_wrong_hidden_or_handed_down_makes_a_new_library(
    twins: Twins, name: str, line: str, then: str
) -> None:
    for edit in (line, then, line):
        assert not twins.edit((name, f"{FILES[name]}\n{edit}"))
        twins.assert_same()


def test_a_file_that_is_shown_in_one_language_and_hidden_in_another(site: Site) -> None:
    languages = "languages: {en: {contentDir: content}, de: {contentDir: content}}\n"
    cascade = "cascade: {target: {lang: de}, draft: true}\n"
    twins = Twins(site({"masthead.yaml": languages + cascade, "content/a.md": "---\ntitle: A\n---\n"}))
    assert {lang: "a" in pages for lang, pages in twins.library.pages.items()} == {"en": True, "de": False}
    assert not twins.edit(("content/a.md", "title: A\ndraft: false"))
    twins.assert_same()


def test_a_file_that_is_a_page_in_one_language_and_quoted_in_another(site: Site) -> None:
    files = {
        "masthead.yaml": "languages: {en: {contentDir: content}, de: {contentDir: content/home/de}}\n",
        "content/home/index.md": "---\ntype: widget_page\nheadless: true\n---\n",
        "content/home/de/a.md": "---\ntitle: A\nwidget: blank\n---\nText.\n",
    }
    twins = Twins(site(files))
    assert "a" in twins.library.pages["de"]
    assert [text.file for texts in twins.library.widgets.values() for text in texts] == [
        "content/home/de/a.md"
    ]
    assert not twins.edit(("content/home/de/a.md", "title: A\nwidget: blank\nactive: false"))
    twins.assert_same()


def test_what_was_wrong_with_a_page_is_not_told_once_it_is_mended(twins: Twins) -> None:
    def told() -> list[str]:
        twins.shown(0)
        return [problem.message for problem in twins.live.edition.problems if "icon" in problem.message]

    assert twins.edit((BO, put(FILES[BO], "profiles: [{icon: no-such-icon, url: /about/}]")))
    assert told() == ["there is no icon 'no-such-icon'."]
    assert twins.edit((BO, put(FILES[BO], "profiles: [{icon: orcid, url: /about/}]")))
    assert told() == []


def test_lists_by_what_was_edited_are_sorted_again_and_others_are_kept(twins: Twins) -> None:
    members = twins.library.members("en")

    def titles(sort_by: str) -> Sequence[Item]:
        wanted = query.Query(sort_by=sort_by, sort_ascending=True, filters=query.Filters(folders=("post",)))
        query.select(twins.library, "en", wanted, lambda *_: None)
        return lists_with(members, [])[frozenset(["post"]), frozenset(["page"]), sort_by, True, "en"][1]

    before, dated = titles("subtitle"), titles("date")
    assert twins.edit((MUD, put(FILES[MUD], "subtitle: Z")), (POST, put(FILES[POST], "subtitle: C")))
    assert [page.name for page in titles("subtitle") if isinstance(page, Page)][1:] == ["ice", "mud"]
    assert titles("subtitle") is not before
    assert titles("date") is dated


def test_a_list_that_is_made_during_an_edit_is_not_kept(twins: Twins) -> None:
    members = twins.library.members("en")

    def made() -> list[Item]:
        assert twins.edit((MUD, put(FILES[MUD], "subtitle: Z")))
        return []

    assert members.once("key", str, made) == []
    assert members.once("key", str, lambda: members.pages[:1]) == members.pages[:1]


def test_a_walk_over_all_files_makes_a_new_library(twins: Twins) -> None:
    """Hosts that refresh a site while others look at it get a whole one."""
    before = twins.library
    (twins.root / BO).write_text(put(FILES[BO], "role: Deputy") + "\n", "utf-8")
    assert twins.live.refresh().whole is not before
    assert before.people["en"]["bo"].person.role == "Fellow"
