"""Row X18: subnets and security groups that another account shares through RAM.

The participant sees the VPC and its subnets with the owner's id and creates its own interfaces and groups in them. IAM
uses the owner's ARN of the VPC, the subnet and the group.
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html
"""

from collections.abc import Iterable, Sequence
from typing import Any

from moto.ec2.exceptions import InvalidSubnetIdError, InvalidVPCIdError
from moto.ec2.models.security_groups import SecurityGroupBackend

from ..patching import wrap

_PARTICIPANT_READS = ("route_tables", "network_acls")


def share(owner: str, region: str, participants: Iterable[str], subnets: Sequence[str], groups: Sequence[str]) -> None:
    """Lets accounts use subnets (with their VPC) and security groups of `owner`.

    Raises ValueError for a subnet or group that `owner` does not have.
    """
    from moto.ec2.models import ec2_backends

    source = ec2_backends[owner][region]
    for participant in participants:
        target = ec2_backends[participant][region]
        for identifier in subnets:
            try:
                subnet = source.get_subnet(identifier)
            except InvalidSubnetIdError:
                raise ValueError(f"{owner} has no subnet {identifier}") from None
            target.subnets[subnet.availability_zone][subnet.id] = subnet
            target.vpcs[subnet.vpc_id] = source.get_vpc(subnet.vpc_id)
            for name in _PARTICIPANT_READS:
                known = {key: one for key, one in getattr(source, name).items() if one.vpc_id == subnet.vpc_id}
                getattr(target, name).update(known)
        for identifier in groups:
            group = source.get_security_group_from_id(identifier)
            if group is None:
                raise ValueError(f"{owner} has no security group {identifier}")
            target.groups[group.vpc_id][group.id] = group


def owner_of(identifier: str, account: str, region: str) -> str:
    """The owner of a VPC, subnet or security group of a call: `account`, or an account that shares it."""
    from moto.ec2.models import ec2_backends

    backend = ec2_backends[account][region]
    kind = identifier.split("-")[0]
    found: Any = None
    if kind == "vpc":
        found = backend.vpcs.get(identifier)
    elif kind == "subnet":
        found = next((zone[identifier] for zone in backend.subnets.values() if identifier in zone), None)
    elif kind == "sg":
        found = backend.get_security_group_from_id(identifier)
    return found.ec2_backend.account_id if found else account


def _create_group(create: Any, self: Any, name: str, description: str, vpc_id: Any = None, **options: Any) -> Any:
    """moto creates groups even in VPCs that do not exist."""
    if vpc_id and vpc_id not in self.vpcs:
        raise InvalidVPCIdError(vpc_id)
    return create(self, name, description, vpc_id, **options)


def install() -> None:
    """Repairs the creation of groups."""
    wrap(SecurityGroupBackend, "create_security_group")(_create_group)
