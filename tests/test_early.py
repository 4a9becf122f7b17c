"""What the dev server answered is kept for the next process, which gives it while it reads the site."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import IO

import pytest
from PIL import Image
from werkzeug.http import parse_date
from werkzeug.test import Client, TestResponse

from conftest import HOME, Site
from masthead.cache import save
from masthead.content.news import News
from masthead.devserver import dev_app, live_app
from masthead.live import CHANGES_URL, EDITOR, URL, Changes, Desk, early, keeping
from masthead.live.early import FILE, Early, read
from masthead.live.front import Environ, Front, Start
from masthead.live.keeping import Keeper, State, opened
from serving import ask, free_port

FILES = {
    "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n",
    "content/_index.md": HOME,
    "content/post/one/index.md": "---\ntitle: One\n---\nText. ![Red](red.png)\n\n{{< nothing_such >}}\n",
    "content/größe.md": "---\ntitle: Größe\n---\nText.\n",
    "data/authors/al.yaml": "name: {display: Al Zed}\nrole: Chair\n",
    "assets/css/custom.css": "main { color: red }\n",
    "static/own.txt": "words",
    "i18n/en.yaml": "search: Seek\n",
}
PAGES = ("/", "/post/one/", "/größe/", "/authors/al/")
OTHERS = ("/masthead/theme.css", "/post/one/red.png", f"{URL}/live.js", f"{URL}/live.css")


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (60, 40), "red").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def folder(site: Site) -> Path:
    return site({**FILES, "content/post/one/red.png": picture()})


def at_work(root: Path, changes: Changes | None = None) -> tuple[Client, Keeper]:
    """A dev server that has read a site, and what keeps its answers."""
    told = changes or Changes()
    front = Front(Desk(root), "127.0.0.1", told, read(root))
    watching = Event()
    watching.set()
    make = partial(live_app, changes=told, host="127.0.0.1", editor=EDITOR)
    _, keeper = opened(root, News(), watching, front, make)
    return Client(front), keeper


def keep(root: Path, *urls: str) -> Early | None:
    """What an earlier process, that answered for some URLs, keeps."""
    client, keeper = at_work(root)
    for url in urls:
        client.get(url, buffered=True)
    keeper.end()
    return read(root)


def quoted(url: str) -> str:
    """The path of a URL as WSGI has it."""
    return url.encode().decode("latin-1")


def normal(_: Environ, start: Start) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"normal"]


def first(
    root: Path, url: str, changes: Changes | None = None, host: str = "lab", **request: object
) -> TestResponse:
    """The first answer of a new process, whose app answers "normal"."""
    front = Front(Desk(root), host, changes or Changes(), read(root))

    def read_site() -> None:
        front.pause()
        front.open(normal)

    reading = Thread(target=read_site)
    reading.start()
    answer = Client(front).open(url, buffered=True, **request)
    reading.join()
    return answer


def test_what_is_given_early_is_what_a_new_process_answers(folder: Path) -> None:
    keep(folder, *PAGES, *OTHERS)
    changes, begun = Changes(), datetime.now(UTC).replace(microsecond=0)
    anew = dev_app(folder, changes).test_client()
    for url in PAGES:  # in this order, since each tells how much was wrong so far
        anew.get(url)
    for url in (*PAGES, *OTHERS):
        given, made = first(folder, url, changes), anew.get(url, buffered=True)
        assert given.status == made.status == "200 OK"
        assert given.data == made.data != b"normal"
        assert set(given.headers.keys()) == set(made.headers.keys())
        for name, value in made.headers:
            if name in ("Date", "Expires"):
                assert begun <= parse_date(given.headers[name])
            else:
                assert given.headers[name] == value


def test_pages_are_given_with_the_moment_of_the_process_that_gives_them(folder: Path) -> None:
    keep(folder, "/")
    changes = Changes()
    assert changes.now.run in first(folder, "/", changes).text
    changes.tell([])
    assert "count&#34;: 1" in first(folder, "/", changes).text


def test_what_was_not_asked_for_waits_for_the_app(folder: Path) -> None:
    keep(folder, "/", "/post/", "/sitemap.xml", "/none/", CHANGES_URL.replace("changes", "problems"))
    known = read(folder)
    assert known is not None and set(known.answers) == {"/", "/post/"}
    assert first(folder, "/größe/").text == "normal"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content/post/one/index.md", "---\ntitle: Two\n---\n"),
        ("content/post/two.md", "---\ntitle: Two\n---\n"),
        ("content/post/one/red.png", None),
        ("masthead.yaml", "title: Institute\n"),
        ("templates/masthead/parts/footer.html", "<footer>Ours.</footer>"),
        ("data/authors/al.yaml", "name: {display: Al Zed}\nrole: Head\n"),
        ("assets/css/custom.css", "main { color: blue }\n"),
        ("assets/css/custom.css", "main { color: tan }\n"),
        ("static/own.txt", "WORDS"),
        ("i18n/en.yaml", "search: Find\n"),
    ],
)
def test_after_any_change_nothing_is_given_early(folder: Path, name: str, text: str | None) -> None:
    keep(folder, "/")
    assert first(folder, "/").text != "normal"
    path = folder / name
    if text is None:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert first(folder, "/").text == "normal"


def test_a_change_while_answers_are_given_ends_that(folder: Path) -> None:
    keep(folder, "/", "/post/one/")
    front = Front(Desk(folder), "lab", Changes(), read(folder))
    client = Client(front)
    assert "Rivers" in client.get("/").text
    (folder / "content/post/one/index.md").write_text("---\ntitle: Changed\n---\n", "utf-8")
    Thread(target=lambda: (front.pause(), front.open(normal))).start()
    assert client.get("/post/one/").text == "normal"


def test_a_change_of_versions_ends_it_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(folder, "/")
    monkeypatch.setattr(early, "installed", lambda: "others")
    assert first(folder, "/").text == "normal"


def test_answers_hold_until_the_clock_changes_something(folder: Path, site: Site) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    site({"content/soon.md": f"---\ntitle: Soon\npublishDate: {soon.isoformat()}\n---\n"})
    known = keep(folder, "/")
    assert known is not None and known.until == soon.timestamp()
    assert first(folder, "/").text != "normal"
    replace(known, until=time.time() - 1).write(folder)
    assert first(folder, "/").text == "normal"


def test_nothing_more_is_kept_once_that_moment_is_over(folder: Path) -> None:
    client, keeper = at_work(folder)
    client.get("/")
    keeper._early = replace(keeper._early, until=time.time() - 1)
    keeper.end()
    assert read(folder) is None


@pytest.mark.parametrize(
    "request_",
    [
        {"query_string": "a=b"},
        {"method": "HEAD"},
        {"method": "POST"},
        {"headers": {"Range": "bytes=0-5"}},
        {"headers": {"Host": "evil.example"}},
        {"base_url": "http://localhost/below/"},
    ],
    ids=str,
)
def test_requests_that_ask_for_something_else_wait_for_the_app(
    folder: Path, request_: dict[str, object]
) -> None:
    keep(folder, "/")
    answer = first(folder, "/", **request_)
    assert answer.text == "normal"


@pytest.mark.parametrize("name", ["localhost:80", "127.0.0.1", "[::1]:5000", "LAB", "a.localhost"])
def test_hosts_that_are_ours_are_answered(folder: Path, name: str) -> None:
    keep(folder, "/")
    assert "Rivers" in first(folder, "/", headers={"Host": name.lower()}).text


def test_who_has_a_file_is_told_so_and_gets_pages_anew(folder: Path) -> None:
    keep(folder, "/", "/masthead/theme.css")
    anew = dev_app(folder, Changes()).test_client()
    tag = anew.get("/masthead/theme.css", buffered=True).headers["ETag"]
    given = first(folder, "/masthead/theme.css", headers={"If-None-Match": tag})
    made = anew.get("/masthead/theme.css", buffered=True, headers={"If-None-Match": tag})
    assert (given.status_code, given.data) == (304, b"")
    assert given.headers["ETag"] == made.headers["ETag"]
    assert "ETag" not in first(folder, "/").headers
    assert first(folder, "/", headers={"If-None-Match": "*"}).status_code == 200


@pytest.mark.parametrize("kept", [b"", b"nothing of ours, and longer than a sum is", None, "cut", "older"])
def test_what_cannot_be_read_is_as_if_it_were_not_there(folder: Path, kept: bytes | str | None) -> None:
    keep(folder, "/")
    file = folder / FILE
    if kept is None:
        file.unlink()
    elif kept == "cut":
        file.write_bytes(file.read_bytes()[:-1])
    elif kept == "older":
        save(file, (0, "whatever"))
    elif isinstance(kept, bytes):
        file.write_bytes(kept)
    assert read(folder) is None
    assert keep(folder, "/") is not None


@pytest.mark.parametrize("own", ["templates/masthead/parts/footer.html", "ownblocks.py"])
def test_where_code_of_the_site_takes_part_nothing_is_kept(folder: Path, site: Site, own: str) -> None:
    if own == "ownblocks.py":
        block = "from masthead import Block\n\n\nclass Own(Block):\n    names = ('own',)\n"
        site(
            {
                own: block,
                "masthead.yaml": FILES["masthead.yaml"] + "params: {masthead: {blocks: ['ownblocks:Own']}}\n",
            }
        )
    else:
        site({own: "<footer>{{ request.host }}</footer>"})
    assert keep(folder, "/") is None


def test_what_was_asked_for_while_files_changed_is_not_kept(folder: Path, site: Site) -> None:
    client, keeper = at_work(folder)
    client.get("/")
    site({"content/post/two.md": "---\ntitle: Two\n---\n"})
    client.get("/post/two/")
    keeper.end()
    assert read(folder) is None
    assert keep(folder, "/post/two/") is not None


def test_of_a_site_that_changed_another_process_keeps_answers(folder: Path, site: Site) -> None:
    client, keeper = at_work(folder)
    client.get("/")
    site({"content/_index.md": HOME.replace("Rivers", "Lakes")})
    for url in PAGES:
        client.get(url)
    keeper.end()
    assert read(folder) is None
    keeper.keep_afresh()
    known = read(folder)
    assert known is not None and known.answers.keys() == {quoted(url) for url in PAGES}
    changes = Changes()
    anew = dev_app(folder, changes).test_client()
    for url in reversed(PAGES):
        anew.get(url)
    assert "Lakes" in first(folder, "/", changes).text
    for url in PAGES:
        assert first(folder, url, changes).data == anew.get(url).data
    written = (folder / FILE).stat()
    keeper.keep_afresh()
    assert (folder / FILE).stat() == written
    site({"content/_index.md": HOME})
    keeper.keep_afresh()
    assert "Rivers" in first(folder, "/").text


def test_where_another_process_cannot_write_either_none_is_begun_again(folder: Path, site: Site) -> None:
    client, keeper = at_work(folder)
    site({"content/_index.md": HOME.replace("Rivers", "Lakes")})
    client.get("/")
    keeper.end()
    folder.chmod(0o555)
    try:
        keeper.keep_afresh()
    finally:
        folder.chmod(0o755)
    assert read(folder) is None
    assert keeper._state is State.OVER


def test_what_cannot_be_kept_is_not_tried_again_and_again(
    folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, keeper = at_work(folder)
    client.get("/")
    site({"content/great.md": "---\ntitle: Great\n---\n" + "Many words. " * 100_000})
    client.get("/great/")
    keeper.keep_afresh()
    known = read(folder)
    assert known is not None and known.answers.keys() == {"/"}
    monkeypatch.setattr(subprocess, "Popen", None)
    keeper.keep_afresh()


def test_answers_of_earlier_processes_stay_while_they_hold(folder: Path, site: Site) -> None:
    keep(folder, "/")
    known = keep(folder, "/post/one/")
    assert known is not None and set(known.answers) == {"/", "/post/one/"}
    site({"content/new.md": "---\ntitle: New\n---\n"})
    known = keep(folder, "/new/")
    assert known is not None and set(known.answers) == {"/new/"}


def test_only_so_much_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = keep(folder, "/")
    assert whole is not None
    monkeypatch.setattr(keeping, "SIZE", len(whole.answers["/"].body) + 10)
    known = keep(folder, "/größe/")
    assert known is not None and [*known.answers] == ["/gr\xc3\xb6\xc3\x9fe/"]
    monkeypatch.setattr(keeping, "LARGEST", 10)
    (folder / FILE).unlink()
    assert keep(folder, "/") is None


def test_a_site_that_nobody_may_write_is_served_all_the_same(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.chmod(0o555)
    try:
        assert keep(folder, "/", "/post/one/") is None
    finally:
        folder.chmod(0o755)
    assert caplog.text.count("cannot be kept") == 1
    assert not (folder / ".masthead").exists()


@contextmanager
def running(folder: Path, log: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`masthead run`, and its address; in the end it is told to end, and must do so in peace."""
    port = free_port()
    command = [sys.executable, "-c", "from masthead.cli import main; main()", "run", str(folder)]
    with (
        log.open("wb") as said,
        subprocess.Popen([*command, "--port", str(port)], stdout=said, stderr=said) as server,
    ):
        yield server, f"http://127.0.0.1:{port}"
        server.terminate()
        assert server.wait(60) == 0, log.read_text("utf-8")


def asked(url: str) -> str:
    """What a server answers with 200, once it listens."""
    for _ in range(600):
        try:
            answer = ask(url)
        except OSError:
            time.sleep(0.1)
            continue
        assert answer.status == 200
        return answer.body.decode()
    raise TimeoutError(url)


def next_count(events: IO[bytes]) -> int:
    """How many changes the server tells of next."""
    while not (line := events.readline()).startswith(b"data:"):
        assert line in (b"\n", b": waiting\n", b"retry: 300\n")
    count: int = json.loads(line.removeprefix(b"data:"))["count"]
    return count


def test_the_next_process_answers_before_it_read_the_site_and_tells_of_edits_meanwhile(
    folder: Path, site: Site, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    site({"content/bad.md": "---\ntitle: [\n---\n"})
    with running(folder, log) as (_, address):
        asked(f"{address}/")
    said = log.read_text("utf-8")
    assert said.index("bad.md") < said.index("Serving")
    with running(folder, log) as (_, address):
        assert "Rivers" in asked(f"{address}/")
        site({"content/_index.md": HOME.replace("Rivers", "Lakes")})
        with urllib.request.urlopen(address + CHANGES_URL, timeout=60) as events:
            while next_count(events) < 1:
                pass
        assert "Lakes" in asked(f"{address}/")
    said = log.read_text("utf-8")
    assert said.index("Serving") < said.index("GET / ") < said.index("bad.md")


def test_two_processes_keep_at_once(folder: Path, tmp_path: Path) -> None:
    with (
        running(folder, tmp_path / "log1") as (_, address),
        running(folder, tmp_path / "log2") as (_, other),
    ):
        for url in PAGES[:2]:
            assert asked(address + url) != ""
            assert asked(other + url) != ""
    known = read(folder)
    assert known is not None and set(known.answers) == set(PAGES[:2])
    assert [path.name for path in (folder / FILE).parent.iterdir()] == ["answers.bin"]


def test_a_site_that_went_away_meanwhile_ends_the_server(folder: Path, tmp_path: Path) -> None:
    keep(folder, "/")
    for name in ("content", "masthead.yaml", "data", "assets", "static", "i18n"):
        (folder / name).rename(tmp_path / name)
    command = [
        sys.executable,
        "-c",
        "from masthead.cli import main; main()",
        "run",
        str(folder),
        "--port",
        "0",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "masthead new DIR" in done.stderr
