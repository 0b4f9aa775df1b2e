"""Row X4: every lifecycle state of a member, and the operations that it allows.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html
https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetInstanceProtection.html
"""

from collections.abc import Sequence
from typing import Any

from moto.autoscaling.exceptions import ValidationError
from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup

from ..patching import replace, wrap

STATES = frozenset(
    ["Pending", "Pending:Wait", "Pending:Proceed", "Quarantined", "InService", "Terminating", "Terminating:Wait"]
    + ["Terminating:Proceed", "Terminating:Retained", "Terminated", "Detaching", "Detached"]
    + ["EnteringStandby", "Standby"]
    + ["ReplacingRootVolume", "ReplacingRootVolume:Wait", "ReplacingRootVolume:Proceed", "RootVolumeReplaced"]
    + ["Warmed:Pending", "Warmed:Pending:Wait", "Warmed:Pending:Proceed", "Warmed:Pending:Retained"]
    + ["Warmed:Terminating", "Warmed:Terminating:Wait", "Warmed:Terminating:Proceed", "Warmed:Terminating:Retained"]
    + ["Warmed:Terminated", "Warmed:Stopped", "Warmed:Running", "Warmed:Hibernated"]
)
_COUNTED = ("InService", "Pending", "ReplacingRootVolume", "RootVolumeReplaced")


def set_state(account: str, region: str, instance_id: str, state: str) -> None:
    """Puts a member of an Auto Scaling group into a lifecycle state and updates its load balancers.

    Raises ValueError for an unknown state and for an instance that no group has.
    """
    from moto.autoscaling.models import autoscaling_backends

    if state not in STATES:
        raise ValueError(f"{state} is no lifecycle state")
    backend = autoscaling_backends[account][region]
    for name, group in backend.autoscaling_groups.items():
        for member in group.instance_states:
            if member.instance.id == instance_id:
                member.lifecycle_state = state
                backend.update_attached_target_groups(name)
                return
    raise ValueError(f"no group has {instance_id}")


def _counted(self: Any) -> list[Any]:
    """The members that count for the desired capacity; moto counts only those in service."""
    return [one for one in self.instance_states if one.lifecycle_state.startswith(_COUNTED)]


def in_service(group: Any) -> list[Any]:
    """The members that receive traffic from load balancers."""
    return [one for one in group.instance_states if one.lifecycle_state == "InService"]


def _protect(protect: Any, self: Any, group_name: str, instance_ids: Sequence[str], protected: Any) -> None:
    group = self.autoscaling_groups.get(group_name)
    if group is None:
        raise ValidationError(f"AutoScalingGroup name not found - {group_name}")
    known = {member.instance.id: member.lifecycle_state for member in group.instance_states}
    for instance_id in instance_ids:
        if instance_id not in known:
            raise ValidationError(f"The instance {instance_id} is not part of Auto Scaling group {group_name}.")
        if known[instance_id].startswith("Warmed:"):
            raise ValidationError(f"The instance {instance_id} is in a warm pool, which has no scale-in protection.")
    protect(self, group_name, instance_ids, protected)


def install() -> None:
    """Repairs what counts as capacity, and scale-in protection."""
    replace(FakeAutoScalingGroup, "active_instances", _counted)
    wrap(AutoScalingBackend, "set_instance_protection")(_protect)
