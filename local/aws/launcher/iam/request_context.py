"""The condition keys of a request. Row 8.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from datetime import UTC, datetime
from typing import Any

from ..policies.patterns import as_list
from ..policies.principals import Caller
from .ec2_resources import KINDS
from .resource_tags import tags_of
from .stores import boundary_of, iam_backend, organization_path, role_named

Keys = dict[str, Any]

_PARAMETER_KEYS = {
    ("iam", "PermissionsBoundary"): "iam:PermissionsBoundary",
    ("sts", "ExternalId"): "sts:ExternalId",
    ("sts", "RoleSessionName"): "sts:RoleSessionName",
    ("sts", "SourceIdentity"): "sts:SourceIdentity",
    ("sns", "Protocol"): "sns:Protocol",
    ("sns", "Endpoint"): "sns:Endpoint",
    ("lambda", "FunctionArn"): "lambda:FunctionArn",
    ("cloudwatch", "Namespace"): "cloudwatch:namespace",
}


def request_keys(service: str, operation: str, parameters: dict[str, Any], caller: Caller, region: str) -> Keys:
    """The keys that are the same for every resource of the request, in lower case."""
    now = datetime.now(UTC)
    keys: Keys = {
        **caller.keys,
        "aws:currenttime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "aws:epochtime": str(int(now.timestamp())),
        "aws:requestedregion": region,
        "aws:sourceip": "127.0.0.1",
        "aws:securetransport": "true",
        "aws:viaawsservice": "false",
    }
    for (owner, name), key in _PARAMETER_KEYS.items():
        if owner == service and parameters.get(name):
            keys[key.lower()] = parameters[name]
    if service == "iam" and operation.startswith(("Attach", "Detach")) and parameters.get("PolicyArn"):
        keys["iam:policyarn"] = parameters["PolicyArn"]
    tags = requested_tags(parameters)
    if removed := parameters.get("TagKeys") or parameters.get("tagKeys"):
        keys["aws:tagkeys"] = as_list(removed)
    if tags:
        keys["aws:tagkeys"] = list(tags)
        keys |= {f"aws:requesttag/{name}".lower(): value for name, value in tags.items()}
    if (service, operation) == ("events", "PutEvents"):
        entries = parameters.get("Entries") or []
        keys["events:source"] = list(dict.fromkeys(entry.get("Source", "") for entry in entries))
        keys["events:detail-type"] = list(dict.fromkeys(entry.get("DetailType", "") for entry in entries))
    if service == "eks":
        keys |= _endpoint_keys(parameters)
    if service == "ecs" and (cluster := parameters.get("cluster")):
        keys["ecs:cluster"] = f"arn:aws:ecs:{region}:{caller.account}:cluster/{cluster.split('/')[-1]}"
    if service == "ec2":
        keys["ec2:region"] = region
        if operation == "ModifySnapshotAttribute":
            keys |= _sharing_keys(parameters)
        if parameters.get("InstanceType"):
            keys["ec2:instancetype"] = parameters["InstanceType"]
    return keys


def _endpoint_keys(parameters: dict[str, Any]) -> Keys:
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html."""
    wanted = parameters.get("resourcesVpcConfig") or {}
    names = ("endpointPublicAccess", "endpointPrivateAccess")
    return {f"eks:{name}".lower(): str(wanted[name]).lower() for name in names if wanted.get(name) is not None}


def _sharing_keys(parameters: dict[str, Any]) -> Keys:
    """Whom a change of a snapshot's permissions adds and removes, in both forms of the request."""
    changes = parameters.get("CreateVolumePermission") or {}
    found: dict[str, list[str]] = {}
    for kind in ("Add", "Remove"):
        items = changes.get(kind) or []
        if parameters.get("OperationType") == kind.lower():
            items += [{"UserId": one} for one in as_list(parameters.get("UserIds"))]
            items += [{"Group": one} for one in as_list(parameters.get("GroupNames"))]
        for name, field in (("userid", "UserId"), ("group", "Group")):
            found[f"ec2:{kind.lower()}/{name}"] = [item[field] for item in items if item.get(field)]
    return {name: values for name, values in found.items() if values}


def resource_keys(arn: str, service: str, account: str) -> Keys:
    """The keys that depend on the resource: its tags, account and organization."""
    keys: Keys = {"aws:resourceaccount": account}
    if path := organization_path(account):
        keys["aws:resourceorgid"], keys["aws:resourceorgpaths"] = path[0], [path[1]]
    for name, value in tags_of(arn, account).items():
        keys[f"aws:resourcetag/{name}".lower()] = value
        keys[f"{service}:resourcetag/{name}".lower()] = value
    if service == "ec2":
        keys |= _vpc_key(arn) | _image_owner(arn, account)
    if service == "iam" and (boundary := _boundary(arn, account)):
        keys["iam:permissionsboundary"] = boundary
    return keys


def _boundary(arn: str, account: str) -> str | None:
    """The boundary of a user or role; for a call that sets a new boundary, the new one."""
    kind, _, path = arn.split(":", 5)[5].partition("/")
    name = path.split("/")[-1]
    entity = {"user": lambda: iam_backend(account).users.get(name), "role": lambda: role_named(account, name)}.get(kind)
    return boundary_of(entity()) if entity else None


def requested_tags(parameters: dict[str, Any]) -> dict[str, str]:
    """The tags that a request sets, whether it creates something or only tags it."""
    given = next((parameters[name] for name in ("Tags", "tags", "TagSet", "TagsList") if parameters.get(name)), None)
    tags = list(given or []) if not isinstance(given, dict) else [{"Key": k, "Value": v} for k, v in given.items()]
    for specification in parameters.get("TagSpecifications") or []:
        tags += specification.get("Tags") or []
    pairs = ((tag.get("Key", tag.get("key")), tag.get("Value", tag.get("value"))) for tag in tags)
    return {name: value or "" for name, value in pairs if name}


def _image_owner(arn: str, account: str) -> Keys:
    """ec2:Owner of images: an account, or amazon for Amazon's own."""
    from moto.ec2.models import ec2_backends

    _, _, _, region, _, name = arn.split(":", 5)
    kind, _, identifier = name.partition("/")
    image = ec2_backends[account][region].amis.get(identifier) if kind == "image" else None
    return {"ec2:owner": image.owner_alias or image.owner_id} if image else {}


def _vpc_key(arn: str) -> Keys:
    """ec2:Vpc of security groups and interfaces."""
    from moto.ec2.models import ec2_backends

    _, _, _, region, account, name = arn.split(":", 5)
    kind, _, identifier = name.partition("/")
    if kind not in KINDS.values() or not account:
        return {}
    backend = ec2_backends[account][region]
    if kind == "security-group":
        group = backend.get_security_group_from_id(identifier)
        vpc = group.vpc_id if group else None
    elif kind == "network-interface":
        interface = backend.enis.get(identifier)
        vpc = interface.subnet.vpc_id if interface else None
    else:
        return {}
    return {"ec2:vpc": f"arn:aws:ec2:{region}:{account}:vpc/{vpc}"} if vpc else {}
