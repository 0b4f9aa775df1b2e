"""The resources of a call, as the ARNs by which policies name them. Rows 8 and 25.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlparse

from localemu.services.iam_enforcement.arn_builder import build_resource_arn

from ..policies.patterns import as_list
from .ec2_resources import ec2_resources
from .keys import key_arn
from .organization_resources import organization_resources
from .resource_policies import bucket_owner
from .stores import iam_backend, role_named

Parameters = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """Account and Region in which a call is made."""

    account: str
    region: str


Resource = tuple[str, ...]
"""Equivalent ARNs of one resource; the first one is the name that error messages show."""


def resources_of(service: str, operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    """Every resource that policies must allow the call on."""
    builder = _BUILDERS.get(service)
    if builder:
        return builder(operation, parameters, place)
    return [(build_resource_arn(service, operation, parameters, place.region, place.account),)]


def account_of(arn: str, caller_account: str) -> str:
    """The account that owns a resource."""
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return caller_account
    if parts[2] == "organizations":
        # A delegated administrator reads the organization with its own policies alone:
        # https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html
        return caller_account
    if parts[2] == "s3":
        return bucket_owner(parts[5].split("/")[0]) or caller_account
    return parts[4] if parts[4].isdigit() else caller_account  # AWS's own policies and images have no owner account


def _anything(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    return [("*",)]


def _iam(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    account = place.account
    base = f"arn:aws:iam::{account}:"
    given = parameters.get("Path") or "/"
    if name := parameters.get("InstanceProfileName"):
        profile = next((one for one in iam_backend(account).instance_profiles.values() if one.name == name), None)
        return [(f"{base}instance-profile{profile.path if profile else given}{name}",)]
    if name := parameters.get("GroupName"):
        group = iam_backend(account).groups.get(name)
        return [(f"{base}group{(group.path if group else given) or '/'}{name}",)]
    if name := parameters.get("UserName"):
        user = iam_backend(account).users.get(name)
        return [(f"{base}user{(user.path if user else given) or '/'}{name}",)]
    if name := parameters.get("RoleName"):
        role = role_named(account, name)
        return [(f"{base}role{(role.path if role else given) or '/'}{name}",)]
    if arn := parameters.get("PolicyArn"):
        return [(arn,)]
    if operation == "CreatePolicy":
        return [(f"{base}policy{given}{parameters.get('PolicyName')}",)]
    return [("*",)]


def _sts(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    return [(parameters.get("RoleArn") or "*",)]


def _sqs(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    if operation == "ListQueues":
        return [("*",)]
    # The tasks that move dead letters name their queue by its ARN.
    if source := parameters.get("SourceArn"):
        return [(source,)]
    path = [part for part in urlparse(parameters.get("QueueUrl") or "").path.split("/") if part]
    name = path[-1] if path else parameters.get("QueueName", "*")
    account = path[-2] if len(path) > 1 and path[-2].isdigit() else parameters.get("QueueOwnerAWSAccountId")
    return [(f"arn:aws:sqs:{place.region}:{account or place.account}:{name}",)]


def _sns(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    given = parameters.get("TopicArn") or parameters.get("TargetArn") or parameters.get("ResourceArn")
    if subscription := parameters.get("SubscriptionArn"):
        given = subscription.rpartition(":")[0]
    if given:
        return [(given,)]
    name = parameters.get("Name")
    return [(f"arn:aws:sns:{place.region}:{place.account}:{name}" if name else "*",)]


def _lambda(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    if operation == "ListEventSourceMappings":
        return [("*",)]  # no resource-level permissions, although it may name a function
    if arn := parameters.get("Resource"):
        return [(arn,)]
    if mapping := parameters.get("UUID"):
        return [(f"arn:aws:lambda:{place.region}:{place.account}:event-source-mapping:{mapping}",)]
    name = parameters.get("FunctionName")
    if not name:
        return [("*",)]
    if name.startswith("arn:"):
        arn = name
    else:
        account, _, name = name.rpartition(":function:") if ":function:" in name else (place.account, "", name)
        arn = f"arn:aws:lambda:{place.region}:{account}:function:{name}"
    qualifier = parameters.get("Qualifier")
    return [(f"{arn}:{qualifier}",) if qualifier and arn.count(":") == 6 else (arn,)]


def _kms(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    key = parameters.get("KeyId") or parameters.get("TargetKeyId")
    return [(key_arn(key, place.account, place.region),)] if key else [("*",)]


def _dynamodb(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    def arn(table: str) -> str:
        if table.startswith("arn:"):
            return table
        return f"arn:aws:dynamodb:{place.region}:{place.account}:table/{table}"

    tables = [parameters[name] for name in ("TableName", "ResourceArn", "TableArn") if parameters.get(name)]
    tables += list(parameters.get("RequestItems") or {})
    tables += [part["TableName"] for item in parameters.get("TransactItems") or [] for part in item.values() if part]
    if index := parameters.get("IndexName"):
        return [(f"{arn(table)}/index/{index}",) for table in tables]
    return [(arn(table),) for table in dict.fromkeys(tables)] or [("*",)]


def _events(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    def bus(name: str | None) -> str:
        given = name or "default"
        if given.startswith("arn:"):
            return given
        return f"arn:aws:events:{place.region}:{place.account}:event-bus/{given}"

    if operation == "PutEvents":
        buses = dict.fromkeys(bus(entry.get("EventBusName")) for entry in parameters.get("Entries") or [])
        return [(name,) for name in buses] or [("*",)]
    if arn := parameters.get("ResourceARN"):
        return [(arn,)]
    rule = parameters.get("Rule") or (parameters.get("Name") if operation.endswith("Rule") else None)
    if rule:
        owner = bus(parameters.get("EventBusName")).split("event-bus/")[-1]
        path = rule if owner == "default" else f"{owner}/{rule}"
        return [(f"arn:aws:events:{place.region}:{place.account}:rule/{path}",)]
    if operation.endswith("EventBus") or "EventBusName" in parameters:
        return [(bus(parameters.get("Name") or parameters.get("EventBusName")),)]
    return [(build_resource_arn("events", operation, parameters, place.region, place.account),)]


def _logs(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    group = parameters.get("logGroupName")
    if not group:
        return [("*",)]
    arn = f"arn:aws:logs:{place.region}:{place.account}:log-group:{group}"
    if stream := parameters.get("logStreamName"):
        if operation != "CreateLogStream":
            return [(f"{arn}:log-stream:{stream}",)]
    return [(arn, f"{arn}:*")]


def _ssm(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    base = f"arn:aws:ssm:{place.region}"
    if document := parameters.get("DocumentName"):
        version = parameters.get("DocumentVersion") or "$DEFAULT"
        owners = ("", place.account)
        return [
            tuple(f"{base}:{owner}:automation-definition/{document}:{version}" for owner in owners)
            + tuple(f"{base}:{owner}:document/{document}" for owner in owners)
        ]
    if execution := parameters.get("AutomationExecutionId"):
        return [(f"{base}:{place.account}:automation-execution/{execution}",)]
    names = as_list(parameters.get("Name")) + as_list(parameters.get("Names")) + as_list(parameters.get("Path"))
    return [(f"{base}:{_parameter_owner(name, place)}:parameter/{name.lstrip('/')}",) for name in names] or [("*",)]


def _parameter_owner(name: str, place: Place) -> str:
    """Public parameters are AWS's own: their ARN has no account.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
    """
    return "" if name.startswith("/aws/service/") else place.account


def _scaling(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    name = parameters.get("AutoScalingGroupName")
    if not name or operation.startswith("Describe"):
        return [("*",)]
    base = f"arn:aws:autoscaling:{place.region}:{place.account}:autoScalingGroup"
    from moto.autoscaling.models import autoscaling_backends

    group = autoscaling_backends[place.account][place.region].autoscaling_groups.get(name)
    return [(group.arn if group else f"{base}:*:autoScalingGroupName/{name}",)]


def _load_balancing(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    if operation.startswith("Describe"):
        return [("*",)]
    for name in ("TargetGroupArn", "LoadBalancerArn", "ListenerArn", "RuleArn"):
        if parameters.get(name):
            return [(parameters[name],)]
    name = parameters.get("LoadBalancerName")
    return [(f"arn:aws:elasticloadbalancing:{place.region}:{place.account}:loadbalancer/{name}",) if name else ("*",)]


def _cloudwatch(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    names = as_list(parameters.get("AlarmName")) + as_list(parameters.get("AlarmNames"))
    if names and not operation.startswith("Describe"):
        return [(f"arn:aws:cloudwatch:{place.region}:{place.account}:alarm:{name}",) for name in names]
    boards = as_list(parameters.get("DashboardName")) + as_list(parameters.get("DashboardNames"))
    return [(f"arn:aws:cloudwatch::{place.account}:dashboard/{name}",) for name in boards] or [("*",)]


_IN_RDS = {
    "DBInstanceIdentifier": "db",
    "DBClusterIdentifier": "cluster",
    "DBSnapshotIdentifier": "snapshot",
    "DBClusterSnapshotIdentifier": "cluster-snapshot",
}
"""Parameters that name resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html"""


def _rds(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    if arn := parameters.get("ResourceName"):
        return [(arn,)]
    base = f"arn:aws:rds:{place.region}:{place.account}"
    named = [(f"{base}:{kind}:{parameters[name]}",) for name, kind in _IN_RDS.items() if parameters.get(name)]
    snapshot = parameters.get("DBSnapshotIdentifier") or parameters.get("DBClusterSnapshotIdentifier")
    if operation.startswith("DescribeDB") and "Snapshot" in operation and not snapshot:
        kind = "cluster-snapshot" if "Cluster" in operation else "snapshot"
        return [*named, (f"{base}:{kind}:*",)]
    kind = "cluster" if "Cluster" in operation else "db"
    return named or [(f"{base}:{kind}:*",)]


_IN_ECS = {
    "task": "task",
    "tasks": "task",
    "containerInstance": "container-instance",
    "containerInstances": "container-instance",
    "service": "service",
    "services": "service",
}
"""Parameters that name resources of a cluster.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
"""


_ABOUT_NO_CLUSTER = {
    "DeregisterTaskDefinition",
    "DescribeTaskDefinition",
    "ListClusters",
    "ListTaskDefinitions",
    "ListTasks",
}
"""Operations without resource-level permissions; the tasks of a cluster are limited by `ecs:cluster` only.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html
"""


def _ecs(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    if arn := parameters.get("resourceArn"):
        return [(arn,)]
    if operation in _ABOUT_NO_CLUSTER:
        return [("*",)]
    base = f"arn:aws:ecs:{place.region}:{place.account}"
    if operation in ("RegisterTaskDefinition", "RunTask"):
        definition = parameters.get("family") or parameters["taskDefinition"].split("/")[-1]
        return [(f"{base}:task-definition/{definition}",)]
    cluster = parameters.get("cluster") or parameters.get("clusterName") or "default"
    if operation.endswith(("Cluster", "Clusters")):
        return [(f"{base}:cluster/{one.split('/')[-1]}",) for one in as_list(parameters.get("clusters")) or [cluster]]
    named = [
        (f"{base}:{kind}/{cluster.split('/')[-1]}/{one.split('/')[-1]}",)
        for name, kind in _IN_ECS.items()
        for one in as_list(parameters.get(name))
    ]
    return named or [(build_resource_arn("ecs", operation, parameters, place.region, place.account),)]


def _eks(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html"""
    if arn := parameters.get("resourceArn"):
        return [(arn,)]
    base = f"arn:aws:eks:{place.region}:{place.account}"
    cluster = parameters.get("clusterName") or parameters.get("name") or "*"
    if association := parameters.get("associationId"):
        return [(f"{base}:podidentityassociation/{cluster}/{association}",)]
    return [(f"{base}:cluster/{cluster}",)]


def _security_hub(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    hub = "hubv2/local" if operation.endswith("V2") else "hub/default"
    return [(f"arn:aws:securityhub:{place.region}:{place.account}:{hub}",)]


_ABOUT_NO_DETECTOR = {"ArchiveFindings", "GetFindings", "GetFindingsStatistics", "ListFindings", "UnarchiveFindings"}
"""Operations that name a resource but have no resource-level permissions.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html
"""


def _guard_duty(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    if operation in _ABOUT_NO_DETECTOR:
        return [("*",)]
    if arn := parameters.get("ResourceArn"):
        return [(arn,)]
    detector = parameters.get("DetectorId")
    return [(f"arn:aws:guardduty:{place.region}:{place.account}:detector/{detector}",) if detector else ("*",)]


def _cloud_trail(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    named = as_list(parameters.get("ResourceIdList")) + as_list(parameters.get("ResourceId"))
    named += as_list(parameters.get("Name"))
    base = f"arn:aws:cloudtrail:{place.region}:{place.account}:trail"
    return [(one if one.startswith("arn:") else f"{base}/{one}",) for one in named] or [("*",)]


_ABOUT_RECORDERS = ("ConfigurationRecorder", "ConfigurationRecorders", "ConfigurationRecorderStatus")


def _config(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    if arn := parameters.get("ResourceArn"):
        return [(arn,)]
    if not operation.endswith(_ABOUT_RECORDERS):
        return [("*",)]
    names = as_list(parameters.get("ConfigurationRecorderNames")) + as_list(parameters.get("ConfigurationRecorderName"))
    base = f"arn:aws:config:{place.region}:{place.account}:configuration-recorder"
    # The id behind the name is known to AWS Config alone.
    return [(f"{base}/{name}/anyid",) for name in names] or [(f"{base}/any/anyid",)]


def _s3_control(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    if arn := parameters.get("ResourceArn"):
        return [(arn,)]
    if operation.endswith("PublicAccessBlock"):
        return [("*",)]  # of an account
    return [(build_resource_arn("s3control", operation, parameters, place.region, place.account),)]


def _resolver(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53resolver.html"""
    base = f"arn:aws:route53resolver:{place.region}:{place.account}"
    created = {
        "CreateFirewallDomainList": "firewall-domain-list",
        "CreateFirewallRuleGroup": "firewall-rule-group",
        "AssociateFirewallRuleGroup": "firewall-rule-group-association",
    }
    if kind := created.get(operation):
        return [(f"{base}:{kind}/*",)]
    if operation == "ListFirewallRuleGroupAssociations":
        return [("*",)]  # no resource-level permissions, although it may name a rule group
    kinds = ("firewall-domain-list", "firewall-rule-group", "firewall-rule-group-association")
    names = ("FirewallDomainListId", "FirewallRuleGroupId", "FirewallRuleGroupAssociationId")
    named = [
        (f"{base}:{kind}/{parameters[name]}",) for kind, name in zip(kinds, names, strict=True) if parameters.get(name)
    ]
    return named or [("*",)]


def _ec2(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    return [(arn,) for arn in ec2_resources(operation, parameters, place.account, place.region)]


def _organizations(operation: str, parameters: Parameters, place: Place) -> list[Resource]:
    return list(organization_resources(operation, parameters, place.account))


_BUILDERS: dict[str, Callable[[str, Parameters, Place], list[Resource]]] = {
    "iam": _iam,
    "sts": _sts,
    "sqs": _sqs,
    "sns": _sns,
    "lambda": _lambda,
    "kms": _kms,
    "dynamodb": _dynamodb,
    "events": _events,
    "logs": _logs,
    "ssm": _ssm,
    "ec2": _ec2,
    "route53resolver": _resolver,
    "autoscaling": _scaling,
    "elb": _load_balancing,
    "elbv2": _load_balancing,
    "cloudwatch": _cloudwatch,
    "securityhub": _security_hub,
    "rds": _rds,
    "ecs": _ecs,
    "eks": _eks,
    "guardduty": _guard_duty,
    "s3control": _s3_control,
    "config": _config,
    "organizations": _organizations,
    "cloudtrail": _cloud_trail,
    "resourcegroupstaggingapi": _anything,
}
