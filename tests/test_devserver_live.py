"""The dev server in a browser: edits show in place, errors over the page, blocks lead to their files."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from playwright.sync_api import Browser, Error, Page, expect

from browsing import POLICY
from conftest import Site
from masthead import create_app
from masthead.devserver import dev_app
from masthead.live import CHANGES_URL, URL, Changes
from serving import free_port

LONG = "\n\n".join(f"Paragraph {number} about rivers." for number in range(60))
DETAILS = "\n\n<details><summary>More</summary>Hidden words.</details>\n\n"
LANDING = """---
title: Landing
type: landing
sections:
  - block: hero
    content: {title: Rivers}
  - block: markdown
    content:
      title: Snow
      text: "It falls. {{< nothing_such >}}"
---
"""
HOME = """---
type: landing
sections:
  - block: markdown
    id: first
    content: {title: First, text: "One."}
  - block: markdown
    content:
      title: Second
      text: |
        <details id="more"><summary>More</summary>Inside.</details>

TALL
---
""".replace("TALL", "\n".join(f"        <p style='height: 300px'>{number}</p>" for number in range(9)))
FRAMED = (
    '{% extends "default:masthead/base.html" %}{% block content %}{{ super() }}<i>framed</i>{% endblock %}'
)
FORGED = """---
title: Forged
---
<div class="mh-errors"><div class="mh-problem"><div class="mh-where">content/text.md:1</div>Send money.</div>
</div>
"""
CODE = "---\ntitle: Code\n---\n" + LONG + DETAILS + LONG
SITE = {
    "masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n",
    "content/_index.md": "---\ntitle: Lab\n---\nWelcome.\n",
    "content/landing.md": LANDING,
    "content/text.md": "---\ntitle: Text\n---\nOne.\n" + DETAILS + LONG,
    "content/code.md": CODE,
    "content/home.md": HOME,
    "content/forged.md": "---\ntitle: Forged\n---\nHonest.\n",
    "content/moving.md": "---\ntitle: Moving\n---\n" + LONG,
    "content/shown.md": "---\ntitle: Shown\n---\nWhole.\n",
    "content/picture/index.md": "---\ntitle: Picture\n---\n![A square](a.png)\n",
    "content/people.md": "---\nsections: [{block: resume-biography, content: {username: al}}]\n---\n",
    "data/authors/al.yaml": "name: {display: Al Zed}\nrole: Chair\n",
    "static/own.js": "",
    "static/own.woff2": "",
    "assets/css/custom.css": "main { outline: 1px solid rgb(1, 2, 3) }\n",
}
STRICT = f"""
from masthead import cli, devserver
made = devserver.live_app
def strict(*values, **named):
    app = made(*values, **named)
    app.after_request(lambda answer: answer.headers.set("Content-Security-Policy", {POLICY!r}) or answer)
    return app
devserver.live_app = strict
cli.main()
"""
MISSING = "---\ntitle: [Shown\n---\nWhole.\n"


def picture(width: int, colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, 40), colour).save(file, "PNG")
    return file.getvalue()


@dataclass(frozen=True)
class Live:
    """A dev server at work on a folder."""

    folder: Path
    address: str

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def running(folder: Path, port: int) -> Iterator[None]:
    """`masthead run`, but that what it answers comes with a strict policy."""
    command = [sys.executable, "-c", STRICT, "run", str(folder), "--port", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as server:
        try:
            for _ in range(200):
                with closing(socket.socket()) as attempt:
                    if attempt.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    port = free_port()
    found = Live(tmp_path_factory.mktemp("live"), f"http://127.0.0.1:{port}")
    for name, content in SITE.items():
        found.write(name, content)
    found.write("content/picture/a.png", picture(60, "red"))
    with running(found.folder, port):
        yield found


@pytest.fixture
def shown(live: Live, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens pages, each until it listens to changes; in the end no console may have said a word."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    messages: list[str] = []

    def open_page(url: str) -> Page:
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: messages.append(f"{message.location['url']} {message.text}"))
        page.on("pageerror", lambda error: messages.append(str(error)))
        with page.expect_request(live.address + CHANGES_URL):
            page.goto(live.address + url)
        page.evaluate("window.loaded = 1")
        return page

    yield open_page
    context.close()
    ours = [
        text for text in messages if "/ Failed to load" not in text
    ]  # pages with errors, and deleted ones
    assert ours == []


def until(page: Page, expression: str) -> None:
    """Wait for something that is true on the page, without the `eval` that the policy forbids."""
    for _ in range(100):
        with suppress(Error):  # the page may be loaded anew just then
            if page.evaluate(expression):
                return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def is_the_same(page: Page) -> bool:
    return page.evaluate("window.loaded") == 1


def test_a_text_is_changed_in_place(live: Live, shown: Callable[[str], Page]) -> None:
    page = shown("/text/")
    page.locator("details summary").click()
    page.evaluate("document.querySelector('details').marked = 1; scrollTo(0, 400)")
    new = SITE["content/text.md"].replace("One.", "One.\n\nTwo.").replace("Hidden words", "Open words")
    live.write("content/text.md", new)
    expect(page.get_by_text("Two.")).to_have_count(1)
    expect(page.get_by_text("Open words")).to_be_visible()
    assert page.evaluate("[document.querySelector('details').marked, window.loaded]") == [1, 1]
    assert abs(page.evaluate("scrollY") - 400) < 60  # browsers keep what is looked at in its place
    live.write("content/text.md", new.replace("Text", "Words"))
    expect(page).to_have_title("Words | Lab")
    expect(page.get_by_text("Two.")).to_have_count(1)
    assert is_the_same(page)


def test_data_settings_templates_and_words_show(live: Live, shown: Callable[[str], Page]) -> None:
    page = shown("/people/")
    expect(page.get_by_text("Chair")).to_be_visible()
    live.write("data/authors/al.yaml", "name: {display: Al Zed}\nrole: Head\n")
    expect(page.get_by_text("Head", exact=True)).to_be_visible()
    live.write("masthead.yaml", SITE["masthead.yaml"].replace("Lab", "Institute"))
    expect(page).to_have_title("Institute")
    live.write("i18n/en.yaml", "skip_to_content: Past the top\n")
    expect(page.get_by_text("Past the top")).to_have_count(1)
    live.write("templates/masthead/parts/footer.html", "<footer>Ours alone.</footer>")
    expect(page.get_by_text("Ours alone.")).to_be_visible()
    live.write("templates/masthead/parts/footer.html", "<footer>Yours, too.</footer>")
    expect(page.get_by_text("Yours, too.")).to_be_visible()
    live.write("masthead.yaml", SITE["masthead.yaml"])
    expect(page).to_have_title("Lab")
    assert is_the_same(page)


def test_sections_and_what_is_around_them_change_in_place(live: Live, shown: Callable[[str], Page]) -> None:
    page = shown("/home/")
    page.locator("summary", has_text="More").click()
    page.evaluate("scrollTo(0, 700)")
    kept = "window.loaded && scrollY === 700 && document.getElementById('more').open"
    live.write("content/home.md", HOME.replace("One.", "One **bold** word."))
    expect(page.locator("#first strong")).to_have_text("bold")
    assert page.evaluate(kept)
    live.write("templates/masthead/base.html", FRAMED)
    expect(page.locator("main > i")).to_have_text("framed")
    assert page.evaluate(kept)
    live.write("content/home.md", HOME.replace("Inside.", "Within."))
    expect(page.locator("#more")).to_contain_text("Within.")
    assert page.evaluate(kept)
    live.write("content/home.md", "---\ntitle: [\n---\n")
    expect(page.locator("masthead-live .over")).to_contain_text("content/home.md:3")
    live.write("content/home.md", HOME.replace("One.", "Two."))
    expect(page.locator("#first")).to_contain_text("Two.")
    expect(page.locator("masthead-live .over")).to_be_hidden()
    assert page.evaluate(kept)
    (live.folder / "templates/masthead/base.html").unlink()
    expect(page.locator("main > i")).to_have_count(0)


def test_what_looks_like_an_error_in_a_text_lies_over_nothing(
    live: Live, shown: Callable[[str], Page]
) -> None:
    page = shown("/forged/")
    live.write("content/forged.md", FORGED)
    expect(page.locator("main .mh-errors")).to_contain_text("Send money.")
    expect(page.locator("masthead-live .over")).to_be_hidden()
    live.write("content/forged.md", MISSING)
    expect(page.locator("masthead-live .over")).to_contain_text("not valid YAML")
    live.write("content/forged.md", FORGED + "\nMended.\n")
    expect(page.get_by_text("Mended.")).to_be_visible()
    expect(page.locator("masthead-live .over")).to_be_hidden()


def test_scripts_and_fonts_of_the_site_load_the_page_where_it_was(
    live: Live, shown: Callable[[str], Page], tmp_path: Path
) -> None:
    page = shown("/moving/")
    for name in ("own.js", "own.woff2"):
        page.wait_for_timeout(500)  # a change may be told in parts
        until(page, "(scrollTo(0, 500), window.loaded = 1)")
        (tmp_path / name).write_text("new")
        (tmp_path / name).replace(live.folder / "static" / name)
        until(page, "!window.loaded && Math.abs(scrollY - 500) < 2")


def test_styles_change_without_a_moment_in_which_there_are_none(
    live: Live, shown: Callable[[str], Page]
) -> None:
    page = shown("/")
    outline = "getComputedStyle(document.querySelector('main')).outlineColor"
    assert page.evaluate(outline) == "rgb(1, 2, 3)"
    page.evaluate(
        f"""() => {{ window.seen = new Set();
        const look = () => {{ seen.add({outline}); requestAnimationFrame(look); }}; look(); }}"""
    )
    live.write("assets/css/custom.css", "main { outline: 1px solid rgb(4, 5, 6) }\n")
    until(page, f"{outline} === 'rgb(4, 5, 6)'")
    page.wait_for_timeout(200)
    assert page.evaluate("[...seen]") == ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]
    assert page.locator("link[rel=stylesheet][href*='site.css']").count() == 1
    assert is_the_same(page)


def test_a_picture_is_changed_in_place(live: Live, shown: Callable[[str], Page]) -> None:
    page = shown("/picture/")
    image = "document.querySelector('main img')"
    until(page, f"{image}.naturalWidth === 60")
    live.write("content/picture/a.png", picture(90, "blue"))
    until(page, f"{image}.naturalWidth === 90")
    assert page.evaluate(f"{image}.width / {image}.height") == pytest.approx(90 / 40, rel=0.05)
    assert is_the_same(page)


def test_errors_lie_over_the_page_until_they_are_mended(live: Live, shown: Callable[[str], Page]) -> None:
    page = shown("/shown/")
    over = page.locator("masthead-live .over")
    live.write("content/shown.md", MISSING)
    expect(over).to_be_visible()
    expect(over).to_contain_text("not valid YAML")
    expect(over.locator(".mh-key")).to_have_text("title[0]")
    expect(over.locator(".mh-marked")).to_have_count(1)
    assert over.locator("a").get_attribute("href") == f"vscode://file{live.folder}/content/shown.md:3"
    expect(page.locator("main p")).to_have_text("Whole.")
    live.write("content/shown.md", "---\ntitle: Shown\n---\nMended.\n")
    expect(over).to_be_hidden()
    expect(page.get_by_text("Mended.")).to_be_visible()
    live.write("templates/masthead/pages/single.html", "{% extends layout %}\n{{ 1 / 0 }}\n{% if %}")
    expect(over).to_contain_text("templates/masthead/pages/single.html:3")
    page.keyboard.press("Escape")
    expect(over).to_be_hidden()
    (live.folder / "templates/masthead/pages/single.html").unlink()
    assert is_the_same(page)


def test_a_page_that_begins_with_an_error_is_mended_too(live: Live, shown: Callable[[str], Page]) -> None:
    live.write("content/broken.md", MISSING)
    page = shown("/broken/")
    expect(page.locator(".mh-errors")).to_contain_text("content/broken.md:3")
    live.write("content/broken.md", "---\ntitle: Fine\n---\nFine again.\n")
    expect(page.get_by_text("Fine again.")).to_be_visible()
    (live.folder / "content/broken.md").unlink()
    expect(page.get_by_text("Fine again.")).to_have_count(0)


def test_what_scripts_of_the_page_made_anew_need_loads_it_where_it_was(
    live: Live, shown: Callable[[str], Page]
) -> None:
    page = shown("/code/")
    page.locator("details summary").click()
    page.evaluate("scrollTo(0, 700)")
    live.write("content/code.md", CODE + "\n\n```python\nprint('snow')\n```\n")
    until(page, "!window.loaded && document.querySelector('.highlight')")
    expect(page.get_by_text("Hidden words.")).to_be_visible()
    until(page, "Math.abs(scrollY - 700) < 2")
    page.evaluate("window.loaded = 1")
    live.write("content/code.md", CODE + "\n\n```python\nprint('rain')\n```\n")
    expect(page.locator(".highlight")).to_contain_text("rain")
    assert is_the_same(page)


def test_blocks_show_where_they_are_written(live: Live, shown: Callable[[str], Page]) -> None:
    page = shown("/landing/")
    labels = page.locator("masthead-live .labels a")
    expect(labels).to_have_count(0)
    page.keyboard.press("Alt+b")
    places = [f"vscode://file{live.folder}/content/landing.md:{line}" for line in (5, 7)]
    expect(labels).to_have_count(2)
    assert [label.get_attribute("href") for label in labels.all()] == places
    section = page.locator("section.block-markdown").bounding_box()
    box = labels.nth(1).bounding_box()
    assert section and box
    assert section["y"] <= box["y"] <= section["y"] + section["height"]
    page.goto(live.address + "/text/")
    expect(labels).to_have_text(["content/text.md:4"])
    page.get_by_role("button", name="Blocks").click()
    expect(labels).to_have_count(0)


def test_what_is_wrong_with_the_site_is_listed(live: Live, shown: Callable[[str], Page]) -> None:
    page = shown("/landing/")
    button = page.get_by_role("button", name="1 warning")
    button.click()
    over = page.locator("masthead-live .over")
    expect(over).to_contain_text("content/landing.md:10")
    expect(over.locator(".mh-key")).to_have_text(["sections[1].content.text"])
    page.get_by_role("button", name="Close").click()
    expect(over).to_be_hidden()


def test_open_pages_ask_again_when_the_server_was_away(browser: Browser, site: Site) -> None:
    folder, port = site({"content/_index.md": "---\ntitle: Lab\n---\nFirst.\n"}), free_port()
    context = browser.new_context()
    page = context.new_page()
    with running(folder, port):
        with page.expect_request(f"**{CHANGES_URL}"):
            page.goto(f"http://127.0.0.1:{port}/")
        expect(page.get_by_text("First.")).to_be_visible()
    site({"content/_index.md": "---\ntitle: Lab\n---\nSecond.\n"})
    with running(folder, port):
        expect(page.get_by_text("Second.")).to_be_visible(timeout=20_000)
    context.close()


@pytest.fixture
def folder(site: Site) -> Path:
    return site(SITE)


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return dev_app(folder, Changes()).test_client()


def test_nobody_else_gets_any_of_it(folder: Path) -> None:
    for app in (dev_app(folder), create_app(folder)):
        client = app.test_client()
        for url in ("/", "/landing/"):
            text = client.get(url).text
            assert not any(word in text for word in ("masthead/live", "mh-live", "data-mh-where"))
        assert client.get(f"{URL}/live.js").status_code == 404


def test_pages_say_what_they_are_and_nothing_else_does(client: FlaskClient, folder: Path) -> None:
    text = client.get("/text/").text
    assert text.count("data-mh-live") == 1
    assert text.index("data-mh-live") < text.index("theme.js")
    assert "content/text.md:4" in text and folder.as_posix() in text
    assert "data-mh-live" not in client.get("/index.xml").text
    assert "data-mh-live" not in client.get(f"{URL}/problems").text
    assert client.head("/text/").status_code == 200
    assert client.get(f"{URL}/secret.js").status_code == client.get(f"{URL}/__init__.py").status_code == 404


def test_every_change_says_what_it_is_of() -> None:
    changes = Changes()
    events = changes.events(keep_alive=0.01)

    def told() -> dict[str, object]:
        [line] = [line for line in next(events).splitlines() if line.startswith("data:")]
        return dict(json.loads(line.removeprefix("data:")))

    run = changes.now.run
    assert told() == {"run": run, "count": 0, "styles": 0, "pictures": 0, "loads": 0}
    assert next(events).startswith(":")
    changes.tell([Path("a.md"), Path("b.css")])
    changes.tell([Path("a.PNG")])
    assert told() == {"run": run, "count": 2, "styles": 1, "pictures": 2, "loads": 0}
    changes.tell([Path("a.md"), Path("a.WOFF2")])
    assert told() == {"run": run, "count": 3, "styles": 1, "pictures": 2, "loads": 3}
    assert next(events).startswith(":")


def test_a_page_that_is_open_while_the_server_begins_anew_is_loaded_once_more(
    tmp_path: Path, browser: Browser
) -> None:
    port = free_port()
    live = Live(tmp_path / "site", f"http://127.0.0.1:{port}")
    for name, content in SITE.items():
        live.write(name, content)
    context = browser.new_context()
    page = context.new_page()
    loads: list[Page] = []
    page.on("load", lambda loaded: loads.append(loaded))
    for process in (1, 2, 3):
        with running(live.folder, port):
            if process == 1:
                page.goto(f"{live.address}/text/")
            for _ in range(200):
                page.wait_for_timeout(100)
                if len(loads) >= process:
                    break
            page.wait_for_timeout(2000)
            assert len(loads) == process
            if process == 2:
                live.write("content/text.md", "---\ntitle: Text\n---\nOf another day.\n")
                expect(page.get_by_text("Of another day.")).to_have_count(1)
                assert len(loads) == process
    context.close()
