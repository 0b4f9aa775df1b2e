"""A service answers nothing before all of its operations have their routes.

localemu counts a service as loaded before it has laid the routes, so that calls which come at the same moment as its first
one end with "no handler for operation".
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
    """Lets calls wait for the routes of their service."""
    wrap(ServiceLoader, "require_service")(_require)
