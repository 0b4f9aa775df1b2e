"""Protection of tasks from scale-in: only those of a service, for 48 hours at most.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskProtection.html
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_GetTaskProtection.html
"""

import time
from datetime import UTC, datetime
from typing import Any

from moto.ecs.models import ecs_backends

from ..operations import add, error
from .tasks import failures, tasks_named

_MINUTES = (1, 2880)
_DEFAULT_MINUTES = 120


def _update(context: Any, given: dict[str, Any]) -> dict[str, Any]:
    minutes = given.get("expiresInMinutes")
    if minutes is not None and not _MINUTES[0] <= minutes <= _MINUTES[1]:
        raise error("InvalidParameterException", "expiresInMinutes must be between 1 and 2880.")
    until = time.time() + 60 * (minutes or _DEFAULT_MINUTES) if given["protectionEnabled"] else None

    def protect(task: Any) -> None:
        task.protected_until = until

    return _answer(context, given, protect)


def _get(context: Any, given: dict[str, Any]) -> dict[str, Any]:
    return _answer(context, given, lambda task: None)


def _answer(context: Any, given: dict[str, Any], act: Any) -> dict[str, Any]:
    backend = ecs_backends[context.account_id][context.region]
    names = given.get("tasks") or []
    found = tasks_named(backend, given["cluster"], names)
    place = f"{context.region}:{context.account_id}"
    valid = [task for task in found if task.group.startswith("service:") and task.last_status == "RUNNING"]
    for task in valid:
        act(task)
    refused = [{"arn": task.task_arn, "reason": "TASK_NOT_VALID"} for task in found if task not in valid]
    return {
        "protectedTasks": [_shown(task) for task in valid],
        "failures": [*refused, *failures(names, found, place, given["cluster"])],
    }


def _shown(task: Any) -> dict[str, Any]:
    until = getattr(task, "protected_until", None)
    if until is None or until <= time.time():
        return {"taskArn": task.task_arn, "protectionEnabled": False}
    date = datetime.fromtimestamp(until, UTC)
    return {"taskArn": task.task_arn, "protectionEnabled": True, "expirationDate": date}


def install() -> None:
    """Adds the operations, which moto does not have."""
    add("ecs", {"UpdateTaskProtection": _update, "GetTaskProtection": _get})
