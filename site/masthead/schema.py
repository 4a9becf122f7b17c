"""What pages are, in the words of schema.org, for search engines: the graph that a page's JSON-LD holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from msgspec import Struct

from masthead.content.dates import shown
from masthead.content.model import Kind, Page
from masthead.content.people import Author
from masthead.context.events import is_event, read_event
from masthead.context.page import PageView
from masthead.context.parts import Link
from masthead.context.people import PersonCard
from masthead.context.scene import Scene
from masthead.context.works import venue
from masthead.feeds import published
from masthead.layouts import SINGLES
from masthead.markup import plain

Node = Mapping[str, Any]

CONTEXT = "https://schema.org"
OWNERS = ("me", "admin")
"""The folders of the person whose site it is, where nobody's front matter says so."""

ORGANIZATIONS = {
    name.lower(): name
    for name in (
        *("CollegeOrUniversity", "Consortium", "Corporation", "EducationalOrganization", "FundingAgency"),
        *("GovernmentOrganization", "Library", "LocalBusiness", "MedicalOrganization", "Museum", "NGO"),
        *("NewsMediaOrganization", "Organization", "PerformingGroup", "ProfessionalService", "Project"),
        *("ResearchOrganization", "ResearchProject", "School", "SportsOrganization", "Store"),
    )
}
"""The types of organizations that settings may name, by their names in lower case."""


class Subject(Struct, frozen=True):
    """A page and what its head says of it.

    `author` is the person whose own page it is, if it is one; `image` a whole address or empty.
    """

    view: PageView
    author: Author | None
    image: str
    site_title: str

    @property
    def scene(self) -> Scene:
        """The site."""
        return self.view.scene

    @property
    def page(self) -> Page:
        """The page itself."""
        return self.view.page


def graph(subject: Subject) -> Node:
    """A page's JSON-LD; empty for a page of which nothing is to be said."""
    scene, page = subject.scene, subject.page
    if page.kind is Kind.HOME:
        nodes: list[Node | None] = [_website(subject), identity(scene, subject.site_title)]
    else:
        author = subject.author
        nodes = [_person_page(subject, author) if author else _work(subject), _breadcrumbs(subject)]
    found = [_filled(node) for node in nodes if node]
    return {"@context": CONTEXT, "@graph": found} if found else {}


def identity(scene: Scene, site_title: str) -> Node:
    """Who the site is of: its owner, or the organization that the settings name."""
    params = scene.language.params
    home = scene.urls.absolute(scene.library.home(scene.lang).url)
    common = {"name": params.identity.name or site_title, "url": home}
    links = [link.url for link in params.identity.social.links]
    if params.identity.type == "person":
        owner = _owner(scene)
        node = _person(scene, owner) if owner else {"description": params.identity.tagline}
        return {
            "@type": "Person",
            **common,
            **node,
            "url": home,
            "sameAs": [*_web(links), *node.get("sameAs", ())],
        }
    logo = scene.urls.media("logo.png", None) or scene.urls.media("icon.png", None)
    location = params.seo.location
    address = location.address
    return {
        "@type": _organization_type(params.identity.type, params.identity.business_type),
        **common,
        "name": params.identity.organization or common["name"],
        "description": params.identity.description,
        "logo": scene.urls.absolute(logo[0]) if logo else "",
        "telephone": location.phone,
        "address": _address(
            address.street, address.city, address.region, address.postal_code, address.country
        ),
        "sameAs": _web(links),
    }


def _organization_type(name: str, business: str) -> str:
    words = name.replace("_", "").replace(" ", "").lower()
    if words == "localbusiness" and business:
        return ORGANIZATIONS.get(business.lower(), "LocalBusiness")
    return ORGANIZATIONS.get(words, "Organization")


def _owner(scene: Scene) -> Author | None:
    people = scene.library.people.get(scene.lang, {})
    owners = scene.library.members(scene.lang).owners
    return next(iter(owners), None) or next((people[slug] for slug in OWNERS if slug in people), None)


def _person(scene: Scene, author: Author) -> Node:
    card, person = PersonCard(scene, author), author.person
    avatar = card.avatar
    return {
        "@type": "Person",
        "name": author.name,
        "givenName": person.given,
        "familyName": person.family,
        "alternateName": person.pronunciation,
        "jobTitle": plain(card.role),
        "image": scene.urls.whole(avatar.src) if avatar and scene.urls.base else "",
        "url": scene.urls.absolute(author.own_page.url) if author.own_page else "",
        "affiliation": [
            _filled({"@type": "Organization", "name": plain(place.name), "url": "".join(_web([place.url]))})
            for place in card.organizations
        ],
        "sameAs": _web([person.homepage, *(profile.url for profile in person.profiles)]),
    }


def _person_page(subject: Subject, author: Author) -> Node:
    return {**_person(subject.scene, author), "description": subject.view.description}


def _website(subject: Subject) -> Node:
    return {
        "@type": "WebSite",
        "name": subject.site_title,
        "url": subject.view.canonical,
        "description": subject.scene.language.params.identity.description,
        "inLanguage": _language(subject),
    }


def _work(subject: Subject) -> Node | None:
    """The node of an event, a publication or an article; None for other pages."""
    page = subject.page
    if page.kind is not Kind.PAGE or "sections" in page.meta:
        return None
    if is_event(page):
        return _event(subject)
    if page.type.lower() in SINGLES["publication"] or "publication_types" in page.meta:
        journal = plain(venue(subject.scene, page))
        return {
            **_article(subject, "ScholarlyArticle"),
            "datePublished": moment(page.date),
            "abstract": plain(subject.view.abstract),
            "isPartOf": {"@type": "CreativeWork", "name": journal} if journal else None,
            "sameAs": [link.url for link in subject.view.links if link.url.startswith("https://doi.org/")],
        }
    return _article(subject, "Article") if shown(page.date) else None


def _article(subject: Subject, name: str) -> dict[str, Any]:
    view, page = subject.view, subject.page
    return {
        "@type": name,
        "headline": view.title,
        "description": view.description,
        "url": view.canonical,
        "mainEntityOfPage": view.canonical,
        "image": subject.image,
        "datePublished": moment(published(page)),
        "dateModified": moment(page.front.lastmod),
        "inLanguage": _language(subject),
        "keywords": [plain(link.name) for link in view.tags],
        "author": _people(subject.scene, view.authors),
        "publisher": subject.scene.once("publisher", partial(_publisher, subject.site_title)),
    }


def _publisher(site_title: str, scene: Scene) -> Node:
    node = identity(scene, site_title)
    return _filled({key: node.get(key) for key in ("@type", "name", "url", "logo")})


def _event(subject: Subject) -> Node:
    scene, view, page = subject.scene, subject.view, subject.page
    event = read_event(scene, page)
    address = event.address
    place = _address(address.street, address.city, address.region, address.postcode, address.country)
    location = {"@type": "Place", "name": plain(scene.inline(event.location, page)), "address": place}
    return {
        "@type": "Event",
        "name": view.title,
        "description": view.description,
        "url": view.canonical,
        "image": subject.image,
        "startDate": moment(event.start, day=event.all_day),
        "endDate": moment(event.end, day=event.all_day),
        "location": _filled(location) if event.location or place else None,
        "performer": _people(scene, view.authors),
        "inLanguage": _language(subject),
    }


def _people(scene: Scene, links: Sequence[Link]) -> list[Node]:
    known = scene.urls.base
    return [
        _filled(
            {
                "@type": "Person",
                "name": plain(link.name),
                "url": scene.urls.whole(link.url) if link.url and known else "",
            }
        )
        for link in links
    ]


def _breadcrumbs(subject: Subject) -> Node | None:
    """The way to a page from the home page; None for a page right below it."""
    scene, page = subject.scene, subject.page
    way = [above for above in (*scene.library.ancestors(page), page) if above.rendered]
    if len(way) < 3 or not scene.urls.base:
        return None
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": plain(scene.inline(step.front.linktitle or step.title, step)) or subject.site_title,
            "item": scene.urls.absolute(step.url),
        }
        for position, step in enumerate(way, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _address(street: str, city: str, region: str, postal_code: str, country: str) -> Node | None:
    parts = {
        "streetAddress": street,
        "addressLocality": city,
        "addressRegion": region,
        "postalCode": postal_code,
        "addressCountry": country,
    }
    known = _filled(parts)
    return {"@type": "PostalAddress", **known} if known else None


def moment(date: datetime | None, *, day: bool = False) -> str:
    """A date for machines, with its hour unless `day`; empty for none and for one that only orders pages."""
    if date is None or not shown(date):
        return ""
    return date.date().isoformat() if day else date.isoformat(timespec="seconds")


def _language(subject: Subject) -> str:
    return subject.scene.language.locale or subject.scene.lang


def _web(urls: Sequence[str]) -> list[str]:
    """Those of the links that are addresses on the web, each once."""
    return list(dict.fromkeys(url for url in urls if url.startswith(("https://", "http://"))))


def _filled(node: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value}
