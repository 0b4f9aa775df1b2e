"""The resources of EC2 calls: each of them must be allowed.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
"""

from typing import Any

from ..ec2.shared import owner_of
from ..policies.patterns import as_list

KINDS = {
    "i": "instance",
    "eni": "network-interface",
    "sg": "security-group",
    "sgr": "security-group-rule",
    "vol": "volume",
    "snap": "snapshot",
    "vpc": "vpc",
    "vpce": "vpc-endpoint",
    "subnet": "subnet",
    "rtb": "route-table",
    "igw": "internet-gateway",
    "acl": "network-acl",
    "ami": "image",
    "pl": "prefix-list",
}

_CREATED = {
    "CopySnapshot": "snapshot",
    "CreateSecurityGroup": "security-group",
    "CreateSnapshot": "snapshot",
    "CreateSnapshots": "snapshot",
    "RunInstances": "instance",
    "CreateInternetGateway": "internet-gateway",
    "CreateNetworkInterface": "network-interface",
    "CreateRouteTable": "route-table",
    "CreateVolume": "volume",
    "CreateVpc": "vpc",
    "CreateVpcEndpoint": "vpc-endpoint",
    "CreateSubnet": "subnet",
    "CreateManagedPrefixList": "prefix-list",
}
_TAGGED = {
    "AuthorizeSecurityGroupIngress": "security-group-rule",
    "AuthorizeSecurityGroupEgress": "security-group-rule",
}
"""Resources that calls create and may tag, although the permission for the call itself does not include them."""

_IN_VPC = {
    "AttachInternetGateway",
    "CreateRouteTable",
    "CreateSecurityGroup",
    "CreateSubnet",
    "DetachInternetGateway",
}
"""The calls that must be allowed on a VPC too."""

_DESCRIBES_ONE = {"DescribeImageAttribute", "DescribeInstanceAttribute", "DescribeSnapshotAttribute"}
"""The Describe calls with resource-level permissions."""


def arn_of(identifier: str, account: str, region: str) -> str:
    """The ARN of an EC2 resource by its id. Snapshots and images have no account in theirs."""
    kind = KINDS.get(identifier.split("-")[0], "*")
    owner = "" if kind in ("snapshot", "image") else owner_of(identifier, account, region)
    return f"arn:aws:ec2:{region}:{owner}:{kind}/{identifier}"


def created_arn(operation: str, account: str, region: str) -> str | None:
    """The ARN that stands for the resource which a call creates."""
    kind = _CREATED.get(operation)
    if kind is None:
        return None
    return f"arn:aws:ec2:{region}:{'' if kind == 'snapshot' else account}:{kind}/*"


def tagged_arn(operation: str, account: str, region: str) -> str | None:
    """The ARN that stands for the resource which a call creates and may tag."""
    kind = _TAGGED.get(operation)
    return f"arn:aws:ec2:{region}:{account}:{kind}/*" if kind else created_arn(operation, account, region)


def ec2_resources(operation: str, parameters: dict[str, Any], account: str, region: str) -> list[str]:
    """The ARNs of all resources of an EC2 call; `*` for a call without resource-level permissions."""
    if operation.startswith("Describe") and operation not in _DESCRIBES_ONE:
        return ["*"]
    identifiers: list[str] = []
    for name in ("InstanceId", "InstanceIds", "NetworkInterfaceId", "GroupId", "Resources", "VolumeId", "SnapshotId"):
        identifiers += as_list(parameters.get(name))
    if operation == "CopySnapshot":
        identifiers.append(parameters["SourceSnapshotId"])
    if not operation.startswith("Describe"):
        for name in ("PrefixListId", "NetworkAclId", "InternetGatewayId", "RouteTableId"):
            identifiers += as_list(parameters.get(name))
    if operation == "ModifySecurityGroupRules":
        identifiers += [update["SecurityGroupRuleId"] for update in parameters.get("SecurityGroupRules") or []]
    if specification := parameters.get("InstanceSpecification"):
        identifiers += _snapshotted(specification, account, region)
    if operation in ("ModifyNetworkInterfaceAttribute", "ModifyInstanceAttribute"):
        identifiers += as_list(parameters.get("Groups"))
    if operation in ("ModifyImageAttribute", "DescribeImageAttribute"):
        identifiers += as_list(parameters.get("ImageId"))
    if operation in _IN_VPC and parameters.get("VpcId"):
        identifiers.append(parameters["VpcId"])
    if operation == "CreateVpcEndpoint":
        for name in ("VpcId", "SubnetIds", "SecurityGroupIds", "RouteTableIds"):
            identifiers += as_list(parameters.get(name))
    if operation == "DeleteVpcEndpoints":
        identifiers += as_list(parameters.get("VpcEndpointIds"))
    if operation == "AssociateRouteTable":
        identifiers += as_list(parameters.get("SubnetId"))
    if operation in ("DeleteSubnet", "DeleteVpc"):
        identifiers += as_list(parameters.get("SubnetId")) + as_list(parameters.get("VpcId"))
    if operation == "RunInstances":
        identifiers += _launched_with(parameters)
    if operation == "CreateNetworkInterface":
        identifiers += as_list(parameters.get("SubnetId")) + as_list(parameters.get("Groups"))
    if attachment := parameters.get("AttachmentId"):
        identifiers += _attached(attachment, account, region)
    arns = [arn_of(identifier, account, region) for identifier in identifiers]
    if created := created_arn(operation, account, region):
        arns.append(created)
    if operation == "RunInstances":
        arns += [f"arn:aws:ec2:{region}:{account}:{kind}/*" for kind in ("volume", "network-interface")]
    return list(dict.fromkeys(arns)) or ["*"]


def _launched_with(parameters: dict[str, Any]) -> list[str]:
    """The resources of a launch: image, subnet and groups of the instance or of its interfaces.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances
    """
    ports = parameters.get("NetworkInterfaces") or []
    named = as_list(parameters.get("ImageId")) + as_list(parameters.get("SubnetId"))
    named += as_list(parameters.get("SecurityGroupIds"))
    for port in ports:
        named += as_list(port.get("SubnetId")) + as_list(port.get("Groups"))
    return named


def _snapshotted(specification: dict[str, Any], account: str, region: str) -> list[str]:
    """The instance and the volumes of a multi-volume snapshot."""
    from moto.ec2.models import ec2_backends

    instance_id = specification["InstanceId"]
    instance = ec2_backends[account][region].get_instance_by_id(instance_id)
    devices = instance.block_device_mapping.values() if instance else ()
    left_out = set(specification.get("ExcludeDataVolumeIds") or [])
    return [instance_id, *(device.volume_id for device in devices if device.volume_id not in left_out)]


def _attached(attachment: str, account: str, region: str) -> list[str]:
    """The interface and the instance of a network interface attachment."""
    from moto.ec2.models import ec2_backends

    for interface in ec2_backends[account][region].enis.values():
        if interface.attachment_id == attachment:
            return [interface.id, *([interface.instance.id] if interface.instance else [])]
    return []
