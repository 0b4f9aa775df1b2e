"""Instances: single attributes, metadata options, block devices, and terminated instances.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html
"""

import re
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models.instances import Instance, InstanceBackend
from moto.ec2.responses.instances import InstanceResponse

from ..patching import original, replace, wrap
from .errors import only_attribute, refuse

_ATTRIBUTES = (
    "BlockDeviceMappings",
    "DisableApiStop",
    "DisableApiTermination",
    "EbsOptimized",
    "EnaSupport",
    "Groups",
    "InstanceInitiatedShutdownBehavior",
    "InstanceType",
    "Kernel",
    "Ramdisk",
    "SourceDestCheck",
    "SriovNetSupport",
    "UserData",
    "Attribute",
)
_INSTANCE_ID = re.compile(r"i-[0-9a-f]{8}([0-9a-f]{9})?")
_GONE_AFTER_TERMINATION = {
    "private_ip": None,
    "private_ip_address": None,
    "private_dns_name": "",
    "public_ip": None,
    "public_ip_address": None,
    "public_dns_name": "",
}


def _modify(modify: Any, self: Any) -> Any:
    attribute = only_attribute(self._get_params(), _ATTRIBUTES)
    instance = self.ec2_backend.get_instance(self._get_param("InstanceId"))
    if attribute == "BlockDeviceMappings":
        for mapping in self._get_param(attribute):
            if mapping["DeviceName"] not in instance.block_device_mapping:
                raise refuse(
                    "InvalidInstanceAttributeValue", f"No device is currently mapped at {mapping['DeviceName']}"
                )
    return modify(self)


def _modify_shutdown_behavior(modify: Any, self: Any) -> bool:
    behavior = self._get_param("InstanceInitiatedShutdownBehavior.Value")
    if behavior is None:
        return modify(self)
    if behavior not in ("stop", "terminate"):
        raise refuse(
            "InvalidParameterValue", f"Value ({behavior}) for parameter instanceInitiatedShutdownBehavior is invalid."
        )
    self.error_on_dryrun()
    self.ec2_backend.modify_instance_attribute(
        self._get_param("InstanceId"), "instance_initiated_shutdown_behavior", behavior
    )
    return True


def _describe_attribute(describe: Any, self: Any) -> ActionResult:
    if self._get_param("Attribute") != "blockDeviceMapping":
        return describe(self)
    instance = self.ec2_backend.get_instance(self._get_param("InstanceId"))
    return ActionResult({"InstanceId": instance.id, "BlockDeviceMappings": instance.block_device_mappings})


def _modify_metadata_options(modify: Any, self: Any, instance_id: str, **given: Any) -> Any:
    """Options that the call does not set stay unchanged."""
    now = self.get_instance(instance_id).metadata_options
    kept = {
        "http_tokens": now.http_tokens,
        "hop_limit": now.http_put_response_hop_limit,
        "http_endpoint": now.http_endpoint,
        "http_protocol": now.http_protocol_ipv6,
        "metadata_tags": now.instance_metadata_tags,
    }
    return modify(self, instance_id, **{**given, **{name: given.get(name) or value for name, value in kept.items()}})


def _parse_devices(parse: Any, self: Any) -> list[dict[str, Any]]:
    """moto confuses the size of a volume with its encryption."""
    mappings = parse(self)
    for mapping, given in zip(mappings, self._get_param("BlockDeviceMappings", []), strict=True):
        mapping["Ebs"]["Encrypted"] = bool((given.get("Ebs") or {}).get("Encrypted", False))
    return mappings


def _root_volume(self: Any) -> None:
    volume = self.ec2_backend.create_volume(size=8, zone_name=self._placement.zone)
    self.ec2_backend.attach_volume(volume.id, self.id, self.root_device_name, True)


def _terminate(terminate: Any, self: Any) -> Any:
    """A terminated instance stays listed, without interfaces, addresses, groups and VPC.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html
    """
    previous = terminate(self)
    for interface in list(self.nics.values()):
        self.detach_eni(interface)
    self._subnet_id = None
    self.launch_groups = []
    return previous


def _unless_terminated(name: str, instead: Any) -> property:
    known = original(Instance, name)
    return property(lambda self: instead if self.state == "terminated" else known.fget(self))


def _check_ids(find: Any, self: Any, ids: Any, *arguments: Any, **options: Any) -> Any:
    for instance_id in [ids] if isinstance(ids, str) else ids or []:
        if not _INSTANCE_ID.fullmatch(instance_id):
            raise refuse("InvalidInstanceID.Malformed", f'Invalid id: "{instance_id}"')
    return find(self, ids, *arguments, **options)


def install() -> None:
    """Repairs instances."""
    wrap(InstanceResponse, "modify_instance_attribute")(_modify)
    wrap(InstanceResponse, "_dot_value_instance_attribute_handler")(_modify_shutdown_behavior)
    wrap(InstanceResponse, "describe_instance_attribute")(_describe_attribute)
    wrap(InstanceResponse, "_parse_block_device_mapping")(_parse_devices)
    wrap(InstanceBackend, "modify_instance_metadata_options")(_modify_metadata_options)
    replace(Instance, "setup_defaults", _root_volume)
    wrap(Instance, "terminate")(_terminate)
    for name, instead in _GONE_AFTER_TERMINATION.items():
        setattr(Instance, name, _unless_terminated(name, instead))
    for name in ("get_instance", "get_multi_instances_by_id", "get_reservations_by_instance_ids"):
        wrap(InstanceBackend, name)(_check_ids)
