"""The starter: `masthead new` makes a site that works as it is, and harms nothing."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import sleep
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from flask.cli import ScriptInfo

from masthead.authoring.archetypes import KINDS, new_content
from masthead.check import check
from masthead.cli import main
from masthead.editors import editor_files
from masthead.errors import ContentError, Level, Problem, Where
from masthead.making import TEMPLATES as OFFERED
from masthead.reports import report
from masthead.starter import TEMPLATES, new_site
from masthead.watching import changes_below


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "my site"


def test_a_new_site_is_whole(folder: Path) -> None:
    files = {path.as_posix() for path in new_site(folder)}
    assert {"app.py", "masthead.yaml", "content/_index.md", "content/authors/_index.md"} <= files
    assert files == {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_site_has_no_problems_and_freezes(folder: Path, tmp_path: Path, template: str) -> None:
    new_site(folder, template)
    assert check(folder) == []
    frozen = CliRunner().invoke(main, ["freeze", "--strict", str(folder), str(tmp_path / "out")])
    assert (frozen.exit_code, frozen.stderr) == (0, "")
    assert (tmp_path / "out/index.html").is_file()


@pytest.mark.parametrize("template", TEMPLATES)
def test_flask_finds_its_app(folder: Path, monkeypatch: pytest.MonkeyPatch, template: str) -> None:
    new_site(folder, template)
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.path", [*sys.path])
    monkeypatch.setitem(sys.modules, "app", None)
    monkeypatch.delitem(sys.modules, "app")
    app = ScriptInfo(app_import_path=str(folder / "app.py")).load_app()
    client = app.test_client()
    assert client.get("/").status_code == 200
    [mount] = app.extensions["masthead"].values()
    assert mount.website.root == folder
    if template == "flask":
        page = client.get("/lab/").text
        assert "Institute of Shores" in page and "Ada Merrow" in page
        assert 'href="/lab/"' in client.get("/").text


@pytest.mark.parametrize("template", TEMPLATES)
def test_content_can_be_added_to_every_template(folder: Path, template: str) -> None:
    new_site(folder, template)
    for kind in KINDS:
        new_content(kind, "Something New", folder)
    assert [problem for problem in check(folder) if problem.level is not Level.NOTE] == []


def test_editors_know_what_settings_and_people_may_say(folder: Path) -> None:
    new_site(folder, "cv")
    wired = json.loads((folder / ".vscode/settings.json").read_text())["yaml.schemas"]
    found = {
        path.relative_to(folder).as_posix(): json.loads((folder / schema).read_text())
        for schema, globs in wired.items()
        for glob in globs
        for path in folder.glob(glob.lstrip("/"))
    }
    assert set(found) == {"masthead.yaml", "data/authors/me.yaml"}
    for name, schema in found.items():
        jsonschema.Draft202012Validator(schema).validate(yaml.safe_load((folder / name).read_text()))
    wrong = {"experience": [{"start": {"year": 2012}}]}
    assert not jsonschema.Draft202012Validator(found["data/authors/me.yaml"]).is_valid(wrong)


def matchers() -> list[dict[str, Any]]:
    [task, _] = json.loads(editor_files()[".vscode/tasks.json"])["tasks"]
    assert (task["command"], task["args"]) == ("masthead", ["check", "--watch"])
    found: list[dict[str, Any]] = task["problemMatcher"]
    return found


@pytest.mark.parametrize("level", Level)
def test_editors_find_the_places_of_problems(level: Level) -> None:
    by_line, by_file = (matcher["pattern"] for matcher in matchers())
    problems = [
        Problem("it is: wrong.", Where("content/a b.md", 7), "Mend it.", level),
        Problem("it is: wrong.", Where("content/a b.md"), "Mend it.", level),
    ]
    told = list(report(problems))
    found = re.match(by_line["regexp"], told[0])
    assert found and found.groups() == ("content/a b.md", "7", level, "it is: wrong.")
    found = re.match(by_file["regexp"], told[2])
    assert found and found.groups() == ("content/a b.md", level, "it is: wrong.")
    assert [bool(re.match(by_line["regexp"], line)) for line in told] == [True, False, False, False]
    assert [bool(re.match(by_file["regexp"], line)) for line in told] == [False, False, True, False]


def test_checking_again_at_each_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_site(folder, "cv")
    page = folder / "content/post/first-frost/index.md"

    def edits(root: Path) -> Iterator[None]:
        assert root == folder
        page.write_text("---\ntitle: [A\n---\n")
        yield
        page.write_text("---\ntitle: A\n---\n")
        yield

    monkeypatch.setattr("masthead.watching.changes_below", edits)
    done = CliRunner().invoke(main, ["check", "--watch", str(folder)])
    assert done.exit_code == 0
    [matcher, _] = matchers()
    lines = done.output.splitlines()
    starts = [i for i, line in enumerate(lines) if re.match(matcher["background"]["beginsPattern"], line)]
    ends = [i for i, line in enumerate(lines) if re.match(matcher["background"]["endsPattern"], line)]
    assert (len(starts), len(ends), lines[1]) == (3, 3, "No problems found.")
    second = lines[starts[1] : ends[1]]
    assert any(line.startswith("content/post/first-frost/index.md:") for line in second)
    assert "error" not in "".join(lines[starts[2] :])


def test_the_end_of_a_site_does_not_end_the_watch(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_site(folder, "cv")

    def edits(root: Path) -> Iterator[None]:
        (folder / "masthead.yaml").write_text("title: [A\n")
        yield

    monkeypatch.setattr("masthead.watching.changes_below", edits)
    done = CliRunner().invoke(main, ["check", "--watch", str(folder)])
    assert (done.exit_code, done.output.count("Waiting for changes")) == (0, 2)
    assert "masthead.yaml:" in done.output


def test_changes_are_seen_but_not_what_freezing_writes(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    seen = changes_below(tmp_path)
    found: Queue[None] = Queue()
    Thread(target=lambda: [found.put(change) for change in seen], daemon=True).start()
    sleep(0.5)
    for name in ("build/index.html", ".masthead/x"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("made")
    with pytest.raises(Empty):
        found.get(timeout=2.5)
    (tmp_path / "content/a.md").write_text("mine")
    found.get(timeout=20)


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
    flask = CliRunner().invoke(main, ["new", str(folder / "app"), "--template", "flask"])
    assert f"flask --app '{folder / 'app'}'/app.py run" in flask.output


def test_the_command_line_knows_every_template() -> None:
    assert OFFERED == TEMPLATES
