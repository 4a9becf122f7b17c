"""The front matter that every kind of page may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from masthead.content.fields import Bool, Date, Int, Mapped, Model, Text, Texts


def _named(value: Any) -> Any:
    return {"filename": value} if isinstance(value, str) else value


def _mapping(value: Any) -> Any:
    return value if isinstance(value, Mapping) else {}


_NONE: set[str] = set()


class Lean(Model):
    """A model that a site has many of: each holds what was said of it, and its class what is said of none."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        for name, field in cls.model_fields.items():
            if not field.is_required():
                setattr(cls, name, field.get_default(call_default_factory=True))

    def model_post_init(self, _: Any) -> None:
        """Let go of the defaults, and of the names of the fields that were given, as nobody asks for them."""
        values, given = vars(self), self.model_fields_set
        object.__setattr__(self, "__dict__", {name: values[name] for name in given})
        object.__setattr__(self, "__pydantic_fields_set__", _NONE)


class Image(Lean):
    """A page's picture: a file of its bundle or of assets/media/, and how it is shown."""

    filename: Text = ""
    """A file of its bundle or of assets/media/; `featured` or `cover` beside it unless set."""
    caption: Text = ""
    """A line below the picture."""
    alt_text: Text = Field("", alias="alt")
    """What the picture shows, in words."""
    focal_point: Text = ""
    """Which part stays when it is cut, such as `Top` or `Smart`."""
    placement: Int = 1
    """Read, but without effect."""
    preview_only: Bool = False
    """Whether only lists show it."""


def _when(value: Any) -> Any:
    word = str(value).strip().lower()
    return {"true": "always", "false": "never"}.get(word, word)


When = Annotated[Text, BeforeValidator(_when)]
"""`always`, `never`, or another of Hugo's words; true and false stand for the first two."""


class Build(Model):
    """Hugo's build options of a page."""

    render: When = "always"
    """Whether it has a page of its own: `always` or `never`."""
    list: When = "always"
    """Whether lists show it: `always` or `never`."""
    publishresources: Bool = Field(True, alias="publishResources")
    """Whether the files beside it are published."""


class Navbar(Model):
    """Whether a page has the bar with the menu."""

    enable: Bool | None = None
    """Whether it is shown."""


class Cover(Model):
    """A picture from edge to edge above a page's title."""

    image: Text = ""
    """A file of its bundle or of assets/media/."""
    caption: Text = ""
    """A line below the picture."""


class HeaderOptions(Cover):
    """What a page changes of the header, and the picture below it."""

    navbar: Navbar = Navbar.model_construct()
    """The bar with the menu."""


class Sidebar(Model):
    """How a page stands in the tree beside documentation: the pages below it to be seen, or not at all."""

    open: Bool = False
    """Whether the pages below it are seen."""
    hidden: Bool = False
    """Whether it is left out."""


class ContentMeta(Model):
    """What a page says of itself to readers who choose: how hard it is, and what they should know."""

    trending: Bool = False
    """Whether many read it now."""
    content_type: Text = ""
    """What it is, such as a tutorial."""
    difficulty: Text = ""
    """How hard it is."""
    prerequisites: Texts = ()
    """What readers should know before."""


class FrontMatter(Lean):
    """The front matter that every kind of page may have; keys are lower case."""

    title: Text = ""
    """The title, one line of Markdown."""
    linktitle: Text = ""
    """A shorter title for lists and menus."""
    subtitle: Text = ""
    """A line below the title."""
    date: Date = None
    """The date, which also orders lists."""
    publishdate: Date = None
    """When it is shown from."""
    lastmod: Date = None
    """When it last changed."""
    expirydate: Date = None
    """When it is shown until."""
    draft: Bool = False
    """Whether it is left out until it is ready."""
    private: Bool = False
    """Whether search engines are asked to leave it out."""
    headless: Bool = False
    """Whether it has neither a page nor a place in lists."""
    build: Annotated[
        Build, BeforeValidator(lambda v: {"render": v, "list": v} if not isinstance(v, dict) else v)
    ] = Build.model_construct()
    """Hugo's build options."""
    weight: Int = 0
    """Its place among others: the lightest first, 0 last."""
    type: Text = ""
    """What kind of page it is; its folder unless set."""
    layout: Text = ""
    """The name of a template of the site's own."""
    view: Text = ""
    """The view of its list."""
    slug: Text = ""
    """The last part of its URL."""
    url: Text = ""
    """Its whole URL."""
    aliases: Texts = ()
    """Older URLs that lead to it."""
    outputs: Texts | None = None
    """What is made of it: `html`, `rss` ..."""
    summary: Text = ""
    """What lists say of it."""
    description: Text = ""
    """What search engines say of it."""
    abstract: Text = ""
    """What a publication or talk is about."""
    featured: Bool = False
    """Whether it is one of the best."""
    external_link: Text = ""
    """Where lists lead instead of to its page."""
    reading_time: Bool = True
    """Whether the time that reading takes is shown."""
    show_date: Bool = True
    """Whether its date is shown."""
    show_related: Bool | None = None
    """Whether related pages are shown."""
    show_breadcrumb: Bool | None = None
    """Whether the way to it is shown."""
    show_date_updated: Bool = True
    """Whether the date of its last change is shown."""
    toc: Bool = True
    """Whether its contents are listed."""
    sidebar: Annotated[Sidebar, BeforeValidator(_mapping)] = Sidebar.model_construct()
    """How it stands in the tree beside documentation."""
    profile: Bool = True
    """Whether its authors are introduced below it."""
    share: Bool | None = None
    """Whether links to share it are shown."""
    pager: Bool | None = None
    """Whether links to the pages before and after it are shown."""
    editable: Bool = False
    """Whether a link to edit it is shown."""
    content_meta: Annotated[ContentMeta, BeforeValidator(_mapping)] = ContentMeta.model_construct()
    """What it says of itself to readers who choose."""
    header: Annotated[HeaderOptions, BeforeValidator(_mapping)] = HeaderOptions.model_construct()
    """What it changes of the header, and the picture below that."""
    banner: Annotated[Cover, BeforeValidator(_mapping)] = Cover.model_construct()
    """A picture above the title, as `header` has it."""
    cover: Annotated[Cover, BeforeValidator(_mapping)] = Cover.model_construct()
    """A picture above the title, as `header` has it."""
    image: Annotated[Image, BeforeValidator(_named)] = Image.model_construct()
    """Its picture."""
    design: Mapped = Field(default_factory=dict)
    """The space around its sections."""
    translationkey: Text = ""
    """What its translations have in common."""
