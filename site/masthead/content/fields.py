"""Field types that read what people write: `'5'`, `"true"`, `tags: one`, an empty value."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from masthead.content.dates import parse_date
from masthead.content.notation import Key

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0", ""})


def _bool(value: Any) -> Any:
    word = str(value).strip().lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise ValueError("expected true or false")


def _int(value: Any) -> Any:
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        raise ValueError("expected a whole number") from None


def _text(value: Any) -> Any:
    if type(value) is str:
        return value
    if isinstance(value, (str, int, float)):
        return ("true" if value else "false") if isinstance(value, bool) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise ValueError("expected text")


def _texts(value: Any) -> Any:
    values = value if isinstance(value, (list, tuple)) else [value]
    return tuple(_text(item).strip() for item in values if item not in (None, ""))


def _date(value: Any) -> Any:
    return parse_date(value)


def _items(value: Any) -> Any:
    values = value if isinstance(value, (list, tuple)) else [value]
    return tuple(item for item in values if item not in (None, ""))


def _mapping(value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise ValueError("expected a map of keys and values")
    return value


Bool = Annotated[bool, BeforeValidator(_bool)]
Int = Annotated[int, BeforeValidator(_int)]
Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
Date = Annotated[datetime | None, BeforeValidator(_date)]
Mapped = Annotated[Mapping[str, Any], BeforeValidator(_mapping)]
ItemsOf = BeforeValidator(_items)
"""Annotation of a tuple field: a single value counts as a list of one, empty entries are left out."""


class Model(BaseModel):
    """Base of every model that reads front matter or data: frozen, an empty value is an absent one."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        populate_by_name=True,
        arbitrary_types_allowed=True,
        defer_build=True,  # most models are parts of another one, or of blocks that a site does not have
    )

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, data: Any) -> Any:
        if isinstance(data, dict) and None not in data.values():
            return data
        if isinstance(data, Mapping):
            return {key: value for key, value in data.items() if value is not None}
        return data


M = TypeVar("M", bound=BaseModel)
Report = Callable[[tuple[Key, ...], str], None]


def bind(model: type[M], data: Mapping[str, Any], report: Report) -> M:
    """Read `data` into `model`. Each value that does not fit is reported with its key path and left out.

    `report` gets the key path from the top of `data` and what was expected there.
    """
    kept: Any = data
    reported: set[tuple[Key, ...]] = set()
    while True:
        try:
            return model.model_validate(kept)
        except ValidationError as error:
            wrong = {tuple(found["loc"]): found for found in error.errors(include_url=False)}
            for path in wrong.keys() - reported:
                kept = _without(kept, path)
            if wrong.keys() <= reported:  # made from other keys, or emptying the value did not help
                kept = _fitting(model, kept)
            for path, problem in wrong.items():
                if path not in reported:
                    report(path, _said(path, problem, _value_at(data, path)))
            reported |= wrong.keys()


def _fitting(model: type[M], data: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that fit the model together; of two that do not, the first."""
    kept: dict[str, Any] = {}
    for key, value in data.items():
        try:
            model.model_validate({**kept, key: value})
        except ValidationError:
            continue
        kept[key] = value
    return kept


def _said(path: tuple[Key, ...], problem: ErrorDetails, found: Any) -> str:
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] in ("model_type", "model_attributes_type"):
        message = "expected a map of keys and values"
    if not message.endswith("."):
        message += f", found {reprlib.repr(found):.60}."
    return f"{'.'.join(map(str, path))}: {message}" if path else message


def _value_at(data: Any, path: tuple[Key, ...]) -> Any:
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return data
    return data


def _without(data: Any, path: tuple[Key, ...]) -> Any:
    """A copy of `data` in which the value at `path`, or the nearest above it that is there, is empty."""
    if not path:
        return data
    key, rest = path[0], path[1:]
    inner = _value_at(data, (key,))
    empty = not rest or not isinstance(inner, (Mapping, list, tuple))
    value = None if empty else _without(inner, rest)
    if isinstance(data, Mapping):
        return {**data, key: value}
    if isinstance(data, (list, tuple)) and isinstance(key, int):
        return [value if index == key else item for index, item in enumerate(data)]
    return data


def now() -> datetime:
    """The present moment, with its time zone."""
    return datetime.now(UTC)
