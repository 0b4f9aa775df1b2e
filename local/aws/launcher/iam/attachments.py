"""The quota of managed policies of an entity, and the check that a permissions boundary exists.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from typing import Any

from localemu.services.iam.provider import IamProvider
from moto.iam.exceptions import LimitExceededException, NotFoundException
from moto.iam.models import AccountSummary, IAMBackend

from ..operations import error
from ..patching import original, wrap
from . import stores

_PER_ROLE = 20
_CREDENTIAL_SERVICES = ("codecommit.amazonaws.com", "cassandra.amazonaws.com", "bedrock.amazonaws.com")


def _limited(kind: str) -> Any:
    def attach(known: Any, self: Any, policy_arn: str, name: str) -> None:
        entity = getattr(self, f"get_{kind}")(name)
        quota = getattr(self.account_summary, f"_attached_policies_per_{kind}_quota")
        another = policy_arn in self.managed_policies and policy_arn not in entity.managed_policies
        if another and len(entity.managed_policies) >= quota:
            raise LimitExceededException(f"Cannot exceed quota for PoliciesPer{kind.capitalize()}: {quota}")
        known(self, policy_arn, name)

    return attach


def _summary(create: Any, self: Any, *arguments: Any, **options: Any) -> None:
    create(self, *arguments, **options)
    self._attached_policies_per_role_quota = _PER_ROLE


def _existing_policy(account: str, arn: str) -> None:
    if arn not in stores.iam_backend(account).managed_policies:
        raise NotFoundException(f"Policy {arn} does not exist or is not attachable.")


def _limit_role(limit: Any, self: Any, role_name: str, permissions_boundary: str) -> None:
    _existing_policy(self.account_id, permissions_boundary)
    limit(self, role_name, permissions_boundary)


def _limit_user(
    limit: Any, self: Any, context: Any, user_name: str, permissions_boundary: str, *arguments: Any, **options: Any
) -> None:
    try:
        _existing_policy(context.account_id, permissions_boundary)
    except NotFoundException as absent:
        raise error("NoSuchEntity", absent.message, 404) from absent
    limit(self, context, user_name, permissions_boundary, *arguments, **options)


def _delete_policy(delete: Any, self: Any, context: Any, policy_arn: str, *arguments: Any, **options: Any) -> None:
    """A policy in use as a boundary cannot be deleted, because that would lift the limit."""
    if any(stores.boundary_of(entity) == policy_arn for entity in _entities(context.account_id)):
        raise error("DeleteConflict", "Cannot delete a policy attached to entities.", 409)
    delete(self, context, policy_arn, *arguments, **options)


def _entities(account: str) -> list[Any]:
    backend = stores.iam_backend(account)
    return [*backend.roles.values(), *backend.users.values()]


def _validate_service(validate: Any, self: Any, service_name: str) -> None:
    if service_name not in _CREDENTIAL_SERVICES:
        validate(self, service_name)


def install() -> None:
    """Repairs attaching, permissions boundaries and the services of service-specific credentials."""
    original(IAMBackend, "get_role")
    for kind in ("role", "user", "group"):
        wrap(IAMBackend, f"attach_{kind}_policy")(_limited(kind))
    wrap(AccountSummary, "__init__")(_summary)
    wrap(IAMBackend, "put_role_permissions_boundary")(_limit_role)
    wrap(IamProvider, "put_user_permissions_boundary")(_limit_user)
    wrap(IamProvider, "delete_policy")(_delete_policy)
    wrap(IamProvider, "_validate_service_name")(_validate_service)
