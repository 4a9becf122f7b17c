"""Settings → a typed model: a value of the wrong type becomes a warning and the default."""

from __future__ import annotations

import re
import types
import warnings
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from masthead.config.settings import Path, Place, Settings, unused_in
from masthead.errors import Problems, did_you_mean

ModelT = TypeVar("ModelT", bound=BaseModel)


class Part(BaseModel):
    """A group of settings: cannot be changed, ignores what it does not know.

    Where a part is the default of another one's field, `model_construct` makes it: values are validated by
    the model that the part belongs to, so that hardly any part ever needs a validator of its own.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        coerce_numbers_to_str=True,
        arbitrary_types_allowed=True,
        defer_build=True,  # most models are parts of another one, or of blocks that a site does not have
    )


def as_tuple(value: object) -> object:
    """A list of one for a value that stands alone."""
    return (value,) if isinstance(value, str | int | float) else value


Names = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
"""A list of words, where a single word may stand alone."""


def _as_folder(value: str) -> str:
    if not value.strip():
        raise ValueError("the name of a folder")
    return PurePosixPath(value.strip().lstrip("/")).as_posix()


Folder = Annotated[str, AfterValidator(_as_folder)]
"""A folder of the site, without slashes around it."""

Folders = Annotated[tuple[Folder, ...], BeforeValidator(as_tuple)]
"""One folder, or a list of them."""


def _as_pattern(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)
            return re.compile(value)
    except (re.error, FutureWarning) as error:
        raise ValueError(f"a regular expression ({error})") from error


Pattern = Annotated[re.Pattern[str], BeforeValidator(_as_pattern)]
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(as_tuple)]
"""One regular expression, or a list of them."""


def word(**short: str) -> BeforeValidator:
    """Reads a word in any case, or what stands for it."""

    def read(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, str | int):
            return value
        word = str(value).strip().lower()
        return short.get(word, word)

    return BeforeValidator(read)


def fit(model: type[ModelT], settings: Settings, problems: Problems) -> tuple[ModelT, list[Place]]:
    """The model with the values of the settings, and the places of settings that it does not know."""
    values = _copy(settings.values)
    while True:
        try:
            unknown = Settings(_unknown(model, settings.values), settings.places)
            return model.model_validate(values), unused_in(unknown)
        except ValidationError as error:
            wrong = {_path(values, details["loc"]): details for details in error.errors()}
            for path, details in wrong.items():
                if details["input"] is not False and details["input"] not in ("", [], {}):
                    _warn(model, settings.place(*path), path, details, problems)
            for path in reversed(wrong):
                _delete(values, path)


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def _path(values: Any, loc: tuple[str | int, ...]) -> Path:
    """The path to the value that an error is about: its `loc` as far as that names values."""
    path: Path = ()
    for step in loc:
        in_list = isinstance(values, list) and isinstance(step, int)
        if not in_list and not (isinstance(values, dict) and step in values):
            break
        values, path = values[step], (*path, step)
    return path


def _delete(values: Any, path: Path) -> None:
    for step in path[:-1]:
        values = values[step]
    del values[path[-1]]


def _warn(
    model: type[BaseModel], place: Place, path: Path, details: ErrorDetails, problems: Problems
) -> None:
    expected = (
        details["msg"].removeprefix("Input should be ").removeprefix("Value error, ").split(", unable")[0]
    )
    message = f"`{place.key}` is {details['input']!r}, but should be {expected}."
    near = did_you_mean(str(details["input"]), _choices(str(details.get("ctx", {}).get("expected", ""))))
    default = _default(model, path)
    instead = "It is left out." if default in (None, "", ()) else f"The default, {default!r}, is used."
    problems.warn(message, place.where, f"{near} {instead}".strip())


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
