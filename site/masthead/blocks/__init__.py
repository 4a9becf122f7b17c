"""The kinds of sections that Masthead knows: one model and one template of the same name each."""

from masthead.blocks.awards import Awards
from masthead.blocks.base import Block, Flow, Href, Inline, PictureName, Place, Prose
from masthead.blocks.biography import About, Biography, BiographyInColumns
from masthead.blocks.calls import CtaButtonList, CtaCard, CtaImageParagraph
from masthead.blocks.collection import Collection
from masthead.blocks.comparison import Comparison
from masthead.blocks.contact import Contact, ContactInfo
from masthead.blocks.dev_hero import DevHero
from masthead.blocks.experience import Experience
from masthead.blocks.faq import Faq
from masthead.blocks.features import Features
from masthead.blocks.hero import Hero
from masthead.blocks.logos import Logos
from masthead.blocks.markdown import Markdown
from masthead.blocks.people import People, TeamShowcase
from masthead.blocks.portfolio import Portfolio
from masthead.blocks.pricing import Pricing
from masthead.blocks.research_areas import ResearchAreas
from masthead.blocks.search_hero import SearchHero
from masthead.blocks.skills import Languages, Skills
from masthead.blocks.slider import Slider
from masthead.blocks.stats import Stats
from masthead.blocks.steps import Steps
from masthead.blocks.tag_cloud import TagCloud
from masthead.blocks.tech_stack import TechStack
from masthead.blocks.testimonials import Testimonials

BUILTIN: tuple[type[Block], ...] = (
    Markdown,
    Collection,
    Hero,
    Biography,
    BiographyInColumns,
    About,
    Experience,
    Awards,
    Skills,
    Languages,
    People,
    TeamShowcase,
    Contact,
    ContactInfo,
    CtaButtonList,
    CtaCard,
    CtaImageParagraph,
    Comparison,
    DevHero,
    Faq,
    Features,
    Logos,
    Portfolio,
    Pricing,
    ResearchAreas,
    SearchHero,
    Slider,
    Stats,
    Steps,
    TagCloud,
    TechStack,
    Testimonials,
)
"""All blocks that Masthead brings along."""

__all__ = ["BUILTIN", "Block", "Flow", "Href", "Inline", "PictureName", "Place", "Prose"]
