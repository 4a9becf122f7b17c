"""Packages: wheel, sdist and editable install all carry templates, static files and the starter."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from masthead.editors import editor_files
from masthead.paths import bundled
from masthead.starter import PARTS

ROOT = Path(__file__).parents[1]
BUNDLED = ("templates", "static", "starters", *PARTS)


def files_of(*names: str) -> set[str]:
    """The files below the checkout's folders and files of these names."""
    found = [path for name in names for path in [ROOT / name, *(ROOT / name).rglob("*")]]
    return {
        path.relative_to(ROOT).as_posix()
        for path in found
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a wheel and an sdist, the wheel built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "-q", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it is once installed, far from the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(next(dist.glob("*.whl"))).extractall(folder)
    return folder


def run(installed: Path, folder: Path, code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    code = f"import masthead\nassert masthead.__file__.startswith({str(installed)!r})\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_checkout_has_what_is_bundled() -> None:
    for name in BUNDLED:
        assert bundled(name) == ROOT / name
    with pytest.raises(FileNotFoundError, match="'nothing'"):
        bundled("nothing")


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_what_comes_with_it(dist: Path) -> None:
    names = {
        name for name in zipfile.ZipFile(next(dist.glob("*.whl"))).namelist() if ".dist-info/" not in name
    }
    package = {name.removeprefix("site/") for name in files_of("site")}
    assert names == package | {f"masthead/bundled/{name}" for name in files_of(*BUNDLED)}
    assert {"masthead/py.typed", "masthead/bundled/app.py", "masthead/bundled/content/_index.md"} <= names


@pytest.mark.slow
def test_the_sdist_holds_all_that_the_wheel_is_made_of_and_the_tests(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    assert files_of("site", *BUNDLED, "pyproject.toml", "README.md", "CHANGES.md", "LICENSE") <= names
    assert {"tests/test_packaging.py", "tests/test_apps/library/templates/layout.html", ".ci/run"} <= names
    assert not any(part in name.split("/") for name in names for part in (".git", "build", "__pycache__"))


@pytest.mark.slow
def test_a_site_is_made_checked_and_served_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "from masthead.cli import main; main(['new', 'lab'])")
    made = {
        path.relative_to(tmp_path / "lab").as_posix()
        for path in (tmp_path / "lab").rglob("*")
        if path.is_file()
    }
    assert made == files_of(*PARTS) | {*editor_files(), ".gitignore"}
    checked = run(installed, tmp_path, "from masthead.cli import main; main(['check', '--strict', 'lab'])")
    assert checked == "No problems found.\n"
    served = run(installed, tmp_path / "lab", "import app; print(app.app.test_client().get('/').status)")
    assert served == "200 OK\n"


@pytest.mark.slow
@pytest.mark.parametrize("template", ["cv", "project", "flask"])
def test_every_template_comes_with_the_wheel(installed: Path, tmp_path: Path, template: str) -> None:
    words = ["new", "made", "--template", template]
    run(installed, tmp_path, f"from masthead.cli import main; main({words})")
    served = run(installed, tmp_path / "made", "import app; print(app.app.test_client().get('/').status)")
    assert served == "200 OK\n"


@pytest.mark.slow
def test_nothing_is_written_where_the_package_is(installed: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in installed.rglob("*")}
    run(installed, tmp_path, "from masthead.cli import main; main(['new', 'lab'])")
    run(installed, tmp_path / "lab", "from masthead.cli import main; main(['freeze'])")
    assert before == {path: path.stat().st_mtime_ns for path in installed.rglob("*")}


def test_what_the_license_and_the_typing_need_is_declared() -> None:
    assert (ROOT / "LICENSE").is_file()
    assert (ROOT / "site/masthead/py.typed").read_bytes() == b""
    assert not (ROOT / "site/__init__.py").exists()
