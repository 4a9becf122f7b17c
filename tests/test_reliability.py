"""Short runs of what docs/reliability.md has figures of, and freezing where the system refuses."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import masthead.routes
import masthead.watching
from conftest import Site
from masthead import Website, create_app
from masthead.journal import MANIFEST
from masthead.website import Edition

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
FILES = {
    "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n",
    "content/_index.md": "---\ntitle: Home\n---\nWelcome.\n",
    **{f"content/post/{n}.md": f"---\ntitle: Post {n}\n---\nFirst.\n" for n in range(30)},
}
STRANGERS = {"CNAME": b"lab.example", "post/3/notes.txt": b"mine"}


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module


def read(folder: Path) -> dict[str, bytes]:
    """All files but the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


@pytest.mark.slow
def test_freezes_that_are_killed_do_no_harm() -> None:
    command = [sys.executable, BENCHMARKS / "kills.py", "--count", "8"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "wrong: 0" in done.stdout
    assert "     8 killed\n" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("broken", [False, True])
def test_readers_see_whole_pages_while_files_change(
    script: Callable[[str], ModuleType], broken: bool
) -> None:
    found = script("edits").trial(BENCHMARKS.parent, 150, 3, 1, broken)
    assert found.wrong == []
    assert found.edits == 150
    assert found.statuses[200] > 5


@pytest.mark.slow
def test_damage_is_told_as_problems(script: Callable[[str], ModuleType], tmp_path: Path) -> None:
    for name in ("content", "assets"):
        if (BENCHMARKS.parent / name).is_dir():
            shutil.copytree(BENCHMARKS.parent / name, tmp_path / "site" / name)
    shutil.copy(BENCHMARKS.parent / "masthead.yaml", tmp_path / "site")
    found = script("damage").trial([tmp_path / "site"], 2, 0)
    assert found.wrong == []
    assert found.counts["files damaged"] > 60
    assert found.counts["errors told"] > 5


# A system that refuses


def freeze(site: Path, destination: Path) -> tuple[int, str]:
    """Freeze in a process of its own; its status and what it said."""
    command = [Path(sys.executable).with_name("masthead"), "freeze", site, destination, "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stderr


@pytest.fixture
def published(site: Site, tmp_path: Path) -> tuple[Path, Path, dict[str, bytes]]:
    """A site, the folder that it is published in with files of others beside, and all that is there."""
    folder, www = site(FILES), tmp_path / "www"
    assert freeze(folder, www)[0] == 0
    for name, content in STRANGERS.items():
        (www / name).write_bytes(content)
    site({f"content/post/{n}.md": f"---\ntitle: Post {n}\n---\n{'Second. ' * 4000}\n" for n in range(30)})
    return folder, www, read(www)


LIMITED = """
import os, resource, sys
from masthead.cli import main
from masthead.freeze import freeze_folder
site, www, spare, kind, most = sys.argv[1:]
from pathlib import Path
freeze_folder(Path(site), Path(spare), jobs=1)
if kind == "nobody":
    os.geteuid() or os.setuid(65534)
else:
    resource.setrlimit(getattr(resource, kind), (int(most), int(most)))
main(["freeze", site, www, "--jobs", "1"])
"""


def freeze_limited(site: Path, www: Path, spare: Path, kind: str, most: int) -> tuple[int, str]:
    """Freeze as somebody for whom the system has a limit, after all that is needed was imported."""
    command = [sys.executable, "-c", LIMITED, *map(str, (site, www, spare)), kind, str(most)]
    unwatched = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=unwatched)
    return done.returncode, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "most"),
    [
        *(("RLIMIT_FSIZE", most) for most in (0, 900, 20_000)),
        *(("RLIMIT_NOFILE", most) for most in range(3, 9)),
    ],
)
def test_a_freeze_that_the_system_refuses_publishes_nothing(
    published: tuple[Path, Path, dict[str, bytes]], tmp_path: Path, kind: str, most: int
) -> None:
    site, www, before = published
    status, said = freeze_limited(site, www, tmp_path / "spare", kind, most)
    assert status == 1 or most > 4, said
    if status:
        assert "Traceback" not in said, said
        assert read(www) == before
        assert "open files. " not in said or "`ulimit -n`" in said, said
    assert freeze(site, www) == (0, "")
    after = read(www)
    assert b"Second." in after["post/7/index.html"]
    assert {name: after[name] for name in STRANGERS} == STRANGERS
    assert sorted(entry.name for entry in www.parent.iterdir()) == ["site", "spare", "www"]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others may look into; those of pytest are closed whenever one begins to run."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.slow
def test_a_destination_that_may_not_be_written_to_is_named(open_folder: Path) -> None:
    site, www = open_folder / "site", open_folder / "locked"
    (site / "content").mkdir(parents=True)
    (site / "content/_index.md").write_text("---\ntitle: Home\n---\n")
    www.mkdir(mode=0o555)
    status, said = freeze_limited(site, www / "www", open_folder / "spare", "nobody", 0)
    assert status == 1
    assert f"Error: {www}" in said
    assert "Permission denied. Nothing was published. Check that you may write there" in said
    assert list(www.iterdir()) == []


@pytest.mark.slow
def test_of_two_freezes_at_once_one_says_so(published: tuple[Path, Path, dict[str, bytes]]) -> None:
    site, www, _ = published
    results: list[tuple[int, str]] = []
    threads = [threading.Thread(target=lambda: results.append(freeze(site, www))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 in [status for status, _ in results]
    for status, said in results:
        assert (status, said) == (0, "") or "Another freeze (process " in said
    assert b"Second." in read(www)["post/7/index.html"]


@pytest.mark.slow
def test_files_that_change_while_freezing_harm_nothing(
    published: tuple[Path, Path, dict[str, bytes]],
) -> None:
    site, www, _ = published
    stop = threading.Event()

    def edit() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            path = site / f"content/post/{number % 30}.md"
            if number % 5:
                path.write_text(f"---\ntitle: Post\n---\nThird {number}.\n")
            else:
                path.unlink(missing_ok=True)

    editor = threading.Thread(target=edit)
    editor.start()
    try:
        results = [freeze(site, www) for _ in range(3)]
    finally:
        stop.set()
        editor.join()
    for status, said in results:
        assert "Traceback" not in said
        assert status == 0 or "changed while" in said or "error" in said, said
    found = read(www)
    assert {name: found[name] for name in STRANGERS} == STRANGERS
    assert all(
        page.endswith(b"</html>\n") or page.rstrip().endswith(b"</html>")
        for name, page in found.items()
        if name.endswith(".html")
    )
    assert freeze(site, www)[0] == 0


def test_links_that_leave_the_site_are_refused_by_name(site: Site, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("---\ntitle: Secret\n---\nSecret.\n")
    (outside / "secret.txt").write_text("Secret.")
    folder = site({**FILES, "static/a.txt": "a", "data/x.yaml": "a: 1"})
    links = {
        "content/leak.md": "secret.md", "content/folder": "", "content/post/leak.txt": "secret.txt",
        "static/leak.txt": "secret.txt", "static/folder": "",
    }  # fmt: skip
    for name, target in links.items():
        (folder / name).symlink_to(outside / target)
    edition = Website(folder).edition
    told = {problem.where.file for problem in edition.problems if "leaves the site" in problem.message}
    assert told == set(links)
    assert freeze(folder, tmp_path / "www")[0] == 0
    assert not [name for name, content in read(tmp_path / "www").items() if b"Secret." in content]


@pytest.mark.parametrize(
    "name", ["content", "static", "assets", "data", "data/authors", "assets/media", "assets/css"]
)
def test_folders_that_are_links_out_of_the_site_are_refused_by_name(
    site: Site, tmp_path: Path, name: str
) -> None:
    outside = {
        "content/leak.md": "---\ntitle: Secret.\n---\n",
        "static/leak.txt": "Secret.",
        "data/authors/jo.yaml": "name: Secret.",
        "assets/media/leak.svg": "<svg>Secret.</svg>",
        "assets/css/custom.css": "/* Secret. */",
    }
    folder, there = site({"masthead.yaml": FILES["masthead.yaml"]}), tmp_path / "outside"
    for file, text in outside.items():
        (there / file).parent.mkdir(parents=True, exist_ok=True)
        (there / file).write_text(text)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).symlink_to(there / name)
    problems = Website(folder).edition.problems
    assert {p.where.file for p in problems if "this link leaves the site" in p.message} == {name}
    assert freeze(folder, tmp_path / "www")[0] == 0
    assert not [file for file, content in read(tmp_path / "www").items() if b"Secret." in content]


# Files that go while they are looked for


def test_a_folder_that_goes_while_it_is_read_is_left_out(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, genuine = site(FILES), os.scandir

    def scandir(path: Path | int) -> object:
        if not isinstance(path, int) and Path(path).name == "post":
            shutil.rmtree(path)
        return genuine(path)

    monkeypatch.setattr(os, "scandir", scandir)
    table = Website(folder).edition.library.table
    assert "/" in table
    assert "/post/3/" not in table


def test_a_folder_that_may_not_be_read_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, genuine = site(FILES), os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "post":
            raise PermissionError(13, "Permission denied")
        return genuine(path)

    monkeypatch.setattr(os, "scandir", scandir)
    told = [str(problem) for problem in Website(folder).edition.problems]
    assert told == [
        "content/post: error: this folder cannot be read: Permission denied. Check that you may read it."
    ]


@pytest.mark.parametrize(("debug", "status"), [(False, 503), (True, 500)])
def test_a_page_whose_files_never_rest_says_so(
    site: Site, monkeypatch: pytest.MonkeyPatch, debug: bool, status: int
) -> None:
    app = create_app(site(FILES))
    app.debug = debug
    website, path = app.extensions["masthead"]["masthead"].website, site({}) / "content/post/3.md"
    count = iter(range(1, 100_000))

    def edited_after(look: Callable[..., Edition]) -> Callable[..., Edition]:
        def looked(*args: object) -> Edition:
            edition = look(*args)
            path.write_text(f"---\ntitle: {'a' * next(count)}\n---\nText.\n")  # another size: seen at once
            return edition

        return looked

    monkeypatch.setattr(masthead.routes, "PATIENCE", 0.2)
    monkeypatch.setattr(website, "fresh", edited_after(website.fresh))
    monkeypatch.setattr(website, "refresh", edited_after(website.refresh))
    website.refresh()
    answer = app.test_client().get("/post/3/")
    assert answer.status_code == status
    assert ("changed while its page was made" in answer.text) is debug
    assert answer.headers.get("Retry-After") == (None if debug else "1")


def test_work_is_done_again_at_each_change_until_it_is_interrupted(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, calls = site(FILES), [0]
    news = [{(1, str(folder / "content/a.md"))}, set(), {(2, str(folder / "content/b.md"))}]
    monkeypatch.setattr(masthead.watching, "watch", lambda *_, **__: iter(news))
    masthead.watching.repeated(lambda: calls.append(len(calls)), folder)
    assert calls == [0, 1, 2, 3]
