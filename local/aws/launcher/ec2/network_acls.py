"""Network ACLs: the default one of a VPC with IPv6 also allows IPv6, and entries have limits.

https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-nacls
"""

from typing import Any

from moto.ec2.models.network_acls import NetworkAcl, NetworkAclBackend
from moto.ec2.models.vpcs import VPCBackend

from ..patching import wrap
from .errors import refuse

_DEFAULT = ((101, "allow"), (32_768, "deny"))


_LAST = 32_766
"""The highest number of a rule. The default entries have higher ones, which no call can give."""

_RULES = 20
"""Rules in one direction, without the default entry. AWS raises it to 40 on request."""


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


def _create_entry(create: Any, self: Any, network_acl_id: str, rule_number: int, **options: Any) -> Any:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html"""
    acl = self.get_network_acl(network_acl_id)
    _only_owner(self, acl)
    own = [
        entry
        for entry in acl.network_acl_entries
        if entry.egress == options["egress"] and int(entry.rule_number) <= _LAST
    ]
    taken = any(int(entry.rule_number) == int(rule_number) for entry in own)
    if int(rule_number) <= _LAST and not taken and len(own) >= _RULES:
        raise refuse(
            "NetworkAclEntryLimitExceeded",
            f"The maximum number of network acl entries has been reached: {_RULES}.",
        )
    return create(self, network_acl_id=network_acl_id, rule_number=rule_number, **options)


def _delete_entry(delete: Any, self: Any, network_acl_id: str, rule_number: int, egress: bool) -> Any:
    acl = self.get_network_acl(network_acl_id)
    _only_owner(self, acl)
    known = ((entry.egress, int(entry.rule_number)) for entry in acl.network_acl_entries)
    if (egress, int(rule_number)) not in known:
        direction = "egress" if egress else "ingress"
        raise refuse(
            "InvalidNetworkAclEntry.NotFound",
            f"The network acl entry '{direction}:{rule_number}' does not exist in network acl '{network_acl_id}'",
        )
    return delete(self, network_acl_id, rule_number, egress)


def _only_owner(backend: Any, acl: NetworkAcl) -> None:
    """Participants see the ACL of a shared subnet and cannot change it.

    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing-service-behavior.html
    """
    if acl.owner_id != backend.account_id:
        raise refuse("UnauthorizedOperation", "You are not authorized to perform this operation.")


def _filter_value(value: Any, self: Any, name: str, *arguments: Any) -> Any:
    return self.id if name == "network-acl-id" else value(self, name, *arguments)


def install() -> None:
    """Repairs network ACLs."""
    wrap(NetworkAclBackend, "create_network_acl_entry")(_create_entry)
    wrap(NetworkAclBackend, "delete_network_acl_entry")(_delete_entry)
    wrap(NetworkAcl, "get_filter_value")(_filter_value)
    wrap(VPCBackend, "create_vpc")(_create)
    wrap(VPCBackend, "associate_vpc_cidr_block")(_associate)
