"""The base of blocks about one person: who is meant, and where the block's own items stand."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from masthead.blocks.base import Block, Place
from masthead.content.fields import Text
from masthead.content.people import Author
from masthead.context.resume import MONTHS, Origin
from masthead.errors import did_you_mean

CSS = "/masthead/people.css"
"""The stylesheet of blocks about people."""

DEFAULT_NAMES = ("me", "admin")
"""Who is meant where nobody is named and nobody owns the site."""


class OfPerson(Block):
    """A block that shows what the file of one person says; without a name, of the site's owner."""

    css = (CSS,)

    username: Text = Field("", validation_alias=AliasChoices("username", "author"))
    """The name of the person's folder or file; empty for the site's owner."""

    def author(self, place: Place, *, required: bool = True) -> Author | None:
        """The person; None, with a warning where one is named or `required`, when there is none."""
        people = place.scene.library.people[place.scene.lang]
        name = self.username.strip()
        if not name:
            owners = (author for author in people.values() if author.person.owner)
            found = next(owners, None) or next((people[n] for n in DEFAULT_NAMES if n in people), None)
        else:
            found = place.scene.library.author(place.scene.lang, name)
        if found is None and (name or required):
            what = f"there is no person {name!r}" if name else "this section names no person"
            hint = did_you_mean(name, people) if name else ""
            hint = (
                hint
                or f"Write the name of a folder in content/authors/, such as {next(iter(people), 'me')!r}."
            )
            place.warn(f"{what}; nothing is shown.", hint, "content", "username")
        return found


def own_items(place: Place, layout: str = MONTHS) -> Origin:
    """Where items stand that are written in the section itself."""
    return Origin(
        place.scene, place.page, place.page.url, lambda *keys: place.spot("content", *keys), layout or MONTHS
    )
