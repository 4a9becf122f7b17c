"""`cached_property` as Python has it since 3.12: without a lock at which threads wait for each other."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 12):
    from functools import cached_property as cached_property
else:
    from collections.abc import Callable
    from typing import Any, Generic, TypeVar, overload

    Value = TypeVar("Value")

    class cached_property(Generic[Value]):
        """A property that is worked out once for each object, and then stands in its `__dict__`."""

        def __init__(self, func: Callable[[Any], Value]) -> None:
            self.func = func
            self.__doc__ = func.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self.name = name

        @overload
        def __get__(self, instance: None, owner: type | None = None) -> cached_property[Value]: ...

        @overload
        def __get__(self, instance: object, owner: type | None = None) -> Value: ...

        def __get__(
            self, instance: object | None, owner: type | None = None
        ) -> Value | cached_property[Value]:
            if instance is None:
                return self
            value = instance.__dict__[self.name] = self.func(instance)
            return value
