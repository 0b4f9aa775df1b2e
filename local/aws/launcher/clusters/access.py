"""Access entries and Pod Identity associations, which moto does not have.

https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html
https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html
"""

import uuid
from typing import Any

from moto.eks.models import eks_backends

from ..operations import add, error


def cluster_of(context: Any, name: str) -> Any:
    """The cluster of the caller's account and Region. Raises ResourceNotFoundException if there is none."""
    found = eks_backends[context.account_id][context.region].clusters.get(name)
    if found is None:
        raise error("ResourceNotFoundException", f"No cluster found for name: {name}.", 404)
    return found


def _cluster(context: Any, given: dict[str, Any]) -> Any:
    return cluster_of(context, given["clusterName"])


def entry_of(cluster: Any, account: str, role: str) -> dict[str, Any] | None:
    """The access entry of a role, whatever its path."""
    entries = getattr(cluster, "access_entries", {})
    start = f":iam::{account}:role/"
    return next((one for arn, one in entries.items() if start in arn and arn.split("/")[-1] == role), None)


def _create_entry(context: Any, given: dict[str, Any]) -> dict[str, Any]:
    cluster, principal = _cluster(context, given), given["principalArn"]
    entries = cluster.__dict__.setdefault("access_entries", {})
    if principal in entries:
        raise error("ResourceInUseException", "The specified access entry resource is already in use.", 409)
    groups = given.get("kubernetesGroups") or []
    if any(name.startswith(("system:", "eks:", "aws:", "amazon:", "iam:")) for name in groups):
        raise error("InvalidParameterException", "The kubernetes group name is reserved.")
    entries[principal] = {
        "clusterName": cluster.name,
        "principalArn": principal,
        "kubernetesGroups": groups,
        "accessEntryArn": f"{cluster.arn.replace(':cluster/', ':access-entry/')}/role/{uuid.uuid4()}",
        "username": given.get("username") or principal,
        "type": "STANDARD",
    }
    return {"accessEntry": entries[principal]}


def _delete_entry(context: Any, given: dict[str, Any]) -> dict[str, Any]:
    if _cluster(context, given).__dict__.get("access_entries", {}).pop(given["principalArn"], None) is None:
        raise error("ResourceNotFoundException", "The specified principalArn could not be found.", 404)
    return {}


def _associate(context: Any, given: dict[str, Any]) -> dict[str, Any]:
    cluster = _cluster(context, given)
    associations = cluster.__dict__.setdefault("associations", {})
    name = f"a-{uuid.uuid4().hex[:17]}"
    associations[name] = {
        "clusterName": cluster.name,
        "namespace": given["namespace"],
        "serviceAccount": given["serviceAccount"],
        "roleArn": given["roleArn"],
        "associationArn": f"{cluster.arn.replace(':cluster/', ':podidentityassociation/')}/{name}",
        "associationId": name,
    }
    return {"association": associations[name]}


def _list(context: Any, given: dict[str, Any]) -> dict[str, Any]:
    keys = ("clusterName", "namespace", "serviceAccount", "associationArn", "associationId")
    wanted = {name: given[name] for name in ("namespace", "serviceAccount") if given.get(name)}
    found = getattr(_cluster(context, given), "associations", {}).values()
    matching = [one for one in found if all(one[name] == value for name, value in wanted.items())]
    return {"associations": [{key: one[key] for key in keys} for one in matching]}


def _describe(context: Any, given: dict[str, Any]) -> dict[str, Any]:
    found = getattr(_cluster(context, given), "associations", {}).get(given["associationId"])
    if found is None:
        raise error("ResourceNotFoundException", "The specified association could not be found.", 404)
    return {"association": found}


def install() -> None:
    """Adds the operations."""
    add(
        "eks",
        {
            "CreateAccessEntry": _create_entry,
            "DeleteAccessEntry": _delete_entry,
            "CreatePodIdentityAssociation": _associate,
            "ListPodIdentityAssociations": _list,
            "DescribePodIdentityAssociation": _describe,
        },
    )
