"""An entry of a bibliography as the front matter of a publication, as the site's generation writes it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from masthead.authoring import latex
from masthead.authoring.bibtex import Entry
from masthead.authoring.identity import arxiv_in, doi_in
from masthead.citations import Venue, cite
from masthead.config import Dialect
from masthead.content.i18n import PUBLICATION_TYPES

_KINDS = {
    "article-journal": ("article", "periodical", "suppperiodical"),
    "paper-conference": ("inproceedings", "conference"),
    "chapter": ("incollection", "inbook", "inreference", "suppbook", "bookinbook"),
    "book": ("book", "mvbook", "collection", "booklet", "proceedings", "mvproceedings", "reference"),
    "thesis": ("thesis", "phdthesis", "mastersthesis", "mathesis", "bachelorsthesis"),
    "report": ("report", "techreport", "manual"),
    "patent": ("patent",),
    "article": ("unpublished",),
}
"""What CSL calls the types of BibTeX and BibLaTeX; those of all others are left open."""

_TYPES = {name: kind for kind, names in _KINDS.items() for name in names}
_PREPRINTS = re.compile(r"arxiv|\bcorr\b|biorxiv|medrxiv|chemrxiv|ssrn|preprint", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


class Dialectal(Struct, frozen=True):
    """How a site writes publications: its generation, types by number, venues as maps of Masthead's own."""

    dialect: Dialect
    by_number: bool
    maps: bool


class Work(Struct, frozen=True):
    """A publication to be: what it is known by, and the texts of its front matter as Markdown."""

    entry: Entry
    title: str
    doi: str
    arxiv: str
    date: str

    @classmethod
    def of(cls, entry: Entry) -> Work:
        """The work that an entry describes; `title` and `date` may be empty."""
        numbered = " ".join(entry.field(name) for name in ("archiveprefix", "eprinttype")).lower()
        eprint = latex.verbatim(entry.field("eprint"))
        known = "arxiv" in numbered or not numbered.strip()
        texts = [latex.verbatim(entry.field("doi")), latex.verbatim(entry.field("url"))]
        named = (
            f"{entry.field('journal', 'journaltitle')} {entry.field('volume')} {entry.field('howpublished')}"
        )
        found = [arxiv_in(text) for text in (*texts, named)]
        arxiv = next(filter(None, [arxiv_in(eprint, bare=True) if known else "", *found]), "")
        title = ": ".join(
            part for name in ("title", "subtitle") if (part := latex.markdown(entry.field(name)))
        )
        doi = next(filter(None, map(doi_in, texts)), "")
        return cls(entry, title, doi, arxiv, _date(entry))

    @property
    def kind(self) -> str:
        """CSL's type; empty where the entry's tells none."""
        name = self.entry.kind
        where = self.entry.field("journal", "journaltitle", "booktitle", "publisher")
        preprint = bool(_PREPRINTS.search(where)) or (not where and bool(self.arxiv))
        return (
            "article"
            if preprint and _TYPES.get(name, "") in ("", "article-journal")
            else _TYPES.get(name, "")
        )

    def front_matter(self, site: Dialectal, authors: list[str], now: datetime) -> dict[str, Any]:
        """The front matter, keys in the order in which people read them; nothing empty."""
        kind = str(PUBLICATION_TYPES.index(self.kind)) if site.by_number and self.kind else self.kind
        values = {
            "title": self.title,
            "authors": authors,
            "date": self.date,
            "publishDate": now.date().isoformat() if self.date > now.date().isoformat() else "",
            "publication_types": [kind] if kind else [],
            "publication": self._venue(site),
            "abstract": latex.paragraphs(self.entry.field("abstract")),
            "tags": self.tags,
            **self._links(site),
        }
        return {key: value for key, value in values.items() if value}

    @property
    def tags(self) -> list[str]:
        """The keywords."""
        words = re.split(
            r"[;\n]" if ";" in self.entry.field("keywords") else r"[,\n]", self.entry.field("keywords")
        )
        return list(dict.fromkeys(filter(None, map(latex.plain, words))))

    def _venue(self, site: Dialectal) -> str | dict[str, str]:
        entry = self.entry
        name = latex.markdown(
            entry.field("journal", "journaltitle", "booktitle", "school", "institution")
            or entry.field("publisher", "howpublished", "organization")
        )
        volume, issue = (latex.plain(entry.field(*names)) for names in (("volume",), ("number", "issue")))
        pages = re.sub(r"\s*[-\u2013\u2014]+\s*", "-", latex.plain(entry.field("pages")))
        given = {"name": name, "volume": volume, "issue": issue, "pages": pages}
        if "://" in name:
            return ""
        if site.maps or not name:
            return (
                name if not (volume or issue or pages) else {key: text for key, text in given.items() if text}
            )
        return cite(Venue(f"*{name}*", volume, issue, pages), "apa").whole

    def _links(self, site: Dialectal) -> dict[str, Any]:
        url = latex.verbatim(self.entry.field("url"))
        pdf = latex.verbatim(self.entry.field("pdf"))
        if urlsplit(url).path.lower().endswith(".pdf"):
            url, pdf = "", url
        if not url.startswith(("https://", "http://")) or doi_in(url) or arxiv_in(url):
            url = ""
        pdf = pdf if pdf.startswith(("https://", "http://")) else ""
        other = [{"name": urlsplit(url).netloc.removeprefix("www."), "url": url}] if url else []
        if site.dialect is Dialect.KIT:
            ids = {name: number for name, number in (("doi", self.doi), ("arxiv", self.arxiv)) if number}
            typed = [{"type": "pdf", "url": pdf}] if pdf else []
            return {"hugoblox": {"ids": ids} if ids else {}, "links": [*typed, *other]}
        preprint = f"https://arxiv.org/abs/{self.arxiv}" if self.arxiv else ""
        return {"doi": self.doi, "url_pdf": pdf, "url_preprint": preprint, "links": other}


def _date(entry: Entry) -> str:
    """The date as ISO 8601, the first day of a month or year that is all there is; empty without a year."""
    found = _DATE.match(latex.plain(entry.field("date")))
    year, month, day = found.groups() if found else (latex.plain(entry.field("year")), None, None)
    if re.fullmatch(r"\d{4}", year or "") is None:
        return ""
    if month is None:
        word = latex.plain(entry.field("month")).lower()
        named = next((str(number) for number, name in enumerate(_MONTHS, 1) if name in word), "")
        month = named or (word if word.isdecimal() else "1")
    try:
        return (
            datetime(int(year), int(month), int(day or latex.plain(entry.field("day")) or 1))
            .date()
            .isoformat()
        )
    except ValueError:
        return f"{year}-01-01"
