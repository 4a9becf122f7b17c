"""New content: a file that checks without a word, where the site keeps such, as its generation writes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import frontmatter
import pytest
import yaml
from click.testing import CliRunner, Result

from conftest import Site
from masthead.authoring.archetypes import KINDS, new_content
from masthead.check import check
from masthead.cli import main
from masthead.content.fields import now
from masthead.errors import ContentError, Level
from masthead.making import KINDS as NAMED

MODULES = "github.com/HugoBlox/hugo-blox-builder/modules/"
BASE = "title: Lab\nbaseURL: https://lab.example/\n"
OWN = {"masthead.yaml": BASE}
BOOTSTRAP = {"hugo.yaml": f"{BASE}module:\n  imports:\n  - path: {MODULES}blox-bootstrap/v5\n"}
TAILWIND = {"hugo.yaml": f"{BASE}module:\n  imports:\n  - path: {MODULES}blox-tailwind\n"}
KIT = {"hugo.yaml": BASE, "config/_default/params.yaml": "hugoblox: {schema: '2.0'}\n"}
GENERATIONS = [OWN, BOOTSTRAP, TAILWIND, KIT]


def page(title: str, more: str = "") -> str:
    return f"---\ntitle: {title}\n{more}---\n"


def meta(path: Path) -> dict[str, Any]:
    return frontmatter.load(str(path)).metadata


def command(*args: object) -> Result:
    return CliRunner().invoke(main, ["new", *map(str, args)])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("files", GENERATIONS, ids=["own", "bootstrap", "tailwind", "kit"])
def test_what_is_made_has_no_problems(site: Site, files: dict[str, str], kind: str) -> None:
    folder = site({**files, "content/_index.md": page("Home")})
    made = new_content(kind, "Über 'Snow': #1 & \"more\"", folder)
    assert (folder / made.file).is_file()
    assert [problem for problem in check(folder) if problem.level is not Level.NOTE] == []
    read = (
        yaml.safe_load((folder / made.file).read_text("utf-8"))["name"]["display"]
        if made.file.endswith(".yaml")
        else meta(folder / made.file)["title"]
    )
    assert read == "Über 'Snow': #1 & \"more\""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            OWN,
            ["blog/a-b/index.md", "authors/a-b/index.md", "publications/a-b/index.md", "events/a-b/index.md"],
        ),
        (
            BOOTSTRAP,
            ["post/a-b/index.md", "authors/a-b/_index.md", "publication/a-b/index.md", "event/a-b/index.md"],
        ),
        (KIT, ["blog/a-b/index.md", "", "publications/a-b/index.md", "events/a-b/index.md"]),
    ],
)
def test_folders_of_an_empty_site_are_those_of_its_generation(
    site: Site, files: dict[str, str], expected: list[str]
) -> None:
    folder = site(files)
    made = [new_content(kind, "A B", folder).file for kind in KINDS]
    assert made == [f"content/{name}" if name else "data/authors/a-b.yaml" for name in expected]


def test_folders_are_those_that_the_site_has(site: Site) -> None:
    folder = site(
        {
            **TAILWIND,
            "content/News/2024-01-02-first.md": page("First"),
            "content/News/2024-02-03-second.md": page("Second"),
            "content/papers/one/index.md": page("One", "publication_types: ['1']\n"),
            "content/talks/_index.md": page("Talks"),
            "content/authors/mira/index.md": page("Mira", "tags: [ice, snow]\n"),
        }
    )
    today = now().date().isoformat()
    made = {kind: new_content(kind, "A B", folder) for kind in KINDS}
    assert {kind: written.file for kind, written in made.items()} == {
        "post": f"content/News/{today}-a-b.md",
        "person": "content/authors/a-b/index.md",
        "publication": "content/papers/a-b/index.md",
        "event": "content/talks/a-b/index.md",
    }
    assert made["post"].url == f"/news/{today}-a-b/"
    assert meta(folder / made["publication"].file)["publication_types"] == ["2"]
    text = (folder / made["person"].file).read_text()
    assert "# Groups here: ice, snow\ntags: []\n" in text and "user_groups" not in text


def test_people_stand_where_people_stand(site: Site) -> None:
    folder = site({**KIT, "content/authors/mira/_index.md": page("Mira", "user_groups: [Staff]\n")})
    made = new_content("person", "Anna Maria Fell", folder)
    assert made.file == "content/authors/anna-maria-fell/_index.md"
    found = meta(folder / made.file)
    assert (found["first_name"], found["last_name"], found["user_groups"]) == ("Anna Maria", "Fell", [])


def test_names_without_a_known_family_name_are_not_split(site: Site) -> None:
    folder = site(TAILWIND)
    for name in ("宋青", "宋 青", "Mira"):
        assert "last_name" not in meta(folder / new_content("person", name, folder).file)


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        ("post", "snow-is-late", "Snow is late"),
        ("post", "2024-01-02-snow-is-late", "Snow is late"),
        ("person", "mira-holt", "Mira Holt"),
        ("post", "snow", "snow"),
        ("post", "Twenty-one", "Twenty-one"),
        ("post", "  Two   words ", "Two words"),
        ("post", "true", "true"),
        ("post", "C# / R", "C# / R"),
    ],
)
def test_a_name_is_a_title_or_a_folder(site: Site, kind: str, name: str, title: str) -> None:
    folder = site(TAILWIND)
    made = new_content(kind, name, folder)
    assert meta(folder / made.file)["title"] == title
    assert "#" not in made.file and made.file.count("/") == 3


def test_the_owner_writes(site: Site) -> None:
    folder = site({**KIT, "data/authors/me.yaml": "name: {display: Mira}\nis_owner: true\n"})
    assert meta(folder / new_content("post", "A", folder).file)["authors"] == ["me"]


def test_languages_have_suffixes_or_folders(site: Site) -> None:
    folder = site({"hugo.yaml": f"{BASE}languages: {{en: {{}}, zh: {{}}}}\n"})
    assert new_content("post", "A b", folder).file == "content/blog/a-b/index.md"
    made = new_content("post", "A b", folder, lang="zh")
    assert (made.file, made.url, made.languages) == ("content/blog/a-b/index.zh.md", "/zh/blog/a-b/", ("en",))
    (folder / "hugo.yaml").write_text(
        f"{BASE}languages: {{en: {{contentDir: content/en}}, zh: {{contentDir: content/zh}}}}\n"
    )
    assert new_content("post", "A b", folder, lang="zh").file == "content/zh/blog/a-b/index.md"
    with pytest.raises(ContentError, match="no language 'fr'"):
        new_content("post", "B", folder, lang="fr")


@pytest.mark.parametrize("there", ["content/post/snow/index.md", "content/post/snow.md"])
def test_nothing_is_written_over(site: Site, there: str) -> None:
    folder = site({**TAILWIND, there: page("Mine"), "content/post/other/index.md": page("Other")})
    with pytest.raises(ContentError, match="there already") as error:
        new_content("post", "Snow", folder)
    assert error.value.problems[0].where.file == there
    assert (folder / there).read_text() == page("Mine")
    assert len(list((folder / "content/post").rglob("*.md"))) == 2


@pytest.mark.parametrize("name", ["", "  ", "...", "///", "!?"])
def test_a_name_has_letters(site: Site, name: str) -> None:
    with pytest.raises(ContentError, match="is no name"):
        new_content("post", name, site(TAILWIND))


def test_the_command_says_what_it_made_and_what_next(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site(TAILWIND)
    done = command("post", "Snow is late", folder)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Made content/post/snow-is-late/index.md\n")
    assert "`masthead run` shows it at /post/snow-is-late/" in done.stdout
    monkeypatch.chdir(folder)
    assert command("event", "Snow").exit_code == 0
    again = command("event", "Snow")
    assert (again.exit_code, again.stderr.splitlines()[0]) == (
        1,
        "content/event/snow/index.md: error: 'Snow' is there already, and was not changed.",
    )


@pytest.mark.parametrize(
    "words",
    [
        ["post"],
        ["post", "Snow", "is", "late"],
        ["lab", "more"],
        ["lab", "--lang", "en"],
        ["post", "Snow", "--template", "cv"],
        [],
    ],
)
def test_words_that_make_no_sense_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = command(*words)
    assert (done.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "Usage: " in done.stderr


def test_the_command_line_knows_every_kind() -> None:
    assert NAMED == KINDS
