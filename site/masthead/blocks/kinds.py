"""Blocks by the names that sections give them; Masthead's own are imported when a section names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import cast

from masthead.blocks.base import Block

NAMES: Mapping[str, tuple[str, ...]] = {
    "markdown.Markdown": ("markdown", "blank", "custom"),
    "collection.Collection": ("collection", "content-collection", "pages", "featured"),
    "hero.Hero": ("hero",),
    "biography.Biography": ("resume-biography", "biography", "about.avatar"),
    "biography.BiographyInColumns": ("resume-biography-3",),
    "biography.About": ("about.biography", "about"),
    "experience.Experience": ("resume-experience", "experience"),
    "awards.Awards": ("resume-awards", "awards", "accomplishments"),
    "skills.Skills": ("resume-skills", "skills"),
    "skills.Languages": ("resume-languages", "languages"),
    "people.People": ("people",),
    "people.TeamShowcase": ("team-showcase",),
    "contact.Contact": ("contact",),
    "contact.ContactInfo": ("contact-info",),
    "calls.CtaButtonList": ("cta-button-list",),
    "calls.CtaCard": ("cta-card",),
    "calls.CtaImageParagraph": ("cta-image-paragraph",),
    "comparison.Comparison": ("comparison-table",),
    "dev_hero.DevHero": ("dev-hero",),
    "faq.Faq": ("faq",),
    "features.Features": ("features", "featurette"),
    "logos.Logos": ("logos",),
    "portfolio.Portfolio": ("portfolio",),
    "pricing.Pricing": ("pricing",),
    "research_areas.ResearchAreas": ("research-areas", "focus-areas"),
    "search_hero.SearchHero": ("search-hero",),
    "slider.Slider": ("slider",),
    "stats.Stats": ("stats",),
    "steps.Steps": ("steps",),
    "tag_cloud.TagCloud": ("tag_cloud", "tag-cloud", "cat_tag_cloud"),
    "tech_stack.TechStack": ("tech-stack",),
    "testimonials.Testimonials": ("testimonials",),
}
"""The names of each block that Masthead brings along, by its module here and its class."""


@cache
def _imported(place: str) -> type[Block]:
    module, _, name = place.partition(".")
    return cast(type[Block], getattr(import_module(f"{__package__}.{module}"), name))


def builtin() -> tuple[type[Block], ...]:
    """All blocks that Masthead brings along."""
    return tuple(map(_imported, NAMES))


class Kinds(Mapping[str, type[Block]]):
    """Masthead's blocks and `added` ones by each of their names; of two for a name, the later one."""

    def __init__(self, added: Iterable[type[Block]] = ()) -> None:
        self._found: dict[str, type[Block] | str] = {
            name: place for place, names in NAMES.items() for name in names
        }
        self._found.update((name, block) for block in added for name in block.names)

    def __getitem__(self, name: str) -> type[Block]:
        found = self._found[name]
        return _imported(found) if isinstance(found, str) else found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, name: object) -> bool:
        return name in self._found
