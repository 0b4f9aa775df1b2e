"""Rules of security groups: a call changes all in place or none, and rules are equal regardless of descriptions.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidSecurityGroupRuleIdNotFoundError
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupRule
from moto.ec2.responses.security_groups import SecurityGroups
from moto.ec2.utils import is_valid_cidr, is_valid_ipv6_cidr

from ..patching import replace, wrap
from .errors import refuse
from .groups import as_a_whole, group_of
from .prefix_lists import existing_list

_SOURCES = ("CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId")


def _create(create: Any, self: Any, *arguments: Any, **options: Any) -> None:
    """moto forgets the description of a prefix list."""
    create(self, *arguments, **options)
    given = options.get("prefix_list_id") or (arguments[7] if len(arguments) > 7 else None) or {}
    self.prefix_list_description = given.get("Description")


def _description(self: Any) -> str | None:
    if self.prefix_list_id:
        return self.prefix_list_description
    return (self.ip_range or self.source_group).get("Description")


def _key(rule: Any) -> tuple[Any, ...]:
    """The key of a rule's traffic: a second rule of the same direction with the same key is a duplicate."""
    source = (rule.cidr_ipv4, rule.cidr_ipv6, rule.prefix_list_id, rule.source_group.get("GroupId"))
    return rule.ip_protocol, rule.from_port, rule.to_port, *source


def _equals(self: Any, other: Any) -> bool:
    return _key(self) == _key(other)


def _source_of(rule: Any) -> str:
    known = (rule.cidr_ipv4, rule.cidr_ipv6, rule.prefix_list_id, rule.source_group)
    return next(name for name, value in zip(_SOURCES, known, strict=True) if value)


def _modify(self: Any) -> ActionResult:
    self.error_on_dryrun()
    group = group_of(self)

    def change() -> None:
        for update in self._get_param("SecurityGroupRules", []):
            _replace_rule(self.ec2_backend, group, update["SecurityGroupRuleId"], update.get("SecurityGroupRule") or {})

    as_a_whole(group, change)
    return ActionResult({"Return": True})


def _replace_rule(backend: Any, group: Any, rule_id: str, wanted: dict[str, Any]) -> None:
    directions = (group.ingress_rules, group.egress_rules)
    rules = next((rules for rules in directions if any(rule.id == rule_id for rule in rules)), None)
    if rules is None:
        raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
    index = next(number for number, rule in enumerate(rules) if rule.id == rule_id)
    _check(backend, rules[index], wanted)
    changed = _rule(backend, group, rules[index], wanted)
    if any(rule == changed for rule in rules if rule.id != rule_id):
        raise refuse("InvalidPermission.Duplicate", "The specified rule already exists")
    rules[index] = changed


def _check(backend: Any, rule: Any, wanted: dict[str, Any]) -> None:
    given = [name for name in _SOURCES if wanted.get(name)]
    if len(given) != 1:
        raise refuse(
            "InvalidParameterCombination" if given else "MissingParameter",
            "The request must contain exactly one of: cidrIp, cidrIpv6, prefixListId, or referencedGroupId",
        )
    known = _source_of(rule)
    if given[0] != known:
        raise refuse(
            "InvalidParameterValue",
            f"Invalid rule type for security group rule '{rule.id}'. "
            f"You may not specify {given[0]} for an existing {known} rule.",
        )
    if not wanted.get("IpProtocol"):
        raise refuse("InvalidParameterValue", "Invalid value 'null' for protocol.")
    if str(wanted["IpProtocol"]).lower() in ("tcp", "udp", "6", "17") and None in (
        wanted.get("FromPort"),
        wanted.get("ToPort"),
    ):
        raise refuse(
            "InvalidParameterValue",
            "Invalid value for portRange. Must specify both from and to ports with TCP/UDP.",
        )
    value = wanted[known]
    valid = {"CidrIpv4": is_valid_cidr, "CidrIpv6": is_valid_ipv6_cidr}.get(known)
    if valid and not valid(value):
        raise refuse("InvalidParameterValue", f"CIDR block {value} is malformed")
    if known == "PrefixListId":
        existing_list(backend, value)
    if known == "ReferencedGroupId" and not backend.get_security_group_from_id(value):
        raise refuse("InvalidGroup.NotFound", f"The security group '{value}' does not exist")


def _rule(backend: Any, group: Any, rule: Any, wanted: dict[str, Any]) -> Any:
    """The rule after the change. It keeps its id, and so its tags; a missing description removes the old one."""
    described = {"Description": wanted["Description"]} if wanted.get("Description") else {}
    address = {"CidrIp": wanted.get("CidrIpv4"), "CidrIpv6": wanted.get("CidrIpv6")}
    known = {name: value for name, value in address.items() if value}
    owner = {name: value for name, value in rule.source_group.items() if name != "Description"}
    member = wanted.get("ReferencedGroupId")
    prefixes = wanted.get("PrefixListId")
    changed = SecurityGroupRule(
        backend,
        wanted["IpProtocol"],
        group.id,
        wanted.get("FromPort", -1),
        wanted.get("ToPort", -1),
        {**known, **described} if known else None,
        {**owner, "GroupId": member, **described} if member else None,
        {"PrefixListId": prefixes, **described} if prefixes else None,
        is_egress=rule.is_egress,
    )
    changed.id = rule.id
    return changed


def _flatten(flatten: Any, self: Any, rules: list[Any]) -> list[Any]:
    views = flatten(self, rules)
    described = {(_ports(rule), rule.prefix_list_id): rule.prefix_list_description for rule in rules}
    for view in views:
        for entry in view.prefix_list_ids:
            if description := described.get((_ports(view), entry["PrefixListId"])):
                entry["Description"] = description
    return views


def _ports(rule: Any) -> tuple[Any, ...]:
    return rule.ip_protocol, rule.from_port, rule.to_port


def install() -> None:
    """Repairs rules and ModifySecurityGroupRules."""
    wrap(SecurityGroupRule, "__init__")(_create)
    replace(SecurityGroupRule, "description", property(_description))
    replace(SecurityGroupRule, "__eq__", _equals)
    replace(SecurityGroups, "modify_security_group_rules", _modify)
    wrap(SecurityGroup, "_flattened_rules")(_flatten)
