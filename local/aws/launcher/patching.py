"""Applies repairs to localemu and moto. Every replaced name must exist, so that incompatible versions fail loudly."""

from collections.abc import Callable
from functools import wraps
from typing import Any


def original(owner: Any, name: str) -> Any:
    """The function `name` of a module or class. Raises AttributeError if the pinned version does not have it."""
    if not hasattr(owner, name):
        raise AttributeError(f"{owner.__name__} has no {name}: the repair does not fit this version of the package")
    return getattr(owner, name)


def replace(owner: Any, name: str, replacement: Any) -> None:
    """Replaces `owner.name` by `replacement`. Raises AttributeError if it does not exist."""
    original(owner, name)
    setattr(owner, name, replacement)


def wrap(owner: Any, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator: the decorated function replaces `owner.name` and gets the earlier function as first argument."""
    earlier = original(owner, name)

    def install(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(earlier)  # localemu finds the handlers of operations by the attributes of these functions
        def replacement(*arguments: Any, **options: Any) -> Any:
            return function(earlier, *arguments, **options)

        setattr(owner, name, replacement)
        return function

    return install
