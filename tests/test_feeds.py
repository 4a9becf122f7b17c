"""Feeds, site maps and other documents beside the pages: well-formed, complete, and where Hugo has them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from conftest import Site
from masthead.app import create_app, create_blueprint
from masthead.check import check
from masthead.freeze import freeze_site
from masthead.website import Edition, Website

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
BASE = "title: Site\nbaseURL: https://example.org/\n"

Get = Callable[..., TestResponse]
Make = Callable[..., Get]


@pytest.fixture
def make(site: Site) -> Make:
    """Writes a site (settings and text by path) and gives what asks it for URLs."""

    def make(files: Mapping[str, str | bytes], settings: str = BASE) -> Get:
        return create_app(site({"hugo.yaml": settings, "content/_index.md": "", **files})).test_client().get

    return make


def page(title: str, **front: object) -> str:
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front.items() if key != "body")
    return f"---\ntitle: {json.dumps(title)}\n{lines}---\n{front.get('body', 'Some words.')}\n"


def channel(response: TestResponse) -> Element:
    assert response.status_code == 200
    found = ElementTree.fromstring(response.data).find("channel")
    assert found is not None
    return found


def items(response: TestResponse) -> list[str | None]:
    return [item.findtext("title") for item in channel(response).findall("item")]


def locations(response: TestResponse) -> list[str | None]:
    return [found.text for found in ElementTree.fromstring(response.data).iterfind(".//map:loc", NAMES)]


# Feeds


def test_a_feed_has_what_rss_asks_for(make: Make) -> None:
    get = make({"content/post/a.md": page("A", date="2024-05-01", authors=["Ann Lee"], tags=["Ice"])})
    response = get("/post/index.xml")
    assert response.content_type == "application/rss+xml; charset=utf-8"
    found = channel(response)
    assert found.findtext("title") == "Posts | Site"
    assert found.findtext("link") == "https://example.org/post/"
    assert found.findtext("description")
    assert found.findtext("language") == "en"
    own = found.find("atom:link", NAMES)
    assert own is not None
    assert (own.get("rel"), own.get("href")) == ("self", "https://example.org/post/index.xml")
    item = found.find("item")
    assert item is not None
    assert item.findtext("link") == item.findtext("guid") == "https://example.org/post/a/"
    assert parsedate_to_datetime(item.findtext("pubDate") or "").isoformat() == "2024-05-01T00:00:00+00:00"
    assert item.findtext("description") == "Some words."
    assert item.findtext("dc:creator", None, NAMES) == "Ann Lee"
    assert item.findtext("category") == "Ice"
    assert item.find("content:encoded", NAMES) is None
    assert found.findtext("lastBuildDate") == item.findtext("pubDate")


def test_the_newest_come_first_and_dates_that_only_order_pages_are_not_told(make: Make) -> None:
    get = make(
        {
            "content/post/old.md": page("Old", date="2020-01-01"),
            "content/post/new.md": page("New", date="2024-01-01"),
            "content/research/ice.md": page("Ice", date="1020-01-01"),
            "content/about.md": page("About"),
            "content/event/talk.md": page("Talk", date="2024-06-01", publishDate="2022-01-01"),
        }
    )
    found = channel(get("/index.xml"))
    dates = {item.findtext("title"): item.findtext("pubDate") for item in found.findall("item")}
    assert list(dates) == ["New", "Talk", "Old", "Ice", "About"]
    assert dates["Ice"] is dates["About"] is None
    assert "2022" in (dates["Talk"] or "")
    assert "2024" in (found.findtext("lastBuildDate") or "")


def test_a_feed_holds_as_many_as_the_settings_say(make: Make) -> None:
    posts = {f"content/post/{n}.md": page(f"P{n}", date=f"2024-01-0{n}") for n in range(1, 6)}
    get = make(posts, BASE + "services: {rss: {limit: 2}}\n")
    assert items(get("/post/index.xml")) == ["P5", "P4"]


def test_what_lists_do_not_show_is_in_no_feed(make: Make) -> None:
    get = make(
        {
            "content/post/a.md": page("A", date="2024-01-01"),
            "content/post/b.md": page("B", date="2024-01-01", headless=True),
            "content/post/c.md": page("C", date="2024-01-01", build={"list": "never"}),
            "content/post/d.md": page("D", date="2024-01-01", private=True),
            "content/post/e.md": page("E", date="2024-01-01", build={"render": "never"}),
        }
    )
    assert items(get("/index.xml")) == ["A"]
    told = locations(get("/sitemap.xml"))
    assert {url for url in told if "/post/" in (url or "")} == {
        "https://example.org/post/",
        "https://example.org/post/a/",
    }


def test_feeds_of_terms_taxonomies_and_nested_sections(make: Make) -> None:
    get = make(
        {
            "content/docs/_index.md": page("Docs"),
            "content/docs/guide/_index.md": page("Guide"),
            "content/docs/guide/a.md": page("A", date="2024-01-01", tags=["Ice", "Snow"]),
            "content/docs/b.md": page("B", date="2023-01-01", tags=["Snow"]),
        }
    )
    assert items(get("/docs/index.xml")) == ["A", "B"]
    assert items(get("/docs/guide/index.xml")) == ["A"]
    assert items(get("/tags/ice/index.xml")) == ["A"]
    assert items(get("/tags/index.xml")) == ["A", "B"]


def test_text_is_escaped_and_what_xml_forbids_is_left_out(make: Make) -> None:
    title = "Ice & <Snow> ]]> \u0007end"
    get = make({"content/post/a.md": page(title, date="2024-01-01", body="a < b & c\u000b <b>bold</b>")})
    (item,) = channel(get("/post/index.xml")).findall("item")
    assert item.findtext("title") == "Ice & ]]> end"
    assert item.findtext("description") == "a &lt; b &amp; c bold"


def test_the_full_text_has_whole_addresses(make: Make) -> None:
    body = "[in](/about/) [out](https://other.example/x) [beside](../b/)\n\n![pic](p.png)\n\n## Top {#top}\n"
    body += "\n[up](#top) <a href='/about/'>raw</a> `<a href=\"/code/\">`\n"
    files = {
        "content/post/a/index.md": page("A", date="2024-01-01", body=body),
        "content/post/a/p.png": "no picture",
        "content/post/b.md": page("B"),
        "content/about.md": page("About"),
    }
    get = make(files, BASE + "params: {feed: {full_text: true}}\n")
    text = channel(get("/post/index.xml")).findtext("item/content:encoded", None, NAMES) or ""
    assert text.count('href="https://example.org/about/"') == 2
    for address in (
        'href="https://other.example/x"',
        'href="https://example.org/post/b/"',
        'src="https://example.org/post/a/p.png"',
        'href="https://example.org/post/a/#top"',
        "/code/",
    ):
        assert address in text
    assert "https://example.org/code/" not in text


def test_outputs_of_settings_and_pages_say_what_has_a_feed(make: Make) -> None:
    files = {
        "content/post/a.md": page("A", tags=["Ice"]),
        "content/news/_index.md": page("News", outputs=["HTML"]),
        "content/talk/_index.md": page("Talks", outputs=["html", "RSS"]),
        "content/project/_index.md": page("Projects", build={"render": "never"}),
    }
    get = make(files, BASE + "outputs: {section: [HTML], home: [html, rss]}\n")
    found = {url: get(url).status_code for url in FEEDS}
    assert found == dict(zip(FEEDS, [200, 404, 404, 200, 404, 200, 200, 404], strict=True))


FEEDS = [
    f"{url}index.xml"
    for url in ("/", "/post/", "/news/", "/talk/", "/project/", "/tags/", "/tags/ice/", "/post/a/")
]


def test_disabled_kinds_are_not_made(make: Make) -> None:
    get = make({}, BASE + "enableRobotsTXT: true\ndisableKinds: [RSS, sitemap, robotsTXT]\n")
    assert [get(url).status_code for url in ("/index.xml", "/sitemap.xml", "/robots.txt")] == [404] * 3


def test_a_file_of_the_site_wins(make: Make) -> None:
    get = make(
        {"static/index.xml": "<mine/>", "static/robots.txt": "mine", "static/sitemap.xml": "<map/>"},
        BASE + "enableRobotsTXT: true\n",
    )
    answers = [get(url, buffered=True).text for url in ("/index.xml", "/robots.txt", "/sitemap.xml")]
    assert answers == ["<mine/>", "mine", "<map/>"]


def test_pages_announce_their_feed_and_the_home_page_s(make: Make) -> None:
    get = make({"content/post/a.md": page("A")})
    html = get("/post/").text
    assert 'type="application/rss+xml" href="/post/index.xml" title="Posts | Site"' in html
    assert 'type="application/rss+xml" href="/index.xml" title="Site"' in html
    assert "/post/a/index.xml" not in get("/post/a/").text


def test_bodies_are_rendered_only_when_a_feed_needs_them(site: Site) -> None:
    root = site(
        {
            "hugo.yaml": BASE,
            "content/post/a.md": page("A", date="2024-01-01", summary="Short."),
            "content/post/b.md": page("B", date="2024-01-01"),
        },
    )
    app = create_app(root)
    edition = app.extensions["masthead"]["masthead"].website.edition
    for url in ("/sitemap.xml", "/tags/index.xml"):
        app.test_client().get(url)
    assert _bodies(edition) == set()
    app.test_client().get("/post/index.xml")
    assert _bodies(edition) == {"post/b"}


def _bodies(edition: Edition) -> set[str]:
    """The paths of the pages whose bodies were made."""
    keys = (key for values in edition.made.values.values() for key in values)
    return {key[0].path for key in keys if isinstance(key, tuple) and key[1] == "body"}


# Site maps


def test_a_site_map_tells_pages_and_when_they_changed(make: Make) -> None:
    get = make(
        {
            "content/post/a.md": page("A", date="2024-01-01", lastmod="2024-02-03T04:05:06+02:00"),
            "content/post/b.md": page("B", date="1020-01-01"),
            "content/post/c.md": page("C", sitemap={"disable": True}),
            "content/post/d.md": page("D", sitemap={"changeFreq": "weekly", "priority": 0.25}),
            "content/post/e.md": page("E", sitemap={"changefreq": "often", "priority": 7}),
            "content/post/中 文.md": page("F", aliases=["/old/"]),
        }
    )
    response = get("/sitemap.xml")
    assert response.content_type == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(response.data)
    assert root.tag == f"{{{NAMES['map']}}}urlset"
    entries = {entry.findtext("map:loc", None, NAMES): entry for entry in root}
    for entry in entries.values():
        order = [child.tag.rpartition("}")[2] for child in entry]
        assert order == [n for n in ("loc", "lastmod", "changefreq", "priority") if n in order]

    def told(path: str, name: str) -> str | None:
        return entries[f"https://example.org{path}"].findtext(f"map:{name}", None, NAMES)

    assert told("/post/a/", "lastmod") == "2024-02-03T04:05:06+02:00"
    assert told("/post/", "lastmod") == "2024-01-01T00:00:00+00:00"
    assert told("/post/b/", "lastmod") is None
    assert (told("/post/d/", "changefreq"), told("/post/d/", "priority")) == ("weekly", "0.25")
    assert (told("/post/e/", "changefreq"), told("/post/e/", "priority")) == (None, None)
    assert "https://example.org/post/%E4%B8%AD-%E6%96%87/" in entries
    assert not {
        url for url in entries if "/c/" in (url or "") or "404" in (url or "") or "old" in (url or "")
    }


BOTH = (
    BASE
    + "defaultContentLanguage: zh\nlanguages: {zh: {languageCode: zh-Hans, weight: 1}, en: {weight: 2}}\n"
)


def test_several_languages_have_an_index_and_name_each_other(make: Make) -> None:
    get = make(
        {
            "content/_index.en.md": "",
            "content/about.md": page("关于"),
            "content/about.en.md": page("About"),
            "content/only.md": page("只有"),
        },
        BOTH,
    )
    index = ElementTree.fromstring(get("/sitemap.xml").data)
    assert index.tag == f"{{{NAMES['map']}}}sitemapindex"
    assert locations(get("/sitemap.xml")) == [f"https://example.org/{c}/sitemap.xml" for c in ("zh", "en")]
    entries = {
        entry.findtext("map:loc", None, NAMES): {
            link.get("hreflang"): link.get("href") for link in entry.iterfind("xhtml:link", NAMES)
        }
        for entry in ElementTree.fromstring(get("/zh/sitemap.xml").data)
    }
    assert entries["https://example.org/about/"] == {
        "zh-Hans": "https://example.org/about/",
        "en": "https://example.org/en/about/",
        "x-default": "https://example.org/about/",
    }
    assert entries["https://example.org/only/"] == {}
    assert "https://example.org/en/about/" in locations(get("/en/sitemap.xml"))
    assert channel(get("/en/index.xml")).findtext("link") == "https://example.org/en/"


# The other documents


def test_robots_name_the_site_map(make: Make) -> None:
    response = make({}, BASE + "enableRobotsTXT: true\n")("/robots.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    assert "Sitemap: https://example.org/sitemap.xml" in response.text.splitlines()


def test_robots_are_not_made_unasked(make: Make) -> None:
    assert make({})("/robots.txt").status_code == 404


def test_a_manifest_has_name_colours_and_icon(make: Make) -> None:
    icon = io.BytesIO()
    Image.new("RGB", (64, 48)).save(icon, "png")
    params = 'params: {appearance: {mode: dark, color: "#336699"}}\n'
    settings = BASE + params + "outputs: {home: [HTML, WebAppManifest]}\n"
    get = make({"assets/media/icon.png": icon.getvalue()}, settings)
    response = get("/manifest.webmanifest")
    assert response.content_type == "application/manifest+json"
    manifest = json.loads(response.data)
    assert manifest["name"] == "Site"
    assert manifest["start_url"] == "/"
    assert manifest["theme_color"] == "#336699"
    assert manifest["icons"] == [{"src": "/media/icon.png", "sizes": "64x48", "type": "image/png"}]
    assert '<link rel="manifest" href="/manifest.webmanifest">' in get("/").text


def test_redirects_for_netlify_are_the_aliases(make: Make) -> None:
    files = {
        "content/post/a.md": page("A", aliases=["/old & new/", "older"]),
        "content/post/b.md": page("B", aliases=["/post/a/"]),
    }
    get = make(files, BASE + "disableAliases: true\noutputs: {home: [HTML, redirects]}\n")
    assert get("/_redirects").text.split("\n") == [
        "/old%20&%20new/ /post/a/ 301",
        "/post/older/ /post/a/ 301",
        "",
    ]
    assert get("/post/older/").status_code == 404


def test_without_aliases_there_are_no_redirects_to_tell(make: Make) -> None:
    assert make({}, BASE + "outputs: {home: [HTML, redirects]}\n")("/_redirects").status_code == 404


def test_an_alias_is_a_page_that_leads_on(make: Make) -> None:
    html = make({"content/post/a.md": page("A", aliases=["/old/"])})("/old/").text
    assert '<meta http-equiv="refresh" content="0; url=/post/a/">' in html
    assert '<link rel="canonical" href="https://example.org/post/a/">' in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize(("in_subdir", "old", "new"), [(False, "/zh/", "/"), (True, "/", "/zh/")])
def test_the_default_language_s_other_root_leads_to_it(
    make: Make, in_subdir: bool, old: str, new: str
) -> None:
    get = make({}, BOTH + f"defaultContentLanguageInSubdir: {str(in_subdir).lower()}\ndisableAliases: true\n")
    assert f"0; url={new}" in get(old).text
    assert "refresh" not in get(new).text


def test_a_page_at_the_default_language_s_other_root_stays(make: Make) -> None:
    get = make({"content/zh.md": page("About Chinese")}, BOTH)
    assert "About Chinese" in get("/zh/").text


# Where the site stands


def test_without_an_address_feeds_have_paths_and_check_says_so_once(site: Site) -> None:
    root = site({"hugo.yaml": "title: Site\n", "content/post/a.md": page("A", date="2024-01-01")})
    get = create_app(root).test_client().get
    found = channel(get("/post/index.xml"))
    assert found.findtext("item/link") == "/post/a/"
    guid = found.find("item/guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"
    assert "/post/a/" in locations(get("/sitemap.xml"))
    said = [problem for problem in check(root) if "baseURL" in problem.hint]
    assert [str(problem.where) for problem in said] == ["hugo.yaml"]


def test_an_embedded_site_has_its_prefix_everywhere(site: Site) -> None:
    settings = BASE + "enableRobotsTXT: true\noutputs: {home: [HTML, RSS, WebAppManifest, redirects]}\n"
    root = site({"hugo.yaml": settings, "content/post/a.md": page("A", aliases=["/old/"])})
    app = Flask("host")
    app.register_blueprint(create_blueprint(root), url_prefix="/lab")
    get = app.test_client().get
    assert channel(get("/lab/post/index.xml")).findtext("item/link") == "https://example.org/lab/post/a/"
    assert "https://example.org/lab/post/a/" in locations(get("/lab/sitemap.xml"))
    assert "Sitemap: https://example.org/lab/sitemap.xml" in get("/lab/robots.txt").text
    assert json.loads(get("/lab/manifest.webmanifest").data)["start_url"] == "/lab/"
    assert get("/lab/_redirects").text == "/lab/old/ /lab/post/a/ 301\n"


def test_freezing_twice_gives_the_same_bytes(site: Site, tmp_path: Path) -> None:
    root = site({"hugo.yaml": BASE, "content/post/a.md": page("A", date="2024-01-01")})
    frozen = []
    for run in ("one", "two"):
        freeze_site(create_app(root), tmp_path / run)
        frozen.append({p.name: p.read_bytes() for p in (tmp_path / run).rglob("*.xml")})
    assert frozen[0] == frozen[1]
    assert {"index.xml", "sitemap.xml"} <= set(frozen[0])


# Real sites


def test_real_sites_have_the_documents_that_hugo_makes(shared: Path) -> None:
    facts = sorted((shared / "parity" / "facts").glob("*.json"))
    assert facts
    for path in facts:
        files = json.loads(path.read_text("utf-8"))["files"]
        wanted = {url for url in files if url.endswith((".xml", ".txt", ".webmanifest"))}
        table = Website(shared / "sites" / path.stem).edition.library.table
        assert (path.stem, wanted - set(table)) == (path.stem, set())
