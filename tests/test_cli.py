"""The command line: what each command prints, where, and with which status it ends."""

from __future__ import annotations

import errno
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from werkzeug.serving import BaseWSGIServer
from werkzeug.test import Client

from conftest import Site
from masthead import create_app
from masthead.cli import bar, main
from masthead.journal import MANIFEST

GOOD = {
    "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n",
    "content/_index.md": "---\ntitle: Lab\n---\nWelcome.\n",
}
WARNED = {"content/about.md": "---\ntitle: A\ndate: 2021-23-29\n---\n"}
BROKEN = {"content/bad.md": "---\ntitle: [A\n---\n", "content/worse.md": "---\ntitle: B\n"}


def masthead_(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_freeze_writes_the_site(site: Site, tmp_path: Path) -> None:
    done = masthead_("freeze", site(GOOD), tmp_path / "out")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Froze ")
    assert "Welcome." in (tmp_path / "out/index.html").read_text()
    assert (tmp_path / "out" / MANIFEST).is_file()


def test_freeze_counts_every_file(site: Site, tmp_path: Path) -> None:
    hosting = "hosting: {copies: {index.htm: index.html}, github_pages: true, zip: {file: all.zip}}\n"
    folder, out = site({**GOOD, "masthead.yaml": GOOD["masthead.yaml"] + hosting}), tmp_path / "out"
    for written in (True, False):
        done = masthead_("freeze", folder, out)
        files = sum(1 for path in out.rglob("*") if path.is_file() and path.name != MANIFEST)
        counts = (files, 0) if written else (0, files)
        assert done.stdout == (
            f"Froze {files} files to {out}: {counts[0]} written, {counts[1]} unchanged, 0 removed.\n"
        )


def test_freeze_goes_to_build_in_the_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site(GOOD))
    assert masthead_("freeze").exit_code == 0
    assert Path("build/index.html").is_file()
    again = masthead_("freeze")
    assert (again.exit_code, " 0 written" in again.stdout) == (0, True)


def test_freeze_tells_every_error_and_publishes_nothing(site: Site, tmp_path: Path) -> None:
    template = "{% extends layout %}\n{% block masthead %}\n{{ page.title }\n{% endblock %}"
    folder = site({**GOOD, **WARNED, **BROKEN, "templates/masthead/pages/404.html": template})
    done = masthead_("freeze", folder, tmp_path / "out")
    assert done.exit_code == 1
    assert not (tmp_path / "out").exists()
    assert "content/bad.md:" in done.stderr
    assert "content/worse.md:1: error: " in done.stderr
    assert "templates/masthead/pages/404.html:3: error: " in done.stderr
    assert "content/about.md:3: warning: " in done.stderr
    assert done.stderr.endswith("3 errors, 1 warning.\n")
    assert done.stdout == ""


def test_freeze_keeps_what_was_published(site: Site, tmp_path: Path) -> None:
    masthead_("freeze", site(GOOD), tmp_path / "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert masthead_("freeze", site(BROKEN), tmp_path / "out").exit_code == 1
    assert before == {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}


def test_warnings_are_told_and_pass(site: Site, tmp_path: Path) -> None:
    done = masthead_("freeze", site({**GOOD, **WARNED}), tmp_path / "out")
    assert done.exit_code == 0
    assert "content/about.md:3: warning: " in done.stderr
    assert (tmp_path / "out/about/index.html").is_file()


def test_strict_takes_warnings_for_errors(site: Site, tmp_path: Path) -> None:
    folder = site({**GOOD, **WARNED})
    assert masthead_("freeze", "--strict", folder, tmp_path / "out").exit_code == 1
    assert not (tmp_path / "out").exists()
    assert masthead_("check", folder).exit_code == 0
    assert masthead_("check", "--strict", folder).exit_code == 1


def test_keep_going_leaves_out_what_has_errors(site: Site, tmp_path: Path) -> None:
    done = masthead_("freeze", "--keep-going", site({**GOOD, **BROKEN}), tmp_path / "out")
    assert done.exit_code == 1
    assert "content/bad.md" in done.stderr
    assert (tmp_path / "out/index.html").is_file()
    assert not (tmp_path / "out/bad").exists()


def test_freeze_takes_a_base_url(site: Site, tmp_path: Path) -> None:
    folder = site({**GOOD, "content/about.md": "---\ntitle: A\n---\n[home](/)\n"})
    assert masthead_("freeze", folder, tmp_path / "out", "--base-url", "https://h.example/lm/").exit_code == 0
    html = (tmp_path / "out/about/index.html").read_text()
    assert '<a href="/lm/">home</a>' in html
    assert '<link rel="canonical" href="https://h.example/lm/about/">' in html


def test_a_base_url_stands_for_that_of_the_settings(site: Site, tmp_path: Path) -> None:
    folder = site({"content/_index.md": GOOD["content/_index.md"]})
    assert masthead_("freeze", "--strict", folder, tmp_path / "out").exit_code == 1
    done = masthead_("freeze", "--strict", folder, tmp_path / "out", "--base-url", "https://h.example/")
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize("base_url", ["h.example/lm", "/lm/", "ftp://h.example/"])
def test_a_base_url_that_is_none_is_refused(site: Site, tmp_path: Path, base_url: str) -> None:
    done = masthead_("freeze", site(GOOD), tmp_path / "out", "--base-url", base_url)
    assert done.exit_code == 1
    assert base_url in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("dest", [".", "content", "content/out", ".."])
def test_freeze_refuses_the_sources(site: Site, dest: str) -> None:
    folder = site(GOOD)
    done = masthead_("freeze", folder, folder / dest)
    assert (done.exit_code, done.stderr[:7]) == (1, "Error: ")
    assert sorted(path.name for path in folder.iterdir()) == ["content", "masthead.yaml"]


def test_freeze_refuses_a_folder_of_others(site: Site, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.tex").write_text("precious")
    done = masthead_("freeze", site(GOOD), tmp_path / "mine")
    assert done.exit_code == 1
    assert "did not make" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize("command", ["freeze", "check", "run"])
def test_a_folder_without_a_site_is_told(tmp_path: Path, command: str) -> None:
    done = masthead_(command, tmp_path)
    assert done.exit_code == 1
    assert "no site" in done.stderr
    assert "masthead new" in done.stderr


def test_check_is_silent_about_a_good_site(site: Site) -> None:
    done = masthead_("check", site(GOOD))
    assert (done.exit_code, done.stdout, done.stderr) == (0, "No problems found.\n", "")


def test_check_tells_errors(site: Site) -> None:
    done = masthead_("check", site({**GOOD, **BROKEN}))
    assert done.exit_code == 1
    assert "content/bad.md" in done.stderr
    assert "2 errors, 0 warnings." in done.stderr


def test_a_file_that_the_system_refuses_is_no_traceback(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = masthead_("new", tmp_path / "file/below")
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: ")


def test_what_the_system_refuses_is_told_with_what_to_do(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("masthead.freezing.folder.freeze_seen", refuse)
    done = masthead_("freeze", site(GOOD), tmp_path / "out")
    advice = "Allow more of them (`ulimit -n`), or take fewer processes (`--jobs 1`)."
    assert (done.exit_code, done.stderr) == (1, f"Error: Too many open files. {advice}\n")


def test_nobody_is_told_that_a_reader_left() -> None:
    command = [sys.executable, "-c", "from masthead.cli import main; main()", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as schema:
        assert schema.stdout and schema.stderr
        schema.stdout.close()
        assert schema.stderr.read() == b""


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [(["schema"], 0, b"$schema"), (["freeze", "nowhere"], 2, b""), (["check", "empty"], 1, b"")],
)
def test_a_process_ends_with_its_status_when_all_is_told_and_cleaned_up(
    tmp_path: Path, words: list[str], status: int, told: bytes
) -> None:
    (tmp_path / "empty").mkdir()
    left = tmp_path / "left"
    code = f"""import atexit, pathlib, masthead.cli
show = masthead.cli.status_of
def cleaned(*values):
    atexit.register(pathlib.Path({str(left)!r}).touch)
    return show(*values)
masthead.console.status_of = cleaned
masthead.cli.main()"""
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=tmp_path, capture_output=True, check=False
    )
    assert (done.returncode, told in done.stdout, left.exists()) == (status, True, status != 2), done.stderr


def test_progress_shows_on_terminals_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = {}
    for terminal in (True, False):
        monkeypatch.setattr(sys.stderr, "isatty", lambda terminal=terminal: terminal)
        with bar("Freezing")(["a", "b"]) as urls:
            assert isinstance(urls, click._termui_impl.ProgressBar)
            shown[terminal] = not urls.hidden
            assert list(urls) == ["a", "b"]
    assert shown == {True: True, False: False}


def test_run_serves_in_debug_mode(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []
    monkeypatch.setattr(BaseWSGIServer, "serve_forever", lambda server: served.append(server))
    for host, address in (
        ("127.0.0.1", r"http://127\.0\.0\.1:(\d+)/"),
        ("localhost", r"http://localhost:(\d+)/"),
    ):
        done = masthead_("run", site(GOOD), "--port", "0", "--host", host)
        assert done.exit_code == 0
        found = re.search(address, done.stdout)
        assert found and int(found[1]) == served[-1].port > 0
        assert "data-mh-live" in Client(served[-1].app).get("/").text
        served[-1].server_close()


def test_where_nobody_can_listen_the_reason_is_told(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = masthead_("run", site(GOOD), "--port", port)
        assert (done.exit_code, done.stdout) == (1, "")
        assert re.search(
            rf"--port: error: nothing can be served at port {port} .*\n.*--port \d+\.", done.stderr
        )
    for host in ("nowhere.invalid", "a..b"):
        done = masthead_("run", site(GOOD), "--port", "0", "--host", host)
        assert (done.exit_code, done.stdout) == (1, "")
        assert f"--host: error: '{host}' is no address" in done.stderr


def test_an_editor_is_an_address_of_files(site: Site) -> None:
    done = masthead_("run", site(GOOD), "--editor", "code")
    assert done.exit_code == 2
    assert "{file}" in done.stderr


def test_flask_freeze_does_the_same(site: Site, tmp_path: Path) -> None:
    folder = site(GOOD)
    done = create_app(folder).test_cli_runner().invoke(args=["freeze", str(tmp_path / "out")])
    assert (done.exit_code, done.stdout.split()[0]) == (0, "Froze")
    assert masthead_("freeze", folder, tmp_path / "other").exit_code == 0
    assert (tmp_path / "out/index.html").read_bytes() == (tmp_path / "other/index.html").read_bytes()


def test_the_command_is_installed(site: Site, tmp_path: Path) -> None:
    command = Path(sys.executable).parent / "masthead"
    done = subprocess.run([command, "freeze", site(GOOD), tmp_path / "out"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    version = subprocess.run([command, "--version"], capture_output=True, text=True, env={**os.environ})
    assert "0.1.0" in version.stdout


def test_check_lists_the_settings_that_nothing_acts_upon(site: Site) -> None:
    folder = site({**GOOD, "masthead.yaml": GOOD["masthead.yaml"] + "timeout: 60s\n"})
    done = masthead_("check", "--verbose", folder)
    assert (done.exit_code, done.stdout) == (
        0,
        "masthead.yaml:3: timeout has no effect in Masthead.\nNo problems found.\n",
    )


def test_freeze_tells_what_took_how_long(site: Site, tmp_path: Path) -> None:
    done = masthead_("freeze", "--timings", "--jobs", "1", site(GOOD), tmp_path / "out")
    assert done.exit_code == 0
    assert {"reading", "pages", "publishing"} <= set(done.stderr.split())


def test_a_new_page_of_a_site_in_two_languages(site: Site) -> None:
    folder = site({**GOOD, "masthead.yaml": "languages: {en: {weight: 1}, zh: {weight: 2}}\n"})
    done = masthead_("new", "post", "First", folder)
    assert done.exit_code == 0, done.output
    assert "For other languages, add: --lang zh" in done.output
