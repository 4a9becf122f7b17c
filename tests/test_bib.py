"""Bibliographies: what becomes of entries, what is skipped, and that nothing of the author's is touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import frontmatter
import pytest
from click.testing import CliRunner, Result

from conftest import Site
from masthead.authoring import latex
from masthead.authoring.bibliography import import_bibliography
from masthead.authoring.bibtex import read_bibtex
from masthead.authoring.identity import arxiv_in, doi_in, title_key
from masthead.check import check
from masthead.cli import main
from masthead.errors import ContentError, Level, Problems

SETTINGS = {"masthead.yaml": "title: Lab\nbaseURL: https://lab.example/\n"}
MODULES = "github.com/HugoBlox/hugo-blox-builder/modules/"
HUGO = f"title: Lab\nbaseURL: https://lab.example/\nmodule:\n  imports:\n  - path: {MODULES}"
MIRA = {"content/authors/mira/index.md": "---\ntitle: Mira Holt\n---\n"}
ONE = "@article{holt2021, title={Slow rivers}, author={Holt, Mira}, year=2021, journal={Water}}"


def meta(path: Path) -> dict[str, Any]:
    return frontmatter.load(str(path)).metadata


def imported(folder: Path, text: str, **options: Any) -> Any:
    file = folder.parent / "papers.bib"
    file.write_text(text, "utf-8")
    return import_bibliography(file, folder, **options)


def command(*args: object) -> Result:
    return CliRunner().invoke(main, ["import", "bib", *map(str, args)])


@pytest.mark.parametrize(
    ("text", "plain", "markdown"),
    [
        (r"{\"U}ber {\'e}tudes by Erd\H{o}s", "Über études by Erdős", "Über études by Erdős"),
        (r"\LaTeX\ and {\TeX}", "LaTeX and TeX", "LaTeX and TeX"),
        ("{DNA} of {{Rivers}}", "DNA of Rivers", "DNA of Rivers"),
        (
            r"50\% of A \& B, and 60% of C & D",
            "50% of A & B, and 60% of C & D",
            "50% of A & B, and 60% of C & D",
        ),
        (r"\emph{E. coli} at pH$_2$", "E. coli at pH$_2$", "*E. coli* at pH$_2$"),
        (r"H\textsubscript{2}O", "H2O", "H<sub>2</sub>O"),
        (r"Costs \$5 or \$6", "Costs $5 or $6", r"Costs \$5 or \$6"),
        ("A* and B* for $x^*$", "A* and B* for $x^*$", r"A\* and B\* for $x^*$"),
        ("a $5 deal", "a $5 deal", r"a \$5 deal"),
        ("``one'' --- two~three\n  four", "“one” — two three four", "“one” — two three four"),
        ("<script> in <i>x</i>", "<script> in <i>x</i>", r"\<script> in <i>x</i>"),
        ("unclosed {brace", "unclosed brace", "unclosed brace"),
    ],
)
def test_latex_is_decoded(text: str, plain: str, markdown: str) -> None:
    assert (latex.plain(text), latex.markdown(text)) == (plain, markdown)


def test_addresses_stand_as_they_are() -> None:
    assert latex.verbatim(r"\url{https://x.example/a\_b%20c~d}") == "https://x.example/a_b%20c~d"


@pytest.mark.parametrize("text", ["10.1234/ab.C", "https://doi.org/10.1234/ab.C", "see doi:10.1234/ab.C."])
def test_dois_are_found(text: str) -> None:
    assert doi_in(text) == "10.1234/ab.C"


@pytest.mark.parametrize(
    ("text", "bare", "number"),
    [
        ("https://arxiv.org/pdf/2101.00001v3.pdf", False, "2101.00001"),
        ("10.48550/arXiv.2101.00001", False, "2101.00001"),
        ("CoRR abs/2101.00001", False, "2101.00001"),
        ("2101.00001v2", True, "2101.00001"),
        ("hep-th/9901001", True, "hep-th/9901001"),
        ("pages 2101.00001", False, ""),
        ("12345", True, ""),
    ],
)
def test_arxiv_identifiers_are_found(text: str, bare: bool, number: str) -> None:
    assert arxiv_in(text, bare=bare) == number
    assert doi_in(text) == ""


def test_titles_are_compared_by_their_letters() -> None:
    assert title_key(r"Étude: *E. coli*, $\alpha$!") == title_key("etude e  COLI")
    assert title_key("Rivers 1") != title_key("Rivers 2")


def test_an_entry_becomes_a_publication(site: Site) -> None:
    text = r"""
@string{water = "Journal of {Water}"}
@article{Holt:2021/a,
  author = {Holt, Mira and M{\"u}ller, J. and van der Berg, Jan and {River Group} and others},
  title = {{Slow} rivers}, subtitle = {a \emph{study}}, journal = water # ", B", year = 2021, month = mar,
  volume = 12, number = 3, pages = {45--67}, doi = {https://doi.org/10.1234/AB}, keywords = {ice; snow, old},
  abstract = {One.

  Two.}, url = {https://www.x.example/p}, file = {/home/mira/p.pdf}, note = {mine}
}"""
    folder = site({**SETTINGS, **MIRA, "content/publication/_index.md": "---\ntitle: Papers\n---\n"})
    result = imported(folder, text)
    assert (len(result.made), result.skipped, list(result.problems)) == (1, [], [])
    made = folder / "content/publication/holt-2021-a"
    assert meta(made / "index.md") == {
        "title": "Slow rivers: a *study*",
        "authors": ["mira", "J. Müller", "Jan van der Berg", "River Group"],
        "date": "2021-03-01",
        "publication_types": ["article-journal"],
        "publication": {"name": "Journal of Water, B", "volume": "12", "issue": "3", "pages": "45-67"},
        "abstract": "One.\n\nTwo.",
        "tags": ["ice", "snow, old"],
        "hugoblox": {"ids": {"doi": "10.1234/AB"}},
        "links": [{"name": "x.example", "url": "https://www.x.example/p"}],
    }
    record = (made / "cite.bib").read_text("utf-8")
    assert "month = mar,\n" in record and "{Journal of {Water}, B}" in record
    assert "/home/mira" not in record and "mine" not in record
    [again] = read_bibtex(record, "cite.bib", problems := Problems())
    assert (again.key, list(problems)) == ("Holt:2021/a", [])
    assert check(folder) == []


@pytest.mark.parametrize(
    ("entry", "kind", "number"),
    [
        ("@article{x, journal={W}", "article-journal", "2"),
        ("@article{x, journal={arXiv preprint arXiv:2101.00001}", "article", "3"),
        ("@misc{x, eprint={2101.00001}, archiveprefix={arXiv}", "article", "3"),
        ("@inproceedings{x, booktitle={W}", "paper-conference", "1"),
        ("@phdthesis{x, school={W}", "thesis", "7"),
        ("@techreport{x, institution={W}", "report", "4"),
        ("@incollection{x, booktitle={W}", "chapter", "6"),
        ("@book{x, publisher={W}", "book", "5"),
        ("@misc{x, howpublished={\\url{https://x.example}}", None, None),
    ],
)
def test_types_are_named_or_numbered_as_the_site_does(
    site: Site, entry: str, kind: str | None, number: str | None
) -> None:
    text = f"{entry}, title={{New}}, author={{A B}}, year=2020}}"
    folder = site(SETTINGS)
    imported(folder, text)
    assert meta(folder / "content/publications/x/index.md").get("publication_types") == (kind and [kind])
    numbered = {"content/publication/old/index.md": "---\ntitle: Old\npublication_types: ['2']\n---\n"}
    (folder / "content/publications/x/index.md").unlink()
    (folder / "content/publications/x/cite.bib").unlink()
    site(numbered)
    imported(folder, text)
    assert meta(folder / "content/publication/x/index.md").get("publication_types") == (number and [number])


def test_older_sites_of_hugo_get_their_keys(site: Site) -> None:
    text = (
        "@article{x, title={T}, author={A B}, year={2020}, journal={Water}, volume=2, doi={10.1234/a},"
        " eprint={2101.00001}, eprinttype={arxiv}, url={https://x.example/t.pdf}}"
    )
    folder = site({"hugo.yaml": f"{HUGO}blox-bootstrap/v5\n"})
    imported(folder, text)
    found = meta(folder / "content/publication/x/index.md")
    assert found["publication"] == "*Water*, 2"
    assert (found["doi"], found["url_pdf"]) == ("10.1234/a", "https://x.example/t.pdf")
    assert found["url_preprint"] == "https://arxiv.org/abs/2101.00001"
    assert "links" not in found and "hugoblox" not in found


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("date={2020-05-17}", "2020-05-17"),
        ("date={2020-05/2020-06}", "2020-05-01"),
        ("year=2020, month={October}", "2020-10-01"),
        ("year=2020, month=2, day=30", "2020-01-01"),
        ("year={2020}", "2020-01-01"),
    ],
)
def test_dates(site: Site, fields: str, date: str) -> None:
    folder = site(SETTINGS)
    result = imported(folder, f"@misc{{x, title={{T}}, author={{A B}}, {fields}}}")
    assert meta(folder / "content/publications/x/index.md")["date"] == date
    assert list(result.problems) == []


def test_a_work_of_the_future_is_shown_from_today(site: Site) -> None:
    folder = site(SETTINGS)
    imported(folder, "@misc{x, title={T}, author={A B}, year=2999}")
    assert meta(folder / "content/publications/x/index.md")["publishDate"] < "2999"


@pytest.mark.parametrize(
    ("there", "mark"),
    [
        ("doi: 10.1234/AB", "DOI"),
        ("hugoblox: {ids: {doi: 10.1234/ab}}", "DOI"),
        ("links: [{type: doi, url: 'https://doi.org/10.1234/Ab'}]", "DOI"),
        ("url_pdf: https://arxiv.org/pdf/2101.00001v1.pdf", "arXiv identifier"),
        ("hugoblox: {ids: {arxiv: 2101.00001v1}}", "arXiv identifier"),
        ("title: 'Slow Rivers!'", "title"),
    ],
)
def test_what_the_site_has_is_skipped(site: Site, there: str, mark: str) -> None:
    title = "" if there.startswith("title") else "title: Another\n"
    folder = site({**SETTINGS, "content/publication/old/index.md": f"---\n{title}{there}\n---\n"})
    text = (
        "@article{x, title={Slow rivers}, author={A B}, year=2020, doi={10.1234/ab}, eprint={2101.00001v2}}"
    )
    result = imported(folder, text)
    assert result.made == []
    assert result.skipped[0].reason == f"content/publication/old/index.md has the same {mark}"
    assert [path.name for path in (folder / "content/publication").iterdir()] == ["old"]


def test_the_record_of_a_page_tells_what_it_is(site: Site) -> None:
    page = {"content/publication/old/index.md": "---\ntitle: Rivers, slow\n---\n"}
    folder = site({**SETTINGS, **page, "content/publication/old/cite.bib": ONE})
    assert imported(folder, ONE).made == []


def test_nothing_is_written_over(site: Site) -> None:
    folder = site({**SETTINGS, "content/publications/holt2021/notes.txt": "mine"})
    result = imported(folder, ONE)
    assert (result.made, result.skipped[0].reason) == ([], "content/publications/holt2021 is there already")
    assert [path.name for path in (folder / "content/publications/holt2021").iterdir()] == ["notes.txt"]


def test_importing_again_makes_nothing(site: Site) -> None:
    folder = site(SETTINGS)
    assert len(imported(folder, ONE).made) == 1
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.md")}
    again = imported(folder, ONE)
    assert (again.made, len(again.skipped)) == ([], 1)
    assert before == {path: path.stat().st_mtime_ns for path in folder.rglob("*.md")}


def test_a_dry_run_makes_nothing(site: Site) -> None:
    folder = site(SETTINGS)
    assert len(imported(folder, ONE, dry_run=True).made) == 1
    assert not (folder / "content").exists()


BAD = """@article{first, title={First}, author={A B}, year=2020}

@article{open, title={Never closed,
  year=2020
}
@article{first, title={Another}, author={A B}, year=2020}
@article{first, title={FIRST}, author={A B}, year=2020}
@misc{untitled, author={A B}, year=2020}
@misc{twice, title={T}, title={Two}, author={A B}, year=soon}
@misc{lone, title={L}, author={A B}, year=2020, crossref={nobody}}
@misc{anon, title={N}, year=2020}
@comment{x}
@control{y}
"""


def test_bad_entries_are_told_and_the_others_are_imported(site: Site) -> None:
    result = imported(site(SETTINGS), BAD)
    assert [made.title for made in result.made] == ["First", "Two", "L", "N"]
    told = sorted((p.where.line, p.level, p.message) for p in result.problems)
    assert [(line, level) for line, level, _ in told] == [
        (3, Level.ERROR),
        (6, Level.ERROR),
        (8, Level.ERROR),
        (9, Level.WARNING),
        (9, Level.WARNING),
        (9, Level.WARNING),
        (10, Level.WARNING),
        (11, Level.WARNING),
    ]
    assert told[-1][2] == "this entry has no author."
    words = [message for _, _, message in told]
    assert "cannot be read" in words[0] and "has the key 'first'" in words[1] and "no title" in words[2]
    assert {"the field 'title' stands here twice; the last one is used.", "this entry has no year."} <= set(
        words
    )
    assert [(skipped.where.line, skipped.reason[-14:]) for skipped in result.skipped] == [
        (7, "the same title")
    ]


def test_entries_take_over_what_they_refer_to(site: Site) -> None:
    text = (
        "@inproceedings{one, crossref={Conf}, title={One}, author={A B}}\n"
        "@proceedings{conf, title={Proceedings of X}, year=2020, publisher={P}}"
    )
    folder = site(SETTINGS)
    result = imported(folder, text)
    found = meta(folder / "content/publications/one/index.md")
    assert (found["publication"], found["date"]) == ("Proceedings of X", "2020-01-01")
    assert "crossref" in result.skipped[0].reason
    assert "booktitle = {Proceedings of X}" in (folder / "content/publications/one/cite.bib").read_text()


def test_an_abbreviated_name_is_told_not_guessed(site: Site) -> None:
    folder = site({**SETTINGS, **MIRA})
    result = imported(folder, "@misc{x, title={T}, author={Holt, M. and Holt, T. and Holt}, year=2020}")
    assert meta(folder / "content/publications/x/index.md")["authors"] == ["M. Holt", "T. Holt", "Holt"]
    [note] = result.problems
    assert (note.level, note.where.line) == (Level.NOTE, 1)
    assert "'M. Holt' may be 'Mira Holt'" in note.message and "content/authors/mira/index.md" in note.hint


def test_languages_have_folders_or_suffixes(site: Site) -> None:
    files = {"hugo.yaml": f"{HUGO}blox-tailwind\nlanguages: {{en: {{}}, zh: {{}}}}\n"}
    folder = site(files)
    imported(folder, ONE, lang="zh")
    assert (folder / "content/publication/holt2021/index.zh.md").is_file()
    assert len(imported(folder, ONE).made) == 1
    assert (folder / "content/publication/holt2021/index.md").is_file()
    assert not {made.file for made in imported(folder, ONE, lang="zh").made}
    with pytest.raises(ContentError, match="no language 'fr'"):
        imported(folder, ONE, lang="fr")


def test_a_language_may_have_a_folder(site: Site) -> None:
    languages = "languages: {en: {contentDir: content/en}, zh: {contentDir: content/zh}}\n"
    there = {"content/en/Papers/a/index.md": "---\ntitle: A\n---\n"}
    folder = site({"hugo.yaml": f"{HUGO}blox-tailwind\n{languages}", **there})
    assert [made.file for made in imported(folder, ONE).made] == ["content/en/Papers/holt2021/index.md"]
    assert [made.file for made in imported(folder, ONE, lang="zh").made] == [
        "content/zh/papers/holt2021/index.md"
    ]


def test_the_command_tells_what_it_did(site: Site, tmp_path: Path) -> None:
    folder = site(SETTINGS)
    (tmp_path / "papers.bib").write_text(BAD + ONE)
    trial = command(tmp_path / "papers.bib", folder, "--dry-run")
    assert (trial.exit_code, not (folder / "content").exists()) == (1, True)
    assert "would make content/publications/holt2021/index.md: Slow rivers\n" in trial.stdout
    done = command(tmp_path / "papers.bib", folder)
    assert done.exit_code == 1
    assert "made content/publications/holt2021/index.md: Slow rivers\n" in done.stdout
    assert done.stdout.endswith("Made 5, skipped 1.\n")
    assert "papers.bib:3: error: this entry cannot be read" in done.stderr


@pytest.mark.parametrize(("content", "status"), [(None, 2), (b"\xff@misc{x}", 1), (b"", 0), (b"a: b\n", 0)])
def test_files_that_are_none_are_told(site: Site, tmp_path: Path, content: bytes | None, status: int) -> None:
    if content is not None:
        (tmp_path / "papers.bib").write_bytes(content)
    done = command(tmp_path / "papers.bib", site(SETTINGS))
    assert done.exit_code == status
    assert "papers.bib" in done.stderr
    assert "Traceback" not in done.output


def test_a_record_of_several_works_marks_none(site: Site) -> None:
    entry = "@article{%s, title={Ice %s}, doi={10.1/%s}, author={A B}, year=2020}\n"
    folder = site(
        {
            **SETTINGS,
            "content/publications/x/index.md": "---\ntitle: '!'\n---\n",
            "content/publications/x/cite.bib": entry % ("a", "a", "a") + entry % ("b", "b", "b"),
        }
    )
    assert [made.title for made in imported(folder, entry % ("a", "a", "a")).made] == ["Ice a"]


@pytest.mark.parametrize(
    "links",
    [
        "[{type: preprint, provider: arxiv, id: 2101.00001}]",
        "[{name: P, url: 'https://arxiv.org/abs/2101.00001'}]",
    ],
)
def test_a_page_is_known_by_what_its_links_name(site: Site, links: str) -> None:
    folder = site({**SETTINGS, "content/publications/x/index.md": f"---\ntitle: Old\nlinks: {links}\n---\n"})
    text = "@misc{a, title={New}, author={A B}, year=2021, eprint={2101.00001}, archiveprefix={arXiv}}"
    assert imported(folder, text).made == []
