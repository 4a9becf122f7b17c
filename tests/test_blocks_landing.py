"""The blocks of landing pages: every example of docs/blocks/, old keys, choices without scripts, warnings."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from conftest import Site
from masthead import create_app
from masthead.blocks import builtin
from masthead.blocks.design import Design, Wrapper, wrapper
from masthead.blocks.hero import marked
from masthead.check import check

HERE = Path(__file__).parents[1]
EXAMPLES = sorted((HERE / "docs/blocks").glob("*.md"))
Render = Callable[..., LexborNode]


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo site with every example of the documentation as a page."""
    root = tmp_path_factory.mktemp("examples")
    shutil.copy(HERE / "masthead.yaml", root)
    shutil.copytree(HERE / "content", root / "content")
    (root / "assets/media").mkdir(parents=True)
    shutil.copy(HERE / "content/hero.jpg", root / "assets/media/")
    for example in EXAMPLES:
        shutil.copy(example, root / "content" / f"example-{example.name}")
    return root


@pytest.fixture(scope="module")
def shown(examples: Path) -> FlaskClient:
    return create_app(examples).test_client()


@pytest.fixture
def render(site: Site) -> Render:
    """The home page's <main> for sections written as YAML, with other files beside it."""

    def rendered(sections: str, files: Mapping[str, str | bytes] | None = None) -> LexborNode:
        home = f"---\ntitle: T\ntype: landing\nsections:\n{sections}\n---\n"
        root = site({"masthead.yaml": "title: T\n", "content/_index.md": home, **(files or {})})
        page = LexborHTMLParser(create_app(root).test_client().get("/").text)
        main = page.css_first("main")
        assert main is not None
        return main

    return rendered


def words(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def texts(node: LexborNode, selector: str) -> list[str]:
    return [words(found) for found in node.css(selector)]


def warnings(root: Path) -> list[str]:
    return [f"{problem.where.line}: {problem.message}" for problem in check(root) if problem.where.line]


# The documentation's examples


def test_examples_raise_no_warning(examples: Path) -> None:
    assert [(p.where.file, p.message) for p in check(examples) if "example-" in p.where.file] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_examples_show_all_of_their_words(shown: FlaskClient, example: Path) -> None:
    page = LexborHTMLParser(shown.get(f"/example-{example.stem}/").text)
    main = page.css_first("main")
    assert main is not None
    seen = words(main)
    pictures = " ".join(image.attributes["alt"] or "" for image in main.css("img"))
    front = yaml.safe_load(example.read_text().split("---\n")[1])
    for section in front["sections"]:
        content = section.get("content", {})
        for key in ("title", "subtitle", "eyebrow", "note", "greeting"):
            expected = re.sub(r"\[|\]|==", "", content.get(key, ""))
            assert expected in seen.replace(" .", ".")
        for item in content.get("items", ()):
            for key in ("name", "title", "question", "statistic"):
                assert str(item.get(key, "")) in f"{seen} {pictures}"


def test_every_block_of_this_family_has_an_example() -> None:
    named = {
        section["block"]
        for example in EXAMPLES
        for section in yaml.safe_load(example.read_text().split("---\n")[1]).get("sections", ())
    }
    assert {kind.names[0] for kind in builtin() if kind.css == ("/masthead/blocks.css",)} <= named


def test_only_pages_with_rare_blocks_load_their_stylesheet(shown: FlaskClient) -> None:
    assert "/masthead/blocks.css" in shown.get("/example-faq/").text
    assert "/masthead/blocks.css" not in shown.get("/").text
    assert "/masthead/slider.js" in shown.get("/example-slider/").text
    assert "/masthead/slider.js" not in shown.get("/example-faq/").text
    assert shown.get("/masthead/blocks.css", buffered=True).status_code == 200
    assert shown.get("/masthead/slider.js", buffered=True).status_code == 200


# Hero


def test_old_and_new_keys_of_a_hero_are_the_same(render: Render) -> None:
    new = render("""
- block: hero
  content:
    title: A
    primary_action: {text: Go, url: /go/, icon: arrow-right}
    secondary_action: {text: Or stay, url: /stay/}
    note: Soon
    image: {filename: a.svg, alt: Hills}
""", {"assets/media/a.svg": SVG})  # fmt: skip
    old = render("""
- block: hero
  content:
    title: A
    cta: {label: Go, url: /go/, icon: arrow-right}
    cta_alt: {label: Or stay, url: /stay/}
    cta_note: {label: Soon}
    media: {src: a.svg, alt: Hills}
""")  # fmt: skip
    assert new.html == old.html
    assert [a.attributes["href"] for a in new.css("a")] == ["/go/", "/stay/"]
    assert texts(new, "p") == ["Go Or stay", "Soon"]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>'


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Turn [noise] into", ["noise"]),
        ("==One== and ==two==", ["One", "two"]),
        ("A [link](/x/) and ![p](x.png)", []),
        ("A [link][ref]", []),
        ("Formulas $x[1]$", []),
    ],
)
def test_marked_words_of_a_title(title: str, expected: list[str]) -> None:
    assert re.findall(r"<span[^>]*>(.*?)</span>", marked(title)) == expected


def test_a_single_paragraph_stands_without_its_tag(render: Render) -> None:
    main = render("- block: hero\n  content: {title: A, text: One *line*.}\n")
    assert main.css(".mh-lead p") == [] and texts(main, ".mh-lead") == ["One line ."]
    two = render('- block: hero\n  content: {title: A, text: "One.\\n\\nTwo."}\n')
    assert texts(two, ".mh-lead p") == ["One.", "Two."]


def test_only_actions_with_text_and_address_are_buttons(render: Render) -> None:
    main = render(
        "- block: hero\n  content: {title: A, primary_action: {text: Go}, secondary_action: {url: /x/}}\n"
    )
    assert main.css("a") == [] and main.css(".mh-actions") == []


def test_links_that_only_the_home_page_knows(site: Site) -> None:
    section = "- block: cta-card\n  content: {title: A, button: {text: Go, url: uploads/cv.pdf}}\n"
    root = site(
        {
            "masthead.yaml": "title: T\n",
            "content/_index.md": "---\ntitle: T\n---\n",
            "content/deep/_index.md": f"---\ntitle: D\ntype: landing\nsections:\n{section}---\n",
            "static/uploads/cv.pdf": b"%PDF",
        }
    )
    assert 'href="/uploads/cv.pdf"' in create_app(root).test_client().get("/deep/").text


def test_the_first_heading_of_a_page_is_its_only_one_of_level_1(render: Render) -> None:
    main = render("""
- block: slider
  content: {slides: [{title: One}, {title: Two}]}
- block: features
  content: {title: Three, items: [{name: Four}]}
""")
    assert texts(main, "h1") == ["One"]
    assert texts(main, "h2") == ["Two", "Three"] and texts(main, "h3") == ["Four"]


# Features, areas, stats, logos


def test_featurette_is_features(render: Render) -> None:
    old = render("- block: featurette\n  content:\n    feature: [{name: A, icon: python, icon_pack: fab}]\n")
    new = render("- block: features\n  content:\n    items: [{name: A, icon: python, icon_pack: fab}]\n")
    assert old.html == new.html and new.css_first(".mh-sign svg") is not None


def test_names_of_features_are_no_headings_in_the_first_dialect(site: Site) -> None:
    home = (
        "---\ntitle: T\ntype: landing\nsections:\n- block: features\n  content: {items: [{name: A}]}\n---\n"
    )
    root = site(
        {
            "config/_default/hugo.yaml": "title: T\n",
            "config/_default/module.yaml": "imports:\n- path: github.com/wowchemy/wowchemy/v5\n",
            "config/_default/params.yaml": "appearance: {mode: light}\n",
            "content/_index.md": home,
        }
    )
    page = LexborHTMLParser(create_app(root).test_client().get("/").text)
    assert page.css("main h1, main h2, main h3") == []


def test_topics_beyond_three_are_counted(render: Render) -> None:
    main = render("""
- block: focus-areas
  content:
    items: [{name: A, topics: 'one, two, three, four, five', team_size: 6 researchers}]
""")
    assert texts(main, ".mh-tags span") == ["one", "two", "three", "+2 more"]
    assert main.css(".mh-tags [title]")[0].attributes["title"] == "four, five"
    assert texts(main, "dd") == ["6"] and texts(main, "dt") == ["team"]


def test_logos_of_a_folder(render: Render) -> None:
    files = {f"assets/media/partners/{name}.svg": SVG for name in ("b", "a")}
    files["assets/media/partners/more/c.svg"] = SVG
    main = render("- block: logos\n  content: {logo_folder: partners}\n", files)
    assert [i.attributes["src"] for i in main.css("img")] == [
        "/media/partners/a.svg",
        "/media/partners/b.svg",
    ]


def test_a_folder_without_logos_is_told(site: Site) -> None:
    home = "---\ntype: landing\nsections:\n- block: logos\n  content: {logo_folder: none}\n---\n"
    root = site({"masthead.yaml": "title: T\n", "content/_index.md": home})
    assert warnings(root) == ["5: there are no pictures in assets/media/none/."]


def test_words_where_a_hero_has_parts(render: Render) -> None:
    main = render(
        "- block: hero\n  content: {title: T, image: a.svg, announcement: News of today}\n",
        {"assets/media/a.svg": SVG},
    )
    assert [i.attributes["src"] for i in main.css("img")] == ["/media/a.svg"]
    assert "News of today" in words(main)


def test_a_darkened_background_of_old(render: Render) -> None:
    main = render(
        "- block: markdown\n  content: {title: T}\n"
        "  design: {background: {image: a.svg, image_darken: 0.6}}\n",
        {"assets/media/a.svg": SVG},
    )
    assert "brightness(0.6)" in (main.css_first("section").html or "")


# Portfolio


PROJECTS: dict[str, str | bytes] = {
    "content/project/a.md": "---\ntitle: A\ndate: 2024-03-01\ntags: [Deep Learning]\nstatus: Live\n"
    "tech_stack: [a, b, c, d, e, f]\nlinks:\n- {type: github, url: 'https://x.example/'}\n- {url: ''}\n---\n",
    "content/project/b.md": "---\ntitle: B\ndate: 2024-02-01\ntags: [Other]\n---\n",
    "content/project/c.md": "---\ntitle: C\ndate: 2024-01-01\n---\n",
}
BUTTONS = "[{name: All, tag: '*'}, {name: Deep, tag: Deep Learning}, {name: Old, filter: .js-id-other}]"


def test_buttons_hide_what_has_not_their_tag(render: Render) -> None:
    main = render(
        f"- block: portfolio\n  id: work\n  content:\n    filters: {{folders: [project]}}\n"
        f"    buttons: {BUTTONS}\n    default_button_index: 1\n",
        PROJECTS,
    )
    assert texts(main, ".mh-project h1") == ["A", "B", "C"]
    assert texts(main, "label") == ["All", "Deep", "Old"]
    assert [i.attributes["value"] for i in main.css("input[checked]")] == ["2"]
    assert [item.attributes.get("data-mh-not") for item in main.css(".mh-project")] == ["3", "2", "2 3"]
    assert main.css("style") == []


def test_a_button_for_a_tag_that_nobody_has(site: Site) -> None:
    home = """---
title: T
type: landing
sections:
- block: portfolio
  content:
    filters: {folders: [project]}
    buttons:
    - {name: All, tag: '*'}
    - {name: Deep, tag: deep lerning}
---
"""
    problems = check(site({"masthead.yaml": "title: T\n", "content/_index.md": home, **PROJECTS}))
    found = [(p.where.line, p.message, p.hint) for p in problems if p.where.line]
    assert found == [(10, "no page here has the tag 'deep-lerning'.", "Did you mean 'deep-learning'?")]


def test_a_project_card(render: Render) -> None:
    main = render("- block: portfolio\n  content: {filters: {folders: [project]}, count: 1}\n", PROJECTS)
    assert texts(main, ".mh-project-image") == ["Live"]
    assert texts(main, ".mh-tags span") == ["a", "b", "c", "d", "+2"]
    assert [(words(a), a.attributes["href"]) for a in main.css(".mh-links a")] == [
        ("Code", "https://x.example/")
    ]
    assert [a.attributes["href"] for a in main.css(".mh-archive a")] == ["/project/"]


def test_tools_of_a_project_in_one_line(render: Render) -> None:
    files = {
        **PROJECTS,
        "content/project/d.md": "---\ntitle: D\ndate: 2025-01-01\ntech_stack: Flask, nginx\n---\n",
    }
    main = render("- block: portfolio\n  content: {filters: {folders: [project]}, count: 1}\n", files)
    assert texts(main, ".mh-tags span") == ["Flask", "nginx"]


def test_old_keys_of_a_portfolio_and_a_view(render: Render) -> None:
    main = render(
        f"- block: portfolio\n  content:\n    page_type: project\n    filter_button: {BUTTONS}\n"
        "    filter_default: 2\n"
        "  design: {view: 2}\n",
        PROJECTS,
    )
    assert main.css(".mh-project") == [] and len(main.css(".mh-filtered > [role=list] > *")) == 3
    assert main.css("input[checked]")[0].attributes["value"] == "3"


def test_one_button_is_no_choice(render: Render) -> None:
    main = render(
        "- block: portfolio\n  content: {filters: {folders: [project]}, buttons: [{name: All, tag: '*'}]}\n",
        PROJECTS,
    )
    assert main.css("input, style") == []


# Slider


def test_slides_and_what_they_stand_before(render: Render) -> None:
    main = render(
        """
- block: slider
  content:
    slides:
    - title: A
      content: Text
      align: center
      background: {image: {filename: a.svg, filters: {brightness: 0.7}}, position: right, color: '#666'}
      link: {text: Join, url: /join/}
    - title: B
      background: {gradient_start: '#123', gradient_end: '#456'}
  design: {slide_height: 400px, loop: false, interval: 2000}
""",
        {"assets/media/a.svg": SVG},
    )
    first, second = (slide.attributes["style"] or "" for slide in main.css(".mh-slide"))
    assert '--mh-section-image: url("/media/a.svg")' in first and "--mh-section-position: right" in first
    assert "--mh-section-filter: brightness(0.7)" in first and "min-block-size: 400px" in first
    assert "--mh-section-gradient: linear-gradient(90deg, #123, #456)" in second
    assert main.css("[data-mh-slider]")[0].attributes["data-mh-slider"] == "0"
    assert texts(main, "p") == ["Text", "Join"]
    targets = [str(a.attributes["href"]) for a in main.css("ol a")]
    assert len(targets) == 2 and all(main.css_first(target) is not None for target in targets)


def test_slides_of_old(render: Render) -> None:
    main = render(
        """
- block: slider
  content:
    item: [{title: A, overlay_img: a.svg, overlay_color: '#222', cta_label: Go, cta_url: /go/}]
""",
        {"assets/media/a.svg": SVG},
    )
    assert "--mh-section-color: #222" in (main.css(".mh-slide")[0].attributes["style"] or "")
    assert [a.attributes["href"] for a in main.css("a")] == ["/go/"]
    assert main.css("ol, button") == []


def test_a_slide_without_its_picture_is_warned_about(site: Site) -> None:
    sections = "- block: slider\n  content:\n    slides:\n    - background:\n        image:\n"
    sections += "          filename: no.jpg\n"
    root = site(
        {
            "masthead.yaml": "title: T\n",
            "content/_index.md": f"---\ntitle: T\ntype: landing\nsections:\n{sections}---\n",
        }
    )
    assert warnings(root) == ["10: there is no file 'no.jpg'."]


# Tag cloud


def test_most_used_terms_in_the_order_of_their_names(render: Render) -> None:
    files: dict[str, str | bytes] = {
        f"content/post/{number}.md": f"---\ntitle: P{number}\ntags: [{tags}]\n---\n"
        for number, tags in enumerate(["Rare, common, often", "common, often", "common"])
    }
    main = render(
        "- block: tag_cloud\n  content: {count: 2}\n  design: {font_size_min: 1, font_size_max: 2}\n", files
    )
    assert [(words(a), a.attributes["href"]) for a in main.css(".mh-cloud a")] == [
        ("common", "/tags/common/"),
        ("often", "/tags/often/"),
    ]
    large, small = (float(re.findall(r"[\d.]+", a.attributes["style"] or "")[0]) for a in main.css("a"))
    assert 1 == small < large <= 2


def test_a_taxonomy_that_nobody_uses(site: Site) -> None:
    root = site(
        {
            "masthead.yaml": "title: T\n",
            "content/_index.md": "---\ntitle: T\ntype: landing\nsections:\n- block: tag_cloud\n"
            "  content:\n    taxonomy: tagz\n---\n",
        }
    )
    assert warnings(root) == ["7: no page has any 'tagz'."]


# Pricing and comparison


def test_prices_by_month_and_by_year(render: Render) -> None:
    tiers = "tiers: [{name: A, price: {monthly: 19, yearly: 15, currency: $}, price_note: Billed}]"
    both = render(f"- block: pricing\n  content: {{billing_toggle: {{enabled: true}}, {tiers}}}\n")
    assert texts(both, ".mh-price") == ["$19 Billed", "$15 Billed"] and len(both.css("input")) == 2
    one = render(f"- block: pricing\n  content: {{{tiers}}}\n")
    assert texts(one, ".mh-price") == ["$19 Billed"] and one.css("input") == []


def test_values_of_a_comparison(render: Render) -> None:
    main = render("""
- block: comparison-table
  content:
    competitors: [{name: A}, {name: B}]
    rows: [{feature: X, category: true}, {feature: Y, values: [true, 'no']}, {feature: Z, values: [30, some]}]
""")
    marks, values = main.css("tbody tr")[1:]
    assert len(marks.css("td svg")) == 1 and len(marks.css("td .mh-no")) == 1
    assert texts(values, "td") == ["30", "some"]
    assert main.css("tbody th[colspan]")[0].attributes["colspan"] == "3"


# Developers


def test_an_unknown_person_is_warned_about(site: Site) -> None:
    root = site(
        {
            "masthead.yaml": "title: T\n",
            "content/_index.md": "---\ntitle: T\ntype: landing\nsections:\n- block: dev-hero\n"
            "  content:\n    username: ad\n---\n",
            "data/authors/ada.yaml": "schema: hugoblox/author/v1\nslug: ada\nname: {display: Ada}\n",
        }
    )
    assert warnings(root) == ["7: there is no person 'ad'; nothing is shown."]
    assert "<h1" in create_app(root).test_client().get("/").text


# Backgrounds


def wrapped(**design: object) -> Wrapper:
    return wrapper(Design.model_validate(design), "", lambda name: f"/media/{name}")


def test_a_colour_for_light_and_one_for_dark() -> None:
    found = wrapped(background={"color": {"light": "#fff", "dark": "#000"}})
    assert found.style == "--mh-section-tone: light-dark(#fff, #000)" and found.css
    only = wrapped(background={"color": {"dark": "#000"}})
    assert only.style == "--mh-section-tone: light-dark(transparent, #000)"
    plain = wrapped(background={"color": "navy"})
    assert plain.style == "--mh-section-color: navy" and not plain.css


@pytest.mark.parametrize(
    "background",
    [
        {"image": {"filename": "a.jpg", "size": "actual", "position": "right", "parallax": True}},
        {"image": {"filename": "a.jpg"}, "size": "actual", "position": "right", "parallax": "true"},
        {"image": "a.jpg", "image_size": "actual", "image_position": "right", "image_parallax": True},
    ],
)
@pytest.mark.parametrize("key", ["background", "back_ground"])
def test_spellings_of_a_picture_behind(key: str, background: dict[str, object]) -> None:
    assert wrapped(**{key: background}).style == (
        '--mh-section-image: url("/media/a.jpg"); --mh-section-size: auto; --mh-section-position: right; '
        "--mh-section-attachment: fixed"
    )


def test_gradients() -> None:
    old = wrapped(background={"gradient_start": "#111", "gradient_end": "#222"})
    new = wrapped(background={"gradient": {"start": "#111", "end": "#222", "direction": "90"}})
    assert old.style == new.style == "--mh-section-gradient: linear-gradient(90deg, #111, #222)"
    shades = wrapped(background={"gradient": {"start": "primary-500", "end": "primary-900/50"}}).style
    assert shades.count("var(--mh-seed)") == 2 and "50%, transparent" in shades


def test_film_and_mesh() -> None:
    film = wrapped(background={"video": {"filename": "a.mp4", "flip": True, "filters": {"brightness": 0.5}}})
    assert (film.video, film.video_style) == ("/media/a.mp4", "filter: brightness(0.5); scale: -1 1")
    assert wrapped(background={"gradient_mesh": {"enable": True}}).css_class == "mh-mesh"


@pytest.mark.parametrize("color", ["red; } body { display: none", 'url("x")', "expression(1)\\"])
def test_what_is_no_css_value_is_left_out(color: str) -> None:
    assert ";" not in wrapped(background={"color": color}).style.removeprefix("--mh-section-color: ")
    assert "}" not in wrapped(background={"color": color}).style


def test_dark_text_stands_once() -> None:
    assert wrapped(background={"text_color_light": True}).dark
    assert not wrapped(css_class="dark", background={"text_color_light": True}).dark
