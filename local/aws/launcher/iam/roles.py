"""The permissions of a role, without a session."""

from localemu.services.iam_enforcement import identity

from ..policies.decision import Policies, decide
from ..policies.principals import Caller
from ..policies.statements import Request, parse
from . import stores
from .callers import service_caller
from .resource_policies import policy_of
from .resources import account_of


def role_may(role_arn: str, action: str, resource: str) -> bool:
    """Whether the policies of a role and of a resource allow an action; False for an absent role."""
    account, name = role_arn.split(":")[4], role_arn.split("/")[-1]
    role = stores.role_named(account, name)
    if role is None:
        return False
    session = identity.CallerIdentity("AssumedRole", account, role.arn, role_name=name)
    caller = Caller("session", account, f"arn:aws:sts::{account}:assumed-role/{name}/check", role_arn=role.arn)
    policies = Policies(
        identity=identity.get_identity_policies(session),
        boundary=identity.get_permission_boundary(session),
        control=stores.service_control_policies(account),
        resource=policy_of(resource),
        same_account=account_of(resource, account) == account,
    )
    keys = {"aws:principalarn": role.arn, "aws:principalaccount": account}
    return decide(Request(action, [resource], keys), caller, policies).allowed


def trusts_service(role_arn: str, service: str) -> bool:
    """Whether an AWS service, like ssm.amazonaws.com, may assume a role; False for an absent role."""
    account, name = role_arn.split(":")[4], role_arn.split("/")[-1]
    role = stores.role_named(account, name)
    if role is None:
        return False
    caller = service_caller(service, account, None)
    trust = Policies(resource=parse(role.assume_role_policy_document))
    return decide(Request("sts:AssumeRole", [role.arn], caller.keys), caller, trust).allowed
