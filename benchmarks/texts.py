"""What generated pages are made of: names, words, and the shape of each kind of file."""

from __future__ import annotations

GIVEN = (
    "Ada", "Amir", "Anna", "Ben", "Bo", "Carla", "Chen", "Dana", "Dario", "Elif", "Emil", "Eva", "Farid",
    "Fen", "Gita", "Hana", "Hugo", "Ines", "Ivan", "Jana", "Jun", "Kai", "Lena", "Leo", "Lin", "Mara",
    "Mei", "Milo", "Nadia", "Nils", "Olga", "Omar", "Petra", "Priya", "Rosa", "Sami", "Tara", "Tom", "Vera",
    "Yusuf",
)  # fmt: skip
FAMILY = (
    "Abel", "Ahmadi", "Baker", "Berg", "Castro", "Chow", "Costa", "Dahl", "Diaz", "Engel", "Faber", "Feng",
    "Fischer", "Gallo", "Garcia", "Haas", "Hansen", "Ito", "Jansen", "Keller", "Khan", "Kim", "Klein",
    "Lang", "Larsen", "Lee", "Lopez", "Marin", "Meyer", "Mori", "Moser", "Nagy", "Novak", "Okafor", "Olsen",
    "Park", "Patel", "Petit", "Ramos", "Reed", "Rossi", "Roth", "Santos", "Sato", "Schmid", "Silva",
    "Singh", "Stein", "Suzuki", "Tanaka", "Torres", "Usman", "Vogel", "Wagner", "Wang", "Weber", "Wolf",
    "Wong", "Yilmaz", "Zhang",
)  # fmt: skip
WORDS = (
    "snow", "river", "lake", "glacier", "sediment", "gauge", "model", "season", "sample", "forecast",
    "valley", "summit", "water", "record", "field", "measure", "station", "winter", "melt", "runoff",
    "slope", "storm", "basin", "data", "method", "result", "study", "change", "groundwater", "rainfall",
    "catchment", "erosion", "canopy", "moisture", "temperature", "discharge", "reservoir", "drought",
    "flood", "estimate", "sensor", "network", "satellite", "survey", "long", "short", "new", "early",
    "late", "steep", "shallow", "frozen", "dense", "regional", "daily", "annual", "robust", "uncertain",
    "observed", "simulated", "of", "the", "in", "with", "and", "from", "under", "between", "across",
    "during", "without",
)  # fmt: skip
INTERESTS = (
    "Hydrology", "Glaciology", "Statistics", "Forecasting", "Ecology", "Geomorphology", "Sensing",
    "Modelling", "Climate",
)  # fmt: skip
ROLES = ("Professor", "Senior researcher", "Postdoctoral fellow", "Doctoral student", "Engineer")
TYPES = ("article-journal", "paper-conference", "chapter")
HEADINGS = ("Open questions", "Methods in use", "Where it is applied", "What comes next", "Measurements")
CODE = """```python
def melt(temperature: float, factor: float = {factor}) -> float:
    \"\"\"Millimetres of water a day.\"\"\"
    return max(0.0, temperature) * factor
```"""
FORMULA = r"""$$
\frac{{dS}}{{dt}} = P - E - Q, \qquad Q = k S^{{{power}}}
$$"""

SETTINGS = """title: Fellwater Centre
baseURL: https://fellwater.example/
params:
  locale:
    date_format: 2 January 2006
menus:
  main:
    - {name: Home, url: /, weight: 1}
    - {name: First group, url: /research/group-0/, weight: 2}
"""
ONLY_PAGES = """taxonomies: {}
disableKinds: [RSS, sitemap, robotsTXT]
"""
LISTS = """taxonomies:
  tag: tags
"""
NO_LIST = """---
title: {title}
build:
  render: never
---
"""
HOME = """---
title: Fellwater Centre
---

The centre measures **water** in the mountains. See [the first group](/research/group-0/).
"""
PERSON = """---
title: {name}
tags: [{tag}, {status}]
role: {role} of [Hydrology](https://fellwater.example/hydrology)
organizations:
  - name: Fellwater Centre
    url: https://fellwater.example/
interests: [{interests}]
profiles:
  - icon: at-symbol
    url: 'mailto:{slug}@fellwater.example'
    label: E-mail
  - icon: brands/github
    url: https://github.com/{slug}
    label: GitHub
---

{body}

{closing}
"""
PUBLICATION = """---
title: {title}
authors:
{authors}
date: {date}
publication_types: [{type}]
publication: "*Journal of Mountain Water*, {volume}(1)"
abstract: {abstract}
doi: 10.5555/fell.{number}
tags: [{tags}]
---

{body}

{closing}
"""
GROUP = """---
title: {title}
date: {year}-01-01
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
      title: Research overview
      text: |
{text}
---

## {title}

{body}
"""
