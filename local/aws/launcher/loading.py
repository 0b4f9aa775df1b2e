"""A service answers only after all of its operations have their routes, and its model is read once.

localemu marks a service as loaded before it has added the routes, so that calls at the same time as the first one fail
with "no handler for operation". Each of these calls also reads the service's model, which takes seconds for EC2.
"""

import threading
from typing import Any

from localemu.aws import spec
from localemu.aws.handlers.service_plugin import ServiceLoader

from .patching import wrap

_ready: set[str] = set()
_reading = threading.RLock()


def _require(load: Any, self: Any, chain: Any, context: Any, response: Any) -> None:
    name = context.service.service_name if context.service else None
    if name is None or name in _ready:
        return
    with self.service_locks[name]:
        load(self, chain, context, response)
        _ready.add(name)


def _read_model(read: Any, *arguments: Any, **options: Any) -> Any:
    with _reading:
        return read(*arguments, **options)


def install() -> None:
    """Makes calls wait for the model and the routes of their service."""
    wrap(ServiceLoader, "require_service")(_require)
    wrap(spec, "load_service")(_read_model)
