"""Make a site of any size: N people, N publications, and N/10 landing pages of their groups.

    python benchmarks/generate.py DIR N [--lists]

The site is the same at every run. A group's page shows the people of its tag, ten of them, above a long text;
a publication has authors among the people. The site has these pages and its home page, and no others; with
`--lists` it has what Hugo makes besides, too: sections, tags, pages of lists, feeds and a site map.
"""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from texts import (
    CODE,
    FAMILY,
    FORMULA,
    GIVEN,
    GROUP,
    HEADINGS,
    HOME,
    INTERESTS,
    LISTS,
    NO_LIST,
    ONLY_PAGES,
    PERSON,
    PUBLICATION,
    ROLES,
    SETTINGS,
    TYPES,
    WORDS,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its folder below content/, the text of its file, and phrases that a reader finds on it."""

    path: str
    text: str
    phrases: tuple[str, ...]


def name(number: int) -> str:
    """The name of a person; all of the first 62,400 differ."""
    mixed = number * 7919 % (len(GIVEN) * len(FAMILY) * 26)
    mixed, given = divmod(mixed, len(GIVEN))
    initial, family = divmod(mixed, len(FAMILY))
    return f"{GIVEN[given]} {chr(65 + initial)}. {FAMILY[family]}"


def plain(rng: Random, words: int) -> str:
    """So many words, the first with a capital, without marks."""
    return " ".join(rng.choices(WORDS, k=words)).capitalize()


def sentence(rng: Random) -> str:
    """A sentence with emphasis, a link or code now and then."""
    words = rng.choices(WORDS, k=rng.randint(8, 20))
    at = len(words) // 2
    chance = rng.random()
    if chance < 0.12:
        words[at] = f"**{words[at]} {words[0]}**"
    elif chance < 0.2:
        words[at] = f"[{words[at]} {words[0]}](https://fellwater.example/{words[1]}/)"
    elif chance < 0.24:
        words[at] = f"`{words[at]}_{words[0]}`"
    elif chance < 0.27:
        words[at] = f"*{words[at]}*"
    return " ".join(words).capitalize() + "."


def paragraph(rng: Random, sentences: int) -> str:
    """Sentences in one line."""
    return " ".join(sentence(rng) for _ in range(sentences))


def bullets(rng: Random, items: int) -> str:
    """A list whose items begin with a bold word."""
    return "\n".join(f"- **{plain(rng, 2)}**: {plain(rng, rng.randint(8, 14))}." for _ in range(items))


def overview(rng: Random) -> str:
    """The long text of a landing page, about 3,000 characters: parts with headings and lists."""
    parts = [paragraph(rng, 4)]
    for heading in rng.sample(HEADINGS, 3):
        parts += [f"### {heading}", paragraph(rng, 1), bullets(rng, 3)]
    # A list that follows its line at once, as people write it.
    parts.insert(4, f"For example:\n{bullets(rng, 2)}")
    return "\n\n".join([*parts, paragraph(rng, 3), paragraph(rng, 3)])


def person(number: int, count: int) -> Entry:
    """A person of the group `number` modulo the number of groups; a quarter have a list of teaching."""
    rng = Random(f"person {number}")
    slug, role, closing = f"person-{number}", rng.choice(ROLES), plain(rng, 9)
    parts = [paragraph(rng, 3), paragraph(rng, 2)]
    if number % 4 == 0:
        parts += ["### Teaching", bullets(rng, 3)]
    text = PERSON.format(
        name=name(number),
        tag=f"group-{number % max(1, count // 10)}",
        status=rng.choice(("staff", "visitor")),
        role=role,
        interests=", ".join(rng.sample(INTERESTS, 3)),
        slug=slug,
        body="\n\n".join(parts),
        closing=f"{closing}.",
    )
    return Entry(f"authors/{slug}", text, (name(number), f"{role} of Hydrology", closing))


def publication(number: int, count: int) -> Entry:
    """A paper of three people and somebody else; a fifth have code, another fifth a formula."""
    rng = Random(f"publication {number}")
    title, closing = plain(rng, 9), plain(rng, 9)
    slugs = dict.fromkeys(f"person-{at % count}" for at in (number, number * 7 + 1, number * 13 + 2))
    abstract, parts = paragraph(rng, 6), [paragraph(rng, 2), "## Data", bullets(rng, 2)]
    if number % 5 == 0:
        parts.append(CODE.format(factor=rng.randint(2, 6)))
    if number % 5 == 1:
        parts.append(FORMULA.format(power=rng.randint(2, 4)))
    text = PUBLICATION.format(
        title=title,
        authors="\n".join(f"  - {author}" for author in [*slugs, "Robin Outside"]),
        date=f"{2000 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        type=TYPES[number % len(TYPES)],
        volume=number % 60 + 1,
        abstract=abstract,
        number=number,
        tags=", ".join(rng.sample(WORDS[:40], 2)),
        body="\n\n".join(parts),
        closing=f"{closing}.",
    )
    return Entry(f"publication/paper-{number}", text, (title, name(number), "Robin Outside", closing))


def group(number: int, count: int) -> Entry:
    """The landing page of a group: a title, its people, and a long text; its body feeds summaries alone."""
    rng = Random(f"group {number}")
    title, text = f"Group {number} on {rng.choice(INTERESTS)}", overview(rng)
    closing = plain(rng, 9)
    page = GROUP.format(
        title=title,
        year=1000 + number % 1000,
        tag=f"group-{number}",
        text=textwrap.indent(f"{text}\n\n{closing}.", " " * 8),
        body=overview(rng),
    )
    members = (name(member) for member in range(number, count, max(1, count // 10)))
    return Entry(f"research/group-{number}", page, (title, *members, closing))


def entries(count: int) -> Iterator[Entry]:
    """All the pages but the home page."""
    for number in range(count):
        yield person(number, count)
        yield publication(number, count)
    for number in range(max(1, count // 10)):
        yield group(number, count)


def generate(root: Path, count: int, *, lists: bool = False) -> None:
    """The whole site in a folder that must not be there."""
    content = root / "content"
    content.mkdir(parents=True)
    (root / "masthead.yaml").write_text(SETTINGS + (LISTS if lists else ONLY_PAGES), encoding="utf-8")
    (content / "_index.md").write_text(HOME, encoding="utf-8")
    for section in ("authors", "publication", "research"):
        (content / section).mkdir()
        if not lists:
            unseen = NO_LIST.format(title=section.title())
            (content / section / "_index.md").write_text(unseen, encoding="utf-8")
    for entry in entries(count):
        folder = content / entry.path
        folder.mkdir()
        (folder / "index.md").write_text(entry.text, encoding="utf-8")


def main() -> None:
    """Make the site that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("--lists", action="store_true", help="sections, tags and feeds, too")
    args = parser.parse_args()
    generate(args.folder, args.count, lists=args.lists)


if __name__ == "__main__":
    main()
