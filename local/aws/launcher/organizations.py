"""Accounts have State and no longer Status, since 9 September 2026 (row X31).

https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html

Row 11: organizations:CreateAccount reads the id of the new account from a tag, because AWS's ids are random.

The tag is removed again. The id is needed before the account exists: conditions on the organization and service
control policies mean nothing for accounts outside it.
"""

from typing import Any

from moto.organizations import models, utils

from .operations import error
from .patching import wrap

WISHED_ID = "local-aws:account-id"


def _with_wished_id(create: Any, self: Any, organization: Any, **parameters: Any) -> None:
    tags = parameters.get("Tags") or []
    wished = next((tag["Value"] for tag in tags if tag["Key"] == WISHED_ID), None)
    if wished is None:
        create(self, organization, **parameters)
        return
    drawn = utils.make_random_account_id
    utils.make_random_account_id = lambda: wished
    try:
        create(self, organization, **{**parameters, "Tags": [tag for tag in tags if tag["Key"] != WISHED_ID]})
    finally:
        utils.make_random_account_id = drawn


def _describe(describe: Any, self: Any) -> dict[str, Any]:
    account = describe(self)
    del account["Status"]
    return account


def _for_administrators(ask: Any, self: Any, *arguments: Any, **options: Any) -> Any:
    """Only the management account and delegated administrators get an answer. Row X52.

    https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedAdministrators.html
    """
    if self.org is not None:
        return ask(self, *arguments, **options)
    known = models.organizations_backends.master_accounts.get(self.account_id)
    management = models.organizations_backends[known[0]][known[1]] if known else None
    if management is None or all(one.account.id != self.account_id for one in management.admins):
        raise error("AccessDeniedException", "You don't have permissions to access this resource.")
    return ask(management, *arguments, **options)


def _know_services() -> None:
    """moto does not know all services that can have a delegated administrator.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
    """
    for known in (models.FakeServiceAccess.TRUSTED_SERVICES, models.FakeDelegatedAdministrator.SUPPORTED_SERVICES):
        known.extend(
            one
            for one in ("config.amazonaws.com", "guardduty.amazonaws.com", "securityhub.amazonaws.com")
            if one not in known
        )


def install() -> None:
    """Lets CreateAccount set an id, and repairs the form of accounts and the access to service data."""
    _know_services()
    for name in ("list_delegated_administrators", "list_aws_service_access_for_organization"):
        wrap(models.OrganizationsBackend, name)(_for_administrators)
    wrap(models.FakeAccount, "describe")(_describe)
    wrap(models.FakeAccount, "__init__")(_with_wished_id)
