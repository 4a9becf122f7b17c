"""Which person a name stands for, in any script, and names that are nearly somebody's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache

from msgspec import Struct

from masthead.content.model import Page
from masthead.content.people import Author
from masthead.errors import Problems

WITHOUT_SPACES = "\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
"""Scripts in which a space in a name tells nothing: Han, kana and Hangul."""

SHORTEST = 10
"""Letters that a name needs to be told apart from a name that is merely much like it."""

_APOSTROPHES = re.compile(r"['\u2018\u2019\u02bc`]")
_NO_WORD = re.compile(r"[^a-z0-9]")
_SPACE_IN_ASIAN_NAME = f"(?<=[{WITHOUT_SPACES}]) (?=[{WITHOUT_SPACES}])"  # compiled for the first of them


@lru_cache(maxsize=65_536)
def key_of(name: str) -> str:
    """A name as it is compared: letters, marks and digits alone, in one width and one case."""
    if name.isascii():
        return " ".join(_NO_WORD.sub(" ", _APOSTROPHES.sub("", name.lower())).split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    letters = _APOSTROPHES.sub("", folded)
    words = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in letters).split()
    return re.sub(_SPACE_IN_ASIAN_NAME, "", " ".join(words))


def bare(key: str) -> str:
    """A key without accents, by which nearly equal names are found."""
    if key.isascii():
        return key
    return "".join(c for c in unicodedata.normalize("NFD", key) if unicodedata.category(c) != "Mn")


def keys_of(name: str) -> tuple[str, ...]:
    """The keys that a name in `authors:` may be known by: as it is written, and `Family, Given` turned."""
    family, comma, given = name.partition(",")
    return (key_of(name), key_of(f"{given} {family}")) if comma else (key_of(name),)


def _slugs(author: Author) -> tuple[str, ...]:
    return (author.slug,)


def _shown(author: Author) -> tuple[str, ...]:
    return (author.name,)


def _others(author: Author) -> tuple[str, ...]:
    who = author.person
    full = (f"{who.given} {who.family}", f"{who.family}{who.given}") if who.given and who.family else ()
    return (*full, who.alternate, who.pronunciation, *who.names)


class Names(Struct, frozen=True, dict=True):
    """The people of one language by their names: `by_slug` as their folders or files are called.

    A slug comes before the name that is shown, and that before `first_name` with `last_name`, `alternate`,
    `name_pronunciation` and `names`. A name that two people share stands for neither.
    """

    by_slug: Mapping[str, Author]

    def find(self, name: str) -> Author | None:
        """The person that a name stands for, or None."""
        exact = self.by_slug.get(name)
        return exact or next((found for key in keys_of(name) if (found := self._by_key.get(key))), None)

    @cached_property
    def _by_key(self) -> Mapping[str, Author | None]:
        found: dict[str, Author | None] = {}
        for names in (_slugs, _shown, _others):
            found = {**_unique(self.by_slug.values(), names), **found}
        return found

    def slips(self) -> Slips:
        """What tells names that are nearly somebody's; to be let go of when all of them are told."""
        found: dict[tuple[bool, str], list[tuple[str, Author]]] = {}
        for key, author in self._by_key.items():
            if author is not None and len(key) >= SHORTEST:
                entry = bare(key), author
                for end in _ends(entry[0]):
                    found.setdefault(end, []).append(entry)
        return Slips(found)


class Slips(Struct, frozen=True):
    """People and the keys of their names, by how these begin and end."""

    by_ends: Mapping[tuple[bool, str], Sequence[tuple[str, Author]]]

    def near(self, name: str) -> Author | None:
        """The one person whose name is a single letter, or an accent, away from a name that is nobody's."""
        key = bare(key_of(name))
        if len(key) < SHORTEST:
            return None
        found = {
            author.slug: author
            for end in _ends(key)
            for other, author in self.by_ends.get(end, ())
            if one_apart(key, other)
        }
        return next(iter(found.values())) if len(found) == 1 else None


def _unique(people: Iterable[Author], names: Callable[[Author], tuple[str, ...]]) -> dict[str, Author | None]:
    """People by the keys of some of their names; None for one that two of them share."""
    found: dict[str, Author | None] = {}
    for author in people:
        for key in {key_of(name) for name in names(author)} - {""}:
            found[key] = author if found.get(key, author) is author else None
    return found


def _ends(key: str) -> tuple[tuple[bool, str], tuple[bool, str]]:
    """How a key begins and ends, of which one slip leaves one as it was."""
    return (True, key[: SHORTEST // 2 - 1]), (False, key[1 - SHORTEST // 2 :])


def one_apart(one: str, other: str) -> bool:
    """Whether at most one letter is added, left out, changed, or changed places with its neighbour."""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return abs(len(one) - len(other)) <= 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[1::-1] == b[:2] and a[2:] == b[2:])


def authors_of(page: Page) -> list[str]:
    """The names under a page's `authors:`, as they are written."""
    value = page.meta.get("authors")
    values = value if isinstance(value, (list, tuple)) else [value]
    return [str(name).strip() for name in values if name not in (None, "")]


def warn_of_near_misses(pages: Iterable[Page], names: Mapping[str, Names], problems: Problems) -> None:
    """Name everybody's nearly right names, each once; `names` are by language."""
    seen: set[tuple[str, str]] = set()
    told: set[str] = set()
    slips = cache(lambda lang: names[lang].slips())
    for page in pages:
        for index, name in enumerate(authors_of(page)):
            if (page.lang, name) in seen or name in told or names[page.lang].find(name) is not None:
                seen.add((page.lang, name))
                continue
            seen.add((page.lang, name))
            author = slips(page.lang).near(name)
            if author is not None:
                told.add(name)
                message = f"{name!r} is nobody; did you mean {author.name!r}?"
                hint = f"Correct it, or add it to the `names` of {author.slug!r} if it is theirs."
                problems.warn(message, page.where("authors", index), hint)
