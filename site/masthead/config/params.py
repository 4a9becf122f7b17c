"""Hugo Blox's own settings (`params`) as one model, from every spelling that they have had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from masthead.citations import Style
from masthead.config.fitting import Names, Part, as_tuple, word
from masthead.config.look import Footer, Header, Layout, Theme, Typography


class Link(Part):
    """A link with an icon: `icon` is a name such as `brands/github`."""

    icon: str = ""
    url: str = ""
    label: str = ""


class Social(Part):
    """The site's accounts: `twitter` without the @, `links` for the footer."""

    twitter: str = ""
    links: tuple[Link, ...] = ()


class Identity(Part):
    """Who the site is of: `type` is person, organization, local_business or another schema.org type."""

    name: str = ""
    organization: str = ""
    type: Annotated[str, word()] = "person"
    business_type: str = ""
    tagline: str = ""
    description: str = ""
    social: Social = Social.model_construct()


class License(Part):
    """The licence of the content: Creative Commons by what it allows, or one with a label and URL."""

    enable: bool = True
    type: Annotated[Literal["cc", "custom"], word()] = "cc"
    label: str = ""
    url: str = ""
    allow_commercial: bool = False
    allow_derivatives: bool = False
    share_alike: bool = True

    @property
    def cc_code(self) -> str:
        """The Creative Commons licence, as in `by-nc-nd`."""
        parts = ["by"] if self.allow_commercial else ["by", "nc"]
        if not self.allow_derivatives:
            parts.append("nd")
        elif self.share_alike:
            parts.append("sa")
        return "-".join(parts)


class Copyright(Part):
    """The notice, Markdown in which `{year}`, `{name}` and `{license}` are replaced."""

    notice: str = ""
    license: License = License.model_construct(enable=False)


class Address(Part):
    """A postal address."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


class Coordinates(Part):
    """A place on the earth, in degrees."""

    latitude: float | None = None
    longitude: float | None = None


class Location(Part):
    """Where a local business is."""

    address: Address = Address.model_construct()
    coordinates: Coordinates = Coordinates.model_construct()
    phone: str = ""


class Ai(Part):
    """What `llms.txt` says to the crawlers of language models."""

    allow: Names = ()
    disallow: Names = ()
    note: str = ""
    contact: str = ""


def _filled(codes: Mapping[str, str]) -> Mapping[str, str]:
    return {service: code for service, code in codes.items() if code}


class Seo(Part):
    """For search engines: `title` replaces the site's in page titles; `verification` is a code by service."""

    title: str = ""
    sharing_image: str = ""
    location: Location = Location.model_construct()
    ai: Ai = Ai.model_construct()
    verification: Annotated[Mapping[str, str], AfterValidator(_filled)] = Field(default_factory=dict)


class Citations(Part):
    """How publications are cited; `date_format` is a Go layout."""

    style: Annotated[Style, word()] = "apa"
    date_format: str = ""


class Content(Part):
    """What pages show unless they say otherwise."""

    math: bool = False
    toc: bool = True
    reading_time: bool = True
    citations: Citations = Citations.model_construct()


class Service(Part):
    """What a provider does for the site: on where one is named, unless `enable` says otherwise."""

    enable: bool = False

    @model_validator(mode="before")
    @classmethod
    def _on_with_a_provider(cls, data: Any) -> Any:
        return {"enable": bool(data.get("provider")), **data} if isinstance(data, dict) else data


class Search(Part):
    """Search over the site: on where a provider is named, unless `enable` says otherwise."""

    enable: bool | None = None
    provider: Annotated[str, word(**{"0": ""})] = ""
    suggestions: Names = ()

    @model_validator(mode="before")
    @classmethod
    def _on_with_a_provider(cls, data: Any) -> Any:
        named = isinstance(data, dict) and "provider" in data
        return {"enable": bool(data["provider"]), **data} if named else data


class Giscus(Part):
    """Comments kept in a repository's discussions."""

    repo: str = ""
    repo_id: str = ""
    category: str = ""
    category_id: str = ""


class Comments(Service):
    """Comments of readers: `provider` is giscus, disqus or commento."""

    provider: Annotated[str, word(**{"0": "", "1": "disqus", "2": "commento"})] = ""
    giscus: Giscus = Giscus.model_construct()
    disqus: str = ""
    commento: str = ""


class Analytics(Part):
    """The site's id (Plausible: its domain) at each service that counts readers."""

    google: str = ""
    google_tag_manager: str = ""
    plausible: str = ""
    fathom: str = ""
    pirsch: str = ""
    clarity: str = ""
    baidu: str = ""


class Repository(Part):
    """Where the sources are, for links to edit a page."""

    enable: bool = False
    url: str = ""
    branch: str = "main"
    content_dir: str = "content"

    @model_validator(mode="before")
    @classmethod
    def _on_with_a_url(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        url = str(data.get("url", ""))
        return {"enable": bool(url) and "<" not in url, **data}


class Locale(Part):
    """How dates and addresses are written: Go layouts, and the code of a locale."""

    date_format: str = "Jan 2, 2006"
    time_format: str = "3:04 PM"
    address_format: str = "en-us"


class Feed(Part):
    """What feeds say of a page: its summary, or all of its text."""

    full_text: bool = False


PictureFormat = Annotated[Literal["webp", "original"], word()]


class Media(Part):
    """The formats that pictures are made in: WebP, and the one that each picture has."""

    formats: Annotated[tuple[PictureFormat, ...], BeforeValidator(as_tuple)] = ("webp", "original")


class Privacy(Part):
    """Whether readers are asked before anything is loaded from elsewhere."""

    enable: bool = False
    anonymize_analytics: bool = True


class Params(Part):
    """All that Hugo Blox reads from `params`; `extra` holds what the site added for itself."""

    identity: Identity = Identity.model_construct()
    theme: Theme = Theme.model_construct()
    typography: Typography = Typography.model_construct()
    layout: Layout = Layout.model_construct()
    header: Header = Header.model_construct()
    footer: Footer = Footer.model_construct()
    copyright: Copyright = Copyright.model_construct()
    seo: Seo = Seo.model_construct()
    content: Content = Content.model_construct()
    search: Search = Search.model_construct()
    comments: Comments = Comments.model_construct()
    analytics: Analytics = Analytics.model_construct()
    repository: Repository = Repository.model_construct()
    locale: Locale = Locale.model_construct()
    privacy: Privacy = Privacy.model_construct()
    feed: Feed = Feed.model_construct()
    media: Media = Media.model_construct()
    custom_css: Names = ()
    extra: Mapping[str, Any] = Field(default_factory=dict)

    @property
    def searchable(self) -> bool:
        """Whether readers can search: as the settings of the search say, else those of the header."""
        return self.header.search if self.search.enable is None else self.search.enable
