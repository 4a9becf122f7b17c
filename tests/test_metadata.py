"""Heads of pages: addresses, previews and schema.org, for those who do not read the page itself."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from conftest import Site
from masthead.app import create_app, create_blueprint
from masthead.metadata import open_graph_locale

BASE = "title: Site\nbaseURL: https://example.org/\n"
LANGUAGES = (
    "defaultContentLanguage: zh\nlanguages: {zh: {languageCode: zh-Hans, weight: 1}, en: {weight: 2}}\n"
)

Head = Callable[[str], "Found"]
Make = Callable[..., Head]


class Found:
    """What a page's head says."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.tree = LexborHTMLParser(html)

    def all(self, name: str) -> list[str | None]:
        found = self.tree.css(f'meta[property="{name}"], meta[name="{name}"]')
        return [tag.attributes.get("content") for tag in found]

    def one(self, name: str) -> str | None:
        found = self.all(name)
        assert len(found) <= 1
        return found[0] if found else None

    def links(self, rel: str) -> list[Mapping[str, str | None]]:
        return [link.attributes for link in self.tree.css(f'link[rel="{rel}"]')]

    @property
    def canonical(self) -> list[str | None]:
        return [link.get("href") for link in self.links("canonical")]

    @property
    def graph(self) -> dict[str, Any]:
        """The nodes of the JSON-LD by their type."""
        scripts = self.tree.css('script[type="application/ld+json"]')
        assert len(scripts) <= 1
        if not scripts:
            return {}
        data = json.loads(scripts[0].text())
        assert data["@context"] == "https://schema.org"
        return {node["@type"]: node for node in data["@graph"]}


@pytest.fixture
def make(site: Site) -> Make:
    """Writes a site (settings and files by path) and gives what reads the heads of its pages."""

    def make(files: Mapping[str, str | bytes], settings: str = BASE) -> Head:
        root = site({"hugo.yaml": settings, "content/_index.md": "---\ntitle: Home\n---\n", **files})
        get = create_app(root).test_client().get
        return lambda url: Found(get(url).text)

    return make


def picture(width: int = 40, height: int = 30) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height)).save(file, "png")
    return file.getvalue()


def page(title: str, **front: object) -> str:
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front.items())
    return f"---\ntitle: {json.dumps(title)}\n{lines}---\nSome words.\n"


# Open Graph


def test_an_article_has_its_address_dates_section_and_tags(make: Make) -> None:
    head = make(
        {
            "content/post/_index.md": page("News"),
            "content/post/a.md": page(
                "Ice & <Snow", date="2024-05-01", lastmod="2024-06-01", tags=["Ice", "Snow"]
            ),
        }
    )("/post/a/")
    assert head.canonical == ["https://example.org/post/a/"]
    assert head.one("og:url") == "https://example.org/post/a/"
    assert head.one("og:title") == "Ice & <Snow"
    assert head.one("og:site_name") == "Site"
    assert head.one("og:type") == "article"
    assert head.one("description") == head.one("og:description") == "Some words."
    assert head.one("article:published_time") == "2024-05-01T00:00:00+00:00"
    assert head.one("article:modified_time") == "2024-06-01T00:00:00+00:00"
    assert head.one("article:section") == "News"
    assert head.all("article:tag") == ["Ice", "Snow"]
    assert head.one("og:locale") == "en_US"
    assert head.one("robots") is None


def test_a_page_whose_date_only_orders_it_is_no_article(make: Make) -> None:
    head = make({"content/research/ice.md": page("Ice", date="1020-01-01")})("/research/ice/")
    assert head.one("og:type") == "website"
    assert head.all("article:published_time") == []
    assert "1020" not in head.html
    assert set(head.graph) == {"BreadcrumbList"}


def test_a_picture_of_its_own_makes_a_large_card(make: Make) -> None:
    get = make(
        {
            "content/post/a/index.md": page("A", image={"alt_text": "Ice"}),
            "content/post/a/featured.png": picture(),
            "content/post/b.md": page("B", image={"filename": "https://other.example/b.jpg"}),
            "content/post/c.md": page("C"),
            "assets/media/icon.png": picture(200, 180),
        },
        BASE + "params: {marketing: {seo: {twitter: sites}}}\n",
    )
    head = get("/post/a/")
    assert head.one("og:image") == "https://example.org/post/a/featured.png"
    assert (head.one("og:image:width"), head.one("og:image:height")) == ("40", "30")
    assert head.one("og:image:alt") == "Ice"
    assert (head.one("twitter:card"), head.one("twitter:site")) == ("summary_large_image", "@sites")
    assert get("/post/b/").one("og:image") == "https://other.example/b.jpg"
    other = get("/post/c/")
    assert other.one("og:image") == "https://example.org/media/icon.png"
    assert other.one("twitter:card") == "summary"
    assert [icon["href"] for icon in other.links("icon") + other.links("apple-touch-icon")] == [
        "/media/icon.png.icon-64.png",
        "/media/icon.png",
    ]


def test_translations_name_each_other_and_the_default_for_all_others(make: Make) -> None:
    get = make(
        {
            "content/_index.en.md": "",
            "content/about.md": page("关于"),
            "content/about.en.md": page("About"),
            "content/only.md": page("只有"),
        },
        BASE + LANGUAGES,
    )
    head = get("/en/about/")
    assert {link["hreflang"]: link["href"] for link in head.links("alternate") if "hreflang" in link} == {
        "zh-Hans": "https://example.org/about/",
        "en": "https://example.org/en/about/",
        "x-default": "https://example.org/about/",
    }
    assert (head.one("og:locale"), head.all("og:locale:alternate")) == ("en_US", ["zh_CN"])
    assert [link for link in get("/only/").links("alternate") if "hreflang" in link] == []


@pytest.mark.parametrize(
    ("code", "locale"),
    [
        *[("en", "en_US"), ("en-GB", "en_GB"), ("en-us", "en_US"), ("pt_BR", "pt_BR"), ("fr", "fr_FR")],
        *[("no", "no_NO"), ("ar", "ar_EG"), ("en-Shaw", "en_GB")],
        *[("zh", "zh_CN"), ("zh-Hans", "zh_CN"), ("zh-Hant", "zh_TW"), ("zh-Hant-HK", "zh_HK")],
        *[("", ""), ("nonsense", ""), ("x-klingon", "")],
    ],
)
def test_locales_of_open_graph_name_a_country(code: str, locale: str) -> None:
    assert open_graph_locale(code) == locale


def test_the_page_for_missing_pages_is_not_to_be_found(make: Make) -> None:
    head = make({"content/post/a.md": page("A")})("/404.html")
    assert head.one("robots") == "noindex"
    assert (head.canonical, head.graph, head.one("og:url")) == ([], {}, None)


def test_the_second_page_of_a_list_is_its_own(make: Make) -> None:
    posts = {f"content/post/{n}.md": page(f"P{n}") for n in range(3)}
    get = make(posts, BASE + "pagination: {pagerSize: 2}\n")
    assert get("/post/page/2/").canonical == ["https://example.org/post/page/2/"]
    assert get("/post/").canonical == ["https://example.org/post/"]


def test_without_an_address_nothing_claims_to_have_one(make: Make) -> None:
    head = make(
        {"content/post/a/index.md": page("A", date="2024-01-01"), "content/post/a/featured.png": picture()},
        "title: Site\n",
    )("/post/a/")
    assert (head.canonical, head.one("og:url"), head.one("og:image")) == ([], None, None)
    assert set(head.graph) == {"Article"}
    assert not {"url", "image", "mainEntityOfPage"} & set(head.graph["Article"])


def test_codes_of_verification_stand_on_the_home_page(make: Make) -> None:
    settings = BASE + "params: {marketing: {verification: {google: abc, nobody: x}}}\n"
    get = make({"content/about.md": page("About")}, settings)
    assert get("/").one("google-site-verification") == "abc"
    assert get("/about/").one("google-site-verification") is None


def test_an_embedded_page_has_its_prefix(site: Site) -> None:
    root = site({"hugo.yaml": BASE, "content/post/a/index.md": page("A", date="2024-01-01")})
    site({"content/post/a/featured.png": picture()})
    app = Flask("host")
    app.register_blueprint(create_blueprint(root), url_prefix="/lab")
    head = Found(app.test_client().get("/lab/post/a/").text)
    assert head.canonical == ["https://example.org/lab/post/a/"]
    assert head.one("og:image") == "https://example.org/lab/post/a/featured.png"
    assert head.graph["Article"]["url"] == "https://example.org/lab/post/a/"


# schema.org


def test_the_home_page_of_an_organization(make: Make) -> None:
    seo = "{site_type: ResearchOrganization, org_name: Ice Centre, description: We study ice}"
    head = make({"assets/media/logo.png": picture()}, BASE + f"params: {{marketing: {{seo: {seo}}}}}\n")("/")
    assert head.graph["WebSite"] == {
        "@type": "WebSite",
        "name": "Site",
        "url": "https://example.org/",
        "description": "We study ice",
        "inLanguage": "en",
    }
    organization = head.graph["ResearchOrganization"]
    assert (organization["name"], organization["url"]) == ("Ice Centre", "https://example.org/")
    assert organization["logo"] == "https://example.org/media/logo.png"


@pytest.mark.parametrize(
    ("seo", "expected"),
    [
        ("{site_type: local_business, local_business_type: Store}", "Store"),
        ("{site_type: LocalBusiness}", "LocalBusiness"),
        ("{site_type: Spaceship}", "Organization"),
    ],
)
def test_types_of_organizations(make: Make, seo: str, expected: str) -> None:
    assert set(make({}, BASE + f"params: {{marketing: {{seo: {seo}}}}}\n")("/").graph) == {
        "WebSite",
        expected,
    }


PERSON = page(
    "Ann Lee",
    superuser=True,
    role="*Professor*",
    organizations=[{"name": "Fell University", "url": "https://fell.example/"}],
    social=[
        {"icon": "github", "link": "https://github.com/ann"},
        {"icon": "envelope", "link": "mailto:ann@fell.example"},
    ],
)


def test_the_home_page_of_a_person_is_about_its_owner(make: Make) -> None:
    files = {"content/authors/ann/_index.md": PERSON, "content/authors/ann/avatar.png": picture()}
    person = make(files, BASE + "taxonomies: {author: authors}\n")("/").graph["Person"]
    assert (person["name"], person["url"]) == ("Ann Lee", "https://example.org/")
    assert person["jobTitle"] == "Professor"
    assert person["sameAs"] == ["https://github.com/ann"]


def test_a_person_s_page_is_a_profile(make: Make) -> None:
    head = make(
        {"content/authors/ann/_index.md": PERSON, "content/authors/ann/avatar.png": picture()},
        BASE + "taxonomies: {author: authors}\n",
    )("/authors/ann/")
    assert head.one("og:type") == "profile"
    assert head.one("og:image") == "https://example.org/authors/ann/avatar.png"
    person = head.graph["Person"]
    assert person["url"] == "https://example.org/authors/ann/"
    assert person["image"] == "https://example.org/authors/ann/avatar.png"
    assert person["affiliation"] == [
        {"@type": "Organization", "name": "Fell University", "url": "https://fell.example/"}
    ]


def test_an_article_names_its_authors(make: Make) -> None:
    head = make(
        {
            "content/authors/ann/_index.md": PERSON,
            "content/post/a.md": page("A", date="2024-05-01", authors=["ann", "Bo Ek"]),
        },
        BASE + "taxonomies: {author: authors}\n",
    )("/post/a/")
    article = head.graph["Article"]
    assert article["headline"] == "A"
    assert article["datePublished"] == "2024-05-01T00:00:00+00:00"
    assert article["author"][0] == {
        "@type": "Person",
        "name": "Ann Lee",
        "url": "https://example.org/authors/ann/",
    }
    assert article["author"][1]["name"] == "Bo Ek"
    assert article["publisher"]["name"] == "Ann Lee"


def test_a_publication_is_a_scholarly_article(make: Make) -> None:
    front = {
        "date": "2020-05-01",
        "publishDate": "2024-01-01",
        "publication": "*Journal of Ice*",
        "hugoblox": {"ids": {"doi": "10.1000/ice", "arxiv": "1234.5678"}},
        "abstract": "On *ice*.",
    }
    work = make({"content/publication/a.md": page("A", **front)})("/publication/a/").graph["ScholarlyArticle"]
    assert work["datePublished"].startswith("2020-05-01")
    assert work["isPartOf"]["name"] == "Journal of Ice"
    assert work["sameAs"] == ["https://doi.org/10.1000/ice"]
    assert work["abstract"] == "On ice."


def test_an_event_has_time_and_place(make: Make) -> None:
    front = {
        "date": "2030-06-01T13:00:00Z",
        "date_end": "2030-06-01T15:00:00Z",
        "publishDate": "2017-01-01",
        "location": "Town Hall",
        "address": {"city": "Fellwater", "postcode": "123"},
    }
    settings = BASE + "buildFuture: true\n"
    event = make({"content/event/a.md": page("A", **front)}, settings)("/event/a/").graph["Event"]
    assert (event["startDate"], event["endDate"]) == (
        "2030-06-01T13:00:00+00:00",
        "2030-06-01T15:00:00+00:00",
    )
    assert event["location"] == {
        "@type": "Place",
        "name": "Town Hall",
        "address": {"@type": "PostalAddress", "addressLocality": "Fellwater", "postalCode": "123"},
    }


def test_breadcrumbs_lead_from_the_home_page(make: Make) -> None:
    get = make(
        {
            "content/docs/_index.md": page("Docs"),
            "content/docs/guide/_index.md": page("Guide", linkTitle="The guide"),
            "content/docs/guide/a.md": page("A"),
        }
    )
    way = get("/docs/guide/a/").graph["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in way] == [
        (1, "Home", "https://example.org/"),
        (2, "Docs", "https://example.org/docs/"),
        (3, "The guide", "https://example.org/docs/guide/"),
        (4, "A", "https://example.org/docs/guide/a/"),
    ]
    assert "BreadcrumbList" not in get("/docs/").graph


def test_no_text_ends_the_script_early(make: Make) -> None:
    title = "</script><script>alert(1)</script><!-- \u2028 & '"
    head = make({"content/post/a.md": page("A", date="2024-01-01", description=title, tags=[title])})(
        "/post/a/"
    )
    assert "<script>alert" not in head.html
    assert head.graph["Article"]["keywords"] == ["</script><script>alert(1)</script><!-- & '"]
    (source,) = [script.text() for script in head.tree.css('script[type="application/ld+json"]')]
    assert "<" not in source
