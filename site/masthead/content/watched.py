"""A library that notes what is asked of it, so that the same can be asked again later.

What a page is made of, beside settings, templates and the engine, comes out of a library. Each look-up is a
question: where it was made, its name, and plain values. A page whose questions all have the answers that they
had comes out as it did. Nothing else in the engine has to know of this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast

from masthead.content.answers import Answers, encoded, look_up, written
from masthead.content.library import Library
from masthead.content.members import Item, Members, Order
from masthead.content.model import File, Page
from masthead.content.notes import Noted, Notes, Question
from masthead.content.people import Author

Key = TypeVar("Key")
Value = TypeVar("Value")
Method = TypeVar("Method", bound=Callable[..., Any])

HERE = ()
"""Where the look-ups of a library itself are made; a mapping or a method of it is a place of its own."""


class Observer:
    """Asks a library, and notes questions on the trace of whatever is being made, with their answers."""

    def __init__(self, notes: Notes, answers: Answers) -> None:
        self.notes, self._answers = notes, answers
        self._numbers: dict[Question, int] = {}

    def __call__(self, whole: object, place: tuple[str, ...], verb: str, *args: object) -> Any:
        """Answer a question, and note it."""
        answer = look_up(whole, verb, args)
        question = (place, verb, *map(encoded, args))
        number = self._numbers.get(question)
        if number is None:
            number = self.notes.ask((written(question), self._answers.note(answer)))
            self._numbers[question] = number
        self.notes.trace.asked[number] = None
        return answer

    def is_empty(self, whole: Mapping[Any, object], place: tuple[str, ...]) -> bool:
        """Whether there is nothing at all in a place: no question."""
        return not whole


class WatchedMapping(Mapping[Key, Value]):
    """A mapping whose every look-up is a question: for one key, for all keys, or for all there is."""

    def __init__(self, whole: Mapping[Key, Value], place: tuple[str, ...], observe: Observer) -> None:
        self._whole, self._place, self._observe = whole, place, observe
        self._is_empty = observe.is_empty(whole, place)

    def __getitem__(self, key: Key) -> Value:
        found: Value | None = self._observe(self._whole, self._place, "get", key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return bool(self._observe(self._whole, self._place, "has", key))

    def __iter__(self) -> Iterator[Key]:
        return iter(self._observe(self._whole, self._place, "names"))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def get(self, key: Key, default: Any = None) -> Any:
        """What stands under a key; where there is nothing at all, one question for all keys."""
        if self._is_empty:
            self._observe(self._whole, self._place, "names")
            return default
        found = self._observe(self._whole, self._place, "get", key)
        return default if found is None else found

    def values(self) -> Any:
        """All there is."""
        return self._observe(self._whole, self._place, "all").values()

    def items(self) -> Any:
        """All there is, with its keys."""
        return self._observe(self._whole, self._place, "all").items()


def asking(method: Method) -> Method:
    """A method that asks the whole object in its place, and notes that."""
    name = method.__name__

    @wraps(method)
    def ask(self: Any, *args: Any) -> Any:
        return self.observe(self.whole, self.place, name, *args)

    return cast(Method, ask)


def asking_for(name: str) -> Callable[[Any], Any]:
    """What gives a value of the whole object in its place, and notes that."""

    def ask(self: Any) -> Any:
        return self.observe(self.whole, self.place, name)

    return ask


class WatchedMembers(Members):
    """Members whose every look-up is a question."""

    def __init__(self, whole: Members, place: tuple[str, ...], observe: Observer) -> None:
        _become(self, whole=whole, place=place, observe=observe, kept={})

    with_terms = asking(Members.with_terms)
    in_folder = asking(Members.in_folder)
    called = asking(Members.called)
    people = property(asking_for("people"))
    pages = property(asking_for("pages"))
    owners = property(asking_for("owners"))

    def once(self, key: object, order: Order, make: Callable[[], Sequence[Item]]) -> Sequence[Item]:
        """A list that is made once; what was asked for it is noted whenever it is wanted."""
        notes, kept = self.observe.notes, self.kept
        if key not in kept:
            with notes.tracing() as trace:
                made = make()
            kept[key] = made, trace.noted()
        made, noted = kept[key]
        notes.trace.take(noted)
        return made

    observe: Observer
    kept: dict[object, tuple[Sequence[Item], Noted]]


class Watched(Library):
    """A library whose every look-up is a question; what is not asked for through it are settings."""

    def __init__(self, whole: Library, observe: Observer) -> None:
        def watch(name: str, *place: str) -> WatchedMapping[Any, Any]:
            found = getattr(whole, name)
            for key in place:
                found = found(key) if callable(found) else found[key]
            return WatchedMapping(found, (name, *place), observe)

        langs = list(whole.pages)
        _become(self, whole=whole, place=HERE, observe=observe)
        _become(self, config=whole.config, files=whole.files, hidden=whole.hidden, problems=whole.problems)
        _become(self, sharing=whole.sharing, broken=whole.broken, names=whole.names)
        for name in ("pages", "people", "terms"):
            _become(
                self, **{name: {lang: watch(name, lang) for lang in langs if lang in getattr(whole, name)}}
            )
        _become(self, widgets=watch("widgets"), table=watch("table"), watched_media=watch("media"))
        _become(self, authors_by_path=watch("authors_by_path"))
        _become(self, indices={lang: watch("keyword_index", lang) for lang in langs})
        lists = {lang: WatchedMembers(whole.members(lang), ("members", lang), observe) for lang in langs}
        _become(self, lists=lists)

    whole: Library
    observe: Observer
    watched_media: Mapping[str, File]
    indices: Mapping[str, Mapping[tuple[str, str], list[Page]]]
    lists: Mapping[str, Members]

    page = asking(Library.page)
    home = asking(Library.home)
    parent = asking(Library.parent)
    along = asking(Library.along)
    children = asking(Library.children)
    descendants = asking(Library.descendants)
    neighbours = asking(Library.neighbours)
    ordered_children = asking(Library.ordered_children)
    term_pages = asking(Library.term_pages)
    term_list = asking(Library.term_list)
    listed_pages = asking(Library.listed_pages)
    latest = asking(Library.latest)
    page_count = asking(Library.page_count)
    page_items = asking(Library.page_items)
    terms_below = asking(Library.terms_below)
    about = asking(Library.about)
    author = asking(Library.author)
    written_by = asking(Library.written_by)
    url_of_file = asking(Library.url_of_file)
    year = asking(Library.year)
    passed = asking(Library.passed)
    utilities = property(asking_for("utilities"))

    @property
    def media(self) -> Mapping[str, File]:
        """The files of assets/media/ by their path from there."""
        return self.watched_media

    def keyword_index(self, lang: str) -> Mapping[tuple[str, str], list[Page]]:
        """The regular pages of a language by the keywords that make pages related."""
        return self.indices[lang]

    def members(self, lang: str) -> Members:
        """The people and pages of one language, by what lists ask for."""
        return self.lists[lang]

    def bearer(self, page: Page) -> Author | None:
        """The person whose page it is: a question for pages that may be somebody's."""
        return super().bearer(page)

    def ancestors(self, page: Page) -> list[Page]:
        """The pages above it: a question that all pages of a folder have in common."""
        return super().ancestors(page)

    def date(self, page: Page) -> datetime | None:
        """A page's date: a question where the pages below it tell."""
        return page.date if page.date is not None or not page.is_branch else self.date_below(page)

    def translations(self, page: Page) -> list[Page]:
        """The page in all languages: a question where there are several."""
        return super().translations(page) if len(self.config.languages) == 1 else self.translated(page)

    date_below = asking(Library.date)
    translated = asking(Library.translations)

    def in_order(self, pages: Iterable[Page]) -> list[Page]:
        """Pages of this library in Hugo's order, which they tell themselves: no question."""
        return self.whole.in_order(pages)


def _become(thing: object, **values: object) -> None:
    """Set what a frozen object is made of."""
    for name, value in values.items():
        object.__setattr__(thing, name, value)
