"""Accounts answer State and no longer Status, since 9 September 2026 (row X31).

https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html

Row 11: organizations:CreateAccount takes the account id that is wished for from a tag, because AWS draws one by lot.

The tag is removed again. The id is needed before the account exists: conditions on the organization and service
control policies mean nothing for accounts outside it.
"""

from typing import Any

from moto.organizations import models, utils

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


def install() -> None:
    """Lets CreateAccount take a wished id, and repairs what accounts look like."""
    wrap(models.FakeAccount, "describe")(_describe)
    wrap(models.FakeAccount, "__init__")(_with_wished_id)
