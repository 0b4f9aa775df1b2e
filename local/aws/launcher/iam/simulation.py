"""Row 20: simulation of a principal's policies before a call.

A principal's simulation includes the service control policies of its account, with their conditions; resource policies
of existing resources are left out, as in IAM.
https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
https://docs.aws.amazon.com/IAM/latest/APIReference/API_OrganizationsDecisionDetail.html
"""

from typing import Any

from localemu.services.iam_enforcement import identity

from ..operations import add, error
from ..policies.decision import Policies, decide
from ..policies.principals import Caller
from ..policies.statements import Policy, Request, parse
from . import stores


def _principal(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    arn = request["PolicySourceArn"]
    found, keys = _source(arn)
    identity_policies = [*identity.get_identity_policies(found), *_parsed(request, "PolicyInputList")]
    boundaries = _parsed(request, "PermissionsBoundaryPolicyInputList")
    boundary = boundaries[0] if boundaries else identity.get_permission_boundary(found)
    control = stores.service_control_policies(found.account_id)
    asked = Policies(identity=identity_policies, boundary=boundary, control=control)
    return _results(request, Caller("session", found.account_id, arn), asked, keys)


def _custom(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    arn = request.get("CallerArn") or f"arn:aws:iam::{context.account_id}:user/simulated"
    boundaries = _parsed(request, "PermissionsBoundaryPolicyInputList")
    caller = Caller("session", context.account_id, arn)
    given = _parsed(request, "PolicyInputList")
    return _results(request, caller, Policies(identity=given, boundary=boundaries[0] if boundaries else None), {})


def _source(arn: str) -> tuple[Any, dict[str, Any]]:
    """The user or role that an ARN names, and the condition keys that come with it."""
    account, name = arn.split(":")[4], arn.split("/")[-1]
    keys = {"aws:principalarn": arn, "aws:principalaccount": account}
    if ":role/" in arn and stores.role_named(account, name):
        return identity.CallerIdentity("AssumedRole", account, arn, role_name=name), keys
    if ":user/" in arn and (user := stores.iam_backend(account).users.get(name)):
        found = identity.CallerIdentity("User", account, arn, username=name)
        return found, {**keys, "aws:username": name, "aws:userid": user.id}
    raise error("NoSuchEntity", f"The entity with the ARN {arn} cannot be found.", 404)


def _parsed(request: dict[str, Any], name: str) -> list[Policy]:
    return [document for text in request.get(name) or [] if (document := parse(text))]


def _organizations_say(asked: Policies, simulated: Request, caller: Caller) -> dict[str, Any]:
    """The result of only the service control policies; empty for an account without any."""
    if not asked.control:
        return {}
    everything = parse('{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}')
    alone = Policies(identity=[everything] if everything else [], control=asked.control)
    return {"OrganizationsDecisionDetail": {"AllowedByOrganizations": decide(simulated, caller, alone).allowed}}


def _results(request: dict[str, Any], caller: Caller, asked: Policies, keys: dict[str, Any]) -> dict[str, Any]:
    given = {
        entry["ContextKeyName"].lower(): entry["ContextKeyValues"]
        if entry["ContextKeyType"].endswith("List")
        else entry["ContextKeyValues"][0]
        for entry in request.get("ContextEntries") or []
    }
    asked.resource = parse(request.get("ResourcePolicy"))
    results = []
    for action in request["ActionNames"]:
        for resource in request.get("ResourceArns") or ["*"]:
            simulated = Request(action, [resource], keys | given)
            decision = decide(simulated, caller, asked)
            refusal = "explicitDeny" if "explicit deny" in decision.reason else "implicitDeny"
            results.append(
                {
                    "EvalActionName": action,
                    "EvalResourceName": resource,
                    "EvalDecision": "allowed" if decision.allowed else refusal,
                    "MatchedStatements": [],
                    "MissingContextValues": [],
                    **_organizations_say(asked, simulated, caller),
                }
            )
    return {"EvaluationResults": results, "IsTruncated": False}


def install() -> None:
    """Adds the operations to IAM."""
    add("iam", {"SimulatePrincipalPolicy": _principal, "SimulateCustomPolicy": _custom})
