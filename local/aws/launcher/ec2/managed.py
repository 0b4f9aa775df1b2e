"""Managed instances and interfaces, which a service such as EKS Auto Mode runs and others may not change.

They are hidden in answers unless the call says IncludeManagedResources. AWS documents no error code for refused
changes; OperationNotPermitted is the documented one for operations that are not allowed. Tags and snapshots are
allowed.
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/amazon-ec2-managed-instances.html
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ManagedResourceVisibilitySettings.html
"""

from collections.abc import Callable, Iterator
from typing import Any

from localemu.aws.handlers.service import ServiceRequestRouter
from localemu.services.ec2 import provider
from localemu.services.moto import call_moto
from moto.ec2.models.elastic_block_store import Volume
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance, InstanceBackend

from ..faults.calls import strings
from ..operations import add, error
from ..patching import wrap

MANAGED = "local-aws:managed"
"""Tag of RunInstances and CreateNetworkInterface: the service principal that manages the new resource; not stored."""

_MODIFIES = ("Modify", "Reset", "Attach", "Detach", "Delete", "Terminate", "Stop", "Start", "Reboot", "Assign")
_MODIFIES += ("Unassign", "Associate", "Disassociate", "Replace", "Monitor", "Unmonitor", "Create")
_ALLOWED = {"CreateTags", "DeleteTags", "CreateSnapshot", "CreateSnapshots"}


def mark(resource: Any, principal: str | None) -> None:
    """Gives the management of an instance or interface to `principal`."""
    if principal:
        resource.operator = {"Managed": True, "Principal": principal}


def is_managed(resource: Any) -> bool:
    """Whether a service manages an instance, an interface or the instance that a volume is attached to."""
    return bool(resource.operator["Managed"])


def _launch(run: Any, self: Any, *arguments: Any, **options: Any) -> Any:
    tags = dict((options.get("tags") or {}).get("instance") or {})
    principal = tags.pop(MANAGED, None)
    if principal:
        options["tags"] = {**options["tags"], "instance": tags}
    reservation = run(self, *arguments, **options)
    for instance in reservation.instances:
        for resource in (instance, *instance.nics.values()):
            mark(resource, principal)
    return reservation


def _volume_operator(volume: Any) -> dict[str, Any]:
    instance = getattr(volume.attachment, "instance", None)
    return instance.operator if instance else {"Managed": False}


def _shown(context: Any) -> bool:
    """The pinned EC2 model does not have the parameter yet, but the request does."""
    return str(context.request.values.get("IncludeManagedResources", "")).lower() == "true"


def _visible(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for item in items if not (item.get("Operator") or {}).get("Managed")]


def _instances(describe: Any, self: Any, context: Any, request: Any) -> Any:
    answer = describe(self, context, request)
    if _shown(context):
        return answer
    reservations = [{**one, "Instances": _visible(one["Instances"])} for one in answer.get("Reservations") or []]
    return {**answer, "Reservations": [one for one in reservations if one["Instances"]]}


def _interfaces(describe: Any, self: Any, context: Any, request: Any) -> Any:
    answer = describe(self, context, request)
    if _shown(context):
        return answer
    return {**answer, "NetworkInterfaces": _visible(answer.get("NetworkInterfaces") or [])}


def _listed(name: str, key: str) -> Callable[[Any, dict[str, Any]], dict[str, Any]]:
    """Adds Operator to the items of an answer, which moto leaves out."""

    def describe(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
        from moto.ec2.models import ec2_backends

        backend = ec2_backends[context.account_id][context.region]
        answer = call_moto(context)
        for item in answer.get(name) or []:
            found = backend.volumes.get(item[key]) or backend.get_instance_by_id(item[key])
            item["Operator"] = found.operator if found else {"Managed": False}
        return answer if _shown(context) else {**answer, name: _visible(answer.get(name) or [])}

    return describe


def _named(backend: Any, given: Any) -> Iterator[Any]:
    """The instances, interfaces and volumes that a call names, by their ids or by the ids of what is attached."""
    named = set(strings(given))
    for instance in list(backend.all_instances()):
        if instance.id in named:
            yield instance
    for interface in list(backend.enis.values()):
        if interface.id in named or (interface.attachment_id and interface.attachment_id in named):
            yield interface
    for volume in list(backend.volumes.values()):
        if volume.id in named:
            yield volume
    for identifier, association in list(backend.iam_instance_profile_associations.items()):
        if identifier in named or getattr(association, "id", None) in named:
            yield association.instance


def _route(route: Any, self: Any, chain: Any, context: Any, response: Any) -> None:
    if context.service and context.service.service_name == "ec2":
        name = context.operation.name
        if name.startswith(_MODIFIES) and name not in _ALLOWED:
            from moto.ec2.models import ec2_backends

            backend = ec2_backends[context.account_id][context.region]
            for resource in _named(backend, context.service_request):
                if is_managed(resource):
                    raise error(
                        "OperationNotPermitted",
                        f"The resource '{resource.id}' is managed by {resource.operator['Principal']} and you cannot "
                        f"perform {name} on it.",
                    )
    route(self, chain, context, response)


def install() -> None:
    """Adds managed instances and interfaces."""
    Instance.operator = {"Managed": False}
    NetworkInterface.operator = {"Managed": False}
    Volume.operator = property(_volume_operator)
    wrap(InstanceBackend, "run_instances")(_launch)
    wrap(provider.Ec2Provider, "describe_instances")(_instances)
    wrap(provider.Ec2Provider, "describe_network_interfaces")(_interfaces)
    volumes, statuses = _listed("Volumes", "VolumeId"), _listed("InstanceStatuses", "InstanceId")
    add("ec2", {"DescribeVolumes": volumes, "DescribeInstanceStatus": statuses})
    wrap(ServiceRequestRouter, "__call__")(_route)
