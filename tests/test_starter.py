"""The starter: `masthead new` makes a site that works as it is, and harms nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from masthead.check import check
from masthead.cli import main
from masthead.errors import ContentError
from masthead.starter import new_site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "my site"


def test_a_new_site_is_whole(folder: Path) -> None:
    files = {path.as_posix() for path in new_site(folder)}
    assert {"app.py", "masthead.yaml", "content/_index.md", "content/authors/_index.md"} <= files
    assert files == {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_new_site_has_no_problems(folder: Path) -> None:
    new_site(folder)
    assert check(folder) == []


def test_flask_finds_its_app(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_site(folder)
    monkeypatch.chdir(folder)
    app = ScriptInfo(app_import_path=str(folder / "app.py")).load_app()
    assert app.test_client().get("/").status_code == 200
    assert app.extensions["masthead"]["masthead"].website.root == folder


def test_an_empty_folder_is_used(folder: Path) -> None:
    folder.mkdir()
    assert new_site(folder)


@pytest.mark.parametrize("name", ["notes.txt", ".git/HEAD"])
def test_nothing_is_written_over(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text("mine")
    with pytest.raises(ContentError, match="not empty"):
        new_site(folder)
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / name]


def test_a_file_is_refused(folder: Path) -> None:
    folder.write_text("mine")
    with pytest.raises(ContentError):
        new_site(folder)
    assert folder.read_text() == "mine"


def test_the_command_says_what_to_do_next(folder: Path) -> None:
    done = CliRunner().invoke(main, ["new", str(folder)])
    assert done.exit_code == 0
    assert f"masthead run '{folder}'" in done.output
