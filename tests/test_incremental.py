"""Nothing is made twice: a freeze after any edits has the very bytes, and the problems, of a clean one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from array import array
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from jinja2 import Environment
from jinja2.meta import find_referenced_templates
from PIL import Image

from masthead.cache import load
from masthead.content.library import Library
from masthead.content.members import Members
from masthead.content.model import Page
from masthead.content.notes import Parts
from masthead.content.watched import Watched, WatchedMembers
from masthead.context.scene import Scene
from masthead.errors import ContentError
from masthead.freeze import FreezeResult, freeze_folder
from masthead.freezing.again import FOLDER, look_again
from masthead.freezing.folder import freeze_seen
from masthead.freezing.parts import FRAME
from masthead.journal import MANIFEST
from masthead.paths import bundled
from masthead.render import Renderer

Site = Callable[[Mapping[str, str | bytes]], Path]

PATHS = (
    "_index.md", "post/_index.md", "post/a/index.md", "post/b.md", "post/c/index.zh.md", "post/c/index.md",
    "publication/p/index.md", "publication/q/index.md", "event/e/index.md", "project/x/index.md",
    "research/group/index.md", "research/_index.md", "docs/_index.md", "docs/one.md", "docs/two.md",
    "authors/ada/_index.md", "authors/bo/_index.md", "authors/bo/_index.zh.md", "about.md", "_index.zh.md",
)  # fmt: skip
NAMES = ("Ada", "Ada Lovelace", "ada", "Bo", "bo", "波", "Nobody Else", "Ada Lovelac")
TAGS = ("Snow", "ice", "Lake & River", "湖")
TEXTS = (
    "", "Plain words.", "A [link](/post/a/) and [another](../b.md).", '{{< ref "one" >}} stands there.',
    "![A picture](featured.png)", "![None](missing.png)", "{{< icon name=nothing-like-it >}}",
    "Broken {{< x >}}.",
    '{{< cite page="/publication/p" view="citation" >}}', '{{< mention "ada" >}} and {{< mention "bo" >}}',
    "Before.<!--more-->\n\nAfter.", "## One\n\nText.\n\n## Two\n\n- a\n- b", "{{< figure src=shared.png >}}",
    "{{< list_children >}}", '{{< gallery album="snow" >}}', "<p class='dark:text-red-500'>HTML</p>",
)  # fmt: skip
FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("title", ("One", "Two", "'Three & more'", "四", "")),
    ("date", ("2020-01-01", "2021-06-01", "2021-23-99", "2999-01-01", "''")),
    ("weight", ("1", "2", "x")),
    ("draft", ("true", "false")),
    ("featured", ("true", "false")),
    ("summary", ("A summary.", "'With [a link](/about/)'")),
    ("aliases", ("[/old/]", "[/older/, /post/a/]")),
    ("slug", ("other", "a")),
    ("authors", (*(f"[{name}]" for name in NAMES), "[Ada, bo]")),
    ("tags", (*(f"[{tag!r}]" for tag in TAGS), "[Snow, ice]")),
    ("projects", ("[x]", "[]")),
    ("image", ("{filename: featured.png}", "{caption: '*c*'}", "{filename: gone.png}")),
    ("role", ("Chair", "Student")),
    ("superuser", ("true",)),
    ("user_groups", ("[Staff]", "[Students]")),
    ("type", ("landing", "docs", "post")),
    ("cascade", ("{tags: [Snow]}", "{show_date: false}")),
    ("build", ("{list: never}", "{render: never}")),
    ("external_link", ("https://x.example/",)),
    ("expiryDate", ("2001-01-01", "2998-01-01")),
    ("sitemap", ("{disable: true}",)),
    ("translationKey", ("same",)),
    ("menus", ("main",)),
    ("show_related", ("true",)),
    ("view", ("card", "citation", "nosuchview")),
    ("sections", tuple(
        f"[{{block: {block}}}]" for block in (
            "collection, content: {filters: {folders: [post]}}",
            "collection, content: {filters: {folders: [authors], tag: snow}, count: 0}",
            "collection, content: {filters: {folders: [event], exclude_past: true}}",
            "collection, content: {filters: {tag: nosuch}}",
            "people, content: {user_groups: [Staff, Students]}",
            "markdown, content: {text: 'See [a](/post/a/).', title: T}",
            "tag_cloud, content: {title: Tags}",
            "resume-biography, content: {username: ada}",
            "pages, content: {page_type: publication}",
            "no-such-block, content: {title: T, author: Ada}",
        )
    )),
)  # fmt: skip
SETTINGS = (
    "title: Lab\nbaseURL: https://lab.example/\n",
    "title: Lab\nbaseURL: https://lab.example/\nlanguages:\n  en: {weight: 1}\n  zh: {weight: 2}\n",
    "title: Other\npaginate: 1\nmenus:\n  main: [{name: Post, url: /post/}, {name: P, pageRef: post/b}]\n",
    "title: Lab\nenableEmoji: true\nbuildFuture: true\nrelated:\n  indices: [{name: tags, weight: 10}]\n"
    "module:\n  imports: [{path: github.com/wowchemy/wowchemy-hugo-themes/modules/wowchemy/v5}]\n",
    "title: [broken\n",
)
OTHERS = {
    "data/authors/cy.yaml": (
        "name: {given: Cy, family: Wu}\nrole: Cook\n",
        "title: Cy\nusername: [\n",
        "title: Li\n",
    ),
    "data/page_sharer.yaml": ("buttons:\n  - {title: X, url: 'https://x.example/{url}', icon: x}\n",),
    "i18n/en.yaml": ("- id: read_more\n  translation: More!\n",),
    "templates/masthead/views/card.html": ("<p>{{ items|length }} cards</p>\n", "{{ items.none.such }}\n"),
    "templates/masthead/pages/single.html": (
        "{% extends layout %}{% block masthead %}{{ page.title }}{% endblock %}",
    ),
    "templates/masthead/base.html": (
        '{% extends "default:masthead/base.html" %}{% block content %}<i>{{ super() }}</i>{% endblock %}',
        "{{ head }}{{ content }}{{ page.title }}{% if site.logo %}{{ site.logo.src }}{% endif %}",
        "{{ content }}{{ t('no_such_word') }}{{ site.none.such }}",
    ),
    "templates/masthead/parts/footer.html": (
        '{% from "masthead/parts/item.html" import picture with context %}{% if site.logo %}'
        '{{ picture(site.logo, "card") }}{% endif %}{% for item in site.menu %}{{ item.name }}{% endfor %}',
        "<footer>{{ page.summary }}</footer>",
    ),
    "templates/masthead/pages/docs.html": (
        '{% extends layout %}{% block masthead %}{% include "masthead/parts/footer.html" %}{% endblock %}',
        "{% set name = 'masthead/parts/footer.html' %}All of it. {% include name %}",
    ),
    "static/robots.txt": ("User-agent: *\n",),
    "static/file.txt": ("one", "two"),
    "content/post/loose.txt": ("loose", "looser"),
    "assets/css/custom.css": ("p { color: red }", "p { color: blue }"),
    "content/broken.md": ("---\ntitle: [A\n---\n", "---\ntitle: Mended\n---\n"),
}


def png(side: int, grey: int) -> bytes:
    file = BytesIO()
    Image.new("L", (side, side), grey).save(file, "png")
    return file.getvalue()


PICTURES = {name: (png(600, 9), png(600, 200), png(40, 9), b"no picture") for name in (
    "content/post/a/featured.png", "content/authors/ada/avatar.png", "assets/media/shared.png",
    "assets/media/icon.png", "assets/media/icons/own.svg", "content/post/a/gallery/one.png",
    "assets/media/albums/snow/1.png", "assets/media/authors/cy.png",
)}  # fmt: skip

Edit = tuple[str, ...]


def page_text(fields: Mapping[str, str], text: str) -> bytes:
    front = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\n{front}---\n{text}\n".encode()


fields_ = st.lists(st.sampled_from(FIELDS), max_size=5).flatmap(
    lambda chosen: st.fixed_dictionaries({key: st.sampled_from(values) for key, values in chosen})
)
pages_ = st.tuples(
    st.sampled_from([f"content/{path}" for path in PATHS]),
    st.builds(page_text, fields_, st.sampled_from(TEXTS)),
)
others_ = st.sampled_from([(name, text.encode()) for name, texts in OTHERS.items() for text in texts])
pictures_ = st.sampled_from([(name, data) for name, datas in PICTURES.items() for data in datas])
settings_ = st.sampled_from([("masthead.yaml", text.encode()) for text in SETTINGS])
writes = st.one_of(pages_, pages_, pages_, others_, pictures_, settings_).map(lambda edit: ("write", *edit))
places = st.sampled_from([*(f"content/{path}" for path in PATHS), *OTHERS, *PICTURES])
deletes = places.map(lambda name: ("delete", name))
renames = st.tuples(st.just("rename"), places, places)
RETOUCHES = (
    ("role", "Dean"), ("role", "'*Reader* of [ice](/post/a/)'"), ("summary", "Shorter."), ("view", "card"),
    ("subtitle", "Below"), ("user_groups", "[Staff]"), ("tags", "[ice]"), ("title", "Retold"),
    ("expiryDate", "2001-01-01"), ("expiryDate", "2998-01-01"), ("show_date", "false"), ("weight", "3"),
    ("cascade", "{show_date: false}"), ("image", "{caption: 'Other'}"), ("broken", "[x"), ("", ""),
)  # fmt: skip
retouches = st.tuples(
    st.just("retouch"),
    st.sampled_from([*(f"content/{path}" for path in PATHS), "data/authors/cy.yaml"]),
    st.sampled_from(RETOUCHES),
    st.sampled_from(TEXTS),
)
harm = st.sampled_from([("harm", "index.html"), ("harm", "post/a/index.html"), ("lose", "index.html")])
edits = st.one_of(
    st.lists(st.one_of(writes, writes, writes, deletes, renames, harm, retouches), min_size=1, max_size=3),
    st.lists(retouches, min_size=1, max_size=3),
    st.lists(retouches, min_size=1, max_size=1),
)


def retouched(file: bytes, key: str, value: str, text: str) -> bytes:
    """A page or a data file with another value under one key, and another text below."""
    fence = b"---\n" if file.startswith(b"---\n") else b""
    front = file.split(b"---\n", 2)[1] if fence else file
    kept = b"".join(
        line for line in front.splitlines(keepends=True) if not line.startswith(f"{key}:".encode())
    )
    own = kept + f"{key}: {value}\n".encode() if key else front
    return fence + own + fence + (f"{text}\n".encode() if fence else b"")


def apply(root: Path, built: Path, edit: tuple[object, ...]) -> None:
    """Make one edit; one that cannot be made is left out."""
    kind, name = edit[0], str(edit[1])
    place = (built if kind in ("harm", "lose") else root) / name
    if kind == "write" and isinstance(edit[2], bytes):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(edit[2])
    elif not place.is_file():
        return
    elif kind in ("delete", "lose"):
        place.unlink()
    elif kind == "retouch" and isinstance(edit[2], tuple):
        place.write_bytes(retouched(place.read_bytes(), *edit[2], str(edit[3])))
    elif kind == "harm":
        place.write_bytes(place.read_bytes()[::-1])
    elif not (target := root / str(edit[2])).exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        place.rename(target)


TAKING = """
import sys
from pathlib import Path
from masthead.context.exchange import Exchange
from masthead.freeze import freeze_folder

take = Exchange.take

def taking(*args):
    found = take(*args)
    if found is not None:
        with open(sys.argv[4], "a") as file:
            print(type(found[0]).__name__, file=file)
    return found

Exchange.take = taking
freeze_folder(Path(sys.argv[1]), Path(sys.argv[2]), jobs=int(sys.argv[3]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_what_processes_took_from_each_other_is_remembered_as_their_own(lab: Path, tmp_path: Path) -> None:
    for n in range(60):
        text = f"---\ntitle: P{n}\ntags: [own-{n}]\n---\n[next]({{{{< ref p{(n + 7) % 60} >}}}})\n"
        (lab / f"content/post/p{n}/index.md").write_text(text)
    takes, remembered = tmp_path / "takes", []
    for jobs in ("1", "2"):
        # A process with threads, as this one may be, is not copied.
        given = [lab, tmp_path / f"by-{jobs}", jobs, takes]
        subprocess.run([sys.executable, "-c", TAKING, *map(str, given)], check=True)
        (file,) = (lab / FOLDER).glob("*.bin")
        remembered.append(questions(file))
        file.unlink()
    assert read(tmp_path / "by-1") == read(tmp_path / "by-2")
    assert remembered[0] == remembered[1]
    assert "Markup" in takes.read_text().splitlines()


def questions(memory: Path) -> dict[str, set[bytes]]:
    """What the page of each URL asked, by a file of what is remembered."""
    _, _, _, asked, _, pages, *_ = load(memory) or ()
    return {url: {asked[number] for number in array("I", page[1])} for url, page in pages.items()}


def read(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }


def outcome(root: Path, built: Path, jobs: int = 1) -> tuple[list[str], dict[str, bytes] | None]:
    """The problems of a freeze, and the files that it leaves; None for files that it refuses to publish."""
    try:
        result = freeze_folder(root, built, keep_going=False, jobs=jobs)
    except ContentError as error:
        return [str(problem) for problem in error.problems], None
    return [str(problem) for problem in result.problems], read(built)


@settings(
    max_examples=int(os.environ.get("MASTHEAD_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(writes, min_size=3, max_size=14), st.lists(edits, min_size=1, max_size=4))
def test_after_any_edits_the_site_is_that_of_a_clean_freeze(
    tmp_path_factory: pytest.TempPathFactory,
    start: list[tuple[object, ...]],
    rounds: list[list[tuple[object, ...]]],
) -> None:
    base = tmp_path_factory.mktemp("any")
    root, built = base / "site", base / "built"
    apply(root, built, ("write", "masthead.yaml", SETTINGS[0].encode()))
    for number, group in enumerate([start, *rounds]):
        for edit in group:
            note(f"{number}: {edit}")
            apply(root, built, edit)
        clean = base / f"clean-{number}"
        again = outcome(root, built)
        assert again == outcome(root, clean)
        if again[1] is not None:
            told = look_again(root, built, "", False).result
            assert told is None or [str(problem) for problem in told.problems] == again[0]
        shutil.rmtree(clean, ignore_errors=True)
    shutil.rmtree(base)


@pytest.mark.parametrize(("whole", "watched"), [(Library, Watched), (Members, WatchedMembers)])
def test_every_look_up_is_a_question(whole: type, watched: type) -> None:
    """Of the fields of a library, those that look-ups go through are replaced when it is watched."""
    look_ups = {name for name in vars(whole) if not name.startswith("_")} - set(whole.__dataclass_fields__)
    assert look_ups - set(vars(watched)) - {"names", "broken", "authors_by_path"} == set()


@pytest.fixture
def lab(site: Site) -> Path:
    pages = {
        f"content/post/p{n}/index.md": f"---\ntitle: P{n}\ntags: [t{n % 3}]\nauthors: [ada]\n---\nNo {n}.\n"
        for n in range(60)
    }
    return site(
        {
            "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n",
            "content/_index.md": "---\ntitle: Lab\n---\n",
            "content/about.md": "---\ntitle: About\n---\n{{< icon name=no-such-icon >}}\n",
            "content/authors/ada/_index.md": "---\ntitle: Ada\n---\n",
            "content/post/p1/featured.png": png(900, 90),
            **pages,
        }
    )


def freeze(root: Path, built: Path, **options: object) -> FreezeResult:
    return freeze_folder(root, built, **options)  # type: ignore[arg-type]


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    found = ((file, file.stat()) for file in folder.rglob("*"))
    return {str(file): (stat.st_mtime_ns, stat.st_ino) for file, stat in found}


def test_nothing_changed_means_that_nothing_is_made_or_written(lab: Path, tmp_path: Path) -> None:
    built = tmp_path / "built"
    first = freeze(lab, built, jobs=1)
    before = stamps(built)
    again = freeze(lab, built, jobs=1)
    assert (again.pages, again.written, again.removed) == (first.pages, 0, 0)
    assert again.problems == first.problems
    assert len(first.problems) == 1
    assert stamps(built) == before


def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The URLs that are requested from now on."""
    from masthead.freezing.making import Maker

    urls: list[str] = []
    make = Maker.make
    monkeypatch.setattr(Maker, "make", lambda self, order: (urls.append(order.url), make(self, order))[1])
    return urls


def test_an_edit_makes_what_shows_it(lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = tmp_path / "built"
    freeze(lab, built, jobs=1)
    urls = made(monkeypatch)
    (lab / "content/post/p7/index.md").write_text(
        "---\ntitle: Seven\ntags: [t1]\nauthors: [ada]\n---\nNew.\n"
    )
    result = freeze(lab, built, jobs=1)
    assert {"/post/p7/", "/tags/t1/", "/authors/ada/"} <= set(urls)
    assert "/post/p8/" in urls, "its neighbour names it"
    assert not {"/post/p20/", "/tags/t0/", "/about/"} & set(urls)
    assert len(urls) < result.pages / 3


def test_templates_are_compiled_once(lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = tmp_path / "built"
    freeze(lab, built)
    monkeypatch.setattr(Environment, "compile", lambda *_, **__: pytest.fail("it was compiled before"))
    shutil.rmtree(built)
    assert freeze(lab, built).written


def test_another_template_makes_every_page_again(
    lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = tmp_path / "built"
    freeze(lab, built, jobs=1)
    urls = made(monkeypatch)
    template = lab / "templates/masthead/views/compact.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>All.</p>")
    result = freeze(lab, built, jobs=1)
    assert len(urls) == result.pages


def parts_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The URLs of pages whose parts are made from now on."""
    urls: list[str] = []
    genuine = Renderer._parts

    def noting(self: Renderer, scene: Scene, page: Page | None, *rest: Any) -> Parts:
        urls.append(page.url if page else "")
        return genuine(self, scene, page, *rest)

    monkeypatch.setattr(Renderer, "_parts", noting)
    return urls


@pytest.mark.parametrize("name", ["base", "parts/footer"])
def test_another_frame_comes_around_the_parts_that_were_made(
    lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    built, template = tmp_path / "built", lab / f"templates/masthead/{name}.html"
    (lab / "content/_index.md").write_text(
        "---\ntitle: Lab\n---\n![One](/media/a.png) <b class='p-4'>B</b>\n"
    )
    (lab / "assets/media").mkdir(parents=True)
    (lab / "assets/media/a.png").write_bytes(png(900, 90))
    for picture in lab.rglob("*.png"):
        os.utime(picture, (1e9, 1e9))  # of a young one, the clock may tell more at the next look
    first = freeze(lab, built, jobs=1)
    pages, parts = made(monkeypatch), parts_made(monkeypatch)
    template.parent.mkdir(parents=True)
    text = (bundled("templates") / f"masthead/{name}.html").read_text()
    for number in range(2):
        template.write_text(f"{text}<!-- {number} -->")
        again = freeze(lab, built, jobs=1)
        assert (again.pages, again.problems) == (first.pages, first.problems)
        assert (len(pages), parts) == (first.pages, [])
        pages.clear()
        parts.clear()
    (lab / "content/post/p1/index.md").write_text("---\ntitle: Other\n---\nOther.\n")
    template.write_text(f"{text}<!-- last but one -->")
    freeze(lab, built, jobs=1)
    assert "/post/p1/" in parts
    assert len(parts) < first.pages / 2
    template.write_text(f"{text}<!-- last -->")
    freeze(lab, built, jobs=2)
    shutil.rmtree(lab / FOLDER)
    freeze(lab, tmp_path / "clean", jobs=1)
    assert read(built) == read(tmp_path / "clean")
    assert b"<!-- last -->" in (built / "post/p9/index.html").read_bytes()


FOOT = "{{% macro foot() %}}<footer>{}</footer>{{% endmacro %}}{{{{ foot() }}}}"


@pytest.mark.parametrize(
    "taking",
    [
        '{% include "masthead/parts/footer.html" %}',
        '{% set name = "masthead/parts/foot" ~ "er.html" %}{{ macros(name).foot() }}',
    ],
)
def test_a_template_that_takes_a_part_of_the_frame_is_made_again_with_it(
    lab: Path, tmp_path: Path, taking: str
) -> None:
    built, folder = tmp_path / "built", lab / "templates/masthead"
    texts = {
        "pages/single.html": f"{{% extends layout %}}{{% block masthead %}}{taking}{{% endblock %}}",
        "parts/footer.html": FOOT.format("one"),
    }
    for file, text in texts.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text)
    freeze(lab, built, jobs=1)
    (folder / "parts/footer.html").write_text(FOOT.format("two"))
    freeze(lab, built, jobs=1)
    assert (built / "about/index.html").read_text().count("<footer>two</footer>") == 2


def test_no_part_of_a_page_is_made_from_the_templates_of_the_frame() -> None:
    folder = bundled("templates")
    assert all((folder / name).is_file() for name in FRAME)
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    environment = Environment()
    for name in names - {*FRAME, "masthead/embedded.html"}:
        tree = environment.parse((folder / name).read_text())
        assert not set(find_referenced_templates(tree)) & set(FRAME), name


def test_files_of_ours_that_others_changed_are_made_again(lab: Path, tmp_path: Path) -> None:
    built = tmp_path / "built"
    freeze(lab, built, jobs=1)
    files = read(built)
    (built / "about/index.html").write_bytes(b"other")
    (built / "post/p3/index.html").unlink()
    assert look_again(lab, built, "", False).result is None
    assert freeze(lab, built, jobs=1).written == 2
    assert read(built) == files


def test_without_what_is_remembered_all_is_made_again(
    lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = tmp_path / "built"
    freeze(lab, built, jobs=1)
    for file in (lab / FOLDER).iterdir():
        file.write_bytes(file.read_bytes()[:-5])
    urls = made(monkeypatch)
    assert look_again(lab, built, "", False).result is None
    result = freeze(lab, built, jobs=1)
    assert (len(urls), result.written) == (result.pages, 0)
    shutil.rmtree(lab / FOLDER)
    assert freeze(lab, built, jobs=1).written == 0


def test_two_folders_and_addresses_are_remembered_apart(lab: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    freeze(lab, one, jobs=1)
    freeze(lab, two, jobs=1, base_url="https://other.example/x/")
    assert look_again(lab, one, "", False).result is not None
    assert look_again(lab, two, "https://other.example/x/", False).result is not None
    assert look_again(lab, two, "", False).result is None
    assert b"/x/post/" in (two / "post/index.html").read_bytes()
    assert freeze(lab, two, jobs=1).written > 0
    assert b"/x/post/" not in (two / "post/index.html").read_bytes()


@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_processes_makes_the_same(lab: Path, tmp_path: Path, jobs: int) -> None:
    alone = freeze(lab, tmp_path / "alone", jobs=1)
    together = freeze(lab, tmp_path / "together", jobs=jobs)
    assert read(tmp_path / "alone") == read(tmp_path / "together")
    assert together.problems == alone.problems
    assert look_again(lab, tmp_path / "together", "", False).result is not None
    assert freeze(lab, tmp_path / "together", jobs=jobs).written == 0


def test_an_executor_of_ones_own(lab: Path, tmp_path: Path) -> None:
    freeze(lab, tmp_path / "alone", jobs=1)
    for executor in (ThreadPoolExecutor(2), ProcessPoolExecutor(2, get_context("spawn"))):
        with executor:
            built = tmp_path / type(executor).__name__
            freeze(lab, built, executor=executor)
            assert read(built) == read(tmp_path / "alone")
            (lab / "content/about.md").write_text(f"---\ntitle: About {built.name}\n---\n")
            assert freeze(lab, built, executor=executor).written >= 1
            freeze(lab, tmp_path / "alone", jobs=1)
            assert read(built) == read(tmp_path / "alone")


def test_what_another_process_asked_is_remembered_as_its_own(lab: Path, tmp_path: Path) -> None:
    """A process of an executor reads the site, while this one goes by what it remembers."""
    built, edited = tmp_path / "built", lab / "content/post/p1/index.md"
    freeze(lab, built, jobs=1)
    edited.write_text(edited.read_text() + "More.\n")
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        assert freeze(lab, built, executor=executor).written >= 1
    ada = lab / "content/authors/ada/_index.md"
    ada.write_text(ada.read_text().replace("title: Ada", "title: Augusta Ada"))
    freeze(lab, built, jobs=1)
    assert "Augusta Ada" in (built / "post/p1/index.html").read_text()
    freeze(lab, tmp_path / "clean", jobs=1)
    assert read(built) == read(tmp_path / "clean")


def test_an_error_in_a_helper_publishes_nothing_and_leaves_no_process(lab: Path, tmp_path: Path) -> None:
    (lab / "content/post/p50/index.md").write_text("---\ntitle: [\n---\n")
    with pytest.raises(ContentError, match="p50"):
        freeze(lab, tmp_path / "built", jobs=2)
    assert not (tmp_path / "built").exists()
    assert active_children() == []


INTERRUPTED = """
import sys, time
from multiprocessing import parent_process
from pathlib import Path
from masthead.cli import main
from masthead.freezing.making import Maker
site, built, begun, over = map(Path, sys.argv[1:])
make = Maker.make

def held(maker, order):
    if parent_process() is not None:
        begun.touch()
        while not over.exists():
            time.sleep(0.005)
    return make(maker, order)

Maker.make = held
main(["freeze", str(site), str(built), "--jobs", "2"])
"""
"""Freezes with helpers that begin a page each, and go on when the file `over` is there."""


def test_interrupted_freezing_leaves_nothing_behind(
    lab: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("signs")
    begun, over = folder / "begun", folder / "over"
    command = [sys.executable, "-c", INTERRUPTED, lab, tmp_path / "built", begun, over]
    with subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 60
        while not begun.exists() and time.monotonic() < deadline:
            time.sleep(0.005)
        staged = list(tmp_path.glob(".built.masthead-staging/new/**/*.html"))
        os.killpg(process.pid, signal.SIGINT)
        over.touch()
        _, told = process.communicate(timeout=60)
    assert staged
    assert process.returncode == 1
    assert b"Traceback" not in told
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_what_was_seen_before_is_not_looked_at_again(
    lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built, file = tmp_path / "built", lab / "content/about.md"
    freeze(lab, built, jobs=1)
    file.write_text("---\ntitle: Old\n---\nBefore.\n")
    seen = look_again(lab, built, "", False)
    file.write_text("---\ntitle: New\n---\nAfterwards.\n")
    with monkeypatch.context() as patched:
        patched.setattr("masthead.freezing.folder.scan", lambda *_: pytest.fail("looked at twice"))
        assert freeze_seen(seen, lab, built, jobs=1).written > 0
    assert b"Afterwards" in (built / "about/index.html").read_bytes()
    assert look_again(lab, built, "", False).result is None
    assert freeze_seen(look_again(lab, built, "", False), lab, built, jobs=1).written == 0
    assert look_again(lab, built, "", False).result is not None


def test_other_folders_than_were_seen_are_looked_at(lab: Path, tmp_path: Path) -> None:
    built = tmp_path / "built"
    freeze(lab, built, jobs=1)
    (lab / "facts").mkdir()
    (lab / "facts/more.yaml").write_text("more: facts\n")
    (lab / "masthead.yaml").write_text("title: Lab\ndataDir: facts\n")
    seen = look_again(lab, built, "", False)
    assert seen.inputs is not None
    freeze_seen(seen, lab, built, jobs=1)
    assert look_again(lab, built, "", False).result is not None


def test_an_unchanged_site_is_told_without_heavy_imports(lab: Path, tmp_path: Path) -> None:
    freeze(lab, tmp_path / "built", jobs=1)
    code = f"""
import sys
from masthead.cli import main
try:
    main(["freeze", {str(lab)!r}, {str(tmp_path / "built")!r}])
finally:
    heavy = {{"flask", "jinja2", "pydantic", "msgspec", "markdown", "PIL", "yaml"}}
    print(sorted(heavy & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0
    assert " 0 written, " in done.stdout
    assert done.stderr.endswith("[]\n")
    assert "there is no icon 'no-such-icon'" in done.stderr


def test_the_clock_alone_can_change_a_site(
    lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = tmp_path / "built"
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    (lab / "content/soon.md").write_text(f"---\ntitle: Soon\ndate: {soon}\n---\n")
    freeze(lab, built, jobs=1)
    assert not (built / "soon").exists()
    assert look_again(lab, built, "", False).result is not None
    later = datetime.now(UTC) + timedelta(hours=2)
    monkeypatch.setattr("masthead.content.build.now", lambda: later)
    monkeypatch.setattr("masthead.content.library.now", lambda: later)
    monkeypatch.setattr("time.time", lambda: later.timestamp())
    assert look_again(lab, built, "", False).result is None
    freeze(lab, built, jobs=1)
    assert (built / "soon/index.html").exists()


def test_a_freeze_with_warnings_is_done_again_where_they_count(lab: Path, tmp_path: Path) -> None:
    built = tmp_path / "built"
    freeze(lab, built, jobs=1)
    assert look_again(lab, built, "", False).result is not None
    assert look_again(lab, built, "", True).result is None
    with pytest.raises(ContentError, match="no icon 'no-such-icon'"):
        freeze(lab, built, jobs=1, strict=True)


@pytest.mark.parametrize("told", ["{}", "[]", "", '{"version": 0}', '{"version": 1}', "\xff"])
def test_a_receipt_of_another_kind_is_passed_over(lab: Path, tmp_path: Path, told: str) -> None:
    built = tmp_path / "built"
    freeze(lab, built, jobs=1)
    for receipt in (lab / FOLDER).glob("*.json"):
        receipt.write_bytes(told.encode("latin-1"))
    assert look_again(lab, built, "", False).result is None
    assert freeze(lab, built, jobs=1).written == 0


def test_a_folder_whose_manifest_went_is_no_freeze(lab: Path, tmp_path: Path) -> None:
    built = tmp_path / "built"
    freeze(lab, built, jobs=1)
    (built / MANIFEST).unlink()
    assert look_again(lab, built, "", False).result is None
