"""What the same content looks like in each generation of Hugo Blox."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

Files = dict[str, str | bytes]
Serve = Callable[[Mapping[str, str | bytes]], FlaskClient]


def png() -> bytes:
    """A picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def modules(name: str) -> Files:
    return {"config/_default/module.yaml": f"imports:\n- path: github.com/x/modules/{name}\n"}


BOOTSTRAP, TAILWIND, KIT = modules("blox-bootstrap/v5"), modules("blox-tailwind"), modules("blox")
GENERATIONS = {"bootstrap": BOOTSTRAP, "tailwind": TAILWIND, "kit": KIT}
PERSON: Files = {
    "content/authors/ada/_index.md": (
        "---\ntitle: Ada Vale\nsuperuser: true\nrole: Chair\ninterests: [Sand]\n"
        "organizations: [{name: River School}]\n"
        "education: [{area: PhD, institution: North, year: 2011}]\n"
        "profiles: [{icon: brands/github, url: 'https://x.example'}]\n---\nShe walks.\n"
    ),
    "content/authors/ada/avatar.png": png(),
}
BIOGRAPHY: Files = {
    "content/_index.md": (
        "---\ntype: landing\nsections:\n- {block: resume-biography-3, content: {username: ada}}\n---\n"
    ),
}


def get(app: FlaskClient, url: str) -> LexborHTMLParser:
    answer = app.get(url)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def texts(page: LexborHTMLParser, css: str) -> list[str]:
    return [" ".join(node.text(separator=" ").split()) for node in page.css(f"main {css}")]


def test_a_biography_before_the_kit_has_lists_and_no_heading_above_the_text(client: Serve) -> None:
    page = get(client({**TAILWIND, **PERSON, **BIOGRAPHY}), "/")
    assert texts(page, "h2") == ["Interests", "Education"]
    assert texts(page, "ul:not(.mh-profiles) > li") == ["Sand", "PhD , 2011 North"]
    assert len(page.css("main .mh-profiles > li")) == 1
    assert texts(page, "li p") == ["PhD , 2011", "North"]


def test_a_biography_of_the_kit_says_what_the_text_is(client: Serve) -> None:
    page = get(client({**KIT, **PERSON, **BIOGRAPHY}), "/")
    assert texts(page, "h2") == ["Professional Summary", "Education", "Interests"]
    assert texts(page, "p.mh-role, p.mh-org") == ["Chair", "River School", "North"]


@pytest.mark.parametrize("generation", GENERATIONS)
def test_where_an_event_takes_place_is_a_paragraph_since_tailwind(client: Serve, generation: str) -> None:
    event = "---\ntitle: Talk\nevent: Days\nlocation: Hall\naddress: {city: Bergen}\n---\n"
    section = "events" if generation == "kit" else "event"
    app = client({**GENERATIONS[generation], f"content/{section}/talk/index.md": event})
    page = get(app, f"/{section}/talk/")
    tag = "div" if generation == "bootstrap" else "p"
    assert texts(page, f".mh-details > div > {tag}")[-2:] == ["Hall", "Bergen"]
    assert len(page.css("main .mh-details p")) == (0 if tag == "div" else 2)


@pytest.mark.parametrize(
    ("generation", "view"), [("bootstrap", "compact"), ("tailwind", "cards"), ("kit", "cards")]
)
@pytest.mark.parametrize("named", ["", ", design: {view: unheard-of}"])
def test_the_view_of_a_collection_that_names_none(
    client: Serve, generation: str, view: str, named: str
) -> None:
    block = f"{{block: collection, content: {{filters: {{folders: [post]}}}}{named}}}"
    home = f"---\ntype: landing\nsections:\n- {block}\n---\n"
    files: Files = {"content/_index.md": home, "content/post/a.md": "---\ntitle: One\n---\nText\n"}
    page = get(client({**GENERATIONS[generation], **files}), "/")
    assert len(page.css(f"main .mh-{view}")) == 1
    assert texts(page, ".mh-item-title") == ["One"]


@pytest.mark.parametrize(
    ("generation", "name", "shown"),
    [
        ("tailwind", "featured.png", True),
        ("tailwind", "1-Featured-wide.png", True),
        ("tailwind", "cover.png", False),
        ("bootstrap", "cover.png", False),
        ("kit", "cover.png", True),
        ("kit", "my-cover.png", False),
        ("kit", "figures/featured.png", False),
    ],
)
def test_which_file_of_a_bundle_is_its_picture(
    client: Serve, generation: str, name: str, shown: bool
) -> None:
    files: Files = {"content/post/a/index.md": "---\ntitle: A\n---\n", f"content/post/a/{name}": png()}
    page = get(client({**GENERATIONS[generation], **files}), "/post/a/")
    assert bool(page.css("main img")) is shown


@pytest.mark.parametrize(
    ("generation", "author", "faces"),
    [
        ("tailwind", "ada", 1),
        ("tailwind", "Ada Vale", 0),
        ("kit", "ada", 1),
        ("kit", "Ada Vale", 1),
        ("bootstrap", "ada", 0),
    ],
)
def test_faces_beside_the_names_of_authors(client: Serve, generation: str, author: str, faces: int) -> None:
    post = f"---\ntitle: A\nauthors: [{author}]\n---\nText\n"
    page = get(client({**GENERATIONS[generation], **PERSON, "content/post/a.md": post}), "/post/a/")
    assert len(page.css("main header img.mh-face")) == faces


@pytest.mark.parametrize(
    ("design", "named"),
    [
        ("", True),
        ("show_date: false", True),
        ("show_date: false, show_read_time: false, show_read_more: false", False),
    ],
)
def test_cards_that_hide_all_details_hide_the_author(client: Serve, design: str, named: bool) -> None:
    home = (
        "---\ntype: landing\nsections:\n- block: collection\n  content: {filters: {folders: [post]}}\n"
        f"  design: {{view: card, {design}}}\n---\n"
    )
    files: Files = {
        "content/_index.md": home,
        "content/post/a.md": "---\ntitle: A\nauthors: [ada]\n---\nText\n",
    }
    page = get(client({**KIT, **PERSON, **files}), "/")
    assert bool(texts(page, ".mh-author")) is named


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(("author", "known"), [("Ada Vale", True), ("bo", True), ("Cy", False)])
def test_whose_card_stands_below_a_post(client: Serve, generation: str, author: str, known: bool) -> None:
    people: Files = {
        "content/authors/ada-vale/_index.md": "---\ntitle: Ada Vale\nsuperuser: false\n---\n",
        "content/authors/bo/_index.md": "---\ntitle: Bo Linde\n---\n",
        "content/post/a.md": f"---\ntitle: A\nauthors: [{author}]\n---\nText\n",
    }
    page = get(client({**GENERATIONS[generation], **people}), "/post/a/")
    says = known and (generation == "kit" or author != "bo")
    assert len(page.css("main .mh-author-card")) == says


@pytest.mark.parametrize(("section", "told"), [("post", True), ("project", False), ("notes", False)])
def test_the_oldest_theme_tells_the_time_of_reading_for_posts_alone(
    client: Serve, section: str, told: bool
) -> None:
    files: Files = {f"content/{section}/a.md": "---\ntitle: A\ndate: 2024-01-02\n---\nText\n"}
    app = client({**BOOTSTRAP, **files})
    for url in (f"/{section}/a/", f"/{section}/"):
        assert ("min read" in app.get(url).text) is told
    assert texts(get(app, f"/{section}/"), "time") == ([] if section == "project" else ["Jan 2, 2024"])
    assert "min read" in client({**KIT, **files}).get(f"/{section}/a/").text


def test_subtitles_and_lines_of_a_career_are_paragraphs(client: Serve) -> None:
    app = client({**BOOTSTRAP, **PERSON, "content/post/a.md": "---\ntitle: A\nsubtitle: Of *sand*\n---\n"})
    assert texts(get(app, "/post/a/"), "header p") == ["Of sand"]
    assert texts(get(app, "/authors/ada/"), "li p") == ["PhD 2011", "North"]


CITING: Files = {
    "content/post/a.md": '---\ntitle: A\n---\nNew:\n\n{{< cite page="/publication/p" view="2" >}}\n',
    "content/publication/p/index.md": "---\ntitle: Sand\ndoi: 10.1/x\nurl_pdf: /p.pdf\n---\n",
    "content/publication/p/featured.png": png(),
}


def test_lists_of_the_oldest_theme_show_the_works_that_a_text_begins_with(client: Serve) -> None:
    page = get(client({**BOOTSTRAP, **CITING}), "/post/")
    assert texts(page, ".mh-summary .mh-item-title") == ["Sand"]
    assert texts(page, ".mh-summary .mh-links") == ["PDF DOI"]
    assert len(page.css("main .mh-summary img")) == 1
    assert len(page.css("main a a")) == 0


def test_lists_of_the_kit_show_words_alone(client: Serve) -> None:
    page = get(client({**KIT, **CITING}), "/post/")
    assert texts(page, ".mh-item-title") == ["A"]
    assert texts(page, ".mh-summary") == ["New: Sand"]


@pytest.mark.parametrize(("abstract", "tag"), [("One line.", "div"), ("|\n  One.\n\n  Two.\n", "p")])
def test_an_abstract_of_several_paragraphs_is_no_line(client: Serve, abstract: str, tag: str) -> None:
    paper = f"---\ntitle: P\nabstract: {abstract}\n---\n"
    page = get(client({**BOOTSTRAP, "content/publication/p/index.md": paper}), "/publication/")
    assert [node.tag for node in page.css("main .mh-summary")] == [tag]


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("other", ["a", "b"])
def test_pages_may_cite_each_other_and_themselves(client: Serve, generation: str, other: str) -> None:
    cited = f'{{{{< cite page="/post/{other}" view="compact" >}}}}'
    files: Files = {
        "content/post/a.md": f"---\ntitle: A\n---\nx\n\n{cited}\n",
        "content/post/b.md": '---\ntitle: B\n---\ny\n\n{{< cite page="/post/a" view="compact" >}}\n',
    }
    app = client({**GENERATIONS[generation], **files})
    for url, shown in (("/post/a/", other.upper()), ("/post/b/", "A")):
        page = get(app, url)
        assert texts(page, ".mh-prose .cite .mh-item-title") == [shown]
    assert app.get("/post/").status_code == 200
