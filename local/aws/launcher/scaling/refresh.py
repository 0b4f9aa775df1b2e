"""Instance refresh, completed immediately. Standby and scale-in protection decide which members it terminates.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html
"""

import uuid
from datetime import UTC, datetime
from typing import Any

from ..operations import add, error

_refreshes: dict[tuple[str, str, str], list[dict[str, Any]]] = {}


def _group(context: Any, parameters: dict[str, Any]) -> tuple[Any, Any]:
    from moto.autoscaling.models import autoscaling_backends

    backend = autoscaling_backends[context.account_id][context.region]
    group = backend.autoscaling_groups.get(parameters["AutoScalingGroupName"])
    if group is None:
        name = parameters["AutoScalingGroupName"]
        raise error("ValidationError", f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
    return backend, group


def _of(context: Any, name: str) -> list[dict[str, Any]]:
    return _refreshes.setdefault((context.account_id, context.region, name), [])


def _start(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    backend, group = _group(context, parameters)
    known = _of(context, group.name)
    if any(one["Status"] == "InProgress" for one in known):
        raise error("InstanceRefreshInProgress", "An Instance Refresh is already in progress and blocks the execution.")
    preferences = parameters.get("Preferences") or {}
    fate = {"Standby": preferences.get("StandbyInstances", "Wait")}
    protected = preferences.get("ScaleInProtectedInstances", "Wait")
    waits, ends = [], []
    for member in group.instance_states:
        decided = fate.get(member.lifecycle_state, "Refresh")
        if member.lifecycle_state == "InService" and member.protected_from_scale_in:
            decided = protected
        if decided == "Wait":
            waits.append(member.instance.id)
        elif decided in ("Refresh", "Terminate"):
            ends.append(member.instance.id)
    for instance_id in ends:
        backend.terminate_instance(instance_id, False)
    refresh = {
        "InstanceRefreshId": str(uuid.uuid4()),
        "AutoScalingGroupName": group.name,
        "Status": "InProgress" if waits else "Successful",
        "StatusReason": f"Waiting for instances {', '.join(waits)}" if waits else None,
        "StartTime": datetime.now(UTC),
        "PercentageComplete": 0 if waits else 100,
        "InstancesToUpdate": len(waits),
        "Preferences": preferences,
    }
    known.insert(0, {name: value for name, value in refresh.items() if value is not None})
    return {"InstanceRefreshId": refresh["InstanceRefreshId"]}


def _describe(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    _, group = _group(context, parameters)
    wanted = parameters.get("InstanceRefreshIds")
    found = [one for one in _of(context, group.name) if not wanted or one["InstanceRefreshId"] in wanted]
    return {"InstanceRefreshes": found}


def _cancel(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    _, group = _group(context, parameters)
    for one in _of(context, group.name):
        if one["Status"] == "InProgress":
            one["Status"] = "Cancelled"
            return {"InstanceRefreshId": one["InstanceRefreshId"]}
    raise error("ActiveInstanceRefreshNotFound", "No in progress or pending Instance Refresh found.")


def install() -> None:
    """Adds the operations to Auto Scaling."""
    operations = {"StartInstanceRefresh": _start, "DescribeInstanceRefreshes": _describe}
    add("autoscaling", {**operations, "CancelInstanceRefresh": _cancel})
