"""Updates of a cluster's configuration: one at a time, in effect only after a while, and refused if they change nothing.

https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html
https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeUpdate.html
"""

import ipaddress
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from moto.ec2.models import ec2_backends
from moto.eks.models import EKSBackend

from ..operations import add, error
from ..patching import wrap
from .access import cluster_of

APPLY_SECONDS = 1.0
"""How long an update is in progress. On AWS it takes minutes."""

_MOST_CIDRS = 40
"""https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html"""

_RESERVED = [
    ipaddress.ip_network(one)
    for one in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
]
"""https://docs.aws.amazon.com/eks/latest/userguide/config-cluster-endpoint.html (reserved addresses)"""

_ENDPOINT = ("endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs")
_PARTS = ("resourcesVpcConfig", "logging", "accessConfig", "upgradePolicy", "deletionProtection", "zonalShiftConfig")


def _settle(cluster: Any) -> None:
    """Ends the update whose time is over."""
    for update in cluster.__dict__.get("updates", {}).values():
        if update["status"] != "InProgress" or time.monotonic() < update["until"]:
            continue
        if update["errors"]:
            update["status"] = "Failed"
        else:
            update["status"] = "Successful"
            cluster.resources_vpc_config = {**cluster.resources_vpc_config, **update["wanted"]}
        cluster.status = "ACTIVE"


def _update(context: Any, given: dict[str, Any]) -> dict[str, Any]:
    cluster = cluster_of(context, given["name"])
    _settle(cluster)
    updates = cluster.__dict__.setdefault("updates", {})
    running = next((one for one in updates.values() if one["status"] == "InProgress"), None)
    if running is not None:
        busy = f"cluster {cluster.name} currently has update {running['id']} in progress"
        raise error("ResourceInUseException", f"Cannot EndpointAccessUpdate because {busy}", 409)
    if len([part for part in _PARTS if given.get(part) is not None]) != 1:
        raise error("InvalidParameterException", "Only one type of update can be allowed.")
    wanted = {name: value for name, value in (given.get("resourcesVpcConfig") or {}).items() if name in _ENDPOINT}
    if wanted:
        _check(cluster, wanted)
    kind = "EndpointAccessUpdate" if wanted else "LoggingUpdate"
    update = {
        "id": str(uuid.uuid4()),
        "type": kind,
        "status": "InProgress",
        "created": datetime.now(UTC),
        "until": time.monotonic() + APPLY_SECONDS,
        "wanted": wanted,
        "errors": _problems(context, cluster, wanted),
    }
    updates[update["id"]] = update
    cluster.status = "UPDATING"
    return {"update": _shown(update)}


def _check(cluster: Any, wanted: dict[str, Any]) -> None:
    """https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"""
    before = {name: cluster.resources_vpc_config[name] for name in _ENDPOINT}
    after = {**before, **wanted}
    if not after["endpointPublicAccess"] and not after["endpointPrivateAccess"]:
        raise error("InvalidParameterException", "Private and public endpoint access cannot be both false")
    cidrs = after["publicAccessCidrs"]
    if len(cidrs) > _MOST_CIDRS:
        raise error("InvalidParameterException", f"The maximum number of public access CIDRs is {_MOST_CIDRS}")
    version = 6 if "ipv6" == (cluster.kubernetes_network_config or {}).get("ipFamily") else 4
    for cidr in wanted.get("publicAccessCidrs") or []:
        network = ipaddress.ip_network(cidr)
        reserved = any(network.version == one.version and network.subnet_of(one) for one in _RESERVED)
        if reserved or network.version > version:
            text = f"The following CIDRs are not allowed in publicAccessCidrs: [{cidr}]"
            raise error("InvalidParameterException", text)
    # Without public access, its ranges are ignored.
    parts = _ENDPOINT if after["endpointPublicAccess"] else _ENDPOINT[:2]
    if all(sorted(_listed(before[name])) == sorted(_listed(after[name])) for name in parts):
        private, public = (str(after[name]).lower() for name in ("endpointPrivateAccess", "endpointPublicAccess"))
        ranges = ", ".join(before["publicAccessCidrs"])
        raise error(
            "InvalidParameterException",
            f"Cluster is already at the desired configuration with endpointPrivateAccess: {private} , "
            f"endpointPublicAccess: {public}, and Public Endpoint Restrictions: [{ranges}]",
        )


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [str(value)]


def _problems(context: Any, cluster: Any, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """The private endpoint needs DNS in the VPC: without it, the update of the local AWS fails."""
    vpc = ec2_backends[context.account_id][context.region].vpcs.get(cluster.resources_vpc_config.get("vpcId"))
    if not wanted.get("endpointPrivateAccess") or vpc is None or str(vpc.enable_dns_support).lower() == "true":
        return []
    text = f"VPC {vpc.id} does not support DNS"
    return [{"errorCode": "OperationNotPermitted", "errorMessage": text, "resourceIds": [vpc.id]}]


def _shown(update: dict[str, Any]) -> dict[str, Any]:
    errors = update["errors"] if update["status"] == "Failed" else []
    return {
        "id": update["id"],
        "status": update["status"],
        "type": update["type"],
        "params": [],
        "createdAt": update["created"],
        "errors": errors,
    }


def _describe(context: Any, given: dict[str, Any]) -> dict[str, Any]:
    cluster = cluster_of(context, given["name"])
    _settle(cluster)
    update = cluster.__dict__.get("updates", {}).get(given["updateId"])
    if update is None:
        raise error("ResourceNotFoundException", f"No update found for ID: {given['updateId']}", 404)
    return {"update": _shown(update)}


def install() -> None:
    """Adds the operations, and lets a cluster show what its update has reached."""
    add("eks", {"UpdateClusterConfig": _update, "DescribeUpdate": _describe})

    @wrap(EKSBackend, "describe_cluster")
    def _shown_now(describe: Any, self: Any, *arguments: Any, **options: Any) -> Any:
        cluster = describe(self, *arguments, **options)
        _settle(cluster)
        return cluster
