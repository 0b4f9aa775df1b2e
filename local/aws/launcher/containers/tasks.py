"""Tasks run until they are stopped, in clusters of their own, with interfaces that belong to ECS.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html
"""

from itertools import count
from typing import Any

from moto.ec2.models import ec2_backends
from moto.ec2.utils import random_public_ip
from moto.ecs.exceptions import ECSException, InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend, Task
from moto.ecs.responses import EC2ContainerServiceResponse

from ..ec2.service_interfaces import belong_to_service
from ..patching import wrap

_dynamic_ports = count(32768)
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html (hostPort)"""


class _ClusterContainsTasksError(ECSException):
    code = "ClusterContainsTasksException"

    def __init__(self) -> None:
        super().__init__("The Cluster cannot be deleted while Tasks are active.")


def _start(init: Any, self: Any, *arguments: Any, **options: Any) -> None:
    """A task's id has 32 hexadecimal digits; its interface has an address of its subnet and refuses changes of others."""
    init(self, *arguments, **options)
    self.id = self.id.replace("-", "")
    definition = options.get("task_definition") or arguments[1]
    if not self.attachments:
        self.containers[0].network_bindings = [_bound(one) for one in _ports(definition)]
    network = (options.get("networking_configuration") or {}).get("awsvpcConfiguration") or {}
    for attachment in self.attachments:
        interface = interfaces_of(self)[_detail(attachment, "networkInterfaceId")["value"]]
        place = f"{self.region_name}:{self._account_id}"
        belong_to_service(interface, "interface", f"arn:aws:ecs:{place}:attachment/{attachment['id']}")
        if network.get("assignPublicIp") == "ENABLED":
            interface.public_ip = random_public_ip()
        _detail(attachment, "privateIPv4Address")["value"] = interface.private_ip_address
        shown = {"attachmentId": attachment["id"], "privateIpv4Address": interface.private_ip_address}
        for container in self.containers:
            container.network_interfaces = [shown]


def _detail(attachment: dict[str, Any], name: str) -> dict[str, str]:
    return next(one for one in attachment["details"] if one["name"] == name)


def _ports(definition: Any) -> list[dict[str, Any]]:
    return definition.container_definitions[0].get("portMappings") or []


def _bound(mapping: dict[str, Any]) -> dict[str, Any]:
    host = mapping.get("hostPort") or next(_dynamic_ports)
    inside = mapping["containerPort"]
    protocol = mapping.get("protocol", "tcp")
    return {"bindIP": "0.0.0.0", "containerPort": inside, "hostPort": host, "protocol": protocol}


def interfaces_of(task: Any) -> dict[str, Any]:
    """The interfaces of the account and Region in which a task runs, by their ids."""
    return ec2_backends[task._account_id][task.region_name].enis


def tasks_named(backend: Any, cluster: str, names: list[str]) -> list[Any]:
    """The tasks of a cluster with these ids or ARNs."""
    ids = [name.split("/")[-1] for name in names]
    return [task for task in backend.tasks.get(backend._get_cluster(cluster).name, {}).values() if task.id in ids]


def failures(names: list[str], found: list[Any], place: str, cluster: str) -> list[dict[str, str]]:
    """What an answer says of tasks that the cluster does not have.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
    """
    known = [task.id for task in found]
    gone = [name.split("/")[-1] for name in names if name.split("/")[-1] not in known]
    short = cluster.split("/")[-1]
    return [{"arn": f"arn:aws:ecs:{place}:task/{short}/{one}", "reason": "MISSING"} for one in gone]


def _describe(_: Any, self: Any, cluster_str: str, tasks: list[str]) -> list[Any]:
    if not tasks:
        raise InvalidParameterException("Tasks cannot be empty.")
    return tasks_named(self, cluster_str, tasks)


def _with_failures(describe: Any, self: Any) -> Any:
    answer = describe(self)
    place = f"{self.region}:{self.current_account}"
    names = self._get_param("tasks", [])
    answer.result["failures"] = failures(names, answer.result["tasks"], place, self._get_param("cluster", "default"))
    return answer


def _stop(stop: Any, self: Any, *arguments: Any, **options: Any) -> Any:
    """The interface of a stopped task is deleted, and its registrations end."""
    task = stop(self, *arguments, **options)
    for attachment in task.attachments:
        interface = interfaces_of(task).pop(_detail(attachment, "networkInterfaceId")["value"], None)
        attachment["status"] = "DELETED"
        if interface is not None:
            _register(self, task, "deregister_targets")
    return task


def _delete_cluster(delete: Any, self: Any, cluster_str: str) -> Any:
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html"""
    tasks = self.tasks.get(self._get_cluster(cluster_str).name, {}).values()
    if any(task.last_status != "STOPPED" for task in tasks):
        raise _ClusterContainsTasksError
    return delete(self, cluster_str)


def _serve(create: Any, self: Any, *arguments: Any, **options: Any) -> Any:
    """A service starts its tasks and registers them with its load balancers; it does not replace those that stop."""
    service = create(self, *arguments, **options)
    network = options.get("network_configuration")
    if not network or not service.task_definition or not service.desired_count:
        return service
    tasks = self.run_task(
        service.cluster_name,
        service.task_definition,
        service.desired_count,
        None,
        service.deployments[0]["id"] if service.deployments else "ecs-svc/1",
        [],
        service.launch_type,
        {"awsvpcConfiguration": {"securityGroups": [], **network["awsvpcConfiguration"]}},
        f"service:{service.name}",
    )
    service.running_count, service.pending_count = len(tasks), 0
    for task in tasks:
        _register(self, task, "register_targets")
    return service


def _register(backend: Any, task: Any, operation: str) -> None:
    from moto.elbv2.models import elbv2_backends

    service = backend.services.get(f"{task.cluster_name}:{task.group.removeprefix('service:')}")
    for balancer in getattr(service, "load_balancers", None) or []:
        if arn := balancer.get("targetGroupArn"):
            address = _detail(task.attachments[0], "privateIPv4Address")["value"]
            target = {"Id": address, "Port": balancer["containerPort"]}
            getattr(elbv2_backends[task._account_id][task.region_name], operation)(arn, [target])


def install() -> None:
    """Repairs tasks and services."""
    wrap(Task, "__init__")(_start)
    wrap(EC2ContainerServiceBackend, "describe_tasks")(_describe)
    wrap(EC2ContainerServiceResponse, "describe_tasks")(_with_failures)
    wrap(EC2ContainerServiceBackend, "stop_task")(_stop)
    wrap(EC2ContainerServiceBackend, "delete_cluster")(_delete_cluster)
    wrap(EC2ContainerServiceBackend, "create_service")(_serve)
