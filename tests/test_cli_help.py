"""The command line as it explains itself: help, documentation, version, colours, mistakes of users."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.shell_completion import BashComplete
from click.testing import CliRunner, Result

from conftest import Site
from masthead.cli import main

DOCS = (Path(__file__).parents[1] / "docs/cli.md").read_text("utf-8")
BROKEN = {"masthead.yaml": "title: Lab\n", "content/bad.md": "---\ntitle: [A\n---\n"}


def masthead_(*args: object, **options: str) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], env=options)


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, click.Command]]:
    """Every command with the words that call it, without `masthead`."""
    for name, command in group.commands.items():
        yield " ".join((*above, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)


COMMANDS = dict(commands(main))


def section(name: str) -> str:
    """What the documentation says of a command."""
    return DOCS.partition(f"\n## masthead {name.split()[0]}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_a_command_does_and_gives_an_example(name: str) -> None:
    shown = masthead_(*name.split(), "-h")
    assert shown.exit_code == 0
    assert shown.output == masthead_(*name.split(), "--help").output
    text = COMMANDS[name].help or ""
    first = text.partition("\n")[0]
    assert first.endswith(".") and len(first) < 80
    assert f"  masthead {name} " in shown.output or f"  masthead {name}\n" in shown.output
    options = [option for option in COMMANDS[name].params if isinstance(option, click.Option)]
    assert [option.opts for option in options if not option.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_of_the_help_can_be_parsed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("path/to/site", "my-lab"):
        Path(folder).mkdir(parents=True)
    Path("papers.bib").touch()
    for line in (COMMANDS[name].help or "").splitlines():
        if not line.strip().startswith("masthead "):
            continue
        words = re.findall(r'"[^"]*"|\S+', line.partition(" > ")[0])[1:]
        command: click.Command = main
        while isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        command.make_context(name, [word.strip('"') for word in words]).close()


def test_the_main_help_names_the_commands_in_order() -> None:
    text = masthead_("-h").output
    listed = re.findall(r"^  (\w+)  +\S", text.partition("Commands:")[2], re.MULTILINE)
    assert listed == ["new", "run", "check", "freeze", "deploy", "import", "schema"]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_documentation_names_every_option_and_no_other(name: str) -> None:
    assert section(name)
    below = [command for words, command in COMMANDS.items() if words.split()[0] == name.split()[0]]
    known = {
        opt for command in below for param in command.params for opt in param.opts if opt.startswith("--")
    }
    named = set(re.findall(r"^\| `(--[\w-]+)`", section(name), re.MULTILINE))
    assert named == known


def test_the_documentation_has_no_command_that_is_not_there() -> None:
    assert set(re.findall(r"^## masthead (\w+)$", DOCS, re.MULTILINE)) == set(main.commands)


def test_the_version_tells_what_it_runs_on() -> None:
    shown = masthead_("--version")
    assert shown.exit_code == 0
    assert re.fullmatch(
        r"masthead \d\S*\nPython 3\.\d+\.\S+ on \w+, Flask \d\S+, Markdown \d\S+, Pillow \d\S+\n",
        shown.output,
    )


def test_colours_are_for_terminals(site: Site) -> None:
    folder = site(BROKEN)
    plain = CliRunner().invoke(main, ["check", str(folder)])
    coloured = CliRunner().invoke(main, ["check", str(folder)], color=True)
    assert "\x1b" not in plain.output
    assert "\x1b[31merror\x1b[0m" in coloured.output
    assert click.unstyle(coloured.output) == plain.output
    without = CliRunner().invoke(main, ["check", str(folder)], env={"NO_COLOR": "1"}, color=True)
    assert without.output == plain.output


@pytest.mark.parametrize(
    "words",
    [
        ["nothing"],
        ["run", "--port", "99999"],
        ["run", "--port", "http"],
        ["freeze", "--jobs", "0"],
        ["check", "--format", "xml"],
        ["new", "lab", "--template", "shop"],
        ["check", "there-is-none"],
        ["freeze", "there-is-none"],
        ["run", "there-is-none"],
        ["check", "--watch", "there-is-none"],
        ["import"],
        ["import", "bib"],
        ["import", "bib", "there-is-no.bib"],
        ["schema", "everything"],
    ],
)
def test_mistakes_are_told_with_status_2(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = masthead_(*words)
    assert list(tmp_path.iterdir()) == []
    assert (done.exit_code, "Usage: " in done.output, "Traceback" in done.output) == (2, True, False)


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["freeze", ".", "out"],
        ["run"],
        ["new", "post", "A"],
        ["new", "post", "A", "there-is-none"],
        ["schema", "block", "heroo"],
        ["schema", "block"],
    ],
)
def test_what_cannot_be_done_is_told_with_status_1(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = masthead_(*words)
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert "rror: " in done.stderr and "Traceback" not in done.output
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_shells_complete_commands_and_options() -> None:
    def completed(*words: str) -> list[str]:
        *before, last = words
        return [item.value for item in BashComplete(main, {}, "masthead", "x").get_completions(before, last)]

    assert completed("fr") == ["freeze"]
    assert completed("freeze", "--base") == ["--base-url"]
    assert completed("new", "--template", "c") == ["cv"]
    assert completed("new", "p") == ["post", "person", "publication"]
    assert completed("new", "my") == ["my"]
    assert completed("new", "post", "") == []
    for shell in ("bash", "zsh", "fish"):
        assert f"_MASTHEAD_COMPLETE={shell}_source masthead" in DOCS


def test_the_line_for_bash_works_in_bash() -> None:
    [line] = re.findall(r"`(eval .*bash_source.*)`", DOCS)
    asked = "COMP_WORDS=(masthead new --template c) COMP_CWORD=3; _masthead_completion masthead"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    script = f'{line}\n{asked}\necho "${{COMPREPLY[@]}}"'
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env={**os.environ, "PATH": path}
    )
    assert (done.stdout, done.stderr) == ("cv\n", "")


def test_a_command_starts_before_anything_heavy_is_imported() -> None:
    heavy = ("flask", "pydantic", "msgspec", "markdown", "PIL", "yaml", "bibtexparser", "importlib.metadata")
    code = f"import sys, masthead.cli\nprint([name for name in {heavy!r} if name in sys.modules])"
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, capture_output=True, text=True, env={**os.environ}, check=True)
    assert done.stdout == "[]\n"
