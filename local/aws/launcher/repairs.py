"""The list of repairs, in the order in which they are applied."""

from . import organizations
from .ec2 import interfaces
from .events import buses, delivery, rules
from .functions import event_source, executor
from .iam import enforcement, role_sessions

_REPAIRS = (
    executor,
    event_source,
    organizations,
    enforcement,
    role_sessions,
    rules,
    buses,
    delivery,
    interfaces,
)


def apply() -> None:
    """Applies every repair to localemu and moto. Call it once, before the runtime starts."""
    for repair in _REPAIRS:
        repair.install()
