"""The benchmarks: the generated site is the same at every run and has no problems, and runs are measured."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

FOLDER = Path(__file__).parents[1] / "benchmarks"
COUNT = 20


def run(script: str, *args: str | Path, **environ: str) -> str:
    """What one of the scripts prints; it must end well and quietly."""
    command = [sys.executable, "-W", "error", FOLDER / script, *map(str, args)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environ}, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout


def freeze(site: Path, destination: Path) -> None:
    """Freeze a site, which must have no problem, not even a warning."""
    command = [Path(sys.executable).with_name("masthead"), "freeze", "--strict", site, destination]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def pages(folder: Path) -> set[str]:
    return {path.parent.relative_to(folder).as_posix() for path in folder.rglob("index.html")}


def test_the_site_is_the_same_at_every_run(tmp_path: Path) -> None:
    for number in ("1", "2"):
        run("generate.py", tmp_path / number, str(COUNT), PYTHONHASHSEED=number)
    first = files(tmp_path / "1")
    assert first == files(tmp_path / "2")
    written = {name.rpartition("/")[0] for name in first if name.endswith("/index.md")}
    assert len(written) == COUNT + COUNT + COUNT // 10


def test_each_size_begins_with_the_same_people(tmp_path: Path) -> None:
    """A larger site has other groups, but no other people."""
    for count in (10, COUNT):
        run("generate.py", tmp_path / str(count), str(count))
    bodies = (
        (tmp_path / count / "content/authors/person-7/index.md").read_text("utf-8").split("---\n")[2]
        for count in ("10", str(COUNT))
    )
    assert len(set(bodies)) == 1


def test_the_site_has_its_pages_and_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("generate.py", tmp_path / "site", str(COUNT))
    freeze(tmp_path / "site", tmp_path / "made")
    numbers = {"authors/person": COUNT, "publication/paper": COUNT, "research/group": COUNT // 10}
    expected = {f"{kind}-{at}" for kind, count in numbers.items() for at in range(count)}
    assert pages(tmp_path / "made") == expected | {"."}
    landing = (tmp_path / "made/research/group-1/index.html").read_text("utf-8")
    shown = {at for at in range(COUNT) if f'href="/authors/person-{at}/"' in landing}
    assert shown == set(range(1, COUNT, COUNT // 10))

    monkeypatch.syspath_prepend(FOLDER)
    checking = importlib.import_module("pages")
    assert checking.check(tmp_path / "made", COUNT) == len(expected) + 2
    page = tmp_path / "made/publication/paper-3/index.html"
    page.write_text(page.read_text("utf-8").replace("Robin", "Robert"), encoding="utf-8")
    with pytest.raises(checking.PagesError, match="paper-3 does not say: Robin Outside"):
        checking.check(tmp_path / "made", COUNT)
    page.unlink()
    with pytest.raises(checking.PagesError, match="lacks 1 pages, such as publication/paper-3"):
        checking.check(tmp_path / "made", COUNT)


def test_the_site_with_lists_has_no_problem(tmp_path: Path) -> None:
    run("generate.py", tmp_path / "site", str(COUNT), "--lists")
    freeze(tmp_path / "site", tmp_path / "made")
    lists = {"authors", "publication", "research", "tags/group-1", "publication/page/2"}
    assert lists <= pages(tmp_path / "made")
    assert (tmp_path / "made/tags/group-1/index.xml").is_file()


def test_a_run_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(FOLDER)
    measuring = importlib.import_module("measure")
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'b = bytearray(200 << 20)'])"
    sample = measuring.measure([sys.executable, "-c", code], tmp_path)
    assert 200 << 20 < sample.memory < 400 << 20
    assert sample.cpu > 0
    assert 0 < sample.wall < 60
    with pytest.raises(measuring.CommandError, match="ended with 3:\nno snow"):
        measuring.measure([sys.executable, "-c", "print('no snow'); raise SystemExit(3)"], tmp_path)


@pytest.mark.slow
def test_one_command_measures_masthead(tmp_path: Path) -> None:
    site = tmp_path / "small"
    (site / "content").mkdir(parents=True)
    (site / "content/_index.md").write_text("---\ntitle: Small\n---\n", encoding="utf-8")
    (site / "masthead.yaml").write_text("title: Small\n", encoding="utf-8")
    site.chmod(0o555)
    report = tmp_path / "report.md"
    run("run.py", "--n", "10", "--rounds", "1", "--peers", "masthead", "--site", site, "--report", report)
    text = report.read_text("utf-8")
    assert "## N = 10\n" in text
    assert "## Real sites\n" in text
    told = json.loads(report.with_suffix(".json").read_text("utf-8"))
    (size,) = told["sizes"]
    assert size["pages"] == {"masthead": 23}
    assert list(size["rows"]) == ["cold", "unchanged", "person", "template"]
    for samples in size["rows"].values():
        assert [sample["cpu"] > 0 for sample in samples["masthead"]] == [True]
    (frozen,) = told["sites"]
    assert frozen["name"] == "small"
    assert frozen["again"][0]["cpu"] < frozen["cold"][0]["cpu"] / 2


def test_the_report_has_medians_and_the_ratios_of_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(FOLDER)
    reporting, measuring = importlib.import_module("report"), importlib.import_module("measure")

    def samples(*walls: float) -> list[object]:
        return [measuring.Sample(wall, 2 * wall, 100 << 20) for wall in walls]

    sizes = [
        reporting.Size(
            count,
            {"hugo": 10 * count, "masthead": 10 * count},
            {"cold": {"hugo": samples(1, 2, 10 * count), "masthead": samples(count, 10, 5 * count)}},
        )
        for count in (1, 4)
    ]
    text = reporting.markdown(reporting.Report("a machine", (0.5, 2.5), 3, {"hugo": "v1"}, sizes, []))
    assert "Load average before 0.5, after 2.5." in text
    assert "| cold | masthead | 5.00 | 10.00 | 100 | 1.00 | 1.00 | 1.00 |" in text
    assert "| cold | masthead | 10.00 | 20.00 | 100 | 4.00 | 4.00 | 1.00 |" in text
    assert "| masthead | 1000.00 | 500.00 | 0.50 | 0.50 |" in text


@pytest.mark.slow
def test_the_dev_server_is_measured(tmp_path: Path) -> None:
    report = tmp_path / "served.md"
    run("serve.py", "--n", "10", "--report", report)
    assert "## Dev server, N = 10\n" in report.read_text("utf-8")
    told = json.loads(report.with_suffix(".json").read_text("utf-8"))
    assert told["late"] < told["edits"] / 4  # on a busy machine a watcher may be slower than the next request
    assert told["edits"] == 40
    first, again, _, warm, *edited = told["rows"]
    assert 0 < again["cpu"] < first["cpu"]
    assert 0 < warm["wall"] < first["wall"]
    assert 0 < warm["cpu"] < first["cpu"]
    assert len(edited) == 2


def test_edits_are_measured_until_they_are_seen(browser: Browser) -> None:
    told = run("edit_to_visible.py", "--size", "10", "--edits", "2").splitlines()
    assert [line.partition(":")[0] for line in told[1:-1]] == ["text", "matter", "template", "style"]
    for line in told[1:-1]:
        median, least, most = map(int, re.findall(r"(\d+) (?:ms|to)", line))
        assert 0 < least <= median <= most < 10_000
