"""Every command and block of code in the README and in docs/ is run, or read by what would read it.

The blocks of a page share a folder, which has sites and papers under the names that pages use, and come one
after the other. A block below the name of a file (`` `content/about.md`: ``) becomes that file.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from jinja2 import Environment

from markup.fake import FakeHost
from masthead import create_app
from masthead.blocks import builtin
from masthead.check import check
from masthead.errors import Level
from masthead.jsonschema import page_schema, person_schema, settings_schema

ROOT = Path(__file__).parents[1]
PAGES = [
    page
    for page in sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    if "```" in page.read_text("utf-8")
]
APPS = ROOT / "tests/test_apps"

RUN_ELSEWHERE = {
    "docs/api.md": "test_api.py holds its signatures to the code",
    "docs/blocks.md": "made by docs/reference.py; test_blocks_landing.py shows the same examples",
    "docs/embed.md": "test_hosts.py holds it to the apps that it shows",
    "docs/scale.md": "test_scale.py sets up the servers that it shows",
    "docs/extend.md": "test_extensions.py builds the site that it describes",
}
"""Pages whose blocks another test runs."""

NOT_RUN = {
    r"python3 -m venv|\. \.venv/|pip install|uv ": "asks package indexes; .ci/run installs the README's way",
    r"python benchmarks/": "takes minutes; test_benchmarks.py makes small runs",
}
"""Commands that are not run, by how they begin."""

SERVERS = re.compile(r"masthead run|flask run|gunicorn|waitress-serve|masthead check --watch")
"""Commands that end when they are told to; they have to work for some seconds."""

SITE = {
    "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n",
    "content/_index.md": "---\ntitle: Home\n---\nWelcome.\n",
    "content/authors/mira/_index.md": "---\ntitle: Mira Holt\n---\n",
}
BIB = "@article{a, title={Slow rivers}, author={Holt, Mira}, year={2021}, journal={Water}}\n"


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code: its line, its language, its text, and the file that it is to become."""

    line: int
    language: str
    text: str
    file: str


def code_of(page: Path) -> Iterator[Code]:
    """The blocks of a page, in order."""
    text = page.read_text("utf-8")
    for found in re.finditer(r"^( *)(```+)(\w*)\n(.*?)^\1\2$", text, re.M | re.S):
        named = re.search(r"^ *`([\w./-]+)`:\n\n\Z", text[: found.start()], re.M)
        line = text.count("\n", 0, found.start()) + 1
        yield Code(line, found[3], textwrap.dedent(found[4]), named[1] if named else "")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a site in it, and others below it; commands find Masthead, and servers any port."""
    for folder in (".", "lab", "site", "path/to/site", "path/to/your-site"):
        for name, text in SITE.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    (tmp_path / ".vscode").mkdir()
    (tmp_path / "papers.bib").write_text(BIB, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    monkeypatch.setenv("FLASK_RUN_PORT", "0")
    return tmp_path


def as_run(line: str) -> str:
    """A line of a shell as it is run here; empty when it is not."""
    if any(re.match(pattern, line) for pattern in NOT_RUN):
        return ""
    if SERVERS.match(line):
        port = " --port 0" if line.startswith("masthead run") else ""
        return f"timeout -s INT 6 {line}{port} || [ $? = 124 ]"
    return line


def run(commands: Iterable[str], folder: Path) -> Path:
    """Run lines of a shell in a folder; gives the folder that they end in."""
    end = folder / ".where"
    script = "\n".join(["set -e", *filter(None, map(as_run, commands)), f"pwd > {shlex.quote(str(end))}"])
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    return Path(end.read_text("utf-8").strip())


def run_python(text: str) -> None:
    """Run it with what its page takes for granted, unless it is a part of an app that has its own tests."""
    parts = (path.read_text("utf-8") for path in APPS.rglob("*.py"))
    if any(text in textwrap.dedent(part) or textwrap.indent(text, "    ") in part for part in parts):
        return
    taken = {"app": create_app("lab"), "body": "*x*", "host": FakeHost()}
    exec(compile(text, "<docs>", "exec"), {"__name__": "host", **taken})


@cache
def known_keys() -> tuple[set[str], ...]:
    """What settings, front matter and people may say."""
    schemas = (settings_schema(), page_schema(builtin()), person_schema())
    return tuple(set(schema["properties"]) for schema in schemas)


def read_yaml(text: str) -> None:
    """Settings, front matter or a person: all keys are known, and settings raise no warning."""
    for values in yaml.safe_load_all(text):
        if not isinstance(values, Mapping) or "jobs" in values:
            continue  # a part of a workflow of some host's, which is YAML at least
        kinds = [set(values) <= keys for keys in known_keys()]
        assert any(kinds), f"no settings, front matter or person: {sorted(values)}"
        if kinds[0]:
            address = "" if "baseURL" in values else "baseURL: https://lab.example/\n"
            Path("site/masthead.yaml").write_text(address + text, "utf-8")
            assert warnings(Path("site")) == []


def warnings(root: Path) -> list[str]:
    return [str(problem) for problem in check(root) if problem.level is not Level.NOTE]


def commands_of(text: str) -> Iterator[str]:
    """The commands of a block without a language: before what is said of them; of a pattern, its help."""
    for line in text.splitlines():
        command = re.split(r"\s{2,}", line)[0]
        if re.match(r"(flask )?masthead ", command):
            pattern = re.match(r"(?:[a-z]+ )+(?=[A-Z[]|[a-z]+\|)", command)
            yield f"{pattern[0]}--help" if pattern else command


@pytest.mark.parametrize("page", [page for page in PAGES if name_of(page) not in RUN_ELSEWHERE], ids=name_of)
def test_code_works(page: Path, scratch: Path) -> None:
    folder, written = scratch, False
    for code in code_of(page):
        if code.file:
            path = folder / code.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(code.text, "utf-8")
            written = written or code.file.startswith("content/")
        elif code.language == "sh":
            folder = run(code.text.splitlines(), folder)
        elif code.language == "python":
            run_python(code.text)
        elif code.language == "yaml":
            read_yaml(code.text)
        elif code.language in ("html", "jinja"):
            Environment(autoescape=True).parse(code.text)
        elif code.language == "toml":
            tomllib.loads(code.text)
        else:
            assert code.language in ("", "text"), f"{name_of(page)}:{code.line}: who reads {code.language}?"
            folder = run(commands_of(code.text), folder)
    if written:
        assert warnings(folder) == []


def test_pages_that_are_run_elsewhere_are_there() -> None:
    assert set(RUN_ELSEWHERE) <= {name_of(page) for page in PAGES}
