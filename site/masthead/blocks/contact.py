"""The `contact` and `contact-info` blocks: how to write, call and find the way, and a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any
from urllib.parse import quote

from markupsafe import Markup, escape
from msgspec import Struct
from pydantic import AliasChoices, BeforeValidator, Field

from masthead.blocks.base import As, Href, Inline, Place, Prose
from masthead.blocks.person import OfPerson
from masthead.blocks.postal import Address, formatted, read_address
from masthead.content.fields import Bool, ItemsOf, Model, Text, Texts
from masthead.context.people import PersonCard, ProfileLink

FORMSPREE = "https://formspree.io/f/{}"
MAP = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=16/{0}/{1}"


class Coordinates(Model):
    """A place on Earth, in degrees."""

    latitude: Text = ""
    """Degrees north."""
    longitude: Text = ""
    """Degrees east."""

    @property
    def map_url(self) -> str:
        """A map of the place; empty when there is none."""
        try:
            latitude, longitude = float(self.latitude), float(self.longitude)
        except ValueError:
            return ""
        return MAP.format(f"{latitude:g}", f"{longitude:g}")


class ContactLink(Model):
    """Another way to get in touch."""

    name: Inline = Field("", validation_alias=AliasChoices("name", "label", "text"))
    """What the link says."""
    link: Href = Field("", validation_alias=AliasChoices("link", "url"))
    """Where it leads."""
    icon: Text = ""
    """The name of an icon, such as `brands/github`."""
    icon_pack: Text = ""
    """The pack of the icon, as older sites write it."""


class Formspree(Model):
    """The form's id at Formspree."""

    id: Text = ""
    """The form's id at Formspree."""


class Netlify(Model):
    """Options of forms that Netlify receives."""

    captcha: Bool = False
    """Whether senders have to show that they are people."""
    success_url: Href = ""
    """The page that follows."""
    attachments: Bool = False
    """Whether files may be sent along."""


class Form(Model):
    """Who receives the form: `formspree`, `netlify`, or nobody."""

    provider: Text = ""
    """Who receives the form: `formspree`, `netlify`, or nobody."""
    formspree: Formspree = Formspree()
    """For Formspree."""
    netlify: Netlify = Netlify()
    """For Netlify."""


class Line(Struct, frozen=True):
    """One way to get in touch: what it is, for those who do not see the icon, and where it leads."""

    text: Markup
    icon: Markup
    url: str = ""


class PostForm(Struct, frozen=True):
    """A form: where it is sent (empty for the page itself), and whether Netlify catches it there."""

    action: str
    netlify: bool
    captcha: bool = False
    attachments: bool = False


class Reachable(OfPerson):
    """What both blocks know: address, email, phone, office hours."""

    email: Text = Field("", validation_alias=AliasChoices("email", "mail"))
    """An address for letters by email."""
    phone: Text = ""
    """A phone number."""
    address: Annotated[Address, BeforeValidator(read_address)] = Address()
    """A postal address: its parts, or its lines."""
    office_hours: Annotated[Texts, As.INLINE] = ()
    """When somebody is there, one line each."""
    form: Form = Form()
    """A form to write with."""

    def address_lines(self, place: Place) -> list[str]:
        """The address as it is written on a letter, or in the order of the site's country on one line."""
        locale = place.scene.language.params.locale.address_format
        return list(self.address.lines) or formatted(self.address, locale)

    def post_form(self, place: Place) -> PostForm | None:
        """The form, if there is somebody to receive it."""
        provider = self.form.provider.strip().lower()
        netlify = self.form.netlify
        if provider == "netlify":
            action = place.link(netlify.success_url) if netlify.success_url else ""
            return PostForm(action, True, netlify.captcha, netlify.attachments)
        if provider == "formspree":
            if self.form.formspree.id:
                return PostForm(FORMSPREE.format(quote(self.form.formspree.id.strip(), safe="")), False)
            hint = "Write the form's id there, or leave `provider` empty."
            place.warn("Formspree needs an id; the form is left out.", hint, "content", "form", "formspree")
        elif provider:
            hint = "Write 'formspree' or 'netlify', or leave it empty."
            place.warn(f"there is no form provider {provider!r}.", hint, "content", "form", "provider")
        return None


class Contact(Reachable):
    """Ways to get in touch, one a line, below an optional form."""

    names = ("contact",)

    autolink: Bool = True
    """Whether email and phone are links."""
    directions: Inline = ""
    """How to find the way."""
    appointment_url: Href = ""
    """Where to make an appointment."""
    contact_links: Annotated[tuple[ContactLink, ...], ItemsOf] = ()
    """Other ways to get in touch."""
    coordinates: Coordinates = Coordinates()
    """The place, for a link to a map."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """The lines, the form, and where a map is, which nobody loads without asking for it."""
        return {
            "lines": [line for line in self._lines(place) if line.text],
            "form": self.post_form(place),
            "map_url": self.coordinates.map_url,
        }

    def _lines(self, place: Place) -> Iterator[Line]:
        scene = place.scene

        def icon(name: str, key: str) -> Markup:
            return scene.icon(name, label=scene.t(key))

        mail = f"mailto:{self.email}" if self.autolink and "@" in self.email else ""
        yield Line(escape(self.email), icon("envelope", "contact_email"), mail)
        call = f"tel:{self.phone}" if self.autolink else ""
        yield Line(escape(self.phone), icon("phone", "contact_phone"), call)
        address = Markup("<br>").join(self.address_lines(place))
        yield Line(address, icon("map-pin", "contact_address"))
        directions = scene.inline(self.directions, place.page, place.spot("content", "directions"))
        yield Line(directions, icon("arrow-right-circle", "contact_directions"))
        hours = (
            scene.inline(text, place.page, place.spot("content", "office_hours"))
            for text in self.office_hours
        )
        yield Line(Markup("<br>").join(hours), icon("clock", "block_contact_office_hours"))
        if self.appointment_url:
            appointment = escape(scene.t("book_appointment"))
            yield Line(appointment, scene.icon("calendar"), place.link(self.appointment_url))
        for index, link in enumerate(self.contact_links):
            spot = place.spot("content", "contact_links", index)
            drawn = scene.icon(link.icon or "link", link.icon_pack, spot=spot)
            text = scene.inline(link.name or link.link, place.page, spot)
            yield Line(text, drawn, place.link(link.link) if link.link else "")


class ProspectiveButton(Model):
    """Where those who want to join go on."""

    text: Inline = ""
    """What the button says."""
    url: Href = ""
    """Where it leads."""


class Prospective(Model):
    """A word to those who want to join."""

    title: Inline = ""
    """The title."""
    text: Prose = ""
    """What it says, in Markdown."""
    button: ProspectiveButton = ProspectiveButton()
    """A link below it, drawn as a button."""


class ContactInfo(Reachable):
    """Two cards, how to visit and how to get in touch; what is missing comes from the owner's profile."""

    names = ("contact-info",)

    visit_title: Inline = ""
    """Above the address."""
    connect_title: Inline = ""
    """Above the links."""
    map_url: Href = ""
    """A map to link to."""
    social: Annotated[tuple[ContactLink, ...], ItemsOf] | None = None
    """Other ways to get in touch."""
    prospective: Prospective = Prospective()
    """A box for those who want to join."""
    show_form: Bool = False
    """Whether there is a form."""
    form_action: Href = ""
    """Where the form is sent."""

    def context(self, place: Place) -> Mapping[str, Any]:
        """Address and links for the cards, and the form."""
        author = self.author(place, required=False)
        email = self.email or (author.person.email if author else "")
        links = self._links(place, PersonCard(place.scene, author) if author else None)
        form = self.post_form(place)
        if form is None and self.show_form and self.form_action:
            form = PostForm(place.link(self.form_action), False)
        return {
            "email": email,
            "lines": self.address_lines(place),
            "links": [link for link in links if not (email and link.url.startswith("mailto:"))],
            "form": form,
        }

    def _links(self, place: Place, person: PersonCard | None) -> list[ProfileLink]:
        if self.social is None:
            return list(person.profiles) if person else []
        return [
            ProfileLink(
                place.link(link.link),
                link.name or link.icon.rpartition("/")[2].replace("-", " ").title(),
                place.scene.icon(
                    link.icon or "link", link.icon_pack, spot=place.spot("content", "social", i)
                ),
            )
            for i, link in enumerate(self.social)
            if link.link
        ]
