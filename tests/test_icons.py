"""Icons: the names real sites use, the site's own files, and what must not get through."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from masthead.media import packs
from masthead.media.icons import UNKNOWN, Icons
from masthead.media.svg import LIMIT, clean

ICONS = Icons()
REAL = {
    "fas": """envelope graduation-cap globe file-pdf chart-line video link database camera-retro building
        flask lightbulb globe-europe earth-europe""",
    "fab": "github twitter linkedin instagram youtube x-twitter orcid bluesky",
    "ai": """google-scholar cv orcid researchgate dblp arxiv zotero semantic-scholar pubmed scopus osf zenodo
        inspire biorxiv open-data""",
    "": """at-symbol envelope academic-cap user-group code-bracket hero/beaker cat datacamp edx python
        person-simple-walk arrows-expand brands/cv brands/x brands/edx academicons/cv
        academicons/google-scholar devicon/python devicon/nextjs devicon/alpinejs devicon/nodejs
        devicon/express devicon/amazonwebservices devicon/csharp devicon/r-project devicon/docker""",
}
LABORATORY = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M1 1h8"/></svg>'


def body(name: str, pack: str = "", icons: Icons = ICONS) -> str:
    markup = icons.svg(name, pack)
    assert markup is not None, (name, pack)
    return str(markup)


@pytest.fixture
def own(tmp_path: Path) -> Icons:
    folder = tmp_path / "assets/media/icons"
    (folder / "custom").mkdir(parents=True)
    (folder / "brands").mkdir()
    (tmp_path / "secret.svg").write_bytes(LABORATORY)
    for name in ("custom/lab.svg", "brands/org-x.svg", "ros.svg", "brands/udacity_&_aws.svg"):
        (folder / name).write_bytes(LABORATORY)
    return Icons((folder,))


@pytest.mark.parametrize(
    ("pack", "name"), [(pack, name) for pack, names in REAL.items() for name in names.split()]
)
def test_names_of_real_sites_are_drawn(pack: str, name: str) -> None:
    root = ElementTree.fromstring(body(name, pack))
    assert root.tag == "svg"
    assert root.get("class") == "icon"
    assert (root.get("width"), root.get("height")) == ("1em", "1em")
    assert root.get("aria-hidden") == "true"
    assert "currentColor" in ElementTree.tostring(root, encoding="unicode")
    assert len(root) > 0


@pytest.mark.parametrize(
    ("old", "pack", "new"),
    [
        ("file-alt", "fas", "file-lines"),
        ("envelope-o", "fa", "regular/envelope"),
        ("map-marker-alt", "fas", "location-dot"),
        ("check-circle", "fas", "circle-check"),
        ("check-square-o", "fa", "regular/square-check"),
        ("hand-o-right", "fa", "regular/hand-point-right"),
        ("external-link-alt", "fas", "up-right-from-square"),
        ("file-text-o", "fa", "regular/file-lines"),
        ("picture-o", "fa", "regular/image"),
        ("university", "fas", "building-columns"),
        ("comment-alt", "far", "regular/message"),
        ("mortar-board", "fa", "graduation-cap"),
        ("linkedin-square", "fa", "brands/linkedin"),
        ("twitter", "fas", "brands/twitter"),
        ("fa-github", "fab", "brands/github"),
        ("fab fa-github", "", "brands/github"),
        ("Envelope", "fas", "envelope"),
        ("mail", "hero", "hero/envelope"),
        ("search", "", "hero/magnifying-glass"),
        ("x", "brands", "brands/x-twitter"),
        ("one", "", "1"),
    ],
)
def test_old_names_draw_the_icon_of_today(old: str, pack: str, new: str) -> None:
    assert body(old, pack) == body(new if "/" in new else f"fas/{new}")


def test_a_pack_decides_between_two_icons_of_one_name() -> None:
    drawn = {body("envelope", "fas"), body("envelope", "far"), body("envelope"), body("envelope", "hero")}
    assert len(drawn) == 3
    assert body("envelope") == body("hero/envelope")


def test_every_other_name_leads_to_an_icon_of_its_pack() -> None:
    for part, look_up in (
        ("heroicons", packs.heroicon),
        ("fontawesome", packs.solid),
        ("brands", packs.brand),
        ("simple", packs.simple_icon),
    ):
        table = packs.other_names()[part]
        assert [name for name, current in table.items() if look_up(current) is None] == []
        assert [name for name, current in table.items() if look_up(name) != look_up(current)] == []


def test_letter_marks_can_all_be_drawn_and_differ() -> None:
    letters = packs.other_names()["letters"]
    assert all(1 <= len(mark) <= 4 for mark in letters.values())
    drawn = {mark: packs.letter_mark(name) for name, mark in letters.items()}
    assert len(set(drawn.values())) == len(drawn)


def test_known_names_are_all_drawn() -> None:
    names = set(packs.known_names())
    assert {"at-symbol", "github", "arxiv", "cv", "file-lines"} <= names
    assert [name for name in sorted(names) if ICONS.svg(name) is None] == []


@pytest.mark.parametrize(
    ("name", "pack", "character"),
    [
        ("☕️", "", "☕️"),
        ("🚀", "", "🚀"),
        ("👩🏽‍🔬", "", "👩🏽‍🔬"),
        ("🇩🇪", "", "🇩🇪"),
        ("1️⃣", "", "1️⃣"),
        ("→", "", "→"),
        (":rocket:", "", "🚀"),
        ("emoji/rocket", "", "🚀"),
        ("rocket", "emoji", "🚀"),
        (":de:", "emoji", "🇩🇪"),
        ("☕️", "fas", "☕️"),
    ],
)
def test_emoji(name: str, pack: str, character: str) -> None:
    assert body(name, pack) == f'<span class="icon icon-emoji" aria-hidden="true">{character}</span>'


def test_a_label_makes_an_image_of_it_and_is_escaped() -> None:
    labelled = str(ICONS.svg("github", "fab", label='Code & "more"'))
    root = ElementTree.fromstring(labelled)
    assert (root.get("role"), root.get("aria-label"), root.get("aria-hidden")) == (
        "img",
        'Code & "more"',
        None,
    )
    assert 'role="img" aria-label="&lt;b&gt;"' in str(ICONS.svg("🚀", label="<b>"))


@pytest.mark.parametrize(
    "name", ["", " ", "no-such-icon-anywhere", "书", "<script>", "hero/", ":no-emoji:", "/"]
)
def test_unknown_icons_are_none(name: str, own: Icons) -> None:
    assert own.svg(name) is None
    assert own.svg(name, "custom") is None
    assert "icon-unknown" in UNKNOWN


def test_own_files_are_found_by_pack_and_by_bare_name(own: Icons) -> None:
    for name, pack in (("custom/lab", ""), ("lab", "custom"), ("lab", ""), ("ros", ""), ("ros", "custom")):
        assert "M1 1h8" in body(name, pack, own)
    assert "M1 1h8" in body("brands/org-x", "", own)
    assert "M1 1h8" in body("org-x", "fab", own)
    assert "M1 1h8" in body("brands/udacity_&_aws", "", own)


def test_own_files_win_but_not_over_a_named_library(own: Icons) -> None:
    (own.site_dirs[0] / "github.svg").write_bytes(LABORATORY)
    assert "M1 1h8" in body("github", "", own)
    assert "M1 1h8" in body("github", "custom", own)
    assert body("github", "fab", own) == body("github", "fab")


@pytest.mark.parametrize(
    "name", ["../../../secret", "custom/../../../../secret", "..\\secret", "/etc/x", "a\0b"]
)
def test_names_cannot_leave_the_folder(name: str, own: Icons) -> None:
    for pack in ("", "custom", "..", "../..", "../../.."):
        assert own.svg(name, pack) is None
    assert own.svg("secret", "../../..") is None


def test_links_out_of_the_folder_are_not_followed(own: Icons, tmp_path: Path) -> None:
    (own.site_dirs[0] / "way-out.svg").symlink_to(tmp_path / "secret.svg")
    assert own.svg("way-out") is None


def test_an_edited_file_is_read_anew(own: Icons) -> None:
    path = own.site_dirs[0] / "ros.svg"
    assert "M1 1h8" in body("ros", "", own)
    path.write_bytes(LABORATORY.replace(b"M1 1h8", b"M2 2h6"))
    os.utime(path, ns=(1, 1))
    assert "M2 2h6" in body("ros", "", own)


def test_hints_name_what_was_meant_or_what_to_do(own: Icons) -> None:
    assert "'envelope'" in ICONS.suggest("envelop", "fas")
    assert "'lab'" in own.suggest("labb", "custom")
    assert "assets/media/icons/custom/" in ICONS.suggest("qqqqqqqqqqqq")
    (own.site_dirs[0] / "huge.svg").write_bytes(LABORATORY + b" " * LIMIT)
    assert own.svg("huge") is None
    assert "64 KiB" in own.suggest("huge")


HOSTILE = b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- a comment --><?php echo 1 ?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:ink="http://ink.example/" width="254px" height="127" id="root" class="cls" onload="run()" ink:x="1">
 <title>Name</title><script>run()</script><foreignObject><p>html</p></foreignObject>
 <defs><style>.cls-1{fill:url(#grad)} .b>path{fill:red}</style></defs>
 <ink:thing>x</ink:thing>
 <linearGradient id="grad"/>
 <a href="javascript:run()" xlink:href="https://elsewhere.example/x"><path class="cls-1" fill="url(#grad)"
  onclick="run()" d="M0 0"/></a>
 <use xlink:href="#grad"/><image href="https://elsewhere.example/x.png"/>
 <set attributeName="onclick" to="run()"/>
 <path style="fill:url(https://elsewhere.example/x)" d="M9 9"/>
</svg>"""


def test_own_files_are_cleaned() -> None:
    drawing = clean(HOSTILE)
    assert drawing is not None
    markup = str(drawing.markup())
    for gone in (
        "run()",
        "elsewhere",
        "<script",
        "foreignObject",
        "Name",
        "comment",
        "php",
        "DOCTYPE",
        "ink",
        "xlink",
    ):
        assert gone not in markup
    root = ElementTree.fromstring(markup)
    assert root.get("viewBox") == "0 0 254 127"
    assert (root.get("width"), root.get("height"), root.get("class")) == ("1em", "1em", "icon")
    gradient = root.find(".//linearGradient")
    path, use, style = root.find(".//a/path"), root.find(".//use"), root.find(".//style")
    assert gradient is not None and path is not None and use is not None and style is not None
    ident = gradient.get("id", "")
    assert ident.startswith("svg-") and ident.endswith("-grad")
    assert path.get("fill") == f"url(#{ident})"
    assert use.get("href") == f"#{ident}"
    prefix = ident.removesuffix("-grad")
    assert style.text == f".{prefix}{{.cls-1{{fill:url(#{ident})}} .b>path{{fill:red}}}}"
    assert root[0].get("class") == prefix


@pytest.mark.parametrize(
    "css", ["@import 'x';", "a{b:c}} body{display:none", "a{background:url(http://x)}", "a{b:c"]
)
def test_style_sheets_that_reach_out_are_dropped(css: str) -> None:
    drawing = clean(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><style>{css}</style></svg>'.encode()
    )
    assert drawing is not None
    assert css not in drawing.body and "display" not in drawing.body


BOMB = (
    b'<!DOCTYPE svg [<!ENTITY a "'
    + b"x" * 30_000
    + b'">]><svg viewBox="0 0 1 1"><g d="'
    + b"&a;" * 200
    + b'"/></svg>'
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no svg",
        b"<svg",
        b"<html/>",
        b"<svg/>",
        b'<svg viewBox="0 0 0 9"/>',
        b"\xff\xfe\0<",
        b"<!--" * 20,
        BOMB,
    ],
)
def test_what_is_no_drawing_is_none(data: bytes) -> None:
    assert clean(data) is None
