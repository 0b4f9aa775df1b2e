"""A subnet takes its association with a route table with it, and a VPC with an internet gateway stays.

moto keeps associations of deleted subnets, and deletes a VPC that has a gateway.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html
"""

from typing import Any

from moto.ec2.models.subnets import SubnetBackend
from moto.ec2.models.vpcs import VPCBackend

from ..patching import wrap
from .errors import refuse


def _delete_subnet(delete: Any, self: Any, subnet_id: str) -> Any:
    subnet = delete(self, subnet_id)
    for table in self.route_tables.values():
        table.associations = {key: one for key, one in table.associations.items() if one != subnet_id}
    return subnet


def _delete_vpc(delete: Any, self: Any, vpc_id: str) -> Any:
    if any(gateway.vpc and gateway.vpc.id == vpc_id for gateway in self.internet_gateways.values()):
        raise refuse("DependencyViolation", f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")
    return delete(self, vpc_id)


def install() -> None:
    """Repairs the deletion of subnets and VPCs."""
    wrap(SubnetBackend, "delete_subnet")(_delete_subnet)
    wrap(VPCBackend, "delete_vpc")(_delete_vpc)
