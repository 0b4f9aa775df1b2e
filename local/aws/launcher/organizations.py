"""Accounts have State and no longer Status, since 9 September 2026 (row X31).

https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html

Row 11: organizations:CreateAccount reads the id of the new account from a tag, because AWS's ids are random.

The tag is removed again. The id is needed before the account exists: conditions on the organization and service
control policies mean nothing for accounts outside it.

L22: ListAccounts has the path of each account, and the management account gets the events that Organizations sends when
an account was created, closed or removed.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
"""

from typing import Any

from localemu.aws.spec import loader
from moto.organizations import models, utils

from .events.api_calls import service_event
from .operations import error
from .patching import wrap

WISHED_ID = "local-aws:account-id"

_PATHS = [
    {"op": "add", "path": "/shapes/AccountPaths", "value": {"type": "list", "member": {"shape": "Path"}}},
    {"op": "add", "path": "/shapes/Account/members/Paths", "value": {"shape": "AccountPaths"}},
]
"""botocore does not know this part of an account yet.

https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
"""


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
    """Only the management account and delegated administrators get an answer. Rows X52 and L13.

    https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedAdministrators.html
    https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html
    """
    if self.org is not None:
        return ask(self, *arguments, **options)
    known = models.organizations_backends.master_accounts.get(self.account_id)
    management = models.organizations_backends[known[0]][known[1]] if known else None
    if management is None or all(one.account.id != self.account_id for one in management.admins):
        raise error("AccessDeniedException", "You don't have permissions to access this resource.")
    return ask(management, *arguments, **options)


def _of_child(ask: Any, self: Any, **parameters: Any) -> Any:
    """ListParents refuses a child that is not in the organization, and a root. Row L13.

    https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html
    """
    child = str(parameters["ChildId"])
    if child.startswith("r-"):
        raise error("InvalidInputException", "You specified an invalid value. (INVALID_PATTERN)")
    if all(one.id != child for one in [*self.accounts, *self.ou]):
        raise error("ChildNotFoundException", "You specified a child that doesn't exist.")
    return ask(self, **parameters)


def _list_accounts(ask: Any, self: Any, *arguments: Any, **options: Any) -> Any:
    """The accounts with their paths, like o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/111122223333/."""
    parents = {one.id: one.parent_id for one in [*self.ou, *self.accounts]}

    def path(account: str) -> str:
        names = [account]
        while parent := parents.get(names[0]):
            names.insert(0, parent)
        return "/".join([self.org.id, *names, ""])

    accounts, token = ask(self, *arguments, **options)
    return [{**one, "Paths": [path(one["Id"])]} for one in accounts], token


def _tell(backend: Any, name: str, details: dict[str, Any]) -> None:
    service_event(backend.org.master_account_id, "organizations", name, details)


def _create(create: Any, self: Any, **parameters: Any) -> Any:
    answer = create(self, **parameters)
    status = answer["CreateAccountStatus"]
    result = {"id": status["Id"], "state": status["State"], "accountId": status["AccountId"]}
    _tell(self, "CreateAccountResult", {"createAccountStatus": result})
    return answer


def _close(close: Any, self: Any, **parameters: Any) -> None:
    close(self, **parameters)
    result = {"accountId": parameters["AccountId"], "state": "SUCCEEDED"}
    _tell(self, "CloseAccountResult", {"closeAccountStatus": result})


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
    loader.patches.setdefault("organizations/2016-11-28/service-2", []).extend(_PATHS)
    _know_services()
    wrap(models.OrganizationsBackend, "list_parents")(_of_child)
    for name in ("list_delegated_administrators", "list_aws_service_access_for_organization", "list_parents"):
        wrap(models.OrganizationsBackend, name)(_for_administrators)
    wrap(models.OrganizationsBackend, "list_accounts")(_list_accounts)
    wrap(models.OrganizationsBackend, "create_account")(_create)
    wrap(models.OrganizationsBackend, "close_account")(_close)
    wrap(models.FakeAccount, "describe")(_describe)
    wrap(models.FakeAccount, "__init__")(_with_wished_id)
