"""Settings → a typed model: a value of the wrong type becomes a warning and the default."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from masthead.config.settings import Path, Place, Settings, unused_in
from masthead.errors import Problems, did_you_mean

ModelT = TypeVar("ModelT", bound=BaseModel)


class Part(BaseModel):
    """A group of settings: cannot be changed, ignores what it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", coerce_numbers_to_str=True, arbitrary_types_allowed=True
    )


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str | int | float) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
"""A list of words, where a single word may stand alone."""


def fit(model: type[ModelT], settings: Settings, problems: Problems) -> tuple[ModelT, list[Place]]:
    """The model with the values of the settings, and the places of settings that it does not know."""
    values = _copy(settings.values)
    while True:
        try:
            return model.model_validate(values), unused_in(
                Settings(_unknown(model, settings.values), settings.places)
            )
        except ValidationError as error:
            for details in error.errors():
                path = _reject(values, details["loc"])
                if details["input"] not in ("", False, [], {}):
                    _warn(model, settings.place(*path), path, details, problems)


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def _reject(values: Any, loc: tuple[str | int, ...]) -> Path:
    """Take out the value that an error is about; returns its path."""
    path: list[str | int] = []
    for step in loc:
        inside = isinstance(values, dict) and step in values
        if not inside:
            break
        path.append(step)
        holder, values = values, values[step]
    if path:
        del holder[path[-1]]
    return tuple(path)


def _warn(
    model: type[BaseModel], place: Place, path: Path, details: ErrorDetails, problems: Problems
) -> None:
    expected = details["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    message = f"`{place.key}` is {details['input']!r}, but should be {expected}."
    default = _default(model, path)
    near = did_you_mean(str(details["input"]), _choices(str(details.get("ctx", {}).get("expected", ""))))
    problems.warn(message, place.where, f"{near} {default!r} is used.".strip())


def _choices(expected: str) -> list[str]:
    return [word.strip("' ") for word in expected.replace(" or ", ",").split(",") if word.strip()]


def _default(model: type[BaseModel], path: Path) -> object:
    value: object = model.model_construct()
    for step in path:
        value = getattr(value, str(step), None)
    return value


def _unknown(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    unknown: dict[str, Any] = {}
    for key, value in values.items():
        field = model.model_fields.get(key)
        nested = _nested(field.annotation) if field else None
        if field is None:
            unknown[key] = value
        elif nested and isinstance(value, Mapping):
            unknown[key] = _unknown(nested, value)
    return unknown


def _nested(annotation: Any) -> type[BaseModel] | None:
    options = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    return next((o for o in options if isinstance(o, type) and issubclass(o, BaseModel)), None)
