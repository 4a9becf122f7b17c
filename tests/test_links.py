"""The buttons of a page: which there are, in which order, where they lead, and how they are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from masthead.check import check
from masthead.context.links import ICONS, PROVIDERS, address, service_of
from masthead.media.icons import Icons

Files = Mapping[str, str | bytes]
Serve = Callable[[Files], FlaskClient]
Write = Callable[[Files], Path]

OLDER: Files = {
    "config/_default/module.yaml": "imports:\n- path: github.com/HugoBlox/x/modules/blox-bootstrap/v5\n"
}
URL = "content/publication/a/index.md"


def page(front: str, **more: str) -> Files:
    files = {f"content/publication/a/{name.replace('_', '.')}": text for name, text in more.items()}
    return {"content/_index.md": "", URL: f"---\ntitle: A\n{front}---\n", **files}


def buttons(client: FlaskClient) -> list[tuple[str, str]]:
    """Text and target of each button on the paper's page."""
    answer = client.get("/publication/a/")
    assert answer.status_code == 200
    links = LexborHTMLParser(answer.text).css(".mh-page-head .mh-links a")
    return [(link.text().strip(), link.attributes["href"] or "") for link in links]


ALL = """doi: 10.1/x
url_source: /files/a.tex
url_pdf: https://a.example/a.pdf
url_code: c
url_dataset: d
url_poster: e
url_project: f
url_slides: g
url_video: h
url_preprint: i
links:
- {name: Talk, url: 'https://talk.example/'}
"""


def test_keys_have_buttons_in_one_order(client: Serve) -> None:
    found = [text for text, _ in buttons(client(page(ALL, cite_bib="@misc{a}")))]
    assert found == [
        "PDF", "Cite", "Preprint", "Code", "Dataset", "Project", "Poster", "Slides", "Video",
        "Source Document", "DOI", "Talk",
    ]  # fmt: skip


TYPED = """doi: 10.1/x
links:
- {type: pdf, url: 'https://a.example/a.pdf'}
- {name: Talk, url: 'https://talk.example/'}
- {type: code, url: ''}
- {type: live, url: 'https://live.example/', label: Try it}
- {type: preprint, provider: arxiv, id: '1512.04133'}
- {provider: HAL, id: hal-1}
"""


def test_links_with_and_without_a_type_keep_their_order(client: Serve) -> None:
    assert buttons(client(page(TYPED))) == [
        ("PDF", "https://a.example/a.pdf"),
        ("Talk", "https://talk.example/"),
        ("Try it", "https://live.example/"),
        ("Preprint", "https://arxiv.org/abs/1512.04133"),
        ("HAL", "https://hal.science/hal-1"),
        ("DOI", "https://doi.org/10.1/x"),
    ]


def test_in_the_oldest_theme_links_by_name_come_last(client: Serve) -> None:
    found = buttons(client({**page(TYPED), **OLDER}))
    assert [text for text, _ in found] == ["PDF", "Try it", "Preprint", "DOI", "Talk", "HAL"]


def test_links_of_every_shape(client: Serve) -> None:
    links = """links:
- https://www.plain.example/path
- {icon: brands/github, url: 'https://github.com/x'}
- {icon: globe-alt, url: 'https://conf.example/2020'}
- {url: 'https://bare.example/'}
- {name: Nowhere}
"""
    answer = client(page(links)).get("/publication/a/")
    found = LexborHTMLParser(answer.text).css(".mh-page-head .mh-links a")
    assert [(link.text().strip(), link.attributes.get("aria-label")) for link in found] == [
        ("plain.example", None),
        ("", "GitHub"),
        ("", "conf.example"),
        ("bare.example", None),
    ]
    assert [link.css_first("svg") is not None for link in found] == [False, True, True, False]


@pytest.mark.parametrize("older", [False, True])
def test_kinds_have_icons_since_the_second_theme(client: Serve, older: bool) -> None:
    answer = client({**page(ALL), **(OLDER if older else {})}).get("/publication/a/")
    drawn = [
        link.css_first("svg") is not None
        for link in LexborHTMLParser(answer.text).css(".mh-page-head .mh-links a")
        if link.text().strip() != "Talk"
    ]
    assert drawn == [not older] * 10


def test_icons_of_kinds_are_there() -> None:
    assert [name for name in ICONS.values() if Icons().svg(name) is None] == []


def test_the_pdf_of_the_bundle(client: Serve) -> None:
    files = {**page(""), "content/publication/a/A.pdf": b"%PDF", "content/publication/a/b.pdf": b"%PDF"}
    assert buttons(client(files)) == [("PDF", "/publication/a/A.pdf")]


def test_slides_of_the_site(client: Serve) -> None:
    deck = {"content/slides/deck/index.md": "---\ntitle: Deck\n---\nOne\n"}
    assert buttons(client({**page("slides: deck\n"), **deck})) == [("Slides", "/slides/deck/")]
    assert buttons(client({**page("slides: ''\n"), **deck})) == []


def test_words_are_those_of_the_language(client: Serve) -> None:
    files = {**page("url_video: v\n", cite_bib="@misc{a}"), "masthead.yaml": "title: S\nlanguageCode: de\n"}
    files["config/_default/hugo.yaml"] = "defaultContentLanguage: de\n"
    assert [text for text, _ in buttons(client(files))] == ["Zitieren", "Video"]


@pytest.mark.parametrize(
    ("service", "number", "url"),
    [
        ("doi", "10.1/x", "https://doi.org/10.1/x"),
        ("doi", " https://doi.org/10.1/x ", "https://doi.org/10.1/x"),
        ("doi", "http://dx.doi.org/10.1/X", "https://doi.org/10.1/X"),
        ("doi", "DOI: 10.1/x", "https://doi.org/10.1/x"),
        ("doi", "10.1002/(SICI)1<2::AID>3.0#4", "https://doi.org/10.1002/(SICI)1%3C2::AID%3E3.0%234"),
        ("arxiv", "arXiv:1512.04133v1", "https://arxiv.org/abs/1512.04133v1"),
        ("pmid", "123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ("nobody", "1", ""),
        ("doi", "", ""),
    ],
)
def test_identifiers_lead_to_their_service(service: str, number: str, url: str) -> None:
    assert address(service, number) == url


def test_services_are_read_in_any_spelling() -> None:
    assert service_of("Semantic_Scholar") in PROVIDERS
    assert service_of(" open-review ") in PROVIDERS


def test_identifiers_of_the_kit(client: Serve) -> None:
    front = "hugoblox: {ids: {arxiv: 1512.04133v1, doi: 10.1/x, semantic_scholar: abc}}\n"
    assert buttons(client(page(front))) == [
        ("Preprint", "https://arxiv.org/abs/1512.04133v1"),
        ("DOI", "https://doi.org/10.1/x"),
        ("Semantic Scholar", "https://www.semanticscholar.org/paper/abc"),
    ]


def test_an_unknown_service_and_an_unknown_icon_are_warned_about(site: Write) -> None:
    front = (
        "hugoblox:\n  ids:\n    arxvi: '1'\nlinks:\n- {name: X, url: 'https://x.example', icon: no-such}\n"
    )
    found = {problem.message: problem for problem in check(site(page(front))) if problem.where.file == URL}
    service = found["there is no service 'arxvi'."]
    assert (service.where.line, service.hint) == (5, "Did you mean 'arxiv'?")
    assert "there is no icon 'no-such'." in found


def test_what_does_not_fit_is_left_out(site: Write, client: Serve) -> None:
    front = "links:\n- {name: X, url: [1]}\n- {name: Y, url: 'https://y.example/'}\n"
    assert buttons(client(page(front))) == [("Y", "https://y.example/")]
    (problem,) = [problem for problem in check(site({})) if problem.where.file == URL]
    assert problem.where.line == 4
    assert "expected text" in problem.message
