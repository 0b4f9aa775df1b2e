"""Rows 3 and 4: changes of security groups succeed completely or not at all, and report what was not found.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
"""

from collections.abc import Callable
from typing import Any

from localemu.services.ec2 import provider
from localemu.services.moto import call_moto
from moto.core.responses import ActionResult
from moto.ec2.exceptions import (
    DependencyViolationError,
    InvalidSecurityGroupNotFoundError,
    InvalidSecurityGroupRuleIdNotFoundError,
)
from moto.ec2.responses.security_groups import SecurityGroups

from ..patching import replace, wrap
from .errors import refuse


def group_of(response: Any) -> Any:
    """The security group that a call names. Raises InvalidGroup.NotFound if there is none."""
    name = response._get_param("GroupId") or response._get_param("GroupName")
    group = response.ec2_backend.get_security_group_by_name_or_id(name)
    if group is None:
        raise InvalidSecurityGroupNotFoundError(name)
    return group


def as_a_whole(group: Any, change: Callable[[], Any]) -> Any:
    """Changes a group's rules, or none of them if the change fails."""
    ingress, egress = list(group.ingress_rules), list(group.egress_rules)
    try:
        return change()
    except Exception:
        group.ingress_rules, group.egress_rules = ingress, egress
        raise


def _authorize(direction: str) -> Callable[[Any], ActionResult]:
    def authorize(response: Any) -> ActionResult:
        response.error_on_dryrun()
        add = getattr(response.ec2_backend, f"authorize_security_group_{direction}")

        def change() -> list[Any]:
            return [rule for one in response._process_rules_from_querystring() for rule in add(**one)[0]]

        return ActionResult({"Return": True, "SecurityGroupRules": as_a_whole(group_of(response), change)})

    return authorize


def _revoke(direction: str) -> Callable[[Any], ActionResult]:
    def revoke(response: Any) -> ActionResult:
        response.error_on_dryrun()
        group = group_of(response)
        known = {rule.id for rule in getattr(group, f"{direction}_rules")}
        for rule_id in response._get_param("SecurityGroupRuleIds", []):
            if rule_id not in known:
                raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
        remove = getattr(response.ec2_backend, f"revoke_security_group_{direction}")

        def change() -> None:
            for one in response._process_rules_from_querystring():
                del one["sgrule_tags"]
                remove(**one)

        as_a_whole(group, change)
        return ActionResult({"Return": True})

    return revoke


def _revoke_egress_without_excuses(_: Any, provider_self: Any, context: Any, request: Any) -> Any:
    """localemu reports success where moto finds no such rule and the group has no egress rules left."""
    return call_moto(context)


def _delete(delete: Any, self: Any) -> Any:
    group = group_of(self)
    if group.name == "default":
        raise refuse("CannotDelete", f'the specified group: "{group.id}" name: "default" cannot be deleted by a user')
    used = any(group in interface._group_set for interface in self.ec2_backend.enis.values())
    if used or _is_referenced(self.ec2_backend, group):
        raise DependencyViolationError(f"resource {group.id} has a dependent object")
    return delete(self)


def _is_referenced(backend: Any, group: Any) -> bool:
    """Whether a rule of another group names this one."""
    others = [one for groups in backend.groups.values() for one in groups.values() if one is not group]
    rules = [rule for other in others for rule in [*other.ingress_rules, *other.egress_rules]]
    return any((rule.source_group or {}).get("GroupId") == group.id for rule in rules)


def install() -> None:
    """Repairs authorising, revoking and deleting."""
    for direction in ("ingress", "egress"):
        replace(SecurityGroups, f"authorize_security_group_{direction}", _authorize(direction))
        replace(SecurityGroups, f"revoke_security_group_{direction}", _revoke(direction))
    wrap(SecurityGroups, "delete_security_group")(_delete)
    wrap(provider.Ec2Provider, "revoke_security_group_egress")(_revoke_egress_without_excuses)
