"""Make a site of any size: N people, N publications, and N/10 landing pages of groups.

    python benchmarks/generate.py DIR N

The text is the same at every run. Each group's page shows the people of its tag, as a research centre's does.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

WORDS = (
    "snow", "river", "lake", "glacier", "sediment", "gauge", "model", "season", "sample", "forecast",
    "valley", "summit", "water", "record", "field", "measure", "station", "winter", "melt", "runoff",
    "slope", "storm", "basin", "data", "method", "result", "study", "change", "long", "short", "new",
)  # fmt: skip

PERSON = """---
title: {name}
tags: [{tag}, staff]
role: {role}
organizations:
  - name: Fellwater Centre
    url: https://fellwater.example/
interests: [{interests}]
profiles:
  - icon: at-symbol
    url: 'mailto:{slug}@fellwater.example'
    label: Email
---

{body}
"""

PUBLICATION = """---
title: {title}
authors:
  - {first}
  - {second}
date: {date}
publication_types: [article-journal]
publication: "*Journal of Mountain Water*, {volume}(1)"
abstract: {abstract}
doi: 10.5555/{number}
tags: [{tag}]
---

{body}
"""

GROUP = """---
title: {title}
date: 1{year:03}-01-01
type: landing

design:
  spacing: '1rem'

sections:
  - block: markdown
    content:
      title: {title}
  - block: collection
    id: members
    content:
      title: Members
      filters:
        folders:
          - authors
        tag: {tag}
      count: 0
    design:
      view: people-grid
      columns: 4
  - block: markdown
    content:
      title: What we do
      text: |
{text}
---

{body}
"""

SETTINGS = """title: Fellwater Centre
baseURL: https://fellwater.example/
params:
  locale:
    date_format: 2 January 2006
menus:
  main:
    - {name: Research, url: /research/, weight: 1}
    - {name: Publications, url: /publication/, weight: 2}
"""


def sentence(rng: random.Random, words: int) -> str:
    """A sentence of so many words, with some emphasis and a link now and then."""
    chosen = [rng.choice(WORDS) for _ in range(words)]
    chosen[words // 3] = f"**{chosen[words // 3]}**"
    if rng.random() < 0.3:
        chosen[words // 2] = f"[{chosen[words // 2]}](https://fellwater.example/{chosen[0]})"
    return " ".join(chosen).capitalize() + "."


def paragraphs(rng: random.Random, count: int) -> str:
    """Paragraphs of five sentences, a list after the second."""
    made = []
    for number in range(count):
        made.append(" ".join(sentence(rng, rng.randint(8, 18)) for _ in range(5)))
        if number == 1:
            made.append("\n".join(f"- {sentence(rng, 9)}" for _ in range(4)))
    return "\n\n".join(made)


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def generate(root: Path, count: int) -> None:
    """The whole site; the folder must not be there."""
    rng = random.Random(count)
    root.mkdir(parents=True)
    groups = max(1, count // 10)
    content = root / "content"
    write(root / "masthead.yaml", SETTINGS)
    write(content / "_index.md", "---\ntitle: Fellwater Centre\n---\n\nThe centre.\n")
    for number in range(count):
        slug = f"person-{number}"
        person = PERSON.format(
            name=f"{rng.choice(WORDS).capitalize()} {rng.choice(WORDS).capitalize()} {number}",
            tag=f"group-{number % groups}",
            role=sentence(rng, 4).rstrip("."),
            interests=", ".join(rng.sample(WORDS, 3)),
            slug=slug,
            body=paragraphs(rng, 2),
        )
        write(content / "authors" / slug / "index.md", person)
        publication = PUBLICATION.format(
            title=sentence(rng, 9).rstrip(".").replace("*", "").replace("[", "").split("]")[0],
            first=slug,
            second=f"person-{(number * 7 + 1) % count}",
            date=f"{2000 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}",
            volume=number % 60 + 1,
            abstract=" ".join(rng.choice(WORDS) for _ in range(60)),
            number=number,
            tag=rng.choice(WORDS),
            body=paragraphs(rng, 1),
        )
        write(content / "publication" / f"paper-{number}" / "index.md", publication)
    for number in range(groups):
        text = paragraphs(rng, 4)
        group = GROUP.format(
            title=f"Group {number}",
            year=number % 1000,
            tag=f"group-{number}",
            text="\n".join(f"        {line}" if line else "" for line in text.split("\n")),
            body=paragraphs(rng, 2),
        )
        write(content / "research" / f"group-{number}" / "index.md", group)


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
