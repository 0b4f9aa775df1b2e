"""The resource policy of a function, version or alias as one document, which botocore does not know yet.

https://docs.aws.amazon.com/lambda/latest/api/API_PutResourcePolicy.html
"""

import json
from typing import Any

from localemu.aws.spec import loader
from localemu.services.lambda_.invocation.lambda_models import FunctionResourcePolicy, ResourcePolicy
from localemu.services.lambda_.invocation.models import lambda_stores

from ..operations import add, error
from ..policies.patterns import as_list
from ..policies.public import is_public
from ..policies.statements import parse
from .permissions import refuse_long

_MODEL = "lambda/2015-03-31/service-2"
_URI = "/2026-07-09/resource-policy/{ResourceArn}"
_ARN = {"ResourceArn": {"shape": "String", "location": "uri", "locationName": "ResourceArn"}}
_REVISION = {"RevisionId": {"shape": "String"}}
_POLICY = {"Policy": {"shape": "String"}}
_SHAPES: dict[str, dict[str, Any]] = {
    "PutResourcePolicyRequest": {"members": _ARN | _POLICY | _REVISION, "required": ["ResourceArn", "Policy"]},
    "PutResourcePolicyResponse": {"members": _POLICY | _REVISION},
    "GetResourcePolicyRequest": {"members": _ARN, "required": ["ResourceArn"]},
    "GetResourcePolicyResponse": {"members": _POLICY | _REVISION},
    "DeleteResourcePolicyRequest": {"members": _ARN, "required": ["ResourceArn"]},
}
_OPERATIONS = {
    "PutResourcePolicy": ("PUT", 200),
    "GetResourcePolicy": ("GET", 200),
    "DeleteResourcePolicy": ("DELETE", 204),
}


def _patches() -> list[dict[str, Any]]:
    shapes = [
        {"op": "add", "path": f"/shapes/{name}", "value": {"type": "structure", **shape}}
        for name, shape in _SHAPES.items()
    ]
    operations = []
    for name, (method, status) in _OPERATIONS.items():
        operation: dict[str, Any] = {
            "name": name,
            "http": {"method": method, "requestUri": _URI, "responseCode": status},
            "input": {"shape": f"{name}Request"},
            "errors": [],
        }
        if f"{name}Response" in _SHAPES:
            operation["output"] = {"shape": f"{name}Response"}
        operations.append({"op": "add", "path": f"/operations/{name}", "value": operation})
    return shapes + operations


def _policies(arn: str) -> tuple[dict[str, Any], str]:
    """The policies of a function by qualifier, and the qualifier of the ARN."""
    _, _, _, region, account, _, name, *qualifier = arn.split(":")
    function = lambda_stores[account][region].functions.get(name)
    if function is None:
        raise error("ResourceNotFoundException", f"Function not found: {arn}", 404)
    return function.permissions, qualifier[0] if qualifier else "$LATEST"


def _put(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    policies, qualifier = _policies(request["ResourceArn"])
    document = json.loads(request["Policy"])
    if is_public(parse(document)):
        raise error("PublicPolicyException", "The policy would grant public access", 400)
    refuse_long(document)
    statements = as_list(document.get("Statement"))
    # A document without an id stays without one; only AddPermission sets the id "default".
    policies[qualifier] = FunctionResourcePolicy(ResourcePolicy("2012-10-17", document.get("Id", ""), statements))
    return {"Policy": request["Policy"]}


def _get(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    policies, qualifier = _policies(request["ResourceArn"])
    if qualifier not in policies:
        raise error("ResourceNotFoundException", "No policy is associated with the given resource.", 404)
    policy = policies[qualifier].policy
    document = {"Version": policy.Version, "Id": policy.Id, "Statement": policy.Statement}
    return {"Policy": json.dumps({key: value for key, value in document.items() if value})}


def _delete(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    policies, qualifier = _policies(request["ResourceArn"])
    policies.pop(qualifier, None)
    return {}


def install() -> None:
    """Adds the operations to Lambda, before its model is read for the first time."""
    loader.patches.setdefault(_MODEL, []).extend(_patches())
    add("lambda", {"PutResourcePolicy": _put, "GetResourcePolicy": _get, "DeleteResourcePolicy": _delete})
