"""The `contact` and `contact-info` blocks: how to write, call and find the way, and a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from markupsafe import Markup, escape
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
    longitude: Text = ""

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
    link: Href = Field("", validation_alias=AliasChoices("link", "url"))
    icon: Text = ""
    icon_pack: Text = ""


class Formspree(Model):
    """The form's id at Formspree."""

    id: Text = ""


class Netlify(Model):
    """Options of forms that Netlify receives."""

    captcha: Bool = False
    success_url: Href = ""
    attachments: Bool = False


class Form(Model):
    """Who receives the form: `formspree`, `netlify`, or nobody."""

    provider: Text = ""
    formspree: Formspree = Formspree()
    netlify: Netlify = Netlify()


@dataclass(frozen=True, slots=True)
class Line:
    """One way to get in touch: what it is, for those who do not see the icon, and where it leads."""

    text: Markup
    icon: Markup
    url: str = ""


@dataclass(frozen=True, slots=True)
class PostForm:
    """A form: where it is sent (empty for the page itself), and whether Netlify catches it there."""

    action: str
    netlify: bool
    captcha: bool = False
    attachments: bool = False


class Reachable(OfPerson):
    """What both blocks know: address, email, phone, office hours."""

    email: Text = Field("", validation_alias=AliasChoices("email", "mail"))
    phone: Text = ""
    address: Annotated[Address, BeforeValidator(read_address)] = Address()
    office_hours: Annotated[Texts, As.INLINE] = ()
    form: Form = Form()

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
    directions: Inline = ""
    appointment_url: Href = ""
    contact_links: Annotated[tuple[ContactLink, ...], ItemsOf] = ()
    coordinates: Coordinates = Coordinates()

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
    url: Href = ""


class Prospective(Model):
    """A word to those who want to join."""

    title: Inline = ""
    text: Prose = ""
    button: ProspectiveButton = ProspectiveButton()


class ContactInfo(Reachable):
    """Two cards, how to visit and how to get in touch; what is missing comes from the owner's profile."""

    names = ("contact-info",)

    visit_title: Inline = ""
    connect_title: Inline = ""
    map_url: Href = ""
    social: Annotated[tuple[ContactLink, ...], ItemsOf] | None = None
    prospective: Prospective = Prospective()
    show_form: Bool = False
    form_action: Href = ""

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
