"""Adds whole operations to localemu, or replaces its own."""

from collections.abc import Callable
from typing import Any

from localemu.aws.api import CommonServiceException
from localemu.aws.skeleton import Skeleton

from .patching import wrap

Operation = Callable[[Any, dict[str, Any]], dict[str, Any]]
"""Receives the request context and the parsed parameters; returns the response."""

_added: dict[str, dict[str, Operation]] = {}


def add(service: str, operations: dict[str, Operation]) -> None:
    """Adds the operations of a service by their names. They replace what localemu has for these names."""
    _added.setdefault(service, {}).update(operations)


def error(code: str, text: str, status: int = 400) -> CommonServiceException:
    """An error of the service, to raise."""
    return CommonServiceException(code, text, status, sender_fault=True)


def _with_added(build: Any, self: Any, service: Any, implementation: Any) -> None:
    build(self, service, implementation)
    self.dispatch_table = {**self.dispatch_table, **_added.get(service.service_name, {})}


def install() -> None:
    """Makes every service support the added operations."""
    wrap(Skeleton, "__init__")(_with_added)
