"""The interfaces that AWS services create in subnets, with the type by which a call finds them.

This module has those of NAT gateways, endpoints and load balancers; functions/interfaces.py has Lambda's. For other
services use the tag in interfaces.py.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html (interfaceType)
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
"""

from collections.abc import Sequence
from typing import Any

from moto.ec2.models.nat_gateways import NatGateway, NatGatewayBackend
from moto.ec2.models.vpcs import VPCBackend, VPCEndPoint
from moto.ec2.utils import random_public_ip
from moto.elbv2.models import ELBv2Backend

from ..patching import wrap


def belong_to_service(interface: Any, kind: str, description: str) -> None:
    """Gives an interface to an AWS service: with its type, in use, and with an address of its subnet."""
    interface.interface_type = kind
    interface.requester_managed = True
    interface.status = "in-use"
    interface.description = description
    address = interface.subnet.get_available_subnet_ip(interface)
    interface.private_ip_address = address
    interface.private_ip_addresses = [{"Primary": True, "PrivateIpAddress": address}]


def _nat(create: Any, self: Any, *arguments: Any, **options: Any) -> None:
    create(self, *arguments, **options)
    belong_to_service(self._eni, "natGateway", f"Interface for NAT Gateway {self.id}")
    self._eni._group_set = []
    self.private_ip = self._eni.private_ip_address


def _delete_nat(delete: Any, self: Any, nat_gateway_id: str) -> Any:
    gateway = delete(self, nat_gateway_id)
    self.enis.pop(gateway._eni.id, None)
    return gateway


def _endpoint(create: Any, self: Any, *arguments: Any, **options: Any) -> Any:
    endpoint = create(self, *arguments, **options)
    kind = (endpoint.vpc_endpoint_type or "Gateway").lower()
    if kind == "gatewayloadbalancer":
        subnets = [self.get_subnet(identifier) for identifier in endpoint.subnet_ids or []]
        made = [self.create_network_interface(subnet, None) for subnet in subnets]
        endpoint.network_interface_ids = [interface.id for interface in made]
    name = "gateway_load_balancer_endpoint" if kind == "gatewayloadbalancer" else "vpc_endpoint"
    for identifier in endpoint.network_interface_ids:
        belong_to_service(self.enis[identifier], name, f"VPC Endpoint Interface {endpoint.id}")
        _set_groups(self, self.enis[identifier], endpoint.security_group_ids)
        if kind == "gatewayloadbalancer":
            self.enis[identifier]._group_set = []
    return endpoint


def _modify_endpoint(modify: Any, self: Any, *arguments: Any, **options: Any) -> None:
    modify(self, *arguments, **options)
    for identifier in self.network_interface_ids:
        if identifier in self.ec2_backend.enis:
            _set_groups(self.ec2_backend, self.ec2_backend.enis[identifier], self.security_group_ids)


def _delete_endpoints(delete: Any, self: Any, vpce_ids: Sequence[str] | None = None) -> None:
    endpoints = [self.vpc_end_points[one] for one in vpce_ids or [] if one in self.vpc_end_points]
    gateways = [one for one in endpoints if one.vpc_endpoint_type not in ("Interface", "GatewayLoadBalancer")]
    delete(self, [one.id for one in endpoints if one not in gateways and one.vpc_endpoint_type == "Interface"])
    for one in gateways:  # moto cannot find the routes that it created
        for table in self.route_tables.values():
            for key, route in list(table.routes.items()):
                if getattr(route.gateway, "id", None) == one.id:
                    del table.routes[key]
    for one in endpoints:
        for identifier in one.network_interface_ids:
            self.enis.pop(identifier, None)
        one.state = "deleted"
        del self.vpc_end_points[one.id]


def _set_groups(backend: Any, interface: Any, identifiers: Sequence[str]) -> None:
    found = [backend.get_security_group_from_id(identifier) for identifier in identifiers]
    if any(found):
        interface._group_set = [group for group in found if group]


def _balancer(create: Any, self: Any, *arguments: Any, **options: Any) -> Any:
    balancer = create(self, *arguments, **options)
    balancer.scheme = balancer.scheme or "internet-facing"
    _lay(self, balancer)
    return balancer


def _lay(backend: Any, balancer: Any) -> None:
    """One interface in each subnet of a load balancer."""
    kind = {"network": "network_load_balancer", "gateway": "gateway_load_balancer"}
    ec2 = backend.ec2_backend
    balancer.interface_ids = []
    for subnet in balancer.subnets:
        interface = ec2.create_network_interface(subnet, None)
        kind_of_interface = kind.get(balancer.type or "application", "interface")
        belong_to_service(interface, kind_of_interface, f"ELB {balancer.arn.split(':loadbalancer/')[1]}")
        if balancer.scheme == "internet-facing" and balancer.type != "gateway":
            interface.public_ip = random_public_ip()
        balancer.interface_ids.append(interface.id)
    _regroup(backend, balancer)


def _regroup(backend: Any, balancer: Any) -> None:
    """An Application Load Balancer without groups has the default group, a Network Load Balancer has none."""
    for identifier in balancer.interface_ids:
        interface = backend.ec2_backend.enis[identifier]
        if not balancer.security_groups and balancer.type in ("network", "gateway"):
            interface._group_set = []
        _set_groups(backend.ec2_backend, interface, balancer.security_groups or [])


def _delete_balancer(delete: Any, self: Any, arn: str) -> None:
    balancer = self.load_balancers.get(arn)
    delete(self, arn)
    for identifier in getattr(balancer, "interface_ids", []):
        self.ec2_backend.enis.pop(identifier, None)


def _change_groups(change: Any, self: Any, arn: str, sec_groups: Any) -> None:
    change(self, arn, sec_groups)
    _regroup(self, self.load_balancers[arn])


def _change_subnets(change: Any, self: Any, arn: str, *arguments: Any) -> Any:
    zones = change(self, arn, *arguments)
    balancer = self.load_balancers[arn]
    for identifier in balancer.interface_ids:
        self.ec2_backend.enis.pop(identifier, None)
    _lay(self, balancer)
    return zones


def install() -> None:
    """Repairs the interfaces of NAT gateways and endpoints, and adds those of load balancers."""
    wrap(NatGateway, "__init__")(_nat)
    wrap(NatGatewayBackend, "delete_nat_gateway")(_delete_nat)
    wrap(VPCBackend, "create_vpc_endpoint")(_endpoint)
    wrap(VPCBackend, "delete_vpc_endpoints")(_delete_endpoints)
    wrap(VPCEndPoint, "modify")(_modify_endpoint)
    wrap(ELBv2Backend, "create_load_balancer")(_balancer)
    wrap(ELBv2Backend, "delete_load_balancer")(_delete_balancer)
    wrap(ELBv2Backend, "set_security_groups")(_change_groups)
    wrap(ELBv2Backend, "set_subnets")(_change_subnets)
