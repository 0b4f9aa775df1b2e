"""AssumeRole: trust (row 9), limits of the session, and the size of its policies (X42).

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

import json
import zlib
from collections.abc import Iterator
from typing import Any

from localemu.aws.api import CommonServiceException
from localemu.services.iam_enforcement import identity
from localemu.services.sts import provider

from ..patching import replace, wrap
from ..policies.decision import Policies, decide
from ..policies.principals import Caller
from ..policies.statements import Request, parse
from . import stores
from .callers import service_caller


def _trusts(
    role: Any,
    caller_arn: str,
    account: str,
    external_id: str | None = None,
    serial_number: str | None = None,
    service_principal: str | None = None,
) -> bool:
    """Whether a role trusts an AWS service or a root user; enforcement.py has decided about all other callers."""
    if service_principal:
        # A service acts for the role's account, because a caller cannot pass it a role of another account.
        caller = service_caller(str(service_principal), role.arn.split(":")[4], None)
    elif caller_arn.endswith(":root"):
        keys: dict[str, Any] = {"aws:principalarn": caller_arn, "aws:principalaccount": account}
        if path := stores.organization_path(account):
            keys["aws:principalorgid"], keys["aws:principalorgpaths"] = path[0], [path[1]]
        caller = Caller("root", account, caller_arn, keys=keys)
    else:
        return True
    keys = dict(caller.keys)
    if external_id:
        keys["sts:externalid"] = external_id
    request = Request("sts:AssumeRole", [role.arn], keys)
    return decide(request, caller, Policies(resource=parse(role.assume_role_policy_document))).allowed


def _existing_role(find: Any, account: str, arn: str) -> Any:
    """A role that does not exist cannot be assumed; service-linked roles are not modelled and always exist."""
    role = find(account, arn)
    if role is None and ":role/aws-service-role/" not in arn:
        raise CommonServiceException(
            "AccessDenied",
            f"User is not authorized to perform: sts:AssumeRole on resource: {arn}",
            403,
            sender_fault=True,
        )
    return role


# AWS documents that policies and tags are packed and that the packed size has a limit, but not the method. According to
# public reports of refused policies, with their strings deflated, the limit is between 258 and 371 bytes; this is about
# the middle.
_PACKED = 300


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _strings(item)
    else:
        yield str(value)


def _packed_percent(request: dict[str, Any]) -> int | None:
    """The share of the allowed size that policies and tags use; None if there are none."""
    tags = [[tag["Key"], tag["Value"]] for tag in request.get("Tags") or []]
    arns = [described["arn"] for described in request.get("PolicyArns") or []]
    policy = json.loads(request["Policy"]) if request.get("Policy") else []
    texts = list(_strings([policy, arns, tags]))
    if not texts:
        return None
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress("\0".join(texts).encode()) + packer.flush()
    percent = -(-100 * len(packed) // _PACKED)
    if percent > 100:
        text = f"Packed size of session policy consumes {percent}% of allotted space."
        raise CommonServiceException("PackedPolicyTooLarge", text, 400, sender_fault=True)
    return percent


def _forget_chained_policies(assume: Any, self: Any, context: Any, *arguments: Any, **parameters: Any) -> Any:
    """Only the policies of this call limit the session: a chained session inherits none."""
    request = context.service_request
    percent = _packed_percent(request)
    response = assume(self, context, *arguments, **parameters)
    if percent is not None:
        response["PackedPolicySize"] = percent
    account = request["RoleArn"].split(":")[4]
    policies = [parse(request["Policy"])] if request.get("Policy") else []
    for described in request.get("PolicyArns") or []:
        document = identity._get_managed_policy_doc(stores.iam_backend(account), described["arn"])
        if document is None:
            raise CommonServiceException("MalformedPolicyDocument", f"policy {described['arn']} does not exist", 400)
        policies.append(document)
    session = stores.session_of(account, response["Credentials"]["AccessKeyId"])
    if session is None:
        raise KeyError(f"no session for the credentials of {request['RoleArn']}")
    session["session_policies"] = policies
    return response


def install() -> None:
    """Repairs AssumeRole."""
    replace(provider, "_evaluate_trust_policy", _trusts)
    wrap(provider, "_resolve_role")(_existing_role)
    wrap(provider.StsProvider, "assume_role")(_forget_chained_policies)
