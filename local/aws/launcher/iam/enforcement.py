"""Decides on every call before it reaches its service. Rows 7, 8, 10, 18, 19, 21, 24 and 25.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Iterable
from typing import Any

from localemu import config, constants
from localemu.aws.api import CommonServiceException, RequestContext
from localemu.services.iam_enforcement import enforcer

from ..patching import replace
from ..policies.decision import Decision, Policies, decide
from ..policies.principals import Caller
from ..policies.statements import Request
from . import stores
from .actions import actions_of
from .allowed_calls import note
from .callers import caller_of, own_policies, service_caller
from .database_rights import database_rights
from .ec2_resources import tagged_arn
from .keys import is_aws_managed, needed_key
from .passed_roles import passed_roles
from .refusals import refuse, refuse_credentials
from .request_context import request_keys, requested_tags, resource_keys
from .resource_policies import policy_of, restricts_public_policy
from .resources import Place, account_of, resources_of

_NO_PERMISSION_NEEDED = {"sts:GetCallerIdentity", "sts:GetSessionToken"}
_INTERNAL_KEYS = (constants.INTERNAL_AWS_ACCESS_KEY_ID, config.INTERNAL_RESOURCE_ACCOUNT)

_SERVICES_NEED_POLICY = {
    ("events", "sqs:SendMessage"),
    ("events", "sns:Publish"),
    ("events", "lambda:InvokeFunction"),
    ("events", "events:PutEvents"),
    ("events", "logs:CreateLogStream"),
    ("events", "logs:PutLogEvents"),
    ("cloudwatch", "sns:Publish"),
    ("sns", "sqs:SendMessage"),
    ("sns", "lambda:InvokeFunction"),
    ("config", "lambda:InvokeFunction"),
    ("s3", "sqs:SendMessage"),
    ("s3", "sns:Publish"),
    ("s3", "lambda:InvokeFunction"),
}
"""Calls that services may make only if the resource's policy allows them, unless they use a role."""

_SOURCE_KEYS = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths")

_SOURCE_IS_UNTOLD = {("events", "logs:CreateLogStream")}
"""Calls in which a service does not send the resource for which it acts, so that a condition on it never matches.

https://github.com/aws-samples/serverless-patterns/pull/618
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
"""


def check(self: Any, chain: Any, context: RequestContext, response: Any) -> None:
    """The step of localemu's handler chain: returns if the call may pass, raises the service's own error if not."""
    if not context.service or not context.operation:
        return
    service, operation = context.service.service_name, context.operation.name
    parameters = dict(context.service_request or {})
    access_key = enforcer._extract_access_key(context)
    place = Place(context.account_id, context.region)
    session = stores.session_of(place.account, access_key) if access_key else None
    if context.is_internal_call or access_key in _INTERNAL_KEYS:
        if session is None:
            _check_service(context, service, operation, parameters, place)
            return
    if not access_key:
        raise CommonServiceException("MissingAuthenticationToken", "Request is missing Authentication Token", 403)
    caller = caller_of(access_key, place.account, place.region)
    if caller is None:
        raise refuse_credentials(context, expired=session is not None)
    actions = actions_of(service, operation, parameters)
    if caller.kind == "root" or actions[0] in _NO_PERMISSION_NEEDED:
        return
    keys = request_keys(service, operation, parameters, caller, place.region)
    own = own_policies(access_key, caller, place.region)
    resources = resources_of(service, operation, parameters, place)
    _require(context, caller, own, actions, resources, keys)
    created = tagged_arn(operation, place.account, place.region) if service == "ec2" else None
    if created and requested_tags(parameters):
        # Tags on creation: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
        _require(context, caller, own, ["ec2:CreateTags"], [(created,)], {**keys, "ec2:createaction": operation})
    if service == "route53resolver" and operation != "TagResource" and requested_tags(parameters):
        _require(context, caller, own, ["route53resolver:TagResource"], resources, keys)
    if (service, operation) == ("route53resolver", "AssociateFirewallRuleGroup"):
        # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53resolver.html, dependent actions
        _require(context, caller, own, ["ec2:DescribeVpcs"], [("*",)], keys)
    if service == "rds":
        for action, arn in database_rights(operation, parameters, [names[0] for names in resources], place):
            _require(context, caller, own, [action], [(arn,)], keys)
    for arn, principal in passed_roles(service, operation, parameters, place.account):
        _require(context, caller, own, ["iam:PassRole"], [(arn,)], {**keys, "iam:passedtoservice": principal})
    for names in resources:
        key = needed_key(service, operation, names[0])
        if key and not is_aws_managed(key[1]):
            via = {"kms:viaservice": f"{service}.{place.region}.amazonaws.com", "kms:calleraccount": caller.account}
            _require(context, caller, own, key[0], [(key[1],)], {**keys, **via})


def may_use_key(context: RequestContext, actions: Iterable[str], arn: str) -> bool:
    """Whether the caller of a request may use a key through its service, which makes the grants that it needs.

    https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
    """
    service, place = context.service.service_name, Place(context.account_id, context.region)
    access_key = enforcer._extract_access_key(context)
    caller = caller_of(access_key, place.account, place.region) if access_key else None
    if caller is None or caller.kind == "root":
        return True
    via = {
        "kms:viaservice": f"{service}.{place.region}.amazonaws.com",
        "kms:calleraccount": caller.account,
        "kms:grantisforawsresource": "true",
    }
    keys = request_keys("kms", "", {}, caller, place.region) | via
    try:
        _require(context, caller, own_policies(access_key, caller, place.region), actions, [(arn,)], keys)
    except CommonServiceException:
        return False
    return True


def _check_service(
    context: RequestContext, service: str, operation: str, parameters: dict[str, Any], place: Place
) -> None:
    """A call of an AWS service without a role: only the resource's policy can allow it."""
    sender = (context.internal_request_params or {}).get("service_principal")
    actions = actions_of(service, operation, parameters)
    if not sender or (str(sender), actions[0]) not in _SERVICES_NEED_POLICY:
        return
    caller = service_caller(str(sender), place.account, context.internal_request_params.get("source_arn"))
    for names in resources_of(service, operation, parameters, place):
        owner = account_of(names[0], place.account)
        if service == "events" and owner == caller.account:
            continue  # from bus to bus within an account and Region no role and no policy is needed
        keys = request_keys(service, operation, parameters, caller, place.region) | resource_keys(
            names[0], service, owner
        )
        if (str(sender), actions[0]) in _SOURCE_IS_UNTOLD:
            keys = _without_source(keys)
        policies = Policies(resource=policy_of(names[0]), same_account=owner == caller.account)
        decision = decide(Request(actions[0], names, keys), caller, policies)
        if service == "events":
            decision = Decision(False, "because a rule needs a role to send events to another account")
        if not decision.allowed:
            raise refuse(context, caller, actions[0], names[0], decision)
        if key := needed_key(service, operation, names[0]):
            _require_key(context, caller, key, place)


def _require_key(context: RequestContext, caller: Caller, key: tuple[tuple[str, ...], str], place: Place) -> None:
    """The key of an encrypted topic or queue must allow the service as well."""
    actions, arn = key
    keys = request_keys("kms", actions[0], {}, caller, place.region) | resource_keys(arn, "kms", arn.split(":")[4])
    if caller.service == "events.amazonaws.com" and context.service.service_name == "sns":
        # Not set for topics: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
        keys = _without_source(keys)
    for action in actions:
        decision = decide(Request(action, [arn], keys), caller, Policies(resource=policy_of(arn)))
        if not decision.allowed:
            raise refuse(context, caller, action, arn, decision)


def _without_source(keys: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in keys.items() if name not in _SOURCE_KEYS}


def _require(
    context: RequestContext,
    caller: Caller,
    own: Policies,
    actions: Iterable[str],
    resources: Iterable[tuple[str, ...]],
    keys: dict[str, Any],
) -> None:
    for names in resources:
        service = names[0].split(":")[2] if names[0].startswith("arn:") else ""
        owner = account_of(names[0], caller.account)
        policies = Policies(
            own.identity,
            own.boundary,
            own.session,
            own.control,
            resource=policy_of(names[0]),
            # Subnets and groups that RAM shares: EC2 has no resource policies, the share is the owner's permission.
            same_account=owner == caller.account or service == "ec2",
            resource_decides=service == "kms" or (service == "iam" and context.service.service_name == "sts"),
        )
        if service == "iam" and context.service.service_name != "sts":
            policies.resource = None  # a trust policy covers sts:AssumeRole, not changes of the role
        if service == "logs":
            policies.resource = None  # such a policy covers only services, not other callers
        if service == "s3" and not policies.same_account and restricts_public_policy(names[0]):
            policies.resource = None
        known = resource_keys(names[0], service, owner) | keys
        for action in actions:
            decision = decide(Request(action, names, known), caller, policies)
            if not decision.allowed:
                raise refuse(context, caller, action, names[0], decision)
            note(caller, action, names[0])


def install() -> None:
    """Replaces localemu's enforcement."""
    replace(enforcer.IAMEnforcementHandler, "__call__", check)
