"""Row 2: the network interface is authoritative for its security groups and addresses.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html
"""

from typing import Any

from moto.ec2.exceptions import InvalidSecurityGroupNotFoundError
from moto.ec2.models.elastic_network_interfaces import NetworkInterface, NetworkInterfaceBackend
from moto.ec2.models.instances import Instance, InstanceBackend
from moto.ec2.responses.elastic_network_interfaces import ElasticNetworkInterfaces

from ..patching import original, wrap
from .errors import only_attribute, refuse
from .managed import MANAGED, mark

REQUESTER_MANAGED = "local-aws:requester-managed"
"""Tag of CreateNetworkInterface that gives the interface to an AWS service; it is not stored."""

INTERFACE_TYPE = "local-aws:interface-type"
"""Tag of CreateNetworkInterface that gives the interface to an AWS service, with this InterfaceType; not stored."""

_ATTRIBUTES = (
    "Groups",
    "Description",
    "SourceDestCheck",
    "Attachment",
    "EnaSrdSpecification",
    "EnablePrimaryIpv6",
    "ConnectionTrackingSpecification",
    "AssociatePublicIpAddress",
)
_GROUPS_PER_INTERFACE = 5
_TIMEOUTS = {"TcpEstablishedTimeout": (60, 432_000), "UdpTimeout": (30, 60), "UdpStreamTimeout": (60, 180)}
"""Seconds; https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html"""


def _groups_of_first_interface(instance: Any) -> list[Any]:
    first = getattr(instance, "nics", {}).get(0)
    return list(first._group_set) if first else instance.__dict__.get("launch_groups", [])


def _set_groups_of_first_interface(instance: Any, groups: list[Any]) -> None:
    first = getattr(instance, "nics", {}).get(0)
    if first:
        first._group_set = list(groups)
    else:
        instance.launch_groups = groups


def _launch(prepare: Any, self: Any, interfaces: Any, *arguments: Any, **options: Any) -> Any:
    """At launch each interface gets its own groups and addresses, and by default it is deleted with the instance."""
    wanted = list(interfaces) or [{"DeviceIndex": 0}]
    for one in wanted:
        if not one.get("NetworkInterfaceId") and one.get("DeleteOnTermination") is None:
            one["DeleteOnTermination"] = True
    if any(one.get("Groups") for one in wanted):
        options["security_groups"] = None
        arguments = arguments[:2]
    result = prepare(self, wanted, *arguments, **options)
    for one in wanted:
        addresses = [given["Ipv6Address"] for given in one.get("Ipv6Addresses") or []]
        count = int(one.get("Ipv6AddressCount") or 0)
        if addresses or count:
            interface = self.nics[int(one["DeviceIndex"])]
            self.ec2_backend.assign_ipv6_addresses(interface.id, addresses, count)
    return result


def _refuse_several_interfaces(modify: Any, self: Any, instance_id: str, groups: list[str]) -> Any:
    """The groups of an instance with several interfaces can only be changed on the interface."""
    instance = self.get_instance(instance_id)
    if len(instance.nics) > 1:
        raise refuse(
            "InvalidInstanceID",
            f"There are multiple interfaces attached to instance '{instance_id}'. "
            "Please specify an interface ID for the operation instead.",
        )
    _check_groups(self, groups, instance.vpc_id, instance_id)
    return modify(self, instance_id, groups)


def _check_groups(backend: Any, groups: Any, vpc: str | None, owner: str) -> None:
    """Refuses unknown groups, groups of another VPC and more groups than the quota."""
    for name in groups or []:
        group = backend.get_security_group_from_id(name)
        if group is None:
            raise InvalidSecurityGroupNotFoundError(name)
        if group.vpc_id != vpc:
            raise refuse(
                "InvalidGroup.NotFound",
                f"You have specified two resources that belong to different networks: {name}, {owner}",
            )
    if len(groups or []) > _GROUPS_PER_INTERFACE:
        raise refuse(
            "SecurityGroupsPerInterfaceLimitExceeded",
            "The maximum number of security groups per interface has been reached.",
        )


def _create(
    create: Any,
    self: Any,
    subnet: Any,
    private_ip_address: Any = None,
    private_ip_addresses: Any = None,
    group_ids: Any = None,
    description: Any = None,
    tags: Any = None,
    *rest: Any,
    **options: Any,
) -> Any:
    network = self.get_subnet(subnet) if isinstance(subnet, str) else subnet
    _check_groups(self, group_ids, network.vpc_id, network.id)
    tags = dict(tags or {})
    managed = tags.pop(REQUESTER_MANAGED, "") == "true"
    kind = tags.pop(INTERFACE_TYPE, "interface")
    principal = tags.pop(MANAGED, None)
    addresses = (private_ip_address, private_ip_addresses)
    interface = create(self, subnet, *addresses, group_ids, description, tags, *rest, **options)
    interface.requester_managed = managed or kind != "interface"
    interface.interface_type = kind
    mark(interface, principal)
    return interface


def _modify(modify: Any, self: Any) -> Any:
    """Allows one attribute per call, and no change of an interface that belongs to an AWS service.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
    """
    interface = self.ec2_backend.get_network_interface(self._get_param("NetworkInterfaceId"))
    attribute = only_attribute(self._get_params(), _ATTRIBUTES)
    _refuse_requester_managed(interface)
    if attribute == "Groups":
        _check_groups(self.ec2_backend, self._get_param("Groups"), interface.subnet.vpc_id, interface.id)
    response = modify(self)
    if attribute == "ConnectionTrackingSpecification":
        _set_timeouts(interface, self._get_param(attribute))
    if attribute == "Attachment":
        interface.delete_on_termination = bool(self._get_param(attribute).get("DeleteOnTermination"))
    return response


def _refuse_requester_managed(interface: Any) -> None:
    if interface.requester_managed:
        raise refuse("AuthFailure", "You do not have permission to access the specified resource.")


def _set_timeouts(interface: Any, given: dict[str, Any]) -> None:
    for name, (least, most) in _TIMEOUTS.items():
        if name in given and not least <= int(given[name]) <= most:
            raise refuse("InvalidParameterValue", f"Value ({given[name]}) for parameter {name} is invalid.")
    known = getattr(interface, "connection_tracking_configuration", {})
    interface.connection_tracking_configuration = known | {name: int(value) for name, value in given.items()}


def _delete(delete: Any, self: Any) -> Any:
    interface = self.ec2_backend.get_network_interface(self._get_param("NetworkInterfaceId"))
    _refuse_requester_managed(interface)
    if interface.instance:
        raise refuse("InvalidNetworkInterface.InUse", f"Network interface '{interface.id}' is currently in use.")
    return delete(self)


def _filter_value(known: Any, self: Any, name: str, method: str | None = None) -> Any:
    own = {
        "status": lambda: self.status,
        "owner-id": lambda: self.owner_id,
        "interface-type": lambda: self.interface_type,
        "requester-managed": lambda: str(self.requester_managed).lower(),
        "operator.managed": lambda: str(bool(self.operator["Managed"])).lower(),
        "operator.principal": lambda: self.operator.get("Principal"),
        "attachment.attachment-id": lambda: self.attachment_id,
        "attachment.status": lambda: "attached" if self.attachment_id else None,
        "group-name": lambda: [group.name for group in self._group_set],
        "ipv6-addresses.ipv6-address": lambda: list(self.ipv6_addresses),
    }.get(name)
    return own() if own else known(self, name, method)


def install() -> None:
    """Repairs interfaces and the groups of instances."""
    original(NetworkInterface, "group_set")
    NetworkInterface.group_set = property(lambda self: self._group_set)
    Instance.security_groups = property(_groups_of_first_interface, _set_groups_of_first_interface)
    wrap(Instance, "prep_nics")(_launch)
    wrap(InstanceBackend, "modify_instance_security_groups")(_refuse_several_interfaces)
    wrap(NetworkInterfaceBackend, "create_network_interface")(_create)
    wrap(NetworkInterface, "get_filter_value")(_filter_value)
    wrap(ElasticNetworkInterfaces, "modify_network_interface_attribute")(_modify)
    wrap(ElasticNetworkInterfaces, "delete_network_interface")(_delete)
