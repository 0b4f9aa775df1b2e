"""Snapshots of databases: only of what is available, only so many, and complete only after a while.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
"""

import time
from typing import Any

from moto.rds.exceptions import InvalidDBClusterStateFault, RDSClientError, SnapshotQuotaExceededFault
from moto.rds.models import DBClusterSnapshot, DBSnapshot, RDSBackend

from ..patching import wrap

QUOTA = 100
"""Manual snapshots of instances, and as many of clusters, in a Region."""

COMPLETE_SECONDS = 1.0
"""How long a snapshot is `creating`. On AWS it takes longer."""


def _manual(snapshots: dict[str, Any]) -> int:
    return sum(1 for one in snapshots.values() if one.snapshot_type == "manual")


def _of_instance(create: Any, self: RDSBackend, db_instance_identifier: str, *arguments: Any, **options: Any) -> Any:
    database = self.databases.get(db_instance_identifier)
    manual = options.get("snapshot_type", "manual") == "manual"
    if manual and database and database.status not in ("available", "storage-optimization"):
        raise RDSClientError(
            "InvalidDBInstanceState",
            "Cannot create a snapshot because the database instance "
            f"{db_instance_identifier} is not currently in the available state.",
        )
    if manual and _manual(self.database_snapshots) >= QUOTA:
        raise SnapshotQuotaExceededFault()
    return create(self, db_instance_identifier, *arguments, **options)


def _of_cluster(create: Any, self: RDSBackend, db_cluster_identifier: str, *arguments: Any, **options: Any) -> Any:
    cluster = self.clusters.get(db_cluster_identifier)
    manual = options.get("snapshot_type", "manual") == "manual"
    if manual and cluster and cluster.status != "available":
        raise InvalidDBClusterStateFault(f"DB cluster {db_cluster_identifier} is not in available state")
    if manual and _manual(self.cluster_snapshots) >= QUOTA:
        raise SnapshotQuotaExceededFault()
    return create(self, db_cluster_identifier, *arguments, **options)


def _creating(init: Any, self: Any, *arguments: Any, **options: Any) -> None:
    init(self, *arguments, **options)
    self.complete_at = time.monotonic() + COMPLETE_SECONDS


def _status(self: Any) -> str:
    given = str(self.__dict__.get("status", "available"))
    creating = given == "available" and time.monotonic() < getattr(self, "complete_at", 0.0)
    return "creating" if creating else given


def _set_status(self: Any, value: str) -> None:
    self.__dict__["status"] = value


def install() -> None:
    """Repairs CreateDBSnapshot and CreateDBClusterSnapshot."""
    wrap(RDSBackend, "create_db_snapshot")(_of_instance)
    wrap(RDSBackend, "create_db_cluster_snapshot")(_of_cluster)
    for owner in (DBSnapshot, DBClusterSnapshot):
        wrap(owner, "__init__")(_creating)
        owner.status = property(_status, _set_status)
