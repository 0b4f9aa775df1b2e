"""Who may use snapshots and AMIs of an account, and the account's block of public AMIs.

moto ignores the permissions of a snapshot in the form that names what is added and removed, and lists snapshots without
asking who may restore them. localemu has the block of public snapshots.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html
"""

import time
from typing import Any

from localemu.services.moto import call_moto
from moto.ec2.models.amis import AmiBackend
from moto.ec2.models.elastic_block_store import EBSBackend
from moto.ec2.responses.elastic_block_store import ElasticBlockStore

from ..operations import add
from ..patching import wrap
from .errors import refuse
from .snapshot_copies import message_of

APPLY_SECONDS = 1.0
"""How long the block of public AMIs is not in effect after it was asked for. On AWS it may take 10 minutes.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageBlockPublicAccess.html
"""

_BLOCKED = "block-new-sharing"
_UNBLOCKED = "unblocked"

_MOST_CHANGES = 500
"""Modifications of a snapshot in one call."""

_blocked_at: dict[tuple[str, str], float] = {}
"""When the block takes effect, by account and Region."""


def _modify_snapshot(modify: Any, self: Any) -> Any:
    changes = self._get_param("CreateVolumePermission", {})
    if not changes:
        return modify(self)
    added, removed = changes.get("Add") or [], changes.get("Remove") or []
    if added and removed:
        raise refuse("InvalidParameterCombination", "You cannot both add and remove permissions in one operation.")
    if len(added) + len(removed) > _MOST_CHANGES:
        raise refuse("InvalidParameterValue", f"At most {_MOST_CHANGES} modifications are possible in one operation.")
    self.error_on_dryrun()
    snapshot = self._get_param("SnapshotId")
    self.ec2_backend.add_create_volume_permission(snapshot, **_named(added))
    self.ec2_backend.remove_create_volume_permission(snapshot, **_named(removed))
    return modify(self)


def _named(changes: list[dict[str, str]]) -> dict[str, list[str]]:
    return {
        "user_ids": [change["UserId"] for change in changes if "UserId" in change],
        "groups": [change["Group"] for change in changes if "Group" in change],
    }


def _check_accounts(
    change: Any, self: Any, snapshot_id: str, user_ids: list[str] | None = None, groups: list[str] | None = None
) -> None:
    for user_id in user_ids or []:
        if len(user_id) != 12 or not user_id.isdigit():
            raise refuse(
                "InvalidAMIAttributeItemValue", f'Invalid attribute item value "{user_id}" for userId item type.'
            )
    change(self, snapshot_id, user_ids=user_ids or [], groups=groups or [])


def _describe_snapshots(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    from moto.ec2.models import ec2_backends

    answer = call_moto(context)
    known = ec2_backends[context.account_id][context.region].snapshots
    answer["Snapshots"] = [{**one, **message_of(known.get(one["SnapshotId"]))} for one in answer.get("Snapshots") or []]
    users = {context.account_id if user == "self" else user for user in parameters.get("RestorableByUserIds") or []}
    if not users:
        return answer

    def usable(snapshot: Any) -> bool:
        return bool(users & (snapshot.create_volume_permission_userids | snapshot.create_volume_permission_groups))

    found = [one for one in answer.get("Snapshots") or [] if usable(known[one["SnapshotId"]])]
    return {**answer, "Snapshots": found}


def _modify_image(
    modify: Any, self: Any, ami_id: str, launch_permissions_to_add: list[dict[str, str]], **options: Any
) -> Any:
    place = (self.account_id, self.region_name)
    if {"Group": "all"} in launch_permissions_to_add and _state(place) == _BLOCKED:
        raise refuse(
            "OperationNotPermitted",
            "You can't publicly share this image because block public access for AMIs is enabled for this account.",
        )
    return modify(self, ami_id=ami_id, launch_permissions_to_add=launch_permissions_to_add, **options)


def _state(place: tuple[str, str]) -> str:
    return _BLOCKED if place in _blocked_at and time.monotonic() >= _blocked_at[place] else _UNBLOCKED


def _place(context: Any) -> tuple[str, str]:
    return (context.account_id, context.region)


def _get_block(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    return {"ImageBlockPublicAccessState": _state(_place(context)), "ManagedBy": "account"}


def _enable_block(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    if parameters.get("ImageBlockPublicAccessState") != _BLOCKED:
        raise refuse("InvalidParameterValue", "Invalid value for ImageBlockPublicAccessState.")
    _blocked_at.setdefault(_place(context), time.monotonic() + APPLY_SECONDS)
    return {"ImageBlockPublicAccessState": _BLOCKED}


def _disable_block(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    _blocked_at.pop(_place(context), None)
    return {"ImageBlockPublicAccessState": _UNBLOCKED}


def install() -> None:
    """Repairs the sharing of snapshots and AMIs."""
    wrap(ElasticBlockStore, "modify_snapshot_attribute")(_modify_snapshot)
    for name in ("add_create_volume_permission", "remove_create_volume_permission"):
        wrap(EBSBackend, name)(_check_accounts)
    wrap(AmiBackend, "modify_image_attribute")(_modify_image)
    add(
        "ec2",
        {
            "DescribeSnapshots": _describe_snapshots,
            "GetImageBlockPublicAccessState": _get_block,
            "EnableImageBlockPublicAccess": _enable_block,
            "DisableImageBlockPublicAccess": _disable_block,
        },
    )
