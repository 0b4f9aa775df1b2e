"""Target groups: moto stores the state, there are no health checks, and an address may have several ports.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html
"""

import ipaddress
from typing import Any

from localemu.services.elbv2 import provider
from moto.elbv2.exceptions import InvalidTargetError, TargetNotRunning, ValidationError
from moto.elbv2.models import ELBv2Backend, FakeHealthStatus, FakeTargetGroup

from ..patching import original, replace

_NOT_REGISTERED = ("unused", "Target.NotRegistered", "Target is not registered to the target group")


def _key(target: dict[str, Any], default_port: Any) -> str:
    return f"{target['Id']}:{target.get('Port') or default_port}"


def _register(self: Any, targets: list[dict[str, Any]]) -> None:
    for target in targets:
        _check(self, target)
    for target in targets:
        zone = _zone(self, target)
        place = {"AvailabilityZone": zone} if zone else {}
        registered = {"Id": target["Id"], "Port": int(target.get("Port") or self.port), **place}
        self.targets[_key(target, self.port)] = registered


def _zone(group: Any, target: dict[str, Any]) -> str | None:
    """The zone of an address: that of its subnet, or "all" for one outside the VPC, which must be given."""
    if group.target_type != "ip":
        return None
    address = ipaddress.ip_address(target["Id"])
    for subnet in group.ec2_backend.describe_subnets(filters={"vpc-id": [group.vpc_id]}):
        if address.version == 4 and address in subnet.cidr:
            return subnet.availability_zone
    return "all" if target.get("AvailabilityZone") == "all" else None


def _check(group: Any, target: dict[str, Any]) -> None:
    if group.target_type == "ip":
        try:
            ipaddress.ip_address(target["Id"])
        except ValueError:
            raise ValidationError(f"The IP address '{target['Id']}' is not a valid IP address") from None
        if _zone(group, target) is None and ":" not in target["Id"]:
            raise ValidationError(
                f"The IP address '{target['Id']}' is not within the VPC '{group.vpc_id}'; its zone must be 'all'"
            )
        return
    if group.target_type != "instance":
        return
    instance = group.ec2_backend.get_instance_by_id(target["Id"])
    if instance is None or (group.vpc_id and instance.state != "terminated" and instance.vpc_id != group.vpc_id):
        raise InvalidTargetError()
    if instance.state != "running":
        raise TargetNotRunning(instance_id=target["Id"])


def _deregister(self: Any, targets: list[dict[str, Any]]) -> None:
    """Without a port, all registrations of the target end; a missing registration is not an error."""
    for target in targets:
        for key, known in list(self.targets.items()):
            if known["Id"] == target["Id"] and target.get("Port") in (None, known["Port"]):
                del self.targets[key]


def _deregister_terminated(self: Any, instance_ids: list[str]) -> None:
    _deregister(self, [{"Id": instance_id} for instance_id in instance_ids])


def _health_for(self: Any, target: dict[str, Any], ec2_backend: Any) -> FakeHealthStatus:
    port = int(target.get("Port") or self.port or 0)
    known = self.targets.get(_key(target, self.port))
    if known is None:
        return FakeHealthStatus(target["Id"], port, self.health_check_port, *_NOT_REGISTERED)
    instance = ec2_backend.get_instance_by_id(target["Id"]) if self.target_type == "instance" else None
    if instance and instance.state != "running":
        state = ("unused", "Target.InvalidState", f"Target is in the {instance.state} state")
        return FakeHealthStatus(target["Id"], port, self.health_check_port, *state)
    status = FakeHealthStatus(target["Id"], port, self.health_check_port, "healthy")
    status.zone = known.get("AvailabilityZone")
    return status


def _target_of(status: Any) -> dict[str, Any]:
    zone = getattr(status, "zone", None)
    return {"Id": status.instance_id, "Port": status.port, **({"AvailabilityZone": zone} if zone else {})}


def install() -> None:
    """Passes target groups to moto and repairs them there."""
    original(provider, "_INTERCEPTED_OPS").clear()
    original(ELBv2Backend, "describe_target_health")
    replace(FakeTargetGroup, "register", _register)
    replace(FakeTargetGroup, "deregister", _deregister)
    replace(FakeTargetGroup, "deregister_terminated_instances", _deregister_terminated)
    replace(FakeTargetGroup, "health_for", _health_for)
    original(FakeHealthStatus, "target")
    FakeHealthStatus.target = property(_target_of)
