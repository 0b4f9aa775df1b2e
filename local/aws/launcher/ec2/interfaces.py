"""Row 2: a network interface is the truth about its security groups.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html
"""

from typing import Any

from moto.ec2.exceptions import EC2ClientError, InvalidSecurityGroupNotFoundError
from moto.ec2.models.elastic_network_interfaces import NetworkInterface, NetworkInterfaceBackend
from moto.ec2.models.instances import Instance, InstanceBackend

from ..patching import original, wrap


def _groups_of_first_interface(instance: Any) -> list[Any]:
    first = getattr(instance, "nics", {}).get(0)
    return list(first._group_set) if first else instance.__dict__.get("launch_groups", [])


def _set_groups_of_first_interface(instance: Any, groups: list[Any]) -> None:
    first = getattr(instance, "nics", {}).get(0)
    if first:
        first._group_set = list(groups)
    else:
        instance.launch_groups = groups


def _keep_own_groups(prepare: Any, self: Any, interfaces: Any, *arguments: Any, **options: Any) -> Any:
    """At launch each interface that names groups keeps exactly those."""
    if any(one.get("Groups") for one in interfaces):
        options["security_groups"] = None
        arguments = arguments[:2]
    return prepare(self, interfaces, *arguments, **options)


def _refuse_several_interfaces(modify: Any, self: Any, instance_id: str, groups: list[str]) -> Any:
    """Groups of an instance with several interfaces can only be changed at the interface."""
    if len(self.get_instance(instance_id).nics) > 1:
        raise EC2ClientError(
            "InvalidInstanceID",
            f"There are multiple interfaces attached to instance '{instance_id}'. "
            "Please specify an interface ID for the operation instead.",
        )
    return modify(self, instance_id, groups)


def _refuse_unknown_groups(modify: Any, self: Any, interface_id: str, groups: Any, *rest: Any, **options: Any) -> Any:
    interface = self.get_network_interface(interface_id)
    for name in groups or []:
        group = self.get_security_group_from_id(name)
        if group is None:
            raise InvalidSecurityGroupNotFoundError(name)
        if group.vpc_id != interface.subnet.vpc_id:
            raise EC2ClientError(
                "InvalidGroup.NotFound",
                f"You have specified two resources that belong to different networks: {name}, {interface_id}",
            )
    return modify(self, interface_id, groups, *rest, **options)


def install() -> None:
    """Repairs the groups of interfaces and instances."""
    original(NetworkInterface, "group_set")
    NetworkInterface.group_set = property(lambda self: self._group_set)
    Instance.security_groups = property(_groups_of_first_interface, _set_groups_of_first_interface)
    wrap(Instance, "prep_nics")(_keep_own_groups)
    wrap(InstanceBackend, "modify_instance_security_groups")(_refuse_several_interfaces)
    wrap(NetworkInterfaceBackend, "modify_network_interface_attribute")(_refuse_unknown_groups)
