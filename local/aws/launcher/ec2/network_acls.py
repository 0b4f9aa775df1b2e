"""The default network ACL of a VPC with IPv6 also allows IPv6.

https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
"""

from typing import Any

from moto.ec2.models.vpcs import VPCBackend

from ..patching import wrap

_DEFAULT = ((101, "allow"), (32_768, "deny"))


def _with_ipv6(backend: Any, vpc_id: str) -> None:
    vpc = backend.vpcs[vpc_id]
    acl = next(one for one in backend.network_acls.values() if one.vpc_id == vpc_id and one.default)
    if not vpc.get_cidr_block_association_set(ipv6=True) or any(one.ipv6_cidr_block for one in acl.network_acl_entries):
        return
    for number, action in _DEFAULT:
        for egress in (True, False):
            backend.create_network_acl_entry(
                network_acl_id=acl.id,
                rule_number=number,
                protocol="-1",
                rule_action=action,
                egress=egress,
                cidr_block=None,
                icmp_code=None,
                icmp_type=None,
                port_range_from=None,
                port_range_to=None,
                ipv6_cidr_block="::/0",
            )


def _create(create: Any, self: Any, *arguments: Any, **options: Any) -> Any:
    vpc = create(self, *arguments, **options)
    _with_ipv6(self, vpc.id)
    return vpc


def _associate(associate: Any, self: Any, vpc_id: str, *arguments: Any, **options: Any) -> Any:
    association = associate(self, vpc_id, *arguments, **options)
    _with_ipv6(self, vpc_id)
    return association


def install() -> None:
    """Repairs default network ACLs."""
    wrap(VPCBackend, "create_vpc")(_create)
    wrap(VPCBackend, "associate_vpc_cidr_block")(_associate)
