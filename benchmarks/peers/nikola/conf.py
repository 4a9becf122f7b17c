"""Nikola's settings for the benchmark's site; the destination is that of the environment."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import Any

from blinker import signal
from markdown import Markdown
from nikola import Nikola
from nikola.post import Post

BLOG_AUTHOR = "Fellwater Centre"
BLOG_TITLE = "Fellwater Centre"
SITE_URL = BASE_URL = "https://fellwater.example/"
BLOG_DESCRIPTION = ""
BLOG_EMAIL = ""
DEFAULT_LANG = "en"
TIMEZONE = "UTC"
THEME = "bench"
OUTPUT_FOLDER = os.environ["OUTPUT"]
CACHE_FOLDER = "cache"
POSTS = ()
PAGES = (
    ("content/_index.md", "", "home.tmpl"),
    ("content/authors/index.md", "authors", "person.tmpl"),
    ("content/publication/index.md", "publication", "publication.tmpl"),
    ("content/research/index.md", "research", "landing.tmpl"),
)
COMPILERS = {"markdown": (".md",)}
MARKDOWN_EXTENSIONS = ["extra", "sane_lists", "codehilite"]
PRETTY_URLS = False
STRIP_INDEXES = True
FUTURE_IS_NOW = True
DISABLE_INDEXES = True
GENERATE_RSS = GENERATE_ATOM = False
COPY_SOURCES = False
SHOW_SOURCELINK = False
NAVIGATION_LINKS: dict[str, tuple[()]] = {DEFAULT_LANG: ()}
FILES_FOLDERS: dict[str, str] = {}
GALLERY_FOLDERS: dict[str, str] = {}
LISTINGS_FOLDERS: dict[str, str] = {}
IMAGE_FOLDERS: dict[str, str] = {}
DISABLED_PLUGINS = [
    "classify_archive", "classify_authors", "classify_categories", "classify_indexes", "classify_page_index",
    "classify_tags", "copy_assets", "create_bundles", "redirect", "render_galleries", "render_listings",
    "render_taxonomies", "robots", "sitemap",
]  # fmt: skip

READER = Markdown(extensions=MARKDOWN_EXTENSIONS)


def markdown(text: str | None) -> str:
    """A text of the front matter as HTML."""
    return READER.reset().convert(text) if text else ""


def phrase(text: str) -> str:
    """A text in one line, without the paragraph around it."""
    return markdown(text).strip().removeprefix("<p>").removesuffix("</p>")


def front(post: Post) -> dict[str, Any]:
    """The front matter."""
    return post.meta[DEFAULT_LANG]


TEMPLATE_FILTERS = {"markdown": markdown, "phrase": phrase, "front": front}


def sort(site: Nikola) -> None:
    """Note who is who, who has which tag and who wrote what, once."""
    people: dict[str, Post] = {}
    members: defaultdict[str, list[Post]] = defaultdict(list)
    papers: defaultdict[str, list[Post]] = defaultdict(list)
    for post in sorted(site.timeline, key=lambda post: post.title()):
        if front(post).get("build"):
            site.timeline.remove(post)
        elif post.template_name == "home.tmpl":
            front(post)["slug"] = "index"
        elif post.template_name == "person.tmpl":
            people[post.source_path.split("/")[2]] = post
            for tag in front(post)["tags"]:
                members[tag].append(post)
        elif post.template_name == "publication.tmpl":
            for author in front(post)["authors"]:
                papers[author].append(post)
    for written in papers.values():
        written.sort(key=lambda post: post.date, reverse=True)
    site.template_system.lookup.globals.update(people=people, members=members, papers=papers)
    tell(site.timeline, people, members, papers)


def tell(
    pages: list[Post], people: dict[str, Post], members: dict[str, list[Post]], papers: dict[str, list[Post]]
) -> None:
    """Say which pages are made again when a person or a paper changes."""
    for slug, person in people.items():
        for paper in papers[slug]:
            person.add_dependency(paper.source_path, "page")
            paper.add_dependency(person.source_path, "page")
    for page in pages:
        for section in front(page).get("sections") or ():
            for member in members[section["content"].get("filters", {}).get("tag")]:
                page.add_dependency(member.source_path, "page")


signal("scanned").connect(sort)
