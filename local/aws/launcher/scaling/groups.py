"""Auto Scaling groups: Standby with its limits, and load balancers that see only instances in service.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html
"""

from collections.abc import Sequence
from typing import Any

from moto.autoscaling.exceptions import ValidationError
from moto.autoscaling.models import AutoScalingBackend

from ..patching import replace, wrap
from .lifecycle import in_service


def _group(backend: Any, name: str) -> Any:
    group = backend.autoscaling_groups.get(name)
    if group is None:
        raise ValidationError(f"AutoScalingGroup name not found - {name}")
    return group


def _members(group: Any, instance_ids: Sequence[str], states: Sequence[str]) -> None:
    """Refuses instances of other groups and instances in another state."""
    known = {state.instance.id: state.lifecycle_state for state in group.instance_states}
    for instance_id in instance_ids:
        if instance_id not in known:
            raise ValidationError(f"The instance {instance_id} is not part of Auto Scaling group {group.name}.")
        if known[instance_id] not in states:
            raise ValidationError(f"The instance {instance_id} is not in {' or '.join(states)}.")


def _require_room(group: Any, desired: int, to_do: str) -> None:
    if not group.min_size <= desired <= group.max_size:
        raise ValidationError(
            f"AutoScalingGroup {group.name} has min-size={group.min_size}, max-size={group.max_size}, and "
            f"desired-size={group.desired_capacity}. To {to_do}, please update the AutoScalingGroup sizes "
            "appropriately."
        )


def _enter(enter: Any, self: Any, name: str, instance_ids: Sequence[str], should_decrement: bool) -> Any:
    group = _group(self, name)
    _members(group, instance_ids, ["InService"])
    if should_decrement:
        _require_room(
            group, group.desired_capacity - len(instance_ids), f"place into standby {len(instance_ids)} instance"
        )
    return enter(self, name, instance_ids, should_decrement)


def _exit(leave: Any, self: Any, name: str, instance_ids: Sequence[str]) -> Any:
    group = _group(self, name)
    _members(group, instance_ids, ["Standby"])
    _require_room(group, group.desired_capacity + len(instance_ids), f"exit standby {len(instance_ids)} instance")
    return leave(self, name, instance_ids)


def _detach(detach: Any, self: Any, name: str, instance_ids: Sequence[str], should_decrement: bool) -> Any:
    """Instances that leave the group also leave its load balancers; those in Standby no longer count."""
    group = _group(self, name)
    _members(group, instance_ids, ["InService", "Standby"])
    counted = {state.instance.id for state in group.active_instances()} & set(instance_ids)
    if should_decrement:
        _require_room(group, group.desired_capacity - len(counted), f"detach {len(counted)} instance")
        group.desired_capacity -= len(counted)
    activities = detach(self, name, instance_ids, False)
    _leave(self, group, instance_ids)
    return activities


def _leave(backend: Any, group: Any, instance_ids: Sequence[str]) -> None:
    for arn in group.target_group_arns:
        if arn in backend.elbv2_backend.target_groups:
            backend.elbv2_backend.deregister_targets(arn, [{"Id": instance_id} for instance_id in instance_ids])


def _update_target_groups(self: Any, name: str) -> None:
    """Registers instances in service with every target group of a group and deregisters the others."""
    group = self.autoscaling_groups[name]
    serving = {state.instance.id for state in in_service(group)}
    members = {state.instance.id for state in group.instance_states}
    for arn in group.target_group_arns:
        target_group = self.elbv2_backend.target_groups.get(arn)
        if target_group is None:
            continue  # deleted before the group
        present = {target["Id"] for target in target_group.targets.values()}
        running = [one for one in serving - present if _runs(self, one)]
        self.elbv2_backend.register_targets(arn, [{"Id": instance_id} for instance_id in running])
        self.elbv2_backend.deregister_targets(
            arn, [{"Id": instance_id} for instance_id in (members - serving) & present]
        )


def _runs(backend: Any, instance_id: str) -> bool:
    instance = backend.ec2_backend.get_instance_by_id(instance_id)
    return instance is not None and instance.state == "running"


def _after_termination(notify: Any, self: Any, instance_ids: list[str]) -> None:
    notify(self, instance_ids)
    for name in list(self.autoscaling_groups):
        self.update_attached_target_groups(name)


def _terminate(terminate: Any, self: Any, instance_id: str, should_decrement: bool) -> Any:
    groups = self.autoscaling_groups.values()
    if not any(state.instance.id == instance_id for group in groups for state in group.instance_states):
        raise ValidationError(f"Instance Id not found - No managed instance found for instance ID: {instance_id}")
    return terminate(self, instance_id, should_decrement)


def install() -> None:
    """Repairs Auto Scaling groups."""
    wrap(AutoScalingBackend, "enter_standby_instances")(_enter)
    wrap(AutoScalingBackend, "exit_standby_instances")(_exit)
    wrap(AutoScalingBackend, "detach_instances")(_detach)
    wrap(AutoScalingBackend, "notify_terminate_instances")(_after_termination)
    wrap(AutoScalingBackend, "terminate_instance")(_terminate)
    replace(AutoScalingBackend, "update_attached_target_groups", _update_target_groups)
