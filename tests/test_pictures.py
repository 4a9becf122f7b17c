"""Pictures on pages: the widths that are printed are served and frozen, and nothing else is."""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from conftest import Site
from masthead import create_app, create_blueprint
from masthead.freeze import freeze_site
from masthead.media import frames, store
from masthead.media import pictures as reading
from masthead.media.images import SIZES, Variant
from masthead.website import Edition

RED, BLUE = (255, 0, 0), (0, 0, 255)


def photo(width: int, height: int, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    output = BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()


def animation() -> bytes:
    frames = [Image.new("RGB", (900, 600), colour) for colour in (RED, BLUE)]
    output = BytesIO()
    frames[0].save(output, "GIF", save_all=True, append_images=frames[1:])
    return output.getvalue()


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 600"/>'
POST = "---\ntitle: X\ndate: 2024-01-01\nimage: {focal_point: Left, caption: A *caption*}\n---\nText.\n"
LAB: Mapping[str, str | bytes] = {
    "masthead.yaml": "title: Fell Lab\nbaseURL: https://lab.example/\n",
    "content/_index.md": "---\ntitle: Fell Lab\n---\n",
    "content/post/_index.md": "---\ntitle: Posts\nview: card\n---\n",
    "content/post/x/index.md": POST,
    "content/post/x/featured.jpg": photo(1800, 900),
    "content/post/x/notes.txt": "notes",
    "content/post/x/drawn.svg": SVG,
    "content/post/x/moving.gif": animation(),
    "content/post/x/small.jpg": photo(400, 300),
}
FEATURED = "/post/x/featured.jpg"


class Pictures(HTMLParser):
    """The attributes of all `<img>` and `<source>`, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.images: list[dict[str, str | None]] = []
        self.sources: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("img", "source"):
            (self.images if tag == "img" else self.sources).append(dict(attrs))


@pytest.fixture
def lab(site: Site) -> Path:
    return site(LAB)


@pytest.fixture
def client(lab: Path) -> FlaskClient:
    return create_app(lab).test_client()


def pictures(client: FlaskClient, url: str) -> Pictures:
    response = client.get(url)
    assert response.status_code == 200
    return Pictures(response.text)


def urls_in(srcset: str | None) -> Iterator[str]:
    return (step.split()[0] for step in (srcset or "").split(", "))


def opened(client: FlaskClient, url: str) -> Image.Image:
    response = client.get(url, buffered=True)
    assert response.status_code == 200, url
    return Image.open(BytesIO(response.data))


def edition_of(app: Flask) -> Edition:
    edition = app.extensions["masthead"]["masthead"].website.edition
    assert isinstance(edition, Edition)
    return edition


# What pages print


def test_a_page_shows_its_picture_in_several_widths(client: FlaskClient) -> None:
    found = pictures(client, "/post/x/")
    assert found.sources == [
        {
            "type": "image/webp",
            "srcset": f"{FEATURED}.cover-720.webp 720w, {FEATURED}.cover-1440.webp 1440w",
            "sizes": "(min-width: 48rem) 720px, 100vw",
        }
    ]
    assert found.images[0] == {
        "src": FEATURED,
        "srcset": f"{FEATURED}.cover-720.jpeg 720w, {FEATURED}.cover-1440.jpeg 1440w",
        "sizes": "(min-width: 48rem) 720px, 100vw",
        "width": "1440",
        "height": "720",
        "alt": "",
        "fetchpriority": "high",
        "decoding": "async",
    }


def test_every_width_printed_is_served_in_that_width(client: FlaskClient) -> None:
    for page in ("/post/x/", "/post/"):
        found = pictures(client, page)
        for tag, kind in [*((tag, "WEBP") for tag in found.sources), (found.images[0], "JPEG")]:
            for step in str(tag["srcset"]).split(", "):
                url, width = step.split()
                picture = opened(client, url)
                assert (f"{picture.width}w", picture.format) == (width, kind)


def test_cards_are_cut_around_the_focal_point(client: FlaskClient) -> None:
    found = pictures(client, "/post/")
    assert found.sources[0]["srcset"] == (
        f"{FEATURED}.card-400-left.webp 400w, {FEATURED}.card-800-left.webp 800w"
    )
    assert (found.images[0]["width"], found.images[0]["height"]) == ("800", "533")
    left, right = (opened(client, f"{FEATURED}.card-400-{side}.jpeg") for side in ("left", "right"))
    middle = (210, 130)
    assert left.size == right.size == (400, 267)
    assert [picture.getpixel(middle)[0] > 200 for picture in (left, right)] == [True, False]  # type: ignore[index]


def test_a_picture_narrower_than_a_step_is_the_last_step_itself(client: FlaskClient, site: Site) -> None:
    site({"content/post/x/featured.jpg": photo(1000, 500)})
    image = pictures(client, "/post/x/").images[0]
    assert image["srcset"] == f"{FEATURED}.cover-720.jpeg 720w, {FEATURED} 1000w"


@pytest.mark.parametrize(
    ("name", "content"),
    [("featured.svg", SVG.encode()), ("featured.gif", animation()), ("featured.png", photo(720, 600, "PNG"))],
)
def test_drawings_animations_and_small_pictures_stay_as_they_are(
    site: Site, name: str, content: bytes
) -> None:
    lab = site({**LAB, f"content/post/x/{name}": content})
    (lab / "content/post/x/featured.jpg").unlink()
    found = pictures(create_app(lab).test_client(), "/post/x/")
    assert found.sources == [] and "srcset" not in found.images[0]
    assert found.images[0]["src"] == f"/post/x/{name}"
    assert {"width", "height"} <= found.images[0].keys()


def test_webp_pictures_need_no_other_source(client: FlaskClient, lab: Path, site: Site) -> None:
    (lab / "content/post/x/featured.jpg").unlink()
    site({"content/post/x/featured.webp": photo(1800, 900, "WEBP")})
    found = pictures(create_app(lab).test_client(), "/post/x/")
    assert found.sources == []
    assert list(urls_in(found.images[0]["srcset"])) == [
        "/post/x/featured.webp.cover-720.webp",
        "/post/x/featured.webp.cover-1440.webp",
    ]


def test_the_first_picture_comes_at_once_and_the_others_wait(client: FlaskClient, site: Site) -> None:
    text = POST.replace("Text.", "![one](small.jpg) ![two](small.jpg)")
    site({"content/post/x/index.md": text})
    images = pictures(create_app(site({})).test_client(), "/post/x/").images
    assert [(image.get("loading"), image.get("fetchpriority")) for image in images] == [
        (None, "high"),
        ("lazy", None),
        ("lazy", None),
    ]


def test_neither_logo_nor_faces_are_the_first_picture(site: Site) -> None:
    person = "---\ntitle: Ann\n---\n"
    app = create_app(
        site(
            {
                **LAB,
                "assets/media/logo.png": photo(1000, 250, "PNG"),
                "content/authors/ann/_index.md": person,
                "content/authors/ann/avatar.jpg": photo(900, 900),
                "content/post/x/index.md": POST.replace("title: X", "title: X\nauthors: [ann]"),
                "masthead.yaml": "title: Lab\nparams: {hugoblox: {header: {block: navbar}}}\n",
            }
        )
    )
    images = pictures(app.test_client(), "/post/x/").images
    named = {str(image["src"]).rpartition("/")[2]: image for image in images}
    assert named["logo.png"]["sizes"] == "176px"
    assert "loading" not in named["logo.png"] and "fetchpriority" not in named["logo.png"]
    assert named["featured.jpg"]["fetchpriority"] == "high"
    face = next(image for image in images if image.get("class") == "mh-face")
    assert (face["loading"], face["fetchpriority"], face["sizes"]) == ("lazy", "low", "24px")


def test_portraits_are_square(site: Site) -> None:
    lab = site(
        {
            **LAB,
            "content/authors/ann/_index.md": "---\ntitle: Ann\n---\n",
            "content/authors/ann/avatar.jpg": photo(900, 600),
        }
    )
    client = create_app(lab).test_client()
    image = pictures(client, "/authors/ann/").images[0]
    assert (image["width"], image["height"], image["fetchpriority"]) == ("540", "540", "high")
    assert opened(client, "/authors/ann/avatar.jpg.avatar-270.webp").size == (270, 270)


def test_a_section_stands_before_the_widest_picture_for_it(site: Site) -> None:
    home = """---
title: Lab
sections:
  - block: markdown
    content: {title: One}
    design: {background: {image: {filename: back.jpg}}}
---
"""
    lab = site({**LAB, "content/_index.md": home, "assets/media/back.jpg": photo(3000, 1000)})
    client = create_app(lab).test_client()
    written = re.search(
        r"--mh-section-image: url\((?:&#34;|&quot;)(.*?)(?:&#34;|&quot;)\)", client.get("/").text
    )
    assert written is not None and written[1] == "/media/back.jpg.hero-1920.webp"
    assert opened(client, written[1]).size == (1920, 640)


# Texts


def test_pictures_in_texts_come_in_several_widths(site: Site) -> None:
    text = '---\ntitle: T\n---\n![a](wide.png "A caption")\n\n{{< figure src="wide.png" width="300" >}}\n'
    lab = site({**LAB, "content/t/index.md": text, "content/t/wide.png": photo(1700, 850, "PNG")})
    found = pictures(create_app(lab).test_client(), "/t/")
    url = "/t/wide.png"
    assert [image["srcset"] for image in found.images] == [
        f"{url}.body-800.png 800w, {url}.body-1600.png 1600w"
    ] * 2
    assert [source["srcset"] for source in found.sources] == [
        f"{url}.body-800.webp 800w, {url}.body-1600.webp 1600w"
    ] * 2
    assert [image["sizes"] for image in found.images] == ["(min-width: 52rem) 800px, 100vw", "300px"]
    assert [(image.get("width"), image.get("height")) for image in found.images] == [
        ("1600", "800"),
        ("300", None),
    ]


def test_a_gallery_shows_cards_that_lead_to_the_pictures(site: Site) -> None:
    text = "---\ntitle: T\n---\n{{< gallery album=hike >}}\n"
    lab = site({**LAB, "content/t.md": text, "assets/media/albums/hike/a b.jpg": photo(1700, 850)})
    client = create_app(lab).test_client()
    found = pictures(client, "/t/")
    assert [next(urls_in(tag["srcset"])) for tag in (*found.sources, *found.images)] == [
        "/media/albums/hike/a%20b.jpg.card-400.webp",
        "/media/albums/hike/a%20b.jpg.card-400.jpeg",
    ]
    assert 'href="/media/albums/hike/a%20b.jpg"' in client.get("/t/").text
    assert opened(client, "/media/albums/hike/a%20b.jpg.card-400.webp").size == (400, 267)


def test_pictures_of_the_static_folder_have_widths_too(site: Site) -> None:
    text = "---\ntitle: T\n---\n![a](/img/wide.jpg)\n"
    lab = site({**LAB, "content/t.md": text, "static/img/wide.jpg": photo(1700, 850)})
    client = create_app(lab).test_client()
    image = pictures(client, "/t/").images[0]
    assert list(urls_in(image["srcset"])) == ["/img/wide.jpg.body-800.jpeg", "/img/wide.jpg.body-1600.jpeg"]
    assert opened(client, "/img/wide.jpg.body-800.jpeg").size == (800, 400)


def test_pictures_of_other_pages_have_widths_too(site: Site) -> None:
    lab = site({**LAB, "content/post/y.md": "---\ntitle: Y\n---\n![a](../x/featured.jpg)\n"})
    image = pictures(create_app(lab).test_client(), "/post/y/").images[0]
    assert image["src"] == FEATURED
    assert next(urls_in(image["srcset"])) == f"{FEATURED}.body-800.jpeg"


def test_a_picture_that_a_text_only_names_is_told_with_its_line(site: Site) -> None:
    text = "---\ntitle: Y\n---\nText.\n\n![a](missnig.jpg)\n\n![b](/of-the-host.png)\n"
    app = create_app(site({**LAB, "content/y/index.md": text, "content/y/missing.jpg": photo(9, 9)}))
    app.test_client().get("/y/")
    assert [str(problem) for problem in edition_of(app).problems] == [
        "content/y/index.md:6: warning: there is no picture 'missnig.jpg'. Did you mean 'missing.jpg'?"
    ]


def test_feeds_name_one_picture(site: Site) -> None:
    lab = site(
        {
            **LAB,
            "masthead.yaml": "title: L\nbaseURL: https://lab.example/\nparams: {feed: {full_text: true}}\n",
            "content/post/x/index.md": POST.replace("Text.", "![one](featured.jpg)"),
        }
    )
    feed = create_app(lab).test_client().get("/post/index.xml").text
    assert "https://lab.example/post/x/featured.jpg" in feed
    assert "srcset" not in feed and "image/webp" not in feed


# What is served


def test_files_that_are_no_variants_are_missing(client: FlaskClient) -> None:
    for url in (
        f"{FEATURED}.card-400.webp",
        f"{FEATURED}.card-400-top.webp",
        f"{FEATURED}.hero-960.jpeg",
        f"{FEATURED}.hero-1800.webp",
    ):
        assert client.get(url, buffered=True).status_code == 200
    for url in (
        "/post/x/small.jpg.body-400.webp",  # as wide as the file
        "/post/x/small.jpg.body-800.webp",  # wider
        f"{FEATURED}.hero-1920.webp",
        f"{FEATURED}.hero-1800.jpeg",  # the file itself
    ):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "card-401.webp", "card-4000.webp", "card-99999999999.webp", "card-0400.webp", "card-400",
        "card-.webp", "card--400.webp", "card-400.avif", "card-400.png", "card-400.jpg", "card-400.WEBP",
        "card-400.webp.webp", "card-400-.webp", "card-400-nowhere.webp", "card-400-smart.webp",
        "card-400-Top.webp",
        "card-400-top-left.webp", "body-800-top.webp", "poster-400.webp", "Card-400.webp", "card-400.webp/",
        "card-400.webp%00", "card-400.webp%0a", "card-٤٠٠.webp", "../card-400.webp", "%2e%2e/card-400.webp",
    ],
)  # fmt: skip
def test_no_other_pictures_can_be_asked_for(client: FlaskClient, lab: Path, name: str) -> None:
    assert client.get(f"{FEATURED}.{name}").status_code == 404
    assert not (lab / ".masthead").exists()


@pytest.mark.parametrize(
    "url",
    [
        "/post/x/notes.txt.card-400.webp", "/post/x/index.md.card-400.webp", "/post/x/.card-400.webp",
        "/post/x/drawn.svg.card-400.webp", "/post/x/moving.gif.card-400.webp", "/.card-400.webp",
        "/post/x/none.jpg.card-400.webp", "/masthead.yaml.card-400.webp", "/post/x/../../x.card-400.webp",
        "/masthead/theme.css.card-400.webp", "/../../etc/passwd.card-400.webp",
        "//post/x/featured.jpg.card-400.webp", "/%2e%2e/%2e%2e/etc/passwd.card-400.webp",
        "/.masthead/pictures/x.webp", "/post/x/featured.jpg/card-400.webp",
        f"{FEATURED}.card-400.webp.card-400.webp",
    ],
)  # fmt: skip
def test_only_pictures_have_variants(client: FlaskClient, lab: Path, url: str) -> None:
    assert client.get(url).status_code in (404, 308)
    assert client.get(url, follow_redirects=True).status_code == 404
    assert not (lab / ".masthead").exists()


def test_asking_for_what_is_no_picture_is_no_problem_of_the_site(lab: Path) -> None:
    app = create_app(lab)
    app.test_client().get("/post/x/notes.txt.card-400.webp")
    assert len(edition_of(app).problems) == 0


def test_a_file_of_that_name_comes_first(site: Site) -> None:
    lab = site({**LAB, "static/post/x/featured.jpg.card-400.webp": "mine"})
    assert create_app(lab).test_client().get(f"{FEATURED}.card-400.webp", buffered=True).data == b"mine"


def test_a_variant_that_did_not_change_is_not_sent_again(client: FlaskClient, site: Site) -> None:
    url = f"{FEATURED}.card-400.webp"
    first = client.get(url, buffered=True)
    assert first.content_type == "image/webp"
    asked = {"If-None-Match": first.headers["ETag"]}
    assert client.get(url, headers=asked, buffered=True).status_code == 304
    assert client.head(url, buffered=True).content_length == len(first.data)
    site({"content/post/x/featured.jpg": photo(1801, 900)})
    assert client.get(url, headers=asked, buffered=True).status_code == 200


def test_a_picture_that_was_replaced_is_made_anew(client: FlaskClient, site: Site) -> None:
    url = f"{FEATURED}.card-400.webp"
    assert opened(client, url).getpixel((30, 30))[0] > 200  # type: ignore[index]
    site({"content/post/x/featured.jpg": photo(1900, 900, quality=60)})
    assert opened(client, f"{FEATURED}.hero-1900.webp").width == 1900
    assert client.get(f"{FEATURED}.hero-1800.webp").status_code == 404


def test_a_deleted_picture_is_missing(client: FlaskClient, lab: Path) -> None:
    url = f"{FEATURED}.card-400.webp"
    assert client.get(url, buffered=True).status_code == 200
    (lab / "content/post/x/featured.jpg").unlink()
    assert client.get(url).status_code == 404


def test_many_visitors_at_once_get_the_same(client: FlaskClient, lab: Path) -> None:
    app = create_app(lab)
    names = ("card-400.webp", "card-800.webp", "hero-960.jpeg")

    def ask(index: int) -> tuple[str, bytes]:
        name = names[index % len(names)]
        return name, app.test_client().get(f"{FEATURED}.{name}", buffered=True).data

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(48)))
    assert sorted(name for name, _ in answers) == sorted(names)
    assert len(list((lab / ".masthead/pictures").iterdir())) == len(names)


def test_below_a_prefix_all_of_it_has_the_prefix(lab: Path) -> None:
    host = Flask("host")
    host.register_blueprint(create_blueprint(lab, name="lab"), url_prefix="/our-lab")
    client = host.test_client()
    found = pictures(client, "/our-lab/post/x/")
    for tag in (*found.sources, found.images[0]):
        for url in urls_in(tag["srcset"]):
            assert url.startswith(f"/our-lab{FEATURED}.cover-")
            assert client.get(url, buffered=True).status_code == 200
    assert client.get(f"/our-lab{FEATURED}.card-401.webp").status_code == 404


# Settings


@pytest.mark.parametrize(
    "setting",
    ["params: {media: {formats: [original]}}", "params: {hugoblox: {media: {formats: Original}}}"],
)
def test_webp_can_be_switched_off(site: Site, setting: str) -> None:
    app = create_app(site({**LAB, "masthead.yaml": f"title: L\nbaseURL: https://l.example/\n{setting}\n"}))
    client = app.test_client()
    found = pictures(client, "/post/x/")
    assert found.sources == []
    assert list(urls_in(found.images[0]["srcset"])) == [
        f"{FEATURED}.cover-720.jpeg",
        f"{FEATURED}.cover-1440.jpeg",
    ]
    assert client.get(f"{FEATURED}.cover-720.webp").status_code == 404
    assert len(edition_of(app).problems) == 0


def test_an_unknown_format_is_told(edition: Callable[[Mapping[str, str | bytes]], Edition]) -> None:
    settings = "title: L\nbaseURL: https://l.example/\nparams: {media: {formats: [web, original]}}\n"
    found = edition({**LAB, "masthead.yaml": settings})
    assert [problem.message for problem in found.problems] == [
        "`params.media.formats.0` is 'web', but should be 'webp' or 'original'."
    ]
    assert found.pictures.formats == ("original",)


# The cache


def test_variants_are_kept_in_a_folder_that_git_leaves_out(client: FlaskClient, lab: Path) -> None:
    client.get(f"{FEATURED}.card-400.webp", buffered=True)
    assert (lab / ".masthead/.gitignore").read_text() == "*\n"
    kept = [file.name for file in (lab / ".masthead/pictures").iterdir()]
    assert len(kept) == 1 and kept[0].endswith("-card-400.webp")


def test_the_folder_can_be_deleted_at_any_time(client: FlaskClient, lab: Path) -> None:
    first = client.get(f"{FEATURED}.card-400.webp", buffered=True).data
    shutil.rmtree(lab / ".masthead")
    assert client.get(f"{FEATURED}.card-400.webp", buffered=True).data == first


def test_the_same_picture_elsewhere_is_not_made_again(site: Site) -> None:
    lab = site({**LAB, "assets/media/copy.jpg": LAB["content/post/x/featured.jpg"]})
    client = create_app(lab).test_client()
    for url in (f"{FEATURED}.card-400.webp", "/media/copy.jpg.card-400.webp"):
        assert client.get(url, buffered=True).status_code == 200
    assert len(list((lab / ".masthead/pictures").iterdir())) == 1


def test_without_a_place_for_it_pictures_are_kept_elsewhere(
    client: FlaskClient, lab: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (lab / ".masthead").write_text("a file where the folder would be")
    for width in (400, 800):
        assert opened(client, f"{FEATURED}.card-{width}.webp").width == width
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert str(lab / ".masthead/pictures") in warnings[0].getMessage()
    assert "\n" not in warnings[0].getMessage()


def test_a_site_that_nobody_may_write_is_left_alone(
    client: FlaskClient, lab: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lab.chmod(0o555)
    try:
        assert opened(client, f"{FEATURED}.card-400.webp").width == 400
        assert not (lab / ".masthead").exists()
    finally:
        lab.chmod(0o755)
    assert len(caplog.records) == 1


def test_files_are_looked_at_once(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examined: list[str] = []
    digested: list[str] = []
    examine, digest = reading.examine, reading.digest
    monkeypatch.setattr(reading, "examine", lambda path: examined.append(path.name) or examine(path))  # type: ignore[func-returns-value]
    monkeypatch.setattr(reading, "digest", lambda path: digested.append(path.name) or digest(path))  # type: ignore[func-returns-value]
    client = create_app(lab).test_client()
    for _ in range(3):
        client.get("/post/x/")
        client.get("/post/")
        for name in ("card-400.webp", "card-800.webp", "cover-720.jpeg"):
            client.get(f"{FEATURED}.{name}", buffered=True)
    assert examined == ["featured.jpg"]
    assert digested == ["featured.jpg"]


def test_a_picture_is_read_once_for_all_widths_of_a_size(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    resized: list[tuple[int, int]] = []
    decode, resize = reading.decode, frames.resized
    monkeypatch.setattr(reading, "decode", lambda path, part: read.append(path.name) or decode(path, part))  # type: ignore[func-returns-value]
    monkeypatch.setattr(frames, "resized", lambda frame, *to: resized.append(to[:2]) or resize(frame, *to))  # type: ignore[func-returns-value]
    client = create_app(lab).test_client()
    found = pictures(client, "/post/x/")
    for tag in (*found.images, *found.sources):
        for url in urls_in(tag.get("srcset")):
            assert client.get(url, buffered=True).status_code == 200
    assert read == ["featured.jpg"]
    assert resized == [(720, 360), (1440, 720)]


def test_files_do_not_depend_on_the_order_in_which_they_are_asked_for(site: Site) -> None:
    lab = site(
        {
            **LAB,
            "content/post/x/featured.jpg": photo(5000, 2500),
            "content/post/x/b.png": photo(1900, 900, "PNG"),
        }
    )
    names = [
        f"{size.name}-{width}.{kind}"
        for size in SIZES.values()
        for width in size.widths
        for kind in (("jpeg",) if size.formats else ("webp", "jpeg"))
    ]
    urls = [f"{FEATURED}.{name}" for name in names] + [
        "/post/x/b.png.card-400.webp",
        "/post/x/b.png.hero-960.webp",
    ]
    orders = (urls, urls[::-1], sorted(urls, key=lambda url: url[::-1]))
    answers = []
    for order in orders:
        client = create_app(lab).test_client()
        answers.append({url: client.get(url, buffered=True).data for url in order})
        shutil.rmtree(lab / ".masthead")
    assert answers[0] == answers[1] == answers[2]
    assert len(set(answers[0].values())) == len(urls)


MAKE = """
import sys
from masthead import create_app
client = create_app(sys.argv[1]).test_client()
for url in sys.argv[2:] * 3:
    assert client.get(url, buffered=True).status_code == 200, url
"""


def test_two_processes_can_make_the_same_pictures(lab: Path) -> None:
    urls = [
        f"{FEATURED}.{name}" for name in ("card-400.webp", "hero-960.jpeg", "body-800.webp", "thumb-200.webp")
    ]
    command = [sys.executable, "-c", MAKE, str(lab)]
    running = [subprocess.Popen([*command, *order]) for order in (urls, urls[::-1])]
    folder = lab / ".masthead/pictures"
    while any(process.poll() is None for process in running):
        shutil.rmtree(folder, ignore_errors=True)
    assert [process.returncode for process in running] == [0, 0]
    client = create_app(lab).test_client()
    assert [opened(client, url).width for url in urls] == [400, 960, 800, 200]
    assert sorted(file.suffix for file in folder.iterdir()) == [".jpeg", ".webp", ".webp", ".webp"]


# Freezing


def frozen(lab: Path, folder: Path) -> dict[str, bytes]:
    freeze_site(create_app(lab), folder, strict=True)
    files = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    return {f"/{file.relative_to(folder).as_posix()}": file.read_bytes() for file in files}


def test_freezing_makes_what_pages_print_and_nothing_else(lab: Path, tmp_path: Path) -> None:
    files = frozen(lab, tmp_path / "out")
    printed = {
        url
        for name, data in files.items()
        if name.endswith(".html")
        for tag in (*Pictures(data.decode()).sources, *Pictures(data.decode()).images)
        for url in urls_in(tag.get("srcset"))
        if tag.get("srcset")
    }
    assert {name for name in files if name.startswith(f"{FEATURED}.")} == printed - {FEATURED}
    assert {f"{FEATURED}.card-400-left.webp", f"{FEATURED}.cover-720.jpeg"} <= printed
    client = create_app(lab).test_client()
    assert all(client.get(url, buffered=True).data == files[url] for url in printed)


def test_freezing_again_makes_no_picture(lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = frozen(lab, tmp_path / "one")

    def refuse(path: Path, part: int) -> None:
        raise AssertionError(f"{path} is read again")

    monkeypatch.setattr(reading, "decode", refuse)
    assert frozen(lab, tmp_path / "two") == first


def test_the_urls_of_pictures_come_after_those_of_pages(lab: Path, tmp_path: Path) -> None:
    app = create_app(lab)
    seen: list[str] = []

    @contextmanager
    def progress(urls: Iterable[str]) -> Iterator[Iterable[str]]:
        yield (seen.append(url) or url for url in urls)  # type: ignore[func-returns-value]

    freeze_site(app, tmp_path / "out", progress=progress)
    table = list(edition_of(app).library.table)
    assert seen[: len(table)] == table
    made = seen[len(table) :]
    assert made and len(set(made)) == len(made)
    assert all(url.startswith(f"{FEATURED}.") for url in made)


def test_a_name_without_room_for_another_has_no_variants(site: Site, tmp_path: Path) -> None:
    long = "featured" + "像" * 76 + ".jpg"
    lab = site({**LAB, f"content/post/x/{long}": photo(1800, 900)})
    (lab / "content/post/x/featured.jpg").unlink()
    image = pictures(create_app(lab).test_client(), "/post/x/").images[0]
    assert "srcset" not in image and image["width"] == "1800"
    frozen(lab, tmp_path / "out")


# What cannot be shown


def test_a_broken_picture_is_left_out_with_one_warning(site: Site) -> None:
    app = create_app(site({**LAB, "content/post/x/featured.jpg": b"no picture"}))
    client = app.test_client()
    for url in ("/post/x/", "/post/", "/post/x/"):
        assert pictures(client, url).images == []
    assert client.get(f"{FEATURED}.card-400.webp").status_code == 404
    problems = [str(problem) for problem in edition_of(app).problems]
    assert len(problems) == 1
    assert problems[0].startswith(
        "content/post/x/featured.jpg: warning: featured.jpg is no picture of a known kind."
    )


def test_a_picture_that_takes_too_much_memory_is_shown_as_it_is(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("masthead.media.pictures._MEMORY", 20_000_000)
    lab = site({**LAB, "content/post/x/featured.webp": photo(1800, 900, "WEBP")})
    (lab / "content/post/x/featured.jpg").unlink()
    app = create_app(lab)
    for url in ("/post/x/", "/post/"):
        found = pictures(app.test_client(), url)
        assert found.sources == [] and "srcset" not in found.images[0]
        assert [found.images[0][key] for key in ("src", "width", "height")] == [
            "/post/x/featured.webp",
            "1800",
            "900",
        ]
    assert app.test_client().get("/post/x/featured.webp.card-400.webp").status_code == 404
    assert [str(problem) for problem in edition_of(app).problems] == [
        "content/post/x/featured.webp: warning: featured.webp has 2 million pixels, too many for WEBP: it is "
        "shown as it is. Save it with up to 1 million pixels, or as a JPEG that is not progressive."
    ]


def test_initials_stand_for_a_broken_portrait(site: Site) -> None:
    app = create_app(
        site(
            {
                **LAB,
                "content/authors/ann/_index.md": "---\ntitle: Ann Lee\n---\n",
                "content/authors/ann/avatar.jpg": b"no picture",
            }
        )
    )
    html = app.test_client().get("/authors/ann/").text
    assert 'data-initials="AL"' in html and "avatar.jpg" not in html
    assert len(edition_of(app).problems) == 1


def test_a_picture_that_is_cut_short_is_grey_with_one_warning(lab: Path, tmp_path: Path) -> None:
    path = lab / "content/post/x/featured.jpg"
    Image.effect_noise((1800, 900), 90).save(path)
    path.write_bytes(path.read_bytes()[:40_000])
    result = freeze_site(create_app(lab), tmp_path / "out")
    assert [str(problem.where) for problem in result.problems] == ["content/post/x/featured.jpg"]
    assert "is damaged" in result.problems[0].message
    with Image.open(tmp_path / f"out{FEATURED}.cover-720.webp") as picture:
        assert (picture.size, picture.format) == ((720, 360), "WEBP")
        assert all(abs(part - 128) < 4 for part in picture.convert("RGB").getpixel((9, 9)))  # type: ignore[union-attr]
    assert list((lab / ".masthead").rglob("*.webp")) == []


def test_a_named_picture_that_is_missing_is_told_where_it_is_named(site: Site) -> None:
    text = POST.replace("focal_point: Left", "filename: featuerd.jpg")
    app = create_app(site({**LAB, "content/post/x/index.md": text}))
    assert pictures(app.test_client(), "/post/x/").images == []
    app.test_client().get("/post/")
    assert [str(problem) for problem in edition_of(app).problems] == [
        "content/post/x/index.md:4: warning: there is no picture 'featuerd.jpg'. Did you mean 'featured.jpg'?"
    ]


def test_a_picture_is_made_only_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo(900, 600))
    pictures = store.PictureStore(tmp_path)
    variant = Variant(400, 267, "webp", "card-400.webp", (0.5, 0.5))
    first = pictures.made(tmp_path / "a.jpg", variant)
    assert isinstance(first, Path)
    first.write_bytes(b"kept")
    assert store.PictureStore(tmp_path).made(tmp_path / "a.jpg", variant) == first
    assert first.read_bytes() == b"kept"
    with pytest.raises(FileNotFoundError):
        pictures.made(tmp_path / "gone.jpg", variant)


def test_a_small_picture_behind_a_section_is_made_lighter_too(site: Site) -> None:
    jpeg = BytesIO()
    Image.effect_noise((860, 360), 80).convert("RGB").save(jpeg, "jpeg", quality=95)
    section = (
        "- block: markdown\n  content: {title: T}\n  design: {background: {image: {filename: small.jpg}}}\n"
    )
    home = f"---\ntitle: T\ntype: landing\nsections:\n{section}---\n"
    app = create_app(
        site({"hugo.yaml": "", "content/_index.md": home, "assets/media/small.jpg": jpeg.getvalue()})
    ).test_client()
    page = app.get("/").text
    assert (
        '<link rel="preload" as="image" href="/media/small.jpg.body-860.webp" fetchpriority="high">' in page
    )
    with app.get("/media/small.jpg.body-860.webp") as made:
        assert made.status_code == 200 and len(made.data) < len(jpeg.getvalue())
