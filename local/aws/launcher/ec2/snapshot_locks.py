"""Locks of snapshots: modes, durations, the cooling-off period, and who may change what.

moto has none of these calls.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LockSnapshot.html
https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lock-considerations.html
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.ec2.models.elastic_block_store import EBSBackend

from ..operations import add
from ..patching import wrap
from .errors import refuse

_MOST_DAYS = 36_500
_MOST_HOURS = 72


@dataclass
class _Lock:
    mode: str
    days: int
    cool_off_hours: int | None
    created: datetime
    started: datetime | None
    """None while the snapshot is pending: its duration starts when it is completed."""

    @property
    def cool_off_ends(self) -> datetime | None:
        return self.created + timedelta(hours=self.cool_off_hours) if self.cool_off_hours else None

    @property
    def expires(self) -> datetime | None:
        return self.started + timedelta(days=self.days) if self.started else None

    @property
    def state(self) -> str:
        now = datetime.now(UTC)
        if self.expires and now >= self.expires:
            return "expired"
        if self.mode == "compliance" and self.cool_off_ends and now < self.cool_off_ends:
            return "compliance-cooloff"
        return self.mode


_locks: dict[tuple[str, str, str], _Lock] = {}


def _place(context: Any, snapshot: str) -> tuple[str, str, str]:
    return (context.account_id, context.region, snapshot)


def _snapshot(context: Any, snapshot_id: str) -> Any:
    from moto.ec2.models import ec2_backends

    return ec2_backends[context.account_id][context.region].get_snapshot(snapshot_id)


def _current(account: str, region: str, snapshot: Any) -> _Lock | None:
    """The lock of a snapshot. One whose snapshot failed is cancelled."""
    lock = _locks.get((account, region, snapshot.id))
    if lock is None or snapshot.status == "error":
        return None
    if lock.started is None and snapshot.status != "pending":
        lock.started = datetime.now(UTC)
    return lock


def _lock(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    snapshot = _snapshot(context, parameters["SnapshotId"])
    mode, days = parameters["LockMode"], parameters.get("LockDuration")
    cool_off = parameters.get("CoolOffPeriod")
    if parameters.get("ExpirationDate"):
        raise NotImplementedError("only durations")
    if mode not in ("governance", "compliance"):
        raise refuse("InvalidParameterValue", f"Value ({mode}) for parameter LockMode is invalid.")
    if days is None or not 1 <= days <= _MOST_DAYS:
        raise refuse("InvalidParameterValue", f"Value ({days}) for parameter LockDuration is invalid.")
    if cool_off is not None and (mode == "governance" or not 1 <= cool_off <= _MOST_HOURS):
        raise refuse("InvalidParameterCombination", "CoolOffPeriod is for compliance mode only, from 1 to 72 hours.")
    if snapshot.status not in ("pending", "completed"):
        raise refuse("IncorrectState", f"Snapshot {snapshot.id} is in state {snapshot.status}.")
    before = _current(context.account_id, context.region, snapshot)
    if before and before.state == "compliance" and (mode != "compliance" or days < before.days or cool_off):
        raise refuse("OperationNotPermitted", f"Snapshot {snapshot.id} is locked in compliance mode.")
    now = datetime.now(UTC)
    started = None if snapshot.status == "pending" else now
    lock = _locks[_place(context, snapshot.id)] = _Lock(mode, days, cool_off, now, started)
    return {"SnapshotId": snapshot.id, **_shown(lock)}


def _unlock(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    snapshot = _snapshot(context, parameters["SnapshotId"])
    lock = _current(context.account_id, context.region, snapshot)
    if lock is None:
        raise refuse("InvalidSnapshot.NotLocked", f"Snapshot {snapshot.id} is not locked.")
    if lock.state == "compliance":
        raise refuse("OperationNotPermitted", f"Snapshot {snapshot.id} is locked in compliance mode.")
    del _locks[_place(context, snapshot.id)]
    return {"SnapshotId": snapshot.id}


def _shown(lock: _Lock) -> dict[str, Any]:
    given = {
        "LockState": lock.state,
        "LockDuration": lock.days,
        "CoolOffPeriod": lock.cool_off_hours,
        "CoolOffPeriodExpiresOn": lock.cool_off_ends,
        "LockCreatedOn": lock.created,
        "LockDurationStartTime": lock.started,
        "LockExpiresOn": lock.expires,
    }
    return {name: value for name, value in given.items() if value is not None}


def _describe(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    from moto.ec2.models import ec2_backends

    known = ec2_backends[context.account_id][context.region].snapshots
    wanted = parameters.get("SnapshotIds") or list(known)
    found = [(known[one], _current(context.account_id, context.region, known[one])) for one in wanted if one in known]
    shown = [
        {"OwnerId": context.account_id, "SnapshotId": snapshot.id, **_shown(lock)} for snapshot, lock in found if lock
    ]
    return {"Snapshots": shown}


def _delete(delete: Any, self: Any, snapshot_id: str) -> Any:
    snapshot = self.get_snapshot(snapshot_id)
    lock = _current(self.account_id, self.region_name, snapshot)
    if lock and lock.state != "expired":
        raise refuse("OperationNotPermitted", f"Snapshot {snapshot_id} is locked and can't be deleted.")
    return delete(self, snapshot_id)


def install() -> None:
    """Adds the locks of snapshots."""
    wrap(EBSBackend, "delete_snapshot")(_delete)
    add("ec2", {"LockSnapshot": _lock, "UnlockSnapshot": _unlock, "DescribeLockedSnapshots": _describe})
