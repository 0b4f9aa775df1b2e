"""The list of repairs, in the order in which they are applied."""

from . import dashboard, gateway, operations, organizations
from .automation import executions
from .compliance import custom_rules, evaluations
from .ec2 import groups, instances, interfaces, snapshots
from .events import alarms, api_calls, buses, delivery, rules, topics, trail
from .findings import security_hub
from .functions import event_source, executor, logs
from .iam import enforcement, role_sessions, simulation
from .metrics import buffer
from .scaling import classic, target_groups
from .scaling import groups as scaling_groups
from .tables import atomic_writes

_REPAIRS = (
    gateway,
    dashboard,
    operations,
    executor,
    event_source,
    logs,
    organizations,
    enforcement,
    role_sessions,
    simulation,
    rules,
    buses,
    delivery,
    topics,
    alarms,
    api_calls,
    trail,
    interfaces,
    instances,
    groups,
    snapshots,
    scaling_groups,
    target_groups,
    classic,
    atomic_writes,
    buffer,
    security_hub,
    executions,
    custom_rules,
    evaluations,
)


def apply() -> None:
    """Applies every repair to localemu and moto. Call it once, before the runtime starts."""
    for repair in _REPAIRS:
        repair.install()
