"""Links that share a page: which services there are, and what stands for an address that nobody has said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from masthead import Website

Serve = Callable[[Mapping[str, str | bytes]], FlaskClient]
Site = Callable[[Mapping[str, str | bytes]], Path]

OLDER = {
    "config/_default/module.yaml": "imports:\n- path: github.com/x/modules/blox-bootstrap/v5\n",
    "content/post/a-b/index.md": "---\ntitle: Tea & cake\n---\nText\n",
}
ADDRESS = {"config/_default/hugo.yaml": "baseURL: https://lab.example/\n"}
NOWHERE = {"config/_default/hugo.yaml": "baseURL: /\n"}
BUTTONS = """
[[buttons]]
  id = "reddit"
  title = "Reddit"
  url = "https://reddit.example/submit?url={url}&title={title}"
  icon_pack = "fab"
  icon = "reddit-alien"
  enable = true
[[buttons]]
  title = "Weibo"
  url = "https://weibo.example/?url={url}"
  enable = false
[[buttons]]
  title = "Nowhere"
"""


def shared(app: FlaskClient, url: str = "/post/a-b/") -> dict[str, dict[str, str | None]]:
    page = LexborHTMLParser(app.get(url).text)
    links = page.css('[aria-label="Share"] a')
    return {str(link.attributes["aria-label"]): dict(link.attributes) for link in links}


def query(link: Mapping[str, str | None]) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link["href"] or "").query)


def test_services_of_a_site_that_names_none(client: Serve) -> None:
    links = shared(client({**OLDER, **ADDRESS}))
    assert list(links) == ["X", "Facebook", "Email", "LinkedIn", "WhatsApp", "Weibo"]
    assert query(links["X"]) == {"url": ["https://lab.example/post/a-b/"], "text": ["Tea & cake"]}
    assert not any("data-mh-share" in link for link in links.values())


def test_services_that_the_site_names(client: Serve) -> None:
    links = shared(client({**OLDER, **ADDRESS, "data/page_sharer.toml": BUTTONS}))
    assert list(links) == ["Reddit"]
    assert query(links["Reddit"]) == {"url": ["https://lab.example/post/a-b/"], "title": ["Tea & cake"]}


def test_services_of_the_kits_file(client: Serve) -> None:
    text = "links:\n- title: Post\n  icon: hero/at-symbol\n  url: 'mailto:?body={url}'\n"
    page = {"content/post/a-b/index.md": "---\ntitle: A\nshare: true\n---\n"}
    links = shared(client({**page, **ADDRESS, "data/page_sharer.yaml": text}))
    assert links["Post"]["href"] == "mailto:?body=https%3A%2F%2Flab.example%2Fpost%2Fa-b%2F"


def test_an_unknown_address_is_left_to_the_script(client: Serve) -> None:
    app = client({**OLDER, **NOWHERE})
    for link in shared(app).values():
        path = link["data-mh-share"]
        assert path == "%2Fpost%2Fa-b%2F"
        assert (link["href"] or "").count(path) == 1
    page = LexborHTMLParser(app.get("/post/a-b/").text)
    (script,) = [s for s in page.css("script[src]") if "share" in (s.attributes["src"] or "")]
    with app.get(script.attributes["src"] or "") as answer:
        assert answer.status_code == 200
        assert "javascript" in answer.content_type


def test_pages_that_know_their_address_or_share_nothing_need_no_script(client: Serve) -> None:
    assert "share.js" not in client({**OLDER, **ADDRESS}).get("/post/a-b/").text
    unshared = {**OLDER, **NOWHERE, "content/post/a-b/index.md": "---\ntitle: A\nshare: false\n---\n"}
    app = client(unshared)
    assert shared(app) == {}
    assert "share.js" not in app.get("/post/a-b/").text


def test_a_data_file_that_cannot_be_read_is_a_problem(site: Site) -> None:
    edition = Website(site({**OLDER, "data/page_sharer.toml": "[[buttons"})).refresh()
    assert edition.library.sharing is None
    assert [problem.where.file for problem in edition.library.problems] == ["data/page_sharer.toml"]


def test_the_services_are_read_again_when_they_change(site: Site) -> None:
    website = Website(site({**OLDER, "data/page_sharer.toml": BUTTONS}))
    services = website.refresh().library.sharing or ()
    assert [service.title for service in services] == ["Reddit"]
    (site({}) / "data" / "page_sharer.toml").unlink()
    assert website.refresh().library.sharing is None
