"""Changes of databases: what RDS refuses, and what it applies only after a while.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
"""

import random
import string
import time
from typing import Any

from moto.ec2.models import ec2_backends
from moto.rds import models
from moto.rds.exceptions import InvalidParameterCombination, InvalidParameterValue, RDSClientError
from moto.rds.models import DBCluster, DBInstance, DBInstanceClustered, RDSBackend
from moto.secretsmanager.models import SecretsManagerBackend

from ..patching import original, replace, wrap

APPLY_SECONDS = 1.0
"""How long a change of security groups is in progress. On AWS it takes longer."""

_MODIFIABLE = ("available", "backing-up", "storage-optimization", "modifying")


def _with_own_id(init: Any, self: Any, *arguments: Any, **options: Any) -> None:
    """Every instance has a resource id of its own, which moto leaves the same for all."""
    init(self, *arguments, **options)
    self.dbi_resource_id = "db-" + "".join(random.choices(string.ascii_uppercase + string.digits, k=26))


def _refuse_state(database: DBInstance, what: str) -> None:
    """https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html (InvalidDBInstanceState)."""
    if database.status not in _MODIFIABLE:
        raise RDSClientError(
            "InvalidDBInstanceState",
            f"Database instance is not in available state: {what} of {database.db_instance_identifier} is not possible.",
        )


def _check_groups(backend: RDSBackend, groups: list[str]) -> None:
    known = ec2_backends[backend.account_id][backend.region_name]
    for group in groups:
        if known.get_security_group_from_id(group) is None:
            raise InvalidParameterValue(f"Invalid security group , groupId= {group}, groupName=.")


def _begin(owner: Any, before: list[str], after: list[str]) -> None:
    owner.changing_groups = ([one for one in before if one not in after], before, time.monotonic() + APPLY_SECONDS)


def _modify_instance(modify: Any, self: RDSBackend, db_instance_identifier: str, db_kwargs: dict[str, Any]) -> Any:
    database = self.describe_db_instances(db_instance_identifier)[0]
    _refuse_state(database, "a change")
    groups = db_kwargs.get("vpc_security_group_ids")
    if groups is None:
        return modify(self, db_instance_identifier, db_kwargs)
    if isinstance(database, DBInstanceClustered):
        raise InvalidParameterCombination(
            "You can't change the VPC security groups of an instance of a DB cluster: modify the DB cluster."
        )
    groups = list(groups)
    _check_groups(self, groups)
    before = list(database.vpc_security_group_ids)
    changed = modify(self, db_instance_identifier, db_kwargs)
    changed.vpc_security_group_ids = groups
    if set(before) != set(groups):
        _begin(changed, before, groups)
    return changed


def _modify_cluster(modify: Any, self: RDSBackend, kwargs: dict[str, Any]) -> Any:
    cluster = self.describe_db_clusters(kwargs["db_cluster_identifier"])[0]
    groups = kwargs.get("vpc_security_group_ids")
    before = list(cluster.vpc_security_group_ids)
    if groups is not None:
        _check_groups(self, list(groups))
    changed = modify(self, kwargs)
    if groups is not None and set(before) != set(groups):
        _begin(self.clusters[changed.db_cluster_identifier], before, list(groups))
    return changed


def _memberships(owner: Any, groups: list[str]) -> list[dict[str, str]]:
    """New groups are `adding` and earlier ones `removing` until the change is in effect."""
    removing, before, until = getattr(owner, "changing_groups", ([], groups, 0.0))
    if time.monotonic() >= until:
        removing, before = [], groups
    added = [
        {"VpcSecurityGroupId": one, "Status": "active" if one in before else "adding"} for one in dict.fromkeys(groups)
    ]
    return added + [{"VpcSecurityGroupId": one, "Status": "removing"} for one in removing if one not in groups]


def _of_instance(self: Any) -> list[dict[str, str]]:
    owner = self.cluster if isinstance(self, DBInstanceClustered) else self
    return _memberships(owner, list(self.vpc_security_group_ids))


def _of_cluster(self: Any) -> list[dict[str, str]]:
    return _memberships(self, list(self.vpc_security_group_ids))


def _rotate_managed(rotate: Any, self: Any) -> None:
    """RDS rotates its own secret itself; localemu's Secrets Manager, once it is loaded, asks for a function.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    """
    self._status = "rotating"
    # localemu leaves the days unset, which moto cannot compare.
    self.secret.auto_rotate_after_days = self.secret.auto_rotate_after_days or 0
    rotate(self.secretsmanager, self.secret.arn, rotate_immediately=True)


def install() -> None:
    """Repairs the changes of databases, the rotation of their secrets, and the look-up of clusters by their resource id."""
    rotate = original(SecretsManagerBackend, "rotate_secret")
    replace(models.MasterUserSecret, "rotate_secret", lambda self: _rotate_managed(rotate, self))
    wrap(DBInstance, "__init__")(_with_own_id)
    wrap(RDSBackend, "modify_db_instance")(_modify_instance)
    wrap(RDSBackend, "modify_db_cluster")(_modify_cluster)
    for owner, name, shown in (
        (DBInstance, "vpc_security_group_membership_list", _of_instance),
        (DBCluster, "vpc_security_groups", _of_cluster),
    ):
        original(owner, name)
        setattr(owner, name, property(shown))
    # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html (Filters)
    by_id = models.FilterDef(["db_cluster_resource_id"], "Cluster resource ids")
    DBCluster.SUPPORTED_FILTERS["db-cluster-resource-id"] = by_id
