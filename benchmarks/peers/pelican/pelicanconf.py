"""Pelican's settings for the benchmark's site, with a reader of its front matter."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown
from pelican import signals
from pelican.contents import Page
from pelican.generators import PagesGenerator
from pelican.readers import BaseReader, Readers

SITENAME = "Fellwater Centre"
SITEURL = "https://fellwater.example"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "."
THEME_STATIC_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
ARTICLE_PATHS: list[str] = []
PAGE_PATHS = [""]
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""

TEMPLATES = {"authors": "person", "publication": "publication", "research": "landing", "": "home"}
READER = Markdown(extensions=["extra", "sane_lists", "codehilite"])


def markdown(text: str | None) -> str:
    """A text as HTML, by one reader that is kept."""
    return READER.reset().convert(text) if text else ""


def phrase(text: str) -> str:
    """A text in one line, without the paragraph around it."""
    return markdown(text).strip().removeprefix("<p>").removesuffix("</p>")


JINJA_FILTERS = {"markdown": markdown, "phrase": phrase}


class FrontReader(BaseReader):  # type: ignore[misc]
    """Reads YAML between dashes, and Markdown below."""

    file_extensions = ("md",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The body as HTML, and where the page goes; the front matter stays whole."""
        _, front, body = Path(source_path).read_text("utf-8").split("---\n", 2)
        data = yaml.load(front, yaml.CSafeLoader)
        parent = Path(source_path).parent.relative_to(self.settings["PATH"])
        folder = "" if parent == Path() else f"{parent.as_posix()}/"
        return markdown(body), {
            "title": data["title"],
            "front": data,
            "slug": folder or "home",
            "url": folder,
            "save_as": f"{folder}index.html",
            "template": TEMPLATES[folder.partition("/")[0]],
            "status": "skip" if data.get("build") else "published",
        }


def sort(generator: PagesGenerator) -> None:
    """Note who is who, who has which tag and who wrote what, once."""
    people: dict[str, Page] = {}
    members: defaultdict[str, list[Page]] = defaultdict(list)
    papers: defaultdict[str, list[Page]] = defaultdict(list)
    for page in generator.pages:
        if page.template == "person":
            people[page.slug.split("/")[1]] = page
            for tag in page.front["tags"]:
                members[tag].append(page)
        elif page.template == "publication":
            for slug in page.front["authors"]:
                papers[slug].append(page)
    for found in members.values():
        found.sort(key=lambda page: page.title)
    for found in papers.values():
        found.sort(key=lambda page: page.front["date"], reverse=True)
    generator.context.update(people=people, members=members, papers=papers)


def add_reader(readers: Readers) -> None:
    """Put our reader before Pelican's own."""
    readers.reader_classes["md"] = FrontReader


signals.readers_init.connect(add_reader)
signals.page_generator_finalized.connect(sort)
