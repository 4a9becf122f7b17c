"""A site that a watcher tells of changes: what is read then, and that nothing is missed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from conftest import Site
from masthead.content import news as news_module
from masthead.content import reading
from masthead.content.news import News
from masthead.devserver import _watch, dev_app
from masthead.live import Changes
from masthead.website import Website

PEOPLE = {
    "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n",
    "content/_index.md": "---\ntitle: Lab\n---\n",
    "content/authors/al/index.md": "---\ntitle: Al Zed\nrole: Chair\n---\nReads rivers.\n",
    "content/authors/jo/index.md": "---\ntitle: Jo Field\nweight: heavy\n---\nReads snow.\n",
}
AL, JO = "content/authors/al/index.md", "content/authors/jo/index.md"


class Watching:
    """A site in debug mode whose news come from the test; `walks` counts the walks over its folders."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.walks = root, 0
        app = dev_app(root)
        self.website: Website = app.extensions["masthead"]["masthead"].website
        self.client: FlaskClient = app.test_client()
        walk = reading._walk

        def counted(*args: object) -> object:
            self.walks += 1
            return walk(*args)  # type: ignore[arg-type]

        monkeypatch.setattr(reading, "_walk", counted)
        self.website.news.begin()
        self.text("/")
        self.walks = 0

    def write(self, name: str, text: str | None) -> None:
        path = self.root / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.website.news.tell([path])

    def text(self, url: str) -> str:
        return self.client.get(url, buffered=True).text


@pytest.fixture
def watching(site: Site, monkeypatch: pytest.MonkeyPatch) -> Watching:
    return Watching(site(PEOPLE), monkeypatch)


def test_until_a_watcher_is_at_work_any_file_may_have_changed() -> None:
    news = News()
    assert news.take() is news.take() is None
    news.begin()
    assert news.take() is None
    assert news.take() == set()
    news.tell([Path("a"), Path("b")])
    assert news.take() == {Path("a"), Path("b")}
    assert news.take() == set()
    news.end()
    assert news.take() is None


def test_without_news_nothing_is_looked_at(watching: Watching) -> None:
    before = watching.website.edition
    assert "Reads rivers." in watching.text("/authors/al/")
    assert (watching.walks, watching.website.edition) == (0, before)


def test_a_text_that_changed_shows_and_leaves_the_library_as_it_is(watching: Watching) -> None:
    library = watching.website.edition.whole
    watching.text("/authors/al/")
    watching.write(AL, PEOPLE[AL].replace("rivers", "lakes"))
    assert "Reads lakes." in watching.text("/authors/al/")
    assert (watching.walks, watching.website.edition.whole) == (0, library)


@pytest.mark.parametrize("name", ["server.log", "README.md", "notes/todo.md", "layouts/index.html"])
def test_files_that_no_page_is_made_from_are_no_news(watching: Watching, name: str) -> None:
    before = watching.website.edition
    watching.write(name, "Anything.")
    watching.text("/")
    assert (watching.walks, watching.website.edition) == (0, before)


def test_front_matter_that_changed_shows_where_the_person_is_named(watching: Watching) -> None:
    jo = watching.website.edition.whole.pages["en"]["authors/jo"]
    al = watching.website.edition.whole.people["en"]["al"]
    watching.write(JO, PEOPLE[JO].replace("Jo Field", "Jo Brook"))
    assert "Jo Brook" in watching.text("/authors/jo/")
    library = watching.website.edition.whole
    assert library.pages["en"]["authors/jo"] is not jo
    assert (library.people["en"]["al"], watching.walks) == (al, 0)


def test_what_is_wrong_with_other_files_is_told_after_every_edit(watching: Watching) -> None:
    before = set(watching.website.edition.problems)
    assert {problem.where.file for problem in before} == {JO}
    watching.write(AL, PEOPLE[AL].replace("Chair", "Head"))
    watching.text("/")
    assert set(watching.website.edition.problems) == before


@pytest.mark.parametrize(
    ("name", "text", "url", "shown"),
    [
        ("content/authors/bo/index.md", "---\ntitle: Bo Ash\n---\n", "/authors/bo/", "Bo Ash"),
        (AL, None, "/authors/al/", "404"),
        ("masthead.yaml", "title: Institute\n", "/", "Institute"),
    ],
)
def test_other_changes_are_found_by_a_walk(
    watching: Watching, name: str, text: str | None, url: str, shown: str
) -> None:
    watching.write(name, text)
    assert shown in watching.text(url)
    assert watching.walks == 1


def test_a_file_that_is_broken_and_mended(watching: Watching) -> None:
    watching.write(AL, "---\ntitle: [\n---\n")
    assert "not valid YAML" in watching.text("/authors/al/")
    watching.write(AL, PEOPLE[AL])
    assert "Reads rivers." in watching.text("/authors/al/")
    assert watching.walks == 0


def test_a_text_that_changes_beside_a_file_that_is_new(watching: Watching) -> None:
    watching.text("/authors/al/")
    watching.write(AL, PEOPLE[AL].replace("Chair", "Head"))
    watching.write("static/new.txt", "New.")
    assert "Head" in watching.text("/authors/al/")
    assert watching.text("/new.txt") == "New."


def test_a_text_on_another_page_is_looked_at_before_news_of_it_come(watching: Watching) -> None:
    home = PEOPLE["content/_index.md"].replace(
        "title: Lab", "title: Lab\ntype: landing\nsections:\n- block: collection"
    )
    watching.write("content/_index.md", home)
    watching.write("content/a.md", "---\ntitle: A\n---\nAt first.\n")
    assert "At first." in watching.text("/")
    watching.write(AL, PEOPLE[AL].replace("rivers", "lakes"))
    (watching.root / "content/a.md").write_text("---\ntitle: A\n---\nAt last.\n", encoding="utf-8")
    assert "At last." in watching.text("/")


def test_a_page_leaves_the_watcher_time_to_tell_of_what_changed_just_now(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news_module, "LAG", 1.0)
    (watching.root / "content/late.md").write_text("---\ntitle: Late\n---\n", encoding="utf-8")
    late = threading.Timer(0.1, lambda: watching.website.news.tell([watching.root / "content/late.md"]))
    late.start()
    assert watching.client.get("/late/").status_code == 200
    watching.website.news.end()
    begun = time.monotonic()
    watching.text("/late/")
    assert time.monotonic() - begun < 1.0
    late.join()


def test_the_file_of_the_page_itself_is_looked_at_before_news_of_it_come(watching: Watching) -> None:
    (watching.root / AL).write_text(PEOPLE[AL].replace("rivers", "the sea"), encoding="utf-8")
    assert "Reads the sea." in watching.text("/authors/al/")
    assert watching.walks == 0


def wait_for(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def watcher(watching: Watching) -> Iterator[Watching]:
    watching.website.news.end()
    threading.Thread(
        target=_watch, args=(watching.root, watching.website.news, Changes(), threading.Event()), daemon=True
    ).start()
    wait_for(lambda: watching.website.news.take() is not None)
    watching.text("/")
    watching.walks = 0
    yield watching


def test_a_watcher_tells(watcher: Watching) -> None:
    (watcher.root / AL).write_text(PEOPLE[AL].replace("Chair", "Head"), encoding="utf-8")
    wait_for(lambda: "Head" in watcher.text("/authors/al/"))
    (watcher.root / "content/note.md").write_text("---\ntitle: A note\n---\n", encoding="utf-8")
    wait_for(lambda: watcher.client.get("/note/").status_code == 200)
