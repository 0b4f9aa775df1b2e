"""The list of repairs, in the order in which they are applied."""

from . import dashboard, gateway, loading, operations, organizations, stacks, states
from .automation import executions
from .buckets import attributes, ownership, public_access
from .clusters import access, api_server, pod_sessions
from .clusters import updates as cluster_updates
from .compliance import custom_rules, evaluations
from .containers import protection, tasks
from .containers import role_sessions as task_sessions
from .databases import changes as database_changes
from .databases import snapshots as database_snapshots
from .ec2 import (
    group_rules,
    groups,
    images,
    instances,
    interfaces,
    managed,
    network_acls,
    networks,
    prefix_lists,
    regions,
    service_interfaces,
    shared,
    sharing,
    snapshot_copies,
    snapshot_locks,
    snapshots,
)
from .events import alarms, api_calls, api_destinations, buses, delivery, rules, topics, trail
from .faults import control, hook
from .findings import (
    aggregators,
    announced,
    detectors,
    guard_duty,
    guard_duty_members,
    security_hub,
    security_hub_v2,
    trusted_lists,
)
from .functions import event_source, executor, logs, permissions, whole_policies
from .functions import interfaces as function_interfaces
from .guardrails import account_settings, recorders, trails
from .iam import attachments, enforcement, identities, role_sessions, session_length, simulation
from .limits import quotas, requests
from .metrics import buffer
from .reach import history
from .resolver import dns_firewall
from .scaling import classic, lifecycle, refresh, target_groups
from .scaling import groups as scaling_groups
from .tables import atomic_writes, item_size

_REPAIRS = (
    gateway,
    dashboard,
    stacks,
    loading,
    operations,
    executor,
    event_source,
    logs,
    permissions,
    whole_policies,
    organizations,
    enforcement,
    role_sessions,
    session_length,
    simulation,
    attachments,
    identities,
    rules,
    buses,
    delivery,
    api_destinations,
    topics,
    alarms,
    api_calls,
    trail,
    interfaces,
    service_interfaces,
    function_interfaces,
    shared,
    managed,
    instances,
    groups,
    images,
    group_rules,
    prefix_lists,
    network_acls,
    dns_firewall,
    networks,
    regions,
    snapshots,
    snapshot_copies,
    snapshot_locks,
    sharing,
    lifecycle,
    scaling_groups,
    refresh,
    target_groups,
    classic,
    attributes,
    ownership,
    public_access,
    database_changes,
    database_snapshots,
    tasks,
    protection,
    task_sessions,
    access,
    api_server,
    cluster_updates,
    pod_sessions,
    atomic_writes,
    item_size,
    buffer,
    announced,
    aggregators,
    security_hub,
    security_hub_v2,
    detectors,
    trails,
    recorders,
    account_settings,
    guard_duty_members,
    guard_duty,
    trusted_lists,
    executions,
    custom_rules,
    evaluations,
    requests,
    quotas,
    states,
    history,
    control,
    hook,
)


def apply() -> None:
    """Applies every repair to localemu and moto. Call it once, before the runtime starts."""
    for repair in _REPAIRS:
        repair.install()
