"""After edits that leave all in its place, pages made of what was remembered are as if all had been read."""

from __future__ import annotations

import os
import shutil
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, note, settings
from hypothesis import strategies as st

from conftest import Site
from masthead import Website
from masthead.content.answers import Answers, written
from masthead.content.library import Library
from masthead.content.recalled import FEW, Forgotten, Recalled
from masthead.content.things import Things, things_of
from masthead.content.versions import Versions, name_of
from masthead.destination import Placed
from masthead.errors import ContentError
from masthead.freeze import FreezeResult, freeze_folder
from masthead.freezing import folder, memory
from masthead.freezing.again import FOLDER
from masthead.freezing.heard import Heard
from masthead.freezing.making import Order, Outcome
from masthead.freezing.memory import Memory
from masthead.freezing.run import Run
from masthead.freezing.shares import Share
from masthead.journal import MANIFEST
from masthead.publish import staging

FILES = {
    "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n"
    "languages: {en: {weight: 1}, de: {weight: 2}}\n"
    "cascade: [{show_date: false, _target: {path: /docs/**}}]\n",
    "content/_index.md": "title: Lab\ntype: landing\nsections:\n"
    "- {block: collection, content: {title: News, filters: {folders: [post]}, sort_by: subtitle}}\n"
    "- {block: people, content: {title: People, user_groups: [Staff], sort_by: role}}\n"
    "- {block: markdown, content: {title: Texts, text: 'See [ice](/post/ice/).'}}",
    "content/_index.de.md": "title: Labor",
    "content/about.md": "title: About\nauthors: [bo]",
    "content/post/_index.md": "title: Posts\ncascade: {profile: false}",
    "content/post/ice/index.md": "title: Ice\ndate: 2024-01-05\nauthors: [ada, Bo Ash]\ntags: [ice]",
    "content/post/ice/index.de.md": "title: Eis\ndate: 2024-01-05\nauthors: [ada]",
    "content/post/mud/index.md": "title: Mud\nsubtitle: B\ndate: 2024-01-04\ntags: [ice]\nprojects: [river]",
    "content/publication/melt/index.md": "title: Melt\ndate: 2023-02-01\nauthors: [ada]\nabstract: It melts.",
    "content/publication/melt/featured.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "content/event/day/index.md": "title: Day\ndate: 2024-03-01\nlocation: Hall",
    "content/project/river/index.md": "title: River\nexternal_link: https://river.example/",
    "content/docs/_index.md": "title: Docs\ntype: docs",
    "content/docs/one.md": "title: One\nweight: 1",
    "content/docs/two.md": "title: Two\nweight: 2",
    "content/home/index.md": "title: Home\ntype: widget_page\nheadless: true",
    "content/home/hello.md": "title: Hello\nwidget: blank\nweight: 10",
    "content/authors/ada/_index.md": "title: Ada Long\nrole: Chair\nuser_groups: [Staff]\nsuperuser: true",
    "content/authors/ada/_index.de.md": "title: Ada Long\nrole: Vorsitz\nuser_groups: [Staff]",
    "content/authors/bo/_index.md": "title: Bo Ash",
    "data/authors/bo.yaml": "name: {display: Bo Ash}\nrole: Fellow\nuser_groups: [Staff]\ntags: [ice]",
}  # fmt: skip
TEXTED = [name for name in FILES if name.endswith((".md", "bo.yaml"))]
FIELDS = (
    ("role", "Dean"), ("role", "Aide"), ("summary", "'Short, *very*.'"), ("subtitle", "A"), ("subtitle", "C"),
    ("user_groups", "[Guests]"), ("featured", "true"), ("expiryDate", "2998-01-01"), ("show_date", "true"),
    ("profile", "true"), ("profile", ""), ("bio", "Of *ice*."), ("image", "{caption: Small}"), ("", ""),
)  # fmt: skip
MOVES = (
    ("title", "Other"), ("date", "2024-01-06"), ("weight", "5"), ("tags", "[mud]"), ("draft", "true"),
    ("expiryDate", "2001-01-01"), ("cascade", "{tags: [mud]}"), ("role", "[x"), ("authors", "[ada]"),
    ("authors", "[Ada Lnog]"), ("role", "{a: b}"), ("superuser", "false"), ("type", "widget_page"),
)  # fmt: skip
TEXTS = (
    "Plain.", "To [ice](/post/ice/) and [nowhere](/no/).", '{{< mention "ada" >}}', "![Drawn](featured.svg)",
    '{{< cite page="/publication/melt" view="citation" >}}', "<b class='dark:text-red-500'>HTML</b>",
    "{{< list_children >}}",
)  # fmt: skip
OTHERS = (
    ("content/post/new.md", "---\ntitle: New\n---\nNew.\n"), ("content/about.md", ""),
    ("content/publication/melt/featured.svg", '<svg xmlns="http://www.w3.org/2000/svg" height="5"/>'),
    ("content/publication/melt/cite.bib", "@article{a, title={A}}"), ("content/post/mud/index.md", ""),
    ("templates/masthead/base.html", "<html>{{ content }}</html>"),
    ("templates/masthead/views/card.html", "<p>{{ items|length }} cards</p>\n"),
    ("templates/masthead/base.html", ""), ("static/robots.txt", "User-agent: *\n"),
    ("data/page_sharer.yaml", "buttons: [{title: X, url: 'https://x.example/{url}', icon: x}]\n"),
    ("masthead.yaml", FILES["masthead.yaml"] + "copyright: All of us\n"),
    ("masthead.yaml", FILES["masthead.yaml"].replace("/docs/**", "/post/**")),
)  # fmt: skip


def page(front: str, text: str = "A text.") -> str:
    return f"---\n{front}\n---\n{text}\n"


SITE = {name: page(text) if name.endswith(".md") else f"{text}\n" for name, text in FILES.items()}

touches = st.tuples(st.sampled_from(TEXTED), st.sampled_from(FIELDS), st.sampled_from(TEXTS))
moves = st.tuples(st.sampled_from(TEXTED), st.sampled_from(MOVES), st.sampled_from(TEXTS))
others = st.sampled_from(OTHERS)
rounds = st.one_of(
    st.lists(touches, min_size=1, max_size=1),
    st.lists(touches, min_size=1, max_size=1),
    st.lists(touches, min_size=2, max_size=4),
    st.lists(st.one_of(touches, moves, others), min_size=1, max_size=2),
)


def put(root: Path, files: Mapping[str, str]) -> Path:
    """Write files; an empty one goes."""
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if text:
            file.write_text(text, "utf-8")
        else:
            file.unlink(missing_ok=True)
    return root


def touched(file: str, key: str, value: str, text: str) -> str:
    """A page or data file with another value under a key, and another text."""
    front = file.split("---\n")[1] if file.startswith("---") else file
    kept = [line for line in front.splitlines() if not line.startswith(f"{key}:") or not key]
    own = "\n".join([*kept, *([f"{key}: {value}"] if value else [])])
    return page(own, text) if file.startswith("---") else f"{own}\n"


def apply(root: Path, edit: tuple[object, ...]) -> None:
    file = root / str(edit[0])
    if len(edit) == 2:
        put(root, {str(edit[0]): str(edit[1])})
    elif file.is_file() and isinstance(edit[1], tuple):
        put(root, {str(edit[0]): touched(file.read_text("utf-8"), *edit[1], str(edit[2]))})


def frozen(root: Path, built: Path) -> tuple[list[str], dict[str, bytes]]:
    result = freeze_folder(root, built, keep_going=True, jobs=1)
    files = (file for file in built.rglob("*") if file.is_file() and file.name != MANIFEST)
    return sorted(map(str, result.problems)), {
        str(file.relative_to(built)): file.read_bytes() for file in files
    }


@settings(
    max_examples=int(os.environ.get("MASTHEAD_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(rounds, min_size=1, max_size=6))
def test_after_any_edits_all_is_as_if_it_had_been_read(
    tmp_path_factory: pytest.TempPathFactory, edits: list[list[tuple[object, ...]]]
) -> None:
    base = tmp_path_factory.mktemp("any")
    root, built = put(base / "site", SITE), base / "built"
    frozen(root, built)
    for number, group in enumerate(edits):
        for edit in group:
            note(f"{number}: {edit}")
            apply(root, edit)
        with pytest.MonkeyPatch.context() as patch:
            told = ways(patch)
            again = frozen(root, built)
        event(", ".join(told))
        assert again == frozen(root, base / f"clean-{number}")
        shutil.rmtree(base / f"clean-{number}")
    shutil.rmtree(base)


def ways(patch: pytest.MonkeyPatch) -> list[str]:
    """How sites are frozen from now on."""
    told: list[str] = []
    freeze, recall = folder._Freezing.freeze, memory.Memory.recalled

    def recalled(*args: object) -> Recalled | None:
        found = recall(*args)  # type: ignore[arg-type]
        told.append("read" if found is None else "recalled")
        return found

    def tried(self: folder._Freezing, *, recalling: bool) -> FreezeResult:
        try:
            return freeze(self, recalling=recalling)
        except Forgotten:
            told.append("forgotten")
            raise

    patch.setattr(memory.Memory, "recalled", recalled)
    patch.setattr(folder._Freezing, "freeze", tried)
    return told


@pytest.fixture
def lab(site: Site) -> Path:
    return site(SITE)


def asked(library: Library) -> tuple[Things, list[bytes], list[bytes], dict[bytes, object]]:
    """What is remembered of a library, of which every page, person and URL was asked for."""
    answers, versions = Answers(library), Versions()
    known: dict[bytes, object] = {}
    for lang in library.pages:
        for path, page in library.pages[lang].items():
            known[written((("pages", lang), "get", path))] = page
            known[written(((), "children", name_of(page)))] = library.children(page)
            known[written(((), "neighbours", name_of(page)))] = library.neighbours(page)
        for slug, person in library.people[lang].items():
            known[written((("people", lang), "get", slug))] = person
    for url, found in library.table.items():
        known[written((("table",), "get", url))] = found
    known[written(((), "utilities"))] = library.utilities
    known[written((("terms", "en"), "all"))] = library.terms["en"]
    known[written((("widgets",), "get", ("en", "home")))] = library.widgets["en", "home"]
    plain = [written(versions.plain(answer)) for answer in known.values()]
    assert not answers.changed([*known], plain)
    return written_down(library, versions), [*known], plain, known


def written_down(library: Library, versions: Versions) -> Things:
    """A library's things as they are read again."""
    found = things_of(library, versions, Things())
    return Things(*(dict(value) if isinstance(value, Iterator) else value for value in found))


def as_told(value: object) -> object:
    """What tells values apart that are made twice."""
    if isinstance(value, (list, tuple)):
        return [as_told(item) for item in value]
    if isinstance(value, dict):
        return {key: as_told(item) for key, item in value.items()}
    kind: Any = type(value)
    fields: Iterable[str] = getattr(kind, "__struct_fields__", ())
    return type(value), [as_told(getattr(value, name)) for name in fields] or value


def test_what_is_recalled_is_what_was_read(lab: Path) -> None:
    library = Website(lab).edition.library
    things, questions, plain, known = asked(library)
    recalled = Recalled(library.config, things, questions, plain, library.problems, ())
    for number, answer in enumerate(known.values()):
        assert as_told(recalled.answer(number)) == as_told(answer), questions[number]
    assert recalled.changed == set()
    assert recalled.answer(0) is recalled.answer(0)


def test_answers_about_an_edited_file_are_brought_up_to_date(lab: Path) -> None:
    library = Website(lab).edition.library
    things, questions, plain, _ = asked(library)
    apply(lab, ("data/authors/bo.yaml", ("role", "Dean"), ""))
    recalled = Recalled(library.config, things, questions, plain, library.problems, ["data/authors/bo.yaml"])
    number = recalled.number(written((("people", "en"), "get", "bo")))
    assert recalled.answer(number).person.role == "Dean"
    other = recalled.number(written((("people", "de"), "get", "bo")))
    assert recalled.changed == {number, other}
    now = Website(lab).edition.library
    assert Answers(now).changed(questions, plain) == set()
    assert things == written_down(now, Versions())


def forgets(lab: Path, name: str) -> bool:
    """Whether nothing is recalled after an edit of a file."""
    library = Website(lab).edition.library
    things, questions, plain, _ = asked(library)
    apply(lab, (name, ("role", "Dean"), "Another text."))
    try:
        Recalled(library.config, things, questions, plain, library.problems, [name])
    except Forgotten:
        return True
    return False


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content/home/hello.md", SITE["content/home/hello.md"]),
        ("content/docs/one.md", page("title: One\ndraft: true")),
        ("content/docs/one.md", page("title: One\nweight: x")),
        ("content/docs/one.md", "+++\ntitle = 'One'\nday = 2024-01-01\n+++\n"),
        ("content/docs/one.txt", "A text."),
    ],
    ids=["quoted", "hidden", "troubled", "with dates of TOML", "no page"],
)
def test_a_file_that_is_more_than_a_page_is_forgotten(lab: Path, name: str, text: str) -> None:
    put(lab, {name: text})
    assert forgets(lab, name)


def test_a_page_is_remembered(lab: Path) -> None:
    assert not forgets(lab, "content/docs/one.md")


def test_many_edits_are_forgotten(lab: Path) -> None:
    library = Website(lab).edition.library
    things, questions, plain, _ = asked(library)
    files = [f"content/{number}.md" for number in range(FEW + 1)]
    with pytest.raises(Forgotten):
        Recalled(library.config, things, questions, plain, library.problems, files)


@pytest.mark.parametrize(
    ("edits", "way"),
    [
        ([("content/docs/one.md", ("summary", "Short."), "Text.")], ["recalled"]),
        ([("content/docs/one.md", ("summary", "A."), "[Two](/docs/two/)"),
          ("content/authors/ada/_index.md", ("role", "Dean"), "Text.")], ["recalled"]),
        ([("data/authors/bo.yaml", ("role", "Dean"), "")], ["recalled"]),
        ([("content/docs/one.md", ("summary", "A."), "[Nowhere](/no/such/page/)")], ["recalled"]),
        ([("content/docs/one.md", ("summary", "A."), '{{< mention "nobody" >}}')],
         ["recalled", "forgotten"]),
        ([("content/docs/one.md", ("title", "New"), "Text.")], ["forgotten"]),
        ([("content/docs/three.md", page("title: Three"))], ["read"]),
        ([("content/docs/one.md", ("summary", "Short."), "Text."), ("content/docs/two.md", "")], ["read"]),
        ([("content/docs/one.md", ("summary", "Short."), "Text."),
          ("masthead.yaml", SITE["masthead.yaml"] + "copyright: Us\n")], ["read"]),
        ([("content/publication/melt/featured.svg", "<svg/>")], ["forgotten"]),
    ],
)  # fmt: skip
def test_the_site_is_read_when_an_edit_moves_something(
    lab: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    edits: list[tuple[object, ...]],
    way: list[str],
) -> None:
    built = tmp_path / "built"
    frozen(lab, built)
    told = ways(monkeypatch)
    for edit in edits:
        apply(lab, edit)
    again = frozen(lab, built)
    assert told == way
    told.clear()
    assert frozen(lab, built) == again == frozen(lab, tmp_path / "clean")
    assert told == ["recalled", "read"]


def test_edits_of_one_file_are_recalled_one_after_the_other(
    lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = tmp_path / "built"
    frozen(lab, built)
    told = ways(monkeypatch)
    for number in range(3):
        apply(lab, ("content/authors/ada/_index.md", ("role", f"Chair {number}"), f"Text {number}."))
        again = frozen(lab, built)
    assert told == ["recalled"] * 3
    assert b"Chair 2" in again[1]["authors/ada/index.html"]
    assert b"Chair 2" in again[1]["index.html"]
    assert again == frozen(lab, tmp_path / "clean")


def test_what_the_clock_may_have_changed_is_read(
    lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = tmp_path / "built"
    frozen(lab, built)
    apply(lab, ("content/docs/one.md", ("expiryDate", "2998-01-01"), "Text."))
    frozen(lab, built)
    told = ways(monkeypatch)
    monkeypatch.setattr(memory.time, "time", lambda: 32_500_000_000.0)
    frozen(lab, built)
    assert told == ["read"]


def test_a_url_that_is_new_is_claimed_beside_those_that_are_known(tmp_path: Path) -> None:
    with staging(tmp_path / "built") as stage:
        run = Run(stage, known={"/a/": "a/index.html", "/b.png": "b.png"})
        assert run.claim("/a/") == "a/index.html"
        assert run.claim("/a/") is None
        assert run.claim("/c/") == "c/index.html"
        assert run.claim("/B.png") is None
        assert isinstance(run.outcomes["/B.png"], ContentError)


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: b"\0" + data[1:], lambda data: b""])
def test_a_damaged_memory_is_no_memory(lab: Path, tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    built = tmp_path / "built"
    frozen(lab, built)
    apply(lab, ("content/docs/one.md", ("summary", "Short."), "Text."))
    (file,) = (lab / FOLDER).glob("*.bin")
    file.write_bytes(harm(file.read_bytes()))
    assert frozen(lab, built) == frozen(lab, tmp_path / "clean")


def test_numbers_that_were_remembered_keep_their_questions_when_all_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("made")
    numbers = array("I", [1]).tobytes()
    order = Order("/", "index.html", 1)
    outcome = Outcome(order.number, Placed("", False), (), (), numbers)
    memory = Memory("", "", [b"one", b"two"], [b"1", b"2"])
    heard = Heard()
    heard.take(Share([outcome], 1, 0, [], recalled=True), {order.number: order})
    memory.renew([], heard, tmp_path)
    asked = [memory.questions[number] for number in array("I", memory.pages["/"][1])]
    assert asked == [b"two"]
