"""New objects that are not visible yet.

https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html (changes are not always immediately visible)
"""

from collections.abc import Iterator
from typing import Any

from ..operations import error
from .calls import Call, strings
from .rules import BOOK, LOG, Rule

_IDENTIFIERS = {
    "CreateSecurityGroup": "GroupId",
    "CreateNetworkInterface": "NetworkInterface.NetworkInterfaceId",
    "CreateSnapshot": "SnapshotId",
    "CreateSnapshots": "Snapshots.SnapshotId",
    "CreateVolume": "VolumeId",
    "RunInstances": "Instances.InstanceId",
    "CreateVpc": "Vpc.VpcId",
    "CreateSubnet": "Subnet.SubnetId",
    "CreateNetworkAcl": "NetworkAcl.NetworkAclId",
    "CreatePolicy": "Policy.Arn",
    "CreateRole": "Role.RoleName",
    "CreateUser": "User.UserName",
    "CreateAccessKey": "AccessKey.AccessKeyId",
}
_NOT_FOUND = {
    "sg": "InvalidGroup.NotFound",
    "eni": "InvalidNetworkInterfaceID.NotFound",
    "i": "InvalidInstanceID.NotFound",
    "snap": "InvalidSnapshot.NotFound",
    "vol": "InvalidVolume.NotFound",
    "vpc": "InvalidVpcID.NotFound",
    "subnet": "InvalidSubnetID.NotFound",
    "acl": "InvalidNetworkAclID.NotFound",
}
"""https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"""


def identifier_path(spec: dict[str, Any]) -> str:
    """The path of the new object's id in the answer. Raises ValueError if it is unknown."""
    path = spec.get("identifier") or _IDENTIFIERS.get(spec["operation"])
    if path is None:
        raise ValueError(f"identifier is missing: where the answer of {spec['operation']} names what it made")
    return path


def not_found(rule: Rule, service: str, identifier: str) -> Exception:
    """A service's error for an unknown object."""
    spec = rule.spec
    known = _NOT_FOUND.get(identifier.split("-")[0]) if service == "ec2" else None
    code = spec.get("code") or known or ("NoSuchEntity" if service == "iam" else "ResourceNotFoundException")
    status = spec.get("status") or (404 if service == "iam" else 400)
    return error(code, spec.get("message") or f"{identifier} does not exist", status)


def refuse_hidden(call: Call) -> None:
    """Raises "not found" for a call that names an object which is not visible yet."""
    named = set(strings(call.given))
    with BOOK.lock:
        for rule in BOOK.of_kind("hide"):
            for identifier in [one for one in rule.until if one[0] == call.service and one[1] in named]:
                if rule.holds(identifier):
                    rule.hits += 1
                    LOG.info("fault %d: %s does not find %s yet", rule.number, call.operation, identifier[1])
                    raise not_found(rule, call.service, identifier[1])


def begin_hiding(call: Call, answer: Any) -> None:
    """Hides the object that a call created, if a rule matches."""
    with BOOK.lock:
        for rule in BOOK.of_kind("hide"):
            if rule.about(call):
                for identifier in _at(answer(), identifier_path(rule.spec).split(".")):
                    rule.begin((call.service, identifier))


def without_hidden(call: Call, answer: Any) -> dict[str, Any] | None:
    """The answer of a list without hidden objects; None if it needs no change. `answer` parses it."""
    with BOOK.lock:
        pending = [(rule, one) for rule in BOOK.of_kind("hide") for one in rule.until if one[0] == call.service]
        if not pending:
            return None
        full = answer()
        present = [(rule, one) for rule, one in pending if any(_is(item, one[1]) for item in _items(full))]
        hidden = [(rule, one) for rule, one in present if rule.holds(one)]
        if not hidden:
            return None
        for rule, (_, identifier) in hidden:
            rule.hits += 1
            LOG.info("fault %d: %s does not list %s yet", rule.number, call.operation, identifier)
        return _strip(full, {identifier for _, (_, identifier) in hidden})


def _is(item: Any, identifier: str) -> bool:
    return isinstance(item, dict) and identifier in item.values()


def _items(answer: dict[str, Any]) -> Iterator[Any]:
    """The objects in an answer, including the instances of reservations."""
    for value in answer.values():
        for item in value if isinstance(value, list) else ():
            yield item
            if isinstance(item, dict) and isinstance(item.get("Instances"), list):
                yield from item["Instances"]


def _strip(answer: dict[str, Any], hidden: set[str]) -> dict[str, Any]:
    stripped = {}
    for name, value in answer.items():
        if isinstance(value, list):
            value = [item for item in value if not any(_is(item, one) for one in hidden)]
            if name == "Reservations":
                value = [_strip(item, hidden) for item in value]
                value = [item for item in value if item.get("Instances")]
        stripped[name] = value
    return stripped


def _at(value: Any, path: list[str]) -> list[str]:
    if isinstance(value, list):
        return [found for one in value for found in _at(one, path)]
    if not path:
        return [value] if isinstance(value, str) else []
    return _at(value.get(path[0]), path[1:]) if isinstance(value, dict) else []
