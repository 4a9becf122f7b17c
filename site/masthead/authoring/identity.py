"""What tells that two works are the same: a DOI, an identifier of arXiv, or the title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from masthead.content.model import Page

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_ARXIV = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?", re.IGNORECASE)
_AT_ARXIV = re.compile(rf"(?:arxiv\.org/(?:abs|pdf|html)/|arxiv[.:]\s*|abs/){_ARXIV.pattern}", re.IGNORECASE)
_TEX = re.compile(r"\\[a-zA-Z]+|<[^>]*>")


def doi_in(text: str) -> str:
    """The DOI in a text; empty where there is none, and for those that arXiv gives."""
    found = _DOI.search(text)
    doi = found[0].rstrip(".,;)") if found else ""
    return "" if doi.lower().startswith("10.48550/arxiv.") else doi


def arxiv_in(text: str, *, bare: bool = False) -> str:
    """arXiv's identifier in a text, without its version; `bare`: in a text that is nothing else."""
    found = _AT_ARXIV.search(text) or (_ARXIV.fullmatch(text.strip()) if bare else None)
    return found[1].lower() if found else ""


def title_key(title: str) -> str:
    """A title as titles are compared: its letters and digits, in one case and without accents."""
    text = unicodedata.normalize("NFKD", _TEX.sub("", title)).casefold()
    return "".join(char for char in text if unicodedata.category(char)[0] in "LN")


def marks(doi: str, arxiv: str, title: str) -> Iterator[tuple[str, str]]:
    """What a work is known by, each with what to call it: the marks of one work are no other's."""
    if doi:
        yield "DOI", doi.lower()
    if arxiv:
        yield "arXiv identifier", arxiv
    if key := title_key(title):
        yield "title", key


def marks_of_page(page: Page) -> Iterator[tuple[str, str]]:
    """What a publication of the site is known by."""
    texts = list(_texts({key: value for key, value in page.meta.items() if _tells(key)}))
    numbers = page.meta.get("hugoblox")
    ids = numbers.get("ids") if isinstance(numbers, Mapping) else None
    own = str(ids.get("arxiv") or "") if isinstance(ids, Mapping) else ""
    dois = dict.fromkeys(filter(None, map(doi_in, texts)))
    preprints = dict.fromkeys(filter(None, [*map(arxiv_in, texts), arxiv_in(own, bare=True)]))
    yield from (("DOI", doi.lower()) for doi in dois)
    yield from (("arXiv identifier", number) for number in preprints)
    yield from marks("", "", page.title)


def _tells(key: str) -> bool:
    return key in ("doi", "links", "hugoblox", "publication", "external_link") or key.startswith("url_")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        provider = str(value.get("provider") or "")
        if provider and value.get("id"):
            yield f"{provider}:{value['id']}"
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value
