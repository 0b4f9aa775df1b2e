"""The credentials that a task's containers get: GET /_local-aws/task-credentials?task=ARN. AWS has no such call.

On AWS a container asks the agent, which has a session of the task's role with the task's id as name.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
"""

from typing import Any

from localemu.aws.connect import connect_to
from localemu.http import Resource, Response
from localemu.services.internal import get_internal_apis
from localemu.utils.aws.client_types import ServicePrincipal
from moto.ecs.models import ecs_backends

from .tasks import tasks_named

PATH = "/_local-aws/task-credentials"


class TaskCredentials:
    """The credentials as a resource; `task` is the ARN of the task."""

    def on_get(self, request: Any) -> Response:
        """Opens a new session each time, as the agent does before the last one expires."""
        arn = request.args["task"]
        region, account, name = arn.split(":")[3:6]
        backend = ecs_backends[account][region]
        [task] = tasks_named(backend, name.split("/")[1], [arn])
        role = (
            task.overrides.get("taskRoleArn")
            or backend.describe_task_definition(task.task_definition_arn).task_role_arn
        )
        sts = connect_to(region_name=region).sts.request_metadata(service_principal=ServicePrincipal.ecs_tasks)
        given = sts.assume_role(RoleArn=role, RoleSessionName=task.id)["Credentials"]
        response = Response(status=200)
        response.set_json({name: given[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")})
        return response


def install() -> None:
    """Adds the path."""
    get_internal_apis().add(Resource(PATH, TaskCredentials()))
