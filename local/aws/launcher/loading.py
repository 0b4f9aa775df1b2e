"""A service answers only after all of its operations have their routes.

localemu marks a service as loaded before it has added the routes, so that calls at the same time as the first one fail
with "no handler for operation".
"""

from typing import Any

from localemu.aws.handlers.service_plugin import ServiceLoader

from .patching import wrap

_ready: set[str] = set()


def _require(load: Any, self: Any, chain: Any, context: Any, response: Any) -> None:
    name = context.service.service_name if context.service else None
    if name is None or name in _ready:
        return
    with self.service_locks[name]:
        load(self, chain, context, response)
        _ready.add(name)


def install() -> None:
    """Makes calls wait for the routes of their service."""
    wrap(ServiceLoader, "require_service")(_require)
