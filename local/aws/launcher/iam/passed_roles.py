"""The roles that a call passes to a service: each needs iam:PassRole.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from collections.abc import Callable, Iterator
from typing import Any

from ..policies.patterns import as_list
from .stores import iam_backend

Parameters = dict[str, Any]


def passed_roles(service: str, operation: str, parameters: Parameters, account: str) -> list[tuple[str, str]]:
    """Pairs of role ARN and the service that gets the role, such as lambda.amazonaws.com."""
    finder = _FINDERS.get((service, operation))
    return [(arn, principal) for arn, principal in finder(parameters, account) if arn] if finder else []


def _named(name: str, principal: str) -> Callable[[Parameters, str], Iterator[tuple[str, str]]]:
    def find(parameters: Parameters, account: str) -> Iterator[tuple[str, str]]:
        yield parameters.get(name) or "", principal

    return find


def _targets(parameters: Parameters, account: str) -> Iterator[tuple[str, str]]:
    for target in parameters.get("Targets") or []:
        yield target.get("RoleArn") or "", "events.amazonaws.com"


def _schedule(parameters: Parameters, account: str) -> Iterator[tuple[str, str]]:
    yield (parameters.get("Target") or {}).get("RoleArn") or "", "scheduler.amazonaws.com"


def _automation(parameters: Parameters, account: str) -> Iterator[tuple[str, str]]:
    for arn in as_list((parameters.get("Parameters") or {}).get("AutomationAssumeRole")):
        yield arn, "ssm.amazonaws.com"


def _profile(parameters: Parameters, account: str) -> Iterator[tuple[str, str]]:
    profile = parameters.get("IamInstanceProfile") or {}
    name = profile.get("Name") or (profile.get("Arn") or "").rpartition("/")[2]
    for known in iam_backend(account).instance_profiles.values():
        if name and known.name == name:
            yield from ((role.arn, "ec2.amazonaws.com") for role in known.roles)


def _profile_role(parameters: Parameters, account: str) -> Iterator[tuple[str, str]]:
    for role in iam_backend(account).roles.values():
        if role.name == parameters.get("RoleName"):
            yield role.arn, "ec2.amazonaws.com"


_FINDERS: dict[tuple[str, str], Callable[[Parameters, str], Iterator[tuple[str, str]]]] = {
    ("lambda", "CreateFunction"): _named("Role", "lambda.amazonaws.com"),
    ("lambda", "UpdateFunctionConfiguration"): _named("Role", "lambda.amazonaws.com"),
    ("events", "PutTargets"): _targets,
    ("scheduler", "CreateSchedule"): _schedule,
    ("scheduler", "UpdateSchedule"): _schedule,
    ("ssm", "StartAutomationExecution"): _automation,
    ("stepfunctions", "CreateStateMachine"): _named("roleArn", "states.amazonaws.com"),
    ("ec2", "RunInstances"): _profile,
    ("ec2", "AssociateIamInstanceProfile"): _profile,
    ("ec2", "ReplaceIamInstanceProfileAssociation"): _profile,
    ("iam", "AddRoleToInstanceProfile"): _profile_role,
}
