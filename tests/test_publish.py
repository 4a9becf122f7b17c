"""Publishing: all or nothing, and nothing of anybody else's is touched."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.journal import MANIFEST, check_path
from masthead.publish import Published, PublishError, staging

Files = dict[str, bytes]

OLD: Files = {
    "index.html": b"old home",
    "same/index.html": b"same",
    "gone/deep/index.html": b"gone",
    "gone/deep/picture.jpg": b"gone too",
    "file": b"a file that becomes a folder",
    "folder/index.html": b"a folder that becomes a file",
    "style.css": b"old style",
}
NEW: Files = {
    "index.html": b"new home",
    "same/index.html": b"same",
    "file/index.html": b"was a file",
    "folder": b"was a folder",
    "style.css": b"new style",
    "fresh/中文/index.html": b"fresh",
}
STRANGERS: Files = {".git/config": b"[core]", "CNAME": b"h.org", "gone/deep/notes.txt": b"mine"}


def publish(folder: Path, files: Files, sources: Path | None = None) -> Published:
    with staging(folder, sources) as stage:
        for path, content in files.items():
            stage.add(path, content)
        return stage.publish()


def recover(folder: Path) -> None:
    with staging(folder):
        pass


def read(folder: Path) -> Files:
    """All files but the manifest."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }


def write(folder: Path, files: Files) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def listed(folder: Path) -> list[str]:
    return list(json.loads((folder / MANIFEST).read_bytes())["files"])


def neighbours(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.parent.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "build"


def test_a_new_folder_appears_whole(folder: Path) -> None:
    assert publish(folder, OLD) == Published(written=7, unchanged=0, removed=0)
    assert read(folder) == OLD
    assert listed(folder) == sorted(OLD)
    assert neighbours(folder) == ["build"]


def test_an_empty_folder_is_filled_and_stays_the_same_folder(folder: Path) -> None:
    folder.mkdir(mode=0o750)
    before = folder.stat().st_ino
    publish(folder, OLD)
    assert read(folder) == OLD
    assert (folder.stat().st_ino, folder.stat().st_mode & 0o777) == (before, 0o750)


def test_the_manifest_is_stable(folder: Path, tmp_path: Path) -> None:
    publish(folder, OLD)
    publish(tmp_path / "other", dict(reversed(OLD.items())))
    assert (folder / MANIFEST).read_bytes() == (tmp_path / "other" / MANIFEST).read_bytes()
    assert (folder / MANIFEST).read_bytes().endswith(b"\n}\n")


def test_publishing_again_writes_nothing(folder: Path) -> None:
    publish(folder, OLD)
    before = {file: file.stat().st_mtime_ns for file in [folder, *folder.rglob("*")]}
    assert publish(folder, OLD) == Published(written=0, unchanged=7, removed=0)
    assert {file: file.stat().st_mtime_ns for file in [folder, *folder.rglob("*")]} == before


def test_only_what_changed_is_written_and_what_went_is_removed(folder: Path) -> None:
    publish(folder, OLD)
    write(folder, STRANGERS)
    same = (folder / "same/index.html").stat()
    assert publish(folder, NEW) == Published(written=5, unchanged=1, removed=4)
    assert read(folder) == NEW | STRANGERS
    assert listed(folder) == sorted(NEW)
    assert (folder / "same/index.html").stat() == same
    assert neighbours(folder) == ["build"]


def steps(monkeypatch: pytest.MonkeyPatch, folder: Path, files: Files) -> list[str]:
    """What publishing does to the files of the folder, in order: `+` put there, `-` taken away."""
    taken: list[str] = []

    def watched(name: str, sign: str) -> Callable[..., None]:
        genuine = getattr(os, name)

        def noted(*paths: os.PathLike[str]) -> None:
            genuine(*paths)
            if Path(paths[-1]).is_relative_to(folder):
                taken.append(sign + Path(paths[-1]).relative_to(folder).as_posix())

        return noted

    with staging(folder) as stage:
        for path, content in files.items():
            stage.add(path, content)
        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", watched("replace", "+"))
            patched.setattr(os, "unlink", watched("unlink", "-"))
            stage.publish()
    return taken


def test_pages_come_after_what_they_show_and_go_last(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(folder, {"index.html": b"1", "old.css": b"1", "style.css": b"1"})
    new = {"index.html": b"2", "style.css": b"2", "a/picture.jpg": b"2"}
    assert steps(monkeypatch, folder, new) == [
        "+a/picture.jpg",
        "+style.css",
        "+index.html",
        f"+{MANIFEST}",
        "-old.css",
    ]


def test_names_that_differ_in_case_make_way_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(folder, {"A/index.html": b"1", "b.html": b"1"})
    assert steps(monkeypatch, folder, {"a/index.html": b"2", "b.html": b"1"}) == [
        "-A/index.html",
        "+a/index.html",
        f"+{MANIFEST}",
    ]


def test_what_made_way_is_not_cleared_twice(folder: Path) -> None:
    publish(folder, {"a": b"put here since"})
    work = folder.parent / ".build.masthead-staging"
    steps_left = {"clear": ["a"], "write": {"a": 0, "b": 1}, "remove": [], "saved": {}}
    write(work, {"journal.json": json.dumps(steps_left).encode(), "new/1": b"left to do"})
    recover(folder)
    assert read(folder) == {"a": b"put here since", "b": b"left to do"}


def test_folders_left_empty_go_and_those_of_others_stay(folder: Path) -> None:
    publish(folder, {"a/b/c/index.html": b"1", "d/index.html": b"2", "x": b""})
    (folder / "d/empty").mkdir()
    publish(folder, {"x": b""})
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) == [
        MANIFEST,
        "d",
        "d/empty",
        "x",
    ]


def test_a_file_changed_in_place_is_written_anew(folder: Path) -> None:
    publish(folder, OLD)
    (folder / "index.html").write_bytes(b"minified")
    (folder / "style.css").unlink()
    assert publish(folder, OLD) == Published(written=2, unchanged=5, removed=0)
    assert read(folder) == OLD


def test_nothing_is_published_unless_asked_to(folder: Path) -> None:
    publish(folder, OLD)
    with pytest.raises(ZeroDivisionError), staging(folder) as stage:
        stage.add("index.html", b"new home")
        raise ZeroDivisionError
    assert read(folder) == OLD
    assert neighbours(folder) == ["build"]


def test_an_empty_site_removes_all_of_ours(folder: Path) -> None:
    publish(folder, OLD)
    write(folder, STRANGERS)
    assert publish(folder, {}).removed == len(OLD)
    assert read(folder) == STRANGERS


@pytest.mark.parametrize(
    ("stranger", "named"),
    [
        ("fresh", "fresh"),
        ("fresh/中文/index.html", "fresh/中文/index.html"),
        ("folder/notes.txt", "folder/notes.txt"),
        ("folder/deep/notes.txt", "folder/deep"),
        ("fresh/中文/index.html/notes.txt", "fresh/中文/index.html"),
    ],
)
def test_a_file_of_others_in_the_way_is_refused(folder: Path, stranger: str, named: str) -> None:
    publish(folder, OLD)
    write(folder, {stranger: b"mine"})
    with pytest.raises(PublishError) as caught:
        publish(folder, NEW)
    assert f"  {folder / named}\n" in str(caught.value)
    assert read(folder) == OLD | {stranger: b"mine"}


def test_all_files_of_others_in_the_way_are_named(folder: Path) -> None:
    publish(folder, {})
    write(folder, {"a.html": b"mine", "b.html": b"mine"})
    with pytest.raises(PublishError) as caught:
        publish(folder, {"a.html": b"1", "b.html": b"2"})
    assert "a.html" in str(caught.value)
    assert "b.html" in str(caught.value)


def test_an_empty_folder_of_others_in_the_way_is_refused(folder: Path) -> None:
    publish(folder, OLD)
    (folder / "folder/empty").mkdir()
    with pytest.raises(PublishError, match="folder/empty"):
        publish(folder, NEW)
    assert read(folder) == OLD


def test_a_folder_whose_files_were_deleted_makes_way_for_a_file(folder: Path) -> None:
    publish(folder, OLD)
    (folder / "folder/index.html").unlink()
    assert publish(folder, NEW).removed == 3
    assert read(folder) == NEW


def test_a_folder_of_others_in_place_of_our_file_is_kept(folder: Path) -> None:
    publish(folder, {"a": b"1", "b": b"1"})
    for name in "ab":
        (folder / name).unlink()
        write(folder, {f"{name}/notes.txt": b"mine"})
    assert publish(folder, {"a/index.html": b"2"}) == Published(written=1, unchanged=0, removed=0)
    assert read(folder) == {"a/index.html": b"2", "a/notes.txt": b"mine", "b/notes.txt": b"mine"}


def test_a_file_is_added_once(folder: Path) -> None:
    with staging(folder) as stage, pytest.raises(ValueError, match="already"):
        stage.add("index.html", b"1")
        stage.add("index.html", b"2")


def test_an_identical_file_of_others_stays_theirs(folder: Path) -> None:
    publish(folder, {"x": b""})
    write(folder, {"CNAME": b"h.org"})
    assert publish(folder, {"x": b"", "CNAME": b"h.org"}) == Published(written=0, unchanged=2, removed=0)
    assert listed(folder) == ["x"]
    publish(folder, {"x": b""})
    assert read(folder) == {"x": b"", "CNAME": b"h.org"}


def test_links_are_never_written_through(folder: Path, tmp_path: Path) -> None:
    publish(folder, {"index.html": b"1", "a/index.html": b"2", "gone.html": b"3"})
    outside = tmp_path / "outside"
    write(outside, {"index.html": b"mine", "file": b"mine"})
    for name in ("index.html", "gone.html"):
        (folder / name).unlink()
        (folder / name).symlink_to(outside / "file")
    assert publish(folder, {"index.html": b"mine", "a/index.html": b"2"}).written == 1
    assert not (folder / "index.html").is_symlink()
    assert not os.path.lexists(folder / "gone.html")
    (folder / "a/index.html").unlink()
    (folder / "a").rmdir()
    (folder / "a").symlink_to(outside)
    for content in (b"other", b"mine"):
        with pytest.raises(PublishError, match=r"build/a\n"):
            publish(folder, {"a/index.html": content})
    publish(folder, {"x": b""})
    assert read(outside) == {"index.html": b"mine", "file": b"mine"}


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "build"
    link.symlink_to("real")
    publish(link, OLD)
    publish(link, NEW)
    assert link.is_symlink()
    assert read(tmp_path / "real") == NEW


def test_a_folder_of_others_is_refused(folder: Path) -> None:
    write(folder, {"thesis.tex": b"ten years"})
    with pytest.raises(PublishError, match=r"did not make.*Choose another folder, or empty this one"):
        publish(folder, NEW)
    assert read(folder) == {"thesis.tex": b"ten years"}


def test_a_link_to_itself_is_refused(folder: Path) -> None:
    folder.symlink_to(folder)
    with pytest.raises(PublishError, match="symbolic links"):
        publish(folder, NEW)


def test_a_file_is_refused(folder: Path) -> None:
    folder.write_bytes(b"")
    with pytest.raises(PublishError, match="is a file"):
        publish(folder, NEW)


@pytest.mark.parametrize(
    "content",
    [
        b"<<<<<<< HEAD",
        b'{"version": 2, "files": {}}',
        b'{"version": 1, "files": {"../thesis.tex": ""}}',
        b'{"version": 1, "files": {"/etc/passwd": ""}}',
    ],
)
def test_a_manifest_that_is_not_ours_is_refused(folder: Path, content: bytes) -> None:
    write(folder.parent, {"thesis.tex": b"ten years", f"build/{MANIFEST}": content})
    with pytest.raises(PublishError, match="cannot be read"):
        publish(folder, NEW)
    assert (folder.parent / "thesis.tex").exists()


@pytest.mark.parametrize(
    "inside", ["", "..", "../..", "content", "content/build", "static/x", "assets", "data/y"]
)
def test_the_sources_are_never_published_over(tmp_path: Path, inside: str) -> None:
    root = tmp_path / "my" / "site"
    root.mkdir(parents=True)
    with pytest.raises(PublishError, match=r"Choose another folder, for example .*/my/site/build"):
        publish(root / inside, NEW, sources=root)
    assert [*root.iterdir()] == []


def test_sources_reached_through_a_link_are_never_published_over(tmp_path: Path) -> None:
    (tmp_path / "elsewhere/posts").mkdir(parents=True)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/content").symlink_to(tmp_path / "elsewhere/posts")
    for name in ("elsewhere", "elsewhere/posts/build"):
        with pytest.raises(PublishError, match="overlap"):
            publish(tmp_path / name, NEW, sources=tmp_path / "site")


def test_a_folder_in_the_site_is_fine(tmp_path: Path) -> None:
    write(tmp_path, {"content/_index.md": b""})
    publish(tmp_path / "build", NEW, sources=tmp_path)
    assert read(tmp_path / "build") == NEW


@pytest.mark.parametrize(
    "path",
    [
        *("", "/etc/passwd", "..", "a/../../b", "a//b", "a/./b", "a/", "a\\b", "a\0b", "中" * 86, "\udce4"),
        *(MANIFEST, ".Masthead-staging/x"),
    ],
)
def test_paths_that_leave_the_folder_are_refused(folder: Path, path: str) -> None:
    with pytest.raises(ValueError, match=r"."), staging(folder) as stage:
        stage.add(path, b"")
    assert neighbours(folder) == []


def test_paths_with_any_other_characters_are_fine() -> None:
    for path in ("中文/图 1.jpg", "a:b?c#d%20", "..a/b..", ".well-known/x", "中" * 85):
        assert check_path(path) == path


def test_a_second_run_at_once_is_told_so(folder: Path) -> None:
    with staging(folder) as first:
        first.add("index.html", b"first")
        with pytest.raises(
            PublishError, match=rf"Another freeze \(process {os.getpid()}\) is writing .*/build"
        ):
            publish(folder, NEW)
        first.publish()
    assert read(folder) == {"index.html": b"first"}
    publish(folder, NEW)
    assert read(folder) == NEW


def test_a_lock_that_a_killed_run_left_is_taken_over(folder: Path) -> None:
    (folder.parent / ".build.masthead-lock").write_text("1\n")
    write(folder.parent / ".build.masthead-staging", {"new/0": b"left over"})
    publish(folder, NEW)
    assert read(folder) == NEW
    assert neighbours(folder) == ["build"]


def test_a_lock_deleted_while_it_was_waited_for_is_made_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, flock = folder.parent / ".build.masthead-lock", fcntl.flock
    locked: list[int] = []

    def after_deleting_it(file: TextIO, operation: int) -> None:
        if not locked:
            lock.unlink()
        locked.append(file.fileno())
        flock(file, operation)

    monkeypatch.setattr(fcntl, "flock", after_deleting_it)
    with staging(folder):
        assert lock.exists()
    assert len(locked) == 2


@pytest.mark.parametrize("writable", [True, False])
def test_where_no_file_can_stand_beside_the_folder_work_goes_on_inside(
    folder: Path, monkeypatch: pytest.MonkeyPatch, writable: bool
) -> None:
    folder.mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: writable)
    with staging(folder) as stage:
        work = folder.parent if writable else folder
        assert len([*work.glob(".*masthead-*")]) == 2
        stage.add("index.html", b"1")
        stage.publish()
    assert sorted(entry.name for entry in folder.iterdir()) == [MANIFEST, "index.html"]
    publish(folder, NEW)
    assert read(folder) == NEW


def failing(monkeypatch: pytest.MonkeyPatch, name: str, code: int, fails: Callable[[int], bool]) -> None:
    """Let the calls of a function of os fail whose number, from 0, is chosen."""
    genuine, calls = getattr(os, name), iter(range(1000))

    def maybe(*args: object, **kwargs: object) -> object:
        if fails(next(calls)):
            raise OSError(code, os.strerror(code), *args[:1])
        return genuine(*args, **kwargs)

    monkeypatch.setattr(os, name, maybe)


@pytest.mark.parametrize("moment", range(7))
def test_an_error_while_publishing_puts_all_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    publish(folder, OLD)
    write(folder, STRANGERS)
    before = (folder / MANIFEST).read_bytes()
    with monkeypatch.context() as patched:
        failing(patched, "replace", errno.ENOSPC, lambda call: call == moment)
        with pytest.raises(PublishError, match=r"No space left.*Nothing was published\. Free some space"):
            publish(folder, NEW)
    assert read(folder) == OLD | STRANGERS
    assert (folder / MANIFEST).read_bytes() == before
    assert neighbours(folder) == ["build"]
    publish(folder, NEW)
    assert read(folder) == NEW | STRANGERS


@pytest.mark.parametrize("name", ["unlink", "mkdir", "open"])
def test_an_error_of_any_kind_publishes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    publish(folder, OLD)
    with staging(folder) as stage, monkeypatch.context() as patched:
        for path, content in NEW.items():
            stage.add(path, content)
        failing(patched, name, errno.EROFS, lambda call: call == 0)
        with pytest.raises(PublishError, match="Read-only file system"):
            stage.publish()
    assert read(folder) == OLD


@pytest.mark.parametrize("moment", range(1, 6))
def test_what_can_neither_be_done_nor_undone_is_completed_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    publish(folder, OLD)
    with monkeypatch.context() as patched:
        failing(patched, "replace", errno.EIO, lambda call: call >= moment)
        with pytest.raises(PublishError, match=r"in part only.*run again: that completes it"):
            publish(folder, NEW)
    recover(folder)
    assert read(folder) in (OLD, NEW)
    publish(folder, NEW)
    assert read(folder) == NEW
    assert neighbours(folder) == ["build"]


def test_a_disk_that_is_full_while_staging_publishes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(folder, OLD)
    with staging(folder) as stage, monkeypatch.context() as patched:
        writes = iter((os.write, full))
        patched.setattr(os, "write", in_pieces(lambda handle, content: next(writes)(handle, content)))
        with pytest.raises(PublishError, match=r"build/fresh/index.html cannot be written: No space left"):
            stage.add("fresh/index.html", b"fresh")
    assert read(folder) == OLD


@pytest.mark.parametrize("before", [{}, OLD])
def test_a_file_that_the_system_takes_in_pieces_is_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch, before: Files
) -> None:
    if before:
        publish(folder, before)
    with staging(folder) as stage, monkeypatch.context() as patched:
        patched.setattr(os, "write", in_pieces(os.write))
        for path, content in NEW.items():
            stage.add(path, content)
        stage.publish()
    assert read(folder) == NEW


def full(handle: int, content: memoryview) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def in_pieces(write: Callable[[int, memoryview], int]) -> Callable[[int, memoryview], int]:
    return lambda handle, content: write(handle, content[:2])


def test_a_file_where_a_folder_has_to_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "www").write_bytes(b"")
    with pytest.raises(PublishError, match=r"/www cannot be written: .*Check that you may write there"):
        publish(tmp_path / "www" / "build", NEW)


def test_files_are_saved_by_copies_where_links_cannot_be_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(folder, OLD)
    failing(monkeypatch, "link", errno.EPERM, lambda call: True)
    failing(monkeypatch, "replace", errno.ENOSPC, lambda call: call == 4)
    with pytest.raises(PublishError):
        publish(folder, NEW)
    assert read(folder) == OLD


def test_a_folder_deleted_after_a_kill_is_made_anew(folder: Path) -> None:
    work = folder.parent / ".build.masthead-staging"
    write(work, {"journal.json": journal("index.html"), "new/0": b"left over"})
    recover(folder)
    assert neighbours(folder) == []


@pytest.mark.parametrize("content", [b"{", b'{"clear": [], "write": {}, "remove": ["../x"], "saved": {}}'])
def test_a_journal_that_is_not_ours_is_refused(folder: Path, content: bytes) -> None:
    publish(folder, OLD)
    write(folder.parent, {".build.masthead-staging/journal.json": content, "x": b"mine"})
    with pytest.raises(PublishError, match=r"masthead-staging is damaged\. Delete it"):
        publish(folder, NEW)
    assert read(folder) == OLD
    assert (folder.parent / "x").exists()


def journal(path: str) -> bytes:
    return json.dumps({"clear": [], "write": {path: 0}, "remove": [], "saved": {}}).encode()


names = st.lists(st.sampled_from("ab"), min_size=1, max_size=3).map("/".join)
sites = st.dictionaries(names, st.sampled_from([b"1", b"22"]), max_size=5).map(
    lambda files: {path: files[path] for path in files if not any(above(path, other) for other in files)}
)


def above(path: str, other: str) -> bool:
    return other.startswith(f"{path}/")


@settings(max_examples=300, deadline=None)
@given(old=sites, new=sites, strangers=sites, failure=st.integers(0, 12))
def test_any_change_is_made_wholly_or_not_at_all(
    old: Files, new: Files, strangers: Files, failure: int
) -> None:
    with tempfile.TemporaryDirectory() as base, pytest.MonkeyPatch.context() as patched:
        folder = Path(base) / "build"
        publish(folder, old)
        theirs = {
            path: strangers[path]
            for path in strangers
            if not any(path == other or above(path, other) or above(other, path) for other in old)
        }
        write(folder, theirs)
        failing(patched, "replace", errno.ENOSPC, lambda call: call == failure)
        conflict = any(
            above(path, other) or above(other, path) or (path == other and new[path] != theirs[other])
            for path in new
            for other in theirs
        )
        try:
            publish(folder, new)
        except PublishError as error:
            assert conflict or "No space left" in str(error)
            assert read(folder) == old | theirs
            assert listed(folder) == sorted(old)
        else:
            assert not conflict
            assert read(folder) == new | theirs
        assert neighbours(folder) == ["build"]


KILLED = """
import os, signal, sys
from pathlib import Path
from test_publish import NEW, OLD, STRANGERS, publish, write

base, calls = Path(sys.argv[1]), 0

def kill_at(moment, name):
    genuine = getattr(os, name)
    def counted(*args, **kwargs):
        global calls
        calls += 1
        if calls > moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return genuine(*args, **kwargs)
    setattr(os, name, counted)

for moment in range(1000):
    folder = base / f"{moment:03}" / "build"
    if len(sys.argv) > 2:
        publish(folder, OLD)
        write(folder, STRANGERS)
    else:
        folder.parent.mkdir()
    child = os.fork()
    if not child:
        for name in ("fsync", "link", "mkdir", "rename", "replace", "rmdir", "sync", "truncate", "unlink"):
            kill_at(moment, name)
        publish(folder, NEW)
        os._exit(0)
    if not os.waitpid(child, 0)[1]:
        break
"""


def kill_at_every_moment(base: Path, *args: str) -> list[Path]:
    """Folders, each published to by a run that was killed one system call later than the one before."""
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    subprocess.run(
        [sys.executable, "-c", KILLED, str(base), *args],
        check=True,
        timeout=120,
        env=os.environ | {"PYTHONPATH": path},
    )
    return sorted(base.glob("*/build"))


def test_a_run_killed_at_any_moment_ends_wholly_old_or_new(tmp_path: Path) -> None:
    folders = kill_at_every_moment(tmp_path, "old")
    outcomes = []
    for folder in folders:
        recover(folder)
        found = read(folder)
        assert found in (OLD | STRANGERS, NEW | STRANGERS), folder
        outcomes.append(found == NEW | STRANGERS)
        assert listed(folder) == sorted(NEW if outcomes[-1] else OLD)
        publish(folder, NEW)
        assert read(folder) == NEW | STRANGERS
        assert neighbours(folder) == ["build"]
    assert outcomes == sorted(outcomes)
    assert outcomes.count(False) > 5
    assert outcomes.count(True) > 10


def test_a_first_run_killed_at_any_moment_leaves_nothing_or_all(tmp_path: Path) -> None:
    kill_at_every_moment(tmp_path)
    parents = sorted(tmp_path.iterdir())
    assert len(parents) > 5
    for parent in parents:
        folder = parent / "build"
        assert not folder.exists() or read(folder) == NEW
        publish(folder, NEW)
        assert read(folder) == NEW
        assert neighbours(folder) == ["build"]


def test_a_killed_undoing_is_completed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(folder, OLD)
    with monkeypatch.context() as patched:
        failing(patched, "replace", errno.EIO, lambda call: call in (4, 7))
        with pytest.raises(PublishError, match="in part only"):
            publish(folder, NEW)
    assert (folder.parent / ".build.masthead-staging/undo.json").exists()
    recover(folder)
    assert read(folder) == OLD
