"""Route 53 Resolver DNS Firewall: states that last a while, priorities, and what is in use.

localemu has most of the calls. Here a change shows as UPDATING or DELETING in the first reading after it.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_FirewallRuleGroupAssociation.html
https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_AssociateFirewallRuleGroup.html
"""

from typing import Any

from localemu.services.route53resolver.models import Route53ResolverStore
from localemu.services.route53resolver.provider import Route53ResolverProvider

from ..operations import add, error
from ..patching import wrap

_RESERVED = (100, 9900)
"""Priorities of rule groups that Firewall Manager puts first and last."""


def _store(context: Any) -> Any:
    return Route53ResolverProvider.get_store(context.account_id, context.region)


def _associate(associate: Any, self: Any, context: Any, *arguments: Any, **options: Any) -> Any:
    store = _store(context)
    vpc, group, priority = options["vpc_id"], options["firewall_rule_group_id"], options["priority"]
    if not _RESERVED[0] < priority < _RESERVED[1]:
        raise error("ValidationException", "The priority value you provided is reserved.")
    store.get_firewall_rule_group(group)
    _check_vpc(context, vpc)
    others = [one for one in store.firewall_rule_group_associations.values() if one["VpcId"] == vpc]
    if any(one["Priority"] == priority for one in others):
        raise error("ConflictException", f"Another rule group of {vpc} has priority {priority}.")
    answer = associate(self, context, *arguments, **options)
    answer["FirewallRuleGroupAssociation"]["Status"] = "UPDATING"
    return answer


def _check_vpc(context: Any, vpc: str) -> None:
    from moto.ec2.models import ec2_backends

    if vpc not in ec2_backends[context.account_id][context.region].vpcs:
        raise error("ResourceNotFoundException", f"Can't find the resource with ID '{vpc}'.")


def _disassociate(disassociate: Any, self: Any, context: Any, firewall_rule_group_association_id: str, **_: Any) -> Any:
    """The association stays, as DELETING, until it was shown once."""
    association = _store(context).get_firewall_rule_group_association(firewall_rule_group_association_id)
    if association["MutationProtection"] == "ENABLED":
        raise error("ConflictException", "Mutation protection is on for the association.")
    association["Status"] = "DELETING"
    return {"FirewallRuleGroupAssociation": association}


def _list_associations(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    known = _store(context).firewall_rule_group_associations
    wanted = {
        name: parameters[name]
        for name in ("FirewallRuleGroupId", "VpcId", "Priority", "Status")
        if parameters.get(name)
    }
    shown = [dict(one) for one in known.values() if all(one[name] == value for name, value in wanted.items())]
    for one in shown:
        if one["Status"] == "DELETING":
            del known[one["Id"]]
        else:
            known[one["Id"]]["Status"] = "COMPLETE"
    return {"FirewallRuleGroupAssociations": shown}


def _update_domains(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    store = _store(context)
    identifier = parameters["FirewallDomainListId"]
    known = store.get_firewall_domain_list(identifier)
    if known["Status"] != "COMPLETE":
        raise error("ConflictException", f"The domain list is {known['Status']}.")
    given = [name if name.endswith(".") else f"{name}." for name in parameters["Domains"]]
    before = [] if parameters["Operation"] == "REPLACE" else store.firewall_domains.get(identifier, [])
    removes = parameters["Operation"] == "REMOVE"
    domains = [name for name in before if name not in given] if removes else list(dict.fromkeys([*before, *given]))
    store.firewall_domains[identifier] = domains
    known.update(DomainCount=len(domains), Status="UPDATING")
    return {name: known[name] for name in ("Id", "Name", "Status", "StatusMessage")}


def _get_list(get: Any, self: Any, context: Any, *arguments: Any, **options: Any) -> Any:
    answer = get(self, context, *arguments, **options)
    shown = dict(answer["FirewallDomainList"])
    answer["FirewallDomainList"]["Status"] = "COMPLETE"
    return {"FirewallDomainList": shown}


def _create_rule(create: Any, self: Any, context: Any, *arguments: Any, **options: Any) -> Any:
    store = _store(context)
    group, domains = options["firewall_rule_group_id"], options["firewall_domain_list_id"]
    store.get_firewall_domain_list(domains)
    if any(rule["Priority"] == options["priority"] for rule in store.firewall_rules.get(group, {}).values()):
        raise error("ValidationException", "Another rule of the group has the priority.")
    return create(self, context, *arguments, **options)


def _delete_list(delete: Any, self: Any, identifier: str) -> Any:
    if any(identifier in rules for rules in self.firewall_rules.values()):
        raise error("ConflictException", "A rule uses the domain list.")
    return delete(self, identifier)


def _delete_group(delete: Any, self: Any, identifier: str) -> Any:
    if any(one["FirewallRuleGroupId"] == identifier for one in self.firewall_rule_group_associations.values()):
        raise error("ConflictException", "The rule group is associated with a VPC.")
    return delete(self, identifier)


def install() -> None:
    """Adds what localemu's DNS Firewall lacks."""
    wrap(Route53ResolverProvider, "associate_firewall_rule_group")(_associate)
    wrap(Route53ResolverProvider, "disassociate_firewall_rule_group")(_disassociate)
    wrap(Route53ResolverProvider, "get_firewall_domain_list")(_get_list)
    wrap(Route53ResolverProvider, "create_firewall_rule")(_create_rule)
    wrap(Route53ResolverStore, "delete_firewall_domain_list")(_delete_list)
    wrap(Route53ResolverStore, "delete_firewall_rule_group")(_delete_group)
    operations = {"ListFirewallRuleGroupAssociations": _list_associations, "UpdateFirewallDomains": _update_domains}
    add("route53resolver", operations)
