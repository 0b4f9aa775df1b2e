"""The resources of calls to Organizations. Row L13.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
"""

from typing import Any

from .stores import organization_of


def organization_resources(operation: str, parameters: dict[str, Any], account: str) -> list[tuple[str, ...]]:
    """ListParents can be limited to accounts and units; the ARNs have the id of the management account."""
    child = str(parameters.get("ChildId", ""))
    organization = organization_of(account)
    if operation != "ListParents" or organization is None:
        return [("*",)]
    kind = "ou" if child.startswith("ou-") else "account"
    org = organization.org
    return [(f"arn:aws:organizations::{org.master_account_id}:{kind}/{org.id}/{child}",)]
