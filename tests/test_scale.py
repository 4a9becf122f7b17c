"""Front ends as docs/scale.md sets them up: nginx before files, gunicorn with workers, Dask for freezing."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from masthead.freeze import freeze_folder
from serving import Answer, ask, free_port, program, running

HERE = Path(__file__).parent
LAB = HERE / "test_apps" / "lab"
GUIDE = (HERE.parent / "docs" / "scale.md").read_text("utf-8")
FROZEN, PROXY = re.findall(r"^```nginx\n(.*?)^```$", GUIDE, re.M | re.S)
GUNICORN = re.findall(r"^gunicorn (.*)$", GUIDE, re.M)[0]

pytestmark = pytest.mark.slow


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    return shutil.copytree(LAB, tmp_path / "lab")


@contextmanager
def nginx(config: str, folder: Path) -> Iterator[str]:
    """nginx with a configuration of the guide, at a free port; its address."""
    port = free_port()
    config = config.replace("listen 80;", f"listen 127.0.0.1:{port};")
    folder.mkdir(exist_ok=True)
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    whole = (
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; {paths}\n{config}\n}}\n"
    )
    (folder / "nginx.conf").write_text(whole)
    command = [
        program("nginx"),
        "-p",
        str(folder),
        "-e",
        str(folder / "error.log"),
        "-c",
        str(folder / "nginx.conf"),
    ]
    with running(command, f"http://127.0.0.1:{port}/", folder):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def gunicorn(lab: Path, folder: Path) -> Iterator[tuple[str, int]]:
    """The host app of the guide to embedding under gunicorn as the guide starts it; its address and port."""
    folder.mkdir(exist_ok=True)
    port = free_port()
    options = GUNICORN.replace("127.0.0.1:8000", f"127.0.0.1:{port}").partition(" 'host:")[0].split()
    factory = f"test_apps.factory:create_app(LAB={str(lab)!r})"
    pid = ["--pid", str(folder / "pid"), "--pythonpath", str(HERE)]
    with running(
        [sys.executable, "-m", "gunicorn", *options, *pid, factory], f"http://127.0.0.1:{port}/", folder
    ):
        yield f"http://127.0.0.1:{port}", port


def test_nginx_serves_a_frozen_site(lab: Path, tmp_path: Path) -> None:
    program("nginx")
    freeze_folder(lab, tmp_path / "srv", base_url="https://lab.example/", jobs=1)
    with nginx(FROZEN.replace("/srv/lab", str(tmp_path / "srv")), tmp_path / "nginx") as address:
        page = ask(f"{address}/about/")
        assert page.body == (tmp_path / "srv/about/index.html").read_bytes()
        assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert page.headers["Cache-Control"] == "public, no-cache"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        again = ask(f"{address}/about/", If_None_Match=page.headers["ETag"])
        assert (again.status, again.body) == (304, b"")
        packed = ask(f"{address}/masthead/theme.css", Accept_Encoding="gzip")
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(packed.body) == (tmp_path / "srv/masthead/theme.css").read_bytes()
        assert ask(f"{address}/zh/about/").body == (tmp_path / "srv/zh/about/index.html").read_bytes()
        moved = ask(f"{address}/about")
        assert (moved.status, moved.headers["Location"]) == (301, f"{address}/about/")
        missing = ask(f"{address}/nowhere/")
        assert (missing.status, missing.body) == (404, (tmp_path / "srv/404.html").read_bytes())
        assert ask(f"{address}/.masthead-manifest.json").status == 404


def test_pictures_and_fonts_are_kept_for_a_week(lab: Path, tmp_path: Path) -> None:
    program("nginx")
    (lab / "static/logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    freeze_folder(lab, tmp_path / "srv", jobs=1)
    with nginx(FROZEN.replace("/srv/lab", str(tmp_path / "srv")), tmp_path / "nginx") as address:
        logo = ask(f"{address}/logo.svg")
        assert (logo.headers["Content-Type"], logo.headers["Cache-Control"]) == (
            "image/svg+xml",
            "public, max-age=604800",
        )


def test_nginx_and_gunicorn_serve_an_embedded_site(lab: Path, tmp_path: Path) -> None:
    program("nginx")
    with gunicorn(lab, tmp_path / "gunicorn") as (_, port):
        config = PROXY.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
        with nginx(config, tmp_path / "nginx") as address, ThreadPoolExecutor(8) as readers:
            pages = list(readers.map(ask, [f"{address}/lab/about/"] * 80))
            assert {page.status for page in pages} == {200}
            assert len({page.body for page in pages}) == len({page.headers["ETag"] for page in pages}) == 1
            assert b"When we are open" in pages[0].body
            assert ask(f"{address}/lab/about/", If_None_Match=pages[0].headers["ETag"]).status == 304
            assert ask(f"{address}/opening/").status == 200
            assert ask(f"{address}/lab/paper.txt").body == b"a paper\n"
            packed = ask(f"{address}/lab/masthead/theme.css", Accept_Encoding="gzip")
            assert packed.headers["Content-Encoding"] == "gzip"


def test_workers_start_anew_without_an_answer_that_is_lost(lab: Path, tmp_path: Path) -> None:
    with gunicorn(lab, tmp_path / "gunicorn") as (address, _):
        assert b"We measure rivers." in ask(f"{address}/lab/about/").body
        (lab / "content/about.md").write_text("---\ntitle: About us\n---\nWe know rivers.\n")
        os.kill(int((tmp_path / "gunicorn/pid").read_text()), signal.SIGHUP)
        answers: list[Answer] = []
        end = time.monotonic() + 60
        while (
            time.monotonic() < end and sum(b"We know rivers." in answer.body for answer in answers[-20:]) < 20
        ):
            answers.append(ask(f"{address}/lab/about/"))
        assert {answer.status for answer in answers} == {200}
        assert all(answer.body.rstrip().endswith(b"</html>") for answer in answers)
        assert all(b"We know rivers." in answer.body for answer in answers[-20:])


def test_dask_freezes_the_same_files_as_one_process(lab: Path, tmp_path: Path) -> None:
    for number in range(60):
        (lab / f"content/post-{number}.md").write_text(f"---\ntitle: Post {number}\n---\n{number}\n")
    shutil.copy(HERE.parent / "content/hero.jpg", lab / "content/hero.jpg")
    alone = freeze_folder(lab, tmp_path / "alone", jobs=1)
    shutil.rmtree(lab / ".masthead")
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True) as cluster,
        Client(cluster) as client,
    ):
        helped = freeze_folder(lab, tmp_path / "helped", executor=client.get_executor())
        helpers = len(client.has_what())
    assert helpers == 2
    assert (helped.pages, helped.written, helped.problems) == (alone.pages, alone.written, alone.problems)
    assert files(tmp_path / "helped") == files(tmp_path / "alone")


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
