"""Managed prefix lists: a missing list is an error, both for its own calls and as the source of a rule.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html
"""

from typing import Any

from moto.ec2.models.managed_prefixes import ManagedPrefixListBackend
from moto.ec2.models.security_groups import SecurityGroupBackend

from ..patching import wrap
from .errors import refuse


def existing_list(backend: Any, identifier: str) -> Any:
    """A prefix list by its id. Raises InvalidPrefixListID.NotFound if there is none."""
    found = backend.managed_prefix_lists.get(identifier)
    if found is None:
        raise refuse("InvalidPrefixListID.NotFound", f"The prefix list ID '{identifier}' does not exist")
    return found


def _entries(read: Any, self: Any, prefix_list_id: str) -> Any:
    existing_list(self, prefix_list_id)
    return read(self, prefix_list_id)


def _describe(describe: Any, self: Any, prefix_list_ids: Any = None, filters: Any = None) -> Any:
    for identifier in prefix_list_ids or []:
        existing_list(self, identifier)
    return describe(self, prefix_list_ids, filters)


def _authorize(authorize: Any, self: Any, *arguments: Any, **options: Any) -> Any:
    for given in options.get("prefix_list_ids") or []:
        existing_list(self, given["PrefixListId"])
    return authorize(self, *arguments, **options)


def install() -> None:
    """Repairs the reading and use of prefix lists."""
    wrap(ManagedPrefixListBackend, "get_managed_prefix_list_entries")(_entries)
    wrap(ManagedPrefixListBackend, "describe_managed_prefix_lists")(_describe)
    for direction in ("ingress", "egress"):
        wrap(SecurityGroupBackend, f"authorize_security_group_{direction}")(_authorize)
