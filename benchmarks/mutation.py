"""Mutation testing: how many small faults, put into a module one at a time, its tests notice.

    pip install mutmut
    python benchmarks/mutation.py [source] [query] [routes] [freeze] [--work FOLDER]

mutmut changes one value, operator, argument or text of a function at a time, and runs the tests that call
that function; a fault that no test notices survives. It works on a copy of the checkout in which the package
stands in `src`, where mutmut looks for it. Prints the survivors and the figures; the status is 1 when fewer
than 85 % of the faults of a module were noticed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENOUGH = 0.85
"""The part of a module's faults that has to be noticed."""
NOTICED = frozenset({"killed", "timeout", "segfault"})
MODULES = {
    "source": ("content/source.py", ["test_source.py"]),
    "query": ("content/query.py", ["test_query.py"]),
    "routes": (
        "routes.py",
        [
            "test_routes.py",
            "test_serving.py",
            "test_embedding.py",
            "test_kept.py",
            "test_devserver.py::test_an_unreadable_file_has_a_page_that_shows_its_lines",
            "test_devserver.py::test_settings_that_cannot_be_read_show_on_every_page",
            "test_search.py::test_the_dev_server_indexes_what_is_there_now",
            "test_search.py::test_a_host_app_has_the_search_below_its_prefix",
            "test_hosting.py::test_relative_links_work_wherever_the_folder_stands",
            "test_hosting.py::test_ascii_names_are_those_that_links_have",
            "test_reliability.py::test_a_page_whose_files_never_rest_says_so",
        ],
    ),
    "freeze": ("freeze.py", ["test_freeze.py", "test_hosting.py"]),
}
"""The file of each module in the package, and the tests that are run."""
LEFT_OUT = "threads or fuzzed or replaced"
"""The names of tests that run for long, so as to find what happens seldom."""
SETTINGS = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = [{modules}]
also_copy = ["app.py", "benchmarks", "content", "docs", "masthead.yaml", "starters", "static", "templates"]
pytest_add_cli_args = ["-m", "not slow", "-k", "not ({left_out})"]
pytest_add_cli_args_test_selection = [{tests}]
"""


def lay_out(work: Path, names: list[str]) -> None:
    """Copy the checkout to a folder, with the package where mutmut looks for it, and tell what to try."""
    for name in ("tests", "benchmarks", "content", "docs", "starters", "static", "templates"):
        shutil.copytree(ROOT / name, work / name)
    for name in ("app.py", "masthead.yaml"):
        shutil.copy(ROOT / name, work / name)
    shutil.copytree(ROOT / "site", work / "src", ignore=shutil.ignore_patterns("__pycache__"))
    modules = ", ".join(f'"src/masthead/{MODULES[name][0]}"' for name in names)
    files = dict.fromkeys(file for name in names for file in MODULES[name][1])
    tests = ", ".join(f'"tests/{file}"' for file in files)
    settings = (ROOT / "pyproject.toml").read_text("utf-8") + SETTINGS.format(
        modules=modules, tests=tests, left_out=LEFT_OUT
    )
    (work / "pyproject.toml").write_text(settings, "utf-8")
    (work / "mutants" / "src").mkdir(parents=True)  # Python asks once whether a folder of its path is there


def mutmut(work: Path, *args: str) -> str:
    """Run mutmut and give back what it prints. CalledProcessError, with that on stderr, when it fails."""
    environ = {**os.environ, "PYTHONPATH": str(work / "mutants" / "src")}
    command = [sys.executable, "-m", "mutmut", *args]
    done = subprocess.run(command, cwd=work, env=environ, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(done.stdout[-5000:] + done.stderr[-5000:])
        done.check_returncode()
    return done.stdout


def trial(work: Path, names: list[str]) -> dict[str, Counter[bool]]:
    """Try the faults of some modules, print those that survive, and count by module which were noticed."""
    lay_out(work, names)
    mutmut(work, "run", "--max-children", "2")
    found = {name: Counter[bool]() for name in names}
    for line in mutmut(work, "results", "--all", "True").splitlines():
        fault, _, state = line.strip().rpartition(": ")
        noticed = state in NOTICED
        (module,) = (name for name in names if fault.startswith(_dotted(name)))
        found[module][noticed] += 1
        if not noticed:
            print(mutmut(work, "show", fault).strip(), end="\n\n", flush=True)
    return found


def _dotted(name: str) -> str:
    return "masthead." + MODULES[name][0].removesuffix(".py").replace("/", ".") + "."


def main() -> int:
    """Try the modules, print the figures, and tell by the status whether enough faults were noticed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("modules", nargs="*", choices=[*MODULES, []], help="those to try (all)")
    parser.add_argument("--work", type=Path, help="a folder that does not exist yet, to work in and to keep")
    options = parser.parse_args()
    names = options.modules or list(MODULES)
    work = options.work or Path(tempfile.mkdtemp(prefix="masthead-mutation-"))
    work.mkdir(parents=True, exist_ok=True)
    try:
        found = trial(work, names)
    finally:
        if options.work is None:
            shutil.rmtree(work)
    for name, counts in found.items():
        print(f"{name:8} {counts[True]:4} of {counts.total():4} noticed: {counts[True] / counts.total():.1%}")
    return 1 if any(counts[True] < ENOUGH * counts.total() for counts in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
